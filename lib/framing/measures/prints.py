"""Fingerprints of bodies: hashes of the word sequences in them, by which copies are found without their texts.

A fraction of all sequences is kept, those whose hash is small, the same in every text (FracMinHash: Irber et al. 2022,
after Broder 1997): what two texts share of it estimates how much of the shorter stands in the longer, also when they
are of very different length, which a fixed number of hashes cannot.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from framing.measures.terms import folded_of
from framing.text.tokens import Tokens

__all__ = ["KEPT", "WORDS", "fingerprint", "shingles"]

# Words in a sequence. With three, reports of one event share too many; with five, a changed word costs too much.
WORDS = 4
# One in so many sequences is kept: of the 40 that a snippet's copy shares, some ten.
KEPT = 4
# What is kept of a body's beginning and end, where it may say which agency it comes from.
_OPENING, _CLOSING = 100, 80


def shingles(tokens: Tokens, texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hash every sequence of `WORDS` folded words; a shorter text has one, of all its words.

    Parameters
    ----------
    tokens : Tokens
    texts : ndarray of int
        Which of the texts, ascending.

    Returns
    -------
    hashes, owner : ndarray of uint64 and int64, shape (n_sequences,)
        Distinct hashes of each text, ascending, and the place in `texts` of the text that each is of.
    """
    hashed = folded_of(tokens)
    value = hashed.order[hashed.number[tokens.form]] if len(tokens.form) else np.zeros(0, dtype=np.uint64)
    first, last = tokens.first[texts], tokens.first[texts + 1]
    length = last - first
    number = np.where(length > 0, np.maximum(length - WORDS + 1, 1), 0)
    owner = np.repeat(np.arange(len(texts)), number)
    begin = np.repeat(first - np.concatenate([[0], np.cumsum(number)[:-1]]), number) + np.arange(number.sum())
    stop = last[owner]
    mixed = np.zeros(len(begin), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for step in range(WORDS):
            at = np.minimum(begin + step, stop - 1)
            mixed = _mix(mixed * np.uint64(3) + np.where(begin + step < stop, value[at], np.uint64(step)))
    order = np.lexsort((mixed, owner))
    mixed, owner = mixed[order], owner[order]
    new = np.ones(len(mixed), dtype=bool)
    new[1:] = (mixed[1:] != mixed[:-1]) | (owner[1:] != owner[:-1])
    return mixed[new], owner[new]


def _mix(values: np.ndarray) -> np.ndarray:
    """Scramble 64-bit numbers (the finaliser of splitmix64, Steele, Lea & Flood 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def fingerprint(tokens: Tokens, texts: list[str]) -> pa.Table:
    """Take the fingerprints of articles.

    Parameters
    ----------
    tokens : Tokens
        Of headline and body of each article, in turn.
    texts : list of str
        These.

    Returns
    -------
    Table
        One row an article: ``length`` (words of the body), ``whole`` (a hash of all of them, in order), ``prints``
        (the hashes that are kept, ascending), ``opening`` and ``closing`` (of the body).
    """
    bodies = np.arange(1, len(texts), 2)
    length = np.diff(tokens.first)[1::2]
    hashes, owner = shingles(tokens, bodies)
    kept = hashes < np.uint64(2**64 // KEPT)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner[kept], minlength=len(bodies)))])
    return pa.table(
        {
            "length": pa.array(length, pa.int32()),
            "whole": pa.array(_whole(tokens, bodies), pa.uint64()),
            "prints": pa.LargeListArray.from_arrays(pa.array(offsets, pa.int64()), pa.array(hashes[kept], pa.uint64())),
            "opening": pa.array([_readable(texts[each][:_OPENING]) for each in bodies.tolist()], pa.string()),
            "closing": pa.array([_readable(texts[each][-_CLOSING:]) for each in bodies.tolist()], pa.string()),
        }
    )


def _whole(tokens: Tokens, texts: np.ndarray) -> np.ndarray:
    """Hash all words of each text: a sum over its places, each word weighed by where it stands."""
    hashed = folded_of(tokens)
    value = hashed.order[hashed.number[tokens.form]] if len(tokens.form) else np.zeros(0, dtype=np.uint64)
    place = np.arange(len(value)) - np.repeat(tokens.first[:-1], np.diff(tokens.first))
    with np.errstate(over="ignore"):
        mixed = _mix(value ^ _mix(place.astype(np.uint64)))
        running = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed, dtype=np.uint64)])
        return running[tokens.first[texts + 1]] - running[tokens.first[texts]]


def _readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
