"""Charts of what came first: jumps at events beside those at placebo dates, and who moves before whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import INK, Look, drawing, frame_look, label_of, shorten
from framing.show.tables import need_columns
from framing.show.time_axis import Timeline
from framing.show.wording import counted, number, percent, validation_notes

if TYPE_CHECKING:
    from framing.show.panel import Panel

__all__ = ["plot_events", "plot_leads"]

_GAP = 0.3
_MOST = 16


def plot_events(
    effects: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    validation: Mapping[str, str] | None = None,
    title: str = "What jumped when something happened, and when nothing did",
) -> Chart:
    """Draw the jump at each event's date with its interval, among the jumps at dates on which no event is known.

    Parameters
    ----------
    effects : DataFrame
        From `framing.event_effects` on shares.
    labels, validation : mapping, optional
        What to call each code, and how well it was validated.
    title : str

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=2400, seed=1)
    >>> cells = framing.trends(corpus, by="all", every="month", frames=["espionage"])
    >>> framing.plot_events(framing.event_effects(cells, corpus.pick_events(frames=["espionage"]))).unit
    'Jump in share at a date, percentage points'
    """
    need_columns(effects, ("group", "code", "kind", "period", "level", "low", "high", "called"), "The table of effects")
    drawn = effects[effects["level"].notna()]
    if not len(drawn):
        return nothing(title, "No group has enough periods before and after a date to fit a jump.", effects)
    panels = list(dict.fromkeys(zip(drawn["code"].astype(str), drawn["group"].astype(str), strict=True)))
    kept = panels[:_MOST]
    codes = list(dict.fromkeys(code for code, _ in panels))
    time = Timeline(_whole_years(drawn["period"]))
    most = np.nanpercentile(np.abs(drawn[["level", "low", "high"]].to_numpy(dtype=float)), 97) * 100
    reach = float(next((each for each in (5, 10, 20, 30, 40, 60) if each >= most), 100))
    columns = min(2, len(kept))
    width, high, head = (WIDTH - 0.65 - _GAP * (columns - 1)) / columns, 1.35, 0.22
    notes = [
        "Coloured: events, with 95% intervals; filled where one is called, its p-value adjusted for all that were "
        "tried. Grey dots: placebo dates, at which no event of the ledger is near.",
    ]
    if len(panels) > len(kept):
        notes.append(f"{counted(len(panels) - len(kept), 'more series', 'more series')} in the table.")
    notes += validation_notes(codes, validation, labels)
    with drawing():
        step = high + head + 0.25
        body = -(-len(kept) // columns) * step + 0.1
        sheet = Sheet(title, "Jump in share at a date, percentage points", body=body, notes=notes)
        for place, (code, group) in enumerate(kept):
            left, top = 0.5 + place % columns * (width + _GAP), place // columns * step + head
            panel = sheet.panel(left, top, width, high, x=time.ends, y=(-reach, reach))
            ticks = (-reach, 0.0, reach)
            panel.scale(ticks, [number(each, 0, signed=True) for each in ticks] if place % columns == 0 else ())
            panel.zero()
            time.draw(panel, labels=place + columns >= len(kept))
            name = f"{label_of(code, labels)}: {group}"
            sheet.words(left, top - head, shorten(name, width, 9, bold=True), fontsize=9, fontweight="bold")
            rows = drawn[(drawn["group"].astype(str) == group) & (drawn["code"].astype(str) == code)]
            _draw(panel, time, rows, frame_look(code, codes))
    return sheet.chart(effects, _described(drawn, labels))


def _whole_years(periods: pd.Series) -> list[str]:
    """Return periods from the first of a year to the last of a year, so that a year's name stands under a whole one."""
    first, last = pd.Period(periods.min()), pd.Period(periods.max())
    ends = (
        pd.Period(year=first.year, month=1, freq=first.freqstr),
        pd.Period(year=last.year, month=12, freq=first.freqstr),
    )
    return [str(each) for each in ends]


def _draw(panel: Panel, time: Timeline, rows: pd.DataFrame, look: Look) -> None:
    where = dict(zip(time.periods, time.places, strict=True))
    for kind in ("placebo", "event"):
        some = rows[rows["kind"] == kind]
        x = some["period"].map(where).to_numpy(dtype=float)
        y, low, high = (some[name].to_numpy(dtype=float) * 100 for name in ("level", "low", "high"))
        if kind == "placebo":
            panel.line(x, y, marker=".", ls="", color="#7a7f85", ms=3.2, alpha=0.8, zorder=2)
            continue
        called = some["called"].to_numpy(dtype=bool)
        panel.bars(x, low, high, color=look.colour, lw=1.1, alpha=0.75, zorder=3)
        marks: dict[str, Any] = {"marker": look.marker, "ls": "", "color": look.colour, "ms": 4.6, "mew": 1}
        for these, face in ((called, look.colour), (~called, "white")):
            panel.line(x[these], y[these], mfc=face, zorder=4, **marks)


