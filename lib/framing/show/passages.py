"""Passages in a page: the words around a match, with its source, its date, and the match marked."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from framing.show.tables import escape, need_columns
from framing.show.wording import counted

__all__ = ["PASSAGE_STYLE", "PassageList", "opens", "passage_item", "show_passages"]

PASSAGE_STYLE = (
    "<style>.passages{list-style:none;padding:0;margin:1em 0;max-width:46em}"
    ".passages li{margin:0 0 1.1em;padding-left:.9em;border-left:3px solid;"
    "border-left-color:color-mix(in srgb,currentColor 25%,transparent)}"
    ".passages p{margin:.15em 0}.passages .from{font-size:.85em;opacity:.8}"
    ".passages mark{background:#ffe08a;color:#1a1a1a;padding:0 .12em;border-radius:2px}</style>"
)


@dataclass(frozen=True)
class PassageList:
    """Passages as a page shows them."""

    data: pd.DataFrame
    labels: Mapping[str, str]
    rows: int

    def __repr__(self) -> str:
        if self.data.empty:
            return "No passage in this selection."
        lines = [
            f"{row.source}, {_date(row.published_local)}: …{row.left}[{row.match}]{row.right}…"
            for row in self.data.head(self.rows).itertuples()
        ]
        return "\n".join(lines + self._more())

    def _more(self) -> list[str]:
        left = len(self.data) - self.rows
        return [f"… and {counted(left, 'more passage')}."] if left > 0 else []

    def _repr_html_(self) -> str:
        if self.data.empty:
            return '<p class="nothing">No passage in this selection.</p>'
        shown = self.data.head(self.rows)
        parts = [PASSAGE_STYLE]
        for code, rows in shown.groupby("code", sort=False) if "code" in shown else [("", shown)]:
            if code:
                parts.append(f"<h3>{escape(self.labels.get(str(code), str(code)))}</h3>")
            parts.append(f'<ol class="passages">{"".join(passage_item(row) for row in rows.to_dict("records"))}</ol>')
        parts += [f"<p>{escape(each)}</p>" for each in self._more()]
        return "".join(parts)


def show_passages(passages: pd.DataFrame, *, labels: Mapping[str, str] | None = None, rows: int = 60) -> PassageList:
    """Show passages, each with its source and date and the match marked; article text is escaped.

    Parameters
    ----------
    passages : DataFrame
        From `framing.passages` or `framing.kwic`.
    labels : mapping, optional
        The label of each frame, by code.
    rows : int
        How many at most; how many more there are is said.

    Returns
    -------
    PassageList

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=120, seed=1)
    >>> framing.show_passages(framing.kwic(corpus, "spy", number=1), labels=corpus.labels).data["match"].tolist()
    ['spy']
    """
    need_columns(passages, ["source", "published_local", "headline", "url", "left", "match", "right"], "passages")
    return PassageList(passages, labels or {}, rows)


def passage_item(row: Mapping[str, Any]) -> str:
    """Return a passage as an item of a list, everything in it escaped."""
    title = escape(row["headline"]) or "no headline"
    if opens(row["url"]):
        title = f'<a href="{escape(row["url"])}" rel="noopener noreferrer">{title}</a>'
    where = f"{escape(row['source']) or 'unknown source'}, {_date(row['published_local'])}"
    said = f"{escape(row['left'])}<mark>{escape(row['match'])}</mark>{escape(row['right'])}"
    said = said if row.get("part") == "headline" else f"…{said}…"
    return f'<li><p class="from">{where} · {title}</p><p dir="auto">{said}</p></li>'


def opens(url: object) -> bool:
    """Only web addresses become links: javascript: and file: never do, nor do names that nobody can register."""
    return _leads_out("/".join(str(url).split("/", 3)[:3]))


@functools.cache
def _leads_out(outlet: str) -> bool:
    """Say so of an address up to its path: a corpus has as many as it has outlets."""
    try:
        parts = urlsplit(outlet)
        return (
            parts.scheme in ("http", "https")
            and "." in (parts.hostname or "")
            and not parts.netloc.endswith(".example")
        )
    except ValueError:
        return False


def _date(value: object) -> str:
    return "undated" if pd.isna(value) else f"{pd.Timestamp(value).day} {pd.Timestamp(value):%B %Y}"
