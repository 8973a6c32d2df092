"""One executed notebook as one HTML file that needs nothing else, through our own nbconvert template."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from framing.report.links import linked
from framing.report.prose import Prose, code_html, plain, scrolling_tables
from framing.show.explorer import explorer_script

__all__ = ["CORPUS", "FINDINGS", "environment", "outputs_of", "page_html", "split_title"]

TEMPLATES = Path(__file__).parent / "templates"
SHARED = TEMPLATES / "shared"
FINDINGS = "application/vnd.framing.findings+json"
CORPUS = "application/vnd.framing.corpus+json"
ERROR_MARK = "papermill-error-cell-tag"

# What is shown of an output that comes in several forms: the richest that needs neither a script nor a network.
SHOWN = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain")

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07")
TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


def split_title(notebook: Mapping[str, Any], fallback: str) -> tuple[str, str]:
    r"""Return a notebook's question, which is its first heading, and the rest of that cell.

    Parameters
    ----------
    notebook : mapping
        A notebook as :mod:`nbformat` reads it.
    fallback : str
        The title of a notebook that does not open with ``# ``.

    Examples
    --------
    >>> cell = {"cell_type": "markdown", "source": "# Who wrote *what*?\n\nWhy it matters.", "metadata": {}}
    >>> split_title({"cells": [cell]}, "01-corpus")
    ('Who wrote what?', 'Why it matters.')
    """
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and ERROR_MARK not in cell["metadata"].get("tags", []):
            found = TITLE.match(cell["source"])
            if found:
                return plain(Prose().render(found[1])), cell["source"][found.end() :].lstrip("\n")
            break
    return fallback, ""


def outputs_of(notebook: Mapping[str, Any], kind: str) -> list[Any]:
    """Return every output of one mime type, in the notebook's order."""
    return [
        output["data"][kind]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if kind in output.get("data", {})
    ]


def environment() -> Environment:
    """Return the jinja2 environment of all our templates: everything is escaped unless marked otherwise."""
    loader = FileSystemLoader([TEMPLATES, SHARED])
    found = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    _add_filters(found)
    return found


def page_html(notebook: Any, /, **context: Any) -> str:
    """Return an executed notebook as a page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The executed notebook; not changed.
    **context
        What the template shows around it: ``title``, ``report``, ``status``, ``error``, ``notice``, ``previous``,
        ``next`` and ``provenance``; ``notebook`` and ``notebooks``, the names of this one and of all in the report.

    Returns
    -------
    str
        HTML5 that fetches nothing and runs no script but that of the page of passages, which the policy in its head
        knows by its hash; the same notebook and context give the same text.
    """
    from nbconvert.exporters import TemplateExporter

    prose = Prose()
    title, rest = split_title(notebook, context["title"])
    cells = [_shown(cell, prose) for cell in _cells(notebook, rest if title == context["title"] else None)]
    reached = _reached(cells) if context["error"] else len(cells)
    below = {name for cell in cells[reached:] for name in cell.get("names", ())}
    here, there = context.get("notebook", ""), context.get("notebooks", ())
    for cell in cells:
        for output in cell.get("outputs", ()):
            if output["form"] == "html":
                output["html"] = Markup(linked(str(output["html"]), here, there))
    contents = [each for each in prose.headings if each[0] in (2, 3) and each[1] not in below]

    class PageExporter(TemplateExporter):
        """nbconvert with our template alone: it extends none of nbconvert's, which load scripts from a network."""

        output_mimetype = "text/html"

        def _file_extension_default(self) -> str:
            return ".html"

        def _create_environment(self) -> Environment:
            made = super()._create_environment()
            made.autoescape, made.trim_blocks, made.lstrip_blocks = True, True, True
            _add_filters(made)
            return made

    exporter = PageExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        extra_loaders=[FileSystemLoader(SHARED)],
    )
    context = {**context, "script": _script_hash(cells)}
    resources = {"cells": cells[:reached], "unreached": cells[reached:], "contents": contents, "page": context}
    html, _ = exporter.from_notebook_node(notebook, resources=resources)
    return str(html)


