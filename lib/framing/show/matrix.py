"""A matrix of shaded cells: rows and columns named, a number in each cell where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from framing.show.sheet import QUIET, Sheet
from framing.show.style import ACCENT, INK, OPPOSITE, shorten, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_matrix", "name_width"]

# The deepest shade lets the page's ink be read on it, in light and in dark.
_DEEPEST = 0.6
_FAINTEST = 0.06


def name_width(names: Sequence[str], *, most: float = 2.4) -> float:
    """Return the inches that row names take, cut at `most`."""
    return min(most, max((text_width(each, 8.5) for each in names), default=0.5)) + 0.12


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
) -> Axes:
    """Draw a matrix; a missing value is left empty, and its cell has a dot in the middle.

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

    Returns
    -------
    Axes
    """
    from matplotlib.colors import to_rgb

    axes = sheet.panel(left, top, width, step * len(rows), numbers=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, labelbottom=False, bottom=False)
    shape = values.shape
    picture = np.zeros((*shape, 4))
    strength = np.clip(np.abs(np.nan_to_num(values)) / (full or 1), 0, 1)
    for hue, here in ((ACCENT, values >= 0), (OPPOSITE, values < 0)):
        picture[here, :3] = to_rgb(hue)
        picture[here, 3] = (_FAINTEST + (_DEEPEST - _FAINTEST) * strength)[here]
    axes.set_xlim(-0.5, shape[1] - 0.5)
    axes.set_ylim(shape[0] - 0.5, -0.5)
    cells = [(r, c) for r in range(shape[0]) for c in range(shape[1])]
    _rectangles(axes, [(r, c) for r, c in cells if not np.isnan(values[r, c])], picture)
    empty = np.array([(c, r) for r, c in cells if np.isnan(values[r, c])])
    if len(empty) and len(cells) <= 600:
        axes.plot(empty[:, 0], empty[:, 1], ".", color=INK, ms=1.6, alpha=0.45)
    axes.set_yticks(range(shape[0]))
    axes.set_yticklabels([])
    for r, name in enumerate(rows):
        axes.text(
            -0.5 - 0.08 * shape[1] / width, r, shorten(name, left - 0.1, 8.5), ha="right", va="center", fontsize=8.5
        )
    for c, name in enumerate(columns):
        if name:
            turned = {"rotation": 32, "ha": "left", "va": "bottom"} if slanted else {"ha": "center", "va": "bottom"}
            axes.text(c - (0.15 if slanted else 0), -0.62, name, fontsize=7.5, alpha=QUIET, **turned)
    if words is not None:
        for r, c in cells:
            if words[r, c]:
                axes.text(c, r, words[r, c], ha="center", va="center", fontsize=8)
    return axes


def _rectangles(axes: Axes, cells: list[tuple[int, int]], picture: np.ndarray) -> None:
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    patches = [Rectangle((c - 0.48, r - 0.46), 0.96, 0.92) for r, c in cells]
    colours = [tuple(picture[r, c]) for r, c in cells]
    axes.add_collection(PatchCollection(patches, facecolors=colours, edgecolors="none", linewidths=0))
