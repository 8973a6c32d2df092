"""Dates as news data has them: read when they say enough, missing when they do not, never guessed.

A time without a zone is taken as UTC; one with a zone's name that is not known for certain (CST is Chicago's and
Beijing's) keeps its day alone. The local date, which periods use, is the date as it is written.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

__all__ = ["PRECISIONS", "read_dates", "read_plain", "standard_dates"]

PRECISIONS = ("time", "day", "month", "year")

_YEAR_FIRST = re.compile(
    r"(\d{4})(?P<sep>[-/.年])\s?(\d{1,2})(?:(?P=sep)|月)\s?(\d{1,2})日?"
    r"(?:[T ]\s?(?P<clock>\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?(?: (?:UTC|GMT))?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?")
_NUMERIC = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T,]+(\d{1,2}):(\d\d)(?::\d\d)?(?:\s?([AaPp])\.?[Mm]\.?)?)?"
)
# Hours east of Greenwich, for the names of RFC 2822 and others that mean one zone; CST, IST and BST mean several.
_ZONES = {"EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2, "JST": 9, "HKT": 8}
_EARLIEST, _LATEST = 1600, 2200
# Dates read at a time: what is made of each on the way takes some hundred bytes.
_AT_ONCE = 50_000


def read_dates(
    given: Sequence[str], precision: Sequence[str] | None = None, files: Sequence[str] | None = None
) -> tuple[pd.DataFrame, list[str]]:
    """Read dates as they are written in news data.

    ISO 8601 with or without time and zone, ``2024/10/23``, ``20241023T081500Z``, RFC 2822, "Oct. 23, 2024",
    "23 October 2024", "2024-10", "2024". ``03/04/2024`` is read only when another date of the same file shows which
    number is the day.

    Parameters
    ----------
    given : sequence of str
        One date an article; "" where there is none.
    precision : sequence of str, optional
        "time", "day", "month" or "year" where the data says how exact its dates are; the coarser of the two holds.
    files : sequence of str, optional
        The file that each date stands in: one file may write the day first and another the month.

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
    names = files if files is not None else [""] * len(given)
    orders = _day_month_orders(given, names)
    parts: list[pd.DataFrame] = []
    failed: list[str] = []
    for start in range(0, max(len(given), 1), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        table, unread = _read_some([str(each).strip() for each in given[part]], names[part], orders)
        parts.append(table)
        failed += unread
    table = pd.concat(parts, ignore_index=True)
    if precision is not None:
        table["published_precision"] = _coarser(table["published_precision"], precision)
    return table, _notes(failed)


def _read_some(written: Sequence[str], files: Sequence[str], orders: dict[str, str]) -> tuple[pd.DataFrame, list[str]]:
    """Read some dates, each one of a file once; return them as a table, and those that were not understood."""
    known: dict[tuple[str, str], tuple[dt.datetime, dt.datetime, str] | None] = {}
    rows, failed = [], []
    for file, text in zip(files, written, strict=True):
        if (file, text) not in known:
            known[file, text] = (read_plain(text) or _read(text, orders[file])) if text else None
        row = known[file, text]
        if row is None and text:
            failed.append(text)
        rows.append(row or (pd.NaT, pd.NaT, None))
    table = pd.DataFrame(
        {
            "published": pd.Series(pd.to_datetime([row[0] for row in rows], utc=True)).astype("datetime64[us, UTC]"),
            "published_local": pd.Series(pd.to_datetime([row[1] for row in rows])).astype("datetime64[us]"),
            "published_precision": pd.Series([row[2] for row in rows], dtype=object),
        }
    )
    return table, failed


def read_plain(text: str) -> tuple[dt.datetime, dt.datetime, str] | None:
    """Read a date that is written as most are: the moment, the date there, "time"; None for any other.

    >>> read_plain("2024-10-23T08:15:00Z")[0].hour, read_plain("23/10/2024")
    (8, None)
    """
    if len(text) != 20 or text[10] != "T" or text[19] != "Z" or not text.isascii():
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    local = dt.datetime(moment.year, moment.month, moment.day)
    return (moment, local, "time") if _EARLIEST <= moment.year <= _LATEST else None


def _read(text: str, order: str) -> tuple[dt.datetime, dt.datetime, str] | None:
    """Read one date: the moment in UTC, the date as written, how exact it is."""
    found = _as_written(text, order)
    if found is None:
        return None
    moment, precision = found
    local = dt.datetime(moment.year, moment.month, moment.day)
    try:
        moment = moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except OverflowError:
        return None
    return moment, local, precision


def _as_written(text: str, order: str) -> tuple[dt.datetime, str] | None:
    """Read one date in the zone it is written in, and say how exact it is."""
    try:
        found = _known_shape(text, order) or _free_shape(text)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and _EARLIEST <= found[0].year <= _LATEST else None


def standard_dates(given: Sequence[str], zone: str = "") -> list[tuple[str, str]]:
    """Write the dates of one file in ISO 8601, as they are at the outlet.

    Parameters
    ----------
    given : sequence of str
        As for `read_dates`; besides, dates in other languages, such as "12. März 2014".
    zone : str
        Where times without a zone were written, such as "Asia/Shanghai"; "" leaves them without.

    Returns
    -------
    list of (str, str)
        "2014-03-12T08:15:00+08:00" and "time", "2014-03-12" and "day", "2014-03" and "month", "2014" and "year";
        "" and "" where nothing was read.

    Examples
    --------
    >>> standard_dates(["12. März 2014", "2014-03-12 08:15", "soon"], "Asia/Shanghai")
    [('2014-03-12', 'day'), ('2014-03-12T08:15:00+08:00', 'time'), ('', '')]
    """
    texts = [str(each).strip() for each in given]
    order = _day_month_orders(texts, [""] * len(texts)).get("", "unknown")
    place = ZoneInfo(zone) if zone else None
    known: dict[str, tuple[str, str]] = {"": ("", "")}
    for text in texts:
        if text not in known:
            found = _as_written(text, order) or _foreign_shape(text)
            known[text] = _standard(*found, place) if found else ("", "")
    return [known[text] for text in texts]


def _standard(moment: dt.datetime, precision: str, place: dt.tzinfo | None) -> tuple[str, str]:
    if precision == "time":
        moment = moment.replace(tzinfo=place) if moment.tzinfo is None else moment
        return moment.isoformat().replace("+00:00", "Z"), precision
    return moment.strftime(f"{moment.year:04d}{_SHAPES[precision]}"), precision


_SHAPES = {"day": "-%m-%d", "month": "-%m", "year": ""}


def _foreign_shape(text: str) -> tuple[dt.datetime, str] | None:
    """Read a date in another language than English: a day, with its month in letters or in Chinese."""
    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]", text) or len(text) > 60:
        return None
    from dateparser import DateDataParser

    parser = DateDataParser(settings={"STRICT_PARSING": True, "REQUIRE_PARTS": ["year", "month", "day"]})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = parser.get_date_data(text).date_obj
    if found is None or not _EARLIEST <= found.year <= _LATEST:
        return None
    return (
        (found, "time") if re.search(r"\d[:.h]\d\d", text) else (dt.datetime(found.year, found.month, found.day), "day")
    )


