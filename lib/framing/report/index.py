"""The report's front page: each question, its computed answer, how it stands, and the data behind the figures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from framing.report.page import environment

__all__ = ["figures_of", "index_html"]

# Forms offered for download, the numbers first.
FORMS = ("csv", "svg", "png")


def figures_of(files: Sequence[str]) -> list[dict[str, Any]]:
    """Return the figures among a notebook's files, each with the forms it comes in.

    Parameters
    ----------
    files : sequence of str
        Paths within the report's folder.

    Returns
    -------
    list of dict
        ``name`` and ``forms``, a list of (label, path).

    Examples
    --------
    >>> figures_of(["figures/02-share.svg", "figures/02-share.csv", "02.html"])
    [{'name': '02-share', 'forms': [('CSV', 'figures/02-share.csv'), ('SVG', 'figures/02-share.svg')]}]
    """
    found: dict[str, dict[str, str]] = {}
    for name in sorted(files):
        path = PurePosixPath(name)
        form = path.suffix[1:].lower()
        if path.parts[0] == "figures" and form in FORMS:
            found.setdefault(path.relative_to("figures").with_suffix("").as_posix(), {})[form] = name
    return [
        {"name": stem, "forms": [(form.upper(), forms[form]) for form in FORMS if form in forms]}
        for stem, forms in found.items()
    ]


def index_html(report: dict[str, str], entries: Sequence[dict[str, Any]], *, made: str) -> str:
    """Return the index of a report as it stands, whether or not its run has ended.

    Parameters
    ----------
    report : dict
        ``name`` and ``title``.
    entries : sequence of dict
        One for each notebook, in order: see ``report.json``. ``status`` is rendered, failed, unchanged (from the
        last run, nothing changed), earlier (from an earlier run, this one has not reached it) or waiting.
    made : str
        ISO time in UTC.

    Returns
    -------
    str
        HTML5 that fetches nothing and runs no script. A page that does not exist is not linked.
    """
    pages = [_row(entry) for entry in entries]
    notices = list(dict.fromkeys(entry["notice"] for entry in entries if entry.get("notice")))
    template = environment().get_template("index.html.j2")
    return template.render(report=report, pages=pages, notices=notices, made=made, summary=_summary(entries))


def _row(entry: dict[str, Any]) -> dict[str, Any]:
    day = environment().filters["day"]
    told = {
        "rendered": "Rendered in this run.",
        "failed": "Failed in this run; its page holds what was computed before.",
        "unchanged": f"From the run of {day(entry['made'])}; nothing has changed since.",
        "earlier": f"From the run of {day(entry['made'])}; the latest run has not renewed it.",
        "waiting": "Not made yet.",
    }[entry["status"]]
    if entry["status"] == "earlier" and entry.get("error"):
        told = f"Failed in the run of {day(entry['made'])}; the latest run has not renewed it."
    if entry["status"] == "waiting" and entry.get("error"):
        told = "The latest run has not finished it."
    return {
        "title": entry["title"],
        "href": entry["page"] if entry["status"] != "waiting" else "",
        "status": "failed" if entry.get("error") else entry["status"],
        "error": entry.get("error", ""),
        "findings": entry.get("findings", []),
        "told": told,
        "moved": _moved(entry.get("moved") or {}),
        "figures": figures_of(list(entry.get("files", {}))),
    }


def _moved(found: dict[str, Any]) -> dict[str, Any]:
    """Return what moved since the last run as a reader is told it; empty when there was none, or nothing moved."""
    if not found or not (found["sources"] or found["findings"] or found["cells"]["left"] or found["why"]):
        return {}
    one, two = found["articles"]
    named = [f"{name or 'not named'} {step:+,}".replace("-", "−") for name, step in found["sources"]]
    more = f" and {found['more_sources']:,} more sources" if found["more_sources"] else ""
    articles = f"Articles: {one:,} then, {two:,} now ({', '.join(named)}{more})." if named else ""
    cells = found["cells"]
    left = f"{cells['left']:,} of {cells['compared']:,} cells left the interval they had" if cells["compared"] else ""
    gist = [
        _number(abs(two - one), "article") if two != one else "",
        _number(len(found["findings"]), "finding"),
        _number(cells["left"], "cell"),
    ]
    return {
        "since": found["since"],
        "gist": ", ".join(each for each in gist if each) or "nothing",
        "why": ", ".join(found["why"]) or "nothing that is known",
        "articles": articles,
        "findings": [tuple(pair) for pair in found["findings"]],
        "left": left,
        "cells": cells["named"],
    }


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}" if count else ""


def _summary(entries: Sequence[dict[str, Any]]) -> str:
    total = len(entries)
    failed = sum(bool(entry.get("error")) for entry in entries)
    waiting = sum(entry["status"] in ("waiting", "earlier") for entry in entries)
    said = f"{total} page{'s' if total != 1 else ''}"
    if failed:
        said += f", {failed} failed"
    if waiting:
        said += f", {waiting} not renewed yet"
    return said + ("." if failed or waiting else ", all complete.")
