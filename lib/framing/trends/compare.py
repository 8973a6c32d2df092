"""Comparing cells: two groups over time, and frames that rise and fall together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from framing.articles.sources import OTHER
from framing.project import FramingError, nearest
from framing.trends.intervals import newcombe

__all__ = ["FEWEST_CHANGES", "difference", "together"]

# A rank correlation of fewer than eight pairs is significant only when it is nearly perfect.
FEWEST_CHANGES = 8


def difference(cells: pd.DataFrame, *, groups: Sequence[str] = ()) -> pd.DataFrame:
    """Return the share of one group minus that of another, period by period.

    Parameters
    ----------
    cells : DataFrame
        From `trends` with ``measure="share"``.
    groups : sequence of str
        The two groups, the first minus the second; none means the two with the most articles,
        in the order of their names; the group of unresolved outlets only when there is no other.

    Returns
    -------
    DataFrame
        ``period``, ``code``, ``a``, ``b`` (the groups), ``difference``, ``low``, ``high`` (Newcombe 1998), ``shown``
        (both cells are), ``partial``; no row when there are fewer than two groups.

    Raises
    ------
    FramingError
        When not two groups are named, or the cells do not have one of them.

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=600, seed=1), by="group", every="year", frames=["threat"])
    >>> framing.difference(cells, groups=["United States", "China"])[["a", "b"]].iloc[0].tolist()
    ['United States', 'China']
    """
    columns = ["period", "code", "a", "b", "difference", "low", "high", "shown", "partial"]
    known = cells.groupby("group")["articles"].sum().sort_values(ascending=False, kind="stable")
    if groups and len(groups) != 2:
        raise FramingError(f"Two groups can be compared, not {len(groups)}; name two of {', '.join(known.index)}.")
    for name in groups:
        if name not in known:
            raise FramingError(f'There is no group "{name}" among the cells{nearest(name, known.index)}')
    if len(known) < 2:
        return pd.DataFrame(columns=columns)
    named = known.drop(OTHER, errors="ignore").index
    a, b = groups or sorted((named if len(named) > 1 else known.index)[:2])
    sides = [cells[cells["group"] == name].set_index(["code", "period"]) for name in (a, b)]
    one, two = sides[0], sides[1].reindex(sides[0].index)
    low, high = newcombe(*(side[c].to_numpy() for side in (one, two) for c in ("estimate", "low", "high")))
    table = one.reset_index()[["period", "code", "partial"]].assign(
        a=a,
        b=b,
        difference=one["estimate"].to_numpy() - two["estimate"].to_numpy(),
        low=low,
        high=high,
        shown=(one["shown"] & two["shown"]).to_numpy(),
    )
    return table[columns]


def together(cells: pd.DataFrame) -> pd.DataFrame:
    """Return how the changes of two frames go together: Spearman's rank correlation of period-to-period changes.

    Changes, not levels: two shares that both drift upwards would correlate without having anything to do with each
    other.

    Parameters
    ----------
    cells : DataFrame
        From `trends` with ``by="all"``: one group.

    Returns
    -------
    DataFrame
        ``code_a``, ``code_b``, ``r`` (missing with fewer than eight changes), ``periods`` (changes compared).

    Raises
    ------
    FramingError
        When the cells are of several groups.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> cells = framing.trends(corpus, by="all", frames=["threat", "prestige"])
    >>> framing.together(cells)[["code_a", "code_b", "periods"]].values.tolist()
    [['threat', 'prestige', 27]]
    """
    if cells["group"].nunique() > 1:
        raise FramingError('together() compares the frames of one group; measure with trends(..., by="all").')
    shown = cells[cells["shown"].astype(bool) & ~cells["partial"].astype(bool)]
    shares = shown.pivot_table(index="period", columns="code", values="estimate", observed=True)
    shares = shares.reindex(sorted(set(cells["period"])))
    changes = shares.diff()
    rows = []
    for a, b in combinations([code for code in dict.fromkeys(cells["code"]) if code in changes], 2):
        both = changes[[a, b]].dropna()
        r = both.rank().corr().iloc[0, 1] if len(both) >= FEWEST_CHANGES else np.nan
        rows.append((a, b, r, len(both)))
    return pd.DataFrame(rows, columns=["code_a", "code_b", "r", "periods"])
