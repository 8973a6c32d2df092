"""TF-IDF: which terms set an article, a source or a period apart.

Everything here is a sum over batches of counted terms: article frequencies, lengths of rows, weights by group. So the
counts of a million articles need not stand in one place, and any cut of them gives the same digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.measures.terms import count, count_pairs, is_content
from framing.project import FramingError
from framing.text.tokens import tokens_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["Counted", "Vocabulary", "arrays_of", "collocations", "count_matrix", "count_texts", "weigh_terms"]

# Batches of counted terms: which articles they are, and a table with a row for each (`framing.measures.terms.count`).
# Read several times, so no generator. An article may stand in one batch of words and one of pairs.
Counted = Iterable[tuple[np.ndarray, pa.Table]]

# Weights are added as whole numbers of this, so that their sum does not depend on the order of adding.
_GRAIN = 1e-12


def count_texts(texts: Sequence[str], *, bigrams: bool = True) -> list[tuple[np.ndarray, pa.Table]]:
    """Count the terms of texts in memory.

    Terms are folded tokens and, within a sentence and without punctuation between, pairs of adjacent ones.

    Parameters
    ----------
    texts : sequence of str
    bigrams : bool
        Pairs of adjacent words too.

    Returns
    -------
    list of (rows, table)
        As `weigh_terms` takes them; row i is text i.
    """
    tokens, rows = tokens_of(texts), np.arange(len(texts))
    tables = [count(tokens, len(texts)), *([count_pairs(tokens, len(texts))] if bigrams else [])]
    return [(rows, table) for table in tables]


@dataclass(frozen=True)
class Batch:
    """Counted terms as arrays: an element for each article and term in it."""

    names: list[str]
    row: np.ndarray
    term: np.ndarray
    count: np.ndarray


def arrays_of(counted: Counted, chosen: np.ndarray) -> Iterator[Batch]:
    """Turn each batch into arrays, the articles that are not chosen left out."""
    for rows, table in counted:
        for piece in table.combine_chunks().unify_dictionaries().to_batches():
            listed = piece.column("term")
            lengths = np.diff(listed.offsets.to_numpy())
            flat = listed.flatten()
            row = np.repeat(rows[: len(lengths)], lengths)
            rows = rows[len(lengths) :]
            keep = chosen[row]
            yield Batch(
                flat.dictionary.to_pylist(),
                row[keep],
                flat.indices.to_numpy()[keep],
                piece.column("count").flatten().to_numpy()[keep],
            )


class Vocabulary:
    """The terms that count, in alphabetical order, and in how many articles each occurs."""

    def __init__(
        self,
        counted: Counted,
        chosen: np.ndarray,
        *,
        min_articles: int,
        stopwords: bool = False,
        drop: Sequence[str] = (),
    ) -> None:
        found: dict[str, int] = {}
        for batch in arrays_of(counted, chosen):
            often = np.bincount(batch.term, minlength=len(batch.names))
            for index in np.flatnonzero(often).tolist():
                name = batch.names[index]
                found[name] = found.get(name, 0) + int(often[index])
        dropped = set(drop)
        self.names = sorted(
            name
            for name, articles in found.items()
            if articles >= min_articles
            and (stopwords or " " in name or is_content(name))
            and dropped.isdisjoint(name.split(" "))
        )
        self.articles = np.array([found[name] for name in self.names], dtype=np.int64)
        self._ids = {name: number for number, name in enumerate(self.names)}

    def columns(self, batch: Batch) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return row, column and count of each element of a batch whose term counts."""
        column = np.array([self._ids.get(name, -1) for name in batch.names], dtype=np.int64)[batch.term]
        keep = column >= 0
        return batch.row[keep], column[keep], batch.count[keep]


def count_matrix(
    counted: Counted, articles: int, *, stopwords: bool = False
) -> tuple[csr_matrix, list[str], np.ndarray]:
    """Return counted terms as one matrix.

    Parameters
    ----------
    counted : Counted
    articles : int
        How many articles there are.
    stopwords : bool
        Keep stop words, numbers and single letters.

    Returns
    -------
    counts : sparse matrix of int64, shape (n_articles, n_terms)
    terms : list of str
        Its columns, sorted.
    articles : ndarray of int64, shape (n_terms,)
        In how many articles each term occurs.
    """
    from scipy.sparse import coo_matrix

    known = Vocabulary(counted, np.ones(articles, dtype=bool), min_articles=1, stopwords=stopwords)
    parts = [known.columns(batch) for batch in arrays_of(counted, np.ones(articles, dtype=bool))]
    row, column, often = (
        np.concatenate([part[i] for part in parts]) if parts else np.zeros(0, dtype=np.int64) for i in range(3)
    )
    shape = (articles, len(known.names))
    return coo_matrix((often.astype(np.int64), (row, column)), shape=shape).tocsr(), known.names, known.articles


