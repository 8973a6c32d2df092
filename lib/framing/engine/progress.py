"""Who is told how far long work is: its caller, else whoever follows all of it, such as the bar of a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

__all__ = ["Begin", "Tell", "follow", "told"]

# Told how much is done, and of how much.
Tell = Callable[[int, int], None]
# Told what is counted, when work begins; gives what the work then tells.
Begin = Callable[[str], AbstractContextManager[Tell]]

_follower: list[Begin] = []
# Work within other work is part of it: one bar is shown at a time.
_within: ContextVar[bool] = ContextVar("within", default=False)


def follow(begin: Begin | None) -> None:
    """Let somebody follow all long work that nobody else follows; None ends that."""
    _follower[:] = [begin] if begin else []


@contextmanager
def told(what: str, progress: Tell | None = None) -> Iterator[Tell]:
    """Give long work somebody to tell how far it is.

    Parameters
    ----------
    what : str
        What is counted, such as ``"articles measured"``.
    progress : callable, optional
        Whom the caller wants told; else it is whoever follows, else nobody.

    Yields
    ------
    callable
        To be told how much is done, and of how much.

    Examples
    --------
    >>> with told("articles measured", lambda done, total: print(done, "of", total)) as tell:
    ...     tell(1, 2)
    1 of 2
    """
    outermost = not _within.get()
    token = _within.set(True)
    try:
        if progress is not None:
            yield progress
        elif _follower and outermost:
            with _follower[0](what) as tell:
                yield tell
        else:
            yield lambda done, total: None
    finally:
        _within.reset(token)
