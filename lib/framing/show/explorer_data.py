"""What a page of passages holds: the passages, the articles they stand in, and how many articles there were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.corpus.passages import PASSAGE_WORDS, in_context
from framing.corpus.quotable import QUOTED, quotable, together_quotable
from framing.project import FramingError
from framing.show.passages import opens
from framing.trends.counted import base

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["MOST", "Held", "gathered"]

# Passages a page holds: some 6 MB, which a browser reads in half a second and a mail still carries.
MOST = 20_000


@dataclass(frozen=True)
class Held:
    """What a page of passages holds.

    Attributes
    ----------
    passages : DataFrame
        As `framing.passages` makes them, by date, with ``row`` (the article's place among `articles`), ``place``
        (headline, lead or body) and ``period``.
    articles : DataFrame
        The articles that have one: ``source``, ``group``, ``country``, ``ownership``, ``day`` (2024-03-05, or 2024-03
        or 2024 where no more is known, or ""), ``headline``, ``url``, ``actors`` (places in the codebook's list).
    counted : DataFrame
        Articles on the codebook's topic and in its language, with passages or without: ``source``, ``month``
        (or year), ``articles``.
    found : dict of str to int
        Passages there are of each frame, held or not.
    every : bool
        Whether each article has a passage here of each frame that it uses.
    """

    passages: pd.DataFrame
    articles: pd.DataFrame
    counted: pd.DataFrame
    found: dict[str, int]
    every: bool


def gathered(
    corpus: Corpus,
    *,
    first: Sequence[str] = (),
    words: int = PASSAGE_WORDS,
    quote: int = QUOTED,
    most: int = MOST,
    seed: int = 1,
) -> Held:
    """Gather the passages of every top-level frame that a page can hold.

    Of each article and frame the first passage comes before any second one, that of the frames `first` before that of
    others; where a round does not fit, what is held is drawn by a hash.
    """
    if most < 1:
        raise FramingError(f"most={most}: a page of passages holds at least one.")
    ends = corpus.features["lead_end"].to_numpy()
    chosen = base(corpus, "source", "all", "topic", dated=False)
    kept = np.zeros(len(corpus), dtype=bool)
    kept[chosen["row"].to_numpy()] = True
    mentions = _mentions(corpus, kept, first)
    held, every = _within(mentions, list(first), most, seed)
    days = _days(corpus.table)
    rows = held["row"].to_numpy()
    place = np.where(held["part"] == "headline", "headline", np.where(held["end"] <= ends[rows], "lead", "body"))
    order = np.unique(rows)
    drawn = quotable(corpus, in_context(corpus, held, words), words=quote)
    drawn = together_quotable(corpus, drawn, words=quote)
    table = drawn.assign(row=np.searchsorted(order, rows), day=days[rows], place=place)
    table = table.sort_values(
        ["day", "row", "part", "start"], ascending=[True, True, False, True], kind="stable", ignore_index=True
    )
    return Held(
        passages=table,
        articles=_articles(corpus, order, days),
        counted=_counted(corpus, chosen["row"].to_numpy(), days),
        found=mentions["code"].value_counts(sort=False).to_dict(),
        every=every,
    )


def _mentions(corpus: Corpus, kept: np.ndarray, first: Sequence[str]) -> pd.DataFrame:
    top = [entry.code for entry in corpus.codebook.select(())]
    codes = [*top, *(entry.code for entry in corpus.codebook.select(first) if first and entry.code not in top)]
    found = corpus.mentions
    found = found[(found["kind"] == "frame") & found["code"].isin(codes)]
    found = found.assign(row=pd.Index(corpus.table["article_id"]).get_indexer(found["article_id"]))
    return found[kept[found["row"]]].reset_index(drop=True)


def _within(mentions: pd.DataFrame, first: list[str], most: int, seed: int) -> tuple[pd.DataFrame, bool]:
    """Return the mentions that are held, and whether they hold one of each article and frame."""
    from pandas.util import hash_pandas_object

    part = mentions["part"].map({"headline": 0, "body": 1})
    at = pd.DataFrame(
        {"id": mentions["article_id"], "code": mentions["code"], "part": part, "start": mentions["start"]}
    )
    ordered = at.sort_values(["id", "code", "part", "start"], kind="stable")
    turn = ordered.groupby(["id", "code"], sort=False).cumcount().reindex(at.index)
    key = at["id"] + "/" + at["code"] + f"/{seed}"
    rank = pd.DataFrame(
        {
            "turn": turn,
            "late": ~at["code"].isin(first),
            "hash": hash_pandas_object(key, index=False).to_numpy() if len(key) else [],
        }
    )
    chosen = rank.sort_values(["turn", "late", "hash"], kind="stable").index[:most]
    return mentions.loc[np.sort(chosen)], bool(int((turn == 0).sum()) <= most)


def _days(articles: pd.DataFrame) -> np.ndarray:
    """Return each article's date as far as it is known: a day, a month, a year, or ""."""
    text = articles["published_local"].dt.strftime("%Y-%m-%d").fillna("").to_numpy(dtype=object)
    long = articles["published_precision"].map({"month": 7, "year": 4}).fillna(10).astype(int).to_numpy()
    return np.array([day[:cut] for day, cut in zip(text, long, strict=True)], dtype=object)


def _articles(corpus: Corpus, order: np.ndarray, days: np.ndarray) -> pd.DataFrame:
    table = corpus.table.iloc[order]
    named: dict[str, Any] = {
        column: table[column].fillna("").astype(str).to_numpy()
        for column in ("source", "group", "country", "ownership", "headline")
    }
    columns = [entry.column for entry in corpus.codebook.actors.values()]
    there = corpus.features[columns].to_numpy()[order] > 0 if columns else np.zeros((len(order), 0), dtype=bool)
    urls = [str(url) if opens(url) else "" for url in table["url"].tolist()]
    return pd.DataFrame(
        {**named, "day": days[order], "url": urls, "actors": [np.flatnonzero(row).tolist() for row in there]}
    )


def _counted(corpus: Corpus, rows: np.ndarray, days: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame(
        {"source": corpus.table["source"].fillna("").astype(str).to_numpy()[rows], "month": [d[:7] for d in days[rows]]}
    )
    return table.value_counts(["source", "month"], sort=False).rename("articles").reset_index()
