"""Finding patterns in tokens: phrases step by step, near() by the closest pairs; all of it array arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from framing.text.patterns import Line, Near, Phrase, Word, parse_line
from framing.text.tokens import Tokens, expand, tokens_of
from framing.text.vocabulary import WordsOfForms

__all__ = ["Finder", "texts_with"]


class Finder:
    """Lines made ready to be found.

    Parameters
    ----------
    lines : sequence of Line

    Examples
    --------
    >>> finder = Finder([parse_line("space race*"), parse_line("near(race, orbit, 2)")])
    >>> line, first, last = finder.find(tokens_of(["A space race. An egg-and-spoon race in orbit."]))
    >>> line.tolist(), first.tolist(), last.tolist()
    ([0, 1], [1, 7], [3, 10])
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = list(lines)
        self._words: dict[Word, int] = {}
        self._phrases: dict[Phrase, int] = {}
        phrase_lines: list[tuple[int, int]] = []
        near: list[tuple[int, list[list[int]], int]] = []
        for number, line in enumerate(self.lines):
            if isinstance(line.meaning, Near):
                sides = [[self._phrase(each) for each in side] for side in (line.meaning.left, line.meaning.right)]
                near.append((number, sides, line.meaning.gap))
            else:
                phrase_lines.append((self._phrase(line.meaning), number))
        phrase_lines.sort()
        pairs = np.array(phrase_lines, dtype=np.int64).reshape(-1, 2)
        self._line_of_phrase = pairs[:, 1]
        self._lines_of_phrase = np.searchsorted(pairs[:, 0], np.arange(len(self._phrases) + 1))
        self._length = np.array([len(each) for each in self._phrases], dtype=np.int64)
        width = int(self._length.max()) if len(self._length) else 0
        self._word_at = np.full((len(self._phrases), width), -1, dtype=np.int32)
        for phrase, row in self._phrases.items():
            self._word_at[row, : len(phrase)] = [self._words[word] for word in phrase]
        starting = self._word_at[:, 0] if width else np.zeros(0, dtype=np.int32)
        self._by_start = np.argsort(starting, kind="stable")
        self._of_start = np.searchsorted(starting[self._by_start], np.arange(len(self._words) + 1))
        self._sides = [_sides(near, side) for side in (0, 1)]

    def _phrase(self, phrase: Phrase) -> int:
        for word in phrase:
            self._words.setdefault(word, len(self._words))
        return self._phrases.setdefault(phrase, len(self._phrases))

    def find(self, tokens: Tokens) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find every match of every line in a batch of tokens.

        Parameters
        ----------
        tokens : Tokens

        Returns
        -------
        line, first, last : ndarray of int64, shape (n_matches,)
            Which line, its first token, and the token after its last. Of near(), the closest pairs: each side with
            the next of the other, and no span that holds another one of the same line.
        """
        phrase, first = self._occurrences(tokens)
        line, begin, end = self._phrase_lines(phrase, first)
        near_line, near_begin, near_end = self._near_lines(phrase, first, tokens)
        return (
            np.concatenate([line, near_line]),
            np.concatenate([begin, near_begin]),
            np.concatenate([end, near_end]),
        )

    def _occurrences(self, tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
        """Find every phrase: its number and its first token, sorted by token."""
        known = tokens.pieces.lexicon.facts(("words", self), lambda: WordsOfForms(list(self._words)))
        known.learn(tokens.forms)
        # What each form can begin: phrases by words, words by forms.
        counts = np.diff(self._of_start)[known.word]
        begins_phrase = self._by_start[expand(self._of_start[:-1][known.word], counts)]
        of_form = np.searchsorted(np.repeat(known.form, counts), np.arange(len(tokens.forms) + 1))

        per_form = np.diff(of_form)
        at = np.flatnonzero((per_form > 0)[tokens.form])
        form = tokens.form[at]
        first = np.repeat(at, per_form[form])
        phrase = begins_phrase[expand(of_form[form], per_form[form])]
        done = [(phrase[:0], first[:0])]
        for step in range(1, self._word_at.shape[1] + 1):
            ends = self._length[phrase] == step
            done.append((phrase[ends], first[ends]))
            if step == self._word_at.shape[1]:
                break
            phrase, first = phrase[~ends], first[~ends]
            inside = first + step < len(tokens)
            phrase, first = phrase[inside], first[inside]
            fits = ~tokens.parted[first + step]
            phrase, first = phrase[fits], first[fits]
            fits = known.is_word(tokens.form[first + step], self._word_at[phrase, step])
            phrase, first = phrase[fits], first[fits]
        phrase = np.concatenate([each[0] for each in done])
        first = np.concatenate([each[1] for each in done])
        order = np.argsort(first, kind="stable")
        return phrase[order], first[order]

    def _phrase_lines(self, phrase: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        counts = np.diff(self._lines_of_phrase)[phrase]
        line = self._line_of_phrase[expand(self._lines_of_phrase[:-1][phrase], counts)]
        begin = np.repeat(first, counts)
        return line, begin, begin + np.repeat(self._length[phrase], counts)

    def _near_lines(
        self, phrase: np.ndarray, first: np.ndarray, tokens: Tokens
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Find the closest pairs of all near() lines at once, from the phrases' occurrences sorted by token."""
        by_phrase = np.argsort(phrase, kind="stable")
        phrase, first = phrase[by_phrase], first[by_phrase]
        of_phrase = np.searchsorted(phrase, np.arange(len(self._phrases) + 1))
        sides = []
        for side in self._sides:
            counts = np.diff(of_phrase)[side.phrase]
            row = expand(of_phrase[:-1][side.phrase], counts)
            line = np.repeat(side.line, counts)
            begin = first[row]
            order = np.lexsort((begin, line))
            sides.append((line[order], begin[order], (begin + self._length[phrase[row]])[order]))
        gaps = np.zeros(len(self.lines), dtype=np.int64)
        for side in self._sides:
            gaps[side.line] = side.gap
        width = len(tokens) + int(gaps.max(initial=0)) + 1
        spans = [_closest(*sides[0], *sides[1], gaps, width), _closest(*sides[1], *sides[0], gaps, width)]
        line, begin, end = (np.concatenate(each) for each in zip(*spans, strict=True))
        together = tokens.numbering[tokens.piece[begin]] == tokens.numbering[tokens.piece[end - 1]]
        return _innermost(line[together], begin[together], end[together], width)


