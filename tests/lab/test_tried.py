"""One frame measured anew against everything measured anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import framing
from framing.corpus.measuring import Instruments
from framing.engine.cache import Cache
from framing.lab.tried import under_changed
from framing.measures.codebook import changed_text, parse_codebook

MASKED = ["tone", "tone_headline"]


@pytest.fixture(scope="module")
def news():
    return framing.simulate(articles=500, seed=6)


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("espionage/cyber", "", "satellite*"),  # the frame it is nested in finds it too
        ("espionage", "spy", ""),
        ("space_race", "space race*", "near(space | moon, race*, 4)"),
        ("threat", "", "Exact(China)"),  # an actor stands there already
    ],
)
def test_what_one_changed_frame_finds_is_what_measuring_everything_finds(news, code, old, new):
    text = Path(news.codebook.path).read_text(encoding="utf-8")
    book = parse_codebook(changed_text(text, news.codebook, code, old, new))
    tried = under_changed(news, book, code)
    whole = replace(news, instruments=Instruments(book))
    pd.testing.assert_frame_equal(tried.candidates, whole.candidates)
    pd.testing.assert_frame_equal(tried.features.drop(columns=MASKED), whole.features.drop(columns=MASKED))
    assert tried.features[MASKED].isna().all(axis=None)
    assert not tried.mentions.equals(news.mentions)


def test_a_trial_tells_how_far_it_is_and_leaves_nothing_in_the_cache(tmp_path):
    made = framing.simulate(articles=120, seed=2)
    news = replace(made, instruments=replace(made.instruments, cache=Cache(tmp_path)))
    news.measure()
    assert len(news.clusters) == len(news)
    kept = sorted(tmp_path.rglob("*"))
    told = []
    framing.try_line(news, "threat", "", "zzz*", progress=lambda done, total: told.append((done, total)))
    assert (told[0], told[-1]) == ((0, len(news)), (len(news), len(news)))
    assert sorted(tmp_path.rglob("*")) == kept


def test_a_second_line_is_tried_on_top_of_the_first(news):
    first = framing.try_line(news, "espionage", "spy", "")
    text = first.text[1]
    book = parse_codebook(changed_text(text, first.after.codebook, "threat", "", "zzz* | rocket*"))
    twice = under_changed(first.after, book, "threat")
    pd.testing.assert_frame_equal(twice.candidates, replace(news, instruments=Instruments(book)).candidates)
