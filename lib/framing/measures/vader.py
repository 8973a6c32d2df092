"""VADER's rules as array operations: how positive or negative a sentence is.

The rules and constants are those of ``polarity_scores`` in the package ``vaderSentiment`` (Hutto & Gilbert 2014,
edition 3.3.2), applied to all sentences of a batch at once.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from framing.measures.vader_words import Known, Words

__all__ = ["compound", "valences"]

_ALPHA = 15  # Hutto & Gilbert's normalising constant: compound = s / sqrt(s² + 15)


def valences(words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Return the valence of each word in its context, before the rule for "but".

    Boosters, negation, capitals and idioms of the three words before it act as in ``vaderSentiment``.

    Parameters
    ----------
    words : Words

    Returns
    -------
    at : ndarray of int64, shape (n_scored,)
        The words that can carry a valence, ascending.
    value : ndarray of float64, shape (n_scored,)
        Their valence; all other words have none.
    """
    known, total = words.known, len(words.word)
    at = np.flatnonzero(known.scored[words.word])
    if len(at) == 0:
        return at, np.zeros(0)
    starts = np.searchsorted(words.sentence, np.arange(len(words.bangs) + 1))
    sentence = words.sentence[at]
    place, size = at - starts[sentence], np.diff(starts)[sentence]
    loud = np.flatnonzero(known.upper[words.word])
    shouted = np.bincount(words.sentence[loud], minlength=len(words.bangs))[sentence]

    def said(steps: int, at: np.ndarray, place: np.ndarray, size: np.ndarray) -> np.ndarray:
        """Number of the word so many steps back (ahead when negative); -1 outside the sentence."""
        inside = (place >= steps) & (place - steps < size)
        return np.where(inside, known.lower[words.word[np.clip(at - steps, 0, total - 1)]], -1)

    kind_of = (said(0, at, place, size) == known.is_word("kind")) & (said(-1, at, place, size) == known.is_word("of"))
    at, place, size, shouted = (each[~kind_of] for each in (at, place, size, shouted))
    word, mix = words.word[at], (shouted > 0) & (shouted < size)

    def back(steps: int) -> np.ndarray:
        return np.where(place >= steps, words.word[np.maximum(at - steps, 0)], 0)

    before = {steps: said(steps, at, place, size) for steps in (-2, -1, 0, 1, 2, 3)}
    value = known.valence[word]
    no, nor = known.is_word("no"), (known.is_word("or"), known.is_word("nor"))
    ahead = np.minimum(at + 1, total - 1)
    value[(before[0] == no) & (place < size - 1) & known.listed[words.word[ahead]]] = 0.0
    denied = (before[1] == no) | (before[2] == no) | ((before[3] == no) & np.isin(before[1], nor))
    value[denied] = known.valence[word][denied] * known.flip
    shout = known.upper[word] & mix
    value[shout] += np.where(value[shout] > 0, known.caps, -known.caps)

    for step, damping in ((1, 1.0), (2, 0.95), (3, 0.9)):
        other = back(step)
        free = (place >= step) & ~known.listed[other]
        scalar = known.booster[other] * np.where(value < 0, -1, 1)
        shout = (scalar != 0) & known.upper[other] & mix
        scalar[shout] += np.where(value[shout] > 0, known.caps, -known.caps)
        value = np.where(free, value + scalar * damping, value)
        value = np.where(free, value * _negation(step, before, other, known), value)
        if step == 3:
            value = np.where(free, _idioms(value, before, known), value)
    least = (before[1] == known.is_word("least")) & ~known.listed[back(1)]
    kept = (place > 1) & np.isin(before[2], (known.is_word("at"), known.is_word("very")))
    return at, np.where(least & ~kept, value * known.flip, value)


def _negation(step: int, before: dict[int, np.ndarray], other: np.ndarray, known: Known) -> np.ndarray:
    """Return the factor that a negation so many words back puts on a valence."""
    factor = np.where(known.negation[other], known.flip, 1.0)
    never, without, doubt = (known.is_word(each) for each in ("never", "without", "doubt"))
    so = (known.is_word("so"), known.is_word("this"))
    if step == 2:
        factor = np.where((before[2] == without) & (before[1] == doubt), 1.0, factor)
        factor = np.where((before[2] == never) & np.isin(before[1], so), 1.25, factor)
    if step == 3:
        factor = np.where((before[3] == without) & ((before[2] == doubt) | (before[1] == doubt)), 1.0, factor)
        # As in the original: "so" or "this" right before raises a valence whatever stands three words back.
        raised = ((before[3] == never) & np.isin(before[2], so)) | np.isin(before[1], so)
        factor = np.where(raised, 1.25, factor)
    return factor


def _idioms(value: np.ndarray, before: dict[int, np.ndarray], known: Known) -> np.ndarray:
    """Replace the valence of words in special phrases ("bus stop"), and damp after "kind of" and "sort of"."""
    done, idioms = np.zeros(len(value), dtype=bool), known.special
    for window in ((1, 0), (2, 1, 0), (2, 1), (3, 2, 1), (3, 2)):
        for key, special in idioms.items():
            if len(key) == len(window):
                here = _reads(before, window, key) & ~done
                value = np.where(here, special, value)
                done |= here
    for window in ((0, -1), (0, -1, -2)):
        for key, special in idioms.items():
            if len(key) == len(window):
                value = np.where(_reads(before, window, key), special, value)
    for window in ((3, 2), (2, 1)):
        for key, damping in known.pairs.items():
            value = np.where(_reads(before, window, key), value + damping, value)
    return value


def _reads(before: dict[int, np.ndarray], window: tuple[int, ...], key: tuple[int, ...]) -> np.ndarray:
    here = np.ones(len(before[0]), dtype=bool)
    for step, word in zip(window, key, strict=True):
        here &= before[step] == word
    return here


def compound(words: Words, at: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Return VADER's compound score of each sentence.

    Parameters
    ----------
    words : Words
    at, value : ndarrays, shape (n_scored,)
        From `valences`; a masked word has the value 0.

    Returns
    -------
    ndarray of float64, shape (n_sentences,)
        -1 to 1, unrounded.
    """
    sentences = len(words.bangs)
    first_but = np.full(sentences, -1, dtype=np.int64)
    buts = np.flatnonzero(words.known.but[words.word])[::-1]
    first_but[words.sentence[buts]] = buts
    total = np.bincount(words.sentence[at], _around_but(at, value, first_but[words.sentence[at]]), minlength=sentences)
    bangs = np.minimum(words.bangs, 4) * 0.292
    questions = np.where(words.questions > 3, 0.96, np.where(words.questions > 1, words.questions * 0.18, 0.0))
    total = total + np.sign(total) * (bangs + questions)
    return total / np.sqrt(total * total + _ALPHA)


def _around_but(at: np.ndarray, value: np.ndarray, but: np.ndarray) -> np.ndarray:
    """Halve what stands before the first "but" of a sentence, and raise what stands after it by half.

    The authors look each valence up by its value and change the first that is equal: a halved one may be met again.
    Theirs is the instrument, so we do as they do, for the few sentences with a "but" one by one.
    """
    here = np.flatnonzero((but >= 0) & (value != 0))
    value = value.copy()
    starts = np.flatnonzero(np.diff(but[here], prepend=-1))
    for begin, end in pairwise([*starts.tolist(), len(here)]):
        mine = here[begin:end]
        factor = [0.5 if place < but[mine[0]] else 1.5 for place in at[mine].tolist()]
        found = value[mine].tolist()
        for index in range(len(found)):
            first = found.index(found[index])
            found[first] *= factor[first]
        value[mine] = found
    return value
