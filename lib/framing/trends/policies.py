"""The main figures under each policy on wire copies: whether the answer hangs on what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.policies import POLICIES
from framing.trends.cells import trends
from framing.trends.compare import difference
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
        made = (overall, whole, _changes(yearly), _differences(kept, compare, options))
        parts += [each.assign(policy=policy) for each in made]
    held = [each for each in parts if len(each)]
    return pd.concat(held, ignore_index=True)[_COLUMNS] if held else pd.DataFrame(columns=_COLUMNS)


_COLUMNS = ["figure", "code", "group", "policy", "articles", "estimate", "low", "high", "shown"]


def _changes(yearly: pd.DataFrame) -> pd.DataFrame:
    """Set each group's last full year against its first."""
    rows = []
    full = yearly[~yearly["partial"].astype(bool)] if len(yearly) else yearly
    for (group, code), cells in full.groupby(["group", "code"]):
        shown = cells[cells["shown"]].sort_values("period")
        if len(shown) < 2:
            continue
        first, last = shown.iloc[0], shown.iloc[-1]
        low, high = newcombe(*(np.array([row[name]]) for row in (last, first) for name in ("estimate", "low", "high")))
        number = int(first["articles"] + last["articles"])
        rows.append(("change", code, group, number, last["estimate"] - first["estimate"], low[0], high[0], True))
    return pd.DataFrame(rows, columns=[each for each in _COLUMNS if each != "policy"])


def _differences(corpus: Corpus, compare: Sequence[str], options: dict[str, Any]) -> pd.DataFrame:
    found = difference(corpus, groups=compare, every="all", **options)
    return found.assign(figure="difference", group=found["a"] + " minus " + found["b"], estimate=found["difference"])
