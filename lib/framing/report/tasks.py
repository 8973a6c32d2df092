"""What has to be run for a report, checked before a kernel starts: notebooks with their parameters resolved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.project import FramingError, root
from framing.report.page import split_title
from framing.report.parameters import Parameter, check_known, convert, declared
from framing.report.reports_file import Report, Reports, notebooks_folder

__all__ = ["Task", "tasks_of"]


@dataclass(frozen=True)
class Task:
    """One notebook of a report with all that decides its result.

    Attributes
    ----------
    name, title : str
        The notebook's name without ``.ipynb``, and its question.
    source : Path
        The notebook.
    cells : list
        Type, source and tags of each cell.
    passed, resolved : dict
        What papermill gets, and every parameter with the defaults; ``out`` as a reader is told.
    """

    name: str
    source: Path
    title: str
    cells: list[Any]
    passed: dict[str, Any]
    resolved: dict[str, Any]


def tasks_of(reports: Reports, report: Report, asked: dict[str, str], folder: Path) -> list[Task]:
    """Check everything that can be wrong before a kernel starts, and resolve each notebook's parameters.

    Parameters
    ----------
    reports, report
        The file, and the report of it.
    asked : dict of str to str
        What the command line sets, as text.
    folder : Path
        Where the report goes.

    Raises
    ------
    FramingError
        For a parameter that no notebook declares, a value of another type, a file that is no notebook.
    """
    import nbformat

    number = next(n for n, each in enumerate(reports.reports) if each.name == report.name)
    read = {}
    for entry in report.notebooks:
        path = notebooks_folder() / f"{entry.notebook}.ipynb"
        try:
            notebook = nbformat.read(path, as_version=4)
        except Exception as error:  # nbformat raises several kinds, among them plain ones of json and jsonschema
            raise FramingError(f"{path.name} is not a notebook: {str(error).splitlines()[0][:120]}.") from None
        read[entry.notebook] = (path, notebook, declared(notebook, where=path.name))
    known = {name for _, _, parameters in read.values() for name in parameters}
    here = {name: reports.where("reports", number, "parameters", name) for name in report.parameters}
    check_known(here, known, among=f'any notebook of report "{report.name}"')
    check_known({name: f"-p {name}" for name in asked}, known, among=f'any notebook of report "{report.name}"')

    tasks = []
    for place, entry in enumerate(report.notebooks):
        path, notebook, takes = read[entry.notebook]
        own = ("reports", number, "notebooks", place, "parameters")
        wheres = {name: reports.where(*own, name) for name in entry.parameters}
        check_known(wheres, takes, among=path.name)
        layers: list[tuple[Mapping[str, str | list[str]], Mapping[str, str]]] = [
            ({"corpus": report.corpus}, {"corpus": reports.where("reports", number, "corpus")}),
            (report.parameters, here),
            (entry.parameters, wheres),
            (asked, {name: f"-p {name}" for name in asked}),
        ]
        passed = _passed(takes, layers)
        resolved = {**{name: each.default for name, each in takes.items()}, **passed}
        if "out" in takes:
            resolved["out"] = _shown_path(folder / "figures")
        cells = [(c["cell_type"], c["source"], c["metadata"].get("tags", [])) for c in notebook["cells"]]
        title, _ = split_title(notebook, entry.notebook)
        tasks.append(Task(entry.notebook, path, title, cells, passed, resolved))
    return tasks


def _passed(
    takes: Mapping[str, Parameter], layers: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]]
) -> dict[str, Any]:
    """Return what is passed to one notebook, typed; a later layer wins. Only set values, never defaults."""
    found = {}
    for values, wheres in layers:
        for name, value in values.items():
            if name in takes:
                found[name] = convert(takes[name], value, where=wheres[name])
    return found


def _shown_path(path: Path) -> str:
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)
