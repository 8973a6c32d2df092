"""A matrix of shaded cells: rows and columns named, a number in each cell where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.show.sheet import QUIET, Sheet
from framing.show.style import ACCENT, INK, OPPOSITE, shorten, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_matrix", "name_width", "slant_height"]

# The deepest shade under a number lets the page's ink be read on it, in light and in dark.
_DEEPEST = 0.6
_FAINTEST = 0.06
_SLANT = 32  # degrees
_LONGEST = 1.8  # inches of a slanted name


def name_width(names: Sequence[str], *, most: float = 2.4) -> float:
    """Return the inches that row names take, cut at `most`."""
    return min(most, max((text_width(each, 8.5) for each in names), default=0.5)) + 0.12


def slant_height(names: Sequence[str]) -> float:
    """Return the inches above a matrix that slanted column names take."""
    return 0.2 + max((min(_LONGEST, text_width(each, 7.5)) for each in names), default=0.0) * float(
        np.sin(np.radians(_SLANT))
    )


def draw_matrix(
    sheet: Sheet,
    values: np.ndarray,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    left: float,
    top: float,
    width: float,
    step: float,
    full: float,
    words: np.ndarray | None = None,
    slanted: bool = False,
    shades: tuple[float, float] = (_FAINTEST, _DEEPEST),
    absent: np.ndarray | None = None,
) -> Axes:
    """Draw a matrix; a missing value is left empty, and its cell has a dash in the middle.

    Parameters
    ----------
    sheet : Sheet
    values : ndarray, shape (n_rows, n_columns)
        Shaded by size against `full`: positive in one hue, negative in another; NaN is empty.
    rows, columns : sequence of str
        Their names; a column named "" gets none.
    left, top, width, step : float
        Place and width in inches, and the height of a row.
    full : float
        The value that is shaded deepest.
    words : ndarray of str, optional
        What stands in each cell.
    slanted : bool
        Column names are slanted, for long ones.
    shades : tuple of float
        The opacity of a value of nought and of `full`.
    absent : ndarray of bool, optional
        Cells that the matrix does not have, such as the upper half of a triangle: no dash stands in them.

    Returns
    -------
    Axes
    """
    from matplotlib.colors import to_rgb

    axes = sheet.axes(left, top, width, step * len(rows), numbers=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelbottom=False, bottom=False)
    shape = values.shape
    picture = np.zeros((*shape, 4))
    strength = np.clip(np.abs(np.nan_to_num(values)) / (full or 1), 0, 1)
    for hue, here in ((ACCENT, values >= 0), (OPPOSITE, values < 0)):
        picture[here, :3] = to_rgb(hue)
        picture[here, 3] = np.round(shades[0] + (shades[1] - shades[0]) * strength, 3)[here]
    axes.set_xlim(-0.5, shape[1] - 0.5)
    axes.set_ylim(shape[0] - 0.5, -0.5)
    cells = [(r, c) for r in range(shape[0]) for c in range(shape[1])]
    _rectangles(axes, ~np.isnan(values), picture)
    y, x = np.nonzero(np.isnan(values) & ~absent if absent is not None else np.isnan(values))
    if len(x):
        _dashes(axes, x, y, width / shape[1], step)
    axes.set_yticks(range(shape[0]))
    axes.set_yticklabels([])
    for r, name in enumerate(rows):
        axes.text(
            -0.5 - 0.08 * shape[1] / width, r, shorten(name, left - 0.1, 8.5), ha="right", va="center", fontsize=8.5
        )
    for c, name in enumerate(columns):
        if name:
            turned = {"rotation": _SLANT, "ha": "left", "va": "bottom"} if slanted else {"ha": "center", "va": "bottom"}
            held = shorten(name, _LONGEST if slanted else width / shape[1], 7.5)
            axes.text(c - (0.15 if slanted else 0), -0.62, held, fontsize=7.5, alpha=QUIET, **turned)
    if words is not None:
        for r, c in cells:
            if words[r, c]:
                axes.text(c, r, words[r, c], ha="center", va="center", fontsize=8)
    return axes


def _rectangles(axes: Axes, there: np.ndarray, picture: np.ndarray) -> None:
    """Fill the cells, one path for all cells of a colour: a matrix of 60 sources by 84 months stays small."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    places: dict[tuple[float, ...], list[np.ndarray]] = {}
    box = np.array([[-0.48, -0.46], [0.48, -0.46], [0.48, 0.46], [-0.48, 0.46], [-0.48, -0.46]])
    for r, c in np.argwhere(there):
        places.setdefault(tuple(picture[r, c].tolist()), []).append(box + np.array([c, r]))
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    for colour, corners in places.items():
        path = Path(np.concatenate(corners), codes * len(corners))
        axes.add_patch(PathPatch(path, facecolor=colour, edgecolor="none", lw=0, clip_on=False))


def _dashes(axes: Axes, x: np.ndarray, y: np.ndarray, wide: float, high: float) -> None:
    """Draw a short dash in each empty cell, all of them as one line."""
    tiny = 0.02 / wide if wide else 0.0
    steps = np.column_stack([x - tiny / 2, x + tiny / 2, np.full(len(x), np.nan)]).ravel()
    axes.plot(steps, np.repeat(y, 3).astype(float), color=INK, lw=min(1.4, 72 * high / 8), alpha=0.4, clip_on=False)
