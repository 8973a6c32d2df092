"""Intervals: how far a share, a mean or a difference could be from what was counted."""

from __future__ import annotations

import numpy as np

__all__ = ["effective_number", "newcombe", "wilson"]

Z = 1.959963984540054  # the 97.5 % point of the normal distribution: 95 % intervals


def effective_number(articles: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return the effective number of articles n² / Σm², m being the sizes of the clusters of copies.

    Twelve articles of which ten are copies of one story say less than twelve stories.

    >>> effective_number(np.array([12, 12]), np.array([12, 102])).round(2).tolist()
    [12.0, 1.41]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(squares > 0, articles**2 / np.where(squares > 0, squares, 1), 0.0)


def wilson(share: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the Wilson score interval of a share (Wilson 1927), 95 %.

    Parameters
    ----------
    share : ndarray
        0 to 1; missing where nothing was counted.
    number : ndarray
        The effective number of articles; need not be whole.

    Returns
    -------
    low, high : ndarray
        Within 0 and 1; missing where ``number`` is 0.

    Examples
    --------
    >>> low, high = wilson(np.array([0.0]), np.array([20.0]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0], [0.161])
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        shrink = 1 + Z**2 / number
        centre = (share + Z**2 / (2 * number)) / shrink
        half = Z / shrink * np.sqrt(share * (1 - share) / number + Z**2 / (4 * number**2))
        # At 0 and 1 the formula meets the bound; rounding must not leave the estimate outside its interval.
        low, high = np.where(share == 0, 0.0, centre - half), np.where(share == 1, 1.0, centre + half)
        return np.clip(low, 0, 1), np.clip(high, 0, 1)


def newcombe(
    a: np.ndarray,
    a_low: np.ndarray,
    a_high: np.ndarray,
    b: np.ndarray,
    b_low: np.ndarray,
    b_high: np.ndarray,
    *,
    alike: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of a difference of two figures from their own intervals (Newcombe 1998, method 10).

    Parameters
    ----------
    a, a_low, a_high, b, b_low, b_high : ndarray
        The figures, with their intervals.
    alike : ndarray
        The correlation of a and b, as when both carry the same wire stories (Zou 2007, Psychological Methods
        12:399-413); None takes them as independent.
    """
    r = 0.0 if alike is None else alike
    low = a - b - _root((a - a_low), (b_high - b), r)
    high = a - b + _root((a_high - a), (b - b_low), r)
    return low, high


def _root(one: np.ndarray, two: np.ndarray, r: np.ndarray | float) -> np.ndarray:
    return np.sqrt(np.maximum(one**2 + two**2 - 2 * r * one * two, 0))
