"""Media Cloud's search: lists of stories, and their texts for those who may have them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from framing.articles.fetch.answers import Again, Answer, json_object, sentence
from framing.articles.fetch.http import Client
from framing.articles.fetch.keys import api_key, without
from framing.articles.fetch.ranges import Moment, Range, days_of, read_range, said, whole_days
from framing.articles.fetch.run import Fetched, Progress, Refused, Run, client_for, words
from framing.articles.fetch.store import Store
from framing.project import FramingError

__all__ = ["fetch_mediacloud"]

_SERVICE = "mediacloud"
_BASE = "https://search.mediacloud.org/api/search/story-list"
_WHERE = "https://search.mediacloud.org/account"
_PLATFORM = "onlinenews-mediacloud"
_PAGE = 1000
# Media Cloud lists stories twice a minute to most users; who is faster gets 403, as if the key were wrong.
_PAUSE, _PENANCE = 30.0, 60.0
# It takes in stories for some days after they are published.
_LAG = dt.timedelta(days=3)


def fetch_mediacloud(
    query: str,
    start: Moment,
    end: Moment,
    out: Path | str,
    *,
    collections: Iterable[int | str] = (),
    sources: Iterable[int | str] = (),
    expanded: bool = False,
    base: str = _BASE,
    client: Client | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the stories that Media Cloud has for a query: headlines, addresses and outlets.

    The key is read from MEDIACLOUD_API_KEY. What an earlier run kept is not asked for again, page by page.

    Parameters
    ----------
    query : str
        As Media Cloud takes it: ``"space race" AND language:en``.
    start, end : str, date or datetime
        Days of publication; both belong to the range.
    out : Path or str
        The folder.
    collections, sources : iterable of int
        The numbers of Media Cloud's collections and sources; none of either means all that the key may search.
    expanded : bool
        Ask for the texts as well: Media Cloud gives them to its own staff alone.
    base : str
        The address of the service.
    client : Client, optional
    progress : callable, optional
        Told each step in a sentence.

    Returns
    -------
    Fetched

    Raises
    ------
    FramingError
        When there is no key, the dates are none, or the service refuses the key or the query.
    """
    asked = {
        "query": words(query, "Media Cloud"),
        "collections": _numbers(collections, "collection"),
        "sources": _numbers(sources, "source"),
        "expanded": expanded,
    }
    key = api_key("MEDIACLOUD_API_KEY", "Media Cloud", _WHERE)
    with client_for(client) as web:
        web.keys.append(key)
        wanted = whole_days(read_range(start, end, web.now()))
        run = Run(web, Store(out), progress or (lambda said: None), _LAG)
        search = _Search(run, base, key, asked)
        run.ranges(wanted, search.done(wanted), search.fetch)
        return run.fetched()


def _numbers(given: Iterable[int | str], noun: str) -> str:
    """Return numbers as the service wants them.

    >>> _numbers([34412234, "2"], "collection")
    '34412234,2'
    """
    numbers = [str(each).strip() for each in given]
    for each in numbers:
        if not re.fullmatch(r"\d{1,12}", each):
            raise FramingError(
                f"“{each[:40]}” is no number of a Media Cloud {noun}; its page there has it in its address."
            )
    return ",".join(numbers)


class _Search:
    """One query to Media Cloud."""

    def __init__(self, run: Run, base: str, key: str, asked: dict[str, Any]) -> None:
        self.run, self.base, self.key, self.asked = run, base, key, asked
        # Of each range, the lines on its pages, each of which says where the next one begins.
        self.pages: dict[Range, list[dict[str, Any]]] = {}
        for line in run.store.of(_SERVICE, asked):
            part, number = run.settled(line), line.get("page")
            if part and isinstance(number, int):
                before = self.pages.setdefault(part, [])
                # A page that was fetched anew makes those after it void.
                self.pages[part] = [*before[: number - 1], line] if 1 <= number <= len(before) + 1 else before

    def done(self, wanted: Range) -> list[Range]:
        """Return the ranges of which earlier runs have every page."""
        ranges = []
        for part, pages in self.pages.items():
            if part[0] < wanted[1] and part[1] > wanted[0]:
                self.run.already += sum(1 for line in pages if line["file"])
                if pages and not pages[-1].get("next"):
                    ranges.append(part)
        return ranges

    def fetch(self, part: Range) -> None:
        """Fetch the pages of a range, from the first that is missing on."""
        before = self.pages.get(part, [])
        try:
            self._pages(part, len(before) + 1, before[-1]["next"] if before else "")
        except Refused:
            if not before:
                raise
            self._pages(part, 1, "")  # the mark of where to go on has expired

    def _pages(self, part: Range, page: int, mark: str) -> None:
        while True:
            answer, stories, following = self._ask(part, mark)
            if following and following == mark:
                self.run.fail(
                    f"{said(part)}: Media Cloud leads from page {page} to itself; what comes after it is missing."
                )
                following = ""
            self._keep(part, page, answer, stories, following if stories else "")
            if not following or not stories:
                return
            page, mark = page + 1, following

    def _ask(self, part: Range, mark: str) -> tuple[Answer, list[dict[str, Any]], str]:
        first, last = days_of(part)
        answer = self.run.client.get(
            self.base,
            {
                "q": self.asked["query"],
                "start": first,
                "end": last,
                "p": _PLATFORM,
                "platform": _PLATFORM,
                "cs": self.asked["collections"],
                "ss": self.asked["sources"],
                "expanded": "1" if self.asked["expanded"] else "",
                "page_size": _PAGE,
                "pagination_token": mark,
            },
            headers={"Authorization": f"Token {self.key}", "Accept": "application/json"},
            pause=_PAUSE,
            judge=_judge,
        )
        data = json_object(answer.body) or {}
        stories = data.get("stories")
        if answer.status == 200 and isinstance(stories, list):
            return answer, [each for each in stories if isinstance(each, dict)], str(data.get("pagination_token") or "")
        why = without(sentence(answer.body), [self.key])
        if answer.status in (401, 403) and "expanded" not in why:
            raise Refused(f"Media Cloud does not take the key in MEDIACLOUD_API_KEY (“{why}”); check it at {_WHERE}.")
        raise Refused(f"Media Cloud does not answer this query (status {answer.status}): “{why}”; change it.")

    def _keep(self, part: Range, page: int, answer: Answer, stories: list[dict[str, Any]], following: str) -> None:
        first, last = (each.replace("-", "") for each in days_of(part))
        self.run.keep(
            answer,
            f"mediacloud-{first}-{last}-p{page:03d}.json",
            [str(each.get("url") or each.get("id") or "") for each in stories],
            service=_SERVICE,
            asked=self.asked,
            articles=len(stories),
            start=part[0].isoformat(),
            end=part[1].isoformat(),
            page=page,
            next=following,
        )


def _judge(answer: Answer) -> Again | None:
    """Say why an answer is to be asked for again: Media Cloud has statuses of its own for "later"."""
    data = json_object(answer.body)
    if answer.status == 200:
        return None if data is not None else Again("the answer is no whole JSON")
    why = sentence(answer.body)
    if answer.status == 403 and re.search(r"(?i)permission to perform", why):
        return Again(f"it says “{why}”: one was too fast, or the key may not list stories", _PENANCE)
    return Again(f"it says: {why}") if data and data.get("temporary") is True else None
