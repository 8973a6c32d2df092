"""The passages behind keyness: where a group's words stand in its articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from framing.articles.texts import Texts
from framing.corpus.corpus import Corpus
from framing.corpus.passages import PASSAGE_WORDS, kwic
from framing.measures.tfidf import arrays_of
from framing.project import FramingError, nearest
from framing.trends.keyness import articles_compared, check_groups
from framing.trends.words import CountedTerms

__all__ = ["keyness_passages"]

_PASSAGES = [
    "group", "term", "article_id", "source", "published_local", "headline", "url", "part", "start", "end", "left",
    "match", "right",
]  # fmt: skip


def keyness_passages(
    corpus: Corpus,
    table: pd.DataFrame,
    *,
    number: int = 2,
    words: int = PASSAGE_WORDS,
    by: str = "group",
    frames: Sequence[str] = (),
    denominator: str = "topic",
) -> pd.DataFrame:
    """List passages with each word of a table of `keyness`: the evidence for it.

    Of a group's stories with the word, so many are taken, spaced evenly over time; of each its first article in the
    group, and the first place in it.

    Parameters
    ----------
    corpus : Corpus
    table : DataFrame
        From `keyness`, or any part of it: ``group`` and ``term`` are read.
    number : int
        Passages of each row at most; 0 means one of every story.
    words : int
        Words on either side.
    by, frames, denominator
        What the table was made with.

    Returns
    -------
    DataFrame
        As of `framing.kwic`, with the ``group`` and ``term`` of the row in front; rows in the order of the table, then
        by date. `framing.show_passages` shows it.

    Raises
    ------
    FramingError
        For a group that the corpus does not have.

    Examples
    --------
    >>> import framing
    >>> from framing.trends.keyness import keyness
    >>> from framing.trends.keyness_passages import keyness_passages
    >>> corpus = framing.simulate(articles=300, seed=1)
    >>> table = keyness(corpus, groups=["China", "United States"], top=1, permutations=200)
    >>> passages = keyness_passages(corpus, table, number=1)
    >>> passages["match"].str.lower().tolist() == table["term"].tolist()
    True
    """
    for name in ("group", "term"):
        if name not in table.columns:
            raise FramingError(f'The table has no column "{name}"{nearest(name, table.columns)}')
    if number < 0 or words < 0:
        raise FramingError(f"number={number} and words={words} must not be negative.")
    chosen = articles_compared(corpus, by, frames, denominator)
    names = list(dict.fromkeys(table["group"]))
    check_groups(names, chosen["group"])
    chosen = chosen[chosen["group"].isin(names)]
    chosen = chosen.assign(
        date=corpus.table["published_local"].to_numpy()[chosen["row"]],
        article_id=corpus.table["article_id"].to_numpy()[chosen["row"]],
    ).sort_values(["date", "article_id"], kind="stable")
    having = _having(corpus, set(table["term"]))
    rows_of = []
    for group, term in zip(table["group"], table["term"], strict=True):
        these = chosen[(chosen["group"] == group) & chosen["row"].isin(having[term])].drop_duplicates("cluster_id")
        rows = these["row"].to_numpy()
        if 0 < number < len(rows):
            rows = rows[np.linspace(0, len(rows) - 1, number).round().astype(int)]
        rows_of.append(rows)
    every = np.unique(np.concatenate([np.zeros(0, int), *rows_of]))
    headlines, bodies = corpus.texts.read(every)  # once: a file gives its articles by the thousand
    read = Texts.hold(pd.DataFrame({"headline": headlines, "body": bodies}, dtype=object))
    found = []
    for group, term, rows in zip(table["group"], table["term"], rows_of, strict=True):
        texts = read.take(np.searchsorted(every, rows))
        part = replace(corpus, table=corpus.table.iloc[rows].reset_index(drop=True), texts=texts)
        places = kwic(part, term, words=words).drop_duplicates("article_id")
        found.append(places.assign(group=group, term=term))
    return pd.concat(found, ignore_index=True)[_PASSAGES] if found else pd.DataFrame(columns=_PASSAGES)


def _having(corpus: Corpus, terms: set[str]) -> dict[str, np.ndarray]:
    """Return the articles that have each term."""
    found: dict[str, list[np.ndarray]] = {term: [] for term in terms}
    counted = CountedTerms(corpus, bigrams=any(" " in term for term in terms))
    for batch in arrays_of(counted, np.ones(len(corpus), dtype=bool)):
        for place, name in enumerate(batch.names):
            if name in terms:
                found[name].append(batch.row[batch.term == place])
    return {term: np.concatenate(rows or [np.zeros(0, int)]) for term, rows in found.items()}
