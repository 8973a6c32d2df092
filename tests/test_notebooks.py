"""The notebooks keep the rules that make them readable, and run alone from anywhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import framing

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMON = ["corpus", "codebook", "sources", "groups", "start", "end", "every", "frames"]
pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path, kind):
    return [each for each in nbformat.read(path, as_version=4).cells if each.cell_type == kind]


def test_it_begins_with_its_question_and_then_its_parameters(path):
    first, second, third = nbformat.read(path, as_version=4).cells[:3]
    assert first.cell_type == "markdown"
    assert re.match(r"# .+\?\n", first.source)
    assert not re.search(r"\d", first.source)  # no number that a changed parameter would falsify
    assert second.metadata.tags == ["parameters"]
    assert len(third.source.splitlines()) <= 6
    assert "import" in third.source


def test_its_parameters_are_typed_explained_and_the_common_ones_are_there(path):
    source = nbformat.read(path, as_version=4).cells[1].source
    lines = source.splitlines()
    assert all(re.fullmatch(r"\w+: (str|int|float|bool|list) = .+  # .+", line) for line in lines)
    names = [line.partition(":")[0] for line in lines]
    assert names[: len(COMMON)] == COMMON


def test_it_is_committed_without_outputs(path):
    for cell in cells(path, "code"):
        assert not cell.outputs
        assert cell.execution_count is None


def test_its_code_is_short_and_defines_nothing(path):
    code = cells(path, "code")
    assert sum(len(each.source.splitlines()) for each in code) <= 60
    for each in code[1:]:
        assert len(each.source.splitlines()) <= 8
        kinds = {type(node) for node in ast.walk(ast.parse(each.source))}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Import} - (
            {ast.Import} if each is code[1] else set()
        )
        assert "sys.path" not in each.source


def test_it_uses_public_names_of_framing_alone(path):
    for each in cells(path, "code"):
        for name in re.findall(r"framing\.(\w+)", each.source):
            assert name in framing.__all__


def test_it_ends_with_limits_and_method(path):
    last, end = (each.source for each in nbformat.read(path, as_version=4).cells[-2:])
    assert last.startswith("## Limits")
    assert end.startswith("## Method")


def test_no_result_is_typed_into_its_text(path):
    for each in cells(path, "markdown")[1:-2]:
        assert not re.search(r"\b(rises|falls|rose|fell|increased|decreased)\b", each.source)


@pytest.mark.slow
def test_it_runs_with_papermill_from_another_directory(path, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "papermill", str(path), "out.ipynb", "-p", "corpus", "sample", "-p", "every", "quarter",
         "-p", "out", str(tmp_path / "figures")],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    outputs = [o for c in cells(tmp_path / "out.ipynb", "code") for o in c.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    figures = (
        sorted(each.stem for each in (tmp_path / "figures").glob("*.csv")) if (tmp_path / "figures").exists() else []
    )
    for name in figures:
        assert (tmp_path / "figures" / f"{name}.svg").exists()
        assert (tmp_path / "figures" / f"{name}.png").exists()
    for output in outputs:
        html = output.get("data", {}).get("text/html", "")
        for svg in re.findall(r"<svg[^>]*>", "".join(html)):
            assert re.search(r'role="(img|group)"', svg)  # a group where points are links
            assert re.search(r'aria-label="[^"]{15,}"', svg)
