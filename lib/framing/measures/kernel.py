"""One batch of articles in, its mentions, features and counts out: for notebooks, command line and workers alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.measures import terms, vader, vader_words
from framing.measures.codebook import Matcher
from framing.measures.codebook.match import Candidates
from framing.measures.prints import fingerprint
from framing.text.lexicon import Lexicon
from framing.text.tokens import Tokens, expand, tokens_of

__all__ = ["LEAD_WORDS", "PARTS", "Measured", "measure"]

# The lead: what a reader takes in before deciding whether to go on, and about what a wire snippet holds.
LEAD_WORDS = 50

# What can be measured, each by itself; "pairs" of words are many, and measured when they are asked for.
PARTS = ("words", "frames", "mentions", "tone", "terms", "pairs", "prints")


@dataclass(frozen=True)
class Measured:
    """What a batch of articles holds.

    Attributes
    ----------
    article_id : ndarray of object, shape (n_articles,)
    tables : dict of Table
        For each part that was measured an Arrow table with one row an article.

        - ``words``: ``words``, ``headline_words``, ``sentences``, ``lead_end``;
        - ``frames``: ``on_topic`` and a count for each frame and actor;
        - ``mentions``: lists of one length, an element for every match of every line, won or not;
        - ``tone``: ``tone``, ``tone_raw``, ``tone_headline``, ``tone_headline_raw``;
        - ``terms``, ``pairs``: the lists ``term`` and ``count``;
        - ``prints``: see `framing.measures.prints.fingerprint`.
    """

    article_id: np.ndarray
    tables: dict[str, pa.Table]

    @cached_property
    def features(self) -> pd.DataFrame:
        """One row an article, in the articles' order: its words, tone and frames."""
        tables = [self.tables[part].to_pandas() for part in ("words", "tone", "frames")]
        return pd.concat([pd.DataFrame({"article_id": self.article_id}), *tables], axis=1)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Every match of every line: the columns of ``mentions``, with ``won`` and ``excluded_by``."""
        table = self.tables["mentions"].combine_chunks().unify_dictionaries()
        listed = {name: table[name].combine_chunks() for name in table.column_names}
        listed = {name: each.chunk(0) if isinstance(each, pa.ChunkedArray) else each for name, each in listed.items()}
        length = np.diff(listed["start"].offsets.to_numpy())
        found = {"article_id": np.repeat(self.article_id, length)}
        for name, column in listed.items():
            found[name] = _plain(column.flatten())
        return pd.DataFrame(found)


def _plain(column: pa.Array) -> pd.Series:
    if pa.types.is_dictionary(column.type):
        named = np.array([*column.dictionary.to_pylist(), ""], dtype=object)
        return pd.Series(named[column.indices.to_numpy(zero_copy_only=False)], dtype="str")
    if pa.types.is_large_binary(column.type):
        # A text may hold what no string column of pandas can.
        return pd.Series([each.decode("utf-8", "surrogatepass") for each in column.to_pylist()], dtype=object)
    return pd.Series(column.to_numpy(zero_copy_only=False))


def measure(
    articles: pd.DataFrame,
    matcher: Matcher,
    *,
    tone: str = "vader",
    parts: Collection[str] = ("words", "frames", "mentions", "tone"),
    lexicon: Lexicon | None = None,
) -> Measured:
    """Measure a batch of articles.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id``, ``headline`` and ``body``; a missing text is empty.
    matcher : Matcher
        The codebook, made ready.
    tone : str
        ``"vader"``, or ``"nltk"`` for the analyzer of nltk, which is slower and differs on about 4 % of sentences.
    parts : collection of str
        Which of `PARTS` to measure.
    lexicon : Lexicon, optional
        Of the batches before this one.

    Returns
    -------
    Measured
        Offsets count characters of the headline or the body as given.
    """
    texts = articles[["headline", "body"]].fillna("").astype(object).to_numpy().ravel().tolist()
    tokens = tokens_of(texts, lexicon)
    tables = {}
    if "words" in parts:
        tables["words"] = _words(tokens)
    if not {"frames", "mentions", "tone"}.isdisjoint(parts):
        found = matcher.candidates(tokens)
        if "frames" in parts:
            tables["frames"] = _frames(found, tokens, matcher, len(articles))
        if "mentions" in parts:
            tables["mentions"] = _mentions(found, tokens, matcher, texts)
        if "tone" in parts:
            tables["tone"] = _tones(texts, tokens, found, tone)
    if "terms" in parts:
        tables["terms"] = terms.count(tokens, len(articles))
    if "pairs" in parts:
        tables["pairs"] = terms.count_pairs(tokens, len(articles))
    if "prints" in parts:
        tables["prints"] = fingerprint(tokens, texts)
    return Measured(articles["article_id"].to_numpy(dtype=object), tables)


def _words(tokens: Tokens) -> pa.Table:
    per_text = np.diff(tokens.first).reshape(-1, 2)
    # The lead ends after its 50th word, or its last.
    first, last = tokens.first[1:-1:2], tokens.first[2::2]
    stop = np.minimum(first + LEAD_WORDS, last)
    some = np.flatnonzero(stop > first)
    lead = np.zeros(len(first), dtype=np.int64)
    lead[some] = tokens.places(stop[some] - 1, stop[some])[3]
    return pa.table(
        {
            "words": per_text.sum(axis=1),
            "headline_words": per_text[:, 0].copy(),
            "sentences": tokens.sentences.reshape(-1, 2).sum(axis=1),
            "lead_end": lead,
        }
    )


def _frames(found: Candidates, tokens: Tokens, matcher: Matcher, articles: int) -> pa.Table:
    won = found.won
    article = tokens.pieces.text[tokens.piece[found.first[won]]] // 2
    cell = found.entry[won] * articles + article
    hits = np.bincount(cell, minlength=len(matcher.entries) * articles).reshape(len(matcher.entries), articles)
    columns = {entry.column: row for entry, row in zip(matcher.entries[1:], hits[1:], strict=True)}
    return pa.table({"on_topic": hits[0] > 0, **columns})


def _mentions(found: Candidates, tokens: Tokens, matcher: Matcher, texts: list[str]) -> pa.Table:
    """Turn matches into lists by article, the topic's left out: it decides the denominator and is no mention."""
    shown = np.flatnonzero(found.entry > 0)
    order = shown[np.lexsort((found.entry[shown], found.last[shown], found.first[shown]))]
    first, last, entry = found.first[order], found.last[order], found.entry[order]
    text, sentence, start, end = tokens.places(first, last)
    said = [
        texts[t][a:b].encode("utf-8", "surrogatepass")
        for t, a, b in zip(text.tolist(), start.tolist(), end.tolist(), strict=True)
    ]
    offsets = pa.array(np.searchsorted(text // 2, np.arange(len(texts) // 2 + 1)), type=pa.int64())
    lines = [*(line.text for line in matcher.lines), ""]
    excluded = found.excluded_by[order]

    def coded(index: np.ndarray, names: list[str]) -> pa.DictionaryArray:
        return pa.DictionaryArray.from_arrays(pa.array(index, type=pa.int32()), pa.array(names, type=pa.string()))

    flat = {
        "part": coded(text % 2, ["headline", "body"]),
        "sentence": pa.array(sentence, type=pa.int32()),
        "start": pa.array(start, type=pa.int64()),
        "end": pa.array(end, type=pa.int64()),
        "kind": coded(entry, [each.kind for each in matcher.entries]),
        "code": coded(entry, [each.code for each in matcher.entries]),
        "term": coded(found.line[order], lines),
        "text": pa.array(said, type=pa.large_binary()),
        "won": pa.array(found.won[order]),
        "excluded_by": coded(np.where(excluded < 0, len(lines) - 1, excluded), lines),
    }
    return pa.table({name: pa.LargeListArray.from_arrays(offsets, each) for name, each in flat.items()})


def _tones(texts: list[str], tokens: Tokens, found: Candidates, tone: str) -> pa.Table:
    """Average the tone of the sentences of each body and of each headline, masked and raw."""
    pieces = tokens.pieces
    total = int(tokens.sentences.sum())
    masked_pieces = np.zeros(len(pieces.ids), dtype=bool)
    counted = np.flatnonzero(found.won & (found.entry > 0))
    covered = expand(found.first[counted], found.last[counted] - found.first[counted])
    masked_pieces[tokens.piece[covered]] = True
    if tone == "nltk":
        from framing.measures.nltk_tone import sentence_scores

        raw, masked = sentence_scores(texts, pieces, tokens.numbering, total, masked_pieces)
    else:
        words = vader_words.words_of(pieces, tokens.numbering, total)
        at, value = vader.valences(words)
        raw = vader.compound(words, at, value)
        masked = vader.compound(words, at, np.where(masked_pieces[words.piece[at]], 0.0, value))
    owner = pieces.text[tokens.starts]
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [np.bincount(owner, each, minlength=len(texts)) / tokens.sentences for each in (masked, raw)]
    # Sums of tone are sums of whole numbers of 1e-6, so that they do not depend on the order of adding.
    masked, raw = (np.round(each, 6).reshape(-1, 2) for each in means)
    columns = {
        "tone": masked[:, 1],
        "tone_raw": raw[:, 1],
        "tone_headline": masked[:, 0],
        "tone_headline_raw": raw[:, 0],
    }
    return pa.table({name: np.ascontiguousarray(each) for name, each in columns.items()})
