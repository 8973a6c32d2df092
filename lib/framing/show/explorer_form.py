"""The filters of a page of passages: a form that a screen reader knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from framing.show.tables import escape

__all__ = ["filters"]


def filters(
    articles: pd.DataFrame, used: set[str], frames: Mapping[str, str], actors: Mapping[str, str], every: str
) -> str:
    """Return the form, filled where the answer is known beforehand.

    Parameters
    ----------
    articles : DataFrame
        With ``source``, ``group``, ``country`` and ``ownership``.
    used : set of str
        The frames that have passages.
    frames, actors : mapping of str to str
        Labels by code.
    every : str
        month, quarter or year: the periods of the chart at first.
    """
    shown = [(code, label) for code, label in frames.items() if code in used]
    outlets = [("Every outlet", [("", "Every outlet")])]
    for column, title in (
        ("group", "Groups"),
        ("source", "Sources"),
        ("country", "Countries"),
        ("ownership", "Ownership"),
    ):
        names = sorted({name for name in articles[column].unique() if name})
        outlets.append((title, [(f"{column}:{name}", name) for name in names]))
    periods = [(each, f"by {each}") for each in ("month", "quarter", "year")]
    where = [
        ("", "Headline or body"),
        ("headline", "Headline"),
        ("lead", "First 50 words"),
        ("body", "Further down"),
    ]
    fields = [
        _field("Frame", _select("frame", [("", "Every frame"), *shown])),
        _field("Outlets", _select("outlets", [], outlets)),
        _field("Article names", _select("actor", [("", "Anyone"), *actors.items()])),
        _field("Chart", _select("every", periods, chosen=every)),
        _field("Period", _select("period", [])),
        _field("Stands in", _select("part", where)),
        _field("Words in passage or headline", '<input type="search" name="text" autocomplete="off">'),
        '<button type="reset">Take all filters away</button>',
    ]
    return f'<form aria-label="Filters" autocomplete="off">{"".join(fields)}</form>'


def _field(label: str, control: str) -> str:
    return f"<label>{escape(label)} {control}</label>"


def _select(
    name: str,
    options: Iterable[tuple[str, str]],
    groups: Iterable[tuple[str, list[tuple[str, str]]]] = (),
    chosen: str = "",
) -> str:
    parts = _options(options, chosen)
    for title, inside in groups:
        made = _options(inside, chosen)
        parts += (
            made
            if len(inside) == 1 and not inside[0][0]
            else f'<optgroup label="{escape(title)}">{made}</optgroup>'
            if inside
            else ""
        )
    return f'<select name="{name}">{parts}</select>'


def _options(options: Iterable[tuple[str, str]], chosen: str) -> str:
    return "".join(
        f'<option value="{escape(value)}"{" selected" if chosen and value == chosen else ""}>{escape(label)}</option>'
        for value, label in options
    )
