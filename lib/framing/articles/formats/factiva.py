"""What Factiva's exports share: field codes, document numbers, what a record is, the summary of the search.

Factiva writes an article in one of two ways, whatever the language of its interface. With codes, each field stands
beside two or three letters (HD, BY, WC, PD ...). Without, the same fields stand in the same order and have no label
(`framing.articles.formats.factiva_lines`). In both, an article ends with its document's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from framing.articles.formats.base import Stated
from framing.articles.formats.factiva_dates import is_date, when
from framing.articles.formats.language_names import stated_language
from framing.articles.readers import Record, Unread

__all__ = [
    "CODES",
    "Row",
    "coded_articles",
    "digits",
    "document_number",
    "fields_of_codes",
    "is_code",
    "is_length",
    "paragraphs",
    "record",
    "settled",
    "squeeze",
    "stated_search",
]

# A field: its code, and its lines.
Row = tuple[str, list[str]]

# What Factiva calls a field, and what it is called here. LP (the lead) and TD (the rest) are the body.
CODES = {
    "HD": "headline", "SE": "section", "CLM": "column", "BY": "author", "CR": "credit", "WC": "length",
    "PD": "published", "ET": "time", "SN": "source", "SC": "code", "NGC": "family", "GC": "familycode",
    "ED": "edition", "PG": "page", "VOL": "volume", "LA": "language", "CY": "copyright", "LP": "body", "TD": "body",
    "CX": "correction", "ART": "captions", "CT": "contact", "RF": "notes", "CO": "companies", "IN": "industries",
    "NS": "subjects", "RE": "regions", "IPC": "indexing", "IPD": "descriptors", "PUB": "imprint", "AN": "accession",
    "DE": "keywords", "FDS": "companycodes", "PE": "persons", "RIC": "reuterscodes", "RST": "restrictor",
}  # fmt: skip

# Factiva hands out at most so many at once: a search of more results is of several files.
MOST_IN_A_FILE = 100

# A text whose lines are all shorter has been wrapped: a paragraph of news is longer.
_LONGEST_WRAPPED = 90
_BEFORE_HEADLINE = ("SE", "CLM")
# The source's code filled up to eight, the day it was loaded, and nine more: in all interfaces the same.
_NUMBER = re.compile(r"(?:^|[\s:：])([A-Za-z0-9_]{8}(?:1[89]|20)\d{6}[A-Za-z0-9]{9})\.?$")
_LENGTH = re.compile(r"(\d{1,3}(?:[.,'’\s]\d{3})+|\d+)\s*([^\W\d_]{1,14})\.?")
_NOTICE = re.compile(r"[\s\W]*(?:©|\(c\)|copyright\b)", re.I)


def is_code(text: str) -> bool:
    """Whether a text is the code of a field."""
    return text.strip() in CODES


def squeeze(text: str) -> str:
    """Put a text on one line, with single spaces."""
    return " ".join(text.split())


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Return the paragraphs of a field: a line each or, of short lines with empty ones between, what those part.

    >>> paragraphs(["A probe", "landed.", "", "It works."]), paragraphs(["A probe landed.", "It works."])
    (['A probe landed.', 'It works.'], ['A probe landed.', 'It works.'])
    """
    text = "\n".join(map(squeeze, lines)).strip("\n")
    wrapped = "\n\n" in text and max(map(len, text.split("\n"))) <= _LONGEST_WRAPPED
    return [each for each in map(squeeze, re.split(r"\n\n+" if wrapped else r"\n", text)) if each]


def document_number(line: str) -> str:
    """Return the number of the document that a line ends with; "" for any other line.

    >>> document_number("Document MOON000020190304ef340001a"), document_number("The document is new.")
    ('MOON000020190304ef340001a', '')
    """
    text = line.strip()
    found = _NUMBER.search(text) if len(text) <= 60 else None
    return found[1] if found else ""


def is_length(line: str) -> bool:
    """Whether a line says how many words an article has: a number and one word, in any language.

    >>> [is_length(each) for each in ("1,055 words", "664 Wörter", "8165 字", "13", "12 May 2013")]
    [True, True, True, False, False]
    """
    return _LENGTH.fullmatch(squeeze(line)) is not None


