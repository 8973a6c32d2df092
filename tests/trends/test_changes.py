"""Change points: a planted one is found at its date, a drift is none, and chance makes few."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted import MONTHS, cells, ledger, shares

import framing
from framing.trends.changes import change_points


@pytest.mark.slow
def test_of_series_without_a_change_one_in_twenty_shows_one_drifting_or_not():
    generator = np.random.default_rng(6)
    table = pd.concat([cells(shares(generator, drift=0.1 * (n % 2)), group=f"g{n:03}") for n in range(160)])
    found = change_points(table)
    assert found.attrs["tried"] == 160
    assert found["group"].nunique() <= 14  # 8 are expected at most; more than 14 have a chance of 1 in 60


def test_a_planted_jump_is_found_at_its_month_with_the_event_beside_it():
    generator = np.random.default_rng(7)
    steady = [cells(shares(generator), group=f"g{n}") for n in range(7)]
    table = pd.concat([cells(shares(generator, jump=0.2), group="jump"), *steady])
    found = change_points(table, ledger(["2022-07-20", "2020-01-01"]))
    row = found[found["group"] == "jump"].iloc[0]
    assert abs(MONTHS.index(row["period"]) - 41) <= 1
    assert row["level"] == pytest.approx(0.2, abs=0.08)
    assert row["near"] == "Event 0"
    assert row["gain"] > 1


def test_the_fit_on_both_sides_is_numpys():
    values = np.r_[np.linspace(0.1, 0.2, 20), np.linspace(0.5, 0.4, 20)] + np.tile([0.0, 0.004, 0.002, 0.006], 10)
    row = change_points(cells(values)).iloc[0]
    assert row["period"] == MONTHS[20]
    slope, level = np.polyfit(np.arange(20), values[20:], 1)
    assert (row["slope_after"], row["after"]) == pytest.approx((slope, level))
    slope, level = np.polyfit(np.arange(20) - 20, values[:20], 1)
    assert (row["slope_before"], row["before"]) == pytest.approx((slope, level))


def test_short_or_constant_series_and_whole_times_show_none():
    assert change_points(cells(np.full(40, 0.2))).empty
    assert change_points(cells([0.1, 0.9, 0.1])).attrs["tried"] == 0
    assert change_points(framing.trends(framing.simulate(articles=100, seed=1), every="all")).empty
