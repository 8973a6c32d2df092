"""One run of fetching: what was kept, what failed, and when to stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from framing.articles.fetch.answers import Answer
from framing.articles.fetch.http import Client, Unanswered
from framing.articles.fetch.ranges import Range, cut, missing, said
from framing.articles.fetch.store import Line, Store
from framing.project import FramingError

__all__ = ["Fetched", "Progress", "Refused", "Run", "client_for", "stamp", "words"]

Progress = Callable[[str], object]

# Parts of a range that fail one after the other before the rest is left: the service is down, or the network is.
_FAIL_IN_A_ROW = 3


class Refused(FramingError):
    """A service says that it will not answer this question, or not to this key: asking again would change nothing."""


@dataclass(frozen=True)
class Fetched:
    """What a run of fetching came to.

    Attributes
    ----------
    folder : Path
        Where the answers are.
    requests : int
        Made, repeated ones too.
    kept : int
        Answers kept, a file each.
    articles : int
        In the answers kept, each address counted once where the service gives addresses.
    not_modified : int
        Feeds that had nothing new.
    already : int
        Answers of earlier runs that were not asked for again.
    failures : tuple of str
        A sentence on everything that is missing or may be.
    """

    folder: Path
    requests: int
    kept: int
    articles: int
    not_modified: int
    already: int
    failures: tuple[str, ...]

    def said(self) -> str:
        """Return a sentence on it.

        >>> Fetched(Path("press"), 3, 2, 1204, 0, 1, ()).said()
        '3 requests: 2 answers with 1,204 articles kept in press; 1 kept before.'
        """
        also = [f"{self.already:,} kept before"] if self.already else []
        also += [f"{self.not_modified:,} had nothing new"] if self.not_modified else []
        also += [f"{len(self.failures):,} failed"] if self.failures else []
        kept = f"{_count(self.kept, 'answer')} with {_count(self.articles, 'article')} kept in {self.folder}"
        return "; ".join([f"{_count(self.requests, 'request')}: {kept}", *also]) + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@dataclass
class Run:
    """A run in the making."""

    client: Client
    store: Store
    progress: Progress
    # How long after a range is over articles of it may still come in.
    lag: dt.timedelta = dt.timedelta(0)
    kept: int = 0
    articles: int = 0
    not_modified: int = 0
    already: int = 0
    failures: list[str] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _before: int = 0

    def __post_init__(self) -> None:
        self._before = self.client.requests
        self.client.tell = self.progress

    def keep(self, answer: Answer, name: str, addresses: Iterable[str] | None = None, **line: Any) -> Line:
        """Keep an answer and count its articles: by their addresses, where these are given."""
        made = self.store.keep(answer, name, **line)
        new = set(addresses) - self._seen if addresses is not None else set()
        self._seen |= new
        self.kept += bool(made["file"])
        self.articles += len(new) if addresses is not None else made["articles"]
        self.progress(f"{made['file'] or name.rpartition('.')[0]}: {_count(made['articles'], 'article')}")
        return made

    def fail(self, sentence: str) -> None:
        """Note what is missing."""
        self.failures.append(sentence)
        self.progress(sentence)

    def ranges(self, wanted: Range, done: list[Range], fetch: Callable[[Range], None]) -> None:
        """Fetch what of a range is missing, part by part.

        Raises
        ------
        Refused
            When the service refuses before anything was kept; after that it is a failure, and the end.
        """
        parts = [part for each in missing(wanted, done) for part in cut(each, self.client.now() - self.lag)]
        in_a_row = 0
        for number, part in enumerate(parts):
            try:
                fetch(part)
                in_a_row = 0
            except Refused as error:
                if not self.kept:
                    raise
                self.fail(f"{said(part)}: {error}")
                return
            except Unanswered as error:
                self.fail(f"{said(part)}: {error}")
                in_a_row += 1
            if in_a_row == _FAIL_IN_A_ROW and parts[number + 1 :]:
                rest = said((parts[number + 1][0], parts[-1][1]))
                self.fail(f"{rest}: not asked for, since {_FAIL_IN_A_ROW} parts in a row failed; run this again later.")
                return

    def settled(self, line: Line) -> Range | None:
        """Return the range that a line is on, when it was over as it was fetched; if not, more may have come since."""
        try:
            start, end, when = (dt.datetime.fromisoformat(line[each]) for each in ("start", "end", "when"))
        except (KeyError, TypeError, ValueError):
            return None
        return (start, end) if start.tzinfo and end.tzinfo and when.tzinfo and end + self.lag <= when else None

    def fetched(self) -> Fetched:
        """Return what it came to."""
        made = self.client.requests - self._before
        return Fetched(
            self.store.folder, made, self.kept, self.articles, self.not_modified, self.already, tuple(self.failures)
        )


def client_for(client: Client | None) -> AbstractContextManager[Client]:
    """Return the client that was given, or one that is closed after use."""
    return Client() if client is None else nullcontext(client)


def words(query: str, service: str) -> str:
    """Return a query, when there is one."""
    query = query.strip().encode("utf-8", "replace").decode()
    if not query:
        raise FramingError(f"The query for {service} is empty; give words to search for.")
    return query


def stamp(moment: dt.datetime) -> str:
    """Return a moment as file names have it.

    >>> stamp(dt.datetime(2024, 3, 1, 8, 15, tzinfo=dt.UTC))
    '20240301T081500'
    """
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S")
