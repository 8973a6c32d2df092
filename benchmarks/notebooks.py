"""Measure what a notebook on the sample adds to its imports: python benchmarks/notebooks.py. See README.md here."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parent / "notebooks"

_ASK = "import json, sys\nwith open({path!r}, 'w') as file:\n    json.dump(list(sys.modules), file)"
# Every module that the notebook had loaded when it ended, in the order in which it loaded them.
_IMPORT = (
    "import contextlib, importlib, warnings\nwarnings.simplefilter('ignore')\nfor name in {names!r}:\n"
    "    with contextlib.suppress(Exception):\n        importlib.import_module(name)"
)


def run(notebook: Path, folder: Path) -> float:
    """Run a notebook with papermill, the caches in a folder; return the seconds it took."""
    command = [sys.executable, "-m", "papermill", notebook, folder / "made.ipynb", "--no-progress-bar"]
    if notebook.parent == NOTEBOOKS:
        command += ["-p", "out", folder / "figures"]
    kept = {"FRAMING_CACHE": str(folder / "cache"), "OMP_NUM_THREADS": "1", "FRAMING_ROOT": str(HERE.parent)}
    kept |= {"PYTHONDONTWRITEBYTECODE": ""}
    begun = time.perf_counter()
    done = subprocess.run(list(map(str, command)), env={**os.environ, **kept}, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{notebook.name} did not run: {done.stderr.strip().splitlines()[-1]}")
    return time.perf_counter() - begun


def empty(notebook: Path, folder: Path) -> Path:
    """Run a notebook until the caches are full, and write another that only imports what it imports then."""
    run(notebook, folder)
    asked = nbformat.read(notebook, as_version=4)
    asked.cells.append(nbformat.v4.new_code_cell(_ASK.format(path=str(folder / "modules.json"))))
    with_question = folder / "asked.ipynb"
    nbformat.write(asked, with_question)
    run(with_question, folder)
    names = [name for name in json.loads((folder / "modules.json").read_text()) if not name.startswith("__")]
    written = folder / "empty.ipynb"
    cell = nbformat.v4.new_code_cell(_IMPORT.format(names=names))
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=asked.metadata), written)
    return written


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*", help="beginnings of notebooks' names, none for all")
    asked.add_argument("--times", type=int, default=3, help="runs of each, by turns; the quickest counts")
    given = asked.parse_args()
    print(f"{'notebook':<24} {'seconds':>8} {'empty':>8} {'times':>6}")
    for notebook in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        if given.names and not notebook.name.startswith(tuple(given.names)):
            continue
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            bare = empty(notebook, folder)
            pairs = [(run(notebook, folder), run(bare, folder)) for _ in range(given.times)]
        full, floor = (min(column) for column in zip(*pairs, strict=True))
        print(f"{notebook.stem:<24} {full:8.2f} {floor:8.2f} {full / floor:6.2f}", flush=True)


if __name__ == "__main__":
    main()
