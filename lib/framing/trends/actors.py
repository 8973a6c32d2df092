"""Who is named in the articles that use a frame."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.trends.counted import base

__all__ = ["actors_named"]


def actors_named(corpus: Corpus, *, frames: Sequence[str] = (), by: str = "group") -> pd.DataFrame:
    """Return how many of the articles with each frame name each actor, in per cent.

    Parameters
    ----------
    corpus : Corpus
    frames : sequence of str
    by : str
        ``group``, ``source`` or another column of ``articles``.

    Returns
    -------
    DataFrame
        ``frame`` (label), ``group``, ``articles`` (with the frame, on topic), and a column for each actor, 0 to 100.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=240, seed=1)
    >>> framing.actors_named(corpus, frames=["space_race"]).columns[:4].tolist()
    ['frame', 'group', 'articles', 'China']
    """
    chosen = base(corpus, by, "all", "topic", dated=False)
    part = corpus.features.iloc[chosen["row"]].reset_index(drop=True)
    columns = {entry.column: entry.label for entry in corpus.codebook.actors.values()}
    tables = []
    for entry in corpus.codebook.select(frames):
        hit = (part[entry.column] > 0).to_numpy()
        named = part.loc[hit, list(columns)].gt(0).assign(group=chosen["group"].to_numpy()[hit]).groupby("group")
        table = named.mean().mul(100).rename(columns=columns)
        table.insert(0, "articles", named.size())
        tables.append(table.reset_index().assign(frame=entry.label))
    found = pd.concat(tables, ignore_index=True)
    return found[["frame", "group", "articles", *columns.values()]]
