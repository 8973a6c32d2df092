"""Factiva's RTF, as it hands it out and as a word processor has saved it again: with field codes or without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read, Stated
from framing.articles.formats.factiva import (
    Row,
    coded_articles,
    document_number,
    fields_of_codes,
    is_code,
    record,
    squeeze,
    stated_search,
)
from framing.articles.formats.factiva_lines import Line, fields_of_lines, lines_by_article
from framing.articles.formats.rtf import is_rtf, rtf_bold
from framing.articles.readers import Unread
from framing.project import InputError

__all__ = ["FACTIVA_RTF"]

# With the control words and braces of RTF taken out: a document's number, which no other database writes.
_CONTROL = re.compile(rb"\\'[0-9a-f]{2}|\\u-?\d+ ?\??|\\[a-z]+-?\d* ?|[{}\r\n\\]")
_NUMBER = re.compile(rb"\b[A-Za-z0-9_]{8}(?:1[89]|20)\d{6}[a-z0-9]{9}\b")
# As long as an article can be before its number, pictures and the table of styles not counted.
_ENOUGH = 4_000_000


def _fits(blob: Blob) -> bool:
    if not is_rtf(blob):
        return False
    if b"Factiva RTF Display Format" in blob.head:
        return True
    start = _CONTROL.sub(b" ", blob.data[:_ENOUGH])
    number = _NUMBER.search(start)
    return number is not None and (b"Factiva" in start or _coded(start) or _ends_a_line(start, number.start()))


def _coded(start: bytes) -> bool:
    return all(re.search(rb"\s" + code + rb"\s", start) for code in (b"HD", b"PD", b"SN"))


def _ends_a_line(start: bytes, place: int) -> bool:
    """Whether a word stands before the number, as "Document" does in English."""
    return re.search(rb"(?:Do[ck]ument\w*|Documento)\s+$", start[max(0, place - 40) : place]) is not None


def _read(blob: Blob) -> Read:
    lines = rtf_bold(blob)
    rows = _rows(lines)
    coded = {"HD", "SN"} <= {code for code, _ in rows}
    numbers = [(place, number) for place, (text, _) in enumerate(lines) if (number := document_number(text))]
    read: set[str] = set()
    count = 0
    for fields, raw in _coded_fields(rows) if coded else _plain_fields(lines):
        count += 1
        read.add(fields.get("accession", ""))
        yield record(blob.name, count, fields, raw)
    for number in sorted({number for _, number in numbers} - read):
        count += 1
        detail = f"the article before “Document {number}” was not found"
        yield Unread(blob.name, count, "the article was not understood", detail, {"accession": number})
    if not count:
        raise InputError(
            f"{blob.name}, line 1: expected Factiva's articles, each with HD, SN and PD or with its number of words, "
            "date and source in lines, found none; export it anew as “Full Article”."
        )
    yield from _stated(lines, numbers[0][0] if numbers else 0, numbers[-1][0] if numbers else 0)


def _stated(lines: Sequence[Line], first: int, last: int) -> Iterator[Stated]:
    """Yield the summary of the search, which stands behind the last article or before the first."""
    for part in (lines[last + 1 :], lines[:first]):
        pairs = [(label, value) for text, _ in part for label, tab, value in [text.partition("\t")] if tab]
        stated = stated_search([pair for pair in pairs if not is_code(pair[0])])
        if stated:
            yield stated
            return


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Return the fields with codes, in order; a line without one belongs to the field before it."""
    rows: list[Row] = []
    for text, _ in lines:
        first, tab, rest = text.partition("\t")
        within = bool(rows) and (rows[-1][0] != "AN" or not any(rows[-1][1]))
        if tab and (is_code(first) or (re.fullmatch(r"[A-Z]{2,5}", first.strip()) and _between_fields(rows))):
            rows.append((first.strip(), rest.split("\n")))
        elif is_code(text):  # its cell holds a table of its own, or a word processor has put the two apart
            rows.append((text.strip(), []))
        elif within and text.strip("\f"):
            rows[-1][1].append(text)
    return rows


def _between_fields(rows: Sequence[Row]) -> bool:
    return bool(rows) and rows[-1][0] not in ("LP", "TD", "AN")


def _coded_fields(rows: Sequence[Row]) -> Iterator[tuple[dict[str, str], str]]:
    for article in coded_articles(rows):
        yield fields_of_codes(article), "\n".join(f"{code}\t" + "\n".join(lines) for code, lines in article)


def _plain_fields(lines: Sequence[Line]) -> Iterator[tuple[dict[str, str], str]]:
    single = [(part, bold) for text, bold in lines for part in (text.split("\n") if text != "\f" else [text])]
    for article in lines_by_article(single):
        fields = fields_of_lines(article)
        number = document_number(article[-1][0])
        if fields or number:
            raw = "\n".join(text for text, _ in article)
            yield fields or {"accession": number}, squeeze(raw)[:10_000] if not fields else raw


FACTIVA_RTF = Format("factiva-rtf", "Factiva, RTF", _fits, _read)
