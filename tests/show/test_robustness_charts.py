"""The specification curve and its sentences, on a table small enough to count."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.show.robustness_charts import plot_robustness
from framing.show.robustness_sentences import robustness_findings


@pytest.fixture
def table():
    """Five specifications: four above zero, three of them clearly, one clearly below; the fifth is not computed."""
    estimate = [0.10, 0.05, 0.20, -0.10, np.nan]
    return pd.DataFrame({
        "claim": "espionage: North minus South", "spec": range(1, 6), "policy": ["all", "all",
        "one-per-cluster", "all", "all"],
        "unit": ["article", "headline", "article", "article", "lead"], "measure": "share",
        "denominator": "topic", "tone": "",
        "min_articles": 1, "line_left_out": ["", "", "", "spy", ""], "source_left_out": "",
        "default": [True, False, False, False, False], "articles": 100, "value_a": 0.3, "value_b": 0.2,
        "estimate": estimate,
        "low": [0.05, -0.05, 0.1, -0.2, np.nan], "high": [0.15, 0.15, 0.3, -0.02, np.nan],
        "relative": [each * 4 for each in estimate], "sign": [1, 1, 1, -1, 0],
        "significant": [True, False, True, True, False],
        "reason": ["", "", "", "", "South has 3 articles"],
    })  # fmt: skip


def test_the_curve_goes_from_the_lowest_to_the_highest_with_the_choices_below(table):
    chart = plot_robustness(table)
    curve, below = chart.figure.axes
    points = {
        line.get_color(): line.get_ydata().tolist() for line in curve.lines if line.get_markersize() == 2.6
    }  # fmt: skip
    assert points == {"#1f78c8": [0.4, 0.8], "#d55e00": [-0.4], "#7a7f85": [0.2]}
    words = [text.get_text() for text in chart.figure.texts]
    assert [each for each in words if ": " in each and each.partition(":")[0] in ("policy", "unit")] == [
        "policy: all", "policy: one-per-cluster", "unit: article", "unit: headline",
    ]  # fmt: skip
    assert "a codebook line left out" in words
    assert len(below.lines) == 3 * 5
    assert chart.alt == (
        "Espionage: North minus South, under 4 specifications: 75% above zero (50% clearly), 25% below (25% clearly)."
    )
    assert any("1 specification had too few articles" in each for each in chart.notes)


def test_the_sentence_counts_agreement_and_names_what_turns(table):
    (said,) = robustness_findings(table).sentences
    assert said == (
        "Espionage: North minus South is +10.0 points as the other pages count (95% interval +5.0 to +15.0). Of 4 "
        "specifications 75% have this sign, 50% clearly; 25% clearly have the other. Most hangs on "
        "how copies are counted "
        "(89% of the differences between specifications). Left out alone, 1 codebook line turns it."
    )


def test_nothing_computed_is_a_sentence(table):
    none = table.assign(reason="fewer than 10 articles in South", estimate=np.nan, relative=np.nan)
    assert plot_robustness(none).figure is None
    (said,) = robustness_findings(none).sentences
    assert said == "Espionage: North minus South: nothing could be computed: fewer than 10 articles in South."
