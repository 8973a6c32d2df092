"""Make reports: every notebook of a report through papermill, each to a page, with an index that tells the truth."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from framing.project import FramingError, outputs_folder
from framing.report.making import Event, Making, Result
from framing.report.provenance import Origins
from framing.report.reports_file import read_reports
from framing.report.tasks import tasks_of

__all__ = ["Event", "Result", "run_reports"]


def run_reports(
    file: str | Path | None = None,
    *,
    names: Sequence[str] = (),
    out: str | Path | None = None,
    parameters: Mapping[str, str] | None = None,
    force: bool = False,
    jobs: int = 1,
    echo: Callable[[Event], None] | None = None,
) -> list[Result]:
    """Make the reports of a reports file.

    Parameters
    ----------
    file : str or Path, optional
        By default ``reports.yml`` at the project's root.
    names : sequence of str
        Which reports; none means all.
    out : str or Path, optional
        Folder that gets a folder for each report, named after it or, when ``parameters`` pass another corpus, after
        the corpus; by default ``outputs/``.
    parameters : mapping of str to str, optional
        Values as text (see :func:`framing.report.parse_assignments`), before those of the file. Each must be known
        to a notebook of every report made, and goes to the notebooks that declare it.
    force : bool
        Run every notebook, also where nothing has changed.
    jobs : int
        How many notebooks run at a time; with more than one, each kernel's arithmetic keeps to one thread.
    echo : callable, optional
        Called with an :class:`Event` for each step, one at a time.

    Returns
    -------
    list of Result
        One for each notebook, in the order of the file. A failed notebook does not stop the others.

    Raises
    ------
    FramingError
        For a wrong call, before anything runs: an unknown report, parameter, corpus or notebook, a value of the
        wrong type, a folder that cannot be written.
    """
    if jobs < 1:
        raise FramingError(f"jobs is {jobs}; at least one notebook must run at a time.")
    reports = read_reports(file)
    folder = Path(out).expanduser().resolve() if out else outputs_folder()
    origins = Origins()
    chosen = reports.named(list(names))
    runs = []
    for report in chosen:
        place = folder / _folder_name(report.name, (parameters or {}).get("corpus", ""), len(chosen) == 1)
        tasks = tasks_of(reports, report, dict(parameters or {}), place)
        runs.append(Making(report, tasks, place, origins, force, echo))
    return [result for run in runs for result in run.all(jobs)]


def _folder_name(report: str, corpus: str, alone: bool) -> str:
    """Name a report's folder: after the report or, when another corpus is passed, after that corpus.

    So the pages of one's own articles do not replace those of the sample.

    >>> _folder_name("sample", "", True), _folder_name("sample", "../data/My corpus.csv.gz", True)
    ('sample', 'My-corpus')
    """
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", Path(corpus).name.partition(".")[0]).strip("-")
    if not corpus or name == report:
        return report
    return name or report if alone else f"{report}-{name}"
