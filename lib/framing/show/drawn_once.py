"""A chart whose numbers have not changed is not drawn again.

What a chart is made from (its cells, events, labels and options, our code, matplotlib) names it; the pictures that were
saved under that name are taken from the cache. matplotlib is not even imported then.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, ParamSpec

import pandas as pd
import pyarrow as pa

from framing.engine.digests import code_of, made_from
from framing.engine.shelf import Shelf, file_table, table_file
from framing.show.chart import Chart
from framing.show.marks import Mark

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["drawn_once"]

Given = ParamSpec("Given")

_CODE = ("framing", "framing.show", "framing.trends")
_PACKAGES = ("matplotlib", "numpy", "pandas", "pillow")
_PICTURES = ("svg", "png")
_TOLD = ("title", "alt", "notes", "unit", "keys", "columns", "span")
# From here on letters are drawn in whatever font a machine has for them, and that may change: DejaVu has none of these.
_OTHER_SCRIPTS = "\u2e80"


def drawn_once(plot: Callable[Given, Chart]) -> Callable[Given, Chart]:
    """Return a function that makes the same charts as `plot`, from the cache where they were saved before.

    The chart is that of `plot` in every respect; its `figure` is drawn when it is asked for.
    """

    @functools.wraps(plot)
    def drawn(*given: Given.args, **options: Given.kwargs) -> Chart:
        name = made_from(plot.__name__, given, options, code_of(*_CODE), packages=_PACKAGES)
        shelf = Shelf.of("charts")
        found = shelf.get(name)
        if found is not None:
            return _restored(found, lambda: plot(*given, **options).figure)
        chart = plot(*given, **options)
        files = _files(chart) if name else None
        if files is not None:
            chart.on_save = functools.partial(_keep, shelf, name, files)
        return chart

    return drawn


def _files(chart: Chart) -> dict[str, bytes] | None:
    """Return a chart's words and numbers as files; None when they would come back as others."""
    if chart.drawing is None:
        return None  # a sentence is soon drawn
    told = {each: getattr(chart, each) for each in _TOLD} | {"marks": [asdict(mark) for mark in chart.marks]}
    try:
        files = {"chart.json": json.dumps(told).encode(), "data.arrow": table_file(chart.data)}
        back = _restored(files, lambda: None)
        pd.testing.assert_frame_equal(back.data, chart.data, check_exact=True)
    except (TypeError, ValueError, AssertionError, pa.ArrowException):
        return None
    return files if _same(back, chart) else None


def _same(one: Chart, other: Chart) -> bool:
    return all(getattr(one, each) == getattr(other, each) for each in (*_TOLD, "marks"))


def _restored(files: dict[str, bytes], figure: Callable[[], Figure | None]) -> Chart:
    told = json.loads(files["chart.json"])
    marks = tuple(Mark(**each) for each in told.pop("marks"))
    told |= {each: tuple(told[each]) for each in ("notes", "keys", "columns", "span")}
    drawn = {(kind, told["title"], told["alt"]): files[kind] for kind in _PICTURES if kind in files}
    return Chart(drawing=figure, data=file_table(files["data.arrow"]), marks=marks, drawn=drawn, **told)


def _keep(shelf: Shelf, name: str, files: dict[str, bytes], chart: Chart) -> None:
    """Keep a chart that was saved as it was made."""
    pictures = {kind: chart.drawn.get((kind, chart.title, chart.alt), b"") for kind in _PICTURES}
    unchanged = _same(chart, before := _restored(files, lambda: None)) and chart.data.equals(before.data)
    if unchanged and all(pictures.values()) and max(pictures["svg"].decode("utf-8")) < _OTHER_SCRIPTS:
        shelf.put(name, files | pictures)
