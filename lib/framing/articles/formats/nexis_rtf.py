"""Lexis Advance's, Nexis Uni's and Lexis+' RTF: the same paragraphs as in DOCX, told by what is bold."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read, Stated
from framing.articles.formats.nexis_advance import read_documents
from framing.articles.formats.nexis_labels import counted, heading, is_end
from framing.articles.formats.nexis_lines import Line, address_of, document_number
from framing.articles.formats.rtf import is_rtf, rtf_bold
from framing.articles.readers import Record
from framing.project import InputError

__all__ = ["NEXIS_RTF", "read_rtf_export"]

_NUMBERS = re.compile(rb"urn(?::|%3A)contentItem(?::|%3A)[0-9A-Z-]{10,60}", re.I)
_SIGNS = re.compile(rb"lexis|nexis|contentItem|Load-Date", re.I)


def _fits(blob: Blob) -> bool:
    if not is_rtf(blob):
        return False
    if _SIGNS.search(blob.data):
        return True
    try:
        texts = [text for text, _ in rtf_bold(blob)]
    except InputError:
        return False
    return any(map(is_end, texts)) and any(heading(each) == "body" or counted(each) for each in texts)


def read_rtf_export(blob: Blob) -> Read:
    """Read the documents of an RTF export.

    The numbers of the documents stand in links, which have no text: they are given to the documents in order when
    there are as many.

    Yields
    ------
    Stated, Record or Unread
        What its cover says, then every article.

    Raises
    ------
    InputError
        When it is cut off, too large, no RTF, or holds no article.
    """
    found = list(read_documents(blob.name, list(_lines(blob))))
    names = (document_number(each.decode("ascii")) for each in _NUMBERS.findall(blob.data))
    numbers = [each for each in dict.fromkeys(names) if each]
    articles = sum(not isinstance(each, Stated) for each in found)
    for each in found:
        if isinstance(each, Record) and len(numbers) == articles:
            number = numbers[each.number - 1]
            each = dataclasses.replace(each, fields={"accession": number, "url": address_of(number), **each.fields})
        yield each


def _lines(blob: Blob) -> Iterator[Line]:
    breaks = False
    for text, bold in rtf_bold(blob):
        if "\f" in text:
            breaks = True
            text = text.replace("\f", "")
        if text.strip():
            yield Line(text, bold, breaks=breaks)
            breaks = False


NEXIS_RTF = Format("nexis-rtf", "Nexis, RTF", _fits, read_rtf_export)
