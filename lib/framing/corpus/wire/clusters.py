"""Clusters of copies: texts that mostly stand in one another, within a few days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.corpus.wire.agencies import Agencies
from framing.corpus.wire.nodes import Nodes, candidate_pairs, gather
from framing.measures.prints import shingles
from framing.text.tokens import tokens_of

if TYPE_CHECKING:
    from framing.articles.texts import Texts
    from framing.corpus.measuring import Instruments

__all__ = ["CLUSTERS", "DAYS", "LEAST", "SHORTEST", "cluster"]

CLUSTERS = ["article_id", "cluster_id", "role", "similarity", "agency", "evidence"]
# Shorter bodies ("Watch live.", "More to follow.") are the same without being copies of one another.
SHORTEST = 20
# Of the four-word sequences of the shorter text, so many stand in the longer. Independent reports of one event share
# at most 0.37 of them in 100 events that three outlets each reported (BASIL), and at most 0.48 in snippets but for one
# pair in 33; copies that people marked share 0.54 and more in 20 pairs of 22.
LEAST = 0.52
# A longer text that holds most of a short one is a copy of it only when nearly all stands there: else a digest, or a
# notice under many articles, would join what has nothing else in common.
_MUCH_LONGER, _LEAST_WHEN_LONGER = 3.0, 0.8
# Papers print an agency's story within days; a weekly may take a week.
DAYS = 7
# Fewer words than this, or an end that is cut, and little of the article is there to compare.
_SNIPPET_WORDS = 100
_CUT = ("…", "...", "chars]")
_NO_DAY = -(2**40)


def cluster(
    instruments: Instruments,
    texts: Texts,
    article_id: pd.Series,
    published: pd.Series,
    given: pd.DataFrame,
    agencies: Agencies,
    *,
    days: int = DAYS,
    least: float = LEAST,
) -> pd.DataFrame:
    """Cluster articles; see `framing.wire_clusters`.

    Parameters
    ----------
    instruments : Instruments
        Takes the fingerprints, or has them.
    texts : Texts
    article_id, published : Series, shape (n_articles,)
    given : DataFrame
        ``author``, ``dateline`` and ``source`` of each article; without columns no agency is named.
    agencies : Agencies
    days, least
        As for `framing.wire_clusters`.
    """
    ids = article_id.to_numpy(dtype=object)
    size = len(ids)
    length = np.zeros(size, dtype=np.int64)
    whole = np.zeros(size, dtype=np.uint64)
    prints = np.zeros(size, dtype=np.int64)
    named = np.full(size, "", dtype=object)
    cut = np.zeros(size, dtype=bool)
    for at, rows in _each(instruments, texts):
        length[at] = rows["length"].to_numpy()
        whole[at] = rows["whole"].to_numpy()
        prints[at] = rows["prints"].combine_chunks().value_lengths().to_numpy()
        closing = rows["closing"].to_pylist()
        cut[at] = [each.rstrip().endswith(_CUT) for each in closing]
        if len(given.columns):
            author, dateline = (given[name].iloc[at].fillna("").tolist() for name in ("author", "dateline"))
            opening = rows["opening"].to_pylist()
            named[at] = [agencies.named(*each) for each in zip(author, dateline, opening, closing, strict=True)]
    moment = published.to_numpy(dtype="datetime64[us]").astype(np.int64)
    undated = published.isna().to_numpy()
    day = np.where(undated, _NO_DAY, moment // 86_400_000_000)
    nodes = gather(length, whole, prints, day, SHORTEST)
    left, right = candidate_pairs(nodes, lambda: _each(instruments, texts), days)
    left, right, similarity = _verified(nodes, left, right, texts, length, least)
    order = np.lexsort((ids.astype(str), np.where(undated, 0, moment), undated))
    leader, similar = _lead(nodes, left, right, similarity, order, day, days)
    found = pd.DataFrame({"article_id": ids, "leader": leader, "similarity": similar, "agency": named})
    found["snippet"] = cut | (length < _SNIPPET_WORDS)
    return _told(found, order, given, agencies)


def _each(instruments: Instruments, texts: Texts) -> Iterator[tuple[np.ndarray, pa.Table]]:
    return instruments.each(texts, "prints")


def _verified(
    nodes: Nodes, left: np.ndarray, right: np.ndarray, texts: Texts, length: np.ndarray, least: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compare pairs of nodes by all their sequences, and keep those that are copies."""
    from scipy.sparse import csr_matrix

    if len(left) == 0:
        return left, right, np.zeros(0)
    wanted = np.unique(np.concatenate([left, right]))
    articles = nodes.article[wanted]
    order = np.argsort(articles)  # texts are read in the order of the corpus
    hashes, owner = [], []
    for rows, batch in texts.batches(articles[order]):
        bodies = batch.read()[1]
        value, place = shingles(tokens_of(bodies), np.arange(len(bodies)))
        hashes.append(value)
        owner.append(order[np.searchsorted(articles[order], rows)][place])
    value, place = np.concatenate(hashes), np.concatenate(owner)
    column, often = np.unique(value, return_inverse=True, return_counts=True)[1:]
    told = often[column] <= max(_COMMON, _COMMON_SHARE * len(nodes.article))
    column, place = column[told], place[told]
    table = csr_matrix((np.ones(len(place), dtype=np.float32), (place, column)), shape=(len(wanted), len(often)))
    number = np.asarray(table.sum(axis=1)).ravel()
    a, b = np.searchsorted(wanted, left), np.searchsorted(wanted, right)
    shared = np.zeros(len(a))
    for start in range(0, len(a), _PAIRS_AT_ONCE):
        part = slice(start, start + _PAIRS_AT_ONCE)
        shared[part] = np.asarray(table[a[part]].multiply(table[b[part]]).sum(axis=1)).ravel()
    similarity = shared / np.maximum(np.minimum(number[a], number[b]), 1)
    words = length[nodes.article]
    ratio = np.maximum(words[left], words[right]) / np.minimum(words[left], words[right])
    enough = np.minimum(number[a], number[b]) >= _FEWEST
    copies = enough & (similarity >= np.where(ratio > _MUCH_LONGER, max(least, _LEAST_WHEN_LONGER), least))
    return left[copies], right[copies], np.round(similarity[copies], 4)


