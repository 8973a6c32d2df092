"""Nexis' classic text export: articles between lines that count them, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.nexis import Block, read_blocks
from framing.articles.formats.nexis_fields import record
from framing.articles.formats.nexis_labels import document_mark, label, request
from framing.articles.formats.nexis_stated import stated_request
from framing.project import InputError

__all__ = ["NEXIS_TXT", "read_text_export", "text_blocks"]

_HEAD = 200_000  # the list of a request's sources can be long
# "---- End of Request ----", and the request once more.
_END_OF_REQUEST = re.compile(r"\s*[-=*]{3,}\s*[^\W\d_][\w ]{3,40}[-=*]{3,}\s*")
# Centred lines begin at least so far from the left; first lines of paragraphs up to it.
_MIDDLE = 8


def _fits(blob: Blob) -> bool:
    head = blob.head.lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if (
        head[:1] in (b"<", b"{", b"[")
        or head[:2] == b"PK"
        or (b"\x00" in blob.head[:2048] and blob.encoding[:3] != "utf")
    ):
        return False
    lines = blob.text[:_HEAD].split("\n")
    marked = next((i for i, line in enumerate(lines) if document_mark(line)), None)
    if marked is None:
        return False
    return any(label(line, capitals=True) or request(line) for line in lines[: marked + 400])


def read_text_export(blob: Blob) -> Read:
    """Read the articles of a classic text export.

    Yields
    ------
    Stated, Record or Unread
        What the file says of itself, then every article.

    Raises
    ------
    InputError
        When no line counts the documents.
    """
    lines = blob.text.replace("\x0c", "\n").split("\n")
    marks = [(i, found) for i, line in enumerate(lines) if (found := document_mark(line))]
    if not marks:
        raise InputError(
            f"{blob.name}, line {len(lines):,}: expected a line such as “1 of 10 DOCUMENTS” above each article, found "
            "none to the end of the file."
        )
    end = next((i for i in range(len(lines) - 1, marks[-1][0], -1) if _END_OF_REQUEST.fullmatch(lines[i])), len(lines))
    places = [(*numbers, f"line {i + 1:,}") for i, numbers in marks]
    yield stated_request([*lines[: marks[0][0]], *lines[end + 1 :]], places)
    starts = [i for i, _ in marks]
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], end], strict=True), start=1):
        article = lines[start + 1 : stop]
        yield record(blob.name, number, read_blocks(text_blocks(article)), "\n".join(article).strip())


def text_blocks(lines: Sequence[str]) -> list[Block]:
    """Return the blocks of a text: what stands between empty lines, a labelled field each its own."""
    return [block for group in _groups(lines) for block in _split(group)]


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line.replace("\xa0", " ").expandtabs().rstrip())
        elif group:
            yield group
            group = []
    if group:
        yield group


def _split(group: Sequence[str]) -> Iterator[Block]:
    """Part lines that stand together: where each begins with a label, and where each begins further right."""
    centred = all(_indent(line) >= _MIDDLE for line in group)
    labelled = label(group[0], capitals=True) is not None
    part: list[str] = []
    for i, line in enumerate(group):
        begins = (
            i
            and not centred
            and (
                (labelled and label(line, capitals=True))
                or (2 <= _indent(line) < _MIDDLE and _indent(group[i - 1]) == 0 and len(group[i - 1]) < 76)
            )
        )
        if begins:
            yield Block((tuple(part),), centred)
            part = []
        part.append(line.strip())
    yield Block((tuple(part),), centred)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


NEXIS_TXT = Format("nexis-txt", "Nexis, text", _fits, read_text_export)
