"""GDELT: lists of articles of its DOC API, and its Global Knowledge Graph 2.1. Neither holds bodies."""

from __future__ import annotations

import csv
import functools
import html
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.delimited import find_header
from framing.articles.formats.json_answers import beginning, fits_answer, read_answers, text_of
from framing.articles.formats.language_names import stated_language
from framing.articles.formats.table import read_table
from framing.articles.readers import Record, Unread
from framing.articles.schema import host

__all__ = ["GDELT_ARTLIST", "GDELT_GKG"]

# The columns of the GKG 2.1 codebook, in their order; BigQuery and others call them as in the second place.
_GKG = (
    ("record_id", "gkgrecordid"), ("date", "date"), ("collection", "sourcecollectionidentifier"),
    ("source", "sourcecommonname"), ("address", "documentidentifier"), ("counts", "counts"), ("v2counts", "v2counts"),
    ("themes", "themes"), ("v2themes", "v2themes"), ("locations", "locations"), ("v2locations", "v2locations"),
    ("persons", "persons"), ("v2persons", "v2persons"), ("organizations", "organizations"),
    ("v2organizations", "v2organizations"), ("tone_given", "v2tone"), ("dates", "dates"), ("gcam", "gcam"),
    ("image", "sharingimage"), ("related_images", "relatedimages"), ("image_embeds", "socialimageembeds"),
    ("video_embeds", "socialvideoembeds"), ("quotations", "quotations"), ("names", "allnames"), ("amounts", "amounts"),
    ("translation", "translationinfo"), ("extras", "extras"),
)  # fmt: skip
_COLUMNS = tuple(name for name, _ in _GKG)
_CALLED = {other: name for name, other in _GKG} | {"v2sourcecommonname": "source", "v2documentidentifier": "address"}
_RECORD_ID = re.compile(r"\d{14}-[A-Z]?\d+")
# Up to the organisations, all that an article is known by has been said.
_FEWEST = 15
_KEPT = ("record_id", "themes", "locations", "persons", "organizations", "tone_given", "image")
_WEB = "1"
# The languages that GDELT reads: two letters, its name for it and its three letters.
_LANGUAGES = """
af afrikaans afr, am amharic amh, az azerbaijani aze, bs bosnian bos, eu basque eus, ga irish gle, gl galician glg,
gu gujarati guj, hy armenian hye, ka georgian kat, kk kazakh kaz, km khmer khm, kn kannada kan, ky kyrgyz kir,
lo lao lao, mk macedonian mkd, ml malayalam mal, mn mongolian mon, mr marathi mar, mt maltese mlt, my burmese mya,
ne nepali nep, no norwegianbokmål nob, no norwegiannynorsk nno, pa punjabi pan, ps pashto pus, si sinhalese sin,
so somali som, sq albanian sqi, sw swahili swa, ta tamil tam, te telugu tel, uz uzbek uzb, ar arabic ara,
bg bulgarian bul, bn bengali ben, ca catalan cat, cs czech ces, da danish dan, de german deu, el greek ell,
en english eng, es spanish spa, et estonian est, fa persian fas, fi finnish fin, fr french fra, he hebrew heb,
hi hindi hin, hr croatian hrv, hu hungarian hun, id indonesian ind, is icelandic isl, it italian ita,
ja japanese jpn, ko korean kor, lt lithuanian lit, lv latvian lav, ms malay msa, nl dutch nld, no norwegian nor,
pl polish pol, pt portuguese por, ro romanian ron, ru russian rus, sk slovak slk, sl slovenian slv, sr serbian srp,
sv swedish swe, th thai tha, tr turkish tur, uk ukrainian ukr, ur urdu urd, vi vietnamese vie, zh chinese zho
"""
_LOOKED = 40


def _listed(answer: dict[str, Any]) -> list[Any] | None:
    """Return the articles of an answer, or a single one; None when it is another service's."""
    listed = answer.get("articles")
    if isinstance(listed, list):
        first = next((each for each in listed if isinstance(each, dict)), None)
        return listed if (_is_listed(first) if first else set(answer) == {"articles"}) else None
    return [answer] if _is_listed(answer) else None


