"""Keyword in context: every place a pattern is found, with the words on either side."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.text.find import Finder
from framing.text.patterns import parse_line
from framing.text.tokens import Tokens, tokens_of

__all__ = ["around", "find_in_context", "folded"]


def around(tokens: Tokens, texts: list[str], first: np.ndarray, last: np.ndarray, words: int) -> pd.DataFrame:
    """Return the match and up to so many words on either side, within the text; white space folded to one space.

    Parameters
    ----------
    tokens : Tokens
    texts : list of str
        What was cut into these tokens.
    first, last : ndarray of int64, shape (n_matches,)
        First token of each match, and the token after its last.
    words : int
        Words on either side.

    Returns
    -------
    DataFrame
        ``left``, ``match``, ``right``.
    """
    text = tokens.text[first]
    begin = np.maximum(first - words, tokens.first[text])
    stop = np.minimum(last + words, tokens.first[text + 1])
    # A window that reaches the beginning or the end of a text has what stands before its first word and after its last.
    sizes = np.array([len(each) for each in texts], dtype=np.int64)
    spans = zip(
        text.tolist(),
        np.where(begin == tokens.first[text], 0, tokens.start[begin]).tolist(),
        tokens.start[first].tolist(),
        tokens.end[last - 1].tolist(),
        np.where(stop == tokens.first[text + 1], sizes[text], tokens.end[stop - 1]).tolist(),
        strict=True,
    )
    rows = [(texts[t][a:b], texts[t][b:c], texts[t][c:d]) for t, a, b, c, d in spans]
    return pd.DataFrame([tuple(map(folded, row)) for row in rows], columns=["left", "match", "right"])


def folded(text: str) -> str:
    r"""Return text with all white space folded to one space.

    >>> folded("\t spy\n balloon ")
    ' spy balloon '
    """
    if text.isprintable() and "  " not in text:
        return text  # most texts
    words = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + words + (" " if words and text[-1:].isspace() else "")


def find_in_context(texts: Iterable[str], pattern: str, *, words: int = 8) -> pd.DataFrame:
    """Find a pattern in texts.

    Parameters
    ----------
    texts : iterable of str
    pattern : str
        A word, phrase, wildcard, Exact(...) or near(a, b, n), as in a codebook.
    words : int
        Words on either side.

    Returns
    -------
    DataFrame
        One row a match, in order: ``text`` (position), ``start``, ``end`` (character offsets), ``left``, ``match``,
        ``right``.

    Examples
    --------
    >>> find_in_context(["China's spy balloon drifts on."], "spy", words=1)[["left", "match", "right"]].values.tolist()
    [["China's ", 'spy', ' balloon']]
    """
    listed = [each if isinstance(each, str) else "" for each in texts]
    tokens = tokens_of(listed)
    _, first, last = Finder([parse_line(pattern)]).find(tokens)
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    found = around(tokens, listed, first, last, words)
    places = {
        "text": tokens.text[first],
        "start": tokens.start[first],
        "end": tokens.end[last - 1] if len(last) else last,
    }
    return pd.concat([pd.DataFrame(places), found], axis=1)
