"""Articles under a codebook of which one frame has changed: that frame's family is measured, the rest is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.corpus.measuring import Instruments
from framing.engine.cache import Memory
from framing.measures.codebook import Codebook, Entry
from framing.measures.kernel import Measured

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["under_changed"]

_MASKED = ("tone", "tone_headline")
_PARTS = ("frames", "mentions")
# Fewer articles are looked through in this process before others have started, which they would for every trial.
_FEW = 300_000


def under_changed(
    corpus: Corpus, codebook: Codebook, code: str, progress: Callable[[int, int], None] | None = None
) -> Corpus:
    """Return a corpus under a codebook that differs from its own in lines of one frame.

    What other frames and actors find does not hang on this one, so only its family (the frame, those it is nested in,
    those nested in them) is looked for; that takes a quarter of the time or less. The masked tone would have to be
    measured over all: it is missing in ``features``. Nothing of a trial is kept in the cache on the disk.

    Parameters
    ----------
    corpus : Corpus
    codebook : Codebook
        The changed one.
    code : str
        Of the frame.
    progress : callable, optional
        Told how many articles are done, and of how many.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> same = under_changed(corpus, corpus.codebook, "espionage")
    >>> same.mentions.equals(corpus.mentions)
    True
    """
    family = _family(codebook, code)
    engine = corpus.instruments.engine
    if engine.name == "local" and len(corpus) < _FEW:
        engine = replace(engine, workers=1)
    small = Instruments(family, cache=Memory(), engine=engine, batch=corpus.instruments.batch)
    small.fill(corpus.texts, _PARTS, progress)
    found = {part: small.read(corpus.texts, part) for part in _PARTS}
    counted = [entry.column for entry in family.frames.values()]
    features = corpus.features.assign(
        **{name: found["frames"][name].to_numpy() for name in counted}, **dict.fromkeys(_MASKED, np.nan)
    )
    ids = corpus.table["article_id"].to_numpy(dtype=object)
    mine = Measured(ids, {"mentions": found["mentions"]}).candidates
    present = corpus.candidates
    theirs = present[~((present["kind"] == "frame") & present["code"].isin(list(family.frames)))]
    instruments = replace(corpus.instruments, codebook=codebook)
    tried = replace(corpus, instruments=instruments, settled=corpus.clusters)
    # Laid where the corpus would keep them once it had measured them itself.
    vars(tried).update(features=features, candidates=_in_order(pd.concat([theirs, mine]), ids, codebook))
    return tried


def _family(codebook: Codebook, code: str) -> Codebook:
    """Return a codebook of nothing but the frames that hang together with one."""
    root = code.partition("/")[0]
    frames = {name: entry for name, entry in codebook.frames.items() if name.partition("/")[0] == root}
    return replace(codebook, topic=Entry("topic", "topic", ""), frames=frames, actors={})


def _in_order(candidates: pd.DataFrame, ids: np.ndarray, codebook: Codebook) -> pd.DataFrame:
    """Sort as the matcher does: by article, place and entry."""
    entries = pd.MultiIndex.from_tuples([(entry.kind, entry.code) for entry in codebook])
    order = np.lexsort(
        (
            entries.get_indexer(pd.MultiIndex.from_frame(candidates[["kind", "code"]])),
            candidates["end"],
            candidates["start"],
            candidates["part"] == "body",
            pd.Index(ids).get_indexer(candidates["article_id"]),
        )
    )
    return candidates.iloc[order].reset_index(drop=True)
