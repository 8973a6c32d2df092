"""Which matches count: exclusions first, then, where matches overlap, the longest."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

__all__ = ["settle"]

# Rounds in which all overlaps of texts that people write are settled.
_ROUNDS = 12


def settle(
    line: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    *,
    entry_of_line: np.ndarray,
    excludes: np.ndarray,
    parents: list[list[int]],
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Settle which matches count.

    Parameters
    ----------
    line, first, last : ndarray, shape (n_matches,)
        The line of each match, its first token and the token after its last.
    entry_of_line : ndarray, shape (n_lines,)
        The entry that a line belongs to.
    excludes : ndarray of bool, shape (n_lines,)
        Whether it is an exclude line.
    parents : list of list of int
        For each entry, the entries it is nested in.

    Returns
    -------
    entry, line, first, last, won, excluded_by : ndarrays
        One row a match of an include line, and one more for each parent of its entry; sorted.
    """
    is_exclude = excludes[line] if len(line) else np.zeros(0, dtype=bool)
    out_line, out_first, out_last = line[is_exclude], first[is_exclude], last[is_exclude]
    line, first, last = line[~is_exclude], first[~is_exclude], last[~is_exclude]
    entry = entry_of_line[line]
    excluded_by = _inside(entry, first, last, entry_of_line[out_line], out_line, out_first, out_last)

    above = [(child, parent) for child, found in enumerate(parents) for parent in found]
    rows = [np.arange(len(line))] + [np.flatnonzero(entry == child) for child, _ in above]
    owner = [entry] + [np.full(len(r), parent) for (_, parent), r in zip(above, rows[1:], strict=True)]
    row, entry = np.concatenate(rows), np.concatenate(owner)
    line, first, last, excluded_by = line[row], first[row], last[row], excluded_by[row]
    order = np.lexsort((line, last, first, entry))
    entry, line, first, last, excluded_by = (each[order] for each in (entry, line, first, last, excluded_by))

    won = np.zeros(len(line), dtype=bool)
    free = np.flatnonzero(excluded_by < 0)
    won[free] = _longest(entry[free], line[free], first[free], last[free])
    return entry, line, first, last, won, excluded_by


def _inside(
    entry: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    out_entry: np.ndarray,
    out_line: np.ndarray,
    out_first: np.ndarray,
    out_last: np.ndarray,
) -> np.ndarray:
    """For each match the exclude line of its own entry that covers it (the first to begin), or -1."""
    found = np.full(len(entry), -1, dtype=np.int64)
    for each in np.unique(out_entry):
        mine = np.flatnonzero(entry == each)
        theirs = np.flatnonzero(out_entry == each)
        theirs = theirs[np.lexsort((out_line[theirs], -out_last[theirs], out_first[theirs]))]
        # Of the exclusions that begin no later than the match, the one that reaches furthest covers it or none does.
        reach = np.maximum.accumulate(out_last[theirs])
        furthest = np.searchsorted(reach, reach, side="left")
        place = np.searchsorted(out_first[theirs], first[mine], side="right") - 1
        covered = (place >= 0) & (reach[np.maximum(place, 0)] >= last[mine])
        found[mine[covered]] = out_line[theirs[furthest[place[covered]]]]
    return found


def _longest(entry: np.ndarray, line: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Of overlapping matches of one entry keep the longest; of equals the first to begin, then the first line.

    Greedy by rounds: in each, every match that outranks all that it overlaps wins, and what it overlaps is gone.
    The rows are sorted by entry and first token.
    """
    won = np.zeros(len(entry), dtype=bool)
    rank = np.empty(len(entry), dtype=np.int64)
    rank[np.lexsort((line, first, -(last - first)))] = np.arange(len(entry))
    alive = np.arange(len(entry))
    for _ in range(_ROUNDS):
        if len(alive) == 0:
            return won
        group = _overlapping(entry[alive], first[alive], last[alive])
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        best = np.minimum.reduceat(rank[alive], starts)
        winner = rank[alive] == best[group]
        won[alive[winner]] = True
        at = np.flatnonzero(winner)
        begin, end = first[alive[at]][group], last[alive[at]][group]
        alive = alive[(last[alive] <= begin) | (first[alive] >= end)]
    won[_one_by_one(alive, entry, first, last, rank)] = True
    return won


def _one_by_one(
    alive: np.ndarray, entry: np.ndarray, first: np.ndarray, last: np.ndarray, rank: np.ndarray
) -> list[int]:
    """Do the same match by match: in a long chain of overlaps ("spy spy spy ...") each round settles but one."""
    taken: dict[int, tuple[list[int], list[int]]] = {}
    chosen = []
    for row in alive[np.argsort(rank[alive])].tolist():
        begins, ends = taken.setdefault(int(entry[row]), ([], []))
        begin, end = int(first[row]), int(last[row])
        place = bisect_left(begins, end)  # what begins before this one ends
        if place and ends[place - 1] > begin:
            continue
        begins.insert(place, begin)
        ends.insert(place, end)
        chosen.append(row)
    return chosen


def _overlapping(entry: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Number the groups of matches that hang together by overlap; rows are sorted by entry and first token."""
    # Shift each entry's tokens beyond the one before, so that one running maximum serves all entries.
    shift = (entry - entry.min()) * (int(last.max()) + 1)
    reach = np.maximum.accumulate(last + shift)
    new = np.ones(len(entry), dtype=bool)
    new[1:] = first[1:] + shift[1:] >= reach[:-1]
    return np.cumsum(new) - 1
