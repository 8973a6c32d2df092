"""A grid of choices, and the specifications that it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from framing.corpus.wire.policies import POLICIES
from framing.trends.counted import DENOMINATORS
from framing.trends.units import UNITS

__all__ = [
    "CHOICES", "CROSSED", "SENTENCE", "TONE_UNITS", "ClaimEntry", "Grid", "Place", "Specification", "Strict", "expand",
]  # fmt: skip

SENTENCE = "sentence"
# Choice -> its values. Tone has units of its own: it is not measured on leads or sentences.
CROSSED = {
    "policy": tuple(POLICIES),
    "unit": (*UNITS, SENTENCE),
    "measure": ("share", "rate", "salience"),
    "denominator": DENOMINATORS,
    "tone": ("masked", "raw"),
}
TONE_UNITS = ("article", "headline")

Place = tuple[Any, ...]


@dataclass(frozen=True)
class Specification:
    """One way to compute a claim.

    Attributes
    ----------
    policy, unit, measure, denominator : str
        As for `framing.trends`; the unit may be ``sentence``, the measure ``tone``.
    tone : str
        ``masked`` or ``raw``; "" for what is no tone.
    min_articles : int
        Outlets with fewer articles that count are left out.
    line_left_out, source_left_out : str
        A codebook line (``exclude: ...`` for one of those) and an outlet; "" for none.
    """

    policy: str
    unit: str
    measure: str
    denominator: str
    tone: str
    min_articles: int
    line_left_out: str = ""
    source_left_out: str = ""


# The columns of a table of specifications that say what was chosen.
CHOICES = [each.name for each in fields(Specification)]


class Strict(BaseModel):
    """A part of the file: what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ClaimEntry(Strict):
    """A claim as it stands in the file; what is empty is settled by the corpus."""

    claim: Literal["difference", "change"]
    measure: Literal["", "tone"] = ""
    frame: str = ""
    by: str = "group"
    a: str = ""
    b: str = ""
    group: str = ""
    start: str = Field("", alias="from")
    to: str = ""


@dataclass(frozen=True)
class Grid:
    """What a robustness file holds, and on which line each thing stands.

    Attributes
    ----------
    path : Path
    claims : list of ClaimEntry
    crossed : dict
        Choice -> its values, of which every combination is computed; the first is the reference.
    min_articles : list of int
        The first is the reference.
    each_line : bool
        Whether every codebook line is left out in turn.
    leave_out_sources : int
        How many of the largest outlets are left out in turn.
    lines : dict
        Place in the file -> its line.
    """

    path: Path
    claims: list[ClaimEntry]
    crossed: dict[str, list[str]]
    min_articles: list[int]
    each_line: bool
    leave_out_sources: int
    lines: dict[Place, int]

    def where(self, *place: Any) -> str:
        """Return ``"robustness.yml, line 7"`` for a place such as ``("claims", 0, "frame")``."""
        while place and place not in self.lines:
            place = place[:-1]
        return f"{self.path.name}, line {self.lines[place]}" if place in self.lines else self.path.name


def expand(
    grid: Grid, *, tone: bool = False, lines: Sequence[str] = (), sources: Sequence[str] = ()
) -> list[Specification]:
    """Return the specifications of a claim, the reference first.

    Parameters
    ----------
    grid : Grid
    tone : bool
        The claim is about tone: policy, unit and tone are crossed; else policy, unit, measure and denominator.
    lines, sources : sequence of str
        Codebook lines and outlets, each of which is left out in turn.

    Examples
    --------
    >>> from framing.trends.robustness import read_grid
    >>> found = expand(read_grid(), lines=["spy"])
    >>> len(found), found[-1].line_left_out
    (63, 'spy')
    """
    crossed, least = grid.crossed, grid.min_articles
    if tone:
        units = [unit for unit in crossed["unit"] if unit in TONE_UNITS]
        made = [
            Specification(policy, unit, "tone", crossed["denominator"][0], words, least[0])
            for policy, unit, words in product(crossed["policy"], units, crossed["tone"])
        ]
    else:
        made = [
            Specification(policy, unit, measure, denominator, "", least[0])
            for policy, unit, measure, denominator in product(*(crossed[c] for c in CHOICES[:4]))
            if unit != SENTENCE or measure == "share"
        ]
    made += [replace(made[0], min_articles=number) for number in dict.fromkeys(least[1:]) if number != least[0]]
    made += [replace(made[0], line_left_out=line) for line in lines]
    return made + [replace(made[0], source_left_out=source) for source in sources]
