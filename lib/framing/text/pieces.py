"""Texts cut at white space, as flat arrays: the first step of every measure.

A *piece* is what stands between two stretches of white space. A batch of texts becomes one run of bytes, and
everything here is arithmetic on it: no loop over pieces. Distinct pieces are listed once; what needs thought is
decided for each of them by the rooms above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

__all__ = ["Pieces", "cut"]

_ASCII_SPACE = np.zeros(256, dtype=bool)
_ASCII_SPACE[[0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0x20]] = True

# What str.isspace() calls white space beyond ASCII, as UTF-8: U+0085, U+00A0, U+1680, U+2000 to U+200A,
# U+2028, U+2029, U+202F, U+205F, U+3000.
_WIDE_SPACE = [
    bytes(chr(c), "utf-8") for c in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
]
_LEADS = np.array(sorted({each[0] for each in _WIDE_SPACE}), dtype=np.uint8)


@dataclass(frozen=True)
class Pieces:
    """The white-space separated pieces of a batch of texts.

    Attributes
    ----------
    count : int
        How many texts.
    distinct : list of str
        The distinct pieces, in order of first appearance.
    ids : ndarray of int32, shape (n_pieces,)
        Which distinct piece stands there.
    text : ndarray of int32, shape (n_pieces,)
        The text it stands in; never decreasing.
    start : ndarray of int64, shape (n_pieces,)
        Its first character, counted in that text.
    blank_before : ndarray of bool, shape (n_pieces,)
        Whether an empty line stands before it.
    first : ndarray of int64, shape (count + 1,)
        ``first[i]:first[i + 1]`` are the pieces of text i.
    """

    count: int
    distinct: list[str]
    ids: np.ndarray
    text: np.ndarray
    start: np.ndarray
    blank_before: np.ndarray
    first: np.ndarray


def cut(texts: Sequence[str]) -> Pieces:
    """Cut texts at white space, the way ``str.split()`` does, and remember where each piece stood.

    Parameters
    ----------
    texts : sequence of str
        Any Unicode, lone surrogates and NUL included. None counts as an empty text.

    Returns
    -------
    Pieces

    Examples
    --------
    >>> pieces = cut(["Beijing  to launch", "Beijing waits"])
    >>> [pieces.distinct[i] for i in pieces.ids], pieces.start.tolist()
    (['Beijing', 'to', 'launch', 'Beijing', 'waits'], [0, 9, 12, 0, 8])
    """
    encoded = [(text or "").encode("utf-8", "surrogatepass") for text in texts]
    lengths = np.fromiter((len(each) + 1 for each in encoded), dtype=np.int64, count=len(encoded))
    data = np.frombuffer(b"\n".join([*encoded, b""]), dtype=np.uint8)
    ends = np.cumsum(lengths)
    begins = ends - lengths

    space = _spaces(data)
    edges = np.flatnonzero(np.diff(space, prepend=True))
    starts, stops = edges[0::2], edges[1::2]

    ids, distinct = _intern(data, space, stops - starts)
    text = (np.searchsorted(begins, starts, side="right") - 1).astype(np.int32)
    return Pieces(
        count=len(encoded),
        distinct=distinct,
        ids=ids,
        text=text,
        start=_characters(data, starts, begins, text),
        blank_before=_blank_lines(data, starts, stops),
        first=np.searchsorted(text, np.arange(len(encoded) + 1)),
    )


def _spaces(data: np.ndarray) -> np.ndarray:
    """Mark the bytes that belong to white space."""
    space = _ASCII_SPACE[data]
    leads = np.flatnonzero(np.isin(data, _LEADS))
    if len(leads) == 0:
        return space
    padded = np.concatenate([data, np.zeros(2, dtype=np.uint8)])
    for wide in _WIDE_SPACE:
        here = leads
        for offset, byte in enumerate(wide):
            here = here[padded[here + offset] == byte]
        for offset in range(len(wide)):
            space[here + offset] = True
    return space


def _intern(data: np.ndarray, space: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Number the distinct pieces. Bytes, not strings: a lone surrogate is no valid UTF-8, but is a byte run."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    packed = np.ascontiguousarray(data[~space])
    pieces = pa.Array.from_buffers(pa.large_binary(), len(lengths), [None, pa.py_buffer(offsets), pa.py_buffer(packed)])
    coded = pieces.dictionary_encode()
    distinct = [each.decode("utf-8", "surrogatepass") for each in coded.dictionary.to_pylist()]
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), distinct


def _characters(data: np.ndarray, starts: np.ndarray, begins: np.ndarray, text: np.ndarray) -> np.ndarray:
    """Turn byte positions into characters of the text: bytes that continue a character do not count."""
    continuing = np.flatnonzero((data & 0xC0) == 0x80)
    if len(continuing) == 0:
        return starts - begins[text]
    before = starts - np.searchsorted(continuing, starts)
    return before - (begins - np.searchsorted(continuing, begins))[text]


def _blank_lines(data: np.ndarray, starts: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """Mark the pieces that an empty line precedes: two line feeds or more in the white space before them."""
    blank = np.zeros(len(starts), dtype=bool)
    if len(starts) > 1:
        feeds = np.flatnonzero(data == 0x0A)
        blank[1:] = np.searchsorted(feeds, starts[1:]) - np.searchsorted(feeds, stops[:-1]) >= 2
    return blank
