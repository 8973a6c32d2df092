"""The plan of a simulated corpus: how many articles each outlet has in each month, and how likely each frame is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.materials import FRAMES, Story
from framing.corpus.simulation.outlets import BASE, OUTLETS, TRENDS, Outlet

__all__ = ["Month", "Plan", "make_plan"]


@dataclass(frozen=True)
class Month:
    """What one outlet does in one month: its articles, and the planted probability of each frame in its own ones."""

    outlet: Outlet
    month: str
    articles: int
    probability: dict[str, float]


@dataclass(frozen=True)
class Plan:
    """All outlets and months; a month that the archive lost is absent."""

    months: tuple[str, ...]
    cells: dict[tuple[str, str], Month]


def make_plan(
    articles: int, months: list[str], stories: tuple[Story, ...], *, lost: str, dispersion: float, seed: int
) -> Plan:
    """Draw the plan.

    In log-odds, the probability of a frame is its group's base, plus the outlet's own leaning, plus drift and jumps,
    plus the month's stories: a draw shared by all outlets, a smaller one for each group, and a push where a real event
    of the month invites the frame. So stories cluster, and months differ by more than chance.

    Parameters
    ----------
    articles : int
        How many, over all.
    months : list of str
        Such as "2024-10", without gaps.
    stories : tuple of Story
    lost : str
        The month that nobody's archive has; "" for none.
    dispersion : float
        Standard deviation of the months' story draws, in log-odds.
    seed : int

    Returns
    -------
    Plan
    """
    chance = Chance("plan", seed)
    leaning = {(outlet.name, frame): chance.normal(0.25) for outlet in OUTLETS for frame in FRAMES}
    shared = {(month, frame): chance.normal(dispersion) for month in months for frame in FRAMES}
    groups = sorted(BASE)
    local = {(g, m, f): chance.normal(dispersion / 2) for g in groups for m in months for f in FRAMES}
    invited = {(story.date[:7], frame) for story in stories for frame in story.frames}

    open_cells = [
        (outlet, month)
        for month in months
        for outlet in OUTLETS
        if month != lost and not (outlet.stops and month > outlet.stops)
    ]
    busy = {month: 0.75 + 0.5 * chance.number(0, 100) / 100 for month in months}
    weights = [outlet.weight * busy[month] for outlet, month in open_cells]
    counts = _shares_out(articles, weights)
    cells = {}
    for (outlet, month), count in zip(open_cells, counts, strict=True):
        elapsed = months.index(month) / max(len(months) - 1, 1)
        probability = {}
        for frame in FRAMES:
            base = BASE[outlet.group][frame]
            odds = math.log(base / (1 - base)) + leaning[outlet.name, frame]
            odds += shared[month, frame] + local[outlet.group, month, frame]
            odds += 0.5 if (month, frame) in invited else 0.0
            for group, moved, how, size in TRENDS:
                if (group, moved) == (outlet.group, frame):
                    odds += size * elapsed if how == "drift" else size * (month >= how)
            probability[frame] = round(1 / (1 + math.exp(-odds)), 4)
        cells[outlet.name, month] = Month(outlet, month, count, probability)
    return Plan(tuple(months), cells)


def _shares_out(total: int, weights: list[float]) -> list[int]:
    """Divide a number by weights, rounding the running sum, so that small totals spread evenly too.

    >>> _shares_out(3, [1.0, 1.0, 1.0, 1.0])
    [1, 0, 1, 1]
    """
    whole, running, given, counts = sum(weights), 0.0, 0, []
    for weight in weights:
        running += weight
        upto = int(round(total * running / whole, 6) + 0.5 - 1e-9)
        counts.append(upto - given)
        given = upto
    return counts
