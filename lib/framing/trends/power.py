"""How many articles a study needs: power by simulation, with periods that differ."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.trends.draws import draw_articles, draw_shares
from framing.trends.intervals import wilson

__all__ = ["needed", "power"]

# Studies drawn at each number of articles: power is known to 2.2 points at worst.
_STUDIES = 2000
# Articles of a group in one period. More than the last, and what is left is the difference between periods.
_SIZES = (2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400)


def power(
    difference: float,
    *,
    groups: int = 2,
    share: float = 0.2,
    periods: int = 24,
    cluster_size: float = 1.3,
    dispersion: float = 0.3,
    lasting: float = 0.5,
    seed: int = 1,
) -> pd.DataFrame:
    """Say how likely a study is to find a difference between two groups, for several numbers of articles.

    Studies are drawn: in each period every group's share moves around its own level, since every month has its own
    news, and some articles are copies. A study finds the difference when the mean over periods of one group minus the
    other is further from zero than 95 % of studies without any difference are, in units of the standard error between
    periods; with more than two groups, as far as all their pairs together need (Bonferroni). That a difference holds
    beyond these events is what is asked, so the variance between periods counts; more articles do not lessen it.

    Parameters
    ----------
    difference : float
        Between the shares of two groups, 0 to 1; the one lies half above ``share``, the other half below.
    groups : int
        That are compared, pair by pair.
    share : float
        The middle of the two shares.
    periods : int
        That the study covers.
    cluster_size : float
        How many articles carry a story on average.
    dispersion : float
        How far a group's share moves between periods, in log-odds (standard deviation).
    lasting : float
        How much of that is left after one period.
    seed : int

    Returns
    -------
    DataFrame
        ``articles`` (of a group, in all), ``articles_a_period``, ``power`` (0 to 1), ``low``, ``high`` (Wilson, of the
        2,000 studies drawn).

    Raises
    ------
    FramingError
        For what cannot be drawn: shares beyond 0 or 1, fewer than three periods.

    Examples
    --------
    >>> import framing
    >>> table = framing.power(0.2, periods=12)
    >>> bool(table["power"].is_monotonic_increasing or table["power"].iloc[-1] > 0.9)
    True
    """
    below, above = share - difference / 2, share + difference / 2
    if not (0 < difference < 1 and below > 0 and above < 1):
        raise FramingError(
            f"A difference of {difference:g} around a share of {share:g} means shares of {below:g} and {above:g}; both "
            "must lie between 0 and 1."
        )
    for name, value, least in (("groups", groups, 2), ("periods", periods, 3), ("cluster_size", cluster_size, 1)):
        if value < least:
            raise FramingError(f"{name}={value:g}: at least {least} is needed.")
    if dispersion < 0 or not 0 <= lasting < 1:
        raise FramingError(f"dispersion={dispersion:g} must not be negative, and lasting={lasting:g} be 0 to below 1.")
    pairs = len(list(combinations(range(groups), 2)))
    rows = []
    for size in _SIZES:
        drawn = {}
        for kind, ends in (("none", (share, share)), ("some", (below, above))):
            generator = np.random.default_rng([seed, size, kind == "some"])
            counted = []
            for level in ends:
                truth = draw_shares(
                    level, (_STUDIES, periods), dispersion=dispersion, lasting=lasting, generator=generator
                )
                articles = draw_articles(truth.ravel(), size, cluster_size=cluster_size, generator=generator)
                counted.append(
                    np.bincount(articles.cell, articles.hit, minlength=truth.size).reshape(truth.shape) / size
                )
            apart = counted[1] - counted[0]
            error = apart.std(axis=1, ddof=1) / np.sqrt(periods)
            drawn[kind] = np.divide(apart.mean(axis=1), error, out=np.zeros(_STUDIES), where=error > 0)
        bound = np.quantile(np.abs(drawn["none"]), 1 - 0.05 / pairs)
        found = float((drawn["some"] > bound).mean())
        low, high = wilson(np.array([found]), np.array([float(_STUDIES)]))
        rows.append((size * periods, size, found, float(low[0]), float(high[0])))
    return pd.DataFrame(rows, columns=["articles", "articles_a_period", "power", "low", "high"])


def needed(table: pd.DataFrame, *, wanted: float = 0.8) -> float:
    """Return how many articles a group needs for a power; missing where no number in the table reaches it.

    Parameters
    ----------
    table : DataFrame
        From `power`.
    wanted : float
        0 to 1.

    Examples
    --------
    >>> table = pd.DataFrame({"articles": [100, 400], "power": [0.6, 1.0]})
    >>> needed(table, wanted=0.8)
    200.0
    """
    reached = np.flatnonzero(table["power"].to_numpy() >= wanted)
    if not len(reached):
        return float("nan")
    at = int(reached[0])
    if at == 0:
        return float(table["articles"].iloc[0])
    one, two = table.iloc[at - 1], table.iloc[at]
    part = (wanted - one["power"]) / (two["power"] - one["power"])
    return float(np.round(np.exp(np.log(one["articles"]) + part * np.log(two["articles"] / one["articles"]))))
