"""Specifications that are finished, kept in the cache: a run that was stopped goes on where it was."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from framing.articles.texts import group_hash
from framing.corpus.corpus import Corpus
from framing.engine.digests import code_of, digest, table_digest
from framing.engine.shelf import leave_latest
from framing.project import FramingError, writable_folder

__all__ = ["Finished"]

# Runs that are kept, the latest used: each of other articles, another codebook or seed.
_MOST = 50
_CODE = ("framing.trends", "framing.trends.robustness", "framing.measures", "framing.corpus", "framing.corpus.wire")


class Finished:
    """What is finished of the same articles, as they were measured, and the same code and seed.

    It stands in a file of JSON lines, to which each specification is added when it is done. A line that is cut off is
    computed again; where no file can be written, nothing is kept.

    Parameters
    ----------
    corpus : Corpus
    seed : int
        Of the bootstrap.
    """

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self._path: Path | None = None
        self._known: dict[str, dict[str, Any]] = {}
        with suppress(FramingError):  # a simulated corpus needs no project
            folder = writable_folder("robustness")
            if folder is not None:
                self._path = folder / f"{_made_from(corpus, seed)}.jsonl"
                self._known = _read(self._path)
                leave_latest(folder, _MOST)

    def get(self, *asked: object) -> dict[str, Any] | None:
        """Return the figures of a claim under a specification, None when they are not finished."""
        return self._known.get(digest(*asked))

    def keep(self, found: dict[str, Any], *asked: object) -> None:
        """Keep the figures of a claim under a specification."""
        if self._path is None:
            return
        said = {name: None if isinstance(value, float) and np.isnan(value) else value for name, value in found.items()}
        line = json.dumps({"key": digest(*asked), **said}).encode() + b"\n"
        with suppress(OSError), self._path.open("a+b") as file:
            cut = file.tell() and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
            file.write((b"\n" if cut else b"") + line)


def _made_from(corpus: Corpus, seed: int) -> str:
    """Return a digest of all that a figure hangs on, beside its claim and specification."""
    tables = (corpus.table, corpus.clusters, corpus.features, corpus.candidates)
    texts = group_hash(corpus.texts.keys.to_pylist())
    # The name of the tone's instrument holds the codebook's lines.
    instrument, packages = corpus.instruments.names["tone"], (version(each) for each in ("numpy", "pandas", "scipy"))
    return digest(seed, texts, instrument, code_of(*_CODE), *packages, *map(table_digest, tables))


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """Read what is finished. A run that was killed may have left half a line: it is computed again."""
    found: dict[str, dict[str, Any]] = {}
    try:
        lines = path.read_bytes().split(b"\n")
        os.utime(path)  # used now
    except OSError:
        return found
    for line in lines:
        try:
            row = json.loads(line)
            key = row.pop("key")
        except (ValueError, AttributeError, KeyError, TypeError):
            continue
        found[key] = {name: np.nan if value is None else value for name, value in row.items()}
    return found
