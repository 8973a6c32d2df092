"""Cells: one group, one period, one measure, with an interval and the reason when it is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.trends.counted import DENOMINATORS, base, check_by, check_name
from framing.trends.estimates import ratio_cells, share_cells
from framing.trends.periods import check_every, extent, is_partial, span
from framing.trends.resample import cluster_keys
from framing.trends.weighed import MEASURES, weigh

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["CELLS", "MINIMUM", "STORIES", "trends"]

CELLS = [
    "group", "period", "measure", "code", "unit", "policy", "denominator", "articles", "clusters", "hits",
    "estimate", "raw", "low", "high", "partial", "shown", "reason",
]  # fmt: skip
# With ten articles a share of one half has an interval from 24 to 76 %: fewer say nothing a line should be drawn from.
MINIMUM = 10
# The 95 % interval of the mean of four stories, each printed by several outlets, covers some 80 % in simulations.
STORIES = 5


def trends(
    corpus: Corpus,
    *,
    by: str = "source",
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
    """Measure how frames, or tone, move over time.

    Articles without a date, with a date too coarse for the period, or without an outlet (when ``by="source"``) are
    left out; `left_out` counts them. Copies of one text count as articles, but widen the interval.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``source``, ``group``, ``country``, ``ownership`` or any column of ``articles``; ``all`` for one line.
    every : str
        ``month``, ``quarter``, ``year``; ``all`` for the whole time.
    measure : str
        ``share``: articles with the frame over articles, Wilson interval on the effective number of articles.
        ``rate``: mentions per 1,000 words. ``salience``: mentions over those of all top-level frames.
        ``tone``: mean tone, of all articles (code "") and of those with each frame. All but shares: Poisson bootstrap
        on clusters, 1,000 replicates, for the cells that are shown.
    frames : sequence of str
        Codes of frames; none means every top-level frame.
    unit : str
        ``article``, ``headline`` or ``lead``: where a frame must stand to count (share and rate).
    denominator : str
        ``topic``: articles on the codebook's topic and in its language. ``all``: every article.
    min_articles : int
        Cells with fewer articles are not shown; never decided on the outcome.
    min_clusters : int
        Nor are cells with fewer stories (clusters of copies); at most `min_articles`.
    policy : str
        Which copies of a wire story count: ``all``, ``one-per-cluster`` or ``one-per-source``, see `Corpus.under`; ""
        means what the corpus is under.
    seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        One row a cell; see `CELLS`. ``estimate``, ``low``, ``high``: shares 0 to 1, rates per 1,000 words,
        tone -1 to 1.
        Every group has a row for every period between the first and the last of the corpus: gaps are rows.

    Raises
    ------
    FramingError
        For a name that is not known.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=300, seed=1)
    >>> cells = framing.trends(corpus, by="group", every="year", frames=["espionage"])
    >>> bool(cells["estimate"].between(cells["low"], cells["high"]).all())
    True
    """
    check_every(every)
    check_by(corpus, by)
    check_name("measure", measure, MEASURES)
    check_name("denominator", denominator, DENOMINATORS)
    corpus = corpus.under(policy) if policy else corpus
    entries = corpus.codebook.select(frames)
    counted = base(corpus, by, every, denominator)
    made = weigh(corpus, counted["row"].to_numpy(), entries, measure=measure, unit=unit)
    periods = span(counted["period"], every)
    groups = sorted(counted["group"].unique())
    size = len(groups) * len(periods)
    if not size or not made.codes:
        return pd.DataFrame(columns=CELLS)
    cell = pd.Index(groups).get_indexer(counted["group"]) * len(periods) + pd.Index(periods).get_indexer(
        counted["period"]
    )
    cluster = counted["cluster_id"].to_numpy()
    why = partial(_reasons, least=min_articles, stories=min(min_clusters, min_articles))
    if measure == "share":
        found = share_cells(made.hits, cell, size, cluster)
    else:
        found = ratio_cells(
            made.tops, made.bottoms, made.chosen, made.hits, cell, size, cluster, cluster_keys(cluster),
            seed=seed, rare=measure != "tone", bounded=measure == "salience",
            enough=lambda counts: why(counts["articles"], counts["clusters"]) == "",
        )  # fmt: skip
    first, last = extent(corpus.table["published_local"], corpus.table["published_precision"], every)
    cells: dict[str, Any] = {name: np.concatenate([each[name] for each in found]) for name in found[0]}
    cells |= {name: cells[name] / made.scale for name in ("raw", "low", "high")}
    reason = why(cells["articles"], cells["clusters"])
    cells |= {
        "group": np.tile(np.repeat(np.array(groups, dtype=object), len(periods)), len(found)),
        "period": np.tile(np.array(periods, dtype=object), len(found) * len(groups)),
        "code": np.repeat(np.array(made.codes, dtype=object), size),
        "measure": measure, "unit": unit, "policy": corpus.policy, "denominator": denominator,
        "estimate": cells["raw"], "reason": reason, "shown": (reason == "") & ~np.isnan(cells["raw"]),
        "partial": np.tile([is_partial(each, first, last) for each in periods], len(found) * len(groups)),
    }  # fmt: skip
    return pd.DataFrame({name: cells[name] for name in CELLS})


def _reasons(articles: np.ndarray, clusters: np.ndarray, *, least: int, stories: int) -> np.ndarray:
    """Say why a cell is not shown; "" where it is."""
    few, same = articles < least, clusters < stories
    said = [articles == 0, few, same]
    return np.select(said, ["no articles", f"fewer than {least} articles", f"fewer than {stories} stories"], "")
