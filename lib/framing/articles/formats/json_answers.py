"""Answers of services as JSON: one, a list of them, or one after the other; and the HTML that they hold."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Read
from framing.articles.readers import Record, Unread
from framing.project import InputError

__all__ = ["answers", "beginning", "fits_answer", "paragraphs", "read_answers", "text_of"]

# A service's articles in one of its answers; None for an answer that is another's.
Listed = Callable[[dict[str, Any]], "list[Any] | None"]

_BINARY = (b"PK\x03\x04", b"PAR1", b"%PDF", b"{\\rt", b"\xd0\xcf\x11\xe0")
_LOOKED = 65_536
# What may follow a backslash, and one that escapes nothing: GDELT writes such.
_ESCAPE = re.compile(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})?')
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
# Only what is surely an entity: “AT&T” and “R&D;” are none.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[nm]dash|hellip);")
_ASIDE = ("figure", "aside", "script", "style", "iframe", "gu-atom", "noscript")
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip


def beginning(blob: Blob) -> str:
    """Return the beginning of a file as text, without the space before it; "" when it is no text."""
    return "" if blob.data[:4] in _BINARY else blob.text[:_LOOKED].lstrip("\ufeff \t\n")


def fits_answer(blob: Blob, listed: Listed, *, names: Sequence[str], own: Sequence[str]) -> bool:
    """Whether a file holds answers of a service, told by the first one.

    Parameters
    ----------
    blob : Blob
    listed : callable
        The articles of an answer; None when it is no answer of the service.
    names : sequence of str
        One of these names stands near the beginning of every such file.
    own : sequence of str
        Where all of these stand, a file that is no whole JSON is the service's as well: reading it says what is wrong.
    """
    start = beginning(blob)
    if start[:1] not in ("{", "[") or not any(f'"{name}"' in start for name in names):
        return False
    text = blob.text.lstrip("\ufeff \t\n")
    place = 0
    # Of a list, its first member is enough; Media Cloud's client gives lists in a list.
    while text[place : place + 1] == "[":
        place = _after_space(text, place + 1)
    text = text[place:]
    try:
        value = _decode(text, 0)[0]
    except ValueError:
        try:
            value = _decode(_mended(text), 0)[0]
        except ValueError:
            return all(f'"{name}"' in start for name in own)
    return isinstance(value, dict) and listed(value) is not None


def answers(blob: Blob) -> Iterator[Any]:
    """Read the answers in a file: its values, or those of the list that it is.

    Control characters and stray backslashes, which GDELT writes, are let through.

    Raises
    ------
    InputError
        With the line, where it is no JSON.
    """
    text, mended = blob.text.removeprefix("\ufeff"), False
    place = _after_space(text, 0)
    while place < len(text):
        try:
            value, place = _decode(text, place)
        except ValueError as error:
            if not mended:
                text, mended = text[:place] + _mended(text[place:]), True
                continue
            at = getattr(error, "pos", place)
            why = getattr(error, "msg", str(error))
            found = f"“{text[at : at + 30].strip()}” ({why})" if text[at:].strip() else f"the end of the file ({why})"
            line = text.count("\n", 0, at) + 1
            raise InputError(f"{blob.name}, line {line:,}: expected JSON, found {found}; fetch it anew.") from None
        yield from _members(value)
        place = _after_space(text, place)


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\n,":
        place += 1
    return place


def _members(value: Any) -> Iterator[Any]:
    if not isinstance(value, list):
        yield value
        return
    for each in value:
        if isinstance(each, list):
            yield from each
        elif isinstance(each, dict) or len(value) == 1 or not isinstance(value[0], list):
            yield each  # what stands beside a list in a list is a mark for the next page


def _decode(text: str, place: int) -> tuple[Any, int]:
    """Read the value that begins at a place; return it and where it ends.

    Raises
    ------
    ValueError
        When it is no JSON.
    """
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, place)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _mended(text: str) -> str:
    return _ESCAPE.sub(lambda each: each[0] if each[1] else r"\\", text)


def read_answers(blob: Blob, listed: Listed, fields: Callable[[dict[str, Any]], dict[str, str]]) -> Read:
    """Read the articles of a file's answers.

    Parameters
    ----------
    blob : Blob
    listed : callable
        The articles of an answer; None when it is no answer of the service.
    fields : callable
        The fields of an article; those that are empty are left out.

    Yields
    ------
    Record or Unread
        Every article in its order; Unread for an answer of another kind (an error, say), and what is no article.

    Raises
    ------
    InputError
        With the line, where a file is no JSON.
    """
    number = 0
    for answer in answers(blob):
        articles = listed(answer) if isinstance(answer, dict) else None
        if articles is None:
            number += 1
            detail = text_of(answer.get("message")) if isinstance(answer, dict) else ""
            yield Unread(blob.name, number, "no list of articles", detail or "an answer of another kind", _raw(answer))
            continue
        for each in articles:
            number += 1
            if isinstance(each, dict):
                found = fields(each)
                yield Record(blob.name, number, {name: value for name, value in found.items() if value})
            else:
                detail = f"expected an object with named fields, found “{text_of(each)[:40] or each}”"
                yield Unread(blob.name, number, "no article in the list", detail, _raw(each))


def _raw(value: Any) -> dict[str, str]:
    return {"text": text_of(json.dumps(value, ensure_ascii=False))}


def text_of(value: Any) -> str:
    r"""Return a value as text: "" for what is missing or is no text.

    >>> text_of(None), text_of(7), text_of(["A. Writer", None, "B. Writer"]), text_of("cut \ud83d")
    ('', '7', 'A. Writer; B. Writer', 'cut \ufffd')
    """
    if value is None or isinstance(value, bool | dict):
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, map(text_of, value)))
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a character, as where a service cuts a text: no file could hold it
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.strip()


def paragraphs(markup: str) -> str:
    r"""Return HTML, or text with entities, as text: an empty line between paragraphs; figures and asides are left out.

    >>> paragraphs("<p>One &amp; two</p><aside><p>More on this</p></aside><h2>Then</h2>three<ul><li>four</ul>")
    'One & two\n\nThen\n\nthree\n\nfour'
    """
    if not _TAG.search(markup):
        return _ENTITY.sub(lambda each: html.unescape(each[0]), markup).replace("\xa0", " ").strip()
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        tree = fragment_fromstring(re.sub(r"[\s\x00]+", " ", markup), create_parent="div")
    except (etree.ParserError, ValueError):
        return " ".join(html.unescape(_TAG.sub(" ", markup)).split())
    etree.strip_elements(tree, *_ASIDE, etree.Comment, with_tail=False)
    for each in tree.iter(etree.Element):
        if each.tag == "br":
            each.tail = "\n" + (each.tail or "")
        elif each.tag not in _INLINE:
            each.text = "\n\n" + (each.text or "")
            each.tail = "\n\n" + (each.tail or "")
    blocks = re.split(r"\n\s*\n", tree.text_content())
    return "\n\n".join(filter(None, (" ".join(each.split()) for each in blocks)))
