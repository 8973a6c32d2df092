"""A corpus, a codebook, cells and passages as a notebook shows them."""

from __future__ import annotations

import re
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest
from IPython.core.formatters import DisplayFormatter

import framing
from framing.engine.progress import follow, told
from framing.show.reprs import show_themselves, table_html

ROWS = [
    {"source": "Alpha", "date": "2024-01-05", "headline": "A space race", "body": "They race in space."},
    {"source": "Alpha", "date": "2024-03-09", "headline": "A spy in space", "body": "Spies watch space and China."},
    {"source": "Beta", "date": "2024-03-30", "headline": "Space", "body": "Nothing but space here."},
    {"source": "Beta", "date": "", "headline": "No date in space", "body": "Undated space text."},
    {"source": "Beta", "date": "2024-02-01", "headline": "", "body": ""},
]


def text_of(html: str) -> str:
    """What a reader sees, without styles."""
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html)).split())


@pytest.fixture
def news(tiny):
    return tiny(ROWS)


@pytest.fixture
def html_of(monkeypatch):
    """What a notebook shows of an object: its display formatter, told of our tables as `import framing` tells it."""
    shell = type("Shell", (), {"display_formatter": DisplayFormatter()})()
    monkeypatch.setattr(sys.modules["IPython"], "get_ipython", lambda: shell)
    show_themselves()
    return lambda shown: shell.display_formatter.format(shown)[0]["text/html"]


def test_a_corpus_says_whose_articles_it_holds_when_and_what_was_left_out(news):
    said = text_of(news._repr_html_())
    assert "4 articles of 2 outlets in 2 groups, 5 January 2024 to 30 March 2024; 1 article without a date." in said
    assert "North Alpha 2 2024-01-05 2024-03-09 South Beta 2 2024-03-30 2024-03-30" in said
    assert "5 read, 4 kept, 1 in quarantine (neither headline nor body: 1)" in said
    assert "Selection none: every article" in said
    assert "at most 2 (March 2024), a median of 1, none in 1 month." in said
    chosen = text_of(news.where(groups=["North"], start="2024-02").under("one-per-cluster")._repr_html_())
    assert "1 article of 1 outlet, 9 March 2024." in chosen
    assert "groups North; from 2024-02; one article of each story" in chosen
    assert "No article is in this selection." in text_of(news.where(start="2090")._repr_html_())


def test_the_months_are_drawn_with_a_gap_where_there_is_none(news):
    html = news._repr_html_()
    assert re.search(r'<svg role="img" aria-label="Articles by month, January 2024 to March 2024: [^"]{15,}"', html)
    (path,) = re.findall(r'<path d="([^"]+)"', html)
    bars = re.findall(r"M(\d+)\.0 40V(\d+\.\d)", path)
    assert bars == [("0", "20.0"), ("320", "0.0")]  # of three months of 160 each: half as high, nothing, full


def test_many_outlets_are_shown_by_group(tiny):
    rows = [
        {"source": f"Paper {n}", "date": "2024-01-05", "headline": f"Space {n}", "body": "Space."} for n in range(30)
    ]
    said = text_of(tiny(rows)._repr_html_())
    assert "Articles by group group outlets largest outlet articles first last" in said
    assert "other 30 Paper 0 30 2024-01-05 2024-01-05" in said


def test_showing_a_corpus_measures_nothing_and_reads_no_text(news, monkeypatch):
    monkeypatch.setattr(type(news.instruments), "fill", None)
    monkeypatch.setattr(type(news.texts), "read", None)
    assert "4 articles" in news._repr_html_()


def test_a_codebook_says_what_each_frame_means_its_lines_and_that_nobody_validated_it(news):
    html = news.codebook._repr_html_()
    said = text_of(html)
    assert "tiny , version 1 (en, codebook.yml): 2 frames, 1 actor." in said
    assert "Space race space_race A contest. 1 line race* not validated" in said
    assert "Espionage espionage Spying. 2 lines spy spies not validated" in said
    assert "China china – 1 line China" in said
    assert html.count("<details>") == 4  # the topic, two frames and an actor: folded
    assert "Validated" not in text_of(news.codebook.frames["espionage"]._repr_html_())
    assert "What counts spy spies" in text_of(news.codebook.frames["espionage"]._repr_html_())


