"""The sheet a chart is drawn on: title and unit above, notes below, measured in inches.

In a file the title and the notes are part of the picture. In a page they are words around it, which wrap on a
telephone: `Sheet` remembers where the picture lies between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from framing.show.chart import Chart
from framing.show.marks import Mark
from framing.show.style import FAINT, INK, PAPER, drawing, plain, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from framing.show.panel import Panel

__all__ = ["QUIET", "WIDTH", "Sheet", "nothing", "wrap"]

WIDTH = 9.6  # inches: text of 8.5 points is then legible in a column of 800 pixels
QUIET = 0.72  # opacity of what is read second: at least 4.5:1 against white and #14171a
_NOTE = 7.5
_LINE = 1.42  # line height of wrapped text


def wrap(text: str, inches: float, size: float, *, bold: bool = False) -> list[str]:
    """Cut a text into lines no wider than `inches`; a word wider than that is cut too."""
    lines, line = [], ""
    for word in plain(text)[:2000].split(" "):
        while text_width(word, size, bold=bold) > inches:
            at = max(1, int(len(word) * inches / text_width(word, size, bold=bold)) - 1)
            lines += [line] if line else []
            lines, line, word = [*lines, word[:at]], "", word[at:]
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size, bold=bold) > inches:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


class Sheet:
    """A figure with its title, unit, key to the events and notes, and room for panels between them.

    Parameters
    ----------
    title, unit : str
        What is plotted, and in what unit: the bold line and the line under it.
    body : float
        The height left for the picture, in inches.
    notes : sequence of str
        Sentences under the picture: what is left out, what a mark means, whether the measure is validated.
    keys : sequence of str
        What the small numbers in the picture stand for, in order.
    """

    def __init__(
        self, title: str, unit: str, *, body: float, notes: Sequence[str] = (), keys: Sequence[str] = ()
    ) -> None:
        from matplotlib.figure import Figure

        self.title, self.unit = plain(title), plain(unit)
        self.notes, self.keys = tuple(plain(n) for n in notes if n), tuple(plain(k) for k in keys)
        inner = WIDTH - 0.2
        head = wrap(self.title, inner, 13, bold=True)
        under = wrap(self.unit, inner, 9)
        half = inner / 2 - 0.25
        keyed = [wrap(f"{i}.  {key}", half, _NOTE) for i, key in enumerate(self.keys, start=1)]
        split = (len(keyed) + 1) // 2
        columns = [[line for key in part for line in key] for part in (keyed[:split], keyed[split:])]
        foot = [line for note in self.notes for line in wrap(note, inner, _NOTE)]
        self.top = 0.12 + len(head) * 13 * _LINE / 72 + len(under) * 9 * _LINE / 72 + 0.08
        step = _NOTE * _LINE / 72
        below = step * (max(len(c) for c in columns) + len(foot)) + (0.22 if foot or keyed else 0.05)
        self.body, self.height = body, self.top + body + below
        self.figure = Figure(figsize=(WIDTH, self.height), facecolor=PAPER)
        self.figure.patch.set_gid("paper")
        self.marks: list[Mark] = []
        self._lines(head, 0.1, 0.12, 13, "head", fontweight="bold")
        self._lines(under, 0.1, 0.12 + len(head) * 13 * _LINE / 72, 9, "head", alpha=QUIET)
        y = self.top + body + 0.1
        for column, x in zip(columns, (0.1, 0.1 + inner / 2), strict=True):
            self._lines(column, x, y, _NOTE, "foot", alpha=QUIET)
        self._lines(foot, 0.1, y + step * max(len(c) for c in columns) + 0.03, _NOTE, "foot", alpha=QUIET)

    def _lines(self, lines: Iterable[str], x: float, y: float, size: float, gid: str, **look: Any) -> None:
        for i, line in enumerate(lines):
            at = 1 - (y + i * size * _LINE / 72) / self.height
            self.figure.text(
                x / WIDTH, at, line, fontsize=size, ha="left", va="top", gid=f"{gid}-{x:.2f}-{i}-{y:.2f}", **look
            )

    def _place(self, left: float, top: float, width: float, height: float) -> tuple[float, float, float, float]:
        """Return the parts of the figure that a box takes, in inches from the top left corner of the picture."""
        return left / WIDTH, 1 - (self.top + top + height) / self.height, width / WIDTH, height / self.height

    def panel(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        *,
        x: tuple[float, float],
        y: tuple[float, float],
    ) -> Panel:
        """Add a panel at a place in the picture, in inches from its top left corner; `x` and `y` end its scales."""
        from framing.show.panel import Panel

        return Panel(self.figure, self._place(left, top, width, height), x, y)

    def axes(self, left: float, top: float, width: float, height: float, *, numbers: bool = True) -> Axes:
        """Add axes at a place in the picture, in inches from its top left corner: no box, one thin base line."""
        axes = self.figure.add_axes(self._place(left, top, width, height))
        axes.patch.set_visible(False)
        axes.spines["bottom"].set_alpha(0.5)
        if not numbers:
            axes.tick_params(axis="y", labelleft=False)
        return axes

    def grid(self, axes: Axes, axis: Literal["x", "y"]) -> None:
        """Draw the few faint lines that the eye follows to the axis."""
        axes.grid(True, axis=axis, color=INK, alpha=FAINT, linewidth=0.7, clip_on=False)

    def words(self, x: float, y: float, text: str, **look: Any) -> None:
        """Write in the picture, in inches from its top left corner."""
        usual: dict[str, Any] = {"fontsize": 8.5, "ha": "left", "va": "top"}
        self.figure.text(x / WIDTH, 1 - (self.top + y) / self.height, text, **(usual | look))

    def legend(self, handles: Sequence[Any], names: Sequence[str], *, y: float = 0.0) -> None:
        """Say what each marker and line, or several on one another, mean, in rows at the top of the picture."""
        columns = min(len(handles), max(1, int((WIDTH - 0.4) / (0.62 + max(text_width(n, 8.5) for n in names)))))
        self.figure.legend(
            handles,
            names,
            loc="upper left",
            bbox_to_anchor=(0.1 / WIDTH, 1 - (self.top + y) / self.height),
            ncols=columns,
            frameon=False,
            fontsize=8.5,
            handlelength=2.6,
            handletextpad=0.6,
            columnspacing=1.6,
            borderaxespad=0,
            borderpad=0,
            labelspacing=0.35,
        )

    @staticmethod
    def legend_height(names: Sequence[str]) -> float:
        """Return the height in inches that `legend` will take."""
        columns = min(len(names), max(1, int((WIDTH - 0.4) / (0.62 + max(text_width(n, 8.5) for n in names)))))
        return -(-len(names) // columns) * 0.185 + 0.08

    def chart(self, data: pd.DataFrame, alt: str, *, columns: Sequence[str] = ()) -> Chart:
        """Return the finished chart with its numbers and the sentence that says what a reader sees."""
        return Chart(
            drawing=self.figure,
            data=data.reset_index(drop=True),
            title=self.title,
            alt=plain(alt),
            notes=self.notes,
            unit=self.unit,
            keys=self.keys,
            columns=tuple(columns),
            marks=tuple(self.marks),
            span=((self.top - 0.05) * 72, (self.body + 0.05) * 72),  # the first line of letters rises above the body
        )


def nothing(title: str, reason: str, data: pd.DataFrame | None = None) -> Chart:
    """Return a chart that says in one sentence why there is nothing to draw; `data` is what was not drawn."""
    kept = data.reset_index(drop=True) if data is not None else pd.DataFrame()
    with drawing():
        sentence = Sheet(title, "", body=0.3, notes=[reason]).figure
    return Chart(drawing=None, data=kept, title=plain(title), alt=plain(reason), sentence=sentence)
