"""The chart and the sentence of a power analysis: how many articles a study needs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.findings import Findings
from framing.show.sheet import QUIET, WIDTH, Sheet
from framing.show.style import ACCENT, INK, drawing
from framing.show.tables import need_columns
from framing.show.wording import number, percent
from framing.trends.power import needed

__all__ = ["plot_power", "power_findings"]

_WANTED = 0.8  # the custom of the field (Cohen 1988)


def power_findings(table: pd.DataFrame, *, difference: float) -> Findings:
    """Say how many articles a study needs.

    Parameters
    ----------
    table : DataFrame
        From `framing.power`.
    difference : float
        That it was made for.

    Examples
    --------
    >>> table = pd.DataFrame({"articles": [100, 400], "articles_a_period": [10, 40], "power": [0.6, 1.0]})
    >>> power_findings(table, difference=0.1)
    - A study of 10 periods needs about 200 articles of each group, 20 a period, to find a difference of 10 points ...
    """
    need_columns(table, ("articles", "articles_a_period", "power"), "The table of power")
    periods = round(float(table["articles"].iloc[0] / table["articles_a_period"].iloc[0]))
    points = f"a difference of {difference * 100:g} points"
    least = needed(table, wanted=_WANTED)
    if np.isnan(least):
        last = table.iloc[-1]
        return Findings(
            [
                f"No study of {periods} periods finds {points} in {percent(_WANTED)} of cases: with "
                f"{int(last['articles']):,} articles of each group it is {percent(last['power'])}. What is left is the "
                f"difference between periods, which only more periods lessen."
            ]
        )
    return Findings(
        [
            f"A study of {periods} periods needs about {number(least, 0)} articles of each group, "
            f"{number(np.ceil(least / periods), 0)} a period, to find {points} in {percent(_WANTED)} of cases."
        ]
    )


def plot_power(table: pd.DataFrame, *, difference: float, title: str = "How many articles does a study need?") -> Chart:
    """Draw how likely a study is to find a difference, by the number of articles of each group.

    Parameters
    ----------
    table : DataFrame
        From `framing.power`.
    difference : float
        That it was made for.
    title : str

    Examples
    --------
    >>> table = pd.DataFrame({"articles": [100, 400], "articles_a_period": [10, 40], "power": [0.6, 1.0],
    ...                       "low": [0.5, 0.9], "high": [0.7, 1.0]})
    >>> plot_power(table, difference=0.1).unit
    'Studies that find a difference of 10 points, %'
    """
    need_columns(table, ("articles", "articles_a_period", "power", "low", "high"), "The table of power")
    said = power_findings(table, difference=difference).sentences[0]
    unit = f"Studies that find a difference of {difference * 100:g} points, %"
    x = table["articles"].to_numpy(dtype=float)
    y, low, high = (table[name].to_numpy(dtype=float) * 100 for name in ("power", "low", "high"))
    with drawing():
        sheet = Sheet(title, unit, body=2.9, notes=[said, "Band: how far 2,000 drawn studies tell the share."])
        axes = sheet.axes(0.55, 0.1, WIDTH - 0.8, 2.3)
        axes.set_xscale("log")
        axes.set_ylim(0, 100)
        axes.set_yticks([0, 20, 40, 60, 80, 100])
        axes.fill_between(x, low, high, color=ACCENT, alpha=0.2, lw=0)
        axes.plot(x, y, "o-", color=ACCENT, ms=4, lw=1.4)
        axes.axhline(100 * _WANTED, color=INK, lw=0.9, alpha=0.6, ls=(0, (4, 2)))
        axes.set_xticks(x)
        axes.set_xticklabels([f"{each:,.0f}" for each in x])
        axes.minorticks_off()
        sheet.grid(axes, "y")
        sheet.words(0.55 + (WIDTH - 0.8) / 2, 2.68, "articles of each group", fontsize=8, alpha=QUIET, ha="center")
    return sheet.chart(table, f"{said} Power goes from {percent(y[0] / 100)} to {percent(y[-1] / 100)}.")
