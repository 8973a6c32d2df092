"""Intervals against independent implementations and published examples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from framing.trends.intervals import effective_number, newcombe, wilson


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy(counts):
    hits, number = counts
    low, high = wilson(np.array([hits / number]), np.array([float(number)]))
    expected = binomtest(hits, number).proportion_ci(0.95, method="wilson")
    assert low[0] == pytest.approx(expected.low, abs=1e-12)
    assert high[0] == pytest.approx(expected.high, abs=1e-12)
    assert low[0] <= hits / number <= high[0]


def test_wilson_of_published_examples():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
    low, high = wilson(np.array([81 / 263, 15 / 148, 0.0, 1 / 29]), np.array([263.0, 148.0, 20.0, 29.0]))
    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_wilson_of_nothing_is_missing():
    low, high = wilson(np.array([np.nan]), np.array([0.0]))
    assert np.isnan([low[0], high[0]]).all()


def difference(hits_a, n_a, hits_b, n_b):
    shares, numbers = np.array([hits_a / n_a, hits_b / n_b]), np.array([n_a, n_b], dtype=float)
    low, high = wilson(shares, numbers)
    bounds = newcombe(*(each[side : side + 1] for side in (0, 1) for each in (shares, low, high)))
    return [round(float(each[0]), 4) for each in bounds]


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
        ((56, 70, 48, 80), [0.0524, 0.3339]),
        ((9, 10, 3, 10), [0.1705, 0.8090]),
        ((6, 7, 2, 7), [0.0582, 0.8062]),
        ((5, 56, 0, 29), [-0.0381, 0.1926]),
        ((0, 10, 0, 20), [-0.1611, 0.2775]),
        ((0, 10, 0, 10), [-0.2775, 0.2775]),
        ((10, 10, 0, 20), [0.6791, 1.0]),
        ((10, 10, 0, 10), [0.6075, 1.0]),
    ],
)
def test_newcombe_gives_the_published_intervals(counts, bounds):
    assert difference(*counts) == bounds


def test_the_effective_number_counts_copies_once_when_all_are_copies():
    articles = np.array([5.0, 5.0, 5.0, 6.0, 0.0])
    squares = np.array([5.0, 25.0, 9.0 + 1 + 1, 12.0, 0.0])
    # Five stories; one story five times; one thrice and two single; three pairs; none.
    assert effective_number(articles, squares) == pytest.approx([5, 1, 25 / 11, 3, 0])
