"""Keyness as arrays: the published formula, and p-values of stories that exchange their groups."""

from __future__ import annotations

from itertools import combinations
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from framing.measures import keyness
from framing.measures.keyness import count_stories, log_odds, p_values, summed
from framing.measures.tfidf import count_texts
from framing.project import FramingError


def slow(inside: list[int], rest: list[int], prior: float) -> list[tuple[float, float]]:
    """Monroe, Colaresi & Quinn 2008, word by word: log-odds-ratio and variance."""
    n_i, n_j = sum(inside), sum(rest)
    found = []
    for y_i, y_j in zip(inside, rest, strict=True):
        a_w = prior * (y_i + y_j) / (n_i + n_j)
        delta = log((y_i + a_w) / (n_i + prior - y_i - a_w)) - log((y_j + a_w) / (n_j + prior - y_j - a_w))
        found.append((delta, 1 / (y_i + a_w) + 1 / (y_j + a_w)))
    return found


def p_of(counts, group, **options):
    """All terms tested, every story free to move."""
    counts, group = csr_matrix(np.asarray(counts, dtype=np.int64)), np.asarray(group)
    options = {
        "moves": np.ones(len(group), dtype=bool), "tested": np.ones(counts.shape[1], dtype=bool),
        "prior": 10.0, "permutations": 2000, "seed": 1,
    } | options  # fmt: skip
    return p_values(counts, group, options.pop("moves"), **options)


pairs = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)).filter(any), min_size=2, max_size=30)


@given(pairs, st.sampled_from([0.1, 10.0, 500.0, 1e5]))
def test_the_log_odds_are_those_of_the_published_formula(counts, prior):
    inside, rest = (np.array(each) for each in zip(*counts, strict=True))
    total = inside + rest
    delta, variance = log_odds(inside, inside.sum(), total, int(total.sum()), prior=prior)
    expected = slow(inside.tolist(), rest.tolist(), prior)
    assert delta == pytest.approx([each for each, _ in expected], abs=1e-9)
    assert variance == pytest.approx([each for _, each in expected], rel=1e-9)


@given(pairs)
def test_two_sides_swapped_turn_the_sign_and_nothing_else(counts):
    inside, rest = (np.array(each) for each in zip(*counts, strict=True))
    total = inside + rest
    one, two = (log_odds(each, each.sum(), total, int(total.sum()), prior=500.0) for each in (inside, rest))
    assert one[0].tolist() == (-two[0]).tolist()
    assert one[1].tolist() == two[1].tolist()


def test_a_term_alone_has_no_odds_and_no_p():
    delta, _ = log_odds(np.array([3]), np.array(3), np.array([5]), 5, prior=1.0)
    assert np.isnan(delta).all()
    assert np.isnan(p_of([[3], [2]], [0, 1])).all()


def test_the_p_value_is_near_that_of_all_exchanges():
    """Eight stories, four in each group: seventy ways to exchange, each of which is looked at."""
    counts = np.array([[3, 1], [2, 2], [4, 3], [0, 5], [1, 2], [0, 3], [2, 4], [0, 1]])
    total, group = counts.sum(axis=0), np.array([0, 0, 0, 0, 1, 1, 1, 1])

    def far(rows):
        inside = counts[list(rows)].sum(axis=0)
        delta, variance = log_odds(inside, inside.sum(), total, int(total.sum()), prior=10.0)
        return np.abs(delta) / np.sqrt(variance)

    every = np.array([far(rows) for rows in combinations(range(8), 4)])
    exact = (every >= far(range(4)) * (1 - 1e-9)).mean(axis=0)
    found = np.mean([p_of(counts, group, permutations=100, seed=seed)[0] for seed in range(1, 201)], axis=0)
    # 20,000 exchanges: a standard error of 0.004 at most; (1 + b) / (1 + R) lies above by less than 1 / R.
    assert found == pytest.approx(exact, abs=0.02)


def test_a_word_of_one_group_alone_reaches_the_least_p_there_is():
    counts = [[1, 5]] * 20 + [[0, 6]] * 20
    assert p_of(counts, [0] * 20 + [1] * 20, permutations=999)[:, 0].tolist() == [0.001, 0.001]


def test_a_burst_in_one_story_is_not_called_where_words_by_themselves_would_be():
    """Fifty times "balloon" in one story and its copies, among forty stories of a hundred words."""
    counts = np.array([[0, 50, 50]] * 40)
    counts[3, 0] = 50
    group = np.array([0] * 20 + [1] * 20)
    total, inside = counts.sum(axis=0), counts[:20].sum(axis=0)
    delta, variance = log_odds(inside, inside.sum(), total, int(total.sum()), prior=500.0)
    assert delta[0] / np.sqrt(variance[0]) > 3
    assert p_of(counts, group, prior=500.0)[0, 0] > 0.5


