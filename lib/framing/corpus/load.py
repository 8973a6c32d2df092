"""Loading a corpus: a folder under corpus/, any other folder, or a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.articles.imports.store import read_quarantine
from framing.articles.intake import take_in_sheets, with_quarantine
from framing.articles.kept import stored_sheet
from framing.articles.plain_yaml import read_plain
from framing.articles.readers import TABLES, Record, read_file
from framing.articles.schema import COLUMNS
from framing.articles.sheets import Sheet, sheet_of
from framing.articles.sources import Outlets, read_sources
from framing.corpus.corpus import STATED, About, Corpus
from framing.corpus.events import read_events
from framing.corpus.measuring import Instruments, open_cache
from framing.engine.run import Engine
from framing.measures.codebook import Codebook, load_codebook
from framing.measures.tone import check_tone
from framing.project import FramingError, InputError, corpus_folder, nearest, there, writable_folder

__all__ = ["corpus_files", "find_codebook", "find_corpus", "load"]

_NOT_ARTICLES = ("sources.csv", "events.csv", "truth.csv", "quarantine.", "raw.", "clusters.", "features.")


def load(
    corpus: str | Path,
    *,
    codebook: str | Path = "",
    tone: str = "vader",
    engine: str = "local",
    workers: int = 0,
    scheduler: str = "",
) -> Corpus:
    """Load a corpus.

    Parameters
    ----------
    corpus : str or Path
        The name of a folder under ``corpus/``, or the path of a folder or a file: csv, tsv and jsonl (each also .gz),
        parquet, txt, or a folder of these; or the address of a Parquet file, such as ``s3://bucket/articles.parquet``,
        which needs fsspec. A folder's own ``sources.csv`` and ``events.csv`` extend the shared ones.
    codebook : str or Path
        The path of a codebook; by default the folder's own ``codebook.yml``, else ``corpus/codebook.yml``.
    tone : str
        ``"vader"`` or ``"nltk"`` (for comparison; slower).
    engine : str
        Where articles are measured when they have not been: ``"local"`` (this process, or several for a large corpus)
        or ``"dask"``.
    workers : int
        How many processes; 0 means one a processor.
    scheduler : str
        Of ``"dask"``: the address of a running cluster; "" starts one on this machine.

    Returns
    -------
    Corpus
        Its ``quarantine`` lists what could not be an article; records read = articles + quarantine.

    Raises
    ------
    FramingError
        When there is no such corpus, no file of articles in it, or an instrument cannot be read.

    Examples
    --------
    >>> import framing
    >>> framing.load("sample").about.synthetic
    True
    """
    address = str(corpus).strip() if "://" in str(corpus) else ""
    place = Path(address.partition("?")[0]) if address else find_corpus(corpus)
    folder = place if place.is_dir() else None
    shared = corpus_folder()
    own = folder / "sources.csv" if folder else None
    outlets = Outlets(
        read_sources(shared / "sources.csv"), read_sources(own) if own is not None and own.is_file() else None
    )
    files: Sequence[Path | str] = [address] if address else corpus_files(place)
    intake = take_in_sheets([_sheet(each) for each in files], outlets)
    intake = with_quarantine(intake, read_quarantine(folder)) if folder else intake
    if intake.read == 0:
        raise InputError(f"{place.name} holds no record at all; is it the right file?")
    if not any(column in intake.mapping for column in ("headline", "body")):
        free = [str(each) for each in intake.table.columns if each not in (*COLUMNS, "source_given")]
        columns = ", ".join([*intake.mapping.values(), *free][:12])
        raise InputError(
            f"{place.name} has no column that could be a headline or a body ({columns}); name one “headline” or “body”."
        )
    pa.default_memory_pool().release_unused()  # what reading took on the way: for a million articles half a gigabyte
    said = _about(folder) if folder else {}
    about = About(
        name=str(said.get("name", place.name.partition(".")[0])),
        title=str(said.get("title", "")),
        licence=str(said.get("licence", "")),
        notice=str(said.get("notice", "")),
        synthetic=said.get("synthetic", "").casefold() in ("true", "yes", "on"),
        files=tuple(Path(each).name for each in files),
        read=intake.read,
        mapping=intake.mapping,
        notes=tuple(intake.notes),
        stated=_stated(said, folder),
    )
    return Corpus(
        table=intake.table,
        texts=intake.texts,
        quarantine=intake.quarantine,
        sources=outlets.table,
        events=read_events(shared / "events.csv", *([folder / "events.csv"] if folder else [])),
        instruments=Instruments(
            find_codebook(codebook, folder), check_tone(tone), open_cache(), Engine(engine, workers, scheduler)
        ),
        about=about,
    )


def find_corpus(corpus: str | Path) -> Path:
    """Return the folder or file that a corpus name or path means."""
    given = str(corpus).strip()
    if not given:
        raise InputError("No corpus is named; name a folder under corpus/, or the path of a folder or a file.")
    shared = corpus_folder()
    place = there(shared / given, given)
    if place is not None:
        return place.resolve()
    known = [each.name for each in shared.iterdir() if each.is_dir() and not each.name.startswith(".")]
    raise InputError(f"There is no corpus “{given}”, neither under corpus/ nor as a path{nearest(given, known)}")


def corpus_files(place: Path) -> list[Path]:
    """List the files that hold the articles of a corpus, sorted by name.

    In a folder: files named ``articles.*``; without any, every table and every text file but the instruments.
    """
    if place.is_file():
        return [place]
    found = sorted(
        each
        for each in place.iterdir()
        if each.is_file()
        and each.name.casefold().endswith((*TABLES, ".txt"))
        and not each.name.casefold().startswith(_NOT_ARTICLES)
    )
    named = [each for each in found if each.name.casefold().startswith("articles.")]
    if not found:
        raise InputError(
            f"The folder {place.name} holds no articles; put a csv, jsonl, parquet or txt file with them into it."
        )
    return named or found


def _sheet(file: Path | str) -> Sheet:
    """Read a file, or what was kept of it; where nothing can be kept, its records stay in memory."""
    folder = writable_folder("files")
    if folder is not None:
        return stored_sheet(file, folder)
    if isinstance(file, str):
        raise InputError(f"{file} needs a folder to keep what is read of it; set FRAMING_CACHE to one.")
    records: dict[bool, list[Any]] = {True: [], False: []}
    for each in read_file(file):
        records[isinstance(each, Record)].append(each)
    return sheet_of(file.name, records[True], records[False])


def find_codebook(codebook: str | Path, folder: Path | None) -> Codebook:
    """Load the codebook that is named, or the corpus's own, or the shared one."""
    if str(codebook).strip():
        for place in (there(codebook), there(corpus_folder() / str(codebook))):
            if place is not None and place.is_file():
                return load_codebook(place)
        raise FramingError(f"There is no codebook {codebook}; give the path of a codebook.yml.")
    own = folder / "codebook.yml" if folder else None
    return load_codebook(own if own is not None and own.is_file() else corpus_folder() / "codebook.yml")


