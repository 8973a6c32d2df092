"""What an import says of dates and fields that look wrong."""

from __future__ import annotations

import datetime as dt

from framing.articles.formats.base import Stated
from framing.articles.imports.report import FieldCount, count_fields, doubt_dates

TODAY = dt.date(2024, 6, 1)


def test_dates_in_the_future_are_doubted():
    doubts, notes = doubt_dates(["2031-05-01", "2024-06-02", "2024-06-03T09:00:00Z", ""], Stated(), TODAY)
    assert doubts == [True, False, True, False]
    assert notes == ["2 dates lie in the future, the latest is 2031-05-01."]


def test_many_dates_of_the_day_of_the_download_are_doubted_and_few_are_not():
    stated = Stated(retrieved="Friday, May 3, 2024  16:51:31")
    doubts, notes = doubt_dates(["2024-05-03"] * 5 + ["2024-04-01"] * 5, stated, TODAY)
    assert sum(doubts) == 5
    assert notes == ["5 dates are the day of the download, 2024-05-03: it may stand for none."]
    assert doubt_dates(["2024-05-03"] * 4 + ["2024-04-01"] * 5, stated, TODAY) == ([False] * 9, [])


def test_many_first_of_january_are_doubted():
    doubts, notes = doubt_dates(["2019-01-01"] * 6 + ["2019-05-01"] * 6, Stated(), TODAY)
    assert sum(doubts) == 6
    assert notes == ["6 dates are 1 January: it may stand for a year alone."]
    assert doubt_dates(["2019-01-01"] * 6 + ["2019-05-01"] * 60, Stated(), TODAY)[1] == []


def test_dates_outside_the_range_that_was_searched_are_doubted():
    stated = Stated(start="2009-12-01", end="11 May 2010")
    doubts, notes = doubt_dates(["2009-11-30", "2009-12-01", "2010-05-11", "2010-05-12"], stated, TODAY)
    assert doubts == [True, False, False, True]
    assert notes == ["2 dates lie outside the range that was searched, 2009-12-01 to 2010-05-11."]


def test_fields_are_parsed_missing_or_doubtful():
    rows = [
        {"headline": "Spies", "body": "word " * 100, "length": "101", "published": "2024-01-02", "source": "Gazette"},
        {"headline": "S" * 301, "body": "word " * 100, "length": "300", "published": "soon"},
        {"headline": " ", "body": "a \ufffd b", "published": "2031-01-02"},
    ]
    counts = count_fields(rows, ["2024-01-02", "", "2031-01-02"], [False, False, True])
    assert counts["headline"] == FieldCount(parsed=1, missing=1, doubtful=1)
    assert counts["body"] == FieldCount(parsed=1, missing=0, doubtful=2)
    assert counts["published"] == FieldCount(parsed=1, missing=0, doubtful=2)
    assert counts["source"] == FieldCount(parsed=1, missing=2, doubtful=0)
