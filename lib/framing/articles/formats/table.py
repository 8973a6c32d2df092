"""Tables of articles: delimited text, JSON, Parquet and Excel, told by a header with a headline or a body."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.delimited import find_header, is_header, read_rows
from framing.articles.formats.workbook import Sheet, is_workbook, read_sheets
from framing.articles.readers import Record, Unread, check_names, fitted, from_json, json_records, parquet_records
from framing.articles.schema import recognise
from framing.project import InputError

__all__ = ["TABLE", "XLSX", "read_table", "read_workbook"]

_WANTED = "a header with a headline or a body column, such as source,date,headline,body"
# So many lines from the beginning are looked at to tell what a file is.
_LOOKED = 60
# A file of NUL bytes for at least this share is UTF-16 without its mark.
_WIDE = 0.2
# Above the header of a sheet there may be a title, a logo and what was searched.
_ABOVE_IN_SHEET = 30


def _text(blob: Blob) -> str:
    """Return the text of a table; NUL bytes at its ends, which a crash leaves, are none of it."""
    head = blob.head.rstrip(b"\x00")
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd >= _WIDE * len(head) and min(even, odd) <= (even + odd) // 10 and blob.encoding != "utf-16":
        wide = "utf-16-le" if odd > even else "utf-16-be"
        text = blob.data.decode(wide, "replace").replace("\r\n", "\n").replace("\r", "\n")
    else:
        text = blob.text
    return text.strip("\x00").rstrip("\n").replace("\x00", "\ufffd")


def _fits(blob: Blob) -> bool:
    head = blob.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:4] == b"PAR1":
        return True
    if head[:1] == b"<" or head[:4] in (b"PK\x03\x04", b"{\\rt") or head[:5] == b"%PDF-":
        return False
    text = _text(blob)
    start = text.lstrip()[:1]
    if not start:
        return False
    return _fits_json(text) if start in ("{", "[") else _fits_rows(text)


def _fits_json(text: str) -> bool:
    """Whether the first object of a text, or of its list, has a headline or a body."""
    place = len(text) - len(text.lstrip())
    if text[place] == "[":
        place = _skip(text, place + 1)
        return any(_is_article(value) for value in _first(text, place))
    lines = (each for each in text[place:].split("\n", _LOOKED)[:_LOOKED] if each.strip())
    return any(_is_article(value) for line in lines for value in _first(line, 0)) or _is_one_article(text)


def _first(text: str, place: int) -> Iterator[Any]:
    try:
        yield json.JSONDecoder().raw_decode(text, place)[0]
    except (ValueError, RecursionError):
        return


def _is_article(value: Any) -> bool:
    return isinstance(value, dict) and is_header([str(each) for each in value])


def _is_one_article(text: str) -> bool:
    """Whether a text is one object over many lines, and its headline or body is a text."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not _is_article(value):
        return False
    found = recognise(value)
    return any(isinstance(value[found[name]], str) for name in ("headline", "body") if name in found)


def _fits_rows(text: str) -> bool:
    lines = text.split("\n", _LOOKED)[:_LOOKED]
    header = find_header(lines)
    if header is None or (header.names[0].endswith(":") and not is_header(header.names, 3)):
        return False  # “Title: …” is the first line of a text
    if len(header.names) == 1:  # a list of headlines, and not a text that begins with the word “Summary”
        return len(lines) > 1 and all(each.strip() for each in lines[1:])
    below = [row for row in read_rows("", lines, header) if not row.fault]
    even = sum(len(row.cells) == len(header.names) for row in below)
    return is_header(header.names, 2) or even > 0 or not below


def read_table(blob: Blob) -> Read:
    """Read the records of a table, whatever it is written in.

    Yields
    ------
    Record or Unread
        Every row, object or line; its fields are named as its columns are.

    Raises
    ------
    InputError
        When no column is a headline or a body, a column stands twice, or the file is damaged.
    """
    if blob.head[:4] == b"PAR1":
        yield from _parquet(blob)
        return
    text = _text(blob)
    start = text.lstrip()[:1]
    if start == "[":
        yield from _json_list(blob.name, text)
    elif start == "{":
        if "\n" in text.strip() and _is_one_article(text):
            yield from_json(blob.name, 1, json.loads(text), text)
        else:
            yield from json_records(text, blob.name)
    else:
        yield from _delimited(blob.name, text)


def _parquet(blob: Blob) -> Iterator[Record]:
    records = parquet_records(io.BytesIO(blob.data), blob.name)
    for each in records:
        if each.number == 1 and not is_header(list(each.fields)):
            raise InputError(f"{blob.name}: expected {_WANTED}, found the columns “{_shown(list(each.fields))}”.")
        yield each


