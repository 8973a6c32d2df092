"""The noise between periods: what it is estimated to be where it is known, and what is taken for a series."""

from __future__ import annotations

import numpy as np
import pytest
from planted import cells

from framing.trends.series import Noise, Series, noise_of, null_noise, series_of, straight


def test_a_series_is_the_shown_and_whole_cells_in_order():
    table = cells([0.1, 0.2, 0.3, 0.4, 0.5])
    table = table.assign(shown=[True, False, True, True, True], partial=[False] * 4 + [True])
    table = table.assign(low=table["estimate"] - 0.1, high=table["estimate"] + 0.1)
    (series,) = series_of(table.iloc[::-1])
    assert series.periods == ["2019-01", "2019-03", "2019-04"]
    assert series.time.tolist() == [0, 2, 3]
    assert series.values.tolist() == [0.1, 0.3, 0.4]
    assert series.errors == pytest.approx(0.1 / 1.96, rel=1e-3)


@pytest.mark.parametrize(("lasting", "sampling"), [(0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.8, 0.3)])
def test_known_noise_is_found(lasting, sampling):
    """Sixty series of 84 periods: the estimate is meant to lie a little above what lasts, not below."""
    drawn = null_noise(84, Noise(lasting, sampling), 60)
    time = np.arange(84)
    listed = [Series("g", "c", [], time, 0.3 + 0.001 * time + row, np.full(84, np.sqrt(sampling))) for row in drawn]
    found = noise_of(listed, [straight(time)] * 60)
    assert found.sampling == pytest.approx(sampling, abs=0.1)
    assert lasting - 0.05 <= found.lasting <= lasting + 0.2


def test_series_in_which_nothing_varies_have_no_noise():
    time = np.arange(20)
    flat = Series("g", "c", [], time, np.full(20, 0.25), np.full(20, 0.05))
    assert noise_of([], []) == Noise(0.0, 0.0)
    assert noise_of([flat], [straight(time)]).lasting <= 0.9


def test_simulated_noise_has_variance_one_and_repeats():
    drawn = null_noise(60, Noise(0.5, 0.3), 4000)
    assert drawn.var() == pytest.approx(1, abs=0.02)
    assert (drawn[:, 1:] * drawn[:, :-1]).mean() == pytest.approx(0.7 * 0.5, abs=0.02)
    assert null_noise(60, Noise(0.5, 0.3), 4000) is drawn
