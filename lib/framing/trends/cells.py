"""Cells: one group, one period, one measure, with an interval and the reason when it is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.measures.kernel import LEAD_WORDS
from framing.project import FramingError, nearest
from framing.trends.intervals import effective_number, wilson
from framing.trends.periods import assign, check_every, extent, is_partial, span
from framing.trends.resample import cluster_keys, ratio_interval
from framing.trends.units import counts_in, tone_columns

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["CELLS", "MEASURES", "MINIMUM", "left_out", "trends"]

CELLS = [
    "group", "period", "measure", "code", "unit", "policy", "denominator", "articles", "clusters", "hits",
    "estimate", "raw", "low", "high", "partial", "shown", "reason",
]  # fmt: skip
MEASURES = ("share", "rate", "tone")
DENOMINATORS = ("topic", "all")
# With ten articles a share of one half has an interval from 24 to 76 %: fewer say nothing a line should be drawn from.
MINIMUM = 10
_MICRO = 1_000_000


def trends(
    corpus: Corpus,
    *,
    by: str = "source",
    every: str = "quarter",
    measure: str = "share",
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    min_articles: int = MINIMUM,
    policy: str = "",
    seed: int = 1,
) -> pd.DataFrame:
    """Measure how frames, or tone, move over time.

    Articles without a date, with a date too coarse for the period, or without an outlet (when ``by="source"``) are
    left out; `left_out` counts them. Copies of one text count as articles, but widen the interval.

    Parameters
    ----------
    corpus : Corpus
    by : str
        ``source``, ``group``, ``country``, ``ownership`` or any column of ``articles``; ``all`` for one line.
    every : str
        ``month``, ``quarter``, ``year``; ``all`` for the whole time.
    measure : str
        ``share``: articles with the frame over articles, Wilson interval on the effective number of articles.
        ``rate``: mentions per 1,000 words. ``tone``: mean tone, of all articles (code "") and of those with each
        frame. Rate and tone: Poisson bootstrap on clusters, 400 replicates.
    frames : sequence of str
        Codes of frames; none means every top-level frame.
    unit : str
        ``article``, ``headline`` or ``lead``: where a frame must stand to count (share and rate).
    denominator : str
        ``topic``: articles on the codebook's topic and in its language. ``all``: every article.
    min_articles : int
        Cells with fewer articles are not shown; never decided on the outcome.
    policy : str
        Which copies of a wire story count: ``all``, ``one-per-cluster`` or ``one-per-source``, see `Corpus.under`; ""
        means what the corpus is under.
    seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        One row a cell; see `CELLS`. ``estimate``, ``low``, ``high``: shares 0 to 1, rates per 1,000 words,
        tone -1 to 1.
        Every group has a row for every period between the first and the last of the corpus: gaps are rows.

    Raises
    ------
    FramingError
        For a name that is not known.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=300, seed=1)
    >>> cells = framing.trends(corpus, by="group", every="year", frames=["espionage"])
    >>> bool(cells["estimate"].between(cells["low"], cells["high"]).all())
    True
    """
    _check(corpus, by, every, measure, denominator)
    corpus = corpus.under(policy) if policy else corpus
    entries = corpus.codebook.select(frames)
    counted = base(corpus, by, every, denominator)
    groups = sorted(set(counted["group"]))
    periods = span(counted["period"], every)
    grid = pd.MultiIndex.from_product([groups, periods], names=["group", "period"])
    cell = (
        grid.get_indexer(pd.MultiIndex.from_frame(counted[["group", "period"]])) if len(counted) else np.zeros(0, int)
    )
    keys = cluster_keys(counted["cluster_id"])
    rows = counted["row"].to_numpy()
    features = corpus.features.iloc[rows]

    mentions = corpus.mentions if unit != "article" else pd.DataFrame()
    counts = [counts_in(unit, corpus.features, mentions, entry.column)[rows] for entry in entries]
    codes = [entry.code for entry in entries]
    if measure == "share":
        tables = [_share_cells(each > 0, cell, grid, counted) for each in counts]
    elif measure == "rate":
        words = np.repeat(_words(features, unit)[:, None], len(codes), axis=1)
        hits = [each > 0 for each in counts]
        every_article = [np.ones(len(rows), dtype=bool)] * len(codes)
        tops = np.stack(counts, axis=1) * 1000
        tables = _ratio_cells(tops, words, every_article, hits, cell, grid, counted, keys, seed)
    else:
        tone = features[tone_columns(unit)[0]].to_numpy()
        codes = ["", *codes]
        chosen = [~np.isnan(tone) & hit for hit in [np.ones(len(tone), dtype=bool), *(each > 0 for each in counts)]]
        micro = np.rint(np.nan_to_num(tone) * _MICRO).astype(np.int64)[:, None]
        bottoms = np.stack(chosen, axis=1).astype(np.int64)
        tables = _ratio_cells(micro * bottoms, bottoms, chosen, chosen, cell, grid, counted, keys, seed)
        tables = [each.assign(**{name: each[name] / _MICRO for name in ("raw", "low", "high")}) for each in tables]
    tables = [each.assign(code=code) for each, code in zip(tables, codes, strict=True)]
    cells = pd.concat(tables, ignore_index=True) if len(grid) and tables else pd.DataFrame(columns=CELLS)
    if cells.empty:
        return cells
    cells = cells.assign(
        measure=measure, unit=unit, policy=corpus.policy, denominator=denominator, estimate=cells["raw"]
    )
    first, last = extent(corpus.table["published_local"], corpus.table["published_precision"], every)
    partial = {each: is_partial(each, first, last) for each in periods}
    cells["partial"] = cells["period"].map(partial).astype(bool)
    cells["reason"] = [_reason(number, min_articles) for number in cells["articles"]]
    cells["shown"] = (cells["reason"] == "") & cells["estimate"].notna()
    return cells[CELLS]


def base(corpus: Corpus, by: str, every: str, denominator: str, *, dated: bool = True) -> pd.DataFrame:
    """Return the articles that count: ``row`` (position in the corpus), ``group``, ``period``, ``cluster_id``.

    With ``dated=False`` articles without a date or a group count too: every article is of the period "all", and one
    without a group is of the group "not named".
    """
    articles = corpus.table
    _check_by(corpus, by)
    group = pd.Series("all", index=articles.index) if by == "all" else articles[by].fillna("").astype(str)
    period = assign(articles["published_local"], articles["published_precision"], every)
    if not dated:
        period = pd.Series("all", index=articles.index, dtype=object)
        group = group.replace("", "not named")
    keep = group.ne("") & period.notna()
    if denominator == "topic":
        keep &= corpus.features["on_topic"].to_numpy() & _in_language(corpus)
    table = pd.DataFrame(
        {"row": np.arange(len(articles)), "group": group, "period": period, "cluster_id": corpus.clusters["cluster_id"]}
    )
    return table[keep.to_numpy()].reset_index(drop=True)


def left_out(
    corpus: Corpus, *, by: str = "source", every: str = "quarter", denominator: str = "topic"
) -> dict[str, int]:
    """Count the articles that trends leave out, by reason; each is counted under the first that applies.

    Parameters
    ----------
    corpus : Corpus
    by, every, denominator : str
        As for `trends`.

    Returns
    -------
    dict
        Reason -> articles; reasons that apply to none are absent.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> set(framing.left_out(corpus))
    {"not on the codebook's topic"}
    """
    _check(corpus, by, every, "share", denominator)
    articles = corpus.table
    undated = articles["published_local"].isna()
    coarse = assign(articles["published_local"], articles["published_precision"], every).isna()
    nameless = pd.Series(False, index=articles.index) if by == "all" else articles[by].fillna("").eq("")
    reasons = [
        ("without a date", undated),
        (f"with a date too coarse for a {every}", coarse),
        (f"without a {by}", nameless),
    ]
    if denominator == "topic":
        foreign = pd.Series(~_in_language(corpus), index=articles.index)
        off_topic = pd.Series(~corpus.features["on_topic"].to_numpy(), index=articles.index)
        reasons += [("in another language than the codebook", foreign), ("not on the codebook's topic", off_topic)]
    counts: dict[str, int] = {}
    done = pd.Series(False, index=articles.index)
    for reason, applies in reasons:
        number = int((applies & ~done).sum())
        if number:
            counts[reason] = number
        done |= applies
    return counts


def _in_language(corpus: Corpus) -> np.ndarray:
    """Mark articles in the codebook's language; an article of unknown language counts as in it."""
    return corpus.table["language"].isin(["", corpus.codebook.language]).to_numpy()


