"""Pack a report to be sent: nothing unfinished, nothing private, no more of an article than may be quoted."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from framing.corpus.corpus import Corpus
from framing.corpus.load import load
from framing.corpus.quotable import QUOTED, allowance
from framing.project import FramingError
from framing.report.packed import texts_of
from framing.report.private import private_in, private_patterns
from framing.report.publish import unchanging
from framing.text.quoted import quoted

__all__ = ["Shared", "share"]

# The oldest date that a zip can hold: the same report makes the same bytes.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Shared:
    """What was checked, and packed.

    Attributes
    ----------
    path : Path or None
        The zip, where one was asked for.
    files, size : int
        How many files, and the bytes of the zip, or of the files where there is none.
    quoted, longest : int
        Articles of which eight words in a row or more are packed, and the most words in a row of one.
    exempt : str
        Why the texts were not compared; "" when they were.
    """

    path: Path | None
    files: int
    size: int
    quoted: int
    longest: int
    exempt: str


def share(
    folder: Path, *, to: Path | None = None, corpus: str = "", words: int = QUOTED, full_text: bool = False
) -> Shared:
    """Check a finished report, and pack it.

    Parameters
    ----------
    folder : Path
        A report's folder.
    to : Path, optional
        The zip file to write; without it the report is checked.
    corpus : str
        The corpus it was made from; "" means what the report names.
    words : int
        Of one article's body no more words in a row may be packed, and in all no more than this or a quarter of it,
        whichever is larger: over all files together, since overlapping passages would make a text whole again.
    full_text : bool
        Do not compare texts. What belongs to the publisher stays so.

    Returns
    -------
    Shared

    Raises
    ------
    FramingError
        When the report is being written, is unfinished, names something private, or holds too much of an article; with
        the place.

    Notes
    -----
    A corpus that is synthetic, or whose ``corpus.yml`` gives a licence beginning with CC0, may be quoted in full.
    """
    with unchanging(folder):
        return _shared(folder, to, corpus, words, full_text)


def _shared(folder: Path, to: Path | None, corpus: str, words: int, full_text: bool) -> Shared:
    record = _finished(folder)
    files = sorted(each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    patterns = private_patterns()
    for path in files:
        found = private_in(path.read_bytes(), patterns)
        if found:
            raise FramingError(f"{_name(path, folder)}: {found}; nothing was packed.")
    counted, longest, exempt = (0, 0, "asked for in full") if full_text else (0, 0, "")
    for news in [] if full_text else _corpora(record, corpus):
        exempt = _exempt(news)
        if not exempt:
            counted, longest = _check(news, files, folder, words, counted, longest)
    if to is not None:
        _pack(files, folder, to)
    size = sum(each.stat().st_size for each in (files if to is None else [to]))
    return Shared(to, len(files), size, counted, longest, exempt)


def _finished(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        pages = [(page["page"], page["status"], page.get("error", "")) for page in record["pages"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise FramingError(f"{folder} holds no finished report; name a folder that framing report has made.") from None
    for name, status, error in pages:
        if error or status not in ("rendered", "unchanged") or not (folder / name).is_file():
            raise FramingError(f"{name} is not finished ({error or status}); run framing report again before sharing.")
    left = [name for name in record.get("leaving", []) if (folder / name).is_file()]
    if left:
        raise FramingError(f"{left[0]} is left of an earlier run; run framing report again before sharing.")
    return dict(record)


def _corpora(record: dict[str, Any], asked: str) -> list[Corpus]:
    names = (
        [asked] if asked else sorted({page["provenance"]["parameters"].get("corpus", "") for page in record["pages"]})
    )
    made = []
    for name in filter(None, names):
        try:
            made.append(load(name))
        except FramingError as error:
            raise FramingError(
                f"The corpus {name} that the report was made from cannot be read, so its texts cannot be compared "
                f"({error}); name it with --corpus."
            ) from None
    return made


def _exempt(news: Corpus) -> str:
    if news.about.synthetic:
        return "the articles are synthetic"
    licence = news.about.licence.strip()
    return f"the articles' licence is {licence}" if licence.upper().startswith("CC0") else ""


def _check(news: Corpus, files: list[Path], folder: Path, words: int, counted: int, longest: int) -> tuple[int, int]:
    texts = {path: list(texts_of(path)) for path in files}
    bodies = news.texts.read(np.arange(len(news)))[1] if len(news) else []
    found = quoted(bodies, [text for listed in texts.values() for text in listed])
    for each in found:
        limit = allowance(each.words, words)
        if each.longest <= words and each.total <= limit:
            continue
        row = news.table.iloc[each.article]
        alone = {path: quoted([bodies[each.article]], listed) for path, listed in texts.items()}
        worst = max(alone, key=lambda path: alone[path][0].total if alone[path] else 0)
        said = (
            f"{each.longest} words in a row, from word {each.at + 1} on, where {words} are allowed"
            if each.longest > words
            else f"{each.total} of its {each.words} words, where {limit} are allowed"
        )
        raise FramingError(
            f"“{str(row['headline'])[:80]}” ({row['source']}): the report holds {said}, most of them in "
            f"{_name(worst, folder)}; show fewer or shorter passages, or ask for --full-text where you hold the rights."
        )
    return counted + len(found), max([longest, *(each.longest for each in found)])


def _pack(files: list[Path], folder: Path, to: Path) -> None:
    aside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in files:
                about = zipfile.ZipInfo(f"{folder.name}/{_name(path, folder)}", _DATE)
                about.external_attr, about.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                packed.writestr(about, path.read_bytes())
        os.replace(aside, to)
    except OSError as error:
        raise FramingError(f"{to} could not be written: {error.strerror or error}; name another file.") from None
    finally:
        aside.unlink(missing_ok=True)


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()
