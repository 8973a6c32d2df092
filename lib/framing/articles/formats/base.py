"""What a format is: how its files are recognised by content, and how their records are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from framing.articles.blobs import Blob
from framing.articles.readers import Record, Unread

__all__ = ["Format", "Read", "Stated"]


@dataclass(frozen=True)
class Stated:
    """What an export says of itself.

    Attributes
    ----------
    articles : int or None
        How many articles it says it holds. Fewer or more read than that is a failure.
    where : str
        Where it says so, in its own words: "line 31: 1 of 10 DOCUMENTS".
    retrieved : str
        When it was downloaded, as written.
    query : str
        What was searched for.
    start, end : str
        The range of dates that was searched, as written.
    """

    articles: int | None = None
    where: str = ""
    retrieved: str = ""
    query: str = ""
    start: str = ""
    end: str = ""


Read = Iterator[Record | Unread | Stated]


@dataclass(frozen=True)
class Format:
    """A layout that articles come in.

    Attributes
    ----------
    name : str
        As ``--format`` takes it: "nexis-uk".
    label : str
        For people: "Nexis UK, HTML".
    fits : callable
        Whether a file is of this format, told by what is in it and never by its name.
    read : callable
        Its records, in order. Their fields are named as the columns of an article (``headline``, ``body`` with an
        empty line between paragraphs, ``source``, ``published`` as written, ``url``, ``language``, ``author``,
        ``section``) and, for the rest, by one word in lower case. Raises InputError, with the line and what was
        expected there, when the layout is not what it seemed.
    """

    name: str
    label: str
    fits: Callable[[Blob], bool]
    read: Callable[[Blob], Read]
