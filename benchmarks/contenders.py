"""One contender on one file of texts: prints seconds and peak memory as JSON. Run by bench.py, each in a process."""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def texts_of(table: pa.Table) -> list[str]:
    """Headline and body of each article as one text, for those who know no parts."""
    both = zip(table["headline"].to_pylist(), table["body"].to_pylist(), strict=True)
    return [f"{headline or ''}\n\n{body or ''}" for headline, body in both]


def core(workers: int, *, warm: bool = False) -> Callable[[Path], Callable[[], object]]:
    def ready(path: Path) -> Callable[[], object]:
        import framing

        corpus = framing.load(path, workers=workers)
        if warm:
            corpus.measure()
            return lambda: framing.load(path, workers=workers).measure()
        return corpus.measure

    return ready


def command(path: Path) -> Callable[[], object]:
    out = Path(os.environ["FRAMING_CACHE"]) / "features.parquet"
    line = [Path(sys.executable).with_name("framing"), "features", path, "--out", out]
    return lambda: subprocess.run(line, check=True, capture_output=True)


def patterns() -> dict[str, re.Pattern[str]]:
    """One expression for each frame and actor of the shipped codebook: its include lines, without any exclusion."""
    import framing
    from framing.text.patterns import Near

    def word(each: object) -> str:
        body = "".join({"*": r"\w*", "?": r"\w"}.get(c, re.escape(c)) for c in each.text)
        return f"(?-i:{body})" if each.exact else body

    def phrase(words: object) -> str:
        return r"[\s\-]+".join(map(word, words))

    def line(meaning: object) -> str:
        if not isinstance(meaning, Near):
            return phrase(meaning)
        left, right = ("(?:" + "|".join(map(phrase, side)) + ")" for side in (meaning.left, meaning.right))
        gap = rf"\W+(?:\w+\W+){{0,{meaning.gap}}}?"
        return f"{left}{gap}{right}|{right}{gap}{left}"

    book = framing.load_codebook("corpus/codebook.yml")
    return {
        entry.code: re.compile(
            r"\b(?:" + "|".join(line(each.meaning) for each in entry.include) + r")\b", re.IGNORECASE
        )
        for entry in book
    }


def others(tone: str) -> Callable[[Path], Callable[[], object]]:
    def ready(path: Path) -> Callable[[], object]:
        import numpy as np
        from nupunkt import sent_spans
        from sklearn.feature_extraction.text import TfidfVectorizer

        if tone == "nltk":
            from framing.measures.nltk_tone import _analyzer

            analyzer = _analyzer()
        else:
            from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

            analyzer = SentimentIntensityAnalyzer()
        found = patterns()
        sent_spans("Warm up. The model is read once.")

        def run() -> None:
            texts = texts_of(pq.read_table(path, columns=["headline", "body"]))
            TfidfVectorizer().fit_transform(texts)
            for text in texts:
                for each in found.values():
                    sum(1 for _ in each.finditer(text))
                scores = [analyzer.polarity_scores(text[a:b])["compound"] for a, b in sent_spans(text)]
                np.mean(scores or [0.0])

        return run

    return ready


TIDYTEXT = """
library(arrow, warn.conflicts = FALSE); library(dplyr, warn.conflicts = FALSE); library(tidytext)
articles <- read_parquet(commandArgs(TRUE)[1], col_select = c("headline", "body"))
articles$id <- seq_len(nrow(articles))
articles$text <- paste(articles$headline, articles$body, sep = "\\n\\n")
words <- articles |> select(id, text) |> unnest_tokens(word, text)
counted <- words |> count(id, word) |> bind_tf_idf(word, id, n)
toned <- words |> inner_join(get_sentiments("bing"), by = "word", relationship = "many-to-many") |> count(id, sentiment)
"""


def tidytext(path: Path) -> Callable[[], object]:
    return lambda: subprocess.run(["Rscript", "-e", TIDYTEXT, path], check=True, capture_output=True)


def floor(path: Path) -> Callable[[], object]:
    plain = path.with_suffix(".txt")
    return lambda: subprocess.run(
        ["wc", "-w", plain], check=True, capture_output=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )


CONTENDERS: dict[str, Callable[[Path], Callable[[], object]]] = {
    "core, 1 process": core(1),
    "core, 2 processes": core(2),
    "warm": core(1, warm=True),
    "command": command,
    "sklearn+vaderSentiment": others("vader"),
    "sklearn+nltk": others("nltk"),
    "tidytext": tidytext,
    "wc": floor,
}


class Memory(threading.Thread):
    """Adds up the memory of this process and its children, some times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0

    def run(self) -> None:
        while True:
            self.peak = max(self.peak, self._now())
            time.sleep(0.05)

    def _now(self) -> int:
        """Proportional set size: what processes share is counted once."""
        total, todo = 0, [os.getpid()]
        while todo:
            process = todo.pop()
            try:
                rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
                children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
                todo += map(int, children)
            except (OSError, TypeError):
                continue
        return total


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("contender", choices=CONTENDERS)
    asked.add_argument("texts", type=Path)
    given = asked.parse_args()
    cache = tempfile.mkdtemp(prefix="framing-bench-")
    os.environ["FRAMING_CACHE"] = cache
    try:
        work = CONTENDERS[given.contender](given.texts)
        memory = Memory()
        memory.start()
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
        peak = max(memory.peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if memory.peak == 0 else 0)
        print(json.dumps({"seconds": round(seconds, 3), "peak_mb": round(peak / 1000)}))
    finally:
        shutil.rmtree(cache, ignore_errors=True)


if __name__ == "__main__":
    main()
