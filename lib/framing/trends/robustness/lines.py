"""Leaving a codebook line out: what would count if the line had never been written.

A line takes places from others: where matches overlap the longest wins, and what lies inside an exclude line does
not count. So leaving one out does more than to remove its mentions; it reveals what it covered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.measures.codebook import Codebook, Matcher
from framing.measures.kernel import measure
from framing.project import FramingError, nearest
from framing.text.patterns import Line
from framing.text.tokens import tokens_of

__all__ = ["EXCLUDE", "candidates_of", "lines_that_decide", "mentions_without", "without_line"]

# What stands before an exclude line where lines are named.
EXCLUDE = "exclude: "


def _tree(codebook: Codebook, code: str) -> list[str]:
    """Return the codes of the frames that stand under the same top-level frame: they share their mentions."""
    top = code.partition("/")[0]
    return [each for each in codebook.frames if each.partition("/")[0] == top]


def without_line(codebook: Codebook, code: str, line: str) -> Codebook:
    """Return the codebook without a line, wherever it stands in a frame, those above it and those nested in it.

    Raises
    ------
    FramingError
        When it stands nowhere there.
    """
    part, text = ("exclude", line.removeprefix(EXCLUDE)) if line.startswith(EXCLUDE) else ("include", line)
    frames, known = dict(codebook.frames), []
    for each in _tree(codebook, code):
        lines = getattr(frames[each], part)
        known += [one.text for one in lines]
        less: dict[str, Any] = {part: tuple(one for one in lines if one.text != text)}
        frames[each] = replace(frames[each], **less)
    if text not in known:
        raise FramingError(f'The frame "{code}" has no {part} line "{text}"{nearest(text, known)}')
    return replace(codebook, frames=frames)


def lines_that_decide(corpus: Corpus, code: str) -> list[str]:
    """Return the lines of a frame, and of those nested in it, without which something else would count.

    That is: those with a mention of their own, and the exclude lines that took one away. All others would repeat the
    reference.

    Examples
    --------
    >>> import framing
    >>> lines_that_decide(framing.simulate(articles=60, seed=1), "espionage")[:2]
    ['spy', 'spies']
    """
    found = candidates_of(corpus, code)
    used, took = set(found["term"][found["won"].to_numpy()]), set(found["excluded_by"])
    named: dict[str, None] = {}
    for each in _tree(corpus.codebook, code):
        entry = corpus.codebook.frames[each]
        if each == code or code in entry.parents:
            named |= dict.fromkeys(line.text for line in entry.include if line.text in used)
            named |= dict.fromkeys(EXCLUDE + line.text for line in entry.exclude if line.text in took)
    return list(named)


def candidates_of(corpus: Corpus, code: str) -> pd.DataFrame:
    """Return the rows of ``candidates`` that are of one frame."""
    found = corpus.candidates
    return found[(found["kind"] == "frame") & (found["code"] == code)]


def mentions_without(corpus: Corpus, code: str, line: str = "", *, found: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the mentions of a frame that would count without a line.

    An include line's are settled again among the candidates, by the matcher's rule. Of what an exclude line covers
    the candidates do not say whether another would cover it too: those few articles are matched again.

    Parameters
    ----------
    corpus : Corpus
    code : str
        Of a frame.
    line : str
        As `lines_that_decide` names it; "" leaves none out.
    found : DataFrame, optional
        `candidates_of` the frame, when they are at hand.

    Returns
    -------
    DataFrame
        Rows of ``candidates``.

    Raises
    ------
    FramingError
        When the frame has no such line.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> len(mentions_without(corpus, "espionage")) > len(mentions_without(corpus, "espionage", "spies"))
    True
    """
    found = candidates_of(corpus, code) if found is None else found
    if not line:
        return found[found["won"]]
    book = without_line(corpus.codebook, code, line)
    if line.startswith(EXCLUDE):
        ids = found["article_id"][found["excluded_by"] == line.removeprefix(EXCLUDE)].unique()
        kept = found[found["won"] & ~found["article_id"].isin(ids)]
        return pd.concat([kept, _measured(corpus, ids, book, code)], ignore_index=True)
    free = found[(found["excluded_by"] == "") & (found["term"] != line)]
    return free[_settled(free, book, code)]


def _measured(corpus: Corpus, ids: np.ndarray, book: Codebook, code: str) -> pd.DataFrame:
    rows = pd.Index(corpus.table["article_id"]).get_indexer(ids)
    headlines, bodies = corpus.texts.read(rows)
    articles = pd.DataFrame({"article_id": ids, "headline": headlines, "body": bodies}, dtype=object)
    found = measure(articles, Matcher(book), parts=("mentions",)).candidates
    return found[(found["kind"] == "frame") & (found["code"] == code) & found["won"]]


def _settled(free: pd.DataFrame, book: Codebook, code: str) -> np.ndarray:
    """Mark the matches that count: of overlapping ones the longest in tokens, then the first, then the first line."""
    if free.empty:
        return np.zeros(0, dtype=bool)
    order = {one.text: place for place, one in reversed(list(enumerate(_include(book, code))))}
    text = pd.MultiIndex.from_frame(free[["article_id", "part"]]).factorize()[0]
    said, which = np.unique(free["text"].to_numpy(dtype=object), return_inverse=True)
    length = np.diff(tokens_of(said.tolist()).first)[which]
    start, end = free["start"].to_numpy(), free["end"].to_numpy()
    rank = np.empty(len(free), dtype=np.int64)
    rank[np.lexsort((free["term"].map(order).to_numpy(), start, -length))] = np.arange(len(free))
    won = np.zeros(len(free), dtype=bool)
    alive = np.lexsort((start, text))
    # In each round every match that outranks all it hangs together with wins, and what it overlaps is gone.
    while len(alive):
        shift = text[alive] * (end.max() + 1)
        reach = np.maximum.accumulate(end[alive] + shift)
        group = np.cumsum(np.append(True, start[alive[1:]] + shift[1:] >= reach[:-1])) - 1
        best = np.minimum.reduceat(rank[alive], np.flatnonzero(np.diff(group, prepend=-1)))
        winner = alive[rank[alive] == best[group]]
        won[winner] = True
        alive = alive[(end[alive] <= start[winner][group]) | (start[alive] >= end[winner][group])]
    return won


def _include(book: Codebook, code: str) -> list[Line]:
    return [line for each in _tree(book, code) for line in book.frames[each].include]
