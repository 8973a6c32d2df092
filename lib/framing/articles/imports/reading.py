"""One file of an import: its format found, its records read, its own count compared with ours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from framing.articles.blobs import Blob, open_blobs
from framing.articles.fetch.store import LEDGER, kept_from
from framing.articles.formats.base import Format, Stated
from framing.articles.formats.known import FORMATS, format_of
from framing.articles.readers import Record, Unread
from framing.project import FramingError, InputError, nearest

__all__ = ["FileRead", "find_format", "read_files"]


@dataclass(frozen=True)
class FileRead:
    """What became of one file.

    Attributes
    ----------
    name : str
        "export.zip/part 1.docx" for one in a zip.
    sha256, encoding, format : str
        Of its bytes; of its text; the format's name, "" when the file could not be read.
    bytes : int
    records : list of Record
    unread : list of Unread
    stated : Stated
        What the file says of itself.
    failure : str
        Why nothing of it was read, as a sentence; "" when it was.
    """

    name: str
    sha256: str = ""
    bytes: int = 0
    encoding: str = ""
    format: str = ""
    records: list[Record] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    stated: Stated = field(default_factory=Stated)
    failure: str = ""


def find_format(name: str) -> Format | None:
    """Return the format of that name; None for "auto".

    Raises
    ------
    FramingError
        For a name that is not known.
    """
    if name == "auto":
        return None
    named = {each.name: each for each in FORMATS}
    if name not in named:
        raise FramingError(f'--format "{name}" is not known{nearest(name, ["auto", *named])}')
    return named[name]


def read_files(paths: list[Path], asked: Format | None) -> Iterator[FileRead]:
    """Read the files at some paths, each whole before the next.

    A file that is named by itself and cannot be read is an error. One among others, in a folder or a zip, is given
    back with the failure: the others can be read all the same.

    Raises
    ------
    InputError
        When there is no such file, or a single file cannot be read.
    """
    for path in paths:
        origins = _origins(path)
        alone = path.is_file() and len(paths) == 1
        for each in open_blobs(path):
            if isinstance(each, Unread):
                yield FileRead(each.file, unread=[each], failure=each.detail)
                continue
            try:
                read = _read(each, asked)
                if each.path is not None and each.path in origins:
                    read = _with_origin(read, origins[each.path])
                yield read
            except InputError as error:
                if alone and "/" not in each.name:
                    raise
                unread = Unread(each.name, 1, "the file cannot be read", str(error))
                digest = hashlib.sha256(each.data).hexdigest()
                yield FileRead(each.name, digest, len(each.data), unread=[unread], failure=str(error))


def _read(blob: Blob, asked: Format | None) -> FileRead:
    found = asked or format_of(blob)
    records: list[Record] = []
    unread: list[Unread] = []
    stated = Stated()
    for each in found.read(blob):
        if isinstance(each, Record):
            records.append(each)
        elif isinstance(each, Unread):
            unread.append(each)
        else:
            stated = each if stated == Stated() else _both(stated, each)
    if not records and not unread:
        raise InputError(f"{blob.name} looks like {found.label}, but no article was found in it; is it a whole export?")
    encoding = "encoding" in vars(blob)  # asked for by the reader
    return FileRead(
        blob.name,
        hashlib.sha256(blob.data).hexdigest(),
        len(blob.data),
        blob.encoding if encoding else "",
        found.name,
        records,
        unread,
        stated,
    )


def _origins(path: Path) -> dict[Path, dict[str, str]]:
    """Say of the files that were fetched, at a path or below it, from where they came, and when."""
    folders = {each.parent for each in path.rglob(LEDGER)} if path.is_dir() else {path.parent}
    return {
        folder / name: {"fetched_from": str(line.get("url", "")), "fetched_at": str(line.get("when", ""))}
        for folder in folders
        for name, line in kept_from(folder).items()
    }


def _with_origin(read: FileRead, origin: dict[str, str]) -> FileRead:
    records = [replace(each, fields={**each.fields, **origin}) for each in read.records]
    unread = [replace(each, fields={**each.fields, **origin}) for each in read.unread]
    return replace(read, records=records, unread=unread)


def _both(first: Stated, second: Stated) -> Stated:
    """Put together what a file says in two places."""
    return Stated(
        articles=second.articles if first.articles is None else first.articles,
        where=first.where or second.where,
        retrieved=first.retrieved or second.retrieved,
        query=first.query or second.query,
        start=first.start or second.start,
        end=first.end or second.end,
    )
