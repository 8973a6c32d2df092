"""Which of the words looked for each distinct form is: decided once for each form, never for each token."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from framing.text.patterns import Word
from framing.text.tokens import bare

__all__ = ["forms_of_words"]

_HIGHEST = "\U0010ffff"


def forms_of_words(words: Sequence[Word], forms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Find the forms that each word is.

    Parameters
    ----------
    words : sequence of Word
        Distinct words of the patterns.
    forms : sequence of str
        Distinct forms of a batch, as written.

    Returns
    -------
    form, word : ndarray of int64
        Pairs of indices, sorted by form and then by word: this form is this word.

    Examples
    --------
    >>> form, word = forms_of_words([Word("spy"), Word("spy*"), Word("US", exact=True)], ["Spying", "us", "U.S", "spy"])
    >>> list(zip(form.tolist(), word.tolist()))
    [(0, 1), (2, 2), (3, 0), (3, 1)]
    """
    kept = [bare(each) for each in forms]
    folded = [each.casefold() for each in kept]
    tables = {False: _Table(folded), True: _Table(kept)}
    pairs = [(form, number) for number, word in enumerate(words) for form in tables[word.exact].find(word)]
    pairs.sort()
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


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
