"""Comparing cells: two groups, and frames that rise and fall together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, spearmanr

import framing
from framing.project import FramingError
from framing.trends.compare import difference, subtract, together


def cell(group, period, hits, articles, code="x", shown=True, partial=False):
    share = hits / articles if articles else np.nan
    bounds = binomtest(hits, articles).proportion_ci(method="wilson") if articles else (np.nan, np.nan)
    return {"group": group, "period": period, "code": code, "measure": "share", "articles": articles, "estimate": share,
            "low": bounds[0], "high": bounds[1], "shown": shown, "partial": partial}  # fmt: skip


def test_the_difference_of_two_shares_with_its_published_interval():
    cells = pd.DataFrame([cell("A", "2024", 56, 70), cell("B", "2024", 48, 80), cell("C", "2024", 1, 20)])
    row = subtract(cells).iloc[0]
    assert row[["period", "code", "a", "b", "shown"]].tolist() == ["2024", "x", "A", "B", True]
    assert [round(row[each], 4) for each in ("difference", "low", "high")] == [0.2, 0.0524, 0.3339]


def test_the_two_groups_may_be_named_and_turned_round():
    cells = pd.DataFrame([cell("A", "2024", 56, 70), cell("B", "2024", 48, 80), cell("C", "2024", 1, 20)])
    row = subtract(cells, groups=["B", "A"]).iloc[0]
    assert [round(row[each], 4) for each in ("difference", "low", "high")] == [-0.2, -0.3339, -0.0524]
    assert subtract(cells, groups=["C", "A"]).loc[0, "difference"] == pytest.approx(0.05 - 0.8)


def test_a_gap_of_one_side_is_a_gap_of_the_difference():
    cells = pd.DataFrame(
        [cell("A", "2023", 5, 10), cell("A", "2024", 5, 10, partial=True),
         cell("B", "2023", 0, 0, shown=False), cell("B", "2024", 2, 8, shown=False)]
    )  # fmt: skip
    table = subtract(cells)
    assert table["difference"].isna().tolist() == [True, False]
    assert table["shown"].tolist() == [False, False]
    assert table["partial"].tolist() == [False, True]


def test_stories_that_both_groups_carry_narrow_the_interval(tiny):
    """Thirty stories, half of them with the frame; North prints all, South the same ones: no difference is in doubt."""
    stories = [
        " ".join(f"{'spy' if number % 2 else 'sea'}{number} w{number}x{i}" for i in range(15)) for number in range(30)
    ]
    rows = [
        {"title": "Space", "text": f"A {'spy' if number % 2 else 'sea'} {text}", "outlet": outlet, "date": "2024-01"}
        for number, text in enumerate(stories) for outlet in ("Alpha", "Beta")
    ]  # fmt: skip
    row = difference(tiny(rows), every="all", frames=["espionage"]).iloc[0]
    assert row[["a", "b", "difference", "articles"]].tolist() == ["North", "South", 0.0, 60]
    assert (row["low"], row["high"]) == pytest.approx((0, 0), abs=1e-6)


def test_groups_with_no_story_in_common_are_independent():
    corpus = framing.simulate(articles=400, seed=5, copies=0)
    cells = framing.trends(corpus, by="group", every="year")
    one, two = difference(corpus, every="year"), subtract(cells)
    assert one[["low", "high"]].to_numpy() == pytest.approx(two[["low", "high"]].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("measure", ["rate", "salience", "tone"])
def test_every_measure_has_differences_that_turn_round(measure):
    corpus = framing.simulate(articles=400, seed=5)
    one, two = (
        difference(corpus, groups=g, every="all", measure=measure) for g in (["China", "India"], ["India", "China"])
    )
    assert one["difference"].to_numpy() == pytest.approx(-two["difference"].to_numpy())
    assert one["low"].to_numpy() == pytest.approx(-two["high"].to_numpy(), nan_ok=True)
    assert one["low"].notna().tolist() == one["shown"].tolist() and one["shown"].any()
    assert set(one["measure"]) == {measure}


def test_one_group_has_no_difference():
    table = subtract(pd.DataFrame([cell("A", "2024", 5, 10)]))
    assert len(table) == 0
    assert "difference" in table.columns


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (["A"], "Two groups can be compared, not 1; name two of"),
        (["A", "B", "C"], "Two groups can be compared, not 3"),
        (["Ruritania", "B"], 'There is no group "Ruritania" among the cells; known: A, B'),
    ],
)
def test_what_cannot_be_compared_is_said(groups, said):
    cells = pd.DataFrame([cell("A", "2024", 5, 10), cell("B", "2024", 5, 10)])
    with pytest.raises(FramingError, match=said):
        subtract(cells, groups=groups)


def series(**shares):
    rows = []
    for code, values in shares.items():
        for month, share in enumerate(values, start=1):
            rows.append({"group": "all", "period": f"2024-{month:02d}", "code": code, "estimate": share,
                         "shown": not np.isnan(share), "partial": False})  # fmt: skip
    return pd.DataFrame(rows)


UP_AND_DOWN = [0.10, 0.30, 0.25, 0.60, 0.50, 0.95, 0.10, 0.40, 0.25, 0.27]  # no two changes are equal


def test_frames_that_move_alike_correlate_and_opposite_ones_do_so_inversely():
    table = together(series(a=UP_AND_DOWN, b=[each / 2 for each in UP_AND_DOWN], c=[1 - each for each in UP_AND_DOWN]))
    assert table[["code_a", "code_b", "periods"]].values.tolist() == [["a", "b", 9], ["a", "c", 9], ["b", "c", 9]]
    assert table["r"].tolist() == pytest.approx([1.0, -1.0, -1.0])


def test_a_common_drift_alone_is_no_going_together():
    drift = np.linspace(0, 0.5, 12)
    one, two = drift + 0.1 * (np.arange(12) % 2), drift + 0.1 * (np.arange(12) % 2 == 0)
    assert together(series(a=one, b=two)).loc[0, "r"] < -0.5


def test_the_correlation_is_spearmans_of_the_changes():
    generator = np.random.default_rng(1)
    one, two = generator.random(12), generator.random(12)
    expected = spearmanr(np.diff(one), np.diff(two)).statistic
    assert together(series(a=one, b=two)).loc[0, "r"] == pytest.approx(expected)


def test_fewer_than_eight_changes_say_nothing():
    row = together(series(a=UP_AND_DOWN[:8], b=UP_AND_DOWN[:8])).iloc[0]
    assert row["periods"] == 7
    assert np.isnan(row["r"])


def test_no_change_is_taken_across_a_gap_or_into_a_partial_period():
    cells = series(a=[*UP_AND_DOWN[:4], np.nan, *UP_AND_DOWN[:6]], b=[*UP_AND_DOWN[:4], np.nan, *UP_AND_DOWN[:6]])
    assert together(cells).loc[0, "periods"] == 3 + 5
    cells.loc[cells["period"] == "2024-11", "partial"] = True
    assert together(cells).loc[0, "periods"] == 3 + 4


def test_cells_of_several_groups_are_refused():
    cells = pd.DataFrame([cell("A", "2024", 5, 10), cell("B", "2024", 5, 10)])
    with pytest.raises(FramingError, match=r"frames of one group; measure with trends\(\.\.\., by=\"all\"\)"):
        together(cells)
