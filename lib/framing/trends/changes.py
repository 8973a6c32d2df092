"""Change points: when a measure changed, found without being told a date."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from framing.trends.segmented import SIDE
from framing.trends.series import Noise, Series, noise_of, null_noise, series_of, straight

__all__ = ["CHANGES", "change_points"]

# Events so many periods away may have to do with a change: its date is uncertain by about as much.
_NEAR = 2
_NULLS = 2000

CHANGES = ["group", "code", "period", "before", "after", "level", "slope_before", "slope_after", "gain", "near"]


def change_points(cells: pd.DataFrame, events: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the periods at which a measure changed its level or its slope.

    Each series is cut into straight pieces (PELT: Killick, Fearnhead & Eckley 2012, as ruptures has it), so that a
    steady drift is no change. A cut must gain more than the best cut does in 95 % of simulated series of the same
    length and noise in which nothing happens: of twenty series without a change about one shows one.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends` with months or quarters, of one measure.
    events : DataFrame, optional
        Rows of ``corpus.events``, to be named where they stand within two periods of a change.

    Returns
    -------
    DataFrame
        One row a change: ``group``, ``code``, ``period`` (the first after it), ``before``, ``after`` (the fitted
        levels on both sides), ``level`` (after minus before), ``slope_before``, ``slope_after`` (per period), ``gain``
        (how far the fit improves, 1 being what chance reaches in one series of twenty), ``near`` (labels of events).
        ``attrs["tried"]`` is the number of series that were long enough.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=2400, seed=1)
    >>> cells = framing.trends(corpus, by="all", every="month", frames=["espionage"])
    >>> framing.change_points(cells).columns[:3].tolist()
    ['group', 'code', 'period']
    """
    from ruptures import Pelt

    periods = sorted(set(cells["period"]))
    listed = [each for each in series_of(cells) if len(each) >= 2 * SIDE] if "all" not in periods else []
    noise = noise_of(listed, [straight(each.time) for each in listed])
    rows = []
    for each in listed:
        penalty = _penalty(len(each), noise)
        spread = _spread(each.values, noise)
        if spread == 0:
            continue
        regressors = straight(each.time)
        signal = np.column_stack([each.values / spread, regressors])
        cuts = Pelt(model="linear", min_size=SIDE, jump=1).fit(signal).predict(pen=penalty)
        edges = [0, *cuts]
        for left, cut, right in zip(edges, edges[1:], edges[2:], strict=False):
            rows.append(_row(each, left, cut, right, spread, penalty, periods, events))
    table = pd.DataFrame(rows, columns=CHANGES)
    table.attrs["tried"] = len(listed)
    return table


def _row(
    series: Series,
    left: int,
    cut: int,
    right: int,
    spread: float,
    penalty: float,
    periods: list[str],
    events: pd.DataFrame | None,
) -> dict[str, object]:
    time, values = series.time, series.values
    at = int(time[cut])
    sides = [np.polyfit(time[part] - at, values[part], 1) for part in (slice(left, cut), slice(cut, right))]
    apart = sum(_rest(values[part], time[part]) for part in (slice(left, cut), slice(cut, right)))
    gain = (_rest(values[left:right], time[left:right]) - apart) / spread**2 / penalty
    near = []
    if events is not None:
        start = pd.Period(periods[at]).start_time
        length = pd.Period(periods[at]).end_time - start
        for event in events.itertuples():
            named = str(event.frames)
            if (not named or series.code.partition("/")[0] in named.split("|")) and (
                abs(pd.Timestamp(str(event.date)) - start) <= _NEAR * length
            ):
                near.append(str(event.label))
    (slope_before, before), (slope_after, after) = sides
    return {
        "group": series.group, "code": series.code, "period": periods[at], "before": before, "after": after,
        "level": after - before, "slope_before": slope_before, "slope_after": slope_after, "gain": gain,
        "near": "; ".join(near),
    }  # fmt: skip


def _rest(values: np.ndarray, time: np.ndarray) -> float:
    """Return the sum of squares that a straight line leaves."""
    line = straight(time)
    rest = values - line @ np.linalg.lstsq(line, values, rcond=None)[0]
    return float(rest @ rest)


def _spread(values: np.ndarray, noise: Noise) -> float:
    """Return the standard deviation of a series' noise, from its steps: a jump is one step of many.

    The median of the steps' absolute values (Rousseeuw & Croux 1993), given how much of the noise lasts.
    """
    steps = np.abs(np.diff(values))
    kept = (1 - noise.sampling) * noise.lasting
    return float(1.4826 * np.median(steps) / np.sqrt(2 * (1 - kept)))


@lru_cache(maxsize=64)
def _penalty(periods: int, noise: Noise) -> float:
    """Return what the best single cut gains in 95 % of series in which nothing happens, in units of their variance."""
    drawn = null_noise(periods, noise, _NULLS)
    scale = np.array([_spread(each, noise) for each in drawn])[:, None]
    drawn = drawn / np.where(scale > 0, scale, 1)
    time = np.arange(periods)
    whole = _rests(drawn, time)
    best = np.zeros(len(drawn))
    for cut in range(SIDE, periods - SIDE + 1):
        apart = _rests(drawn[:, :cut], time[:cut]) + _rests(drawn[:, cut:], time[cut:])
        best = np.maximum(best, whole - apart)
    return float(np.quantile(best, 0.95))


def _rests(drawn: np.ndarray, time: np.ndarray) -> np.ndarray:
    basis = np.linalg.qr(straight(time))[0]
    return (drawn * drawn).sum(axis=1) - ((drawn @ basis) ** 2).sum(axis=1)
