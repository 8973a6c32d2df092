"""A chart in JupyterLab whose points can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from framing.show.marks import lead_to

__all__ = ["chart_view", "chosen_by_hand", "scrolled"]


@cache
def _view_class() -> Any:
    import anywidget
    import traitlets

    class ChartView(anywidget.AnyWidget):
        """The HTML of a `framing` chart, escaped where it was made, and a status line, which is text."""

        _esm = (Path(__file__).parent / "chart_view.js").read_text(encoding="utf-8")
        html = traitlets.Unicode("").tag(sync=True)
        said = traitlets.Unicode("").tag(sync=True)

    return ChartView


def chosen_by_hand(html: str) -> str:
    """Return a chart's HTML with marks that the widget answers."""
    return lead_to(html, "#passages?")


def chart_view(chosen: Callable[[dict[str, str]], None]) -> Any:
    """Return a widget with the traits ``html`` and ``said``; `chosen` is called with what a chosen point asks for.

    Parameters
    ----------
    chosen : callable
        Takes a mapping: ``frame``, ``source`` or ``group``, ``period``.
    """
    view = _view_class()()

    def heard(_: Any, content: Any, buffers: Any) -> None:
        if isinstance(content, dict) and isinstance(content.get("asked"), str):
            chosen(dict(parse_qsl(content["asked"])))

    view.on_msg(heard)
    return view


def scrolled(html: str) -> str:
    """Return HTML in a box that many passages scroll in, by keys too."""
    style = "max-height:34em;overflow:auto"
    return f'<div tabindex="0" role="group" aria-label="Passages" style="{style}">{html}</div>' if html else ""
