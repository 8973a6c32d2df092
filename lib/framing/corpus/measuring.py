"""From texts to measured rows: what is cached is read, what is missing is measured where the engine says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.articles.texts import Batch, Texts
from framing.engine.cache import Cache, Memory
from framing.engine.digests import code_of, digest
from framing.engine.progress import told
from framing.engine.run import Engine
from framing.measures import vader_words
from framing.measures.codebook import Codebook, Matcher
from framing.measures.kernel import measure
from framing.project import FramingError, writable_folder
from framing.text.lexicon import Lexicon

__all__ = ["TOGETHER", "Instruments", "open_cache"]

# Parts that one pass over the texts measures.
TOGETHER = ("words", "frames", "mentions", "tone")

# Fewer articles than this are measured before a second process would have started.
_FEW = 20_000
# Articles that one call of the kernel measures: what a batch needs of memory hangs on it, what it finds does not.
_AT_ONCE = 20_000
_CHARACTERS = 6_000_000


@dataclass(frozen=True)
class _Job:
    """A batch, what to measure of it, and with what."""

    batch: Batch
    parts: tuple[str, ...]
    codebook: Codebook
    tone: str
    name: str
    at_once: int


@dataclass(frozen=True, eq=False)
class Instruments:
    r"""What measures texts, where it does so, and where the rows are kept.

    Attributes
    ----------
    codebook : Codebook
    tone : str
        ``"vader"`` or ``"nltk"``.
    cache : Cache
    engine : Engine
    batch : int
        Articles that one call of the kernel measures: what it needs of memory hangs on it, what it finds does not.

    Examples
    --------
    >>> from framing.measures.codebook.model import parse_codebook
    >>> book = parse_codebook("topic:\n  include:\n  - space\nframes:\n  race:\n    include:\n    - space race*")
    >>> texts = Texts.hold(pd.DataFrame({"headline": ["A space race", "A space race"], "body": ["", "Two races."]}))
    >>> Instruments(book).read(texts, "frames").to_pylist()
    [{'on_topic': True, 'frame_race': 1}, {'on_topic': True, 'frame_race': 1}]
    """

    codebook: Codebook
    tone: str = "vader"
    cache: Cache = field(default_factory=Memory)
    engine: Engine = field(default_factory=Engine)
    batch: int = _AT_ONCE

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each part's instrument: a hash of all that its rows depend on, beside the text."""
        lines = [
            (entry.kind, entry.code, [each.text for each in entry.include], [each.text for each in entry.exclude])
            for entry in self.codebook
        ]
        code = code_of("framing.text", "framing.measures", "framing.measures.codebook")
        plain, frames = digest(code), digest(code, lines)
        tone = digest(frames, self.tone, vader_words.EDITION)
        named = {"frames": frames, "mentions": frames, "tone": tone}
        named |= dict.fromkeys(("words", "terms", "pairs", "prints"), plain)
        return {part: f"{part}-{name}" for part, name in named.items()}

    def read(self, texts: Texts, part: str) -> pa.Table:
        """Return the rows of one part, one a text, measured where they are not yet.

        Parameters
        ----------
        texts : Texts
        part : str
            One of `framing.measures.kernel.PARTS`. What is measured in one go is measured together.
        """
        if len(texts) == 0:
            # One made-up text, of which no row is kept: it gives the columns their names and types.
            return _work(self._job(Batch(headlines=("x",), bodies=("",)), (part,)))[part].slice(0, 0)
        for _ in range(4):  # again when another run has removed what this one kept
            found = self.cache.read(self.names[part], texts.keys)
            if found is not None:
                return found
            self.fill(texts, TOGETHER if part in TOGETHER else (part,))
        raise self._lost()

    def each(self, texts: Texts, part: str) -> Iterator[tuple[np.ndarray, pa.Table]]:
        """Return the rows of one part batch by batch, for what is too large to stand in memory at once.

        Yields
        ------
        texts, rows
            Positions of texts, and a table with one row for each.
        """
        if len(texts) == 0:
            return
        if self.cache.missing(self.names[part], texts.keys).any():
            self.fill(texts, TOGETHER if part in TOGETHER else (part,))
        done = 0
        for at, rows in self.cache.each(self.names[part], texts.keys):
            done += len(at)
            yield at, rows
        if done < len(texts):
            raise self._lost()

    def _lost(self) -> FramingError:
        return FramingError(
            f"The cache in {self.cache.folder} loses what is written to it; set FRAMING_CACHE to another folder."
        )

    def fill(self, texts: Texts, parts: Collection[str], progress: Callable[[int, int], None] | None = None) -> int:
        """Measure what the cache does not have, and keep it.

        Parameters
        ----------
        texts : Texts
        parts : collection of str
        progress : callable, optional
            Told how many texts are done, and of how many.

        Returns
        -------
        int
            How many texts were measured.
        """
        lacks = np.zeros(len(texts), dtype=np.int64)
        for bit, part in enumerate(parts):
            lacks |= self.cache.missing(self.names[part], texts.keys).astype(np.int64) << bit
        if not lacks.any():
            if progress is not None:
                progress(len(texts), len(texts))
            return 0
        first = np.zeros(len(texts), dtype=bool)
        first[np.unique(texts.keys.dictionary_encode().indices.to_numpy(), return_index=True)[1]] = True
        lacks[~first] = 0  # a text that occurs twice is measured once
        rows_of: list[np.ndarray] = []

        def jobs() -> Iterator[_Job]:
            for lack in np.unique(lacks[lacks > 0]).tolist():
                wanted = tuple(part for bit, part in enumerate(parts) if lack >> bit & 1)
                for rows, batch in texts.batches(np.flatnonzero(lacks == lack), self.batch):
                    rows_of.append(rows)
                    yield self._job(batch, wanted)

        total, pool = int((lacks > 0).sum()), pa.default_memory_pool()
        done = len(texts) - total
        with told("articles measured", progress) as tell:
            tell(done, len(texts))
            for number, tables in self.engine.run(_work, jobs(), small=total < _FEW):
                keys = texts.keys.take(pa.array(rows_of[number]))
                for part, table in tables.items():
                    self.cache.keep(self.names[part], keys, table)
                done += len(rows_of[number])
                del tables
                pool.release_unused()  # else it keeps what the largest batch took
                tell(done, len(texts))
        self.cache.tidy()
        return total

    def _job(self, batch: Batch, parts: tuple[str, ...]) -> _Job:
        return _Job(batch, parts, self.codebook, self.tone, digest(*self.names.values()), self.batch)


