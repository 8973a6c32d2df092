"""Texts: an article, or several parted by a line of signs, with or without lines such as "Title: …" at the top."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from itertools import pairwise

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.language_names import stated_language
from framing.articles.readers import Record, Unread

__all__ = ["PLAIN", "read_texts"]

# What the lines at the top are called: in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian,
# Chinese and Japanese.
_KEYS = {
    "headline": "title headline titel überschrift schlagzeile titre título titulo titular titolo manchete kop "
    "заголовок 标题 標題 题目 題目 題名 见出し 見出し タイトル",
    "source": "source outlet publication newspaper publisher quelle zeitung medium journal fuente medio periódico "
    "fonte jornal giornale testata bron krant источник издание 来源 來源 媒体 媒體 报纸 報紙 出典 新聞",
    "published": "date published publication-date date-published published-at pubdate datum veröffentlicht "
    "erscheinungsdatum date-de-publication fecha fecha-de-publicación data data-de-publicação data-di-pubblicazione "
    "дата 日期 时间 時間 发布时间 發佈時間 发布日期 日付",
    "author": "author authors by byline writer autor autorin verfasser von auteur par autora por autore autrice door "
    "автор 作者 记者 記者 著者",
    "url": "url link web-address address adresse webadresse lien enlace collegamento ссылка адрес 链接 連結 网址 網址",
    "language": "language sprache langue idioma lingua taal язык 语言 語言 言語",
    "section": "section category desk rubrik ressort rubrique sección sezione seção secção rubriek рубрика "
    "版面 栏目 欄目",
    "body": "body text full-text article volltext texte cuerpo texto testo tekst текст 正文 本文",
}
_NAMED = {name: column for column, names in _KEYS.items() for name in names.split()}
_LINE = re.compile(r"\s{0,3}([^\W\d_][\w -]{0,24}?)\s*[:：](?!//)[ \t\xa0\u3000]*(.*?)\s*$")
_RULE = re.compile(r"[ \t]*([=\-*_])(?:[ \t]?\1){4,}[ \t]*")
# What ends a block of such lines, and may stand above it: an empty line, or one of signs.
_EDGE = re.compile(r"[ \t]*(?:([=\-*_])(?:[ \t]?\1){2,})?[ \t]*")
# Control characters are in no text; a stray one does not make it another thing.
_PRINTABLE = 0.95
_BINARY = (b"PK\x03\x04", b"{\\rt", b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"\x89PNG", b"GIF8", b"\xff\xd8\xff\xe0")
# Of the first lines, so many with as many cells each are a table, which some other reader should have known.
_TABLE_LINES, _TABLE_CELLS, _TABLE_SHARE = 3, 3, 0.8
_LOOKED = 200
_NAME = re.compile(r"[\w .:/()-]{0,40}")
# Lines that a program broke: none is longer, and those that go on are hardly shorter.
_WRAPPED = range(50, 101)


def _fits(blob: Blob) -> bool:
    if blob.data[:4] in _BINARY or (b"\x00" in blob.head and blob.encoding not in ("utf-8", "utf-16", "utf-32")):
        return False
    text = blob.text[:65_536]
    readable = sum((each.isprintable() or each.isspace()) and each != "\ufffd" for each in text)
    if not text.strip() or readable < _PRINTABLE * len(text):
        return False
    return not _is_markup(blob.text) and not _is_table(blob.text.strip("\n").split("\n", _LOOKED)[:_LOOKED])


def _is_markup(text: str) -> bool:
    """Whether a text is HTML, XML or JSON, none of which should be taken for an article."""
    text = text.strip()
    if text[:1] == "<":
        return re.match(r"<(?:[?!]|\w+[\s>/])", text) is not None
    if text[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except RecursionError:
        return True
    except ValueError:
        return re.match(r"[\[{\s]*\{\s*\"[^\"\n]{1,80}\"\s*:", text) is not None
    return True


def _is_table(lines: Sequence[str]) -> bool:
    """Whether the first lines of a text are rows of as many cells, parted by tabs or below short names."""
    tabs = [each.count("\t") + 1 for each in lines if each.strip()]
    if len(tabs) >= _TABLE_LINES and tabs.count(tabs[0]) == len(tabs) and tabs[0] >= _TABLE_CELLS:
        return True
    for delimiter in ",;|":
        try:
            rows = [row for row in csv.reader((f"{each}\n" for each in lines), delimiter=delimiter) if row]
        except csv.Error:
            continue
        alike = sum(len(row) == len(rows[0]) for row in rows)
        named = len(rows[0]) >= _TABLE_CELLS and all(_NAME.fullmatch(each) for each in rows[0])
        if named and alike >= max(_TABLE_LINES, _TABLE_SHARE * len(rows)):
            return True
    return False


def read_texts(blob: Blob) -> Read:
    """Read the articles of a text: the lines named at the top of each, its headline and its body.

    Without such lines the first line is the headline. A body keeps its lines, but where a program broke them they are
    joined again to paragraphs.

    Yields
    ------
    Record or Unread
    """
    for number, part in enumerate(_parts(blob.text.replace("\x0c", "\n").replace("\x00", "\ufffd")), start=1):
        fields = _fields(part)
        if fields.get("headline") or fields.get("body"):
            yield Record(blob.name, number, fields)
        else:
            yield Unread(blob.name, number, "neither headline nor body", "", {"text": part})


def _parts(text: str) -> list[str]:
    """Cut a file at lines of signs, where each part but the first begins with named lines.

    Where the first begins with them too, an empty line before others that name a headline is enough.
    """
    lines = text.split("\n")
    named = "headline" in _head(lines, 0)[0]
    cuts = [
        place
        for place, line in enumerate(lines)
        if (_RULE.fullmatch(line) and _begins(lines, place + 1))
        or (named and not line.strip() and _begins(lines, place + 1, 2))
    ]
    edges = [-1, *cuts, len(lines)]
    parts = ["\n".join(lines[a + 1 : b]).strip("\n") for a, b in pairwise(edges)]
    return [part for part in parts if part.strip() and not all(map(_EDGE.fullmatch, part.split("\n")))]


def _begins(lines: Sequence[str], place: int, at_least: int = 1) -> bool:
    """Whether the block of an article begins there: so many known lines with a headline, or two below signs."""
    found, _ = _head(lines, place)
    known = sum(each in _KEYS for each in found)
    return known >= at_least if "headline" in found else known > 1 and at_least == 1


def _head(lines: Sequence[str], place: int) -> tuple[dict[str, str], int]:
    """Read the named lines at the top, and say where the text after them begins; none when they are no block."""
    start = place
    while place < len(lines) and _EDGE.fullmatch(lines[place]):
        place += 1
    found: dict[str, str] = {}
    last = ""
    while place < len(lines) and not _EDGE.fullmatch(lines[place]):
        line = lines[place]
        named = _LINE.fullmatch(line)
        if named is None:
            if not last or line[:1] not in (" ", "\t"):
                break
            found[last] = f"{found[last]} {line.strip()}".strip()  # a value that goes on
        else:
            key = "-".join(named[1].casefold().split())
            last = _NAMED.get(key, "")
            if last == "body":
                break
            if not last or last in found:
                last = re.sub(r"\W", "_", key)
            found[last] = " ".join(filter(None, (found.get(last), named[2])))
        place += 1
    known = sum(each in _KEYS for each in found)
    ended = place >= len(lines) or _EDGE.fullmatch(lines[place]) is not None or last == "body"
    # One line alone may be a headline with a colon in it: “Data: what the agencies collect”.
    sure = "headline" in found or any(map(str.isdigit, found.get("published", ""))) or "//" in found.get("url", "")
    return (found, place) if known > 1 or (known and ended and sure) else ({}, start)


def _fields(part: str) -> dict[str, str]:
    lines = part.split("\n")
    fields, place = _head(lines, 0)
    lines = lines[place:]
    if fields:
        while lines and _EDGE.fullmatch(lines[0]):
            lines = lines[1:]
        named = _LINE.fullmatch(lines[0]) if lines else None
        if named and _NAMED.get("-".join(named[1].casefold().split())) == "body":
            lines = [named[2], *lines[1:]]
    text = "\n".join(lines).strip()
    if not fields.get("headline"):
        fields["headline"], _, text = (each.strip() for each in text.partition("\n"))
    if fields.get("language"):
        fields["language"] = stated_language(fields["language"]) or fields["language"]
    fields["body"] = _unwrapped(text)
    return {name: value for name, value in fields.items() if value}


def _unwrapped(text: str) -> str:
    """Join the lines of paragraphs that a program broke at some width; any other text stays as it is."""
    paragraphs = [each.split("\n") for each in re.split(r"\n(?:[ \t]*\n)+", text)]
    going_on = [line.rstrip() for lines in paragraphs for line in lines[:-1]]
    longest = max((len(line.rstrip()) for lines in paragraphs for line in lines), default=0)
    if len(going_on) < 2 or longest >= _WRAPPED.stop or any(len(line) < _WRAPPED.start for line in going_on):
        return text
    return "\n\n".join(" ".join(line.strip() for line in lines) for lines in paragraphs)


PLAIN = Format("plain", "plain text", _fits, read_texts)