def _is_listed(names: Iterable[str]) -> bool:
    named = set(names)
    return {"url", "title"} <= named and (
        ("seendate" in named and not {"domain", "url_mobile", "socialimage", "sourcecountry"}.isdisjoint(named))
        or {"mobileurl", "date"} <= named
    )


def _fits_list(blob: Blob) -> bool:
    if beginning(blob)[:1] in ("{", "["):
        return fits_answer(blob, _listed, names=("articles", "seendate"), own=("seendate", "url"))
    header = find_header(beginning(blob).split("\n", _LOOKED)[:_LOOKED])
    return header is not None and _is_listed(each.casefold() for each in header.names)


def _read_list(blob: Blob) -> Read:
    if beginning(blob)[:1] in ("{", "["):
        yield from read_answers(blob, _listed, lambda said: _fields({name: text_of(said[name]) for name in said}))
        return
    for each in read_table(blob):
        if isinstance(each, Record):
            said = {name.casefold(): value.strip() for name, value in each.fields.items()}
            yield Record(each.file, each.number, _filled(_fields(said)))
        else:
            yield each


def _fields(said: Mapping[str, str]) -> dict[str, str]:
    language = _language(said.get("language", ""))
    url, mobile = said.get("url", ""), said.get("url_mobile") or said.get("mobileurl", "")
    return {
        "headline": _headline(html.unescape(said.get("title", "")), spaced=language == "fr"),
        "domain": said.get("domain", ""),
        # When GDELT saw it: it says no more.
        "published": _iso(said.get("seendate") or said.get("date", "")),
        "url": url or mobile,
        "language": language,
        "source_country": said.get("sourcecountry", ""),
        "image": said.get("socialimage", ""),
    }


def _headline(text: str, spaced: bool) -> str:
    """Put the signs of a headline back to their words: GDELT sets spaces around them. French has them before some.

    >>> _headline("Spies , they say : “No” - China ' s answer ( AFP )", spaced=False)
    "Spies, they say: “No” - China's answer (AFP)"
    """
    text = " ".join(text.split())
    text = re.sub(r"(?<=\w) (['’]) ?(?=(?:s|t|re|ve|ll|d|m)\b)", r"\1", text)
    text = re.sub(r"(?<=\S) ([)\]])", r"\1", re.sub(r"([(\[]) (?=\S)", r"\1", text))
    text = re.sub(r'(?<!\S)" ([^"]+?) "(?=$|[\s,.:;!?])', r'"\1"', text)
    return re.sub(r"(?<=\S) ([,.])(?=\s|$)" if spaced else r"(?<=\S) ([,.:;!?])(?=\s|$)", r"\1", text)


def _fits_gkg(blob: Blob) -> bool:
    line = beginning(blob).partition("\n")[0]
    if _named(line):
        return True
    parts = line.split("\t")
    return len(parts) >= _FEWEST and _RECORD_ID.fullmatch(parts[0].strip()) is not None


def _named(line: str) -> bool:
    """Whether a line names the graph's columns."""
    names = {each.strip().strip('"').casefold() for each in re.split(r"[\t,;]", line)}
    return not names.isdisjoint({"documentidentifier", "v2documentidentifier"}) and not names.isdisjoint(
        {"gkgrecordid", "sourcecommonname", "v2sourcecommonname"}
    )


def _read_gkg(blob: Blob) -> Read:
    rows = _rows(blob.text.removeprefix("\ufeff").strip("\n"))
    first = next(rows, [])
    names = [_CALLED.get(each.strip().casefold(), each.strip().casefold()) for each in first]
    headed = "address" in names
    if not headed:
        rows, names = chain([first], rows), [*_COLUMNS]
    for number, parts in enumerate(rows, start=1):
        fault = _fault(parts, len(names) if headed else 0)
        if fault:
            yield Unread(blob.name, number, "no record of the knowledge graph", fault, {"line": "\t".join(parts)})
        else:
            # The last column is markup, in which a tab is a space.
            parts = [*parts[: len(names) - 1], " ".join(parts[len(names) - 1 :])]
            yield Record(blob.name, number, _filled(_gkg_fields(dict(zip(names, parts, strict=False)))))


