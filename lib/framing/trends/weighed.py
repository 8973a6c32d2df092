"""What each article adds to the numerator and the denominator of a measure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.measures.codebook import Entry
from framing.measures.kernel import LEAD_WORDS
from framing.trends.units import counts_in, tone_columns

__all__ = ["MEASURES", "Weighed", "weigh"]

MEASURES = ("share", "rate", "salience", "tone")

# Tone is added up in whole numbers of this, so that a sum does not depend on its order.
_MICRO = 1_000_000


@dataclass(frozen=True)
class Weighed:
    """Articles as sums that make a measure.

    Attributes
    ----------
    codes : list of str
        What is measured, a column each; "" is the tone of all articles.
    tops, bottoms : ndarray of int64, shape (n_articles, n_codes); bottoms may have one column for all
    chosen, hits : ndarray of bool, shape (n_articles, n_codes)
        The articles that count, and those that have the frame.
    scale : int
        The ratio of the sums, divided by this, is the measure.
    """

    codes: list[str]
    tops: np.ndarray
    bottoms: np.ndarray
    chosen: np.ndarray
    hits: np.ndarray
    scale: int = 1


def weigh(corpus: Corpus, rows: np.ndarray, entries: list[Entry], *, measure: str, unit: str) -> Weighed:
    """Return what each article adds to a measure.

    Parameters
    ----------
    corpus : Corpus
    rows : ndarray of int64, shape (n_articles,)
        Positions in the corpus.
    entries : list of Entry
        The frames.
    measure : str
        One of `MEASURES`.
    unit : str
        ``article``, ``headline`` or ``lead``.
    """
    mentions = corpus.mentions if unit != "article" else pd.DataFrame()
    count = {
        entry.code: counts_in(unit, corpus.features, mentions, entry.column)[rows]
        for entry in [*entries, *(corpus.codebook.select(()) if measure == "salience" else ())]
    }
    codes = [entry.code for entry in entries]
    counts = np.stack([count[code] for code in codes], axis=1) if codes else np.zeros((len(rows), 0), np.int64)
    hits = counts > 0
    every = np.ones(counts.shape, dtype=bool)
    features = corpus.features.iloc[rows]
    if measure == "share":
        return Weighed(codes, hits.astype(np.int64), np.ones((len(rows), 1), dtype=np.int64), every, hits)
    if measure == "rate":
        return Weighed(codes, counts * 1000, _words(features, unit)[:, None], every, hits)
    if measure == "salience":
        mentioned = np.stack([count[entry.code] for entry in corpus.codebook.select(())], axis=1).sum(axis=1)
        return Weighed(codes, counts, mentioned[:, None], every & (mentioned > 0)[:, None], hits)
    tone = features[tone_columns(unit)[0]].to_numpy()
    chosen = ~np.isnan(tone)[:, None] & np.concatenate([np.ones((len(rows), 1), dtype=bool), hits], axis=1)
    micro = np.rint(np.nan_to_num(tone) * _MICRO).astype(np.int64)[:, None]
    return Weighed(["", *codes], micro * chosen, chosen.astype(np.int64), chosen, chosen, _MICRO)


def _words(features: pd.DataFrame, unit: str) -> np.ndarray:
    words, headline = features["words"].to_numpy(), features["headline_words"].to_numpy()
    return {"article": words, "headline": headline, "lead": np.minimum(words - headline, LEAD_WORDS)}[unit]
