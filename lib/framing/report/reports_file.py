"""``reports.yml``: which reports there are, over which corpus, from which notebooks.

Every value is read as the text that stands there (no YAML typing: ``NO``, ``2021`` and ``2021-01-01`` mean
themselves) and turned into the type that the notebook declares. Anchors and tags are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from framing.articles.plain_yaml import Place, read_plain
from framing.project import FramingError, nearest, root

__all__ = ["NotebookEntry", "Report", "Reports", "check_name", "notebooks_folder", "read_reports"]

# A report's name becomes a folder on any system, so nothing that a file system reads as more than a name; the length
# leaves room for the files below it where a whole path may hold 260 characters.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("parameters", "notebooks", mode="before", check_fields=False)
    @classmethod
    def _nothing_written(cls, value: Any, info: Any) -> Any:
        empty: Any = {} if info.field_name == "parameters" else []
        return empty if value == "" else value


class NotebookEntry(_Strict):
    """One notebook of a report, with the parameters that only it gets."""

    notebook: str
    parameters: dict[str, str | list[str]] = Field(default_factory=dict)


class Report(_Strict):
    """One report: a folder of pages made from notebooks over one corpus."""

    name: str
    title: str
    corpus: str
    parameters: dict[str, str | list[str]] = Field(default_factory=dict)
    notebooks: list[NotebookEntry] = Field(default_factory=list)

    @field_validator("notebooks", mode="before")
    @classmethod
    def _plain_names(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return [{"notebook": each} if isinstance(each, str) else each for each in value]


class _File(_Strict):
    reports: list[Report] = Field(min_length=1)


@dataclass(frozen=True)
class Reports:
    """What a reports file holds, and on which line each thing stands."""

    path: Path
    reports: list[Report]
    lines: dict[Place, int]

    def where(self, *place: Any) -> str:
        """Return ``"reports.yml, line 7"`` for a place such as ``("reports", 0, "title")``."""
        return _where(self.path, self.lines, place)

    def named(self, names: list[str]) -> list[Report]:
        """Return the reports of these names in the file's order; all of them for no name.

        Raises
        ------
        FramingError
            When there is no report of a name; says the nearest.
        """
        known = [report.name for report in self.reports]
        for name in names:
            if name not in known:
                raise FramingError(f'{self.path.name} has no report "{name}"{nearest(name, known)}')
        return [report for report in self.reports if not names or report.name in names]


def notebooks_folder() -> Path:
    """Return the folder of the notebooks, ``notebooks/``."""
    return root() / "notebooks"


def read_reports(path: str | Path | None = None) -> Reports:
    """Read and check a reports file.

    Parameters
    ----------
    path : str or Path, optional
        The file; by default ``reports.yml`` at the project's root.

    Returns
    -------
    Reports
        The reports in the file's order. A report that names no notebooks has all of ``notebooks/``, in reading order.

    Raises
    ------
    FramingError
        With the file, the line, the key and the nearest known name.
    """
    path = Path(path) if path else root() / "reports.yml"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise FramingError(f"There is no {path}; give the path of a reports file, or write one.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise FramingError(f"{path} cannot be read as UTF-8 text: {error}.") from None
    data, lines = read_plain(text, path.name)
    try:
        reports = _File.model_validate(data).reports
    except ValidationError as error:
        raise _sentence(error, path, lines) from None
    found = Reports(path, [_with_notebooks(report) for report in reports], lines)
    _check(found)
    return found


def _where(path: Path, lines: dict[Place, int], place: Place) -> str:
    while place and place not in lines:
        place = place[:-1]
    return f"{path.name}, line {lines[place]}" if place in lines else path.name


def _sentence(error: ValidationError, path: Path, lines: dict[Place, int]) -> FramingError:
    first = error.errors()[0]
    place = tuple(part for part in first["loc"] if part not in ("str", "list[str]"))
    where = _where(path, lines, place)
    key = next((str(part) for part in reversed(place) if isinstance(part, str)), "reports")
    if first["type"] == "extra_forbidden":
        models: dict[int, type[_Strict]] = {1: _File, 3: Report}
        known = models.get(len(place), NotebookEntry).model_fields
        return FramingError(f"{where}: {key} is not a key that is known here{nearest(key, known)}")
    if first["type"] == "missing":
        return FramingError(f'{where}: the key "{key}" is missing; add {key}: with a value.')
    return FramingError(f'{where}: the key "{key}" has the wrong shape ({first["msg"].lower()}); see reports.yml.')


def _with_notebooks(report: Report) -> Report:
    folder = notebooks_folder()
    entries = report.notebooks or [
        NotebookEntry(notebook=each.stem) for each in sorted(folder.glob("[0-9][0-9]-*.ipynb"))
    ]
    entries = [each.model_copy(update={"notebook": each.notebook.removesuffix(".ipynb")}) for each in entries]
    return report.model_copy(update={"notebooks": entries})


def check_name(name: str, where: str) -> None:
    """Refuse a report's name that could be more than a name, such as a path."""
    if not NAME.fullmatch(name) or name.lower() in RESERVED:
        raise FramingError(
            f'{where}: "{name}" cannot name a report; use letters, digits, - and _ (at most 64), starting with a '
            "letter or digit."
        )


def _check(found: Reports) -> None:
    known = {each.stem for each in notebooks_folder().glob("*.ipynb")}
    names: set[str] = set()
    for number, report in enumerate(found.reports):
        check_name(report.name, found.where("reports", number, "name"))
        if report.name.lower() in names:
            where = found.where("reports", number, "name")
            raise FramingError(f'{where}: there are two reports "{report.name}"; rename one.')
        names.add(report.name.lower())
        if not report.notebooks:
            raise FramingError(f'Report "{report.name}" has no notebooks: {notebooks_folder()} holds none; add one.')
        used: set[str] = set()
        for place, entry in enumerate(report.notebooks):
            where = found.where("reports", number, "notebooks", place)
            if entry.notebook not in known:
                raise FramingError(f'{where}: no notebook "{entry.notebook}"{nearest(entry.notebook, known)}')
            if entry.notebook.lower() == "index":
                raise FramingError(f"{where}: a page index.html would replace the index; rename that notebook.")
            if entry.notebook in used:
                raise FramingError(f"{where}: {entry.notebook} stands in the report twice; keep one.")
            used.add(entry.notebook)