def _rows(text: str) -> Iterator[list[str]]:
    """Part a text into rows: as GDELT writes it, with tabs and no quotes, or as a query of it is exported."""
    first = text.partition("\n")[0]
    if "\t" in first:
        yield from (line.split("\t") for line in text.split("\n") if line.strip())
    else:
        csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;", key=first.count))
        yield from (row for row in rows if row)


def _fault(parts: list[str], headed: int) -> str:
    """Say why a row is no record; "" when it is one. Empty columns at its end may be missing."""
    if headed:
        return "" if len(parts) == headed else f"{_count(parts)} where the header has {headed}"
    if len(parts) < _FEWEST:
        return f"{_count(parts)} where GKG 2.1 has {len(_GKG)}"
    if not _RECORD_ID.fullmatch(parts[0].strip()):
        return f"expected a record's number such as 20240503081500-1, found “{parts[0][:40]}”"
    return ""


def _count(parts: list[str]) -> str:
    return "1 column" if len(parts) == 1 else f"{len(parts)} columns"


def _gkg_fields(said: Mapping[str, str]) -> dict[str, str]:
    extras, source = said.get("extras", ""), said.get("source", "").strip()
    address = said.get("address", "").strip()
    tone = said.get("tone_given", "").split(",")
    spoken = re.search(r"srclc:\s*([a-z]{3})", said.get("translation", ""))
    return {
        "headline": " ".join(html.unescape(_extra(extras, "PAGE_TITLE")).split()),
        "source": source,
        "domain": host(source) if said.get("collection", _WEB).strip() == _WEB else "",
        "url": address if "://" in address else "",
        "citation": address if "://" not in address else "",
        # When the page says it was published; else when GDELT saw it.
        "published": _iso(_extra(extras, "PAGE_PRECISEPUBTIMESTAMP") or said.get("date", "")),
        "author": html.unescape(_extra(extras, "PAGE_AUTHORS")),
        "language": _language(spoken[1]) if spoken else "",
        # The last of the numbers on the tone counts the article's words.
        "word_count": tone[6] if len(tone) == 7 else "",
        **{name: said.get(name, "") for name in _KEPT},
    }


def _extra(extras: str, name: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", extras, re.DOTALL)
    return found[1].strip() if found else ""


def _iso(moment: str) -> str:
    """Write a moment of GDELT, which is in UTC, in ISO 8601; another stays as it is.

    >>> _iso("20240503T081500Z"), _iso("20240503081500"), _iso("2024-05-03 08:15:00")
    ('2024-05-03T08:15:00+00:00', '2024-05-03T08:15:00+00:00', '2024-05-03 08:15:00')
    """
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?", moment.strip())
    return "{}-{}-{}T{}:{}:{}+00:00".format(*found.groups()) if found else moment.strip()


def _language(name: str) -> str:
    """Return a language as two letters, from its English name or its three letters; as it is when it is not known."""
    folded = name.strip().casefold()
    return stated_language(name) or _codes().get(folded.replace(" ", "").replace("-", ""), folded)


@functools.cache
def _codes() -> dict[str, str]:
    rows = [each.split() for each in _LANGUAGES.replace("\n", " ").split(",")]
    return {name: row[0] for row in rows for name in row[1:]}


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value.strip() for name, value in fields.items() if value.strip()}


GDELT_ARTLIST = Format("gdelt-artlist", "GDELT, lists of articles", _fits_list, _read_list)
GDELT_GKG = Format("gdelt-gkg", "GDELT, knowledge graph 2.1", _fits_gkg, _read_gkg)
