"""Sentences: where one ends and the next begins, decided from the pieces on either side.

A boundary needs a piece that can end a sentence and one that can begin the next. What a piece can do is decided once
for each distinct piece; the rest is array arithmetic. An empty line always ends a sentence; a single line feed is
white space, since databases wrap their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from framing.text.pieces import Pieces

__all__ = ["sentence_starts"]

_CLOSERS = "\"'”’»›)]}*_"
_OPENERS = "\"'“‘«‹([{*_—–-"

# What the last character of a piece that ends a sentence can be.
_ENDERS = frozenset(_CLOSERS + ".!?…。！？")

# With a capital never the end of a sentence: a name follows.
_TITLES = frozenset(
    """mr mrs ms dr prof rev fr hon gen maj brig col lt cmdr cpt capt sgt cpl adm rear vice sen rep reps sens gov
    pres amb supt st mt ft messrs mme mlle nos fig figs vol art sec ch dept ret rtd asst assoc bros univ""".split()
)
# In capitals these alone: "EST.", "SEC." and "ART." end sentences.
_LOUD_TITLES = frozenset("mr mrs ms dr prof messrs".split())
# In small letters, and "No.", not before a number.
_NUMBERED_WORDS = frozenset("no nos fig figs vol art sec ch".split())
# Never, in small letters.
_WITHIN = frozenset("vs v pp al cf viz ca approx est i.e e.g".split())
# May end a sentence: then the next piece begins like one.
_EITHER = frozenset(
    """inc corp co ltd plc llc jr sr bros etc a.m p.m am pm u.s u.k u.n u.s.a e.u u.a.e d.c ph.d m.d b.a m.a s.a
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun ave blvd rd
    calif ala ariz ark colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa
    penn tenn tex va vt wash wis wyo n.y n.j n.c n.d s.c s.d n.h n.m w.va r.i i.e e.g""".split()
)
# Of these in small letters words of their own.
_WORDS_TOO = frozenset("mar sun sat mon fri am la mo ill wash miss mass ind del ore pa co no".split())
# Words that begin a sentence more often than they continue a name after an abbreviation.
_STARTERS = frozenset(
    """the a an in on at it its he she they we i you this that these those there but and or nor so yet for if when
    while as after before since until although though because however meanwhile moreover also still then thus
    his her their our my your what who where why how which some many most all both each no not one two three
    with without from by to under over according despite during last next earlier later officials""".split()
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")

# What a piece can do at the end of a sentence: from _STOP on it ends one before whatever can begin one.
_NONE, _INITIALS, _EITHER_WAY, _NUMBERED, _STOP, _STRONG, _ELLIPSIS = range(7)
# ... and at the beginning: from _DIGIT on it can begin one.
_LOWER, _OTHER, _DIGIT, _UPPER, _STARTER = range(5)


def sentence_starts(pieces: Pieces) -> np.ndarray:
    """Mark the pieces that begin a sentence.

    Parameters
    ----------
    pieces : Pieces
        A batch of texts cut at white space.

    Returns
    -------
    ndarray of bool, shape (n_pieces,)
        True for the first piece of every text and of every further sentence.

    Examples
    --------
    >>> from framing.text.pieces import cut
    >>> sentence_starts(cut(["Gen. J. R. Lee spoke. “It works.” The U.S. Air Force agreed."])).nonzero()[0].tolist()
    [0, 5, 7]
    """
    edges = pieces.lexicon.facts(_Edges, _Edges)
    edges.learn(pieces.distinct)
    starts = np.zeros(len(pieces.ids), dtype=bool)
    if len(starts) == 0:
        return starts
    before, after = edges.ending[pieces.ids[:-1]], edges.opening[pieces.ids[1:]]
    starts[1:] = (
        ((before >= _STOP) & (after >= _DIGIT))
        | ((before == _NUMBERED) & (after >= _UPPER))
        | (((before == _EITHER_WAY) | (before == _INITIALS)) & (after == _STARTER))
    )
    starts[pieces.blank_before] = True
    starts[pieces.first[:-1][pieces.first[:-1] < len(starts)]] = True
    return starts


class _Edges:
    """What each distinct piece can do at the end and at the beginning of a sentence."""

    def __init__(self) -> None:
        self.ending, self.opening = np.zeros(0, dtype=np.int8), np.zeros(0, dtype=np.int8)

    def learn(self, pieces: Sequence[str]) -> None:
        """Look at the pieces that are new since the last call."""
        new = pieces[len(self.ending) :]
        if new:
            self.ending = np.concatenate([self.ending, np.array(list(map(_ending, new)), dtype=np.int8)])
            self.opening = np.concatenate([self.opening, np.array(list(map(_opening, new)), dtype=np.int8)])


def _ending(piece: str) -> int:
    """Say how a piece can end a sentence."""
    if piece[-1] not in _ENDERS:
        return _NONE
    core = piece.rstrip(_CLOSERS)
    if not core:
        return _NONE
    last = core[-1]
    if last in "!?。！？":
        return _STRONG
    if last == "…" or core.endswith("..."):
        return _ELLIPSIS
    if last != ".":
        return _NONE
    word = core.lstrip(_OPENERS)[:-1]
    key = word.casefold()
    if key in _WITHIN and not word.isupper():
        return _NONE
    if key in _NUMBERED_WORDS and (word.islower() or key == "no"):
        return _NUMBERED
    if key in _TITLES:
        loud = len(word) > 1 and word.isupper()
        return _NONE if key in _LOUD_TITLES or (word[:1].isupper() and not loud) else _STOP
    if key in _EITHER and not (word.islower() and key in _WORDS_TOO):
        return _EITHER_WAY
    if len(word) == 1 and word.isalpha() and word.isupper():
        return _INITIALS
    if _DOTTED.fullmatch(core.lstrip(_OPENERS)) and len(key) <= 7:
        return _EITHER_WAY
    return _STOP


def _opening(piece: str) -> int:
    """Say whether a piece can begin a sentence."""
    if piece.isalpha():
        if piece[0].islower():
            return _UPPER if piece[0] in "ie" and piece[1:2].isupper() else _LOWER
        return _STARTER if piece[0].isupper() and piece.casefold() in _STARTERS else _UPPER
    core = piece.lstrip(_OPENERS)
    if not core:
        return _UPPER if piece[0] in '"“‘«([' else _OTHER
    if core[0].islower():
        return _UPPER if core[:1] in "ie" and core[1:2].isupper() else _LOWER
    if core.rstrip(_CLOSERS + ".,;:!?").casefold().split("'")[0].split("’")[0] in _STARTERS and core[0].isupper():
        return _STARTER
    if core[0].isdigit():
        return _DIGIT
    return _UPPER if core[0].isalnum() or core[0] in "$£€¥@#&" else _OTHER
