"""Where answers are kept: a file an answer, as it came, and a line on each in ``fetched.jsonl``."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from framing.articles.fetch.answers import Answer
from framing.project import FramingError

__all__ = ["LEDGER", "Store", "kept_from"]

LEDGER = "fetched.jsonl"

# file, url (without keys), when, status, etag, last_modified, sha256, bytes, service, asked, articles, and what the
# service needs to go on: the range (start, end), page, pages, next. "file" is "" for an answer without articles.
Line = dict[str, Any]


class Store:
    """The answers in a folder.

    Parameters
    ----------
    folder : Path or str
        Made when it is not there.

    Raises
    ------
    FramingError
        When nothing can be written there.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            for each in self.folder.glob(".*.part"):  # what a killed run left
                each.unlink(missing_ok=True)
        self.lines = _read(self.folder)

    def of(self, service: str, asked: dict[str, Any]) -> Iterator[Line]:
        """Return the lines on answers of a service to a question whose files are still there, oldest first."""
        for each in self.lines:
            same = each.get("service") == service and each.get("asked") == asked
            if same and (not each["file"] or (self.folder / each["file"]).is_file()):
                yield each

    def keep(
        self, answer: Answer, name: str, *, service: str, asked: dict[str, Any], articles: int, **more: Any
    ) -> Line:
        """Keep an answer, and write the line on it.

        The file is written aside and then renamed, and the line comes after it: whenever this is stopped, what the
        lines name is whole. An answer without articles gets a line alone.

        Parameters
        ----------
        answer : Answer
        name : str
            Of the file; a number is added to it when another question has a file of this name.
        service, asked : str, dict
            Who was asked, and what.
        articles : int
        **more
            Goes into the line.

        Returns
        -------
        dict
            The line.
        """
        file = self._free(name, service, asked, more.get("start"), more.get("end")) if articles else ""
        line: Line = {
            "file": file,
            "url": answer.url,
            "when": answer.when.isoformat(timespec="seconds"),
            "status": answer.status,
            "etag": answer.header("ETag"),
            "last_modified": answer.header("Last-Modified"),
            "sha256": hashlib.sha256(answer.body).hexdigest(),
            "bytes": len(answer.body),
            "service": service,
            "asked": asked,
            "articles": articles,
            **more,
        }
        with _writing(self.folder):
            if file:
                aside = self.folder / f".{file}.part"
                with aside.open("wb") as open_file:
                    open_file.write(answer.body)
                    open_file.flush()
                    os.fsync(open_file.fileno())
                os.replace(aside, self.folder / file)
            with (self.folder / LEDGER).open("ab") as ledger:
                # Begins with a line end where the last line was cut off.
                torn = ledger.tell() > 0 and not _ends_whole(self.folder / LEDGER)
                ledger.write(b"\n" * torn + json.dumps(line, ensure_ascii=False).encode() + b"\n")
                ledger.flush()
                os.fsync(ledger.fileno())
        self.lines.append(line)
        return line

    def _free(self, name: str, service: str, asked: dict[str, Any], start: Any, end: Any) -> str:
        """Return a name that no other answer has; the same question about the same range gets the one it had."""
        owners = {each["file"]: each for each in self.lines}
        stem, dot, ending = name.rpartition(".")
        number = 1
        while True:
            tried = name if number == 1 else f"{stem}-{number}{dot}{ending}"
            owner = owners.get(tried)
            mine = owner is not None and start is not None and _same(owner, service, asked, start, end)
            if mine or (owner is None and not (self.folder / tried).exists()):
                return tried
            number += 1


def _same(line: Line, service: str, asked: dict[str, Any], start: Any, end: Any) -> bool:
    return (line.get("service"), line.get("asked"), line.get("start"), line.get("end")) == (service, asked, start, end)


def kept_from(folder: Path | str) -> dict[str, Line]:
    """Return what is known of each file that was fetched into a folder: from where it came, and when.

    Parameters
    ----------
    folder : Path or str

    Returns
    -------
    dict
        The name of a file to its line in ``fetched.jsonl``: ``url``, ``when``, ``service``, ``asked`` and more. Empty
        where nothing was fetched.
    """
    return {each["file"]: each for each in _read(Path(folder)) if each["file"]}


def _read(folder: Path) -> list[Line]:
    """Read the lines; one that was cut off when a run was killed is passed over: its answer is fetched again."""
    try:
        written = (folder / LEDGER).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FramingError(f"{folder / LEDGER} cannot be read ({error.strerror}); name another folder.") from None
    lines = []
    for each in written:
        try:
            line = json.loads(each)
            name = line["file"]
            dt.datetime.fromisoformat(line["when"])
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
        # Someone may have edited it: a name is never a path to elsewhere.
        if isinstance(name, str) and Path(name).name == name:
            lines.append(line)
    return lines


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FramingError(
            f"Nothing can be kept in {folder} ({error.strerror or error}); make room there, or name another folder."
        ) from None
