r"""Tokens: the words of a batch of texts, as flat arrays with their place in the text.

A token is ``\w+(?:[.'’]\w+)*``. Pieces between white space are split into tokens once for each distinct piece,
and what a word *is* (its folded form, whether a phrase may run across the gap before it) is decided there; what
happens for each token is array arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from framing.text.lexicon import Lexicon
from framing.text.pieces import Pieces, cut
from framing.text.sentences import sentence_starts

__all__ = ["TOKEN", "Splits", "Tokens", "expand", "fold", "tokenise", "tokens_of"]

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
    if form.isalpha():
        return form
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
    starts : ndarray of bool, shape (n_pieces,)
        The pieces that begin a sentence.
    forms : list of str
        Distinct forms as written, of this batch and of those cut before it with the same lexicon.
    form : ndarray of int32, shape (n_tokens,)
        Which form stands there.
    parted : ndarray of bool, shape (n_tokens,)
        True where a phrase cannot run on from the token before: other text or sentence, or punctuation between.
    piece : ndarray of int32, shape (n_tokens,)
        The piece it was cut from.
    first : ndarray of int64, shape (n_texts + 1,)
        ``first[i]:first[i + 1]`` are the tokens of text i.
    """

    pieces: Pieces
    starts: np.ndarray
    forms: list[str]
    form: np.ndarray
    parted: np.ndarray
    piece: np.ndarray
    first: np.ndarray
    _splits: Splits = field(repr=False)
    _split: np.ndarray = field(repr=False)  # which token of which distinct piece

    def __len__(self) -> int:
        return len(self.form)

    @cached_property
    def numbering(self) -> np.ndarray:
        """The sentence of each piece, counted over the whole batch: int32, shape (n_pieces,)."""
        return np.cumsum(self.starts, dtype=np.int32) - np.int32(1)

    @cached_property
    def piece_sentence(self) -> np.ndarray:
        """The sentence of each piece, counted from 0 in its text: int32, shape (n_pieces,)."""
        return self.numbering - self.numbering[self.pieces.first[self.pieces.text]]

    @cached_property
    def sentences(self) -> np.ndarray:
        """How many sentences each text has; an empty one has none: int64, shape (n_texts,)."""
        return np.bincount(self.pieces.text[self.starts], minlength=self.pieces.count)

    @cached_property
    def text(self) -> np.ndarray:
        """The text of each token: int32, shape (n_tokens,)."""
        return np.repeat(np.arange(self.pieces.count, dtype=np.int32), np.diff(self.first))

    @cached_property
    def sentence(self) -> np.ndarray:
        """The sentence of each token, counted from 0 in its text: int32, shape (n_tokens,)."""
        return self.piece_sentence[self.piece]

    @cached_property
    def start(self) -> np.ndarray:
        """Where each token begins: ``texts[text][start:end]`` is the token. Characters, int64, shape (n_tokens,)."""
        return self.pieces.start[self.piece] + self._splits.start[self._split]

    @cached_property
    def end(self) -> np.ndarray:
        """Where each token ends."""
        return self.pieces.start[self.piece] + self._splits.end[self._split]

    def places(self, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return the text, the sentence in it, and the first and last character offsets of spans of tokens.

        Costs what the spans cost, where ``start`` and ``end`` are of every token.

        Parameters
        ----------
        first, last : ndarray of int64, shape (n_spans,)
            The first token of each span, and the token after its last.
        """
        opens, closes = self.piece[first], self.piece[last - 1]
        text = self.pieces.text[opens]
        sentence = self.numbering[opens] - self.numbering[self.pieces.first[text]]
        start = self.pieces.start_of(opens) + self._splits.start[self._split[first]]
        return text, sentence, start, self.pieces.start_of(closes) + self._splits.end[self._split[last - 1]]


def tokens_of(texts: Sequence[str], lexicon: Lexicon | None = None) -> Tokens:
    """Cut a batch of texts into tokens.

    Parameters
    ----------
    texts : sequence of str
    lexicon : Lexicon, optional
        Of the batches before this one, so that what they had is not decided again.

    Returns
    -------
    Tokens

    Examples
    --------
    >>> tokens = tokens_of(["China's anti-satellite test. It worked."])
    >>> [tokens.forms[i] for i in tokens.form]
    ["China's", 'anti', 'satellite', 'test', 'It', 'worked']
    >>> tokens.sentence.tolist(), tokens.parted.tolist()
    ([0, 0, 0, 0, 1, 1], [True, False, False, False, True, False])
    """
    pieces = cut(texts, lexicon)
    starts = sentence_starts(pieces)
    splits = pieces.lexicon.facts(Splits, Splits)
    splits.learn(pieces.distinct)

    counts = splits.count[pieces.ids]
    ends = np.cumsum(counts)
    piece = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    split = (splits.offset[pieces.ids] - (ends - counts))[piece] + np.arange(len(piece))
    parted = splits.parted[split]
    # A sentence that begins, or what stands after the last token of the piece before, parts; over a piece without a
    # token ("–", "...") too, so that one break anywhere since the token before is enough.
    breaks = starts.copy()
    breaks[1:] |= splits.trailing[pieces.ids[:-1]]
    breaks = np.cumsum(breaks, dtype=np.int32)
    heads = np.flatnonzero(counts)
    since = np.diff(breaks[heads], prepend=0)
    parted[(ends - counts)[heads]] |= since > 0
    return Tokens(
        pieces=pieces,
        starts=starts,
        forms=splits.forms,
        form=splits.form[split],
        parted=parted,
        piece=piece,
        first=np.append(0, ends)[pieces.first],
        _splits=splits,
        _split=split,
    )


def expand(offset: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return ``offset[i], offset[i] + 1, ...`` (``counts[i]`` of them) for every i, one after the other.

    >>> expand(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return (offset - (ends - counts))[np.repeat(np.arange(len(counts), dtype=np.int32), counts)] + np.arange(total)


class Splits:
    """The tokens of each distinct piece, flat: those of piece p are ``offset[p] : offset[p] + count[p]``.

    Attributes
    ----------
    forms : list of str
        Distinct forms.
    form, start, end, parted : ndarrays
        Of each token: its form, its place in the piece, whether it is parted from the token before in the piece.
    offset, count, trailing : ndarrays
        Of each piece: its tokens, and whether what follows the last of them parts it from the next piece.
    """

    def __init__(self) -> None:
        self.forms: list[str] = []
        self._ids: dict[str, int] = {}
        self.form, self.start, self.end = (np.zeros(0, dtype=np.int32) for _ in range(3))
        self.offset, self.count = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        self.parted, self.trailing = np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)

    def learn(self, pieces: Sequence[str]) -> None:
        """Split the pieces that are new since the last call."""
        new = pieces[len(self.count) :]
        if not new:
            return
        ids = self._ids
        form, start, end, parted, count, trailing = [], [], [], [], [], []
        for piece in new:
            word = piece[:-1] if piece[-1] in ".,;:!?" else piece
            if word.isalpha() and word.isascii():  # most pieces are a word, or a word and a stop
                form.append(ids.setdefault(word, len(ids)))
                start.append(0)
                end.append(len(word))
                parted.append(False)
                count.append(1)
                trailing.append(word is not piece)
                continue
            last = found = 0
            for match in _TOKEN.finditer(piece):
                form.append(ids.setdefault(match.group(), len(ids)))
                begin, stop = match.span()
                start.append(begin)
                end.append(stop)
                parted.append(begin > last and not _JOINING.issuperset(piece[last:begin]))
                last = stop
                found += 1
            count.append(found)
            trailing.append(last < len(piece) and not _JOINING.issuperset(piece[last:]))
        self.forms += list(ids)[len(self.forms) :]
        counts = np.array(count, dtype=np.int64)
        self.offset = np.concatenate([self.offset, np.cumsum(counts) - counts + len(self.form)])
        self.count = np.concatenate([self.count, counts])
        self.trailing = np.concatenate([self.trailing, np.array(trailing, dtype=bool)])
        self.parted = np.concatenate([self.parted, np.array(parted, dtype=bool)])
        self.form, self.start, self.end = (
            np.concatenate([old, np.array(more, dtype=np.int32)])
            for old, more in ((self.form, form), (self.start, start), (self.end, end))
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
