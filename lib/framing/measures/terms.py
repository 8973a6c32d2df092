"""Terms of articles: which folded words, or pairs of adjacent words, each has, and how often."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from framing.text.tokens import Tokens, fold

__all__ = ["Folded", "count", "count_pairs", "folded_of"]


class Folded:
    """The folded form of each distinct form; it learns the forms that are new since the last call.

    Attributes
    ----------
    names : list of str
        Distinct folded forms.
    number : ndarray of int32
        Of each form: its folded form.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self._ids: dict[str, int] = {}
        self.number = np.zeros(0, dtype=np.int32)

    def learn(self, forms: list[str]) -> None:
        """Fold the forms that are new."""
        new, ids = forms[len(self.number) :], self._ids
        if new:
            numbers = [ids.setdefault(fold(each), len(ids)) for each in new]
            self.number = np.concatenate([self.number, np.array(numbers, dtype=np.int32)])
            self.names += list(ids)[len(self.names) :]


def folded_of(tokens: Tokens) -> tuple[np.ndarray, list[str]]:
    """Return the folded form of each token, as a number: int32, shape (n_tokens,), and the names that it counts in."""
    folded = tokens.pieces.lexicon.facts(Folded, Folded)
    folded.learn(tokens.forms)
    return folded.number[tokens.form], folded.names


def count(tokens: Tokens, articles: int) -> pa.Table:
    """Count the folded words of each article.

    Parameters
    ----------
    tokens : Tokens
        Of texts of which each article has the same number, one after the other.
    articles : int

    Returns
    -------
    Table
        One row an article: ``term`` (list of str, dictionary-encoded) and ``count`` (list of int), in no set order.

    Examples
    --------
    >>> from framing.text.tokens import tokens_of
    >>> count(tokens_of(["A spy saw a spy."]), 1).to_pylist()
    [{'term': ['a', 'spy', 'saw'], 'count': [2, 2, 1]}]
    """
    word, names = folded_of(tokens)
    return _counted(word, tokens.first[:: _texts(tokens, articles)], names)


def count_pairs(tokens: Tokens, articles: int) -> pa.Table:
    """Count the pairs of adjacent folded words of each article that no punctuation or sentence end parts.

    Parameters
    ----------
    tokens : Tokens
    articles : int

    Returns
    -------
    Table
        As of `count`; the two words of a term are joined by a space.

    Examples
    --------
    >>> from framing.text.tokens import tokens_of
    >>> count_pairs(tokens_of(["Spy balloon, spy plane. Spy balloon!"]), 1).to_pylist()
    [{'term': ['spy balloon', 'spy plane'], 'count': [2, 1]}]
    """
    word, names = folded_of(tokens)
    second = np.flatnonzero(~tokens.parted)
    keys = word[second - 1].astype(np.int64) * len(names) + word[second]
    distinct, pair = np.unique(keys, return_inverse=True)
    first = np.searchsorted(second, tokens.first[:: _texts(tokens, articles)])
    pairs = zip((distinct // max(len(names), 1)).tolist(), (distinct % max(len(names), 1)).tolist(), strict=True)
    return _counted(pair, first, [f"{names[a]} {names[b]}" for a, b in pairs])


def _texts(tokens: Tokens, articles: int) -> int:
    return tokens.pieces.count // articles if articles else 1


def _counted(word: np.ndarray, first: np.ndarray, names: list[str]) -> pa.Table:
    """Count the numbers of each article: those of article i are ``word[first[i] : first[i + 1]]``."""
    article = np.repeat(np.arange(len(first) - 1, dtype=np.int64), np.diff(first))
    keys = np.sort(article * len(names) + word) if len(names) else article
    heads = np.flatnonzero(np.diff(keys, prepend=-1))
    of_article = np.searchsorted(keys[heads], np.arange(len(first)) * max(len(names), 1)).astype(np.int64)
    number = keys[heads] % max(len(names), 1)
    # Only the names that this batch has, numbered in their order.
    used = np.zeros(len(names), dtype=bool)
    used[number] = True
    rank = np.cumsum(used, dtype=np.int32) - np.int32(1)
    listed = [names[each] for each in np.flatnonzero(used).tolist()]  # no lone surrogate: that is no word character
    offsets = pa.array(of_article, type=pa.int64())
    coded = pa.DictionaryArray.from_arrays(pa.array(rank[number], type=pa.int32()), pa.array(listed, type=pa.string()))
    counts = np.diff(np.append(heads, len(keys))).astype(np.int32)
    return pa.table(
        {
            "term": pa.LargeListArray.from_arrays(offsets, coded),
            "count": pa.LargeListArray.from_arrays(offsets, pa.array(counts)),
        }
    )
