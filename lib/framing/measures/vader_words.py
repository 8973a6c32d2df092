"""VADER's words: how it cuts a text, and what it knows of each word.

The lexicon, the boosters and the negations are those of the package ``vaderSentiment`` (Hutto & Gilbert 2014, edition
3.3.2). What a word is (its valence, a booster, a negation, in capitals) is looked up once for each distinct word.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from framing.text.pieces import Pieces
from framing.text.tokens import expand

__all__ = ["EDITION", "Known", "Words", "lexicon", "words_of"]

EDITION = "vaderSentiment 3.3.2"
# The single words that rules name.
_NAMED = "kind of no or nor never without doubt so this least at very".split()


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
