"""Finding patterns in tokens: phrases step by step, near() by the closest pairs; all of it array arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from framing.text.patterns import Line, Near, Phrase, Word, parse_line
from framing.text.tokens import Tokens, expand, tokens_of
from framing.text.vocabulary import forms_of_words

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
        self._near: list[tuple[int, list[int], list[int], int]] = []
        for number, line in enumerate(self.lines):
            if isinstance(line.meaning, Near):
                sides = [[self._phrase(each) for each in side] for side in (line.meaning.left, line.meaning.right)]
                self._near.append((number, sides[0], sides[1], line.meaning.gap))
            else:
                phrase_lines.append((self._phrase(line.meaning), number))
        phrase_lines.sort()
        pairs = np.array(phrase_lines, dtype=np.int64).reshape(-1, 2)
        self._line_of_phrase = pairs[:, 1]
        self._lines_of_phrase = np.searchsorted(pairs[:, 0], np.arange(len(self._phrases) + 1))
        self._length = np.array([len(each) for each in self._phrases], dtype=np.int64)
        width = int(self._length.max()) if len(self._length) else 0
        self._word_at = np.full((len(self._phrases), width), -1, dtype=np.int64)
        for phrase, row in self._phrases.items():
            self._word_at[row, : len(phrase)] = [self._words[word] for word in phrase]

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
        by_phrase = np.argsort(phrase, kind="stable")
        of_phrase = np.searchsorted(phrase[by_phrase], np.arange(len(self._phrases) + 1))
        at = [first[by_phrase[a:b]] for a, b in pairwise(of_phrase.tolist())]
        near = [self._near_line(each, at, tokens) for each in self._near]
        line = np.concatenate([line, *(np.full(len(b), n[0]) for n, (b, _) in zip(self._near, near, strict=True))])
        begin = np.concatenate([begin, *(b for b, _ in near)])
        end = np.concatenate([end, *(e for _, e in near)])
        return line, begin, end

    def _occurrences(self, tokens: Tokens) -> tuple[np.ndarray, np.ndarray]:
        """Find every phrase: its number and its first token, sorted by token."""
        form, word = forms_of_words(list(self._words), tokens.forms)
        keys = form * len(self._words) + word
        starting = self._word_at[:, 0] if len(self._phrases) else np.zeros(0, dtype=np.int64)
        by_start = np.argsort(starting, kind="stable")
        ranges = np.searchsorted(starting[by_start], np.arange(len(self._words) + 1))
        counts = np.diff(ranges)[word]
        begins_form = np.repeat(form, counts)
        begins_phrase = by_start[expand(ranges[:-1][word], counts)]
        of_form = np.searchsorted(begins_form, np.arange(len(tokens.forms) + 1))

        per_token = np.diff(of_form)[tokens.form]
        at = np.flatnonzero(per_token)
        first = np.repeat(at, per_token[at])
        phrase = begins_phrase[expand(of_form[tokens.form[at]], per_token[at])]
        for step in range(1, self._word_at.shape[1]):
            longer = np.flatnonzero(self._length[phrase] > step)
            here = first[longer] + step
            inside = here < len(tokens)
            here = np.minimum(here, max(len(tokens) - 1, 0))
            wanted = tokens.form[here].astype(np.int64) * len(self._words) + self._word_at[phrase[longer], step]
            place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
            fits = inside & ~tokens.parted[here] & (keys[place] == wanted)
            keep = np.ones(len(phrase), dtype=bool)
            keep[longer[~fits]] = False
            first, phrase = first[keep], phrase[keep]
        return phrase, first

    def _phrase_lines(self, phrase: np.ndarray, first: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        counts = np.diff(self._lines_of_phrase)[phrase]
        line = self._line_of_phrase[expand(self._lines_of_phrase[:-1][phrase], counts)]
        begin = np.repeat(first, counts)
        return line, begin, begin + np.repeat(self._length[phrase], counts)

    def _near_line(
        self, near: tuple[int, list[int], list[int], int], at: list[np.ndarray], tokens: Tokens
    ) -> tuple[np.ndarray, np.ndarray]:
        """Find the closest pairs of one near() line; ``at`` has the first tokens of each phrase's occurrences."""
        _, left, right, gap = near
        sides = []
        for side in (left, right):
            first = np.concatenate([at[phrase] for phrase in side])
            sides.append((first, first + np.concatenate([np.full(len(at[p]), self._length[p]) for p in side])))
        spans = [_closest(*sides[0], *sides[1], gap), _closest(*sides[1], *sides[0], gap)]
        begin = np.concatenate([each[0] for each in spans])
        end = np.concatenate([each[1] for each in spans])
        together = (tokens.text[begin] == tokens.text[end - 1]) & (tokens.sentence[begin] == tokens.sentence[end - 1])
        return _innermost(begin[together], end[together])


def _closest(
    a_first: np.ndarray, a_last: np.ndarray, b_first: np.ndarray, b_last: np.ndarray, gap: int
) -> tuple[np.ndarray, np.ndarray]:
    """Pair each A with the next B that begins after it ends, at most ``gap`` tokens on."""
    order = np.lexsort((b_last, b_first))
    b_first, b_last = b_first[order], b_last[order]
    place = np.searchsorted(b_first, a_last)
    found = place < len(b_first)
    a_first, a_last, place = a_first[found], a_last[found], place[found]
    close = b_first[place] - a_last <= gap
    return a_first[close], b_last[place[close]]


def _innermost(begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Drop repeated spans, and spans that hold another one of the same line."""
    spans = np.unique(np.stack([begin, end], axis=1), axis=0) if len(begin) else np.zeros((0, 2), dtype=np.int64)
    if len(spans) < 2:
        return spans[:, 0], spans[:, 1]
    # Sorted by begin: a span holds another one when a span that begins at or after it ends no later.
    order = np.lexsort((spans[:, 1], -spans[:, 0]))
    ends = spans[order, 1]
    smallest = np.concatenate([[np.iinfo(np.int64).max], np.minimum.accumulate(ends)[:-1]])
    keep = order[ends < smallest]
    keep.sort()
    return spans[keep, 0], spans[keep, 1]


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
