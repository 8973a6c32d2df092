"""What all specifications share, taken from the corpus once: which articles count, and how often each has a frame."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.policies import kept_under
from framing.measures.kernel import LEAD_WORDS
from framing.project import FramingError
from framing.trends.counted import base
from framing.trends.resample import cluster_keys
from framing.trends.robustness.grid import SENTENCE
from framing.trends.robustness.lines import candidates_of, mentions_without

__all__ = ["Evidence"]


class Evidence:
    """A corpus as arrays with one element an article.

    Parameters
    ----------
    corpus : Corpus
        The whole one, under the policy ``all``.

    Raises
    ------
    FramingError
        When the corpus is under another policy: the grid says which policies are compared.
    """

    def __init__(self, corpus: Corpus) -> None:
        if corpus.policy != "all":
            raise FramingError(
                f'This corpus is under the policy "{corpus.policy}" already; robustness compares policies and begins '
                "with the whole one."
            )
        self.corpus = corpus
        self.source = corpus.table["source"].fillna("").to_numpy(dtype=object)
        self._counts: dict[tuple[str, str], np.ndarray] = {}
        self._candidates: dict[str, pd.DataFrame] = {}
        self._kept: dict[str, np.ndarray] = {}
        self._base: dict[tuple[str, str, str], pd.DataFrame] = {}

    @cached_property
    def cluster(self) -> np.ndarray:
        """The story of each article, as a number: int64, shape (n_articles,)."""
        return pd.factorize(self.corpus.clusters["cluster_id"])[0]

    @cached_property
    def keys(self) -> np.ndarray:
        """The key of each article's story, for the bootstrap: uint64, shape (n_articles,)."""
        return cluster_keys(self.corpus.clusters["cluster_id"])

    def base(self, by: str, every: str, denominator: str) -> pd.DataFrame:
        """Return `framing.trends.counted.base`."""
        asked = (by, every, denominator)
        if asked not in self._base:
            self._base[asked] = base(self.corpus, *asked)
        return self._base[asked]

    def kept(self, policy: str) -> np.ndarray:
        """Mark the articles that a policy counts: bool, shape (n_articles,)."""
        if policy not in self._kept:
            self._kept[policy] = kept_under(policy, self.corpus.clusters, self.corpus.table["source"])
        return self._kept[policy]

    def counts(self, code: str, unit: str, line: str = "") -> np.ndarray:
        """Count the mentions of a frame in a unit of each article; for sentences, those that have one.

        Parameters
        ----------
        code, unit : str
        line : str
            A codebook line that is left out; "" for none.

        Returns
        -------
        ndarray of int64, shape (n_articles,)
        """
        if line:
            return self._count(code, unit, line)
        if (code, unit) not in self._counts:
            self._counts[code, unit] = self._count(code, unit, "")
        return self._counts[code, unit]

    def _count(self, code: str, unit: str, line: str) -> np.ndarray:
        if code not in self._candidates:
            self._candidates[code] = candidates_of(self.corpus, code)
        found = mentions_without(self.corpus, code, line, found=self._candidates[code])
        row = self._row.get_indexer(found["article_id"])
        body = (found["part"] == "body").to_numpy()
        if unit == "headline":
            row = row[~body]
        elif unit == "lead":
            row = row[body & (found["end"].to_numpy() <= self.corpus.features["lead_end"].to_numpy()[row])]
        elif unit == SENTENCE:
            row = np.unique(np.stack([row, body, found["sentence"].to_numpy()]), axis=1)[0]
        return np.bincount(row, minlength=len(self.source))

    @cached_property
    def _row(self) -> pd.Index:
        return pd.Index(self.corpus.table["article_id"])

    def all_mentions(self, unit: str, code: str = "", line: str = "") -> np.ndarray:
        """Count the mentions of all top-level frames in each article, a line of one of them left out."""
        top = code.partition("/")[0]
        frames = self.corpus.codebook.select(())
        return np.sum([self.counts(each.code, unit, line if each.code == top else "") for each in frames], axis=0)

    def words(self, unit: str) -> np.ndarray:
        """Return the length of each unit: words, or of articles in sentences their number."""
        features = self.corpus.features
        if unit == SENTENCE:
            return features["sentences"].to_numpy()
        words, headline = features["words"].to_numpy(), features["headline_words"].to_numpy()
        return {"article": words, "headline": headline, "lead": np.minimum(words - headline, LEAD_WORDS)}[unit]
