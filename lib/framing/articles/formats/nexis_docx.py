"""Lexis Advance's, Nexis Uni's and Lexis+' DOCX: the package opened, its paragraphs in order, with their styles."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.articles.blobs import LARGEST_HTML, Blob, check_zip
from framing.articles.formats.base import Format, Read
from framing.articles.formats.nexis_advance import read_documents
from framing.articles.formats.nexis_labels import squeeze
from framing.articles.formats.nexis_lines import Line
from framing.project import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["NEXIS_DOCX", "read_docx_export"]

_DOCUMENT = "word/document.xml"
# What is no text of the document's: boxes and drawings, what was deleted, and one of two versions of the same.
_LEFT_OUT = {"pict", "drawing", "object", "del", "moveFrom", "txbxContent", "Fallback", "footnoteReference"}
_TITLE_STYLES = {"heading1", "title", "titel", "titre"}


def _fits(blob: Blob) -> bool:
    if blob.data[:4] != b"PK\x03\x04" or b"xl/workbook" in blob.data:
        return False
    return b"word/" in blob.data


def read_docx_export(blob: Blob) -> Read:
    """Read the documents of a DOCX export.

    Yields
    ------
    Stated, Record or Unread
        What its cover says, then every article.

    Raises
    ------
    InputError
        When it is cut off, too large, no DOCX, or holds no article.
    """
    yield from read_documents(blob.name, list(_lines(blob)))


def _lines(blob: Blob) -> Iterator[Line]:
    """Yield the paragraphs of a DOCX; of a table outside the cover, each row is one."""
    packed = check_zip(blob.data, blob.name)
    names = set(packed.namelist())
    main = _DOCUMENT if _DOCUMENT in names else _main_part(packed, blob.name)
    root = _xml(packed, main, blob.name)
    folder, base = posixpath.split(main)
    relations = f"{folder}/_rels/{base}.rels"
    links = {}
    if relations in names:
        for each in _xml(packed, relations, blob.name):
            links[each.get("Id", "")] = each.get("Target", "")
    body = next((each for each in root if _tag(each) == "body"), root)
    breaks = False
    for element in _blocks(body):
        line, ends = _line(element, links, breaks)
        if line.text.strip():
            breaks = False
        yield line
        breaks = breaks or ends


def _xml(packed: zipfile.ZipFile, part: str, name: str) -> _Element:
    """Parse a part of the package; no entity is expanded and nothing is fetched."""
    from lxml import etree

    size = packed.getinfo(part).file_size
    if size > LARGEST_HTML:
        raise InputError(
            f"{name}: {part} has {size / 1e6:,.0f} MB; the most read at once is {LARGEST_HTML / 1e6:,.0f} MB. "
            "Export it in parts."
        )
    try:
        with packed.open(part) as file:
            data = file.read(LARGEST_HTML + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, load_dtd=False)
        return etree.fromstring(data[:LARGEST_HTML], parser=parser)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{name} is damaged or cut off ({error}); copy or export it anew.") from None
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: {part} is no XML ({error}); copy or export it anew.") from None


def _main_part(packed: zipfile.ZipFile, name: str) -> str:
    """Return the part that the package names as its document."""
    if "_rels/.rels" in packed.namelist():
        for each in _xml(packed, "_rels/.rels", name):
            target = each.get("Target", "").lstrip("/")
            if each.get("Type", "").endswith("/officeDocument") and target in packed.namelist():
                return target
    raise InputError(f"{name} is no DOCX: expected {_DOCUMENT} in it, found none; export it anew as DOCX.")


def _tag(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: _Element | None, name: str = "val") -> str:
    """Return an attribute, whatever its namespace."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Yield paragraphs and rows in order, those within content controls and insertions too."""
    waiting = [parent]
    while waiting:
        element = waiting.pop()
        tag = _tag(element)
        if tag in ("p", "tr"):
            yield element
        elif tag not in _LEFT_OUT:
            waiting.extend(reversed(element))


def _line(element: _Element, links: dict[str, str], breaks: bool) -> tuple[Line, bool]:
    """Return a paragraph or a row as a line, and whether a section or a page ends behind it."""
    if _tag(element) == "tr":
        cells = [each for each in element if _tag(each) in ("tc", "sdt")]
        texts = [" ".join(squeeze(_text(each)[0]) for each in _blocks(cell)) for cell in cells]
        return Line("\t".join(texts).strip("\t"), breaks=breaks), False
    text, bold, link, starts = _text(element)
    properties = next((each for each in element if _tag(each) == "pPr"), None)
    inside = {_tag(each): each for each in properties} if properties is not None else {}
    style = _value(inside.get("pStyle")).casefold().replace(" ", "")
    name = next(
        (n for each in element.iter() if _tag(each) == "bookmarkStart" and (n := _value(each, "name")) in _NAMES), ""
    )
    kept = _tag_on(inside.get("keepNext"))
    title = _value(inside.get("outlineLvl")) == "0" or style in _TITLE_STYLES
    starts = starts or _tag_on(inside.get("pageBreakBefore"))
    line = Line(
        text,
        bold,
        title and bool(text.strip()),
        kept and bold and not title,
        name,
        links.get(link, link),
        breaks or starts,
    )
    return line, "sectPr" in inside


_NAMES = {"Body", "Classification", "Graphic", "Notes", "Correction"}


def _tag_on(element: _Element | None) -> bool:
    return element is not None and _value(element) not in ("0", "false", "off")


def _text(paragraph: _Element) -> tuple[str, bool, str, bool]:
    """Return the text of a paragraph, whether all is bold, its first link, and whether a page begins in it."""
    pieces: list[str] = []
    link, starts = "", False
    weak = False
    waiting: list[tuple[_Element, bool]] = [(paragraph, False)]
    while waiting:
        element, bold = waiting.pop()
        tag = _tag(element)
        if tag in _LEFT_OUT or tag == "pPr":
            continue
        if tag == "r":
            properties = next((each for each in element if _tag(each) == "rPr"), None)
            bold = properties is not None and any(_tag(each) == "b" and _tag_on(each) for each in properties)
        elif tag == "hyperlink" and not link:
            link = _value(element, "id") or _value(element, "anchor")
        elif tag == "instrText" and not link:
            found = re.search(r'HYPERLINK\s+"([^"]+)"', element.text or "")
            link = found[1] if found else ""
        if tag == "t":
            pieces.append(element.text or "")
            weak = weak or (bool((element.text or "").strip()) and not bold)
        elif tag == "tab":
            pieces.append(" ")
        elif tag in ("br", "cr"):
            if _value(element, "type") == "page":
                starts = True
            else:
                pieces.append("\n")
        elif tag == "noBreakHyphen":
            pieces.append("-")
        waiting.extend((each, bold) for each in reversed(element))
    text = "".join(pieces)
    return text, bool(text.strip()) and not weak, link, starts


NEXIS_DOCX = Format("nexis-docx", "Nexis, DOCX", _fits, read_docx_export)
