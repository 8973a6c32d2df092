"""Partial pooling: its limits, planted truth that it comes closer to, and smoothing counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing
from framing.project import FramingError
from framing.trends.pooling import pooled
from framing.trends.smoothing import smoothed


def cells(hits, stories, periods=1):
    """Rows of sources (and periods within each), all of one frame."""
    hits, stories = np.asarray(hits, dtype=float), np.asarray(stories)
    return pd.DataFrame({
        "group": np.repeat([f"s{n:03}" for n in range(len(hits) // periods)], periods), "code": "x", "measure": "share",
        "period": np.tile([str(2000 + n) for n in range(periods)], len(hits) // periods), "articles": stories,
        "clusters": stories, "estimate": hits / np.where(stories, stories, 1),
    })  # fmt: skip


def test_shares_that_scatter_as_chance_has_it_are_all_drawn_to_the_mean():
    table = pooled(cells([2, 4, 3, 3], [10, 10, 10, 10]))
    assert table["pooled"].to_numpy() == pytest.approx(0.3, abs=1e-4)


def test_a_small_source_moves_further_than_a_large_one():
    """A wide scatter, so that the middle is worth few stories: 90 of 100 hardly moves, 9 of 10 moves more."""
    table = pooled(cells([90, 9, 10, 1, 50, 5], [100, 10, 100, 10, 100, 10]))
    moved = (table["pooled"] - table["estimate"]).abs()
    assert moved[1] > 3 * moved[0] > 0
    assert moved[3] > 3 * moved[2] > 0
    assert (table["pooled_low"] < table["pooled"]).all()
    assert (table["pooled"] < table["pooled_high"]).all()


def test_the_middle_is_worth_what_was_planted():
    """Shares from Beta(4, 16), so the middle is worth 20 stories; 3 of 30 is drawn to (3 + 20 × 0.2) / 50."""
    generator = np.random.default_rng(1)
    truth = generator.beta(4, 16, 4000)
    table = pooled(cells([3, *generator.binomial(30, truth)], [30] * 4001))
    assert table["pooled"][0] == pytest.approx((3 + 20 * 0.2) / 50, abs=0.005)


@pytest.mark.parametrize("periods", [1, 12])
def test_pooled_shares_come_closer_to_planted_truth_and_their_intervals_hold_it(periods):
    generator = np.random.default_rng(periods)
    own = generator.beta(4, 16, 300)
    truth = own if periods == 1 else generator.beta(60 * own[:, None], 60 * (1 - own)[:, None], (300, periods)).ravel()
    stories = generator.integers(5, 40, len(truth))
    table = pooled(cells(generator.binomial(stories, truth), stories, periods))
    raw, drawn = (((table[name] - truth) ** 2).mean() for name in ("estimate", "pooled"))
    assert drawn < 0.6 * raw
    assert 0.9 <= ((table["pooled_low"] <= truth) & (truth <= table["pooled_high"])).mean() <= 0.98


def test_groups_are_drawn_to_their_own_mean_and_order_changes_nothing():
    table = cells([1, 2, 1, 18, 17, 19], [10, 10, 10, 20, 20, 20])
    groups = {f"s{n:03}": "A" if n < 3 else "B" for n in range(6)}
    found = pooled(table, groups=groups)
    assert found["pooled"].to_numpy() == pytest.approx([4 / 30] * 3 + [54 / 60] * 3, abs=1e-4)
    again = pooled(table.iloc[::-1], groups=groups).sort_index()
    assert again["pooled"].tolist() == found["pooled"].tolist()


def test_what_was_not_measured_is_not_estimated_and_only_shares_are_pooled():
    table = pooled(cells([0, 0, 0], [0, 5, 9]))
    assert np.isnan(table["pooled"][0])
    assert table["pooled"][1:].to_numpy() == pytest.approx(0, abs=1e-6)
    with pytest.raises(FramingError, match="Only shares can be pooled"):
        pooled(table.assign(measure="tone"))


def test_smoothing_is_a_mean_weighted_by_articles_beside_the_measured_line():
    table = cells([1, 4, 3, 5], [10, 10, 30, 10], 4).assign(shown=[True, True, True, False], partial=False)
    found = smoothed(table, over=3)
    assert found["smooth"][:3].to_numpy() == pytest.approx([5 / 20, 8 / 50, 7 / 40])
    assert np.isnan(found["smooth"][3])
    assert found["estimate"].equals(table["estimate"])
    for number in (1, 4):
        with pytest.raises(FramingError, match="an odd number of periods, 3 or more"):
            smoothed(table, over=number)


def test_a_chart_of_smoothed_cells_keeps_the_measured_line():
    corpus = framing.simulate(articles=1200, seed=1)
    measured = framing.trends(corpus, by="all", frames=["threat"])
    one, two = (framing.plot_groups(each) for each in (measured, smoothed(measured)))
    lines = [[line.get_linewidth() for line in chart.figure.axes[0].lines] for chart in (one, two)]
    assert 2.2 not in lines[0]
    assert sorted(set(lines[1]) & {0.8, 2.2}) == [0.8, 2.2]
    assert any("Thick line: mean over 5 periods, weighted by articles" in note for note in two.notes)
