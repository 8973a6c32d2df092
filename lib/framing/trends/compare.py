"""Comparing cells: two groups over time, and frames that rise and fall together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest
from framing.trends.intervals import newcombe

__all__ = ["FEWEST_CHANGES", "difference", "together"]

# A rank correlation of fewer than eight pairs is significant only when it is nearly perfect.
FEWEST_CHANGES = 8


def difference(cells: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """Return the share of group ``a`` minus that of group ``b``, period by period.

    Parameters
    ----------
    cells : DataFrame
        From `trends` with ``measure="share"``.
    a, b : str
        Two groups of the cells.

    Returns
    -------
    DataFrame
        ``period``, ``code``, ``difference``, ``low``, ``high`` (Newcombe 1998), ``shown`` (both cells are),
        ``partial``.

    Raises
    ------
    FramingError
        When the cells do not have one of the groups.
    """
    known = set(cells["group"])
    for name in (a, b):
        if name not in known:
            raise FramingError(f'There is no group "{name}" among the cells{nearest(name, known)}')
    sides = [cells[cells["group"] == name].set_index(["code", "period"]) for name in (a, b)]
    one, two = sides[0].align(sides[1], join="inner", axis=0)
    low, high = newcombe(*(side[c].to_numpy() for side in (one, two) for c in ("estimate", "low", "high")))
    table = pd.DataFrame(
        {
            "difference": one["estimate"].to_numpy() - two["estimate"].to_numpy(),
            "low": low,
            "high": high,
            "shown": (one["shown"] & two["shown"]).to_numpy(),
            "partial": (one["partial"] | two["partial"]).to_numpy(),
        },
        index=one.index,
    ).reset_index()
    order = {code: rank for rank, code in enumerate(dict.fromkeys(cells["code"]))}
    table = table.sort_values(
        ["code", "period"], key=lambda c: c.map(order) if c.name == "code" else c, ignore_index=True
    )
    return table[["period", "code", "difference", "low", "high", "shown", "partial"]]


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
    """
    shown = cells[cells["shown"] & ~cells["partial"]]
    shares = shown.pivot_table(index="period", columns="code", values="estimate", observed=True)
    shares = shares.reindex(sorted(set(cells["period"])))
    changes = shares.diff()
    rows = []
    for a, b in combinations([code for code in dict.fromkeys(cells["code"]) if code in changes], 2):
        both = changes[[a, b]].dropna()
        r = both.rank().corr().iloc[0, 1] if len(both) >= FEWEST_CHANGES else np.nan
        rows.append((a, b, r, len(both)))
    return pd.DataFrame(rows, columns=["code_a", "code_b", "r", "periods"])
