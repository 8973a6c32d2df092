"""What is kept of a file of articles, so that a file that did not change is not read again.

csv, jsonl and text files are written once as Parquet, some thousand records to a file; Parquet stays where it is unless
its row groups are too large to be read one at a time. What was found out about each record (its identity, the key of
its text) is kept beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from framing.articles.readers import Record, Unread, read_file, said
from framing.articles.schema import MARK, recognise
from framing.articles.sheets import Sheet, facts_of
from framing.articles.texts import Group, group_hash, parquet
from framing.project import InputError, keeping

__all__ = ["stored_sheet"]

# Records in one Parquet file that we write, and the characters in them: what is read at once.
_RECORDS, _CHARACTERS = 10_000, 16_000_000
# A row group of more bytes than this, uncompressed, is written anew in smaller ones.
_LARGE_GROUP = 48_000_000
# Changes when what is kept of a file does.
_EDITION = "5"
# What is kept of a file that nobody loads for so long is removed.
_KEPT_SECONDS = 60 * 86_400


def stored_sheet(path: Path | str, folder: Path) -> Sheet:
    """Return the records of a file, read now or at an earlier time.

    Parameters
    ----------
    path : Path or str
        A file, or the address of a Parquet file that fsspec reads.
    folder : Path
        Where to keep what was read.

    Returns
    -------
    Sheet

    Raises
    ------
    InputError
        When the file cannot be read.
    """
    place = folder / _content(path)
    sheet = _load(place, path)
    if sheet is None:
        _tidy(folder)
        _make(path, place)
        sheet = _load(place, path)
    if sheet is None:
        raise InputError(f"{_name(path)} was read into {place}, and cannot be found there; load it again.")
    return sheet


def _name(path: Path | str) -> str:
    """Return the name of a file or an address.

    >>> _name("s3://bucket/2024/articles.parquet?v=2")
    'articles.parquet'
    """
    return path.name if isinstance(path, Path) else path.partition("?")[0].rstrip("/").rpartition("/")[2]


def _content(path: Path | str) -> str:
    """Return a hash of the file's name and content: a time stamp can lie. Of an address, what its host says of it."""
    if isinstance(path, str):
        return _remote_content(path)
    try:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise InputError(f"There is no file {path}; check the name.") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}); copy or export it anew.") from None
    return hashlib.blake2b(f"{_EDITION}\x1f{path.name}\x1f{content}".encode(), digest_size=16).hexdigest()


def _tidy(folder: Path) -> None:
    """Remove what nobody has used for a long time, and what killed runs left."""
    for each in folder.iterdir():
        with suppress(OSError):  # another run may have taken it away
            if time.time() - each.stat().st_mtime > _KEPT_SECONDS:
                shutil.rmtree(each)


