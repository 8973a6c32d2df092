"""Whether a codebook finds what it says it must, and leaves what it must leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.measures.codebook.match import Matcher
from framing.measures.codebook.model import Codebook
from framing.text.tokens import tokens_of

__all__ = ["Failure", "check_codebook"]

# English words that a case-folded initialism becomes: "Exact(US)" keeps them apart.
_COMMON = frozenset(
    "us it is in on an at am as be by do go he if me my no of or so to up we who it's aid arms era".split()
)


@dataclass(frozen=True)
class Failure:
    """One line of a codebook that does not do what it says.

    Attributes
    ----------
    code : str
        The frame, actor or ``topic``.
    number : int
        The line in the file.
    problem : str
        One sentence.
    """

    code: str
    number: int
    problem: str


def check_codebook(codebook: Codebook) -> list[Failure]:
    """Run the ``must_hit`` and ``must_miss`` lines, and look for lines that folding turns into common words.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    list of Failure
        In the file's order; empty when all is well.

    Examples
    --------
    >>> from framing.measures.codebook.model import parse_codebook
    >>> book = parse_codebook('''
    ... topic:
    ...   include:
    ...   - orbit*
    ... frames:
    ...   space_race:
    ...     include:
    ...     - space race
    ...     must_hit:
    ...     - They race to the Moon.
    ... ''')
    >>> check_codebook(book)[0].problem
    'must be hit but is missed: They race to the Moon.'
    """
    matcher = Matcher(codebook)
    asked = [
        (index, entry.code, text, number, wanted)
        for index, entry in enumerate(matcher.entries)
        for lines, wanted in ((entry.must_hit, True), (entry.must_miss, False))
        for text, number in lines
    ]
    tokens = tokens_of([text for _, _, text, _, _ in asked])
    found = matcher.candidates(tokens)
    hits = {
        (int(text), int(entry)): int(line)
        for text, entry, line in zip(
            tokens.text[found.first[found.won]], found.entry[found.won], found.line[found.won], strict=True
        )
    }
    failures = []
    for row, (index, code, text, number, wanted) in enumerate(asked):
        line = hits.get((row, index))
        if wanted and line is None:
            failures.append(Failure(code, number, f"must be hit but is missed: {text}"))
        elif not wanted and line is not None:
            failures.append(Failure(code, number, f"must be missed but “{matcher.lines[line].text}” hits it: {text}"))
    failures += _folded(matcher)
    return sorted(failures, key=lambda each: each.number)


def _folded(matcher: Matcher) -> list[Failure]:
    """Warn of one-word lines in capitals that, case folded, are everyday words."""
    failures = []
    for line, entry in zip(matcher.lines, np.array(matcher.line_entry), strict=True):
        word = line.text.strip()
        if word.isupper() and word.replace(".", "").casefold() in _COMMON:
            problem = f"“{word}” also matches the everyday word “{word.casefold()}”; write Exact({word})"
            failures.append(Failure(matcher.entries[entry].code, line.number, problem))
    return failures
