"""Texts cut at white space, as flat arrays: the first step of every measure.

A *piece* is what stands between two stretches of white space. A batch of texts becomes one run of bytes, and
everything here is arithmetic on it: no loop over pieces. Distinct pieces are listed once; what needs thought is
decided for each of them by the rooms above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from framing.text.lexicon import Lexicon

__all__ = ["Pieces", "cut"]

# What str.isspace() calls white space in ASCII, and beyond it, as UTF-8: U+0085, U+00A0, U+1680, U+2000 to U+200A,
# U+2028, U+2029, U+202F, U+205F, U+3000.
_NARROW_SPACE = b"\x09\x0a\x0b\x0c\x0d\x1c\x1d\x1e\x1f\x20"
_WIDE_SPACE = [
    bytes(chr(c), "utf-8") for c in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
]
_LEADS = np.array(sorted({each[0] for each in _WIDE_SPACE}), dtype=np.uint8)
_IS_SPACE = np.isin(np.arange(256), np.frombuffer(_NARROW_SPACE, dtype=np.uint8))


@dataclass(frozen=True)
class Pieces:
    """The white-space separated pieces of a batch of texts.

    Attributes
    ----------
    lexicon : Lexicon
        Where the distinct pieces are listed.
    ids : ndarray of int32, shape (n_pieces,)
        Which distinct piece stands there.
    text : ndarray of int32, shape (n_pieces,)
        The text it stands in; never decreasing.
    first : ndarray of int64, shape (n_texts + 1,)
        ``first[i]:first[i + 1]`` are the pieces of text i.
    blank_before : ndarray of int64
        The pieces that an empty line precedes, sorted.
    """

    lexicon: Lexicon
    ids: np.ndarray
    text: np.ndarray
    first: np.ndarray
    blank_before: np.ndarray
    _byte: np.ndarray = field(repr=False)  # where each piece begins in the run of bytes
    _begin: np.ndarray = field(repr=False)  # where each text begins in it
    _continuing: np.ndarray = field(repr=False)  # the bytes that continue a character, sorted

    @property
    def count(self) -> int:
        """How many texts."""
        return len(self.first) - 1

    @property
    def distinct(self) -> list[str]:
        """The distinct pieces that ``ids`` counts in: of this batch and of those cut before it."""
        return self.lexicon.pieces

    @cached_property
    def start(self) -> np.ndarray:
        """The first character of every piece, counted in its text: int64, shape (n_pieces,)."""
        return self.start_of(np.arange(len(self.ids)))

    def start_of(self, pieces: np.ndarray) -> np.ndarray:
        """Return the first character of some pieces, counted in their texts."""
        begin = self._begin[self.text[pieces]]
        place = self._byte[pieces].astype(np.int64)
        continuing = self._continuing
        if len(continuing) == 0:
            return place - begin
        inside = np.searchsorted(continuing, place) - np.searchsorted(continuing, begin)
        return place - begin - inside


def cut(texts: Sequence[str], lexicon: Lexicon | None = None) -> Pieces:
    """Cut texts at white space, the way ``str.split()`` does, and remember where each piece stood.

    Parameters
    ----------
    texts : sequence of str
        Any Unicode, lone surrogates and NUL included. None counts as an empty text.
    lexicon : Lexicon, optional
        Where to list the distinct pieces; by default a new one.

    Returns
    -------
    Pieces

    Examples
    --------
    >>> pieces = cut(["Beijing  to launch", "Beijing waits"])
    >>> [pieces.distinct[i] for i in pieces.ids], pieces.start.tolist()
    (['Beijing', 'to', 'launch', 'Beijing', 'waits'], [0, 9, 12, 0, 8])
    """
    lexicon = Lexicon() if lexicon is None else lexicon
    encoded = [(text or "").encode("utf-8", "surrogatepass") for text in texts]
    begins = np.cumsum(np.fromiter((0, *(len(each) + 1 for each in encoded)), dtype=np.int64, count=len(encoded) + 1))
    run = b"\n".join([b"", *encoded, b""])  # white space at both ends, so that every piece has it on either side
    data = np.frombuffer(run, dtype=np.uint8)
    space, run = _spaces(data, run)

    # A piece lies between two white-space bytes that are not neighbours.
    apart = np.flatnonzero(np.diff(space) > 1)
    starts, stops = space[apart] + 1, space[apart + 1]
    first = np.searchsorted(starts, begins + 1)
    high = np.flatnonzero(data >= 0x80)
    feeds = np.flatnonzero(data[space] == 0x0A)
    after, feeds = np.unique(np.searchsorted(apart, feeds), return_counts=True)
    return Pieces(
        lexicon=lexicon,
        ids=_intern(run, stops - starts, lexicon),
        text=np.repeat(np.arange(len(encoded), dtype=np.int32), np.diff(first)),
        first=first,
        blank_before=after[(feeds > 1) & (after < len(starts)) & (after > 0)],
        _byte=starts,
        _begin=begins[:-1] + 1,
        _continuing=high[data[high] < 0xC0],
    )


def _spaces(data: np.ndarray, run: bytes) -> tuple[np.ndarray, bytes]:
    """Find the bytes that are white space; in the run that is returned, all white space is ASCII."""
    space = np.flatnonzero(data <= 0x20)
    space = space[_IS_SPACE[data[space]]]
    leads = np.flatnonzero(data >= _LEADS[0])
    leads = leads[np.isin(data[leads], _LEADS)]
    wide = []
    for each in _WIDE_SPACE:
        here = leads
        for offset, byte in enumerate(each):
            here = here[data[here + offset] == byte]  # the run ends in a line feed: no lead stands at its end
        wide += [here + offset for offset in range(len(each))]
    if not any(map(len, wide)):
        return space, run
    found = np.concatenate(wide)
    blanked = data.copy()
    blanked[found] = 0x20
    return np.sort(np.concatenate([space, found])), blanked.tobytes()


def _intern(run: bytes, lengths: np.ndarray, lexicon: Lexicon) -> np.ndarray:
    """Number the pieces. Bytes, not strings: a lone surrogate is no valid UTF-8, but is a byte run."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    packed = pa.py_buffer(run.translate(None, _NARROW_SPACE))
    coded = pa.Array.from_buffers(
        pa.large_binary(), len(lengths), [None, pa.py_buffer(offsets), packed]
    ).dictionary_encode()
    return lexicon.number(coded.dictionary)[coded.indices.to_numpy(zero_copy_only=False)]
