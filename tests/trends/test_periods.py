"""Periods: which one a date belongs to, the gaps between them, and those that are cut off."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.project import FramingError
from framing.trends.periods import assign, check_every, extent, is_partial, period_start, span


def days(*dates):
    return pd.Series(pd.to_datetime(list(dates)))


@pytest.mark.parametrize(
    ("every", "periods"),
    [
        ("month", ["2024-10", "2024-10", "2024-10", None, None]),
        ("quarter", ["2024Q4", "2024Q4", "2024Q4", None, None]),
        ("year", ["2024", "2024", "2024", "2024", None]),
        ("all", ["all", "all", "all", "all", None]),
    ],
)
def test_a_coarse_date_joins_no_finer_period(every, periods):
    dates = days("2024-10-23", "2024-10-23", "2024-10-01", "2024-01-01", None)
    precision = pd.Series(["time", "day", "month", "year", None])
    assert assign(dates, precision, every).tolist() == periods


@pytest.mark.parametrize(
    ("periods", "every", "expected"),
    [
        (["2023-11", "2024-02"], "month", ["2023-11", "2023-12", "2024-01", "2024-02"]),
        (["2023Q4", "2024Q2", None], "quarter", ["2023Q4", "2024Q1", "2024Q2"]),
        (["2021", "2019"], "year", ["2019", "2020", "2021"]),
        (["all", "all"], "all", ["all"]),
        ([None], "month", []),
        ([], "all", []),
    ],
)
def test_gaps_are_periods_too(periods, every, expected):
    assert span(pd.Series(periods, dtype=object), every) == expected


@pytest.mark.parametrize(
    ("period", "first", "last", "partial"),
    [
        ("2024-10", "2024-10-08", "2024-11-30", False),
        ("2024-10", "2024-10-09", "2024-11-30", True),
        ("2024-10", "2024-01-01", "2024-10-24", False),
        ("2024-10", "2024-01-01", "2024-10-23", True),
        ("2024Q4", "2024-10-20", "2025-01-01", True),
        ("2024", "2024-01-05", "2024-12-28", False),
        ("2024", "2024-01-05", "2024-12-20", True),
        ("all", "2024-06-01", "2024-06-02", False),
    ],
)
def test_a_period_is_partial_when_more_than_a_week_of_it_is_missing(period, first, last, partial):
    assert is_partial(period, pd.Timestamp(first), pd.Timestamp(last)) is partial


def test_a_corpus_dated_to_the_month_reaches_to_the_end_of_its_last_month():
    first, last = extent(days("2024-01-01", "2024-02-01"), pd.Series(["month", "month"]), "month")
    assert [f"{each:%Y-%m-%d}" for each in (first, last)] == ["2024-01-01", "2024-02-29"]


def test_dates_that_are_too_coarse_do_not_stretch_a_corpus():
    dates, precision = days("2024-01-01", "2024-03-20", "2024-05-30", None), pd.Series(["year", "day", "time", None])
    first, last = extent(dates, precision, "month")
    assert [f"{each:%Y-%m-%d}" for each in (first, last)] == ["2024-03-20", "2024-05-30"]


def test_the_first_day_of_a_period():
    assert [f"{period_start(each):%Y-%m-%d}" for each in ("2024", "2024Q4", "2024-02")] == [
        "2024-01-01", "2024-10-01", "2024-02-01",
    ]  # fmt: skip
    assert pd.isna(period_start("all"))


def test_an_unknown_period_brings_the_nearest():
    with pytest.raises(FramingError, match='every="monthly" is not known; did you mean "month"'):
        check_every("monthly")
