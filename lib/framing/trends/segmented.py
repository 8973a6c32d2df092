"""Segmented regression: a level and a slope before a date and after it, with HAC errors and a simulated null."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from framing.trends.series import Noise, null_noise

__all__ = ["SIDE", "Break", "fit_break", "segments"]

# A level and a slope need a few periods to be told from noise.
SIDE = 6
# Simulated series: the smallest p-value is one in so many.
_NULLS = 10_000


@dataclass(frozen=True)
class Break:
    """What changed at a date.

    Attributes
    ----------
    level, level_low, level_high : float
        The jump at the date, and its 95 % interval.
    slope, slope_low, slope_high : float
        The change of slope, per period.
    before, after : float
        The fitted level on both sides of the date.
    slope_before : float
    p : float
        Of the jump, two-sided.
    """

    level: float
    level_low: float
    level_high: float
    slope: float
    slope_low: float
    slope_high: float
    before: float
    after: float
    slope_before: float
    p: float


def segments(time: np.ndarray, at: int) -> np.ndarray:
    """Return the regressors: a level and a slope, and what is added to both from ``at`` on.

    >>> segments(np.arange(4), 2).astype(int).tolist()
    [[1, -2, 0, 0], [1, -1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]]
    """
    since = (time - at).astype(float)
    after = since >= 0
    return np.stack([np.ones(len(time)), since, after, after * since], axis=1)


def fit_break(values: np.ndarray, time: np.ndarray, at: int, noise: Noise, errors: np.ndarray) -> Break:
    """Fit both sides of a date by least squares, and say how sure the jump between them is.

    Standard errors are consistent under heteroskedasticity and autocorrelation: the sandwich (X'X)⁻¹X'ΣX(X'X)⁻¹, in
    which Σ has each period's own sampling variance, known from its interval, and noise that lasts as an AR(1) process
    does. What lasts is estimated over all series together. (Newey & West's estimator takes Σ from the residuals of one
    series, of some dozens of periods: it is so unsure itself that half as many true jumps are found.) Even so t is not
    Student's, and its distribution is taken from 10,000 simulated series of the same length and noise in which nothing
    happens. The intervals are made the same way.

    Parameters
    ----------
    values : ndarray, shape (n_periods,)
    time : ndarray of int64, shape (n_periods,)
        Rising; gaps count.
    at : int
        The first time after the date; at least `SIDE` periods on either side.
    noise : Noise
    errors : ndarray, shape (n_periods,)
        Standard errors of the values from sampling alone.
    """
    regressors = segments(time, at)
    estimate, error = _estimate(values[None, :], regressors, _covariance(time, noise, errors))
    first = int(np.searchsorted(time, at))
    null = _null(len(time), _side(min(first, len(time) - first)), noise)
    t = np.abs(estimate[0, 2]) / error[0, 0] if error[0, 0] > 0 else np.inf * np.abs(estimate[0, 2])
    beyond = len(null) - np.searchsorted(null[:, 0], t, side="left")
    reach = null[int(np.ceil(0.95 * len(null))) - 1] * error[0]
    start, slope_before, level, slope = (float(each) for each in estimate[0])
    return Break(
        level, level - reach[0], level + reach[0], slope, slope - reach[1], slope + reach[1],
        start, start + level, slope_before, float((1 + beyond) / (1 + len(null))),
    )  # fmt: skip


def _side(periods: int) -> int:
    """Take the shorter side in steps, downwards: a little too short a side makes chance a little more likely."""
    return periods if periods < 2 * SIDE else periods // 3 * 3


def _covariance(time: np.ndarray, noise: Noise, errors: np.ndarray) -> np.ndarray:
    """Return the covariance of a series' noise, of mean variance one: what lasts, and each period's own sampling."""
    lasting = noise.lasting ** np.abs(time[:, None] - time)
    mean = float(np.mean(errors**2))
    own = errors**2 / mean if mean > 0 else np.ones(len(time))
    return (1 - noise.sampling) * lasting + noise.sampling * np.diag(own)


def _estimate(values: np.ndarray, regressors: np.ndarray, covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return coefficients, and errors of the jump and the change of slope, of several series at once."""
    periods, number = regressors.shape
    solve = np.linalg.pinv(regressors)  # regressors × periods
    estimate = values @ solve.T
    rest = values - estimate @ regressors.T
    spread = np.sqrt((rest * rest).sum(axis=1) / (periods - number))
    # Of the sandwich only what belongs to the two coefficients.
    reach = np.sqrt(np.einsum("kt,ts,ks->k", solve[2:], covariance, solve[2:]))
    return estimate, spread[:, None] * reach


@lru_cache(maxsize=512)
def _null(periods: int, side: int, noise: Noise) -> np.ndarray:
    """Return |t| of the jump and of the change of slope where nothing happens, in rising order."""
    drawn = null_noise(periods, noise, _NULLS)
    time = np.arange(periods)
    estimate, error = _estimate(drawn, segments(time, side), _covariance(time, noise, np.ones(periods)))
    return np.sort(np.abs(estimate[:, 2:]) / np.maximum(error, 1e-12), axis=0)
