"""A whole small project in a temporary folder: notebooks, a corpus, a codebook and a reports file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

Cell = tuple[str, str] | tuple[str, str, str]

PARAMETERS = """corpus: str = "sample"  # a folder in corpus/ or a path
every: str = "quarter"  # month, quarter or year
frames: list = []  # which frames; [] means all
seed: int = 1  # where drawing begins
out: str = ""  # folder for figures"""


def notebook(*cells: Cell) -> nbformat.NotebookNode:
    """A notebook of (type, source) or (type, source, tag) cells, not executed."""
    made = nbformat.v4.new_notebook()
    for number, (kind, source, *tags) in enumerate(cells):
        new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_code_cell
        made.cells.append(new(source, id=f"c{number}", metadata={"tags": tags}))
    return made


class Project:
    """The folder of a small project, and what tests do to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("corpus/sample", "notebooks"):
            (root / folder).mkdir(parents=True)
        self.write("corpus/codebook.yml", "name: space-security\nversion: 3  # third\n")
        self.write("corpus/sources.csv", "name\nOrbit Post\n")
        self.write("corpus/sample/articles.csv", "headline,body\nA race,To the moon\n")
        self.write("corpus/sample/corpus.yml", "title: Sample\nsynthetic: true\nnotice: Invented articles.\n")
        self.write("reports.yml", "reports:\n  - name: demo\n    title: A demo\n    corpus: sample\n")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        return path

    def add(self, name: str, *cells: Cell) -> None:
        nbformat.write(notebook(*cells), self.root / "notebooks" / f"{name}.ipynb")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("FRAMING_ROOT", str(tmp_path / "project"))
    return Project(tmp_path / "project")


@pytest.fixture
def make_notebook() -> Callable[..., nbformat.NotebookNode]:
    return notebook


@pytest.fixture
def parameters_cell() -> str:
    return PARAMETERS
