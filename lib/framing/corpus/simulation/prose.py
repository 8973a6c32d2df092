"""Running text: drawn words set into sentences and paragraphs, with the punctuation of news."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.corpus.simulation.vocabulary import OPEN, closed_words, draw, grammar_words, spell

__all__ = ["running_text"]

# What stands about a word: how often in 1,024, what before it, what after it inside a sentence (with the space), and
# what after it at the end of one. Words of grammar have the comma only.
_MARKS = (
    (46, "", ", ", "."),
    (12, "", "-", "."),
    (11, "", "'s ", "'s."),
    (4, "", "’s ", "’s."),
    (8, "", ": ", "?"),
    (6, "(", ") ", ")."),
    (4, "“", "” ", ".”"),
    (3, "‘", "’ ", ".’"),
    (3, "", "; ", "?"),
    (3, "", " – ", "!"),
)
_COMMA = 1
_PLAIN = (0, "", " ", ".")
_BEFORE = ("", "(", "“", "‘")
# What comes after a word, and the white space that goes with it.
_INSIDE, _SENTENCE, _PARAGRAPH, _TEXT = range(4)
_BREAKS = ("", " ", "\n\n", "")
# Sentences have 4 words and up to 11 and 21 more, on average 20, as in news.
_SHORTEST, _MORE = 4, (12, 22)
# Of 256 sentences so many end a paragraph, and so many stand in quotation marks from end to end.
_PARAGRAPHS, _QUOTED = 90, 20


def running_text(words: np.ndarray, *seed: object) -> pa.LargeStringArray:
    """Write texts that mean nothing, of about so many words each.

    Parameters
    ----------
    words : ndarray of int64, shape (n,)
        How many words each text should have. A text ends with a sentence, so that it has up to 18 more or fewer, and
        one of few words may come out empty.
    *seed : object
        As of `Chance`: the same seed and words give the same texts on every machine.

    Returns
    -------
    LargeStringArray, length n

    Examples
    --------
    >>> running_text(np.array([12, 0]), "example", 10).to_pylist()
    ['A a another after daomound, with muort leozi plaometouk vreon love, muort a.', '']
    """
    digest = hashlib.blake2b("/".join(map(str, seed)).encode(), digest_size=16).digest()
    bits = np.random.PCG64(int.from_bytes(digest, "big"))
    cut = _sentences(bits, words)
    raw = bits.random_raw(int(cut.bounds[-1]))
    closed, rank = draw(raw, np.repeat(cut.texts[:-1], np.diff(cut.texts)))
    mark = _mark_of()[(raw & np.uint64(1023)).astype(np.int64)]
    mark[(closed != OPEN) & (closed < grammar_words()) & (mark != _COMMA)] = 0

    dictionary, word = _words(closed, rank)
    word[cut.bounds[:-1]] += len(dictionary) // 2  # the twins with a capital
    # Words and gaps by turns: laid end to end, their characters are the texts.
    stream = np.empty(2 * len(word), dtype=np.int64)
    stream[::2], stream[1::2] = word, _gap(cut, mark) + len(dictionary)
    strings = pa.concat_arrays([dictionary, _gaps()]).take(pa.array(stream))
    offsets = np.frombuffer(strings.buffers()[1], dtype=np.int64)[: len(stream) + 1]
    ends = np.ascontiguousarray(offsets[2 * cut.texts])
    return pa.LargeStringArray.from_buffers(len(words), pa.py_buffer(ends), strings.buffers()[2])


@dataclass(frozen=True)
class _Cut:
    """Where sentences and texts begin, in words, and where the last one ends; the sentences that are special."""

    bounds: np.ndarray
    texts: np.ndarray
    paragraph: np.ndarray
    quoted: np.ndarray


def _sentences(bits: np.random.PCG64, words: np.ndarray) -> _Cut:
    """Draw the sentences; a text ends with the sentence whose end is nearest to where it should."""
    raw = bits.random_raw(int(words.sum()) // _SHORTEST + 1)
    lengths = _SHORTEST + sum(_below(many, raw >> np.uint64(at)) for many, at in zip(_MORE, (16, 32), strict=True))
    bounds = np.append(0, np.cumsum(lengths))
    asked = np.cumsum(words)
    after = np.searchsorted(bounds, asked)
    nearer = asked - bounds[np.maximum(after - 1, 0)] < bounds[after] - asked
    stops = np.append(0, after - nearer)
    raw = raw[: stops[-1]]
    quoted = _below(256, raw >> np.uint64(48)) < _QUOTED
    return _Cut(bounds[: stops[-1] + 1], bounds[stops], _below(256, raw) < _PARAGRAPHS, quoted)


def _gap(cut: _Cut, mark: np.ndarray) -> np.ndarray:
    """Return which of `_gaps` follows each word."""
    starts, finals = cut.bounds[:-1], cut.bounds[1:] - 1
    begun = np.diff(cut.texts) > 0
    opening, closing = cut.texts[:-1][begun], cut.texts[1:][begun] - 1
    how, closes, opens = (np.zeros(len(mark), dtype=np.int64) for _ in range(3))
    how[finals] = np.where(cut.paragraph, _PARAGRAPH, _SENTENCE)
    how[closing] = _TEXT
    # What stands before a word belongs to the gap before it, and a text begins without one.
    quoted = cut.quoted & ~np.isin(starts, opening)
    closes[finals[quoted]], opens[starts[quoted]] = 1, 1
    mark = mark.copy()
    mark[opening] = 0
    before = np.append((_before_of()[mark] * 2 + opens)[1:], 0)
    return ((mark * len(_BREAKS) + how) * 2 + closes) * 2 * len(_BEFORE) + before


def _below(many: int, raw: np.ndarray) -> np.ndarray:
    """Return numbers from 0 to many - 1, from the last 16 bits."""
    return ((raw & np.uint64(0xFFFF)) * np.uint64(many) >> np.uint64(16)).astype(np.int64)


def _words(closed: np.ndarray, rank: np.ndarray) -> tuple[pa.LargeStringArray, np.ndarray]:
    """Return the distinct words, then their twins with a capital, and which of them stands where."""
    coded = pa.array(rank).dictionary_encode()
    english = pa.array(closed_words(), type=pa.large_string())
    word = closed.astype(np.int64)
    word[closed == OPEN] = coded.indices.to_numpy() + len(english)
    made = spell(coded.dictionary.to_numpy())
    lower = pa.concat_arrays([english, made])
    small = pc.equal(pc.ascii_lower(lower), lower)
    return pa.concat_arrays([lower, pc.if_else(small, pc.ascii_capitalize(lower), lower)]), word


@cache
def _mark_of() -> np.ndarray:
    """Return which mark each of 1,024 equally likely draws is; 0 is none."""
    marks = np.repeat(np.arange(1, len(_MARKS) + 1), [each[0] for each in _MARKS])
    return np.append(marks, np.zeros(1024 - len(marks), dtype=np.int64))


@cache
def _before_of() -> np.ndarray:
    return np.array([_BEFORE.index(before) for _, before, _, _ in (_PLAIN, *_MARKS)])


@cache
def _gaps() -> pa.LargeStringArray:
    """Return what stands between two words, for each mark, what comes after, closing and opening quotation marks."""
    gaps = [
        (inside if how == _INSIDE else final + closing + space) + opening + before
        for _, _, inside, final in (_PLAIN, *_MARKS)
        for how, space in enumerate(_BREAKS)
        for closing in ("", '"')
        for before in _BEFORE
        for opening in ("", '"')
    ]
    return pa.array(gaps, type=pa.large_string())
