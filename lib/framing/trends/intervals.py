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
    a: np.ndarray, a_low: np.ndarray, a_high: np.ndarray, b: np.ndarray, b_low: np.ndarray, b_high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the interval of a difference of two shares from their own intervals (Newcombe 1998, method 10).

    It takes the two as independent. Where both carry the same wire story they are not, and the true interval is
    narrower.
    """
    low = a - b - np.sqrt((a - a_low) ** 2 + (b_high - b) ** 2)
    high = a - b + np.sqrt((a_high - a) ** 2 + (b - b_low) ** 2)
    return low, high
