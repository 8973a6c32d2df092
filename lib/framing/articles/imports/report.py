"""What an import says of each file: counts, fields, and dates that look wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from framing.articles.dates import standard_dates
from framing.articles.formats.base import Stated

__all__ = ["FIELDS", "FieldCount", "FileReport", "Imported", "count_fields", "doubt_dates"]

# In the order they are told.
FIELDS = ("headline", "body", "source", "published", "url", "author", "section", "language")

# A headline that long is a paragraph that was taken for one.
_LONG_HEADLINE = 300
# How far the words of a body may be from the length that the database states.
_LENGTH_OFF = 0.25
_SHORT_LENGTH = 100
_LONG_WORDS = 20
# So many dates on one day look like a default rather than news: at least so many, and this share of the file.
_MANY, _MANY_SHARE = 5, 0.2


@dataclass
class FieldCount:
    """In how many articles a field was parsed, is missing, or is doubtful (parsed, and yet odd)."""

    parsed: int = 0
    missing: int = 0
    doubtful: int = 0


@dataclass
class FileReport:
    """What became of one file; ``found`` = ``kept`` + ``known`` + ``quarantined``.

    Attributes
    ----------
    file, sha256, format, encoding : str
    bytes, found, kept, known, quarantined : int
        ``known``: articles that the corpus had already.
    stated : int or None
        How many articles the file says it holds.
    fields : dict
        Field -> FieldCount, over the articles that were kept or known.
    notes : list of str
        What looks odd, a sentence each.
    about : dict
        The query, its range of dates and when it was downloaded, as the file has them.
    failure : str
    """

    file: str
    sha256: str = ""
    format: str = ""
    encoding: str = ""
    bytes: int = 0
    found: int = 0
    kept: int = 0
    known: int = 0
    quarantined: int = 0
    stated: int | None = None
    fields: dict[str, FieldCount] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    failure: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON would have it."""
        return asdict(self)


@dataclass
class Imported:
    """What an import did.

    Attributes
    ----------
    folder : Path
    files : list of FileReport
    found, kept, known, quarantined : int
        Records; found = kept + known + quarantined. ``known``: articles that the corpus had already.
    steps : dict
        Step of cleaning -> (articles that it changed, characters that it took out).
    boilerplate : list of (source, line, articles)
    """

    folder: Path
    files: list[FileReport] = field(default_factory=list)
    steps: dict[str, tuple[int, int]] = field(default_factory=dict)
    boilerplate: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def found(self) -> int:
        """How many records the files held."""
        return sum(each.found for each in self.files)

    @property
    def kept(self) -> int:
        """How many of them are new articles."""
        return sum(each.kept for each in self.files)

    @property
    def known(self) -> int:
        """How many of them the corpus had already."""
        return sum(each.known for each in self.files)

    @property
    def quarantined(self) -> int:
        """How many of them are no article, or repeat one."""
        return sum(each.quarantined for each in self.files)

    @property
    def failures(self) -> list[str]:
        """Why files could not be read, a sentence each."""
        return [each.failure for each in self.files if each.failure]


def count_fields(rows: Sequence[dict[str, str]], dates: Sequence[str], doubts: Sequence[bool]) -> dict[str, FieldCount]:
    """Count for each field in how many articles it was parsed, is missing or is doubtful.

    Parameters
    ----------
    rows : sequence of dict
        The fields of each article, as read.
    dates : sequence of str
        The date of each as it was understood; "" when it was not.
    doubts : sequence of bool
        Which dates look wrong.
    """
    counts = {name: FieldCount() for name in FIELDS}
    for row, date, doubt in zip(rows, dates, doubts, strict=True):
        for name, count in counts.items():
            text = row.get(name, "").strip()
            if not text:
                count.missing += 1
            elif _doubtful(name, text, row) or (name == "published" and (doubt or not date)):
                count.doubtful += 1
            else:
                count.parsed += 1
    return counts


def _doubtful(name: str, text: str, row: dict[str, str]) -> bool:
    if name == "headline":
        return len(text) > _LONG_HEADLINE or "\n" in text
    if name == "body":
        stated = row.get("length", "")
        words = len(text.split())
        if words * _LONG_WORDS < len(text):  # Chinese and Japanese: what is stated are letters
            words = len("".join(text.split()))
        off = stated.isdigit() and int(stated) >= _SHORT_LENGTH and abs(words - int(stated)) > _LENGTH_OFF * int(stated)
        return off or "\ufffd" in text
    return False


def doubt_dates(dates: Sequence[str], stated: Stated, today: dt.date) -> tuple[list[bool], list[str]]:
    """Say which dates look wrong, and why.

    Parameters
    ----------
    dates : sequence of str
        In ISO 8601, "" where there is none.
    stated : Stated
        Of the file: when it was downloaded, and the range that was searched.
    today : date

    Returns
    -------
    list of bool
        One a date.
    list of str
        A sentence for each thing that is odd.

    Examples
    --------
    >>> doubt_dates(["2031-05-01", "2024-05-01"], Stated(), dt.date(2024, 6, 1))
    ([True, False], ['1 date lies in the future, the latest is 2031-05-01.'])
    """
    days = [each[:10] if len(each) >= 10 else "" for each in dates]
    doubts = [False] * len(days)
    notes = []

    def mark(which: list[int], sentence: str) -> None:
        if which:
            notes.append(sentence)
        for place in which:
            doubts[place] = True

    limit = (today + dt.timedelta(days=1)).isoformat()
    late = [place for place, day in enumerate(days) if day > limit]
    latest = max((days[place] for place in late), default="")
    mark(late, f"{_dates(len(late), 'lies', 'lie')} in the future, the latest is {latest}.")
    retrieved, start, end = (each[:10] for each, _ in standard_dates([stated.retrieved, stated.start, stated.end]))
    if len(retrieved) == 10:
        same = [place for place, day in enumerate(days) if day == retrieved]
        if _many(same, days):
            mark(same, f"{_dates(len(same), 'is', 'are')} the day of the download, {retrieved}: it may stand for none.")
    first = [place for place, day in enumerate(days) if day.endswith("-01-01")]
    if _many(first, days):
        mark(first, f"{_dates(len(first), 'is', 'are')} 1 January: it may stand for a year alone.")
    if len(start) == 10 or len(end) == 10:
        low, high = start if len(start) == 10 else "0", end if len(end) == 10 else "9"
        outside = [place for place, day in enumerate(days) if day and not low <= day <= high]
        span = f"{start or 'the beginning'} to {end or 'today'}"
        mark(outside, f"{_dates(len(outside), 'lies', 'lie')} outside the range that was searched, {span}.")
    return doubts, notes


def _many(places: list[int], days: list[str]) -> bool:
    return len(places) >= _MANY and len(places) >= _MANY_SHARE * sum(map(bool, days))


def _dates(number: int, one: str, more: str) -> str:
    return f"1 date {one}" if number == 1 else f"{number:,} dates {more}"
