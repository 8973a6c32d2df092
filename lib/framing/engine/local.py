"""Measuring a corpus batch by batch, in this process."""

from __future__ import annotations

import pandas as pd

from framing.measures.codebook import Codebook, Matcher
from framing.measures.kernel import Measured, measure

__all__ = ["BATCH", "measure_articles"]

# Articles in a batch: of full length these take some 300 MB while they are measured.
BATCH = 20_000


def measure_articles(
    articles: pd.DataFrame, codebook: Codebook, *, tone: str = "vader", batch: int = BATCH
) -> Measured:
    """Measure articles, some at a time; the answer does not depend on how many.

    Parameters
    ----------
    articles : DataFrame
        With ``article_id``, ``headline`` and ``body``.
    codebook : Codebook
    tone : str
        See `framing.measures.kernel.measure`.
    batch : int
        Articles in a batch.

    Returns
    -------
    Measured
    """
    matcher = Matcher(codebook)
    if articles.empty:
        # One made-up article, of which no row is kept: it gives the columns their names and types.
        made_up = pd.DataFrame({"article_id": [""], "headline": ["x"], "body": [""]})
        none = measure(made_up, matcher, tone=tone)
        return Measured(none.candidates.iloc[:0], none.features.iloc[:0])
    starts = range(0, len(articles), batch)
    parts = [measure(articles.iloc[start : start + batch], matcher, tone=tone) for start in starts]
    # A batch without a match has columns of no type, which would change those of the others.
    found = [part.candidates for part in parts if len(part.candidates)]
    return Measured(
        pd.concat(found or [parts[0].candidates], ignore_index=True),
        pd.concat([part.features for part in parts], ignore_index=True),
    )
