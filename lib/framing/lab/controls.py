"""The controls of the explorer: what there is to choose in a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.corpus.wire.policies import POLICIES
from framing.trends.counted import base

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["EVERY", "LINES", "MEASURES", "controls", "offer_lines", "offer_periods"]

EVERY = ("month", "quarter", "year")
LINES = {"group": "groups", "source": "sources"}
MEASURES = {
    "share": "Share of articles",
    "rate": "Mentions per 1,000 words",
    "salience": "Share of all frame mentions",
    "tone": "Tone of articles with the frame",
}
_SOURCES = 6  # chosen at first: a panel each, and more take longer to draw than an eye waits
_ROWS = 9


def controls(corpus: Corpus, *, frames: Sequence[str], every: str, by: str) -> dict[str, Any]:
    """Return a widget for each choice, by name; see `TrendExplorer`.

    Parameters
    ----------
    corpus : Corpus
    frames : sequence of str
        Codes chosen at first.
    every, by : str
        Chosen at first.
    """
    import ipywidgets as widgets

    wide, narrow = {"description_width": "4.6em"}, {"width": "17.5em"}  # three columns in a window of 1,000 pixels

    def choice(label: str, options: Any, value: Any) -> Any:
        return widgets.Dropdown(description=label, options=options, value=value, style=wide, layout=narrow)

    def several(label: str, options: Any, value: Any) -> Any:
        rows = max(1, min(len(options), _ROWS))
        return widgets.SelectMultiple(
            description=label, options=options, value=value, rows=rows, style=wide, layout=narrow
        )

    book = corpus.codebook
    known = {entry.label: entry.code for entry in book.select(())} | {book.label(code): code for code in frames}
    groups = sorted({name for name in corpus.groups.values() if name})
    sources = [str(name) for name in corpus.table["source"].value_counts().index if name]  # the largest first
    policies = [(f"{name}: {said}", name) for name, said in POLICIES.items()]
    if corpus.policy != "all":
        policies = [each for each in policies if each[1] == corpus.policy]
    made = {
        "frames": several("Frames", list(known.items()), tuple(frames)),
        "groups": several("Groups", groups, tuple(groups)),
        "sources": several("Sources", sources, tuple(sources[:_SOURCES])),
        "by": choice("Lines", [(name, column) for column, name in LINES.items()], by),
        "every": choice("Periods", list(EVERY), every),
        "measure": choice("Measure", [(said, name) for name, said in MEASURES.items()], "share"),
        "policy": choice("Copies", policies, corpus.policy),
        "begin": choice("From", [""], ""),
        "end": choice("To", [""], ""),
    }
    offer_lines(made)
    offer_periods(made, corpus)
    return made


def offer_lines(made: dict[str, Any]) -> None:
    """Show the list of groups or that of sources, whichever the lines are of."""
    for column, name in LINES.items():
        made[name].layout.display = "" if made["by"].value == column else "none"


def offer_periods(made: dict[str, Any], corpus: Corpus) -> None:
    """Offer the periods that have articles; a time that was chosen before stays, cut in the new periods."""
    begin, end = made["begin"], made["end"]
    names = sorted(set(base(corpus, "all", made["every"].value, "topic")["period"].astype(str)))
    chosen = names
    if begin.index or end.index != len(end.options) - 1:
        first, last = pd.Period(begin.value).start_time, pd.Period(end.value).end_time
        chosen = [name for name in names if pd.Period(name).end_time >= first and pd.Period(name).start_time <= last]
    begin.options = end.options = names or [""]
    begin.value, end.value = (chosen[0], chosen[-1]) if chosen else (begin.options[0], end.options[-1])
    begin.disabled = end.disabled = len(names) < 2
