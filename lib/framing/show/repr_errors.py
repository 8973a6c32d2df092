"""In a notebook, an error that a user can mend is one sentence, and its traceback is folded away below it."""

from __future__ import annotations

import re
import sys
from types import TracebackType
from typing import Any

from framing.project import FramingError
from framing.show.tables import escape

__all__ = ["fold_tracebacks", "watched"]

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def watched(shell: Any) -> bool:
    """Whether somebody sits before the notebook: a front end says so by letting the kernel ask for input.

    Unattended runs (papermill, nbclient, `framing report`) do not; there nothing is shown but what the cells make, and
    a page folds tracebacks by itself.
    """
    return bool(getattr(getattr(shell, "kernel", None), "_allow_stdin", False))


def fold_tracebacks(shell: Any) -> None:
    """Let a notebook's shell tell a FramingError in a sentence; other errors are told as ever."""
    if not shell.custom_exceptions:  # whoever has taken them in hand keeps them
        shell.set_custom_exc((FramingError,), _tell)


def _tell(
    shell: Any, kind: type[FramingError], error: FramingError, trace: TracebackType, tb_offset: int | None = None
) -> list[str]:
    sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace  # for %debug
    lines: list[str] = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
    if not watched(shell):
        shell._showtraceback(kind, error, lines)
        return lines
    shell._showtraceback(kind, error, [str(error)])
    shell.display_pub.publish({"text/html": _folded("\n".join(lines)), "text/plain": "(the traceback)"})
    return [str(error)]


def _folded(text: str) -> str:
    return (
        '<details class="framing-traceback"><summary style="cursor:pointer">Traceback</summary>'
        f'<pre tabindex="0" style="overflow-x:auto">{escape(_COLOURS.sub("", text))}</pre></details>'
    )
