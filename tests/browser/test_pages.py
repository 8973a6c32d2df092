"""The pages of a report in a real browser."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def _pages(folder):
    return [folder / "index.html", *sorted(folder.glob("[0-9]*.html"))]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_asks_for_anything_and_axe_finds_nothing_with_every_fold_open(sample_report, visit, dark):
    for path in _pages(sample_report):
        seen = visit(path, dark=dark)
        assert (path.name, seen.requests, seen.messages, seen.axe()) == (path.name, [], [], [])
