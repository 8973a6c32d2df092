"""Events: whether a measure jumped when something happened, more than it does when nothing happens."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.trends.discoveries import FALSE_SHARE, adjusted
from framing.trends.segmented import SIDE, Break, fit_break, segments
from framing.trends.series import Noise, Series, noise_of, series_of

__all__ = ["EFFECTS", "NEAR", "event_effects"]

# Events fewer periods apart than this share most of the articles that could tell them apart.
NEAR = 3

EFFECTS = [
    "group", "code", "kind", "event_id", "date", "label", "period", "periods_before", "periods_after", "before",
    "after", "level", "low", "high", "slope_before", "slope", "slope_low", "slope_high", "p", "q", "called", "near",
    "reason",
]  # fmt: skip


def event_effects(cells: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Say for each event how far a measure jumped, and how its slope changed, with intervals.

    Segmented regression on the whole, shown cells of each group and frame: a level and a slope before the event and
    after it. An event is tried on the frames it names in the ledger, on every frame when it names none. Errors allow
    for noise that lasts from one period to the next; p-values are of the jump, from simulated series in which nothing
    happens, and are adjusted over everything that is tried here (Benjamini & Hochberg 1995). Dates at which no event
    is known, the placebos, are put through the same: about one in twenty of them should have p below 0.05.

    A jump at an event's date may be due to something else of the same weeks; events less than three periods apart
    cannot be told from each other.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends` with months or quarters, of one measure.
    events : DataFrame
        Rows of ``corpus.events``: ``event_id``, ``date``, ``label``, ``frames``.

    Returns
    -------
    DataFrame
        One row a group, frame and date: ``kind`` (event or placebo), ``event_id``, ``date``, ``label``, ``period`` (the
        first that counts as after: an event in the second half of a period counts from the next), ``periods_before``,
        ``periods_after``, ``before`` and ``after`` (fitted levels on both sides), ``level`` (the jump; ``low``,
        ``high``), ``slope_before``, ``slope`` (its change, per period; ``slope_low``, ``slope_high``), ``p``, ``q``
        (adjusted; of events only), ``called`` (q below 0.05), ``near`` (other events of the ledger that cannot be
        told apart), ``reason`` (why nothing could be fitted).

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=2400, seed=1)
    >>> cells = framing.trends(corpus, by="all", every="month", frames=["espionage"])
    >>> found = framing.event_effects(cells, corpus.pick_events(frames=["espionage"]))
    >>> sorted(set(found["kind"]))
    ['event', 'placebo']
    """
    periods = sorted(set(cells["period"]))
    listed = series_of(cells)
    if not listed or "all" in periods:
        return pd.DataFrame(columns=EFFECTS)
    places = np.array([_place(date, periods) for date in events["date"]], dtype=np.int64)
    tried: list[tuple[Series, str, int, int]] = []  # series, kind, row of the ledger, first time after
    for each in listed:
        own = [row for row, named in enumerate(events["frames"]) if _about(str(named), each.code)]
        inside = [row for row in own if 0 < places[row] < len(periods)]
        tried += [(each, "event", row, int(places[row])) for row in inside]
        taken = places[inside]
        for time in range(SIDE, len(periods) - SIDE + 1):
            if not len(taken) or np.abs(taken - time).min() >= NEAR:
                tried.append((each, "placebo", -1, time))
    fits = [(each, at) for each, _, _, at in tried if _sides(each, at)]
    noise = noise_of([each for each, _ in fits], [segments(each.time, at) for each, at in fits])
    rows = [_row(each, kind, row, at, noise, periods, events, places) for each, kind, row, at in tried]
    table = pd.DataFrame([row for row in rows if row["kind"] == "event" or not row["reason"]], columns=EFFECTS)
    of_events = (table["kind"] == "event").to_numpy()
    table["q"] = np.where(of_events, adjusted(table["p"].where(of_events).to_numpy(dtype=float)), np.nan)
    table["called"] = table["q"] < FALSE_SHARE
    return table


def _about(named: str, code: str) -> bool:
    return not named or code.partition("/")[0] in named.split("|") or code in named.split("|")


def _place(date: object, periods: list[str]) -> int:
    """Return which period is the first after a date: its own when the date is in the first half, else the next."""
    day = pd.Timestamp(str(date))
    of = pd.Period(periods[0])
    own = pd.Period(day, freq=of.freqstr)
    late = day - own.start_time > (own.end_time - own.start_time) / 2
    return int((own - of).n) + int(late)


def _sides(series: Series, at: int) -> bool:
    before = int(np.searchsorted(series.time, at))
    return before >= SIDE and len(series) - before >= SIDE


def _row(
    series: Series,
    kind: str,
    row: int,
    at: int,
    noise: Noise,
    periods: list[str],
    events: pd.DataFrame,
    places: np.ndarray,
) -> dict[str, object]:
    before = int(np.searchsorted(series.time, at))
    made: dict[str, object] = {
        "group": series.group, "code": series.code, "kind": kind, "event_id": "", "label": "", "date": None,
        "period": periods[at] if at < len(periods) else "", "periods_before": before,
        "periods_after": len(series) - before, "near": "", "reason": "",
    }  # fmt: skip
    if kind == "event":
        event = events.iloc[row]
        close = [
            str(events["label"].iloc[other])
            for other in np.flatnonzero(np.abs(places - at) < NEAR)
            if other != row and _about(str(events["frames"].iloc[other]), series.code)
        ]
        made |= {"event_id": event["event_id"], "date": event["date"], "label": event["label"]}
        made["near"] = "; ".join(close)
    if not _sides(series, at):
        return made | {"reason": f"fewer than {SIDE} periods before or after"}
    found: Break = fit_break(series.values, series.time, at, noise, series.errors)
    return made | {
        "before": found.before, "after": found.after, "level": found.level, "low": found.level_low,
        "high": found.level_high, "slope_before": found.slope_before, "slope": found.slope,
        "slope_low": found.slope_low, "slope_high": found.slope_high, "p": found.p,
    }  # fmt: skip
