"""Passages cut to what may be quoted: whatever is shown of an article, on all pages together, stays within bounds."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.project import FramingError
from framing.text.tokens import Tokens, tokens_of

__all__ = ["QUOTED", "allowance", "quotable"]

# Words of an article in a row that a page may hold unless asked for more.
QUOTED = 40
# Words on either side that are tried, the widest first: all of an article's passages have the same.
_SIDES = (18, 15, 12, 10, 8, 6, 5, 4, 3)
# So few words in a row are nobody's: they may stand anywhere.
_FREE = 7


def allowance(total: int, words: int) -> int:
    """Return how many words of an article may be quoted in all: a quarter of it, or so many in a row.

    >>> allowance(30, 40), allowance(400, 40)
    (40, 100)
    """
    return max(words, total // 4)


def quotable(corpus: Corpus, passages: pd.DataFrame, *, words: int = QUOTED) -> pd.DataFrame:
    """Cut the context of passages to what may be quoted of each article.

    What may be quoted is settled by the article and the codebook alone, so that all pages show the same words of it and
    their union stays within bounds: the places of its frames, with as many words on either side as leave no more than
    ``words`` in a row, and no more than these or a quarter of the body in all. A match elsewhere stands with so few
    words around it that it is no quotation. Headlines are not cut, nor is a corpus that is synthetic or CC0.

    Parameters
    ----------
    corpus : Corpus
        That the passages are of.
    passages : DataFrame
        From `framing.passages`, `framing.kwic` or `framing.keyness_passages`.
    words : int
        In a row; 0 cuts nothing.

    Returns
    -------
    DataFrame
        The passages, ``left`` and ``right`` cut.

    Raises
    ------
    FramingError
        For fewer than eight words, in which no sentence can be read.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> drawn = framing.passages(corpus, frames=["threat"], number=3)
    >>> framing.quotable(corpus, drawn).equals(drawn)  # synthetic
    True
    """
    if 0 < words < _FREE + 1:
        raise FramingError(f"words={words}: at least {_FREE + 1} words in a row can be asked for, or 0 for all.")
    free = corpus.about.synthetic or corpus.about.licence.strip().upper().startswith("CC0")
    of_body = (passages["part"] == "body").to_numpy() if len(passages) else np.zeros(0, dtype=bool)
    if not words or free or not of_body.any():
        return passages
    ids = list(dict.fromkeys(passages["article_id"][of_body]))
    rows = pd.Index(corpus.table["article_id"]).get_indexer(ids)
    bodies = corpus.texts.read(rows)[1]
    tokens = tokens_of(bodies)
    allowed = _allowed(corpus, ids, tokens, words)
    place = {name: number for number, name in enumerate(ids)}
    cut = {"left": passages["left"].tolist(), "right": passages["right"].tolist()}
    for at in np.flatnonzero(of_body):
        row = passages.iloc[at]
        text = place[row["article_id"]]
        begin, end = int(tokens.first[text]), int(tokens.first[text + 1])
        first = begin + int(np.searchsorted(tokens.start[begin:end], row["start"]))
        last = begin + int(np.searchsorted(tokens.end[begin:end], row["end"])) + 1
        sides = [len(_words(row[name])) for name in ("left", "right")]
        low, high = _reach(allowed, first, last, begin, end)
        low, high = max(low, first - sides[0]), min(high, last + sides[1])
        body = bodies[text]
        if low > first - sides[0]:
            cut["left"][at] = _folded(body[tokens.start[low] : row["start"]]) if low < first else ""
        if high < last + sides[1]:
            cut["right"][at] = _folded(body[row["end"] : tokens.end[high - 1]]) if high > last else ""
    return passages.assign(**cut)


def _allowed(corpus: Corpus, ids: list[str], tokens: Tokens, words: int) -> np.ndarray:
    """Mark the tokens that may be quoted, article by article."""
    marks = np.zeros(len(tokens) + 1, dtype=bool)
    found = corpus.mentions
    codes = [entry.code for entry in corpus.codebook.select(())]
    found = found[(found["part"] == "body") & (found["kind"] == "frame") & found["code"].isin(codes)]
    found = found[found["article_id"].isin(ids)].sort_values(["article_id", "start"], kind="stable")
    spans = {name: part[["start", "end"]].to_numpy() for name, part in found.groupby("article_id")}
    for text, name in enumerate(ids):
        begin, end = int(tokens.first[text]), int(tokens.first[text + 1])
        if name not in spans:
            continue
        first = begin + np.searchsorted(tokens.start[begin:end], spans[name][:, 0])
        last = begin + np.searchsorted(tokens.end[begin:end], spans[name][:, 1]) + 1
        limit = allowance(end - begin, words)
        for side in _SIDES:
            here = _union(first - side, last + side, begin, end)
            if here.sum() <= limit and _longest(here) <= words:
                marks[begin:end] = here
                break
    return marks


def _union(first: np.ndarray, last: np.ndarray, begin: int, end: int) -> np.ndarray:
    here = np.zeros(end - begin, dtype=bool)
    for a, b in zip(np.maximum(first, begin), np.minimum(last, end), strict=True):
        here[a - begin : b - begin] = True
    return here


def _longest(marks: np.ndarray) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marks.astype(np.int8), [0]])))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0


def _reach(allowed: np.ndarray, first: int, last: int, begin: int, end: int) -> tuple[int, int]:
    """Return how far a passage may reach around its match: within what is allowed, or a few words where nothing is."""
    if allowed[first:last].all():
        low, high = first, last
        while low > begin and allowed[low - 1]:
            low -= 1
        while high < end and allowed[high]:
            high += 1
        if high - low > _FREE:
            return low, high
    spare = max(_FREE - (last - first), 0)
    return max(begin, first - spare // 2), min(end, last + spare - spare // 2)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+(?:[.'’]\w+)*", text)


def _folded(text: str) -> str:
    folded = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + folded + (" " if folded and text[-1:].isspace() else "")
