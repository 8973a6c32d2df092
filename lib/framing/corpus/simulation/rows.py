"""The records of a simulated month: agency stories first, then what the other outlets write or copy."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.compose import Text, compose, headline, off_topic
from framing.corpus.simulation.materials import FRAMES, Materials, Story, materials
from framing.corpus.simulation.outlets import AGENCIES, OUTLETS, Outlet
from framing.corpus.simulation.plan import Plan, make_plan
from framing.project import FramingError

__all__ = ["COLUMNS", "month_rows", "planned_months"]

COLUMNS = ("source", "published", "headline", "body", "url", "author", "section", "language", "wire_story")


@dataclass(frozen=True)
class _Wire:
    """An agency's story that others may copy."""

    number: int
    agency: str
    date: str
    text: Text


def planned_months(
    articles: int,
    truth: list[dict[str, Any]],
    *,
    seed: int = 1,
    start: str = "2019-01",
    end: str = "2025-12",
    copies: float = 0.12,
    off_topic_share: float = 0.02,
    lost: str = "2021-08",
    dispersion: float = 0.4,
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Plan a corpus, and write it month by month.

    Parameters
    ----------
    articles, seed, **options
        As for `framing.simulate`.
    truth : list of dict
        The planted shares of each month are added to it as the month is written.

    Returns
    -------
    iterator of (str, list of dict)
        Each month and its records, of `COLUMNS`.

    Raises
    ------
    FramingError
        At once, when nothing can be planned so.
    """
    if articles < 1:
        raise FramingError(f"articles={articles}: a corpus needs at least one.")
    stock = materials()
    try:
        months = [str(each) for each in pd.period_range(start, end, freq="M")]
    except ValueError:
        raise FramingError(f'start="{start}", end="{end}": write months, such as 2024-10.') from None
    if not months:
        raise FramingError(f'start="{start}" lies after end="{end}"; turn them round.')
    plan = make_plan(articles, months, stock.stories, lost=lost, dispersion=dispersion, seed=seed)
    return ((month, month_rows(plan, month, stock, copies, off_topic_share, seed, truth)) for month in months)


def month_rows(
    plan: Plan,
    month: str,
    stock: Materials,
    copies: float,
    off_topic_share: float,
    seed: int,
    truth: list[dict[str, Any]],
) -> list[dict[str, str]]:
    """Write a month: first the agencies, whose stories the others may then copy."""
    rows: list[dict[str, str]] = []
    wires: dict[str, list[_Wire]] = {name: [] for name in AGENCIES}
    ordered = sorted(OUTLETS, key=lambda outlet: not outlet.agency)
    for outlet in ordered:
        cell = plan.cells.get((outlet.name, month))
        if cell is None:
            continue
        chance = Chance(seed, outlet.name, month)
        offered = {name: chance.shuffled(listed) for name, listed in wires.items()}
        copied = dict.fromkeys(AGENCIES, 0)
        for _ in range(cell.articles):
            agency = chance.one(AGENCIES)
            if not outlet.agency and offered[agency] and chance.happens(copies / (1 - _AGENCY_SHARE)):
                wire = offered[agency].pop()
                copied[agency] += 1
                rows.append(_copy(chance, stock, outlet, wire, len(rows)))
                continue
            story, date = _story(chance, stock.stories, month)
            frames = tuple(frame for frame in FRAMES if chance.happens(cell.probability[frame]))
            text = compose(chance, stock, story, frames, outlet.registers)
            author = outlet.name if outlet.agency else f"{chance.one(stock.people)[0].partition(',')[0]}"
            rows.append(_row(outlet, date, text.headline, text.body, author, "Space", "", len(rows)))
            if outlet.agency:
                number = len(wires[outlet.name]) + 1
                wires[outlet.name].append(_Wire(number, outlet.name, date, text))
        for _ in range(sum(chance.happens(off_topic_share) for _ in range(cell.articles))):
            text = off_topic(chance, stock)
            rows.append(_row(outlet, _moment(chance, month, 1), text.headline, text.body, "", "Local", "", len(rows)))
        own = cell.articles - sum(copied.values())
        for frame in FRAMES:
            weighed = own * cell.probability[frame]
            weighed += sum(n * plan.cells[name, month].probability[frame] for name, n in copied.items() if n)
            truth.append(
                {
                    "source": outlet.name,
                    "group": outlet.group,
                    "month": month,
                    "frame": frame,
                    "articles": cell.articles,
                    "copies": sum(copied.values()),
                    "probability": round(weighed / cell.articles, 6) if cell.articles else cell.probability[frame],
                }
            )
    return sorted(rows, key=lambda row: (row["published"], row["url"]))


# The agencies' part of all articles: copies are drawn among the others, so that their share of the corpus is as asked.
_AGENCY_SHARE = sum(o.weight for o in OUTLETS if o.agency) / sum(o.weight for o in OUTLETS)


def _copy(chance: Chance, stock: Materials, outlet: Outlet, wire: _Wire, number: int) -> dict[str, str]:
    """Print an agency's story: the same text, under a headline of the outlet's own, up to two days later."""
    story = wire.text.story
    assert story is not None
    said = headline(chance, stock, story, wire.text.frames, other_than=wire.text.headline)
    moment = pd.Timestamp(wire.date) + pd.Timedelta(hours=chance.number(1, 40))
    last = pd.Timestamp(wire.date[:7]) + pd.offsets.MonthEnd(0) + pd.Timedelta(hours=23)
    date = min(moment.tz_localize(None), last).strftime("%Y-%m-%dT%H:%M:%SZ")
    author = wire.agency if chance.happens(0.7) else "Staff and agencies"
    label = f"{wire.agency} {wire.date[:7]} no. {wire.number}"
    return _row(outlet, date, said, wire.text.body, author, "Space", label, number)


def _row(
    outlet: Outlet, date: str, title: str, body: str, author: str, section: str, wire: str, number: int
) -> dict[str, str]:
    slug = "-".join("".join(c if c.isalnum() else " " for c in title.casefold()).split()[:6])
    return {
        "source": outlet.name,
        "published": date,
        "headline": title,
        "body": body,
        "url": f"https://{outlet.domain}/{date[:4]}/{date[5:7]}/{slug}-{number}",
        "author": author,
        "section": section,
        "language": "en",
        "wire_story": wire,
    }


def _story(chance: Chance, stories: tuple[Story, ...], month: str) -> tuple[Story, str]:
    """Choose what to write about: mostly this month's events, within days of them; else one of the past months'."""
    now = [each for each in stories if each.date[:7] == month]
    if now and chance.happens(0.72):
        story = chance.one(now)
        return story, _moment(chance, month, min(int(story.date[8:10]) + chance.number(0, 5), 28), spread=1)
    past = [each for each in stories if each.date[:7] < month][-6:] or list(stories[:1])
    return chance.one(past), _moment(chance, month, 1)


def _moment(chance: Chance, month: str, day: int, *, spread: int = 0) -> str:
    """Return a moment in the month: on the day, or on any day when nothing ties it down."""
    year, number = int(month[:4]), int(month[5:7])
    last = calendar.monthrange(year, number)[1]
    day = min(day, last) if spread else chance.number(1, last)
    return f"{month}-{day:02d}T{chance.number(5, 22):02d}:{chance.number(0, 59):02d}:00Z"
