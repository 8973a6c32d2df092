"""What moved since the last run, and why: counted by hand, and through a report that is made three times."""

from __future__ import annotations

import json

import pytest

from framing.report import run_reports
from framing.report.index import index_html
from framing.report.moved import cells_that_left, findings_changed, moved, reasons

HEAD = "group,period,measure,code,unit,articles,estimate,low,high,shown,reason\n"


def figures(folder, *rows, name="02-share.csv"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\ufeff" + HEAD + "".join(row + "\n" for row in rows), encoding="utf-8")
    return folder


def test_cells_outside_their_old_interval_are_counted_and_the_furthest_named(tmp_path):
    old = figures(
        tmp_path / "old",
        "China,2024,share,space_race,article,90,0.12,0.08,0.17,True,",
        "India,2024,share,space_race,article,90,0.30,0.25,0.35,True,",
        "all,2024,tone,,article,90,-0.10,-0.15,-0.05,True,",
        "Peru,2024,share,space_race,article,3,0.5,0.1,0.9,False,few",
    )
    new = figures(
        tmp_path / "new",
        "China,2024,share,space_race,article,99,0.25,0.2,0.3,True,",
        "India,2024,share,space_race,article,99,0.35,0.3,0.4,True,",
        "all,2024,tone,,article,99,-0.02,-0.05,0.01,True,",
        "Peru,2024,share,space_race,article,40,0.99,0.9,1,True,",
        "Chad,2024,share,space_race,article,40,0.99,0.9,1,True,",
    )
    (new / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert cells_that_left(old, new) == {
        "compared": 3,
        "left": 2,
        "named": [
            "space race, China, 2024: 12% (interval 8% to 17%), now 25%",
            "2024: −0.1 (interval −0.15 to −0.05), now −0.02",
        ],
    }
    assert cells_that_left(tmp_path / "nowhere", new)["compared"] == 0


def test_sentences_are_paired_with_what_they_were():
    old, new = ["A.", "B 1.", "C.", "D."], ["A.", "B 2.", "C.", "E.", "F."]
    assert findings_changed(old, new) == [["B 1.", "B 2."], ["D.", "E."], ["", "F."]]
    assert findings_changed(old, old[:2]) == [["C.", ""], ["D.", ""]]
    assert findings_changed(old, old) == []


def test_reasons_name_what_differs_and_nothing_else():
    old = {"corpus": {"sha256": "a"}, "codebook": {"sha256": "b"}, "library": "c", "packages": {"numpy": "1"},
           "instruments": {"sources.csv": "d", "codebook.yml": "b"},
           "parameters": {"every": "year", "out": "x"}}  # fmt: skip
    assert reasons(old, {**old, "parameters": {"every": "year", "out": "y"}}) == []
    new = {"corpus": {"sha256": "z"}, "codebook": {"sha256": "y"}, "library": "x", "packages": {"numpy": "2"},
           "instruments": {"sources.csv": "w", "codebook.yml": "y"},
           "parameters": {"every": "month", "seed": 1}}  # fmt: skip
    parameters = ["the parameter every", "the parameter seed"]
    assert reasons(old, new) == ["the articles", "the codebook", "sources.csv", "the code", "packages", *parameters]


def test_articles_are_counted_by_source_and_a_failed_run_is_compared_with_nothing(tmp_path):
    old = {"made": "2026-02-03T10:00:00Z", "articles": {"articles": 10}, "sources": {"A": 6, "B": 4}, "findings": []}
    new = {
        "made": "2026-03-03T10:00:00Z",
        "articles": {"articles": 13},
        "sources": {"A": 6, "B": 2, "C": 5},
        "findings": [],
    }
    found = moved(old, new, tmp_path, tmp_path)
    assert (found["articles"], found["sources"], found["more_sources"]) == ([10, 13], [["C", 5], ["B", -2]], 0)
    assert moved({**old, "error": "It broke."}, new, tmp_path, tmp_path) == {}
    assert moved({}, new, tmp_path, tmp_path) == {}


def test_the_index_says_what_moved_and_escapes_it():
    found = {
        "since": "2026-02-03T10:00:00Z", "why": ["the articles"], "articles": [10, 13],
        "sources": [["<C>", 5], ["B", -2]], "more_sources": 2, "findings": [["Old <b>.", "New."]],
        "cells": {"compared": 9, "left": 1, "named": ["x: 1%, now 3%"]},
    }  # fmt: skip
    entry = {"notebook": "01", "title": "Who?", "page": "01.html", "status": "rendered", "error": "", "findings": [],
             "notice": "", "made": "2026-03-03T10:00:00Z", "files": {}, "moved": found}  # fmt: skip
    html = index_html({"name": "demo", "title": "Demo"}, [entry], made="2026-03-03T10:00:00Z")
    assert "What moved since 3 February 2026, 10:00 UTC: 3 articles, 1 finding, 1 cell" in html
    assert "Made from something else than then: the articles." in html
    assert "Articles: 10 then, 13 now (&lt;C&gt; +5, B −2 and 2 more sources)." in html
    assert "<del>Old &lt;b&gt;.</del>" in html
    assert "1 of 9 cells left the interval they had:" in html
    nothing = {**found, "why": [], "sources": [], "findings": [], "cells": {"compared": 9, "left": 0, "named": []}}
    assert "What moved" not in index_html(
        {"name": "d", "title": "D"}, [{**entry, "moved": nothing}], made="2026-03-03T10:00:00Z"
    )


ANSWER = """from pathlib import Path
from IPython.display import display
folder = Path(out)
share = 0.1 * seed
head = "group,period,measure,code,unit,estimate,low,high,shown\\n"
row = f"A,2024,share,x,article,{share},{share - .05},{share + .05},True\\n"
(folder / "01.csv").write_text(head + row)
if seed == 13:
    raise ValueError("unlucky")
said = {"findings": ["It stays.", f"It is {seed}."]}
display({"text/plain": "x", "application/vnd.framing.findings+json": said}, raw=True)
counts = {"articles": 5 + seed, "sources": {"A": 5, "B": seed}}
display({"text/plain": "y", "application/vnd.framing.corpus+json": counts}, raw=True)"""


@pytest.mark.slow
def test_a_report_says_what_moved_since_the_last_good_run(project, parameters_cell):
    project.add(
        "01-share",
        ("markdown", "# How large?\n\nText."),
        ("code", parameters_cell, "parameters"),
        ("code", ANSWER, "findings"),
    )
    record = project.root / "outputs" / "demo" / "report.json"

    def said():
        return json.loads(record.read_text(encoding="utf-8"))["pages"][0]["moved"]

    run_reports()
    assert said() == {}
    run_reports(parameters={"seed": "2"})
    first = said()
    assert first["why"] == ["the parameter seed"]
    assert first["findings"] == [["It is 1.", "It is 2."]]
    assert (first["articles"], first["sources"]) == ([6, 7], [["B", 1]])
    assert first["cells"] == {"compared": 1, "left": 1, "named": ["x, A, 2024: 10% (interval 5% to 15%), now 20%"]}
    run_reports(parameters={"seed": "2"}, force=True)
    assert said() == first
    (failed,) = run_reports(parameters={"seed": "13"})
    assert failed.status == "failed"
    assert said() == {}
    run_reports(parameters={"seed": "3"})
    assert said()["findings"] == [["It is 2.", "It is 3."]]
