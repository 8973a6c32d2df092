"""Charts and sentences of what changed: their marks, their alt sentences, and what they say when there is nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

import framing
from framing.show.change_sentences import change_findings
from framing.show.composition_charts import plot_decomposition
from framing.show.event_charts import plot_events, plot_leads
from framing.show.lift_charts import plot_lift


@pytest.fixture
def effects():
    """Two events, of which the first is called, and two placebo dates."""
    return pd.DataFrame({
        "group": "North", "code": "espionage", "kind": ["event", "event", "placebo", "placebo"],
        "event_id": ["a", "b", "", ""],
        "label": ["Balloon shot down", "Road map", "", ""], "period": ["2023-02", "2024-10", "2023-08", "2024-01"],
        "level": [0.15, -0.02, 0.01, -0.01], "low": [0.08, -0.1, np.nan, np.nan], "high": [0.22, 0.06, np.nan, np.nan],
        "p": [0.0004, 0.7, 0.6, 0.01], "called": [True, False, False, False], "near": ["Road map; Law", "", "", ""],
    })  # fmt: skip


@pytest.fixture
def steps():
    row = {"group": "North", "code": "espionage", "before": "2023", "after": "2024", "change": -0.1,
           "change_low": -0.15, "change_high": -0.05, "within": 0.02, "mix": -0.07, "turnover": -0.05,
           "articles": 90, "partial": False,
           "shown": True}  # fmt: skip
    return pd.DataFrame([row, {**row, "after": "2025", "partial": True}])


@pytest.fixture
def lags():
    return pd.DataFrame({
        "code": "espionage", "a": "North", "b": "South", "lag": [-1, 0, 1], "r": [0.1, -0.2, 0.6], "band": 0.4,
        "pairs": 30, "clear": [False, False, True],
    })  # fmt: skip


def changes(rows=(), tried=8):
    columns = ["group", "code", "period", "before", "after", "level", "gain", "near"]
    table = pd.DataFrame(list(rows), columns=columns)
    table.attrs["tried"] = tried
    return table


def test_called_events_are_filled_and_placebos_are_dots(effects):
    chart = plot_events(effects)
    marks = [
        (line.get_marker(), line.get_markerfacecolor(), np.round(line.get_ydata(), 6).tolist())
        for line in chart.figure.artists[0].findobj(Line2D)
    ]
    assert ("s", "#d55e00", [15]) in marks
    assert ("s", "white", [-2]) in marks
    assert any(mark == "." and y == [1, -1] for mark, _, y in marks)
    assert chart.alt == (
        "2 jumps at events, of which 1 is called. The least likely by chance: Espionage in North at Balloon shot down, "
        "+15.0 points. Of 2 placebo dates 50% have p below 0.05."
    )


def test_a_hollow_mark_is_hollow_on_a_dark_page_too(effects):
    picture = plot_events(effects).html()
    assert "fill:Canvas" in picture
    assert "fill:#ffffff" not in picture


def test_the_parts_are_stacked_from_zero_on_either_side(steps):
    panel = plot_decomposition(steps.head(1)).figure.artists[0]
    boxes = [path.get_extents() for some in panel.findobj(PolyCollection) for path in some.get_paths()]
    assert sorted((round(box.y0, 6), round(box.y1, 6)) for box in boxes) == [(-12, -7), (-7, 0), (0, 2)]
    assert plot_decomposition(steps).unit == "Change in share since 2023, percentage points"
    assert "−10.0, of which +2.0 within outlets, −7.0 by their mix and −5.0 by outlets that came or went" in (
        plot_decomposition(steps).alt
    )


def test_parts_are_told_apart_without_colour_and_without_a_pattern_that_prints_as_a_picture(steps):
    chart = plot_decomposition(steps)
    white = [line for line in chart.figure.artists[0].findobj(Line2D) if line.get_color() == "white"]
    assert len({str(line.get_linestyle()) for line in white}) == len(white) == 2
    assert "<pattern" not in chart.html()


def test_lags_beyond_the_band_are_filled(lags):
    chart = plot_leads(lags)
    filled = [
        line.get_ydata().tolist() for line in chart.figure.axes[0].lines if line.get_markerfacecolor() == "#d55e00"
    ]
    assert filled == [[0.6]]
    assert chart.alt.endswith("Espionage: largest at lag +1, +0.60, beyond what chance reaches.")


def test_lifts_stand_in_their_cells_with_a_star_where_clear():
    table = pd.DataFrame({
        "group": ["North", "South"], "code_a": "threat", "code_b": "economy", "lift": [2.04, 0.9], "low": [1.4, 0.5],
        "high": [2.6, 1.4], "shown": True,
    })  # fmt: skip
    chart = plot_lift(table)
    words = [text.get_text() for axes in chart.figure.axes for text in axes.texts]
    assert {"2.0*", "0.9", "Threat + Economy"} <= set(words)
    assert "Highest lift: Threat and Economy in North (2.0); lowest: Threat and Economy in South (0.9)." in chart.alt


def test_nothing_to_draw_is_a_sentence(effects, steps, lags):
    for chart in (
        plot_events(effects.iloc[:0]), plot_decomposition(steps.assign(shown=False)), plot_leads(lags.iloc[:0]),
        plot_lift(framing.lift(framing.simulate(articles=60, seed=1), frames=["threat"])),
    ):  # fmt: skip
        assert chart.figure is None
        assert chart.alt.endswith(".")


def test_the_sentences_say_what_was_called_and_against_what(effects, steps, lags):
    row = ("North", "espionage", "2023-02", 0.1, 0.25, 0.15, 1.8, "Balloon shot down")
    said = change_findings(changes([row]), effects, steps, lags, labels={"espionage": "Spying"}).sentences
    assert said == (
        "Looked at without dates, 1 of 8 series changes; about 0.4 would by chance alone.",
        "Spying in North changes in 2023-02: from 10% to 25%, near Balloon shot down.",
        "Of 2 jumps at 2 events, 1 is called.",
        "Spying in North moved by +15 points (95% interval +8 to +22) at Balloon shot down (not to be "
        "told from Road map "
        "and Law).",
        "At 2 placebo dates, when nothing in the ledger happened, 50% have a p-value below 0.05, where "
        "5% are expected: "
        "more than the errors allow for, so read the events with care.",
        "From 2023 to 2024 Spying in North falls by 10.0 points: +2.0 the same outlets writing "
        "differently, −7.0 another "
        "mix of the same outlets and −5.0 outlets that came or went.",
        "Changes of North and South go together beyond chance in Spying (North 1 period before South, "
        "correlation +0.60); "
        "that does not say who follows whom.",
    )


def test_the_sentences_say_when_nothing_can_be_said(effects, steps, lags):
    quiet = effects[effects["kind"] == "event"].assign(called=False)
    said = change_findings(changes(), quiet, steps.assign(change_high=0.1), lags.assign(clear=False)).sentences
    assert said == (
        "Looked at without dates, none of the 8 series changes its level or slope more than chance makes it.",
        "No event is called: of 2 jumps at 2 events, none is larger than chance makes one of so many.",
        "From 2023 to 2024 no group's share of a frame clearly changes.",
        "Neither North nor South moves first: no correlation of their changes is beyond chance at any lag.",
    )
    nothing = change_findings(changes(tried=0), effects.iloc[:0], steps.iloc[:0], lags.iloc[:0]).sentences
    assert nothing == (
        "No series is long enough to look for changes in it: 12 whole periods with enough articles are needed. Longer "
        "periods, or all sources as one, have more articles in each.",
        "No event has enough periods before and after it to be tried.",
        "No group has two whole periods to compare.",
        "No two groups have enough periods in common to ask who moves first.",
    )