def coded_articles(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Put the rows of a file together to articles: each ends with its number (AN), or where another headline begins.

    >>> rows = [("SE", ["A"]), ("HD", ["B"]), ("SE", ["C"]), ("HD", ["D"]), ("AN", ["1"])]
    >>> [len(each) for each in coded_articles(rows)]
    [2, 3]
    """
    article: list[Row] = []
    for row in rows:
        if row[0] == "HD" and any(code == "HD" for code, _ in article):
            keep = len(article)
            while article[keep - 1][0] in _BEFORE_HEADLINE:
                keep -= 1
            yield article[:keep]
            article = article[keep:]
        article.append(row)
        if row[0] == "AN":
            yield article
            article = []
    if article:
        yield article


def fields_of_codes(rows: Sequence[Row], language: str = "") -> dict[str, str]:
    """Return the fields of an article with codes.

    Parameters
    ----------
    rows : sequence of (str, list of str)
        The code of each field, and its lines.
    language : str
        As the layout says it, two letters; "" where only the field LA does.
    """
    fields: dict[str, str] = {}
    body: list[str] = []
    for code, lines in rows:
        name = CODES.get(code, code.casefold())
        found = paragraphs(lines)
        if name == "body":
            body += found
        elif found:
            value = " ".join(found) if name == "headline" else "; ".join(found)
            fields[name] = f"{fields[name]}; {value}" if name in fields else value
    clock = fields.pop("time", "")
    if "published" in fields:
        fields["published"] = when(fields["published"], clock)
    if "length" in fields:
        fields["length"] = digits(fields["length"])
    if "accession" in fields:
        fields["accession"] = document_number(fields["accession"]) or fields["accession"].split()[-1]
    named = fields.pop("language", "")
    fields["language"] = language or stated_language(named) or (named.casefold() if len(named) == 2 else "")
    return settled(fields, body)


def digits(length: str) -> str:
    """Return the number that a line begins with, as digits alone."""
    found = re.match(r"\d[\d.,'’\s]*", length.strip())
    return re.sub(r"\D", "", found[0]) if found else ""


def settled(fields: dict[str, str], body: list[str]) -> dict[str, str]:
    """Join the body; what ends it and is nothing but a copyright notice goes where the copyright is."""
    notices = [fields.get("copyright", "")]
    while body and len(body[-1]) <= 200 and _NOTICE.match(body[-1]):
        if _words(body[-1]) not in map(_words, notices):
            notices.append(body[-1])
        body = body[:-1]
    fields["copyright"] = " ".join(each for each in notices if each)
    fields["body"] = "\n\n".join(body)
    return {name: value.strip() for name, value in fields.items() if value.strip()}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold().replace("(c)", " ")))


def record(name: str, number: int, fields: dict[str, str], raw: str) -> Record | Unread:
    """Return an article as a record, or say that it could not be understood: it has neither headline nor body."""
    if fields.get("headline") or fields.get("body"):
        return Record(name, number, fields)
    detail = "expected a headline and a text, found neither"
    return Unread(name, number, "the article was not understood", detail, {**fields, "text": raw})


def stated_search(rows: Sequence[tuple[str, str]], listed: Sequence[str] = ()) -> Stated | None:
    """Read Factiva's summary of the search, a table of label and value, in any interface language.

    It is told by its values: the first is the query, one is a number alone (how many results), and the next a date.
    The results are those of the file when they are no more than fit into one; some may be listed without their text.

    Parameters
    ----------
    rows : sequence of (str, str)
    listed : sequence of str
        Headlines that the file lists without their articles.

    Returns
    -------
    Stated or None
        None when there is no summary among the rows.
    """
    pairs = [(squeeze(label).rstrip(":："), squeeze(value)) for label, value in rows if label.strip()]
    place = next(
        (
            i
            for i in range(2, len(pairs) - 1)
            if re.fullmatch(r"\d{1,3}(?:[.,\s]?\d{3})*", pairs[i][1]) and is_date(pairs[i + 1][1])
        ),
        None,
    )
    if place is None:
        return None
    results = int(re.sub(r"\D", "", pairs[place][1]))
    spans = [found for _, value in pairs[:place] if (found := _span(value))]
    start, end = spans[0] if spans else ("", "")
    return Stated(
        articles=results - len(listed) if results <= MOST_IN_A_FILE else None,
        where=": ".join(pairs[place]) + (f", {len(listed)} of them listed without a text" if listed else ""),
        retrieved=when(pairs[place + 1][1]),
        query="" if _span(pairs[0][1]) else pairs[0][1],
        start=start,
        end=end,
    )


def _span(text: str) -> tuple[str, str] | None:
    """Return the first and the last day of a range of dates."""
    parts = re.split(
        r"\s(?:-|–|—|to|bis|au|à|a|al|até|hasta|tot|по|至|到|から)\s|\s?[～~]\s?", text.partition(": ")[2] or text
    )
    if len(parts) != 2 or not all(map(is_date, parts)):
        return None
    return when(parts[0]), when(parts[1])
