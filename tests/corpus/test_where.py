"""Narrowing a corpus: every condition, alone and together, and names that are not there."""

from __future__ import annotations

import pytest

import framing
from framing.corpus.select import edge
from framing.project import FramingError

ROWS = [
    {"title": "A spy in space", "outlet": "Alpha", "date": "2023-12-31", "lang": "en"},
    {"title": "Space race", "outlet": "Alpha", "date": "2024-01-01T23:30:00-05:00", "lang": "en"},
    {"title": "Des espions", "text": "Space spies again", "outlet": "Beta", "date": "2024-02-29", "lang": "fr"},
    {"title": "Year of spies", "outlet": "Gazette", "date": "2024", "lang": "en"},
    {"title": "Undated", "text": "spy", "outlet": "Alpha"},
    {"title": "No outlet", "date": "2024-02-10", "lang": "zh"},
]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"sources": ["Alpha"]}, [0, 1, 4]),
        ({"sources": "Alpha"}, [0, 1, 4]),
        ({"sources": ["Alpha", "Beta"]}, [0, 1, 2, 4]),
        ({"groups": ["South"]}, [2]),
        ({"groups": ["other"]}, [3, 5]),
        ({"start": "2024"}, [1, 2, 3, 5]),
        ({"end": "2023"}, [0]),
        ({"end": "2024-01"}, [0, 1, 3]),
        ({"start": "2024-02", "end": "2024-02"}, [2, 5]),
        ({"start": "2024-02-11", "end": "2024-02-29"}, [2]),
        ({"start": "2024-03", "end": "2024-02"}, []),
        ({"language": "fr"}, [2]),
        ({"language": "EN"}, [0, 1, 3, 4]),
        ({"matching": "spy"}, [0, 4]),
        ({"matching": "sp*"}, [0, 1, 2, 3, 4]),
        ({"matching": "near(spies, again, 2)"}, [2]),
        ({"sources": ["Alpha"], "start": "2024", "matching": "race"}, [1]),
        ({"sources": [], "groups": [], "start": "", "end": "", "language": "", "matching": ""}, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_an_article_is_kept_when_it_fits_every_condition(tiny, asked, kept):
    part = tiny(ROWS).where(**asked)
    assert part.articles["headline"].tolist() == [ROWS[each]["title"] for each in kept]


def test_what_was_measured_before_is_the_same_as_what_is_measured_after(tiny):
    whole = tiny(ROWS)
    fresh = whole.where(start="2024").features
    assert len(whole.mentions) > 0
    kept = whole.where(start="2024")
    assert kept.features.equals(fresh)
    assert set(kept.mentions["article_id"]) <= set(kept.articles["article_id"])
    assert kept.mentions.equals(tiny(ROWS).where(start="2024").mentions)


def test_a_narrowed_corpus_says_what_was_asked(tiny):
    part = tiny(ROWS).where(sources=["Alpha"], start="2024").where(matching="race")
    assert part.selection == ("sources Alpha", "from 2024", "with “race”")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"sources": ["Alhpa"]}, 'No article of the source "Alhpa" in this corpus; did you mean "Alpha"'),
        ({"sources": ["alpha"]}, 'did you mean "Alpha"'),
        ({"groups": ["Nroth"]}, 'No article of the group "Nroth" in this corpus; did you mean "North"'),
        ({"start": "23 October"}, 'start="23 October" is not a date; write 2024, 2024-10 or 2024-10-23'),
        ({"end": "2024-13"}, 'end="2024-13" is not a date'),
        ({"end": "2023-02-30"}, 'end="2023-02-30" is not a date'),
        ({"matching": "near(a, b"}, "near(...) is not closed"),
        ({"matching": "..."}, "holds no word to look for"),
    ],
)
def test_a_wrong_name_brings_the_nearest_and_a_wrong_date_its_form(tiny, asked, said):
    with pytest.raises(FramingError) as error:
        tiny(ROWS).where(**asked)
    assert said in str(error.value)


def test_edges_of_years_and_months():
    assert [f"{edge(date, side):%Y-%m-%d}" for date, side in [
        ("2024", "start"), ("2024", "end"), ("2023-02", "end"), ("2024-10-23", "end"), (" 2024-10 ", "start"),
    ]] == ["2024-01-01", "2024-12-31", "2023-02-28", "2024-10-23", "2024-10-01"]  # fmt: skip


@pytest.fixture
def nothing(tiny):
    return tiny(ROWS).where(start="1957", end="1958")


@pytest.mark.parametrize(
    "ask",
    [
        lambda corpus: corpus.articles,
        lambda corpus: corpus.features,
        lambda corpus: corpus.mentions,
        lambda corpus: corpus.candidates,
        lambda corpus: corpus.clusters,
        framing.trends,
        lambda corpus: framing.trends(corpus, measure="rate", unit="lead"),
        lambda corpus: framing.trends(corpus, measure="tone", unit="headline", by="all", denominator="all"),
        lambda corpus: framing.difference(corpus),
        lambda corpus: framing.together(framing.trends(corpus, by="all")),
        lambda corpus: framing.passages(corpus, frames=["espionage"], number=3, one_per_article=True),
        lambda corpus: framing.kwic(corpus, "spy"),
        framing.copies,
        framing.left_out,
        framing.tone_by_frame,
        framing.tone_terms,
        framing.actors_named,
        framing.tfidf,
        framing.word_pairs,
    ],
)
def test_a_filter_that_leaves_nothing_gives_empty_tables(nothing, ask):
    assert len(ask(nothing)) == 0


def test_a_filter_that_leaves_nothing_keeps_the_columns(tiny, nothing):
    whole = tiny(ROWS)
    assert list(nothing.features.columns) == list(whole.features.columns)
    assert list(nothing.mentions.columns) == list(whole.mentions.columns)
    assert nothing.features.dtypes.equals(whole.features.dtypes)


def test_a_coding_sheet_of_nothing_is_refused(nothing):
    with pytest.raises(FramingError, match='There is no passage to code for "espionage"'):
        framing.coding_sheet(nothing, frame="espionage")


def test_events_are_picked_by_name_or_by_the_frame_they_are_most_about():
    corpus = framing.load("sample")
    about = corpus.pick_events(frames=["espionage"])
    assert "mss-space-warning" in set(about["event_id"])
    assert set(about["frames"].str.split("|").str[0]) == {"espionage"}
    assert about["date"].between("2019-01-01", "2025-12-31").all()
    assert corpus.pick_events(names=["balloon"])["label"].tolist() == ["Chinese balloon shot down"]
    with pytest.raises(FramingError, match='did you mean "balloon"'):
        corpus.pick_events(names=["baloon"])
