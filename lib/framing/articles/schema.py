"""The columns of an article, and what they are called in the files people have."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["ALIASES", "COLUMNS", "MARK", "article_id", "canonical_url", "host", "hosts_of", "recognise"]

COLUMNS = (
    "article_id",
    "source",
    "published",
    "published_local",
    "published_precision",
    "headline",
    "body",
    "url",
    "language",
    "author",
    "section",
    "country",
    "group",
    "ownership",
)

# In the metadata of an articles.parquet that an import wrote: its article_ids are those of the records as given.
MARK = b"framing.import"

# What each column is called elsewhere, the likeliest first: of two that are present, the first is taken.
ALIASES: dict[str, tuple[str, ...]] = {
    "headline": ("headline", "title", "heading", "headline_main", "article_title", "news_title"),
    "body": (
        "body",
        "text",
        "content",
        "full_text",
        "fulltext",
        "article_text",
        "article_body",
        "maintext",
        "article",
        "story",
        "snippet",
        "description",
        "summary",
        "abstract",
    ),
    "source": (
        "source",
        "outlet",
        "publisher",
        "media_name",
        "source_name",
        "publication",
        "newspaper",
        "media",
        "site_name",
        "news_outlet",
        "publication_title",
        "pubtitle",
    ),
    "domain": ("domain", "media_domain", "media_url", "site", "host"),
    "published": (
        "published",
        "published_at",
        "publish_date",
        "date",
        "publication_date",
        "pub_date",
        "pubdate",
        "publishedat",
        "date_published",
        "datepublished",
        "published_date",
        "datetime",
        "timestamp",
        "seendate",
    ),
    "published_precision": ("published_precision", "date_precision"),
    "url": ("url", "link", "web_url", "article_url", "permalink", "href", "documenturl", "document_url"),
    "language": ("language", "lang"),
    "author": ("author", "authors", "byline", "creator"),
    "section": ("section", "category", "desk", "section_name"),
}

# Most urls are as simple as this, and read faster so: a host with a dot, and a path.
_PLAIN_URL = re.compile(r"https?://([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(/[\w/.,~%+-]*)?", re.ASCII)
_PLAIN_HOST = r"^https?://(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?:/[A-Za-z0-9_/.,~%+-]*)?$"
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|ocid|cmpid|cid|ref|src|sref|smid|ns_\w+|at_\w+)$")


def recognise(names: Iterable[str]) -> dict[str, str]:
    """Say which column of a file is which column of an article.

    Parameters
    ----------
    names : iterable of str
        The file's column names.

    Returns
    -------
    dict
        Article column -> the file's column. What is not recognised stays in the table as free metadata.

    Examples
    --------
    >>> recognise(["Title", "Media Name", "publish-date", "stance"])
    {'headline': 'Title', 'source': 'Media Name', 'published': 'publish-date'}
    """
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(re.sub(r"[\W_]+", "_", str(name).strip().casefold()).strip("_"), str(name))
    found = {}
    for column, aliases in ALIASES.items():
        for alias in aliases:
            if alias in folded:
                found[column] = folded[alias]
                break
    return found


def canonical_url(url: str) -> str:
    """Return a url without scheme, ``www.``, fragment, tracking parameters and final slash.

    A fragment that is a number stays: some archives keep a day's items on one page.

    >>> canonical_url("https://www.Example.org/a/?utm_source=x&id=3#top"), canonical_url("http://kcna.example/04.htm#2")
    ('example.org/a?id=3', 'kcna.example/04.htm#2')
    """
    plain = _PLAIN_URL.fullmatch(url)
    if plain:
        return plain[1].casefold().removeprefix("www.") + (plain[2] or "").rstrip("/")
    try:
        parts = urlsplit(url.strip())
        query = [
            (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)
        ]
    except ValueError:
        return url.strip()
    name = parts.netloc.casefold().removeprefix("www.")
    item = f"#{parts.fragment}" if parts.fragment.isdigit() else ""
    return name + parts.path.rstrip("/") + (f"?{urlencode(query)}" if query else "") + item


def host(url: str) -> str:
    """Return the host of a url or a bare domain, without ``www.``; "" when there is none.

    >>> host("https://www.scmp.com/news/1"), host("gadgets.ndtv.com"), host("no url at all")
    ('scmp.com', 'gadgets.ndtv.com', '')
    """
    plain = _PLAIN_URL.fullmatch(url)
    if plain:
        return plain[1].casefold().removeprefix("www.")
    text = url.strip().casefold()
    try:
        name = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.") if "." in name and " " not in name else ""


def hosts_of(urls: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the `host` of each url of an Arrow column; plain ones are read all at once.

    >>> hosts_of(pa.chunked_array([["https://www.scmp.com/news/1", "no url at all", "http://user@a.example:80/x"]])).to_pylist()
    ['scmp.com', '', 'a.example']
    """
    return pa.chunked_array([_hosts(chunk) for chunk in urls.chunks], pa.string())


def _hosts(urls: pa.Array) -> pa.Array:
    found = pc.struct_field(pc.extract_regex(urls, _PLAIN_HOST), "host")
    found = pc.replace_substring_regex(pc.utf8_lower(found), r"^www\.", "")
    rest = pc.is_null(found)
    others = urls.filter(rest).to_pylist()
    known = {each: host(each) for each in set(others)}
    return pc.replace_with_mask(found, rest, pa.array([known[each] for each in others], pa.string()))


def article_id(source: str, url: str, date: str, headline: str, body: str) -> str:
    """Return the identity of an article, from its fields as given: cleaning and sources.csv do not change it.

    A hash of the source and the canonical url or, without a url, of the source, date, headline and body. What has no
    host, or names a site and no page of it, is no url here: it would make one article of many.

    >>> article_id("X", "https://x.org/1", "", "", "") == article_id("X", "http://www.x.org/1/", "2024", "A", "B")
    True
    """
    address = canonical_url(url) if host(url) else ""
    names_a_page = "/" in address or "?" in address
    fields = (source, address) if names_a_page else (source, date, headline, body)
    text = "\x1f".join(fields).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=10).hexdigest()
