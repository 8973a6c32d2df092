"""``robustness.yml``: which claims are computed again, and under which choices, read as text and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, NonNegativeInt, ValidationError

from framing.articles.plain_yaml import read_plain
from framing.project import FramingError, corpus_folder, nearest
from framing.trends.robustness.grid import CROSSED, SENTENCE, TONE_UNITS, ClaimEntry, Grid, Strict

__all__ = ["read_grid"]


class _Choices(Strict):
    policy: list[str] = Field(default=["all"])
    unit: list[str] = Field(default=["article"])
    measure: list[str] = Field(default=["share"])
    denominator: list[str] = Field(default=["topic"])
    tone: list[str] = Field(default=["masked"])


class _Alone(Strict):
    min_articles: list[NonNegativeInt] = Field(default=[1], min_length=1)
    codebook_lines: Literal["each", "none"] = "none"
    leave_out_sources: NonNegativeInt = 0


class _File(Strict):
    claims: list[ClaimEntry] = Field(min_length=1)
    choices: _Choices = _Choices()
    one_at_a_time: _Alone = _Alone()


def read_grid(path: str | Path = "") -> Grid:
    """Read and check a robustness file.

    Parameters
    ----------
    path : str or Path
        The file; "" means ``corpus/robustness.yml``.

    Returns
    -------
    Grid

    Raises
    ------
    FramingError
        With the file, the line, the key and the nearest known name.

    Examples
    --------
    >>> [(each.claim, each.frame) for each in read_grid().claims]
    [('difference', 'espionage'), ('change', 'space_race')]
    """
    path = Path(path) if path else corpus_folder() / "robustness.yml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FramingError(f"There is no {path}; give the path of a robustness file, or write one.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    data, lines = read_plain(text, path.name)
    if isinstance(data, dict):  # a block of which every line is commented out
        data = {key: value for key, value in data.items() if value != ""}
    try:
        file = _File.model_validate(data)
    except ValidationError as error:
        raise _sentence(error, Grid(path, [], {}, [], False, 0, lines)) from None
    alone = file.one_at_a_time
    crossed = file.choices.model_dump()
    least, number = alone.min_articles, alone.leave_out_sources
    grid = Grid(path, file.claims, crossed, least, alone.codebook_lines == "each", number, lines)
    _check(grid)
    return grid


def _sentence(error: ValidationError, grid: Grid) -> FramingError:
    first = error.errors()[0]
    place = first["loc"]
    where = grid.where(*place)
    key = next((str(part) for part in reversed(place) if isinstance(part, str)), "claims")
    if first["type"] == "extra_forbidden":
        block = {1: _File, 2: _Alone if place[0] == "one_at_a_time" else _Choices}.get(len(place), ClaimEntry)
        known = [each.alias or name for name, each in block.model_fields.items()]
        return FramingError(f"{where}: {key} is not a key that is known here{nearest(key, known)}")
    if first["type"] == "missing":
        return FramingError(f'{where}: the key "{key}" is missing; add {key}: with a value.')
    if first["type"] == "literal_error":
        known = [each for each in first["ctx"]["expected"].replace(" or ", ", ").replace("'", "").split(", ") if each]
        return FramingError(f'{where}: {key}: "{first["input"]}" is not known{nearest(str(first["input"]), known)}')
    said = "it takes a block of key: value lines" if first["type"] == "model_type" else first["msg"].lower()
    return FramingError(f'{where}: the key "{key}" has the wrong shape ({said}); see corpus/robustness.yml.')


def _check(grid: Grid) -> None:
    """Say which values of a choice, or keys of a claim, cannot be."""
    for choice, values in grid.crossed.items():
        known = CROSSED[choice]
        if not values:
            raise FramingError(
                f"{grid.where('choices', choice)}: {choice} has no value; name one of {', '.join(known)}."
            )
        for number, value in enumerate(values):
            where = grid.where("choices", choice, number)
            if value not in known:
                raise FramingError(f'{where}: {choice}: "{value}" is not known{nearest(value, known)}')
            if value in values[:number]:
                raise FramingError(f'{where}: {choice}: "{value}" stands there twice; keep one.')
    if grid.crossed["unit"][0] == SENTENCE and grid.crossed["measure"][0] != "share":
        where = grid.where("choices", "measure")
        raise FramingError(f"{where}: with sentences, the first unit, only the measure share goes; put it first.")
    for number, claim in enumerate(grid.claims):
        _check_claim(grid, number, claim)


def _check_claim(grid: Grid, number: int, claim: ClaimEntry) -> None:
    strange = ("group", "from", "to") if claim.claim == "difference" else ("a", "b")
    for key in strange:
        if ("claims", number, key) in grid.lines:
            fit = "a and b" if claim.claim == "difference" else "group, from and to"
            where = grid.where("claims", number, key)
            raise FramingError(f"{where}: {key} does not go with claim: {claim.claim}, which takes {fit}.")
    if bool(claim.a) != bool(claim.b):
        where = grid.where("claims", number)
        raise FramingError(f"{where}: a difference takes both a and b, or neither; name the other one.")
    if claim.a and claim.a == claim.b:
        where = grid.where("claims", number, "b")
        raise FramingError(f'{where}: a and b are both "{claim.a}"; name another group for b.')
    if not claim.frame and not claim.measure:
        where = grid.where("claims", number)
        raise FramingError(f'{where}: the key "frame" is missing; add frame: with a code of the codebook.')
    if claim.measure and not set(grid.crossed["unit"]) & set(TONE_UNITS):
        where = grid.where("choices", "unit")
        raise FramingError(f"{where}: tone is measured on articles and headlines; add one of these to unit.")