def _json_list(name: str, text: str) -> Iterator[Record | Unread]:
    place = _skip(text, text.index("[") + 1)
    number = 0
    while place < len(text) and text[place] != "]":
        number += 1
        try:
            value, end = json.JSONDecoder().raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, place) + 1
            yield Unread(name, number, "not JSON", f"from line {line:,}: {error}", {"text": text[place:]})
            return
        yield from_json(name, number, value, text[place:end])
        place = _skip(text, end)
    rest = text[place + 1 :].strip()
    if place >= len(text) or rest:
        detail = "there is more after the list" if rest else "the list does not end: the file is cut off"
        yield Unread(name, number + 1, "not JSON", detail, {"text": rest})


def _skip(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\n,":
        place += 1
    return place


def _delimited(name: str, text: str) -> Iterator[Record | Unread]:
    lines = text.split("\n")
    header = find_header(lines)
    if header is None:
        start = next((each for each in lines if each.strip()), "")
        raise InputError(f"{name}, line 1: expected {_WANTED}, found “{start[:60]}”.")
    names = _named(header.names)
    check_names(f"{name}, line {header.end:,}", names)
    named = max(i for i, each in enumerate(header.names, start=1) if each)
    number = 0
    for row in read_rows(name, lines, header):
        if [each.strip() for each in row.cells] == list(header.names):
            continue  # files that were put together have their header once more
        number += 1
        if row.fault:
            detail = f"line {row.line:,}: {row.fault}"
            yield Unread(name, number, "a quote is not closed", detail, {"text": "\n".join(row.cells)})
        else:
            cells = _without_empty_end(row.cells, named)
            yield fitted(name, number, names[: max(named, len(cells))], cells)


def _named(header: Sequence[str]) -> list[str]:
    return [each or f"column_{i}" for i, each in enumerate(header, start=1)]


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    """Leave off empty cells to the right of the last column that has a name: delimiters at the end of lines."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _shown(names: Sequence[str]) -> str:
    return ", ".join(names)[:80]


def read_workbook(blob: Blob) -> Read:
    """Read the records of every sheet of a workbook that has such a header.

    Yields
    ------
    Record or Unread
        Every row below a header. A sheet of several columns that has none is one Unread; an empty one, or one of
        notes in a single column, is passed over.

    Raises
    ------
    InputError
        When no sheet has one, a column stands twice in one, or the workbook is damaged.
    """
    number, headers = 0, 0
    aside: list[Unread] = []
    found = ""
    for sheet in read_sheets(blob):
        place = _header_of(sheet)
        if place is not None:
            headers += 1
            widest = max(len(cells) for _, cells in sheet.rows)
            names = _named([each.strip() for each in _filled(sheet.rows[place][1], widest)])
            check_names(f"{blob.name}, sheet “{sheet.name}”, row {sheet.rows[place][0]:,}", names)
            for _, cells in sheet.rows[place + 1 :]:
                number += 1
                width = max(len(cells), len(sheet.rows[place][1]))
                yield fitted(blob.name, number, names[:width], _filled(cells, width))
        elif sheet.rows:
            row, cells = sheet.rows[0]
            found = found or f"; the sheet “{sheet.name}” begins with “{_shown(cells)}” in row {row:,}"
            if any(sum(map(bool, each)) > 1 for _, each in sheet.rows):
                text = "\n".join("\t".join(each) for _, each in sheet.rows)
                detail = f"sheet “{sheet.name}”, {len(sheet.rows):,} rows, from row {row:,}: expected {_WANTED}"
                aside.append(Unread(blob.name, 1, "the sheet has no header", detail, {"text": text}))
    if not headers:
        raise InputError(f"{blob.name}: expected {_WANTED} in a sheet, found none{found}.")
    for extra, each in enumerate(aside, start=number + 1):
        yield Unread(each.file, extra, each.reason, each.detail, each.fields)


def _filled(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _header_of(sheet: Sheet) -> int | None:
    """Find the row of a sheet that is its header: the one among the first of which most is known."""
    known = [len(recognise(cells)) if is_header(cells) else 0 for _, cells in sheet.rows[:_ABOVE_IN_SHEET]]
    best = max(known, default=0)
    if best > 1 or (known and known[0]):
        return known.index(best)
    return None


TABLE = Format("table", "a table, csv", _fits, read_table)
XLSX = Format("xlsx", "Excel", is_workbook, read_workbook)
