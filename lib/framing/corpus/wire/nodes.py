"""Which texts could be copies of one another: those that share enough of their fingerprints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

__all__ = ["Nodes", "candidate_pairs", "gather"]

# A sequence that many texts have ties each to so many of its neighbours in time alone: boilerplate stays cheap, and
# true copies have other sequences in common.
_NEIGHBOURS = 20
# Hashes looked at together; each takes some 40 bytes on the way.
_AT_ONCE = 20_000_000
# Pairs that share less of the kept hashes than this are not looked at: chance alone makes 0.5 look like 0.25.
_LEAST_SHARED = 0.25


@dataclass(frozen=True)
class Nodes:
    """Distinct bodies, in the order of their first day.

    Attributes
    ----------
    of : ndarray of int64, shape (n_articles,)
        The node of each article; -1 for one whose body is too short.
    article : ndarray of int64, shape (n_nodes,)
        An article with this body.
    first, last : ndarray of int64, shape (n_nodes,)
        The first and last day that it was published.
    prints : ndarray of int64, shape (n_nodes,)
        How many hashes are kept of it.
    """

    of: np.ndarray
    article: np.ndarray
    first: np.ndarray
    last: np.ndarray
    prints: np.ndarray


def gather(length: np.ndarray, whole: np.ndarray, prints: np.ndarray, day: np.ndarray, least: int) -> Nodes:
    """Put articles with the same body together.

    Parameters
    ----------
    length, whole, prints : ndarray, shape (n_articles,)
        Of the body: its words, the hash of all of them, and how many hashes are kept.
    day : ndarray of int64, shape (n_articles,)
    least : int
        Bodies of fewer words are left out.
    """
    rows = np.flatnonzero(length >= least)
    order = rows[np.lexsort((whole[rows], length[rows]))]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (whole[order[1:]] != whole[order[:-1]]) | (length[order[1:]] != length[order[:-1]])
    starts = np.flatnonzero(new)
    if len(starts) == 0:
        none = np.zeros(0, dtype=np.int64)
        return Nodes(np.full(len(length), -1), none, none, none, none)
    first = np.minimum.reduceat(day[order], starts)
    last = np.maximum.reduceat(day[order], starts)
    # Ties are broken by the text itself, so that the order of rows decides nothing.
    ranked = np.lexsort((whole[order[starts]], length[order[starts]], first))
    number = np.empty(len(starts), dtype=np.int64)
    number[ranked] = np.arange(len(starts))
    of = np.full(len(length), -1, dtype=np.int64)
    of[order] = number[np.cumsum(new) - 1]
    article = order[starts][ranked]
    return Nodes(of, article, first[ranked], last[ranked], prints[article])


def candidate_pairs(
    nodes: Nodes, each: Callable[[], Iterator[tuple[np.ndarray, pa.Table]]], days: int
) -> tuple[np.ndarray, np.ndarray]:
    """Find pairs of nodes that share enough hashes and lie near enough in time.

    Parameters
    ----------
    nodes : Nodes
    each : callable
        Gives the fingerprints batch by batch: positions of articles, and a table with ``prints``.
    days : int

    Returns
    -------
    left, right : ndarray of int64, shape (n_pairs,)
        Nodes, the earlier one first.
    """
    node_at = np.full(len(nodes.of), -1, dtype=np.int64)
    node_at[nodes.article] = np.arange(len(nodes.article))
    parts = max(1, -(-int(nodes.prints.sum()) // _AT_ONCE))
    codes: list[np.ndarray] = []
    counts: list[np.ndarray] = []
    for part in range(parts):
        found, number = np.unique(_pairs_of(*_postings(node_at, each, part, parts), nodes, days), return_counts=True)
        codes.append(found)
        counts.append(number)
    code, inverse = np.unique(np.concatenate(codes), return_inverse=True)
    shared = np.bincount(inverse, np.concatenate(counts), minlength=len(code))
    left, right = np.divmod(code, max(len(nodes.article), 1))
    enough = shared >= _LEAST_SHARED * np.minimum(nodes.prints[left], nodes.prints[right])
    return left[enough], right[enough]


def _postings(
    node_at: np.ndarray, each: Callable[[], Iterator[tuple[np.ndarray, pa.Table]]], part: int, parts: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return hashes of one part of all, and the node that each is of, sorted by hash and node."""
    hashes, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    for at, table in each():
        listed = table["prints"].combine_chunks()
        listed = listed.chunk(0) if isinstance(listed, pa.ChunkedArray) else listed
        owner = np.repeat(node_at[at], np.diff(listed.offsets.to_numpy()))
        value = listed.flatten().to_numpy()
        kept = (owner >= 0) & (value % np.uint64(parts) == part)
        hashes.append(value[kept])
        owners.append(owner[kept])
    value, owner = np.concatenate(hashes), np.concatenate(owners)
    order = np.lexsort((owner, value))
    return value[order], owner[order]


def _pairs_of(value: np.ndarray, owner: np.ndarray, nodes: Nodes, days: int) -> np.ndarray:
    """Pair each posting with the next ones of the same hash: a pair is the earlier node times n, plus the other."""
    # Most sequences stand in one text alone.
    shared = np.zeros(len(value), dtype=bool)
    same = value[1:] == value[:-1]
    shared[1:] |= same
    shared[:-1] |= same
    value, owner = value[shared], owner[shared]
    found = [np.zeros(0, dtype=np.int64)]
    for step in range(1, _NEIGHBOURS + 1):
        left = np.flatnonzero(value[step:] == value[:-step])
        if not len(left):
            break
        a, b = owner[left], owner[left + step]
        near = nodes.first[b] - nodes.last[a] <= days
        found.append(a[near] * len(nodes.article) + b[near])
    return np.concatenate(found)
