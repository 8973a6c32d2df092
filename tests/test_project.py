"""Where the project is found, how errors speak, and what an import costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from framing.project import FramingError, corpus_folder, nearest, outputs_folder, root


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("FRAMING_ROOT", raising=False)
    (tmp_path / "p" / "corpus").mkdir(parents=True)
    (tmp_path / "p" / "corpus" / "codebook.yml").touch()
    (tmp_path / "p" / "deep" / "er").mkdir(parents=True)
    return tmp_path / "p"


def test_the_root_is_found_from_a_folder_below(project, monkeypatch):
    monkeypatch.chdir(project / "deep" / "er")
    assert root() == project.resolve()
    assert corpus_folder() == project.resolve() / "corpus"
    assert outputs_folder() == project.resolve() / "outputs"


def test_elsewhere_the_checkout_is_the_root(project, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert (root() / "lib" / "framing").is_dir() or (root() / "corpus" / "codebook.yml").is_file()
    assert root() != project.resolve()


def test_the_environment_comes_first(project, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRAMING_ROOT", str(project))
    assert root() == project.resolve()
    monkeypatch.setenv("FRAMING_ROOT", str(tmp_path))
    with pytest.raises(FramingError, match=r"FRAMING_ROOT is .* no corpus/codebook\.yml in it; unset or correct it"):
        root()


def test_without_a_project_the_error_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("FRAMING_ROOT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("framing.project.__file__", str(tmp_path / "a" / "b" / "c" / "project.py"))
    with pytest.raises(FramingError, match=r"No project found: .*change into the project, or set FRAMING_ROOT"):
        root()


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("mnth", ["month", "quarter"], '; did you mean "month"?'),
        ("XINHUA", ["Xinhua", "CGTN"], '; did you mean "Xinhua"?'),
        ("q", ["b", "a", "b"], "; known: a, b"),
        ("q", [], ""),
        ("q", [f"name{number:02d}" for number in range(14)],
         "; known: " + ", ".join(f"name{number:02d}" for number in range(12)) + " and 2 more"),
    ],
)  # fmt: skip
def test_a_hint_is_the_nearest_name_or_all_when_few(name, known, hint):
    assert nearest(name, known) == hint


def test_an_error_is_a_value_error():
    assert issubclass(FramingError, ValueError)


def test_importing_framing_loads_nothing_that_is_slow():
    slow = "sklearn nltk matplotlib dask papermill nbconvert nbformat scipy IPython vaderSentiment".split()
    code = f"import sys, framing; print([each for each in {slow} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