def _check(corpus: Corpus, by: str, every: str, measure: str, denominator: str) -> None:
    check_every(every)
    _check_by(corpus, by)
    for name, value, names in (("measure", measure, MEASURES), ("denominator", denominator, DENOMINATORS)):
        if value not in names:
            raise FramingError(f'{name}="{value}" is not known{nearest(value, names)}')


def _check_by(corpus: Corpus, by: str) -> None:
    if by != "all" and by not in corpus.table.columns:
        raise FramingError(f'by="{by}" is no column of the articles{nearest(by, ["all", *corpus.table.columns])}')


def _totals(cell: np.ndarray, grid: pd.MultiIndex, counted: pd.DataFrame) -> pd.DataFrame:
    table = grid.to_frame(index=False)
    table["articles"] = np.bincount(cell, minlength=len(grid))
    pairs = (
        pd.DataFrame({"cell": cell, "cluster": counted["cluster_id"].to_numpy()}).groupby(["cell", "cluster"]).size()
    )
    of_cell = pairs.index.get_level_values("cell")
    table["clusters"] = np.bincount(of_cell, minlength=len(grid))
    table["squares"] = np.bincount(of_cell, pairs.to_numpy() ** 2, minlength=len(grid))
    return table


def _share_cells(hit: np.ndarray, cell: np.ndarray, grid: pd.MultiIndex, counted: pd.DataFrame) -> pd.DataFrame:
    table = _totals(cell, grid, counted)
    table["hits"] = np.bincount(cell, hit, minlength=len(grid)).astype(int)
    table["raw"] = _ratio(table["hits"].to_numpy(), table["articles"].to_numpy())
    number = effective_number(table["articles"].to_numpy(dtype=float), table["squares"].to_numpy(dtype=float))
    table["low"], table["high"] = wilson(table["raw"].to_numpy(), number)
    return table


