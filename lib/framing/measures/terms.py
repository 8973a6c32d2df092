"""Terms of articles: which folded words, or pairs of adjacent words, each has, and how often."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa

from framing.text.stopwords import STOPWORDS
from framing.text.tokens import Tokens, fold

__all__ = ["Folded", "count", "count_pairs", "folded_of", "is_content"]


def is_content(word: str) -> bool:
    """Say whether a folded word can tell texts apart: no stop word, no number, no single letter.

    >>> [is_content(each) for each in ("orbit", "the", "2024", "x")]
    [True, False, False, False]
    """
    return word not in STOPWORDS and not word.isdigit() and len(word) > 1


class Folded:
    """The folded form of each distinct form; it learns the forms that are new since the last call.

    Attributes
    ----------
    names : list of str
        Distinct folded forms.
    content : ndarray of bool
        Of each folded form: `is_content`.
    order : ndarray of uint64
        Of each folded form: where it stands in a row of counts.
    number : ndarray of int32
        Of each form: its folded form.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self._ids: dict[str, int] = {}
        self.number = np.zeros(0, dtype=np.int32)
        self.content = np.zeros(0, dtype=bool)
        self.order = np.zeros(0, dtype=np.uint64)

    def learn(self, forms: list[str]) -> None:
        """Fold the forms that are new."""
        new, ids = forms[len(self.number) :], self._ids
        if new:
            numbers = [ids.setdefault(fold(each), len(ids)) for each in new]
            self.number = np.concatenate([self.number, np.array(numbers, dtype=np.int32)])
            names = list(ids)[len(self.names) :]
            self.names += names
            self.order = np.concatenate([self.order, _order(names)])
            self.content = np.concatenate([self.content, np.array(list(map(is_content, names)), dtype=bool)])


def _order(names: list[str]) -> np.ndarray:
    """Return numbers that put names into an order: one that hangs on nothing else, and costs less than the alphabet."""
    digests = b"".join(hashlib.blake2b(each.encode(), digest_size=8).digest() for each in names)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def folded_of(tokens: Tokens) -> Folded:
    """Return what is known of the folded forms of tokens: ``folded.number[tokens.form]`` is that of each token."""
    folded = tokens.pieces.lexicon.facts(Folded, Folded)
    folded.learn(tokens.forms)
    return folded


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
        One row an article: ``term`` (list of str, coded, in an order of its own) and ``count`` (list of int).

    Examples
    --------
    >>> from framing.text.tokens import tokens_of
    >>> row = count(tokens_of(["A spy saw a spy."]), 1).to_pylist()[0]
    >>> sorted(zip(row["term"], row["count"]))
    [('a', 2), ('saw', 1), ('spy', 2)]
    """
    folded = folded_of(tokens)
    return _counted(folded.number[tokens.form], tokens.first[:: _texts(tokens, articles)], folded.names, folded.order)


def count_pairs(tokens: Tokens, articles: int) -> pa.Table:
    """Count the pairs of adjacent words of each article that no punctuation or sentence end parts.

    Of a pair both words can tell texts apart: see `is_content`.

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
    >>> row = count_pairs(tokens_of(["Spy balloon, spy plane. Spy balloon!"]), 1).to_pylist()[0]
    >>> sorted(zip(row["term"], row["count"]))
    [('spy balloon', 2), ('spy plane', 1)]
    """
    folded = folded_of(tokens)
    names, word = folded.names, folded.number[tokens.form]
    content = folded.content[word]
    second = np.flatnonzero(~tokens.parted)
    second = second[content[second] & content[second - 1]]
    keys = word[second - 1].astype(np.int64) * len(names) + word[second]
    distinct, pair = np.unique(keys, return_inverse=True)
    first = np.searchsorted(second, tokens.first[:: _texts(tokens, articles)])
    pairs = zip((distinct // max(len(names), 1)).tolist(), (distinct % max(len(names), 1)).tolist(), strict=True)
    listed = [f"{names[a]} {names[b]}" for a, b in pairs]
    return _counted(pair, first, listed, _order(listed))


def _texts(tokens: Tokens, articles: int) -> int:
    return tokens.pieces.count // articles if articles else 1


def _counted(word: np.ndarray, first: np.ndarray, names: list[str], order: np.ndarray) -> pa.Table:
    """Count the numbers of each article: those of article i are ``word[first[i] : first[i + 1]]``."""
    # Only the names that this batch has, in an order that hangs on nothing but the names.
    used = np.flatnonzero(np.bincount(word, minlength=len(names)))
    used = used[np.argsort(order[used], kind="stable")]
    rank = np.zeros(len(names), dtype=np.int64)
    rank[used] = np.arange(len(used))
    article = np.repeat(np.arange(len(first) - 1, dtype=np.int64), np.diff(first))
    width = max(len(used), 1)
    keys = np.sort(article * width + rank[word])
    heads = np.flatnonzero(np.diff(keys, prepend=-1))
    offsets = pa.array(np.searchsorted(keys[heads], np.arange(len(first)) * width), type=pa.int64())
    # No name has a lone surrogate, which Arrow could not hold: that is no word character.
    coded = pa.DictionaryArray.from_arrays(
        pa.array(keys[heads] % width, type=pa.int32()),
        pa.array([names[each] for each in used.tolist()], type=pa.string()),
    )
    counts = np.diff(np.append(heads, len(keys))).astype(np.int32)
    return pa.table(
        {
            "term": pa.LargeListArray.from_arrays(offsets, coded),
            "count": pa.LargeListArray.from_arrays(offsets, pa.array(counts)),
        }
    )
