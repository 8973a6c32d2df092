"""What outlets changed in the headline of the same story: words, frames and tone, copy by copy."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.text.tokens import fold, tokens_of

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["CHANGES", "headline_changes"]

CHANGES = [
    "cluster_id", "article_id", "source", "group", "agency", "published_local", "original_id", "original_source",
    "original_headline", "headline", "changed", "added", "removed", "entered", "left", "tone_change", "url",
]  # fmt: skip


def headline_changes(corpus: Corpus) -> pd.DataFrame:
    """Set the headline of each copy beside that of its cluster's original.

    A pair is a copy and its original that both have a headline. It is unchanged when the words are the same, in the
    same order, whatever their case and punctuation. The original is the agency's own article where the corpus has it,
    else the earliest: then "added" and "removed" are seen from that one.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a pair, by date: `CHANGES`. ``added`` and ``removed``: words, with a space between; ``entered`` and
        ``left``: codes of frames that only one of the headlines has, with a ``|`` between; ``tone_change``: masked tone
        of the copy's headline minus that of the original, -2 to 2.

    Examples
    --------
    >>> import framing
    >>> pairs = framing.headline_changes(framing.simulate(articles=600, seed=1))
    >>> bool(pairs["changed"].all()), bool((pairs["added"] != "").any())
    (True, True)
    """
    clusters, table = corpus.clusters, corpus.table
    originals = clusters.index[clusters["role"] == "original"].to_numpy()
    of = pd.Series(originals, index=clusters["cluster_id"].to_numpy()[originals])
    copy = clusters.index[clusters["role"] == "copy"].to_numpy()
    original = of.reindex(clusters["cluster_id"].to_numpy()[copy]).to_numpy(dtype=np.int64)
    headlines = table["headline"].fillna("").to_numpy(dtype=object)
    said = np.array([bool(each.strip()) for each in headlines.tolist()], dtype=bool)
    both = said[copy] & said[original]
    copy, original = copy[both], original[both]
    words = dict(
        zip(
            (rows := np.unique(np.concatenate([copy, original]))).tolist(),
            _words(headlines[rows].tolist()),
            strict=True,
        )
    )
    frames = _frames(corpus)
    tone = corpus.features["tone_headline"].to_numpy()
    found = (
        table[["article_id", "source", "group", "published_local", "headline", "url"]].iloc[copy].reset_index(drop=True)
    )
    found["cluster_id"] = clusters["cluster_id"].to_numpy(dtype=object)[copy]
    found["agency"] = clusters["agency"].to_numpy(dtype=object)[copy]
    for name, column in (
        ("original_id", "article_id"),
        ("original_source", "source"),
        ("original_headline", "headline"),
    ):
        found[name] = table[column].to_numpy(dtype=object)[original]
    pairs = [(words[a], words[b]) for a, b in zip(original.tolist(), copy.tolist(), strict=True)]
    found["changed"] = [before != after for before, after in pairs]
    found["added"] = [_only(after, before) for before, after in pairs]
    found["removed"] = [_only(before, after) for before, after in pairs]
    ids = table["article_id"].to_numpy(dtype=object)
    sets = [(frames.get(ids[a], set()), frames.get(ids[b], set())) for a, b in zip(original, copy, strict=True)]
    found["entered"] = ["|".join(sorted(after - before)) for before, after in sets]
    found["left"] = ["|".join(sorted(before - after)) for before, after in sets]
    found["tone_change"] = tone[copy] - tone[original]
    return found.sort_values(["published_local", "cluster_id", "article_id"], ignore_index=True)[CHANGES]


def _words(headlines: list[str]) -> list[list[str]]:
    """Return the folded words of each headline."""
    tokens = tokens_of(headlines)
    folded = [fold(form) for form in tokens.forms]
    form = tokens.form.tolist()
    first = tokens.first.tolist()
    return [[folded[each] for each in form[a:b]] for a, b in pairwise(first)]


def _only(words: list[str], others: list[str]) -> str:
    """Return the words that others lack, in their order; one that stands twice and there once is one of them."""
    spare = Counter(words) - Counter(others)
    kept = []
    for each in words:
        if spare[each] > 0:
            spare[each] -= 1
            kept.append(each)
    return " ".join(kept)


def _frames(corpus: Corpus) -> dict[str, set[str]]:
    """Return the top-level frames of each headline, by article_id."""
    found = corpus.mentions
    found = found[(found["part"] == "headline") & (found["kind"] == "frame") & ~found["code"].str.contains("/")]
    frames: dict[str, set[str]] = {}
    for article, code in zip(found["article_id"], found["code"], strict=True):
        frames.setdefault(article, set()).add(code)
    return frames
