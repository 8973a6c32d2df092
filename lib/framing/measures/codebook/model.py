"""The codebook as an object: frames, actors and the topic, read from ``codebook.yml``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from framing.project import CodebookError, nearest
from framing.text.patterns import Line, parse_line

__all__ = ["Codebook", "Entry", "load_codebook"]

# The C edition is ten times as fast, where PyYAML was built with it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_ITEM = re.compile(r"^(\s*)- (.*)$")
_COMMENT = re.compile(r"\s+#.*$")
_CODE = re.compile(r"[a-z][a-z0-9_]*(?:/[a-z][a-z0-9_]*)*")
_HEAD = {"name", "version", "language", "topic", "frames", "actors"}
_ENTRY = {"label", "definition", "include", "exclude", "must_hit", "must_miss", "validation"}
_VALIDATION = {"n", "precision", "recall", "date"}


@dataclass(frozen=True)
class Entry:
    """A frame, an actor, or the topic: what counts as a mention of it, and what does not.

    Attributes
    ----------
    kind : str
        ``"frame"``, ``"actor"`` or ``"topic"``.
    code : str
        The key in the codebook; a nested frame is ``parent/child``.
    label, definition : str
        For readers and coders.
    include, exclude : tuple of Line
        What counts; and what a match must not lie inside.
    must_hit, must_miss : tuple of (str, int)
        Sentences that the entry has to find or leave, each with its line number.
    validation : dict
        ``n``, ``precision``, ``recall``, ``date`` from a comparison with human coders; empty when never validated.
    """

    kind: str
    code: str
    label: str
    definition: str = ""
    include: tuple[Line, ...] = ()
    exclude: tuple[Line, ...] = ()
    must_hit: tuple[tuple[str, int], ...] = ()
    must_miss: tuple[tuple[str, int], ...] = ()
    validation: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def column(self) -> str:
        """The column of ``features`` that counts its mentions."""
        return f"{self.kind}_{self.code.replace('/', '__')}"

    @property
    def parents(self) -> list[str]:
        """The codes above it: of ``a/b/c``, ``a`` and ``a/b``."""
        parts = self.code.split("/")
        return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


@dataclass(frozen=True)
class Codebook:
    """A codebook: the topic, the frames and the actors, in the file's order."""

    name: str
    version: str
    language: str
    topic: Entry
    frames: dict[str, Entry]
    actors: dict[str, Entry]
    file: str = ""
    path: str = field(default="", compare=False)  # where it was read, to save a changed line

    def __repr__(self) -> str:
        lines = sum(len(each.include) for each in self)
        return (
            f"Codebook {self.name} version {self.version} ({self.language}): {len(self.frames)} frames, "
            f"{len(self.actors)} actors, {lines} lines"
        )

    def __iter__(self) -> Iterator[Entry]:
        yield from (self.topic, *self.frames.values(), *self.actors.values())

    @property
    def digest(self) -> str:
        """A hash of all that decides what counts; labels, definitions and comments do not change it."""
        said = [
            [each.kind, each.code, [line.text for line in each.include], [line.text for line in each.exclude]]
            for each in self
        ]
        return hashlib.blake2b(json.dumps([self.language, said]).encode(), digest_size=8).hexdigest()

    def select(self, codes: Sequence[str] = (), *, kind: str = "frame") -> list[Entry]:
        """Return the frames (or actors) with these codes; with none named, every top-level one.

        Raises
        ------
        FramingError
            For a code that the codebook does not have, with the nearest that it has.
        """
        known = self.frames if kind == "frame" else self.actors
        codes = [codes] if isinstance(codes, str) and codes else codes
        if not codes:
            return [each for each in known.values() if "/" not in each.code]
        for code in codes:
            if code not in known:
                raise CodebookError(f'{self.file or self.name} has no {kind} "{code}"{nearest(code, known)}')
        return [known[code] for code in codes]

    def label(self, code: str) -> str:
        """Return the label of a frame or an actor."""
        entry = self.frames.get(code) or self.actors.get(code)
        return entry.label if entry else code

    def validation(self) -> dict[str, str]:
        """Say of each validated frame how well it agrees with human coders; the others are absent."""
        return {
            code: "precision {precision:.2f}, recall {recall:.2f} on {n} passages ({date})".format(**entry.validation)
            for code, entry in self.frames.items()
            if entry.validation
        }


