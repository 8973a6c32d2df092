"""The chart of a group's change in parts: outlets that change, another mix of them, outlets that come and go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.sheet import WIDTH, Sheet, nothing
from framing.show.style import ACCENT, INK, OPPOSITE, drawing, label_of, shorten
from framing.show.tables import need_columns
from framing.show.time_axis import Timeline
from framing.show.wording import counted, number, span_of, validation_notes

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from framing.show.panel import Panel

__all__ = ["plot_decomposition"]

# Colour and white stripes of each part, whole or broken, so that neither is needed. Lines, not hatching: a browser
# prints a pattern as one large picture for each bar.
_PARTS: dict[str, tuple[str, str, Any]] = {
    "within": ("outlets changed", ACCENT, None),
    "mix": ("another mix of outlets", OPPOSITE, "-"),
    "turnover": ("outlets came or went", "#7a7f85", (0, (2, 2))),
}
_STRIPES = 7
_OPAQUE = 0.75
_GAP = 0.3
_MOST = 12


def plot_decomposition(
    steps: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    title: str = "Within or between: what a group's change is made of",
) -> Chart:
    """Draw each step of a group's share as stacked bars of its three parts, with the whole change as a mark.

    Parameters
    ----------
    steps : DataFrame
        From `framing.decompose`.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated.
    title : str

    Examples
    --------
    >>> import framing
    >>> steps = framing.decompose(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> framing.plot_decomposition(steps).unit
    'Change in share since the period before, percentage points'
    """
    need_columns(steps, ("group", "code", "before", "after", "change", "within", "mix", "turnover", "shown"), "Steps")
    shown = steps[steps["shown"].astype(bool) & steps["change"].notna()] if len(steps) else steps
    if not len(shown):
        return nothing(title, "No two periods that follow each other have enough articles of a group.", steps)
    codes = list(dict.fromkeys(shown["code"].astype(str)))
    size = shown.groupby(shown["group"].astype(str))["articles"].max().sort_values(ascending=False, kind="stable")
    groups = sorted(size.index[: max(1, _MOST // len(codes))])
    time = Timeline(steps["after"])
    reach = _reach(shown[shown["group"].isin(groups)])
    columns = len(codes) if 1 < len(codes) < 4 else min(2, len(groups))
    cells = [(group, code) for group in groups for code in codes]
    width, high, head = (WIDTH - 0.65 - _GAP * (columns - 1)) / columns, 1.25, 0.22
    named = [name for name, _, _ in _PARTS.values()]
    notes = ["Mark: the whole change, with its 95% interval; filled where the interval leaves zero out."]
    if len(size) > len(groups):
        notes.append(f"{counted(len(size) - len(groups), 'group')} with fewer articles not drawn; the table has all.")
    if steps["partial"].astype(bool).any():
        notes.append("The first or last step may be of a period that is not over.")
    notes += validation_notes(codes, validation, labels)
    with drawing():
        begin = Sheet.legend_height(named) + 0.06
        step = high + head + 0.3
        one = shown["before"].nunique() == 1 and shown["after"].nunique() > 1
        since = str(shown["before"].iloc[0]) if one else "the period before"
        unit = f"Change in share since {since}, percentage points"
        sheet = Sheet(title, unit, body=begin + -(-len(cells) // columns) * step, notes=notes)
        sheet.legend(_handles(), named, y=0.04)
        for place, (group, code) in enumerate(cells):
            left = 0.5 + place % columns * (width + _GAP)
            top = begin + place // columns * step + head
            panel = sheet.panel(left, top, width, high, x=time.ends, y=(-reach, reach))
            ticks = (-reach, 0.0, reach)
            words = [number(each, 0 if reach >= 10 else 1, signed=True) for each in ticks]
            panel.scale(ticks, words if place % columns == 0 else ())
            panel.zero()
            time.draw(panel, labels=place + columns >= len(cells))
            name = f"{group}: {label_of(code, labels)}" if len(codes) > 1 else group
            sheet.words(left, top - head, shorten(name, width, 9, bold=True), fontsize=9, fontweight="bold")
            rows = shown[(shown["group"].astype(str) == group) & (shown["code"].astype(str) == code)]
            _draw(panel, time, rows)
    return sheet.chart(steps, _described(shown, groups, codes, labels))


def _handles() -> list[tuple[Artist, ...]]:
    """Return a small bar for each part: its colour, stripes over it, and what breaks them."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[tuple[Artist, ...]] = []
    for _, colour, stripes in _PARTS.values():
        handle: tuple[Artist, ...] = (Patch(facecolor=colour, alpha=_OPAQUE, lw=0),)
        if stripes:
            handle += (Line2D([], [], color="white", lw=6, ls=(0, (0.1, 0.4)), dash_capstyle="butt"),)
        if stripes not in (None, "-"):
            handle += (Line2D([], [], color=colour, lw=1.6, solid_capstyle="butt"),)
        handles.append(handle)
    return handles


def _draw(panel: Panel, time: Timeline, rows: pd.DataFrame) -> None:
    rows = rows.set_index(rows["after"].astype(str)).reindex(time.periods)
    wide = 0.62 * (time.end - time.start) / len(time.periods)
    above, below = np.zeros(len(rows)), np.zeros(len(rows))
    apart = wide * (np.arange(1, _STRIPES + 1) / (_STRIPES + 1) - 0.5)
    for part, (_, colour, stripes) in _PARTS.items():
        values = np.nan_to_num(rows[part].to_numpy(dtype=float)) * 100
        bottom = np.where(values >= 0, above, below)
        some = np.abs(values) > 0.005
        at, low, high = time.places[some], bottom[some], (bottom + values)[some]
        panel.columns(at, low, high, wide, facecolor=colour, alpha=_OPAQUE, lw=0, zorder=2)
        if stripes:
            each = np.add.outer(at, apart).ravel()
            ends = (np.repeat(side, _STRIPES) for side in (low, high))
            panel.bars(each, *ends, color="white", lw=0.6, ls=stripes, zorder=2)
        above, below = above + np.maximum(values, 0), below + np.minimum(values, 0)
    change, low, high = (rows[name].to_numpy(dtype=float) * 100 for name in ("change", "change_low", "change_high"))
    there = np.isfinite(change)
    panel.bars(time.places[there], low[there], high[there], color=INK, lw=0.9, zorder=3)
    sure = there & ((low > 0) | (high < 0))
    for some, face in ((sure, INK), (there & ~sure, "white")):
        panel.line(time.places[some], change[some], marker="o", ls="", color=INK, mfc=face, ms=3.6, mew=0.9, zorder=4)


def _reach(steps: pd.DataFrame) -> float:
    names = ["change", "within", "mix", "turnover", "change_low", "change_high"]
    most = np.nanmax(np.abs(steps[names].to_numpy(dtype=float))) * 100
    return float(next((each for each in (2, 5, 10, 20, 30, 40, 60, 80) if each >= most), 100))


def _described(shown: pd.DataFrame, groups: list[str], codes: list[str], labels: Mapping[str, str] | None) -> str:
    said = [f"{counted(len(groups), 'group')}, {span_of([*shown['before'], *shown['after']])}, in percentage points."]
    for code in codes:
        rows = shown[shown["code"] == code]
        row = rows.loc[rows["change"].abs().idxmax()]
        said.append(
            f"{label_of(code, labels)}: the largest step is {row['group']}'s from {row['before']} to {row['after']}, "
            f"{number(row['change'] * 100, 1, signed=True)}, of which {number(row['within'] * 100, 1, signed=True)} "
            f"within outlets, {number(row['mix'] * 100, 1, signed=True)} by their mix and "
            f"{number(row['turnover'] * 100, 1, signed=True)} by outlets that came or went."
        )
    return " ".join(said)
