"""Drawn articles: cells with a known share, wire stories among them, and shares that move between periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Drawn", "draw_articles", "draw_shares"]


@dataclass(frozen=True)
class Drawn:
    """Articles without texts: what an interval needs to know of them.

    Attributes
    ----------
    cell, cluster : ndarray of int64, shape (n_articles,)
    hit : ndarray of bool, shape (n_articles,)
        Whether an article has the frame; copies of one story have it or not together.
    """

    cell: np.ndarray
    cluster: np.ndarray
    hit: np.ndarray


def draw_articles(shares: np.ndarray, articles: int, *, cluster_size: float, generator: np.random.Generator) -> Drawn:
    """Draw so many articles in each cell, of stories with the cell's share.

    Parameters
    ----------
    shares : ndarray, shape (n_cells,)
        The share of stories with the frame in each cell.
    articles : int
        In each cell.
    cluster_size : float
        How many articles carry a story on average; sizes are geometric, so that some stories are everywhere.
    generator : Generator
        What draws.

    Examples
    --------
    >>> drawn = draw_articles(np.full(1000, 0.3), 20, cluster_size=2, generator=np.random.default_rng(1))
    >>> round(float(drawn.hit.mean()), 2), round(len(drawn.hit) / len(set(drawn.cluster.tolist())), 1)
    (0.3, 1.9)
    """
    begins = generator.random((len(shares), articles)) < 1 / cluster_size
    begins[:, 0] = True
    cluster = np.cumsum(begins.ravel()) - 1
    cell = np.repeat(np.arange(len(shares)), articles)
    stories = generator.random(cluster[-1] + 1) < shares[cell[begins.ravel()]]
    return Drawn(cell, cluster, stories[cluster])


def draw_shares(
    share: float, shape: tuple[int, int], *, dispersion: float, lasting: float = 0.0, generator: np.random.Generator
) -> np.ndarray:
    """Draw shares that move between periods.

    Parameters
    ----------
    share : float
        What they move around.
    shape : tuple of int
        Series, and periods in each.
    dispersion : float
        The standard deviation of the periods, in log-odds.
    lasting : float
        How much of a deviation is left after one period (ρ of an AR(1) process).
    generator : Generator

    Returns
    -------
    ndarray, of that shape
    """
    moved = generator.standard_normal(shape)
    moved[:, 1:] *= np.sqrt(1 - lasting**2)
    for period in range(1, shape[1]):
        moved[:, period] += lasting * moved[:, period - 1]
    return 1 / (1 + np.exp(-(np.log(share / (1 - share)) + dispersion * moved)))
