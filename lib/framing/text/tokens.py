r"""Tokens: the words of a batch of texts, as flat arrays with their place in the text.

A token is ``\w+(?:[.'’]\w+)*``. Pieces between white space are split into tokens once for each distinct piece,
and what a word *is* (its folded form, whether a phrase may run across the gap before it) is decided there; what
happens for each token is array arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from framing.text.pieces import Pieces, cut
from framing.text.sentences import sentence_starts

__all__ = ["TOKEN", "Tokens", "expand", "fold", "tokenise", "tokens_of"]

TOKEN = r"\w+(?:[.'’]\w+)*"
_TOKEN = re.compile(TOKEN)
_POSSESSIVE = re.compile(r"(?<=\w)['’][sS]$")
_INITIALISM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
# A phrase may run across white space, hyphens and quotation marks; any other character between two tokens parts them.
_JOINING = frozenset("-‐‑\u00ad'\"‘’‚‛“”„‟«»‹›`´")


def fold(form: str) -> str:
    """Return the form that matching compares: no final 's, no dots of an initialism, case folded.

    >>> [fold(each) for each in ("China's", "U.S", "Chang’e", "NASA")]
    ['china', 'us', 'chang’e', 'nasa']
    """
    return bare(form).casefold()


def bare(form: str) -> str:
    """Return a form without a final 's and without the dots of an initialism, its case kept.

    >>> bare("U.S"), bare("MSS’s"), bare("Chang'e")
    ('US', 'MSS', 'Chang’e')
    """
    if "'" in form or "’" in form:
        form = _POSSESSIVE.sub("", form).replace("'", "’")
    if "." in form and _INITIALISM.fullmatch(form):
        form = form.replace(".", "")
    return form


@dataclass(frozen=True)
class Tokens:
    """The tokens of a batch of texts.

    Attributes
    ----------
    pieces : Pieces
        The white-space pieces they were cut from.
    forms : list of str
        Distinct forms as written.
    form : ndarray of int32, shape (n_tokens,)
        Which form stands there.
    text : ndarray of int32, shape (n_tokens,)
        The text it stands in.
    start, end : ndarray of int64, shape (n_tokens,)
        Character offsets into that text: ``texts[text][start:end]`` is the token.
    sentence : ndarray of int32, shape (n_tokens,)
        The sentence of its text, counted from 0.
    parted : ndarray of bool, shape (n_tokens,)
        True where a phrase cannot run on from the token before: other text or sentence, or punctuation between.
    piece : ndarray of int64, shape (n_tokens,)
        The piece it was cut from.
    piece_sentence : ndarray of int32, shape (n_pieces,)
        The sentence of each piece, counted from 0 in its text.
    sentences : ndarray of int64, shape (n_texts,)
        How many sentences each text has; an empty one has none.
    """

    pieces: Pieces
    forms: list[str]
    form: np.ndarray
    text: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    parted: np.ndarray
    piece: np.ndarray
    piece_sentence: np.ndarray
    sentences: np.ndarray

    def __len__(self) -> int:
        return len(self.form)

    @cached_property
    def first(self) -> np.ndarray:
        """``first[i]:first[i + 1]`` are the tokens of text i."""
        return np.searchsorted(self.text, np.arange(self.pieces.count + 1))


def tokens_of(texts: Sequence[str]) -> Tokens:
    """Cut a batch of texts into tokens.

    Examples
    --------
    >>> tokens = tokens_of(["China's anti-satellite test. It worked."])
    >>> [tokens.forms[i] for i in tokens.form]
    ["China's", 'anti', 'satellite', 'test', 'It', 'worked']
    >>> tokens.sentence.tolist(), tokens.parted.tolist()
    ([0, 0, 0, 0, 1, 1], [True, False, False, False, True, False])
    """
    pieces = cut(texts)
    starts = sentence_starts(pieces)
    numbering = np.cumsum(starts, dtype=np.int32)
    piece_sentence = numbering - numbering[pieces.first[pieces.text]]

    lexicon = _split(pieces.distinct)
    counts = lexicon.count[pieces.ids]
    piece = np.repeat(np.arange(len(pieces.ids)), counts)
    within = expand(lexicon.offset[pieces.ids], counts)
    text = pieces.text[piece]
    begin = pieces.start[piece]
    parted = lexicon.parted[within]
    heads = np.flatnonzero(np.diff(piece, prepend=-1))
    # Between a piece's first token and the token before it stand the rest of that token's piece and any pieces
    # without a token ("–", "..."): one of them that parts is enough.
    parting = np.concatenate([[0], np.cumsum(lexicon.trailing[pieces.ids])])
    previous = piece[heads[1:] - 1]
    parted[heads[1:]] |= parting[piece[heads[1:]]] > parting[previous]
    sentence = piece_sentence[piece]
    if len(text):
        parted[0] = True
        parted[1:] |= (text[1:] != text[:-1]) | (sentence[1:] != sentence[:-1])
    return Tokens(
        pieces=pieces,
        forms=lexicon.forms,
        form=lexicon.form[within],
        text=text,
        start=begin + lexicon.start[within],
        end=begin + lexicon.end[within],
        sentence=sentence,
        parted=parted,
        piece=piece,
        piece_sentence=piece_sentence,
        sentences=np.bincount(pieces.text[starts], minlength=pieces.count),
    )


def expand(offset: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return ``offset[i], offset[i] + 1, ...`` (``counts[i]`` of them) for every i, one after the other.

    >>> expand(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(offset - (ends - counts), counts)


@dataclass(frozen=True)
class _Lexicon:
    """The tokens of each distinct piece, flat: those of piece p are offset[p] : offset[p] + count[p]."""

    forms: list[str]
    form: np.ndarray
    start: np.ndarray
    end: np.ndarray
    parted: np.ndarray
    offset: np.ndarray
    count: np.ndarray
    trailing: np.ndarray


def _split(distinct: Iterable[str]) -> _Lexicon:
    """Split each distinct piece once."""
    ids: dict[str, int] = {}
    form, start, end, parted, count, trailing = [], [], [], [], [], []
    for piece in distinct:
        if piece.isalpha() and piece.isascii():
            form.append(ids.setdefault(piece, len(ids)))
            start.append(0)
            end.append(len(piece))
            parted.append(False)
            count.append(1)
            trailing.append(False)
            continue
        last = found = 0
        for match in _TOKEN.finditer(piece):
            form.append(ids.setdefault(match.group(), len(ids)))
            start.append(match.start())
            end.append(match.end())
            parted.append(not _JOINING.issuperset(piece[last : match.start()]))
            last = match.end()
            found += 1
        count.append(found)
        trailing.append(not _JOINING.issuperset(piece[last:]))
    counts = np.array(count, dtype=np.int64)
    return _Lexicon(
        forms=list(ids),
        form=np.array(form, dtype=np.int32),
        start=np.array(start, dtype=np.int64),
        end=np.array(end, dtype=np.int64),
        parted=np.array(parted, dtype=bool),
        offset=np.cumsum(counts) - counts,
        count=counts,
        trailing=np.array(trailing, dtype=bool),
    )


def tokenise(texts: Iterable[str]) -> pd.DataFrame:
    r"""Cut texts into tokens, one row a token.

    A token is ``\w+(?:[.'’]\w+)*``: words joined by a hyphen, slash or dash are separate tokens.

    Parameters
    ----------
    texts : iterable of str
        One text an article, or any other texts. A Series keeps its index in the column ``text``.

    Returns
    -------
    DataFrame
        ``text`` (which text, by index or position), ``sentence`` (from 0), ``start``, ``end`` (character offsets),
        ``token`` (as written), ``form`` (as matched: case folded, without a final 's or the dots of an initialism).

    Examples
    --------
    >>> tokenise(["The U.S. and China's anti-satellite tests."])["form"].tolist()
    ['the', 'us', 'and', 'china', 'anti', 'satellite', 'tests']
    """
    index = texts.index if isinstance(texts, pd.Series) else None
    listed = [each if isinstance(each, str) else "" for each in texts]
    tokens = tokens_of(listed)
    forms = np.array(tokens.forms, dtype=object)
    folded = np.array([fold(each) for each in tokens.forms], dtype=object)
    return pd.DataFrame(
        {
            "text": tokens.text if index is None else index.to_numpy()[tokens.text],
            "sentence": tokens.sentence,
            "start": tokens.start,
            "end": tokens.end,
            "token": forms[tokens.form] if len(forms) else [],
            "form": folded[tokens.form] if len(forms) else [],
        }
    )
