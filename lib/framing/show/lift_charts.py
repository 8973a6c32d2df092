"""The chart of frames that meet in one article, by group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.matrix import draw_matrix, name_width, slant_height
from framing.show.sheet import WIDTH, Sheet, nothing
from framing.show.style import drawing, label_of
from framing.show.tables import need_columns
from framing.show.wording import counted, number, validation_notes

__all__ = ["plot_lift"]

_ROW = 0.27


def plot_lift(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    rows: int = 15,
    title: str = "Frames that meet in one article",
) -> Chart:
    """Draw for each group which pairs of frames meet more, or less, often than their shares predict.

    Parameters
    ----------
    table : DataFrame
        From `framing.lift`.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated.
    rows : int
        Pairs drawn, those that are clearest in some group; the table has all.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_lift(framing.lift(framing.simulate(articles=2400, seed=1))).title
    'Frames that meet in one article'
    """
    need_columns(table, ("group", "code_a", "code_b", "lift", "low", "high", "shown"), "The table of lifts")
    shown = table[table["shown"].astype(bool) & table["lift"].notna()] if len(table) else table
    if not len(shown):
        return nothing(title, "No pair of frames is expected in five articles of a group.", table)
    clear = (shown["low"] > 1) | (shown["high"] < 1)
    with np.errstate(divide="ignore"):
        away = np.log(shown["lift"].clip(lower=0.01)).abs()
    ranked = shown.assign(rank=away + 10 * clear).sort_values("rank", ascending=False, kind="stable")
    pairs = list(dict.fromkeys(zip(ranked["code_a"], ranked["code_b"], strict=True)))
    kept = pairs[:rows]
    groups = sorted(set(table["group"].astype(str)))
    values, words = np.full((len(kept), len(groups)), np.nan), np.full((len(kept), len(groups)), "", dtype=object)
    for row in shown.assign(clear=clear).itertuples():
        if (row.code_a, row.code_b) in kept:
            at = kept.index((row.code_a, row.code_b)), groups.index(str(row.group))
            values[at] = np.log2(max(row.lift, 0.05))
            words[at] = f"{number(row.lift, 1)}{'*' if row.clear else ''}"
    names = [f"{label_of(a, labels)} + {label_of(b, labels)}" for a, b in kept]
    left = name_width(names, most=3.6) + 0.12
    width, head = min(WIDTH - left - 0.9, max(1.15 * len(groups), 2.5)), slant_height(groups)
    notes = [
        "Lift: 1 when one frame says nothing of the other, 2 when they meet twice as often as their shares predict. "
        "*: the 95% interval leaves 1 out. A dash: too few are expected."
    ]
    if len(pairs) > len(kept):
        notes.append(f"{counted(len(pairs) - len(kept), 'more pair')} in the table.")
    notes += validation_notes(sorted({code for pair in kept for code in pair}), validation, labels)
    with drawing():
        sheet = Sheet(title, "Lift, by group", body=head + _ROW * len(names) + 0.08, notes=notes)
        draw_matrix(
            sheet, values, names, groups,
            left=left, top=head, width=width, step=_ROW, full=float(np.nanmax(np.abs(values))), words=words,
            slanted=True,
        )  # fmt: skip
    ends = [shown.loc[getattr(shown["lift"], end)()] for end in ("idxmax", "idxmin")]
    said = [
        f"{label_of(row['code_a'], labels)} and {label_of(row['code_b'], labels)} in {row['group']} "
        f"({number(row['lift'], 1)})"
        for row in ends
    ]
    alt = (
        f"Matrix of {counted(len(kept), 'pair')} of frames by {counted(len(groups), 'group')}. "
        f"Highest lift: {said[0]}; lowest: {said[1]}."
    )
    return sheet.chart(table, alt)
