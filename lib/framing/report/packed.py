"""The texts in the files of a report, free of what they are wrapped in."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["texts_of"]

# Tags that stand inside a sentence, even inside a word; at all others a text ends.
_INLINE = r"</?(?:mark|b|i|em|strong|a|span|ins|del|small|sub|sup|code|u|wbr|tspan)\b[^>]*>"
_PLAIN = {".bib", ".css", ".js", ".md", ".txt", ".yml", ".yaml", ".tsv"}


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
