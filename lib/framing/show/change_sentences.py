"""What changed, when, in whose pages, and whether it could be chance: computed sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.show.findings import Findings
from framing.show.style import label_of
from framing.show.wording import counted, joined, number, percent
from framing.trends.discoveries import FALSE_SHARE
from framing.trends.segmented import SIDE

__all__ = ["change_findings"]

# Changes and events named one by one; the tables have all.
_NAMED = 4


def change_findings(
    changes: pd.DataFrame,
    effects: pd.DataFrame,
    steps: pd.DataFrame,
    lags: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
) -> Findings:
    """Say what changed without being told a date, at which events, in whose pages, and who moved first.

    Parameters
    ----------
    changes : DataFrame
        From `framing.change_points` on shares.
    effects : DataFrame
        From `framing.event_effects` on the same cells.
    steps : DataFrame
        From `framing.decompose` with ``since="first"``.
    lags : DataFrame
        From `framing.lead_lag`.
    labels : mapping, optional
        The label of each frame, by code.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=2400, seed=1)
    >>> cells = framing.trends(corpus, by="group", every="month", frames=["threat"], min_articles=5)
    >>> found = framing.change_findings(
    ...     framing.change_points(cells), framing.event_effects(cells, corpus.events),
    ...     framing.decompose(corpus, frames=["threat"], since="first"), framing.lead_lag(cells),
    ... )
    >>> len(found.sentences) >= 4
    True
    """
    return Findings(
        [*_changes(changes, labels), *_events(effects, labels), *_steps(steps, labels), *_leads(lags, labels)]
    )


def _changes(changes: pd.DataFrame, labels: Mapping[str, str] | None) -> list[str]:
    tried = int(changes.attrs.get("tried", 0))
    if not tried:
        return [
            f"No series is long enough to look for changes in it: {2 * SIDE} whole periods with enough articles are "
            f"needed. Longer periods, or all sources as one, have more articles in each."
        ]
    series = counted(tried, "series", "series")
    chance = f"about {number(tried / 20, 0 if tried >= 30 else 1)} would by chance alone"
    if changes.empty:
        return [f"Looked at without dates, none of the {series} changes its level or slope more than chance makes it."]
    number_of = changes.groupby(["group", "code"]).ngroups
    verb = "changes" if number_of == 1 else "change"
    said = [f"Looked at without dates, {number_of} of {series} {verb}; {chance}."]
    for row in changes.sort_values("gain", ascending=False, kind="stable").head(_NAMED).itertuples():
        near = f", near {joined(str(row.near).split('; '))}" if row.near else ", near no event of the ledger"
        said.append(
            f"{_where(row, labels)} changes in {row.period}: from "
            f"{percent(max(row.before, 0))} to {percent(max(row.after, 0))}{near}."
        )
    return said


def _events(effects: pd.DataFrame, labels: Mapping[str, str] | None) -> list[str]:
    events = effects[(effects["kind"] == "event") & effects["p"].notna()]
    if events.empty:
        return ["No event has enough periods before and after it to be tried."]
    called = events[events["called"].astype(bool)].sort_values("p", kind="stable")
    tried = counted(len(events), "jump")
    if called.empty:
        said = [
            f"No event is called: of {tried} at {counted(events['event_id'].nunique(), 'event')}, none is larger than "
            f"chance makes one of so many."
        ]
    else:
        verb = "is" if len(called) == 1 else "are"
        said = [f"Of {tried} at {counted(events['event_id'].nunique(), 'event')}, {len(called):,} {verb} called."]
        for row in called.head(_NAMED).itertuples():
            near = f" (not to be told from {joined(str(row.near).split('; '))})" if row.near else ""
            said.append(
                f"{_where(row, labels)} moved by {number(row.level * 100, 0, signed=True)} "
                f"points (95% interval {number(row.low * 100, 0, signed=True)} to "
                f"{number(row.high * 100, 0, signed=True)}) at {row.label}{near}."
            )
    placebos = effects[(effects["kind"] == "placebo") & effects["p"].notna()]
    if len(placebos):
        low = float((placebos["p"] < FALSE_SHARE).mean())
        said.append(
            f"At {counted(len(placebos), 'placebo date')}, when nothing in the ledger happened, {percent(low)} have a "
            f"p-value below 0.05, where 5% are expected"
            + (": more than the errors allow for, so read the events with care." if low > 2 * FALSE_SHARE else ".")
        )
    return said


def _steps(steps: pd.DataFrame, labels: Mapping[str, str] | None) -> list[str]:
    whole = steps[steps["shown"].astype(bool) & ~steps["partial"].astype(bool)] if len(steps) else steps
    if whole.empty:
        return ["No group has two whole periods to compare."]
    last = whole.sort_values("after", kind="stable").groupby(["group", "code"], sort=False).tail(1)
    clear = last[(last["change_low"] > 0) | (last["change_high"] < 0)]
    if clear.empty:
        span = f"From {last['before'].min()} to {last['after'].max()}"
        return [f"{span} no group's share of a frame clearly changes."]
    said = []
    order = clear.assign(size=clear["change"].abs()).sort_values("size", ascending=False, kind="stable")
    for row in order.head(_NAMED).itertuples():
        parts = [
            (row.within, "the same outlets writing differently"),
            (row.mix, "another mix of the same outlets"),
            (row.turnover, "outlets that came or went"),
        ]
        told = [f"{number(part * 100, 1, signed=True)} {what}" for part, what in parts if abs(part) >= 0.0005]
        said.append(
            f"From {row.before} to {row.after} {_where(row, labels)} {'rises' if row.change > 0 else 'falls'} by "
            f"{number(abs(row.change) * 100, 1)} points: {joined(told)}."
        )
    return said


def _leads(lags: pd.DataFrame, labels: Mapping[str, str] | None) -> list[str]:
    if lags.empty:
        return ["No two groups have enough periods in common to ask who moves first."]
    a, b = str(lags["a"].iloc[0]), str(lags["b"].iloc[0])
    said = []
    for code, rows in lags[lags["clear"].astype(bool)].groupby("code", sort=False):
        row = rows.loc[rows["r"].abs().idxmax()]
        first, second = (a, b) if row["lag"] > 0 else (b, a)
        when = (
            f"{first} {counted(abs(int(row['lag'])), 'period')} before {second}" if row["lag"] else "at the same time"
        )
        said.append(f"{label_of(str(code), labels)} ({when}, correlation {number(row['r'], 2, signed=True)})")
    if not said:
        return [f"Neither {a} nor {b} moves first: no correlation of their changes is beyond chance at any lag."]
    return [f"Changes of {a} and {b} go together beyond chance in {joined(said)}; that does not say who follows whom."]


def _where(row: Any, labels: Mapping[str, str] | None) -> str:
    name = label_of(str(row.code), labels)
    return name if row.group == "all" else f"{name} in {row.group}"