def test_stories_of_several_groups_stay_where_they_are():
    counts, group = [[1, 5]] * 20 + [[0, 6]] * 20, np.array([0] * 20 + [1] * 20)
    stay = p_of(counts, group, moves=np.zeros(40, dtype=bool))
    assert (stay == 1).all()
    half = p_of(counts, group, moves=np.arange(40) % 20 < 3, permutations=999, prior=120.0)
    # Three of each group exchange: all three are where they were once in twenty, and never is more there.
    assert half[0, 0] == pytest.approx(0.05, abs=0.03)


def test_with_a_small_prior_a_word_of_one_group_alone_does_not_stand_out():
    """Why the default is a share of all words: see `framing.trends.keyness.PRIOR_SHARE`."""
    counts, group = [[1, 500]] * 12 + [[0, 500]] * 68, [0] * 40 + [1] * 40
    small, share = (p_of(counts, group, prior=prior)[0, 0] for prior in (50.0, 4000.0))
    assert small > 0.2
    assert share < 0.002


def test_terms_that_are_not_tested_have_no_p_but_count_in_the_size():
    counts, group = np.random.default_rng(1).poisson(1.0, (30, 6)), np.arange(30) % 3
    whole = p_of(counts, group)
    some = p_of(counts, group, tested=np.array([True, False] * 3))
    assert np.isnan(some[:, 1::2]).all()
    assert some[:, ::2].tolist() == whole[:, ::2].tolist()


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_what_groups_are_called_changes_no_p(groups):
    draw = np.random.default_rng(2)
    counts, group = draw.poisson(0.7, (60, 25)) + (np.arange(25) == 0), draw.integers(0, groups, 60)
    renamed = (groups - 1) - group
    assert p_of(counts, renamed)[::-1].tobytes() == p_of(counts, group).tobytes()


@pytest.mark.parametrize("groups", [2, 4])
def test_how_the_work_is_cut_changes_no_p(groups, monkeypatch):
    draw = np.random.default_rng(3)
    counts, group = draw.poisson(0.7, (60, 25)) + (np.arange(25) == 0), draw.integers(0, groups, 60)
    whole = p_of(counts, group)
    monkeypatch.setattr(keyness, "_HELD", 1)
    monkeypatch.setattr(keyness, "_DRAWS", 1)
    assert p_of(counts, group).tobytes() == whole.tobytes()


def test_stopping_early_changes_no_p_that_could_be_called(monkeypatch):
    draw = np.random.default_rng(4)
    counts, group = draw.poisson(0.7, (60, 200)) + (np.arange(200) == 0), np.arange(60) % 2
    counts[group == 0, :20] += 1
    stopped = p_of(counts, group)
    monkeypatch.setattr(keyness, "EXCEEDANCES", 10**9)
    whole = p_of(counts, group)
    low = whole < 20 / 2001
    assert low.sum() >= 20
    assert stopped[low].tolist() == whole[low].tolist()
    assert stopped == pytest.approx(whole, abs=0.25)


def test_p_values_are_spread_evenly_when_groups_mean_nothing():
    """2,000 words in stories of no group: the part with p up to 5 % is 5 %, within four standard errors."""
    draw = np.random.default_rng(5)
    counts, group = draw.poisson(1.0, (80, 2000)), np.arange(80) % 2
    p = p_of(counts, group, permutations=1000, prior=500.0)[0]
    for level in (0.01, 0.05, 0.5):
        assert (p <= level).mean() == pytest.approx(level, abs=4 * np.sqrt(level * (1 - level) / 2000))


def test_articles_of_one_story_are_added_up():
    counted = count_texts(["spy spy orbit", "orbit moon", "moon the", "left out"])
    counts, terms, articles = count_stories(counted, np.array([0, 1, 1, -1]), np.array([0, 1]), drop=["orbit"])
    assert terms == ["moon", "spy", "spy spy"]
    assert counts.toarray().tolist() == [[0, 2, 1], [2, 0, 0]]
    assert articles.tolist() == [[0, 1, 1], [2, 0, 0]]
    assert summed(counts > 0, np.array([0, 0]), 1).tolist() == [[1, 1, 1]]


@pytest.mark.parametrize("options", [{"permutations": 0}, {"seed": -1}])
def test_a_draw_that_cannot_be_made_is_refused(options):
    with pytest.raises(FramingError, match=next(iter(options))):
        p_of([[1, 2], [2, 1]], [0, 1], **options)
