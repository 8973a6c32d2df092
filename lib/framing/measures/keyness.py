"""Keyness: how far the terms of a group stand out from those of all others, and how often chance alone does as much.

Words come in bursts: a story that says "balloon" says it ten times, and five outlets print it. Counted as if every word
were drawn anew, such a word is beyond doubt; it is one story. So what is drawn anew here are stories, with all copies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.measures.tfidf import Counted, Vocabulary, arrays_of
from framing.project import FramingError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["EXCEEDANCES", "count_stories", "log_odds", "p_values", "summed"]

# A term that chance has matched so often has a p-value that is right to a fifth, and is far from being called.
EXCEEDANCES = 20
# The first round decides most terms; each later one doubles what was drawn before.
_FIRST_ROUND = 100
# Drawn labels, and sums of terms, that are held at a time: some 12 MB, so that they stay near the processor; but never
# fewer draws than a pass over the counts is worth.
_HELD = 1_000_000
_DRAWS = 8
# Two draws that are the same in exact arithmetic must count as such on every machine.
_SLACK = 1 - 1e-9


def log_odds(
    inside: np.ndarray, size: np.ndarray, total: np.ndarray, whole: int, *, prior: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds of terms in a group against the rest, with an informative Dirichlet prior, and its variance.

    Monroe, Colaresi & Quinn 2008 (Political Analysis 16:372-403, page 388): both sides are given ``prior`` words more,
    in the shares that the terms have in all texts together. The rest is what is not inside, so that the two sides
    swapped turn the sign and nothing else. Divided by the root of its variance it is their z.

    Parameters
    ----------
    inside : ndarray
        How often each term occurs in the group.
    size : ndarray
        How many terms the group has in all; broadcast against ``inside``, as ``total`` is.
    total : ndarray
        How often each term occurs in the group and the rest together; not 0.
    whole : int
        The sum of all totals.
    prior : float
        Words that the prior is worth, more than 0.

    Returns
    -------
    delta, variance : ndarray
        Natural logarithm, positive for what the group says more; missing when there is one term only.

    Examples
    --------
    >>> delta, variance = log_odds(np.array([3, 1]), np.array(4), np.array([4, 4]), 8, prior=2)
    >>> delta.round(4).tolist(), variance.round(4).tolist()
    ([1.3863, -1.3863], [0.75, 0.75])
    """
    added = prior * (total / whole)
    one, two = inside + added, (total - inside) + added
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(one / (size + prior - one)) - np.log(two / ((whole - size) + prior - two))
    return delta, 1 / one + 1 / two


def count_stories(
    counted: Counted, row: np.ndarray, group: np.ndarray, *, drop: Sequence[str] = ()
) -> tuple[csr_matrix, list[str], np.ndarray]:
    """Add up the counted terms of articles that are copies of one another.

    Parameters
    ----------
    counted : Counted
        As for `framing.measures.tfidf.weigh_terms`.
    row : ndarray of int64, shape (n_articles,)
        The story of each; -1 leaves an article out.
    group : ndarray of int64, shape (n_stories,)
        The group of each story, from 0.
    drop : sequence of str
        Folded words that are no term.

    Returns
    -------
    counts : sparse matrix of int64, shape (n_stories, n_terms)
    terms : list of str
        Its columns, sorted: content words and pairs that occur in these articles.
    articles : ndarray of int64, shape (n_groups, n_terms)
        In how many articles of each group each term occurs.

    Examples
    --------
    >>> from framing.measures.tfidf import count_texts
    >>> counted = count_texts(["spy spy orbit", "orbit moon", "moon"], bigrams=False)
    >>> counts, terms, articles = count_stories(counted, np.array([0, 1, 1]), np.array([0, 1]))
    >>> terms, counts.toarray().tolist(), articles.tolist()
    (['moon', 'orbit', 'spy'], [[0, 1, 2], [2, 1, 0]], [[0, 1, 1], [2, 1, 0]])
    """
    from scipy.sparse import coo_matrix

    known = Vocabulary(counted, row >= 0, min_articles=1, drop=drop)
    cells = [known.columns(batch) for batch in arrays_of(counted, row >= 0)]
    article, term, often = (np.concatenate([each[i] for each in cells] or [np.zeros(0, np.int64)]) for i in range(3))
    shape = (len(group), len(known.names))
    counts = coo_matrix((often.astype(np.int64), (row[article], term)), shape=shape).tocsr()
    groups = int(group.max(initial=-1)) + 1
    articles = np.bincount(group[row[article]] * shape[1] + term, minlength=groups * shape[1])
    return counts, known.names, articles.reshape(groups, shape[1])


def summed(counts: csr_matrix, group: np.ndarray, groups: int) -> np.ndarray:
    """Add up the rows of each group.

    >>> from scipy.sparse import csr_matrix
    >>> summed(csr_matrix([[1, 2], [3, 4], [5, 6]]), np.array([0, 1, 0]), 2).tolist()
    [[6, 8], [3, 4]]
    """
    from scipy.sparse import csr_matrix

    places = (np.ones(len(group), dtype=np.int64), (group, np.arange(len(group))))
    return (csr_matrix(places, shape=(groups, len(group))) @ counts).toarray()


