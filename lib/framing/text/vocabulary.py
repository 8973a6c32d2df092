"""Which of the words looked for each distinct form is: decided once for each form, never for each token."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from framing.text.patterns import Word
from framing.text.tokens import bare

__all__ = ["WordsOfForms"]

_HIGHEST = "\U0010ffff"


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

    def learn(self, forms: Sequence[str]) -> None:
        """Look at the forms that are new."""
        known = len(self._only)
        new = forms[known:]
        if not new:
            return
        kept = list(map(bare, new))
        tables = {False: _Table([each.casefold() for each in kept])}
        if any(word.exact for word in self.words):
            tables[True] = _Table(kept)
        pairs = [
            (form + known, number) for number, word in enumerate(self.words) for form in tables[word.exact].find(word)
        ]
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
    """Forms sorted from the front and from the back, so that ``milit*`` and ``*sat`` are ranges."""

    def __init__(self, forms: Sequence[str]) -> None:
        self.where: dict[str, list[int]] = {}
        for index, form in enumerate(forms):
            self.where.setdefault(form, []).append(index)
        self.front = sorted(self.where)
        self._back: list[str] = []

    @property
    def back(self) -> list[str]:
        if not self._back:
            self._back = sorted(each[::-1] for each in self.where)
        return self._back

    def find(self, word: Word) -> list[int]:
        if not word.wild:
            return self.where.get(word.text, [])
        start = re.split(r"[*?]", word.text, maxsplit=1)[0]
        stop = re.split(r"[*?]", word.text[::-1], maxsplit=1)[0]
        if start or not stop:
            near = self.front[bisect_left(self.front, start) : bisect_left(self.front, start + _HIGHEST)]
        else:
            near = self.back[bisect_left(self.back, stop) : bisect_left(self.back, stop + _HIGHEST)]
            near = [each[::-1] for each in near]
        fits = word.pattern().fullmatch
        return [index for form in near if fits(form) for index in self.where[form]]
