"""TF-IDF: which terms set an article, a source or a period apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.text.stopwords import STOPWORDS
from framing.text.tokens import fold, tokens_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["collocations", "count_terms", "weigh_terms"]


def count_terms(
    texts: Sequence[str], groups: Sequence[str], *, bigrams: bool = True, stopwords: bool = False
) -> tuple[csr_matrix, list[str], list[str], np.ndarray]:
    """Count the terms of texts by group.

    Terms are folded tokens and, within a sentence and without punctuation between, pairs of adjacent ones. A stop word,
    or a token of digits only, is no term and part of none.

    Parameters
    ----------
    texts : sequence of str
    groups : sequence of str
        The group of each text; a text's own id makes every text a group.
    bigrams : bool
    stopwords : bool
        Keep stop words and numbers.

    Returns
    -------
    counts : sparse matrix of int64, shape (n_groups, n_terms)
    groups, terms : list of str
        Sorted rows and columns.
    articles : ndarray of int64, shape (n_terms,)
        In how many texts each term occurs.
    """
    from scipy.sparse import coo_matrix

    tokens = tokens_of(texts)
    forms = [fold(each) for each in tokens.forms]
    distinct = sorted(set(forms))
    number = {form: index for index, form in enumerate(distinct)}
    of_form = np.array([number[form] for form in forms], dtype=np.int64)
    counted = np.array(
        [stopwords or not (each in STOPWORDS or each.isdigit() or len(each) < 2) for each in distinct], dtype=bool
    )
    word = of_form[tokens.form] if len(tokens) else np.zeros(0, dtype=np.int64)
    keep = counted[word] if len(distinct) else np.zeros(0, dtype=bool)
    text, term = tokens.text[keep].astype(np.int64), word[keep]
    names = list(distinct)
    if bigrams and len(word) > 1:
        pair = np.flatnonzero(keep[:-1] & keep[1:] & ~tokens.parted[1:])
        keys, inverse = np.unique(word[pair] * len(distinct) + word[pair + 1], return_inverse=True)
        names += [f"{distinct[key // len(distinct)]} {distinct[key % len(distinct)]}" for key in keys.tolist()]
        text = np.concatenate([text, tokens.text[pair].astype(np.int64)])
        term = np.concatenate([term, inverse + len(distinct)])
    rows = sorted(set(groups))
    row_of = {name: index for index, name in enumerate(rows)}
    row = np.array([row_of[each] for each in groups], dtype=np.int64)
    order = np.argsort(np.array(names, dtype=object), kind="stable")
    rank = np.empty(len(names), dtype=np.int64)
    rank[order] = np.arange(len(names))
    shape = (len(rows), len(names))
    counts = coo_matrix((np.ones(len(term), dtype=np.int64), (row[text], rank[term])), shape=shape).tocsr()
    pairs = np.unique(text * len(names) + rank[term]) if len(names) else np.zeros(0, dtype=np.int64)
    articles = np.bincount(pairs % max(len(names), 1), minlength=len(names))
    used = np.flatnonzero(articles)
    ordered = [names[index] for index in order.tolist()]
    return counts[:, used], rows, [ordered[index] for index in used.tolist()], articles[used]


def weigh_terms(
    texts: Sequence[str],
    groups: Sequence[str],
    *,
    top: int = 20,
    bigrams: bool = True,
    min_articles: int = 5,
    drop: Sequence[str] = (),
) -> pd.DataFrame:
    """Return the terms that set each group apart, by TF-IDF.

    Each text is weighed by scikit-learn's `TfidfTransformer`: 1 + log of the count, times the smoothed inverse document
    frequency over the texts, the row scaled to length one (L2). A group's weight of a term is the mean over its texts;
    what sets it apart is that mean minus the mean over all other texts. (TF-IDF with a whole group as one document
    fails here: with few groups every common word is in all of them, and only the counts are left.)

    Parameters
    ----------
    texts, groups : sequence of str
        As for `count_terms`.
    top : int
        Terms of each group; 0 means all.
    bigrams : bool
    min_articles : int
        A term in fewer articles of the whole corpus is left out: a name in one story is no vocabulary.
    drop : sequence of str
        Folded words that are no term, for example the outlets' own names.

    Returns
    -------
    DataFrame
        One row a group and term that it uses: ``group``, ``term``, ``distinct`` (``weight`` minus ``elsewhere``),
        ``weight`` (mean TF-IDF in the group), ``elsewhere`` (mean in all other texts), ``count`` (in the group),
        ``articles`` (with the term, in the whole corpus), ``groups`` (that use it); the most distinct first.

    Examples
    --------
    >>> rows = weigh_terms(["spy spy orbit", "orbit moon"], ["a", "b"], min_articles=1, bigrams=False)
    >>> rows[["group", "term", "count"]].values.tolist()
    [['a', 'spy', 2], ['a', 'orbit', 1], ['b', 'moon', 1], ['b', 'orbit', 1]]
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfTransformer

    if top < 0 or min_articles < 1:
        raise FramingError(f"top={top} must not be negative, and min_articles={min_articles} must be at least 1.")
    columns = ["group", "term", "distinct", "weight", "elsewhere", "count", "articles", "groups"]
    width = len(str(len(texts)))
    counts, _, terms, articles = count_terms(texts, [f"{i:0{width}d}" for i in range(len(texts))], bigrams=bigrams)
    dropped = set(drop)
    keep = [i for i, term in enumerate(terms) if articles[i] >= min_articles and dropped.isdisjoint(term.split())]
    if not keep:
        return pd.DataFrame(columns=columns)
    counts = counts[:, keep]
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    names = sorted(set(groups))
    row = pd.Index(names).get_indexer(list(groups))
    member = csr_matrix((np.ones(len(row)), (row, np.arange(len(row)))), shape=(len(names), len(row)))
    size = np.asarray(member.sum(axis=1)).ravel()
    total = member @ weights
    whole = np.asarray(weights.sum(axis=0)).ravel()
    in_group = (member @ counts).tocoo()
    at = (in_group.row, in_group.col)
    summed = np.asarray(total.tocsr()[at]).ravel()
    weight = summed / size[in_group.row]
    elsewhere = (whole[in_group.col] - summed) / np.maximum(len(row) - size[in_group.row], 1)
    used_by = np.bincount(in_group.col, minlength=len(keep))
    table = pd.DataFrame(
        {
            "group": np.array(names, dtype=object)[in_group.row],
            "term": np.array([terms[i] for i in keep], dtype=object)[in_group.col],
            # Sums of floats end in digits that hang on their order; nine decimals do not.
            "distinct": np.round(weight - elsewhere, 9) + 0.0,  # no minus zero
            "weight": np.round(weight, 9),
            "elsewhere": np.round(elsewhere, 9),
            "count": in_group.data.astype(int),
            "articles": articles[keep][in_group.col],
            "groups": used_by[in_group.col],
        }
    )
    table = table.sort_values(["group", "distinct", "term"], ascending=[True, False, True], kind="stable")
    return (table.groupby("group").head(top) if top else table).reset_index(drop=True)[columns]


