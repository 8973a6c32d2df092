"""Events: regressions against numpy's and a direct HAC formula; chance called rarely, planted jumps called mostly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from planted import cells, ledger, shares

import framing
from framing.trends.events import event_effects
from framing.trends.segmented import _covariance, _estimate, fit_break, segments
from framing.trends.series import Noise

# Ten events of the first frame, seven to eleven months apart.
DATES = ["2019-11-03", "2020-06-10", "2020-11-02", "2021-07-04", "2022-02-01", "2022-06-11", "2023-03-05", "2023-11-09",
         "2024-04-02", "2025-01-07"]  # fmt: skip


def study(generator, jump=0.0):
    """Eight series, as of two frames in four groups; the jump is in the first."""
    return pd.concat([cells(shares(generator, jump=jump * (not n)), group=f"g{n}") for n in range(8)])


def test_both_sides_are_fitted_by_least_squares():
    generator = np.random.default_rng(1)
    time = np.delete(np.arange(40), [7, 25])
    values = 0.2 + 0.01 * time + generator.normal(0, 0.02, len(time)) + 0.1 * (time >= 20)
    found = fit_break(values, time, 20, Noise(0.5, 0.5), np.full(38, 0.01))
    before, after = (np.polyfit(time[side] - 20, values[side], 1) for side in (time < 20, time >= 20))
    assert (found.before, found.after) == pytest.approx((before[1], after[1]))
    assert (found.level, found.slope) == pytest.approx((after[1] - before[1], after[0] - before[0]))
    assert found.level_low < found.level < found.level_high
    assert found.slope_low < found.slope < found.slope_high


def test_errors_are_those_of_the_sandwich():
    """(X'X)⁻¹X'ΣX(X'X)⁻¹, matrix by matrix: AR(1) noise of 0.6, and sampling of which every second period has more."""
    generator = np.random.default_rng(2)
    time = np.delete(np.arange(52), [9, 30])
    values, regressors, errors = generator.normal(0, 1, 50), segments(time, 22), np.tile([0.1, 0.3], 25)
    estimate, error = _estimate(values[None, :], regressors, _covariance(time, Noise(0.6, 0.4), errors))
    sigma = np.zeros((50, 50))
    for i in range(50):
        for j in range(50):
            sigma[i, j] = 0.6 * 0.6 ** abs(time[i] - time[j]) + (0.4 * errors[i] ** 2 / 0.05 if i == j else 0)
    bread = np.linalg.inv(regressors.T @ regressors)
    rest = values - regressors @ bread @ regressors.T @ values
    variance = bread @ regressors.T @ sigma @ regressors @ bread * (rest @ rest) / 46
    assert estimate[0] == pytest.approx(bread @ regressors.T @ values)
    assert error[0] == pytest.approx(np.sqrt(np.diag(variance)[2:]))


@pytest.mark.slow
def test_at_most_one_corpus_in_twenty_without_a_jump_has_an_event_called():
    generator = np.random.default_rng(3)
    called, low, tried = 0, 0, 0
    for _ in range(60):
        table = event_effects(study(generator), ledger(DATES))
        called += bool(table["called"].any())
        low += int((table["p"] < 0.05).sum())
        tried += len(table)
    assert called <= 6  # more than six of 60 have a chance of 1 in 30 where five in a hundred are expected
    assert low / tried < 0.055  # events and placebos alike


@pytest.mark.slow
def test_a_jump_of_fifteen_points_is_called_in_four_of_five_corpora():
    generator = np.random.default_rng(4)
    found = []
    for _ in range(40):
        table = event_effects(study(generator, jump=0.15), ledger(DATES))
        row = table[(table["group"] == "g0") & (table["event_id"] == "e5")].iloc[0]
        assert row["period"] == "2022-06"
        found.append(row[["called", "low", "high"]].tolist())
    called, low, high = map(np.array, zip(*found, strict=True))
    assert called.mean() >= 0.75
    assert ((low <= 0.15) & (high >= 0.15)).mean() >= 0.9


def test_a_late_event_counts_from_the_next_period_and_few_periods_are_a_reason():
    table = event_effects(
        cells(np.full(40, 0.2) + np.tile([0.0, 0.01], 20)), ledger(["2020-06-14", "2020-06-20", "2019-03-01"])
    )
    rows = table[table["kind"] == "event"].set_index("event_id")
    assert rows["period"].to_dict() == {"e0": "2020-06", "e1": "2020-07", "e2": "2019-03"}
    assert rows.loc["e2", "reason"] == "fewer than 6 periods before or after"
    assert rows.loc["e0", "near"] == "Event 1"
    assert np.isnan(rows.loc["e2", "p"])
    assert not rows["called"].any()


def test_placebos_keep_away_from_events_and_events_from_frames_they_do_not_name():
    values = np.full(40, 0.2) + np.tile([0.0, 0.01], 20)
    both = pd.concat([cells(values), cells(values, code="y")])
    table = event_effects(both, ledger(["2020-06-01"]))
    placebos = table[(table["kind"] == "placebo") & (table["code"] == "x")]["period"]
    assert {"2020-04", "2020-05", "2020-06", "2020-07", "2020-08"}.isdisjoint(placebos)
    assert {"2020-03", "2020-09"} <= set(placebos)
    assert set(table[table["kind"] == "event"]["code"]) == {"x"}
    assert table["q"].notna().sum() == 1


def test_a_series_without_noise_or_without_events_is_no_error():
    assert event_effects(cells(np.full(40, 0.2)), ledger(["2020-06-01"]))["called"].sum() == 0
    assert set(event_effects(cells(np.full(40, 0.2)), ledger([]))["kind"]) == {"placebo"}
    corpus = framing.simulate(articles=100, seed=1)
    assert event_effects(framing.trends(corpus, every="all"), corpus.events).empty


def test_the_order_of_cells_and_of_groups_changes_nothing():
    generator = np.random.default_rng(5)
    table = study(generator)
    one, two = event_effects(table, ledger(DATES)), event_effects(table.iloc[::-1], ledger(DATES))
    assert one.to_csv() == two.to_csv()
