"""Within or between: whether a group's share moves with its outlets, or with which outlets are counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest
from framing.trends.cells import MINIMUM
from framing.trends.counted import DENOMINATORS, base, check_by, check_name
from framing.trends.periods import extent, is_partial, span
from framing.trends.resample import REPLICATES, cluster_keys, replicated_sums
from framing.trends.units import counts_in

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["decompose", "outlets_behind"]

_PARTS = ("change", "within", "mix", "turnover")
_BEHIND = [
    "group", "code", "source", "before", "after", "articles_before", "articles_after", "share_before", "share_after",
    "within", "mix",
]  # fmt: skip


def decompose(
    corpus: Corpus,
    *,
    by: str = "group",
    every: str = "year",
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    min_articles: int = MINIMUM,
    policy: str = "",
    since: str = "before",
    seed: int = 1,
) -> pd.DataFrame:
    """Split the change of a group's share from one period to the next into three parts that add up to it.

    Of the outlets that have articles in both periods: what they changed at their mean weight (``within``), and what
    their changed weights did at their mean share (``mix``; Kitagawa 1955, Journal of the American Statistical
    Association 50:1168-1194). What is left is due to outlets with articles in one of the two only (``turnover``): how
    far they pull the group away from the outlets that stay, in the later period minus the same in the earlier.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``group``, ``country``, ``ownership`` or another column; ``all`` for all outlets as one.
    every : str
        ``month``, ``quarter`` or ``year``.
    frames, unit, denominator, policy, seed
        As for `trends`.
    min_articles : int
        A change between periods of which one has fewer articles is not shown.
    since : str
        ``before``: each period against the one before. ``first``: against the group's first whole one with enough
        articles.

    Returns
    -------
    DataFrame
        One row a group, frame and step: ``group``, ``code``, ``before``, ``after`` (periods), ``share_before``,
        ``share_after``, ``change``, ``within``, ``mix``, ``turnover`` (in shares, 0 to 1), each with ``_low`` and
        ``_high`` (Poisson bootstrap on clusters, 95 %), ``stayed``, ``entered``, ``left`` (outlets), ``articles`` (of
        both), ``partial`` (one of the periods is), ``shown``.

    Raises
    ------
    FramingError
        For a name that is not known, or ``by="source"``: one outlet has no mix.

    Examples
    --------
    >>> import framing
    >>> steps = framing.decompose(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> bool(np.allclose(steps["change"], steps["within"] + steps["mix"] + steps["turnover"]))
    True
    """
    check_name("since", since, ("before", "first"))
    made = _Made(corpus, by, every, frames, unit, denominator, policy)
    rows = []
    for group in made.groups:
        first = made.first(group, min_articles)
        later = [(first, each) for each in made.periods if each > first]
        held: dict[str, np.ndarray] = {}
        for before, after in later if since == "first" else pairwise(made.periods):
            one = held[before] if before in held else made.sums(group, before, seed)
            two = made.sums(group, after, seed)
            held = {before: one} if since == "first" else {after: two}
            there = [each[:, 0, 0] > 0 for each in (one, two)]
            parts = _split(one, two)
            with np.errstate(invalid="ignore"):
                low, high = np.percentile(parts[..., 1:], [2.5, 97.5], axis=-1)
            articles = [int(each[:, 0, 0].sum()) for each in (one, two)]
            shares = [each[:, 1:, 0].sum(axis=0) / max(each[:, 0, 0].sum(), 1) for each in (one, two)]
            for place, code in enumerate(made.codes):
                row = {"group": group, "code": code, "before": before, "after": after,
                       "share_before": shares[0][place], "share_after": shares[1][place]}  # fmt: skip
                for part, name in enumerate(_PARTS):
                    row[name] = parts[part, place, 0]
                    row[f"{name}_low"], row[f"{name}_high"] = low[part, place], high[part, place]
                row |= {"stayed": int((there[0] & there[1]).sum()), "entered": int((~there[0] & there[1]).sum()),
                        "left": int((there[0] & ~there[1]).sum()), "articles": sum(articles),
                        "partial": made.partial[before] or made.partial[after],
                        "shown": min(articles) >= min_articles}  # fmt: skip
                rows.append(row)
    columns = ["group", "code", "before", "after", "share_before", "share_after"]
    columns += [f"{part}{end}" for part in _PARTS for end in ("", "_low", "_high")]
    return pd.DataFrame(rows, columns=[*columns, "stayed", "entered", "left", "articles", "partial", "shown"])


def outlets_behind(
    corpus: Corpus,
    *,
    before: str = "",
    after: str = "",
    by: str = "group",
    every: str = "year",
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    policy: str = "",
) -> pd.DataFrame:
    """Say which outlets stand behind a group's change between two periods.

    Parameters
    ----------
    corpus : Corpus
    before, after : str
        Two periods, such as "2019" and "2025"; none means the first and the last whole one.
    by, every, frames, unit, denominator, policy
        As for `decompose`.

    Returns
    -------
    DataFrame
        One row a group, frame and outlet: ``group``, ``code``, ``source``, ``before``, ``after``, ``articles_before``,
        ``articles_after``, ``share_before``, ``share_after``, ``within`` and ``mix`` (its part of the group's; missing
        for an outlet with articles in one period only); the largest ``within`` first. Summed over outlets these are
        `decompose`'s.

    Raises
    ------
    FramingError
        For a period without articles.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> rows = framing.outlets_behind(corpus, before="2019", after="2025", frames=["threat"])
    >>> rows[rows["group"] == "India"]["source"].nunique()
    3
    """
    made = _Made(corpus, by, every, frames, unit, denominator, policy)
    whole = [each for each in made.periods if not made.partial[each]]
    before, after = before or (whole or [""])[0], after or (whole or [""])[-1]
    if before == after:
        return pd.DataFrame(columns=_BEHIND)
    for name in (before, after):
        if name not in made.periods:
            raise FramingError(f'No article counts in "{name}"{nearest(name, made.periods)}')
    tables = []
    for group in made.groups:
        one, two = (made.sums(group, period, 1, replicates=0) for period in (before, after))
        stay, weights, shares = _weights(one, two)
        for place, code in enumerate(made.codes):
            p, q = (each[:, place, 0] for each in shares)
            w, v = (each[:, 0] for each in weights)
            table = pd.DataFrame({"group": group, "code": code, "source": made.outlets[group]})
            table["before"], table["after"] = before, after
            table["articles_before"], table["articles_after"] = (each[:, 0, 0].astype(int) for each in (one, two))
            table["share_before"], table["share_after"] = p, q
            table["within"] = np.where(stay, (w + v) / 2 * (q - p), np.nan)
            table["mix"] = np.where(stay, (p + q) / 2 * (v - w), np.nan)
            table = table[(table["articles_before"] > 0) | (table["articles_after"] > 0)]
            tables.append(table.sort_values("within", key=lambda part: -part.abs(), kind="stable"))
    return pd.concat(tables, ignore_index=True)[_BEHIND]


class _Made:
    """The articles of each outlet and period, and the frames in them."""

    def __init__(
        self, corpus: Corpus, by: str, every: str, frames: Sequence[str], unit: str, denominator: str, policy: str
    ) -> None:
        check_by(corpus, by)
        check_name("every", every, ("month", "quarter", "year"))
        check_name("denominator", denominator, DENOMINATORS)
        if by == "source":
            raise FramingError('by="source": one outlet has no mix of outlets; name group, country, ownership or all.')
        corpus = corpus.under(policy) if policy else corpus
        entries = corpus.codebook.select(frames)
        counted = base(corpus, by, every, denominator)
        source = corpus.table["source"].fillna("").astype(str).replace("", "not named")
        counted["source"] = source.to_numpy()[counted["row"]]
        mentions = corpus.mentions if unit != "article" else pd.DataFrame()
        counts = [counts_in(unit, corpus.features, mentions, entry.column) for entry in entries]
        rows = counted["row"].to_numpy()
        self.values = np.stack([np.ones(len(rows), dtype=np.int64), *((each > 0)[rows] for each in counts)], axis=1)
        self.keys = cluster_keys(counted["cluster_id"])
        self.codes = [entry.code for entry in entries]
        self.counted = counted
        self.periods = span(counted["period"], every)
        self.groups = sorted(counted["group"].unique())
        self.outlets = {name: sorted(set(part["source"])) for name, part in counted.groupby("group")}
        first, last = extent(corpus.table["published_local"], corpus.table["published_precision"], every)
        self.partial = {each: is_partial(each, first, last) for each in self.periods}

    def first(self, group: str, least: int) -> str:
        """Return the first whole period in which a group has enough articles; else the first whole one, or any."""
        size = self.counted[self.counted["group"] == group].groupby("period").size()
        whole = [each for each in self.periods if not self.partial[each]]
        return ([each for each in whole if size.get(each, 0) >= least] or whole or self.periods)[0]

    def sums(self, group: str, period: str, seed: int, replicates: int = REPLICATES) -> np.ndarray:
        """Return sums of an outlet (rows) of articles and hits (columns): as counted, then in every replicate."""
        these = np.flatnonzero((self.counted["group"] == group) & (self.counted["period"] == period))
        outlets = self.outlets[group]
        outlet = pd.Index(outlets).get_indexer(self.counted["source"].iloc[these])
        values, size = self.values[these], len(outlets)
        counted = np.stack([np.bincount(outlet, column, minlength=size) for column in values.T], axis=1)[..., None]
        if not replicates:
            return counted
        drawn = [
            part
            for _, part in replicated_sums(values, outlet, size, self.keys[these], seed=seed, replicates=replicates)
        ]
        return np.concatenate([counted, np.concatenate(drawn)], axis=-1)


def _weights(one: np.ndarray, two: np.ndarray) -> tuple[np.ndarray, list[np.ndarray], list[np.ndarray]]:
    """Return which outlets stay; weights among them (outlets, replicates); shares (outlets, codes, replicates)."""
    stay = (one[:, 0, 0] > 0) & (two[:, 0, 0] > 0)
    weights, shares = [], []
    for sums in (one, two):
        articles, hits = sums[:, 0], sums[:, 1:]
        with np.errstate(divide="ignore", invalid="ignore"):
            share = hits / articles[:, None]
            # An outlet that a replicate left out has no weight there; its share is as counted, and plays no part.
            shares.append(np.where(articles[:, None] > 0, share, share[..., :1]))
            kept = articles * stay[:, None]
            weights.append(kept / kept.sum(axis=0))
    return stay, weights, shares


def _split(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Split the change between two periods: array of change, within, mix, turnover × codes × replicates."""
    stay, weights, shares = _weights(one, two)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = [each[:, 1:].sum(axis=0) / each[:, 0].sum(axis=0) for each in (one, two)]
    change = whole[1] - whole[0]
    if not stay.any():
        return np.stack([change, np.zeros_like(change), np.zeros_like(change), change])
    (w, v), (p, q) = ([each[stay] for each in both] for both in (weights, shares))
    within = ((w + v)[:, None] / 2 * (q - p)).sum(axis=0)
    mix = ((p + q) / 2 * (v - w)[:, None]).sum(axis=0)
    away = [
        all_ - (weight[:, None] * share).sum(axis=0) for all_, weight, share in zip(whole, (w, v), (p, q), strict=True)
    ]
    gone = stay.sum() < ((one[:, 0, 0] > 0) | (two[:, 0, 0] > 0)).sum()
    return np.stack([change, within, mix, away[1] - away[0] if gone else np.zeros_like(change)])
