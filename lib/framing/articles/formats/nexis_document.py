"""One document of Nexis' newer files, as paragraphs: headline, source, date, labelled fields, text, classification."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.articles.formats.nexis_dates import read_date
from framing.articles.formats.nexis_fields import add, settled
from framing.articles.formats.nexis_labels import (
    HEAD_FIELDS,
    TAIL_FIELDS,
    heading,
    is_page_line,
    is_rights,
    label,
    squeeze,
)
from framing.articles.formats.nexis_lines import Line, address_of, document_number, is_body
from framing.articles.schema import host

__all__ = ["read_document"]

_ADDRESS = re.compile(r"https?://\S+")
_LINK_LINE = re.compile(r"\(?link to (?:image|pdf|video|audio|graphic)s?\)?", re.I)
_APPENDED = re.compile(r"correction appended", re.I)
_INDEXED = "language type code subjects companies organizations persons places industries tickers".split()
_HEADINGS = ("captions", "notes", "correction", "family", "series", "memo", "contact")


class _Part(NamedTuple):
    """A part of a document: the field it is, and its paragraphs."""

    field: str
    lines: list[Line]


def read_document(lines: Sequence[Line]) -> dict[str, str]:
    """Read the fields of one document.

    Parameters
    ----------
    lines : sequence of Line
        From its headline to the line before "End of Document".

    Returns
    -------
    dict
        The fields of a Record; {} when nothing in it is as Nexis writes it.
    """
    fields: dict[str, str] = {}
    items = _without_pages([each for each in lines if each.text.strip() and not _LINK_LINE.fullmatch(each.plain)])
    body = next((i for i, each in enumerate(items) if i and is_body(each)), None)
    body = _unknown_body(items) if body is None else body
    head = _end_of_labels(items) if body is None else body
    _read_head(items[:head], fields)
    if body is None and not {"published", "length", "loaded"} & fields.keys():
        return {}
    text: list[str] = []
    for part in _parts(items[head if body is None else body + 1 :]):
        kept = _read_tail(part, fields)
        if part.field == "body":
            text += _paragraphs(kept)
        elif part.field == "correction":
            add(fields, "correction", dict.fromkeys(_paragraphs(kept)), between=" ")
        else:
            add(fields, part.field, _paragraphs(kept))
    if text and _ADDRESS.fullmatch(text[-1]):  # where it stands on the web
        address = text.pop()
        fields["address"] = address
        if host(address):
            fields["domain"] = host(address)
    return settled(fields, _unwrapped(text))


def _without_pages(items: Sequence[Line]) -> list[Line]:
    """Leave out the numbers of pages, and the headline that is repeated above or below them."""
    if not any(is_page_line(each.text) for each in items) or all(is_page_line(each.text) for each in items):
        return list(items)
    title = next(each.plain for each in items if not is_page_line(each.text))
    out: set[int] = set()
    for i, each in enumerate(items):
        if is_page_line(each.text):
            beside = (k for k in (i + 1, i - 1) if 0 < k < len(items) and items[k].plain == title)
            out |= {i, *itertools.islice((k for k in beside if k not in out), 1)}
    first = next(i for i, each in enumerate(items) if each.plain == title)
    return [each for i, each in enumerate(items) if i not in out or i == first]


def _read_head(items: Sequence[Line], fields: dict[str, str]) -> None:
    """Read headline, source, date, copyright and the labelled fields."""
    number = next((found for each in items[:3] if (found := document_number(each.link))), "")
    if number:
        fields["accession"] = number
        fields["url"] = address_of(number)
    labelled = next((i for i, each in enumerate(items) if i and _labelled(each, HEAD_FIELDS)), len(items))
    at = next((i for i, each in enumerate(items[: max(labelled, 1)]) if i and _is_date(each)), None)
    if at is None:
        top = [each for each in items[:labelled] if not is_rights(each.text)][:2]
        after = [each for each in items[:labelled] if each not in top]
    else:
        above = items[:at]
        top = [each for each in above if each.title or not is_rights(each.text)]
        after = [each for each in above if each not in top] + list(items[at + 1 : labelled])
        dated = read_date(items[at].plain)
        if dated:
            fields["published"] = dated.iso
            add(fields, "edition", dated.rest.strip(" ,;"))
    _read_names(top, fields)
    for each in after:
        if is_rights(each.text) or ("copyright" in fields and not each.bold):
            add(fields, "copyright", each.text, between=" ")
        else:
            add(fields, "notice" if at is None or _APPENDED.search(each.text) else "edition", each.text)
    last = ""
    for each in items[labelled:]:
        pair = _labelled(each, HEAD_FIELDS | TAIL_FIELDS)
        if pair:
            last = pair[0]
            add(fields, *pair)
        elif is_rights(each.text):
            add(fields, "copyright", each.text, between=" ")
        elif last:
            add(fields, last, each.text, between="; " if last == "author" else " ")


def _is_date(line: Line) -> bool:
    dated = None if line.title or is_rights(line.text) else read_date(line.plain)
    return dated is not None and len(dated.rest) <= 80


def _read_names(top: Sequence[Line], fields: dict[str, str]) -> None:
    """Read headline and source from the lines above the date."""
    titles = [each for each in top if each.title] or list(top[:1])
    rest = [each for each in top if each not in titles]
    below = [each for each in rest[1:] if each.plain.startswith("(")]
    named = [each for each in rest if each not in below]
    if len(named) > 1 and not titles[0].title:  # a headline of several paragraphs
        titles += named[:-1]
        named = named[-1:]
    add(fields, "headline", [each.plain for each in titles], between=" ")
    add(fields, "source", [each.plain for each in named[:1]])
    add(fields, "subsource", [each.plain for each in [*named[1:], *below]])


def _labelled(line: Line, names: frozenset[str]) -> tuple[str, str] | None:
    """Part a labelled paragraph; a no-break space behind the colon is Nexis' own, whatever the word before it."""
    found = label(line.text, capitals=False)
    if found and found[0] in names:
        return found
    other = re.match(r"\s*([^\W\d_][^:：\n\xa0]{1,30}?)\s?[:：]\xa0(.*)", line.text, re.S)
    if other is None or found:
        return None
    word = re.sub(r"[\W_]+", "", other[1].casefold())
    return f"nexis{word}", other[2].strip()


