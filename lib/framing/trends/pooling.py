"""Partial pooling: a small outlet's share, drawn to its own history and that to its group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.trends.estimates import ratio

__all__ = ["pooled"]

# A precision beyond this draws a cell of any size all the way.
_MOST = 1e6


def pooled(cells: pd.DataFrame, *, groups: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Add to each share an estimate that is drawn to what is known of its source and group.

    Of many small outlets the one with the highest share is mostly the luckiest. Empirical Bayes takes the luck out: a
    cell of few stories is drawn far towards its source's other periods, and a source of few stories towards its group;
    one of many stories stays where it is. For ranking; it stands beside the raw estimate, never in its place.

    A beta-binomial model fitted by moments (Kleinman 1973, Journal of the American Statistical Association 68:46-54):
    between the sources of a group, and between the periods of a source. Stories are counted, not copies.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends` with ``by="source"`` and ``measure="share"``.
    groups : mapping, optional
        The group of each source, such as ``corpus.groups``; without it all sources are one group.

    Returns
    -------
    DataFrame
        The cells with ``pooled``, ``pooled_low``, ``pooled_high`` (the middle 95 % of the posterior); missing where
        there are no articles.

    Raises
    ------
    FramingError
        When the cells are not shares.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> cells = framing.pooled(framing.trends(corpus, every="all", frames=["threat"]), groups=corpus.groups)
    >>> bool(cells["pooled"].std() < cells["raw"].std())
    True
    """
    from scipy.special import betaincinv

    if len(cells) and not (cells["measure"] == "share").all():
        raise FramingError('Only shares can be pooled: make the cells with trends(..., measure="share").')
    stories = cells["clusters"].to_numpy(dtype=float)
    hits = np.nan_to_num(cells["estimate"].to_numpy(dtype=float)) * stories
    middle, weight = np.full(len(cells), np.nan), np.full(len(cells), np.nan)
    source = cells["group"].astype(str)
    group = [(groups or {}).get(name, "") for name in source]
    for _, rows in cells.groupby([cells["code"].to_numpy(), group], sort=False).indices.items():
        here = rows[stories[rows] > 0]
        if not len(here):
            continue
        _, own = np.unique(source.to_numpy()[here], return_inverse=True)
        x, n = np.bincount(own, hits[here]), np.bincount(own, stories[here])
        mean = x.sum() / n.sum()
        precision = _precision(x, n, np.full(len(n), mean), len(n) - 1)
        drawn = (x + precision * mean) / (n + precision)
        if len(n) == len(here):  # one period: the group is all there is to be drawn to
            middle[here], weight[here] = mean, precision
            continue
        raw = ratio(x, n)[own]
        middle[here] = drawn[own]
        weight[here] = _precision(hits[here], stories[here], raw, len(here) - len(n))
    top, bottom = hits + weight * middle, stories + weight
    # At a middle of exactly 0 or 1 the posterior is a point.
    a, b = np.maximum(top, 1e-9), np.maximum(bottom - top, 1e-9)
    return cells.assign(pooled=top / bottom, pooled_low=betaincinv(a, b, 0.025), pooled_high=betaincinv(a, b, 0.975))


def _precision(hits: np.ndarray, stories: np.ndarray, mean: np.ndarray, free: int) -> float:
    """Return how many stories the middle is worth, from how far shares scatter around it.

    Of shares that scatter no more than drawing stories makes them, the middle is worth a million.
    """
    variance = mean * (1 - mean)
    scatter = float((stories * (hits / stories - mean) ** 2).sum())
    # Drawing alone makes the variance once for each share that is free to move.
    expected = float(variance.mean() * free)
    room = float((variance * (stories - 1)).sum()) * free / len(stories)
    if free < 1 or room <= 0 or scatter <= expected:
        return _MOST
    alike = min((scatter - expected) / room, 1 - 1e-9)
    return min((1 - alike) / alike, _MOST)
