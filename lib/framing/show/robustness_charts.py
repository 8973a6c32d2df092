"""The specification curve: an answer under every reasonable choice, in order, with the choices below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import ACCENT, INK, OPPOSITE, drawing, shorten
from framing.show.tables import need_columns
from framing.show.wording import claim_name, counted, number, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_robustness"]

_CURVE, _ROW, _GAP = 1.7, 0.155, 0.3
_LEFT = 1.75
# Choices that are crossed have a row for each value; of the others there is one row for what was left out.
_CROSSED = ("policy", "unit", "measure", "denominator", "tone")
_ALONE = {
    "line_left_out": "a codebook line left out",
    "source_left_out": "a source left out",
    "min_articles": "another minimum",
}


def plot_robustness(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "Does the answer survive other reasonable choices?",
) -> Chart:
    """Draw each claim under every specification, from the lowest estimate to the highest, with the choices made.

    Parameters
    ----------
    table : DataFrame
        From `framing.robustness`.
    labels : mapping, optional
        What to call each code.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_robustness(framing.robustness(framing.simulate(articles=300, seed=1))).unit
    'The first side minus the second, in proportion to the mean of both'
    """
    need_columns(
        table, ("claim", "relative", "estimate", "low", "high", "significant", "default", "reason"), "The table"
    )
    done = table[(table["reason"] == "") & table["relative"].notna()]
    if not len(done):
        return nothing(title, "No specification has enough articles to be computed; the table says why.", table)
    claims = list(dict.fromkeys(done["claim"]))
    panels = [done[done["claim"] == each].sort_values("relative", kind="stable") for each in claims]
    rows = [_rows(each) for each in panels]
    heights = [0.24 + _CURVE + 0.1 + _ROW * len(each) + _GAP for each in rows]
    notes = [
        "Each column is one specification. Blue: above zero, and its 95% interval leaves zero out; orange: below zero, "
        "and it does; grey: neither. The ring: the reference, what the other pages show. Specifications are not "
        "independent."
    ]
    tone = bool((done["measure"] == "tone").all())
    unit = "Difference in tone" if tone else "The first side minus the second, in proportion to the mean of both"
    if len(done) < len(table):
        notes.append(f"{counted(len(table) - len(done), 'specification')} had too few articles; the table says which.")
    with drawing():
        sheet = Sheet(title, unit, body=sum(heights), notes=notes)
        top = 0.0
        for name, part, marks, height in zip(claims, panels, rows, heights, strict=True):
            _draw(sheet, top, claim_name(name, labels), part, marks)
            top += height
    return sheet.chart(
        table, " ".join(_described(claim_name(name, labels), part) for name, part in zip(claims, panels, strict=True))
    )


def _rows(part: pd.DataFrame) -> list[tuple[str, np.ndarray]]:
    """Return what stands below a curve: a name, and in which columns it was chosen."""
    made = []
    for choice in _CROSSED:
        values = [each for each in dict.fromkeys(part[choice].astype(str)) if each]
        if len(values) > 1:
            alone = (part["line_left_out"] == "") & (part["source_left_out"] == "")
            made += [
                (f"{choice}: {each}", ((part[choice].astype(str) == each) & alone).to_numpy())
                for each in sorted(values)
            ]
    reference = part.loc[part["default"], "min_articles"]
    for choice, name in _ALONE.items():
        other = part[choice] != (reference.iloc[0] if choice == "min_articles" and len(reference) else "")
        if choice == "min_articles" and not len(reference):
            continue
        if other.any():
            made.append((name, other.to_numpy()))
    return made


def _draw(sheet: Sheet, top: float, name: str, part: pd.DataFrame, marks: list[tuple[str, np.ndarray]]) -> None:
    width = WIDTH - _LEFT - 0.15
    sheet.words(0.1, top, shorten(name, WIDTH - 0.3, 9.5, bold=True), fontsize=9.5, fontweight="bold")
    axes = sheet.axes(_LEFT, top + 0.24, width, _CURVE)
    x, y = np.arange(len(part)), part["relative"].to_numpy(dtype=float)
    scale = np.divide(y, part["estimate"], out=np.ones(len(y)), where=part["estimate"].to_numpy() != 0)
    low, high = (part[each].to_numpy(dtype=float) * scale for each in ("low", "high"))
    sure = part["significant"].to_numpy(dtype=bool)
    kinds = ((sure & (y > 0), ACCENT), (sure & (y < 0), OPPOSITE), (~sure, "#7a7f85"))
    _limits(axes, low, high, len(x))
    sheet.grid(axes, "y")
    axes.axhline(0, color=INK, lw=0.9, alpha=0.7, zorder=1)
    for these, colour in kinds:
        axes.vlines(x[these], low[these], high[these], color=colour, lw=1, alpha=0.45, zorder=2)
        axes.plot(x[these], y[these], "o", color=colour, ms=2.6, zorder=3)
    default = part["default"].to_numpy(dtype=bool)
    axes.plot(x[default], y[default], "o", mfc="none", color=INK, ms=8, mew=1.2, zorder=4)
    below = sheet.axes(_LEFT, top + 0.24 + _CURVE + 0.1, width, _ROW * len(marks), numbers=False)
    below.set_xlim(-1, len(x))
    below.set_ylim(len(marks) - 0.5, -0.5)
    below.set_xticks([])
    below.set_yticks([])
    below.spines["bottom"].set_visible(False)
    for row, (said, chosen) in enumerate(marks):
        at = top + 0.24 + _CURVE + 0.1 + _ROW * (row + 0.5)
        sheet.words(
            _LEFT - 0.08, at, shorten(said, _LEFT - 0.15, 7.5), fontsize=7.5, alpha=QUIET, ha="right", va="center"
        )
        for these, colour in kinds:
            some = chosen & these
            below.plot(x[some], np.full(some.sum(), row), "|", color=colour, ms=6.5, mew=1.3)


def _limits(axes: Axes, low: np.ndarray, high: np.ndarray, number_of: int) -> None:
    least, most = min(0.0, float(np.nanmin(low))), max(0.0, float(np.nanmax(high)))
    room = 0.05 * (most - least) or 0.1
    axes.set_ylim(least - room, most + room)
    axes.set_xlim(-1, number_of)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    ticks = [each for each in axes.get_yticks() if least - room <= each <= most + room]
    axes.set_yticks(ticks)
    digits = 1 if all(abs(each * 10 - round(each * 10)) < 1e-6 for each in ticks) else 2
    axes.set_yticklabels([number(each, digits, signed=True) for each in ticks])


def _described(name: str, part: pd.DataFrame) -> str:
    above, below = (part["relative"] > 0).mean(), (part["relative"] < 0).mean()
    clear = [float((part["significant"] & (part["relative"] * sign > 0)).mean()) for sign in (1, -1)]
    return (
        f"{name}, under {counted(len(part), 'specification')}: {percent(above)} above zero ({percent(clear[0])} "
        f"clearly), {percent(below)} below ({percent(clear[1])} clearly)."
    )
