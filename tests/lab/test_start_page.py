"""The page that `make lab` opens on leads to every notebook."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
(START,) = re.findall(r"--LabApp\.default_url=/lab/tree/(\S+)", MAKEFILE)
PAGE = (ROOT / START).read_text("utf-8")


def test_every_notebook_is_listed_with_its_question_in_reading_order():
    listed = re.findall(r"^- \[([\w-]+)\]\(([\w-]+\.ipynb)\): (.+)$", PAGE, re.M)
    notebooks = sorted((ROOT / START).parent.glob("*.ipynb"))
    titles = [nbformat.read(path, as_version=4).cells[0].source.splitlines()[0] for path in notebooks]
    expected = zip(notebooks, titles, strict=True)
    assert listed == [(path.stem, path.name, title.removeprefix("# ")) for path, title in expected]


def test_whatever_it_links_to_exists():
    for target in re.findall(r"\]\(([^)#]+)\)", PAGE):
        assert ((ROOT / START).parent / target).resolve().exists(), target


def test_it_is_read_not_edited_and_nothing_is_announced():
    (folder,) = re.findall(r"--LabApp\.app_settings_dir=(\S+)", MAKEFILE)
    settings = json.loads((ROOT / folder / "overrides.json").read_text("utf-8"))
    assert settings["@jupyterlab/docmanager-extension:plugin"]["defaultViewers"]["markdown"] == "Markdown Preview"
    assert settings["@jupyterlab/apputils-extension:notification"] == {"checkForUpdates": False, "fetchNews": "false"}
    assert "--LabApp.news_url=None" in MAKEFILE


def test_it_says_how_to_bring_articles_and_how_to_make_a_report():
    assert 'corpus: str = "mine"' in PAGE
    assert "`make report CORPUS=mine`" in PAGE