def _stated(said: Mapping[str, Any], folder: Path | None) -> dict[str, str]:
    """Return what is known of how a corpus came to be: from corpus.yml, else from the files that were imported."""
    found = {name: str(said[name]) for name in STATED if said.get(name) not in (None, "")}
    path = folder / "import.json" if folder else None
    if path is None or not path.is_file():
        return found
    try:
        log = json.loads(path.read_text(encoding="utf-8"))["imports"]
        files = [each for entry in log for each in entry["files"]]
        told = {
            "query": sorted({each["about"]["query"] for each in files if "query" in each["about"]}),
            "retrieved": sorted(
                {each["about"]["retrieved"][:10] for each in files if each.get("about", {}).get("retrieved")}
            ),
            "database": sorted({str(each["format"]) for each in files if each.get("format")}),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return found
    return {name: "; ".join(values) for name, values in told.items() if values} | found


def _about(folder: Path) -> dict[str, Any]:
    path = folder / "corpus.yml"
    if not path.is_file():
        return {}
    try:
        said, lines = read_plain(path.read_text(encoding="utf-8-sig"), path.name)
    except (FramingError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} of the corpus {folder.name} is no YAML ({error}).") from None
    known = ("name", "title", "synthetic", "licence", "notice", *STATED)
    if not isinstance(said, dict):
        raise InputError(f"{path.name} of the corpus {folder.name} should be lines of “key: value”.")
    for key, value in said.items():
        if key not in known:
            raise InputError(f"{path.name} of the corpus {folder.name}: “{key}” is not known{nearest(str(key), known)}")
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str) for each in listed):
            raise InputError(f"{path.name} of the corpus {folder.name}, line {lines[(key,)]}: “{key}” takes a text.")
        said[key] = ", ".join(listed)
    return said
