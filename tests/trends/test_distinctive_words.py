"""Which articles the words are taken from: groups, periods, the topic, originals alone; and words masked or not."""

from __future__ import annotations

import pytest

import framing
from framing.project import FramingError

WORDS = " ".join(f"filler{number}" for number in range(20))
ROWS = [
    {"title": "Space rocket", "text": "rocket rocket", "outlet": "Alpha", "date": "2023-05-01"},
    {"title": "Space rocket", "text": "rocket engine", "outlet": "Alpha", "date": "2024-05-01"},
    {"title": "Space spy", "text": f"spy ring {WORDS}", "outlet": "Beta", "date": "2024-05-02"},
    {"title": "Space spy", "text": f"spy ring {WORDS}", "outlet": "Beta"},
    {"title": "Soup", "text": "soup soup", "outlet": "Beta", "date": "2024-05-02"},
]


def test_terms_set_sources_apart_and_off_topic_words_are_left_out(tiny):
    corpus = tiny(ROWS)
    table = framing.tfidf(corpus, min_articles=1, bigrams=False, top=0)
    assert table.groupby("group")["term"].first().loc["Alpha"] == "rocket"
    assert "soup" not in set(table["term"])
    assert "soup" in set(framing.tfidf(corpus, min_articles=1, top=0, denominator="all")["term"])
    assert set(table["period"]) == {"all"}


def test_terms_by_source_and_year_leave_undated_articles_out(tiny):
    table = framing.tfidf(tiny(ROWS), every="year", min_articles=1, top=0)
    assert set(zip(table["group"], table["period"], strict=True)) == {
        ("Alpha", "2023"), ("Alpha", "2024"), ("Beta", "2024"),
    }  # fmt: skip


def test_terms_of_each_article(tiny):
    corpus = tiny(ROWS)
    table = framing.tfidf(corpus, by="article", min_articles=1, top=2)
    assert set(table["group"]) == set(corpus.articles.loc[:3, "article_id"])
    everything = framing.tfidf(corpus, by="article", min_articles=1, top=2, denominator="all")
    assert set(everything["group"]) == set(corpus.articles["article_id"])


def test_a_column_that_is_not_there_brings_the_nearest(tiny):
    with pytest.raises(FramingError, match='by="sources" is no column of the articles; did you mean "source"'):
        framing.tfidf(tiny(ROWS), by="sources")


@pytest.mark.parametrize(("policy", "count"), [("all", 2), ("one-per-cluster", 1)])
def test_word_pairs_count_a_text_as_often_as_the_policy_says(tiny, policy, count):
    table = framing.word_pairs(tiny(ROWS).under(policy), min_count=1, top=100).set_index("pair")
    assert table.loc["spy ring", "count"] == count


def test_words_inside_a_match_make_no_tone_unless_asked():
    corpus = framing.simulate(articles=300, seed=1)
    counts = [framing.tone_terms(corpus, top=500, masked=masked).set_index("term")["count"] for masked in (True, False)]
    both = counts[1].to_frame("unmasked").join(counts[0].rename("masked")).fillna(0)
    assert (both["masked"] <= both["unmasked"]).all()
    # "threat" is a word of the frame of that name, "like" of none.
    assert both.loc["threat", "masked"] < both.loc["threat", "unmasked"]
    assert both.loc["like", "masked"] == both.loc["like", "unmasked"] > 0


def test_sources_that_say_the_same_are_set_apart_by_nothing(tiny):
    rows = [
        {"title": "Space news", "text": "A spy orbits in space.", "outlet": name, "date": f"2024-01-0{day}"}
        for name in ("Alpha", "Beta")
        for day in range(1, 7)
    ]
    found = framing.word_findings(framing.tfidf(tiny(rows), by="source"))
    assert found.sentences == ("Alpha: no term sets it apart.", "Beta: no term sets it apart.")
