"""Periods of the calendar: which one an article belongs to, by the date at its outlet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest

__all__ = ["EVERY", "assign", "check_every", "extent", "is_partial", "period_start", "span"]

EVERY = ("month", "quarter", "year", "all")
_FREQUENCY = {"month": "M", "quarter": "Q", "year": "Y"}
# A date known only to the month or the year joins no finer period.
_FINE_ENOUGH = {
    "month": {"time", "day", "month"},
    "quarter": {"time", "day", "month"},
    "year": {"time", "day", "month", "year"},
    "all": {"time", "day", "month", "year"},
}
# Corpora end on the last day that had news, not on the last day of the month.
_SLACK = pd.Timedelta(days=7)


def check_every(every: str) -> str:
    """Return the kind of period, or say which there are."""
    if every not in EVERY:
        raise FramingError(f'every="{every}" is not known{nearest(every, EVERY)}')
    return every


def assign(local: pd.Series, precision: pd.Series, every: str) -> pd.Series:
    """Return the period of each article: "2024", "2024Q3", "2024-09" or "all"; missing where its date is too coarse.

    Parameters
    ----------
    local : Series of datetime
        The date at the outlet.
    precision : Series of str
        time, day, month or year.
    every : str
        month, quarter, year, or all for the whole time.

    Examples
    --------
    >>> dates = pd.Series(pd.to_datetime(["2024-10-23", "2024-01-01"]))
    >>> assign(dates, pd.Series(["day", "year"]), "quarter").tolist()
    ['2024Q4', None]
    """
    fits = precision.isin(_FINE_ENOUGH[check_every(every)]) & local.notna()
    if every == "all":
        names = pd.Series("all", index=local.index, dtype=object)
    else:
        place, found = pd.factorize(local.dt.to_period(_FREQUENCY[every]))  # few periods, many articles
        every_name = np.array([*map(str, found), None], dtype=object)
        names = pd.Series(every_name[place], index=local.index, dtype=object)
    return names.where(fits, None)


def span(periods: pd.Series, every: str) -> list[str]:
    """List every period from the first to the last that has articles; those without any are gaps, not omissions.

    >>> span(pd.Series(["2024-11", "2025-02"]), "month")
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    found = set(periods.dropna().tolist())
    if not found or every == "all":
        return sorted(found)
    return [str(each) for each in pd.period_range(min(found), max(found), freq=_FREQUENCY[every])]


def extent(local: pd.Series, precision: pd.Series, every: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return the first and the last day of the articles that join a period; "2024-10" reaches to 31 October.

    >>> dates = pd.Series(pd.to_datetime(["2024-01-01", "2024-03-20", "2024-10-01"]))
    >>> [each.date().isoformat() for each in extent(dates, pd.Series(["year", "day", "month"]), "month")]
    ['2024-03-20', '2024-10-31']
    """
    fits = precision.isin(_FINE_ENOUGH[every]) & local.notna()
    begins, fine = local[fits], precision[fits]
    ends = [begins]
    for coarse, frequency in (("month", "M"), ("year", "Y")):
        these = begins[fine == coarse]
        if len(these):
            ends.append(these.dt.to_period(frequency).dt.end_time.dt.normalize())
    return begins.min(), max(each.max() for each in ends)


def period_start(period: str) -> pd.Timestamp:
    """Return the first day of a period; of "all", nothing that could be drawn on a time axis.

    >>> period_start("2024Q3").date()
    datetime.date(2024, 7, 1)
    """
    return pd.NaT if period == "all" else pd.Period(period).start_time


def is_partial(period: str, first: pd.Timestamp, last: pd.Timestamp) -> bool:
    """Say whether the corpus begins or ends inside a period, with more than a week of it missing.

    >>> is_partial("2024-10", pd.Timestamp("2019-01-01"), pd.Timestamp("2024-10-20"))
    True
    """
    if period == "all":
        return False
    of = pd.Period(period)
    return bool(first > of.start_time + _SLACK or last < of.end_time.normalize() - _SLACK)
