"""Passages and keywords in context: where they stand, and a draw that repeats."""

from __future__ import annotations

import numpy as np
import pytest

import framing
from framing.project import FramingError

FILLER = " ".join(f"word{number}" for number in range(25))
ROWS = [
    {"title": "A spy in space", "text": "The  race\nis on. Spies\tcame.", "outlet": "Alpha", "date": "2024-01-02"},
    {"title": "Space", "text": f"{FILLER} spy {FILLER}", "outlet": "Beta", "date": "2024-01-01"},
    {"title": "Space copy", "text": f"{FILLER} spy {FILLER}", "outlet": "Alpha", "date": "2024-01-03"},
    {"title": "No date", "text": "One spy.", "outlet": "Alpha"},
]


def test_every_match_is_listed_by_date_with_its_offsets(tiny):
    corpus = tiny(ROWS)
    found = framing.kwic(corpus, "spy", words=2)
    assert found[["headline", "part", "left", "match", "right"]].values.tolist() == [
        ["Space", "body", "word23 word24 ", "spy", " word0 word1"],
        ["A spy in space", "headline", "A ", "spy", " in space"],
        ["Space copy", "body", "word23 word24 ", "spy", " word0 word1"],
        ["No date", "body", "One ", "spy", "."],
    ]
    articles = corpus.articles.set_index("article_id")
    for row in found.itertuples():
        assert articles.loc[row.article_id, row.part][row.start : row.end] == "spy"


def test_white_space_is_folded_in_the_words_around(tiny):
    found = framing.kwic(tiny(ROWS), "race", words=5)
    assert found[["left", "match", "right"]].values.tolist() == [["The ", "race", " is on. Spies came."]]


def test_what_stands_before_the_first_word_and_after_the_last_belongs_to_a_text_that_is_shown_to_its_end(tiny):
    found = framing.kwic(tiny([{"title": "“Spy satellites” cost $5bn?", "text": "Space.", "outlet": "Alpha"}]), "spy")
    assert found[["left", "match", "right"]].values.tolist() == [["“", "Spy", " satellites” cost $5bn?"]]


def test_a_pattern_may_be_a_wildcard_a_phrase_or_near(tiny):
    corpus = tiny(ROWS)
    assert len(framing.kwic(corpus, "sp*")) == 8
    assert framing.kwic(corpus, "in space")["match"].tolist() == ["in space"]
    assert framing.kwic(corpus, "near(race, on, 1)")["match"].tolist() == ["race is on"]
    assert framing.kwic(corpus, "Exact(Spies)")["match"].tolist() == ["Spies"]
    assert len(framing.kwic(corpus, "nowhere")) == 0


def test_a_number_of_matches_is_spaced_evenly(tiny):
    found = framing.kwic(tiny(ROWS), "spy", number=2)
    assert found["headline"].tolist() == ["Space", "No date"]


def test_a_pattern_that_cannot_be_read_says_so(tiny):
    with pytest.raises(FramingError, match=r"The pattern: near\(\.\.\.\) is not closed"):
        framing.kwic(tiny(ROWS), "near(a, b")


def test_passages_are_the_mentions_with_the_words_around(tiny):
    corpus = tiny(ROWS)
    found = framing.passages(corpus, words=2)
    assert found[["code", "term", "headline", "left", "match", "right"]].values.tolist() == [
        ["space_race", "race*", "A spy in space", "The ", "race", " is on"],
        ["espionage", "spy", "Space", "word23 word24 ", "spy", " word0 word1"],
        ["espionage", "spies", "A spy in space", "is on. ", "Spies", " came."],
        ["espionage", "spy", "A spy in space", "A ", "spy", " in space"],
        ["espionage", "spy", "Space copy", "word23 word24 ", "spy", " word0 word1"],
        ["espionage", "spy", "No date", "One ", "spy", "."],
    ]
    assert len(found) == (corpus.mentions["kind"] == "frame").sum()


def test_one_passage_an_article_and_its_copies_is_the_originals_whatever_the_order(tiny):
    for rows in (ROWS, ROWS[::-1]):
        found = framing.passages(tiny(rows), frames=["espionage"], one_per_article=True)
        assert found["headline"].tolist() == ["Space", "A spy in space", "No date"]


def test_a_draw_repeats_and_another_seed_gives_another():
    corpus = framing.simulate(articles=400, seed=5)
    draws = [framing.passages(corpus, frames=["space_race", "espionage"], number=12, seed=seed) for seed in (1, 1, 2)]
    assert draws[0].equals(draws[1])
    assert not draws[0].equals(draws[2])
    assert draws[0].groupby("code").size().to_dict() == {"space_race": 12, "espionage": 12}
    # Evenly over groups and years: with more strata than passages, none gives two.
    strata = draws[0].assign(year=draws[0]["published_local"].dt.year).groupby(["code", "group", "year"]).size()
    assert strata.max() == 1


def test_a_draw_does_not_depend_on_the_order_of_the_rows():
    from dataclasses import replace

    corpus = framing.simulate(articles=300, seed=5)
    back = np.arange(len(corpus))[::-1]
    turned = replace(corpus, table=corpus.table.iloc[back].reset_index(drop=True), texts=corpus.texts.take(back))
    for options in ({"number": 10}, {"number": 10, "one_per_article": True}):
        found = [framing.passages(each, frames=["threat"], **options) for each in (corpus, turned)]
        assert found[0].equals(found[1])


def test_a_draw_larger_than_the_corpus_is_all_of_it(tiny):
    corpus = tiny(ROWS)
    assert len(framing.passages(corpus, frames=["espionage"], number=100)) == 5


def test_wrong_arguments_are_refused(tiny):
    with pytest.raises(FramingError, match="must not be negative"):
        framing.passages(tiny(ROWS), number=-1)
    with pytest.raises(FramingError, match='no frame "espionag"; did you mean "espionage"'):
        framing.passages(tiny(ROWS), frames=["espionag"])
