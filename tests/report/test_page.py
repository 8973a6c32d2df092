"""A page is one HTML file that fetches nothing, runs nothing, and shows what the notebook shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report.page import page_html, split_title
from framing.report.prose import Prose, scrolling_tables

PROVENANCE = {
    "made": "2026-11-22T21:47:36Z",
    "parameters": {"every": "quarter", "frames": [], "seed": 7},
    "corpus": {"name": "sample", "title": "Sample", "files": 2, "bytes": 8200, "sha256": "c0ffee", "licence": "CC0"},
    "codebook": {"name": "space-security", "version": "3", "sha256": "beef", "file": "codebook.yml"},
    "library": "abad1dea",
    "commit": {"id": "1234567", "dirty": True},
    "packages": {"python": "3.11.7", "framing": "0.1.0"},
}
VOID = {"meta", "img", "br", "hr", "input", "col", "link", "path", "use", "line"}


class Balance(HTMLParser):
    """Collects tags that are closed out of order, and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.faults, self.ids, self.tags = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def parsed(html):
    found = Balance()
    found.feed(html)
    assert found.faults == []
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    return found


def shown(notebook, **context):
    given = {
        "report": "A report",
        "title": "Who wrote what?",
        "notebook": "01-corpus",
        "status": "rendered",
        "error": "",
    }
    more = {"stopped": False, "notice": "", "articles": None, "quarantined": None, "previous": None, "next": None}
    return page_html(notebook, **{**given, **more, "provenance": PROVENANCE, **context})


def ran(source, *outputs, tag=(), id="c"):
    return nbformat.v4.new_code_cell(
        source, execution_count=1, outputs=list(outputs), id=id, metadata={"tags": list(tag)}
    )


def displayed(**data):
    names = {"html": "text/html", "plain": "text/plain", "markdown": "text/markdown", "png": "image/png"}
    return nbformat.v4.new_output("display_data", {names[key]: value for key, value in data.items()})


@pytest.fixture
def page(make_notebook):
    made = make_notebook(
        ("markdown", "# Who wrote *what*?\n\nIt costs $5 to $10.\n\n![far](https://example.org/x.png)"),
        ("code", "every: str = 'x'", "parameters"),
        ("code", "every = 'y'", "injected-parameters"),
        ("markdown", "## Limits\n\n### Limits\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```python\nx = 1\n```"),
    )
    made.cells += [
        ran(
            "import sys  # <b>",
            displayed(
                html='<figure class="chart"><svg role="img" aria-label="Share rises"></svg></figure>', plain="Chart"
            ),
            nbformat.v4.new_output("stream", name="stderr", text="\x1b[31mUserWarning: old\x1b[0m"),
            nbformat.v4.new_output("stream", name="stdout", text="<i>printed</i>"),
            displayed(png="aWJt\n", plain="Figure of 12 sources"),
            displayed(html="<table><tr><td>1</td></tr></table>"),
        )
    ]
    return made


def test_a_page_is_whole_html_with_a_title_a_language_landmarks_and_a_skip_link(page):
    html = shown(page)
    tags = parsed(html).tags
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>Who wrote what? · A report</title>" in html
    assert html.count("<h1") == 1
    names = [tag for tag, _ in tags]
    assert names.count("main") == 1
    assert {"nav", "footer", "header"} <= set(names)
    assert ("a", {"class": "skip", "href": "#content"}) in tags


def test_a_page_fetches_nothing_and_runs_no_script(page):
    html = shown(page)
    for tag, attributes in parsed(html).tags:
        assert tag not in ("script", "link", "iframe", "object", "embed", "base")
        assert not attributes.get("src", "data:").startswith(("http", "//", "/"))
    assert not re.search(r"@import|url\((?!#)|mathjax|require\.js", html, re.IGNORECASE)
    assert "default-src 'none'" in html


def test_an_image_elsewhere_becomes_a_link_and_dollars_stay_dollars(page):
    html = shown(page)
    assert '<a href="https://example.org/x.png">far</a>' in html
    assert "It costs $5 to $10." in html


def test_code_and_parameters_are_folded_and_highlighted(page):
    html = shown(page)
    assert html.count("<summary>Parameters</summary>") == 1
    assert html.count("<summary>Parameters of this report</summary>") == 1
    assert '<span class="kn">import</span>' in html
    assert "# &lt;b&gt;" in html
    assert "<details open>" not in html.split('<div class="body">')[1]


def test_outputs_keep_their_form_and_their_alternative_text(page):
    html = shown(page)
    assert '<svg role="img" aria-label="Share rises">' in html
    assert '<img src="data:image/png;base64,aWJt" alt="Figure of 12 sources">' in html
    assert "&lt;i&gt;printed&lt;/i&gt;" in html
    assert '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table><tr><td>1' in html


