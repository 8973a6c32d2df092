"""Comparing cells: two groups over time, and frames that rise and fall together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.articles.sources import OTHER
from framing.project import FramingError, nearest
from framing.trends.cells import MINIMUM, STORIES, trends
from framing.trends.counted import base
from framing.trends.estimates import ratio
from framing.trends.intervals import newcombe
from framing.trends.weighed import Weighed, weigh

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["FEWEST_CHANGES", "difference", "shared_correlation", "subtract", "subtract_alike", "together"]

# A rank correlation of fewer than eight pairs is significant only when it is nearly perfect.
FEWEST_CHANGES = 8


def difference(
    corpus: Corpus,
    *,
    groups: Sequence[str] = (),
    by: str = "group",
    every: str = "quarter",
    measure: str = "share",
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    min_articles: int = MINIMUM,
    min_clusters: int = STORIES,
    policy: str = "",
    seed: int = 1,
) -> pd.DataFrame:
    """Return a measure in one group minus the same in another, period by period.

    Where both groups carry the same wire stories their figures move together, and the interval is the narrower for it.

    Parameters
    ----------
    corpus : Corpus
    groups : sequence of str
        The two groups, the first minus the second; none means the two with the most articles,
        in the order of their names; the group of unresolved outlets only when there is no other.
    by, every, measure, frames, unit, denominator, min_articles, min_clusters, policy, seed
        As for `trends`.

    Returns
    -------
    DataFrame
        ``period``, ``code``, ``measure``, ``a``, ``b`` (the groups), ``difference``, ``low``, ``high``, ``articles``
        (of both), ``shown`` (both cells are), ``partial``; no row when there are fewer than two groups.

    Raises
    ------
    FramingError
        When not two groups are named, or the corpus does not have one of them.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> found = framing.difference(corpus, groups=["United States", "China"], every="year", frames=["threat"])
    >>> found[["a", "b"]].iloc[0].tolist()
    ['United States', 'China']
    """
    corpus = corpus.under(policy) if policy else corpus
    cells = trends(
        corpus, by=by, every=every, measure=measure, frames=frames, unit=unit, denominator=denominator,
        min_articles=min_articles, min_clusters=min_clusters, seed=seed,
    )  # fmt: skip
    return subtract_alike(corpus, cells, groups=groups, by=by, every=every, frames=frames)


def subtract_alike(
    corpus: Corpus,
    cells: pd.DataFrame,
    *,
    groups: Sequence[str] = (),
    by: str = "group",
    every: str = "quarter",
    frames: Sequence[str] = (),
) -> pd.DataFrame:
    """Return `difference` of cells that are made.

    Parameters
    ----------
    corpus : Corpus
        Under the policy of the cells.
    cells : DataFrame
        From `trends` of the corpus, by, every and frames.
    groups, by, every, frames
        As for `difference`.
    """

    def alike(names: list[str], index: pd.MultiIndex) -> np.ndarray:
        measure, unit, denominator = cells[["measure", "unit", "denominator"]].iloc[0]
        counted = base(corpus, by, every, denominator)
        counted = counted[counted["group"].isin(names)]
        entries = corpus.codebook.select(frames)
        made = weigh(corpus, counted["row"].to_numpy(), entries, measure=measure, unit=unit)
        return shared_correlation(made, counted, names, index)

    return subtract(cells, groups=groups, alike=alike)


def subtract(
    cells: pd.DataFrame,
    *,
    groups: Sequence[str] = (),
    alike: Callable[[list[str], pd.MultiIndex], np.ndarray] | None = None,
) -> pd.DataFrame:
    """Subtract the cells of one group from those of another.

    Parameters
    ----------
    cells : DataFrame
        From `trends`, of one measure.
    groups : sequence of str
        As for `difference`.
    alike : callable
        Given the names of the two groups, and the code and period of each row of the result, it returns the correlation
        of the two estimates in each; None takes them as independent.

    Returns
    -------
    DataFrame
        As `difference`.
    """
    columns = ["period", "code", "measure", "a", "b", "difference", "low", "high", "articles", "shown", "partial"]
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
    bounds = [side[c].to_numpy() for side in (one, two) for c in ("estimate", "low", "high")]
    low, high = newcombe(*bounds, alike=alike([a, b], one.index) if alike and len(one) else None)
    made = {
        "period": one.index.get_level_values("period"), "code": one.index.get_level_values("code"),
        "measure": one["measure"].to_numpy(), "a": a, "b": b, "difference": bounds[0] - bounds[3],
        "low": low, "high": high, "articles": (one["articles"] + two["articles"]).to_numpy(),
        "shown": (one["shown"] & two["shown"]).to_numpy(), "partial": one["partial"].to_numpy(),
    }  # fmt: skip
    return pd.DataFrame({name: made[name] for name in columns})


def shared_correlation(made: Weighed, counted: pd.DataFrame, names: list[str], index: pd.MultiIndex) -> np.ndarray:
    """Return how far the estimates of two groups move together, by the stories that both carry.

    The correlation of two ratios, each taken as the sum of what its clusters add beyond their expectation (Taylor's
    linearisation).
    """
    periods = sorted(set(index.get_level_values("period")))
    period = pd.Index(periods).get_indexer(counted["period"])
    side = (counted["group"] == names[1]).to_numpy().astype(int)
    cell = 2 * period + side
    story, _ = pd.factorize(pd.MultiIndex.from_arrays([period, counted["cluster_id"]]))
    first = np.zeros(story.max() + 1, dtype=int)
    first[story] = period
    found = pd.Series(0.0, index=index)
    for place, code in enumerate(made.codes):
        top, bottom = made.tops[:, place], made.bottoms[:, place % made.bottoms.shape[1]]
        rate = ratio(*(np.bincount(cell, each, minlength=2 * len(periods)) for each in (top, bottom)))
        beyond = np.nan_to_num(top - rate[cell] * bottom)
        one, two = (np.bincount(story, beyond * (side == at), minlength=len(first)) for at in (0, 1))
        shared, *alone = (
            np.bincount(first, each, minlength=len(periods)) for each in (one * two, one * one, two * two)
        )
        r = ratio(shared, np.sqrt(alone[0] * alone[1]))
        found[[(code, each) for each in periods]] = np.clip(np.nan_to_num(r), -1, 1)
    return found.reindex(index).to_numpy()


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