def collocations(
    texts: Sequence[str], *, top: int = 20, measure: str = "likelihood_ratio", min_count: int = 5
) -> pd.DataFrame:
    """Return the pairs of adjacent words that stand together more often than chance has it.

    nltk's association measures (`nltk.metrics.BigramAssocMeasures`) on counts of folded tokens, stop words left out.

    Parameters
    ----------
    texts : sequence of str
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
    >>> collocations(["space race now", "space race then", "moon race"], min_count=2)["pair"].tolist()
    ['space race']
    """
    from nltk.metrics import BigramAssocMeasures

    known = ("likelihood_ratio", "pmi", "student_t", "chi_sq")
    if measure not in known:
        raise FramingError(f'measure="{measure}" is not known; known: {", ".join(known)}')
    counts, _, terms, _ = count_terms(texts, ["all"] * len(texts))
    total = dict(zip(terms, np.asarray(counts.sum(axis=0)).ravel().astype(int).tolist(), strict=True))
    words = sum(number for term, number in total.items() if " " not in term)
    score = getattr(BigramAssocMeasures, measure)
    rows = []
    for term, number in total.items():
        if " " in term and number >= min_count:
            first, second = term.split(" ")
            rows.append((term, float(score(number, (total[first], total[second]), words)), number))
    table = pd.DataFrame(rows, columns=["pair", "score", "count"])
    return table.sort_values(["score", "pair"], ascending=[False, True], kind="stable").head(top).reset_index(drop=True)
