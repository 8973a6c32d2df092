"""Copies carry the same body; the headline plays no part, and short bodies stand alone."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.articles.texts import Texts
from framing.corpus.wire import SHORTEST, exact_copies

LONG = " ".join(f"word{number}" for number in range(SHORTEST))
SHORT = " ".join(f"word{number}" for number in range(SHORTEST - 1))


def clusters(*rows):
    table = pd.DataFrame(rows, columns=["article_id", "body", "published"])
    table["published"] = pd.to_datetime(table["published"])
    found = exact_copies(table, Texts.hold(table.assign(headline="")))
    assert (found["similarity"] == 1.0).all()
    return found[["article_id", "cluster_id", "role"]].values.tolist()


def test_the_earliest_is_the_original_and_the_smallest_id_names_the_cluster():
    assert clusters(("b", LONG, "2024-10-23"), ("c", LONG, "2024-10-22"), ("a", LONG, "2024-10-24")) == [
        ["b", "a", "copy"], ["c", "a", "original"], ["a", "a", "copy"],
    ]  # fmt: skip


def test_white_space_and_case_make_no_difference_and_a_word_does():
    assert clusters(("a", LONG, None), ("b", LONG.replace(" ", "\n\n").upper(), None), ("c", LONG + " more", None)) == [
        ["a", "a", "original"],
        ["b", "a", "copy"],
        ["c", "c", "original"],
    ]


def test_short_and_missing_bodies_stand_alone():
    assert [row[2] for row in clusters(("a", SHORT, None), ("b", SHORT, None), ("c", "", None), ("d", "", None))] == [
        "original"
    ] * 4


def test_an_undated_article_is_a_copy_of_a_dated_one():
    assert [row[2] for row in clusters(("a", LONG, None), ("b", LONG, "2024-10-23"))] == ["copy", "original"]


@settings(max_examples=50, deadline=None)
@given(st.permutations([("a", LONG, 3), ("b", LONG, 1), ("c", LONG, 1), ("d", SHORT, 1), ("e", LONG + " x", 2)]))
def test_row_order_changes_nothing(rows):
    table = pd.DataFrame(rows, columns=["article_id", "body", "published"])
    found = exact_copies(table, Texts.hold(table.assign(headline=""))).set_index("article_id").sort_index()
    found = found[["cluster_id", "role"]]
    assert found.values.tolist() == [
        ["a", "copy"], ["a", "original"], ["a", "copy"], ["d", "original"], ["e", "original"],
    ]  # fmt: skip


def test_copies_are_counted_by_source(tiny):
    text = f"space {LONG}"
    corpus = tiny(
        [
            {"title": "1", "text": text, "outlet": "Alpha", "date": "2024-01-01"},
            {"title": "2", "text": text, "outlet": "Beta", "date": "2024-01-02"},
            {"title": "3", "text": text, "outlet": "Beta", "date": "2024-01-03"},
            {"title": "4", "text": "Own words.", "outlet": "Beta", "date": "2024-01-03"},
        ]
    )
    assert framing.copies(corpus).values.tolist() == [["Beta", 3, 0, 2, 2 / 3], ["Alpha", 1, 1, 0, 0.0]]
