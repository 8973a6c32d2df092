"""The suite in a real JupyterLab, by keys and pointer, as a person would use it."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
WAIT = 90_000
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened(lab, visit):
    """Open a notebook, or the start page, in a browser of its own; every request goes to the server on this machine."""
    seen = []

    def go(notebook=""):
        found = visit(lab.url(notebook), width=1400, height=1000)
        found.page.wait_for_selector(".jp-MainAreaWidget", timeout=WAIT)
        seen.append(found)
        return found

    yield go
    for each in seen:
        assert [
            url for url in each.requests if not url.startswith((lab.at, lab.at.replace("http", "ws"), "blob:"))
        ] == []


def run_all(page):
    page.locator("#jp-bottom-panel, #jp-main-statusbar").get_by_text("| Idle").first.wait_for(timeout=WAIT)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_it_opens_on_the_start_page_without_a_dialog_and_a_link_there_opens_a_notebook(opened):
    page = opened().page
    page.get_by_role("heading", name="How do news sources frame the space race and espionage?").wait_for(timeout=WAIT)
    page.wait_for_timeout(1500)
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    page.get_by_role("link", name="05-close-reading").click()
    page.locator(".jp-NotebookPanel").wait_for(timeout=WAIT)
    assert page.get_by_role("tab", name=re.compile("05-close-reading.ipynb")).count() == 1


@pytest.fixture
def book(lab):
    """The codebook that the Lab reads; as it was when the test is over."""
    path = lab.folder / "corpus" / "codebook.yml"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_in_the_explorer_a_control_redraws_a_point_is_read_and_a_line_is_tried_and_saved(opened, book):
    page = opened("00-explore.ipynb").page
    run_all(page)
    view = page.locator(".framing-chart-view").first
    view.locator(".chart-title").wait_for(timeout=WAIT)
    assert "Space race and espionage over time, by group" in view.inner_text()
    page.get_by_label("Measure").select_option(label="Mentions per 1,000 words")
    view.get_by_text("Mentions per 1,000 words").wait_for(timeout=WAIT)
    page.get_by_label("Measure").select_option(label="Share of articles")
    view.get_by_text("Share of articles, %").wait_for(timeout=WAIT)

    point = view.locator('a[href*="frame=espionage&group=India&period=2024Q3"]')
    said = point.locator("title").text_content()
    point.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role(
        "heading", name=re.compile(r"India, Espionage, 2024 Q3: \d+ passages in \d+ articles?\.")
    )
    heading.wait_for(timeout=WAIT)
    assert view.get_by_role("status").inner_text() == f"{heading.inner_text()} They stand below the chart."
    assert point.evaluate("each => each === document.activeElement")
    articles, share = int(re.search(r"in (\d+) article", heading.inner_text())[1]), re.search(r"(\d+)% of (\d+)", said)
    assert round(100 * articles / int(share[2])) == int(share[1])
    assert page.locator(".passages mark").first.inner_text()

    assert not page.get_by_label("Sources", exact=True).is_visible()
    page.get_by_label("Lines", exact=True).select_option(label="sources")
    view.locator(".chart-title", has_text="by source").wait_for(timeout=WAIT)
    assert page.get_by_label("Sources", exact=True).is_visible()
    assert not page.get_by_label("Groups", exact=True).is_visible()

    page.get_by_label("Line", exact=True).select_option(label="space race*")
    page.get_by_label("Becomes").fill("")
    page.get_by_role("button", name="Try it").click()
    tried = page.get_by_role("status").filter(
        has_text=re.compile("“space race.*” left out: 0 passages gained, [0-9,]+ lost")
    )
    tried.wait_for(timeout=WAIT)
    assert "must be hit but is missed" in tried.inner_text()
    assert not page.locator(".widget-hprogress").is_visible()
    before = book.read_text("utf-8").splitlines(keepends=True)
    page.locator("button:enabled", has_text="Save the line").click()
    page.get_by_role("status").filter(has_text="Saved in corpus/codebook.yml.").wait_for(timeout=WAIT)
    gone = [
        line for line in difflib.ndiff(before, book.read_text("utf-8").splitlines(keepends=True)) if line[0] in "+-"
    ]
    assert gone == ["-       - space race*\n"]


@pytest.mark.parametrize("name", [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))][1:])
def test_a_notebook_runs_whole_by_run_all_from_a_fresh_kernel(opened, lab, name):
    page = opened(f"{name}.ipynb").page
    run_all(page)
    page.wait_for_function(
        """() => {
            const code = [...document.querySelectorAll('.jp-CodeCell')];
            const said = code.map(each => each.querySelector('.jp-InputPrompt').textContent);
            const failed = document.querySelector('[data-mime-type="application/vnd.jupyter.stderr"]');
            return failed || (code.length > 3 && said.every(each => /\\[\\d+\\]/.test(each)));
        }""",
        timeout=WAIT,
    )
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').all_inner_texts() == []
    assert page.locator(".findings li").count() >= 1
