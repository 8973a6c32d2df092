"""In a notebook, work that takes longer than a second shows one bar, which is gone when the work is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock, Timer
from typing import Any

from framing.engine.progress import Tell, follow
from framing.show.repr_errors import watched
from framing.show.tables import escape

__all__ = ["show_progress"]

# Seconds: shorter work shows nothing, and a bar is drawn no more often than an eye follows.
_PATIENCE, _BETWEEN = 1.0, 0.2


def show_progress(shell: Any) -> None:
    """Let a notebook's shell follow all long work."""
    place = _Place(shell)
    shell.events.register("pre_run_cell", place.begin)

    @contextmanager
    def bar(what: str) -> Iterator[Tell]:
        if not watched(shell):
            yield lambda done, total: None
            return
        shown = _Bar(place, what)
        try:
            yield shown.tell
        finally:
            shown.end()

    follow(bar)


class _Place:
    """Where a cell's output goes, and whether anything but the bar stands there.

    Jupyter can take back all the output of a cell but not one piece of it. So it is taken back where the bar is all
    there is; where there is more, the bar is emptied.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._bars = 0
        self._empty: int | None = None  # messages sent when the cell had no output yet

    def begin(self, info: Any = None) -> None:
        """Remember that a cell begins."""
        self._empty = self._sent()

    def put(self, data: dict[str, str], *, update: bool) -> None:
        """Show something in the bar's place."""
        alone = self._alone()
        self._bars += not update  # a bar that was emptied stays so when the next one moves
        name = {"display_id": f"framing-progress-{self._bars}"}
        self._shell.display_pub.publish(data, transient=name, update=update)
        self._empty = self._sent() if alone else None

    def clear(self) -> None:
        """Take the bar away."""
        if self._alone():
            self._shell.display_pub.clear_output()
            self._empty = self._sent()
        else:
            self.put({}, update=True)

    def _alone(self) -> bool:
        return self._empty is not None and self._sent() == self._empty

    def _sent(self) -> int:
        sys.stdout.flush()
        sys.stderr.flush()
        return int(self._shell.kernel.session.message_count)


class _Bar:
    """A bar that appears after a second; it is told how far the work is, and ended."""

    def __init__(self, place: _Place, what: str) -> None:
        self._place, self._what = place, what
        self._done = self._total = self._first = 0
        self._drawn = 0.0  # when; 0 before
        self._lock = RLock()
        self._over = False
        self._timer = Timer(_PATIENCE, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def tell(self, done: int, total: int) -> None:
        """Be told how much is done, and of how much."""
        with self._lock:
            if not self._total:
                self._first = done
            self._done, self._total = done, total
            if self._drawn and time.monotonic() - self._drawn > _BETWEEN:
                self._draw()

    def end(self) -> None:
        """Go away."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._drawn:
                self._place.clear()

    def _appear(self) -> None:
        with self._lock:
            if not self._over:
                self._draw()

    def _draw(self) -> None:
        said = f"{self._done:,} of {self._total:,} {self._what}"
        # Nothing done yet, nobody knows how fast it goes: a bar without a value moves to and fro.
        value = f' value="{self._done}"' if self._done > self._first else ""
        html = f'<label>{escape(said)} <progress max="{self._total}"{value}></progress></label>'
        self._place.put({"text/html": html, "text/plain": said}, update=bool(self._drawn))
        self._drawn = time.monotonic()