_PAIRS_AT_ONCE = 50_000
# A sequence that so many different bodies have, and this share of all, is a notice under them and tells nothing.
_COMMON, _COMMON_SHARE = 200, 0.005
# Sequences that are left to compare must be so many.
_FEWEST = 10


def _lead(
    nodes: Nodes,
    left: np.ndarray,
    right: np.ndarray,
    similarity: np.ndarray,
    order: np.ndarray,
    day: np.ndarray,
    days: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Let each article, the earliest first, join the leader it is most like, or lead.

    Returns
    -------
    leader : ndarray of int64, shape (n_articles,)
        Itself for one that leads.
    similarity : ndarray, shape (n_articles,)
        To its leader.
    """
    others: dict[int, list[tuple[int, float]]] = {}
    for a, b, like in zip(left.tolist(), right.tolist(), similarity.tolist(), strict=True):
        others.setdefault(a, []).append((b, like))
        others.setdefault(b, []).append((a, like))
    several = np.bincount(nodes.of[nodes.of >= 0], minlength=len(nodes.article)) > 1
    involved = several.copy()
    involved[list(others)] = True
    leader, similar = np.arange(len(day)), np.ones(len(day))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    led: dict[int, int] = {}  # node -> the article of it that led last
    listed = order[nodes.of[order] >= 0]
    listed = listed[involved[nodes.of[listed]]]
    for article, node in zip(listed.tolist(), nodes.of[listed].tolist(), strict=True):
        best, likest = -1, 0.0
        for other, like in [(node, 1.0), *others.get(node, [])]:
            head = led.get(other, -1)
            if head < 0 or like < likest:
                continue
            apart = day[article] - day[head]
            near = apart <= days or day[article] == _NO_DAY or day[head] == _NO_DAY
            # Of two that are as like, the one that led first, whatever the order in which they were compared.
            if near and (like > likest or rank[head] < rank[best]):
                best, likest = head, like
        if best < 0:
            led[node] = article
        else:
            leader[article], similar[article] = best, likest
    return leader, similar


def _told(found: pd.DataFrame, order: np.ndarray, given: pd.DataFrame, agencies: Agencies) -> pd.DataFrame:
    """Name each cluster, its original, and the agency it comes from."""
    found["cluster_id"] = found.groupby("leader")["article_id"].transform("min")
    found["rank"] = np.argsort(order)
    source = given["source"].fillna("").to_numpy(dtype=object) if "source" in given else np.full(len(found), "")
    its_own = np.array([each in agencies.known for each in source.tolist()], dtype=bool)
    found.loc[its_own, "agency"] = source[its_own]
    # What an article does not say of itself, the first in its cluster that names an agency says for it.
    first = found[found["agency"] != ""].sort_values("rank").drop_duplicates("leader").set_index("leader")["agency"]
    of_cluster = first.reindex(found["leader"]).astype(object).fillna("").to_numpy(dtype=object)
    found["agency"] = np.where(found["agency"] == "", of_cluster, found["agency"])
    # The agency's own article is the original, else the earliest.
    found["foreign"] = ~(its_own & (source == of_cluster))
    originals = found.sort_values(["foreign", "rank"]).drop_duplicates("leader").index
    found["role"] = np.where(found.index.isin(originals), "original", "copy")
    snippet = found["snippet"] | found["snippet"].to_numpy()[found["leader"]]
    found["evidence"] = np.where(snippet, "snippet", "full")
    return found[CLUSTERS]
