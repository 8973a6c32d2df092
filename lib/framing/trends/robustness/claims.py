"""A claim, and what becomes of it under one specification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.articles.sources import OTHER
from framing.corpus.corpus import Corpus
from framing.project import FramingError, nearest
from framing.trends.cells import MINIMUM, STORIES
from framing.trends.counted import base
from framing.trends.estimates import ratio, ratio_cells, share_cells
from framing.trends.intervals import newcombe
from framing.trends.periods import extent, is_partial
from framing.trends.robustness.evidence import Evidence
from framing.trends.robustness.grid import SENTENCE, ClaimEntry, Grid, Specification
from framing.trends.units import tone_columns

__all__ = ["Claim", "counted", "evaluate", "settle_claim"]

# Tone is added up in whole numbers of this, so that a sum does not depend on its order.
_MICRO = 1_000_000
_NUMBERS = ("value_a", "value_b", "estimate", "low", "high")
# A claim is the difference of two cells: its sides.
_SIDES = 2


@dataclass(frozen=True)
class Claim:
    """That a frame, or tone, is more (or less) on one side than on the other.

    Attributes
    ----------
    sides : tuple of str
        Two groups, or two years: what is measured is the first minus the second.
    frame : str
        Its code; "" for the tone of all articles.
    tone : bool
        It is about tone.
    by : str
        The column that groups are of.
    group : str
        Of a change, the group that it is of; "" for all articles.
    change : bool
        The sides are years.
    reason : str
        Why the corpus has no two sides to compare; "" when it has.
    """

    sides: tuple[str, str]
    frame: str
    tone: bool
    by: str
    group: str
    change: bool
    reason: str = ""

    @property
    def name(self) -> str:
        """A plain name.

        >>> Claim(("2025", "2019"), "space_race", False, "group", "China", True).name
        'space_race in China: 2025 minus 2019'
        """
        what = " of ".join(filter(None, ["tone" if self.tone else "", self.frame]))
        where = f" in {self.group}" if self.group else ""
        column = f" (by {self.by})" if self.by not in ("group", "all") else ""
        settled, kind = f"{self.sides[0]} minus {self.sides[1]}", "change" if self.change else "difference"
        compared = kind if self.reason else settled
        return f"{what}{where}: {compared}{column}"


def settle_claim(corpus: Corpus, grid: Grid, number: int) -> Claim:
    """Settle what the file leaves to the corpus: the two largest groups, the first and the last year.

    Years are whole ones with enough articles where there are two of them, else any with enough articles. Groups and
    years are settled once, by the articles that count in the reference, and then hold under every specification: a
    choice must not change what is claimed.

    Parameters
    ----------
    corpus : Corpus
    grid : Grid
    number : int
        Which claim of the grid.

    Raises
    ------
    FramingError
        For a frame, column, group or year that the corpus does not have.
    """
    entry = grid.claims[number]
    frames, columns = corpus.codebook.frames, ["all", *corpus.table.columns]
    if entry.frame and entry.frame not in frames:
        where = grid.where("claims", number, "frame")
        raise FramingError(f'{where}: the codebook has no frame "{entry.frame}"{nearest(entry.frame, frames)}')
    if entry.by not in columns:
        where = grid.where("claims", number, "by")
        raise FramingError(f'{where}: by: "{entry.by}" is no column of the articles{nearest(entry.by, columns)}')
    change = entry.claim == "change"
    by = "all" if change and not entry.group else entry.by
    table = base(corpus, by, "year" if change else "all", grid.crossed["denominator"][0])
    groups = table["group"].value_counts()
    for key, name in (("a", entry.a), ("b", entry.b), ("group", entry.group)):
        if name and name not in groups:
            where = grid.where("claims", number, key)
            raise FramingError(
                f'{where}: no article that counts is of the {entry.by} "{name}"{nearest(name, groups.index)}'
            )
    if change:
        table = table[table["group"] == entry.group] if entry.group else table
        sides, reason = _years(corpus, table, grid, number, entry)
    else:
        sides, reason = ((entry.a, entry.b), "") if entry.a else _largest(groups, entry.by)
    return Claim(sides, entry.frame, bool(entry.measure), by, entry.group, change, reason)


def _largest(groups: pd.Series, by: str) -> tuple[tuple[str, str], str]:
    """Name the two groups with the most articles as `framing.difference` does, or say why there are none."""
    if len(groups) < 2:
        number = "one" if len(groups) else "no"
        return ("", ""), f"a difference takes two sides, and the corpus has {number} {by} with articles that count"
    ordered = groups.sort_index().sort_values(ascending=False, kind="stable")
    named = ordered.drop(OTHER, errors="ignore").index
    one, two = sorted((named if len(named) > 1 else ordered.index)[:2])
    return (one, two), ""


def _years(
    corpus: Corpus, table: pd.DataFrame, grid: Grid, number: int, entry: ClaimEntry
) -> tuple[tuple[str, str], str]:
    years = sorted(set(table["period"]))
    for key, year in (("from", entry.start), ("to", entry.to)):
        if year and year not in years:
            where = grid.where("claims", number, key)
            raise FramingError(f'{where}: no article that counts is of the year "{year}"{nearest(year, years)}')
    ends = extent(corpus.table["published_local"], corpus.table["published_precision"], "year") if years else ()
    size = table.groupby("period")["cluster_id"].agg(["size", "nunique"])
    enough = [year for year in years if size.loc[year, "size"] >= MINIMUM and size.loc[year, "nunique"] >= STORIES]
    full = [year for year in enough if not is_partial(year, *ends)]
    chosen = full if len(full) > 1 else enough
    if not (entry.start and entry.to) and len(chosen) < 2:
        return ("", ""), "a change takes two years with enough articles, and the corpus has " + (chosen or ["none"])[0]
    first, last = entry.start or chosen[0], entry.to or chosen[-1]
    if first >= last:
        where = grid.where("claims", number)
        raise FramingError(
            f"{where}: a change takes an earlier and a later year, and here it would be of "
            f'"{first}" and "{last}"; name them with from and to ({", ".join(years)}).'
        )
    return (last, first), ""


def counted(evidence: Evidence, claim: Claim, spec: Specification) -> tuple[np.ndarray, np.ndarray]:
    """Return which articles a specification counts (positions), and the side of each: 0 or 1."""
    table = evidence.base(claim.by, "year" if claim.change else "all", spec.denominator)
    row = table["row"].to_numpy()
    keep = evidence.kept(spec.policy)[row]
    source = evidence.source[row]
    if spec.source_left_out:
        keep &= source != spec.source_left_out
    if spec.min_articles > 1:
        outlet, names = pd.factorize(source)
        keep &= np.bincount(outlet[keep], minlength=len(names))[outlet] >= spec.min_articles
    if claim.group:
        keep &= (table["group"] == claim.group).to_numpy()
    side = pd.Index(claim.sides).get_indexer(table["period" if claim.change else "group"])
    keep &= side >= 0
    return row[keep], side[keep]


def evaluate(evidence: Evidence, claim: Claim, spec: Specification, *, seed: int = 1) -> dict[str, Any]:
    """Compute a claim under one specification.

    The intervals are those of `framing.difference`: Wilson's for shares of articles, for all else the Poisson
    bootstrap on stories; both sides are put together by Newcombe's rule, narrower where they carry the same stories.

    Returns
    -------
    dict
        ``articles``, ``value_a``, ``value_b``, ``estimate``, ``low``, ``high``, ``reason`` ("" when computed).
    """
    if claim.reason:
        return {"articles": 0, "reason": claim.reason} | dict.fromkeys(_NUMBERS, np.nan)
    row, side = counted(evidence, claim, spec)
    top, bottom, scale = _weigh(evidence, claim, spec, row)
    if spec.measure in ("tone", "salience"):  # articles without a tone, or without any frame, say nothing here
        chosen = bottom > 0
        row, side, top, bottom = row[chosen], side[chosen], top[chosen], bottom[chosen]
    cluster = evidence.cluster[row]
    articles = np.bincount(side, minlength=2)
    reason = _few(claim, articles, [len(np.unique(cluster[side == at])) for at in (0, 1)])
    found = {"articles": int(articles.sum()), "reason": reason}
    if reason:
        return found | dict.fromkeys(_NUMBERS, np.nan)
    if spec.measure == "share" and spec.unit != SENTENCE:
        (cells,) = share_cells(top[:, None], side, _SIDES, cluster)
    else:
        every = np.ones((len(row), 1), dtype=bool)
        (cells,) = ratio_cells(
            top[:, None], bottom[:, None], every, (top > 0)[:, None], side, _SIDES, cluster, evidence.keys[row],
            seed=seed, rare=spec.measure != "tone", bounded=spec.measure in ("share", "salience"),
        )  # fmt: skip
    values, low, high = (cells[name] / scale for name in ("raw", "low", "high"))
    alike = np.array([_alike(top, bottom, side, cluster)])
    bounds = newcombe(values[:1], low[:1], high[:1], values[1:], low[1:], high[1:], alike=alike)
    numbers = [*values.tolist(), float(values[0] - values[1]), *(float(each[0]) for each in bounds)]
    if np.isnan(numbers).any():
        return found | dict.fromkeys(_NUMBERS, np.nan) | {
            "reason": f"nothing to divide by: the {spec.unit}s counted are empty"
        }  # fmt: skip
    return found | dict(zip(_NUMBERS, numbers, strict=True))


def _weigh(
    evidence: Evidence, claim: Claim, spec: Specification, row: np.ndarray
) -> tuple[np.ndarray, np.ndarray, int]:
    """Return what each article adds to the numerator and the denominator, and the scale of their ratio."""
    if spec.measure == "tone":
        tone = evidence.corpus.features[tone_columns(spec.unit)[spec.tone == "raw"]].to_numpy()[row]
        chosen = ~np.isnan(tone)
        if claim.frame:
            chosen &= evidence.counts(claim.frame, spec.unit)[row] > 0
        return np.rint(np.where(chosen, tone, 0) * _MICRO).astype(np.int64), chosen.astype(np.int64), _MICRO
    hits = evidence.counts(claim.frame, spec.unit, spec.line_left_out)[row]
    if spec.unit == SENTENCE:
        return hits, evidence.words(SENTENCE)[row], 1
    if spec.measure == "rate":
        return hits * 1000, evidence.words(spec.unit)[row], 1
    if spec.measure == "salience":
        return hits, evidence.all_mentions(spec.unit, claim.frame, spec.line_left_out)[row], 1
    return (hits > 0).astype(np.int64), np.ones(len(row), dtype=np.int64), 1


def _few(claim: Claim, articles: np.ndarray, stories: list[int]) -> str:
    """Say why a side cannot be measured; the thresholds are those of `framing.trends`."""
    for name, number, different in zip(claim.sides, articles, stories, strict=True):
        if number == 0:
            return f"no articles in {name}"
        if number < MINIMUM:
            return f"fewer than {MINIMUM} articles in {name}"
        if different < STORIES:
            return f"fewer than {STORIES} stories in {name}"
    return ""


def _alike(top: np.ndarray, bottom: np.ndarray, side: np.ndarray, cluster: np.ndarray) -> float:
    """Return the correlation of both sides by the stories that both carry, as in `framing.difference`."""
    rate = ratio(*(np.bincount(side, each, minlength=2) for each in (top, bottom)))
    beyond = np.nan_to_num(top - rate[side] * bottom)
    story = np.unique(cluster, return_inverse=True)[1]
    one, two = (np.bincount(story, beyond * (side == at)) for at in (0, 1))
    apart = np.sqrt((one @ one) * (two @ two))
    return float(np.clip(one @ two / apart, -1, 1)) if apart > 0 else 0.0
