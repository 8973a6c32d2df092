"""Tone of a text: VADER's compound score, -1 (very negative) to 1 (very positive)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.measures import vader, vader_words
from framing.project import FramingError, nearest
from framing.text.pieces import Pieces, cut
from framing.text.tokens import expand

__all__ = ["TONES", "tone", "tone_words"]

TONES = ("vader", "nltk")


def tone(texts: Iterable[str]) -> np.ndarray:
    """Score texts with VADER, each taken as one sentence.

    Rules, lexicon and constants are those of ``vaderSentiment`` 3.3.2 (Hutto & Gilbert 2014): plain VADER, nothing
    masked. ``compound`` saturates with length: score sentences and average them, as ``features`` does, rather than
    an article as a whole. On news it is weak: r = 0.50 with human raters on editorial sentences.

    Parameters
    ----------
    texts : iterable of str
        Sentences.

    Returns
    -------
    ndarray of float64, shape (n_texts,)
        -1 to 1; 0 for an empty text.

    Examples
    --------
    >>> tone(["A great success.", "A dangerous failure!", ""]).round(4).tolist()
    [0.8316, -0.7712, 0.0]
    """
    pieces = cut([each if isinstance(each, str) else "" for each in texts])
    words = vader_words.words_of(pieces, pieces.text.astype(np.int64), pieces.count)
    return vader.compound(words, *vader.valences(words))


def check_tone(name: str) -> str:
    """Return the name of a tone instrument, or say which there are."""
    if name not in TONES:
        raise FramingError(f'tone="{name}" is not known{nearest(name, TONES)}')
    return name


def tone_words(
    texts: Iterable[str], *, top: int = 20, masked: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None
) -> pd.DataFrame:
    """List the words that make the tone of some texts: their valence in context, summed.

    Parameters
    ----------
    texts : iterable of str
        Whole texts will do: a word's valence depends on the three words before it only.
    top : int
        How many words on either side.
    masked : (text, start, end) of ndarrays, optional
        Spans of characters in which words have no valence; ``text`` is a position in ``texts``.

    Returns
    -------
    DataFrame
        ``term``, ``valence`` (the lexicon's), ``count``, ``contribution`` (sum of its valences in context: boosted,
        negated); the most positive first, the most negative last.

    Examples
    --------
    >>> tone_words(["A success. No success. A war."])[["term", "count"]].values.tolist()
    [['success', 2], ['war', 1]]
    """
    pieces = cut([each if isinstance(each, str) else "" for each in texts])
    words = vader_words.words_of(pieces, pieces.text.astype(np.int64), pieces.count)
    at, value = vader.valences(words)
    if masked is not None:
        value[_covered(pieces, *masked)[words.piece[at]]] = 0.0
    known = vader_words.lexicon()
    table = pd.DataFrame({"term": [each.lower() for each in words.known.distinct]})
    table["count"] = np.bincount(words.word[at], value != 0, minlength=len(table)).astype(int)
    table["contribution"] = np.bincount(words.word[at], value, minlength=len(table))
    table = table.groupby("term", as_index=False)[["count", "contribution"]].sum()
    table = table[table["count"] > 0]
    table["valence"] = [known.get(each, 0.0) for each in table["term"]]
    table = table.sort_values(["contribution", "term"], ascending=[False, True], kind="stable")
    positive = table[table["contribution"] > 0].head(top)
    negative = table[table["contribution"] < 0].tail(top)
    return pd.concat([positive, negative])[["term", "valence", "count", "contribution"]].reset_index(drop=True)


def _covered(pieces: Pieces, text: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Mark the pieces that a span touches."""
    lengths = np.array([len(each) for each in pieces.distinct], dtype=np.int64)[pieces.ids]
    width = int((pieces.start + lengths).max()) + 1 if len(lengths) else 1
    opens = pieces.text * width + pieces.start
    first = np.searchsorted(opens + lengths, text * width + start, side="right")
    last = np.searchsorted(opens, text * width + end, side="left")
    touched = np.zeros(len(lengths), dtype=bool)
    touched[expand(first, last - first)] = True
    return touched
