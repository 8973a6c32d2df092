"""The rows of delimited text, where a quote that is never closed swallows no more than its own line."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from framing.articles.schema import recognise
from framing.project import InputError

__all__ = ["DELIMITERS", "Header", "Row", "find_header", "is_header", "read_rows"]

DELIMITERS = ",;\t|"
# A field of more lines than that is odd, unless the file has several such.
_LONG_FIELD, _SEVERAL = 200, 3
# No field is read further than that, and no more such fields than that: else a file of quotes is read for ever.
_LONGEST_FIELD, _MOST_UNCLOSED = 20_000, 200
# Above a header there may be a title and the like; then more of it must be known to be one.
_ABOVE, _SURELY = 10, 3
# The line that tells Excel the delimiter.
_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The columns of a table: their names, the delimiter, and the index of the line that comes after them."""

    names: tuple[str, ...]
    delimiter: str
    end: int


@dataclass(frozen=True)
class Row:
    """One row: its cells, the number of its first line (from 1), and what is wrong with its quotes, if anything."""

    cells: list[str]
    line: int
    fault: str = ""


def is_header(names: Sequence[str], at_least: int = 1) -> bool:
    """Whether names are those of a table of articles: with a headline or a body, and so many known in all."""
    found = recognise(each for each in names if each.strip())
    return len(found) >= at_least and ("headline" in found or "body" in found)


def find_header(lines: Sequence[str]) -> Header | None:
    """Find the header of a table: its first row, or one below a few other lines if much of it is known.

    Examples
    --------
    >>> find_header(["id;title;date", "1;A spy;2024"])
    Header(names=('id', 'title', 'date'), delimiter=';', end=1)
    """
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    delimiters = DELIMITERS
    told = _SEPARATOR.fullmatch(lines[start]) if start < len(lines) else None
    if told:
        start, delimiters = start + 1, told[1]
    for place in range(start, min(start + _ABOVE, len(lines))):
        found = [_header_at(lines, place, each) for each in delimiters]
        best = max(found, key=lambda each: (len(recognise(each.names)), len(each.names)))
        if is_header(best.names, 1 if place == start else _SURELY):
            return best
    return None


def _header_at(lines: Sequence[str], place: int, delimiter: str) -> Header:
    reader = csv.reader((f"{each}\n" for each in lines[place : place + _ABOVE]), delimiter=delimiter)
    cells = [each.strip().strip("\ufeff") for each in next(reader, [])]
    return Header(tuple(cells), delimiter, place + reader.line_num)


