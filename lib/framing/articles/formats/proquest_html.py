"""ProQuest's HTML export: the same documents and labels as its TXT, as blocks of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read, Stated
from framing.articles.formats.proquest import fields_of, label_of, settle
from framing.articles.readers import Record, Unread

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PROQUEST_HTML"]

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol table tbody tr td th dl dt dd blockquote section article hr body center".split()
)
_HIDDEN = frozenset(("script", "style", "head", "noscript", "svg"))
# "Document 3 of 10", "Dokument 3 von 10", "3 / 10", "文档 3/10".
_MARK = re.compile(r"(?:[^\W\d_]+ )?(\d+) ?(?:of|von|de|sur|di|из|/|／) ?(\d+)", re.IGNORECASE)
_RULE = re.compile(r"_{10,}")
_NAMES = {"body", "accession", "source", "info", "database", "url", "published"}


def _fits(blob: Blob) -> bool:
    if b"<" not in blob.head or not re.search(rb"proquest", blob.data[:2_000_000], re.IGNORECASE):
        return False
    if not re.search(rb"<(?:html|body|div|p|table|!doctype)\b", blob.head, re.IGNORECASE):
        return False
    names = {told[0] for line in _lines(blob.html) if (told := label_of(line))}
    return len(names & _NAMES) >= 4


def _lines(tree: HtmlElement) -> list[str]:
    """Return the blocks of a page as lines; "____" for a rule."""
    lines: list[str] = []
    held: list[str] = []

    def close() -> None:
        text = " ".join("".join(held).split())
        held.clear()
        if text:
            lines.append(text)

    for event, text in _walk(tree):
        if event == "text":
            held.append(text)
        else:
            close()
            if event == "rule":
                lines.append("_" * 20)
    close()
    return lines


def _walk(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Walk over a tree without recursion: text, the edges of blocks, and rules."""
    from lxml import etree

    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag if isinstance(node.tag, str) else ""
        hidden = tag in _HIDDEN or any(each.tag in _HIDDEN for each in node.iterancestors())
        if event == "start":
            if tag == "hr":
                yield "rule", ""
            elif tag in _BLOCKS or tag == "br":
                yield "block", ""
            if node.text and tag and not hidden:
                yield "text", node.text
        else:
            if tag in _BLOCKS:
                yield "block", ""
            if node.tail and not any(each.tag in _HIDDEN for each in node.iterancestors()):
                yield "text", node.tail


def _read(blob: Blob) -> Read:
    parts: list[list[str]] = [[]]
    stated = 0
    for line in _lines(blob.html):
        mark = _MARK.fullmatch(line)
        if _RULE.fullmatch(line) or mark:
            parts.append([])
            stated = max(stated, int(mark[2])) if mark else stated
        else:
            parts[-1].append(line)
    number = 0
    for part in parts:
        names = {told[0] for line in part if (told := label_of(line))}
        if len(names & {"body", "accession", "source", "info", "published", "abstract"}) < 2:
            continue  # the list of contents before the documents, and the imprint after them
        number += 1
        fields = settle(fields_of(part))
        if fields.get("headline") or fields.get("body"):
            yield Record(blob.name, number, fields)
        else:
            yield Unread(blob.name, number, "neither headline nor body", "", {"text": "\n".join(part)})
    if stated:
        yield Stated(articles=stated, where=f"“… of {stated:,}” above a document")


PROQUEST_HTML = Format("proquest-html", "ProQuest, HTML", _fits, _read)
