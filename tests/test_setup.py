"""The two ways of setting up agree with each other, with the lock, and with what the code imports."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


# Without the variables of the make that runs these tests.
CLEAN = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    """The versions that each requirement allows, by the name that all indexes agree on."""
    return {canonicalize_name(each.name): each.specifier for each in map(Requirement, requirements)}


def locked() -> dict[str, set[str]]:
    """The locked versions of each package; more than one when they differ by Python version."""
    found: dict[str, set[str]] = {}
    for name, release in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", LOCK, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(release)
    return found


def test_environment_yml_and_pyproject_agree_name_by_name_and_bound_by_bound() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    by_conda = bounds([each for each in conda["dependencies"] if isinstance(each, str)])
    assert by_conda.pop("python") == SpecifierSet(PROJECT["project"]["requires-python"])
    assert by_conda.pop("pip") == SpecifierSet()
    assert by_conda == bounds(PROJECT["project"]["dependencies"])


def test_environment_yml_is_one_that_conda_and_binder_read() -> None:
    conda = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert conda["name"] == PROJECT["project"]["name"]
    assert conda["channels"] == ["conda-forge"]
    assert conda["dependencies"][-1] == {"pip": ["-e ."]}


def test_the_lock_covers_every_dependency_within_its_bounds() -> None:
    wanted = PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"]
    for name, allowed in bounds(wanted).items():
        assert name in locked(), f"{name} is not locked; run make lock"
        for release in locked()[name]:
            assert release in allowed, f"{name} {release} is locked, {allowed} is asked for; run make lock"


def test_every_locked_package_has_hashes_and_the_lock_names_no_address_or_path() -> None:
    entries = re.split(r"^(?=\S+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) >= 100
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry.splitlines()[0]
    assert "://" not in LOCK
    assert " @ " not in LOCK
    options = set(re.findall(r"(?:^|\s)(--?[a-z][a-z-]*)", re.sub(r"#.*", "", LOCK)))
    assert options == {"--hash"}


def test_the_lock_serves_every_platform_and_python() -> None:
    assert "sys_platform == 'win32'" in LOCK
    assert "sys_platform == 'darwin'" in LOCK
    assert "python_full_version >= '3.12'" in LOCK


def test_these_tests_run_in_the_locked_versions() -> None:
    if Path(sys.prefix) != ROOT / ".venv":
        pytest.skip("not run from .venv; make test does")
    for name in bounds(PROJECT["project"]["dependencies"]):
        assert version(name) in locked()[name]


def test_whatever_the_library_imports_is_a_dependency() -> None:
    extra = PROJECT["project"]["optional-dependencies"]["cluster"]
    declared = set(bounds(PROJECT["project"]["dependencies"])) | set(bounds(extra))
    providers = packages_distributions()
    missing = set()
    for path in sorted((ROOT / "lib").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = [node.module]
            for top in {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"framing"}:
                if not declared & {canonicalize_name(each) for each in providers.get(top, [])}:
                    missing.add(f"{path.relative_to(ROOT)} imports {top}")
    assert missing == set()


def test_the_version_is_the_same_everywhere() -> None:
    import framing

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == framing.__version__


def test_make_alone_prints_every_target_with_its_line() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, env=CLEAN, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)
    assert phony
    for target in phony.group(1).split():
        assert re.search(rf"^  {target} +\S+", shown, flags=re.MULTILINE), f"make help does not explain {target}"


@pytest.mark.parametrize(
    ("call", "command"),
    [
        ([], ".venv/bin/framing report"),
        (["REPORT=sample"], ".venv/bin/framing report --name 'sample'"),
        (["REPORT=a b"], ".venv/bin/framing report --name 'a' --name 'b'"),
        (["CORPUS=my news", "FORCE=1"], ".venv/bin/framing report -p 'corpus=my news' --force"),
        (["OUT=/tmp/x", "JOBS=2", "FORCE=0"], ".venv/bin/framing report --out '/tmp/x' --jobs 2"),
        (["FILE=mine.yml", "ARGS=-p every=month"], ".venv/bin/framing report -p every=month 'mine.yml'"),
    ],
)
def test_make_report_hands_its_variables_on(call: list[str], command: str) -> None:
    shown = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "--assume-old=.venv/.ready", "report", *call],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=CLEAN,
    ).stdout
    assert " ".join(shown.splitlines()[-1].split()) == command


def test_make_refuses_an_old_python_in_one_sentence(tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n[ "$2" = "" ]\n')
    old.chmod(0o755)
    call = ["make", "setup", f"PYTHON={old}"]
    done = subprocess.run(call, cwd=ROOT, env=CLEAN, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Python 3.9.2, and 3.11 or newer is needed" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_continuous_integration_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text("utf-8").rstrip().endswith("make check\nmake test")


@pytest.mark.parametrize("path", ["corpus/load.py", "report/run.py", "outputs.py"])
def test_no_part_of_the_library_is_ignored(path: str) -> None:
    """The package is built from what git does not ignore, and corpus/ is also a folder of it."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "check-ignore", f"lib/framing/{path}"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("path", "ignored"),
    [
        ("corpus/mine/articles.csv", True),
        ("corpus/sample/articles.csv.gz", False),
        ("corpus/codebook.yml", False),
        ("corpus/sources.csv", False),
        ("corpus/events.csv", False),
        ("outputs/sample/index.html", True),
        ("outputs/README.md", False),
        (".venv/bin/python", True),
    ],
)
def test_what_a_user_brings_or_makes_stays_out_of_git(path: str, ignored: bool) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "check-ignore", path], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode == 0) is ignored