def read_rows(name: str, lines: Sequence[str], header: Header) -> Iterator[Row]:
    """Read the rows below a header; empty lines are none.

    A quoted field may span lines. Where one is never closed, where what follows its end is no delimiter, or where it
    spans more than 200 lines and hardly another in the file does, the row is given back with its fault; if what it
    took in looks like rows, reading goes on at the next line.

    Parameters
    ----------
    name : str
        Of the file, for errors.
    lines : sequence of str
        All lines of the file.
    header : Header

    Raises
    ------
    InputError
        When 200 quotes are never closed.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    if header.delimiter == "\t" and _quotes_are_letters(lines, header):
        for place in range(header.end, len(lines)):
            if lines[place].strip():
                yield Row(lines[place].split("\t"), place + 1)
        return
    yield from _Quoted(name, lines, header, _patience(lines, header)).rows()


def _quotes_are_letters(lines: Sequence[str], header: Header) -> bool:
    """Whether the quotes of a table of tabs quote nothing: each line is a row as it stands, and with them is not."""
    rows = [each for each in lines[header.end :] if each.strip()]
    if any(each.count("\t") != len(header.names) - 1 for each in rows):
        return False
    try:
        for _ in csv.reader((f"{each}\n" for each in rows), delimiter="\t", strict=True):
            pass
    except csv.Error:
        return True
    return False


def _patience(lines: Sequence[str], header: Header) -> int:
    """Return how many lines a field may span in this file."""
    reader = csv.reader((f"{each}\n" for each in lines[header.end :]), delimiter=header.delimiter)
    before = several = 0
    for cells in reader:
        several += reader.line_num - before > _LONG_FIELD and len(cells) == len(header.names)
        before = reader.line_num
    return _LONGEST_FIELD if several >= _SEVERAL else _LONG_FIELD


class _Quoted:
    """Rows with quoted fields."""

    def __init__(self, name: str, lines: Sequence[str], header: Header, patience: int) -> None:
        self.name, self.lines, self.patience = name, lines, patience
        self.delimiter, self.width = header.delimiter, len(header.names)
        self.begun = self.at = header.end
        self.unclosed = 0
        mark = re.escape(self.delimiter)
        # A quoted field ends at a quote before a delimiter, whatever quotes it has inside.
        self.cell = re.compile(rf'"((?:[^"]|""|"(?!{mark}|\Z))*+)"(?={mark}|\Z)|([^{mark}]*)')

    def rows(self) -> Iterator[Row]:
        while self.begun < len(self.lines):
            self.at = self.begun
            reader = csv.reader(self._feed(), delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    if self.at - self.begun > self.patience:
                        break
                    if cells and (len(cells) > 1 or cells[0].strip()):
                        yield Row(cells, self.begun + 1)
                    self.begun = self.at
                else:
                    return
            except csv.Error:
                pass
            yield self._faulty()

    def _feed(self) -> Iterator[str]:
        while self.at < len(self.lines) and self.at - self.begun < _LONGEST_FIELD:
            self.at += 1
            yield f"{self.lines[self.at - 1]}\n"

    def _faulty(self) -> Row:
        """Take the row at which strict reading stopped, and settle where to go on."""
        place, line = self.begun, self.lines[self.begun]
        swallowed = self.lines[place + 1 : self.at]
        number = f"{len(swallowed):,} lines" if len(swallowed) != 1 else "1 line"
        filled = [each for each in swallowed[:_LONG_FIELD] if each.strip()]
        alike = sum(self._loosely(each) is not None for each in filled)
        if swallowed and (self.width == 1 or 2 * alike >= len(filled)):
            self.begun += 1
            self._count(place)
            return Row([line], place + 1, f"a quote opens in it that is not closed on its line; {number} would follow")
        if len(swallowed) <= _LONG_FIELD:
            # Quotes inside a quoted field that were not doubled: it goes on to where the row is whole.
            for end in range(self.at, min(place + _LONG_FIELD, len(self.lines)) + 1):
                cells = self._loosely("\n".join(self.lines[place:end]))
                if cells is not None:
                    self.begun = end
                    return Row(cells, place + 1)
        self.begun = self.at
        self._count(place)
        more = f"takes in {number} more and " if swallowed else ""
        fault = f"a quoted field in it {more}does not end as one does"
        return Row(["\n".join([line, *swallowed])], place + 1, fault)

    def _loosely(self, text: str) -> list[str] | None:
        """Return the cells of a row whose quotes are not doubled; None when it is no whole row."""
        cells: list[str] = []
        place = 0
        while place <= len(text) and len(cells) <= self.width:
            found = self.cell.match(text, place)
            assert found is not None  # the second branch fits anything
            cell = found[2] if found[1] is None else found[1].replace('""', '"')
            if found[1] is None and (cell.count('"') % 2 or "\n" in cell):
                return None
            cells.append(cell)
            place = found.end() + 1
        return cells if len(cells) == self.width else None

    def _count(self, place: int) -> None:
        self.unclosed += 1
        if self.unclosed > _MOST_UNCLOSED:
            raise InputError(
                f"{self.name}, line {place + 1:,}: expected quotes in pairs, found more than {_MOST_UNCLOSED} that are "
                "never closed; write the table anew, with quotes inside a field doubled."
            )
