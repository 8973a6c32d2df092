"""Verbs on a corpus: what it mentions, the features of its articles, and how much of it repeats itself."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.clusters import DAYS, LEAST

__all__ = ["copies", "features", "mentions", "wire_clusters"]


def mentions(corpus: Corpus) -> pd.DataFrame:
    """Return every mention of a frame or an actor, one row each.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``article_id``, ``part`` (headline or body), ``sentence`` (from 0, in that part), ``start``, ``end`` (character
        offsets into that part as given), ``kind`` (frame or actor), ``code``, ``term`` (the codebook line), ``text``
        (what stood there). A mention of a nested frame stands again under its parent.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> row = framing.mentions(corpus).query("part == 'body'").iloc[0]
    >>> body = corpus.articles.set_index("article_id")["body"][row["article_id"]]
    >>> body[row["start"]:row["end"]] == row["text"]
    True
    """
    return corpus.mentions


def features(corpus: Corpus) -> pd.DataFrame:
    """Return the features of each article, one row each, in the corpus's order.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``article_id``, ``source``, ``published``, ``words`` and ``sentences`` (of headline and body),
        ``headline_words``, ``lead_end`` (where the first 50 words of the body end), ``on_topic``, ``tone`` (mean over
        the body's sentences, codebook matches masked; missing without a body), ``tone_raw`` (unmasked),
        ``tone_headline`` and ``tone_headline_raw`` (of the headline), and a count of mentions for each
        ``frame_<code>`` and ``actor_<code>``.

    Examples
    --------
    >>> import framing
    >>> table = framing.features(framing.simulate(articles=60, seed=1))
    >>> bool((table["frame_espionage"] >= table["frame_espionage__cyber"]).all())
    True
    """
    return corpus.features


def copies(corpus: Corpus) -> pd.DataFrame:
    """Count the articles that repeat the text of another one, by source.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``source``, ``articles``, ``originals`` (the earliest of a text that others repeat), ``copies``, ``share`` (of
        its articles that are copies); most copies first.

    Examples
    --------
    >>> import framing
    >>> table = framing.copies(framing.simulate(articles=300, seed=1))
    >>> bool((table["copies"] <= table["articles"]).all())
    True
    """
    table = corpus.table[["source"]].assign(role=corpus.clusters["role"].to_numpy())
    size = corpus.clusters.groupby("cluster_id")["article_id"].transform("size").to_numpy()
    table["original"] = (table["role"] == "original") & (size > 1)
    table["copy"] = table["role"] == "copy"
    found = table.groupby("source").agg(
        articles=("source", "size"), originals=("original", "sum"), copies=("copy", "sum")
    )
    found["share"] = found["copies"] / found["articles"]
    return found.reset_index().sort_values(["copies", "source"], ascending=[False, True], ignore_index=True)


def wire_clusters(corpus: Corpus, *, days: int = DAYS, least: float = LEAST) -> pd.DataFrame:
    """Find which articles are copies of one another, an agency's story in most cases.

    Bodies are compared by their sequences of four words; the headline plays no part, since copies keep the text and
    change the headline. Pairs that share enough of their fingerprints are compared whole. An article joins the
    earliest article that it is a copy of, and every copy of a cluster was compared with that one: copies of copies
    do not chain. Undated articles are compared with all. Bodies of fewer than 20 words stand alone.

    Parameters
    ----------
    corpus : Corpus
    days : int
        A copy appears at most so many days after the first article of its cluster.
    least : float
        How much of the shorter text must stand in the longer, 0 to 1.

    Returns
    -------
    DataFrame
        One row an article, in the articles' order: ``article_id``; ``cluster_id`` (the smallest article_id in the
        cluster); ``role`` (``original``: the agency's own article where the cluster has it, else the earliest;
        ``copy``); ``similarity`` (to the first article of the cluster, 0 to 1); ``agency`` (that the article or
        another of its cluster names, "" where none does); ``evidence`` (``full``, or ``snippet``: a cut or short body
        was compared, which says less).

    Examples
    --------
    >>> import framing
    >>> found = framing.wire_clusters(framing.simulate(articles=300, seed=1))
    >>> sorted(set(found["role"])), bool(found["similarity"].between(0.5, 1).all())
    (['copy', 'original'], True)
    """
    return corpus.cluster(days=days, least=least)
