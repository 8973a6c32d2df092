"""Series of cells, and the noise between their periods: how much of it is sampling, and how long the rest lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

__all__ = ["Noise", "Series", "noise_of", "null_noise", "series_of", "straight"]

# Noise that lasts longer cannot be told from a trend in series of some dozens of periods.
_MOST = 0.9


@dataclass(frozen=True, eq=False)
class Series:
    """The shown, whole cells of one group and frame, in the order of time.

    Attributes
    ----------
    group, code : str
    periods : list of str
    time : ndarray of int64
        Place of each among all periods: gaps count.
    values, errors : ndarray
        Estimates, and their standard errors from sampling alone.
    """

    group: str
    code: str
    periods: list[str]
    time: np.ndarray
    values: np.ndarray
    errors: np.ndarray

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class Noise:
    """What moves a series when nothing happens: sampling, and what lasts from one period to the next.

    Attributes
    ----------
    lasting : float
        Of the part that is not sampling, how much is left after one period (ρ of an AR(1) process), 0 to 0.9.
    sampling : float
        The part of the variance that is sampling, 0 to 1.
    """

    lasting: float
    sampling: float


def series_of(cells: pd.DataFrame) -> list[Series]:
    """Take the series out of cells; partial periods and cells that are not shown are left out.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends`.
    """
    made = []
    place = {name: number for number, name in enumerate(sorted(set(cells["period"])))}
    kept = cells[cells["shown"].astype(bool) & ~cells["partial"].astype(bool)].sort_values("period", kind="stable")
    for (group, code), rows in kept.groupby(["group", "code"], sort=True):
        errors = (rows["high"] - rows["low"]).to_numpy(dtype=float) / (2 * 1.959963984540054)
        made.append(
            Series(
                str(group),
                str(code),
                rows["period"].tolist(),
                rows["period"].map(place).to_numpy(dtype=np.int64),
                rows["estimate"].to_numpy(dtype=float),
                errors,
            )
        )
    return made


def straight(time: np.ndarray) -> np.ndarray:
    """Return the regressors of a straight line."""
    return np.stack([np.ones(len(time)), time - time.mean()], axis=1)


def noise_of(series: Sequence[Series], designs: Sequence[np.ndarray]) -> Noise:
    """Estimate the noise that several series have in common.

    The variance of residuals is that of sampling, known from the intervals, and the rest; their correlation from one
    period to the next, corrected for the regressors that were fitted, is the rest's alone. Medians over all series,
    since a single one of some dozens of periods says little, and half a standard error is added to what lasts: were it
    taken too short, chance would look like news.

    Parameters
    ----------
    series : sequence of Series
    designs : sequence of ndarray, shape (n_periods, n_regressors)
        What to fit to each; a series may stand several times.
    """
    lasting, sampling, periods = [], [], []
    for each, regressors in zip(series, designs, strict=True):
        rest = each.values - regressors @ np.linalg.lstsq(regressors, each.values, rcond=None)[0]
        size = len(rest) - regressors.shape[1]
        variance = rest @ rest / max(size, 1)
        if size < 2 or variance <= 0:
            continue
        found = (rest[1:] @ rest[:-1]) / (rest @ rest)
        lasting.append(unbiased(np.array([found]), regressors)[0])
        sampling.append(min(float(np.mean(each.errors**2)) / variance, 0.95))
        periods.append(len(rest))
    if not lasting:
        return Noise(0.0, 0.0)
    middle, part = float(np.median(lasting)), float(np.median(sampling))
    groups = len({id(each) for each in series})
    middle = max(middle, 0.0) + 0.5 * np.sqrt((1 - min(middle, _MOST) ** 2) / (np.median(periods) * groups))
    rho = min(middle / (1 - part), _MOST)
    # In steps, so that what is simulated once serves again; upwards for what lasts.
    return Noise(min(float(np.ceil(rho * 20) / 20), _MOST), float(np.round(min(part, 1 - middle / _MOST) * 10) / 10))


def unbiased(found: np.ndarray, regressors: np.ndarray) -> np.ndarray:
    """Correct the first autocorrelation of residuals for the regressors that were fitted."""
    a, b = _line(len(regressors), regressors.shape[1])
    return np.clip((found - a) / b, -0.3, 0.85)


@lru_cache(maxsize=256)
def _line(periods: int, regressors: int) -> tuple[float, float]:
    """Simulate what autocorrelation is found where a known one is: a straight line through four of them."""
    time = np.arange(periods)
    fitted = straight(time)
    if regressors > 2:
        fitted = np.concatenate(
            [fitted * (time[:, None] < periods // 2), fitted * (time[:, None] >= periods // 2)], axis=1
        )
    basis = np.linalg.qr(fitted)[0]
    known, seen = [0.0, 0.2, 0.4, 0.6], []
    for rho in known:
        rest = _draw(2000, periods, rho, 0)
        rest = rest - (rest @ basis) @ basis.T
        seen.append(np.median((rest[:, 1:] * rest[:, :-1]).sum(axis=1) / (rest * rest).sum(axis=1)))
    slope, start = np.polyfit(known, seen, 1)
    return float(start), float(slope)


def _draw(number: int, periods: int, rho: float, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal((number, periods))
    drawn[:, 1:] *= np.sqrt(1 - rho * rho)
    for place in range(1, periods):
        drawn[:, place] += rho * drawn[:, place - 1]
    return drawn


@lru_cache(maxsize=8)
def null_noise(periods: int, noise: Noise, number: int) -> np.ndarray:
    """Draw series in which nothing happens: variance 1, shape (number, periods); the same at every call."""
    lasting = _draw(number, periods, noise.lasting, 7)
    white = np.random.default_rng(8).standard_normal((number, periods))
    drawn = np.sqrt(1 - noise.sampling) * lasting + np.sqrt(noise.sampling) * white
    drawn.flags.writeable = False
    return drawn
