"""The summary of a claim, counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.trends.robustness import robustness_choices, robustness_summary
from framing.trends.robustness.run import ROBUSTNESS

BASE = {"claim": "x", "policy": "all", "unit": "article", "measure": "share", "denominator": "topic", "tone": "",
        "min_articles": 1, "line_left_out": "", "source_left_out": "", "articles": 100}  # fmt: skip


def rows(*specs):
    made = []
    for number, (changed, relative, certain) in enumerate(specs, start=1):
        gone = relative is None
        value = np.nan if gone else relative
        made.append({**BASE, **changed, "spec": number, "default": number == 1, "estimate": value / 10, "value_a": 0.1,
                     "value_b": 0.1, "relative": value, "low": value / 10 - (0.01 if certain else 1),
                     "high": value / 10 + (0.01 if certain else 1), "sign": 0 if gone else int(np.sign(value)),
                     "significant": certain, "reason": "no articles in b" if gone else ""})  # fmt: skip
    return pd.DataFrame(made)[ROBUSTNESS]


TABLE = rows(
    ({}, 0.4, True),
    ({"policy": "one-per-cluster"}, 0.6, True),
    ({"unit": "lead"}, -0.2, False),
    ({"unit": "lead", "policy": "one-per-cluster"}, -0.4, True),
    ({"measure": "rate"}, None, False),
    ({"line_left_out": "spy"}, 0.3, False),
    ({"line_left_out": "spies"}, 0.5, True),
    ({"source_left_out": "Alpha"}, -0.1, False),
)


def test_shares_are_of_the_specifications_that_were_computed():
    row = robustness_summary(TABLE).iloc[0]
    assert (row["specifications"], row["computed"]) == (8, 7)
    assert row["same_sign"] == pytest.approx(4 / 7)
    assert row["significant_same"] == pytest.approx(3 / 7)
    assert row["significant_opposite"] == pytest.approx(1 / 7)
    assert (row["median"], row["median_relative"]) == pytest.approx((0.03, 0.3))
    assert (row["estimate"], row["relative"], row["significant"]) == (pytest.approx(0.04), 0.4, True)
    assert row["matters_most"] == "unit"


def test_the_variance_between_the_values_of_a_choice():
    table = robustness_choices(TABLE).set_index("choice")
    # 0.4, 0.6, -0.2, -0.4 around 0.1: the sum of squares is 0.68; units stand at 0.5 and -0.3, policies both at 0.1.
    assert table.loc["unit", "eta_squared"] == pytest.approx(4 * 0.4**2 / 0.68)
    assert table.loc["policy", "eta_squared"] == pytest.approx(0.0, abs=1e-12)
    assert list(table.index) == ["policy", "unit", "measure", "line_left_out", "source_left_out"]
    assert table["values"].tolist() == [2, 2, 2, 3, 2]


def test_the_largest_shift_of_a_choice_changed_alone():
    table = robustness_choices(TABLE).set_index("choice")
    assert table["at"].to_dict() == {
        "policy": "one-per-cluster", "unit": "lead", "measure": "", "line_left_out": "spy", "source_left_out": "Alpha"
    }  # fmt: skip
    assert table["largest_shift"].tolist() == pytest.approx([0.2, -0.6, np.nan, -0.1, -0.5], nan_ok=True)
    assert table["turned"].tolist() == [0, 1, 0, 1, 1]
    assert table["eta_squared"].isna().tolist() == [False, False, False, True, True]


def test_a_reference_that_was_not_computed_has_no_direction_to_share():
    table = rows(({}, None, False), ({"unit": "lead"}, 0.2, True))
    row = robustness_summary(table).iloc[0]
    assert (row["specifications"], row["computed"]) == (2, 1)
    assert np.isnan(row["same_sign"])
    assert np.isnan(row["significant_opposite"])
    assert row["median_relative"] == 0.2
    assert row["matters_most"] == ""


def test_claims_are_summed_up_apart_in_the_tables_order():
    table = pd.concat([TABLE.assign(claim="z"), TABLE.assign(claim="a")], ignore_index=True)
    assert robustness_summary(table)["claim"].tolist() == ["z", "a"]
    assert robustness_summary(table)["computed"].tolist() == [7, 7]


def test_one_specification_alone_hangs_on_nothing():
    table = rows(({}, 0.4, True))
    assert robustness_choices(table).empty
    row = robustness_summary(table).iloc[0]
    assert (row["same_sign"], row["matters_most"]) == (1.0, "")
