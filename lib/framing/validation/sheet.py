"""The coding sheet: passages with blank codes, for people to say whether the frame is there."""

from __future__ import annotations

import hashlib

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.passages import PASSAGE_WORDS, passages
from framing.project import FramingError
from framing.trends.periods import assign, check_every

__all__ = ["SHEET", "coding_sheet"]

SHEET = ["passage_id", "frame", "group", "period", "source", "date", "headline", "passage", "coder", "present", "note"]


def coding_sheet(
    corpus: Corpus, *, frame: str, number: int = 100, every: str = "year", words: int = PASSAGE_WORDS, seed: int = 1
) -> pd.DataFrame:
    """Draw passages for human coders, evenly over groups and periods.

    Half of the passages are matches of the frame; the other half stand elsewhere, in on-topic articles without one, so
    that what the codebook misses can be found too. The sheet does not tell which is which, and is shuffled: the coder
    writes 1 or 0 under ``present``. One passage an article and its copies.

    Parameters
    ----------
    corpus : Corpus
    frame : str
        The frame's code.
    number : int
        How many passages.
    every : str
        Period of the strata: month, quarter or year.
    words : int
        Words on either side of the match, and of the middle of a passage without one.
    seed : int

    Returns
    -------
    DataFrame
        See `SHEET`; ``coder``, ``present`` and ``note`` are blank.

    Raises
    ------
    FramingError
        For an unknown frame, or when the corpus has no passage at all.

    Examples
    --------
    >>> import framing
    >>> sheet = framing.coding_sheet(framing.simulate(articles=240, seed=1), frame="espionage", number=10)
    >>> len(sheet), set(sheet["present"])
    (10, {''})
    """
    if number < 2:
        raise FramingError(f"number={number}: a coding sheet needs at least two passages.")
    check_every(every)
    entry = corpus.codebook.select([frame])[0]
    hits = passages(corpus, frames=[frame], words=words, one_per_article=True)
    hits["passage"] = (hits["left"] + hits["match"] + hits["right"]).str.strip()
    without = ((corpus.features[entry.column] == 0) & corpus.features["on_topic"]).to_numpy()
    clusters = corpus.clusters
    others = corpus.table.assign(cluster_id=clusters["cluster_id"], role=clusters["role"])[without]
    # The original speaks for its copies, whatever the order of the rows.
    others = others.sort_values(["role", "article_id"], ascending=[False, True]).drop_duplicates("cluster_id")
    texts = zip(*corpus.texts.read(others.index.to_numpy()), strict=True)
    others["passage"] = [_middle(headline, body, 2 * words + 2) for headline, body in texts]
    half = number // 2
    parts = [_strata(corpus, hits, half, every, seed), _strata(corpus, others, number - half, every, seed)]
    sheet = pd.concat(parts, ignore_index=True)
    if sheet.empty:
        raise FramingError(f'There is no passage to code for "{frame}" in {corpus.name}; widen the selection.')
    sheet["frame"] = frame
    sheet["date"] = sheet["published_local"].dt.strftime("%Y-%m-%d").fillna("")
    sheet["passage_id"] = [_hash(frame, *row) for row in zip(sheet["article_id"], sheet["passage"], strict=True)]
    sheet = sheet.sort_values(
        "passage_id", key=lambda ids: ids.map(lambda each: _hash(str(seed), each)), ignore_index=True
    )
    return sheet.assign(coder="", present="", note="")[SHEET]


def _strata(corpus: Corpus, table: pd.DataFrame, number: int, every: str, seed: int) -> pd.DataFrame:
    """Take rows in turn from each group and period."""
    rows = pd.Index(corpus.table["article_id"]).get_indexer(table["article_id"])
    precision = corpus.table["published_precision"].iloc[rows].reset_index(drop=True)
    table = table.reset_index(drop=True)
    table["period"] = assign(table["published_local"], precision, every)
    table["order"] = [_hash(str(seed), *row) for row in zip(table["article_id"], table["passage"], strict=True)]
    table = table.sort_values("order", kind="stable")
    table["turn"] = table.groupby(["group", "period"], dropna=False).cumcount()
    return table.sort_values(["turn", "order"], kind="stable").head(number)


def _middle(headline: str, body: str, words: int) -> str:
    listed = (body or headline).split()
    start = max((len(listed) - words) // 2, 0)
    return " ".join(listed[start : start + words])


def _hash(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
