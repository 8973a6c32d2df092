"""The index tells each page's question, answer and state, and links only what is there."""

from __future__ import annotations

import pytest

from framing.report.index import figures_of, index_html

REPORT = {"name": "demo", "title": "A <demo>"}
MADE = "2026-11-22T21:47:36Z"


def entry(**more):
    whole = {"notebook": "01", "title": "Who?", "page": "01.html", "status": "rendered", "error": "", "findings": []}
    return {**whole, "notice": "", "made": MADE, "files": {}, **more}


def test_a_page_shows_its_question_its_answer_and_a_link():
    html = index_html(REPORT, [entry(findings=["It rises <fast>.", "By 3%."])], made=MADE)
    assert '<h2><a href="01.html">Who?</a></h2>' in html
    assert "<li>It rises &lt;fast&gt;.</li>" in html
    assert "<h1>A &lt;demo&gt;</h1>" in html
    assert "1 page, all complete." in html


@pytest.mark.parametrize(
    ("status", "more", "told"),
    [
        ("rendered", {}, "Rendered in this run."),
        ("unchanged", {}, "From the run of 22 November 2026, 21:47 UTC; nothing has changed since."),
        ("earlier", {}, "From the run of 22 November 2026, 21:47 UTC; the latest run has not renewed it."),
        ("earlier", {"error": "It broke."}, "Failed in the run of 22 November 2026, 21:47 UTC"),
        ("failed", {"error": "It <broke>."}, "Failed in this run"),
        ("waiting", {}, "Not made yet."),
    ],
)
def test_every_state_is_told(status, more, told):
    assert told in index_html(REPORT, [entry(status=status, **more)], made=MADE)


def test_a_failed_page_shows_its_error_and_no_answer():
    html = index_html(REPORT, [entry(status="failed", error="It <broke>.", findings=["A."])], made=MADE)
    assert "<strong>This page failed.</strong> It &lt;broke&gt;." in html
    assert "<li>A.</li>" not in html
    assert "1 page, 1 failed." in html


def test_a_page_that_is_not_there_is_not_linked():
    html = index_html(REPORT, [entry(status="waiting")], made=MADE)
    assert "01.html" not in html
    assert "Who?" in html


def test_figures_are_offered_with_their_numbers_first_and_other_files_are_not():
    files = ["01.html", "figures/a.png", "figures/a.csv", "figures/b & c.svg", "figures/x.txt", "notebooks/01.ipynb"]
    assert figures_of(files) == [
        {"name": "a", "forms": [("CSV", "figures/a.csv"), ("PNG", "figures/a.png")]},
        {"name": "b & c", "forms": [("SVG", "figures/b & c.svg")]},
    ]
    assert 'href="figures/b%20%26%20c.svg"' in index_html(REPORT, [entry(files=dict.fromkeys(files, ""))], made=MADE)


def test_each_notice_stands_once():
    html = index_html(REPORT, [entry(notice="Invented."), entry(notice="Invented."), entry()], made=MADE)
    assert html.count("<p>Invented.</p>") == 1
    assert "<script" not in html
