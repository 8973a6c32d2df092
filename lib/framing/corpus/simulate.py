"""Simulated corpora with known truth: invented outlets reporting real events, with planted shares and wire copies."""

from __future__ import annotations

import calendar
import csv
import gzip
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing.articles.intake import take_in
from framing.articles.readers import Record
from framing.articles.sources import SOURCE_COLUMNS, Outlets
from framing.corpus.corpus import About, Corpus
from framing.corpus.events import read_events
from framing.corpus.load import find_codebook
from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.compose import Text, compose, headline, off_topic
from framing.corpus.simulation.materials import FRAMES, Materials, Story, materials
from framing.corpus.simulation.outlets import AGENCIES, OUTLETS, Outlet
from framing.corpus.simulation.plan import Plan, make_plan
from framing.project import FramingError, corpus_folder

__all__ = ["NOTICE", "simulate", "write_simulated"]

NOTICE = (
    "This corpus is synthetic: invented outlets report real, dated events in sentences written for this project. "
    "It shows how the suite works and says nothing about any real newspaper."
)
_COLUMNS = ("source", "published", "headline", "body", "url", "author", "section", "language", "wire_story")


def simulate(
    articles: int = 7200,
    *,
    seed: int = 1,
    start: str = "2019-01",
    end: str = "2025-12",
    copies: float = 0.12,
    off_topic_share: float = 0.02,
    lost: str = "2021-08",
    dispersion: float = 0.4,
    codebook: str = "",
) -> Corpus:
    """Make a corpus whose truth is known.

    Twelve invented outlets in four groups; frames planted article by article with a probability that depends on outlet
    and month; agency stories copied under other headlines; one outlet that stops in June 2023; one month that is lost.

    Parameters
    ----------
    articles : int
        How many on-topic articles, over all outlets and months.
    seed : int
        The same seed gives the same bytes on every machine.
    start, end : str
        First and last month.
    copies : float
        Share of articles that are copies of an agency's story.
    off_topic_share : float
        Articles on other matters, as a share of the on-topic ones and beside them.
    lost : str
        The month that is missing everywhere; "" for none.
    dispersion : float
        Standard deviation of the months' story draws, in log-odds.
    codebook : str
        As for `framing.load`.

    Returns
    -------
    Corpus
        With ``truth``: ``source``, ``group``, ``month``, ``frame``, ``articles`` (on topic), ``copies`` (of these),
        ``probability`` (planted, after the story draws; copies weigh with their agency's probability).

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=120, seed=3, start="2024-01", end="2024-12")
    >>> int(corpus.truth["articles"].sum()) // 9, corpus.about.synthetic
    (120, True)
    """
    rows, truth = _make(articles, seed, start, end, copies, off_topic_share, lost, dispersion)
    records = (Record("simulated", number, row) for number, row in enumerate(rows, start=1))
    outlets = Outlets(_sources())
    intake = take_in(records, outlets)
    return Corpus(
        articles=intake.articles,
        quarantine=intake.quarantine,
        sources=outlets.table,
        events=read_events(corpus_folder() / "events.csv"),
        codebook=find_codebook(codebook, None),
        about=About(
            name=f"simulated-{seed}",
            title="Simulated articles on space security",
            licence="CC0-1.0",
            notice=NOTICE,
            synthetic=True,
            files=("simulated",),
            read=intake.read,
            mapping=intake.mapping,
        ),
        truth=truth,
    )


def write_simulated(folder: Path, articles: int = 7200, *, seed: int = 1, **options: Any) -> None:
    """Write a simulated corpus as files: ``articles.csv.gz``, ``sources.csv``, ``truth.csv``, ``corpus.yml``.

    A few records are spoilt on purpose, all of them off topic, so that quarantine and undated articles can be seen:
    five are repeated, four have lost their text, twelve their date. The truth is not touched.

    Parameters
    ----------
    folder : Path
        Made when it does not exist.
    articles, seed, **options
        As for `simulate`.

    Raises
    ------
    FramingError
        When the folder holds a corpus that is not simulated.
    """
    known = folder / "corpus.yml"
    synthetic = known.is_file() and "synthetic: true" in known.read_text(encoding="utf-8")
    if folder.is_dir() and any(each.name != "README.md" for each in folder.iterdir()) and not synthetic:
        raise FramingError(f"{folder} holds something that is not a simulated corpus; name another folder.")
    settings: dict[str, Any] = {
        "start": "2019-01", "end": "2025-12", "copies": 0.12, "off_topic_share": 0.02, "lost": "2021-08",
        "dispersion": 0.4, **options,
    }  # fmt: skip
    rows, truth = _make(articles, seed, *(settings[key] for key in _ORDER))
    rows = _spoil(rows, Chance("spoil", seed))
    folder.mkdir(parents=True, exist_ok=True)
    text = _csv(rows, _COLUMNS).encode()
    (folder / "articles.csv.gz").write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    (folder / "sources.csv").write_text(_csv(_sources().to_dict("records"), SOURCE_COLUMNS), encoding="utf-8")
    (folder / "truth.csv").write_text(_csv(truth.to_dict("records"), tuple(truth.columns)), encoding="utf-8")
    (folder / "corpus.yml").write_text(
        f"name: {folder.name}\ntitle: Simulated articles on space security\nsynthetic: true\nlicence: CC0-1.0\n"
        f"notice: >-\n  {NOTICE}\n",
        encoding="utf-8",
    )


_ORDER = ("start", "end", "copies", "off_topic_share", "lost", "dispersion")


@dataclass(frozen=True)
class _Wire:
    """An agency's story that others may copy."""

    number: int
    agency: str
    date: str
    text: Text


def _make(
    articles: int,
    seed: int,
    start: str,
    end: str,
    copies: float,
    off_topic_share: float,
    lost: str,
    dispersion: float,
) -> tuple[list[dict[str, str]], pd.DataFrame]:
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
    rows: list[dict[str, str]] = []
    truth: list[dict[str, Any]] = []
    for month in months:
        rows += _month(plan, month, stock, copies, off_topic_share, seed, truth)
    return rows, pd.DataFrame(truth, columns=["source", "group", "month", "frame", "articles", "copies", "probability"])


def _month(
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


def _sources() -> pd.DataFrame:
    rows = [
        {
            "name": each.name, "aliases": "", "domains": each.domain, "country": each.country, "group": each.group,
            "ownership": each.ownership, "language": "en", "agency": str(each.agency).lower(),
        }
        for each in OUTLETS
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(SOURCE_COLUMNS))


def _spoil(rows: list[dict[str, str]], chance: Chance) -> list[dict[str, str]]:
    """Spoil some off-topic records: five repeated, four without text, twelve without a date."""
    local = chance.shuffled([index for index, row in enumerate(rows) if row["section"] == "Local"])[:21]
    rows = [dict(row) for row in rows]
    for index in local[5:9]:
        rows[index].update(headline="", body="")
    for index in local[9:]:
        rows[index]["published"] = ""
    return rows + [dict(rows[index]) for index in local[:5]]


def _csv(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
