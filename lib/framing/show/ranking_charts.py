"""The chart that ranks outlets: each share as counted, and drawn to what is known of its group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.chart import Chart
from framing.show.marks import cell_marks, place_marks
from framing.show.matrix import name_width
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import drawing, frame_look, label_of, shorten
from framing.show.tables import need_columns
from framing.show.wording import counted, joined, named, percent, validation_notes

__all__ = ["plot_ranking"]

_ROW, _HEAD, _GAP = 0.21, 0.26, 0.3
_MOST = 4  # panels: of more, the names could no longer be compared from one to the next
_COLUMNS = ("group", "code", "articles", "clusters", "estimate", "pooled", "pooled_low", "pooled_high", "shown")


def plot_ranking(
    cells: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    rows: int = 30,
    title: str = "",
) -> Chart:
    """Draw sources by how much they use a frame, small ones drawn to their group; at most four frames.

    Of a source with too few articles for a share of its own, the pooled one alone is drawn, and a note says so.

    Parameters
    ----------
    cells : DataFrame
        From `framing.pooled`, over the whole time.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated.
    rows : int
        The sources with the most articles, never those with the highest shares; the table has all.
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
    cells = cells.reset_index(drop=True)
    there = cells[cells["articles"] > 0]
    everything = list(dict.fromkeys((there if len(there) else cells)["code"].astype(str)))
    codes = everything[:_MOST]
    title = title or f"{named(codes, labels)}, by source"
    if not len(there):
        return nothing(title, "No source has an article that counts, so there is nothing to rank.", cells)
    need_columns(cells, ("pooled", "pooled_low", "pooled_high"), "The table of cells")
    if there.duplicated(["group", "code"]).any():
        raise FramingError('A ranking takes one cell a source: make them with trends(..., every="all").')
    size = there.groupby(there["group"].astype(str))["articles"].max().sort_values(ascending=False, kind="stable")
    kept = size.index[:rows]
    ranked = {code: _ranked(there[there["code"].astype(str) == code], kept) for code in codes}
    columns = min(2, len(codes))
    outer = (WIDTH - 0.3 - _GAP * (columns - 1)) / columns
    left = min(name_width([str(each) for each in kept]), 0.42 * outer)
    width = outer - left - 0.55
    high = _ROW * len(kept)
    step = _HEAD + high + 0.42
    notes = _notes(pd.concat(ranked.values()), many=len(codes) > 1)
    if unsure := [label_of(code, labels) for code, part in ranked.items() if 1 < len(part) == _level(part)]:
        notes.append(f"Who comes first is not known, every interval reaches the first one's: {joined(unsure)}.")
    if len(size) > len(kept):
        notes.append(f"{counted(len(size) - len(kept), 'source')} with fewer articles not drawn; the table has all.")
    if len(everything) > len(codes):
        left_out = joined([label_of(code, labels) for code in everything[_MOST:]])
        notes.append(f"Not drawn, in the table: {left_out}.")
    notes += validation_notes(codes, validation, labels)
    with drawing():
        sheet = Sheet(title, "Share of articles, %", body=-(-len(codes) // columns) * step, notes=notes)
        for place, code in enumerate(codes):
            x, y = 0.1 + place % columns * (outer + _GAP), place // columns * step
            part = ranked[code]
            head = shorten(label_of(code, labels), outer - 0.7, 9, bold=True)
            sheet.words(x, y, head, fontsize=9, fontweight="bold")
            sheet.words(x + outer, y + 0.03, "articles", fontsize=7.5, alpha=QUIET, ha="right")
            axes = sheet.axes(x + left, y + _HEAD, width, high, numbers=False)
            axes.set_xlim(0, _reach(part))
            axes.set_ylim(len(part) - 0.5, -0.5)
            axes.set_yticks([])
            sheet.grid(axes, "x")
            look, at = frame_look(code, codes), np.arange(len(part))
            low, middle, most, raw = (
                part[each].to_numpy(dtype=float) * 100 for each in ("pooled_low", "pooled", "pooled_high", "estimate")
            )
            raw = np.where(part["shown"], raw, np.nan)
            axes.hlines(at, low, most, color=look.colour, lw=1.1, alpha=0.6, zorder=2)
            # The hollow mark is the larger, so that it is seen where both meet.
            axes.plot(raw, at, look.marker, color=look.colour, mfc="none", ms=6.2, mew=0.7, clip_on=False, zorder=4)
            axes.plot(middle, at, look.marker, color=look.colour, ms=4.2, mew=0, clip_on=False, zorder=3)
            places = place_marks(axes, part["pooled"] * 100, at, reach=5.0)
            sheet.marks += cell_marks(places, part, "source", labels)
            for row, (name, articles) in enumerate(zip(part["group"], part["articles"], strict=True)):
                line = y + _HEAD + _ROW * (row + 0.5)
                sheet.words(x + left - 0.08, line, shorten(name, left - 0.1, 8.5), ha="right", va="center")
                sheet.words(x + outer, line, f"{articles:,}", ha="right", va="center", fontsize=7.5, alpha=QUIET)
    said = [_described(part, label_of(code, labels)) for code, part in ranked.items()]
    alt = f"{counted(len(kept), 'source')}, the highest share first. {' '.join(said)}"
    drawn = [part.index for part in ranked.values()]
    first = drawn[0].append(drawn[1:])
    table = pd.concat([there.loc[first], cells.drop(first)])
    return sheet.chart(table, alt, columns=[name for name in _COLUMNS if name in cells])


def _ranked(part: pd.DataFrame, kept: pd.Index) -> pd.DataFrame:
    part = part[part["group"].astype(str).isin(kept)]
    shown = part["shown"].astype(bool) if "shown" in part else True
    return part.assign(shown=shown).sort_values(["pooled", "group"], ascending=[False, True], kind="stable")


def _notes(drawn: pd.DataFrame, *, many: bool) -> list[str]:
    said = (
        "Small filled mark: the share drawn to the mean of the source's group, the further the fewer its stories, with "
        "the middle 95% of where it may lie; for ranking. Large hollow mark: the share as counted."
    )
    notes = [f"{said} Each frame has a scale of its own." if many else said]
    if not drawn["shown"].all():
        reasons = sorted({str(each) for each in drawn.loc[~drawn["shown"], "reason"] if each})
        notes.append(f"No hollow mark: too few articles for a share of its own ({joined(reasons)}).")
    return notes


def _described(part: pd.DataFrame, name: str) -> str:
    """Say who is first, and of how many others the order is not known."""
    row, others = part.iloc[0], part.iloc[1:]
    reach = _level(part) - 1
    counted_share = f", {percent(row['estimate'])} as counted" if row["shown"] else ""
    said = f"{name}: {row['group']} first, {percent(row['pooled'])} drawn to its group{counted_share}"
    if not len(others):
        return f"{said}."
    which = "all" if reach == len(others) > 1 else f"{reach:,}" if reach else "none"
    return (
        f"{said}; {which} of {counted(len(others), 'other interval')} {'reaches' if reach == 1 else 'reach'} its own."
    )


def _level(part: pd.DataFrame) -> int:
    """Return how many sources may be first: those whose interval reaches that of the first, itself included."""
    return int((part["pooled_high"] >= part["pooled_low"].iloc[0]).sum())


def _reach(part: pd.DataFrame) -> float:
    seen = part["estimate"].where(part["shown"]).fillna(0)  # as counted it is not drawn where there were too few
    full = float(np.maximum(part["pooled_high"], seen).max()) * 100
    return float(next((each for each in (1, 2, 3, 5, 10, 15, 20, 30, 40, 50, 60, 80) if each >= full), 100))