def _known_shape(text: str, order: str) -> tuple[dt.datetime, str] | None:
    if re.fullmatch(r"\d{4}", text):
        return dt.datetime(int(text), 1, 1), "year"
    month = re.fullmatch(r"(\d{4})-(\d\d)", text)
    if month:
        return dt.datetime(int(month[1]), int(month[2]), 1), "month"
    ordered = _YEAR_FIRST.fullmatch(text)
    if ordered:
        return _year_first(*ordered.group(1, 3, 4, "clock", "zone"))
    compact = _COMPACT.fullmatch(text)
    if compact:
        numbers = [int(each) for each in compact.groups() if each]
        zone = dt.UTC if text.endswith("Z") else None
        return dt.datetime(*numbers, tzinfo=zone), "time" if len(numbers) > 3 else "day"  # type: ignore[arg-type, misc]
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        first, second, year = int(numeric[1]), int(numeric[3]), int(numeric[4])
        if order == "unknown" and first != second and max(first, second) <= 12:
            raise ValueError("day and month cannot be told apart")
        day, month_number = (second, first) if order == "month first" or second > 12 else (first, second)
        clock = (int(numeric[5]), int(numeric[6])) if numeric[5] else (0, 0)
        if numeric[7]:
            clock = (clock[0] % 12 + 12 * (numeric[7] in "Pp"), clock[1])
        return dt.datetime(year, month_number, day, *clock), "time" if numeric[5] else "day"
    return None


