"""Files into records: csv, jsonl, Parquet and folders of plain text, each record with the place it stood in."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from framing.articles.schema import recognise
from framing.project import InputError

__all__ = [
    "TABLES",
    "Record",
    "Unread",
    "check_names",
    "csv_records",
    "fitted",
    "from_json",
    "json_records",
    "parquet_records",
    "read_file",
    "read_text",
    "said",
    "whole",
]

# Endings of the table formats; each may be followed by .gz but Parquet, which is compressed inside.
TABLES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".parquet")


@dataclass(frozen=True)
class Record:
    """One record as read: the file, its number in it (from 1), and its fields as text."""

    file: str
    number: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Unread:
    """A record that is no article: why, in a few words that others share, the detail, and what stood there."""

    file: str
    number: int
    reason: str
    detail: str
    fields: dict[str, str] = field(default_factory=dict)


def read_file(path: Path) -> Iterator[Record | Unread]:
    """Read the records of one file, by its ending.

    Parameters
    ----------
    path : Path
        A .csv, .tsv, .jsonl (each also .gz), .parquet or .txt file.

    Yields
    ------
    Record or Unread
        Every record of the file, in order: none is passed over.

    Raises
    ------
    InputError
        When the file as a whole cannot be read.
    """
    name = path.name.casefold()
    if name.endswith(".parquet"):
        yield from parquet_records(path, path.name)
    elif name.endswith((".txt",)):
        yield from _plain(path)
    elif name.endswith((".jsonl", ".ndjson", ".jsonl.gz")):
        yield from json_records(read_text(path), path.name)
    elif name.endswith((".csv", ".tsv", ".csv.gz", ".tsv.gz")):
        yield from _table(path)
    else:
        raise InputError(
            f"{path.name} is of a kind that cannot be read here; known: csv, tsv and jsonl (also .gz), parquet, txt."
        )


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.name.casefold().endswith(".gz") else data
    except FileNotFoundError:
        raise InputError(f"There is no file {path}; check the name.") from None
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path.name} cannot be read ({error}); copy or export it anew.") from None


def read_text(path: Path) -> str:
    """Read a file as text: UTF-8, or UTF-16 when it says so; otherwise the error names the first line that is not."""
    data = _bytes(path)
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            f"{path.name}, line {line}: not UTF-8 text (byte {error.start:,}); save it as UTF-8 and load it again."
        ) from None


def _table(path: Path) -> Iterator[Record | Unread]:
    text = read_text(path)
    return csv_records(text, path.name, delimiter=max(",;\t", key=text.partition("\n")[0].count))


def csv_records(text: str, name: str, *, delimiter: str) -> Iterator[Record | Unread]:
    """Read the records of a csv, whose first line is its header.

    Raises
    ------
    InputError
        When the first line is no header.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [each.strip() for each in next(rows, [])]
    if len(header) < 2 and not recognise(header):
        raise InputError(f"{name}, line 1: no header of columns such as source,headline,body.")
    check_names(f"{name}, line 1", header)
    for number, row in enumerate((row for row in rows if row), start=1):
        yield fitted(name, number, header, row)


def whole(reader: csv.DictReader[str], name: str) -> Iterator[dict[str, str]]:
    """Read the rows of a small table; a field that no such table has is an error with its line."""
    try:
        yield from reader
    except csv.Error as error:
        raise InputError(f"{name}, line {reader.line_num + 1}: {error}; mend the line there.") from None


def check_names(where: str, header: Sequence[str]) -> None:
    """Refuse a header in which a column stands twice.

    Raises
    ------
    InputError
        With the place, as given.
    """
    repeated = {each for each in header if header.count(each) > 1 and each}
    if repeated:
        raise InputError(f"{where}: the column “{min(repeated)}” stands twice; rename one.")


def fitted(file: str, number: int, header: Sequence[str], row: Sequence[str]) -> Record | Unread:
    """Put a row under its header; Unread when it has more or fewer fields."""
    if len(row) == len(header):
        return Record(file, number, dict(zip(header, row, strict=True)))
    said = dict(zip([*header, *(f"extra_{i}" for i in range(len(row)))], row, strict=False))
    detail = f"{len(row)} fields where the header has {len(header)}"
    return Unread(file, number, "the fields do not fit the header", detail, said)


def json_records(text: str, name: str) -> Iterator[Record | Unread]:
    """Read the objects of a text, one a line; a line that is none is Unread."""
    for number, line in enumerate((each for each in text.split("\n") if each.strip()), start=1):
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unread(name, number, "not JSON", str(error), {"line": line})
            continue
        yield from_json(name, number, fields, line)


def from_json(file: str, number: int, value: Any, raw: str) -> Record | Unread:
    """Return what JSON said as a record; Unread when it is no object."""
    if isinstance(value, dict):
        return Record(file, number, {_spoken(key): _spoken(each) for key, each in value.items()})
    return Unread(file, number, "not JSON", "no object with named fields", {"line": raw})


def _spoken(value: Any) -> str:
    """Return a value as text: a missing one is empty, a list joined by commas, an object its name."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return _spoken(value.get("name") or value.get("title") or "") or json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return ", ".join(_spoken(each) for each in value)
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a character, as JSON can write it: no file could hold it again
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def parquet_records(source: Path | BinaryIO, name: str) -> Iterator[Record]:
    """Read the rows of a Parquet file, from where it lies or from its bytes.

    Raises
    ------
    InputError
        When it is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        opened = pq.ParquetFile(source)
        number = 0
        for batch in opened.iter_batches():
            columns = [said(batch.column(index)) for index in range(batch.num_columns)]
            for row in zip(*columns, strict=True):
                number += 1
                yield Record(name, number, dict(zip(batch.schema.names, row, strict=True)))
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{name} cannot be read as Parquet ({error}); write it anew.") from None


def said(column: Any) -> list[str]:
    """Return an Arrow column as text: missing values are empty, dates in ISO 8601."""
    import pyarrow as pa

    listed = column.to_pylist()
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return [each or "" for each in listed] if column.null_count else listed
    return [each.isoformat() if hasattr(each, "isoformat") else _spoken(each) for each in listed]


def _plain(path: Path) -> Iterator[Record | Unread]:
    """Read one text file as one article: its first line is the headline, the rest the body.

    A file's modification time is not a date, and its name is not an outlet: both stay missing.
    """
    try:
        text = read_text(path)
    except InputError as error:
        yield Unread(path.name, 1, "cannot be read", str(error))
        return
    headline, _, body = text.strip().partition("\n")
    yield Record(path.name, 1, {"headline": headline.strip(), "body": body.strip()})
