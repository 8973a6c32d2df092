"""Places in a picture that lead to the passages behind them.

A mark is a link laid over a drawn point or cell. It says in its title what stands there, so that a pointer, a key and
a screen reader get the number. Where it leads is not known when a chart is drawn: a page of a report gives its marks
the address of its page of passages, JupyterLab's explorer answers them by itself, and elsewhere they lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import pandas as pd

from framing.show.style import label_of, plain
from framing.show.tables import escape
from framing.show.wording import interval, percent, span_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.show.panel import Panel

__all__ = ["BY", "MANY", "Mark", "asked", "cell_marks", "drawn_marks", "lead_to", "noted", "place_marks"]

# What passages can be filtered by, of the columns that cells are made for.
BY = ("source", "group", "country", "ownership")
# More links than this in one picture are no help: nobody hits one of them, and each is some 200 bytes.
MANY = 1500
_READ = ("group", "code", "period", "measure", "unit", "articles", "hits", "estimate", "low", "high")
_REACH = 6.0  # points around a mark that still hit it
_LEAST = 1.6  # and around one of two that stand in nearly the same place


@dataclass(frozen=True)
class Mark:
    """A place in a picture and what stands behind it.

    Attributes
    ----------
    x, y : float
        The middle, in points from the top left corner of the drawing.
    across, down : float
        Half of its width and height, in points.
    behind : mapping of str to str
        What the passages are filtered by: ``frame``, ``period``, one of `BY`, ``part``.
    said : str
        What stands there, in words.
    """

    x: float
    y: float
    across: float
    down: float
    behind: Mapping[str, str]
    said: str


def asked(behind: Mapping[str, str]) -> str:
    """Return a filter of passages as it stands in an address, the same for the same filter.

    >>> asked({"frame": "space_race", "source": "O'Neill & Co", "period": "2024Q1"})
    'frame=space_race&source=O%27Neill%20%26%20Co&period=2024Q1'
    """
    return "&".join(f"{key}={_quoted(str(value))}" for key, value in behind.items() if value)


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote(value, safe="")


def place_marks(
    axes: Axes | Panel,
    x: Iterable[float],
    y: Iterable[float],
    *,
    reach: float = _REACH,
    wide: float = 0.0,
    high: float = 0.0,
) -> list[tuple[float, float, float, float]]:
    """Return where points of the axes stand in the drawing, in points from its top left corner, and how far they reach.

    Parameters
    ----------
    axes : Axes or Panel
        With its limits set.
    x, y : iterable of float
        In the axes' own numbers.
    reach : float
        The radius of a round place.
    wide, high : float
        Half of the width and height of an oblong one, in the axes' own numbers.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes stand in a figure"
    at = np.column_stack([np.fromiter(x, float), np.fromiter(y, float)])
    if not len(at):
        return []
    scale = 72 / figure.dpi
    here = axes.transData.transform(at) * scale
    top = figure.get_figheight() * 72
    edge = np.abs(axes.transData.transform(at + np.array([wide, high])) * scale - here) if wide or high else None
    across, down = (edge[:, 0], edge[:, 1]) if edge is not None else (np.full(len(at), reach),) * 2
    return list(zip(here[:, 0].tolist(), (top - here[:, 1]).tolist(), across.tolist(), down.tolist(), strict=True))


def cell_marks(
    places: Sequence[tuple[float, float, float, float]],
    cells: pd.DataFrame,
    by: str,
    labels: Mapping[str, str] | None = None,
) -> list[Mark]:
    """Return a mark for each cell that has passages to show; `places` as `place_marks` returns them, a row each.

    Cells of the tone of all articles rest on no frame, and those of a column that passages cannot be filtered by lead
    nowhere: they get none.
    """
    if by not in (*BY, "all"):
        return []
    made = []
    # Column by column: a frame's own way to make rows takes as long as the drawing.
    columns = {name: cells[name].tolist() for name in _READ if name in cells}
    called = {code: label_of(code, labels) for code in set(map(str, columns["code"]))}
    for place, row in zip(places, zip(*columns.values(), strict=True), strict=True):
        cell = dict(zip(columns, row, strict=True))
        if not cell["code"] or not cell.get("hits", 1):
            continue
        period = "" if cell.get("period", "all") == "all" else str(cell["period"])
        behind = {"frame": str(cell["code"]), by: str(cell["group"]), "period": period}
        behind.pop("all", None)
        if cell.get("unit", "article") in ("headline", "lead"):
            behind["part"] = str(cell["unit"])
        made.append(Mark(*place, behind, _said(cell, called)))
    return made


