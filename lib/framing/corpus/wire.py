"""Copies: which articles carry the same text, within an outlet or across outlets."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from framing.articles.texts import Texts

__all__ = ["SHORTEST", "exact_copies"]

# Shorter bodies ("Watch live.", "More to follow.") are the same without being copies of one another.
SHORTEST = 20


def exact_copies(articles: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Put articles whose bodies are the same, but for white space and case, into one cluster.

    The headline plays no part: copies keep the text and change the headline. Articles without a body, or with one of
    fewer than 20 words, stand alone. Copies that were shortened or edited are not found.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id`` and ``published``.
    texts : Texts
        Of these articles.

    Returns
    -------
    DataFrame
        One row an article, in the articles' order: ``article_id``, ``cluster_id`` (the smallest article_id in it),
        ``role`` (``original``: the earliest; ``copy``), ``similarity`` (1.0).

    Examples
    --------
    >>> text = "word " * 20
    >>> rows = pd.DataFrame({"article_id": ["b", "a", "c"], "published": [1, 2, 3]})
    >>> texts = Texts.hold(pd.DataFrame({"headline": "", "body": [text, text.upper(), "short"]}))
    >>> exact_copies(rows, texts)[["cluster_id", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy'], ['c', 'original']]
    """
    ids = articles["article_id"].to_numpy(dtype=object)
    keys = ids.copy()
    for rows, batch in texts.batches(np.arange(len(ids))):
        prints = [_fingerprint(body) for body in batch.read()[1]]
        keys[rows] = [mine or f"alone {name}" for mine, name in zip(prints, ids[rows], strict=True)]
    table = pd.DataFrame({"article_id": ids, "key": keys, "published": articles["published"].to_numpy()})
    table["cluster_id"] = table.groupby("key")["article_id"].transform("min")
    earliest = table.sort_values(["published", "article_id"], kind="stable").drop_duplicates("key").index
    table["role"] = np.where(table.index.isin(earliest), "original", "copy")
    table["similarity"] = 1.0
    return table[["article_id", "cluster_id", "role", "similarity"]]


def _fingerprint(body: object) -> str:
    words = body.casefold().split() if isinstance(body, str) else []
    if len(words) < SHORTEST:
        return ""
    return hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
