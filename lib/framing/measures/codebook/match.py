"""The matcher: finds every place where a codebook line matches, and settles which of them count.

All places are kept as candidates, won or not, so that leaving a line out later reveals what it covered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from framing.measures.codebook.model import Codebook, Entry
from framing.measures.codebook.settle import settle
from framing.text.find import Finder
from framing.text.patterns import Line
from framing.text.tokens import Tokens

__all__ = ["Candidates", "Matcher"]


@dataclass(frozen=True)
class Candidates:
    """Every match of every line in a batch, one row each; a match of a child stands again under each parent.

    Attributes
    ----------
    entry : ndarray of int32
        Which of `Matcher.entries` it counts for.
    line : ndarray of int32
        Which of `Matcher.lines` matched.
    first, last : ndarray of int64
        Its first token, and the token after its last.
    won : ndarray of bool
        Whether it counts.
    excluded_by : ndarray of int32
        The exclude line that it lies inside, or -1.
    """

    entry: np.ndarray
    line: np.ndarray
    first: np.ndarray
    last: np.ndarray
    won: np.ndarray
    excluded_by: np.ndarray


class Matcher:
    r"""A codebook made ready to match.

    Parameters
    ----------
    codebook : Codebook

    Attributes
    ----------
    entries : list of Entry
        Topic, frames and actors; `Candidates.entry` counts in it.
    lines : list of Line
        Every include and exclude line; `Candidates.line` counts in it.

    Examples
    --------
    >>> from framing.measures.codebook.model import parse_codebook
    >>> from framing.text.tokens import tokens_of
    >>> book = parse_codebook("topic:\n  include:\n  - orbit*\nframes:\n  race:\n    include:\n    - space race*")
    >>> found = Matcher(book).candidates(tokens_of(["A space race. An egg-and-spoon race in orbit."]))
    >>> found.first.tolist(), found.last.tolist()
    ([9, 1], [10, 3])
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.entries: list[Entry] = list(codebook)
        self.lines: list[Line] = []
        self.line_entry: list[int] = []
        self.line_excludes: list[bool] = []
        for index, entry in enumerate(self.entries):
            for line, excludes in [(x, False) for x in entry.include] + [(x, True) for x in entry.exclude]:
                self.lines.append(line)
                self.line_entry.append(index)
                self.line_excludes.append(excludes)
        self._finder = Finder(self.lines)
        codes = {(entry.kind, entry.code): index for index, entry in enumerate(self.entries)}
        self._parents = [[codes[entry.kind, each] for each in entry.parents] for entry in self.entries]

    def candidates(self, tokens: Tokens) -> Candidates:
        """Find every match in a batch of tokens and settle which count.

        Within one frame the exclusions act first; then, where matches overlap, the longest wins (in tokens; of
        equals the one that begins first, then the line that stands first). A parent counts each place once.

        Parameters
        ----------
        tokens : Tokens

        Returns
        -------
        Candidates
            Sorted by entry, first token, last token and line.
        """
        return Candidates(
            *settle(
                *self._finder.find(tokens),
                entry_of_line=np.array(self.line_entry, dtype=np.int64),
                excludes=np.array(self.line_excludes, dtype=bool),
                parents=self._parents,
            )
        )
