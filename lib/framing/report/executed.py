"""A notebook once it has run: its findings, its counts, and the error in one sentence when it failed."""

from __future__ import annotations

import errno
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framing.project import FramingError, root
from framing.report.kernel import run_notebook
from framing.report.page import ANSI, CORPUS, ERROR_MARK, FINDINGS, outputs_of
from framing.report.publish import public_text

__all__ = ["Executed", "error_sentence", "execute"]

# An error's first line is enough for a sentence; the traceback stands below it.
LONGEST = 400

# What a full or read-only disk says to this process: no fault of the notebook's, so its last page is left alone.
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@dataclass(frozen=True)
class Executed:
    """What came of running a notebook.

    Attributes
    ----------
    notebook : nbformat.NotebookNode
        As executed, up to and with the cell that failed.
    findings : list of str
        The sentences of the cell that prints the answer; empty when failed.
    counts : dict of str to int
        ``articles``, ``kept`` and ``quarantined`` where the notebook gives them.
    sources : dict of str to int
        Articles of each source, where the notebook gives them.
    error : str
        One sentence when failed, else ``""``.
    stopped : bool
        Whether a cell shows the error (a kernel that died shows none).
    """

    notebook: Any
    findings: list[str]
    counts: dict[str, int]
    sources: dict[str, int]
    error: str
    stopped: bool


def execute(
    source: Path,
    work: Path,
    parameters: Mapping[str, Any],
    *,
    private: Mapping[str, str],
    one_thread: bool = False,
    on_cell: Callable[[int], None] | None = None,
) -> Executed:
    """Run a notebook and leave it, executed, as ``notebook.ipynb`` in a folder.

    Parameters
    ----------
    source, work : Path
        The notebook, and an empty folder to work in; ``work/figures`` is where ``out`` points.
    parameters : mapping
        What is passed.
    private : mapping of str to str
        Paths of this run that the executed notebook must not name, and what stands there instead.
    one_thread, on_cell
        See :func:`framing.report.kernel.run_notebook`.

    Raises
    ------
    OSError
        When what came of it cannot be written.
    """
    import nbformat

    target = work / "notebook.ipynb"
    (work / "figures").mkdir()
    failure = ""
    try:
        run_notebook(source, target, parameters, one_thread=one_thread, on_cell=on_cell)
    except Exception as error:  # whatever a notebook or its kernel does, the other notebooks go on
        if isinstance(error, OSError) and error.errno in DISK:
            raise
        failure = _broken_off(error)
    notebook = _public(target if target.is_file() else source, source.name, private)
    nbformat.write(notebook, target)
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    errors = [output for output in outputs if output["output_type"] == "error"]
    if errors:
        failure = error_sentence(errors[0]["ename"], errors[0]["evalue"])
    answers = [each.get("findings", []) for each in outputs_of(notebook, FINDINGS) if isinstance(each, dict)]
    counts = next((each for each in outputs_of(notebook, CORPUS) if isinstance(each, dict)), {})
    return Executed(
        notebook=notebook,
        findings=[] if failure else [str(text) for texts in answers for text in texts],
        counts={str(name): number for name, number in counts.items() if type(number) is int},
        sources=_numbers(counts.get("sources")),
        error=failure,
        stopped=bool(errors),
    )


def _broken_off(error: Exception) -> str:
    """Return in one sentence what went wrong outside of any cell."""
    from nbclient.exceptions import DeadKernelError

    said = _first_line(str(error)) or type(error).__name__
    if isinstance(error, DeadKernelError):
        said = "its kernel died, most often because memory ran out; try --jobs 1 or fewer articles"
    sentences = [said, *getattr(error, "__notes__", [])]
    return f"The notebook could not be run to its end: {'; '.join(each.rstrip('.') for each in sentences)}."


def _numbers(found: Any) -> dict[str, int]:
    """Return the whole numbers of a mapping by name; a notebook may put anything in its place."""
    return (
        {str(name): number for name, number in found.items() if type(number) is int} if isinstance(found, dict) else {}
    )


def error_sentence(kind: str, message: str) -> str:
    """Return an error as one sentence: a FramingError's own words, another's with its kind.

    Examples
    --------
    >>> error_sentence("InputError", 'There is no corpus "smaple"; did you mean "sample"?')
    'There is no corpus "smaple"; did you mean "sample"?'
    >>> error_sentence("KeyError", "'tone'")
    "A cell stopped with KeyError: 'tone'."
    """
    ours = {"FramingError"}
    kinds = [FramingError]
    while kinds:
        kinds += kinds.pop().__subclasses__()
        ours |= {each.__name__ for each in kinds}
    text = _first_line(message)
    if kind in ours and text:
        return text if text[-1] in ".?!" else text + "."
    return f"A cell stopped with {kind}{': ' if text else ''}{text}."


def _first_line(text: str) -> str:
    lines = [line.strip() for line in ANSI.sub("", text).splitlines() if line.strip()]
    first = lines[0] if lines else ""
    return first if len(first) <= LONGEST else first[:LONGEST] + "…"


def _public(path: Path, name: str, private: Mapping[str, str]) -> Any:
    """Read an executed notebook, with this machine's paths and random ids replaced."""
    import nbformat

    here = str(root())
    swaps = {**private, here + "/": "", here + "\\": ""}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nbformat.warnings.DuplicateCellId)  # mended below
        notebook = nbformat.reads(public_text(path.read_text(encoding="utf-8"), swaps), as_version=4)
    papermill = notebook.metadata.get("papermill", {})
    for key in ("input_path", "output_path"):
        if key in papermill:
            papermill[key] = f"notebooks/{name}"
    taken: set[str] = set()
    for number, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        made_by_papermill = {"injected-parameters", ERROR_MARK} & set(tags)
        if made_by_papermill or cell.get("id") in taken or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", cell.get("id", "")):
            cell["id"] = f"{tags[0] if made_by_papermill else 'cell'}-{number}"
        taken.add(cell["id"])
    return notebook
