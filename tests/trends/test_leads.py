"""Who leads: a planted lag is found with its sign, and chance stays within the band."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted import cells, shares

from framing.project import FramingError
from framing.trends.leads import lead_lag


def test_a_group_that_repeats_another_two_months_later_is_behind_it():
    generator = np.random.default_rng(8)
    one = shares(generator)
    two = np.r_[0.25, 0.25, one[:-2]]
    table = pd.concat([cells(one, group="A"), cells(two, group="B")])
    found = lead_lag(table).set_index("lag")
    assert found["r"].idxmax() == 2
    assert found.loc[2, "clear"]
    assert found.loc[2, "r"] > 0.95
    turned = lead_lag(table, groups=["B", "A"]).set_index("lag")
    assert turned.loc[-2, "r"] == pytest.approx(found.loc[2, "r"])


def test_correlations_are_numpys_on_the_changes_that_both_have():
    generator = np.random.default_rng(9)
    one, two = shares(generator), shares(generator)
    hidden = np.arange(84) != 30
    table = pd.concat(
        [
            cells(
                one,
                group="A",
            ),
            cells(two, group="B").assign(shown=hidden),
        ]
    )
    found = lead_lag(table, most=3).set_index("lag")
    a, b = np.diff(one), np.diff(np.where(hidden, two, np.nan))
    for lag in range(-3, 4):
        x, y = (a[: 83 - lag], b[lag:]) if lag >= 0 else (a[-lag:], b[: 83 + lag])
        there = ~np.isnan(y)
        assert found.loc[lag, "r"] == pytest.approx(np.corrcoef(x[there], y[there])[0, 1])
    assert set(found["pairs"]) == {81}


@pytest.mark.slow
def test_unrelated_groups_seldom_leave_the_band():
    generator = np.random.default_rng(10)
    clear = [lead_lag(pd.concat([cells(shares(generator), group=g) for g in "AB"]))["clear"].any() for _ in range(100)]
    assert sum(clear) <= 11  # more than eleven of 100 have a chance of 1 in 200 where five are expected


def test_what_cannot_be_compared_is_said_or_absent():
    table = pd.concat([cells(np.full(84, 0.2), group=g) for g in "AB"])
    with pytest.raises(FramingError, match="Two groups can be compared, not 1"):
        lead_lag(table, groups=["A"])
    with pytest.raises(FramingError, match='There is no group "C" among the cells; known: A, B'):
        lead_lag(table, groups=["A", "C"])
    assert not lead_lag(table)["clear"].any()
    assert lead_lag(table[table["group"] == "A"]).empty
    assert lead_lag(table[table["period"] < "2020"]).empty
