"""Dates as news data has them: read when they say enough, missing when they do not, never guessed.

A time without a zone is taken as UTC. The local date, which periods use, is the date as it is written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

__all__ = ["PRECISIONS", "read_dates"]

PRECISIONS = ("time", "day", "month", "year")

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?)?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T,]+(\d{1,2}):(\d\d)(?::\d\d)?)?")
_EARLIEST, _LATEST = 1600, 2200


def read_dates(given: Sequence[str], precision: Sequence[str] | None = None) -> tuple[pd.DataFrame, list[str]]:
    """Read dates as they are written in news data.

    ISO 8601 with or without time and zone, ``20241023T081500Z``, RFC 2822, "Oct. 23, 2024", "23 October 2024",
    "2024-10", "2024". ``03/04/2024`` is read only when another date of the column shows which number is the day.

    Parameters
    ----------
    given : sequence of str
        One date an article; "" where there is none.
    precision : sequence of str, optional
        "time", "day", "month" or "year" where the data says how exact its dates are; the coarser of the two holds.

    Returns
    -------
    DataFrame
        ``published`` (UTC), ``published_local`` (a date), ``published_precision``; missing where nothing was read.
    list of str
        Notes, one sentence each, on what was not read and why.

    Examples
    --------
    >>> table, notes = read_dates(["2024-10-23T23:30:00-05:00", "October 2024", "soon"])
    >>> table["published"].dt.strftime("%Y-%m-%d %H:%M").tolist()[0], table["published_precision"].tolist()[:2]
    ('2024-10-24 04:30', ['time', 'month'])
    >>> notes
    ['1 date was not understood, for example “soon”; these articles count as undated.']
    """
    written = pd.Series([str(each).strip() for each in given], dtype=object)
    distinct = sorted(set(written) - {""})
    order = _day_month_order(distinct)
    read = {each: _read(each, order) for each in distinct}
    rows = [read.get(each) or (pd.NaT, pd.NaT, None) for each in written]
    table = pd.DataFrame(
        {
            "published": pd.Series(pd.to_datetime([row[0] for row in rows], utc=True)).astype("datetime64[us, UTC]"),
            "published_local": pd.Series(pd.to_datetime([row[1] for row in rows])).astype("datetime64[us]"),
            "published_precision": pd.Series([row[2] for row in rows], dtype=object),
        }
    )
    if precision is not None:
        table["published_precision"] = _coarser(table["published_precision"], precision)
    return table, _notes(written, read, order)


def _read(text: str, order: str) -> tuple[dt.datetime, dt.datetime, str] | None:
    """Read one date: the moment in UTC, the date as written, how exact it is."""
    try:
        found = _known_shape(text, order)
        if found is None:
            found = _free_shape(text)
        if found is None:
            return None
        moment, precision = found
        local = dt.datetime(moment.year, moment.month, moment.day)
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return (moment, local, precision) if _EARLIEST <= local.year <= _LATEST else None


def _known_shape(text: str, order: str) -> tuple[dt.datetime, str] | None:
    if re.fullmatch(r"\d{4}", text):
        return dt.datetime(int(text), 1, 1), "year"
    month = re.fullmatch(r"(\d{4})-(\d\d)", text)
    if month:
        return dt.datetime(int(month[1]), int(month[2]), 1), "month"
    if _ISO.fullmatch(text):
        return dt.datetime.fromisoformat(text.replace(" UTC", "Z").replace("UTC", "Z")), _exactness(text)
    compact = _COMPACT.fullmatch(text)
    if compact:
        numbers = [int(each) for each in compact.groups() if each]
        return dt.datetime(*numbers), "time" if len(numbers) > 3 else "day"  # type: ignore[arg-type]
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        first, second, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        if order == "unknown" and first != second:
            raise ValueError("day and month cannot be told apart")
        day, month_number = (second, first) if order == "month first" else (first, second)
        clock = (int(numeric[5]), int(numeric[6])) if numeric[5] else (0, 0)
        return dt.datetime(year, month_number, day, *clock), "time" if numeric[5] else "day"
    return None


def _exactness(text: str) -> str:
    """A time of exactly midnight without a zone is how tables write a day."""
    if len(text) == 10:
        return "day"
    return "day" if re.fullmatch(r".{10}[T ]00:00(:00(\.0+)?)?", text) else "time"


def _free_shape(text: str) -> tuple[dt.datetime, str] | None:
    """Read "Oct. 23, 2024 8:15 GMT" and the like; two different defaults show which parts the text lacks."""
    from dateutil import parser

    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    low, high = (parser.parse(text, default=dt.datetime(2000, month, day)) for month, day in ((1, 1), (12, 28)))
    if low.year != high.year or low.month != high.month:
        return None
    if low.day != high.day:
        return low.replace(day=1), "month"
    return low, "time" if re.search(r"\d:\d\d", text) else "day"


def _day_month_order(distinct: Sequence[str]) -> str:
    """Say which number is the day in dates such as 03/04/2024: a column tells when one number exceeds 12."""
    found = [match for match in map(_NUMERIC.fullmatch, distinct) if match]
    day_first = any(int(each[1]) > 12 for each in found)
    month_first = any(int(each[3]) > 12 for each in found)
    if day_first == month_first:
        return "unknown"
    return "day first" if day_first else "month first"


def _coarser(read: pd.Series, said: Sequence[str]) -> pd.Series:
    rank = {name: index for index, name in enumerate(PRECISIONS)}
    other = [rank.get(str(each).strip().casefold(), 0) for each in said]
    mine = read.map(rank).fillna(0).astype(int)
    names = np.array(PRECISIONS, dtype=object)[np.maximum(mine.to_numpy(), np.array(other, dtype=int))]
    return pd.Series(np.where(read.isna(), None, names), dtype=object)


def _notes(written: pd.Series, read: Mapping[str, object], order: str) -> list[str]:
    failed = written[[bool(each) and read[each] is None for each in written]]
    if failed.empty:
        return []
    numeric = failed[[bool(_NUMERIC.fullmatch(each)) for each in failed]]
    notes = []
    if len(numeric) and order == "unknown":
        notes.append(
            f"{_count(len(numeric))} such as “{numeric.iloc[0]}” could be day/month or month/day; write them as "
            "2024-10-23. These articles count as undated."
        )
        failed = failed.drop(numeric.index)
    if len(failed):
        verb = "was" if len(failed) == 1 else "were"
        notes.append(
            f"{_count(len(failed))} {verb} not understood, for example “{failed.iloc[0][:40]}”; "
            "these articles count as undated."
        )
    return notes


def _count(number: int) -> str:
    return "1 date" if number == 1 else f"{number:,} dates"