def _script_hash(cells: list[dict[str, Any]]) -> str:
    """Return the hash of our own script where a page holds it; the policy lets that one run and no other."""
    script = explorer_script()
    held = f"<script>{script}</script>"
    if not any(held in output["html"] for cell in cells for output in cell.get("outputs", ()) if "html" in output):
        return ""
    return b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")


def _cells(notebook: Any, rest: str | None) -> list[Any]:
    """Return the cells without papermill's error marks, the title taken off the first."""
    cells = [cell for cell in notebook["cells"] if ERROR_MARK not in cell["metadata"].get("tags", [])]
    if rest is not None and cells and cells[0]["cell_type"] == "markdown" and TITLE.match(cells[0]["source"]):
        cells[0] = {**cells[0], "source": rest}
    return cells


def _reached(cells: list[dict[str, Any]]) -> int:
    """Return how many cells of a failed notebook a reader should see: up to the error, or to what did not run."""
    for number, cell in enumerate(cells):
        if any(output["form"] == "error" for output in cell.get("outputs", [])):
            return number + 1
        if cell["kind"] == "code" and cell["source"] and not cell["ran"]:
            return number
    return len(cells)


def _shown(cell: Any, prose: Prose) -> dict[str, Any]:
    """Return what the template prints of a cell; a code cell's outputs come as ready fragments."""
    if cell["cell_type"] == "markdown":
        before = len(prose.headings)
        html = Markup(prose.render(cell["source"]))
        return {"kind": "prose", "html": html, "names": [name for _, name, _ in prose.headings[before:]]}
    if cell["cell_type"] != "code":
        return {"kind": "nothing"}
    tags = cell["metadata"].get("tags", [])
    label = "Code"
    if "parameters" in tags:
        label = "Parameters"
    elif "injected-parameters" in tags:
        label = "Parameters of this report"
    outputs = [_output(output) for output in cell.get("outputs", [])]
    return {
        "kind": "code",
        "quiet": all(each["form"] in ("stderr", "nothing") for each in outputs),
        "label": label,
        "findings": "findings" in tags,
        "source": Markup(code_html(cell["source"])) if cell["source"].strip() else "",
        "ran": cell.get("execution_count") is not None,
        "outputs": outputs,
    }


def _output(output: Any) -> dict[str, Any]:
    kind = output["output_type"]
    if kind == "stream":
        return {"form": output["name"], "text": ANSI.sub("", output["text"])}
    if kind == "error":
        return {"form": "error", "text": ANSI.sub("", "\n".join(output["traceback"]))}
    data = output.get("data", {})
    form = next((each for each in SHOWN if each in data), "")
    value = data.get(form, "")
    text = value if isinstance(value, str) else "".join(value)
    if form == "text/html":
        return {"form": "html", "html": Markup(scrolling_tables(text))}
    if form == "image/svg+xml":
        return {"form": "html", "html": Markup(text[max(text.find("<svg"), 0) :])}
    if form in ("image/png", "image/jpeg"):
        about = output.get("metadata", {}).get(form, {})
        alt = about.get("alt") if isinstance(about, Mapping) else None
        return {"form": "image", "mime": form, "data": text.replace("\n", ""), "alt": alt or data.get("text/plain", "")}
    if form == "text/markdown":
        return {"form": "html", "html": Markup(Prose().render(text, trusted=False))}
    return {"form": "stdout" if text else "nothing", "text": ANSI.sub("", text)}


def _add_filters(to: Environment) -> None:
    to.filters["size"] = _size
    to.filters["counted"] = lambda number: f"{number:,}"
    to.filters["day"] = _day
    to.filters["written"] = _written


def _size(count: int) -> str:
    """Return bytes as a reader says them."""
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} bytes"


def _day(time: str) -> str:
    """Return an ISO time as a reader says it, such as ``22 November 2026, 21:47 UTC``."""
    import datetime

    moment = datetime.datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ")
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _written(value: Any) -> str:
    """Return a parameter's value as a reader reads it: an empty one means all."""
    if value == "" or value == []:
        return "(not set)"
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)
