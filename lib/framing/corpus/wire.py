"""Copies: which articles carry the same text, within an outlet or across outlets."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

__all__ = ["SHORTEST", "exact_copies"]

# Shorter bodies ("Watch live.", "More to follow.") are the same without being copies of one another.
SHORTEST = 20


def exact_copies(articles: pd.DataFrame) -> pd.DataFrame:
    """Put articles whose bodies are the same, but for white space and case, into one cluster.

    The headline plays no part: copies keep the text and change the headline. Articles without a body, or with one of
    fewer than 20 words, stand alone. Copies that were shortened or edited are not found.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id``, ``body`` and ``published``.

    Returns
    -------
    DataFrame
        One row an article, in the articles' order: ``article_id``, ``cluster_id`` (the smallest article_id in it),
        ``role`` (``original``: the earliest; ``copy``), ``similarity`` (1.0).

    Examples
    --------
    >>> text = "word " * 20
    >>> rows = {"article_id": ["b", "a", "c"], "body": [text, text.upper(), "short"], "published": [1, 2, 3]}
    >>> exact_copies(pd.DataFrame(rows))[["cluster_id", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy'], ['c', 'original']]
    """
    ids = articles["article_id"].to_numpy(dtype=object)
    keys = np.array([_fingerprint(body) or f"alone {name}" for body, name in zip(articles["body"], ids, strict=True)])
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
