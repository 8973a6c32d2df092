"""Factiva's HTML, in any language of its interface: with field codes in the left cells of a table, or without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read, Stated
from framing.articles.formats.factiva import (
    Row,
    coded_articles,
    document_number,
    fields_of_codes,
    is_code,
    paragraphs,
    record,
    squeeze,
    stated_search,
)
from framing.articles.formats.factiva_lines import Line, fields_of_head, fields_of_lines, lines_by_article
from framing.articles.formats.factiva_listed import listed_headlines
from framing.articles.readers import Unread
from framing.project import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["FACTIVA_HTML"]

# What Factiva alone writes: an article's class ("article deArticle"), a headline's or a paragraph's, in any language.
# Every length has a bound: a search must not take time by the square.
_CLASS = re.compile(r"""class\s{0,9}=\s{0,9}["']?[^"'>]{0,99}\b[a-z]{2,5}(?:Article|Headline|articleParagraph)\b""")
_CELL = re.compile(
    r"<td[^>]{0,300}>(?:\s|<[^>]{0,99}>){0,9}(HD|SN|PD|LP|TD)(?:\s|&nbsp;|&#160;|<[^>]{0,99}>){0,9}</td>", re.I
)
_NUMBERED = re.compile(r">\s{0,99}[^<>\d]{0,20}\b[A-Za-z0-9_]{8}(?:1[89]|20)\d{6}[a-z0-9]{9}\s{0,99}<")
_ARTICLE = re.compile(r"([a-z]{2})(?:[a-z]{2})?Article")
_WHITE = re.compile(r"\s+")
_LEFT_OUT = {"script", "style", "head", "input", "select", "option", "noscript", "template"}
_BLOCKS = {"p", "div", "pre", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "dt"}


@dataclass
class _Block:
    """A piece of text that stands by itself: what it is for ("" when its class does not say), its tag, its lines."""

    kind: str
    tag: str
    lines: list[str]
    bold: bool


def _fits(blob: Blob) -> bool:
    if not re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<", blob.head) or blob.head.startswith(b"PK"):
        return False
    text = blob.text
    if _CLASS.search(text):
        return True
    return len({code.upper() for code in _CELL.findall(text)}) >= 3 or (
        "Factiva" in text and _NUMBERED.search(text) is not None
    )


def _read(blob: Blob) -> Read:
    tree = blob.html
    articles = [each for each in tree.iter() if _language(each) is not None]
    articles = [each for each in articles if not any(_language(above) is not None for above in each.iterancestors())]
    listed = list(listed_headlines(tree))
    found = list(_with_containers(articles) if articles else _without_containers(tree)) or listed
    if not found:
        place = _CLASS.search(blob.text) or _NUMBERED.search(blob.text)
        raise InputError(
            f"{blob.name}, line {blob.line_of(place.start()) if place else 1}: expected Factiva's articles, each in an "
            "element of the class “enArticle” or the like, found none; export it anew as “Full Article”."
        )
    cut_off = "</html" not in blob.text[-5_000:].casefold() and not found[-1][0].get("accession")
    for number, (fields, raw) in enumerate(found, start=1):
        if cut_off and number == len(found):
            detail = "expected the number of its document, found the end of the file: it is cut off"
            yield Unread(blob.name, number, "the article is cut off", detail, {**fields, "text": raw})
        else:
            yield record(blob.name, number, fields, raw)
    lost = _numbers(tree) - {fields.get("accession", "") for fields, _ in found}
    for number, accession in enumerate(sorted(lost), start=len(found) + 1):
        detail = f"the article before “Document {accession}” was not found"
        yield Unread(blob.name, number, "the article was not understood", detail, {"accession": accession})
    yield from _stated(tree, articles, [fields["headline"] for fields, _ in listed] if found is not listed else [])


def _language(element: HtmlElement) -> str | None:
    """Return the language in an article's class, "" when it has the class alone; None for what is no article."""
    names = (element.get("class") or "").split() if isinstance(element.tag, str) else []
    return next((found[1] for name in names if (found := _ARTICLE.fullmatch(name))), None)


def _with_containers(articles: list[HtmlElement]) -> Iterator[tuple[dict[str, str], str]]:
    for article in articles:
        language = _language(article) or ""
        rows = _rows(article)
        if any(code == "HD" for code, _ in rows):
            found = [fields_of_codes(each, language) for each in coded_articles(rows)]
        else:
            found = [_fields(list(_blocks(article)), language)]
        raw = "\n".join(squeeze(line) for line in article.itertext() if line.strip())
        for fields in found:
            yield fields, raw


def _without_containers(tree: HtmlElement) -> Iterator[tuple[dict[str, str], str]]:
    """Read articles from the rows or the lines of a file that has lost its classes."""
    rows = _rows(tree)
    if any(code == "HD" for code, _ in rows):
        for article in coded_articles(rows):
            yield fields_of_codes(article), "\n".join(f"{code} " + "\n".join(lines) for code, lines in article)
        return
    lines: list[Line] = []
    for block in _blocks(tree):
        between = [("", False)] if block.tag == "p" else []
        lines += [*between, *((line, block.bold) for line in paragraphs(block.lines)), *between]
    for each in lines_by_article(lines):
        number = document_number(each[-1][0])
        if number:
            yield fields_of_lines(each) or {"accession": number}, "\n".join(text for text, _ in each)


def _rows(element: HtmlElement) -> list[Row]:
    """Return the rows of two cells with a code in the first; a table in the second cell is text."""
    rows: list[Row] = []
    inside: set[HtmlElement] = set()
    for row in element.iter("tr"):
        cells = [each for each in row if each.tag in ("td", "th")]
        if len(cells) < 2 or any(above in inside for above in row.iterancestors("td", "th")):
            continue
        code = squeeze(cells[0].text_content())
        indexed = "index" in (cells[0].get("class") or "").split()
        if is_code(code) or (indexed and re.fullmatch(r"[A-Z]{2,5}", code)):
            inside.add(cells[1])
            rows.append((code, [line for block in _blocks(cells[1]) for part in _parts(block) for line in (part, "")]))
    return rows


def _blocks(element: HtmlElement) -> Iterator[_Block]:
    """Yield the texts of an element that stand by themselves, in order."""
    from lxml import etree

    # Of each open element: the block that its text is of, what that is for, whether it is bold, and left out.
    path: list[tuple[HtmlElement, str, bool, bool]] = [(element, "", False, False)]
    owner, kind = element, ""
    pieces: list[tuple[str, bool]] = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            outer, purpose, bold, hidden = path[-1]
            named = _kind(node)
            block = node if node is element or node.tag in _BLOCKS or named else outer
            bold = bold or node.tag in ("b", "strong", "h1", "h2", "h3")
            path.append((block, named or purpose, bold, hidden or node.tag in _LEFT_OUT))
            text = "\n" if node.tag == "br" else node.text
        else:
            if event == "end":
                path.pop()
                if node.tag in ("td", "th"):
                    pieces.append((" ", False))
            text = node.tail if node is not element else ""
        block, purpose, bold, hidden = path[-1]
        if block is not owner:
            if any(piece.strip() for piece, _ in pieces):
                yield _block(owner, kind, pieces)
            owner, kind, pieces = block, purpose, []
        if text and not hidden:
            pieces.append((text if block.tag == "pre" or text == "\n" else _WHITE.sub(" ", text), bold))
    if any(piece.strip() for piece, _ in pieces):
        yield _block(owner, kind, pieces)


def _block(owner: HtmlElement, kind: str, pieces: list[tuple[str, bool]]) -> _Block:
    bold = all(strong for piece, strong in pieces if piece.strip())
    return _Block(kind, str(owner.tag), "".join(piece for piece, _ in pieces).split("\n"), bold)


def _kind(node: HtmlElement) -> str:
    """Say what an element is for, by its class."""
    names = (node.get("class") or "").split()
    if node.get("id") == "hd" or any(name.endswith("Headline") for name in names):
        return "headline"
    if "author" in names:
        return "author"
    if any(name.endswith("articleParagraph") or name in ("articlePre", "odeArticle") for name in names):
        return "text"
    return "caption" if any("caption" in name.casefold() for name in names) else ""


def _fields(blocks: list[_Block], language: str) -> dict[str, str]:
    """Return the fields of an article without codes, by what its elements are for."""
    titles = [place for place, block in enumerate(blocks) if block.kind == "headline"]
    start = titles[-1] + 1 if titles else 0
    texts = [place for place, block in enumerate(blocks) if block.kind == "text"]
    plain = [place for place, block in enumerate(blocks) if not block.kind and place >= start]
    first = texts[0] if texts else next((place for place in plain if blocks[place].tag == "p"), len(blocks))
    head = [place for place in plain if place < first and (blocks[place].tag != "p" or texts)]
    tail = [place for place in plain if place > (texts[-1] if texts else first - 1) and blocks[place].tag == "p"]
    if not texts:  # a paragraph before those of the publisher and the number is text
        tail = tail[-2:]
    body = [place for place in plain if place > first - 1 and place not in tail] + texts
    found = fields_of_head(
        [_line(blocks[place]) for place in head],
        [each for place in sorted(body) for each in _parts(blocks[place])],
        [_line(blocks[place]) for place in tail],
        language,
    )
    before = [_line(block) for block in blocks[: titles[0]] if not block.kind] if titles else []
    named = {
        "headline": " ".join(_line(blocks[place]) for place in titles),
        "author": "; ".join(_line(block) for block in blocks if block.kind == "author"),
        "captions": " ".join(_line(block) for block in blocks if block.kind == "caption"),
        "section": before[0] if before else "",
        "column": "; ".join(before[1:]),
    }
    return {name: value for name, value in named.items() if value} | found


def _line(block: _Block) -> str:
    return squeeze(" ".join(block.lines))


def _parts(block: _Block) -> list[str]:
    """Return the paragraphs of a block: a break is one only where an empty line follows."""
    return [part for each in re.split(r"\n\s*\n", "\n".join(block.lines)) if (part := squeeze(each))]


def _numbers(tree: HtmlElement) -> set[str]:
    """Return the numbers of all documents that have a line of their own."""
    lines = (squeeze(each.text_content()) for each in tree.iter("p", "td") if len(each) < 3)
    return {number for line in lines if len(line) <= 60 and (number := document_number(line))}


def _stated(tree: HtmlElement, articles: list[HtmlElement], listed: list[str]) -> Iterator[Stated]:
    """Yield what the file says of itself: the summary of the search, and headlines listed without their articles."""
    inside = set(articles)
    stated = None
    for table in tree.iter("table"):
        if not any(above in inside for above in table.iterancestors()):
            rows = [
                [squeeze(each.text_content()) for each in row if each.tag in ("td", "th")] for row in table.iter("tr")
            ]
            stated = stated or stated_search([(row[0], row[1]) for row in rows if len(row) == 2], listed)
    if stated:
        yield stated
    elif listed:
        yield Stated(where=f"{len(listed)} headlines are listed without their articles: {'; '.join(listed)}")


FACTIVA_HTML = Format("factiva-html", "Factiva, HTML", _fits, _read)
