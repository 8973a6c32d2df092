"""The coding sheet: half hits and half not, spread over the strata, blank for the coder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import framing
from framing.measures.codebook import Matcher
from framing.project import FramingError
from framing.text.tokens import tokens_of
from framing.validation.sheet import SHEET


@pytest.fixture(scope="module")
def corpus():
    return framing.simulate(articles=600, seed=21)


def of_article(corpus, sheet):
    """Say for each row of a sheet whether its article has the frame; headlines with dates name the article."""
    articles = corpus.articles.assign(date=corpus.articles["published_local"].dt.strftime("%Y-%m-%d"))
    keys = list(zip(articles["source"], articles["date"], articles["headline"], strict=True))
    hit = dict(zip(keys, corpus.features["frame_espionage"] > 0, strict=True))
    return [hit[key] for key in zip(sheet["source"], sheet["date"], sheet["headline"], strict=True)]


def test_half_of_the_passages_are_hits_and_all_are_blank_for_the_coder(corpus):
    sheet = framing.coding_sheet(corpus, frame="espionage", number=41)
    assert list(sheet.columns) == SHEET
    assert len(sheet) == 41
    assert sum(of_article(corpus, sheet)) == 20
    assert sheet[["coder", "present", "note"]].eq("").all(axis=None)
    assert set(sheet["frame"]) == {"espionage"}
    assert sheet["passage_id"].is_unique
    assert sheet["passage"].str.len().gt(40).all()


def test_a_hits_passage_shows_the_match_and_the_others_show_none(corpus):
    sheet = framing.coding_sheet(corpus, frame="espionage", number=40)
    matcher = Matcher(corpus.codebook)
    found = matcher.candidates(tokens := tokens_of(sheet["passage"].tolist()))
    hit = [False] * len(sheet)
    for entry, first in zip(found.entry[found.won], found.first[found.won], strict=True):
        hit[tokens.text[first]] |= matcher.entries[entry].code == "espionage"
    assert hit == of_article(corpus, sheet)


def test_the_strata_are_groups_and_periods_in_turn(corpus):
    sheet = framing.coding_sheet(corpus, frame="espionage", number=56)
    hits = sheet[of_article(corpus, sheet)]
    # Four groups and seven years make 28 strata: half of 56 passages is one of each that has any, then a second.
    strata = hits.groupby(["group", "period"]).size()
    assert strata.max() <= 2
    found = framing.passages(corpus, frames=["espionage"], one_per_article=True)
    assert len(strata) == found.groupby(["group", found["published_local"].dt.year]).ngroups > 20
    assert set(sheet["period"]) == {str(year) for year in range(2019, 2026)}


def test_the_sheet_does_not_tell_hits_from_others_by_its_order(corpus):
    hits = of_article(corpus, framing.coding_sheet(corpus, frame="espionage", number=60))
    assert 8 <= sum(hits[:30]) <= 22


def test_the_draw_repeats_whatever_the_order_of_the_rows_and_another_seed_differs(corpus):
    back = np.arange(len(corpus))[::-1]
    turned = replace(corpus, table=corpus.table.iloc[back].reset_index(drop=True), texts=corpus.texts.take(back))
    first = framing.coding_sheet(corpus, frame="espionage", number=30)
    assert first.equals(framing.coding_sheet(corpus, frame="espionage", number=30))
    assert first.equals(framing.coding_sheet(turned, frame="espionage", number=30))
    assert not first.equals(framing.coding_sheet(corpus, frame="espionage", number=30, seed=2))


def test_copies_of_one_text_give_one_passage(tiny):
    words = " ".join(f"word{number}" for number in range(30))
    rows = [
        {"title": f"Space {number}", "text": f"{spied} {words}", "outlet": "Alpha", "date": f"2024-01-0{number + 1}"}
        for number, spied in enumerate(["A spy", "A spy", "A spy", "No one", "No one"])
    ]
    sheet = framing.coding_sheet(tiny(rows), frame="espionage", number=10)
    assert sorted(sheet["headline"]) == ["Space 0", "Space 3"]


def test_headline_only_and_undated_articles_can_be_coded(tiny):
    rows = [{"title": "A spy in space", "outlet": "Alpha"}, {"title": "Quiet in space", "date": "2024-01-01"}]
    sheet = framing.coding_sheet(tiny(rows), frame="espionage", number=2)
    assert sorted(sheet["passage"]) == ["A spy in space", "Quiet in space"]
    assert sorted(sheet["date"]) == ["", "2024-01-01"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"frame": "espionnage"}, 'no frame "espionnage"; did you mean "espionage"'),
        ({"frame": "espionage", "number": 1}, "number=1: a coding sheet needs at least two passages"),
        ({"frame": "espionage", "every": "decade"}, 'every="decade" is not known'),
    ],
)
def test_a_wrong_call_says_what_is_wrong(corpus, asked, said):
    with pytest.raises(FramingError) as error:
        framing.coding_sheet(corpus, **asked)
    assert said in str(error.value)
