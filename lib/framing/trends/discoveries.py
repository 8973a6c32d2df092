"""Many tests at once: which of them are discoveries, when few of those called may be false."""

from __future__ import annotations

import numpy as np

__all__ = ["FALSE_SHARE", "adjusted"]

# Of what is called a discovery, this share may be false on average: one in twenty, as for a single test.
FALSE_SHARE = 0.05


def adjusted(p: np.ndarray) -> np.ndarray:
    """Return the q-value of each p-value: the share of false ones among what is called when it is the last one called.

    Benjamini & Hochberg 1995 (Journal of the Royal Statistical Society B 57:289-300): of m p-values in ascending order
    the one at place k becomes p * m / k, or that of a later place when it is less. It holds for independent tests and
    for tests that go up and down together.

    Parameters
    ----------
    p : ndarray of float, any shape
        All p-values of the question, called or not; missing ones stay missing and are not counted in m.

    Returns
    -------
    ndarray of float
        Of the same shape, 0 to 1.

    Examples
    --------
    >>> adjusted(np.array([0.01, 0.5, np.nan, 0.02])).round(3).tolist()
    [0.03, 0.5, nan, 0.03]
    """
    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    there = ~np.isnan(p)
    known = p[there]
    order = np.argsort(known, kind="stable")
    scaled = known[order] * (len(known) / np.arange(1, len(known) + 1))
    least = np.minimum.accumulate(scaled[::-1])[::-1]
    found = np.empty(len(known))
    found[order] = np.minimum(least, 1.0)
    q[there] = found
    return q