def _ratio_cells(
    tops: np.ndarray,
    bottoms: np.ndarray,
    chosen: list[np.ndarray],
    hits: list[np.ndarray],
    cell: np.ndarray,
    grid: pd.MultiIndex,
    counted: pd.DataFrame,
    keys: np.ndarray,
    seed: int,
) -> list[pd.DataFrame]:
    """Cells of ratios of sums, one table a column of ``tops``; ``chosen`` articles count, ``hits`` of them hit."""
    low, high = ratio_interval(tops, bottoms, cell, len(grid), keys, seed=seed)
    tables = []
    for column, (these, hit) in enumerate(zip(chosen, hits, strict=True)):
        table = _totals(cell[these], grid, counted[these])
        table["hits"] = np.bincount(cell[hit], minlength=len(grid))
        sums = [np.bincount(cell, each[:, column], minlength=len(grid)) for each in (tops, bottoms)]
        table["raw"] = _ratio(*sums)
        tables.append(table.assign(low=low[:, column], high=high[:, column]))
    return tables


def _words(features: pd.DataFrame, unit: str) -> np.ndarray:
    words, headline = features["words"].to_numpy(), features["headline_words"].to_numpy()
    return {"article": words, "headline": headline, "lead": np.minimum(words - headline, LEAD_WORDS)}[unit]


def _ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(len(bottom), np.nan), where=np.asarray(bottom) > 0)


def _reason(articles: int, minimum: int) -> str:
    if articles == 0:
        return "no articles"
    return f"fewer than {minimum} articles" if articles < minimum else ""
