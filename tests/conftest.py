"""Shared by all tests: where real input is, when it is there."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import framing

# No example is timed: machines differ. On CI the same examples run each time, so that a landing does not hang on luck.
settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("suite")

# Tests measure anew: what a run of the suite keeps is gone after it.
_KEPT = tempfile.TemporaryDirectory(prefix="framing-tests-")
os.environ["FRAMING_CACHE"] = _KEPT.name

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input beside the project; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data, which is not here")
    return SHARED


TINY_CODEBOOK = """\
name: tiny
version: 1
language: en
topic:
  include:
    - space
frames:
  space_race:
    label: Space race
    definition: A contest.
    include:
      - race*
  espionage:
    label: Espionage
    definition: Spying.
    include:
      - spy
      - spies
actors:
  china:
    label: China
    include:
      - China
"""
TINY_SOURCES = """\
name,aliases,domains,country,group,ownership,language,agency
Alpha,Alpha Times|AT,alpha.example,Freedonia,North,private,en,false
Beta,,beta.example,Sylvania,South,state,en,false
"""


@pytest.fixture
def tiny(tmp_path):
    """Make a corpus of few articles, with a codebook of two frames and outlets Alpha (North) and Beta (South)."""

    def load(rows, **options):
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (folder / "codebook.yml").write_text(TINY_CODEBOOK, encoding="utf-8")
        (folder / "sources.csv").write_text(TINY_SOURCES, encoding="utf-8")
        return framing.load(folder, **options)

    return load
