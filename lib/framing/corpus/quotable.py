"""Passages cut to what may be quoted: whatever is shown of an article, on all pages together, stays within bounds."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.project import FramingError
from framing.text.kwic import folded
from framing.text.quoted import RUN, WORD, Quoted, quoted
from framing.text.tokens import Tokens, tokens_of

__all__ = ["QUOTED", "allowance", "quotable", "together_quotable"]

# Words of an article in a row that a page may hold unless asked for more.
QUOTED = 40
# Words on either side that are tried, the widest first: all of an article's passages have the same.
_SIDES = (18, 15, 12, 10, 8, 6, 5, 4, 3)
# Fewer words in a row are nobody's: they may stand anywhere.
_FREE = RUN - 1


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
    if 0 < words < RUN:
        raise FramingError(f"words={words}: at least {RUN} words in a row can be asked for, or 0 for all.")
    of_body = (passages["part"] == "body").to_numpy() if len(passages) else np.zeros(0, dtype=bool)
    if not words or _free(corpus) or not of_body.any():
        return passages
    ids = _with_copies(corpus, list(dict.fromkeys(passages["article_id"][of_body])))
    rows = pd.Index(corpus.table["article_id"]).get_indexer(ids)
    bodies = corpus.texts.read(rows)[1]
    tokens = tokens_of(bodies)
    allowed = _allowed(corpus, ids, rows, tokens, words)
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
            cut["left"][at] = folded(body[tokens.start[low] : row["start"]]) if low < first else ""
        if high < last + sides[1]:
            cut["right"][at] = folded(body[row["end"] : tokens.end[high - 1]]) if high > last else ""
    return passages.assign(**cut)


def together_quotable(corpus: Corpus, passages: pd.DataFrame, *, words: int = QUOTED) -> pd.DataFrame:
    """Cut many passages on one page so that articles that borrow each other's sentences stay within bounds too.

    `quotable` looks at an article and its copies. Newspapers also share sentences that make no copy: a paragraph of
    background, a quotation. Where the page holds too much of an article in this way, the passages that say its
    sentences keep a few words around the match.

    Parameters
    ----------
    corpus, passages, words
        As for `quotable`, which comes first.
    """
    if not words or _free(corpus) or not len(passages):
        return passages
    cut = passages.reset_index(drop=True)
    bodies: list[str] = []
    for _, batch in corpus.texts.batches(np.arange(len(corpus))):
        some = batch.read()[1]
        bodies += [some[each.article] for each in _beyond(some, cut, words)]
    # Each round leaves some passages with words that do not count, and looks only at what was too much before.
    while beyond := _beyond(bodies, cut, words):
        said = [each.article for each in quoted(_texts(cut), [bodies[each.article] for each in beyond])]
        shorter = [_barely(*row) for row in cut.loc[said, ["left", "match", "right"]].itertuples(index=False)]
        if shorter == list(cut.loc[said, ["left", "right"]].itertuples(index=False, name=None)):
            break  # the matches themselves are as long as that
        cut.loc[said, ["left", "right"]] = shorter
    return cut.set_axis(passages.index)


def _texts(passages: pd.DataFrame) -> list[str]:
    said = passages["left"] + passages["match"] + passages["right"]
    return [text if part == "body" else "" for text, part in zip(said, passages["part"], strict=True)]


def _beyond(bodies: list[str], passages: pd.DataFrame, words: int) -> list[Quoted]:
    """Return what is quoted of the bodies of which too much is."""
    # Headlines stand on the page whole, and a body may begin with one.
    found = quoted(bodies, [*_texts(passages), *passages["headline"].unique()])
    return [each for each in found if each.longest > words or each.total > allowance(each.words, words)]


def _barely(left: str, match: str, right: str) -> tuple[str, str]:
    """Leave so few words around a match that nobody owns them."""
    spare = max(_FREE - len(_words(match)), 0)
    before = list(re.finditer(WORD, left))[-(spare // 2) :] if spare > 1 else []
    after = list(re.finditer(WORD, right))[: spare - spare // 2]
    return left[before[0].start() :] if before else "", right[: after[-1].end()] if after else ""


def _free(corpus: Corpus) -> bool:
    """Say whether anybody may quote all of it."""
    return corpus.about.synthetic or corpus.about.licence.strip().upper().startswith("CC0")


def _with_copies(corpus: Corpus, ids: list[str]) -> list[str]:
    """Return articles and their copies: what is quoted of one is quoted of all."""
    clusters = corpus.clusters[["article_id", "cluster_id"]]
    wanted = clusters["cluster_id"][clusters["article_id"].isin(ids)]
    return list(clusters["article_id"][clusters["cluster_id"].isin(wanted)])


def _allowed(corpus: Corpus, ids: list[str], rows: np.ndarray, tokens: Tokens, words: int) -> np.ndarray:
    """Mark the tokens that may be quoted, with as many on either side of a mention in an article as in its copies."""
    found = corpus.mentions
    codes = [entry.code for entry in corpus.codebook.select(())]
    found = found[(found["part"] == "body") & (found["kind"] == "frame") & found["code"].isin(codes)]
    found = found[found["article_id"].isin(ids)].sort_values(["article_id", "start"], kind="stable")
    spans = {name: part[["start", "end"]].to_numpy() for name, part in found.groupby("article_id")}
    stories = corpus.clusters["cluster_id"].to_numpy()[rows].tolist()
    folded: dict[str, int] = {}
    forms = np.array([folded.setdefault(form.casefold(), len(folded)) for form in tokens.forms], dtype=np.int64)
    places, sides = {}, dict.fromkeys(stories, 0)
    for text, name in enumerate(ids):
        if name in spans:
            begin, end = int(tokens.first[text]), int(tokens.first[text + 1])
            first = begin + np.searchsorted(tokens.start[begin:end], spans[name][:, 0])
            last = begin + np.searchsorted(tokens.end[begin:end], spans[name][:, 1]) + 1
            places[text] = (first, last, begin, end)
            side = _widest(first, last, begin, end, forms[tokens.form[begin:end]], words)
            sides[stories[text]] = max(sides[stories[text]], side)
    marks = np.zeros(len(tokens) + 1, dtype=bool)
    for text, (first, last, begin, end) in places.items():
        if (at := sides[stories[text]]) < len(_SIDES):
            marks[begin:end] = _union(first - _SIDES[at], last + _SIDES[at], begin, end)
    return marks


def _widest(first: np.ndarray, last: np.ndarray, begin: int, end: int, forms: np.ndarray, words: int) -> int:
    """Return which of the sides is the widest that may be shown of an article; that after the last for none."""
    limit = allowance(end - begin, words)
    for at, side in enumerate(_SIDES):
        here = _again(_union(first - side, last + side, begin, end), forms)
        if here.sum() <= limit and _longest(here) <= words:
            return at
    return len(_SIDES)


def _again(here: np.ndarray, forms: np.ndarray) -> np.ndarray:
    """Mark what is shown wherever it stands: an article may say a sentence twice."""
    if len(here) < RUN:
        return here
    windows = np.lib.stride_tricks.sliding_window_view(forms, RUN)
    _, which = np.unique(windows, axis=0, return_inverse=True)
    shown = np.lib.stride_tricks.sliding_window_view(here, RUN).all(axis=1)
    same = np.isin(which, which[shown])
    marks = here.copy()
    for at in np.flatnonzero(same & ~shown):
        marks[at : at + RUN] = True
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
    return re.findall(WORD, text)
