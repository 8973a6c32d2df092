"""Columns are recognised by the names people give them; an article's identity comes from its fields as given."""

from __future__ import annotations

import pytest

from framing.articles.schema import ALIASES, article_id, canonical_url, host, recognise


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("title", "headline"), ("Title", "headline"), ("Headline", "headline"), ("article-title", "headline"),
        ("text", "body"), ("content", "body"), ("Full Text", "body"), ("maintext", "body"), ("snippet", "body"),
        ("outlet", "source"), ("publisher", "source"), ("media_name", "source"), ("Media Name", "source"),
        ("published_at", "published"), ("publishedAt", "published"), ("publish-date", "published"),
        ("date", "published"), ("pubDate", "published"), ("seendate", "published"),
        ("link", "url"), ("URL", "url"), ("lang", "language"), ("byline", "author"), ("category", "section"),
        ("media_url", "domain"), ("date_precision", "published_precision"),
    ],
)  # fmt: skip
def test_usual_names_are_recognised(name, column):
    assert recognise([name]) == {column: name}


def test_the_likelier_of_two_names_is_taken_whatever_their_order():
    assert recognise(["description", "content", "title"]) == {"headline": "title", "body": "content"}
    assert recognise(["title", "content", "description"]) == {"headline": "title", "body": "content"}


def test_other_columns_are_left_alone():
    assert recognise(["stance", "relevance", "", "id"]) == {}


def test_no_name_stands_for_two_columns():
    names = [each for aliases in ALIASES.values() for each in aliases]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.alpha.example/2024/a",
        "http://alpha.example/2024/a/",
        "https://ALPHA.example/2024/a?utm_source=feed&fbclid=1",
        "https://alpha.example/2024/a#comments",
    ],
)
def test_spellings_of_one_address_are_one(url):
    assert canonical_url(url) == "alpha.example/2024/a"


def test_parameters_and_numbered_items_that_tell_pages_apart_stay():
    assert canonical_url("https://alpha.example/news?id=3&ref=x") == "alpha.example/news?id=3"
    assert canonical_url("https://alpha.example/04.htm#2") != canonical_url("https://alpha.example/04.htm#1")


def test_a_broken_address_does_no_harm():
    assert canonical_url("http://[broken") == "http://[broken"
    assert host("http://[broken") == ""
    assert host("alpha times") == ""


def test_with_a_url_date_and_text_do_not_change_the_id():
    assert article_id("A", "https://a.example/1", "", "", "") == article_id("A", "http://a.example/1", "2024", "h", "b")


def test_without_a_url_every_field_as_given_counts():
    base = ("A", "", "2024", "h", "b")
    ids = {article_id(*base)}
    for place in (0, 2, 3, 4):
        ids.add(article_id(*base[:place], base[place] + "x", *base[place + 1 :]))
    assert len(ids) == 5


def test_ids_stay_the_same_from_version_to_version():
    assert article_id("Xinhua", "", "2024-10-23", "Spies", "Text.") == "c5bd52fd3884ede58ad5"
    assert article_id("Xinhua", "https://news.cn/1", "", "", "") == "751796c4e70365bad027"
