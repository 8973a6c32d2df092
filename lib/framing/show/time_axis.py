"""The time axis: periods as places on it, its labels, and the events that stand on it.

A place is a year and its part that is over: 2 July 2024 is about 2024.5. A period is drawn in its middle, so that
an event inside a quarter stands near that quarter's value and not after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.project import FramingError
from framing.show.style import INK, plain
from framing.show.tables import need_columns

if TYPE_CHECKING:
    from framing.show.panel import Panel

__all__ = ["Timeline", "place"]

# Ticks (marker 3: downwards) hang from the base line, and the labels from below them, in inches.
_TICK: dict[str, Any] = {"marker": 3, "linestyle": "", "markersize": 2.5, "markeredgewidth": 0.6, "color": INK}
_BELOW = 0.075
_EVENTS = 8  # more lines than this and a panel shows events, not data


def place(date: pd.Timestamp) -> float:
    """Return where a date stands: its year and the part of the year that is over."""
    return date.year + (date.day_of_year - 1 + date.hour / 24) / (366 if date.is_leap_year else 365)


class Timeline:
    """Every period from the first to the last of some cells, gaps included, and the events among them.

    Parameters
    ----------
    periods : iterable of str
        As cells name them: ``2024``, ``2024Q3``, ``2024-09``.
    events : DataFrame, optional
        Columns ``date`` and ``label``. Events outside the periods are left out; of more than eight in view, eight
        spread over the time are drawn, and `notes` says so.

    Attributes
    ----------
    periods : list of str
        All of them in order.
    places : ndarray, shape (periods,)
        The middle of each.
    keys, notes : list of str
        What the numbers on the axis stand for; what is to be said about the events.

    Raises
    ------
    FramingError
        When a period cannot be read, or years are mixed with quarters or months.
    """

    def __init__(self, periods: Iterable[str], events: pd.DataFrame | None = None) -> None:
        names = sorted({str(p) for p in periods})
        try:
            read = [pd.Period(name) for name in names]
            if len({p.freqstr for p in read}) != 1:
                raise ValueError
            every = pd.period_range(min(read), max(read), freq=read[0].freq)
        except (ValueError, TypeError):
            raise FramingError(
                f"Periods {', '.join(names[:4])} cannot be placed on one time axis: use years (2024), quarters "
                "(2024Q3) or months (2024-09), one kind in a chart."
            ) from None
        named = dict(zip(map(str, read), names, strict=True))
        self.periods = [named.get(str(p), str(p)) for p in every]
        starts = np.array([place(p.start_time) for p in every])
        self.start, self.end = float(starts[0]), place(every[-1].end_time.ceil("D"))
        self.places = (starts + np.append(starts[1:], self.end)) / 2
        self.keys: list[str] = []
        self.notes: list[str] = []
        self._events = self._in_view(events, every[0].start_time, every[-1].end_time)

    def _in_view(self, events: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp) -> np.ndarray:
        if events is None or not len(events):
            return np.array([])
        need_columns(events, ("date", "label"), "The table of events")
        dates = pd.to_datetime(events["date"], errors="coerce", utc=True).dt.tz_localize(None)
        kept = pd.DataFrame({"date": dates, "label": events["label"].map(plain)})
        kept = kept[kept["date"].between(first, last)].sort_values(["date", "label"], kind="stable")
        if len(kept) > _EVENTS:
            self.notes.append(f"{_EVENTS} of the {len(kept)} events in this time are marked, spread over it.")
            kept = kept.iloc[np.round(np.linspace(0, len(kept) - 1, _EVENTS)).astype(int)]
        self.keys = [f"{d.day} {d:%b %Y}: {label}" for d, label in zip(kept["date"], kept["label"], strict=True)]
        return np.array([place(d) for d in kept["date"]])

    def numbers(self, inches: float) -> list[tuple[float, str]]:
        """Return the events' numbers with their places; near ones share one label, so that none covers another."""
        scale = inches / (self.end - self.start)
        labels: list[tuple[float, str, float]] = []
        for i, at in enumerate(map(float, self._events), start=1):
            if labels and (at - labels[-1][2]) * scale < 0.07 * (2 + len(labels[-1][1]) / 2):
                first, text, _ = labels[-1]
                labels[-1] = ((first + at) / 2, f"{text.split('–')[0]}–{i}", at)
            else:
                labels.append((at, str(i), at))
        return [(at, text) for at, text, _ in labels]

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the axis."""
        return self.start, self.end

    def draw(self, panel: Panel, *, labels: bool = True) -> None:
        """Draw the ticks and labels under a panel whose scale ends where time does, and events as numbered lines."""
        over: dict[str, Any] = {"transform": panel.transOver}
        ticks, places, names = self._ticks(panel.width)
        panel.line(ticks, np.zeros(len(ticks)), **over, **_TICK)  # one for all of them
        for at, name in zip(places, names if labels else [], strict=False):
            panel.words(at, -_BELOW / panel.height, name, ha="center", va="top", **over)
        if len(self._events):
            x = np.repeat(self._events, 3)
            y = np.tile([0.0, 1.0, np.nan], len(self._events))
            panel.line(x, y, color=INK, alpha=0.4, lw=0.6, zorder=0.5, **over)
            for at, text in self.numbers(panel.width):
                panel.words(at, 1.01, text, fontsize=6.5, ha="center", va="bottom", alpha=0.8, **over)

    def head(self) -> float:
        """Return the room in inches that the events' numbers take above a panel."""
        return 0.12 if len(self._events) else 0.0

    def _ticks(self, inches: float) -> tuple[Sequence[float], Sequence[float], list[str]]:
        span = self.end - self.start
        first, last = int(np.floor(self.start)), int(np.ceil(self.end - 1e-9))
        if span >= 2.5 or len(self.periods[0]) == 4:
            step = next((s for s in (1, 2, 5, 10, 20, 50) if inches / span * s >= 0.36), 100)
            years = range(first, last)
            named = [y for y in years if y % step == 0 or step == 1]
            return [*years, last], [y + 0.5 for y in named], [str(y) for y in named]
        months = pd.period_range(f"{first}-01", f"{last - 1}-12", freq="M")
        inside = [m for m in months if self.start - 1e-6 <= place(m.start_time) < self.end - 1e-6]
        step = next((s for s in (1, 3, 6) if inches / len(inside) * s >= 0.52), 12)
        named_months = [m for m in inside if (m.month - 1) % step == 0]
        width = 1 / 12
        words = [
            f"{m.start_time:%b %Y}" if m.month == 1 or i == 0 else f"{m.start_time:%b}"
            for i, m in enumerate(named_months)
        ]
        return [place(m.start_time) for m in inside], [place(m.start_time) + width / 2 for m in named_months], words
