"""Partial pooling: a small outlet's share, drawn to its own history and that to its group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.project import FramingError

__all__ = ["pooled"]

# What the mean above a share may be worth, in stories: from next to nothing to all there are, each step a third more.
# Twice as many steps change no estimate by a hundredth of a point.
_WORTH = np.geomspace(0.01, 1e6, 64)


def pooled(cells: pd.DataFrame, *, groups: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Add to each share an estimate that is drawn to what is known of its source and group.

    Of many small outlets the one with the highest share is mostly the luckiest. Empirical Bayes takes the luck out: a
    cell of few stories is drawn far towards its source's other periods, a source of few stories towards its group, and
    a group of few sources towards all; one of many stories stays where it is. For ranking; it stands beside the raw
    estimate, never in its place.

    A beta-binomial model at each level (Kleinman 1973, Journal of the American Statistical Association 68:46-54).
    How far its shares are drawn is not one guess but a mean over all distances, each weighed by how likely it makes
    the counts, none preferred before (Daniels 1999, Canadian Journal of Statistics 27:567-578): three outlets in a
    group do not tell how far outlets differ, and the interval has to know that. It also has the doubt about the means
    that are drawn to. Stories are counted, not copies.

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
    >>> from framing.trends.pooling import pooled
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> cells = pooled(framing.trends(corpus, every="all", frames=["threat"]), groups=corpus.groups)
    >>> bool(cells["pooled"].std() < cells["raw"].std())
    True
    """
    from scipy.special import betaincinv

    if len(cells) and not (cells["measure"] == "share").all():
        raise FramingError('Only shares can be pooled: make the cells with trends(..., measure="share").')
    stories = cells["clusters"].to_numpy(dtype=float)
    share = cells["estimate"].to_numpy(dtype=float)
    source, period, code = (cells[name].astype(str).to_numpy() for name in ("group", "period", "code"))
    group = np.array([(groups or {}).get(name, "") for name in source], dtype=str)
    middle, low, high = (np.full(len(cells), np.nan) for _ in range(3))
    # Sums of floats depend on their order: sorted, the same cells have the same estimates to the last bit.
    order = np.lexsort((period, source, code))
    order = order[stories[order] > 0]
    for each in np.unique(code[order]):
        rows = order[code[order] == each]
        _, first, own = np.unique(source[rows], return_index=True, return_inverse=True)
        within = np.unique(group[rows][first], return_inverse=True)[1]
        above = [own, within, np.zeros(within.max() + 1, dtype=int)]
        mean, variance = _drawn(share[rows] * stories[rows], stories[rows], above)
        # The beta distribution of this mean and variance.
        size = np.maximum(mean * (1 - mean) / variance - 1, 1e-6)
        middle[rows] = mean
        low[rows] = np.minimum(betaincinv(size * mean, size * (1 - mean), 0.025), mean)
        high[rows] = np.maximum(betaincinv(size * mean, size * (1 - mean), 0.975), mean)
    return cells.assign(pooled=middle, pooled_low=low, pooled_high=high)


def _drawn(hits: np.ndarray, stories: np.ndarray, above: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and variance of the posterior of each share.

    Parameters
    ----------
    hits, stories : ndarray, shape (n_shares,)
    above : list of ndarray of int
        What each share is part of, then what each of those is part of, and so on up to one whole.
    """
    if not above:
        # Half a hit and half a miss (Jeffreys): that none of few was hit does not say that none ever will be.
        mean = (hits + 0.5) / (stories + 1)
        return mean, mean * (1 - mean) / (stories + 2)
    parent, *further = above
    if np.bincount(parent).max() == 1:  # as with one period: nothing lies between a share and what is above
        place = np.argsort(parent)
        mean, variance = _drawn(hits[place], stories[place], further)
        return mean[parent], variance[parent]
    precision, chance = _precisions(hits, stories, parent)
    # Stories of one source are alike, so a hundred of them tell of its group what fewer of several would.
    worth = _worth(stories, float(chance @ (1 / (1 + precision))))
    mean, variance = _drawn(np.bincount(parent, worth * hits / stories), np.bincount(parent, worth), further)
    mean, variance = mean[parent], variance[parent]
    middles = (hits + precision[:, None] * mean) / (stories + precision[:, None])
    spread = middles * (1 - middles) / (stories + precision[:, None] + 1)
    spread += (precision[:, None] / (stories + precision[:, None])) ** 2 * variance
    middle = chance @ middles
    return middle, chance @ (spread + (middles - middle) ** 2)


def _worth(stories: np.ndarray, alike: float | np.ndarray) -> np.ndarray:
    """Return how many independent stories as many stories with the correlation `alike` are worth (Kleinman 1973)."""
    return stories / (1 + (stories - 1) * alike)


def _precisions(hits: np.ndarray, stories: np.ndarray, parent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return how many stories the mean above may be worth, and the probability of each.

    Parents with a single part, without hits or with nothing but hits do not tell how far shares differ.
    """
    from scipy.special import betaln

    top, whole, parts = np.bincount(parent, hits), np.bincount(parent, stories), np.bincount(parent)
    tell = ((parts > 1) & (top > 0) & (top < whole))[parent]
    usual = float(np.median(stories))
    drawn = _WORTH / (_WORTH + usual)
    # Every distance that a source of usual size may be drawn is as likely as any other (a uniform prior on `drawn`).
    likely = np.log(drawn * (1 - drawn))
    hits, stories, parent = hits[tell], stories[tell], np.unique(parent[tell], return_inverse=True)[1]
    for step, m in enumerate(_WORTH):
        worth = _worth(stories, 1 / (1 + m))
        size = np.bincount(parent, worth)
        mean = (np.bincount(parent, worth * hits / stories) / size)[parent]
        a, b = m * mean, m * (1 - mean)
        # The last term: each mean is itself estimated, with a variance of mean * (1 - mean) / size.
        likely[step] += (betaln(a + hits, b + stories - hits) - betaln(a, b)).sum() - np.log(size).sum() / 2
    chance = np.exp(likely - likely.max())
    return _WORTH, chance / chance.sum()
