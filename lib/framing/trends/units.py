"""What part of an article is looked at: all of it, its headline, or its lead."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest

__all__ = ["UNITS", "counts_in", "tone_columns"]

UNITS = ("article", "headline", "lead")


def counts_in(unit: str, features: pd.DataFrame, mentions: pd.DataFrame, column: str) -> np.ndarray:
    """Count the mentions of a frame or actor in a part of each article.

    Parameters
    ----------
    unit : str
        ``article`` (headline and body), ``headline``, or ``lead`` (the first 50 words of the body).
    features, mentions : DataFrame
        Of the same articles.
    column : str
        ``frame_<code>`` or ``actor_<code>``.

    Returns
    -------
    ndarray of int64, shape (n_articles,)
    """
    if unit not in UNITS:
        raise FramingError(f'unit="{unit}" is not known{nearest(unit, UNITS)}')
    if unit == "article":
        return features[column].to_numpy(dtype=np.int64)
    kind, _, code = column.partition("_")
    found = mentions[(mentions["kind"] == kind) & (mentions["code"] == code.replace("__", "/"))]
    if unit == "headline":
        found = found[found["part"] == "headline"]
    else:
        ends = features.set_index("article_id")["lead_end"]
        found = found[found["part"] == "body"]
        found = found[found["end"].to_numpy() <= ends.reindex(found["article_id"]).to_numpy()]
    counts = found.groupby("article_id").size()
    return counts.reindex(features["article_id"], fill_value=0).to_numpy(dtype=np.int64)


def tone_columns(unit: str) -> tuple[str, str]:
    """Return the columns of ``features`` with the tone of a unit, masked and raw.

    Raises
    ------
    FramingError
        For a unit whose tone is not measured.

    Examples
    --------
    >>> tone_columns("headline")
    ('tone_headline', 'tone_headline_raw')
    """
    if unit not in ("article", "headline"):
        raise FramingError(f'Tone is measured on unit="article" (its body) or "headline", not on "{unit}".')
    name = "tone" if unit == "article" else "tone_headline"
    return name, f"{name}_raw"
