"""Names of what things are made from: the same for the same, and for nothing else."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from importlib.metadata import version
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["code_of", "digest", "made_from", "table_digest"]


def digest(*parts: object) -> str:
    """Return a short name of what makes an instrument: the same for equal parts.

    >>> digest("frames", 1) == digest("frames", 1) != digest("frames", 2)
    True
    """
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def table_digest(table: pd.DataFrame) -> str:
    """Return a short hash of a table: of its columns' names and kinds, and of its values, row by row.

    >>> table_digest(pd.DataFrame({"a": [1, 2]})) == table_digest(pd.DataFrame({"a": [2, 1]}))
    False
    """
    made = hashlib.blake2b(digest(*table.columns, *table.dtypes).encode(), digest_size=10)
    for _, column in table.items():
        plain = column.astype(str) if column.dtype == object else column
        made.update(pd.util.hash_pandas_object(plain, index=False).to_numpy().tobytes())
    return made.hexdigest()


@functools.cache
def code_of(*packages: str) -> str:
    """Return a digest of the code of some packages, without those within them: another edition has another one."""
    files = []
    for package in packages:
        folder = resources.files(package)
        files += sorted((each.name, each.read_bytes()) for each in folder.iterdir() if each.name.endswith(".py"))
    return digest(*files)


def made_from(*parts: object, packages: tuple[str, ...] = ()) -> str:
    """Return a name for what is made from some things: the same for equal ones, and for no others.

    Parameters
    ----------
    parts : object
        Tables, arrays, numbers, dates, texts, and lists and mappings of them, whose order counts.
    packages : tuple of str
        Installed packages that have a hand in it, by their releases.

    Returns
    -------
    str
        ``""`` when a part is of another kind: then nothing should be kept.

    Examples
    --------
    >>> made_from(pd.DataFrame({"a": [1, 2]}), 0.5) == made_from(pd.DataFrame({"a": [1, 2]}), 0.5)
    True
    >>> made_from([1, 2]) == made_from([2, 1]), made_from(1) == made_from(True), made_from(object())
    (False, False, '')
    """
    try:
        said = json.dumps([_said(part) for part in parts])
    except TypeError:
        return ""
    return digest(said, *(version(package) for package in packages))


# What JSON tells apart by itself.
_PLAIN = {type(None), bool, int, float, str}


def _said(part: Any) -> Any:
    """Return a part as JSON can write it, with its kind where that could be mistaken."""
    if type(part) in _PLAIN:
        return part
    if isinstance(part, pd.DataFrame):
        columns = [[_said(name), _said(part.iloc[:, i])] for i, name in enumerate(part.columns)]
        return {"table": columns, "index": _said(part.index), "attrs": _said(part.attrs)}
    if isinstance(part, (pd.Series, pd.Index)):
        return {"column": str(part.dtype), "values": _said(_values(part))}
    if isinstance(part, np.ndarray):
        if part.dtype.hasobject:
            return {"array": "object", "shape": part.shape, "values": _said(part.ravel().tolist())}
        return {"array": part.dtype.str, "shape": part.shape, "bytes": hashlib.blake2b(part.tobytes()).hexdigest()}
    if isinstance(part, Mapping):
        return {"mapping": [[_said(key), _said(value)] for key, value in part.items()]}
    if isinstance(part, (list, tuple)):
        return part if _PLAIN.issuperset(map(type, part)) else [_said(each) for each in part]
    if isinstance(part, (np.generic, pd.Period, pd.Timestamp, type(pd.NaT), type(pd.NA), PurePath)):
        return {type(part).__name__: str(part)}
    raise TypeError(type(part))


def _values(column: Any) -> Any:
    """Return a column's values: as an array where that is exact, else as a list."""
    values = column.to_numpy()
    return values if isinstance(column.dtype, np.dtype) and not values.dtype.hasobject else column.tolist()
