"""The distinct pieces met so far, and what is known of each: decided once, however many texts follow."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
    >>> batches = [pa.array(each, pa.large_binary()) for each in (["space", "race"], ["race", "spy"])]
    >>> [lexicon.number(each).tolist() for each in batches]
    [[0, 1], [1, 2]]
    >>> lexicon.pieces
    ['space', 'race', 'spy']
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._known = pa.array([], pa.large_binary())
        self._facts: dict[Hashable, Any] = {}

    @property
    def full(self) -> bool:
        """Whether it holds so much that a new one should take its place."""
        return len(self.pieces) > _MOST_PIECES or self._known.nbytes > _MOST_BYTES

    def number(self, distinct: pa.LargeBinaryArray) -> np.ndarray:
        """Return the number of each piece, new ones numbered on.

        Parameters
        ----------
        distinct : LargeBinaryArray
            UTF-8, surrogates passed; none twice.

        Returns
        -------
        ndarray of int32, shape (n_distinct,)
        """
        found = pc.index_in(distinct, value_set=self._known)
        new = distinct.filter(found.is_null())
        numbers = found.fill_null(-1).to_numpy(zero_copy_only=False).copy()
        numbers[numbers < 0] = np.arange(len(self.pieces), len(self.pieces) + len(new), dtype=np.int32)
        self._known = pa.concat_arrays([self._known, new])
        self.pieces += [piece.decode("utf-8", "surrogatepass") for piece in new.to_pylist()]
        return numbers

    def facts(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is known under a key; made when first asked for. It lives as long as the lexicon."""
        if key not in self._facts:
            self._facts[key] = make()
        return self._facts[key]
