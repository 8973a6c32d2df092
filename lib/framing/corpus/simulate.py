"""Simulated corpora with known truth: invented outlets reporting real events, with planted shares and wire copies."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pandas as pd

from framing.articles.intake import take_in
from framing.articles.readers import Record
from framing.articles.sources import SOURCE_COLUMNS, Outlets
from framing.corpus.corpus import About, Corpus
from framing.corpus.events import read_events
from framing.corpus.load import find_codebook
from framing.corpus.measuring import Instruments
from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.materials import materials
from framing.corpus.simulation.outlets import OUTLETS
from framing.corpus.simulation.plan import make_plan
from framing.corpus.simulation.rows import month_rows
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
        table=intake.table,
        texts=intake.texts,
        quarantine=intake.quarantine,
        sources=outlets.table,
        events=read_events(corpus_folder() / "events.csv"),
        instruments=Instruments(find_codebook(codebook, None)),
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
        rows += month_rows(plan, month, stock, copies, off_topic_share, seed, truth)
    return rows, pd.DataFrame(truth, columns=["source", "group", "month", "frame", "articles", "copies", "probability"])


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
