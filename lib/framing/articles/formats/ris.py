"""RIS, as ProQuest and other databases and reference managers write it."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.dates import standard_dates
from framing.articles.formats.base import Format, Read
from framing.articles.formats.language_names import stated_language
from framing.articles.formats.proquest import address
from framing.articles.readers import Record, Unread
from framing.project import InputError

__all__ = ["RIS"]

_START = re.compile(r"^TY  ?- ", re.MULTILINE)
_END = re.compile(r"^ER  ?-", re.MULTILINE)
# Tags in the order in which they are believed.
_TAGS = {
    "headline": ("TI", "T1", "CT", "BT"),
    "source": ("JF", "T2", "JO", "JA", "J2", "PB"),
    "published": ("DA", "Y1", "PY", "Y2"),
    "url": ("UR", "L2", "LK"),
    "author": ("AU", "A1", "A2"),
    "language": ("LA",),
    "accession": ("AN", "ID", "M1"),
    "page": ("SP",),
    "section": ("SE",),
    "issn": ("SN",),
    "place": ("CY", "PP"),
    "subjects": ("KW",),
    "copyright": ("C1", "L3"),
    "database": ("DB", "DP"),
    "kind": ("M3", "TY"),
}
# Where the text stands, the longest wins: an abstract is the body only when nothing longer is.
_TEXTS = ("N2", "AB", "N1", "FT", "L1")
_FULL_TEXT = re.compile(r"^(?:full text|volltext|texte intégral|texto completo|全文)\s*[:：]\s*", re.IGNORECASE)


def _fits(blob: Blob) -> bool:
    start = blob.text[:20_000]
    return _START.match(start.lstrip()) is not None and bool(re.search(r"^[A-Z][A-Z0-9]  ?- ", start, re.MULTILINE))


def _read(blob: Blob) -> Read:
    import rispy

    starts, ends = len(_START.findall(blob.text)), len(_END.findall(blob.text))
    text = re.sub(r"^([A-Z][A-Z0-9])  ?-[ \t]?", r"\1  - ", blob.text.strip(), flags=re.MULTILINE)
    number = 0
    for number, part in enumerate(re.split(r"(?=^TY  - )", text, flags=re.MULTILINE)[1:], start=1):
        whole = part if re.search(r"^ER  -", part, re.MULTILINE) else f"{part.rstrip()}\nER  - \n"
        try:
            entries = rispy.loads(whole, mapping=_mapping(), list_tags=list(_mapping()))
        except (OSError, ValueError, KeyError, NotImplementedError) as error:
            yield Unread(blob.name, number, "not RIS", str(error), {"text": part.strip()})
            continue
        fields = _fields(entries[0]) if entries else {}
        if fields.get("headline") or fields.get("body"):
            yield Record(blob.name, number, fields)
        else:
            yield Unread(blob.name, number, "neither headline nor body", "", {"text": part.strip()})
    if ends < starts - 1:
        line = blob.line_of(blob.text.rstrip().rfind("\n") + 1)
        raise InputError(
            f"{blob.name}, line {line}: expected “ER  -” after each of {starts:,} records, found {ends:,}."
        )


def _mapping() -> dict[str, str]:
    """Keep every tag under its own name."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return {f"{a}{b}": f"{a}{b}" for a in letters for b in f"{letters}0123456789"}


def _fields(entry: dict[str, Any]) -> dict[str, str]:
    said = {
        tag: [str(each).strip() for each in values if str(each).strip()]
        for tag, values in entry.items()
        if isinstance(values, list)
    }
    fields = {}
    for name, tags in _TAGS.items():
        found = next((said[tag] for tag in tags if said.get(tag)), [])
        fields[name] = "; ".join(found) if name in ("author", "subjects", "copyright") else found[0] if found else ""
    texts = [" ".join(said[tag]) if len(said[tag]) == 1 else "\n\n".join(said[tag]) for tag in _TEXTS if said.get(tag)]
    body = max(texts, key=len, default="")
    fields["body"] = _FULL_TEXT.sub("", body)
    written = fields["published"].strip("/ ")
    date = re.fullmatch(r"(\d{4})[/-]?(\d{0,2})[/-]?(\d{0,2})(?:/.*)?", written)
    if date:
        written = "-".join(each.zfill(2) for each in date.groups() if each)
    iso, precision = standard_dates([written])[0]
    fields["published"] = iso or fields["published"]
    fields["published_precision"] = precision if precision in ("month", "year") else ""
    fields["language"] = stated_language(fields["language"]) or fields["language"]
    fields["url"] = address(fields["url"])
    return {name: value for name, value in fields.items() if value}


RIS = Format("ris", "RIS", _fits, _read)
