"""Cells and passages as a notebook shows them: numbers with their intervals, words in their context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framing.corpus.wire.policies import POLICIES
from framing.measures.kernel import LEAD_WORDS
from framing.show.passages import show_passages
from framing.show.style import label_of
from framing.show.tables import TABLE_STYLE, escape, html_table
from framing.show.wording import counted, interval, joined, number, percent
from framing.trends.cells import CELLS

__all__ = ["cells_html", "is_cells", "is_passages", "passages_html"]

# Rows of cells and passages shown: about a screen; how many more there are is said.
_CELLS, _PASSAGES = 30, 20
_PASSAGE = {"article_id", "source", "published_local", "headline", "url", "part", "start", "left", "match", "right"}
_NUMBERS = ("articles", "clusters", "hits", "estimate", "low", "high")

_MEASURES = {
    "share": "share of articles with the frame",
    "rate": "mentions per 1,000 words",
    "salience": "share of all frame mentions",
    "tone": "mean tone, from −1 to +1",
}
_UNITS = {
    "article": "headline and body",
    "headline": "the headline alone",
    "lead": f"the first {LEAD_WORDS} words of the body alone",
}
_NOTHING = "nothing to divide by"
_DENOMINATORS = {"topic": "the articles on the codebook's topic", "all": "all articles"}


def is_cells(data: pd.DataFrame) -> bool:
    """Whether a table is cells, as `framing.trends` makes them, filtered or with columns added."""
    return set(CELLS) <= set(data.columns) and all(pd.api.types.is_numeric_dtype(data[each]) for each in _NUMBERS)


def is_passages(data: pd.DataFrame) -> bool:
    """Whether a table is passages, as `framing.passages` and `framing.kwic` make them."""
    return set(data.columns) >= _PASSAGE


def cells_html(cells: pd.DataFrame) -> str:
    """Return cells as HTML: what is measured, and of what; each estimate with its interval, or why it has none.

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=300, seed=1), by="group", every="year", frames=["espionage"])
    >>> "Share of articles with the frame, of the articles on the codebook" in cells_html(cells)
    True
    """
    top = cells.head(_CELLS)
    table = pd.DataFrame(
        {
            "group": top["group"].astype(str),
            "period": top["period"].astype(str),
            "measure": top["measure"].astype(str),
            "frame": [label_of(code) if code else "all articles" for code in top["code"].astype(str)],
            "estimate": [_estimate(row) for row in top.to_dict("records")],
            "95% interval": [_interval(row) for row in top.to_dict("records")],
            "articles": top["articles"],
            "stories": top["clusters"],
            "with the frame": top["hits"],
            "": [_remark(row) for row in top.to_dict("records")],
        }
    )
    # What is the same in every cell is said once, above.
    single = [name for name, column in (("measure", "measure"), ("frame", "code")) if cells[column].nunique() == 1]
    single += ["with the frame"] if set(cells["measure"]) == {"tone"} else []
    frame = f"Frame: {table['frame'].iloc[0]}. " if "frame" in single else ""
    table = table.drop(columns=single + ([] if table[""].any() else [""]))
    body = html_table(table, "Estimates by group and period", rows=_CELLS)
    rest = len(cells) - len(top)
    more = f'<p class="framing-note">and {counted(rest, "more cell")}.</p>' if rest else ""
    return f"{TABLE_STYLE}<p>{escape(_about(cells))}</p><p>{escape(frame + _counts(cells))}</p>{body}{more}"


def passages_html(passages: pd.DataFrame) -> str:
    """Return passages as HTML, each with its source and date and the match marked."""
    codes = passages["code"].astype(str).unique() if "code" in passages else ()
    labels = {code: label_of(code) for code in codes}
    said = f"<p>{counted(len(passages), 'passage')}.</p>" if len(passages) else ""
    return said + show_passages(passages, labels=labels, rows=_PASSAGES)._repr_html_()


def _about(cells: pd.DataFrame) -> str:
    said = f"{_each(cells, 'measure', _MEASURES)}, of {_each(cells, 'denominator', _DENOMINATORS)}"
    if set(cells["measure"]) != {"tone"}:
        said += f", looked for in {_each(cells, 'unit', _UNITS)}"
    return f"{said[0].upper()}{said[1:]}. Counted: {_each(cells, 'policy', POLICIES)}."


def _each(cells: pd.DataFrame, column: str, words: Mapping[str, str]) -> str:
    return joined([words.get(value, value) for value in cells[column].astype(str).unique()])


def _counts(cells: pd.DataFrame) -> str:
    shown = int(cells["shown"].astype(bool).sum())
    text = f"{counted(len(cells), 'cell')}, {'all' if shown == len(cells) else f'{shown:,}'} with an estimate"
    reasons = cells.loc[~cells["shown"].astype(bool), "reason"].astype(str).value_counts()
    return text + "".join(f"; {n:,} without: {why or _NOTHING}" for why, n in reasons.items()) + "."


def _estimate(row: Mapping[Any, Any]) -> str:
    value = row["estimate"]
    if not row["shown"] or value != value:
        return "–"
    return percent(value) if row["measure"] in ("share", "salience") else number(value)


def _interval(row: Mapping[Any, Any]) -> str:
    low, high = row["low"], row["high"]
    if not row["shown"] or low != low or high != high:
        return ""
    if row["measure"] in ("share", "salience"):
        return interval(low, high)
    return f"{number(low)} to {number(high)}"


def _remark(row: Mapping[Any, Any]) -> str:
    if not row["shown"]:
        return str(row["reason"]) or _NOTHING
    return "the period is not over" if row["partial"] else ""
