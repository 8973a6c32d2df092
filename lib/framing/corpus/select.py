"""Which articles of a corpus a question is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.articles.texts import Texts
from framing.project import FramingError, nearest
from framing.text.find import texts_with

__all__ = ["Selection", "select"]

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class Selection:
    """Conditions on articles; an empty one means all."""

    sources: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    language: str = ""
    matching: str = ""

    def said(self) -> tuple[str, ...]:
        """Say the conditions, a phrase each."""
        phrases = []
        if self.sources:
            phrases.append("sources " + ", ".join(self.sources))
        if self.groups:
            phrases.append("groups " + ", ".join(self.groups))
        if self.start:
            phrases.append(f"from {self.start}")
        if self.end:
            phrases.append(f"to {self.end}")
        if self.language:
            phrases.append(f"language {self.language}")
        if self.matching:
            phrases.append(f"with “{self.matching}”")
        return tuple(phrases)


def select(articles: pd.DataFrame, texts: Texts, asked: Selection) -> np.ndarray:
    """Mark the articles that fit.

    Returns
    -------
    ndarray of bool, shape (n_articles,)

    Raises
    ------
    FramingError
        For an unknown source or group, or a date of another form.
    """
    kept = np.ones(len(articles), dtype=bool)
    for column, names in (("source", asked.sources), ("group", asked.groups)):
        known = set(articles[column]) if names else set()
        for name in names:
            if name not in known:
                raise FramingError(f'No article of the {column} "{name}" in this corpus{nearest(name, known)}')
        if names:
            kept &= articles[column].isin(names).to_numpy()
    local = articles["published_local"]
    if asked.start:
        kept &= (local >= edge(asked.start, "start")).to_numpy()
    if asked.end:
        kept &= (local <= edge(asked.end, "end")).to_numpy()
    if asked.language:
        kept &= (articles["language"] == asked.language.casefold()).to_numpy()
    if asked.matching:
        for rows, batch in texts.batches(np.flatnonzero(kept)):
            headlines, bodies = batch.read()
            kept[rows] = texts_with(asked.matching, headlines) | texts_with(asked.matching, bodies)
    return kept


def edge(date: str, side: str) -> pd.Timestamp:
    """Return the first day (``side="start"``) or the last day of a year, a month or a day.

    >>> edge("2024", "end").date(), edge("2024-02", "end").date(), edge("2024-02", "start").date()
    (datetime.date(2024, 12, 31), datetime.date(2024, 2, 29), datetime.date(2024, 2, 1))
    """
    text = str(date).strip()
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        period = pd.Period(text, freq={4: "Y", 7: "M", 10: "D"}[len(text)])
    except ValueError:
        raise FramingError(f'{side}="{date}" is not a date; write 2024, 2024-10 or 2024-10-23.') from None
    return (period.start_time if side == "start" else period.end_time).normalize()
