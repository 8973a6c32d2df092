"""A line over time with all it has to admit: its interval, its gaps, the cells too small to show, a period not over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.style import INK, Look
from framing.show.tables import need_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.lines import Line2D

    from framing.show.panel import Panel
    from framing.show.time_axis import Timeline

__all__ = ["ceiling", "check_cells", "draw_few", "draw_series", "key", "lay_out", "one_measure", "per_hundred"]

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


def lay_out(
    cells: pd.DataFrame, by: str, lines: Sequence[str], periods: Sequence[str], scale: float
) -> dict[str, np.ndarray]:
    """Return what is drawn of the cells as arrays, a row for each line and a column for each period.

    Parameters
    ----------
    cells : DataFrame
    by : str
        The column whose values are the lines.
    lines, periods : sequence of str
    scale : float
        What estimates and intervals are multiplied with.

    Returns
    -------
    dict of str to ndarray, shape (lines, periods)
        ``row`` (of the cell, NaN where there is none), ``shown``, ``partial`` and ``few`` (bool: too few articles
        to show), and, NaN where nothing is shown, ``estimate``, ``low``, ``high``, ``smooth``.
    """
    # Whole arrays: cell by cell a table takes longer than the drawing.
    line = pd.Index(lines).get_indexer(pd.Index(cells[by].astype(str)))
    place = pd.Index(periods).get_indexer(pd.Index(cells["period"].astype(str)))
    there = line >= 0
    where = line[there], place[there]

    def laid(values: np.ndarray) -> np.ndarray:
        found = np.full((len(lines), len(periods)), np.nan)
        found[where] = values[there]
        return found

    def column(name: str) -> np.ndarray:
        if name not in cells:
            return laid(np.full(len(cells), np.nan))
        return laid(pd.to_numeric(cells[name]).to_numpy(dtype=float, na_value=np.nan))

    estimate, shown = column("estimate"), column("shown") == 1
    made = {"row": laid(np.arange(len(cells), dtype=float)), "few": ~shown & (column("articles") > 0)}
    made["shown"] = shown & np.isfinite(estimate)
    made["partial"] = column("partial") == 1
    made["smooth"] = column("smooth") * scale
    for name, values in (("estimate", estimate), ("low", column("low")), ("high", column("high"))):
        made[name] = np.where(made["shown"], values, np.nan) * scale
    return made


def draw_series(panel: Panel, time: Timeline, laid: Mapping[str, np.ndarray], look: Look) -> None:
    """Draw one line, laid out by `lay_out`: a line through what is shown, broken where there is nothing to show."""
    shown, y, low, high, smooth = (laid[name] for name in ("shown", "estimate", "low", "high", "smooth"))
    running = shown & laid["partial"]
    x, colour = time.places, look.colour
    banded = np.isfinite(low) & np.isfinite(high)
    near, wide = _beside(shown), banded & _beside(banded)
    if wide.any():
        panel.band(x, low, high, banded, facecolor=colour, alpha=0.17, zorder=1.5)
    alone = banded & (~wide | running)
    if alone.any():
        panel.bars(x[alone], low[alone], high[alone], color=colour, lw=1, alpha=0.6, zorder=2)
    means = bool(np.isfinite(smooth).any())
    lean: dict[str, Any] = {"lw": 0.8, "alpha": 0.6} if means else {"lw": 1.5}
    panel.line(x, np.where(shown & ~running, y, np.nan), color=colour, ls=look.dash, zorder=3, **lean)
    if means:
        # With its dash, for where several groups share a panel colour alone would tell their means apart.
        panel.line(x, smooth, color=colour, ls=look.dash, lw=2.2, zorder=3.5)
    for i in np.flatnonzero(running):
        if i and shown[i - 1]:
            panel.line(x[i - 1 : i + 1], y[i - 1 : i + 1], color=colour, ls=(0, (1, 1.5)), lw=1.2, zorder=3)
    every = -(-len(x) // 14) if len(x) > _BUSY else 1
    marked = shown & ~running & ((np.arange(len(x)) % every == 0) | ~near)
    small: dict[str, Any] = {"marker": look.marker, "ls": "", "ms": 3.2, "zorder": 4}
    if marked.any():
        panel.line(x[marked], y[marked], color=colour, mew=0, **small)
    if running.any():
        panel.line(x[running], y[running], color=colour, mfc="none", mew=1, **small)


def _beside(there: np.ndarray) -> np.ndarray:
    """Return which places have a neighbour that is there."""
    return np.asarray(np.r_[False, there[:-1]] | np.r_[there[1:], False])


def draw_few(panel: Panel, time: Timeline, laid: Mapping[str, np.ndarray], floor: float) -> None:
    """Draw a small grey ring at the bottom for each period with articles, but too few to show an estimate."""
    at = time.places[laid["few"].any(axis=0)]
    if len(at):
        ring: dict[str, Any] = {"marker": "o", "ls": "", "ms": 2.6, "mfc": "none", "mec": INK, "mew": 0.6}
        panel.line(at, np.full(len(at), floor), alpha=0.55, zorder=4, **ring)


def key(looks: Sequence[Look]) -> list[Line2D]:
    """Return the lines of a legend, each with its colour, marker and dash."""
    from matplotlib.lines import Line2D

    return [Line2D([], [], color=k.colour, marker=k.marker, ls=k.dash, lw=1.5, ms=4.5, mew=0) for k in looks]
