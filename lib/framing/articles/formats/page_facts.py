"""What a web page says of its article: JSON-LD first, then the meta elements of OpenGraph and others, then the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from framing.articles.dates import standard_dates
from framing.articles.formats.feed_text import host_name, named_part, one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Facts", "page_facts"]

_ARTICLE = re.compile(r"Article$|^(?:BlogPosting|LiveBlogPosting|Report)$")
# The names under which pages state one thing, the surest first.
_DATES = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published",
    "publish-date", "publishdate", "publication_date", "published_time", "pubdate", "publishtime", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "citation_publication_date", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "byl", "cxenseparse:author",
    "dc.creator", "dcterms.creator", "citation_author",
)  # fmt: skip
_TITLES = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
_FRONT = re.compile(r"https?://[^/?#\s]+/?")
# How long before or after the surest date another one still means the same: one day, for the zone.
_SAME = 1


@dataclass
class Facts:
    """What a page says of its article.

    Attributes
    ----------
    fields : dict of str
        As in a `Record`, without the body.
    body : str
        The text that the metadata holds; mostly "".
    is_article : bool
        Whether the metadata says that this page is an article.
    is_front : bool
        Whether its address is the front page of a site.
    """

    fields: dict[str, str] = field(default_factory=dict)
    body: str = ""
    is_article: bool = False
    is_front: bool = False


def page_facts(tree: HtmlElement, target: str = "") -> Facts:
    """Read what a page says of its article.

    A date is taken from the metadata with its zone where one is written; `htmldate` is asked last, and only for what
    the page marks as a date. Nothing is fetched.

    Parameters
    ----------
    tree : HtmlElement
        The page.
    target : str
        Where it was found, when that is known.
    """
    metas = _metas(tree)
    nodes = list(_linked_data(tree))
    known = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node and len(node) > 1}
    address = _address(tree, metas, target)
    articles = [node for node in nodes if _is_article(node)]
    article = next((each for each in articles if address and address in _urls(each)), articles[0] if articles else {})
    address = address or next((each for each in _urls(article) if _is_whole(each)), "")
    title = one_line(tree.findtext(".//head/title") or tree.findtext(".//title") or "")
    title = metas.get("og:title", [title])[0] or title
    source = _source(metas, nodes, article, known, title, address)
    authors = [each for each in _names(article.get("author") or article.get("creator"), known) if each != source]
    publishers = _names(article.get("publisher"), known)
    authors = [each for each in authors if each not in publishers] or _stated_authors(tree, metas, source)
    published = _published(tree, metas, article, address)
    language = _first(_texts(article.get("inLanguage"))) or tree.get("lang") or tree.get("xml:lang") or ""
    language = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", language or _first(metas.get("og:locale", [])))
    fields = {
        "headline": _headline(tree, metas, article, source, address),
        "source": source,
        "published": published,
        "url": address,
        "language": language[1].lower() if language else "",
        "author": ", ".join(dict.fromkeys(authors)),
        "section": one_line(_first(_texts(article.get("articleSection")) or metas.get("article:section", []))),
    }
    stated = bool(article) or "article" in metas.get("og:type", []) or "article:published_time" in metas
    body = "\n".join(_texts(article.get("articleBody")))
    front = any(_FRONT.fullmatch(each) for each in ([address] if address else _own_addresses(tree, metas)))
    return Facts({key: value for key, value in fields.items() if value}, body, stated, front)


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of the meta elements by name, in lower case, in order."""
    found: dict[str, list[str]] = {}
    for each in tree.iter("meta"):
        content = one_line(each.get("content") or "")
        for key in {each.get("property"), each.get("name"), each.get("itemprop")} - {None}:
            if content:
                found.setdefault(key.strip().casefold(), []).append(content)
    return found


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD: those at the top, in lists and graphs, and what they are the page of."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text or "")
        try:
            waiting = [json.loads(text.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            each = waiting.pop(0)
            if isinstance(each, list):
                waiting = each + waiting
            elif isinstance(each, dict):
                yield each
                waiting += [each[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in each]


def _is_article(node: dict[str, Any]) -> bool:
    return any(_ARTICLE.search(each) for each in _texts(node.get("@type"))) and bool(
        node.get("headline") or node.get("name") or node.get("datePublished")
    )


def _texts(value: Any) -> list[str]:
    """Return a value of JSON-LD as texts."""
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("alternateName") or ""
        return _texts(value)
    return [str(value)] if isinstance(value, str | int | float) and str(value).strip() else []


def _first(values: list[str]) -> str:
    return values[0] if values else ""


def _names(value: Any, known: dict[str, dict[str, Any]]) -> list[str]:
    """Return the names of people or outlets; one may stand elsewhere in the page, under its @id."""
    if isinstance(value, list):
        return [name for each in value for name in _names(each, known)]
    if isinstance(value, dict) and "name" not in value and str(value.get("@id")) in known:
        value = known[str(value["@id"])].get("name")
    return [name for each in _texts(value) if (name := one_line(each)) and not re.match(r"https?://", name)]


def _urls(node: dict[str, Any]) -> list[str]:
    given = [node.get("mainEntityOfPage"), node.get("url"), node.get("@id")]
    return [str(each.get("@id") or each.get("url") or "") if isinstance(each, dict) else str(each) for each in given]


def _is_whole(url: str) -> bool:
    return re.match(r"https?://[^/\s]+/[^\s]", url) is not None


def _address(tree: HtmlElement, metas: dict[str, list[str]], target: str) -> str:
    """Return the address that a page gives as its own: a whole one, and never just the front page's."""
    for each in _own_addresses(tree, metas):
        try:
            url = urljoin(target, each)
            if _is_whole(url) or (target and urlsplit(url)[1:3] == urlsplit(target)[1:3]):
                return url
        except ValueError:
            continue
    return target


def _own_addresses(tree: HtmlElement, metas: dict[str, list[str]]) -> list[str]:
    links = [each.get("href") or "" for each in tree.iter("link") if "canonical" in (each.get("rel") or "").split()]
    return [each.strip() for each in [*links, *metas.get("og:url", [])]]


def _source(
    metas: dict[str, list[str]],
    nodes: list[dict[str, Any]],
    article: dict[str, Any],
    known: dict[str, dict[str, Any]],
    title: str,
    address: str,
) -> str:
    sites = [name for each in nodes if "WebSite" in _texts(each.get("@type")) for name in _names(each.get("name"), {})]
    given = [
        *metas.get("og:site_name", []),
        named_part(title, host_name(address)),
        *_names(article.get("publisher"), known),
        *sites,
        *metas.get("application-name", []),
    ]
    named = next((each for each in given if each), "")
    # "the Guardian" in one place is "The Guardian" in another
    return next((each for each in given if each.casefold() == named.casefold() and each[:1].isupper()), named)


def _headline(
    tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any], source: str, address: str
) -> str:
    stated = one_line(_first(_texts(article.get("headline")) or _texts(article.get("name"))))
    tops = [one_line(" ".join(each.itertext())) for each in tree.iter("h1")]
    titles = [each for name in _TITLES for each in metas.get(name, [])] + [one_line(tree.findtext(".//title") or "")]
    titles = [_without_site(each, source, address) for each in titles if each]
    cut = stated.rstrip(".…").rstrip()
    if stated and cut != stated.rstrip("."):
        # a headline that was shortened for search engines stands elsewhere in full
        return next((each for each in [*titles, *tops] if each.startswith(cut) and len(each) > len(stated)), stated)
    shown = [each for each in tops if each]
    # "Headline | Outlet" in the title, and the headline alone above the text
    named = [each for each in shown if any(re.match(re.escape(each) + r"\s*[|–—·•»-]\s", title) for title in titles)]
    return _without_site(stated, source, address) or _first(named) or _first(titles) or _first(shown)


def _without_site(title: str, source: str, address: str) -> str:
    """Return a title without the name of the outlet behind it.

    >>> _without_site("Dish answers | Space | The Orbit Post", "Orbit Post", "")
    'Dish answers'
    >>> _without_site("Dish - the story", "Orbit Post", "")
    'Dish - the story'
    """
    pieces = re.split(r"(\s+[-–—|·•»]\s+|\s*\|\s*)", title)
    site = source.casefold().removeprefix("the ")
    last = pieces[-1].casefold().removeprefix("the ")
    if len(pieces) > 2 and site and (last == site or last == host_name(address)):
        pieces = pieces[:-2]
        # "Headline | Section | Outlet": a single short word between bars is the section
        while len(pieces) > 2 and "|" in pieces[-2] and len(pieces[-1].split()) <= 2:
            pieces = pieces[:-2]
        return "".join(pieces).strip()
    return title


def _stated_authors(tree: HtmlElement, metas: dict[str, list[str]], source: str) -> list[str]:
    for name in _AUTHORS:
        found = [each for each in metas.get(name, []) if not re.match(r"https?://|@|/", each) and each != source]
        if found:
            return [re.sub(r"^by\s+", "", each, flags=re.I) for each in found]
    marked = [each for each in tree.iter("*") if "author" in (each.get("itemprop"), each.get("rel"))]
    names = [one_line(" ".join(each.itertext())) for each in marked[:10]]
    return [re.sub(r"^by\s+", "", each, flags=re.I) for each in names if 0 < len(each) <= 60 and each != source]


def _published(tree: HtmlElement, metas: dict[str, list[str]], article: dict[str, Any], address: str) -> str:
    """Return the date: of those that mean the same day the first with a zone, or with a time."""
    written = [*_texts(article.get("datePublished")), *(each for name in _DATES for each in metas.get(name, []))]
    written += [
        each.get("datetime") or each.get("content") or ""
        for each in tree.iter("*")
        if each.get("itemprop") == "datePublished" or (each.tag == "time" and "pubdate" in each.attrib)
    ]
    read = [(iso, how) for iso, how in standard_dates(written) if iso]
    if not read:
        return _marked_date(tree, address)
    first = _day(read[0][0])
    same = [iso for iso, how in read if how == "time" and first and abs(_day(iso) - first) <= _SAME]
    zoned = [each for each in same if re.search(r"(?:Z|[+-]\d\d:\d\d)$", each)]
    return _first(zoned) or _first(same) or read[0][0]


def _day(iso: str) -> int:
    import datetime as dt

    return dt.date.fromisoformat(iso[:10]).toordinal() if len(iso) >= 10 else 0


def _marked_date(tree: HtmlElement, address: str) -> str:
    """Return the day that the page marks as its date, in its text or its address; "" when there is none."""
    import copy

    from htmldate import find_date

    times = [each.get("datetime") or "" for each in tree.iter("time")]
    read = [iso for iso, how in standard_dates(times[:1]) if how == "time" or how == "day"]
    if read and read[0]:
        return read[0]
    # given as a tree: a text that is an address would be fetched
    return find_date(copy.deepcopy(tree), extensive_search=False, original_date=True, url=address or None) or ""
