"""Many tests at once: q-values, by hand and as scipy has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from framing.trends.discoveries import adjusted


def test_each_p_is_multiplied_by_the_number_of_tests_over_its_place():
    # By hand: 0.005 * 4 / 1, 0.009 * 4 / 2, 0.02 * 4 / 3, 0.5 * 4 / 4; the first is no more than the second.
    found = adjusted(np.array([0.5, 0.009, 0.005, 0.02]))
    assert found.tolist() == pytest.approx([0.5, 0.018, 0.018, 0.08 / 3])


def test_no_q_is_more_than_one():
    assert adjusted(np.array([1.0, 0.9])).tolist() == [1.0, 1.0]


def test_missing_p_values_stay_missing_and_are_not_counted():
    found = adjusted(np.array([[0.01, np.nan], [np.nan, 0.04]]))
    assert np.isnan(found).tolist() == [[False, True], [True, False]]
    assert found[0, 0] == pytest.approx(0.02) and found[1, 1] == pytest.approx(0.04)
    assert np.isnan(adjusted(np.array([np.nan]))).all()
    assert adjusted(np.array([])).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_q_values_are_those_of_scipy(p):
    assert adjusted(np.array(p)) == pytest.approx(false_discovery_control(p), abs=1e-12)


@given(st.lists(st.sampled_from([0.0, 1e-4, 0.03, 0.5, 1.0]), min_size=1, max_size=30), st.randoms())
def test_the_order_of_the_tests_changes_no_q(p, random):
    order = list(range(len(p)))
    random.shuffle(order)
    assert adjusted(np.array(p)[order]).tolist() == adjusted(np.array(p))[order].tolist()
