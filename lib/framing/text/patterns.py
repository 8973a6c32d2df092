"""What to look for in a text: words, phrases, wildcards, Exact(...) and near(..., ..., n)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from framing.project import FramingError, nearest
from framing.text.tokens import bare, fold

__all__ = ["Line", "Near", "Phrase", "Word", "parse_line"]

_WORD = re.compile(r"[\w*?]+(?:[.'’][\w*?]+)*")
_EXACT = re.compile(r"Exact\(([^()]*)\)")
_CALL = re.compile(r"^\s*([A-Za-z]+)\s*\(")
# More words than this are in no sentence.
_NUMBER = re.compile(r"[0-9]{1,4}")
_PARTING = re.compile(r"[.,;:()]")


@dataclass(frozen=True)
class Word:
    """One word of a phrase: its text (folded unless exact), whether case counts, whether it has wildcards."""

    text: str
    exact: bool = False

    @property
    def wild(self) -> bool:
        """Whether it has a wildcard."""
        return "*" in self.text or "?" in self.text

    def pattern(self) -> re.Pattern[str]:
        """Return the regular expression that a form must match in full; its time grows as the form's length."""
        first, *rest = ("".join("." if c == "?" else re.escape(c) for c in part) for part in self.text.split("*"))
        if not rest:
            return re.compile(first, re.DOTALL)
        # The first place where a part fits is as good as any later one: no need to come back to it.
        middle = "".join(f"(?>.*?{part})" for part in rest[:-1] if part)
        return re.compile(f"{first}{middle}.*{rest[-1]}", re.DOTALL)


Phrase = tuple[Word, ...]


@dataclass(frozen=True)
class Near:
    """Two sides, each alternatives of phrases, at most ``gap`` tokens apart in one sentence, in either order."""

    left: tuple[Phrase, ...]
    right: tuple[Phrase, ...]
    gap: int


@dataclass(frozen=True)
class Line:
    """One line of a codebook, or one pattern: what it says, where it stands, and what it means."""

    text: str
    number: int
    meaning: Phrase | Near


def parse_line(text: str, *, number: int = 0, file: str = "") -> Line:
    """Read one line.

    Parameters
    ----------
    text : str
        The line as written, without ``- ``.
    number : int
        The line's number in the file, for errors.
    file : str
        The file's name, for errors; "" for a pattern that was typed.

    Returns
    -------
    Line

    Raises
    ------
    FramingError
        When the line has no word, a broken near(), or punctuation that no phrase can run across.

    Examples
    --------
    >>> [word.text for word in parse_line("anti-satellite test*").meaning]
    ['anti', 'satellite', 'test*']
    >>> parse_line("near(surpass* | overtak*, space | moon, 8)").meaning.gap
    8
    """
    where = f"{file}, line {number}" if file else "The pattern"
    call = _CALL.match(text)
    if call and call.group(1) != "Exact":
        if call.group(1) != "near":
            hint = nearest(call.group(1), ["near", "Exact"])
            raise FramingError(f"{where}: {call.group(1)}(...) is not known{hint}")
        return Line(text, number, _near(text, where))
    return Line(text, number, _phrase(text, where))


def _near(text: str, where: str) -> Near:
    inner = text.strip()
    if not inner.endswith(")"):
        raise FramingError(f"{where}: near(...) is not closed in “{text}”; write near(A | B, C, 8).")
    parts = inner[inner.index("(") + 1 : -1].rsplit(",", 1)
    sides = parts[0].split(",")
    if len(parts) != 2 or len(sides) != 2 or not _NUMBER.fullmatch(parts[1].strip()):
        raise FramingError(
            f"{where}: near() takes two sides and a whole number of words, as in near(surpass* | overtak*, space, 8); "
            f"found “{text}”."
        )
    left, right = (tuple(_phrase(each, where) for each in side.split("|")) for side in sides)
    return Near(left, right, int(parts[1]))


def _phrase(text: str, where: str) -> Phrase:
    words: list[Word] = []
    position = 0
    for exact in _EXACT.finditer(text):
        words += _words(text[position : exact.start()], False, where)
        words += _words(exact.group(1), True, where)
        position = exact.end()
    words += _words(text[position:], False, where)
    if not words:
        raise FramingError(f"{where}: “{text.strip()}” holds no word to look for; write a word or remove the line.")
    return tuple(words)


def _words(text: str, exact: bool, where: str) -> list[Word]:
    words = [Word(bare(each) if exact else fold(each), exact) for each in _WORD.findall(text)]
    rest = _WORD.sub("", text).strip().rstrip(".")
    found = _PARTING.search(rest)
    if found:
        raise FramingError(
            f"{where}: no phrase runs across “{found.group()}”, so “{text.strip()}” could never match; "
            "split it into lines, or use near(A, B, n)."
        )
    return words
