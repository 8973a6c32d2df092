"""A hostile corpus and its project as files: simulated articles with the cases written over them."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml
from hostile_cases import CASES, FIELDS, TEXTS, Case, of

import framing
from framing.articles.sources import SOURCE_COLUMNS
from framing.corpus.events import EVENT_COLUMNS

__all__ = ["Hostile", "write"]

# What each hostile line of the codebook finds.
FOUND = {
    "line-script": "a script “spyhack” script",
    "line-regular-expression": "a spy zp x hack",
    "line-wild": "a abcdefghijklspyhackabcdefgh",
    "line-percent": "a spyhack s x",
}


@dataclass(frozen=True)
class Hostile:
    """Where everything is: ``top`` holds all of it, with folders above the others for ``../`` to reach."""

    top: Path
    project: Path
    corpus: Path
    reports: Path
    out: Path

    @property
    def report(self) -> Path:
        """The folder of the finished report."""
        return self.out / "hostile"

    def notebooks(self) -> list[str]:
        """The names of the notebooks of the report, in reading order."""
        return sorted(path.stem for path in (self.project / "notebooks").glob("*.ipynb"))


def marker(case: Case) -> str:
    """Return a word that stands beside a case's text in its article, and nowhere else."""
    return f"hostilecase{TEXTS.index(case):03}"


def write(top: Path, project: Path) -> Hostile:
    """Write the corpus, and a project with the notebooks and instruments of another one.

    Parameters
    ----------
    top : Path
        An empty folder.
    project : Path
        The project whose notebooks run.
    """
    low = top / "above" / "higher"
    made = Hostile(top, low / "project", low / of("folder")[0].text, low / "project" / "reports.yml", low / "out")
    for folder in (made.project / "corpus", made.project / "notebooks", made.corpus, made.out):
        folder.mkdir(parents=True)
    for name in ("codebook.yml", "sources.csv", "events.csv", "robustness.yml"):
        shutil.copy(project / "corpus" / name, made.project / "corpus")
    grid = made.project / "corpus" / "robustness.yml"  # fewer specifications: what counts here is how they are shown
    grid.write_text(grid.read_text(encoding="utf-8").replace("codebook_lines: each", "codebook_lines: none"), "utf-8")
    for path in project.glob("notebooks/[0-9][0-9]-*.ipynb"):
        if not path.name.startswith("00-"):  # explored by hand, never reported
            shutil.copy(path, made.project / "notebooks")
    _articles(made.corpus)
    _events(made.corpus / "events.csv")
    (made.corpus / "codebook.yml").write_text(
        _codebook((project / "corpus" / "codebook.yml").read_text(encoding="utf-8")), encoding="utf-8"
    )
    about = {case.where.removeprefix("corpus-"): case.text for case in CASES if case.where.startswith("corpus-")}
    (made.corpus / "corpus.yml").write_text(yaml.safe_dump(about), encoding="utf-8")
    made.reports.write_text(yaml.safe_dump(_reports(made), sort_keys=False), encoding="utf-8")
    return made


def _reports(made: Hostile) -> dict[str, object]:
    notebooks: list[object] = []
    for name in made.notebooks():
        own: dict[str, object] = {"05-close-reading": {"number": "200"}}.get(name, {})
        own |= {
            each.where.rpartition("-")[2]: each.text for each in CASES if each.where.startswith(f"parameter-{name}-")
        }
        notebooks.append({"notebook": name, "parameters": own} if own else name)
    shared = {
        "min_articles": "1",
        "words": "24",
        "quote": "0",
        "compare": [case.text for case in of("group")[:2]],
        "events": [f"{of('event_id')[0].text}-{place}" for place in range(len(of("event")))],
    }
    report = {"name": "hostile", "title": of("report-title")[0].text, "corpus": str(made.corpus)}
    return {"reports": [{**report, "parameters": shared, "notebooks": notebooks}]}


