"""The Poisson bootstrap on clusters of copies, drawn by hashing: no state, so any cut of the work gives the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pandas as pd

__all__ = ["REPLICATES", "cluster_keys", "poisson_weights", "ratio_interval", "replicated_sums"]

# The bounds of a 95 % interval move by about 2 % of its width between seeds.
REPLICATES = 1000

# Articles whose weights are drawn, and are used, at a time: they stay in the processor's own memory. Cells whose
# replicates are held at a time: a few MB.
_DRAWN = 128
_ARTICLES = 512
_SUMS = 200_000
# Weights of so many clusters are kept, some 16 MB: each measure, period and policy of a small corpus draws the same.
_KEPT = 16_384

# One hash gives three draws of 21 bits: a probability is right to one in two million.
_BITS = 21
_POISSON = np.cumsum(np.exp(-1.0) / np.array([1, 1, 2, 6, 24, 120, 720, 5040, 40320], dtype=float))
# Where such a draw reaches the next whole number of a Poisson(1) variable.
_STEPS = np.ceil(_POISSON * 2.0**_BITS).astype(np.uint32)


def cluster_keys(cluster_ids: Iterable[str]) -> np.ndarray:
    """Turn cluster ids into numbers of 64 bits; the same id gives the same number everywhere."""
    listed = cluster_ids.tolist() if isinstance(cluster_ids, pd.Series) else list(cluster_ids)
    numbers, distinct = pd.factorize(np.array(listed, dtype=object), use_na_sentinel=False)
    hashes = b"".join(hashlib.blake2b(str(each).encode(), digest_size=8).digest() for each in distinct)
    return np.frombuffer(hashes, dtype="<u8").astype(np.uint64)[numbers]


def _mix(values: np.ndarray) -> np.ndarray:
    """Scramble 64-bit numbers (the finaliser of splitmix64, Steele, Lea & Flood 2014)."""
    with np.errstate(over="ignore"):
        values = values + np.uint64(0x9E3779B97F4A7C15)
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return values ^ (values >> np.uint64(31))


def poisson_weights(keys: np.ndarray, replicate: int, seed: int) -> np.ndarray:
    """Draw the weight of each article in one replicate: Poisson(1), the same for all copies in a cluster.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n_articles,)
        From `cluster_keys`.
    replicate, seed : int

    Returns
    -------
    ndarray of int64, shape (n_articles,)

    Examples
    --------
    >>> weights = poisson_weights(np.arange(100_000, dtype=np.uint64), 0, 1)
    >>> round(float(weights.mean()), 2), round(float(weights.var()), 2)
    (1.0, 1.0)
    """
    draw, field = divmod(replicate, 3)
    return _threes(keys, np.array([draw]), seed)[:, field].astype(np.int64)


def _threes(keys: np.ndarray, draws: np.ndarray, seed: int) -> np.ndarray:
    """Draw the weights of three replicates for each of ``draws``: uint8, shape (n_articles, 3 * n_draws)."""
    salt = _mix(_mix(np.array([seed], dtype=np.uint64)) ^ draws.astype(np.uint64))
    weights = np.zeros((len(keys), 3 * len(draws)), dtype=np.uint8)
    for start in range(0, len(keys), _DRAWN):
        these = slice(start, start + _DRAWN)
        hashed = _mix(keys[these, None] ^ salt)
        uniform = np.empty(weights[these].shape, dtype=np.uint32)
        for field in range(3):
            uniform[:, field::3] = (hashed >> np.uint64(64 - _BITS * (field + 1))) & np.uint64(2**_BITS - 1)
        for step in _STEPS:  # a handful of comparisons cost less than a search
            weights[these] += uniform >= step
    return weights


def _weights(keys: np.ndarray, draws: np.ndarray, seed: int) -> Callable[[slice], np.ndarray]:
    """Return what draws the weights of some of the articles; few clusters are drawn for once."""
    distinct, place = np.unique(keys, return_inverse=True)
    if len(distinct) > _KEPT:
        return lambda these: _threes(keys[these], draws, seed)
    drawn, at = _held(distinct, draws, seed)
    row = at[place]
    return lambda these: drawn[row[these]]


# The clusters whose weights were drawn last, ascending; the row of each in what was drawn; and that, filled from above.
_last: dict[tuple[int, int], tuple[np.ndarray, np.ndarray, np.ndarray]] = {}


def _held(distinct: np.ndarray, draws: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return kept weights and the row of each cluster in them; what is not there is drawn and kept with the rest."""
    nothing = np.empty(0, np.uint64), np.empty(0, np.int64), np.empty((_KEPT, 3 * len(draws)), np.uint8)
    known, row, drawn = _last.get((len(draws), seed), nothing)
    lacking = distinct[~_there(known, distinct)]
    if len(lacking):
        if len(known) + len(lacking) > _KEPT:
            (known, row, drawn), lacking = nothing, distinct
        end = len(known) + len(lacking)
        drawn[len(known) : end] = _threes(lacking, draws, seed)
        known, row = np.concatenate([known, lacking]), np.append(row, np.arange(len(known), end))
        order = np.argsort(known)
        known, row = known[order], row[order]
        _last.clear()
        _last[len(draws), seed] = known, row, drawn
    return drawn, row[np.searchsorted(known, distinct)]


def _there(known: np.ndarray, these: np.ndarray) -> np.ndarray:
    """Mark what stands among ascending numbers."""
    place = np.searchsorted(known, these)
    there = place < len(known)
    there[there] = known[place[there]] == these[there]
    return there


