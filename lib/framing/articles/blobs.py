"""The files of an import as blobs: opened from folders, zips and gzip, never larger than what memory holds."""

from __future__ import annotations

import functools
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from framing.articles.fetch.store import LEDGER
from framing.articles.readers import Unread
from framing.project import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["LARGEST", "Blob", "check_zip", "open_blobs"]

# A database hands out at most some hundred articles a file: 2 to 60 MB. A larger file is another thing, or a bomb.
LARGEST = 256_000_000
# lxml needs some ten bytes for each byte of HTML.
LARGEST_HTML = 64_000_000
# Of one zip, unpacked: its bytes and its files.
LARGEST_ZIP, MOST_FILES = 1_000_000_000, 20_000
_HEAD = 65_536
# Letters beyond ASCII from which an encoding can be guessed.
_TELLING = 60


@dataclass(frozen=True)
class Blob:
    """One file to import.

    Attributes
    ----------
    name : str
        As shown to the user: the file's name, or "export.zip/part 1.docx" for one in a zip.
    data : bytes
        What it holds, unpacked when it was gzipped.
    path : Path or None
        Where it lies, when it lies on a disk as it is.
    """

    name: str
    data: bytes
    path: Path | None = None

    @property
    def head(self) -> bytes:
        """The first 64 KiB: enough to tell what a file is."""
        return self.data[:_HEAD]

    @functools.cached_property
    def encoding(self) -> str:
        """The encoding of a text: a byte order mark's, UTF-8, the declared one, or the likeliest."""
        return _encoding(self.data)

    @functools.cached_property
    def text(self) -> str:
        """The whole as text, with line feeds for line ends; what cannot be decoded is U+FFFD."""
        text = self.data.decode(self.encoding, errors="replace").removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @functools.cached_property
    def html(self) -> HtmlElement:
        """The whole as a tree of HTML. No entity is expanded beyond HTML's own, and nothing is fetched.

        Raises
        ------
        InputError
            When it is too large, or no HTML at all.
        """
        from lxml import etree
        from lxml.html import HTMLParser, document_fromstring

        if len(self.data) > LARGEST_HTML:
            raise InputError(
                f"{self.name} is HTML of {len(self.data) / 1e6:,.0f} MB; the most read at once is "
                f"{LARGEST_HTML / 1e6:,.0f} MB. Export it in parts."
            )
        parser = HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
        try:
            # NUL bytes end the text for libxml2; lone surrogates cannot be encoded.
            return document_fromstring(self.text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise InputError(f"{self.name} cannot be read as HTML ({error}); export it anew.") from None

    def line_of(self, place: int) -> int:
        """Return the number of the line that a character of the text is on, from 1."""
        return self.text.count("\n", 0, place) + 1


def _encoding(data: bytes) -> str:
    import codecs
    import re

    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", data[:2048])
    if declared:
        name = declared[1].decode("ascii").casefold()
        # What calls itself Latin-1 on the web is Windows' code page, by the WHATWG's encoding standard.
        name = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030"}.get(name, name)
        try:
            codecs.lookup(name)
        except LookupError:
            name = "utf-8"
        if name not in ("utf-8", "utf8"):
            return name
    # A file that is UTF-8 but for a few bytes is UTF-8 with damage, not another encoding.
    if data.decode("utf-8", "replace").count("\ufffd") <= max(3, len(data) // 2000):
        return "utf-8"
    from charset_normalizer import from_bytes

    # A handful of accents says little: then it is the code page of western Europe.
    few = sum(each > 127 for each in data[:200_000]) < _TELLING
    found = None if few else from_bytes(data[:200_000]).best()
    return found.encoding if found else "cp1252"


def open_blobs(path: Path) -> Iterator[Blob | Unread]:
    """Open a file, the files of a folder and those below it, or those in a zip.

    Hidden files are passed over, and the ledger of what was fetched. A zip in a zip is not opened.

    Parameters
    ----------
    path : Path

    Yields
    ------
    Blob or Unread
        In the order of their names; Unread where a file among others cannot be opened.

    Raises
    ------
    InputError
        When there is nothing at the path, or the single file that is named cannot be opened.
    """
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in each.relative_to(path).parts)
            if hidden or each.name == LEDGER or not each.is_file():
                continue
            name = each.relative_to(path).as_posix()
            try:
                yield from _open(each, name)
            except InputError as error:
                yield Unread(name, 1, "the file cannot be read", str(error))
        return
    if not path.exists():
        raise InputError(f"There is no file {path}; check the name.")
    yield from _open(path, path.name)


def _open(path: Path, name: str) -> Iterator[Blob | Unread]:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError(
                f"{name} has {size / 1e6:,.0f} MB; the most read at once is {LARGEST / 1e6:,.0f} MB. Split it; "
                "Parquet and csv of any size can be loaded as they are."
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror}); copy or export it anew.") from None
    if data[:4] == b"PK\x03\x04" and not _is_document(data):
        yield from _members(data, name)
    elif data[:2] == b"\x1f\x8b" and not name.casefold().endswith(".warc.gz"):
        yield Blob(name, _gunzip(data, name), None)
    else:
        yield Blob(name, data, path)


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{name} cannot be unpacked ({error}); copy or export it anew.") from None
    if len(unpacked) > LARGEST:
        raise InputError(f"{name} unpacks to more than {LARGEST / 1e6:,.0f} MB; split it.")
    return unpacked


