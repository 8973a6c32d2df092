"""Shared by all tests: where real input is, when it is there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

import framing

# No example is timed: machines differ. On CI the same examples run each time, so that a landing does not hang on luck.
settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("suite")

# Tests measure anew: what a run of the suite keeps is gone after it.
_KEPT = tempfile.TemporaryDirectory(prefix="framing-tests-")
os.environ["FRAMING_CACHE"] = _KEPT.name

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real input beside the project; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data, which is not here")
    return SHARED


TINY_CODEBOOK = """\
name: tiny
version: 1
language: en
topic:
  include:
    - space
frames:
  space_race:
    label: Space race
    definition: A contest.
    include:
      - race*
  espionage:
    label: Espionage
    definition: Spying.
    include:
      - spy
      - spies
actors:
  china:
    label: China
    include:
      - China
"""
TINY_SOURCES = """\
name,aliases,domains,country,group,ownership,language,agency
Alpha,Alpha Times|AT,alpha.example,Freedonia,North,private,en,false
Beta,,beta.example,Sylvania,South,state,en,false
"""


@pytest.fixture
def tiny(tmp_path):
    """Make a corpus of few articles, with a codebook of two frames and outlets Alpha (North) and Beta (South)."""

    def load(rows, **options):
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (folder / "codebook.yml").write_text(TINY_CODEBOOK, encoding="utf-8")
        (folder / "sources.csv").write_text(TINY_SOURCES, encoding="utf-8")
        return framing.load(folder, **options)

    return load


def _chromium() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or ""


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, driven; tests that need it skip where it is not installed."""
    if not _chromium():
        pytest.skip("needs Chromium (Debian's package chromium), which is not here")
    from playwright.sync_api import sync_playwright

    quiet = ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-sync"]
    flags = [f"--{each}" for each in (*quiet, "disable-component-update", "disable-dev-shm-usage")]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_chromium(), args=[*flags, "--no-sandbox"])
        yield opened
        opened.close()


class Visit:
    """One opened page, with everything that a test asks of it kept from its first moment.

    Attributes
    ----------
    page : playwright Page
    requests : list of str
        Addresses that were asked for, the page itself left out.
    messages : list of str
        What the console said, policy violations too, and errors of scripts.
    dialogs : list of str
        What would have popped up.
    """

    def __init__(self, context) -> None:
        self.page = context.new_page()
        self.requests: list[str] = []
        self.messages: list[str] = []
        self.dialogs: list[str] = []
        self._own: set[str] = set()
        self.page.on("request", lambda request: self._asked(request))
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _asked(self, request) -> None:
        if request.url.startswith("data:") or (request.is_navigation_request() and request.frame.parent_frame is None):
            return
        self.requests.append(request.url)

    def open(self, where: str | Path) -> Visit:
        address = where.resolve().as_uri() if isinstance(where, Path) else where
        self.page.goto(address, wait_until="load")
        return self

    def axe(self) -> list[str]:
        """Open every fold and return what axe-core finds, a line each."""
        from axe_playwright_python.sync_playwright import Axe

        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {v['help']}: {node['html'][:200]}" for v in found for node in v["nodes"][:5]]


@pytest.fixture
def visit(browser):
    """Open a page in a browser of its own; ``visit(path, width=390, dark=True, script=False)`` returns a Visit."""
    contexts = []

    def go(where, *, width=1280, height=900, dark=False, script=True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            bypass_csp=False,
        )
        contexts.append(context)
        return Visit(context).open(where)

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory) -> Path:
    """The folder of the sample's report, every notebook run; made once for all tests that look at it."""
    from framing.report import run_reports

    out = tmp_path_factory.mktemp("reports")
    failed = [result.error for result in run_reports(names=["sample"], out=out, jobs=2) if result.error]
    assert not failed, failed
    return out / "sample"
