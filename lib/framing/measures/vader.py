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
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from framing.text.pieces import Pieces
from framing.text.tokens import expand

__all__ = ["EDITION", "Known", "Words", "compound", "lexicon", "valences", "words_of"]

EDITION = "vaderSentiment 3.3.2"
# The single words that rules name.
_NAMED = "kind of no or nor never without doubt so this least at very".split()
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
    known : Known
        What VADER knows of each distinct word.
    word : ndarray of int32, shape (n_words,)
        Which distinct word stands there.
    piece : ndarray of int32, shape (n_words,)
        The piece it came from.
    sentence : ndarray of int32, shape (n_words,)
        The sentence, counted over the whole batch; never decreasing.
    bangs, questions : ndarray of int64, shape (n_sentences,)
        Exclamation and question marks of each sentence.
    """

    known: Known
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
    sentence : ndarray of int, shape (n_pieces,)
        The sentence of each piece, counted over the whole batch.
    sentences : int
        How many sentences the batch has.

    Returns
    -------
    Words
    """
    known = pieces.lexicon.facts(Known, Known)
    known.learn(pieces.distinct)
    ids = pieces.ids
    counts = known.count[ids]
    if (counts == 1).all():
        piece, word = np.arange(len(ids), dtype=np.int32), known.word[known.offset[ids]]
    else:
        piece = np.repeat(np.arange(len(ids), dtype=np.int32), counts)
        word = known.word[expand(known.offset[ids], counts)]
        sentence = sentence[piece]
    marked = np.flatnonzero(known.marked[ids])
    bangs, questions = (
        np.bincount(sentence[np.searchsorted(piece, marked)], each[ids[marked]], minlength=sentences).astype(np.int64)
        for each in (known.bangs, known.questions)
    )
    return Words(known, word, piece, sentence, bangs, questions)


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


class Known:
    """What VADER knows of each distinct word, and of which words each distinct piece is made.

    Attributes
    ----------
    distinct : list of str
        Distinct words as written.
    lower : ndarray of int32
        Of each word: its number among the words that rules name, whatever its case; -1 for all others.
    valence, booster : ndarrays of float64
    listed, negation, upper, but, scored : ndarrays of bool
        In the lexicon; denies; in capitals; is "but"; carries a valence of its own (listed and no booster).
    offset, count : ndarrays of int64
        Of each piece p: its words are ``word[offset[p] : offset[p] + count[p]]``.
    bangs, questions, marked : ndarrays
        Of each piece: its exclamation and question marks, and whether it has any.
    """

    def __init__(self) -> None:
        from vaderSentiment import vaderSentiment as vader

        self.distinct: list[str] = []
        self._words: dict[str, int] = {}
        phrases = [*vader.SPECIAL_CASES, *vader.BOOSTER_DICT]
        named = [*_NAMED, *(word for phrase in phrases if " " in phrase for word in phrase.split())]
        self._lower = {word: number for number, word in enumerate(dict.fromkeys(named))}
        self.word, self.lower = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32)
        self.valence, self.booster = np.zeros(0), np.zeros(0)
        self.listed, self.negation, self.upper, self.but, self.scored = (np.zeros(0, dtype=bool) for _ in range(5))
        self.offset, self.count, self.bangs, self.questions = (np.zeros(0, dtype=np.int64) for _ in range(4))
        self.marked = np.zeros(0, dtype=bool)
        self.caps, self.flip = vader.C_INCR, vader.N_SCALAR
        self._boosters, self._negations = vader.BOOSTER_DICT, frozenset(vader.NEGATE)
        self._special = {each: value for each, value in vader.SPECIAL_CASES.items() if " " in each}
        self._pairs = {each: value for each, value in vader.BOOSTER_DICT.items() if " " in each}

    def learn(self, pieces: Sequence[str]) -> None:
        """Look at the pieces that are new since the last call."""
        new = pieces[len(self.count) :]
        if not new:
            return
        ids, emoji = self._words, _emoji().keys()
        flat: list[int] = []
        counts, bangs, questions = (np.zeros(len(new), dtype=np.int64) for _ in range(3))
        counts += 1
        for index, piece in enumerate(new):
            if piece.isascii() and piece.isalnum():
                flat.append(ids.setdefault(piece, len(ids)))
                continue
            spelt = piece if piece.isascii() or emoji.isdisjoint(piece) else _spell(piece)
            if "!" in spelt or "?" in spelt:
                bangs[index], questions[index] = spelt.count("!"), spelt.count("?")
            if spelt is piece:
                flat.append(ids.setdefault(_strip(piece), len(ids)))
                continue
            cut = spelt.split() or [piece]
            counts[index] = len(cut)
            flat += [ids.setdefault(_strip(each), len(ids)) for each in cut]
        self.offset = np.concatenate([self.offset, np.cumsum(counts) - counts + len(self.word)])
        self.word = np.concatenate([self.word, np.array(flat, dtype=np.int32)])
        self.count = np.concatenate([self.count, counts])
        self.bangs, self.questions = np.concatenate([self.bangs, bangs]), np.concatenate([self.questions, questions])
        self.marked = (self.bangs > 0) | (self.questions > 0)
        self._look_up(list(ids)[len(self.distinct) :])

    def _look_up(self, new: list[str]) -> None:
        """Look up the words that are new."""
        known, boosters, negations, ids = lexicon(), self._boosters, self._negations, self._lower
        lower = [each.lower() for each in new]
        columns: dict[str, tuple[list[Any], type]] = {
            "lower": ([ids.get(each, -1) for each in lower], np.int32),
            "valence": ([known.get(each, 0.0) for each in lower], np.float64),
            "booster": ([boosters.get(each, 0.0) for each in lower], np.float64),
            "listed": ([each in known for each in lower], bool),
            "negation": ([each in negations or "n't" in each for each in lower], bool),
            "upper": ([each.isupper() for each in new], bool),
            "but": ([each == "but" for each in lower], bool),
        }
        for name, (values, kind) in columns.items():
            setattr(self, name, np.concatenate([getattr(self, name), np.array(values, dtype=kind)]))
        self.scored = self.listed & (self.booster == 0)
        self.distinct += new

    def is_word(self, word: str) -> int:
        """Return the number of one of the words that rules name."""
        return self._lower[word]

    def phrases(self, listed: dict[str, float]) -> dict[tuple[int, ...], float]:
        """Return phrases as the numbers of their words."""
        return {tuple(map(self.is_word, each.split())): value for each, value in listed.items()}

    @property
    def special(self) -> dict[tuple[int, ...], float]:
        """The idioms and their valence."""
        return self.phrases(self._special)

    @property
    def pairs(self) -> dict[tuple[int, ...], float]:
        """The boosters of two words and what they add."""
        return self.phrases(self._pairs)


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
