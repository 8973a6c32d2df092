"""Feeds: RSS 0.9x to 2.0, Atom and RDF, malformed ones too, an item each as one article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from framing.articles.blobs import Blob
from framing.articles.dates import standard_dates
from framing.articles.formats.base import Format, Read
from framing.articles.formats.feed_text import host_name, one_line, outlet_name, paragraphs
from framing.articles.readers import Record, Unread
from framing.project import InputError

if TYPE_CHECKING:
    from feedparser import FeedParserDict

__all__ = ["FEED", "read_feed"]

_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b[^<]*>", re.I)
_ITEM = re.compile(r"<(?:\w+:)?(?:item|entry)(?=[\s>])[^>]*(?<!/)>", re.I)
_ITEM_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>", re.I)
_NOT_MARKUP = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_PROLOG = re.compile(r"\A(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)+", re.S | re.I)
# The sizes of pictures say nothing of an article, and the parser fails at one that is closed and was never opened.
_SIZES = re.compile(r"</?(?:width|height)\s*>", re.I)
# No XML may hold these, and the strict parser stops at them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# "Published: 2026-08-22", as those who turn pages into feeds write it above or below the text.
_DATED = re.compile(
    r"(?:published|publication date|posted|date|pubdate|updated|veröffentlicht|datum|publié|date de publication|"
    r"publicado|fecha|data|pubblicato|gepubliceerd|опубликовано|дата|发布时间|發布時間|日期|公開日)"
    r"(?:\s+(?:on|at|am|le|el|il|em|op))?\s*[:：]\s*(.{6,40})",
    re.I,
)


def _fits(blob: Blob) -> bool:
    if b"<" not in blob.head:
        return False
    start = _text(blob, 65_536)
    root = _ROOT.search(start := _PROLOG.sub("", start, count=1))
    if root is None or re.search(r"<(?:html|body|head)\b", start[: root.start()], re.I):
        return False
    name = root[0].casefold()
    if "rss" in name[:12] or "atom" in name:
        return True
    # other XML has these roots too: a feed shows its items, or whose elements they are
    return _ITEM.search(start) is not None or re.search(r"purl\.org/(?:rss|atom)|netscape\.com/rdf", start) is not None


def _text(blob: Blob, most: int | None = None) -> str:
    """Return the text, or its start; UTF-16 without a byte order mark is told by the first two characters."""
    for start, encoding in ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if blob.data.startswith(start):
            return blob.data[: most and 2 * most].decode(encoding, "replace")
    return blob.text[:most]


def read_feed(blob: Blob) -> Read:
    """Read the items of a feed.

    The text is the longest that an item offers (content, description, full text). The outlet is the item's own
    ``<source>``, else the feed's title when that names one. A date that is written in the text alone, in a line
    such as "Published: 2026-08-22", counts, and is then no part of the text.

    Yields
    ------
    Record or Unread
        Every item; Unread for one that has neither a headline nor a text, and for one that is cut off.

    Raises
    ------
    InputError
        When the XML defines entities, or it is damaged so that no item can be read.
    """
    import feedparser

    text = _CONTROLS.sub("", _text(blob))
    bare = _NOT_MARKUP.sub("", text)
    defined = re.search(r"<!ENTITY\b", bare, re.I)
    if defined:
        line = text[: max(text.find(defined[0]), 0)].count("\n") + 1
        raise InputError(
            f"{blob.name}, line {line:,}: expected a feed, found XML that defines entities, which no outlet writes; "
            "not read. Remove the definition if you trust the file."
        )
    text = _PROLOG.sub("", text, count=1)
    if len(set(map(bare.count, ("<width>", "</width>")))) + len(set(map(bare.count, ("<height>", "</height>")))) > 2:
        text = _SIZES.sub("", text)
    try:
        # a file-like object is never taken for an address or for the name of a file
        parsed = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # the parser takes damaged elements for whole ones
        raise InputError(f"{blob.name} is a feed too damaged to be read ({error}); fetch it anew.") from None
    begun, ended = len(_ITEM.findall(bare)), len(_ITEM_END.findall(bare))
    if not parsed.entries:
        raise InputError(
            f"{blob.name}, line {bare.count(chr(10)) + 1:,}: expected an <item> or an <entry> of a feed, found none "
            "that can be read to the end of the file; fetch it anew."
        )
    yield from _items(blob.name, parsed, begun, ended)


def _items(name: str, parsed: FeedParserDict, begun: int, ended: int) -> Iterator[Record | Unread]:
    last = len(parsed.entries)
    for number, entry in enumerate(parsed.entries, start=1):
        fields = _fields(entry, parsed.feed)
        if number == last == begun == ended + 1:
            detail = "the file ends within this item; fetch it anew"
            yield Unread(name, number, "the feed is cut off", detail, fields)
        elif fields.get("headline") or fields.get("body"):
            yield Record(name, number, fields)
        else:
            yield Unread(name, number, "no headline and no text", "the item has neither title nor description", fields)
    for number in range(last + 1, begun + 1):
        detail = f"{begun:,} items begin in the file and {last:,} could be read"
        yield Unread(name, number, "an item of the feed cannot be read", detail)


def _fields(entry: FeedParserDict, feed: FeedParserDict) -> dict[str, str]:
    """Return the fields of an item."""
    home = str(dict.get(feed, "link") or dict.get(feed, "id") or "")
    origin = dict.get(entry, "source") or {}
    source = one_line(str(origin.get("title") or origin.get("value") or "")) or outlet_name(
        str(dict.get(feed, "title") or ""), home
    )
    headline = one_line(str(dict.get(entry, "title") or ""))
    if origin and source and headline.endswith(f" - {source}"):
        headline = headline.removesuffix(f" - {source}").rstrip()
    # The descriptions of Google News are the headlines of several outlets as links: no text of this one.
    gathered = "news.google.com" in (host_name(home), host_name(str(dict.get(entry, "link") or "")))
    body = [] if gathered else _longest(entry)
    published = _published(entry)
    if not published:
        published, body = _dated_text(body)
    if [headline] == body:
        body = []
    categories = [term for each in dict.get(entry, "tags") or [] if (term := one_line(str(each.get("term") or "")))]
    language = str(dict.get(entry, "language") or dict.get(entry, "dc_language") or dict.get(feed, "language") or "")
    stated = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", language)
    fields = {
        "headline": headline,
        "body": "\n\n".join(body),
        "source": source,
        "domain": host_name(str(origin.get("href") or "")),
        "published": published,
        "url": _url(entry, home),
        "language": stated[1].lower() if stated else "",
        "author": _author(entry),
        "section": categories[0] if len(categories) == 1 else "",
        "subjects": "; ".join(dict.fromkeys(categories)) if len(categories) > 1 else "",
    }
    return {key: value for key, value in fields.items() if value}


def _longest(entry: FeedParserDict) -> list[str]:
    """Return the paragraphs of the longest text that an item offers."""
    offered = [str(dict.get(entry, "summary") or "")]
    offered += [str(each.get("value") or "") for each in dict.get(entry, "content") or []]
    offered += [str(value) for key, value in dict.items(entry) if re.search(r"full[-_]?text$", key)]
    return max((paragraphs(each) for each in offered if each), key=lambda each: sum(map(len, each)), default=[])


def _published(entry: FeedParserDict) -> str:
    """Return when an item was published, in ISO 8601 when the feed wrote a valid date; as written when not."""
    for key in ("published", "updated", "created"):
        written = " ".join(str(dict.get(entry, key) or "").split())
        if not written:
            continue
        (iso, _), parsed = standard_dates([written])[0], dict.get(entry, f"{key}_parsed")
        if iso or not parsed:
            return iso or written
        # What the parser made of a date must be there to see: it turns 31 February into a day of March.
        numbers = {int(each) for each in re.findall(r"\d+", written)}
        near = {parsed.tm_mday - 1, parsed.tm_mday, parsed.tm_mday + 1}
        if numbers & {parsed.tm_year, parsed.tm_year % 100} and numbers & near:
            clock = f"T{parsed.tm_hour:02}:{parsed.tm_min:02}:{parsed.tm_sec:02}Z" if ":" in written else ""
            return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}{clock}"
        return written
    return ""


def _dated_text(body: list[str]) -> tuple[str, list[str]]:
    """Return the date that the first or the last paragraph is, and the others; "" and all when neither is one."""
    for place in (0, -1):
        found = _DATED.fullmatch(body[place]) if body else None
        iso = standard_dates([found[1].strip(" .")])[0][0] if found else ""
        if iso:
            return iso, body[1:] if place == 0 else body[:-1]
    return "", body


def _url(entry: FeedParserDict, home: str) -> str:
    """Return the address of an item: before a counting service took it, and whole."""
    link = str(dict.get(entry, "feedburner_origlink") or dict.get(entry, "link") or "").strip()
    if not link and re.match(r"https?://", str(dict.get(entry, "id") or "")):
        link = str(entry["id"])
    try:
        return urljoin(home, link) if link and home else link
    except ValueError:
        return link


def _author(entry: FeedParserDict) -> str:
    names = [one_line(str(each.get("name") or "")) for each in dict.get(entry, "authors") or []]
    names = [each for each in names if each] or [one_line(str(dict.get(entry, "author") or ""))]
    return ", ".join(dict.fromkeys(each for each in names if each and "@" not in each))


FEED = Format("feed", "Feed, RSS, Atom or RDF", _fits, read_feed)
