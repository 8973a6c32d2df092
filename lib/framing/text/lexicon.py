"""The distinct pieces met so far, and what is known of each: decided once, however many texts follow."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import count
from typing import Any, TypeVar

import numpy as np

__all__ = ["Lexicon"]

T = TypeVar("T")

# A lexicon with more is laid aside for a new one, so that memory does not grow with the corpus: some 150 MB. The
# commonest words are learnt again within a batch.
_MOST_PIECES = 300_000
_MOST_BYTES = 50_000_000


class Lexicon:
    """Numbers the distinct pieces of one batch after another, and keeps what the rooms above know of them.

    Attributes
    ----------
    pieces : list of str
        Every distinct piece so far, in order of first appearance.

    Examples
    --------
    >>> lexicon = Lexicon()
    >>> lexicon.number([b"space", b"race"]).tolist(), lexicon.number([b"race", b"spy"]).tolist()
    ([0, 1], [1, 2])
    >>> lexicon.pieces
    ['space', 'race', 'spy']
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._ids: dict[bytes, int] = {}
        self._bytes = 0
        self._facts: dict[Hashable, Any] = {}

    @property
    def full(self) -> bool:
        """Whether it holds so much that a new one should take its place."""
        return len(self.pieces) > _MOST_PIECES or self._bytes > _MOST_BYTES

    def number(self, distinct: Sequence[bytes]) -> np.ndarray:
        """Return the number of each piece, new ones numbered on.

        Parameters
        ----------
        distinct : sequence of bytes
            UTF-8, surrogates passed; none twice.

        Returns
        -------
        ndarray of int32, shape (n_distinct,)
        """
        found = list(map(self._ids.get, distinct))
        new = [piece for piece, number in zip(distinct, found, strict=True) if number is None]
        self._ids.update(zip(new, count(len(self.pieces)), strict=False))
        following = count(len(self.pieces))
        self.pieces += [piece.decode("utf-8", "surrogatepass") for piece in new]
        self._bytes += sum(map(len, new))
        return np.array([next(following) if number is None else number for number in found], dtype=np.int32)

    def facts(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is known under a key; made when first asked for. It lives as long as the lexicon."""
        if key not in self._facts:
            self._facts[key] = make()
        return self._facts[key]
