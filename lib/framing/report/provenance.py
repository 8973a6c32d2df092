"""What a result was made from: files by their content, parameters, code and packages.

The same facts serve twice: a reader finds them in a page's footer, and a rerun compares their fingerprint.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
import os
import platform
import re
import subprocess
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import framing
from framing.articles.plain_yaml import read_plain
from framing.project import FramingError, corpus_folder, nearest, root, there

__all__ = ["Origins", "corpus_files", "corpus_place", "made_now", "notice_of"]

# What the numbers on a page can depend on; the fingerprint covers every installed package, the footer names these.
NAMED_PACKAGES = ("pandas", "pyarrow", "numpy", "scikit-learn", "scipy", "matplotlib", "nltk", "papermill", "nbconvert")

# Files beside a corpus that is a single file, which loading it may read too.
COMPANIONS = ("corpus.yml", "sources.csv", "events.csv", "codebook.yml", "robustness.yml")


def made_now() -> str:
    """Return the time in UTC to the second; ``SOURCE_DATE_EPOCH`` fixes it for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch else datetime.datetime.now(datetime.UTC)
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def corpus_place(name: str) -> Path:
    """Return the folder or file that a ``corpus`` parameter means.

    A name is a folder in ``corpus/``; anything else is a path, from the working directory or the project's root.

    Raises
    ------
    FramingError
        When there is none; says the nearest corpus.
    """
    plain = name and not set(name) & set("/\\\0") and name not in (".", "..")
    places: list[str | Path] = [corpus_folder() / name] if plain else []
    place = there(*places, name, root() / name) if name else None
    if place is not None:
        return place.resolve()
    known = [each.name for each in corpus_folder().iterdir() if each.is_dir()]
    raise FramingError(f'There is no corpus "{name}", neither in corpus/ nor as a path{nearest(name, known)}')


def corpus_files(place: Path) -> dict[str, Path]:
    """Return the files of a corpus by their name within it, in sorted order; hidden ones are left out."""
    if place.is_file():
        beside = {each: place.parent / each for each in COMPANIONS}
        return {place.name: place, **{name: path for name, path in beside.items() if path.is_file()}}
    files = {each.relative_to(place).as_posix(): each for each in place.rglob("*") if each.is_file()}
    return {name: files[name] for name in sorted(files) if not any(part.startswith(".") for part in name.split("/"))}


def notice_of(place: Path) -> dict[str, Any]:
    """Return what a corpus says of itself in its ``corpus.yml``: title, synthetic, licence and notice.

    ``notice`` is ``""`` unless the corpus has one; a synthetic corpus always has.
    """
    path = (place if place.is_dir() else place.parent) / "corpus.yml"
    try:
        data, _ = read_plain(path.read_text(encoding="utf-8-sig"), path.name) if path.is_file() else ({}, {})
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(f"{path} cannot be read: {error}; mend it or remove it.") from None
    data = {key: value for key, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}
    synthetic = data.get("synthetic", "").casefold() in ("true", "yes", "on")
    notice = str(data.get("notice") or "")
    if synthetic and not notice:
        notice = "This corpus is synthetic: its articles and outlets are invented."
    about = {key: str(data.get(key) or "") for key in ("title", "licence")}
    return {**about, "synthetic": synthetic, "notice": " ".join(notice.split())}


