"""Words that set sources apart, and words that make the tone."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.show.tone_charts import plot_tone, plot_tone_frames, plot_tone_words
from framing.show.word_charts import plot_words


def texts(chart):
    return [t.get_text() for t in chart.figure.texts] + [t.get_text() for a in chart.figure.axes for t in a.texts]


def test_each_term_stands_with_its_count():
    terms = pd.DataFrame(
        {"group": ["A", "A", "B"], "term": ["moon", "race", "law"], "distinct": [0.3, 0.1, 0.2], "count": [1200, 30, 7]}
    )
    chart = plot_words(terms)
    assert len(chart.figure.axes) == 2
    assert {"moon", "1,200", "law", "7"} <= set(texts(chart))
    assert "In A: moon and race." in chart.alt


def test_no_terms_are_a_sentence():
    assert plot_words(pd.DataFrame()).figure is None


def test_a_hostile_term_is_drawn_as_text(hostile):
    terms = pd.DataFrame({"group": [hostile], "term": [hostile], "distinct": [0.3], "count": [1]})
    html = plot_words(terms).html()
    assert "<script>" not in html and "<img" not in html


def test_tone_has_a_line_at_zero_and_an_axis_as_far_down_as_up(make_cells):
    cells = make_cells({("Alpha", ""): [(20, 4), (20, 8)]}, measure="tone")
    cells = cells.assign(estimate=[-0.05, 0.02], low=[-0.08, -0.01], high=[-0.02, 0.05])
    chart = plot_tone(cells)
    assert chart.figure.artists[0].y == (-0.1, 0.1)
    assert "Tone: −0.05 in 2024 Q1, 0.02 in 2024 Q2" in chart.alt


@pytest.fixture
def by_frame():
    return pd.DataFrame(
        {
            "group": ["North", "North"],
            "code": ["threat", "prestige"],
            "articles": [90, 40],
            "masked": [-0.02, 0.01],
            "masked_low": [-0.04, -0.02],
            "masked_high": [-0.01, 0.04],
            "raw": [-0.11, 0.06],
            "raw_low": [-0.13, 0.03],
            "raw_high": [-0.09, 0.09],
            "shown": [True, True],
        }
    )


def test_masked_and_raw_tone_have_marks_of_their_own(by_frame):
    chart = plot_tone_frames(by_frame)
    marks = {
        line.get_marker(): list(line.get_xdata()) for line in chart.figure.axes[0].lines if line.get_marker() in "os"
    }
    assert marks == {"s": [-0.11, 0.06], "o": [-0.02, 0.01]}
    assert "Darkest, masked: Threat in North (−0.02; raw −0.11)." in chart.alt


def test_the_axis_of_a_small_difference_has_no_two_ticks_of_one_name(by_frame):
    labels = [text.get_text() for text in plot_tone_frames(by_frame).figure.axes[0].get_xticklabels()]
    assert labels == ["−0.10", "0", "+0.10"]


def test_frames_without_enough_articles_are_a_sentence(by_frame):
    assert plot_tone_frames(by_frame.assign(shown=False)).figure is None


def test_words_of_the_tone_stand_on_their_side_with_count_and_valence():
    words = pd.DataFrame(
        {"term": ["great", "bad"], "valence": [3.1, -2.5], "count": [10, 4], "contribution": [31.0, -10.0]}
    )
    chart = plot_tone_words(words)
    assert {"10 × +3.1", "4 × −2.5"} <= set(texts(chart))
    assert "on the bright side: great; on the dark side: bad" in chart.alt
    assert plot_tone_words(words.iloc[:0]).figure is None
