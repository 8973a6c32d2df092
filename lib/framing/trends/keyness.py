"""Keyness: the words that set groups apart beyond what chance does with stories, and where they stand in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.engine.digests import code_of, made_from
from framing.engine.shelf import Shelf
from framing.measures.keyness import count_stories, log_odds, p_values, summed
from framing.project import FramingError, nearest
from framing.trends.cells import MINIMUM, STORIES
from framing.trends.counted import DENOMINATORS, base, check_name
from framing.trends.discoveries import FALSE_SHARE, adjusted
from framing.trends.words import CountedTerms, outlet_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["KEYNESS", "articles_compared", "check_groups", "keyness"]

KEYNESS = [
    "group", "rest", "term", "log_odds", "z", "variance", "count", "count_rest", "articles", "articles_rest",
    "clusters", "p", "q",
]  # fmt: skip
# The prior's words over those of all articles compared: a tenth, as in Monroe's own later code (TADA-FightinWords, its
# k.prior). With one of a few hundred words, a word that only one group uses, however often, has a z near 0 and a p near
# 1: the variance of what never occurs is the inverse of its prior. From a tenth on, of two groups of one size, no word
# stands out more than one as frequent that the other never uses; of a dozen groups, by 9 % of its z at most.
PRIOR_SHARE = 0.1
# p can reach 1 in 10,000; of terms that reach it, one in 500 is enough for q to be below a twentieth.
PERMUTATIONS = 10_000
# What `base` calls articles that have no group: they are not compared with those that have one, unless asked for.
_NAMELESS = "not named"


def keyness(
    corpus: Corpus,
    *,
    by: str = "group",
    groups: Sequence[str] = (),
    frames: Sequence[str] = (),
    bigrams: bool = False,
    top: int = 20,
    min_articles: int = MINIMUM,
    prior: float = 0,
    permutations: int = PERMUTATIONS,
    denominator: str = "topic",
    seed: int = 1,
) -> pd.DataFrame:
    """Return the words that set groups apart, each group against all others together.

    Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008), see `framing.measures.keyness`. A
    group's size is the number of all its content terms: words, and pairs when asked for; stop words, numbers, single
    letters and the outlets' own names are none. p-values are of stories, not words: clusters of copies exchange their
    groups by chance, those with articles in several groups stay in all of them. Shares are compared: where some words
    stand out, the others have less. Articles without a date count.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``group``, ``source`` or another column of ``articles``.
    groups : sequence of str
        Which are compared; none means all with at least `min_articles` articles. The rest of one is the others of
        these.
    frames : sequence of str
        Only articles with one of these frames; none means all articles.
    bigrams : bool
        Pairs of adjacent words too.
    top : int
        Terms of each group that it uses more than the rest; 0 means all terms, those that it uses less too.
    min_articles : int
        Groups with fewer articles are left out unless named.
    prior : float
        What the prior is worth in words; more draws all words closer to no difference. 0 means a tenth of the words of
        all articles compared.
    permutations : int
        Exchanges at most; 1 / (1 + permutations) is the smallest p.
    denominator : str
        ``topic`` or ``all``: which articles count.
    seed : int
        Of the exchanges.

    Returns
    -------
    DataFrame
        One row a group and term: ``group``, ``rest`` (the others), ``term``, ``log_odds`` (natural logarithm, positive
        for more in ``group``), ``z`` (it over the root of its ``variance``), ``count`` and ``count_rest``, ``articles``
        and ``articles_rest`` (that have the term), ``clusters`` (stories of the group that have it), ``p`` (two-sided)
        and ``q`` (Benjamini & Hochberg over all terms and groups). A term in fewer than five stories is not tested: p
        and q are missing. By group, first what has q < 0.05, then by z. No row when there are fewer than two groups.

    Raises
    ------
    FramingError
        For a name that is not known, or one group alone.

    Examples
    --------
    >>> import framing
    >>> from framing.trends.keyness import keyness
    >>> corpus = framing.simulate(articles=300, seed=1)
    >>> table = keyness(corpus, groups=["China", "United States"], top=1, permutations=200)
    >>> table[["group", "rest", "term", "count", "count_rest"]].values.tolist()
    [['China', 'United States', 'joint', 20, 2], ['United States', 'China', 'race', 56, 31]]
    """
    if top < 0 or not prior >= 0:
        raise FramingError(f"top={top} and prior={prior} must not be negative.")
    chosen = articles_compared(corpus, by, frames, denominator)
    names = _named(chosen["group"], groups, min_articles)
    chosen = chosen[chosen["group"].isin(names)]
    # A row for each story and group that has it, by cluster_id, so that the order of the articles changes nothing.
    parts = chosen[["cluster_id", "group"]].drop_duplicates().sort_values(["cluster_id", "group"])
    row = np.full(len(corpus), -1)
    row[chosen["row"]] = pd.MultiIndex.from_frame(parts).get_indexer(chosen[["cluster_id", "group"]])
    group = pd.Index(sorted(names)).get_indexer(parts["group"])
    moves = ~parts["cluster_id"].duplicated(keep=False).to_numpy()
    counts, terms, articles = count_stories(
        CountedTerms(corpus, bigrams=bigrams), row, group, drop=outlet_words(corpus)
    )
    if len(names) < 2 or not terms:
        return pd.DataFrame(columns=KEYNESS)
    inside, stories = (summed(each, group, len(names)) for each in (counts, counts > 0))
    size, total = inside.sum(axis=1)[:, None], inside.sum(axis=0)
    prior = prior or PRIOR_SHARE * int(total.sum())
    delta, variance = log_odds(inside, size, total, int(total.sum()), prior=prior)
    # Decided on what no exchange changes, so that it favours no group.
    tested = np.asarray((counts[np.flatnonzero(moves)] > 0).sum(axis=0)).ravel() >= STORIES
    p = _p_values(counts, group, moves, tested=tested, prior=prior, permutations=permutations, seed=seed)
    columns = {
        "group": np.repeat(np.array(sorted(names), dtype=object), len(total)),
        "term": np.tile(np.array(terms, dtype=object), len(names)),
        "log_odds": delta, "z": delta / np.sqrt(variance), "variance": variance,
        "count": inside, "count_rest": total - inside,
        "articles": articles, "articles_rest": articles.sum(axis=0) - articles,
        "clusters": stories, "p": p, "q": adjusted(p),
    }  # fmt: skip
    table = pd.DataFrame({name: np.ravel(each) for name, each in columns.items()})
    table["rest"] = table["group"].map({name: ", ".join(sorted(set(names) - {name})) for name in names})
    return _best(table, names, top)[KEYNESS]


def _p_values(counts: csr_matrix, group: np.ndarray, moves: np.ndarray, **options: Any) -> np.ndarray:
    """Return `p_values`, those that were drawn before from the same counts: thousands of exchanges take seconds."""
    made = [counts.shape, counts.data, counts.indices, counts.indptr, group, moves, options]
    shelf, name = Shelf.of("keyness"), made_from(*made, code_of("framing.measures"), packages=("numpy", "scipy"))
    return shelf.table(name, lambda: pd.DataFrame(p_values(counts, group, moves, **options))).to_numpy()


def articles_compared(corpus: Corpus, by: str, frames: Sequence[str], denominator: str) -> pd.DataFrame:
    """Return the articles that count, as `base` does."""
    check_name("denominator", denominator, DENOMINATORS)
    chosen = base(corpus, by, "all", denominator, dated=False)
    if frames:
        columns = [entry.column for entry in corpus.codebook.select(frames)]
        chosen = chosen[(corpus.features[columns].to_numpy() > 0).any(axis=1)[chosen["row"]]]
    return chosen


def _named(group: pd.Series, groups: Sequence[str], least: int) -> list[str]:
    """Return the groups to compare: those named, in their order, else all that are large enough, by name."""
    if not groups:
        sizes = group[group != _NAMELESS].value_counts()
        return sorted(sizes.index[sizes >= least])
    names = list(dict.fromkeys(groups))
    check_groups(names, group)
    if len(names) < 2:
        raise FramingError(f'A group is compared with others, and only "{names[0]}" is named; name two or more.')
    return names


def check_groups(names: Sequence[str], group: pd.Series) -> None:
    """Say which groups there are when one of the names is none."""
    known = sorted(set(group))
    for name in names:
        if name not in known:
            raise FramingError(f'There is no group "{name}" among the articles that count{nearest(name, known)}')


def _best(table: pd.DataFrame, names: list[str], top: int) -> pd.DataFrame:
    """Order the terms of each group, those called discoveries first, and keep the best of what it uses more."""
    order = table.assign(place=table["group"].map(names.index), called=table["q"] < FALSE_SHARE)
    by = {"place": True, "called": False, "z": False, "term": True}
    table = table.loc[order.sort_values(list(by), ascending=list(by.values()), kind="stable").index]
    if top:
        table = table[table["z"] > 0].groupby("group").head(top)
    return table.reset_index(drop=True)