@dataclass(frozen=True)
class _Side:
    """One side of all near() lines: which phrase is an alternative of which line, and that line's gap."""

    line: np.ndarray
    phrase: np.ndarray
    gap: np.ndarray


def _sides(near: list[tuple[int, list[list[int]], int]], side: int) -> _Side:
    rows = [(line, phrase, gap) for line, sides, gap in near for phrase in sides[side]]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return _Side(table[:, 0], table[:, 1], table[:, 2])


def _closest(
    a_line: np.ndarray,
    a_first: np.ndarray,
    a_last: np.ndarray,
    b_line: np.ndarray,
    b_first: np.ndarray,
    b_last: np.ndarray,
    gaps: np.ndarray,
    width: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pair each A with the next B of its line that begins after it ends, at most the line's gap of tokens on.

    Both are sorted by line and first token. Of several B that begin there the shortest is taken.
    """
    order = np.lexsort((b_last, b_first, b_line))
    b_line, b_first, b_last = b_line[order], b_first[order], b_last[order]
    place = np.searchsorted(b_line * width + b_first, a_line * width + a_last)
    found = place < len(b_first)
    a_line, a_first, a_last, place = a_line[found], a_first[found], a_last[found], place[found]
    close = (b_line[place] == a_line) & (b_first[place] - a_last <= gaps[a_line])
    return a_line[close], a_first[close], b_last[place[close]]


def _innermost(
    line: np.ndarray, begin: np.ndarray, end: np.ndarray, width: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Drop repeated spans, and spans that hold another one of the same line."""
    # From the last to begin to the first, the shorter first: a span holds another one of its line when one that came
    # before it here ends no later.
    order = np.lexsort((end, -begin, line))
    line, begin, end = line[order], begin[order], end[order]
    ends = end - line * width  # falls from line to line, so that a running minimum starts anew with each
    keep = np.ones(len(line), dtype=bool)
    keep[1:] = ends[1:] < np.minimum.accumulate(ends)[:-1]
    return line[keep], begin[keep], end[keep]


def texts_with(pattern: str, texts: Iterable[str]) -> np.ndarray:
    """Mark the texts in which a pattern is found.

    Parameters
    ----------
    pattern : str
        A word, phrase, wildcard, Exact(...) or near(a, b, n), as in a codebook.
    texts : iterable of str

    Returns
    -------
    ndarray of bool, shape (n_texts,)

    Examples
    --------
    >>> texts_with("spy*", ["Spies at work", "A spying probe"]).tolist()
    [False, True]
    """
    tokens = tokens_of([each if isinstance(each, str) else "" for each in texts])
    found = np.zeros(tokens.pieces.count, dtype=bool)
    found[tokens.text[Finder([parse_line(pattern)]).find(tokens)[1]]] = True
    return found
