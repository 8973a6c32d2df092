"""GDELT: lists of articles of its DOC API, and its Global Knowledge Graph 2.1. Neither holds bodies."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import answers, first_answer, text_of
from framing.articles.formats.language_names import stated_language
from framing.articles.readers import Record, Unread

__all__ = ["GDELT_ARTLIST", "GDELT_GKG"]

# The columns of the GKG 2.1 codebook, in their order.
_GKG = (
    "record_id", "date", "collection", "source", "address", "counts", "v2counts", "themes", "v2themes", "locations",
    "v2locations", "persons", "v2persons", "organizations", "v2organizations", "tone_given", "dates", "gcam",
    "sharing_image", "related_images", "image_embeds", "video_embeds", "quotations", "names", "amounts", "translation",
    "extras",
)  # fmt: skip
_RECORD_ID = re.compile(r"\d{14}-(?:T?\d+|[A-Z]?\d+)")
_KEPT = ("record_id", "themes", "locations", "persons", "organizations", "tone_given")


def _listed(answer: dict[str, Any]) -> list[Any] | None:
    listed = answer.get("articles")
    if not isinstance(listed, list) or "totalResults" in answer:
        return None
    return listed if not listed or (isinstance(listed[0], dict) and "seendate" in listed[0]) else None


def _fits_list(blob: Blob) -> bool:
    answer = first_answer(blob)
    if answer:
        return bool(_listed(answer))
    header = _header(blob)
    return {"url", "title", "date"} <= header and not {
        "mobileurl",
        "url_mobile",
        "seendate",
        "sourcecountry",
    }.isdisjoint(header)


def _header(blob: Blob) -> set[str]:
    if blob.data[:4] in (b"PK\x03\x04", b"PAR1"):
        return set()
    return {each.strip().casefold() for each in next(csv.reader(io.StringIO(blob.text[:10_000])), [])}


def _read_list(blob: Blob) -> Read:
    number = 0
    if first_answer(blob):
        for answer in answers(blob):
            for each in _listed(answer) or []:
                number += 1
                yield Record(blob.name, number, _fields({name: text_of(value) for name, value in each.items()}))
        return
    for row in csv.DictReader(io.StringIO(blob.text, newline="")):
        number += 1
        said = {str(name).strip().casefold(): value or "" for name, value in row.items() if isinstance(value, str)}
        yield Record(blob.name, number, _fields(said))


def _fields(said: dict[str, str]) -> dict[str, str]:
    fields = {
        # GDELT sets spaces around signs, as its tokeniser leaves them.
        "headline": re.sub(r"\s+([,.:;!?’'])", r"\1", html.unescape(said.get("title", ""))).strip(),
        "domain": said.get("domain", ""),
        "published": said.get("seendate") or said.get("date", ""),
        "url": said.get("url", ""),
        "language": stated_language(said.get("language", "")) or said.get("language", ""),
        "source_country": said.get("sourcecountry", ""),
        "image": said.get("socialimage", ""),
    }
    return {name: value for name, value in fields.items() if value}


def _fits_gkg(blob: Blob) -> bool:
    line = blob.text[:20_000].partition("\n")[0]
    parts = line.split("\t")
    return (len(parts) >= 15 and _RECORD_ID.fullmatch(parts[0].strip()) is not None) or line.startswith("GKGRECORDID\t")


def _read_gkg(blob: Blob) -> Read:
    lines = [line for line in blob.text.split("\n") if line.strip()]
    lines = lines[1:] if lines and lines[0].startswith("GKGRECORDID\t") else lines
    for number, line in enumerate(lines, start=1):
        parts = line.split("\t")
        if len(parts) < 15 or not _RECORD_ID.fullmatch(parts[0].strip()):
            detail = f"{len(parts)} columns where GKG 2.1 has {len(_GKG)}"
            yield Unread(blob.name, number, "no record of the knowledge graph", detail, {"line": line})
            continue
        yield Record(blob.name, number, _gkg_fields(dict(zip(_GKG, parts, strict=False))))


def _gkg_fields(said: dict[str, str]) -> dict[str, str]:
    extras = said.get("extras", "")
    moment = _extra(extras, "PAGE_PRECISEPUBTIMESTAMP") or said.get("date", "")
    address = said.get("address", "")
    published = f"{moment[:8]}T{moment[8:14]}Z" if re.fullmatch(r"\d{14}", moment) else moment
    fields = {
        "headline": html.unescape(_extra(extras, "PAGE_TITLE")),
        "source": said.get("source", ""),
        "url": address if "://" in address else "",
        "citation": address if "://" not in address else "",
        "published": published,
        "author": html.unescape(_extra(extras, "PAGE_AUTHORS")),
        **{name: said.get(name, "") for name in _KEPT},
    }
    return {name: value.strip() for name, value in fields.items() if value and value.strip()}


def _extra(extras: str, name: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", extras)
    return found[1].strip() if found else ""


GDELT_ARTLIST = Format("gdelt-artlist", "GDELT, lists of articles", _fits_list, _read_list)
GDELT_GKG = Format("gdelt-gkg", "GDELT, knowledge graph 2.1", _fits_gkg, _read_gkg)
