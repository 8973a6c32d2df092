"""Measure this core beside others on the same texts: one table, and benchmarks/results.json. See README.md here."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from contenders import CONTENDERS, texts_of

HERE = Path(__file__).resolve().parent
NEWS = HERE.parents[1] / "shared" / "data" / "news" / "news_2022_150k.parquet"
OURS = ("core, 1 process", "core, 2 processes", "warm", "command")
OTHERS = ("sklearn+vaderSentiment", "sklearn+nltk", "tidytext")


def simulated(articles: int, folder: Path) -> Path:
    """Write so many simulated articles of 400 words."""
    place = folder / f"simulated-{articles}"
    if not (place / "articles.parquet").is_file():
        # The number is that of articles on topic; some 2 % on other matters come on top, and are cut off.
        command = [Path(sys.executable).with_name("framing"), "simulate", place, "--articles", articles, "--words", 400]
        subprocess.run(list(map(str, command)), check=True, capture_output=True)
    return cut(place / "articles.parquet", articles, folder / f"articles-{articles}.parquet")


def cut(source: Path, articles: int, path: Path) -> Path:
    """Write the first articles of a file, in row groups of 10,000, and beside it their plain text."""
    if not path.is_file():
        written, left = None, articles
        with path.with_suffix(".txt").open("w", encoding="utf-8") as plain:
            for batch in pq.ParquetFile(source).iter_batches(batch_size=10_000):
                table = pa.Table.from_batches([batch.slice(0, left)])
                written = written or pq.ParquetWriter(path, table.schema, compression="zstd")
                written.write_table(table)
                plain.write("\n".join(texts_of(table)) + "\n")
                left -= len(table)
                if left <= 0:
                    break
        written.close()
    return path


def measure(contender: str, path: Path) -> dict[str, Any]:
    """Run one contender in a process of its own."""
    quiet = {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, HERE / "contenders.py", contender, path]
    run = subprocess.run(command, env={**os.environ, **quiet}, capture_output=True, text=True, cwd=HERE.parent)
    if run.returncode:
        return {"error": (run.stderr.strip().splitlines() or ["?"])[-1]}
    return json.loads(run.stdout.splitlines()[-1])


def has_tidytext() -> bool:
    """Whether R is here with what the contender needs."""
    if shutil.which("Rscript") is None:
        return False
    asked = "quit(status = !all(sapply(c('arrow', 'dplyr', 'tidytext'), requireNamespace, quietly = TRUE)))"
    return subprocess.run(["Rscript", "-e", asked], capture_output=True).returncode == 0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--full", action="store_true", help="100,000 articles, 1,000,000 for ours, 120,000 snippets")
    asked.add_argument("--only", default="", help="real or simulated")
    asked.add_argument("--folder", type=Path, help="keep the texts here, for another run")
    asked.add_argument("--out", type=Path, default=HERE / "results.json")
    given = asked.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="framing-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    inputs: list[tuple[str, int, bool]] = []
    if given.only != "real":
        inputs += [("simulated, 400 words", n, True) for n in (1_000, 10_000, *([100_000] if given.full else []))]
        inputs += [("simulated, 400 words", 1_000_000, False)] if given.full else []
    if given.only != "simulated" and NEWS.is_file():
        inputs.append(("real snippets", 120_000 if given.full else 20_000, True))
    rows = []
    try:
        for kind, articles, all_of_them in inputs:
            path = (
                simulated(articles, folder)
                if kind.startswith("simulated")
                else cut(NEWS, articles, folder / f"news-{articles}.parquet")
            )
            contenders = [*OURS, *(OTHERS if all_of_them else ()), "wc"]
            if not has_tidytext():
                contenders = [each for each in contenders if each != "tidytext"]
            found = {each: measure(each, path) for each in CONTENDERS if each in contenders}
            rows.append({"texts": kind, "articles": articles, "found": found})
            print(said(rows[-1]), flush=True)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)
    about = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
    given.out.write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    print(f"{given.out.name} holds the same as JSON.")


def said(row: dict[str, Any]) -> str:
    """Print one input as a table: seconds, articles a second, memory, and times the best of ours and the floor."""
    ours = row["found"]["core, 2 processes"].get("seconds") or float("nan")
    floor = row["found"]["wc"].get("seconds") or float("nan")
    lines = [
        f"\n{row['articles']:,} articles, {row['texts']}",
        f"{'':24}{'seconds':>10}{'articles/s':>12}{'peak MB':>9}{'× core, 2':>11}{'× wc':>9}",
    ]
    for name, found in row["found"].items():
        if "error" in found:
            lines.append(f"{name:24}  {found['error'][:80]}")
            continue
        seconds = found["seconds"]
        rate = row["articles"] / max(seconds, 1e-9)
        lines.append(
            f"{name:24}{seconds:10.2f}{rate:12,.0f}{found['peak_mb']:9,}{seconds / ours:11.2f}{seconds / floor:9.1f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
