"""Simulated corpora with known truth: invented outlets reporting real events, with planted shares and wire copies."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from framing.articles.intake import take_in
from framing.articles.readers import Record
from framing.articles.sources import SOURCE_COLUMNS, Outlets
from framing.corpus.corpus import About, Corpus
from framing.corpus.events import read_events
from framing.corpus.load import find_codebook
from framing.corpus.measuring import Instruments
from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.long import SCHEMA, long_batches
from framing.corpus.simulation.outlets import OUTLETS
from framing.corpus.simulation.rows import COLUMNS, planned_months
from framing.project import FramingError, corpus_folder

__all__ = ["NOTICE", "simulate", "write_long", "write_simulated"]

NOTICE = (
    "This corpus is synthetic: invented outlets report real, dated events in sentences written for this project. "
    "It shows how the suite works and says nothing about any real newspaper."
)
_UNFINISHED = ".articles.parquet.unfinished"
_TRUTH = ["source", "group", "month", "frame", "articles", "copies", "probability"]


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
    rows, truth = _make(
        articles, seed=seed, start=start, end=end, copies=copies, off_topic_share=off_topic_share, lost=lost,
        dispersion=dispersion,
    )  # fmt: skip
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
    _claim(folder)
    rows, truth = _make(articles, seed=seed, **options)
    rows = _spoil(rows, Chance("spoil", seed))
    folder.mkdir(parents=True, exist_ok=True)
    text = _csv(rows, COLUMNS).encode()
    (folder / "articles.csv.gz").write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    (folder / "articles.parquet").unlink(missing_ok=True)  # of long articles, from an earlier run
    _write_about(folder, truth)


def write_long(
    folder: Path,
    articles: int,
    *,
    words: int = 400,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
    **options: Any,
) -> None:
    """Write a simulated corpus of long articles: ``articles.parquet``, ``sources.csv``, ``truth.csv``, ``corpus.yml``.

    Articles are written as they are made, some thousand to a row group, into a file beside the one they are meant for,
    which is renamed when it is whole. No record is spoilt.

    Parameters
    ----------
    folder : Path
        Made when it does not exist.
    articles, words, seed, **options
        As for `framing.corpus.simulation.long.long_batches`.
    progress : callable, optional
        Told how many articles have been written.

    Raises
    ------
    FramingError
        When the folder holds a corpus that is not simulated.
    """
    _claim(folder)
    truth: list[dict[str, Any]] = []
    batches = long_batches(articles, words=words, seed=seed, truth=truth, **options)
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / _UNFINISHED
    done = 0
    try:
        # A dictionary pays for columns whose values return.
        returning = ["source", "author", "section", "language", "wire_story"]
        with pq.ParquetWriter(aside, SCHEMA, compression="zstd", use_dictionary=returning) as writer:
            for batch in batches:
                writer.write_batch(batch)
                done += batch.num_rows
                if progress is not None:
                    progress(done)
        _write_about(folder, pd.DataFrame(truth, columns=_TRUTH))
        aside.replace(folder / "articles.parquet")
    finally:
        aside.unlink(missing_ok=True)
    (folder / "articles.csv.gz").unlink(missing_ok=True)  # of short articles, from an earlier run


def _claim(folder: Path) -> None:
    """Refuse a folder that holds anything but a simulated corpus, or what a killed run left of one."""
    known = folder / "corpus.yml"
    synthetic = known.is_file() and "synthetic: true" in known.read_text(encoding="utf-8")
    if (
        folder.is_dir()
        and any(each.name not in ("README.md", _UNFINISHED) for each in folder.iterdir())
        and not synthetic
    ):
        raise FramingError(f"{folder} holds something that is not a simulated corpus; name another folder.")


def _write_about(folder: Path, truth: pd.DataFrame) -> None:
    """Write what stands beside the articles."""
    (folder / "sources.csv").write_text(
        _csv([{**row, "agency": str(row["agency"]).lower()} for row in _sources().to_dict("records")], SOURCE_COLUMNS),
        encoding="utf-8",
    )
    (folder / "truth.csv").write_text(_csv(truth.to_dict("records"), tuple(truth.columns)), encoding="utf-8")
    (folder / "corpus.yml").write_text(
        f"name: {folder.name}\ntitle: Simulated articles on space security\nsynthetic: true\nlicence: CC0-1.0\n"
        f"notice: >-\n  {NOTICE}\n",
        encoding="utf-8",
    )


def _make(articles: int, **options: Any) -> tuple[list[dict[str, str]], pd.DataFrame]:
    truth: list[dict[str, Any]] = []
    rows = [row for _, rows in planned_months(articles, truth, **options) for row in rows]
    return rows, pd.DataFrame(truth, columns=_TRUTH)


def _sources() -> pd.DataFrame:
    rows = [
        {
            "name": each.name, "aliases": "", "domains": each.domain, "country": each.country, "group": each.group,
            "ownership": each.ownership, "language": "en", "agency": each.agency,
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
