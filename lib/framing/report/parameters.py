"""What a notebook lets its reader set: names, types and defaults, and text turned into typed values.

A parameters cell holds only ``name: type = default  # help`` with the types str, int, float, bool and list.
It is read with :mod:`ast` rather than with papermill's line pattern, which loses ``x: str | None`` and every
line with a second ``=`` in silence; here such a line is an error that says so.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import math
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from framing.project import FramingError, nearest

__all__ = ["Parameter", "check_known", "convert", "declared", "parse_assignments", "tagged"]

TYPES = ("str", "int", "float", "bool", "list")
TRUE = {"true", "yes", "on", "1"}
FALSE = {"false", "no", "off", "0"}


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell.

    Attributes
    ----------
    name, type : str
        ``type`` is one of str, int, float, bool and list.
    default : object
        What holds when nothing is passed.
    help : str
        The comment at the end of the line, ``""`` without one.
    """

    name: str
    type: str
    default: Any
    help: str = ""


def tagged(notebook: Mapping[str, Any], tag: str) -> Mapping[str, Any] | None:
    """Return the first cell that carries a tag, or None."""
    cells = notebook["cells"]
    return next((cell for cell in cells if tag in cell.get("metadata", {}).get("tags", [])), None)


def declared(notebook: Mapping[str, Any], *, where: str = "the notebook") -> dict[str, Parameter]:
    """Return the parameters that a notebook declares, in its own order.

    Parameters
    ----------
    notebook : mapping
        A notebook as :mod:`nbformat` reads it.
    where : str
        What an error calls the notebook, usually its file name.

    Returns
    -------
    dict of str to Parameter
        Empty for a notebook without a cell tagged ``parameters``.

    Raises
    ------
    FramingError
        When a line of the cell is not ``name: type = default`` with one of the five types.

    Examples
    --------
    >>> cell = {"source": 'every: str = "quarter"  # month, quarter or year', "metadata": {"tags": ["parameters"]}}
    >>> declared({"cells": [cell]})["every"]
    Parameter(name='every', type='str', default='quarter', help='month, quarter or year')
    """
    cell = tagged(notebook, "parameters")
    if cell is None:
        return {}
    source = cell["source"]
    try:
        lines = ast.parse(source).body
    except SyntaxError as error:
        raise FramingError(
            f"The parameters cell of {where}, line {error.lineno}, is not Python: {error.msg}; mend that line."
        ) from None
    comments = _comments(source)
    found = {}
    for line in lines:
        parameter = _parameter(line, comments.get(line.end_lineno or 0, ""))
        if parameter is None:
            raise FramingError(
                f'The parameters cell of {where}, line {line.lineno}, "{ast.unparse(line)[:60]}", cannot be set from '
                f"outside; write name: type = default, the type one of {', '.join(TYPES)}."
            )
        found[parameter.name] = parameter
    return found


def _parameter(line: ast.stmt, help: str) -> Parameter | None:
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and line.value is not None:
        name, kind = line.target.id, ast.unparse(line.annotation).split("[")[0].strip("'\"")
    elif isinstance(line, ast.Assign) and len(line.targets) == 1 and isinstance(line.targets[0], ast.Name):
        name, kind = line.targets[0].id, ""
    else:
        return None
    assert line.value is not None
    try:
        default = ast.literal_eval(line.value)
    except ValueError:
        return None
    kind = kind or type(default).__name__
    if kind == "float" and type(default) is int:
        default = float(default)
    if kind not in TYPES or type(default).__name__ != kind:
        return None
    return Parameter(name, kind, default, help)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {each.start[0]: each.string.lstrip("# ").rstrip() for each in tokens if each.type == tokenize.COMMENT}


def convert(parameter: Parameter, value: str | list[str], *, where: str) -> Any:
    """Return text as a value of the parameter's declared type.

    Parameters
    ----------
    parameter : Parameter
        What the notebook declares.
    value : str or list of str
        What was written on the command line or in reports.yml. A list may be written ``a,b``, ``[a, b]`` (YAML)
        or ``["a", "b"]`` (JSON); its items are text, unless the default holds numbers. ``""`` is the empty list.
    where : str
        Where it was written, for the error.

    Raises
    ------
    FramingError
        When the text is not a value of that type.

    Examples
    --------
    >>> frames = Parameter("frames", "list", [])
    >>> convert(frames, "space_race, espionage", where="-p frames")
    ['space_race', 'espionage']
    >>> convert(Parameter("n", "int", 5), "12", where="-p n")
    12
    """
    if parameter.type == "list":
        items = value if isinstance(value, list) else _items(value, parameter, where)
        numbers = {type(each) for each in parameter.default}
        kind = numbers.pop().__name__ if len(numbers) == 1 else "str"
        return [_scalar(item, kind, parameter, where) for item in items]
    if isinstance(value, list):
        raise _refusal(parameter, ", ".join(value), where)
    return _scalar(value, parameter.type, parameter, where)


def _items(text: str, parameter: Parameter, where: str) -> list[str]:
    if not text.strip().startswith("["):
        return [item.strip() for item in text.split(",") if item.strip()]
    # JSON first: YAML reads its escapes of rare letters otherwise.
    with contextlib.suppress(ValueError, RecursionError):
        items = json.loads(text, parse_int=str, parse_float=str)
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return items
    try:
        items = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes only text, lists and dicts
    except (yaml.YAMLError, RecursionError):
        raise _refusal(parameter, text, where) from None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _refusal(parameter, text, where)
    return items


def _scalar(text: str, kind: str, parameter: Parameter, where: str) -> Any:
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            number = float(text)
            if math.isfinite(number):
                return number
        if kind == "bool" and text.strip().casefold() in TRUE | FALSE:
            return text.strip().casefold() in TRUE
        if kind == "str":
            return text
    except ValueError:
        pass
    raise _refusal(parameter, text, where)


def _refusal(parameter: Parameter, text: str, where: str) -> FramingError:
    like = {
        "str": "one text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "list": "a list such as a,b or [a, b]",
    }[parameter.type]
    return FramingError(f'{where}: "{text}" does not fit {parameter.name}, which takes {like}.')


def parse_assignments(items: Iterable[str]) -> dict[str, str]:
    """Return ``key=value`` texts of the command line as a mapping; the value keeps every further ``=``.

    Raises
    ------
    FramingError
        When an item has no ``=`` or no name, or a name comes twice with different values.

    Examples
    --------
    >>> parse_assignments(["every=month", "frames=space_race,espionage"])
    {'every': 'month', 'frames': 'space_race,espionage'}
    """
    found: dict[str, str] = {}
    for item in items:
        name, equals, value = item.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise FramingError(f'-p "{item}" is not key=value; write for example -p every=month.')
        if found.setdefault(name, value) != value:
            raise FramingError(f"-p {name} is given twice with different values; keep one.")
    return found


def check_known(names: Mapping[str, str], known: Iterable[str], *, among: str) -> None:
    """Refuse a parameter that nothing declares.

    Parameters
    ----------
    names : mapping of str to str
        Each parameter given, and where it was written.
    known : iterable of str
        The parameters that would have been understood.
    among : str
        Who was asked, such as ``'any notebook of report "sample"'``.
    """
    known = set(known)
    for name, where in names.items():
        if name == "out":
            raise FramingError(f"{where}: out is set by the report itself; use --out DIR to write elsewhere.")
        if name not in known:
            raise FramingError(f"{where}: {name} is not a parameter of {among}{nearest(name, known - {'out'})}")
