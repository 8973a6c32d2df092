"""The bootstrap: Poisson weights, one for all copies of a text, and intervals that cover."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from scipy.stats import chisquare, norm, poisson, t

from framing.trends.resample import cluster_keys, poisson_weights, ratio_interval, replicated_sums

# `framing.trends` is the verb, so the module is asked for by its name.
resample = importlib.import_module("framing.trends.resample")


def test_weights_are_poisson_with_mean_one():
    keys = cluster_keys(f"article {number}" for number in range(200_000))
    counts = np.bincount(poisson_weights(keys, 3, 17), minlength=10)
    expected = poisson(1).pmf(np.arange(6)) * len(keys)
    observed = np.append(counts[:6], counts[6:].sum())
    assert chisquare(observed, np.append(expected, len(keys) - expected.sum())).pvalue > 0.001


def test_replicates_and_seeds_draw_independently():
    keys = cluster_keys(map(str, range(50_000)))
    draws = [poisson_weights(keys, replicate, seed) for replicate, seed in [(0, 1), (1, 1), (0, 2), (1, 0)]]
    correlations = np.corrcoef(draws)[np.triu_indices(4, 1)]
    assert np.abs(correlations).max() < 0.02


def test_copies_move_together_and_a_weight_depends_on_nothing_else():
    keys = cluster_keys(["a", "b", "a", "c", "a"])
    assert keys[0] == keys[2] == keys[4]
    assert len(set(keys.tolist())) == 3
    for replicate in range(20):
        weights = poisson_weights(keys, replicate, 1)
        assert weights[0] == weights[2] == weights[4]
        assert poisson_weights(keys[3:4], replicate, 1)[0] == weights[3]


def test_the_draw_is_the_same_in_every_version():
    assert poisson_weights(cluster_keys("abcdefgh"), 0, 1).tolist() == [1, 0, 1, 2, 0, 2, 1, 0]


def test_cluster_keys_take_any_iterable():
    assert cluster_keys(str(each) for each in range(3)).tolist() == cluster_keys(["0", "1", "2"]).tolist()


def test_an_interval_of_a_constant_is_that_constant_and_of_nothing_is_missing():
    cell = np.repeat([0, 2], 30)
    top, bottom = np.where(cell == 0, 3, 5), np.ones(60, dtype=np.int64)
    low, high = ratio_interval(top, bottom, cell, 3, cluster_keys(map(str, range(60))), seed=1)
    assert low[[0, 2]].tolist() == high[[0, 2]].tolist() == [3.0, 5.0]
    assert np.isnan([low[1], high[1]]).all()


def test_no_cells_no_intervals():
    none = np.zeros(0, dtype=np.int64)
    low, high = ratio_interval(none, none, none, 0, none.astype(np.uint64), seed=1)
    assert len(low) == len(high) == 0


def test_the_order_of_the_articles_changes_nothing():
    generator = np.random.default_rng(4)
    top, cell = generator.integers(-(10**6), 10**6, 500), generator.integers(0, 8, 500)
    keys, ones = cluster_keys(map(str, range(500))), np.ones(500, dtype=np.int64)
    one = ratio_interval(top, ones, cell, 8, keys, seed=1)
    order = generator.permutation(500)
    two = ratio_interval(top[order], ones, cell[order], 8, keys[order], seed=1)
    assert [each.tobytes() for each in one] == [each.tobytes() for each in two]


@pytest.mark.parametrize(("copies", "lowest", "highest"), [(1, 0.91, 0.97), (4, 0.91, 0.97)])
def test_intervals_cover_the_truth_about_95_times_in_100(copies, lowest, highest):
    """500 cells of 60 stories each, tone 0.1 with standard deviation 0.4; in the second run each story four times."""
    cells, stories = 500, 60
    generator = np.random.default_rng(7)
    tone = np.rint(generator.normal(0.1, 0.4, cells * stories) * 1e6).astype(np.int64)
    cell = np.repeat(np.arange(cells), stories)
    keys = cluster_keys(map(str, range(cells * stories)))
    tone, cell, keys = (np.repeat(each, copies) for each in (tone, cell, keys))
    low, high = ratio_interval(tone, np.ones(len(tone), dtype=np.int64), cell, cells, keys, seed=2)
    covered = ((low <= 0.1e6) & (high >= 0.1e6)).mean()
    assert lowest <= covered <= highest


def test_two_measures_at_once_are_each_as_alone():
    generator = np.random.default_rng(3)
    tops, cell = generator.integers(0, 9, (200, 2)), generator.integers(0, 4, 200)
    bottoms, keys = generator.integers(1, 9, (200, 2)), cluster_keys(map(str, range(200)))
    low, high = ratio_interval(tops, bottoms, cell, 4, keys, seed=5)
    for column in (0, 1):
        alone = ratio_interval(tops[:, column], bottoms[:, column], cell, 4, keys, seed=5)
        assert alone[0].tolist() == low[:, column].tolist()
        assert alone[1].tolist() == high[:, column].tolist()


def test_one_denominator_serves_all_measures():
    generator = np.random.default_rng(3)
    tops, cell = generator.integers(0, 9, (200, 2)), generator.integers(0, 4, 200)
    bottom, keys = generator.integers(1, 9, (200, 1)), cluster_keys(map(str, range(200)))
    one = ratio_interval(tops, bottom, cell, 4, keys, seed=5)
    two = ratio_interval(tops, np.repeat(bottom, 2, axis=1), cell, 4, keys, seed=5)
    assert [each.tobytes() for each in one] == [each.tobytes() for each in two]


def test_sums_are_the_weights_times_the_values_whatever_is_held_at_once(monkeypatch):
    generator = np.random.default_rng(6)
    values, cell = generator.integers(-5, 9, (300, 3)), generator.integers(0, 7, 300)
    keys = cluster_keys(map(str, generator.integers(0, 100, 300)))
    expected = np.zeros((7, 3, 10))
    for replicate in range(10):
        np.add.at(expected[:, :, replicate], cell, values * poisson_weights(keys, replicate, 4)[:, None])
    for articles, sums in ((4096, 4_000_000), (7, 60)):
        monkeypatch.setattr(resample, "_ARTICLES", articles)
        monkeypatch.setattr(resample, "_SUMS", sums)
        parts = list(replicated_sums(values, cell, 7, keys, seed=4, replicates=10))
        assert np.array_equal(np.concatenate([part for _, part in parts]), expected)


def test_weights_that_were_kept_are_those_that_are_drawn_whatever_was_asked_before(monkeypatch):
    monkeypatch.setattr(
        resample, "_KEPT", 60
    )  # the second asks for some more, the fourth for other ones, the last for too many
    for first, last, seed in ((0, 40, 1), (20, 55, 1), (10, 30, 1), (200, 250, 1), (0, 40, 2), (0, 100, 1)):
        keys = np.repeat(cluster_keys(map(str, range(first, last))), 2)
        ones, cell = np.ones((len(keys), 1), dtype=np.int64), np.arange(len(keys))
        (_, sums), *_ = replicated_sums(ones, cell, len(keys), keys, seed=seed, replicates=12)
        expected = np.stack([poisson_weights(keys, replicate, seed) for replicate in range(12)], axis=1)
        assert np.array_equal(sums[:, 0], expected)


def test_articles_past_the_last_cell_are_of_none():
    values, cell = np.arange(1, 7)[:, None], np.array([0, 2, 1, 2, 0, 5])
    keys = cluster_keys(map(str, range(6)))
    few, all_of_them = (
        np.concatenate([part for _, part in replicated_sums(values, cell, cells, keys, seed=3)]) for cells in (2, 6)
    )
    assert np.array_equal(few, all_of_them[:2])


def test_percentiles_are_numpys_without_a_correction_and_further_out_with_it():
    generator = np.random.default_rng(8)
    top, ones = generator.normal(0, 1e6, 12).astype(np.int64), np.ones(12, dtype=np.int64)
    cell, keys = np.zeros(12, dtype=np.int64), cluster_keys(map(str, range(12)))
    _, sums = next(iter(replicated_sums(np.stack([top, ones], axis=1), cell, 1, keys, seed=1)))
    low, high = ratio_interval(top, ones, cell, 1, keys, seed=1)
    means = sums[0, 0] / sums[0, 1]
    assert (low[0], high[0]) == pytest.approx(tuple(np.percentile(means, [2.5, 97.5])))
    wider = ratio_interval(top, ones, cell, 1, keys, seed=1, number=np.array([12.0]))
    tail = norm.cdf(np.sqrt(12 / 11) * t(11).ppf(0.025))  # Hesterberg's table: 1.1 % beyond each bound of twelve
    assert round(tail, 3) == 0.011
    assert (wider[0][0], wider[1][0]) == pytest.approx(tuple(np.percentile(means, [100 * tail, 100 - 100 * tail])))