def _articles(folder: Path) -> None:
    """Write the articles into two files, and sources.csv beside them."""
    news = framing.simulate(articles=180, seed=5, start="2021-01", end="2023-06", lost="", copies=0.15)
    rows = news.table[["source", "published", "headline", "url", "author", "section", "language", "wire_story"]]
    rows = rows.assign(published=rows["published"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")).to_dict("records")
    for row, body in zip(rows, news.texts.read(range(len(news)))[1], strict=True):
        row["body"] = body
    # Copies of agency stories stay as they are: that they are copies is told by their words.
    alone = [row for row in rows if not row["wire_story"]]
    for case, row in zip(TEXTS, alone, strict=False):
        row["headline"] = f"{case.text} spy satellites {marker(case)}"
        row["body"] += f"\n\nPapers tell {case.text} spy satellites in the space race {marker(case)}."
    rest = alone[len(TEXTS) :]
    for case, row in zip(FIELDS, rest, strict=False):
        if case.where != "record":
            row[case.text if case.where == "column" else case.where] = case.text
    for number, row in enumerate(rest):
        case = of("line")[number % len(of("line"))]
        row["body"] += f" There was {FOUND[case.name]} in number {number}."
    assert len(rest) > len(FIELDS), "more articles than cases"
    outlets = _sources(folder / "sources.csv", news)
    for number, row in enumerate(rows):
        named = outlets.get(row["source"], row["source"])
        row["source"] = of("alias")[0].text if named == of("outlet")[0].text and number % 2 else named
    _written(folder, rows)


def _written(folder: Path, rows: list[dict[str, str]]) -> None:
    """Write half of the articles as JSON, which may hold halves of letters, and half of them as a table."""
    listed, table = of("file")
    plain = [row for place, row in enumerate(rows) if place % 2 and "\ud83d" not in row["headline"]]
    lines = [json.dumps(row) for row in rows if row not in plain]
    (folder / listed.text).write_text("\n".join([*lines, *(case.text for case in of("record"))]), encoding="utf-8")
    columns = list(dict.fromkeys(name for row in plain for name in row))
    with (folder / table.text).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(plain)


def _sources(path: Path, news: framing.Corpus) -> dict[str, str]:
    """Write sources.csv, and say which outlet each simulated one has become."""
    named = dict(zip(sorted(set(news.table["source"])), (case.text for case in of("outlet")), strict=True))
    groups = [case.text for case in of("group")]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, SOURCE_COLUMNS, restval="")
        writer.writeheader()
        for place, name in enumerate(named.values()):
            country = of("country")[place % len(of("country"))].text
            # Two large groups, which have articles in every month, and two of one outlet each.
            group = groups[place % 2] if place < 10 else groups[place - 8]
            row = {"name": name, "country": country, "group": group, "language": "en"}
            alias = of("alias")[0].text if place == 0 else ""
            writer.writerow({**row, "aliases": alias, "ownership": ("state", "private")[place % 2], "agency": "false"})
    return named


def _events(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, EVENT_COLUMNS)
        writer.writeheader()
        for place, case in enumerate(of("event")):
            row = dict.fromkeys(EVENT_COLUMNS, of("citation")[0].text)
            name = f"{of('event_id')[0].text}-{place}"
            told = {"event_id": name, "date": f"2022-{4 + 4 * place:02}-10", "label": case.text}
            writer.writerow({**row, **told, "frames": "space_race|espionage", "powers": "china"})


def _codebook(text: str) -> str:
    """Write the cases over the shipped codebook."""
    text = re.sub(r"(?m)^name: .*", lambda _: f"name: {_yaml(of('book')[0].text)}", text)
    for case in CASES:
        if case.where.startswith("frame-"):
            code = case.where.removeprefix("frame-")
            new = rf"  {code}:\n    label: "
            text, number = re.subn(
                rf"(?m)^{new}.*", lambda _, new=new, case=case: new.replace(r"\n", "\n") + _yaml(case.text), text
            )
            assert number == 1, case.name
    lines = "".join(f"      - {case.text}\n" for case in of("line"))
    head, spies, rest = text.partition("  espionage:\n")
    before, include, after = rest.partition("    include:\n")
    before = re.sub(r"    definition: >-\n(?:      .*\n)+", f"    definition: {of('definition')[0].text}\n", before)
    return head + spies + before + include + lines + after


def _yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
