"""The hostile report: the whole suite run once on the hostile corpus, in a folder with nothing else in it."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path.insert(0, str(HERE))


@dataclass(frozen=True)
class Ran:
    """The hostile project after its report was made: where it is, what came of it, and what lay there before."""

    made: Any
    results: list[Any]
    before: dict[str, str]
    after: dict[str, str]


def snapshot(top: Path, leave: Path) -> dict[str, str]:
    """Return every file and folder below a folder but for one, with what is in it."""
    found = (path for path in sorted(top.rglob("*")) if not path.is_relative_to(leave))
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in found}


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    from hostile_files import write

    from framing.report import run_reports

    made = write(tmp_path_factory.mktemp("hostile"), PROJECT)
    before = snapshot(made.top, made.out)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FRAMING_ROOT", str(made.project))
        results = run_reports(made.reports, out=made.out, jobs=2)
    return Ran(made, results, before, snapshot(made.top, made.out))
