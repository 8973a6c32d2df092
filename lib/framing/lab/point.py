"""The passages behind a point of a chart: of the very articles that its cell counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus.passages import PASSAGE_WORDS, in_context
from framing.corpus.quotable import quotable
from framing.project import FramingError
from framing.show.wording import counted
from framing.trends.counted import base

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["behind"]


def behind(corpus: Corpus, asked: Mapping[str, str], *, quote: int) -> tuple[str, pd.DataFrame]:
    """Return what stands behind a point, in a sentence and as passages.

    Parameters
    ----------
    corpus : Corpus
        That the chart is of; what was measured of it is at hand, what is cut out of it would be read again.
    asked : mapping of str to str
        ``frame``, ``source`` or ``group``, ``period``.
    quote : int
        Words of an article in a row, 0 for all; what may be quoted hangs on its copies in the whole corpus.

    Returns
    -------
    said : str
    found : DataFrame
        As from `framing.passages`, by date.

    Raises
    ------
    FramingError
        For a frame that is not known, or a point that counts no article.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=240, seed=1)
    >>> said, found = behind(corpus, {"frame": "espionage", "group": "India", "period": "2024"}, quote=40)
    >>> said == f"India, Espionage, 2024: {len(found)} passages in {found['article_id'].nunique()} articles."
    True
    """
    (entry,) = corpus.codebook.select([asked.get("frame", "")])
    by = next((name for name in ("source", "group") if name in asked), "all")
    name, period = asked.get(by, "all"), asked.get("period", "all")
    every = "all" if period == "all" else "quarter" if "Q" in period else "month" if "-" in period else "year"
    rows = base(corpus, by, every, "topic")
    rows = rows[(rows["group"] == name) & (rows["period"] == period)]
    if not len(rows):
        raise FramingError(f"No article of {name} is counted in {period}.")
    counts = corpus.mentions
    found = counts[(counts["kind"] == "frame") & (counts["code"] == entry.code)]
    ids = corpus.table["article_id"]
    found = found[found["article_id"].isin(ids.iloc[rows["row"]])]
    found = found.assign(row=pd.Index(ids).get_indexer(found["article_id"]))
    order = ["published_local", "article_id", "part", "start"]
    found = in_context(corpus, found, PASSAGE_WORDS).sort_values(order, kind="stable", ignore_index=True)
    who = [each for each in (name, entry.label, period.replace("Q", " Q")) if each != "all"]
    articles = counted(found["article_id"].nunique(), "article")
    said = f"{', '.join(who)}: {counted(len(found), 'passage')} in {articles}."
    return said, quotable(corpus, found, words=quote)
