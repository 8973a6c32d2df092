"""Partial pooling: its limits, planted truth that it comes closer to, and smoothing counted by hand."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest
from matplotlib.lines import Line2D
from scipy.stats import beta, betabinom

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


def test_a_small_case_counted_by_hand(monkeypatch):
    """A middle worth ten stories, of two sources of ten stories, of which one and five hit.

    Ten stories with a correlation of 1/11 are worth 10 / (1 + 9/11) = 5.5. The mean, with half a hit and half a miss:
    (5.5 × 0.1 + 5.5 × 0.5 + 0.5) / 12 = 0.31667. Drawn to it: (1 + 10 × 0.31667) / 20 and (5 + 10 × 0.31667) / 20.
    """
    monkeypatch.setattr(sys.modules[pooled.__module__], "_precisions", lambda *_: (np.array([10.0]), np.array([1.0])))
    table = pooled(cells([1, 5], [10, 10]))
    assert table["pooled"].to_numpy() == pytest.approx([0.208333, 0.408333], abs=1e-6)
    # Variance: 0.20833 × 0.79167 / 21, and a quarter of that of the mean, 0.31667 × 0.68333 / 13.
    posterior = beta_of(0.208333, 0.0078538 + 0.0041613)
    assert table[["pooled_low", "pooled_high"]].iloc[0].to_numpy() == pytest.approx(posterior, abs=1e-5)


def beta_of(mean, variance):
    size = mean * (1 - mean) / variance - 1
    return beta(size * mean, size * (1 - mean)).ppf([0.025, 0.975])


def test_one_group_agrees_with_bayes_on_a_grid_of_all_means_and_precisions():
    hits, stories = np.array([1, 4, 9, 2, 12]), np.array([10, 12, 15, 30, 20])
    mean, drawn = (each.ravel() for each in np.meshgrid((np.arange(200) + 0.5) / 200, (np.arange(100) + 0.5) / 100))
    worth = drawn / (1 - drawn) * stories.mean()
    likely = betabinom.logpmf(hits[:, None], stories[:, None], worth * mean, worth * (1 - mean)).sum(axis=0)
    chance = np.exp(likely - likely.max())
    expected = ((hits[:, None] + worth * mean) / (stories[:, None] + worth)) @ chance / chance.sum()
    assert pooled(cells(hits, stories))["pooled"].to_numpy() == pytest.approx(expected, abs=0.005)


def test_shares_that_scatter_as_chance_has_it_are_drawn_to_the_mean():
    hits = np.random.default_rng(2).binomial(20, 0.3, 200)
    table = pooled(cells(hits, [20] * 200))
    assert table["pooled"].to_numpy() == pytest.approx(hits.sum() / 4000, abs=0.05)
    assert table["estimate"].max() - table["estimate"].min() > 0.4


def test_a_share_of_very_many_stories_stays_where_it_is():
    table = pooled(cells([100_000, 700_000, 1, 7], [1_000_000, 1_000_000, 10, 10]))
    assert table["pooled"][:2].to_numpy() == pytest.approx([0.1, 0.7], abs=1e-4)


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
    own = generator.beta(4, 16, 200)
    truth = own if periods == 1 else generator.beta(60 * own[:, None], 60 * (1 - own)[:, None], (200, periods)).ravel()
    stories = generator.integers(5, 40, len(truth))
    table = pooled(cells(generator.binomial(stories, truth), stories, periods))
    raw, drawn = (((table[name] - truth) ** 2).mean() for name in ("estimate", "pooled"))
    assert drawn < 0.6 * raw
    assert 0.92 <= ((table["pooled_low"] <= truth) & (truth <= table["pooled_high"])).mean() <= 0.98


@pytest.mark.parametrize("size", [1, 3])
def test_intervals_hold_planted_truth_where_a_group_has_few_sources(size):
    """Twelve sources tell little of how far sources differ, three of a group little of its mean: 100 such corpora."""
    generator = np.random.default_rng(size)
    middle = np.repeat(np.linspace(0.1, 0.4, 12 // size), size)
    groups = {f"s{n:03}": f"g{n // size}" for n in range(12)}
    held, raw, drawn = [], [], []
    for _ in range(100):
        truth, stories = generator.beta(20 * middle, 20 * (1 - middle)), generator.integers(5, 40, 12)
        table = pooled(cells(generator.binomial(stories, truth), stories), groups=groups)
        held += ((table["pooled_low"] <= truth) & (truth <= table["pooled_high"])).tolist()
        raw += ((table["estimate"] - truth) ** 2).tolist()
        drawn += ((table["pooled"] - truth) ** 2).tolist()
    assert 0.9 <= np.mean(held) <= 0.98  # measured: 0.92 alone in a group, 0.94 of three
    assert np.mean(drawn) < 0.9 * np.mean(raw)


def test_sources_are_drawn_to_their_own_group_and_one_alone_in_its_group_to_all():
    hits, stories = [10, 12, 11, 60, 57, 63, 10], [100] * 6 + [10]
    groups = {f"s{n:03}": "A" if n < 3 else "B" if n < 6 else "C" for n in range(7)}
    table = pooled(cells(hits, stories), groups=groups)["pooled"]
    assert table[0] < table[2] < table[1] < 0.2
    assert 0.5 < table[4] < table[3] < table[5]
    assert table[6] < 0.95  # ten of ten, alone in its group


def test_the_order_of_rows_changes_nothing():
    generator = np.random.default_rng(4)
    table = cells(generator.integers(0, 5, 60), generator.integers(5, 40, 60), 3)
    groups = {f"s{n:03}": "A" if n < 9 else "B" for n in range(20)}
    found = pooled(table, groups=groups)
    again = pooled(table.sample(frac=1, random_state=1), groups=groups).sort_index()
    pd.testing.assert_frame_equal(found, again, check_exact=True)


@pytest.mark.parametrize("every", [0, 1])
def test_where_nothing_or_everything_hit_the_interval_does_not_collapse(every):
    table = pooled(cells([5 * every, 9 * every], [5, 9]))
    assert (table["pooled"] - every).abs().between(0.001, 0.06).all()
    assert (table["pooled_high"] - table["pooled_low"]).between(0.05, 0.3).all()


def test_what_was_not_measured_is_not_estimated_and_only_shares_are_pooled():
    table = pooled(cells([0, 2, 3], [0, 5, 9]))
    assert table[["pooled", "pooled_low", "pooled_high"]].iloc[0].isna().all()
    assert table["pooled"][1:].notna().all()
    assert pooled(table.iloc[:0])["pooled"].empty
    assert pooled(table.iloc[:1])["pooled"].isna().all()
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
    lines = [[line.get_linewidth() for line in chart.figure.artists[0].findobj(Line2D)] for chart in (one, two)]
    assert 2.2 not in lines[0]
    assert sorted(set(lines[1]) & {0.8, 2.2}) == [0.8, 2.2]
    assert any("Thick line: mean over 5 periods, weighted by articles" in note for note in two.notes)


def test_a_chart_smooths_when_asked_and_the_gaps_stay():
    """Means over three of 0.1, 0.4, 0.1, a gap and 0.5: the mean beside the gap is of what there is, the gap is one."""
    table = cells([1, 4, 3, 0, 5], [10, 10, 30, 0, 10], 5).assign(
        low=0.0, high=1.0, shown=[True, True, True, False, True], reason=["", "", "", "no articles", ""]
    )
    chart = framing.plot_groups(pd.concat([table, table.assign(group="other")]), smooth=3)
    thick = [line for line in chart.figure.artists[0].findobj(Line2D) if line.get_linewidth() == 2.2]
    assert len(thick) == 2
    assert len({str(line._unscaled_dash_pattern) for line in thick}) == 2  # told apart without colour
    expected = [100 * 5 / 20, 100 * 8 / 50, 100 * 7 / 40, np.nan, 50]
    assert thick[0].get_ydata() == pytest.approx(expected, nan_ok=True)
    assert chart.data["smooth"].notna().sum() == 8
    assert "smooth" not in table


@pytest.mark.parametrize("draw", [framing.plot_groups, framing.plot_trends])
@pytest.mark.parametrize("number", [4, 1, -3])
def test_a_mean_without_a_middle_period_is_refused(draw, number):
    measured = framing.trends(framing.simulate(articles=300, seed=1), by="all", frames=["threat"])
    with pytest.raises(FramingError, match=f"smooth={number}: a centred mean is over an odd number of periods"):
        draw(measured, smooth=number)
    assert not any("mean over" in note for note in draw(measured, smooth=0).notes)
