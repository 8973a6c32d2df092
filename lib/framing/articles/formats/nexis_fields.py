"""Nexis' fields, whatever the layout: added up, brought to what a Record calls them, and made a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from framing.articles.formats.language_names import stated_language
from framing.articles.formats.nexis_dates import read_date
from framing.articles.formats.nexis_labels import squeeze
from framing.articles.readers import Record, Unread

__all__ = ["add", "record", "settled"]

_PAGE = re.compile(
    r"(?:^|[;,])\s*(?:pgs?|pp?|ss?|seite|page|p[áa]gs?|p[áa]gina|blz|str|стр|页|ページ)(?:\.\s*|\s+)"
    r"([A-Z]{0,3}\s?\d[\w.,/–-]*(?:,\s?\d+[A-Z]?)*|[A-Z]\d*)(?=\s*(?:[;,]|$))",
    re.I,
)
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’\s]\d{3})+|\d+")


def add(fields: dict[str, str], name: str, value: str | Iterable[str], *, between: str = "; ") -> None:
    """Add a value to a field, behind what it has; nothing when the value is empty."""
    values = [value] if isinstance(value, str) else list(value)
    text = between.join(squeeze(each) for each in values if each.strip())
    if text and text not in fields.get(name, "").split("; "):
        fields[name] = f"{fields[name]}{between}{text}" if fields.get(name) else text


def settled(fields: dict[str, str], body: Sequence[str]) -> dict[str, str]:
    """Bring the fields of an article to what a Record calls them: page, language, numbers, dates, the text.

    An abstract that stands in the text under a heading of its own becomes the highlight.

    >>> settled({"section": "NEWS; Pg. 3", "length": "2,968 words", "loaded": "May 3, 2002"}, ["A."])
    {'section': 'NEWS', 'length': '2968', 'loaded': '2002-05-03', 'page': '3', 'body': 'A.'}
    """
    fields = dict(fields)
    paged = _PAGE.search(fields.get("section", ""))
    if paged:
        fields["section"] = fields["section"][: paged.start()] + fields["section"][paged.end() :]
        fields.setdefault("page", paged[1].strip())
    if "section" in fields:
        fields["section"] = re.sub(r"(?:^|;)\s*Pg\.\s*(?=;|$)", ";", fields["section"])
        fields["section"] = re.sub(r"\s*;[\s;]*", "; ", fields["section"]).strip(" ;,")
    counted = _NUMBER.search(fields.get("length", ""))
    if "length" in fields:
        fields["length"] = re.sub(r"\D", "", counted[0]) if counted else ""
    if "language" in fields:
        code = stated_language(fields["language"])
        if not code:
            fields["languages"] = fields.pop("language")
        else:
            fields["language"] = code
    for name in ("loaded", "corrected"):
        dated = read_date(fields.get(name, ""))
        if dated:
            fields[name] = dated.iso
    text = [each for each in map(squeeze, body) if each]
    full = next((i for i, each in enumerate(text[:12]) if each.casefold() == "full text"), None)
    if full is not None and text[0].casefold() == "abstract":
        add(fields, "highlight", text[1:full], between=" ")
        text = text[full + 1 :]
    fields["body"] = "\n\n".join(text)
    return {name: value.strip() for name, value in fields.items() if value.strip()}


def record(name: str, number: int, fields: dict[str, str], raw: str) -> Record | Unread:
    """Return an article as a record; as unread when it was not understood, or has neither headline nor text."""
    if fields.get("headline") or fields.get("body"):
        return Record(name, number, fields)
    detail = "expected source, date, headline and labelled fields as Nexis writes them" if not fields else ""
    return Unread(
        name,
        number,
        "the article was not understood",
        detail or "it has neither headline nor text",
        {**fields, "text": raw},
    )
