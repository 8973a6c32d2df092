"""Ranges of time: from and to as people write them, what of a range is still missing, and how it is cut.

A range is half-open, from a moment to before another, both in UTC: so ranges beside each other share nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from framing.project import FramingError

__all__ = ["Moment", "Range", "cut", "days_of", "halves", "missing", "read_range", "said", "whole_days"]

Moment = dt.date | dt.datetime | str
Range = tuple[dt.datetime, dt.datetime]

_DAY = dt.timedelta(days=1)


def read_range(start: Moment, end: Moment, now: dt.datetime) -> Range:
    """Return the range from a day or moment to another; the day that ends it belongs to it, the future does not.

    Parameters
    ----------
    start, end : str, date or datetime
        "2024-03-01" or "2024-03-01T08:00"; without a zone, UTC.
    now : datetime

    Raises
    ------
    FramingError
        When one is no date, the end is before the start, or the start is to come.

    Examples
    --------
    >>> said(read_range("2024-03-01", "2024-03-02", dt.datetime(2025, 1, 1, tzinfo=dt.UTC)))
    '2024-03-01 to 2024-03-02'
    """
    first, _ = _moment(start, "--from")
    last, whole_day = _moment(end, "--to")
    tomorrow = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    if first >= tomorrow:
        raise FramingError(f"--from {start} is in the future; there is nothing to fetch yet.")
    last = tomorrow if last >= tomorrow else last + _DAY if whole_day else last
    if last <= first:
        raise FramingError(f"--to {end} is before --from {start}; exchange them.")
    return first, last


def _moment(given: Moment, name: str) -> tuple[dt.datetime, bool]:
    """Return a moment in UTC, and whether it was given as a day."""
    if isinstance(given, str):
        text = given.strip()
        try:
            given = dt.date.fromisoformat(text) if len(text) <= 10 else dt.datetime.fromisoformat(text)
        except ValueError:
            raise FramingError(f"{name} {text[:40]} is no date; write it as 2024-03-01.") from None
    try:
        if not isinstance(given, dt.datetime):
            return dt.datetime(given.year, given.month, given.day, tzinfo=dt.UTC), True
        whole = given.replace(microsecond=0)
        return whole.replace(tzinfo=dt.UTC) if whole.tzinfo is None else whole.astimezone(dt.UTC), False
    except OverflowError:
        raise FramingError(f"{name} {given} is out of every range; write it as 2024-03-01.") from None


def whole_days(given: Range) -> Range:
    """Return a range with the days that it begins and ends in, for services that know days alone."""
    start, end = (each.replace(hour=0, minute=0, second=0) for each in given)
    return start, end if end == given[1] else end + _DAY


def missing(wanted: Range, done: Iterable[Range]) -> list[Range]:
    """Return what of a range is in none of others.

    >>> days = [dt.datetime(2024, 3, day, tzinfo=dt.UTC) for day in range(1, 8)]
    >>> [said(each) for each in missing((days[0], days[6]), [(days[1], days[3]), (days[2], days[4])])]
    ['2024-03-01 to 2024-03-01', '2024-03-05 to 2024-03-06']
    """
    left, at = [], wanted[0]
    for start, end in sorted(done):
        if start > at and at < wanted[1]:
            left.append((at, min(start, wanted[1])))
        at = max(at, end)
    if at < wanted[1]:
        left.append((at, wanted[1]))
    return left


def cut(wanted: Range, now: dt.datetime) -> list[Range]:
    """Cut a range where months begin, and where today does: what is not over is asked for anew by a later run."""
    today = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    parts, (at, end) = [], wanted
    while at < end:
        month = (at.replace(day=1, hour=0, minute=0, second=0) + 32 * _DAY).replace(day=1)
        stop = min(end, month, today) if at < today else min(end, month)
        parts.append((at, stop))
        at = stop
    return parts


def halves(whole: Range) -> tuple[Range, Range]:
    """Cut a range in two: at a midnight when it is of two days and more, else at a full minute.

    >>> day = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    >>> [said(each) for each in halves((day, day + dt.timedelta(days=3)))]
    ['2024-03-01 to 2024-03-01', '2024-03-02 to 2024-03-03']
    """
    start, end = whole
    middle = start + (end - start) / 2
    day, minute = middle.replace(hour=0, minute=0, second=0, microsecond=0), middle.replace(second=0, microsecond=0)
    middle = day if start < day and end - start >= 2 * _DAY else minute if start < minute else middle
    return (start, middle), (middle, end)


def days_of(whole: Range) -> tuple[str, str]:
    """Return the first and the last day that a range touches, as services that know days alone want them."""
    return whole[0].date().isoformat(), (whole[1] - dt.timedelta(seconds=1)).date().isoformat()


def said(whole: Range) -> str:
    """Name a range: by its days when it is made of days, else to the minute."""
    if all(each == each.replace(hour=0, minute=0, second=0) for each in whole):
        return " to ".join(days_of(whole))
    return " to ".join(each.strftime("%Y-%m-%d %H:%M") for each in whole)