def replicated_sums(
    values: np.ndarray, cell: np.ndarray, cells: int, keys: np.ndarray, *, seed: int, replicates: int = REPLICATES
) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield the weighted sums of every replicate, some cells at a time.

    Memory does not grow with the number of articles times that of replicates, nor with the number of cells times it.

    Parameters
    ----------
    values : ndarray of int64, shape (n_articles, n_columns)
        Whole numbers, so that sums do not depend on their order.
    cell : ndarray of int64, shape (n_articles,)
        Articles of a cell past the last are of none.
    cells : int
    keys : ndarray of uint64, shape (n_articles,)
    seed, replicates : int

    Yields
    ------
    cells : slice
        Which cells.
    sums : ndarray of float64, shape (len(cells), n_columns, replicates)
    """
    order = np.argsort(cell, kind="stable")
    cell, values, keys = cell[order], values[order], keys[order]
    columns = values.shape[1]
    weights = _weights(keys, np.arange(-(-replicates // 3)), seed)

    def piece(these: slice, low: int, high: int) -> np.ndarray:
        return _weighed_sums(values[these], cell[these] - low, high - low, weights(these)[:, :replicates])

    step = max(1, _SUMS // (columns * replicates))
    for first in range(0, cells, step):
        last = min(first + step, cells)
        begin, end = np.searchsorted(cell, [first, last])
        if end - begin <= _ARTICLES:
            sums = piece(slice(begin, end), first, last)
        else:
            sums = np.zeros((columns, last - first, replicates))
            for start in range(begin, end, _ARTICLES):
                these = slice(start, min(start + _ARTICLES, end))
                low, high = cell[these.start], cell[these.stop - 1] + 1  # a few of the cells that are held
                sums[:, low - first : high - first] += piece(these, low, high)
        yield slice(first, last), sums.transpose(1, 0, 2)


def _weighed_sums(values: np.ndarray, cell: np.ndarray, cells: int, weights: np.ndarray) -> np.ndarray:
    """Add up the values of articles in the order of their cells: shape (n_columns, cells, replicates)."""
    from scipy.sparse import csr_matrix

    columns = values.shape[1]
    column, article = np.nonzero(values.T)
    rows = np.arange(columns * cells + 1)
    held = (values[article, column].astype(float), article, np.searchsorted(column * cells + cell[article], rows))
    sums = csr_matrix(held, shape=(columns * cells, len(cell))) @ weights.astype(float)
    return np.asarray(sums).reshape(columns, cells, weights.shape[1])


def ratio_interval(
    top: np.ndarray,
    bottom: np.ndarray,
    cell: np.ndarray,
    cells: int,
    keys: np.ndarray,
    *,
    seed: int,
    number: np.ndarray | None = None,
    replicates: int = REPLICATES,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval of a ratio of sums in each cell, by the Poisson bootstrap.

    Percentiles of few clusters are too close together. With ``number`` they are taken further out, as Student's t is
    further out than the normal distribution (the expanded percentile interval of Hesterberg 2015, The American
    Statistician 69:371-386).

    Parameters
    ----------
    top : ndarray of int64, shape (n_articles,) or (n_articles, n_measures)
        Numerator of each article; whole numbers, so that sums do not depend on their order.
    bottom : ndarray of int64, shape (n_articles,), (n_articles, 1) or (n_articles, n_measures)
        Denominator; one column serves all measures.
    cell : ndarray of int64, shape (n_articles,)
        The cell of each article; past the last it is of none.
    cells : int
    keys : ndarray of uint64, shape (n_articles,)
    seed : int
    number : ndarray, shape (cells,) or (cells, n_measures)
        The effective number of articles in each.
    replicates : int

    Returns
    -------
    low, high : ndarray, shape (cells,) or (cells, n_measures)
        Missing where a cell has nothing to divide by.
    """
    shape = (cells, *top.shape[1:])
    top, bottom = (each.reshape(len(cell), 1 if each.ndim == 1 else each.shape[1]) for each in (top, bottom))
    measures = top.shape[1]
    tail = np.full((cells, measures), 0.025) if number is None else _tail(np.reshape(number, (cells, measures)))
    low, high = np.full((cells, measures), np.nan), np.full((cells, measures), np.nan)
    values = np.concatenate([top, bottom], axis=1)
    for these, sums in replicated_sums(values, cell, cells, keys, seed=seed, replicates=replicates):
        above, below = sums[:, :measures], sums[:, measures:]
        ratios = above / np.where(below > 0, below, np.nan)
        ratios.sort(axis=-1)  # missing ones go last
        low[these], high[these] = _percentiles(ratios, tail[these])
    return low.reshape(shape), high.reshape(shape)


def _tail(number: np.ndarray) -> np.ndarray:
    """Return the part of the replicates beyond each bound: 2.5 % of many articles, less of few."""
    from scipy.special import ndtr, stdtrit

    number = np.maximum(number, 2.0)  # fewer have no variance to speak of
    return ndtr(np.sqrt(number / (number - 1)) * stdtrit(number - 1, 0.025))


def _percentiles(ordered: np.ndarray, tail: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Take the lower and the upper percentile of ordered replicates, missing ones last."""
    there = np.full(ordered.shape[:-1], ordered.shape[-1])
    gaps = np.isnan(ordered[..., -1])
    there[gaps] = np.count_nonzero(~np.isnan(ordered[gaps]), axis=-1)
    found = []
    for level in (tail, 1 - tail):
        place = level * np.maximum(there - 1, 0)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, np.maximum(there - 1, 0))
        one, two = (np.take_along_axis(ordered, each[..., None], axis=-1)[..., 0] for each in (below, above))
        found.append(one + (two - one) * (place - below))
    return found[0], found[1]