def test_a_warning_is_a_folded_message_not_an_error(page):
    html = shown(page)
    assert '<summary>Messages</summary><pre class="text" tabindex="0">UserWarning: old</pre>' in html
    assert '<div class="failure"' not in html


def test_the_contents_list_every_section_and_link_to_it(page):
    found = parsed(shown(page))
    links = [
        attributes["href"] for tag, attributes in found.tags if tag == "a" and attributes.get("href", "")[0] == "#"
    ]
    assert links[1:] == ["#limits", "#limits-2"]
    assert {"limits", "limits-2"} <= set(found.ids)


def test_the_notice_stands_on_top_and_not_again_in_the_page(page):
    page.cells.append(ran("x", displayed(html='<p class="notice">Invented.</p>'), id="d"))
    html = shown(page, notice="Invented <articles>.")
    assert html.index("Invented &lt;articles&gt;.") < html.index("<main")
    assert '<body class="page noticed">' in html
    assert ".noticed .output .notice { display: none; }" in html


def test_a_failed_page_says_so_first_in_one_sentence_with_the_traceback_folded(make_notebook):
    made = make_notebook(
        ("markdown", '<span style="color:red">An Exception</span>', "papermill-error-cell-tag"),
        ("markdown", "# Who wrote what?\n\nText."),
        ("code", "never()"),
        ("markdown", "## Later"),
    )
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="'x'", traceback=["\x1b[31mTraceback <x>\x1b[0m"])
    made.cells.insert(2, ran("boom()", error))
    html = shown(made, status="failed", error='There is no "x" <here>.', stopped=True)
    parsed(html)
    assert html.index("This page failed.</strong> There is no &#34;x&#34; &lt;here&gt;.") < html.index(
        '<div class="body">'
    )
    assert '<summary>Traceback</summary><pre class="text" tabindex="0">Traceback &lt;x&gt;</pre>' in html
    assert "An Exception" not in html
    rest = html.split("<summary>The rest of the notebook, which did not run</summary>")[1]
    assert "never" in rest
    assert 'href="#later"' not in html


def test_the_footer_says_how_the_page_was_made(page):
    html = shown(page, articles=7212, quarantined=23)
    footer = re.sub(r"<[^>]+>", "", html[html.index("<footer>") :])
    for said in (
        "22 November 2026, 21:47 UTC",
        "sample, 7,212 articles, 23 records not kept; 2 files, 8.2 kB; licence CC0; SHA-256 c0ffee",
        "space-security, version 3; SHA-256 beef",
        "commit 1234567 with changes not committed",
        "python 3.11.7, framing 0.1.0",
        "Parameters as resolved (3)",
    ):
        assert said in footer
    assert '<th scope="row"><code>frames</code></th><td>(not set)</td>' in html


def test_hostile_words_are_shown_as_they_were_written():
    made = nbformat.v4.new_notebook()
    made.cells = [ran("1", displayed(markdown="<script>alert(1)</script> [x](javascript:alert(2))\n\n**bold**"))]
    evil = "</title><script>alert(3)</script>"
    page = shown(
        made,
        title=evil,
        report=evil,
        notice=evil,
        provenance={**PROVENANCE, "parameters": {evil: [evil]}, "commit": {}},
    )
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert 'href="javascript' not in page
    assert "<strong>bold</strong>" in page


def test_the_same_notebook_gives_the_same_bytes(page):
    assert shown(page) == shown(page)
    assert len(shown(page)) < 30_000


def test_the_title_is_the_first_heading_of_the_first_text():
    assert split_title({"cells": []}, "01-corpus") == ("01-corpus", "")
    text = {"cell_type": "markdown", "metadata": {}, "source": "Words first\n# Then"}
    assert split_title({"cells": [text]}, "01-corpus") == ("01-corpus", "")


@given(st.lists(st.sampled_from(["<table>", "</table>", "<td>x</td>", "<caption>c &amp; d</caption>"])))
def test_wrapping_tables_only_adds_boxes(pieces):
    html = "".join(pieces)
    wrapped = scrolling_tables(html)
    assert re.sub(r'<div class="scroll"[^>]*>|</div>', "", wrapped) == html
    assert wrapped.count("<div") == wrapped.count("</div>")


def test_a_table_in_a_scrolling_box_gets_no_second_one():
    html = '<div class="framing-scroll" tabindex="0"><table><tr><td>1</td></tr></table></div>'
    assert scrolling_tables(html) == html
    assert scrolling_tables(f"{html}{html}") == f"{html}{html}"


@given(st.lists(st.text(min_size=1), max_size=6))
def test_ids_of_headings_are_unique_whatever_they_say(titles):
    prose = Prose()
    for title in titles:
        prose.heading(title, 2)
    ids = [name for _, name, _ in prose.headings]
    assert len(ids) == len(set(ids)) == len(titles)
    assert all(not re.search(r"\s", name) for name in ids)
