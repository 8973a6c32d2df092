"""A line over time with all it has to admit: its interval, its gaps, the cells too small to show, a period not over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.style import INK, Look
from framing.show.tables import need_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from framing.show.time_axis import Timeline

__all__ = ["ceiling", "check_cells", "draw_few", "draw_series", "key", "one_measure", "per_hundred"]

CELLS = ("group", "period", "measure", "code", "articles", "estimate", "low", "high", "shown", "reason")
_BUSY = 40  # with more places than this, a marker on each hides the line


def check_cells(cells: pd.DataFrame) -> None:
    """Raise a FramingError when a column of the cells is missing, or they mix what cannot share an axis."""
    need_columns(cells, CELLS, "The table of cells")
    for column in ("measure", "unit", "policy", "denominator"):
        if column in cells and cells[column].nunique() > 1:
            mixed = ", ".join(map(str, sorted(cells[column].unique())[:4]))
            raise FramingError(
                f"The cells mix several values of {column} ({mixed}), which cannot share an axis: "
                f'keep one, for example cells[cells["{column}"] == "{cells[column].iloc[0]}"].'
            )
    doubled = cells.duplicated(["group", "period", "code"])
    if doubled.any():
        row = cells[doubled].iloc[0]
        raise FramingError(
            f"The cells hold more than one value for {row['group']}, {row['period']}, {row['code']}: "
            "one row for each group, period and code is needed."
        )


def one_measure(cells: pd.DataFrame) -> str:
    """Return the measure that all the cells are of."""
    return str(cells["measure"].iloc[0])


def per_hundred(measure: str) -> float:
    """Return what estimates are multiplied with: shares are drawn in per cent."""
    return 100.0 if measure == "share" else 1.0


def ceiling(cells: pd.DataFrame, measure: str) -> tuple[float, float, list[float]]:
    """Return the lower and upper end of the shared axis and its ticks, such that no shown interval is cut off."""
    scale = per_hundred(measure)
    seen = cells[cells["shown"].astype(bool)]
    values = seen[["estimate", "low", "high"]].to_numpy(dtype=float) * scale
    values = values[np.isfinite(values)]
    top = float(values.max()) if len(values) else 0.0
    bottom = float(values.min()) if len(values) else 0.0
    if bottom < 0:  # tone: as far down as up
        reach = next((r for r in (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if r >= max(top, -bottom)), max(top, -bottom))
        return -reach, reach, [-reach, 0.0, reach]
    steps = (5, 10, 20, 40, 60, 80, 100) if measure == "share" else (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000)
    reach = float(next((s for s in steps if s >= top - 1e-9), top))
    return 0.0, reach, [0.0, reach / 2, reach]


def draw_series(axes: Axes, time: Timeline, cells: pd.DataFrame, look: Look, scale: float) -> None:
    """Draw the cells of one group and code: a line through what is shown, broken where there is nothing to show."""
    # One array over the periods for each column: a table's own way takes as long as the drawing.
    place = {name: i for i, name in enumerate(time.periods)}
    at = [place[str(period)] for period in cells["period"]]

    def laid(column: str, absent: float) -> np.ndarray:
        found = np.full(len(time.periods), absent)
        if column in cells:
            found[at] = pd.to_numeric(cells[column]).to_numpy(dtype=float, na_value=np.nan)
        return found

    shown = laid("shown", 0.0) == 1
    y, low, high = (np.where(shown, laid(c, np.nan), np.nan) * scale for c in ("estimate", "low", "high"))
    shown = shown & np.isfinite(y)
    running = shown & (laid("partial", 0.0) == 1)
    x = time.places
    near = np.r_[False, shown[:-1]] | np.r_[shown[1:], False]
    banded = np.isfinite(low) & np.isfinite(high)
    if (banded & near).any():
        axes.fill_between(x, low, high, where=banded, color=look.colour, alpha=0.17, lw=0, zorder=1.5, clip_on=False)
    alone = banded & shown & (~near | running)
    if alone.any():
        axes.vlines(x[alone], low[alone], high[alone], color=look.colour, lw=1, alpha=0.6, zorder=2, clip_on=False)
    smooth = laid("smooth", np.nan) * scale
    lean: dict[str, Any] = {"lw": 0.8, "alpha": 0.6} if np.isfinite(smooth).any() else {"lw": 1.5}
    axes.plot(
        x, np.where(shown & ~running, y, np.nan), color=look.colour, ls=look.dash, zorder=3, clip_on=False, **lean
    )
    if np.isfinite(smooth).any():
        # With its dash, for where several groups share a panel colour alone would tell their means apart.
        axes.plot(x, smooth, color=look.colour, ls=look.dash, lw=2.2, zorder=3.5, clip_on=False)
    for i in np.flatnonzero(running):
        if i and shown[i - 1]:
            axes.plot(
                x[i - 1 : i + 1], y[i - 1 : i + 1], color=look.colour, ls=(0, (1, 1.5)), lw=1.2, zorder=3, clip_on=False
            )
    every = -(-len(x) // 14) if len(x) > _BUSY else 1
    marked = shown & ~running & ((np.arange(len(x)) % every == 0) | ~near)
    small: dict[str, Any] = {"marker": look.marker, "ls": "", "ms": 3.2, "clip_on": False, "zorder": 4}
    if marked.any():
        axes.plot(x[marked], y[marked], color=look.colour, mew=0, **small)
    if running.any():
        axes.plot(x[running], y[running], color=look.colour, mfc="none", mew=1, **small)


def draw_few(axes: Axes, time: Timeline, cells: pd.DataFrame, floor: float) -> None:
    """Draw a small grey ring at the bottom for each period with articles, but too few to show an estimate."""
    few = cells[~cells["shown"].astype(bool) & (cells["articles"] > 0)]
    at = time.places[np.isin(time.periods, few["period"].astype(str))]
    if len(at):
        axes.plot(
            at, np.full(len(at), floor), "o", ms=2.6, mfc="none", mec=INK, mew=0.6, alpha=0.55, clip_on=False, zorder=4
        )


def key(looks: Sequence[Look]) -> list[Line2D]:
    """Return the lines of a legend, each with its colour, marker and dash."""
    from matplotlib.lines import Line2D

    return [Line2D([], [], color=k.colour, marker=k.marker, ls=k.dash, lw=1.5, ms=4.5, mew=0) for k in looks]
