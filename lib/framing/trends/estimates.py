"""What is estimated of a cell: a share with Wilson's interval, or a ratio of sums with that of the bootstrap."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from framing.trends.intervals import effective_number, wilson
from framing.trends.resample import ratio_interval

__all__ = ["Estimates", "ratio", "ratio_cells", "share_cells", "totals"]

# One value a cell: articles, clusters, the effective number of articles, hits, raw, low, high.
Estimates = dict[str, np.ndarray]


def totals(cell: np.ndarray, cells: int, cluster: np.ndarray) -> Estimates:
    """Count articles and clusters of each cell, and find the effective ``number`` of articles."""
    articles = np.bincount(cell, minlength=cells)
    number, _ = pd.factorize(cluster)
    pairs, sizes = np.unique(cell.astype(np.int64) * (len(number) + 1) + number, return_counts=True)
    of_cell = pairs // (len(number) + 1)
    squares = np.bincount(of_cell, sizes**2, minlength=cells)
    return {
        "articles": articles,
        "clusters": np.bincount(of_cell, minlength=cells),
        "number": effective_number(articles.astype(float), squares.astype(float)),
    }


def share_cells(hits: np.ndarray, cell: np.ndarray, cells: int, cluster: np.ndarray) -> list[Estimates]:
    """Return shares of articles, with Wilson's interval on the effective number of articles.

    Parameters
    ----------
    hits : ndarray of bool, shape (n_articles, n_measures)
    cell : ndarray of int64, shape (n_articles,)
    cells : int
    cluster : ndarray, shape (n_articles,)

    Returns
    -------
    list of Estimates
        One a measure.
    """
    counts, found = totals(cell, cells, cluster), []
    for hit in hits.T:
        hit_articles = np.bincount(cell, hit, minlength=cells).astype(int)
        raw = ratio(hit_articles, counts["articles"])
        low, high = wilson(raw, counts["number"])
        found.append({**counts, "hits": hit_articles, "raw": raw, "low": low, "high": high})
    return found


def ratio_cells(
    tops: np.ndarray,
    bottoms: np.ndarray,
    chosen: np.ndarray,
    hits: np.ndarray,
    cell: np.ndarray,
    cells: int,
    cluster: np.ndarray,
    keys: np.ndarray,
    *,
    seed: int,
    rare: bool,
    bounded: bool = False,
    enough: Callable[[Estimates], np.ndarray] | None = None,
) -> list[Estimates]:
    """Return ratios of sums, with the interval of the Poisson bootstrap on clusters.

    Parameters
    ----------
    tops : ndarray of int64, shape (n_articles, n_measures)
    bottoms : ndarray of int64, shape (n_articles, 1) or (n_articles, n_measures)
    chosen, hits : ndarray of bool, shape (n_articles, n_measures)
        Articles that count for a measure, and those of them that hit.
    cell : ndarray of int64, shape (n_articles,)
    cells : int
    cluster, keys : ndarray, shape (n_articles,)
    seed : int
    rare : bool
        The numerator may be of few articles: see `_widened`.
    bounded : bool
        The ratio is at most 1, and what is said of few hits holds of few misses too.
    enough : callable, optional
        Marks the cells whose interval is to be drawn, from what `totals` counts; in the others it is missing.

    Returns
    -------
    list of Estimates
        One a measure.
    """
    measures = tops.shape[1]
    tables: list[Estimates] = []
    for place in range(measures):
        # The same articles count for every measure but tone: then they need not be counted again.
        again = place and np.array_equal(chosen[:, place], chosen[:, place - 1])
        counts = tables[-1] if again else totals(cell[chosen[:, place]], cells, cluster[chosen[:, place]])
        tables.append({**counts, "hits": np.bincount(cell[hits[:, place]], minlength=cells)})
    number = np.stack([table["number"] for table in tables], axis=1)
    shown = np.stack([enough(table) if enough else np.ones(cells, dtype=bool) for table in tables], axis=1)
    low, high = np.full((2, cells, measures), np.nan)
    drawn = np.any(shown, axis=1)
    count = int(drawn.sum())
    # Articles of other cells go behind the last one that is drawn: their keys stay, so that the same weights are kept.
    place = np.where(drawn, np.cumsum(drawn) - 1, count)[cell]
    low[drawn], high[drawn] = ratio_interval(tops, bottoms, place, count, keys, seed=seed, number=number[drawn])
    low[~shown] = high[~shown] = np.nan
    for place, table in enumerate(tables):
        top, bottom = tops[:, place], bottoms[:, place % bottoms.shape[1]]
        below = _sum(cell, bottom, cells)
        table |= {"raw": ratio(_sum(cell, top, cells), below), "low": low[:, place], "high": high[:, place]}
        mean = ratio(below, table["articles"])
        if rare:
            table["low"], table["high"] = _widened(table, hits[:, place], top, mean)
        if bounded:
            others = bottom - top
            missed = table | {
                "raw": 1 - table["raw"], "low": 1 - table["high"], "high": 1 - table["low"],
                "hits": _sum(cell, others > 0, cells),
            }  # fmt: skip
            least, most = _widened(missed, others > 0, others, mean)
            table["low"], table["high"] = np.maximum(1 - most, 0.0), np.minimum(1 - least, 1.0)
    return tables


def _widened(table: Estimates, hit: np.ndarray, top: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Widen an interval as far as the number of articles that hit is in doubt.

    Of few hits every replicate has few, and of none all have none: the bootstrap knows nothing of what it has not
    seen. So the interval reaches at least as far as the ratio would move with Wilson's interval of the share of
    articles that hit; without a hit, a hit is taken to weigh what it weighs on the average of all cells.
    """
    low, high = table["low"], table["high"]
    if not hit.any():
        return low, high
    raw, share = table["raw"], ratio(table["hits"], table["articles"])
    least, most = wilson(share, table["number"])
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
