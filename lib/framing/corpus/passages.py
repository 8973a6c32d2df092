"""The passages behind the numbers: where a frame stands, with its source, its date and the words around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.articles.texts import group_hash
from framing.corpus.corpus import Corpus
from framing.engine.digests import code_of, made_from
from framing.engine.shelf import Shelf
from framing.project import FramingError
from framing.text.find import Finder
from framing.text.kwic import around
from framing.text.patterns import parse_line
from framing.text.tokens import tokens_of

__all__ = ["PASSAGE_WORDS", "in_context", "kwic", "passages"]

# Words on either side of a match: about a sentence, and little enough to quote.
PASSAGE_WORDS = 18

# Fewer passages than these are soon cut; of more, so many tables are kept, some 5 MB each.
_FEW, _KEPT = 2000, 20

_COLUMNS = ["article_id", "source", "group", "published_local", "headline", "url", "part"]


def kwic(corpus: Corpus, pattern: str, *, words: int = 8, number: int = 0) -> pd.DataFrame:
    """List every place where a pattern is found in the headlines and bodies of a corpus.

    Parameters
    ----------
    corpus : Corpus
    pattern : str
        A word, phrase, wildcard, Exact(...) or near(a, b, n), as in a codebook.
    words : int
        Words on either side.
    number : int
        At most so many, spaced evenly over the matches in order of date; 0 means all.

    Returns
    -------
    DataFrame
        One row a match, by date and article: ``article_id``, ``source``, ``group``, ``published_local``, ``headline``,
        ``url``, ``part``, ``start``, ``end`` (offsets into that part), ``left``, ``match``, ``right``.

    Raises
    ------
    FramingError
        When the pattern cannot be read.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> found = framing.kwic(corpus, "spy*")
    >>> bool(found["match"].str.lower().str.startswith("spy").all())
    True
    """
    finder, parts = Finder([parse_line(pattern)]), []
    for rows, batch in corpus.texts.batches(np.arange(len(corpus))):
        texts = _in_turn(*batch.read())
        tokens = tokens_of(texts)
        _, first, last = finder.find(tokens)
        order = np.lexsort((last, first))
        first, last = first[order], last[order]
        text, _, start, end = tokens.places(first, last)
        table = _placed(corpus, rows[text // 2] * 2 + text % 2)
        table["start"], table["end"] = start, end
        parts.append(pd.concat([table, around(tokens, texts, first, last, words)], axis=1))
    if not parts:
        return pd.DataFrame(columns=[*_COLUMNS, "start", "end", "left", "match", "right"])
    table = pd.concat([each for each in parts if len(each)] or parts[:1])
    table = table.sort_values(["published_local", "article_id", "part", "start"], kind="stable", ignore_index=True)
    if 0 < number < len(table):
        table = table.iloc[np.linspace(0, len(table) - 1, number).round().astype(int)].reset_index(drop=True)
    return table


def passages(
    corpus: Corpus,
    *,
    frames: Sequence[str] = (),
    number: int = 0,
    words: int = PASSAGE_WORDS,
    seed: int = 1,
    one_per_article: bool = False,
) -> pd.DataFrame:
    """List the passages behind the frames, all of them or a sample that is the same each time.

    Parameters
    ----------
    corpus : Corpus
        Narrow it first: ``corpus.where(sources=["SCMP"], start="2024-10")``.
    frames : sequence of str
        Codes; none means every top-level frame.
    number : int
        How many passages of each frame, drawn evenly over groups and years; 0 means all.
    words : int
        Words on either side of the match.
    seed : int
        Of the draw.
    one_per_article : bool
        At most one passage of a frame from an article and its copies.

    Returns
    -------
    DataFrame
        One row a mention: ``code``, ``term`` (the codebook line), ``article_id``, ``source``, ``group``,
        ``published_local``, ``headline``, ``url``, ``part``, ``start``, ``end``, ``left``, ``match``, ``right``.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> found = framing.passages(corpus, frames=["espionage"], number=3)
    >>> len(found), set(found["code"])
    (3, {'espionage'})
    """
    if number < 0 or words < 0:
        raise FramingError(f"number={number} and words={words} must not be negative.")
    codes = [entry.code for entry in corpus.codebook.select(frames)]
    mentions = corpus.mentions
    found = mentions[(mentions["kind"] == "frame") & mentions["code"].isin(codes)].copy()
    found["row"] = pd.Index(corpus.table["article_id"]).get_indexer(found["article_id"])
    if one_per_article:
        # The original speaks for its copies, whatever the order of the rows.
        of_article = corpus.clusters[["cluster_id", "role"]].iloc[found["row"]].set_axis(found.index)
        ranked = found.join(of_article).sort_values(["role", "article_id"], ascending=[False, True], kind="stable")
        found = found[~ranked.duplicated(["code", "cluster_id"]).reindex(found.index)]
    if number:
        found = pd.concat([_draw(corpus, part, number, seed) for _, part in found.groupby("code")] or [found])
    found["order"] = found["code"].map({code: rank for rank, code in enumerate(codes)})
    found["date"] = corpus.table["published_local"].to_numpy()[found["row"].to_numpy()]
    found = found.sort_values(["order", "date", "article_id", "part", "start"], kind="stable", ignore_index=True)
    return in_context(corpus, found, words)


def _draw(corpus: Corpus, found: pd.DataFrame, number: int, seed: int) -> pd.DataFrame:
    """Draw evenly over groups and years: each in turn gives one, in an order that a hash of the mention decides."""
    from pandas.util import hash_pandas_object

    rows = found["row"].to_numpy()
    articles = corpus.table
    key = found["article_id"] + "/" + found["part"] + "/" + found["start"].astype(str) + f"/{seed}"
    table = pd.DataFrame(
        {
            "group": articles["group"].to_numpy()[rows],
            "year": articles["published_local"].dt.year.to_numpy()[rows],
            "order": hash_pandas_object(key, index=False).to_numpy(),
        },
        index=found.index,
    ).sort_values("order", kind="stable")
    table["turn"] = table.groupby(["group", "year"], dropna=False).cumcount()
    chosen = table.sort_values(["turn", "order"], kind="stable").head(number)
    return found.loc[chosen.index]


def in_context(corpus: Corpus, found: pd.DataFrame, words: int) -> pd.DataFrame:
    """Return mentions, with their ``row`` in the corpus, as passages in the same order; see `passages`."""
    place = found["row"].to_numpy() * 2 + (found["part"] == "body").to_numpy()
    start, end = found["start"].to_numpy(), found["end"].to_numpy()
    shelf, name = Shelf(None), ""
    if len(found) > _FEW:  # all words of thousands of articles are cut again
        said = group_hash(corpus.texts.keys.take(pa.array(place // 2)).to_pylist())
        shelf, name = (
            Shelf.of("passages", most=_KEPT),
            made_from(said, place % 2, start, end, words, code_of("framing.text")),
        )
    table = pd.concat([found[["code", "term"]].reset_index(drop=True), _placed(corpus, place)], axis=1)
    table = table.assign(start=start, end=end)
    return pd.concat([table, shelf.table(name, lambda: _around(corpus, place, start, end, words))], axis=1)


def _around(corpus: Corpus, place: np.ndarray, start: np.ndarray, end: np.ndarray, words: int) -> pd.DataFrame:
    """Return what stands at spans of texts, and around them; even places are headlines, odd ones bodies."""
    wanted, text = np.unique(place, return_inverse=True)
    rows, row = np.unique(wanted // 2, return_inverse=True)
    read = list(zip(*corpus.texts.read(rows), strict=True))
    chosen = [read[at][part] for at, part in zip(row.tolist(), (wanted % 2).tolist(), strict=True)]
    tokens = tokens_of(chosen)
    # Every token's place over the whole batch, so that one search finds the tokens of all matches.
    width = int(tokens.end.max()) + 1 if len(tokens) else 1
    first = np.searchsorted(tokens.text * width + tokens.start, text * width + start)
    last = np.searchsorted(tokens.text * width + tokens.end, text * width + end) + 1
    return around(tokens, chosen, first, last, words)


def _in_turn(headlines: list[str], bodies: list[str]) -> list[str]:
    """Headline and body of each article, in turn."""
    return [text for pair in zip(headlines, bodies, strict=True) for text in pair]


def _placed(corpus: Corpus, text: np.ndarray) -> pd.DataFrame:
    articles = corpus.table[_COLUMNS[:-1]].iloc[text // 2].reset_index(drop=True)
    articles["part"] = np.array(["headline", "body"], dtype=object)[text % 2]
    return articles
