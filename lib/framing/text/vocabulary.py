"""Which of the words looked for each distinct form is: decided once for each form, never for each token."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from framing.text.patterns import Word
from framing.text.tokens import bare

__all__ = ["WordsOfForms"]

# Characters of a wildcard's literal beginning that forms are looked up by.
_HEAD = 3


class WordsOfForms:
    """Which words each form is; it learns the forms that are new since the last call.

    Parameters
    ----------
    words : sequence of Word
        Distinct words of the patterns.

    Attributes
    ----------
    form, word : ndarray of int64
        Pairs of indices, sorted by form and then by word: this form is this word.

    Examples
    --------
    >>> known = WordsOfForms([Word("spy"), Word("spy*"), Word("US", exact=True)])
    >>> known.learn(["Spying", "us", "U.S", "spy"])
    >>> list(zip(known.form.tolist(), known.word.tolist()))
    [(0, 1), (2, 2), (3, 0), (3, 1)]
    """

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = list(words)
        self.form = self.word = self._keys = np.zeros(0, dtype=np.int64)
        self._only = np.zeros(0, dtype=np.int32)  # the one word that a form is; -1 none, -2 several
        self._tables = {exact: _Table(self.words, exact=exact) for exact in (False, True)}

    def learn(self, forms: Sequence[str]) -> None:
        """Look at the forms that are new."""
        known = len(self._only)
        new = forms[known:]
        if not new:
            return
        kept = list(map(bare, new))
        pairs = self._tables[False].find([each.casefold() for each in kept], known)
        pairs += self._tables[True].find(kept, known)
        pairs.sort()
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        self.form, self.word = np.concatenate([self.form, both[:, 0]]), np.concatenate([self.word, both[:, 1]])
        self._keys = self.form * max(len(self.words), 1) + self.word
        only = np.full(len(new), -1, dtype=np.int32)
        only[both[:, 0] - known] = both[:, 1]
        only[np.bincount(both[:, 0] - known, minlength=len(new)) > 1] = -2
        self._only = np.concatenate([self._only, only])

    def is_word(self, form: np.ndarray, word: np.ndarray) -> np.ndarray:
        """Say of each pair of a form and a word whether the form is that word."""
        only = self._only[form]
        fits = only == word
        several = np.flatnonzero(only == -2)
        keys = form[several].astype(np.int64) * max(len(self.words), 1) + word[several]
        place = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        fits[several] = self._keys[place] == keys
        return fits


class _Table:
    """Words by what a form must be, or begin with: a form is looked up, whatever the number of words."""

    def __init__(self, words: Sequence[Word], *, exact: bool) -> None:
        self.whole: dict[str, int] = {}
        self.begin: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        self.other: list[tuple[int, re.Pattern[str]]] = []
        for number, word in enumerate(words):
            if word.exact != exact:
                continue
            literal = re.split(r"[*?]", word.text, maxsplit=1)[0]
            if not word.wild:
                self.whole[word.text] = number
            elif len(literal) >= _HEAD:
                self.begin.setdefault(literal[:_HEAD], []).append((number, word.pattern()))
            else:
                self.other.append((number, word.pattern()))

    def find(self, forms: Sequence[str], first: int) -> list[tuple[int, int]]:
        """Return the pairs of a form, counted from ``first``, and a word that it is."""
        pairs = []
        if self.whole:
            whole = self.whole
            pairs += [(row, whole[form]) for row, form in enumerate(forms, first) if form in whole]
        if self.begin:
            begin = self.begin
            for row, form in enumerate(forms, first):
                if form[:_HEAD] in begin:
                    pairs += [(row, number) for number, pattern in begin[form[:_HEAD]] if pattern.fullmatch(form)]
        for number, pattern in self.other:
            pairs += [(row, number) for row, form in enumerate(forms, first) if pattern.fullmatch(form)]
        return pairs
