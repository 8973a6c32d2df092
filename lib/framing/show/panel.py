"""A panel: a place on a sheet with two scales of its own, and what is drawn on them.

matplotlib's Axes bring ticks, spines, units and limits that follow the data. A panel of a small multiple has its scales
handed to it and needs none of that: it holds lines, bands and words, and is made in a fifth of the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cbook import contiguous_regions
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from framing.show.style import FAINT, INK

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure

__all__ = ["Panel"]

_SMALL = 7.5  # points: numbers and names on a scale
_APART = 3 / 72  # inches between the scale and its numbers


class Panel(Artist):
    """A part of a figure; its methods draw in the numbers of its scales.

    Parameters
    ----------
    figure : Figure
        The panel adds itself to it.
    place : tuple of float
        Left, bottom, width and height, as parts of the figure.
    x, y : tuple of float
        The ends of either scale.

    Attributes
    ----------
    width, height : float
        In inches.
    x, y : tuple of float
    transData, transOver : Transform
        From the panel's numbers to the picture; over the panel, `y` goes from 0 at its bottom to 1 at its top.
    """

    def __init__(
        self,
        figure: Figure,
        place: tuple[float, float, float, float],
        x: tuple[float, float],
        y: tuple[float, float],
    ) -> None:
        super().__init__()
        left, bottom, width, height = place
        self.width, self.height = width * figure.get_figwidth(), height * figure.get_figheight()
        self.x, self.y = x, y
        across, up = width / (x[1] - x[0]), height / (y[1] - y[0])
        placed = Affine2D().translate(-x[0], -y[0]).scale(across, up).translate(left, bottom)
        over = Affine2D().translate(-x[0], 0).scale(across, height).translate(left, bottom)
        self.transData, self.transOver = placed + figure.transFigure, over + figure.transFigure
        self._drawn: list[Artist] = []
        figure.add_artist(self)

    def get_children(self) -> list[Artist]:
        """Return what was drawn on the panel."""
        return self._drawn

    def draw(self, renderer: RendererBase) -> None:
        """Draw it all, the lowest first."""
        if not self.get_visible():
            return
        renderer.open_group("panel", self.get_gid())
        for artist in sorted(self._drawn, key=Artist.get_zorder):
            artist.draw(renderer)
        renderer.close_group("panel")
        self.stale = False

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        """Return the box around all that is drawn."""
        return Bbox.union([artist.get_window_extent(renderer) for artist in self._drawn])

    def _add(self, artist: Artist) -> None:
        figure = self.get_figure(root=True)
        assert figure is not None, "a panel adds itself to a figure when it is made"
        artist.set_figure(figure)
        self._drawn.append(artist)

    def line(self, x: Sequence[float] | np.ndarray, y: Sequence[float] | np.ndarray, **look: Any) -> None:
        """Draw a line, broken where a number is NaN, or marks."""
        self._add(Line2D(x, y, **({"transform": self.transData} | look)))

    def band(self, x: np.ndarray, low: np.ndarray, high: np.ndarray, where: np.ndarray, **look: Any) -> None:
        """Fill what lies between two lines where two places or more stand in a row: one shape, whatever the gaps."""
        edges = [
            np.column_stack([np.r_[x[a:b], x[a:b][::-1]], np.r_[low[a:b], high[a:b][::-1]]])
            for a, b in contiguous_regions(where)
            if b - a > 1
        ]
        whole = Path.make_compound_path(*(Path(edge[[*range(len(edge)), 0]], closed=True) for edge in edges))
        self._add(PathPatch(whole, transform=self.transData, lw=0, **look))

    def bars(self, x: np.ndarray, low: np.ndarray, high: np.ndarray, **look: Any) -> None:
        """Draw an upright thin line for each place: an interval."""
        ends = np.column_stack([low, high, np.full(len(x), np.nan)])
        self.line(np.repeat(x, 3), ends.ravel(), solid_capstyle="butt", **look)

    def columns(self, x: np.ndarray, bottom: np.ndarray, top: np.ndarray, wide: float, **look: Any) -> None:
        """Draw an upright box for each place."""
        left, right = x - wide / 2, x + wide / 2
        corners = [(left, bottom), (left, top), (right, top), (right, bottom)]
        boxes = np.stack([np.column_stack(corner) for corner in corners], axis=1)
        self._add(PolyCollection(list(boxes), transform=self.transData, **look))

    def words(self, x: float, y: float, text: str, **look: Any) -> None:
        """Write at a place."""
        usual: dict[str, Any] = {"transform": self.transData, "fontsize": _SMALL}
        self._add(Text(x, y, text, **(usual | look)))

    def scale(self, at: Iterable[float], numbers: Sequence[str] = ()) -> None:
        """Draw the faint lines that the eye follows to the left, and their numbers if there are any."""
        places = [place for place in at if self.y[0] <= place <= self.y[1]]
        y = np.repeat(places, 3)
        y[2::3] = np.nan
        self.line(np.tile([*self.x, np.nan], len(places)), y, color=INK, alpha=FAINT, lw=0.7, zorder=0.5)
        left = self.x[0] - _APART / self.width * (self.x[1] - self.x[0])
        for place, number in zip(places, numbers, strict=bool(numbers)):
            self.words(left, place, number, ha="right", va="center_baseline")

    def base(self) -> None:
        """Draw the thin line that the panel stands on."""
        self.line(self.x, (0, 0), transform=self.transOver, color=INK, alpha=0.5, lw=0.8, zorder=2.5)

    def zero(self) -> None:
        """Draw a line at zero, for scales with two sides."""
        self.line(self.x, (0, 0), color=INK, alpha=0.7, lw=0.9, zorder=1)
