"""VADER's rules as array operations: how positive or negative a sentence is.

The lexicon, the boosters, the negations and the constants are those of the package ``vaderSentiment`` (Hutto & Gilbert
2014, edition 3.3.2); the rules are its ``polarity_scores``, applied to all sentences of a batch at once. What a word is
(its valence, a booster, a negation, in capitals) is looked up once for each distinct word.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from framing.text.pieces import Pieces
from framing.text.tokens import expand

__all__ = ["EDITION", "Words", "compound", "lexicon", "valences", "words_of"]

EDITION = "vaderSentiment 3.3.2"
_ALPHA = 15  # Hutto & Gilbert's normalising constant: compound = s / sqrt(s² + 15)


@cache
def lexicon() -> dict[str, float]:
    """Return VADER's lexicon: lower-case word or emoticon -> mean valence on -4..4."""
    words = {}
    for line in _shipped("vader_lexicon.txt").splitlines():
        if line.strip():
            word, valence = line.strip().split("\t")[:2]
            words[word] = float(valence)
    return words


@cache
def _emoji() -> dict[str, str]:
    lines = (line.strip().split("\t") for line in _shipped("emoji_utf8_lexicon.txt").splitlines() if line.strip())
    return {each[0]: each[1] for each in lines}


def _shipped(name: str) -> str:
    import vaderSentiment

    return (Path(next(iter(vaderSentiment.__path__))) / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Words:
    """The words of a batch as VADER cuts them: white-space pieces stripped of punctuation, emoji spelt out.

    Attributes
    ----------
    distinct : list of str
        Distinct words as written.
    word : ndarray of int64, shape (n_words,)
        Which distinct word stands there.
    piece : ndarray of int64, shape (n_words,)
        The piece it came from.
    sentence : ndarray of int64, shape (n_words,)
        The sentence, counted over the whole batch.
    bangs, questions : ndarray of int64, shape (n_sentences,)
        Exclamation and question marks of each sentence.
    """

    distinct: list[str]
    word: np.ndarray
    piece: np.ndarray
    sentence: np.ndarray
    bangs: np.ndarray
    questions: np.ndarray


def words_of(pieces: Pieces, sentence: np.ndarray, sentences: int) -> Words:
    """Cut the pieces of a batch into VADER's words.

    Parameters
    ----------
    pieces : Pieces
    sentence : ndarray of int64, shape (n_pieces,)
        The sentence of each piece, counted over the whole batch.
    sentences : int
        How many sentences the batch has.

    Returns
    -------
    Words
    """
    ids: dict[str, int] = {}
    flat: list[int] = []
    counts = np.ones(len(pieces.distinct), dtype=np.int64)
    bangs = np.zeros(len(pieces.distinct), dtype=np.int64)
    questions = np.zeros(len(pieces.distinct), dtype=np.int64)
    for index, piece in enumerate(pieces.distinct):
        if piece.isalpha() and piece.isascii():
            flat.append(ids.setdefault(piece, len(ids)))
            continue
        bangs[index], questions[index] = piece.count("!"), piece.count("?")
        cut = [piece] if piece.isascii() else _spell(piece).split() or [piece]
        counts[index] = len(cut)
        flat += [ids.setdefault(_strip(each), len(ids)) for each in cut]
    words = np.array(flat, dtype=np.int64)
    offset = np.cumsum(counts) - counts
    per_piece = counts[pieces.ids]
    piece_of = np.repeat(np.arange(len(pieces.ids)), per_piece)
    return Words(
        distinct=list(ids),
        word=words[expand(offset[pieces.ids], per_piece)] if len(words) else words,
        piece=piece_of,
        sentence=sentence[piece_of],
        bangs=np.bincount(sentence, bangs[pieces.ids], minlength=sentences).astype(np.int64),
        questions=np.bincount(sentence, questions[pieces.ids], minlength=sentences).astype(np.int64),
    )


def _strip(piece: str) -> str:
    word = piece.strip(string.punctuation)
    return piece if len(word) <= 2 else word


def _spell(piece: str) -> str:
    emoji, spelt, after_space = _emoji(), "", True
    for character in piece:
        if character in emoji:
            spelt += ("" if after_space else " ") + emoji[character]
            after_space = False
        else:
            spelt += character
            after_space = False
    return spelt


class _Known:
    """What VADER knows of each distinct word."""

    def __init__(self, distinct: Sequence[str]) -> None:
        from vaderSentiment import vaderSentiment as vader

        known = lexicon()
        lower = [each.lower() for each in distinct]
        ids: dict[str, int] = {}
        self.lower = np.array([ids.setdefault(each, len(ids)) for each in lower], dtype=np.int64)
        self.ids = ids
        self.listed = np.array([each in known for each in lower], dtype=bool)
        self.valence = np.array([known.get(each, 0.0) for each in lower])
        self.booster = np.array([vader.BOOSTER_DICT.get(each, 0.0) for each in lower])
        negations = frozenset(vader.NEGATE)
        self.negation = np.array([each in negations or "n't" in each for each in lower], dtype=bool)
        self.upper = np.array([each.isupper() for each in distinct], dtype=bool)
        self.special = {self.key(each): value for each, value in vader.SPECIAL_CASES.items() if " " in each}
        self.pairs = {self.key(each): value for each, value in vader.BOOSTER_DICT.items() if " " in each}
        self.caps, self.flip = vader.C_INCR, vader.N_SCALAR

    def key(self, phrase: str) -> tuple[int, ...]:
        """Return the lower-case ids of a phrase's words; -2 for one that the batch does not have."""
        return tuple(self.ids.get(each, -2) for each in phrase.split())

    def is_word(self, word: str) -> int:
        return self.ids.get(word, -2)


def valences(words: Words) -> np.ndarray:
    """Return the valence of each word in its context, before the rule for "but".

    Boosters, negation, capitals and idioms of the three words before it act as in ``vaderSentiment``.

    Parameters
    ----------
    words : Words

    Returns
    -------
    ndarray of float64, shape (n_words,)
        0 for words that carry none.
    """
    scores = np.zeros(len(words.word))
    if len(scores) == 0:
        return scores
    known = _Known(words.distinct)
    starts = np.flatnonzero(np.diff(words.sentence, prepend=-1))
    sizes = np.diff(np.append(starts, len(scores)))
    position = np.arange(len(scores)) - np.repeat(starts, sizes)
    size = np.repeat(sizes, sizes)
    shouted = np.add.reduceat(known.upper[words.word], starts, dtype=np.int64)
    mixed = np.repeat((shouted > 0) & (shouted < sizes), sizes)

    lower = np.concatenate([known.lower[words.word], [-1, -1]])
    kind_of = (lower[:-2] == known.is_word("kind")) & (lower[1:-1] == known.is_word("of")) & (position < size - 1)
    at = np.flatnonzero(known.listed[words.word] & (known.booster[words.word] == 0) & ~kind_of)
    place, word, mix = position[at], words.word[at], mixed[at]

    def back(steps: int) -> np.ndarray:
        return np.where(place >= steps, words.word[np.maximum(at - steps, 0)], 0)

    def said(steps: int) -> np.ndarray:
        """Lower-case id of the word so many steps back (ahead when negative); -1 outside the sentence."""
        inside = (place >= steps) & (place - steps < size[at])
        return np.where(inside, lower[np.clip(at - steps, 0, len(lower) - 1)], -1)

    before = {steps: said(steps) for steps in (-2, -1, 0, 1, 2, 3)}
    value = known.valence[word].copy()
    no, nor = known.is_word("no"), (known.is_word("or"), known.is_word("nor"))
    ahead = np.minimum(at + 1, len(scores) - 1)
    value[(before[0] == no) & (place < size[at] - 1) & known.listed[words.word[ahead]]] = 0.0
    denied = (before[1] == no) | (before[2] == no) | ((before[3] == no) & np.isin(before[1], nor))
    value[denied] = known.valence[word][denied] * known.flip
    shout = known.upper[word] & mix
    value[shout] += np.where(value[shout] > 0, known.caps, -known.caps)

    for step, damping in ((1, 1.0), (2, 0.95), (3, 0.9)):
        other = back(step)
        free = (place >= step) & ~known.listed[other]
        scalar = known.booster[other] * np.where(value < 0, -1, 1)
        loud = (scalar != 0) & known.upper[other] & mix
        scalar[loud] += np.where(value[loud] > 0, known.caps, -known.caps)
        value = np.where(free, value + scalar * damping, value)
        value = np.where(free, value * _negation(step, before, other, known), value)
        if step == 3:
            value = np.where(free, _idioms(value, before, known), value)
    least = (before[1] == known.is_word("least")) & ~known.listed[back(1)]
    kept = (place > 1) & np.isin(before[2], (known.is_word("at"), known.is_word("very")))
    scores[at] = np.where(least & ~kept, value * known.flip, value)
    return scores


def _negation(step: int, before: dict[int, np.ndarray], other: np.ndarray, known: _Known) -> np.ndarray:
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


def _idioms(value: np.ndarray, before: dict[int, np.ndarray], known: _Known) -> np.ndarray:
    """Replace the valence of words in special phrases ("bus stop"), and damp after "kind of" and "sort of"."""
    done = np.zeros(len(value), dtype=bool)
    for window in ((1, 0), (2, 1, 0), (2, 1), (3, 2, 1), (3, 2)):
        for key, special in known.special.items():
            if len(key) == len(window):
                here = _reads(before, window, key) & ~done
                value = np.where(here, special, value)
                done |= here
    for window in ((0, -1), (0, -1, -2)):
        for key, special in known.special.items():
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


def compound(words: Words, scores: np.ndarray) -> np.ndarray:
    """Return VADER's compound score of each sentence.

    Parameters
    ----------
    words : Words
    scores : ndarray of float64, shape (n_words,)
        From `valences`; set to 0 where a word is masked.

    Returns
    -------
    ndarray of float64, shape (n_sentences,)
        -1 to 1, unrounded. ``vaderSentiment`` halves what stands before "but" and raises what stands after it by half,
        once each; its own code does so twice when one valence is the double of another.
    """
    sentences = len(words.bangs)
    buts = [index for index, each in enumerate(words.distinct) if each.lower() == "but"]
    first_but = np.full(sentences, -1, dtype=np.int64)
    at = np.flatnonzero(np.isin(words.word, buts))[::-1]
    first_but[words.sentence[at]] = at
    but = first_but[words.sentence]
    here = np.arange(len(scores))
    scores = scores * np.where(but < 0, 1.0, np.where(here < but, 0.5, np.where(here > but, 1.5, 1.0)))
    total = np.bincount(words.sentence, scores, minlength=sentences)
    bangs = np.minimum(words.bangs, 4) * 0.292
    questions = np.where(words.questions > 3, 0.96, np.where(words.questions > 1, words.questions * 0.18, 0.0))
    total = total + np.sign(total) * (bangs + questions)
    return total / np.sqrt(total * total + _ALPHA)
