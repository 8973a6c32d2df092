"""RTF as lines of text, for every database that hands it out.

The text is striprtf's. Before it, the control words are gone over once: pictures, embedded objects and binary data
are left out, tables keep their rows and cells, and what is too large, too deep or cut off is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from framing.articles.blobs import Blob
from framing.articles.formats.rtf_rows import CELL, NESTED, ROW, ROW_END, paragraphs_of
from framing.project import InputError

__all__ = ["is_rtf", "rtf_bold", "rtf_paragraphs"]

# A file of 500 articles has some 5 MB; pictures, which are not read, make it larger.
LARGEST_RTF = 128_000_000
# What remains without them takes a second for each MB.
LARGEST_TEXT = 32_000_000
# Word itself stops below 100 groups in one another.
DEEPEST = 1_000
# Some hundred fonts; striprtf's pattern for them takes time by the square.
LONGEST_FONT_TABLE = 100_000

_TOKEN = re.compile(
    r"\\bin(\d{1,9})[ ]?|\\'[0-9A-Fa-f]{2}|\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\(.)|([{}])|[^\\{}]+", re.S
)
_FIRST_WORD = re.compile(r"\s*(\\\*)?\s*\\([A-Za-z]{1,32})", re.S)
# Groups that are no text of the document's: pictures, objects, and the instruction of a field (its result is text).
_LEFT_OUT = {"pict", "object", "fldinst", "themedata", "datastore", "stylesheet", "listtable", "listoverridetable"}
_BOLD, _PLAIN = "\x10", "\x11"
# Each resets a character still to be skipped after \u, hence the braces.
_MARKS = {
    "cell": "{}" + CELL,
    "nestcell": "{}" + CELL,
    "row": "{}" + ROW_END,
    "nestrow": "{}" + ROW_END,
    "trowd": "{}" + ROW,
    "intbl": "{}" + ROW,
    "page": "{}\\par {}\f\\par ",
    "sect": "{}\\par {}\f\\par ",
}


def is_rtf(blob: Blob) -> bool:
    """Whether a file begins as RTF does."""
    return blob.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"{\\rtf"


def rtf_paragraphs(blob: Blob) -> list[str]:
    r"""Return the text of an RTF file, a paragraph each, in order; empty paragraphs are "".

    A row of a table is one paragraph: its cells are separated by ``"\t"``, and the paragraphs within a cell by
    ``"\n"``; a row of a table within a cell is a paragraph of its own. A break of page or section is the paragraph
    ``"\f"``. Of a link, its text is kept. Headers, footers, footnotes, text boxes, pictures, embedded objects and
    binary data are left out.

    Raises
    ------
    InputError
        When it is no RTF, too large, too deeply nested, or cut off.

    Examples
    --------
    >>> rtf_paragraphs(Blob("a.rtf", rb"{\rtf1 {\b Moon}\par Far\'e9 side\par}"))
    ['Moon', 'Faré side']
    >>> rtf_paragraphs(Blob("b.rtf", rb"{\rtf1\trowd\intbl HD\cell Probe lands\par on time\cell\row}"))
    ['HD\tProbe lands\non time']
    """
    return [re.sub(f"[{_BOLD}{_PLAIN}]", "", each) for each in _read(blob)]


def rtf_bold(blob: Blob) -> list[tuple[str, bool]]:
    r"""Return the same paragraphs, each with whether all of its text is bold: as headlines are, and labels.

    Raises
    ------
    InputError
        As `rtf_paragraphs` does.

    Examples
    --------
    >>> rtf_bold(Blob("a.rtf", rb"{\rtf1 {\b Moon}\par \b Far\b0  side\par}"))
    [('Moon', True), ('Far side', False)]
    """
    found, bold = [], False
    for each in _read(blob):
        pieces = re.split(f"([{_BOLD}{_PLAIN}])", each)
        strong, weak = "", ""
        for piece in pieces:
            if piece in (_BOLD, _PLAIN):
                bold = piece == _BOLD
            elif bold:
                strong += piece
            else:
                weak += piece
        text = "".join(piece for piece in pieces if piece not in (_BOLD, _PLAIN))
        found.append((text, bool(strong.strip()) and not weak.strip()))
    return found


def _read(blob: Blob) -> list[str]:
    from striprtf.striprtf import rtf_to_text

    if not is_rtf(blob):
        raise InputError(f"{blob.name}, line 1: expected RTF, which begins with {{\\rtf; is it another kind of file?")
    if len(blob.data) > LARGEST_RTF:
        raise InputError(
            f"{blob.name} is RTF of {len(blob.data) / 1e6:,.0f} MB; the most read at once is "
            f"{LARGEST_RTF / 1e6:,.0f} MB. Export it in parts."
        )
    source = "".join(_kept(blob))
    if len(source) > LARGEST_TEXT:
        raise InputError(
            f"{blob.name} holds {len(source) / 1e6:,.0f} MB of RTF without its pictures; the most read at once is "
            f"{LARGEST_TEXT / 1e6:,.0f} MB. Export it in parts."
        )
    try:
        text = rtf_to_text(_seven_bits(source), errors="replace")
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise InputError(f"{blob.name} cannot be read as RTF ({error}); save or export it anew.") from None
    # Characters beyond U+FFFF are written as two halves.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paragraphs_of(text.replace("\xad", ""))


def _kept(blob: Blob) -> Iterator[str]:
    """Yield the RTF without what is no text of it, each byte a character, with marks for rows and cells."""
    text = blob.data.decode("latin-1").lstrip("\xef\xbb\xbf \t\r\n").rstrip("\x00 \t\r\n\x1a")
    depth, hidden, place, surplus = 0, 0, 0, False
    table_start, in_table = 0, 0  # of the fonts
    bold, shown, outer = False, False, [False]
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:  # a lone backslash ends the file
            break
        start, place = place, found.end()
        binary, word, number, symbol, brace = found.groups()
        if binary:
            place += int(binary)
        elif brace == "{":
            depth += 1
            if depth > DEEPEST:
                raise InputError(
                    f"{blob.name}, line {_line(text, start)}: groups of RTF nested deeper than {DEEPEST:,}; "
                    "save or export it anew."
                )
            first = _FIRST_WORD.match(text, place)
            if first and not hidden:
                if first[2] in _LEFT_OUT or (first[1] and first[2] != "nesttableprops"):
                    hidden = depth
                elif first[1]:
                    place = first.end()  # it may be left out by those who know no tables in tables: we do
                if first[2] == "fonttbl":
                    table_start, in_table = start, depth
            outer.append(bold)
            if not hidden:
                yield brace
        elif brace:
            if hidden:
                hidden = 0 if depth == hidden else hidden
                depth -= 1
                bold = outer.pop()
                continue
            if depth <= 1 and place < len(text):  # one brace too many, or another document behind this one
                surplus = True
                continue
            if in_table == depth:
                in_table = 0
                if start - table_start > LONGEST_FONT_TABLE:
                    raise InputError(
                        f"{blob.name}, line {_line(text, table_start)}: a table of fonts of {start - table_start:,} "
                        "characters; save or export it anew."
                    )
            depth -= 1
            bold = outer.pop()
            yield brace
        elif hidden:
            continue
        elif word == "b":
            bold = number != "0"
        else:
            bold = bold and word != "plain"
            if bold != shown and word in (None, "u") and (found[0].strip() or symbol):
                shown = bold
                yield "{}" + (_BOLD if bold else _PLAIN)
            yield _token(found[0], word, number, symbol)
    if depth > (1 if surplus else 0) or place > len(text):
        raise InputError(
            f"{blob.name}, line {_line(text, len(text))}: expected the end of the RTF, found the end of the file: "
            "it is cut off; export it anew."
        )
    yield "}" * depth


def _token(whole: str, word: str | None, number: str | None, symbol: str | None) -> str:
    """Return a token as it goes on to striprtf; a control word ends with a space, as line ends behind it are lost."""
    if word is not None:
        code = int(number or 0)
        if word == "u" and not (number and -32_768 <= code < 65_536 and code % 65_536 > 31):
            return "\\u65533 "
        if word == "uc" and not (number and 0 <= code <= 8):
            return ""
        if word == "itap":
            return "{}" + NESTED if code > 1 else ""
        return _MARKS.get(word, whole.rstrip(" ") + " ")
    if symbol is not None:
        return "\\par " if symbol in "\r\n" else whole
    if whole.startswith("\\'"):
        return whole if whole[2] not in "01" else ""
    return re.sub(r"[\x00-\x08\x0b-\x1f\r\n]+", "", whole)


def _seven_bits(source: str) -> str:
    """Write bytes beyond ASCII so that the file's own code page holds for them; in UTF-8 they are plain."""
    if source.isascii():
        return source
    try:
        return source.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return re.sub(r"[\x80-\xff]", lambda found: f"\\'{ord(found[0]):02x}", source)


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
