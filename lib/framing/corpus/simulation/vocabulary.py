"""An open vocabulary: the words that running text draws, by rank, without end.

Words are of three kinds. Grammar words and words with a tone are English, closed lists with the frequencies of news.
All others are made up: the rank r = 0, 1, 2, ... of a word is drawn with a probability that falls as (r + b)^-2
(Zipf 1949, as Mandelbrot 1953 bent it), with no last rank, so that new words keep coming however much is read.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from framing.corpus.simulation.english import GRAMMAR, TONED

__all__ = ["OPEN", "closed_words", "draw", "grammar_words", "spell"]

OPEN = -1

# The bend b, and that of a quarter of the draws, of what the news is full of. With these and the exponent 2 the
# distinct words of whole corpora, planted sentences and all, grow as those of news do:
# tests/corpus/test_simulated_vocabulary.py has the figures.
_BEND, _SHARP = 5000.0, 200.0
# Of 16 made-up words so many were said before: a text of 400 words then has some 250 different ones, as in Wikinews.
_REPEATED = 5
# A word does not return at once: this many other made-up words stand between.
_APART = 3
# Ranks end here all the same, for want of syllables: about one word in 500 million.
_LAST = 2**40 - 1
# About so many words of news carry a valence in VADER's lexicon (5.7 % counted).
_TONED_SHARE = 0.05
# The first toned words are hardly more frequent than the next: Zipf's law with this bend.
_TONED_BEND = 30

# Runs of consonants and of vowels alternate, so that no two ranks spell alike. No word of English that VADER or the
# codebook knows begins as these do: the first vowels are foreign to it.
_ONSET = "b d f g h j k l m n p r s t v z bl br dr fl gl gr kl kr pl pr sk sl sn st tr vl vr".split()
_FIRST = "ae ao eo iu uo".split()
_INNER = "b d f g k l m n p r s t v z ld lk lm lt mb nd ng nk nt rd rk rl rn rt sk st".split()
_VOWEL = "a e i o u ou".split()
_CODA = ["", *"n r s l t m k nd rt x sh".split()]
# Multiplying by a prime that divides no number of words scatters neighbouring ranks over the syllables.
_SCATTER = 1_000_003


@cache
def closed_words() -> list[str]:
    """The English words: grammar words, then toned ones."""
    return [each.partition(":")[0] for each in GRAMMAR.split()] + TONED.split()


@cache
def grammar_words() -> int:
    """How many of `closed_words`, the first ones, are words of grammar."""
    return len(GRAMMAR.split())


@cache
def _slots() -> np.ndarray:
    """Return 65,536 equally likely slots: each the number of an English word, or OPEN."""
    grammar = [float(each.partition(":")[2]) / 1e6 for each in GRAMMAR.split()]
    bent = [1 / (_TONED_BEND + rank) for rank in range(len(TONED.split()))]
    shares = np.array(grammar + [_TONED_SHARE * each / sum(bent) for each in bent])
    counts = np.rint(shares * 65536).astype(np.int64)
    taken = np.repeat(np.arange(len(counts), dtype=np.int16), counts)
    return np.concatenate([taken, np.full(65536 - len(taken), OPEN, dtype=np.int16)])


def draw(raw: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Draw words.

    A rank is at least r with probability b / (r + b); or it is one drawn before in the same text, the likelier the
    more often and the later it stands there (after Simon 1955). Only operations that every machine rounds the same.

    Parameters
    ----------
    raw : ndarray of uint64, shape (n,)
        Random bits; the last ten of each are left to the caller.
    first : ndarray of int64, shape (n,)
        Where the text of each word begins.

    Returns
    -------
    closed : ndarray of int16, shape (n,)
        Which of `closed_words` stands there, or OPEN.
    rank : ndarray of int64, shape (n_open,)
        The ranks of the made-up words at the places that are open.
    """
    slot = (raw >> np.uint64(48)).astype(np.int64)
    closed = _slots()[slot]
    here = np.flatnonzero(closed == OPEN)
    slot, bits = slot[here], ((raw[here] >> np.uint64(10)) & np.uint64(2**38 - 1)).astype(np.int64)
    bend = np.where(slot % 4 == 0, _SHARP, _BEND)
    rank = np.minimum(bend * (2.0**38 / (bits + 1.0) - 1.0), float(_LAST)).astype(np.int64)

    own = np.arange(len(here))
    begin = np.searchsorted(here, first[here])
    before = np.maximum(own - begin - _APART, 0)
    back = begin + (before * np.sqrt(bits / 2.0**38)).astype(np.int64)
    said = np.where((slot // 4 % 16 < _REPEATED) & (before > 0), back, own)
    while not np.array_equal(said, said[said]):
        said = said[said]
    return closed, rank[said]


def _hash(rank: np.ndarray) -> np.ndarray:
    """Return 64 bits that depend on a rank and on nothing else (the finaliser of SplitMix64, Steele et al. 2014)."""
    mixed = rank.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


# Of a thousand ranks so many are numbers, words in capitals and names. In news one word in four is capitalised, and
# among the rare ones every second.
_NUMBERS, _CAPITALS, _NAMES, _RARE_NAMES = 60, 40, 300, 420
_RARE = 10_000
# Of a hundred names so many end in é, as one in a hundred distinct words of news has a letter beyond ASCII.
_ACCENTED = 3


def spell(rank: np.ndarray) -> pa.LargeStringArray:
    """Spell ranks: a made-up word, a name with a capital, a word in capitals or a number.

    Parameters
    ----------
    rank : ndarray of int64, shape (n,)
        From 0.

    Returns
    -------
    LargeStringArray, length n
        Different ranks are different words, in any case of letters.

    Examples
    --------
    >>> spell(np.array([0, 1, 2, 40, 5000, 60_000, 10**9])).to_pylist()
    ['bae', 'hiu', 'Maon', 'snuo', 'Faodur', 'pleoldand', 'LAORKANGUGUN']
    """
    mixed = _hash(rank)
    kind = (mixed % np.uint64(1000)).astype(np.int64)
    names = np.where(rank < _RARE, _NAMES, _RARE_NAMES)
    number = kind < _NUMBERS
    capitals = ~number & (kind < _NUMBERS + _CAPITALS)
    name = ~number & ~capitals & (kind < _NUMBERS + _CAPITALS + names)
    accented = name & ((mixed >> np.uint64(20)) % np.uint64(100) < _ACCENTED)

    size = np.searchsorted([_room(1), _room(2), _room(3), _room(4)], rank, side="right") + 1
    # Common words are short, yet not all of them.
    size += ((mixed >> np.uint64(40)) % np.uint64(10)).astype(np.int64) < np.array([0, 5, 1, 0, 0, 0])[size]
    groups = [(number, _numerals(rank[number]))]
    for syllables in np.unique(size[~number]).tolist():
        here = ~number & (size == syllables)
        groups.append((here, _syllables(rank[here], syllables)))
    order = np.empty(len(rank), dtype=np.int64)
    order[np.concatenate([np.flatnonzero(here) for here, _ in groups])] = np.arange(len(rank))
    made = pa.chunked_array([each for _, each in groups], type=pa.large_string()).combine_chunks().take(pa.array(order))
    made = pc.if_else(pa.array(capitals), pc.ascii_upper(made), made)
    made = pc.if_else(pa.array(accented), _joined(made, pa.scalar("é", pa.large_string())), made)
    return pc.if_else(pa.array(name), pc.ascii_capitalize(made), made)


def _room(syllables: int) -> int:
    """Return how many words of so many syllables there are."""
    return len(_ONSET) * len(_FIRST) * len(_CODA) * (len(_INNER) * len(_VOWEL)) ** (syllables - 1)


def _syllables(rank: np.ndarray, syllables: int) -> pa.LargeStringArray:
    rest = rank * _SCATTER % _room(syllables)
    parts = []
    for runs in (_ONSET, _FIRST, *(_INNER, _VOWEL) * (syllables - 1), _CODA):
        rest, digit = np.divmod(rest, len(runs))
        parts.append(pa.array(runs, type=pa.large_string()).take(pa.array(digit)))
    return _joined(*parts)


def _numerals(rank: np.ndarray) -> pa.LargeStringArray:
    """Write ranks as numbers, some with a decimal: without the point they are the rank again."""
    whole = pa.array(rank).cast(pa.large_string())
    decimal = _joined(*(pa.array(each).cast(pa.large_string()) for each in np.divmod(rank, 10)), between=".")
    return pc.if_else(pa.array((rank % 4 == 1) & (rank > 10)), decimal, whole)


def _joined(*parts: pa.LargeStringArray | pa.LargeStringScalar, between: str = "") -> pa.LargeStringArray:
    return pc.binary_join_element_wise(*parts, pa.scalar(between, pa.large_string()))
