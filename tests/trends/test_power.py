"""Power against the textbook, and what it says when articles alone do not help."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from framing.project import FramingError
from framing.show.power_charts import plot_power, power_findings
from framing.trends.draws import draw_articles, draw_shares
from framing.trends.power import needed, power


def test_without_copies_and_restless_periods_it_is_the_textbooks():
    """Two proportions, 15 and 25 %: n = (z₀.₉₇₅ + z₀.₈)² (p₁q₁ + p₂q₂) / d² for each group (Fleiss 1981)."""
    table = power(0.1, dispersion=0, cluster_size=1, periods=40)
    expected = (norm.ppf(0.975) + norm.ppf(0.8)) ** 2 * (0.15 * 0.85 + 0.25 * 0.75) / 0.1**2
    assert needed(table) == pytest.approx(expected, rel=0.12)


def test_copies_cost_articles_and_restless_periods_set_a_limit():
    alone, copied = (needed(power(0.15, periods=12, dispersion=0, cluster_size=size)) for size in (1, 3))
    assert copied / alone == pytest.approx(5, rel=0.3)  # geometric sizes of mean 3: Σm²/Σm = 2 × 3 − 1
    restless = power(0.05, periods=6, dispersion=0.6)
    assert restless["power"].iloc[-1] < 0.5
    (said,) = power_findings(restless, difference=0.05).sentences
    assert said.startswith("No study of 6 periods finds a difference of 5 points in 80% of cases: with 2,400 articles")


def test_more_groups_need_more_articles():
    two, four = (power(0.2, periods=12, groups=groups)["power"].to_numpy() for groups in (2, 4))
    assert (two[:6] > four[:6]).all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"difference": 0.5}, "shares of -0.05 and 0.45; both must lie between 0 and 1"),
        ({"difference": 0.1, "periods": 2}, "periods=2: at least 3 is needed"),
        ({"difference": 0.1, "groups": 1}, "groups=1: at least 2 is needed"),
        ({"difference": 0.1, "lasting": 1.0}, "lasting=1 be 0 to below 1"),
    ],
)
def test_what_cannot_be_drawn_is_said(options, said):
    with pytest.raises(FramingError, match=said):
        power(**options)


def test_draws_have_the_share_the_sizes_and_the_memory_asked_for():
    generator = np.random.default_rng(1)
    drawn = draw_articles(np.repeat([0.1, 0.6], 4000), 30, cluster_size=3, generator=generator)
    shares = [drawn.hit[(drawn.cell < 4000) == first].mean() for first in (True, False)]
    assert shares == pytest.approx([0.1, 0.6], abs=0.01)
    assert len(drawn.hit) / len(np.unique(drawn.cluster)) == pytest.approx(3, rel=0.1)
    assert (pd.Series(drawn.hit).groupby(drawn.cluster).nunique() == 1).all()
    shares = draw_shares(0.2, (3000, 30), dispersion=0.5, lasting=0.6, generator=generator)
    moved = np.log(shares / (1 - shares))
    assert moved.std() == pytest.approx(0.5, abs=0.02)
    assert np.corrcoef(moved[:, 1:].ravel(), moved[:, :-1].ravel())[0, 1] == pytest.approx(0.6, abs=0.02)


def test_the_chart_says_what_is_needed():
    table = pd.DataFrame({"articles": [100, 400], "articles_a_period": [10, 40], "power": [0.6, 1.0], "low": [0.5, 0.9],
                          "high": [0.7, 1.0]})  # fmt: skip
    assert needed(table, wanted=0.5) == 100
    chart = plot_power(table, difference=0.1)
    assert chart.alt == (
        "A study of 10 periods needs about 200 articles of each group, 20 a period, to find a difference of 10 points "
        "in 80% of cases. Power goes from 60% to 100%."
    )