def _year_first(year: str, month: str, day: str, clock: str | None, zone: str | None) -> tuple[dt.datetime, str]:
    """Read 2024-10-23; a time of exactly midnight without a zone is how tables write a day."""
    date = dt.datetime(int(year), int(month), int(day))
    if clock is None or (zone is None and not clock.strip("0:.,")):
        return date, "day"
    hour, minute, second, fraction = ([*re.split("[:.,]", clock), "0", "0"])[:4]
    moment = date.replace(
        hour=int(hour), minute=int(minute), second=int(second), microsecond=int(fraction[:6].ljust(6, "0"))
    )
    if zone and zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        east = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) * (-1 if zone[0] == "-" else 1)
        moment = moment.replace(tzinfo=dt.timezone(east))
    elif zone:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment, "time"


def _free_shape(text: str) -> tuple[dt.datetime, str] | None:
    """Read "Oct. 23, 2024 8:15 GMT" and the like; two different defaults show which parts the text lacks."""
    from dateutil import parser

    if not re.search(r"\d{4}", text) or not re.search(r"[^\W\d_]{3}", text):
        return None
    zones = {name: hours * 3600 for name, hours in _ZONES.items()}
    defaults = (dt.datetime(2000, 1, 1), dt.datetime(2000, 12, 28))
    exact = re.search(r"\d:\d\d", text) is not None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", parser.UnknownTimezoneWarning)
            low, high = (parser.parse(text, default=each, tzinfos=zones) for each in defaults)
    except parser.UnknownTimezoneWarning:
        exact = False
        low, high = (parser.parse(text, default=each, ignoretz=True) for each in defaults)
    if low.year != high.year or low.month != high.month:
        return None
    if low.day != high.day:
        return low.replace(day=1), "month"
    return (low, "time") if exact else (dt.datetime(low.year, low.month, low.day), "day")


def _day_month_orders(written: Sequence[str], files: Sequence[str]) -> dict[str, str]:
    """Say for each file which number is the day in dates such as 03/04/2024: one number above 12 tells."""
    first: dict[str, set[bool]] = {name: set() for name in set(files)}
    for text, file in zip(written, files, strict=True):
        found = _NUMERIC.fullmatch(str(text).strip())
        if found and int(found[1]) > 12:
            first[file].add(True)
        if found and int(found[3]) > 12:
            first[file].add(False)
    said = {frozenset([True]): "day first", frozenset([False]): "month first"}
    return {name: said.get(frozenset(each), "unknown") for name, each in first.items()}


def _coarser(read: pd.Series, said: Sequence[str]) -> pd.Series:
    rank = {name: index for index, name in enumerate(PRECISIONS)}
    other = [rank.get(str(each).strip().casefold(), 0) for each in said]
    mine = read.map(rank).fillna(0).astype(int)
    names = np.array(PRECISIONS, dtype=object)[np.maximum(mine.to_numpy(), np.array(other, dtype=int))]
    return pd.Series(np.where(read.isna(), None, names), dtype=object)


def _notes(failed: list[str]) -> list[str]:
    """Say how many dates were not read, and why; the texts are those that failed."""
    unclear = [each for each in failed if _is_unclear(each)]
    failed = [each for each in failed if not _is_unclear(each)]
    notes = []
    if unclear:
        notes.append(
            f"{_count(len(unclear))} such as “{unclear[0]}” could be day/month or month/day; write them as "
            "2024-10-23. These articles count as undated."
        )
    if failed:
        verb = "was" if len(failed) == 1 else "were"
        notes.append(
            f"{_count(len(failed))} {verb} not understood, for example “{failed[0][:40]}”; "
            "these articles count as undated."
        )
    return notes


def _is_unclear(text: str) -> bool:
    found = _NUMERIC.fullmatch(text)
    return found is not None and 1 <= min(int(found[1]), int(found[3])) <= max(int(found[1]), int(found[3])) <= 12


def _count(number: int) -> str:
    return "1 date" if number == 1 else f"{number:,} dates"
