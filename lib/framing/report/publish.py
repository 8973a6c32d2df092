"""Put finished files in their place so that a reader never meets a half-written one.

Everything is made in a folder aside, on the same disk, and renamed into place. One run at a time writes a report.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from framing.project import FramingError

__all__ = ["listed", "move", "only_run", "public_text", "read_record", "remove", "unchanging", "write_text", "writing"]

# What every entry of a record has; one without comes from elsewhere.
_WHOLE = {"notebook", "title", "page", "executed", "status", "error", "findings", "notice", "made", "files"}


@contextlib.contextmanager
def only_run(folder: Path) -> Iterator[Path]:
    """Hold the report folder for this run and yield an empty folder aside for what is not finished.

    Parameters
    ----------
    folder : Path
        The report's folder; made when missing.

    Yields
    ------
    Path
        A folder of this run alone in ``.<name>.unfinished`` beside it, which is emptied of what a killed run left,
        and removed at the end. A kernel that outlives a killed run for a moment writes elsewhere.

    Raises
    ------
    FramingError
        When another run holds the report, or the folder cannot be written.
    """
    aside = folder.parent / f".{folder.name}.unfinished"
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder.parent / f".{folder.name}.lock").open("a+")
    with lock:
        if not _locked(lock):
            raise FramingError(f"Another run is writing {folder}; wait until it ends, or choose another --out DIR.")
        try:
            with writing(folder):
                shutil.rmtree(aside, ignore_errors=True)
                aside.mkdir(exist_ok=True)
                mine = Path(tempfile.mkdtemp(prefix="", dir=aside))
            yield mine
        finally:
            shutil.rmtree(aside, ignore_errors=True)


@contextlib.contextmanager
def unchanging(folder: Path) -> Iterator[None]:
    """Hold a report as it is while it is read.

    Raises
    ------
    FramingError
        When a run is writing it.
    """
    try:
        lock = (folder.parent / f".{folder.name}.lock").open("r+")
    except OSError:  # no run has written here, or none can
        yield
        return
    with lock:
        if not _locked(lock):
            raise FramingError(f"A run is writing {folder}; wait until it ends.")
        yield


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in a sentence why a report could not be written, a full disk above all.

    Raises
    ------
    FramingError
        In place of an ``OSError``; names the file where it is one of the report's.
    """
    try:
        yield
    except OSError as error:
        path = Path(next((name for name in (error.filename2, error.filename) if isinstance(name, str)), folder))
        reason, place = error.strerror or str(error), folder
        if path != folder and path.is_relative_to(folder):
            reason = f"{path.relative_to(folder).as_posix()}: {reason}"
        elif not path.is_relative_to(folder.parent):
            place = path.parent  # the folder for temporary files
        raise FramingError(
            f"{place} cannot be written ({reason}); every page that the report's index links is whole; make room, or "
            "close what holds the file, or choose another --out DIR, and run it again."
        ) from None


def _locked(lock: IO[str]) -> bool:
    # The system frees these locks when the process ends, however it ends: no stale lock survives a kill.
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_text(path: Path, text: str, aside: Path) -> None:
    """Write a file aside, see it on the disk, and rename it into place."""
    unfinished = aside / f"{path.name}.new"
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished.replace(path)


def move(source: Path, target: Path) -> None:
    """Rename a finished file into place, over what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def remove(folder: Path, names: set[str]) -> None:
    """Remove files that an earlier run made and this one does not; never anything outside the folder."""
    for name in names:
        path = folder / name
        if path.resolve().is_relative_to(folder.resolve()):
            path.unlink(missing_ok=True)


def read_record(folder: Path) -> dict[str, Any]:
    """Return what ``report.json`` says of the last run, by notebook; empty without a readable one.

    A page that was being replaced when its run was cut off has no files, but what the last good one is compared by.
    """
    try:
        record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        entries = [entry for entry in record["pages"] if entry.keys() >= _WHOLE and (entry["files"] or "good" in entry)]
        return {entry["notebook"]: entry for entry in entries}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def listed(folder: Path) -> set[str]:
    """Return every file that ``report.json`` names as a report's own, those that are to be removed included."""
    try:
        record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        files = [name for entry in record["pages"] for name in entry["files"]]
        return {*files, *record.get("leaving", [])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


def public_text(text: str, private: dict[str, str]) -> str:
    """Return JSON text with this machine's folders replaced, so that a shared notebook names none.

    Parameters
    ----------
    text : str
        A notebook as JSON.
    private : dict of str to str
        What to replace, longest meaning first, and what stands there instead.

    Examples
    --------
    >>> public_text('["/home/ana/project/outputs"]', {"/home/ana/project/": ""})
    '["outputs"]'
    """
    for path, instead in private.items():
        text = text.replace(json.dumps(path)[1:-1], json.dumps(instead)[1:-1])
    return text
