"""Charts of words: the terms that set sources apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import ACCENT, INK, drawing, shorten
from framing.show.tables import need_columns
from framing.show.wording import counted, joined

__all__ = ["plot_words"]

_ROW, _HEAD, _GAP = 0.2, 0.3, 0.3


def plot_words(terms: pd.DataFrame, *, panels: int = 12, rows: int = 10, title: str = "Distinctive terms") -> Chart:
    """Draw the heaviest terms of each group, with how often they occur beside them.

    Parameters
    ----------
    terms : DataFrame
        From `framing.tfidf` over the whole time: ``group``, ``term``, ``distinct``, ``count``.
    panels, rows : int
        Groups drawn, and terms in each.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_words(framing.tfidf(framing.simulate(articles=240, seed=1), by="group")).title
    'Distinctive terms'
    """
    if not len(terms):
        return nothing(title, "No term occurs in enough articles to be compared.", terms)
    need_columns(terms, ("group", "term", "distinct", "count"), "The table of terms")
    groups = list(dict.fromkeys(terms["group"].astype(str)))
    shown = groups[:panels]
    columns = min(3, len(shown))
    width = (WIDTH - 0.2 - _GAP * (columns - 1)) / columns
    high = _ROW * min(rows, int(terms.groupby("group").size().max()))
    step = _HEAD + high + 0.22
    notes = ["Bars: mean TF-IDF there minus the mean elsewhere. The number behind a term: how often it occurs there."]
    if len(groups) > panels:
        notes.append(f"{counted(len(groups) - panels, 'more group')} in the table.")
    most = max(float(terms["distinct"].max()), 1e-9)
    with drawing():
        sheet = Sheet(title, "TF-IDF, there minus elsewhere", body=-(-len(shown) // columns) * step, notes=notes)
        for place, group in enumerate(shown):
            left, top = 0.1 + place % columns * (width + _GAP), place // columns * step
            part = terms[terms["group"].astype(str) == group].head(rows)
            sheet.words(left, top, shorten(group, width, 9, bold=True), fontsize=9, fontweight="bold")
            axes = sheet.axes(left, top + _HEAD - 0.05, width, _ROW * len(part), numbers=False)
            axes.spines["bottom"].set_visible(False)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.barh(np.arange(len(part)), part["distinct"].clip(lower=0), height=0.8, color=ACCENT, alpha=0.28, lw=0)
            axes.axvline(0, color=INK, lw=0.8, alpha=0.5)
            axes.set_xlim(0, most * width / (width - 0.5))  # the counts stand clear of the bars
            axes.set_ylim(len(part) - 0.5, -0.5)
            for row, (term, count) in enumerate(zip(part["term"], part["count"], strict=True)):
                at = top + _HEAD - 0.05 + _ROW * (row + 0.5)
                sheet.words(left + 0.06, at, shorten(term, width - 0.6, 8.5), va="center")
                sheet.words(left + width - 0.04, at, f"{count:,}", ha="right", va="center", fontsize=7.5, alpha=QUIET)
    first = terms[terms["group"].astype(str) == shown[0]]["term"].head(3)
    words = joined([str(each) for each in first])
    alt = f"Most distinctive terms of {counted(len(shown), 'group')}. In {shown[0]}: {words}."
    return sheet.chart(terms, alt)
