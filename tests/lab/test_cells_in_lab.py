"""What a person sees of objects, errors and long work in a real JupyterLab."""

from __future__ import annotations

import re

import nbformat
import pytest

pytestmark = pytest.mark.slow
WAIT = 60_000

CELLS = [
    "import framing\nnews = framing.load('sample')",
    "news",
    "news.codebook",
    "framing.trends(news, by='group', every='year', frames=['espionage'])",
    "framing.kwic(news, 'satellite*', number=3)",
    """from framing.engine.progress import told; import time
with told("articles measured") as tell:
    for n in range(31):
        tell(n, 30); time.sleep(0.1)""",
    "framing.load('smaple')",
]


@pytest.fixture
def page(lab, visit):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), lab.folder / "notebooks" / "shown.ipynb")
    page = visit(lab.url("shown.ipynb"), width=1400, height=1000).page
    page.locator("#jp-main-statusbar").get_by_text("| Idle").first.wait_for(timeout=WAIT)
    return page


def test_objects_show_themselves_a_bar_comes_and_goes_and_an_error_is_a_sentence(page, lab):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    output = [page.locator(".jp-CodeCell").nth(number).locator(".jp-Cell-outputArea") for number in range(len(CELLS))]

    bar = output[5].locator("label", has_text=re.compile(r"\d+ of 30 articles measured")).get_by_role("progressbar")
    bar.wait_for(timeout=WAIT)
    bar.wait_for(state="detached", timeout=WAIT)

    output[6].get_by_text("There is no corpus “smaple”").first.wait_for(timeout=WAIT)
    fold = output[6].locator("details pre")
    assert not fold.is_visible()
    assert "Traceback" not in output[6].locator("[data-mime-type*='error'], [data-mime-type*='stderr']").inner_text()
    output[6].get_by_text("Traceback", exact=True).click()
    assert "InputError" in fold.inner_text()

    assert re.search(r"[\d,]+ articles of 12 outlets in 4 groups", output[1].inner_text())
    assert output[1].get_by_role("img", name=re.compile("^Articles by month, January 2019")).is_visible()
    lines = output[2].locator("tr", has_text="espionage/cyber").locator("li").first
    assert not lines.is_visible()
    output[2].locator("tr", has_text="espionage/cyber").locator("summary").click()
    assert lines.is_visible()
    assert re.search(r"China\s+2019\s+\d+%\s+[\d.]+–[\d.]+%", output[3].inner_text())
    assert output[4].locator("mark").count() == 3

    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    saved = nbformat.read(lab.folder / "notebooks" / "shown.ipynb", as_version=4).cells
    assert saved[6].outputs, "it was not saved"
    assert saved[5].outputs == []
