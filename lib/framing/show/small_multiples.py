"""Panels that share their axes: one picture for many sources, or one for each code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.marks import MANY, cell_marks, place_marks
from framing.show.series import ceiling, check_cells, draw_few, draw_series, key, lay_out, one_measure, per_hundred
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing, wrap
from framing.show.style import Look, label_of, shorten
from framing.show.time_axis import Timeline
from framing.show.wording import counted, joined, number, shown_value, span_of

if TYPE_CHECKING:
    from framing.show.panel import Panel

__all__ = ["Panels", "codes_of", "describe", "largest", "nothing_in", "numbers_of"]

UNITS = {
    "share": "Share of articles, %",
    "tone": "Mean tone, from −1 (negative) to +1 (positive)",
    "rate": "Mentions per 1,000 words",
    "salience": "Share of all frame mentions",
}
_GAP = 0.26  # inches between panels


def codes_of(cells: pd.DataFrame) -> list[str]:
    """Return the codes in the order in which they first stand in the cells."""
    return cells["code"].astype(str).unique().tolist() if "code" in cells else []


def numbers_of(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of the cells that a chart draws or explains, for its table and CSV."""
    drawn = ["group", "period", "measure", "code", "unit", "articles", "clusters", "hits"]
    drawn += ["estimate", "smooth", "low", "high", "partial", "shown", "reason"]
    return cells[[c for c in drawn if c in cells]]


def nothing_in(cells: pd.DataFrame, title: str) -> Chart | None:
    """Return a chart that says why nothing can be drawn, or None when something can."""
    if not len(cells):
        return nothing(title, "No article in this selection, so there is nothing to draw.", cells)
    check_cells(cells)
    if not (cells["shown"].astype(bool) & cells["estimate"].notna()).any():
        most = int(cells["articles"].max())
        reason = (
            f"Too few articles to show: none of the {counted(len(cells), 'cell')} has enough, "
            f"the largest has {counted(most, 'article')}. Longer periods or fewer filters may help."
        )
        return nothing(title, reason, cells)
    return None


def largest(cells: pd.DataFrame, groups: Mapping[str, str], most: int) -> tuple[list[str], int]:
    """Return the names with the most articles, ordered by their group and name, and how many are left out."""
    total = cells.groupby(cells["group"].astype(str), sort=True)["articles"].sum()
    kept = total.sort_values(ascending=False, kind="stable").index[:most]
    return sorted(kept, key=lambda name: (name not in groups, groups.get(name, ""), name)), len(total) - len(kept)


