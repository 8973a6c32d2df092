"""Distinctive words: the terms that set sources and periods apart, and the pairs that stand together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.corpus.corpus import Corpus
from framing.measures import tfidf as terms
from framing.project import FramingError, nearest
from framing.trends.counted import base

__all__ = ["CountedTerms", "outlet_words", "tfidf", "word_pairs"]


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

    Mean TF-IDF of a term in the articles of one minus its mean in all others (scikit-learn's `TfidfTransformer` on
    articles: sublinear counts, smoothed idf, rows of length one). Stop words, numbers and the outlets' own names are
    no terms.

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
        ``group`` (an article_id when ``by="article"``), ``period``, ``term``, ``distinct`` (``weight`` minus
        ``elsewhere``), ``weight`` (mean TF-IDF there, 0 to 1), ``elsewhere`` (mean in all others), ``count``,
        ``articles`` (with the term, in the corpus), ``groups`` (that use it); the most distinct first.

    Examples
    --------
    >>> import framing
    >>> table = framing.tfidf(framing.simulate(articles=120, seed=1), by="group", top=3)
    >>> table.groupby("group").size().unique().tolist()
    [3]
    """
    column = "article_id" if by == "article" else by
    if column not in corpus.table.columns:
        raise FramingError(f'by="{by}" is no column of the articles{nearest(by, corpus.table.columns)}')
    chosen = base(corpus, column, every, denominator, dated=every != "all")
    labels = np.full(len(corpus), None, dtype=object)
    labels[chosen["row"].to_numpy()] = (chosen["group"] + "\x1f" + chosen["period"].astype(str)).to_numpy()
    counted = CountedTerms(corpus, bigrams=bigrams)
    table = terms.weigh_terms(counted, labels.tolist(), top=top, min_articles=min_articles, drop=outlet_words(corpus))
    parts = table["group"].str.split("\x1f", expand=True).reindex(columns=[0, 1])
    table["group"] = parts[0]
    table.insert(1, "period", parts[1])
    return table


def word_pairs(corpus: Corpus, *, top: int = 20, measure: str = "likelihood_ratio", min_count: int = 5) -> pd.DataFrame:
    """Return the pairs of words that stand together more often than chance has it; see `collocations`.

    Under the policy ``all`` a phrase in a wire story printed forty times is counted forty times; hand over
    ``corpus.under("one-per-cluster")`` to count what was written.

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

    Examples
    --------
    >>> import framing
    >>> pairs = framing.word_pairs(framing.simulate(articles=300, seed=1), top=40)
    >>> "space race" in set(pairs["pair"])
    True
    """
    chosen = corpus.features["on_topic"].to_numpy()
    counted = CountedTerms(corpus, bigrams=True)
    return terms.collocations(counted, chosen, top=top, measure=measure, min_count=min_count)


def outlet_words(corpus: Corpus) -> list[str]:
    """Return the folded words of the outlets' own names, which set an outlet apart and say nothing."""
    names = corpus.table["source"].unique()
    return sorted({word for name in names for word in name.casefold().replace("-", " ").split()})


class CountedTerms:
    """The counted terms of a corpus, read batch by batch as often as they are asked for."""

    def __init__(self, corpus: Corpus, *, bigrams: bool) -> None:
        self._corpus, self._parts = corpus, ("terms", "pairs") if bigrams else ("terms",)

    def __iter__(self) -> Iterator[tuple[np.ndarray, pa.Table]]:
        for part in self._parts:
            yield from self._corpus.instruments.each(self._corpus.texts, part)
