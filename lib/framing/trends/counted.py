"""Which articles count: those dated well enough, of a named group, on the codebook's topic and in its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest
from framing.trends.periods import assign, check_every

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["DENOMINATORS", "base", "check_by", "check_name", "left_out"]

DENOMINATORS = ("topic", "all")


def base(corpus: Corpus, by: str, every: str, denominator: str, *, dated: bool = True) -> pd.DataFrame:
    """Return the articles that count: ``row`` (position in the corpus), ``group``, ``period``, ``cluster_id``.

    With ``dated=False`` articles without a date or a group count too: every article is of the period "all", and one
    without a group is of the group "not named".
    """
    articles = corpus.table
    check_by(corpus, by)
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
    check_every(every)
    check_by(corpus, by)
    check_name("denominator", denominator, DENOMINATORS)
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


def check_by(corpus: Corpus, by: str) -> None:
    """Say which columns there are to group by when this is none."""
    if by != "all" and by not in corpus.table.columns:
        raise FramingError(f'by="{by}" is no column of the articles{nearest(by, ["all", *corpus.table.columns])}')


def check_name(parameter: str, value: str, names: tuple[str, ...]) -> None:
    """Say which values a parameter takes when this is none of them."""
    if value not in names:
        raise FramingError(f'{parameter}="{value}" is not known{nearest(value, names)}')
