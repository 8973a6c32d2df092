"""The Guardian's Open Platform: full articles, page by page."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from framing.articles.fetch.answers import Again, Answer, json_object, sentence
from framing.articles.fetch.http import Client
from framing.articles.fetch.keys import api_key, without
from framing.articles.fetch.ranges import Moment, Range, days_of, halves, read_range, said, whole_days
from framing.articles.fetch.run import Fetched, Progress, Refused, Run, client_for, words
from framing.articles.fetch.store import Store

__all__ = ["fetch_guardian"]

_SERVICE = "guardian"
_BASE = "https://content.guardianapis.com/search"
_WHERE = "https://open-platform.theguardian.com/access/"
_FIELDS = "headline,trailText,byline,bodyText,wordcount,publication,lastModified,firstPublicationDate,lang,shortUrl"
_PAGE = 50
# A range of more pages is split before they are asked for: the service refuses pages too far from the first, and the
# further one is the slower it gets.
_MOST_PAGES = 100
_DAY = dt.timedelta(days=1)


def fetch_guardian(
    query: str,
    start: Moment,
    end: Moment,
    out: Path | str,
    *,
    section: str = "",
    base: str = _BASE,
    client: Client | None = None,
    progress: Progress | None = None,
) -> Fetched:
    """Fetch the Guardian's articles on a query, with their texts.

    The key is read from GUARDIAN_API_KEY. What an earlier run kept is not asked for again, page by page.

    Parameters
    ----------
    query : str
        As the Guardian takes it: ``"space race" AND (China OR Russia)``.
    start, end : str, date or datetime
        Days of publication; both belong to the range.
    out : Path or str
        The folder.
    section : str
        Of the paper, "world" or "science|world"; "" means all.
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
    query = words(query, "the Guardian")
    key = api_key("GUARDIAN_API_KEY", "The Guardian", _WHERE)
    with client_for(client) as web:
        web.keys.append(key)
        wanted = whole_days(read_range(start, end, web.now()))
        run = Run(web, Store(out), progress or (lambda said: None))
        search = _Search(run, base, key, {"query": query, "section": section.strip()})
        run.ranges(wanted, search.done(wanted), search.fetch)
        return run.fetched()


class _Search:
    """One query to the Guardian."""

    def __init__(self, run: Run, base: str, key: str, asked: dict[str, Any]) -> None:
        self.run, self.base, self.key, self.asked = run, base, key, asked
        # Of each range, the pages that are kept: the line on each.
        self.pages: dict[Range, dict[int, dict[str, Any]]] = {}
        for line in run.store.of(_SERVICE, asked):
            part = run.settled(line)
            if part and all(isinstance(line.get(each), int) for each in ("page", "pages", "total")):
                self.pages.setdefault(part, {})[line["page"]] = line

    def done(self, wanted: Range) -> list[Range]:
        """Return the ranges of which earlier runs have every page."""
        ranges = []
        for part, pages in self.pages.items():
            if part[0] < wanted[1] and part[1] > wanted[0]:
                self.run.already += sum(1 for line in pages.values() if line["file"])
                if set(range(1, max(each["pages"] for each in pages.values()) + 1)) <= set(pages):
                    ranges.append(part)
        return ranges

    def fetch(self, part: Range) -> None:
        """Fetch the pages of a range that are missing, or its halves when they are too many."""
        kept = self.pages.setdefault(part, {})
        page, pages = 1, max((each["pages"] for each in kept.values()), default=1)
        while page <= pages:
            if page not in kept:
                answer, response = self._ask(part, page)
                pages = _number(response.get("pages"), pages)
                too_many = page == 1 and pages > _MOST_PAGES and part[1] - part[0] > _DAY
                if "results" not in response or too_many:
                    self._split(part, page)
                    return
                kept[page] = self._keep(part, page, answer, response)
            page += 1
        found, total = (sum(each["articles"] for each in kept.values()), max(each["total"] for each in kept.values()))
        if total > found:
            self.run.fail(f"{said(part)}: the Guardian says it has {total:,} articles, and gave {found:,}.")

    def _split(self, part: Range, page: int) -> None:
        if part[1] - part[0] <= _DAY:
            self.run.fail(
                f"{said(part)}: the Guardian gives no page beyond {page - 1}; narrow the query, by a section say."
            )
            return
        self.run.progress(f"{said(part)}: too many pages, asked for in two halves")
        for half in halves(part):
            self.fetch(half)

    def _ask(self, part: Range, page: int) -> tuple[Answer, dict[str, Any]]:
        """Ask for a page; without "results" when the service does not go that far."""
        first, last = days_of(part)
        answer = self.run.client.get(
            self.base,
            {
                "q": self.asked["query"],
                "section": self.asked["section"],
                "from-date": first,
                "to-date": last,
                "order-by": "oldest",
                "show-fields": _FIELDS,
                "page-size": _PAGE,
                "page": page,
                "api-key": self.key,
            },
            judge=_judge,
        )
        response = (json_object(answer.body) or {}).get("response")
        if answer.status == 200 and isinstance(response, dict) and isinstance(response.get("results"), list):
            return answer, response
        why = without(sentence(answer.body), [self.key])
        if page > 1 and re.search(r"(?i)paging this far|beyond the number of available pages", why):
            return answer, {}
        if answer.status in (401, 403):
            raise Refused(f"The Guardian does not take the key in GUARDIAN_API_KEY (“{why}”); check it at {_WHERE}.")
        raise Refused(f"The Guardian does not answer this query (status {answer.status}): “{why}”; change it.")

    def _keep(self, part: Range, page: int, answer: Answer, response: dict[str, Any]) -> dict[str, Any]:
        addresses = [str(each.get("webUrl") or each.get("id") or "") for each in response["results"]]
        first, last = (each.replace("-", "") for each in days_of(part))
        return self.run.keep(
            answer,
            f"guardian-{first}-{last}-p{page:03d}.json",
            addresses,
            service=_SERVICE,
            asked=self.asked,
            articles=len(addresses),
            start=part[0].isoformat(),
            end=part[1].isoformat(),
            page=page,
            pages=max(_number(response.get("pages"), 1), 1),
            total=_number(response.get("total"), 0),
        )


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _judge(answer: Answer) -> Again | None:
    cut_off = answer.status == 200 and json_object(answer.body) is None
    return Again("the answer is no whole JSON") if cut_off else None
