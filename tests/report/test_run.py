"""Reports are made through papermill: what fails is told, what has not changed is not run again."""

from __future__ import annotations

import json
import sys

import pytest

from framing.project import FramingError
from framing.report import run_reports

FINDINGS = """from pathlib import Path
from IPython.display import display
import os, sys
folder = Path(out)
folder.mkdir(exist_ok=True)
for kind in ("csv", "svg"):
    (folder / f"01-share.{kind}").write_text(f"{every} {seed}")
said = {"findings": [f"{every} from {corpus}, {frames} <&>", sys.executable + os.environ.get("OMP_NUM_THREADS", "")]}
display({"text/plain": "x", "application/vnd.framing.findings+json": said}, raw=True)
display({"text/plain": "y", "application/vnd.framing.corpus+json": {"articles": 7, "quarantined": 1}}, raw=True)"""

UNLUCKY = """from framing.project import InputError
if seed == 13:
    raise InputError("Seed 13 is unlucky; take 1")"""


@pytest.fixture
def pair(project, parameters_cell):
    """Two notebooks: one with an answer and a figure, one that fails when `seed` is 13."""
    project.add(
        "01-share",
        ("markdown", "# How large is the share?\n\nText."),
        ("code", parameters_cell, "parameters"),
        ("code", FINDINGS, "findings"),
    )
    project.add(
        "02-fails",
        ("markdown", "# Does it fail?"),
        ("code", "seed: int = 13  # 13 fails", "parameters"),
        ("code", UNLUCKY),
        ("markdown", "## After"),
    )
    return project


def statuses(results):
    return [result.status for result in results]