def test_a_validated_frame_shows_its_precision_and_recall(tiny, tmp_path):
    news = tiny(ROWS)
    path = tmp_path / "tiny" / "codebook.yml"
    found = "    definition: A contest.\n    validation:\n      n: 100\n      precision: 0.9\n      recall: 0.8\n"
    text = path.read_text("utf-8").replace("    definition: A contest.\n", found + "      date: 2026-01-01\n")
    path.write_text(text, "utf-8")
    book = framing.load_codebook(path)
    assert "precision 0.90, recall 0.80 on 100 passages (2026-01-01)" in text_of(book._repr_html_())
    assert "Precision 0.90, recall 0.80" in text_of(book.frames["space_race"]._repr_html_())
    assert "not validated" in text_of(news.codebook._repr_html_())


def test_cells_say_what_is_measured_of_what_and_why_an_estimate_is_missing(news, html_of):
    cells = framing.trends(
        news, by="group", every="month", frames=["space_race"], min_articles=1, min_clusters=1, denominator="all"
    )
    said = text_of(html_of(cells))
    assert "Share of articles with the frame, of all articles, looked for in headline and body." in said
    assert "Counted: every article: what readers were exposed to." in said
    assert "Frame: Space race. 6 cells, 3 with an estimate; 3 without: no articles." in said
    assert "North 2024-01 100% 21–100% 1 1 1" in said  # Wilson (1927) of one in one: 1 / (1 + 1.96²) = 0.21
    assert "South 2024-01 – 0 0 0 no articles" in said
    few = text_of(html_of(framing.trends(news, by="group", every="year", frames=["espionage"])))
    assert "fewer than 10 articles" in few


def test_cells_are_known_after_a_filter_and_from_a_file(news, html_of, tmp_path):
    cells = framing.trends(news, by="source", every="year")
    assert cells.attrs == {}  # nothing that a parquet file would carry along
    cells.to_parquet(tmp_path / "cells.parquet")
    assert b'attributes": {}' in pq.read_schema(tmp_path / "cells.parquet").metadata[b"pandas"]
    for same in (cells[cells["code"] == "espionage"], pd.read_parquet(tmp_path / "cells.parquet")):
        assert "Share of articles" in html_of(same)


def test_a_long_table_of_cells_says_how_many_more_there_are(news, html_of):
    cells = pd.concat([framing.trends(news, by="source", every="month")] * 4)
    html = html_of(cells)
    assert html.count("<tr>") == 31
    assert f"and {len(cells) - 30} more cells." in text_of(html)


def test_passages_are_shown_with_the_match_marked_and_everything_escaped(news, html_of):
    html = html_of(framing.passages(news, frames=["espionage"]))
    assert "2 passages." in html
    assert "A <mark>spy</mark> in space" in html
    found = html_of(framing.kwic(news, "space").assign(headline="<b>bold</b>", left="<script>"))
    assert "&lt;script&gt;<mark>Space</mark>" in found
    assert "<b>" not in found
    assert "<script" not in found


def test_any_other_table_is_shown_as_pandas_shows_it(news, html_of):
    for other in (news.features, pd.DataFrame(), framing.trends(news)[["group", "estimate"]]):
        assert html_of(other) == other._repr_html_()
        assert table_html(other) == ""


def test_outside_a_notebook_nothing_is_loaded_for_showing():
    code = "import sys, framing; print({'IPython', 'matplotlib', 'framing.show.repr_corpus'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"


def test_work_within_other_work_is_part_of_it_and_whoever_asked_is_told_alone():
    from contextlib import contextmanager

    seen: list[object] = []

    @contextmanager
    def begin(what):
        seen.append(what)
        yield lambda done, total: seen.append((done, total))
        seen.append("over")

    follow(begin)
    try:
        with told("choices") as outer:
            outer(0, 2)
            with told("articles") as inner:
                inner(1, 9)
        with pytest.raises(ZeroDivisionError), told("articles", lambda done, total: seen.append("asked")) as tell:
            tell(1, 1)
            1 / 0  # noqa: B018
        assert seen == ["choices", (0, 2), "over", "asked"]
    finally:
        follow(None)


def test_measuring_tells_how_many_articles_are_done(tiny):
    seen: list[tuple[int, int]] = []
    tiny(ROWS).measure(progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (4, 4)
