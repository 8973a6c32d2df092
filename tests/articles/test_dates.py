"""Dates are read when they say enough, and are missing, with a note, when they do not."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.dates import read_dates, standard_dates


def one(text):
    """UTC minute, local day and precision of a date that stands alone."""
    table, _ = read_dates([text])
    row = table.iloc[0]
    if pd.isna(row["published"]):
        assert pd.isna(row["published_local"])
        assert pd.isna(row["published_precision"])
        return None
    return f"{row['published']:%Y-%m-%d %H:%M}", f"{row['published_local']:%Y-%m-%d}", row["published_precision"]


@pytest.mark.parametrize(
    "text",
    [
        "2024-10-23", " 2024-10-23 ", "2024/10/23", "2024/10/23 00:00", "2024.10.23", "20241023", "2024年10月23日",
        "23 October 2024", "23 Oct 2024", "23-Oct-2024", "October 23, 2024", "Oct. 23, 2024", "Oct 23 2024",
        "October 23, 2024 Wednesday", "Wednesday, October 23, 2024", "Wed, 23 Oct 2024", "23.10.2024", "10/23/2024",
        "2024-10-23T00:00:00", "2024-10-23 00:00:00.000",
    ],
)  # fmt: skip
def test_a_day_in_many_spellings(text):
    assert one(text) == ("2024-10-23 00:00", "2024-10-23", "day")


@pytest.mark.parametrize(
    "text",
    [
        "2024-10-23T08:15:00Z", "2024-10-23T08:15Z", "2024-10-23 08:15:00", "2024-10-23 08:15", "2024-10-23 8:15",
        "2024-10-23T08:15:00.123Z", "2024-10-23 08:15:00.123456+00", "2024-10-23 08:15:00 +0000 UTC",
        "2024-10-23 08:15:00 UTC", "20241023T081500Z", "20241023081500", "2024/10/23 08:15:00",
        "Wed, 23 Oct 2024 08:15:00 GMT", "Wed, 23 Oct 2024 08:15:00 +0000", "Wed Oct 23 08:15:00 +0000 2024",
        "October 23, 2024 at 8:15 a.m.", "23 Oct 2024 08:15", "10/23/2024 8:15 AM", "23.10.2024 08:15",
    ],
)  # fmt: skip
def test_a_time_in_many_spellings_is_utc_when_no_zone_is_named(text):
    assert one(text) == ("2024-10-23 08:15", "2024-10-23", "time")


@pytest.mark.parametrize(
    ("text", "utc", "local"),
    [
        ("2024-10-23T23:30:00-05:00", "2024-10-24 04:30", "2024-10-23"),
        ("2024-10-23 23:30:00 -0500", "2024-10-24 04:30", "2024-10-23"),
        ("2024-10-23T03:00:00+08:00", "2024-10-22 19:00", "2024-10-23"),
        ("2024-10-23T03:00:00+0530", "2024-10-22 21:30", "2024-10-23"),
        ("Wed, 23 Oct 2024 03:00:00 +0800", "2024-10-22 19:00", "2024-10-23"),
        ("Oct 23, 2024 8:15 PM EDT", "2024-10-24 00:15", "2024-10-23"),
        ("10/23/2024 8:15 PM", "2024-10-23 20:15", "2024-10-23"),
        ("10/23/2024 12:05 AM", "2024-10-23 00:05", "2024-10-23"),
    ],
)
def test_the_zone_moves_the_moment_and_leaves_the_date_at_the_outlet(text, utc, local):
    assert one(text) == (utc, local, "time")


@pytest.mark.parametrize("text", ["Oct 23, 2024 8:15 PM CST", "23 Oct 2024 20:15 IST", "Oct 23, 2024 8:15 PM XYZ"])
def test_a_zone_that_is_not_known_for_certain_leaves_the_day_alone(text):
    assert one(text) == ("2024-10-23 00:00", "2024-10-23", "day")


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("1947", "1947-01-01", "year"),
        ("2024", "2024-01-01", "year"),
        ("1947-06", "1947-06-01", "month"),
        ("June 1947", "1947-06-01", "month"),
        ("Oct-2024", "2024-10-01", "month"),
        ("Feb. 2023", "2023-02-01", "month"),
    ],
)
def test_a_month_or_a_year_is_kept_as_coarse_as_it_is(text, start, precision):
    assert one(text) == (f"{start} 00:00", start, precision)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "yesterday", "2024-02-30", "2024-13-01", "31.02.2024", "1066", "2999-01-01", "1729671300",
        "23/10/24", "Wednesday", "October", "12:30", "2024-10-23T25:00:00Z", "nan", "None", "0000-00-00", "99/99/2024",
        "2024-W43", "Wednesday 2024", "10 Oct 2024 or later",
    ],
)  # fmt: skip
def test_what_says_too_little_is_missing(text):
    assert one(text) is None


def test_day_and_month_that_cannot_be_told_apart_are_missing_with_a_note():
    table, notes = read_dates(["03/04/2024", "05/06/2024", "2024-10-23"])
    assert table["published_local"].isna().tolist() == [True, True, False]
    assert len(notes) == 1
    assert notes[0].startswith("2 dates such as “03/04/2024” could be day/month or month/day")


def test_equal_day_and_month_need_no_telling_apart():
    assert one("04/04/2024") == ("2024-04-04 00:00", "2024-04-04", "day")


@pytest.mark.parametrize(
    ("witness", "read"), [("25/12/2023", "2024-04-03"), ("12/25/2023", "2024-03-04"), ("25.12.2023", "2024-04-03")]
)
def test_another_date_of_the_column_tells_the_day_from_the_month(witness, read):
    table, notes = read_dates(["03/04/2024", witness])
    assert table["published_local"].dt.strftime("%Y-%m-%d").tolist() == [read, "2023-12-25"]
    assert notes == []


def test_witnesses_that_disagree_settle_only_themselves():
    table, notes = read_dates(["25/12/2023", "12/25/2023", "03/04/2024"])
    assert table["published_local"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2023-12-25", "2023-12-25", ""]
    assert notes[0].startswith("1 date such as “03/04/2024”")


def test_one_file_does_not_settle_the_order_of_another():
    table, notes = read_dates(["03/04/2024", "25/12/2023", "03/04/2024"], files=["a", "a", "b"])
    assert table["published_local"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2024-04-03", "2023-12-25", ""]
    assert len(notes) == 1


def test_the_coarser_of_two_precisions_holds():
    table, _ = read_dates(["1947-01-01", "1947-06-01", "2024", "", "2024-10-23"], ["year", "Month", "day", "day", "?"])
    assert table["published_precision"].fillna("").tolist() == ["year", "month", "year", "", "day"]


def test_notes_count_what_was_not_understood():
    _, notes = read_dates(["soon", "later", "later", "2024"])
    assert notes == ["3 dates were not understood, for example “soon”; these articles count as undated."]


def test_no_dates_at_all():
    table, notes = read_dates([])
    assert len(table) == 0
    assert str(table["published"].dtype) == "datetime64[us, UTC]"
    assert notes == []


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=30), st.from_regex(r"[A-Za-z0-9 ,:./+-]{0,14}[12]\d{3}[A-Za-z0-9 ,:./+-]{0,14}")))
def test_no_text_stops_the_reading(text):
    table, _ = read_dates([text])
    assert len(table) == 1


@settings(max_examples=150, deadline=None)
@given(st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1), timezones=st.timezones()))
def test_iso_times_agree_with_python(moment):
    moment = moment.replace(microsecond=0)
    if moment.utcoffset().total_seconds() % 60:
        return  # local mean time of long ago, which ISO 8601 cannot write to the minute
    table, _ = read_dates([moment.isoformat(), moment.strftime("%a, %d %b %Y %H:%M:%S %z")])
    for row in table.itertuples():
        assert row.published.to_pydatetime() == moment.astimezone(dt.UTC)
        assert row.published_local.date() == moment.date()


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("12. März 2014", "2014-03-12", "day"),
        ("mercredi 12 mars 2014", "2014-03-12", "day"),
        ("12 de marzo de 2014", "2014-03-12", "day"),
        ("12 марта 2014 г.", "2014-03-12", "day"),
        ("2013 年 5 月 12 日", "2013-05-12", "day"),
        ("2014-03-12 08:15", "2014-03-12T08:15:00+08:00", "time"),
        ("Wed, 12 Mar 2014 23:15:00 -0500", "2014-03-12T23:15:00-05:00", "time"),
        ("2014-03-12T08:15:00Z", "2014-03-12T08:15:00Z", "time"),
        ("2014-03-12 08:15:00 UTC", "2014-03-12T08:15:00Z", "time"),
        ("20140312T081500Z", "2014-03-12T08:15:00Z", "time"),
        ("March 2014", "2014-03", "month"),
        ("2014", "2014", "year"),
        ("soon", "", ""),
        ("", "", ""),
    ],
)
def test_dates_are_written_in_iso_as_they_are_at_the_outlet(written, iso, precision):
    assert standard_dates([written], "Asia/Shanghai") == [(iso, precision)]


def test_a_time_without_a_zone_stays_without_one_when_none_is_named():
    assert standard_dates(["2014-03-12 08:15"]) == [("2014-03-12T08:15:00", "time")]


def test_day_and_month_are_told_by_the_other_dates_of_the_file():
    assert standard_dates(["03/04/2014", "25/12/2014"]) == [("2014-04-03", "day"), ("2014-12-25", "day")]
    assert standard_dates(["03/04/2014"]) == [("", "")]
