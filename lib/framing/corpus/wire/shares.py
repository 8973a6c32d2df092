"""How much of what each outlet prints is an agency's and whose, and which stories are printed most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["NO_AGENCY", "wire_shares", "wire_stories"]

# Of copies whose cluster names no agency.
NO_AGENCY = "no agency named"


def wire_shares(corpus: Corpus, *, by: str = "source") -> pd.DataFrame:
    """Count the agency copy of each outlet.

    An article is agency copy when it, or another article with its text, names an agency in byline, dateline or last
    words, or is the agency's own; agencies' own pages are not counted. Copies that name none are counted beside: they
    may be an agency's, another outlet's or a press release.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``source``, or another column of the articles, such as ``group``.

    Returns
    -------
    DataFrame
        One row an outlet and an agency that it prints: ``source`` (or as `by` says), ``agency`` (or ``no agency
        named``), ``articles`` (of the outlet, all), ``wire`` (of these, from this agency), ``share`` (wire / articles).
        An outlet
        without any has one row, with ``agency`` "" and ``wire`` 0. Most agency copy first.

    Examples
    --------
    >>> import framing
    >>> found = framing.wire_shares(framing.simulate(articles=600, seed=1))
    >>> {"Continental Wire", "Northern Sky Wire"} <= set(found["agency"])
    True
    """
    clusters = corpus.clusters
    known = corpus.sources.loc[corpus.sources["agency"].eq(True), "name"] if "agency" in corpus.sources else []
    mine = ~corpus.table["source"].isin(list(known)).to_numpy() & corpus.table[by].fillna("").ne("").to_numpy()
    size = clusters.groupby("cluster_id")["article_id"].transform("size").to_numpy()
    named = clusters["agency"].to_numpy(dtype=object)
    agency = np.where(named != "", named, np.where((size > 1) & (clusters["role"] == "copy"), NO_AGENCY, ""))
    table = pd.DataFrame({by: corpus.table[by].to_numpy(dtype=object), "agency": agency})[mine]
    articles = table.groupby(by).size().rename("articles")
    wire = table[table["agency"] != ""].groupby([by, "agency"]).size().rename("wire").reset_index()
    none = pd.DataFrame({by: [each for each in articles.index if each not in set(wire[by])], "agency": "", "wire": 0})
    found = pd.concat([wire, none], ignore_index=True).join(articles, on=by)
    found["share"] = found["wire"] / found["articles"]
    total = found.groupby(by)["share"].transform("sum")
    found = found.assign(total=total).sort_values(["total", by, "wire", "agency"], ascending=[False, True, False, True])
    return found.reset_index(drop=True)[[by, "agency", "articles", "wire", "share"]].astype({"wire": int})


def wire_stories(corpus: Corpus) -> pd.DataFrame:
    """List the stories that several articles carry.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        One row a cluster of at least two articles: ``date`` (of its original), ``headline`` (its original's),
        ``source`` (its original's), ``agency``, ``articles``, ``sources``, ``days`` (from the first to the last). Most
        articles first.

    Examples
    --------
    >>> import framing
    >>> stories = framing.wire_stories(framing.simulate(articles=600, seed=1))
    >>> bool((stories["articles"] >= 2).all())
    True
    """
    clusters = corpus.clusters
    table = corpus.table[["source", "published_local", "headline"]].assign(
        cluster=clusters["cluster_id"].to_numpy(),
        role=clusters["role"].to_numpy(),
        agency=clusters["agency"].to_numpy(),
    )
    several = table[table.duplicated("cluster", keep=False)]
    original = several[several["role"] == "original"].set_index("cluster")
    found = several.groupby("cluster").agg(
        articles=("source", "size"),
        sources=("source", "nunique"),
        first=("published_local", "min"),
        last=("published_local", "max"),
    )
    found = original.rename(columns={"published_local": "date"})[["date", "headline", "source", "agency"]].join(found)
    found["days"] = (found["last"] - found["first"]).dt.days
    found = found.reset_index().sort_values(["articles", "date", "cluster"], ascending=[False, True, True])
    return found[["date", "headline", "source", "agency", "articles", "sources", "days"]].reset_index(drop=True)