def _unknown_body(items: Sequence[Line]) -> int | None:
    """Return the heading of the text where its word is not known: the first one of its style behind labelled lines."""
    for i in range(2, len(items)):
        short = len(items[i].plain) <= 30 and not _labelled(items[i], HEAD_FIELDS)
        after = any(_labelled(each, HEAD_FIELDS) for each in items[max(0, i - 3) : i])
        if short and after and (items[i].heading or (items[i].bold and i + 1 < len(items))):
            return i
    return None


def _end_of_labels(items: Sequence[Line]) -> int:
    """Return where the labelled lines of a head end, or its date, when no heading says where the text begins."""
    labelled = [i for i, each in enumerate(items[:30]) if i and _labelled(each, HEAD_FIELDS)]
    if not labelled:
        return next((i + 1 for i, each in enumerate(items[:8]) if i and _is_date(each)), min(2, len(items)))
    end = labelled[0] + 1
    while end in labelled:
        end += 1
    return end


def _parts(items: Sequence[Line]) -> list[_Part]:
    """Part what follows the heading of the text into the text and what has a heading of its own."""
    parts = [_Part("body", [])]
    for i, each in enumerate(items):
        field = heading(each.name) if each.name else ""
        field = field or (heading(each.text) if ":" not in each.text else "")
        classified = field == "family" and i + 1 < len(items) and _labelled(items[i + 1], TAIL_FIELDS) is not None
        if field in _HEADINGS and (each.bold or each.heading or classified):
            parts.append(_Part(field, []))
        elif each.heading and i and len(each.plain) <= 30 and not field:  # a word that is not known
            parts.append(_Part("nexis" + re.sub(r"[\W_]+", "", each.plain.casefold()), []))
        else:
            parts[-1].lines.append(each)
    return parts


def _read_tail(part: _Part, fields: dict[str, str]) -> list[Line]:
    """Read the labelled lines of a part: all of a classification's, of the others those that end it."""
    kept = list(part.lines)
    found: list[tuple[str, str]] = []
    if part.field == "family" or (part.lines and _all_labelled(part)):
        last = ""
        for each in kept:
            pair = _labelled(each, TAIL_FIELDS)
            last, value = pair if pair else (last, each.text)
            if last:
                add(fields, last, value)
        return []
    while kept and (pair := _labelled(kept[-1], TAIL_FIELDS)):
        dated = read_date(pair[1]) is not None and len(pair[1]) <= 60
        spaced = "\xa0" in kept[-1].text[:45] and pair[0] in TAIL_FIELDS
        if not (dated or spaced or (found and pair[0] in _INDEXED)):
            break
        found.append(pair)
        kept.pop()
    for name, value in reversed(found):
        add(fields, name, value)
    return kept


def _all_labelled(part: _Part) -> bool:
    """Whether a part of an unknown name is a classification."""
    labelled = sum(_labelled(each, TAIL_FIELDS) is not None for each in part.lines)
    return part.field.startswith("nexis") and labelled * 2 > len(part.lines)


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs of some lines: two line breaks part them."""
    return [squeeze(each) for line in lines for each in re.split(r"\n[^\S\n]*\n", line.text) if each.strip()]


def _unwrapped(text: list[str]) -> list[str]:
    """Join paragraphs that are the lines of a typescript: many end without a full stop, and go on in lower case."""

    def goes_on(line: str) -> bool:
        return 40 <= len(line) <= 90 and line[-1] not in ".!?:;…\"”'’)"

    broken = sum(goes_on(before) and after[:1].islower() for before, after in itertools.pairwise(text))
    if broken < 8 or broken * 4 < len(text):
        return text
    joined = text[:1]
    last = text[0]
    for line in text[1:]:
        if goes_on(last):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        last = line
    return joined
