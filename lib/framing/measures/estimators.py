"""Scikit-learn estimators over texts: counts of words, counts of a codebook's mentions, tone.

Texts are a list, a Series or any other iterable of strings; None and NaN count as empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix, csr_matrix, vstack
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from framing.measures import vader, vader_words
from framing.measures.codebook import Codebook, Matcher, load_codebook
from framing.measures.terms import is_content
from framing.measures.tone import tone
from framing.project import FramingError, corpus_folder
from framing.text.pieces import cut
from framing.text.sentences import sentence_starts
from framing.text.tokens import fold, tokens_of

__all__ = ["CodebookVectorizer", "TokenVectorizer", "ToneScorer"]

_BATCH = 20_000  # texts whose tokens are in memory at once; the results do not depend on it


class _OfTexts(TransformerMixin, BaseEstimator):
    """What the three share: they take texts, not a table."""

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Return the columns' names."""
        check_is_fitted(self)
        return np.array(list(self._names), dtype=object)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array, tags.transformer_tags.preserves_dtype = True, False, []
        tags.requires_fit = not isinstance(self, ToneScorer)  # which learns nothing
        return tags


# Sparse counts fit no data frame: without set_output, a global transform_output="pandas" leaves them as they are.
class TokenVectorizer(_OfTexts, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Counts of terms: folded tokens (see `framing.tokenise`) and pairs of them, one column a term, sorted by name.

    Parameters
    ----------
    ngrams : tuple of int
        ``(1, 1)`` words, ``(2, 2)`` pairs of adjacent words without punctuation between, ``(1, 2)`` both.
    stopwords : bool
        False: stop words, tokens of digits only and single characters are no term and part of none.
    min_articles : int
        A term in fewer of the texts given to `fit` is left out.
    max_features : int, optional
        Keep so many terms, those of the highest count over all texts; of equals the first by name.

    Examples
    --------
    >>> vectorizer = TokenVectorizer(ngrams=(1, 2), stopwords=False, min_articles=2)
    >>> texts = ["The space race.", "China's space race, again", "A race in space"]
    >>> vectorizer.fit_transform(texts).toarray().tolist(), list(vectorizer.get_feature_names_out())
    ([[1, 1, 1], [1, 1, 1], [1, 1, 0]], ['race', 'space', 'space race'])
    """

    def __init__(
        self, *, ngrams: tuple = (1, 1), stopwords: bool = True, min_articles: int = 1, max_features: int | None = None
    ) -> None:
        self.ngrams, self.stopwords = ngrams, stopwords
        self.min_articles, self.max_features = min_articles, max_features

    def fit(self, texts: Iterable[str], y: object = None) -> TokenVectorizer:
        """Learn ``vocabulary_``, the column of each term; FramingError for a wrong parameter or when none is left."""
        self._learn(texts, keep=False)
        return self

    def fit_transform(self, texts: Iterable[str], y: object = None) -> csr_matrix:
        """Learn the vocabulary and count: as `fit` and `transform`, but the texts are cut into tokens once."""
        return self._learn(texts, keep=True)

    def transform(self, texts: Iterable[str]) -> csr_matrix:
        """Count the terms of each text, unknown ones ignored: int64, shape (n_texts, n_terms)."""
        check_is_fitted(self)
        blocks = (self._count(batch, lambda term: self.vocabulary_.get(term, -1)) for batch in _batches(texts))
        return _stacked(blocks, len(self._names))

    def _learn(self, texts: Iterable[str], *, keep: bool) -> csr_matrix:
        """Choose the vocabulary; return the counts, of no text when they are not to be kept."""
        if not isinstance(self.ngrams, tuple) or self.ngrams not in ((1, 1), (1, 2), (2, 2)):
            raise FramingError(f"ngrams={self.ngrams!r} is not known; known: (1, 1), (1, 2), (2, 2)")
        if not isinstance(self.stopwords, (bool, np.bool_)):
            raise FramingError(f"stopwords={self.stopwords!r} must be True (they count) or False.")
        for name, limit in (("min_articles", self.min_articles), ("max_features", self.max_features)):
            if not (isinstance(limit, Integral) and int(limit) >= 1) and (limit is not None or name == "min_articles"):
                raise FramingError(f"{name}={limit!r} must be a whole number of at least 1.")
        number: dict[str, int] = {}
        kept, seen = [], np.zeros((2, 0))  # of each term: how many texts have it, how often it stands there
        for batch in _batches(texts):
            counts = self._count(batch, lambda term: number.setdefault(term, len(number)))
            seen = np.pad(seen, ((0, 0), (0, len(number) - seen.shape[1])))
            seen += [np.bincount(counts.indices, weights, len(number)) for weights in (None, counts.data)]
            kept += [counts] if keep else []
        names = list(number)
        chosen = np.flatnonzero(seen[0] >= self.min_articles).tolist()
        if not chosen:
            raise FramingError(f"No term is in min_articles={self.min_articles} of the texts; lower it or pass others.")
        if self.max_features is not None:
            chosen = sorted(chosen, key=lambda each: (-seen[1, each], names[each]))[: self.max_features]
        chosen.sort(key=names.__getitem__)
        self._names = self.vocabulary_ = {names[each]: column for column, each in enumerate(chosen)}
        return _stacked(kept, len(number))[:, chosen].sorted_indices()

    def _count(self, texts: list[str], column: Callable[[str], int]) -> csr_matrix:
        """Count the terms of a batch, each in its column; not in any when that is -1."""
        tokens = tokens_of(texts)
        folded = [fold(form) for form in tokens.forms]
        terms = sorted({each for each in folded if self.stopwords or is_content(each)})
        size, number = len(terms), {each: index for index, each in enumerate(terms)}
        word = np.array([number.get(each, -1) for each in folded], dtype=np.int64)[tokens.form]
        at = np.flatnonzero((word >= 0) & (self.ngrams[0] == 1))
        text, term = tokens.text[at], word[at]
        if self.ngrams[1] == 2:
            at = np.flatnonzero((word[:-1] >= 0) & (word[1:] >= 0) & ~tokens.parted[1:])
            pairs, place = np.unique(word[at] * size + word[at + 1], return_inverse=True)
            text, term = np.append(text, tokens.text[at]), np.append(term, place + size)
            terms += [f"{terms[pair // size]} {terms[pair % size]}" for pair in pairs.tolist()]
        columns = np.array([column(each) for each in terms], dtype=np.int64)
        known = columns[term] >= 0
        return _tally(text[known], columns[term[known]], len(texts), columns.max(initial=-1) + 1)


class CodebookVectorizer(_OfTexts, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Counts of `mentions`: one column for each frame and actor of a codebook, in its order; none for the topic.

    Parameters
    ----------
    codebook : str, Path or Codebook, optional
        A ``codebook.yml``, or one that is loaded; by default the project's own. `fit` reads it into ``codebook_``.

    Examples
    --------
    >>> vectorizer = CodebookVectorizer()
    >>> counts = vectorizer.fit_transform(["China joins the space race.", "No match."]).toarray()
    >>> [list(vectorizer.get_feature_names_out()[row > 0]) for row in counts]
    [['frame_space_race', 'actor_china'], []]
    """

    def __init__(self, codebook: str | os.PathLike[str] | Codebook | None = None) -> None:
        self.codebook = codebook

    def fit(self, texts: Iterable[str], y: object = None) -> CodebookVectorizer:
        """Read the codebook; nothing is learnt from the texts."""
        _check_texts(texts)
        book = corpus_folder() / "codebook.yml" if self.codebook is None else self.codebook
        if not isinstance(book, (str, os.PathLike, Codebook)):
            raise FramingError(f"codebook={book!r} is no codebook; pass the path of a codebook.yml, or a Codebook.")
        self.codebook_ = book if isinstance(book, Codebook) else load_codebook(os.fspath(book))
        self._matcher = Matcher(self.codebook_)
        self._names = [entry.column for entry in self._matcher.entries[1:]]
        return self

    def transform(self, texts: Iterable[str]) -> csr_matrix:
        """Count the mentions in each text: int64, shape (n_texts, n_frames + n_actors)."""
        check_is_fitted(self)
        blocks = []
        for batch in _batches(texts):
            tokens = tokens_of(batch)
            found = self._matcher.candidates(tokens)
            won = found.won & (found.entry > 0)
            blocks.append(_tally(tokens.text[found.first[won]], found.entry[won] - 1, len(batch), len(self._names)))
        return _stacked(blocks, len(self._names))


class ToneScorer(_OfTexts):
    """Tone: VADER's compound score in one column, nothing masked; see `framing.tone`.

    Parameters
    ----------
    by : str
        ``"sentence"``: the mean over a text's sentences, 0 where it has none. ``"text"``: the text as one sentence.

    Examples
    --------
    >>> ToneScorer().fit_transform(["A great success. A dangerous failure!", ""]).round(4).tolist()
    [[0.0302], [0.0]]
    """

    _names = ("tone",)

    def __init__(self, *, by: str = "sentence") -> None:
        self.by = by

    def fit(self, texts: Iterable[str], y: object = None) -> ToneScorer:
        """Check the parameter; nothing is learnt."""
        _check_texts(texts)
        self._score()
        return self

    def transform(self, texts: Iterable[str]) -> np.ndarray:
        """Score each text: float64, shape (n_texts, 1)."""
        return np.concatenate([np.zeros(0), *map(self._score(), _batches(texts))]).reshape(-1, 1)

    def _score(self) -> Callable[[list[str]], np.ndarray]:
        if not isinstance(self.by, str) or self.by not in ("sentence", "text"):
            raise FramingError(f"by={self.by!r} is not known; known: sentence, text")
        return tone if self.by == "text" else _tone_by_sentence


def _tone_by_sentence(texts: list[str]) -> np.ndarray:
    pieces = cut(texts)
    starts = sentence_starts(pieces)
    words = vader_words.words_of(pieces, np.cumsum(starts) - 1, int(starts.sum()))
    text = pieces.text[starts]
    summed = np.bincount(text, vader.compound(words, *vader.valences(words)), minlength=len(texts))
    return summed / np.maximum(np.bincount(text, minlength=len(texts)), 1)


def _tally(row: np.ndarray, column: np.ndarray, rows: int, columns: int) -> csr_matrix:
    """Count how often each row meets each column."""
    return coo_matrix((np.ones(len(row), dtype=np.int64), (row, column)), shape=(rows, columns)).tocsr()


def _stacked(blocks: Iterable[csr_matrix], columns: int) -> csr_matrix:
    """Put tables one below the other, each widened to so many columns."""
    wide = [csr_matrix((each.data, each.indices, each.indptr), shape=(each.shape[0], columns)) for each in blocks]
    return vstack([csr_matrix((0, columns), dtype=np.int64), *wide], format="csr")


def _check_texts(texts: object) -> None:
    if isinstance(texts, (str, bytes, Mapping)) or not isinstance(texts, Iterable) or getattr(texts, "ndim", 1) != 1:
        raise FramingError(f"The texts are one {type(texts).__name__}; pass a list of texts or one column of a table.")


def _batches(texts: Iterable[Any]) -> Iterator[list[str]]:
    """Hand the texts on in batches, a missing one as an empty one."""
    _check_texts(texts)
    following, done = iter(texts), 0
    while batch := list(islice(following, _BATCH)):
        for place in [index for index, each in enumerate(batch) if not isinstance(each, str)]:
            if not (pd.api.types.is_scalar(batch[place]) and pd.isna(batch[place])):
                raise FramingError(f"Text {done + place + 1} is a {type(batch[place]).__name__}; pass strings or None.")
            batch[place] = ""
        done += len(batch)
        yield batch