def load_codebook(path: str | Path) -> Codebook:
    """Read a codebook file.

    Every list line is read as text, from ``- `` to its end (a comment needs `` #``): ``*naut*``, ``NO``, a colon or
    a quoted phrase mean themselves.

    Parameters
    ----------
    path : str or Path
        A ``codebook.yml``.

    Returns
    -------
    Codebook

    Raises
    ------
    CodebookError
        With the file, the line and the nearest valid spelling.

    Examples
    --------
    >>> import framing
    >>> framing.load("sample").codebook.frames["space_race"].label
    'Space race'
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CodebookError(f"There is no codebook at {path}; name a codebook.yml.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"{path} cannot be read as UTF-8 text ({error}); save it as UTF-8.") from None
    return replace(parse_codebook(text, file=path.name), path=str(path))


def parse_codebook(text: str, *, file: str = "codebook") -> Codebook:
    """Read a codebook from a text; see `load_codebook`."""
    try:
        tree = yaml.compose(_quoted(text), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is no YAML"
        raise CodebookError(f"{file}{line}: {problem}; check the indentation and the colon.") from None
    head = _mapping(tree, file, "the codebook", _HEAD)
    language = _scalar(head, "language", file, "en")
    for needed in ("topic", "frames"):
        if needed not in head:
            raise CodebookError(f"{file} has no “{needed}:” block; a codebook needs a topic and frames.")
    topic = _entry("topic", "topic", head["topic"], file)
    frames = _entries("frame", head["frames"], file)
    actors = _entries("actor", head["actors"], file) if "actors" in head else {}
    for entry in frames.values():
        for parent in entry.parents:
            if parent not in frames:
                hint = nearest(parent, frames)
                raise CodebookError(f"{file}: “{entry.code}” is nested in “{parent}”, which is not there{hint}")
    return Codebook(
        name=_scalar(head, "name", file, Path(file).stem),
        version=_scalar(head, "version", file, "1"),
        language=language,
        topic=topic,
        frames=frames,
        actors=actors,
        file=file,
    )


def _quoted(text: str) -> str:
    """Quote every list line, so that YAML reads it as the text it is; line numbers stay."""
    lines = []
    for line in text.splitlines():
        item = _ITEM.match(line)
        if item:
            said = _COMMENT.sub("", item.group(2)).strip()
            line = f"{item.group(1)}- {json.dumps(said, ensure_ascii=False)}" if said else f"{item.group(1)}- ''"
        lines.append(line)
    return "\n".join(lines)


def _mapping(node: Any, file: str, what: str, known: set[str] | None = None) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line + 1 if node is not None else 1
        raise CodebookError(f"{file}, line {line}: {what} should be a block of “key: value” lines.")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if known is not None and name not in known:
            raise CodebookError(f"{file}, line {line}: “{name}” is not known in {what}{nearest(name, known)}")
        if name in found:
            raise CodebookError(f"{file}, line {line}: “{name}” stands twice in {what}; keep one.")
        found[name] = value
    return found


def _scalar(block: dict[str, yaml.Node], key: str, file: str, default: str = "") -> str:
    node = block.get(key)
    if node is None:
        return default
    if not isinstance(node, yaml.ScalarNode):
        raise CodebookError(f"{file}, line {node.start_mark.line + 1}: “{key}” should be one line of text.")
    return " ".join(str(node.value).split())


def _entries(kind: str, node: Any, file: str) -> dict[str, Entry]:
    entries = {}
    for code, value in _mapping(node, file, f"the {kind}s").items():
        if not _CODE.fullmatch(code):
            raise CodebookError(
                f"{file}, line {value.start_mark.line}: “{code}” cannot be a code; use small letters, digits and _, "
                "and / for a frame inside another."
            )
        entries[code] = _entry(kind, code, value, file)
    return entries


def _entry(kind: str, code: str, node: Any, file: str) -> Entry:
    block = _mapping(node, file, f"“{code}”", _ENTRY)
    include = _lines(block, "include", file)
    if not include:
        raise CodebookError(f"{file}, line {node.start_mark.line + 1}: “{code}” has no include line; add what counts.")
    return Entry(
        kind=kind,
        code=code,
        label=_scalar(block, "label", file, code.rsplit("/", 1)[-1].replace("_", " ").capitalize()),
        definition=_scalar(block, "definition", file),
        include=tuple(parse_line(text, number=number, file=file) for text, number in include),
        exclude=tuple(parse_line(text, number=number, file=file) for text, number in _lines(block, "exclude", file)),
        must_hit=tuple(_lines(block, "must_hit", file)),
        must_miss=tuple(_lines(block, "must_miss", file)),
        validation=_validation(block, code, file),
    )


def _lines(block: dict[str, yaml.Node], key: str, file: str) -> list[tuple[str, int]]:
    node = block.get(key)
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return []
    if not isinstance(node, yaml.SequenceNode) or any(not isinstance(each, yaml.ScalarNode) for each in node.value):
        line = node.start_mark.line + 1
        raise CodebookError(f"{file}, line {line}: “{key}” should be a list, one “- line” below the other.")
    return [(str(each.value), each.start_mark.line + 1) for each in node.value]


def _validation(block: dict[str, yaml.Node], code: str, file: str) -> dict[str, Any]:
    if "validation" not in block:
        return {}
    node = block["validation"]
    known = _mapping(node, file, f"the validation of “{code}”", _VALIDATION)
    try:
        return {
            "n": int(_scalar(known, "n", file)),
            "precision": float(_scalar(known, "precision", file)),
            "recall": float(_scalar(known, "recall", file)),
            "date": _scalar(known, "date", file),
        }
    except ValueError:
        line = node.start_mark.line + 1
        raise CodebookError(
            f"{file}, line {line}: validation takes n (whole number), precision and recall (0 to 1) and date."
        ) from None
