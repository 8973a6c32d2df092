"""The grammar of an article in Nexis' older layouts, text and HTML.

An article of the older layouts (text and HTML) is a row of blocks: source, date and editions, in the middle of the
line; headline; labelled fields up to the number of words; the text; labelled fields; copyright. Before 2006 or so the
copyright stands first and the headline has a label.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framing.articles.formats.nexis_dates import Dated, read_date
from framing.articles.formats.nexis_fields import add, settled
from framing.articles.formats.nexis_labels import (
    HEAD_FIELDS,
    TAIL_FIELDS,
    is_page_line,
    is_rights,
    label,
    squeeze,
)

__all__ = ["Block", "read_blocks"]

# The head of an article has at most so many blocks, of which the date is among the first few.
LONGEST_HEAD, LATEST_DATE = 24, 10
# Captions of many paragraphs stand among the labelled fields behind the text.
MOST_CAPTIONS = 20

_EDITION = re.compile(r"edition|edi[cz]i|édition|ausgabe|editie|выпуск|издание|版", re.I)
_APPENDED = re.compile(r"correction appended|korrektur angehängt|correction ajoutée", re.I)


@dataclass(frozen=True)
class Block:
    """Lines that stand together: paragraphs of lines, and whether they stand in the middle.

    Attributes
    ----------
    paragraphs : tuple of tuple of str
        At least one, of at least one line, none of them empty.
    centred : bool
    """

    paragraphs: tuple[tuple[str, ...], ...]
    centred: bool = False

    @property
    def lines(self) -> list[str]:
        """All lines."""
        return [line for paragraph in self.paragraphs for line in paragraph]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return squeeze(" ".join(self.lines))

    @property
    def label(self) -> tuple[str, str] | None:
        """The name of its field and the value, when it begins with a label in capitals."""
        return label(self.text, capitals=True)


def read_blocks(blocks: Sequence[Block]) -> dict[str, str]:
    """Read an article of the older layouts.

    Parameters
    ----------
    blocks : sequence of Block
        Without the line that counts the documents.

    Returns
    -------
    dict
        The fields of a Record; {} when nothing in it is as Nexis writes it.
    """
    fields: dict[str, str] = {}
    blocks = [each for each in blocks if not is_page_line(each.text)]
    blocks = _read_top(blocks, fields)
    known = bool(fields.get("published"))
    blocks = _read_head(blocks, fields)
    blocks = _read_tail(blocks, fields)
    known = known or any(name in fields for name in ("length", "loaded", "language", "copyright"))
    body = [squeeze(" ".join(paragraph)) for block in blocks for paragraph in block.paragraphs]
    return settled(fields, body) if known else {}


def _read_top(blocks: Sequence[Block], fields: dict[str, str]) -> list[Block]:
    """Read copyright, source, date and editions; return what follows."""
    at_date = _date_at(blocks)
    if at_date is None:
        source = next((i for i, each in enumerate(blocks[:2]) if each.centred and not is_rights(each.text)), None)
        if source is None:
            return list(blocks)
        fields["source"] = blocks[source].text
        return [each for i, each in enumerate(blocks) if i != source]
    place, dated = at_date
    top = list(blocks[:place])
    lines = blocks[place].lines
    at = next(i for i, line in enumerate(lines) if read_date(line))
    if lines[:at]:
        top.append(Block((tuple(lines[:at]),), centred=True))
    notices = [each for each in top if is_rights(each.text)]
    top = [each for each in top if each not in notices]
    fields["copyright"] = squeeze(" ".join(each.text for each in notices))
    fields["published"] = dated.iso
    after = [dated.rest, *lines[at + 1 :]]
    rest = list(blocks[place + 1 :])
    while rest and rest[0].centred and rest[0].label is None and _EDITION.search(rest[0].text):
        after += rest.pop(0).lines
    while rest and rest[0].centred and _APPENDED.fullmatch(rest[0].text):
        after += rest.pop(0).lines
    add(fields, "notice", [each for each in after if _APPENDED.fullmatch(squeeze(each))])
    add(fields, "edition", [squeeze(each).strip(" ;,") for each in after if not _APPENDED.fullmatch(squeeze(each))])
    if top:
        _read_source(top.pop(0).lines, fields)
    for each in top:
        if re.fullmatch(r"https?://\S+|www\.\S+", each.text):
            fields["url"] = each.text
        elif each.label and each.label[0] in HEAD_FIELDS:
            add(fields, *each.label)
        else:  # in some layouts the headline stands above the date
            add(fields, "subsource" if each.centred else "headline", each.text)
    return rest


def _date_at(blocks: Sequence[Block]) -> tuple[int, Dated] | None:
    """Return the block that the date stands in: the first, of those in the middle when there are any."""
    found: list[tuple[int, Dated]] = []
    for i, block in enumerate(blocks[:LATEST_DATE]):
        if block.label and block.label[0] != "headline":
            break
        for line in block.lines[:6]:
            dated = None if is_rights(line) else read_date(line)
            if dated and len(dated.rest) <= 80:
                found.append((i, dated))
                break
    centred = [each for each in found if blocks[each[0]].centred]
    return next(iter(centred or found), None)


def _read_source(lines: Sequence[str], fields: dict[str, str]) -> None:
    """Read the source; a line such as "Supplied by ..." or "(a blog)" below it is of another field."""
    below = [i for i, line in enumerate(lines) if i and re.match(r"supplied by|\(", line.strip(), re.I)]
    cut = below[0] if below and len(lines[0]) < 70 else len(lines)
    fields["source"] = squeeze(" ".join(lines[:cut]))
    add(fields, "subsource", squeeze(" ".join(lines[cut:])))


def _read_head(blocks: list[Block], fields: dict[str, str]) -> list[Block]:
    """Read headline and labelled fields up to the text; return what follows."""
    end = _head_end(blocks)
    unlabelled: list[str] = []
    last = ""
    for i, block in enumerate(blocks[:end]):
        found = block.label
        if found is None:
            if last:
                add(fields, last, block.text, between="; " if last == "author" else " ")
            else:
                unlabelled.append(block.text)
            continue
        last, value = found
        if last == "body":
            paragraphs = [list(each) for each in block.paragraphs]
            paragraphs[0] = (
                [value] if len(block.paragraphs) == 1 else [squeeze(" ".join(paragraphs[0])).partition(":")[2]]
            )
            kept = tuple(tuple(each) for each in paragraphs if "".join(each).strip())
            return [*([Block(kept)] if kept else []), *blocks[i + 1 :]]
        add(fields, last, value)
    if unlabelled and "headline" not in fields:
        fields["headline"] = unlabelled.pop(0)
    add(fields, "subheadline", unlabelled)
    return blocks[end:]


def _head_end(blocks: Sequence[Block]) -> int:
    """Return how many blocks are the head: up to the number of words, or the labelled ones that begin the rest."""
    names = [(block.label or ("", ""))[0] for block in blocks[:LONGEST_HEAD]]
    end = 0
    for i, name in enumerate(names):
        if name == "body":
            return i + 1
        if name in TAIL_FIELDS - HEAD_FIELDS:
            break
        if name == "length" and len(blocks[i].text) <= 60 and re.search(r"\d", blocks[i].text):
            end = i + 1
            break
    if not end:
        end = next((i for i, name in enumerate(names[:3]) if name in HEAD_FIELDS), min(1, len(names)))
        if end == 1 and len(blocks) > 1 and names[:1] != [""]:
            end = 0
    while end < len(names) and names[end] in HEAD_FIELDS and names[end] not in names[:end]:
        end += 1
        if names[end - 1] == "body":
            break
    return end


def _read_tail(blocks: list[Block], fields: dict[str, str]) -> list[Block]:
    """Read labelled fields and copyright behind the text; return the blocks of the text."""
    end = len(blocks)
    rights = next((i for i in range(end - 1, max(-1, end - 5), -1) if _is_notice(blocks[i])), None)
    while rights and _is_notice(blocks[rights - 1]):
        rights -= 1
    if rights is not None and all(each.centred or is_rights(each.text) for each in blocks[rights:]):
        notice = squeeze(" ".join(each.text for each in blocks[rights:]))
        fields["copyright"] = fields.get("copyright") or notice
        end = rights
    found: list[tuple[str, str]] = []
    while end:
        place = _labelled_before(blocks, end)
        if place is None:
            break
        name, value = blocks[place].label or ("", "")
        found.append((name, squeeze(" ".join([value, *(each.text for each in blocks[place + 1 : end])]))))
        end = place
    for name, value in reversed(found):
        add(fields, name, value)
    return blocks[:end]


def _is_notice(block: Block) -> bool:
    """Whether a block is a notice of copyright, and no paragraph on copyright."""
    return is_rights(block.text) and (block.centred or re.search(r"\d{4}|©|reserved", block.text[:200]) is not None)


def _labelled_before(blocks: Sequence[Block], end: int) -> int | None:
    """Return the labelled block that ends there, or the captions of several blocks that do."""
    name = (blocks[end - 1].label or ("", ""))[0]
    if name in TAIL_FIELDS:
        return end - 1
    for i in range(end - 2, max(0, end - MOST_CAPTIONS) - 1, -1):
        name = (blocks[i].label or ("", ""))[0]
        if name in ("captions", "notes") and (i or end == len(blocks)):
            return i
        if name in TAIL_FIELDS:  # a field of two blocks, between others: it has no such length
            return i if end - i <= 2 and i and (blocks[i - 1].label or ("", ""))[0] in TAIL_FIELDS else None
    return None
