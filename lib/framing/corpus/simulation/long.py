"""Articles as long as those of newspapers: the planted ones, filled up with running text that says nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from framing.corpus.simulation.chance import Chance
from framing.corpus.simulation.prose import running_text
from framing.corpus.simulation.rows import COLUMNS, planned_months
from framing.project import FramingError

__all__ = ["SCHEMA", "long_batches"]

SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])
# Standard deviation of the logarithm of an article's words; half of them then lie within a third of the mean.
_SPREAD = 0.4
# Texts filled up at a time: arrays of some hundred thousand words, which pay and fit into the processor's cache.
_AT_ONCE = 1_000


def long_batches(
    articles: int,
    *,
    words: int = 400,
    seed: int = 1,
    batch: int = 10_000,
    truth: list[dict[str, Any]] | None = None,
    **options: Any,
) -> Iterator[pa.RecordBatch]:
    """Make the articles of `framing.simulate`, each filled up with running text to the length of a newspaper's.

    They are the same articles, copies and frames as the short ones of the same seed: the codebook finds nothing in the
    running text, which stands in paragraphs of its own. About one in twenty of its words carries a valence in VADER's
    lexicon; tone is not planted.

    Parameters
    ----------
    articles : int
        How many on-topic articles; off-topic ones come beside them.
    words : int
        The mean of the words of a body. Lengths are log-normal; no body is shorter than the text planted in it.
    seed : int
        The same seed gives the same articles, however they are cut into batches.
    batch : int
        Articles in a batch.
    truth : list of dict, optional
        The planted shares are added to it, as `framing.simulate` returns them.
    **options
        As for `framing.simulate`.

    Returns
    -------
    iterator of RecordBatch
        Of `SCHEMA`; the last may be smaller. No more is held in memory than a batch and a month.

    Raises
    ------
    FramingError
        At once, when nothing can be made so.

    Examples
    --------
    >>> [part.num_rows for part in long_batches(25, batch=20, off_topic_share=0.0)]
    [20, 5]
    """
    if words < 1 or batch < 1:
        raise FramingError(f"words={words}, batch={batch}: both need to be at least one.")
    months = planned_months(articles, [] if truth is None else truth, seed=seed, **options)
    return _batches(months, words, seed, batch)


def _batches(
    months: Iterator[tuple[str, list[dict[str, str]]]], words: int, seed: int, batch: int
) -> Iterator[pa.RecordBatch]:
    held: list[dict[str, str]] = []
    for month, rows in months:
        held += _filled_up(rows, words, seed, month)
        whole = len(held) // batch * batch
        for start in range(0, whole, batch):
            yield pa.RecordBatch.from_pylist(held[start : start + batch], schema=SCHEMA)
        held = held[whole:]
    if held:
        yield pa.RecordBatch.from_pylist(held, schema=SCHEMA)


def _filled_up(rows: list[dict[str, str]], words: int, seed: int, month: str) -> list[dict[str, str]]:
    """Fill up the articles of a month; those with the same text, copies that is, in the same way."""
    chance = Chance("long", seed, month)
    planted = list(dict.fromkeys(row["body"] for row in rows))
    long: dict[str, str] = {}
    for start in range(0, len(planted), _AT_ONCE):
        part = planted[start : start + _AT_ONCE]
        # The mean of a log-normal variable is e^(m + s²/2).
        aims = [words * math.exp(chance.normal(_SPREAD) - _SPREAD**2 / 2) for _ in part]
        wanted = [max(round(aim) - len(text.split()), 0) for aim, text in zip(aims, part, strict=True)]
        running = running_text(np.array(wanted), "running", seed, month, start).to_pylist()
        long.update((text, _mixed(chance, text, fill)) for text, fill in zip(part, running, strict=True))
    return [{**row, "body": long[row["body"]]} for row in rows]


def _mixed(chance: Chance, planted: str, running: str) -> str:
    """Put the planted paragraphs among those of the running text, the lead first and the others in their order."""
    lead, *others = planted.split("\n\n")
    mixed = running.split("\n\n") if running else []
    places = sorted(chance.number(0, len(mixed)) for _ in others)
    for place, paragraph in zip(reversed(places), reversed(others), strict=True):
        mixed.insert(place, paragraph)
    return "\n\n".join([lead, *mixed])
