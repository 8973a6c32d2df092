"""Who leads: whether one group's share moves some periods before another's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.articles.sources import OTHER
from framing.project import FramingError, nearest
from framing.trends.series import Series, series_of

__all__ = ["lead_lag"]

# Fewer pairs of changes than this give correlations that anything explains.
_PAIRS = 20
_PERMUTATIONS = 2000
# Blocks of changes that stay together: longer than most of what lasts from one period to the next.
_BLOCK = 6


def lead_lag(cells: pd.DataFrame, *, groups: Sequence[str] = (), most: int = 6, seed: int = 1) -> pd.DataFrame:
    """Correlate the changes of one group's measure with those of another some periods earlier and later.

    Changes from one period to the next, so that a common drift is no correlation. The band is what the largest of all
    lags reaches in 95 % of 2,000 reorderings of one series in blocks of six periods (Politis & Romano 1992): one band
    for all lags, since one looks at all of them.

    A correlation at a lag does not say that one group follows the other: both may follow the same events at a
    different pace, or a third that is not in the corpus.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends` with months or quarters, of one measure.
    groups : sequence of str
        Two groups; none means the two with the most articles, in the order of their names.
    most : int
        The longest lag, in periods.
    seed : int
        Of the reorderings.

    Returns
    -------
    DataFrame
        One row a frame and lag: ``code``, ``a``, ``b``, ``lag`` (in periods; above zero a moves first), ``r``,
        ``band`` (chance stays within ± this), ``pairs`` (changes compared), ``clear``. No row for a frame with fewer
        than twenty pairs of changes.

    Raises
    ------
    FramingError
        When not two groups are named, or the cells do not have one of them.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=2400, seed=1)
    >>> cells = framing.trends(corpus, by="group", every="month", frames=["threat"], min_articles=5)
    >>> found = framing.lead_lag(cells, groups=["China", "India"], most=2)
    >>> found["lag"].tolist()
    [-2, -1, 0, 1, 2]
    """
    columns = ["code", "a", "b", "lag", "r", "band", "pairs", "clear"]
    known = cells.groupby("group")["articles"].sum().sort_values(ascending=False, kind="stable")
    if groups and len(groups) != 2:
        raise FramingError(f"Two groups can be compared, not {len(groups)}; name two of {', '.join(known.index)}.")
    for name in groups:
        if name not in known:
            raise FramingError(f'There is no group "{name}" among the cells{nearest(name, known.index)}')
    named = known.drop(OTHER, errors="ignore").index
    pair = list(groups) or sorted((named if len(named) > 1 else known.index)[:2])
    if len(pair) < 2 or cells["period"].eq("all").any():
        return pd.DataFrame(columns=columns)
    length = cells["period"].nunique()
    series = {(each.group, each.code): _changes(each, length) for each in series_of(cells)}
    rows = []
    for code in dict.fromkeys(cells["code"]):
        if (pair[0], code) not in series or (pair[1], code) not in series:
            continue
        one, two = series[pair[0], code], series[pair[1], code]
        pairs = int((~np.isnan(one) & ~np.isnan(two)).sum())
        if pairs < _PAIRS:
            continue
        lags = np.arange(-most, most + 1)
        found = _correlations(one, two[None, :], lags)[0]
        shuffled = _correlations(one, _reordered(two, seed), lags)
        band = float(np.quantile(np.abs(shuffled).max(axis=1), 0.95))
        rows += [
            (code, pair[0], pair[1], int(lag), float(r), band, pairs, bool(abs(r) > band))
            for lag, r in zip(lags, found, strict=True)
        ]
    return pd.DataFrame(rows, columns=columns)


def _changes(series: Series, length: int) -> np.ndarray:
    """Return the change into each period; missing where it or the one before has no value."""
    values = np.full(length, np.nan)
    values[series.time] = series.values
    return np.diff(values)


def _correlations(one: np.ndarray, two: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Correlate one series with several at each lag: the first with the others so many periods later."""
    found = np.zeros((len(two), len(lags)))
    for place, lag in enumerate(lags):
        a = one[max(-lag, 0) : len(one) - max(lag, 0)]
        b = two[:, max(lag, 0) : two.shape[1] - max(-lag, 0)]
        there = ~np.isnan(a)[None, :] & ~np.isnan(b)
        number = np.maximum(there.sum(axis=1), 1)
        x, y = np.where(there, a[None, :], 0.0), np.where(there, b, 0.0)
        x = np.where(there, x - (x.sum(axis=1) / number)[:, None], 0.0)
        y = np.where(there, y - (y.sum(axis=1) / number)[:, None], 0.0)
        spread = np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1))
        found[:, place] = np.divide((x * y).sum(axis=1), spread, out=np.zeros(len(two)), where=spread > 0)
    return found


def _reordered(values: np.ndarray, seed: int) -> np.ndarray:
    """Return the series with its blocks in drawn orders, each begun at a drawn place of the circle."""
    draw = np.random.default_rng(seed)
    made = np.empty((_PERMUTATIONS, len(values)))
    for row in made:
        turned = np.roll(values, int(draw.integers(len(values))))
        blocks = [turned[start : start + _BLOCK] for start in range(0, len(values), _BLOCK)]
        row[:] = np.concatenate([blocks[place] for place in draw.permutation(len(blocks))])
    return made
