"""What moved since the last run of a report, and why: articles, findings, and cells that left their old interval."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

__all__ = ["COMPARED", "cells_that_left", "findings_changed", "moved", "reasons"]

# What an entry of ``report.json`` is compared by.
COMPARED = ("made", "articles", "sources", "findings", "provenance", "fingerprint", "moved")
# Named one by one in the index; the tables have all.
_SOURCES, _CELLS = 6, 5
_CELL = ["group", "period", "measure", "code", "unit"]


def moved(old: Mapping[str, Any], new: Mapping[str, Any], before: Path, after: Path) -> dict[str, Any]:
    """Set a notebook's new result beside its last one.

    Parameters
    ----------
    old, new : mapping
        Entries of ``report.json``.
    before, after : Path
        Folders with the figures of both, while both are there.

    Returns
    -------
    dict
        ``since`` (when the last result was made), ``why`` (see `reasons`), ``articles`` (before and after),
        ``sources`` (name and change in articles, the largest first), ``more_sources`` (how many are not named),
        ``findings`` (pairs of sentences), ``cells`` (see `cells_that_left`). Empty when the last one had failed.
    """
    if old.get("error") or new.get("error") or not old.get("made"):
        return {}
    had, has = (dict(each.get("sources") or {}) for each in (old, new))
    steps = {name: has.get(name, 0) - had.get(name, 0) for name in {*had, *has}} if had and has else {}
    changed = sorted(((name, step) for name, step in steps.items() if step), key=lambda each: (-abs(each[1]), each[0]))
    return {
        "since": old["made"],
        "why": reasons(old.get("provenance", {}), new.get("provenance", {})),
        "articles": [int(dict(each.get("articles") or {}).get("articles", 0)) for each in (old, new)],
        "sources": [list(each) for each in changed[:_SOURCES]],
        "more_sources": max(len(changed) - _SOURCES, 0),
        "findings": findings_changed(old.get("findings", []), new.get("findings", [])),
        "cells": cells_that_left(before, after),
    }


def reasons(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Say what a result was made from that differs from the last one.

    >>> reasons({"library": "a", "parameters": {"every": "year"}}, {"library": "b", "parameters": {"every": "month"}})
    ['the code', 'the parameter every']
    """
    said = []
    if _part(old, "corpus", "sha256") != _part(new, "corpus", "sha256"):
        said.append("the articles")
    if _part(old, "codebook", "sha256") != _part(new, "codebook", "sha256"):
        said.append("the codebook")
    one, two = (dict(each.get("instruments") or {}) for each in (old, new))
    said += [name for name in sorted({*one, *two} - {"codebook.yml"}) if one.get(name) != two.get(name)]
    if old.get("library") != new.get("library"):
        said.append("the code")
    if old.get("packages") != new.get("packages"):
        said.append("packages")
    one, two = (dict(each.get("parameters") or {}) for each in (old, new))
    names = [name for name in sorted({*one, *two} - {"out"}) if one.get(name) != two.get(name)]
    return said + [f"the parameter {name}" for name in names]


def _part(record: Mapping[str, Any], *names: str) -> Any:
    found: Any = record
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def findings_changed(old: Sequence[str], new: Sequence[str]) -> list[list[str]]:
    """Pair the sentences that changed: "" before a new one, and after one that is gone.

    >>> findings_changed(["It rises.", "3 of 9."], ["It rises.", "4 of 9.", "A new one."])
    [['3 of 9.', '4 of 9.'], ['', 'A new one.']]
    """
    pairs = []
    matcher = difflib.SequenceMatcher(a=list(old), b=list(new), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            one, two = list(old[a:b]), list(new[c:d])
            longest = max(len(one), len(two))
            pairs += [list(each) for each in zip(one + [""] * longest, two + [""] * longest, strict=False)][:longest]
    return pairs


def cells_that_left(before: Path, after: Path) -> dict[str, Any]:
    """Count the cells whose estimate lies outside the interval that the last run gave them.

    Of cells in which nothing changed but chance, a few in a hundred do.

    Parameters
    ----------
    before, after : Path
        Folders with CSV files of figures; those with the same name and with cells in them are compared.

    Returns
    -------
    dict
        ``compared``, ``left``, and ``named``: the few that went furthest, as sentences.
    """
    tables = []
    for path in sorted(after.rglob("*.csv")):
        earlier = before / path.relative_to(after)
        one, two = _cells(earlier), _cells(path)
        if one is not None and two is not None:
            tables.append(one.merge(two, on=_CELL, suffixes=("_old", "_new")))
    if not tables:
        return {"compared": 0, "left": 0, "named": []}
    both = pd.concat(tables, ignore_index=True).drop_duplicates(_CELL)
    both = both.dropna(subset=["low_old", "high_old", "estimate_new"])
    # Numbers in the files are rounded; what moves by less has not moved.
    room = 1e-5 + 1e-4 * both["estimate_new"].abs()
    below = both["low_old"] - both["estimate_new"] - room
    above = both["estimate_new"] - both["high_old"] - room
    away = pd.concat([below, above], axis=1).max(axis=1)
    left = both.assign(away=away / (both["high_old"] - both["low_old"]).clip(lower=1e-6))[away > 0]
    named = [_said(row) for _, row in left.sort_values("away", ascending=False, kind="stable").head(_CELLS).iterrows()]
    return {"compared": len(both), "left": len(left), "named": named}


def _cells(path: Path) -> pd.DataFrame | None:
    """Read a figure's numbers; None for a file without cells, or one that cannot be read."""
    try:
        table = pd.read_csv(path, encoding="utf-8-sig", dtype={name: str for name in _CELL})
    except (OSError, ValueError):
        return None
    if not {*_CELL, "estimate", "low", "high", "shown"} <= set(table.columns):
        return None
    table = table[table["shown"].astype(str) == "True"]
    return table[[*_CELL, "estimate", "low", "high"]].fillna({name: "" for name in _CELL})


def _said(row: pd.Series) -> str:
    share = row["measure"] == "share"
    old, new, low, high = (
        f"{row[name] * 100:.0f}%" if share else f"{row[name]:.3g}".replace("-", "−")
        for name in ("estimate_old", "estimate_new", "low_old", "high_old")
    )
    name = ", ".join(
        each for each in (row["code"].replace("_", " "), row["group"], row["period"]) if each and each != "all"
    )
    return f"{name}: {old} (interval {low} to {high}), now {new}"