class Panels:
    """A sheet of small multiples, filled panel by panel.

    Parameters
    ----------
    cells : DataFrame
        What is drawn; the shared axis is made for all of it.
    time : Timeline
        The shared time axis.
    count : int
        The number of panels.
    lines : mapping of str to Look
        The lines of a panel as the legend calls them; no legend is drawn for a single one.
    title, unit, notes
        As for `Sheet`; a unit of ``""`` is made from the measure.
    under : bool
        Whether a second, quiet line stands under each panel's name.
    of : str
        What the cells' groups are: source, group, country or ownership.
    labels : mapping, optional
        What to call each code.
    """

    def __init__(
        self,
        cells: pd.DataFrame,
        time: Timeline,
        count: int,
        lines: Mapping[str, Look],
        *,
        title: str,
        unit: str,
        notes: Sequence[str],
        under: bool,
        of: str,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        self.of, self.labels = of, labels
        self.measure = one_measure(cells)
        self.time, self.count = time, count
        leads = cells["shown"].astype(bool) & (cells["hits"] > 0 if "hits" in cells else True)
        self.marked = int(leads.sum()) <= MANY
        self.floor, self.top, self.ticks = ceiling(cells, self.measure)
        self.columns = count if count < 3 else 2 if count == 4 else 3
        edge = 0.5 if self.floor >= 0 else 0.55
        self.left = edge
        self.width = (WIDTH - 0.15 - edge - _GAP * (self.columns - 1)) / self.columns
        self.high = {1: 2.6, 2: 2.2, 4: 1.7}.get(count, 1.3)
        self.head = 0.2 + (0.14 if under else 0) + time.head()
        self.step = self.high + self.head + 0.2
        rows = -(-count // self.columns)
        names = [shorten(name, 3.2, 8.5) for name in lines]
        self.begin = 0.0
        self.sheet = Sheet(
            title,
            unit or UNITS.get(self.measure, self.measure),
            body=rows * self.step + 0.12 + (self._legend_height(names) if len(names) > 1 else 0),
            notes=notes,
            keys=time.keys,
        )
        if len(names) > 1:
            self.sheet.legend(key(list(lines.values())), names, y=0.04)
            self.begin = self._legend_height(names)

    @staticmethod
    def _legend_height(names: Sequence[str]) -> float:
        return Sheet.legend_height(names) + 0.06

    def draw(self, i: int, name: str, cells: pd.DataFrame, looks: Mapping[str, Look], by: str, under: str = "") -> None:
        """Draw panel `i`: its name, its axes and a line for each value of the column `by`."""
        column, row = i % self.columns, i // self.columns
        left = self.left + column * (self.width + _GAP)
        top = self.begin + row * self.step + self.head
        panel = self.sheet.panel(left, top, self.width, self.high, x=self.time.ends, y=(self.floor, self.top))
        panel.scale(self.ticks, self._numbers() if column == 0 else ())
        if self.floor < 0:
            panel.zero()
        else:
            panel.base()
        self.time.draw(panel, labels=i + self.columns >= self.count)
        at = top - self.head
        self.sheet.words(left, at, shorten(name, self.width, 9, bold=True), fontsize=9, fontweight="bold")
        if under:
            self.sheet.words(left, at + 0.155, shorten(under, self.width, 7.5), fontsize=7.5, alpha=QUIET)
        laid = lay_out(cells, by, list(looks), self.time.periods, per_hundred(self.measure))
        for line, look in enumerate(looks.values()):
            draw_series(panel, self.time, {name: values[line] for name, values in laid.items()}, look)
        if self.marked:
            self._mark(panel, cells, laid)
        draw_few(panel, self.time, laid, self.floor)
        if not laid["shown"].any():
            most = counted(int(cells["articles"].max()), "article") if len(cells) else "no article"
            said = f"Too few articles to show: at most {most} in a period"
            lines = wrap(said, self.width - 0.2, 7.5)
            self.sheet.words(left + 0.1, top + self.high * 0.4, "\n".join(lines), fontsize=7.5, alpha=QUIET)

    def _numbers(self) -> list[str]:
        """Return what stands at the ticks of the upright scale."""
        share = self.measure == "share"
        digits = 0 if share and self.top >= 10 else 1 if self.top >= 1 or share else 2
        words = [number(tick, digits, signed=self.floor < 0) for tick in self.ticks]
        return [f"{w}%" if share and t == self.top else w for w, t in zip(words, self.ticks, strict=True)]

    def _mark(self, panel: Panel, cells: pd.DataFrame, laid: Mapping[str, np.ndarray]) -> None:
        """Lay a link over each point; where they stand close, each reaches half the way to the next."""
        line, period = np.nonzero(laid["shown"])
        reach = min(6.0, max(2.5, self.width * 72 / len(self.time.periods) * 0.75))
        places = place_marks(panel, self.time.places[period], laid["estimate"][line, period], reach=reach)
        shown = cells.iloc[laid["row"][line, period].astype(int)]
        self.sheet.marks += cell_marks(places, shown, self.of, self.labels)


def describe(cells: pd.DataFrame, labels: Mapping[str, str] | None, noun: str) -> str:
    """Return what a reader sees in the cells: where each code stands highest and lowest, what is too thin to show."""
    measure = one_measure(cells)
    shown = cells[cells["shown"].astype(bool) & cells["estimate"].notna()]
    groups = sorted(shown["group"].astype(str).unique())
    alone = f" for {groups[0]}" if len(groups) == 1 else ""
    lead = counted(cells["group"].nunique(), noun) if not alone else ""
    said = [f"{lead}, {span_of(cells['period'])}." if lead else f"{span_of(cells['period'])}{alone}."]
    weight = shown["articles"].clip(lower=1).astype(float)
    weighed = shown[["code", "group"]].astype(str).assign(weight=weight, sum=shown["estimate"] * weight)
    sums = weighed.groupby(["code", "group"], sort=True)[["weight", "sum"]].sum()
    means = (sums["sum"] / sums["weight"]).groupby(level="code")
    for code, mean in ((code, means.get_group(code).droplevel("code")) for code in codes_of(shown)):
        name = label_of(code, labels) or "Tone"
        if len(mean) > 1:
            high, low = str(mean.idxmax()), str(mean.idxmin())
            said.append(
                f"{name}: on average highest in {high} ({shown_value(mean[high], measure)}), "
                f"lowest in {low} ({shown_value(mean[low], measure)})."
            )
        else:
            here = shown[shown["code"].astype(str) == code].sort_values("period")
            first, last, peak = here.iloc[0], here.iloc[-1], here.loc[here["estimate"].idxmax()]
            said.append(
                f"{name}: {shown_value(first['estimate'], measure)} in {span_of([first['period']])}, "
                f"{shown_value(last['estimate'], measure)} in {span_of([last['period']])}, "
                f"highest {shown_value(peak['estimate'], measure)} in {span_of([peak['period']])}."
            )
    hidden = cells[~cells["shown"].astype(bool)]
    none, few = int((hidden["articles"] == 0).sum()), int((hidden["articles"] > 0).sum())
    parts = [
        counted(n, "cell") + what for n, what in ((few, " with too few articles"), (none, " without articles")) if n
    ]
    return " ".join([*said, f"Not shown: {joined(parts)}."] if np.any([few, none]) else said)
