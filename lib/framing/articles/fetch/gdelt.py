"""GDELT's DOC 2.0 API: lists of articles, 250 at most a request, so ranges are split until each is under that."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from framing.articles.fetch.answers import Again, Answer, json_object, sentence
from framing.articles.fetch.http import Client
from framing.articles.fetch.ranges import Moment, Range, halves, read_range, said
from framing.articles.fetch.run import Fetched, Progress, Refused, Run, client_for, stamp, words
from framing.articles.fetch.store import Store

__all__ = ["fetch_gdelt", "read_articles"]

_SERVICE = "gdelt"
_BASE = "https://api.gdeltproject.org/api/v2/doc/doc"
# GDELT asks for five seconds between requests.
_PAUSE = 5.0
# The most that GDELT lists; and the shortest range that is split for having that many.
_MOST = 250
_SHORTEST = dt.timedelta(minutes=1)
_SECOND = dt.timedelta(seconds=1)
# It takes in what is published every quarter of an hour.
_LAG = dt.timedelta(hours=1)


def fetch_gdelt(
    query: str,
    start: Moment,
    end: Moment,
    out: Path | str,
    *,
    base: str = _BASE,
    client: Client | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the list of articles that GDELT has for a query: headlines, addresses and outlets, no bodies.

    A range that lists 250 articles is asked for again in two halves, down to one minute; what is over the cap even
    there is a failure. What an earlier run kept is not asked for again.

    Parameters
    ----------
    query : str
        As GDELT takes it: ``"space race" sourcelang:english``.
    start, end : str, date or datetime
        In UTC; the day that ends the range belongs to it.
    out : Path or str
        The folder.
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
        When the dates are none, or GDELT refuses the query.
    """
    query = words(query, "GDELT")
    with client_for(client) as web:
        wanted = read_range(start, end, web.now())
        run = Run(web, Store(out), progress or (lambda said: None), _LAG)
        search = _Search(run, base, query)
        run.ranges(wanted, search.done(wanted), search.fetch)
        return run.fetched()


class _Search:
    """One query to GDELT."""

    def __init__(self, run: Run, base: str, query: str) -> None:
        self.run, self.base = run, base
        self.asked = {"query": query}

    def done(self, wanted: Range) -> list[Range]:
        """Return the ranges that earlier runs have, and repeat what these lack."""
        ranges = {}
        for line in self.run.store.of(_SERVICE, self.asked):
            part = self.run.settled(line)
            if part and part[0] < wanted[1] and part[1] > wanted[0]:
                ranges[part] = line
        self.run.already = sum(1 for line in ranges.values() if line["file"])
        for part, line in sorted(ranges.items(), key=lambda each: each[0]):
            if line.get("full"):
                self.run.fail(_full(part))
        return list(ranges)

    def fetch(self, part: Range) -> None:
        """Fetch a range, in halves when it is full."""
        answer, addresses = self._ask(part)
        if len(addresses) < _MOST:
            self._keep(part, answer, addresses)
            return
        if part[1] - part[0] > _SHORTEST:
            self.run.progress(f"{said(part)}: {_MOST} articles or more, asked for in two halves")
            try:
                for half in halves(part):
                    self.fetch(half)
                return
            except _TooShort:  # then this is the shortest that can be had
                pass
        self._keep(part, answer, addresses, full=True)
        self.run.fail(_full(part))

    def _ask(self, part: Range) -> tuple[Answer, list[str]]:
        # GDELT does not say whether its bounds belong to the range, and dates articles to the quarter of an hour: a
        # second earlier, both bounds mean "from the start to before the end", whatever it does.
        first, last = ((each - _SECOND).strftime("%Y%m%d%H%M%S") for each in part)
        answer = self.run.client.get(
            self.base,
            {
                "query": self.asked["query"],
                "mode": "ArtList",
                "format": "json",
                "maxrecords": _MOST,
                "sort": "DateAsc",
                "startdatetime": first,
                "enddatetime": last,
            },
            pause=_PAUSE,
            judge=_judge,
        )
        articles = read_articles(answer.body) if answer.status == 200 else None
        if articles is None:
            why = sentence(answer.body)
            if re.search(r"(?i)time\s?span.*short", why):
                raise _TooShort(f"GDELT finds the range too short to search (“{why}”); take a longer one.")
            raise Refused(
                f"GDELT does not take this query (status {answer.status}): “{why}”; change it and run this again."
            )
        return answer, [str(each.get("url", "")) for each in articles]

    def _keep(self, part: Range, answer: Answer, addresses: list[str], full: bool = False) -> None:
        line = {"service": _SERVICE, "asked": self.asked, "articles": len(addresses)}
        bounds = {"start": part[0].isoformat(), "end": part[1].isoformat()}
        name = f"gdelt-{stamp(part[0])}-{stamp(part[1])}.json"
        self.run.keep(answer, name, addresses, **line, **bounds, **({"full": True} if full else {}))


class _TooShort(Refused):
    """GDELT finds a range too short to search."""


def _full(part: Range) -> str:
    return (
        f"{said(part)}: GDELT lists {_MOST} articles, the most it gives, and there may be more; narrow the query, by "
        "sourcelang: or sourcecountry: for example, and fetch them apart."
    )


def _judge(answer: Answer) -> Again | None:
    """Say why an answer is to be asked for again: GDELT says with status 200 that one is too fast."""
    if answer.status != 200:
        return None
    text = answer.body.strip()
    if not text:
        return Again("the answer is empty")
    if text.startswith(b"{"):
        return None if read_articles(text) is not None else Again("the answer is no whole JSON")
    why = sentence(text)
    return Again(f"it says: {why}", 2 * _PAUSE) if re.search(r"(?i)limit (?:your )?requests", why) else None


def read_articles(body: bytes) -> list[dict[str, Any]] | None:
    """Return the articles of an answer; None when it is none.

    >>> read_articles(b'{"articles": [{"title": "Up"}]}'), read_articles(b"{}"), read_articles(b"Too short.")
    ([{'title': 'Up'}], [], None)
    """
    data = json_object(body)
    articles = data.get("articles", []) if data is not None else None
    return [each for each in articles if isinstance(each, dict)] if isinstance(articles, list) else None
