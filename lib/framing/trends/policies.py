"""The main figures under each policy on wire copies: whether the answer hangs on what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.policies import POLICIES
from framing.trends.cells import trends
from framing.trends.compare import subtract_alike
from framing.trends.intervals import newcombe

__all__ = ["under_policies"]


def under_policies(
    corpus: Corpus,
    *,
    frames: Sequence[str] = (),
    compare: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    min_articles: int = 10,
) -> pd.DataFrame:
    """Compute the main figures of a corpus under every policy on wire copies.

    Parameters
    ----------
    corpus : Corpus
        The whole one, under the policy ``all``.
    frames : sequence of str
        Codes; none means every top-level frame.
    compare : sequence of str
        Two groups, as for `difference`.
    unit, denominator, min_articles
        As for `trends`.

    Returns
    -------
    DataFrame
        One row a figure and policy: ``figure`` (``share``, over the whole time; ``change``, the last full year minus
        the first; ``difference``, of two groups), ``code``, ``group`` ("" for all articles; "A minus B" for a
        difference),
        ``policy``, ``articles``, ``estimate``, ``low``, ``high``, ``shown``.

    Examples
    --------
    >>> import framing
    >>> found = framing.under_policies(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> found.query("group == ''").set_index("policy")["articles"].idxmin()
    'one-per-cluster'
    """
    options: dict[str, Any] = {"frames": frames, "unit": unit, "denominator": denominator, "min_articles": min_articles}
    parts = []
    for policy in POLICIES:
        kept = corpus.under(policy)
        overall = trends(kept, by="all", every="all", **options).assign(figure="share", group="")
        whole = trends(kept, by="group", every="all", **options).assign(figure="share")
        yearly = trends(kept, by="group", every="year", **options)
        found = subtract_alike(kept, whole, groups=compare, every="all", frames=frames)
        names = found["a"] + " minus " + found["b"]
        apart = found.assign(figure="difference", group=names, estimate=found["difference"])
        made = (overall, whole, _changes(yearly), apart)
        parts += [each.assign(policy=policy) for each in made]
    held = [each for each in parts if len(each)]
    return pd.concat(held, ignore_index=True)[_COLUMNS] if held else pd.DataFrame(columns=_COLUMNS)


_COLUMNS = ["figure", "code", "group", "policy", "articles", "estimate", "low", "high", "shown"]


def _changes(yearly: pd.DataFrame) -> pd.DataFrame:
    """Set each group's last full year against its first."""
    shown = yearly[~yearly["partial"].astype(bool) & yearly["shown"].astype(bool)]
    cells = shown.sort_values(["group", "code", "period"]).groupby(["group", "code"])
    several = (cells.cumcount(ascending=False) + cells.cumcount()) > 0
    first, last = (each[several[each.index]].reset_index(drop=True) for each in (cells.head(1), cells.tail(1)))
    low, high = newcombe(*(each[name].to_numpy() for each in (last, first) for name in ("estimate", "low", "high")))
    return first[["code", "group"]].assign(
        figure="change", articles=first["articles"] + last["articles"],
        estimate=last["estimate"] - first["estimate"], low=low, high=high, shown=True,
    )  # fmt: skip
