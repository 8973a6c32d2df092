"""How much of each article's text stands in a set of files, whatever it is wrapped in."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["RUN", "Quoted", "quoted", "texts_of"]

# So many words in a row are taken for a quotation. Shorter runs are everybody's: "the Ministry of State Security said".
RUN = 8

# Tags that stand inside a sentence, even inside a word; at all others a text ends.
_INLINE = r"</?(?:mark|b|i|em|strong|a|span|ins|del|small|sub|sup|code|u|wbr|tspan)\b[^>]*>"
# What the suite takes for a word.
_WORD = r"\w+(?:[.'’]\w+)*"
_PLAIN = {".bib", ".css", ".js", ".md", ".txt", ".yml", ".yaml", ".tsv"}


@dataclass(frozen=True)
class Quoted:
    """How much of an article is quoted.

    Attributes
    ----------
    article : int
        Its place among the bodies.
    words, longest, total : int
        Of its body: all, those of the longest run that is quoted, and all that are.
    at : int
        The word at which the longest run begins.
    """

    article: int
    words: int
    longest: int
    total: int
    at: int


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts in a file, free of markup and escapes; nothing for a picture.

    Parameters
    ----------
    path : Path
        Of HTML, SVG, JSON, a notebook, CSV or plain text.
    """
    kind = path.suffix.casefold()
    if kind not in {".html", ".htm", ".svg", ".xml", ".json", ".ipynb", ".csv", *_PLAIN}:
        return
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if kind in (".json", ".ipynb"):
        for each in _strings(json.loads(text)):
            yield _bare(each)
    elif kind == ".csv":
        csv.field_size_limit(2**31 - 1)
        for row in csv.reader(io.StringIO(text)):
            yield from row
    else:
        yield _bare(text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        # A notebook keeps a text as a list of its lines.
        if value and all(isinstance(each, str) for each in value):
            yield "".join(value)
        else:
            for each in value:
                yield from _strings(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)


def _bare(text: str) -> str:
    """Take the markup away. Pages hold CSV files as links: what a link carries in itself is read too.

    >>> _bare('a <mark>b</mark>c &amp; d<td>e')
    'a bc & d e'
    """
    carried = re.findall(r"data:text/[^\"'>]*?,([^\"'>]*)", text)
    bare = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(_INLINE, "", text, flags=re.IGNORECASE)))
    if not carried:
        return bare
    from urllib.parse import unquote

    return "\n\n".join([bare, *(unquote(html.unescape(each)) for each in carried)])


def quoted(bodies: Sequence[str], texts: Iterable[str]) -> list[Quoted]:
    """Say how much of each body stands in the texts: the union of all places, so that windows add up.

    Words are compared, case folded; markup, punctuation and space play no part. Runs shorter than eight words do not
    count.

    Parameters
    ----------
    bodies : sequence of str
    texts : iterable of str

    Returns
    -------
    list of Quoted
        Of the bodies that are quoted at all, in their order.

    Examples
    --------
    >>> body = "one two three four five six seven eight nine ten eleven twelve"
    >>> windows = ["One two, three four five six seven eight!", "four five six seven eight nine ten eleven"]
    >>> found = quoted([body], windows)
    >>> found[0].longest, found[0].words
    (11, 12)
    """
    known: dict[str, int] = {}
    packed = _numbers(texts, known, add=True)
    there = np.unique(_windows(packed)[0])
    numbers = _numbers(bodies, known, add=False)
    ends = np.flatnonzero(numbers == _END)
    hashes, whole = _windows(numbers)
    hit = whole & np.isin(hashes, there)
    steps = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.add.at(steps, np.flatnonzero(hit), 1)
    np.add.at(steps, np.flatnonzero(hit) + RUN, -1)
    covered = np.cumsum(steps)[: len(numbers)] > 0
    found = []
    start = 0
    for article, end in enumerate(ends.tolist()):
        part = covered[start:end]
        if part.any():
            edges = np.flatnonzero(np.diff(np.concatenate([[0], part.astype(np.int8), [0]])))
            lengths = edges[1::2] - edges[::2]
            longest = int(lengths.argmax())
            found.append(Quoted(article, end - start, int(lengths[longest]), int(part.sum()), int(edges[2 * longest])))
        start = end + 1
    return found


# The end of a text, and a word that stands in no file.
_END, _NEW = -2, -1


def _numbers(texts: Iterable[str], known: dict[str, int], *, add: bool) -> np.ndarray:
    """Turn texts into numbers of their words, each text followed by an end."""
    made = []
    for text in texts:
        words = re.findall(_WORD, text.casefold())
        numbers = [known.setdefault(each, len(known)) for each in words] if add else [known.get(w, _NEW) for w in words]
        made.append(np.array([*numbers, _END], dtype=np.int64))
    return np.concatenate(made) if made else np.zeros(0, dtype=np.int64)


def _windows(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a hash of the eight words that begin at each place, and whether there are eight known ones."""
    if len(numbers) < RUN:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=bool)
    windows = np.lib.stride_tricks.sliding_window_view(numbers, RUN)
    hashes = np.zeros(len(windows), dtype=np.uint64)
    with np.errstate(over="ignore"):
        for place in range(RUN):
            hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + windows[:, place].astype(np.uint64) + np.uint64(1)
            hashes ^= hashes >> np.uint64(29)
    return hashes, np.asarray((windows >= 0).all(axis=1))