def _remote_content(address: str) -> str:
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(address)
        stamp = system.checksum(path)
    except ImportError as error:
        raise InputError(
            f"{address} cannot be read ({error}); install what it needs: pip install -e .[cluster], and for s3:// s3fs."
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{address} cannot be read ({error}); check the address and the access to it.") from None
    return hashlib.blake2b(f"{_EDITION}\x1f{address}\x1f{stamp}".encode(), digest_size=16).hexdigest()


def _make(path: Path | str, place: Path) -> None:
    """Read a file and keep what was found; written aside, then renamed."""
    aside = place.with_name(f".{place.name}.{os.getpid()}.{uuid.uuid4().hex[:6]}")
    with keeping(place.parent):
        aside.mkdir(parents=True)
    try:
        if _name(path).casefold().endswith(".parquet"):
            _keep_parquet(path, aside)
        elif isinstance(path, Path):
            _keep_records(path, aside)
        else:
            raise InputError(f"{path} is no Parquet file; write it as one, or copy it here.")
        with keeping(place.parent):
            try:
                os.replace(aside, place)
            except OSError:  # another run was faster
                if not place.is_dir():
                    raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _keep_parquet(path: Path | str, aside: Path) -> None:
    """Keep the facts of a Parquet file; the texts stay in it unless its row groups are too large to be read at once."""
    groups: list[Group] = []
    seen: set[str] = set()
    number = 1
    with parquet(str(path)) as file:
        names = file.schema_arrow.names
        settled = MARK in (file.schema_arrow.metadata or {}) and "article_id" in names
        mapping = recognise(names)
        body, headline = mapping.get("body", ""), mapping.get("headline", "")
        with _Kept(aside, [each for each in names if each != body and not (settled and each == "article_id")]) as kept:
            for place, (table, name, group) in enumerate(_row_groups(file, aside)):
                columns = {each: said(table[each]) for each in names}
                bodies = columns.pop(body) if body else [""] * len(table)
                ids = columns.pop("article_id") if settled else None
                part = pa.table({each: pa.array(values, pa.string()) for each, values in columns.items()})
                numbers = list(range(number, number + len(bodies)))
                facts = facts_of(mapping, part, bodies, numbers, seen, group=place, ids=ids)
                kept.add(part, facts)
                groups.append(_group(name, group, facts, headline, body))
                number += len(bodies)
    _keep_about(aside, mapping, groups, [])


def _row_groups(file: pq.ParquetFile, aside: Path) -> Iterator[tuple[pa.Table, str, int]]:
    """Read a Parquet file by row groups, each with the file it is in ("" for the file itself) and its number there."""
    about = file.metadata
    if all(about.row_group(number).total_byte_size <= _LARGE_GROUP for number in range(about.num_row_groups)):
        for number in range(about.num_row_groups):
            yield file.read_row_group(number), "", number
        return
    for number, batch in enumerate(file.iter_batches(batch_size=_RECORDS)):
        table, name = pa.Table.from_batches([batch]), f"part-{number:05d}.parquet"
        _write(table, aside / name)
        yield table, name, 0


def _keep_records(path: Path, aside: Path) -> None:
    """Keep the records of a file as Parquet files of some thousand, and their facts."""
    unread: list[Unread] = []
    names: dict[str, None] = {}
    numbers: list[list[int]] = []
    for part, records in enumerate(_parts(read_file(path), unread)):
        fields = list(dict.fromkeys(name for each in records for name in each.fields))
        names |= dict.fromkeys(fields)
        numbers.append([each.number for each in records])
        columns = {name: pa.array([each.fields.get(name) for each in records], pa.string()) for name in fields}
        _write(pa.table(columns), aside / f"part-{part:05d}.parquet")
    mapping = recognise(names)
    groups: list[Group] = []
    seen: set[str] = set()
    with _Kept(aside, [each for each in names if each != mapping.get("body")]) as kept:
        for part, listed in enumerate(numbers):
            name = f"part-{part:05d}.parquet"
            table = pq.read_table(aside / name)
            body, headline = (mapping.get(each, "") for each in ("body", "headline"))
            body, headline = (each if each in table.column_names else "" for each in (body, headline))
            bodies = said(table[body]) if body else [""] * len(table)
            table = table.drop_columns([body]) if body else table
            mine = {column: name for column, name in mapping.items() if name in (*table.column_names, body)}
            facts = facts_of(mine, table, bodies, listed, seen, group=part)
            kept.add(table, facts)
            groups.append(_group(name, 0, facts, headline, body))
    _keep_about(aside, mapping, groups, unread)


def _write(table: pa.Table, path: Path) -> None:
    with keeping(path.parent.parent):
        pq.write_table(table, path, compression="zstd")


def _parts(records: Iterable[Record | Unread], unread: list[Unread]) -> Iterator[list[Record]]:
    """Gather records by some thousand, and set aside what is none."""
    held: list[Record] = []
    characters = 0
    for each in records:
        if isinstance(each, Unread):
            unread.append(each)
            continue
        held.append(each)
        characters += sum(map(len, each.fields.values()))
        if len(held) >= _RECORDS or characters > _CHARACTERS:
            yield held
            held, characters = [], 0
    if held:
        yield held


def _group(file: str, number: int, facts: pa.Table, headline: str, body: str) -> Group:
    return Group(file, number, len(facts), group_hash(facts["key"].to_pylist()), headline, body)


class _Kept:
    """The files that hold what was found out about the records of a file, written part by part."""

    def __init__(self, aside: Path, columns: list[str]) -> None:
        none = facts_of({}, pa.table({"": pa.array([], pa.string())}), [], [], set(), group=0)
        self._folder = aside.parent
        self._given = pa.schema([(name, pa.string()) for name in columns or [""]])
        schemas = {"given": self._given, "facts": none.schema}
        with keeping(self._folder):
            self._writers = {
                name: pq.ParquetWriter(aside / f"{name}.parquet", schema, compression="zstd", write_page_checksum=True)
                for name, schema in schemas.items()
            }

    def __enter__(self) -> _Kept:
        return self

    def __exit__(self, *_: object) -> None:
        with keeping(self._folder):
            for writer in self._writers.values():
                writer.close()

    def add(self, given: pa.Table, facts: pa.Table) -> None:
        """Write the fields and facts of some records; a field that they lack is null."""
        lacking = pa.nulls(len(facts), pa.string())
        columns = [given[name] if name in given.column_names else lacking for name in self._given.names]
        with keeping(self._folder):
            self._writers["given"].write_table(pa.table(columns, schema=self._given))
            self._writers["facts"].write_table(facts)


def _keep_about(aside: Path, mapping: dict[str, str], groups: list[Group], unread: list[Unread]) -> None:
    listed = {"groups": [asdict(each) for each in groups], "unread": [asdict(each) for each in unread]}
    with keeping(aside.parent):
        (aside / "about.json").write_text(json.dumps({"mapping": mapping, **listed}), encoding="utf-8")


def _load(place: Path, path: Path | str) -> Sheet | None:
    """Read what is kept of a file; None when there is nothing whole. An unnamed file of a group is the file itself."""
    if not place.is_dir():
        return None  # and nothing to clear away: another run may be about to put it there
    try:
        about = json.loads((place / "about.json").read_text(encoding="utf-8"))
        os.utime(place)
        given, facts = (
            pq.read_table(place / f"{name}.parquet", page_checksum_verification=True, memory_map=False)
            for name in ("given", "facts")
        )
    except (OSError, ValueError, pa.ArrowException):
        shutil.rmtree(place, ignore_errors=True)
        return None
    groups = []
    for each in about["groups"]:
        itself = path.resolve() if isinstance(path, Path) else path
        file = place / each["file"] if each["file"] else itself
        groups.append(Group(**{**each, "file": str(file)}))
    return Sheet(_name(path), about["mapping"], given, facts, [Unread(**each) for each in about["unread"]], groups)
