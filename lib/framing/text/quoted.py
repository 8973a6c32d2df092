"""How much of each article's text stands in a set of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["RUN", "WORD", "Quoted", "quoted"]

# So many words in a row are taken for a quotation. Shorter runs are everybody's: "the Ministry of State Security said".
RUN = 8

# What the suite takes for a word.
WORD = r"\w+(?:[.'’]\w+)*"


@dataclass(frozen=True)
class Quoted:
    """How much of an article is quoted.

    Attributes
    ----------
    article : int
        Its place among the bodies.
    words, longest, total : int
        Of its body: all, those of the longest run that is quoted, and all that are.
    at : int
        The word at which the longest run begins.
    """

    article: int
    words: int
    longest: int
    total: int
    at: int


def quoted(bodies: Sequence[str], texts: Iterable[str]) -> list[Quoted]:
    """Say how much of each body stands in the texts: the union of all places, so that windows add up.

    Words are compared, case folded; markup, punctuation and space play no part. Runs shorter than eight words do not
    count.

    Parameters
    ----------
    bodies : sequence of str
    texts : iterable of str

    Returns
    -------
    list of Quoted
        Of the bodies that are quoted at all, in their order.

    Examples
    --------
    >>> body = "one two three four five six seven eight nine ten eleven twelve"
    >>> windows = ["One two, three four five six seven eight!", "four five six seven eight nine ten eleven"]
    >>> found = quoted([body], windows)
    >>> found[0].longest, found[0].words
    (11, 12)
    """
    known: dict[str, int] = {}
    packed = _numbers(texts, known, add=True)
    there = np.unique(_windows(packed)[0])
    numbers = _numbers(bodies, known, add=False)
    ends = np.flatnonzero(numbers == _END)
    hashes, whole = _windows(numbers)
    hit = whole & np.isin(hashes, there)
    steps = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.add.at(steps, np.flatnonzero(hit), 1)
    np.add.at(steps, np.flatnonzero(hit) + RUN, -1)
    covered = np.cumsum(steps)[: len(numbers)] > 0
    found = []
    start = 0
    for article, end in enumerate(ends.tolist()):
        part = covered[start:end]
        if part.any():
            edges = np.flatnonzero(np.diff(np.concatenate([[0], part.astype(np.int8), [0]])))
            lengths = edges[1::2] - edges[::2]
            longest = int(lengths.argmax())
            found.append(Quoted(article, end - start, int(lengths[longest]), int(part.sum()), int(edges[2 * longest])))
        start = end + 1
    return found


# The end of a text, and a word that stands in no file.
_END, _NEW = -2, -1


def _numbers(texts: Iterable[str], known: dict[str, int], *, add: bool) -> np.ndarray:
    """Turn texts into numbers of their words, each text followed by an end."""
    made = []
    for text in texts:
        words = re.findall(WORD, text.casefold())
        numbers = [known.setdefault(each, len(known)) for each in words] if add else [known.get(w, _NEW) for w in words]
        made.append(np.array([*numbers, _END], dtype=np.int64))
    return np.concatenate(made) if made else np.zeros(0, dtype=np.int64)


def _windows(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a hash of the eight words that begin at each place, and whether there are eight known ones."""
    if len(numbers) < RUN:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=bool)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, RUN)
    hashes = np.zeros(len(windows), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(RUN):
            hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + windows[:, place].astype(np.uint64) + np.uint64(1)
            hashes ^= hashes >> np.uint64(29)
    return hashes, np.asarray((windows >= 0).all(axis=1))