class Origins:
    """What every notebook of one run shares: code, instruments, packages; files are hashed once.

    Examples
    --------
    >>> Origins.digest({"b": 1, "a": 2}) == Origins.digest({"a": 2, "b": 1})
    True
    """

    def __init__(self) -> None:
        self._hashes: dict[Path, str] = {}

    @staticmethod
    def digest(value: Any) -> str:
        """Return the SHA-256 of a JSON value, whatever the order of its keys."""
        return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def sha256(self, path: Path) -> str:
        """Return the SHA-256 of a file's content (read in full: a time stamp can lie)."""
        if path not in self._hashes:
            with path.open("rb") as file:
                self._hashes[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._hashes[path]

    def corpus(self, name: str) -> dict[str, Any]:
        """Return name, number of files, bytes, SHA-256 and the corpus's own words about itself."""
        place = corpus_place(name)
        files = corpus_files(place)
        return {
            "name": place.name,
            "files": len(files),
            "bytes": sum(path.stat().st_size for path in files.values()),
            "sha256": self.digest({each: self.sha256(path) for each, path in files.items()}),
            **notice_of(place),
        }

    def codebook(self, value: str, corpus: str) -> dict[str, str]:
        """Return name, version and SHA-256 of the codebook that a notebook uses; empty when there is none.

        ``""`` is the corpus's own ``codebook.yml`` or else ``corpus/codebook.yml``.
        """
        place = corpus_place(corpus) if corpus else corpus_folder()
        own = (place if place.is_dir() else place.parent) / "codebook.yml"
        named = [value, root() / value, corpus_folder() / value] if value else [own]
        for path in (there(each) for each in (*named, corpus_folder() / "codebook.yml")):
            if path is not None and path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace")
                found = dict(re.findall(r"^(name|version):[ \t]*(.+?)[ \t]*(?: #.*)?$", text, re.MULTILINE))
                return {"file": path.name, "sha256": self.sha256(path), **found}
        return {}

    def instruments(self) -> dict[str, str]:
        """Return the SHA-256 of ``sources.csv``, ``events.csv`` and ``codebook.yml`` in ``corpus/``."""
        paths = [corpus_folder() / name for name in COMPANIONS]
        return {path.name: self.sha256(path) for path in paths if path.is_file()}

    def named_files(self, parameters: Mapping[str, Any]) -> dict[str, str]:
        """Return the SHA-256 of every file that a parameter's value names, such as a coding sheet."""
        texts = [
            text
            for value in parameters.values()
            for text in (value if isinstance(value, list) else [value])
            if isinstance(text, str) and text
        ]
        found = {}
        for text in texts:
            for path in (there(each) for each in (text, root() / text, corpus_folder() / text)):
                if path is not None and path.is_file():
                    found[text] = self.sha256(path)
                    break
        return found

    @cached_property
    def library(self) -> str:
        """SHA-256 of everything in ``lib/framing``: code, templates and data."""
        folder = Path(framing.__file__).parent
        files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".pyc", ".pyo"))
        return self.digest({path.relative_to(folder).as_posix(): self.sha256(path) for path in files})

    @cached_property
    def environment(self) -> str:
        """SHA-256 of Python's version and the versions of all installed packages."""
        every = {each.metadata["Name"] or "": each.version for each in importlib.metadata.distributions()}
        return self.digest({"python": platform.python_version(), **every})

    @cached_property
    def packages(self) -> dict[str, str]:
        """Versions of Python, framing and the packages that the numbers depend on."""
        found = {"python": platform.python_version(), "framing": framing.__version__}
        for name in NAMED_PACKAGES:
            try:
                found[name] = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue
        return found

    @cached_property
    def commit(self) -> dict[str, Any]:
        """Commit of the project's repository and whether tracked files differ from it; empty outside one."""
        top = _git("rev-parse", "--show-toplevel")
        commit = _git("rev-parse", "HEAD")
        if not top or not commit or Path(top).resolve() != root():
            return {}
        return {"id": commit, "dirty": bool(_git("status", "--porcelain", "--untracked-files=no"))}

    def fingerprint(self, cells: list[Any], parameters: Mapping[str, Any], chrome: Any) -> str:
        """Return one hash over all that a page depends on; equal fingerprints mean equal pages but for time stamps.

        Parameters
        ----------
        cells : list
            Type, source and tags of the notebook's cells (not its outputs, ids or editor settings).
        parameters : mapping
            Every parameter as resolved, defaults included.
        chrome : object
            What the page shows around the notebook: titles and neighbours.
        """
        corpus = self.corpus(parameters["corpus"]) if parameters.get("corpus") else {}
        codebook = self.codebook(parameters.get("codebook") or "", parameters.get("corpus") or "")
        return self.digest(
            {
                "notebook": cells,
                "parameters": dict(parameters),
                "chrome": chrome,
                "corpus": corpus,
                "codebook": codebook,
                "instruments": self.instruments(),
                "files": self.named_files(parameters),
                "library": self.library,
                "environment": self.environment,
            }
        )

    def record(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a page's footer prints, as JSON values; the time stamp is ``made`` alone."""
        corpus = self.corpus(parameters["corpus"]) if parameters.get("corpus") else {}
        return {
            "made": made_now(),
            "parameters": dict(parameters),
            "corpus": corpus,
            "codebook": self.codebook(parameters.get("codebook") or "", parameters.get("corpus") or ""),
            "instruments": self.instruments(),
            "library": self.library,
            "commit": self.commit,
            "packages": self.packages,
        }


def _git(*arguments: str) -> str:
    # GIT_OPTIONAL_LOCKS: asking for the status must not write into the repository.
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", "-C", str(root()), *arguments],
            capture_output=True,
            text=True,
            timeout=20,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