def _said(cell: Mapping[str, object], called: Mapping[str, str]) -> str:
    """Say what stands at a place: whose, which frame, when, how much."""
    period = "" if cell.get("period", "all") == "all" else span_of([str(cell["period"])])
    value, low, high = (float(cell.get(name, np.nan)) for name in ("estimate", "low", "high"))  # type: ignore[arg-type]
    if cell.get("measure", "share") == "share":
        much = f"{percent(value)} of {int(cell['articles']):,} articles"  # type: ignore[call-overload]
        much += f", {interval(low, high)}" if low == low else ""
    else:
        much = f"{value:.2f} in {int(cell['articles']):,} articles"  # type: ignore[call-overload]
    head = ", ".join(each for each in (plain(str(cell["group"])), called[str(cell["code"])], period) if each)
    return f"{head}: {much}"


def drawn_marks(marks: Sequence[Mark]) -> str:
    """Return marks as SVG to lay over the picture; of two that stand close, neither covers the other's middle."""
    parts = []
    marks = _apart(marks)
    for mark, reach in zip(marks, _reaches(marks), strict=True):
        shape = (
            f'<circle cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{reach:.1f}"/>'
            if mark.across == mark.down
            else f'<rect x="{mark.x - mark.across:.1f}" y="{mark.y - mark.down:.1f}" '
            f'width="{2 * mark.across:.1f}" height="{2 * mark.down:.1f}"/>'
        )
        parts.append(f'<a data-behind="{escape(asked(mark.behind))}"><title>{escape(mark.said)}</title>{shape}</a>')
    return f'<g class="marks">{"".join(parts)}</g>'


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Set marks of one place side by side, so that a pointer can reach each of them."""
    there: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        there.setdefault((round(mark.x / _LEAST), round(mark.y / _LEAST)), []).append(mark)
    crowds = [some for some in there.values() if len(some) > 1]
    step = {id(m): (i - (len(some) - 1) / 2) * 2 * _LEAST for some in crowds for i, m in enumerate(some)}
    return [replace(mark, x=mark.x + step[id(mark)]) if id(mark) in step else mark for mark in marks]


def _reaches(marks: Sequence[Mark]) -> np.ndarray:
    """Return how far each mark reaches: at most half the way to the nearest other one."""
    at = np.array([[mark.x, mark.y] for mark in marks])
    across = np.array([mark.across for mark in marks])
    order = np.lexsort((at[:, 1], at[:, 0]))
    some, near, far = at[order], np.full(len(at), np.inf), 2 * across.max()
    for step in range(1, len(at)):  # further apart in x than both reach, nothing is cut
        wide = some[step:, 0] - some[:-step, 0]
        if wide.min() >= far:
            break
        apart = np.hypot(wide, some[step:, 1] - some[:-step, 1])
        near[:-step], near[step:] = np.minimum(near[:-step], apart), np.minimum(near[step:], apart)
    nearest = np.empty(len(at))
    nearest[order] = near
    return np.maximum(_LEAST, np.minimum(across, nearest / 2))


def noted(ident: str) -> tuple[str, str]:
    """Return what stands before a picture with marks and below it, hidden as long as they lead nowhere."""
    skip = f'<a class="skip to-passages" hidden href="#{ident}-after">Skip the points of this chart</a>'
    return skip, '<p class="to-passages" hidden>A point or cell leads to the passages behind it.</p>'


def lead_to(html: str, page: str) -> str:
    """Let the marks of charts lead somewhere: to `page`, followed by what each asks for.

    >>> lead_to('<a data-behind="frame=threat"><title>9%</title></a>', "10-passages.html#")
    '<a href="10-passages.html#frame=threat"><title>9%</title></a>'
    """
    linked = html.replace('<a data-behind="', f'<a href="{escape(page)}')
    return linked.replace('to-passages" hidden', 'to-passages"')
