"""Importing: what is asked is checked, then files become a corpus, or nothing is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from framing.articles.imports.reading import find_format, read_files
from framing.articles.imports.report import Imported
from framing.articles.imports.settle import Import
from framing.articles.imports.store import Store
from framing.project import FramingError, InputError, corpus_folder, nearest

__all__ = ["Imported", "import_articles"]


def import_articles(
    paths: Sequence[str | Path],
    *,
    to: str | Path,
    format: str = "auto",
    source: str = "",
    tz: str = "",
    language: str = "",
    incomplete: bool = False,
    progress: Callable[[str, int], None] | None = None,
    now: dt.datetime | None = None,
) -> Imported:
    """Import exports of databases, answers of services, feeds, pages and tables into one corpus.

    The corpus gets ``articles.parquet``, ``quarantine.parquet`` (what could not be kept, and why), ``raw.parquet``
    (every record as it was read), ``import.json`` (files, hashes, options, counts) and a ``README.md`` to fill in.
    Articles that are there already are not added again. Nothing is changed until everything was read.

    Parameters
    ----------
    paths : sequence of str or Path
        Files, folders and zips.
    to : str or Path
        The folder of the corpus, or its name under ``corpus/``.
    format : str
        ``"auto"`` recognises each file by what is in it.
    source : str
        The outlet of articles that name none.
    tz : str
        The zone of times that are written without one, such as ``Asia/Shanghai``.
    language : str
        Two letters: the language of articles that state none; "" has it told from the words.
    incomplete : bool
        Import a file although it says it holds another number of articles than were read in it; a note says so.
    progress : callable, optional
        Told the name of each file when it was read, and how many records there are by then.
    now : datetime, optional
        For the sanity of dates and the log; by default the present.

    Returns
    -------
    Imported

    Raises
    ------
    FramingError
        When a file's own count of its articles differs from the count read, when a file that is named by itself is of
        no known layout, when no file can be read, or the folder cannot be written. Nothing is written then.
    """
    _check(paths, tz, language)
    now = now or dt.datetime.now(dt.UTC)
    folder = place_of(to)
    store = Store(folder)
    asked = find_format(format)
    done = Imported(folder)
    Import(store, done, source, tz, language, incomplete, now.date()).run(
        read_files([Path(each).expanduser() for each in paths], asked), progress,
        options={"format": format, "source": source, "tz": tz, "language": language, "incomplete": incomplete},
        now=now,
    )  # fmt: skip
    return done


def place_of(to: str | Path) -> Path:
    """Return the folder that a corpus's name or path means: a bare name is one under ``corpus/``."""
    given = str(to).strip()
    if not given or "\x00" in given:
        raise FramingError("No corpus is named to import into; write --to corpus/NAME.")
    path = Path(given).expanduser()
    if path.name in ("", ".", "..") or path.name.startswith("."):
        raise FramingError(f"--to {given} is no name for a corpus; write --to corpus/NAME.")
    return (corpus_folder() / path if len(path.parts) == 1 else path).resolve()


def _check(paths: Sequence[str | Path], tz: str, language: str) -> None:
    if not paths:
        raise InputError("No file is named; name the files, folders or zips to import.")
    if tz:
        try:
            ZoneInfo(tz)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise FramingError(f'--tz "{tz}" is no zone{nearest(tz, available_timezones())}') from None
    if language and not (len(language) == 2 and language.isascii() and language.isalpha()):
        raise FramingError(f'--language "{language}" is not two letters, such as en.')