@pytest.mark.slow
def test_a_report_is_made_answered_from_the_last_result_and_made_again_when_something_changed(pair, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    events = []
    folder = pair.root / "outputs" / "demo"

    # a failing notebook is told, and the other goes on
    first, second = run_reports(parameters={"every": "month"}, jobs=2, echo=events.append)
    assert (first.status, second.status) == ("rendered", "failed")
    assert first.findings == ["month from sample, [] <&>", f"{sys.executable}1"]
    assert second.error == "Seed 13 is unlucky; take 1."
    assert {event.kind for event in events} == {"start", "cell", "end"}
    assert events[-1].result in (first, second)
    names = ["01-share.html", "02-fails.html", "figures", "index.html", "notebooks", "report.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert (folder / "figures/01-share.csv").read_text() == "month 1"
    assert "Seed 13 is unlucky; take 1." in second.page.read_text(encoding="utf-8")
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert "month from sample, [] &lt;&amp;&gt;" in index
    assert 'href="figures/01-share.csv"' in index
    assert "Invented articles." in index
    assert "2 pages, 1 failed." in index

    # the record and the executed notebook hold every parameter, and no path of this machine
    record = json.loads((folder / "report.json").read_text(encoding="utf-8"))["pages"][0]
    assert record["provenance"]["parameters"] == {
        "corpus": "sample",
        "every": "month",
        "frames": [],
        "seed": 1,
        "out": "outputs/demo/figures",
    }
    assert record["articles"] == {"articles": 7, "quarantined": 1}
    executed = (folder / "notebooks/01-share.ipynb").read_text(encoding="utf-8")
    assert str(pair.root) not in executed
    assert 'out = \\"outputs/demo/figures\\"' in executed
    page = first.page.read_text(encoding="utf-8")
    assert str(pair.root) not in page

    # nothing changed: answered from the last result, the failed one is tried again and now passes
    pair.add("02-fails", ("markdown", "# Does it fail?"), ("code", "1 + 1"))
    assert statuses(run_reports(parameters={"every": "month"})) == ["unchanged", "rendered"]
    assert statuses(run_reports(parameters={"every": "month"})) == ["unchanged", "unchanged"]
    assert first.page.read_text(encoding="utf-8") == page
    assert "nothing has changed since" in (folder / "index.html").read_text(encoding="utf-8")

    # a figure that someone took away, and a file that the report no longer has
    (folder / "figures/01-share.svg").unlink()
    pair.write("reports.yml", "reports:\n- {name: demo, title: A demo, corpus: sample, notebooks: [01-share]}\n")
    assert statuses(run_reports(parameters={"every": "month"})) == ["rendered"]
    names = ["01-share.html", "figures", "index.html", "notebooks", "report.json"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert (folder / "figures/01-share.svg").exists()


@pytest.mark.slow
def test_two_runs_differ_in_their_time_stamps_alone(pair, monkeypatch, tmp_path):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    pair.write("reports.yml", "reports:\n- {name: demo, title: A demo, corpus: sample, notebooks: [01-share]}\n")
    made = []
    for _ in range(2):
        (result,) = run_reports(force=True)
        made.append([path.read_bytes() for path in (result.page, result.index, result.index.with_name("index.html"))])
    assert made[0] == made[1]


@pytest.mark.slow
def test_a_copied_notebook_that_saves_the_same_charts_overwrites_none(project, parameters_cell):
    for name, every in (("01-share", "month"), ("02-copy", "year")):
        parameters = parameters_cell.replace('"quarter"', f'"{every}"')
        project.add(name, ("markdown", "# How large?"), ("code", parameters, "parameters"), ("code", FINDINGS))
    folder = run_reports()[0].index.parent
    figures = {path.relative_to(folder / "figures").as_posix() for path in folder.glob("figures/**/*.csv")}
    assert figures == {"01-share.csv", "02-copy/01-share.csv"}
    assert (folder / "figures/01-share.csv").read_text() == "month 1"
    assert (folder / "figures/02-copy/01-share.csv").read_text() == "year 1"
    assert 'href="figures/02-copy/01-share.csv"' in (folder / "index.html").read_text(encoding="utf-8")
    assert statuses(run_reports()) == ["unchanged", "unchanged"]
    assert statuses(run_reports(force=True)) == ["rendered", "rendered"]
    assert {path.relative_to(folder / "figures").as_posix() for path in folder.glob("figures/**/*.csv")} == figures


@pytest.mark.slow
def test_a_kernel_that_dies_is_a_failed_page_without_a_traceback(project):
    project.add("01-dies", ("markdown", "# Does it die?"), ("code", "import os\nos._exit(1)"))
    (result,) = run_reports()
    assert result.status == "failed"
    assert result.error.startswith("The notebook could not be run to its end:")
    assert "This page failed." in result.page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("call", "match"),
    [
        ({"parameters": {"evry": "month"}}, r'-p evry: .*any notebook of report "demo"; did you mean "every"\?'),
        ({"parameters": {"seed": "many"}}, r'-p seed: "many" does not fit seed, which takes a whole number'),
        ({"parameters": {"corpus": "smple"}}, r'no corpus "smple".*did you mean "sample"\?'),
        ({"parameters": {"out": "x"}}, "use --out DIR"),
        ({"names": ["dmo"]}, r'did you mean "demo"\?'),
        ({"jobs": 0}, "jobs is 0"),
    ],
)
def test_a_wrong_call_is_refused_before_anything_runs(pair, call, match):
    with pytest.raises(FramingError, match=match):
        run_reports(**call)
    assert not (pair.root / "outputs").exists()


def test_a_parameter_in_the_file_is_refused_with_its_line(pair):
    pair.write("reports.yml", "reports:\n- name: demo\n  title: A\n  corpus: sample\n  parameters:\n    evry: month\n")
    with pytest.raises(FramingError, match=r"reports\.yml, line 6: evry is not a parameter"):
        run_reports()
    own = "  notebooks:\n  - notebook: 02-fails\n    parameters:\n      every: month\n"
    pair.write("reports.yml", f"reports:\n- name: demo\n  title: A\n  corpus: sample\n{own}")
    with pytest.raises(FramingError, match=r"reports\.yml, line 8: every is not a parameter of 02-fails\.ipynb"):
        run_reports()
