"""Nexis UK's and LexisNexis Academic's HTML: articles as DIVs of styled lines, with or without DOCFULL around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.nexis import Block, read_blocks
from framing.articles.formats.nexis_fields import record
from framing.articles.formats.nexis_labels import document_mark, label, squeeze
from framing.articles.formats.nexis_stated import stated_request
from framing.project import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["NEXIS_UK", "read_html_export"]

_BLOCKS = {
    "div", "p", "center", "td", "th", "tr", "table", "tbody", "body", "html", "ul", "ol", "li", "blockquote", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "doc", "docfull", "pre", "form", "dl", "dd", "dt", "section", "article",
}  # fmt: skip
_SKIPPED = {"script", "style", "head", "title", "noscript", "select", "option", "textarea"}
_DOCUMENT = re.compile(r"DOC_ID_\d+", re.I)
_SIGNS = re.compile(rb"<DOCFULL>|LXNComment|NAME=\"?DOC_ID_\d+|<META[^>]{0,200}\sDOCUMENTS=\"?\d", re.I)


def _fits(blob: Blob) -> bool:
    head = blob.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    text = head if b"\x00" not in head[:200] else blob.text[:65_536].encode()
    if b"<" not in text[:200] or not re.search(rb"<(?:html|body|div|head|meta|doc|p|a)\b", text, re.I):
        return False
    if _SIGNS.search(text):
        return True
    lines = re.split(r"<[^>]*>", blob.text[:65_536])
    return any(map(document_mark, lines)) and any(label(line, capitals=True) for line in lines)


def read_html_export(blob: Blob) -> Read:
    """Read the articles of an HTML export.

    Yields
    ------
    Stated, Record or Unread
        What the file says of itself, then every article.

    Raises
    ------
    InputError
        When it is no HTML, or nothing in it begins an article.
    """
    tree = blob.html
    centred = _centred_classes(tree)
    cover: list[Block] = []
    articles: list[list[Block]] = []
    marks: list[tuple[int, int, str]] = []
    for each in _pieces(tree, centred):
        mark = document_mark(each.text) if isinstance(each, Block) else None
        if each is None or mark:
            # an anchor, a comment and the count may all announce one article
            if not articles or articles[-1]:
                articles.append([])
            if mark:
                marks.append((*mark, f"article {len(articles):,}"))
        elif isinstance(each, Block):
            (articles[-1] if articles else cover).append(each)
    articles = [each for each in articles if each]
    if not articles:
        raise InputError(
            f"{blob.name}, line {blob.text.count(chr(10)) + 1:,}: expected “1 of 10 DOCUMENTS” or DOCFULL above each "
            "article, found neither to the end of the file."
        )
    declared = next((int(each) for each in tree.xpath("//meta/@documents") if each.strip().isdigit()), None)
    lines = [line for block in cover for line in block.lines]
    lines += [f"Time Of Request: {each}" for each in tree.xpath("//meta[@documents]/@updated")]
    yield stated_request(lines, marks, declared)
    for number, blocks in enumerate(articles, start=1):
        raw = "\n\n".join("\n".join(block.lines) for block in blocks)
        yield record(blob.name, number, read_blocks(blocks), raw)


def _centred_classes(tree: HtmlElement) -> set[str]:
    """Return the classes whose style puts a text in the middle."""
    style = " ".join("".join(each.itertext()) for each in tree.iter("style"))
    return {found[1] for found in re.finditer(r"\.([\w-]+)\s*\{[^}]*text-align:\s*center", style, re.I)}


def _pieces(tree: HtmlElement, centred: set[str]) -> Iterator[Block | None]:
    """Yield the blocks of a page in order, and None where an article begins.

    Paragraphs directly in one DIV are one block.
    """
    paragraphs: list[tuple[str, ...]] = []
    home: HtmlElement | None = None
    middle = False
    lines = [""]

    def flush(element: HtmlElement | None) -> Iterator[Block]:
        """End the paragraph that stands in an element; and the block, when the element is another one's."""
        nonlocal home, middle, paragraphs
        found = _paragraphs_of(lines)
        lines[:] = [""]
        if not found:
            return
        group = _home(element)
        if paragraphs and (group is not home or label(squeeze(" ".join(found[0])), capitals=True)):
            yield Block(tuple(paragraphs), middle)
            paragraphs = []
        if not paragraphs:
            home, middle = group, _is_centred(element, centred)
        paragraphs += found

    stack: list[tuple[HtmlElement, Iterator[HtmlElement]]] = [(tree, iter(tree))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if element.tag in _BLOCKS:
                yield from flush(element)
            if stack:
                _write(lines, element.tail)
            continue
        starts = _starts_article(child)
        if starts or child.tag in _BLOCKS:
            yield from flush(element)
        if starts:
            if paragraphs:
                yield Block(tuple(paragraphs), middle)
                paragraphs = []
            yield None
        if not isinstance(child.tag, str) or child.tag in _SKIPPED:
            _write(lines, child.tail)
        elif child.tag == "br":
            lines.append("")
            _write(lines, child.tail)
        else:
            _write(lines, child.text)
            stack.append((child, iter(child)))
    yield from flush(tree)
    if paragraphs:
        yield Block(tuple(paragraphs), middle)


def _starts_article(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str):
        return re.search(r"<DOCFULL>", element.text or "", re.I) is not None
    if element.tag in ("docfull", "doc"):
        return True
    return element.tag == "a" and _DOCUMENT.match(element.get("name") or element.get("id") or "") is not None


def _write(lines: list[str], text: str | None) -> None:
    if text:
        lines[-1] += text


def _paragraphs_of(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Return what stands between line breaks as paragraphs: two breaks part them."""
    found: list[list[str]] = [[]]
    for line in map(squeeze, lines):
        if line:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [tuple(each) for each in found if each]


def _home(element: HtmlElement | None) -> HtmlElement | None:
    """Return the DIV, or the cell, that an element stands in."""
    while element is not None and element.tag not in ("div", "td", "center", "body", "docfull", "doc"):
        if element.getparent() is None or element.getparent().tag in ("body", "html", "docfull", "doc"):
            return element
        element = element.getparent()
    return element


def _is_centred(element: HtmlElement | None, centred: set[str]) -> bool:
    while element is not None and element.tag not in ("body", "html"):
        style = f"{element.get('align', '')} {element.get('style', '')}".casefold()
        if element.tag == "center" or "center" in style or centred.intersection((element.get("class") or "").split()):
            return True
        if re.search(r"\bleft\b", element.get("align") or ""):
            return False
        element = element.getparent()
    return False


NEXIS_UK = Format("nexis-uk", "Nexis UK, HTML", _fits, read_html_export)