def p_values(
    counts: csr_matrix,
    group: np.ndarray,
    moves: np.ndarray,
    *,
    tested: np.ndarray,
    prior: float,
    permutations: int,
    seed: int,
) -> np.ndarray:
    """Return how often a term stands out as far when stories exchange their groups by chance, in either direction.

    Under the hypothesis that which group a story is in has nothing to do with its words, every exchange of labels is as
    likely as what was found. Of R exchanges of which b put ``|z|`` as far out, p is (1 + b) / (1 + R), never 0 (Phipson
    & Smyth 2010). Terms with 20 such are done, the others go on in rounds that double (Besag & Clifford 1991). That
    makes no p too small: below 21 / (1 + R) none is called that stopped at R; from there on all that went on would have
    been called at R as well. So p is at most a level as often as with one round.

    Parameters
    ----------
    counts : sparse matrix of int64, shape (n_units, n_terms)
        How often each term occurs in each story; its column sums are not 0. The draw hangs on the order of the rows: of
        the same stories in the same order it is the same, whatever their groups are called and however it is cut.
    group : ndarray of int64, shape (n_units,)
        The group of each, from 0.
    moves : ndarray of bool, shape (n_units,)
        Which exchange their groups; the others stay where they are.
    tested : ndarray of bool, shape (n_terms,)
        Which terms are; the others count in the size of a group all the same.
    prior : float
        As for `log_odds`.
    permutations : int
        How many exchanges at most.
    seed : int
        Not negative.

    Returns
    -------
    ndarray of float, shape (n_groups, n_terms)
        Of two groups both have the same. Missing where a term is not tested, or the only one.
    """
    if permutations < 1 or seed < 0:
        raise FramingError(f"permutations={permutations} must be at least 1, and seed={seed} must not be negative.")
    groups = int(group.max()) + 1
    # Of two groups the one stands out as far as the other, in the other direction.
    sides = 1 if groups == 2 else groups
    total = np.asarray(counts.sum(axis=0)).ravel()
    whole = int(total.sum())
    found = summed(counts, group, groups)
    fixed = summed(counts[np.flatnonzero(~moves)], group[~moves], groups)
    moving, labels = counts[np.flatnonzero(moves)], group[moves]
    farthest = _distance(found[:sides], found.sum(axis=1)[:sides, None], total, whole, prior) * _SLACK
    beyond = np.zeros((sides, len(total)), dtype=np.int64)
    drawn = np.zeros((sides, len(total)), dtype=np.int64)
    going = ~np.isnan(farthest) & tested
    done = 0
    while done < permutations and going.any():
        end = min(max(2 * done, _FIRST_ROUND), permutations)
        these = np.flatnonzero(going.any(axis=0))
        for sums, size in _exchanged(moving, labels, these, range(done, end), groups, seed):
            sums, size = (sums + fixed[:, these, None])[:sides], (size + fixed.sum(axis=1)[:, None])[:sides, None]
            far = _distance(sums, size, total[these, None], whole, prior)
            beyond[:, these] += np.count_nonzero(far >= farthest[:, these, None], axis=-1) * going[:, these]
        drawn[going] = done = end
        going &= beyond < EXCEEDANCES
    p = np.where(drawn > 0, (1 + beyond) / (1 + drawn), np.nan)
    return np.repeat(p, groups // sides, axis=0)


def _distance(inside: np.ndarray, size: np.ndarray, total: np.ndarray, whole: int, prior: float) -> np.ndarray:
    """Return ``|z|``."""
    delta, variance = log_odds(inside, size, total, whole, prior=prior)
    return np.abs(delta) / np.sqrt(variance)


def _exchanged(
    counts: csr_matrix, labels: np.ndarray, these: np.ndarray, draws: range, groups: int, seed: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield sums of some terms under exchanged labels, shape (groups, terms, draws), and of all terms (groups, draws).

    Each draw has a stream of its own, so that none hangs on how many are made at a time.
    """
    terms = counts[:, these].T.tocsr()
    lengths, sums = np.asarray(counts.sum(axis=1)).ravel(), np.asarray(terms.sum(axis=1)).ravel()
    # Whole numbers are exact in 32 bits as far as 2^24, and half the work.
    exact = np.float32 if sums.max(initial=0) < 2**24 else np.float64
    terms = terms.astype(exact)
    step = max(_DRAWS, _HELD // (groups * max(len(labels), len(these))))
    for first in range(draws.start, draws.stop, step):
        made = range(first, min(first + step, draws.stop))
        shuffled = np.stack([labels[_order(len(labels), seed, draw)] for draw in made], axis=1)
        # The last group has what the others leave.
        there = np.concatenate([shuffled == each for each in range(groups - 1)], axis=1)
        inside = (terms @ there.astype(exact)).astype(np.float64).reshape(len(these), groups - 1, len(made))
        size = (lengths @ there.astype(np.float64)).reshape(groups - 1, len(made))
        rest, left = sums[:, None] - inside.sum(axis=1), lengths.sum() - size.sum(axis=0)
        yield np.concatenate([inside.transpose(1, 0, 2), rest[None]]), np.concatenate([size, left[None]])


def _order(units: int, seed: int, draw: int) -> np.ndarray:
    """Draw an order of units: that of random numbers of 64 bits."""
    return np.argsort(np.random.PCG64([seed, draw]).random_raw(units))