_worker = threading.local()


def _work(job: _Job) -> dict[str, pa.Table]:
    """Measure one batch. A worker keeps its codebook and its lexicon from one batch to the next."""
    if getattr(_worker, "name", None) != job.name:
        _worker.name, _worker.matcher, _worker.lexicon = job.name, Matcher(job.codebook), Lexicon()
    headlines, bodies = job.batch.read()
    found: list[dict[str, pa.Table]] = []
    for start, end in _cuts(headlines, bodies, job.at_once):
        if _worker.lexicon.full:
            _worker.lexicon = Lexicon()
        articles = pd.DataFrame(
            {"article_id": "", "headline": headlines[start:end], "body": bodies[start:end]}, dtype=object
        )
        found.append(measure(articles, _worker.matcher, tone=job.tone, parts=job.parts, lexicon=_worker.lexicon).tables)
    pa.default_memory_pool().release_unused()
    return {part: pa.concat_tables([each[part] for each in found]).unify_dictionaries() for part in job.parts}


def _cuts(headlines: list[str], bodies: list[str], most: int) -> Iterator[tuple[int, int]]:
    """Cut a batch where so many articles, or enough characters, are together.

    >>> list(_cuts(["a"] * 5, [""] * 5, 2))
    [(0, 2), (2, 4), (4, 5)]
    """
    start = characters = 0
    for index, (headline, body) in enumerate(zip(headlines, bodies, strict=True)):
        size = len(headline) + len(body)
        if index - start == most or (characters + size > _CHARACTERS and index > start):
            yield start, index
            start, characters = index, 0
        characters += size
    if start < len(headlines):
        yield start, len(headlines)


def open_cache() -> Cache:
    """Open the cache of measured rows; where its folder cannot be written, one in memory takes its place."""
    folder = writable_folder("measured")
    return Memory() if folder is None else Cache(folder)
