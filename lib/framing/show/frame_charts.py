"""Charts of all frames at once: their mix by group, and which of them rise and fall together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.chart import Chart
from framing.show.marks import cell_marks, place_marks
from framing.show.matrix import draw_matrix, name_width, slant_height
from framing.show.sheet import WIDTH, Sheet, nothing
from framing.show.style import drawing, label_of
from framing.show.tables import need_columns
from framing.show.wording import counted, number, shown_value, validation_notes

__all__ = ["plot_mix", "plot_together"]

_ROW = 0.3


def plot_mix(
    cells: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    title: str = "The mix of frames, by group",
) -> Chart:
    """Draw the share of each frame in each group, over the whole time, as a matrix with its numbers.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends` with ``every="all"``: a row is a group × code.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_mix(framing.trends(framing.simulate(articles=240, seed=1), by="group", every="all")).title
    'The mix of frames, by group'
    """
    if len(cells):
        need_columns(cells, ("group", "code", "estimate", "articles", "shown"), "The table of cells")
    shown = cells[cells["shown"].astype(bool) & cells["estimate"].notna()] if len(cells) else cells
    if not len(shown):
        return nothing(title, "No group has enough articles to show its mix of frames.", cells)
    if cells.duplicated(["group", "code"]).any():
        raise FramingError(
            "The mix of frames needs one cell for each group and code, and these cells have several periods: "
            'make them with trends(..., every="all").'
        )
    codes = list(dict.fromkeys(cells["code"].astype(str)))
    overall = shown.groupby("code")["estimate"].mean().reindex(codes)
    codes = list(overall.sort_values(ascending=False, kind="stable").index)
    table = shown.pivot_table(index="code", columns="group", values="estimate").reindex(codes)
    names = [label_of(code, labels) for code in codes]
    groups = [str(each) for each in table.columns]
    values = table.to_numpy(dtype=float)
    words = np.array([["" if np.isnan(v) else f"{v * 100:.0f}%" for v in row] for row in values], dtype=object)
    left = name_width(names)
    width = min(WIDTH - left - 0.3, max(1.25 * len(groups), 2.5))
    few = sorted(set(cells["group"].astype(str)) - set(groups))
    notes = ["Over the whole time. An article can use several frames: a column does not add up to 100%."]
    if few:
        notes.append(f"Too few articles to show: {', '.join(few[:6])}.")
    notes += validation_notes(codes, validation, labels)
    slanted = any(len(each) > 14 for each in groups) or len(groups) > 7
    head = slant_height(groups) if slanted else 0.24
    with drawing():
        sheet = Sheet(title, "Share of articles, %", body=head + _ROW * len(names) + 0.08, notes=notes)
        axes = draw_matrix(
            sheet,
            values,
            names,
            groups,
            left=left,
            top=head,
            width=width,
            step=_ROW,
            full=float(np.nanmax(values)),
            words=words,
            slanted=slanted,
        )
        x, y = shown["group"].astype(str).map(groups.index), shown["code"].astype(str).map(codes.index)
        sheet.marks += cell_marks(place_marks(axes, x, y, wide=0.48, high=0.46), shown, "group", labels)
    best = table.stack().idxmax()
    alt = (
        f"Matrix of {counted(len(codes), 'frame')} by {counted(len(groups), 'group')}. The most common is {names[0]}; "
        f"the highest share is {label_of(str(best[0]), labels)} in {best[1]} ({shown_value(table.loc[best], 'share')})."
    )
    return sheet.chart(cells, alt)


def plot_together(
    pairs: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "Frames that rise and fall together",
) -> Chart:
    """Draw the correlations of the changes of frames, as a triangle with its numbers.

    Parameters
    ----------
    pairs : DataFrame
        From `framing.together`: ``code_a``, ``code_b``, ``r``, ``periods``.
    labels : mapping, optional
        What to call each code.
    title : str

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=600, seed=1), by="all")
    >>> framing.plot_together(framing.together(cells)).title
    'Frames that rise and fall together'
    """
    known = pairs[pairs["r"].notna()] if len(pairs) else pairs
    if not len(known):
        return nothing(title, "Too few periods in a row with enough articles to compare how frames change.", pairs)
    codes = list(dict.fromkeys([*pairs["code_a"].astype(str), *pairs["code_b"].astype(str)]))
    values = np.full((len(codes), len(codes)), np.nan)
    for a, b, r in zip(pairs["code_a"], pairs["code_b"], pairs["r"], strict=True):
        values[codes.index(b), codes.index(a)] = r
    names = [label_of(code, labels) for code in codes]
    below = values[1:, :-1]
    words = np.array([["" if np.isnan(v) else number(v, 2, signed=True) for v in row] for row in below], dtype=object)
    left = name_width(names)
    width = min(WIDTH - left - 1.2, 0.85 * (len(codes) - 1))
    periods = int(known["periods"].max())
    notes = [
        f"Spearman's rank correlation of changes from one period to the next, over {counted(periods, 'change')}. "
        f"By chance, one pair in twenty lies beyond ±{1.96 / np.sqrt(max(periods - 1, 1)):.2f}."
    ]
    with drawing():
        head = slant_height(names[:-1])
        sheet = Sheet(
            title, "From −1 (opposite) to +1 (together)", body=head + _ROW * (len(codes) - 1) + 0.08, notes=notes
        )
        draw_matrix(
            sheet,
            below,
            names[1:],
            names[:-1],
            left=left,
            top=head,
            width=width,
            step=_ROW,
            full=1.0,
            words=words,
            slanted=True,
            absent=~np.tri(len(codes) - 1, dtype=bool),
        )
    top = known.loc[known["r"].idxmax()]
    low = known.loc[known["r"].idxmin()]
    ends = [
        f"{label_of(str(each['code_a']), labels)} and {label_of(str(each['code_b']), labels)} "
        f"({number(each['r'], 2, signed=True)})"
        for each in (top, low)
    ]
    alt = (
        f"Correlations of {counted(len(known), 'pair')} of frames. Most together: {ends[0]}; most opposite: {ends[1]}."
    )
    return sheet.chart(pairs, alt)
