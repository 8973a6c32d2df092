"""Ranges of time: what is missing of them, and how they are cut."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.fetch.ranges import cut, days_of, halves, missing, read_range, said, whole_days
from framing.project import FramingError

NOW = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)


def at(day, hour=0, minute=0, month=3):
    return dt.datetime(2024, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-03-01", "2024-03-01", (at(1), at(2))),
        (dt.date(2024, 3, 1), dt.date(2024, 3, 31), (at(1), at(1, month=4))),
        ("2024-03-01T08:00", "2024-03-01T09:30", (at(1, 8), at(1, 9, 30))),
        ("2024-03-01T08:00+02:00", "2024-03-01", (at(1, 6), at(2))),
        ("2024-05-31", dt.date(9999, 12, 31), (at(31, month=5), at(2, month=6))),
        (" 2024-05-31 ", "2030-01-01", (at(31, month=5), at(2, month=6))),  # the future is not asked for
    ],
)
def test_a_range_goes_from_a_day_to_the_end_of_another(start, end, expected):
    assert read_range(start, end, NOW) == expected


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("1 March", "2024-03-02", "--from 1 March is no date"),
        ("2024-03-01", "2024-03-99", "--to 2024-03-99 is no date"),
        ("2024-03-02", "2024-03-01", "--to 2024-03-01 is before --from 2024-03-02"),
        ("2024-06-02", "2024-06-03", "is in the future"),
        ("2024-03-01T08:00", "2024-03-01T08:00", "is before"),
        (dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=9))), "2024-03-01", "out of every range"),
    ],
)
def test_a_range_that_is_none_is_a_sentence(start, end, why):
    with pytest.raises(FramingError, match=why):
        read_range(start, end, NOW)


def test_a_range_is_cut_where_months_begin_and_where_today_does():
    parts = cut((at(20, month=4), at(2, month=6)), at(15, 9, month=5))
    assert [said(each) for each in parts] == [
        "2024-04-20 to 2024-04-30",
        "2024-05-01 to 2024-05-14",
        "2024-05-15 to 2024-05-31",
        "2024-06-01 to 2024-06-01",
    ]


def test_hours_are_halved_at_a_full_minute():
    assert [said(each) for each in halves((at(1, 8), at(1, 8, 15)))] == [
        "2024-03-01 08:00 to 2024-03-01 08:07",
        "2024-03-01 08:07 to 2024-03-01 08:15",
    ]


def test_services_that_know_days_alone_get_the_days_that_a_range_touches():
    assert days_of(whole_days((at(1, 8), at(2, 9)))) == ("2024-03-01", "2024-03-02")
    assert days_of((at(1), at(2))) == ("2024-03-01", "2024-03-01")


moments = st.integers(0, 60 * 24 * 90).map(lambda minutes: at(1) + dt.timedelta(minutes=minutes))
ranges = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1])


@given(ranges, st.lists(ranges, max_size=5), moments)
def test_what_is_missing_and_what_is_there_make_up_the_range_and_share_nothing(wanted, done, moment):
    left = missing(wanted, done)
    inside = wanted[0] <= moment < wanted[1]
    there = any(start <= moment < end for start, end in done)
    assert sum(start <= moment < end for start, end in left) == (inside and not there)


@given(ranges, moments)
def test_the_parts_of_a_range_follow_each_other_from_its_start_to_its_end(wanted, now):
    parts = cut(wanted, now)
    assert parts[0][0] == wanted[0]
    assert parts[-1][1] == wanted[1]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(parts))
    assert all(start < end for start, end in parts)


@given(ranges)
def test_halves_make_up_the_whole_and_neither_is_empty(whole):
    first, second = halves(whole)
    assert (first[0], first[1], second[1]) == (whole[0], second[0], whole[1])
    assert first[0] < first[1] < second[1]
