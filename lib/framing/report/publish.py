"""Put finished files in their place so that a reader never meets a half-written one.

Everything is made in a folder aside, on the same disk, and renamed into place. One run at a time writes a report.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from framing.project import FramingError

__all__ = ["move", "only_run", "public_text", "read_record", "remove", "write_text"]


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
        ``.<name>.unfinished`` beside it, emptied of what a killed run left, and removed at the end.

    Raises
    ------
    FramingError
        When another run holds the report, or the folder cannot be written.
    """
    aside = folder.parent / f".{folder.name}.unfinished"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder.parent / f".{folder.name}.lock").open("a+")
    except OSError as error:
        raise FramingError(f"{folder} cannot be written: {error.strerror}; choose another with --out DIR.") from None
    with lock:
        if not _locked(lock):
            raise FramingError(f"Another run is writing {folder}; wait until it ends, or choose another --out DIR.")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        try:
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)


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
    """Return what ``report.json`` says of the last run, by notebook; empty without a readable one."""
    try:
        record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        return {entry["notebook"]: entry for entry in record["pages"] if entry.get("files")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


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
