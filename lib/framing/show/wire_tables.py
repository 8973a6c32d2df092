"""Tables of wire copy: headlines beside their originals', and figures under each policy."""

from __future__ import annotations

import pandas as pd

from framing.corpus.wire.policies import POLICIES
from framing.show.style import label_of
from framing.show.tables import Table, show_table
from framing.show.wording import interval, percent

__all__ = ["show_headlines", "show_policies"]

_FIGURES = {"share": "Share of articles", "change": "Change, last full year minus first", "difference": "Difference"}


def show_headlines(changes: pd.DataFrame, *, labels: dict[str, str] | None = None, rows: int = 40) -> Table:
    """Show the headlines of copies that differ from the original's, with the words and frames that make the difference.

    Parameters
    ----------
    changes : DataFrame
        From `framing.headline_changes`.
    labels : dict, optional
        The label of each frame, by code.
    rows : int
        Pairs shown, the earliest first.

    Examples
    --------
    >>> import framing
    >>> pairs = framing.headline_changes(framing.simulate(articles=600, seed=1))
    >>> list(framing.show_headlines(pairs).data.columns)
    ['date', 'source', 'original', 'headline', 'added', 'removed', 'frames']
    """
    kept = changes[changes["changed"].astype(bool)]
    data = pd.DataFrame(
        {
            "date": [f"{each.day} {each:%b %Y}" if pd.notna(each) else "" for each in kept["published_local"]],
            "source": kept["source"],
            "original": kept["original_headline"],
            "headline": kept["headline"],
            "added": kept["added"],
            "removed": kept["removed"],
            "frames": [_moved(*each, labels) for each in zip(kept["entered"], kept["left"], strict=True)],
        }
    )
    return show_table(data, caption="Headlines of copies that differ from the original's", rows=rows)


def _moved(entered: str, left: str, labels: dict[str, str] | None) -> str:
    """Name the frames that entered and left: "+ Economy, − Threat"."""
    signed = [(sign, code) for sign, listed in (("+", entered), ("−", left)) for code in listed.split("|") if code]
    return ", ".join(f"{sign}\u00a0{label_of(code, labels)}" for sign, code in signed)


def show_policies(table: pd.DataFrame, *, labels: dict[str, str] | None = None) -> Table:
    """Show the main figures under each policy on wire copies, side by side.

    Parameters
    ----------
    table : DataFrame
        From `framing.under_policies`.
    labels : dict, optional
        The label of each frame, by code.

    Examples
    --------
    >>> import framing
    >>> found = framing.under_policies(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> list(framing.show_policies(found).data.columns)
    ['figure', 'frame', 'of', 'all', 'one-per-cluster', 'one-per-source']
    """
    rows: dict[tuple[str, str, str], dict[str, str]] = {}
    for each in table.itertuples():
        name = (_FIGURES[each.figure], label_of(each.code, labels), each.group or "all articles")
        points = each.figure != "share"
        value = (
            _points(each.estimate, each.low, each.high)
            if points
            else f"{percent(each.estimate)} ({interval(each.low, each.high)})"
        )
        rows.setdefault(name, dict.fromkeys(POLICIES, "–"))[each.policy] = value if each.shown else "too few"
    data = pd.DataFrame(
        [(*name, *found.values()) for name, found in rows.items()], columns=["figure", "frame", "of", *POLICIES]
    )
    return show_table(
        data,
        caption="The main figures under each policy on wire copies, with 95% intervals",
        note="; ".join(f"{name}: {what.partition(': ')[2]}" for name, what in POLICIES.items()).capitalize() + ".",
        rows=60,
    )


def _points(*values: float) -> str:
    """Return a difference and its interval in points of a hundred; what rounds to nought has a decimal more."""
    estimate, low, high = (f"{v * 100:+.0f}" if abs(v) >= 0.005 else f"{v * 100:+.1f}" for v in values)
    return f"{estimate} points ({low} to {high})".replace("-", "−")
