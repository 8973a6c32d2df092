"""Measure how long it takes to find copies, and how that grows: python benchmarks/copies.py. See README.md here."""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
NEWS = HERE.parents[1] / "shared" / "data" / "news" / "news_2022_150k.parquet"
SIZES = (20_000, 50_000, 100_000, 150_000)


def one(path: str, size: int) -> None:
    """Cluster the first articles of a file, and print what it took."""
    import framing

    with tempfile.TemporaryDirectory() as folder:
        os.environ["FRAMING_CACHE"] = folder
        cut = Path(folder) / "articles.parquet"
        pq.write_table(pq.read_table(path).slice(0, size), cut, row_group_size=10_000)
        news = framing.load(cut)
        begun, used = time.perf_counter(), time.process_time()
        found = framing.wire_clusters(news)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - used
        begun = time.perf_counter()
        framing.wire_clusters(news)
        again = time.perf_counter() - begun
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    row = {
        "articles": len(found),
        "seconds": round(seconds, 2),
        "cpu": round(cpu, 2),
        "again": round(again, 2),
        "copies": int((found["role"] == "copy").sum()),
        "peak_mb": (mine + others) // 1024,
    }
    print(json.dumps(row))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--file", default=str(NEWS), help="a Parquet file of articles")
    asked.add_argument("--size", type=int, default=0, help="measure this size alone, in this process")
    given = asked.parse_args()
    if given.size:
        one(given.file, given.size)
        return
    if not Path(given.file).is_file():
        print("Finding copies is measured on real articles: name a Parquet file with --file.")
        return
    print(f"\nFinding copies\n{'articles':>9}{'seconds':>9}{'cpu':>8}{'again':>8}{'copies':>9}{'peak MB':>9}")
    for size in SIZES:
        command = [sys.executable, __file__, "--file", given.file, "--size", str(size)]
        quiet = {**os.environ, "OMP_NUM_THREADS": "1"}
        run = subprocess.run(command, capture_output=True, text=True, check=True, env=quiet)
        row = json.loads(run.stdout.splitlines()[-1])
        told = f"{row['articles']:9,}{row['seconds']:9.2f}{row['cpu']:8.2f}{row['again']:8.2f}"
        print(f"{told}{row['copies']:9,}{row['peak_mb']:9,}", flush=True)


if __name__ == "__main__":
    main()
