"""reports.yml is read as text and checked line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.project import FramingError
from framing.report.reports_file import read_reports

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def known(project):
    for name in ("01-corpus", "02-frames", "notes"):
        project.add(name, ("markdown", "# ?"))
    return project


def refused(project, text, match):
    with pytest.raises(FramingError, match=match):
        read_reports(project.write("reports.yml", text))


def test_a_report_without_notebooks_has_all_numbered_ones_in_reading_order(known):
    (report,) = read_reports().reports
    assert [each.notebook for each in report.notebooks] == ["01-corpus", "02-frames"]


def test_values_are_the_text_that_stands_there(known):
    known.write(
        "reports.yml",
        "reports:\n- name: a\n  title: NO\n  corpus: 007\n  parameters:\n    start: 2021-01-01\n    frames: [NO, 1e3]\n"
        "  notebooks:\n  - 01-corpus.ipynb\n  - notebook: 02-frames\n    parameters:\n      every: month\n",
    )
    found = read_reports()
    (report,) = found.reports
    assert (report.title, report.corpus) == ("NO", "007")
    assert report.parameters == {"start": "2021-01-01", "frames": ["NO", "1e3"]}
    assert [(each.notebook, each.parameters) for each in report.notebooks] == [
        ("01-corpus", {}),
        ("02-frames", {"every": "month"}),
    ]
    assert found.where("reports", 0, "parameters", "frames") == "reports.yml, line 7"


HEAD = "reports:\n- name: a\n  title: A\n  corpus: sample\n"


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("reports:\n- name: a\n  tile: A\n  corpus: s\n  title: T\n", r'line 3: tile is not a key.*"title"'),
        ("reports:\n- name: a\n  corpus: s\n", r'line 2: the key "title" is missing'),
        ("report: []\n", r'the key "reports" is missing|line 1: report is not a key.*"reports"'),
        ("", r'the key "reports" is missing'),
        ("reports: []\n", "reports"),
        ("[1, 2]", "reports.yml"),
        (HEAD + "  parameters: [a]\n", r'line 5: the key "parameters" has the wrong shape'),
        (HEAD + "  notebooks: [02-frame]\n", r'line 5: no notebook "02-frame".*"02-frames"'),
        (HEAD + "  notebooks: [../x]\n", r'line 5: no notebook "../x"'),
        (HEAD + "  notebooks: [01-corpus, 01-corpus.ipynb]\n", "line 5: 01-corpus stands in the report twice"),
        (HEAD + "  notebooks:\n  - notebook: 01-corpus\n    paramters: {}\n", r'line 7: paramters.*"parameters"'),
        (HEAD + "- name: A\n  title: B\n  corpus: s\n", 'line 5: there are two reports "A"'),
        (HEAD + "  title: B\n", "line 5: the key title stands there twice"),
        (HEAD + "  title: [\n", r"reports\.yml, line \d+: .*mend the YAML"),
        ("reports: &a\n- *a\n", "anchors"),
        ("reports:\n- name: !!python/object:os.system x\n", "line 2: the tag .* is not used here"),
    ],
)
def test_a_fault_is_named_with_its_line_and_the_nearest_known_name(known, text, match):
    refused(known, text, match)


@pytest.mark.parametrize("name", ["../x", "a/b", "a\\b", ".", "", "-a", "CON", "x" * 65, "a b", "ü"])
def test_a_name_that_could_be_more_than_a_name_is_refused(known, name):
    refused(known, f"reports:\n- name: '{name}'\n  title: A\n  corpus: s\n", "line 2: .* cannot name a report")


def test_a_missing_file_and_an_unknown_report_are_named(known, tmp_path):
    with pytest.raises(FramingError, match=r"There is no .*absent\.yml"):
        read_reports(tmp_path / "absent.yml")
    with pytest.raises(FramingError, match=r'no report "dmo"; did you mean "demo"\?'):
        read_reports().named(["dmo"])


def test_the_shipped_file_has_the_sample_report_over_all_notebooks(monkeypatch):
    monkeypatch.setenv("FRAMING_ROOT", str(ROOT))
    (report,) = read_reports().named(["sample"])
    assert report.corpus == "sample"
    assert [each.notebook for each in report.notebooks] == [
        "01-corpus",
        "02-frames-over-time",
        "03-distinctive-words",
        "04-tone",
        "05-close-reading",
        "06-wire-copies",
        "07-what-changed",
        "08-robustness",
        "09-methods",
        "10-passages",
    ]
