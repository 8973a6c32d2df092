"""Records become articles or go to quarantine: read = kept + quarantined."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.intake import take_in
from framing.articles.readers import Record, Unread
from framing.articles.schema import COLUMNS, article_id
from framing.articles.sources import Outlets

OUTLETS = Outlets(
    pd.DataFrame(
        [{"name": "Alpha", "aliases": "AT", "domains": "alpha.example", "group": "North", "country": "Freedonia",
          "ownership": "state", "language": "en"}]
    )
)  # fmt: skip


def taken(*rows, outlets=OUTLETS, file="a.csv"):
    return take_in([Record(file, number, row) for number, row in enumerate(rows, start=1)], outlets)


def test_an_article_has_every_column_and_its_outlet():
    found = taken({"title": " Spies ", "text": " Text. ", "outlet": "AT", "date": "2024-10-23", "stance": "x"})
    row = found.articles.iloc[0]
    assert list(found.articles.columns) == [*COLUMNS, "source_given", "stance"]
    assert row[["source", "source_given", "group", "country", "ownership", "language"]].tolist() == [
        "Alpha", "AT", "North", "Freedonia", "state", "en",
    ]  # fmt: skip
    assert row[["headline", "body", "stance"]].tolist() == ["Spies", " Text. ", "x"]
    assert found.mapping == {"source": "outlet", "published": "date", "headline": "title", "body": "text"}


def test_what_cannot_be_an_article_goes_to_quarantine_with_reason_and_place():
    found = take_in(
        [
            Record("a.csv", 1, {"headline": "One", "body": "x"}),
            Unread(
                "a.csv", 2, "the fields do not fit the header", "1 fields where the header has 2", {"headline": "z"}
            ),
            Record("a.csv", 3, {"headline": "  ", "body": "\n"}),
            Record("a.csv", 4, {"headline": "One", "body": "x"}),
            Record("b.csv", 1, {"headline": "One", "body": "x"}),
            Record("b.csv", 2, {"headline": "", "body": "y"}),
        ],
        OUTLETS,
    )
    assert found.read == 6
    assert found.articles["body"].tolist() == ["x", "y"]
    assert found.quarantine[["file", "record", "reason", "detail"]].values.tolist() == [
        ["a.csv", 2, "the fields do not fit the header", "1 fields where the header has 2"],
        ["a.csv", 3, "neither headline nor body", ""],
        ["a.csv", 4, "repeats an earlier record", "record 1 of a.csv"],
        ["b.csv", 1, "repeats an earlier record", "record 1 of a.csv"],
    ]
    assert found.quarantine["raw"].tolist()[1] == {"headline": "  ", "body": "\n"}


def test_another_text_under_the_same_url_is_not_said_to_repeat_it():
    found = taken({"title": "A", "url": "https://a.example/1"}, {"title": "B", "url": "http://www.a.example/1/"})
    assert found.quarantine["reason"].tolist() == ["has the source and url of an earlier record"]


def test_the_same_text_in_two_sources_is_two_articles():
    found = taken({"title": "A", "body": "x", "source": "Alpha"}, {"title": "A", "body": "x", "source": "Beta"})
    assert len(found.articles) == 2
    assert found.articles["article_id"].nunique() == 2


def test_cleaning_and_sources_do_not_change_the_id():
    row = {"title": "A", "body": "x", "source": "AT", "date": "2024-10-23"}
    first = taken(row).articles
    second = taken({"outlet": "AT", "headline": "A", "content": "x", "published_at": "2024-10-23"},
                   outlets=Outlets(pd.DataFrame([{"name": "Other"}]))).articles  # fmt: skip
    assert first["source"].tolist() == ["Alpha"]
    assert second["source"].tolist() == ["AT"]
    assert first["article_id"].tolist() == second["article_id"].tolist()


def test_without_a_date_or_an_outlet_an_article_is_kept():
    found = taken({"title": "A"}, {"title": "B", "date": "someday"})
    assert len(found.articles) == 2
    assert found.articles["source"].tolist() == ["", ""]
    assert found.articles["group"].tolist() == ["other", "other"]
    assert found.articles["published_local"].isna().all()
    assert found.articles["published_precision"].isna().all()


def test_files_may_call_their_columns_differently():
    found = take_in(
        [
            Record("a.csv", 1, {"headline": "A", "body": "x", "title": "free"}),
            Record("b.jsonl", 1, {"title": "B", "text": "y", "outlet": "AT"}),
        ],
        OUTLETS,
    )
    assert found.articles[["headline", "body", "source"]].values.tolist() == [["A", "x", ""], ["B", "y", "Alpha"]]
    assert found.articles["title"].tolist() == ["free", ""]
    assert found.mapping == {"source": "outlet", "headline": "headline or title", "body": "body or text"}


def test_free_metadata_never_takes_the_place_of_a_column():
    found = taken({"title": "A", "group": "theirs", "country": "theirs", "article_id": "7", "": "0"})
    assert found.articles.columns.is_unique
    assert found.articles["group"].tolist() == ["other"]
    row = found.articles.iloc[0]
    assert row[["given_group", "given_country", "given_article_id"]].tolist() == ["theirs", "theirs", "7"]


@pytest.mark.parametrize(("given", "language"), [("English", "en"), ("en-GB", "en"), ("ZH_cn", "zh"), ("", "en")])
def test_languages_are_two_letters_and_else_the_outlets(given, language):
    found = taken({"title": "A", "source": "Alpha", "lang": given})
    assert found.articles["language"].tolist() == [language]


def test_no_records_give_empty_tables_with_columns():
    found = take_in([], OUTLETS)
    assert found.read == len(found.articles) == len(found.quarantine) == 0
    assert set(COLUMNS) <= set(found.articles.columns)


fields = st.fixed_dictionaries(
    {"title": st.sampled_from(["", " ", "A", "B"]), "body": st.sampled_from(["", "x"]),
     "url": st.sampled_from(["", "https://a.example/1", "https://a.example/2"])}
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(fields, max_size=12))
def test_records_read_are_those_kept_and_those_quarantined(rows):
    found = taken(*rows)
    assert found.read == len(rows) == len(found.articles) + len(found.quarantine)
    assert found.articles["article_id"].is_unique
    kept = set(range(1, len(rows) + 1)) - set(found.quarantine["record"])
    assert len(kept) == len(found.articles)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://paper.example/", "paper.example", "/news", "n/a"])
def test_what_names_no_page_identifies_no_article(url):
    assert article_id("X", url, "2024", "A", "b") != article_id("X", url, "2024", "C", "d")
    assert article_id("X", "https://paper.example/a", "", "A", "") == article_id(
        "X", "https://paper.example/a/", "", "B", ""
    )
