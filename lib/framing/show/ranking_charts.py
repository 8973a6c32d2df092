"""The chart that ranks outlets: each share as counted, and drawn to what is known of its group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.chart import Chart
from framing.show.matrix import name_width
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import drawing, frame_look, label_of, shorten
from framing.show.tables import need_columns
from framing.show.wording import counted, named, percent, validation_notes

__all__ = ["plot_ranking"]

_ROW, _HEAD, _GAP = 0.21, 0.26, 0.3


def plot_ranking(
    cells: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    rows: int = 25,
    title: str = "",
) -> Chart:
    """Draw sources by how much they use a frame, small ones drawn to their group.

    Parameters
    ----------
    cells : DataFrame
        From `framing.pooled`, over the whole time.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated.
    rows : int
        The sources with the most articles; the table has all.
    title : str

    Raises
    ------
    FramingError
        When the cells are of several periods.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> cells = framing.pooled(framing.trends(corpus, every="all", frames=["threat"]), groups=corpus.groups)
    >>> framing.plot_ranking(cells).title
    'Threat, by source'
    """
    need_columns(cells, ("group", "code", "articles", "estimate"), "The table of cells")
    codes = list(dict.fromkeys(cells["code"].astype(str)))
    title = title or f"{named(codes, labels)}, by source"
    there = cells[cells["articles"] > 0] if len(cells) else cells
    if not len(there):
        return nothing(title, "No source has an article that counts, so there is nothing to rank.", cells)
    need_columns(cells, ("pooled", "pooled_low", "pooled_high"), "The table of cells")
    if there.duplicated(["group", "code"]).any():
        raise FramingError('A ranking takes one cell a source: make them with trends(..., every="all").')
    size = there.groupby("group")["articles"].max().sort_values(ascending=False, kind="stable")
    kept = size.index[:rows]
    columns = min(2, len(codes))
    outer = (WIDTH - 0.3 - _GAP * (columns - 1)) / columns
    left = min(name_width([str(each) for each in kept]), 0.42 * outer)
    width = outer - left - 0.55
    high = _ROW * len(kept)
    step = _HEAD + high + 0.42
    notes = [
        "Filled: the share drawn to the source's group, the further the fewer its stories, with the middle 95% of "
        "where it may lie; for ranking. Hollow: the share as counted. At the right: articles. Each frame has a scale "
        "of its own."
    ]
    if len(size) > len(kept):
        notes.append(f"{counted(len(size) - len(kept), 'source')} with fewer articles not drawn; the table has all.")
    notes += validation_notes(codes, validation, labels)
    firsts = []
    with drawing():
        sheet = Sheet(title, "Share of articles, %", body=-(-len(codes) // columns) * step, notes=notes)
        for place, code in enumerate(codes):
            x, y = 0.1 + place % columns * (outer + _GAP), place // columns * step
            part = there[(there["code"] == code) & there["group"].isin(kept)]
            part = part.sort_values(["pooled", "group"], ascending=[False, True], kind="stable").reset_index(drop=True)
            firsts.append((code, part.iloc[0]))
            sheet.words(x, y, shorten(label_of(code, labels), outer, 9, bold=True), fontsize=9, fontweight="bold")
            axes = sheet.panel(x + left, y + _HEAD, width, high, numbers=False)
            axes.set_xlim(0, _reach(part))
            axes.set_ylim(len(part) - 0.5, -0.5)
            axes.set_yticks([])
            sheet.grid(axes, "x")
            look, at = frame_look(code, codes), np.arange(len(part))
            low, middle, most, raw = (
                part[each].to_numpy(dtype=float) * 100 for each in ("pooled_low", "pooled", "pooled_high", "estimate")
            )
            axes.hlines(at, low, most, color=look.colour, lw=1.1, alpha=0.6, zorder=2)
            axes.plot(raw, at, look.marker, color=look.colour, mfc="white", ms=4, mew=0.9, clip_on=False, zorder=3)
            axes.plot(middle, at, look.marker, color=look.colour, ms=4.6, clip_on=False, zorder=4)
            for row, (name, articles) in enumerate(zip(part["group"], part["articles"], strict=True)):
                line = y + _HEAD + _ROW * (row + 0.5)
                sheet.words(x + left - 0.08, line, shorten(name, left - 0.1, 8.5), ha="right", va="center")
                sheet.words(x + outer, line, f"{articles:,}", ha="right", va="center", fontsize=7.5, alpha=QUIET)
    said = [
        f"{label_of(code, labels)}: {row['group']} first, {percent(row['pooled'])} drawn to its group, "
        f"{percent(row['estimate'])} as counted."
        for code, row in firsts
    ]
    return sheet.chart(cells, f"{counted(len(kept), 'source')}, the highest share first. {' '.join(said)}")


def _reach(part: pd.DataFrame) -> float:
    full = float(np.nanmax(part[["pooled_high", "estimate"]].to_numpy(dtype=float))) * 100
    return float(next((each for each in (1, 2, 5, 10, 20, 40, 60, 80) if each >= full), 100))