def _described(drawn: pd.DataFrame, labels: Mapping[str, str] | None) -> str:
    events, placebos = (drawn[drawn["kind"] == kind] for kind in ("event", "placebo"))
    called = int(events["called"].sum())
    said = f"{counted(len(events), 'jump')} at events, of which {called:,} {'is' if called == 1 else 'are'} called."
    if len(events):
        row = events.loc[events["p"].idxmin()]
        said += (
            f" The least likely by chance: {label_of(str(row['code']), labels)} in {row['group']} at {row['label']}, "
            f"{number(row['level'] * 100, 1, signed=True)} points."
        )
    if len(placebos):
        said += (
            f" Of {counted(len(placebos), 'placebo date')} {percent((placebos['p'] < 0.05).mean())} have p below 0.05."
        )
    return said


def plot_leads(
    lags: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "",
) -> Chart:
    """Draw how the changes of two groups go together at each lag, with the band that chance stays within.

    Parameters
    ----------
    lags : DataFrame
        From `framing.lead_lag`.
    labels : mapping, optional
        What to call each code.
    title : str

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=2400, seed=1)
    >>> cells = framing.trends(corpus, by="group", every="month", frames=["threat"], min_articles=5)
    >>> framing.plot_leads(framing.lead_lag(cells, groups=["China", "India"])).title
    'Who moves first: China or India?'
    """
    need_columns(lags, ("code", "a", "b", "lag", "r", "band", "clear"), "The table of lags")
    if not len(lags):
        reason = "There are no two groups with twenty periods of changes in common to compare."
        return nothing(title or "Who moves first?", reason, lags)
    a, b = str(lags["a"].iloc[0]), str(lags["b"].iloc[0])
    title = title or f"Who moves first: {a} or {b}?"
    codes = list(dict.fromkeys(lags["code"].astype(str)))
    columns = min(3, len(codes))
    width, high, head = (WIDTH - 0.75 - _GAP * (columns - 1)) / columns, 1.2, 0.22
    notes = ["Shaded: where the largest of all lags stays in 95% of reorderings. Filled mark: beyond it."]
    with drawing():
        step = high + head + 0.42
        unit = f"Correlation of changes; right of zero {a} moves first, left of it {b}"
        sheet = Sheet(title, unit, body=-(-len(codes) // columns) * step, notes=notes)
        for place, code in enumerate(codes):
            left, top = 0.55 + place % columns * (width + _GAP), place // columns * step + head
            axes = sheet.axes(left, top, width, high, numbers=place % columns == 0)
            rows = lags[lags["code"].astype(str) == code]
            x, r = rows["lag"].to_numpy(dtype=float), rows["r"].to_numpy(dtype=float)
            band, look = float(rows["band"].iloc[0]), frame_look(code, codes)
            axes.set_ylim(-1, 1)
            axes.set_yticks([-1, 0, 1])
            axes.set_yticklabels([number(each, 0, signed=True) for each in (-1, 0, 1)])
            axes.set_xlim(x.min() - 0.6, x.max() + 0.6)
            axes.set_xticks(x[:: max(1, len(x) // 7)])
            axes.set_xticklabels([number(each, 0, signed=True) for each in axes.get_xticks()])
            axes.axhspan(-band, band, color=INK, alpha=0.08, lw=0)
            axes.axhline(0, color=INK, lw=0.8, alpha=0.6)
            axes.vlines(x, 0, r, color=look.colour, lw=1.4, alpha=0.8)
            clear = rows["clear"].to_numpy(dtype=bool)
            for these, face in ((clear, look.colour), (~clear, "white")):
                axes.plot(x[these], r[these], look.marker, color=look.colour, mfc=face, ms=4.4, mew=1, clip_on=False)
            name = label_of(code, labels)
            sheet.words(left, top - head, shorten(name, width, 9, bold=True), fontsize=9, fontweight="bold")
            sheet.words(left + width / 2, top + high + 0.2, "lag in periods", fontsize=7.5, alpha=QUIET, ha="center")
    return sheet.chart(lags, _lags_described(lags, labels, a, b))


def _lags_described(lags: pd.DataFrame, labels: Mapping[str, str] | None, a: str, b: str) -> str:
    said = [f"Correlation of changes of {a} and {b} at each lag."]
    for code, rows in lags.groupby("code", sort=False):
        row = rows.loc[rows["r"].abs().idxmax()]
        beyond = "beyond" if row["clear"] else "within"
        said.append(
            f"{label_of(str(code), labels)}: largest at lag {number(row['lag'], 0, signed=True)}, "
            f"{number(row['r'], 2, signed=True)}, {beyond} what chance reaches."
        )
    return " ".join(said)
