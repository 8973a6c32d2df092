"""Together in one article: which frames meet more often than their shares predict."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.trends.counted import DENOMINATORS, base, check_name
from framing.trends.resample import cluster_keys, replicated_sums
from framing.trends.units import counts_in

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["lift"]

# Of fewer expected meetings than this the number found is a matter of chance, and its logarithm has no distribution.
_EXPECTED = 5


def lift(
    corpus: Corpus,
    *,
    by: str = "group",
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    policy: str = "",
    seed: int = 1,
) -> pd.DataFrame:
    """Say which frames occur in the same article more than their shares predict.

    Lift is the share of articles with both frames over the product of the two shares: 1 when one says nothing of the
    other, 2 when they meet twice as often as that. A long article has room for more frames, so lifts above 1 are
    common; compare them with each other.

    Parameters
    ----------
    corpus : Corpus
    by, frames, unit, denominator, policy, seed
        As for `framing.trends`, over the whole time; articles without a date count too.

    Returns
    -------
    DataFrame
        One row a group and pair of frames: ``group``, ``code_a``, ``code_b``, ``articles``, ``both`` (articles with
        both), ``expected`` (the number that the shares predict), ``lift``, ``low``, ``high`` (Poisson bootstrap on
        clusters, 95 %), ``shown`` (at least five are expected: that depends on the shares, not on the meetings).

    Examples
    --------
    >>> import framing
    >>> found = framing.lift(framing.simulate(articles=600, seed=1), frames=["threat", "militarisation"])
    >>> found["group"].tolist()
    ['China', 'Europe', 'India', 'United States']
    """
    check_name("denominator", denominator, DENOMINATORS)
    corpus = corpus.under(policy) if policy else corpus
    entries = corpus.codebook.select(frames)
    counted = base(corpus, by, "all", denominator, dated=False)
    rows = counted["row"].to_numpy()
    mentions = corpus.mentions if unit != "article" else pd.DataFrame()
    counts = [counts_in(unit, corpus.features, mentions, entry.column)[rows] > 0 for entry in entries]
    pairs = list(combinations(range(len(entries)), 2))
    groups = sorted(counted["group"].unique())
    columns = ["group", "code_a", "code_b", "articles", "both", "expected", "lift", "low", "high", "shown"]
    if not groups or not pairs:
        return pd.DataFrame(columns=columns)
    where = pd.Index(groups).get_indexer(counted["group"])
    every = np.ones(len(rows), dtype=bool)
    values = np.stack([every, *counts, *(counts[a] & counts[b] for a, b in pairs)], axis=1).astype(np.int64)
    sums = np.stack([np.bincount(where, column, minlength=len(groups)) for column in values.T], axis=1)[..., None]
    point = _lifts(sums, pairs)
    low, high = np.full(point.shape[:2], np.nan), np.full(point.shape[:2], np.nan)
    for these, drawn in replicated_sums(values, where, len(groups), cluster_keys(counted["cluster_id"]), seed=seed):
        found = _lifts(drawn, pairs)
        found = np.where(np.isnan(found), point[these], found)
        low[these], high[these] = np.percentile(found, [2.5, 97.5], axis=-1)
    table = [
        (
            groups[group], entries[a].code, entries[b].code, int(sums[group, 0, 0]),
            int(sums[group, 1 + len(entries) + place, 0]), float(expected), float(point[group, place, 0]),
            float(low[group, place]), float(high[group, place]), bool(expected >= _EXPECTED),
        )
        for group in range(len(groups))
        for place, (a, b) in enumerate(pairs)
        for expected in [sums[group, 1 + a, 0] * sums[group, 1 + b, 0] / max(sums[group, 0, 0], 1)]
    ]  # fmt: skip
    return pd.DataFrame(table, columns=columns)


def _lifts(sums: np.ndarray, pairs: list[tuple[int, int]]) -> np.ndarray:
    """Return lifts (groups × pairs × replicates) from counts of articles, of each frame, and of each pair."""
    number = sums[:, 0]
    first = sums.shape[1] - len(pairs)
    made = []
    for place, (a, b) in enumerate(pairs):
        product = sums[:, 1 + a] * sums[:, 1 + b]
        with np.errstate(divide="ignore", invalid="ignore"):
            made.append(np.where(product > 0, sums[:, first + place] * number / product, np.nan))
    return np.stack(made, axis=1)