def weigh_terms(
    counted: Counted,
    groups: Sequence[str | None],
    *,
    top: int = 20,
    min_articles: int = 5,
    drop: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the terms that set each group apart, by TF-IDF.

    Each article is weighed as scikit-learn's ``TfidfTransformer(sublinear_tf=True)`` does: 1 + log of the count, times
    the smoothed inverse document frequency over the articles, the row scaled to length one (L2). A group's weight of a
    term is the mean over its articles; what sets it apart is that mean minus the mean over all other articles. (TF-IDF
    with a whole group as one document fails here: with few groups every common word is in all of them, and only the
    counts are left.) Stop words, numbers and single letters are no terms.

    Parameters
    ----------
    counted : Counted
        Batches of counted terms; from `count_texts`, or from a corpus.
    groups : sequence of str or None
        The group of each article; None leaves it out.
    top : int
        Terms of each group; 0 means all.
    min_articles : int
        A term in fewer articles of the whole corpus is left out: a name in one story is no vocabulary.
    drop : sequence of str
        Folded words that are no term, for example the outlets' own names.

    Returns
    -------
    DataFrame
        One row a group and term that it uses: ``group``, ``term``, ``distinct`` (``weight`` minus ``elsewhere``),
        ``weight`` (mean TF-IDF in the group), ``elsewhere`` (mean in all other articles), ``count`` (in the group),
        ``articles`` (with the term, in the whole corpus), ``groups`` (that use it); the most distinct first.

    Examples
    --------
    >>> counted = count_texts(["spy spy orbit", "orbit moon"], bigrams=False)
    >>> rows = weigh_terms(counted, ["a", "b"], min_articles=1)
    >>> rows[["group", "term", "count"]].values.tolist()
    [['a', 'spy', 2], ['a', 'orbit', 1], ['b', 'moon', 1], ['b', 'orbit', 1]]
    """
    from scipy.sparse import coo_matrix, csr_matrix

    if top < 0 or min_articles < 1:
        raise FramingError(f"top={top} must not be negative, and min_articles={min_articles} must be at least 1.")
    columns = ["group", "term", "distinct", "weight", "elsewhere", "count", "articles", "groups"]
    labels = pd.Series(list(groups), dtype=object)
    names = sorted(labels.dropna().unique())
    group = pd.Index(names).get_indexer(labels)
    chosen = group >= 0
    known = Vocabulary(counted, chosen, min_articles=min_articles, drop=drop)
    if not known.names:
        return pd.DataFrame(columns=columns)
    size = np.bincount(group[chosen], minlength=len(names))
    inverse = np.log((1 + size.sum()) / (1 + known.articles)) + 1
    squares = np.zeros(len(group))
    for batch in arrays_of(counted, chosen):
        row, term, often = known.columns(batch)
        squares += np.bincount(row, ((1 + np.log(often)) * inverse[term]) ** 2, minlength=len(group))
    shape = (len(names), len(known.names))
    total, used = csr_matrix(shape, dtype=np.int64), csr_matrix(shape, dtype=np.int64)
    for batch in arrays_of(counted, chosen):
        row, term, often = known.columns(batch)
        weights = (1 + np.log(often)) * inverse[term] / np.sqrt(squares[row])
        whole = np.round(weights / _GRAIN).astype(np.int64)
        total += coo_matrix((whole, (group[row], term)), shape=shape).tocsr()
        used += coo_matrix((often.astype(np.int64), (group[row], term)), shape=shape).tocsr()
    everywhere = np.asarray(total.sum(axis=0)).ravel()
    in_group = used.tocoo()
    summed = np.asarray(total[in_group.row, in_group.col]).ravel()
    weight = summed * _GRAIN / size[in_group.row]
    elsewhere = (everywhere[in_group.col] - summed) * _GRAIN / np.maximum(size.sum() - size[in_group.row], 1)
    table = pd.DataFrame(
        {
            "group": np.array(names, dtype=object)[in_group.row],
            "term": np.array(known.names, dtype=object)[in_group.col],
            "distinct": np.round(weight - elsewhere, 9) + 0.0,  # no minus zero
            "weight": np.round(weight, 9),
            "elsewhere": np.round(elsewhere, 9),
            "count": in_group.data.astype(int),
            "articles": known.articles[in_group.col],
            "groups": np.bincount(in_group.col, minlength=len(known.names))[in_group.col],
        }
    )
    table = table.sort_values(["group", "distinct", "term"], ascending=[True, False, True], kind="stable")
    return (table.groupby("group").head(top) if top else table).reset_index(drop=True)[columns]


def collocations(
    counted: Counted, chosen: np.ndarray, *, top: int = 20, measure: str = "likelihood_ratio", min_count: int = 5
) -> pd.DataFrame:
    """Return the pairs of adjacent words that stand together more often than chance has it.

    nltk's association measures (`nltk.metrics.BigramAssocMeasures`) on counts of folded tokens, stop words left out.

    Parameters
    ----------
    counted : Counted
    chosen : ndarray of bool, shape (n_articles,)
        The articles that count.
    top : int
        How many pairs.
    measure : str
        ``likelihood_ratio`` (Dunning 1993), ``pmi``, ``student_t`` or ``chi_sq``.
    min_count : int
        A pair that occurs less often is left out.

    Returns
    -------
    DataFrame
        ``pair``, ``score``, ``count``; best first.

    Examples
    --------
    >>> counted = count_texts(["space race now", "space race then", "moon race"])
    >>> collocations(counted, np.ones(3, dtype=bool), min_count=2)["pair"].tolist()
    ['space race']
    """
    from nltk.metrics import BigramAssocMeasures

    known = ("likelihood_ratio", "pmi", "student_t", "chi_sq")
    if measure not in known:
        raise FramingError(f'measure="{measure}" is not known; known: {", ".join(known)}')
    total: dict[str, int] = {}
    for batch in arrays_of(counted, chosen):
        often = np.bincount(batch.term, batch.count, minlength=len(batch.names)).astype(np.int64)
        for index in np.flatnonzero(often).tolist():
            name = batch.names[index]
            if " " in name or is_content(name):
                total[name] = total.get(name, 0) + int(often[index])
    words = sum(number for term, number in total.items() if " " not in term)
    score = getattr(BigramAssocMeasures, measure)
    rows = []
    for term, number in total.items():
        if " " in term and number >= min_count:
            first, second = term.split(" ")
            rows.append((term, float(score(number, (total[first], total[second]), words)), number))
    table = pd.DataFrame(rows, columns=["pair", "score", "count"])
    return table.sort_values(["score", "pair"], ascending=[False, True], kind="stable").head(top).reset_index(drop=True)