def _is_document(data: bytes) -> bool:
    """Whether a zip is itself a document: docx, xlsx, or a web archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return b"[Content_Types].xml" in data[:4096]
    return "[Content_Types].xml" in names or "datapackage.json" in names


def check_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip, or a docx or xlsx, when it is whole and of a sane size.

    Parameters
    ----------
    data : bytes
    name : str
        For the error.

    Raises
    ------
    InputError
        When it is damaged, unpacks to too much, holds too many files, or its XML defines entities.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
        members = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(f"{name} is damaged or cut off ({error}); copy or export it anew.") from None
    if len(members) > MOST_FILES:
        raise InputError(f"{name} holds {len(members):,} files; the most is {MOST_FILES:,}. Split it.")
    if sum(each.file_size for each in members) > LARGEST_ZIP:
        raise InputError(f"{name} unpacks to more than {LARGEST_ZIP / 1e6:,.0f} MB; split it.")
    for each in members:
        if each.filename.casefold().endswith((".xml", ".rels")):
            with packed.open(each) as file:
                try:
                    start = file.read(4096)
                except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
                    raise InputError(f"{name} is damaged or cut off ({error}); copy or export it anew.") from None
            if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                raise InputError(f"{name}: {each.filename} defines XML entities, which no database writes; not read.")
    return packed


def _members(data: bytes, name: str) -> Iterator[Blob | Unread]:
    packed = check_zip(data, name)
    for each in sorted(packed.infolist(), key=lambda member: member.filename):
        parts = PurePosixPath(each.filename.replace("\\", "/")).parts
        if each.is_dir() or any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts):
            continue
        shown = f"{name}/{each.filename}"
        if ".." in parts or each.filename.startswith(("/", "\\")):
            yield Unread(shown, 1, "the file cannot be read", "its name leads out of the zip")
            continue
        try:
            content = _member(packed, each, shown)
        except InputError as error:
            yield Unread(shown, 1, "the file cannot be read", str(error))
            continue
        if content[:4] == b"PK\x03\x04" and not _is_document(content):
            yield Unread(shown, 1, "the file cannot be read", "a zip in a zip is not opened; unpack the outer one")
            continue
        yield Blob(shown, content)


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> bytes:
    try:
        with packed.open(member) as file:
            content = file.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{shown} cannot be unpacked ({error}).") from None
    if len(content) > LARGEST:
        raise InputError(f"{shown} unpacks to more than {LARGEST / 1e6:,.0f} MB; split it.")
    return content
