"""What is estimated of a cell: a share with Wilson's interval, or a ratio of sums with that of the bootstrap."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.trends.intervals import effective_number, wilson
from framing.trends.resample import ratio_interval

__all__ = ["ratio", "ratio_cells", "share_cells", "totals"]


def totals(cell: np.ndarray, grid: pd.MultiIndex, cluster: np.ndarray) -> pd.DataFrame:
    """Count articles and clusters of each cell, and find the effective ``number`` of articles."""
    table = grid.to_frame(index=False)
    articles = np.bincount(cell, minlength=len(grid))
    number, _ = pd.factorize(cluster)
    pairs, sizes = np.unique(cell.astype(np.int64) * (len(number) + 1) + number, return_counts=True)
    of_cell = pairs // (len(number) + 1)
    squares = np.bincount(of_cell, sizes**2, minlength=len(grid))
    return table.assign(
        articles=articles,
        clusters=np.bincount(of_cell, minlength=len(grid)),
        number=effective_number(articles.astype(float), squares.astype(float)),
    )


def share_cells(hit: np.ndarray, cell: np.ndarray, grid: pd.MultiIndex, cluster: np.ndarray) -> pd.DataFrame:
    """Return shares of articles, with Wilson's interval on the effective number of articles."""
    table = totals(cell, grid, cluster)
    table["hits"] = np.bincount(cell, hit, minlength=len(grid)).astype(int)
    table["raw"] = ratio(table["hits"].to_numpy(), table["articles"].to_numpy())
    table["low"], table["high"] = wilson(table["raw"].to_numpy(), table["number"].to_numpy())
    return table


def ratio_cells(
    tops: np.ndarray,
    bottoms: np.ndarray,
    chosen: np.ndarray,
    hits: np.ndarray,
    cell: np.ndarray,
    grid: pd.MultiIndex,
    cluster: np.ndarray,
    keys: np.ndarray,
    *,
    seed: int,
    rare: bool,
    bounded: bool = False,
) -> list[pd.DataFrame]:
    """Return ratios of sums, with the interval of the Poisson bootstrap on clusters.

    Parameters
    ----------
    tops : ndarray of int64, shape (n_articles, n_measures)
    bottoms : ndarray of int64, shape (n_articles, 1) or (n_articles, n_measures)
    chosen, hits : ndarray of bool, shape (n_articles, n_measures)
        Articles that count for a measure, and those of them that hit.
    cell : ndarray of int64, shape (n_articles,)
    grid : MultiIndex
        The cells: group and period.
    cluster, keys : ndarray, shape (n_articles,)
    seed : int
    rare : bool
        The numerator may be of few articles: see `_widened`.
    bounded : bool
        The ratio is at most 1, and what is said of few hits holds of few misses too.

    Returns
    -------
    list of DataFrame
        One a measure: group, period, articles, clusters, number, hits, raw, low, high.
    """
    size, measures = len(grid), tops.shape[1]
    tables: list[pd.DataFrame] = []
    for place in range(measures):
        # The same articles count for every measure but tone: then they need not be counted again.
        again = place and np.array_equal(chosen[:, place], chosen[:, place - 1])
        counts = tables[-1] if again else totals(cell[chosen[:, place]], grid, cluster[chosen[:, place]])
        tables.append(counts.assign(hits=np.bincount(cell[hits[:, place]], minlength=size)))
    number = np.stack([table["number"].to_numpy() for table in tables], axis=1)
    low, high = ratio_interval(tops, bottoms, cell, size, keys, seed=seed, number=number)
    for place, table in enumerate(tables):
        top, bottom = tops[:, place], bottoms[:, place % bottoms.shape[1]]
        below = _sum(cell, bottom, size)
        table["raw"], table["low"], table["high"] = ratio(_sum(cell, top, size), below), low[:, place], high[:, place]
        mean = ratio(below, table["articles"].to_numpy())
        if rare:
            table["low"], table["high"] = _widened(table, hits[:, place], top, mean)
        if bounded:
            others = bottom - top
            missed = table.assign(
                raw=1 - table["raw"], low=1 - table["high"], high=1 - table["low"], hits=_sum(cell, others > 0, size)
            )
            least, most = _widened(missed, others > 0, others, mean)
            table["low"], table["high"] = np.maximum(1 - most, 0.0), np.minimum(1 - least, 1.0)
    return tables


def _widened(table: pd.DataFrame, hit: np.ndarray, top: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Widen an interval as far as the number of articles that hit is in doubt.

    Of few hits every replicate has few, and of none all have none: the bootstrap knows nothing of what it has not
    seen. So the interval reaches at least as far as the ratio would move with Wilson's interval of the share of
    articles that hit; without a hit, a hit is taken to weigh what it weighs on the average of all cells.
    """
    low, high = table["low"].to_numpy(), table["high"].to_numpy()
    if not hit.any():
        return low, high
    raw, share = table["raw"].to_numpy(), ratio(table["hits"].to_numpy(), table["articles"].to_numpy())
    least, most = wilson(share, table["number"].to_numpy())
    weight = ratio(np.full(len(mean), top[hit].sum() / hit.sum()), mean)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.where(share > 0, raw * least / share, 0.0)
        above = np.where(share > 0, raw * most / share, most * weight)
    return np.where(np.isnan(low), low, np.fmin(low, below)), np.where(np.isnan(high), high, np.fmax(high, above))


def _sum(cell: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(cell, values, minlength=size)


def ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    """Divide; missing where there is nothing to divide by."""
    return np.divide(top, bottom, out=np.full(len(bottom), np.nan), where=np.asarray(bottom) > 0)
