"""Verbs on a corpus: what it mentions, its features, its distinctive terms, and the words that make its tone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.measures import tfidf as terms
from framing.measures.tone import tone_words
from framing.project import FramingError, nearest
from framing.trends.cells import base
from framing.trends.resample import cluster_keys, ratio_interval

__all__ = ["features", "mentions", "tfidf", "tone_by_frame", "tone_terms", "word_pairs"]


def mentions(corpus: Corpus) -> pd.DataFrame:
    """Return every mention of a frame or an actor, one row each.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``article_id``, ``part`` (headline or body), ``sentence`` (from 0, in that part), ``start``, ``end`` (character
        offsets into that part as given), ``kind`` (frame or actor), ``code``, ``term`` (the codebook line), ``text``
        (what stood there). A mention of a nested frame stands again under its parent.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> row = framing.mentions(corpus).query("part == 'body'").iloc[0]
    >>> body = corpus.articles.set_index("article_id")["body"][row["article_id"]]
    >>> body[row["start"]:row["end"]] == row["text"]
    True
    """
    return corpus.mentions


def features(corpus: Corpus) -> pd.DataFrame:
    """Return the features of each article, one row each, in the corpus's order.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``article_id``, ``source``, ``published``, ``words`` and ``sentences`` (of headline and body),
        ``headline_words``, ``lead_end`` (where the first 50 words of the body end), ``on_topic``, ``tone`` (mean over
        the body's sentences, codebook matches masked; missing without a body), ``tone_raw`` (unmasked),
        ``tone_headline`` (masked), and a count of mentions for each ``frame_<code>`` and ``actor_<code>``.

    Examples
    --------
    >>> import framing
    >>> table = framing.features(framing.simulate(articles=60, seed=1))
    >>> bool((table["frame_espionage"] >= table["frame_espionage__cyber"]).all())
    True
    """
    return corpus.features


def tfidf(
    corpus: Corpus,
    *,
    by: str = "source",
    every: str = "all",
    top: int = 15,
    bigrams: bool = True,
    min_articles: int = 5,
    denominator: str = "topic",
) -> pd.DataFrame:
    """Return the terms that set articles, sources, groups or periods apart.

    TF-IDF with sublinear counts, smoothed idf over the groups and rows of length one (scikit-learn's
    `TfidfTransformer`). Stop words, numbers and the outlets' own names are no terms.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``article``, ``source``, ``group`` or another column of ``articles``.
    every : str
        ``all``, or month, quarter or year for a row of weights for each source and period.
    top : int
        Terms of each; 0 means all.
    bigrams : bool
        Pairs of adjacent words too.
    min_articles : int
        A term in fewer articles of the corpus is left out.
    denominator : str
        ``topic`` or ``all``: which articles count.

    Returns
    -------
    DataFrame
        ``group`` (an article_id when ``by="article"``), ``period``, ``term``, ``weight`` (0 to 1), ``count``,
        ``articles`` (with the term, in the corpus), ``groups`` (that use it); heaviest first.

    Examples
    --------
    >>> import framing
    >>> table = framing.tfidf(framing.simulate(articles=120, seed=1), by="group", top=3)
    >>> table.groupby("group").size().unique().tolist()
    [3]
    """
    if by == "article":
        rows = np.arange(len(corpus))
        if denominator == "topic":
            rows = rows[corpus.features["on_topic"].to_numpy()]
        chosen = pd.DataFrame({"row": rows, "group": corpus.articles["article_id"].to_numpy()[rows], "period": "all"})
    else:
        if by not in corpus.articles.columns:
            raise FramingError(f'by="{by}" is no column of the articles{nearest(by, corpus.articles.columns)}')
        chosen = base(corpus, by, every, denominator, dated=every != "all")
    texts = _texts(corpus, chosen["row"].to_numpy())
    labels = (chosen["group"] + "\x1f" + chosen["period"].astype(str)).tolist()
    names = {word for name in corpus.articles["source"].unique() for word in name.casefold().replace("-", " ").split()}
    table = terms.weigh_terms(texts, labels, top=top, bigrams=bigrams, min_articles=min_articles, drop=sorted(names))
    parts = table["group"].str.split("\x1f", expand=True).reindex(columns=[0, 1])
    table["group"] = parts[0]
    table.insert(1, "period", parts[1])
    return table


def word_pairs(corpus: Corpus, *, top: int = 20, measure: str = "likelihood_ratio", min_count: int = 5) -> pd.DataFrame:
    """Return the pairs of words that stand together more often than chance has it; see `collocations`.

    Copies of one text are counted once: a phrase in a wire story printed forty times is one phrase.

    Parameters
    ----------
    corpus : Corpus
    top : int
    measure : str
        ``likelihood_ratio``, ``pmi``, ``student_t`` or ``chi_sq`` of nltk.
    min_count : int

    Returns
    -------
    DataFrame
        ``pair``, ``score``, ``count``.
    """
    rows = np.flatnonzero(corpus.features["on_topic"].to_numpy() & (corpus.clusters["role"] == "original").to_numpy())
    return terms.collocations(_texts(corpus, rows), top=top, measure=measure, min_count=min_count)


def tone_by_frame(
    corpus: Corpus, *, by: str = "group", frames: Sequence[str] = (), min_articles: int = 10, seed: int = 1
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
    min_articles : int
        On either side of a comparison.
    seed : int

    Returns
    -------
    DataFrame
        ``group``, ``code``, ``articles`` (with the frame and a body), ``masked`` and ``raw`` (mean tone with the frame
        minus mean tone without it), each with ``_low`` and ``_high`` (Poisson bootstrap on clusters), ``shown``.
    """
    entries = corpus.codebook.select(frames)
    chosen = base(corpus, by, "all", "topic", dated=False)
    chosen = chosen[corpus.features["tone"].notna().to_numpy()[chosen["row"]]]
    groups = sorted(set(chosen["group"]))
    part = corpus.features.iloc[chosen["row"]]
    where = pd.Index(groups).get_indexer(chosen["group"]) if groups else np.zeros(0, dtype=int)
    keys = cluster_keys(chosen["cluster_id"])
    tables = []
    for entry in entries:
        hit = (part[entry.column] > 0).to_numpy()
        table = pd.DataFrame({"group": groups, "code": entry.code})
        table["articles"] = np.bincount(where[hit], minlength=len(groups))
        table["without"] = np.bincount(where[~hit], minlength=len(groups))
        for name, column in (("masked", "tone"), ("raw", "tone_raw")):
            micro = np.rint(part[column].to_numpy() * 1_000_000).astype(np.int64)
            estimate, low, high = _gap(micro, hit, where, len(groups), keys, seed)
            table[name], table[f"{name}_low"], table[f"{name}_high"] = estimate, low, high
        table["shown"] = (table["articles"] >= min_articles) & (table["without"] >= min_articles)
        tables.append(table.drop(columns="without"))
    return pd.concat(tables, ignore_index=True)


def _gap(
    micro: np.ndarray, hit: np.ndarray, where: np.ndarray, groups: int, keys: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Difference of two means, with and without; its interval from those of both (Newcombe's rule of squares)."""
    sides = []
    for side in (hit, ~hit):
        counts = np.bincount(where[side], minlength=groups)
        total = np.bincount(where[side], micro[side], minlength=groups)
        mean = np.divide(total, counts, out=np.full(groups, np.nan), where=counts > 0)
        ones = np.ones(int(side.sum()), dtype=np.int64)
        low, high = ratio_interval(micro[side], ones, where[side], groups, keys[side], seed=seed)
        sides.append((mean / 1e6, low / 1e6, high / 1e6))
    (a, a_low, a_high), (b, b_low, b_high) = sides
    low = a - b - np.hypot(a - a_low, b_high - b)
    high = a - b + np.hypot(a_high - a, b - b_low)
    return a - b, low, high


def tone_terms(corpus: Corpus, *, top: int = 15, masked: bool = True) -> pd.DataFrame:
    """Return the words that make the tone of a corpus; see `framing.measures.tone.tone_words`.

    Parameters
    ----------
    corpus : Corpus
    top : int
        Words on either side.
    masked : bool
        Leave out words inside a codebook match, as ``tone`` does.

    Returns
    -------
    DataFrame
        ``term``, ``valence``, ``count``, ``contribution``.
    """
    bodies = corpus.articles["body"].fillna("").tolist()
    if not masked:
        return tone_words(bodies, top=top)
    found = corpus.mentions[corpus.mentions["part"] == "body"]
    rows = pd.Index(corpus.articles["article_id"]).get_indexer(found["article_id"])
    return tone_words(bodies, top=top, masked=(rows, found["start"].to_numpy(), found["end"].to_numpy()))


def _texts(corpus: Corpus, rows: np.ndarray) -> list[str]:
    part = corpus.articles.iloc[rows]
    return (part["headline"].fillna("") + "\n\n" + part["body"].fillna("")).tolist()
