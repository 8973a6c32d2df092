"""YAML as the text that stands there: no types, no tags, no anchors, and nothing nested without end."""

from __future__ import annotations

from typing import Any

import yaml

from framing.project import FramingError

__all__ = ["Place", "read_plain"]

Place = tuple[Any, ...]

# No file of ours is deeper; one that is was made to exhaust whoever reads it.
_DEEPEST = 12


def read_plain(text: str, name: str) -> tuple[Any, dict[Place, int]]:
    r"""Read YAML as lists and mappings of text, and say on which line each place stands.

    Parameters
    ----------
    text : str
    name : str
        What errors call the file.

    Returns
    -------
    object, dict
        Text, lists and dicts; place in the file -> its line. An empty file is an empty dict.

    Raises
    ------
    FramingError
        With the file and the line, for what is no YAML, for anchors, tags, keys that stand twice or are no plain name.

    Examples
    --------
    >>> read_plain("name: NO\nyears: [2021, 2022]\n", "a.yml")[0]
    {'name': 'NO', 'years': ['2021', '2022']}
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError:
        raise FramingError(f"{name}: its lists are nested too deeply; write them out.") from None
    except yaml.YAMLError as error:
        mark, position = getattr(error, "problem_mark", None), getattr(error, "position", None)
        number = mark.line if mark else text.count("\n", 0, position) if isinstance(position, int) else -1
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is no YAML"
        line = f", line {number + 1}" if number >= 0 else ""
        raise FramingError(f"{name}{line}: {problem}; mend the YAML there.") from None
    lines: dict[Place, int] = {}
    return (_plain(node, (), lines, name, set()) if node else {}), lines


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], name: str, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if id(node) in seen:
        raise FramingError(f"{name}, line {line}: anchors (&, *) are not used here; write the value out.")
    seen.add(id(node))
    if len(place) > _DEEPEST:
        raise FramingError(f"{name}, line {line}: its lists are nested too deeply; write them out.")
    if not node.tag.startswith("tag:yaml.org,2002:") or "/" in node.tag:
        raise FramingError(f"{name}, line {line}: the tag {node.tag} is not used here; leave it out.")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each, (*place, number), lines, name, seen) for number, each in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise FramingError(f"{name}, line {line}: a key must be a plain name.")
        if key.value in found:
            raise FramingError(f"{name}, line {line}: the key {key.value} stands there twice; keep one.")
        lines[(*place, key.value)] = line
        found[key.value] = _plain(value, (*place, key.value), lines, name, seen)
    return found
