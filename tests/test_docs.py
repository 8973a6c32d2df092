"""README, command line, notebooks and Makefile say the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml
from typer.testing import CliRunner

import framing
from framing.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
COMMANDS = [each.name or each.callback.__name__ for each in app.registered_commands]
GROUPS = {
    each.name: [one.callback.__name__ for one in each.typer_instance.registered_commands]
    for each in app.registered_groups
}


def test_every_command_is_in_the_readme_and_no_other():
    assert sorted(re.findall(r"^\| `framing (\w+)` \|", README, re.M)) == sorted([*COMMANDS, *GROUPS])


@pytest.mark.parametrize("command", [*COMMANDS, *(f"{group} {each}" for group in GROUPS for each in GROUPS[group])])
def test_every_command_has_help_with_an_example(command):
    told = CliRunner().invoke(app, [*command.split(), "--help"])
    assert told.exit_code == 0
    assert f"Example: framing {command}" in " ".join(told.output.split())


def test_every_notebook_is_in_the_readme_with_its_question():
    rows = dict(re.findall(r"^\| \[([\w-]+)\]\(notebooks/[\w-]+\.ipynb\): ([^|]+\?) \|", README, re.M))
    for path in NOTEBOOKS:
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")
        assert rows.pop(path.stem) == title[0].lower() + title[1:]
    assert not rows


def test_every_notebook_is_in_the_shipped_report():
    reports = yaml.safe_load((ROOT / "reports.yml").read_text(encoding="utf-8"))["reports"]
    named = next(each for each in reports if each["name"] == "sample")["notebooks"]
    names = [each if isinstance(each, str) else each["notebook"] for each in named]
    # 00 is made of controls: it is opened in JupyterLab.
    assert ["00-explore", *names] == [path.stem for path in NOTEBOOKS]


def test_make_targets_named_in_the_readme_exist():
    made = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:`|^|&& )make (\w+)", README, re.M))
    assert {"report", "lab", "test", "check", "help"} <= named <= made


def test_files_that_the_readme_links_to_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_papermill_line_names_parameters_that_the_notebook_has():
    line = next(each for each in README.splitlines() if each.startswith("papermill "))
    notebook = nbformat.read(ROOT / line.split()[1], as_version=4)
    cell = next(each for each in notebook.cells if "parameters" in each.metadata.get("tags", []))
    for name in re.findall(r"-p (\w+)", line):
        assert re.search(rf"^{name}:", cell.source, re.M)


def test_the_python_example_of_the_readme_runs():
    code = re.search(r"```python\n(.*?)```", README, re.S)
    assert code
    exec(compile(code.group(1), "README.md", "exec"), {})


def test_every_public_name_exists_and_has_a_docstring():
    for name in framing.__all__:
        assert getattr(framing, name).__doc__, name


def test_no_tracked_file_names_a_path_of_a_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in (".md", ".yml", ".toml", ".ipynb", ".lock", ".csv") and path.is_file():
            assert not re.search(r"/(?:home|Users)/\w+/", path.read_text(encoding="utf-8")), name
