"""Charts of tone: over time, by frame with and without the codebook's own words, and the words that make it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import ACCENT, INK, OPPOSITE, drawing, label_of, shorten
from framing.show.tables import need_columns
from framing.show.trend_charts import plot_trends
from framing.show.wording import counted, number

__all__ = ["plot_tone", "plot_tone_frames", "plot_tone_words"]

_ROW, _GAP = 0.2, 0.3
_WEAK = "VADER is weak on news: r = 0.50 with human raters on single sentences of editorials."


def plot_tone(
    cells: pd.DataFrame, *, groups: Mapping[str, str] | None = None, title: str = "Tone over time, by source"
) -> Chart:
    """Draw mean tone over time, a panel for each source.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends` with ``measure="tone"``, one code of it (``""`` for all articles).
    groups : mapping, optional
        The group of each source.
    title : str

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=600, seed=1), every="year", measure="tone")
    >>> framing.plot_tone(cells.query("code == ''")).title
    'Tone over time, by source'
    """
    return plot_trends(cells, groups=groups, title=title, notes=[_WEAK])


def plot_tone_frames(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    panels: int = 9,
    title: str = "Tone of articles with a frame, minus those without it",
) -> Chart:
    """Draw how much darker or brighter articles with a frame are, masked and raw, a panel for each group.

    Parameters
    ----------
    table : DataFrame
        From `framing.tone_by_frame`: ``group``, ``code``, ``articles``, ``masked``, ``raw``, each with ``_low`` and
        ``_high``, ``shown``.
    labels : mapping, optional
        What to call each code.
    panels : int
        Groups drawn, those with the most articles.
    title : str

    Examples
    --------
    >>> import framing
    >>> table = framing.tone_by_frame(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> framing.plot_tone_frames(table).title
    'Tone of articles with a frame, minus those without it'
    """
    shown = table[table["shown"].astype(bool)] if len(table) else table
    if not len(shown):
        return nothing(title, "No group has enough articles both with and without a frame.", table)
    need_columns(table, ("group", "code", "masked", "masked_low", "masked_high", "raw"), "The table of tones")
    size = shown.groupby("group")["articles"].sum().sort_values(ascending=False, kind="stable")
    groups = sorted(str(each) for each in size.index[:panels])
    codes = list(dict.fromkeys(table["code"].astype(str)))
    columns = min(2, len(groups))
    names = [label_of(code, labels) for code in codes]
    left = 1.75
    width = (WIDTH - 0.15 - left - _GAP * (columns - 1)) / columns
    high = _ROW * len(codes)
    step = 0.28 + high + 0.36
    edge = float(np.nanmax(np.abs(shown[["masked_low", "masked_high", "raw"]].to_numpy(dtype=float)))) * 1.08
    tick = next((t for t in (0.5, 0.2, 0.1, 0.05, 0.02) if t <= edge), 0.01)
    notes = [
        "Filled circle with its 95% interval: the codebook's own words have no valence. Hollow square: they have.",
        _WEAK,
    ]
    if len(size) > panels:
        notes.append(f"{counted(len(size) - panels, 'group')} with fewer articles not drawn; the table has all.")
    with drawing():
        sheet = Sheet(title, "Difference in mean tone", body=-(-len(groups) // columns) * step, notes=notes)
        for place, group in enumerate(groups):
            x, top = left + place % columns * (width + _GAP), place // columns * step + 0.28
            axes = sheet.axes(x, top, width, high, numbers=False)
            sheet.words(x, top - 0.24, shorten(group, width, 9, bold=True), fontsize=9, fontweight="bold")
            axes.set_xlim(-edge, edge)
            axes.set_ylim(len(codes) - 0.5, -0.5)
            axes.set_yticks([])
            axes.set_xticks([-tick, 0, tick])
            axes.set_xticklabels([number(at, 2, signed=True) if at else "0" for at in (-tick, 0, tick)])
            sheet.grid(axes, "x")
            axes.axvline(0, color=INK, lw=0.9, alpha=0.7)
            part = shown[shown["group"].astype(str) == group].set_index("code").reindex(codes)
            y = np.arange(len(codes))
            axes.hlines(y, part["masked"], part["raw"], color=INK, lw=0.8, alpha=0.4)
            axes.hlines(y, part["masked_low"], part["masked_high"], color=ACCENT, lw=1.4, alpha=0.8)
            axes.plot(part["raw"], y, "s", mfc="none", mec=OPPOSITE, ms=4.6, mew=1.1)
            axes.plot(part["masked"], y, "o", color=ACCENT, ms=4.8, mew=0)
            if place % columns == 0:
                for row, name in enumerate(names):
                    at = top + _ROW * (row + 0.5)
                    sheet.words(left - 0.1, at, shorten(name, left - 0.15, 8.5), ha="right", va="center")
    low = shown.loc[shown["masked"].idxmin()]
    alt = (
        f"Difference in tone for {counted(len(codes), 'frame')} in {counted(len(groups), 'group')}, masked and raw. "
        f"Darkest, masked: {label_of(str(low['code']), labels)} in {low['group']} "
        f"({number(low['masked'], signed=True)}; raw {number(low['raw'], signed=True)})."
    )
    return sheet.chart(table, alt)


def plot_tone_words(words: pd.DataFrame, *, title: str = "The words that make the tone") -> Chart:
    """Draw the words that add most to the tone of a corpus, on either side.

    Parameters
    ----------
    words : DataFrame
        From `framing.tone_terms`: ``term``, ``valence``, ``count``, ``contribution``.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_tone_words(framing.tone_terms(framing.simulate(articles=120, seed=1))).title
    'The words that make the tone'
    """
    if not len(words):
        return nothing(title, "No word of the tone lexicon occurs in this selection.", words)
    need_columns(words, ("term", "valence", "count", "contribution"), "The table of words")
    sides = [words[words["contribution"] > 0], words[words["contribution"] < 0].iloc[::-1]]
    rows = max(len(each) for each in sides)
    width = (WIDTH - 0.2 - _GAP) / 2
    most = float(words["contribution"].abs().max())
    notes = ["Bars: valence in context, summed. Behind each word: how often it occurs and its valence in the lexicon."]
    with drawing():
        sheet = Sheet(title, "Summed valence", body=0.3 + _ROW * rows + 0.1, notes=notes)
        heads = ("Brighter", "Darker")
        for place, (side, head, hue) in enumerate(zip(sides, heads, (ACCENT, OPPOSITE), strict=True)):
            left = 0.1 + place * (width + _GAP)
            sheet.words(left, 0, head, fontsize=9, fontweight="bold")
            if side.empty:
                continue
            axes = sheet.axes(left, 0.25, width, _ROW * len(side), numbers=False)
            axes.spines["bottom"].set_visible(False)
            axes.set_xticks([])
            axes.set_yticks([])
            axes.barh(np.arange(len(side)), side["contribution"].abs(), height=0.8, color=hue, alpha=0.3, lw=0)
            axes.axvline(0, color=INK, lw=0.8, alpha=0.5)
            axes.set_xlim(0, most * width / (width - 0.95))  # the counts stand clear of the bars
            axes.set_ylim(len(side) - 0.5, -0.5)
            counts = side["count"].tolist()
            for row, each in enumerate(side.itertuples()):
                at = 0.25 + _ROW * (row + 0.5)
                sheet.words(left + 0.06, at, shorten(each.term, width - 1.2, 8.5), va="center")
                said = f"{counts[row]:,} × {number(each.valence, 1, signed=True)}"
                sheet.words(left + width - 0.04, at, said, ha="right", va="center", fontsize=7.5, alpha=QUIET)
    top, low = (side["term"].iloc[0] if len(side) else "none" for side in sides)
    alt = f"Words by their part in the tone. The most on the bright side: {top}; on the dark side: {low}."
    return sheet.chart(words, alt)
