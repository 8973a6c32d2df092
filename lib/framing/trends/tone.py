"""Tone by frame, masked and raw, and the words that make the tone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.articles.texts import group_hash
from framing.corpus.corpus import Corpus
from framing.engine.digests import code_of, made_from
from framing.engine.shelf import Shelf
from framing.measures.tone import tone_words
from framing.trends.counted import base
from framing.trends.resample import cluster_keys, ratio_interval
from framing.trends.units import tone_columns

__all__ = ["tone_by_frame", "tone_terms"]


def tone_by_frame(
    corpus: Corpus,
    *,
    by: str = "group",
    frames: Sequence[str] = (),
    unit: str = "article",
    min_articles: int = 10,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare the tone of articles with and without each frame, masked and raw.

    Masked, the words of the codebook have no valence; raw, they have, so that a frame of dark words looks dark whatever
    is said around them. A finding that holds only raw is one about the codebook.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``group``, ``source`` or another column; ``all`` for the whole corpus.
    frames : sequence of str
    unit : str
        ``article``: the tone of the body. ``headline``: that of the headline. The frame may stand in either.
    min_articles : int
        On either side of a comparison.
    seed : int

    Returns
    -------
    DataFrame
        ``group``, ``code``, ``articles`` (with the frame and a tone), ``masked`` and ``raw`` (mean tone with the frame
        minus mean tone without it), each with ``_low`` and ``_high`` (Poisson bootstrap on clusters), ``shown``.

    Examples
    --------
    >>> import framing
    >>> table = framing.tone_by_frame(framing.simulate(articles=300, seed=1), by="all", frames=["threat"])
    >>> bool((table["masked"] > table["raw"]).all())
    True
    """
    entries = corpus.codebook.select(frames)
    chosen = base(corpus, by, "all", "topic", dated=False)
    columns = tone_columns(unit)
    chosen = chosen[corpus.features[columns[0]].notna().to_numpy()[chosen["row"]]]
    groups = sorted(set(chosen["group"]))
    part = corpus.features.iloc[chosen["row"]]
    where = pd.Index(groups).get_indexer(chosen["group"]) if groups else np.zeros(0, dtype=int)
    keys = cluster_keys(chosen["cluster_id"])
    hits = np.stack([(part[entry.column] > 0).to_numpy() for entry in entries], axis=1)
    found = {
        name: _gap(np.rint(part[column].to_numpy() * 1_000_000).astype(np.int64), hits, where, len(groups), keys, seed)
        for name, column in zip(("masked", "raw"), columns, strict=True)
    }
    tables = []
    for place, entry in enumerate(entries):
        hit = hits[:, place]
        table = pd.DataFrame({"group": groups, "code": entry.code})
        table["articles"] = np.bincount(where[hit], minlength=len(groups))
        without = np.bincount(where[~hit], minlength=len(groups))
        for name, (estimate, low, high) in found.items():
            table[name], table[f"{name}_low"], table[f"{name}_high"] = estimate[:, place], low[:, place], high[:, place]
        table["shown"] = (table["articles"] >= min_articles) & (without >= min_articles)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _gap(
    micro: np.ndarray, hits: np.ndarray, where: np.ndarray, groups: int, keys: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Differences of two means, with and without; their intervals from those of both (Newcombe's rule of squares)."""
    sides = []
    for side in (hits.astype(np.int64), (~hits).astype(np.int64)):
        tops = micro[:, None] * side
        total, counts = (
            np.stack([np.bincount(where, column, minlength=groups) for column in each.T], axis=1)
            for each in (tops, side)
        )
        mean = np.divide(total, counts, out=np.full(counts.shape, np.nan), where=counts > 0)
        low, high = ratio_interval(tops, side, where, groups, keys, seed=seed)
        sides.append((mean / 1e6, low / 1e6, high / 1e6))
    (a, a_low, a_high), (b, b_low, b_high) = sides
    low = a - b - np.hypot(a - a_low, b_high - b)
    high = a - b + np.hypot(a_high - a, b - b_low)
    return a - b, low, high


def tone_terms(corpus: Corpus, *, top: int = 15, unit: str = "article", masked: bool = True) -> pd.DataFrame:
    """Return the words that make the tone of the articles on topic; see `framing.measures.tone.tone_words`.

    Parameters
    ----------
    corpus : Corpus
    top : int
        Words on either side.
    unit : str
        ``article``: words of the bodies. ``headline``: words of the headlines.
    masked : bool
        Leave out words inside a codebook match, as ``tone`` does.

    Returns
    -------
    DataFrame
        ``term``, ``valence``, ``count``, ``contribution``.

    Examples
    --------
    >>> import framing
    >>> words = framing.tone_terms(framing.simulate(articles=120, seed=1), top=3)
    >>> len(words)
    6
    """
    tone_columns(unit)
    part = "headline" if unit == "headline" else "body"
    chosen = base(corpus, "all", "all", "topic", dated=False)["row"].to_numpy()
    spans = None
    if masked:
        found = corpus.mentions[corpus.mentions["part"] == part]
        rows = pd.Index(corpus.table["article_id"].iloc[chosen]).get_indexer(found["article_id"])
        kept = rows >= 0
        spans = (rows[kept], found["start"].to_numpy()[kept], found["end"].to_numpy()[kept])

    def listed() -> pd.DataFrame:
        headlines, bodies = corpus.texts.read(chosen)
        return tone_words(headlines if part == "headline" else bodies, top=top, masked=spans)

    # The words are read again in every text.
    said = group_hash(corpus.texts.keys.take(pa.array(chosen)).to_pylist())
    made = (said, part, spans, top, code_of("framing.text", "framing.measures"))
    return Shelf.of("tone").table(made_from(*made, packages=("numpy", "vaderSentiment")), listed)
