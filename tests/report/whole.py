"""An oracle for a report's folder: what index, record and pages claim, held against the files themselves.

Every page, notebook and figure of the project in `faults.py` holds ``marker=N;``, N being the seed of the run that
wrote it. So files of different runs give themselves away, whatever the record says of them.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

MARK = re.compile(r"marker=(\d+);")
FAILING = 5  # the second notebook fails with every seed that this divides


def whole(folder: Path) -> list[str]:
    """Say what is not so in a report's folder, wherever its run was cut off; nothing when readers are told the truth.

    Whether the index stands before or behind the record by a step does not matter: each must be true.
    """
    wrong = []
    index = (folder / "index.html").read_text(encoding="utf-8")
    if not _to_its_end(index):
        wrong.append("index.html is not whole")
    for href in re.findall(r'href="([^"#][^"]*)"', index):
        name = unquote(html.unescape(href))
        if not (folder / name).is_file():
            wrong.append(f"index.html links {name}, which is not there")
        if any(part.startswith(".") or part.endswith(".new") for part in name.split("/")):
            wrong.append(f"index.html links {name}, which is not finished")
    runs = set()
    for block in re.split(r'<li class="question', index)[1:]:
        page = re.search(r'<h2><a href="([^"]+)"', block)
        if page is None and 'href="figures/' in block:
            wrong.append("index.html links figures of a page that it does not link")
        if page is not None:
            found = _linked(folder, unquote(page[1]), block)
            runs |= found
            if len(found) != 1:
                wrong.append(f"{page[1]} and what is linked beside it are of the runs {sorted(found)}")
    if "all complete" in index and len(runs) != 1:
        wrong.append(f"all complete, of the runs {sorted(runs)}")
    try:
        record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    except ValueError as error:
        return [*wrong, f"report.json: {error}"]
    return wrong + [each for entry in record["pages"] for each in _entry(folder, entry)]


def _to_its_end(page: str) -> bool:
    return page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")


def _linked(folder: Path, name: str, block: str) -> set[str]:
    """Return the marks of a linked page, its notebook, the figures offered beside it and the answer quoted there."""
    page = (folder / name).read_text(encoding="utf-8") if (folder / name).is_file() else ""
    if not _to_its_end(page):
        return {"half a page"}
    found = set(MARK.findall(page)) or {"no mark"}
    found |= set(re.findall(r"<dt>Seed</dt><dd>(\d+)</dd>", page))
    (executed,) = re.findall(r'href="(notebooks/[^"]+\.ipynb)"', page)
    for each in [unquote(executed), *(unquote(href) for href in re.findall(r'href="(figures/[^"]+)"', block))]:
        text = (folder / each).read_text(encoding="utf-8") if (folder / each).is_file() else ""
        found |= set(MARK.findall(text)) or {f"no mark in {each}"}
    for answer in re.findall(r'<ul class="findings">(.*?)</ul>', block, re.DOTALL):
        found |= set(MARK.findall(answer))
    return found


def _entry(folder: Path, entry: dict[str, Any]) -> list[str]:
    """Say what a page's entry in the record claims and is not so."""
    wrong, name = [], entry["notebook"]
    for each, sha in entry["files"].items():
        path = folder / each
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha:
            wrong.append(f"report.json: {each} is not the file it was when {name} was {entry['status']}")
    if not entry["files"] and entry["status"] != "waiting":
        wrong.append(f"report.json: {name} is {entry['status']} without a file")
    if entry["files"] and not wrong:
        text = (folder / entry["page"]).read_text(encoding="utf-8")
        seed = str(entry["provenance"]["parameters"]["seed"])
        if set(MARK.findall(text)) != {seed} or f'datetime="{entry["made"]}"' not in text:
            wrong.append(f"report.json: {name} is told as made at {entry['made']} with {seed}, the page says otherwise")
    moved = entry.get("moved") or {}
    told = [MARK.findall(sentence) for pair in moved.get("findings", []) for sentence in pair]
    for sentence in moved.get("cells", {}).get("named", []):
        numbers = re.search(r": (\d+) \(.*now (\d+)$", sentence)
        if numbers is None or [[number] for number in numbers.groups()] != told:
            wrong.append(f"report.json: {name} moved from {told}, but its cells say {sentence}")
    return wrong


def settled(folder: Path, marker: int) -> list[str]:
    """Say what is not so after a run that came to its end: nothing is left over, and every page is of this run."""
    record = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    listed = {"index.html", "report.json"}.union(*(entry["files"] for entry in record["pages"]))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wrong = [f"{name} is left over" for name in sorted(there - listed)]
    beside = {path.name for path in folder.parent.iterdir()} - {folder.name, f".{folder.name}.lock"}
    wrong += [f"{name} is left beside the report" for name in sorted(beside)]
    for number, entry in enumerate(record["pages"]):
        status = "failed" if number == 1 and marker % FAILING == 0 else "rendered"
        if entry["status"] not in (status, "unchanged") or entry["provenance"]["parameters"]["seed"] != marker:
            wrong.append(f"{entry['notebook']} is {entry['status']}, and not of this run")
    return wrong + whole(folder)
