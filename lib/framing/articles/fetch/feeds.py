"""RSS, Atom and RDF feeds, fetched when they have something new."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from framing.articles.fetch.address import check_url
from framing.articles.fetch.answers import Answer
from framing.articles.fetch.http import Client
from framing.articles.fetch.keys import without_keys
from framing.articles.fetch.run import Fetched, Progress, Run, client_for, stamp
from framing.articles.fetch.store import Store
from framing.project import FramingError

__all__ = ["fetch_feeds"]

_SERVICE = "rss"
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf)\b", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
# Where a feed begins: after declarations, style sheets and comments, within this many characters.
_HEAD = 20_000


def fetch_feeds(
    urls: Iterable[str], out: Path | str, *, client: Client | None = None, progress: Progress | None = None
) -> Fetched:
    """Fetch feeds into a folder, each as a file of its own every time that it changed.

    Parameters
    ----------
    urls : iterable of str
        Addresses of feeds, http or https.
    out : Path or str
        The folder.
    client : Client, optional
    progress : callable, optional
        Told each step in a sentence.

    Returns
    -------
    Fetched
        A feed that could not be had is a failure, and the others are fetched all the same.

    Raises
    ------
    FramingError
        When an address is not of the web: then nothing is fetched.
    """
    listed = list(dict.fromkeys(each.strip() for each in urls))
    if not listed:
        raise FramingError("No feed is named; give the address of one or more.")
    for each in listed:
        check_url(each)
    with client_for(client) as web:
        run = Run(web, Store(out), progress or (lambda said: None))
        for each in listed:
            try:
                _fetch(run, each)
            except FramingError as error:
                run.fail(f"{without_keys(each)}: {error}")
        return run.fetched()


def _fetch(run: Run, url: str) -> None:
    asked = {"url": without_keys(url)}
    last = next(reversed(list(run.store.of(_SERVICE, asked))), None)
    known = {
        "If-None-Match": last.get("etag", "") if last else "",
        "If-Modified-Since": last.get("last_modified", "") if last else "",
    }
    headers = {"Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"}
    headers |= {name: value for name, value in known.items() if value}
    answer = run.client.get(url, headers=headers)
    if answer.status == 304 and last is not None:
        run.not_modified += 1
        run.progress(f"{asked['url']}: nothing new")
        return
    if answer.status != 200:
        raise FramingError(f"it answers with status {answer.status}; check the address in a browser.")
    text = _text(answer.body)
    root, page = _ROOT.search(text[:_HEAD]), _PAGE.search(text[:_HEAD])
    if root is None or (page is not None and page.start() < root.start()):
        raise FramingError("what it answers is no feed; on a web page, look for the address of its RSS or Atom feed.")
    if last is not None and last.get("sha256") == hashlib.sha256(answer.body).hexdigest():
        run.not_modified += 1
        run.progress(f"{asked['url']}: nothing new")
        return
    whole = re.search(rf"</(?:[\w.-]+:)?{root[1]}\s*>", text[-_HEAD:], re.IGNORECASE) is not None
    line: dict[str, Any] = {"service": _SERVICE, "asked": asked, "articles": len(_ITEM.findall(text))}
    name = f"rss-{_safe(urlsplit(url).hostname or '')}-{stamp(answer.when)}.xml"
    if not whole:
        # Without what the server calls this state of the feed, the next run asks for all of it again.
        answer = Answer(answer.url, answer.status, {}, answer.body, answer.when)
        run.keep(answer, name, **line)
        run.fail(f"{asked['url']}: the feed has no end, and may be cut off; it is kept as far as it goes.")
        return
    run.keep(answer, name, **line)


def _text(body: bytes) -> str:
    """Return a feed as text, well enough to find its elements."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    return body.decode("latin-1")


def _safe(host: str) -> str:
    """Return a host's name as part of a file's.

    >>> _safe("news.example"), _safe("::1")
    ('news.example', '--1')
    """
    return re.sub(r"[^a-z0-9.-]", "-", host.casefold()).strip(".")[:80]
