"""What was found about frames, computed: who uses them most, what changed, which of two groups is above the other."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.show.findings import NOTHING, Findings
from framing.show.wording import counted, interval, joined, listed, percent
from framing.trends.cells import trends
from framing.trends.intervals import Z, newcombe

__all__ = ["difference_findings", "frame_findings"]


def frame_findings(
    corpus: Corpus,
    *,
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    min_articles: int = 10,
) -> Findings:
    """Say which source and group uses each frame most and least, and what changed from the first year to the last.

    A difference is called when its 95 % interval leaves out zero. Every comparison counts whole years or the whole
    time, so that the answer does not hang on one month.

    Examples
    --------
    >>> import framing
    >>> found = framing.frame_findings(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> found.sentences[0].split(":")[0]
    'Threat'
    """
    if not len(corpus):
        return Findings([NOTHING])
    options: dict[str, Any] = {"frames": frames, "unit": unit, "denominator": denominator, "min_articles": min_articles}
    by_source = trends(corpus, by="source", every="all", **options)
    by_group = trends(corpus, by="group", every="all", **options)
    yearly = trends(corpus, by="group", every="year", **options)
    overall = trends(corpus, by="all", every="all", **options)
    if by_source.empty:
        return Findings(["No article counts towards a share over time; what was left out, and why, stands above."])
    said = []
    for entry in corpus.codebook.select(frames):
        name = entry.label
        whole = overall[overall["code"] == entry.code]
        if len(whole):
            row = whole.iloc[0]
            verb = "uses" if row.articles == 1 else "use"
            said.append(
                f"{name}: {percent(row.estimate)} of {counted(int(row.articles), 'article')} {verb} the frame "
                f"(95% interval {interval(row.low, row.high)}). "
                + _extremes(by_source[by_source["code"] == entry.code], "source")
                + _extremes(by_group[by_group["code"] == entry.code], "group")
            )
        said += _changes(yearly[yearly["code"] == entry.code], name)
    return Findings([" ".join(each.split()) for each in said])


def _extremes(cells: pd.DataFrame, what: str) -> str:
    shown = cells[cells["shown"]].sort_values(["estimate", "group"], ascending=[False, True])
    if len(shown) < 2:
        return f"Too few articles to compare {what}s. " if len(cells) > 1 else ""
    top, low = shown.iloc[0], shown.iloc[-1]
    # The two are picked as the extremes of many: their intervals are widened for as many comparisons (Bonferroni).
    wider = NormalDist().inv_cdf(1 - 0.025 / len(shown)) / Z
    sides = [
        (
            row.estimate,
            row.estimate - wider * (row.estimate - row.low),
            row.estimate + wider * (row.high - row.estimate),
        )
        for row in (top, low)
    ]
    if newcombe(*(np.array([value]) for side in sides for value in side))[0][0] <= 0:
        return f"No clear difference between {what}s. "
    return f"By {what} it runs from {percent(low.estimate)} ({low.group}) to {percent(top.estimate)} ({top.group}). "


def _changes(yearly: pd.DataFrame, name: str) -> list[str]:
    """Compare each group's first and last full year."""
    rising: list[str] = []
    falling: list[str] = []
    unclear: list[str] = []
    short: list[str] = []
    for group, rows in yearly[~yearly["partial"].astype(bool)].groupby("group"):
        shown = rows[rows["shown"]].sort_values("period")
        if len(shown) < 2:
            short.append(str(group))
            continue
        first, last = shown.iloc[0], shown.iloc[-1]
        low, high = newcombe(*(np.array([row[c]]) for row in (last, first) for c in ("estimate", "low", "high")))
        text = f"{group} ({percent(first.estimate)} in {first.period}, {percent(last.estimate)} in {last.period})"
        (rising if low[0] > 0 else falling if high[0] < 0 else unclear).append(text)
    said = []
    if rising:
        said.append(f"{name} rises in {joined(rising)}.")
    if falling:
        said.append(f"{name} falls in {joined(falling)}.")
    if unclear:
        said.append(f"{name} shows no clear change between the first and the last full year in {joined(unclear)}.")
    if short:
        where = "any group" if not (rising or falling or unclear) else listed(short)
        said.append(f"{name}: too few full years with enough articles to tell a change in {where}.")
    return [" ".join(said)] if said else []


def difference_findings(differences: pd.DataFrame, *, labels: dict[str, str] | None = None) -> Findings:
    """Say in how many periods one group is clearly above the other: the interval leaves out zero.

    Parameters
    ----------
    differences : DataFrame
        From `framing.difference`.
    labels : dict, optional
        The label of each frame, by code.

    Examples
    --------
    >>> import framing
    >>> corpus, groups = framing.simulate(articles=240, seed=1), ["United States", "China"]
    >>> found = framing.difference(corpus, groups=groups, every="all", frames=["espionage"])
    >>> print(framing.difference_findings(found))
    - espionage: of 1 period with enough articles in both, United States is clearly above China in 1 ...
    """
    if differences.empty:
        return Findings(["There are no two groups to compare."])
    said = []
    for (code, a, b), rows in differences.groupby(["code", "a", "b"], sort=False):
        shown = rows[rows["shown"]]
        above, below = int((shown["low"] > 0).sum()), int((shown["high"] < 0).sum())
        said.append(
            f"{(labels or {}).get(code, code)}: of {counted(len(shown), 'period')} with enough articles in both, {a} "
            f"is clearly above {b} in {above} and clearly below in {below}."
        )
    return Findings(said)
