"""Answers of services as JSON: one, a list of them, or one a line; and the HTML that they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from framing.articles.blobs import Blob
from framing.project import InputError

__all__ = ["answers", "first_answer", "paragraphs", "text_of"]


def answers(blob: Blob) -> Iterator[dict[str, Any]]:
    """Read the answers in a file.

    Control characters and stray backslashes, which GDELT writes, are let through.

    Raises
    ------
    InputError
        With the line, where it is no JSON.
    """
    text = blob.text.strip()
    try:
        found = _parse(text)
    except ValueError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
            line = getattr(error, "lineno", 1)
            raise InputError(f"{blob.name}, line {line}: expected JSON, found {error}; fetch it anew.") from None
        for number, line in enumerate(lines, start=1):
            try:
                yield from _objects(_parse(line))
            except ValueError as broken:
                raise InputError(f"{blob.name}, line {number}: expected JSON, found {broken}; fetch it anew.") from None
        return
    yield from _objects(found)


def _objects(found: Any) -> Iterator[dict[str, Any]]:
    yield from (each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict))


def _parse(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except ValueError:
        return json.loads(re.sub(r'\\(?!["\\/bfnrtu])', r"\\\\", text), strict=False)


def first_answer(blob: Blob) -> dict[str, Any]:
    """Return the first answer of a file; {} when it holds none."""
    if blob.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"["):
        return {}
    try:
        return next(answers(blob), {})
    except InputError:
        return {}


def text_of(value: Any) -> str:
    """Return a value as text: "" for what is missing."""
    if value is None or isinstance(value, bool | dict):
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(text_of, value)))
    return str(value).strip()


def paragraphs(html: str) -> str:
    r"""Return HTML as text, an empty line between its paragraphs; figures and asides are left out.

    >>> paragraphs("<p>One &amp; two</p><aside><p>More on this</p></aside><h2>Then</h2><p>three</p>")
    'One & two\n\nThen\n\nthree'
    """
    if not re.search(r"<[a-zA-Z/!]", html):
        return html.strip()
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        tree = fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    except (etree.ParserError, ValueError):
        return re.sub(r"<[^>]+>", " ", html).strip()
    etree.strip_elements(
        tree, "figure", "aside", "script", "style", "iframe", "gu-atom", etree.Comment, with_tail=False
    )
    for each in tree.iter("br"):
        each.tail = "\n" + (each.tail or "")
    blocks = []
    for each in tree.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote", "pre"):
        if each.find(".//p") is None:
            blocks.append(" ".join(each.text_content().split()))
    return "\n\n".join(filter(None, blocks)) or " ".join(tree.text_content().split())
