"""Charts of codes over time: by source, by group, and the difference between two groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.chart import Chart
from framing.show.sheet import WIDTH, Sheet, nothing
from framing.show.small_multiples import Panels, codes_of, describe, largest, nothing_in, numbers_of
from framing.show.style import Look, drawing, frame_look, group_looks, label_of, shorten
from framing.show.tables import need_columns
from framing.show.time_axis import Timeline
from framing.show.wording import about_cells, counted, named, number, span_of, validation_notes
from framing.trends.smoothing import smoothed

if TYPE_CHECKING:
    from framing.show.panel import Panel

__all__ = ["plot_difference", "plot_groups", "plot_trends"]

_COLUMNS = ("group", "period", "code", "articles", "estimate", "low", "high", "shown", "reason")
_TOGETHER = 4  # groups in one panel: the bands of more cover one another
_GROUPS = 12  # groups in panels of their own


def plot_trends(
    cells: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    groups: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    title: str = "",
    unit: str = "",
    panels: int = 24,
    smooth: int = 0,
    notes: Sequence[str] = (),
) -> Chart:
    """Draw codes over time, a panel for each source: the suite's main picture.

    All panels share both axes. A cell that is not shown breaks the line; where it had articles, but too few, a small
    ring stands at the bottom. Nothing is smoothed unless asked for, and then beside what was measured.

    Parameters
    ----------
    cells : DataFrame
        A row is one group × period × code, of one measure; columns as `framing.trends` makes them.
    events : DataFrame, optional
        Columns ``date``, ``label``: thin numbered lines, explained below the chart; at most eight.
    groups : mapping, optional
        The group of each source: panels are ordered by it, and its name stands under the source's.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated; a code without it is called not validated.
    title, unit : str
        The bold line and the line under it; by default made from the codes and the measure.
    panels : int
        At most so many panels, for the sources with the most articles; a note says how many are left out.
    smooth : int
        Periods, an odd number: a line for their centred mean, as `framing.smoothed` makes it; 0 draws none. Points,
        bands and gaps stay, and the measured line becomes fainter.
    notes : sequence of str
        Further sentences under the chart.

    Raises
    ------
    FramingError
        When a column is missing or the cells mix measures, units, policies or kinds of period, or for a `smooth` that
        has no middle period.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> cells = framing.trends(corpus, every="year", frames=["threat"])
    >>> framing.plot_trends(cells, groups=corpus.groups, labels=corpus.labels).title
    'Threat over time, by source'
    """
    title = title or f"{named(codes_of(cells), labels)} over time, by source"
    return _apart(cells, "source", panels, events, groups, labels, validation, title, unit, smooth, notes)


def _apart(
    cells: pd.DataFrame,
    noun: str,
    panels: int,
    events: pd.DataFrame | None,
    groups: Mapping[str, str] | None,
    labels: Mapping[str, str] | None,
    validation: Mapping[str, str] | None,
    title: str,
    unit: str,
    smooth: int,
    notes: Sequence[str],
) -> Chart:
    """Draw a panel for each source or group, with a line for each code."""
    codes = codes_of(cells)
    names = {c: label_of(c, labels) for c in codes}
    if empty := nothing_in(cells, title):
        return empty
    cells = _with_mean(cells, smooth)
    time = Timeline(cells["period"], events)
    sources, left = largest(cells, groups or {}, panels)
    kept = cells[cells["group"].astype(str).isin(sources)]
    looks = {c: frame_look(c, codes) for c in codes}
    said = [*notes, *about_cells(kept), *_left(left, noun), *time.notes, *_validated(codes, validation, labels)]
    with drawing():
        sheet = Panels(
            kept,
            time,
            len(sources),
            {names[c]: looks[c] for c in codes},
            title=title,
            unit=unit,
            notes=said,
            under=bool(groups),
            of=noun,
            labels=labels,
        )
        for i, source in enumerate(sources):
            rows = kept[kept["group"].astype(str) == source]
            sheet.draw(i, source, rows, looks, "code", under=(groups or {}).get(source, ""))
    return sheet.sheet.chart(numbers_of(cells), describe(cells, labels, noun), columns=_COLUMNS)


def plot_groups(
    cells: pd.DataFrame,
    *,
    by: str = "group",
    events: pd.DataFrame | None = None,
    known: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    title: str = "",
    unit: str = "",
    smooth: int = 0,
    notes: Sequence[str] = (),
) -> Chart:
    """Draw groups of sources over time: up to four on one another, a panel for each code; more in a panel each.

    Parameters are those of `plot_trends`; `by` is what the cells were made by, `known` holds every group of the corpus,
    so that a group keeps its colour when others are filtered away. The bands of more than four lines could not be told
    apart.

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=600, seed=1), by="group", every="year", frames=["threat"])
    >>> framing.plot_groups(cells).title
    'Threat over time, by group'
    """
    codes = codes_of(cells)
    names = {c: label_of(c, labels) for c in codes}
    title = title or f"{named(codes, labels)} over time" + (f", by {by}" if by != "all" else "")
    if empty := nothing_in(cells, title):
        return empty
    cells = _with_mean(cells, smooth)
    time = Timeline(cells["period"], events)
    if cells["group"].nunique() > _TOGETHER:
        return _apart(cells, by, _GROUPS, events, None, labels, validation, title, unit, 0, notes)
    groups, left = largest(cells, {}, _TOGETHER)
    worn = group_looks([*known, *cells["group"].astype(str)])
    kept = cells[cells["group"].astype(str).isin(groups)]
    looks = {g: worn[g] for g in groups}
    said = [*notes, *about_cells(kept), *_left(left, by), *time.notes, *_validated(codes, validation, labels)]
    with drawing():
        sheet = Panels(
            kept, time, len(codes), looks, title=title, unit=unit, notes=said, under=False, of=by, labels=labels
        )
        for i, code in enumerate(codes):
            sheet.draw(i, names[code], kept[kept["code"].astype(str) == code], looks, "group")
    return sheet.sheet.chart(numbers_of(cells), describe(cells, labels, by), columns=_COLUMNS)


def _with_mean(cells: pd.DataFrame, smooth: int) -> pd.DataFrame:
    """Add the centred mean over `smooth` periods; 0 leaves the cells as they are."""
    if smooth == 0:
        return cells
    if smooth < 3 or smooth % 2 == 0:
        raise FramingError(
            f"smooth={smooth}: a centred mean is over an odd number of periods, 3 or more; 0 draws none."
        )
    there = cells if "partial" in cells else cells.assign(partial=False)
    return smoothed(there.reset_index(drop=True), over=smooth)


def _left(left: int, noun: str) -> list[str]:
    return [f"{counted(left, noun)} with fewer articles not drawn; the table has all."] if left else []


def _validated(
    codes: Sequence[str], validation: Mapping[str, str] | None, labels: Mapping[str, str] | None
) -> list[str]:
    return validation_notes([c for c in codes if c], validation, labels)


def plot_difference(
    differences: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    title: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Draw the difference in share between two groups in each period, with its interval and a line at zero.

    Parameters
    ----------
    differences : DataFrame
        From `framing.difference`: ``period``, ``code``, ``a``, ``b`` (the groups: a minus b), ``difference`` (of
        shares, −1 to 1), ``low``, ``high``, ``shown``. A filled mark: the interval leaves zero out; a hollow one: no
        clear difference. A period that is not shown, or has no difference, is not drawn.
    events, labels, validation, title, notes
        As for `plot_trends`.

    Raises
    ------
    FramingError
        When a column is missing or the periods are of several kinds.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=600, seed=1)
    >>> found = framing.difference(corpus, groups=["India", "China"], every="year", frames=["threat"])
    >>> framing.plot_difference(found).title
    'India minus China: difference in share over time'
    """
    need_columns(differences, ("period", "code", "a", "b", "difference", "low", "high", "shown"), "The differences")
    everything = differences
    differences = differences[differences["shown"].astype(bool) & differences["difference"].notna()]
    if not len(differences):
        title = title or "Difference in share between two groups"
        return nothing(title, "No period has enough articles of two groups to compare them.", everything)
    first, second = str(differences["a"].iloc[0]), str(differences["b"].iloc[0])
    pair = f"{first} minus {second}"
    title = title or f"{pair}: difference in share over time"
    time = Timeline(everything["period"], events)
    codes = codes_of(differences)
    reach = _reach(differences)
    explained = "Bars: 95% intervals. Filled mark: the interval leaves zero out; hollow mark: it does not."
    said = [*notes, explained, *time.notes, *_validated(codes, validation, labels)]
    columns = min(2, len(codes))
    width, high = (WIDTH - 0.15 - 0.5 - 0.3 * (columns - 1)) / columns, 1.9
    head = time.head() + 0.22
    unit = f"Percentage points; above zero: {first} higher, below: {second} higher"
    with drawing():
        body = -(-len(codes) // columns) * (high + head + 0.3)
        sheet = Sheet(title, unit, body=body, notes=said, keys=time.keys)
        for i, code in enumerate(codes):
            left, top = 0.5 + i % columns * (width + 0.3), i // columns * (high + head + 0.3) + head
            panel = sheet.panel(left, top, width, high, x=time.ends, y=(-reach, reach))
            ticks = (-reach, -reach / 2, 0.0, reach / 2, reach)
            words = [number(tick, 0 if reach >= 10 else 1, signed=True) for tick in ticks]
            panel.scale(ticks, words if i % columns == 0 else ())
            panel.zero()
            time.draw(panel)
            name = shorten(label_of(code, labels), width, 9, bold=True)
            sheet.words(left, top - head, name, fontsize=9, fontweight="bold")
            rows = differences[differences["code"].astype(str) == code]
            _draw_differences(panel, time, rows, frame_look(code, codes))
    return sheet.chart(everything, _described(differences, codes, labels, first, second, pair))


def _reach(differences: pd.DataFrame) -> float:
    values = np.abs(differences[["difference", "low", "high"]].to_numpy(dtype=float)) * 100
    return float(next((r for r in (5, 10, 20, 30, 40, 60, 80) if r >= np.nanmax(values)), 100))


def _draw_differences(panel: Panel, time: Timeline, rows: pd.DataFrame, look: Look) -> None:
    rows = rows.set_index(rows["period"].astype(str)).reindex(time.periods)
    y, low, high = (pd.to_numeric(rows[c]).to_numpy(dtype=float) * 100 for c in ("difference", "low", "high"))
    there = np.isfinite(y)
    sure = there & ((low > 0) | (high < 0))
    x = time.places
    panel.bars(x[there], low[there], high[there], color=look.colour, lw=1.1, alpha=0.7, zorder=2)
    marks: dict[str, Any] = {"marker": look.marker, "ls": "", "color": look.colour, "ms": 4.4, "mew": 1}
    for some, face in ((sure, look.colour), (there & ~sure, "none")):
        panel.line(x[some], y[some], mfc=face, zorder=3, **marks)


def _described(
    differences: pd.DataFrame,
    codes: Sequence[str],
    labels: Mapping[str, str] | None,
    first: str,
    second: str,
    pair: str,
) -> str:
    said = [f"{pair}, {span_of(differences['period'])}, in percentage points."]
    for code in codes:
        rows = differences[(differences["code"].astype(str) == code) & differences["difference"].notna()]
        up, down = int((rows["low"] > 0).sum()), int((rows["high"] < 0).sum())
        said.append(
            f"{label_of(code, labels)}: of {counted(len(rows), 'period')}, {first} is clearly "
            f"higher in {up}, {second} in {down}; in the others the interval holds zero."
        )
    return " ".join(said)
