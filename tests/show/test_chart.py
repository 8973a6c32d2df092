"""A chart as a page and as files."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from framing.project import FramingError
from framing.show.corpus_charts import plot_bars
from framing.show.trend_charts import plot_trends

COUNTS = pd.DataFrame({"reason": ["no text", "twice"], "records": [7, 2]})


@pytest.fixture
def chart():
    return plot_bars(COUNTS, value="records", label="reason", title="Left out, by reason", unit="Records")


class Page(HTMLParser):
    """Every tag of a page with its attributes, and every id."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.ids, self.words = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.words.append(data)


def test_a_saved_chart_is_three_files_and_returns_itself(chart, tmp_path):
    assert chart.save("left-out", tmp_path / "new" / "figures") is chart
    written = sorted(path.name for path in (tmp_path / "new" / "figures").iterdir())
    assert written == ["left-out.csv", "left-out.png", "left-out.svg"]


def test_the_png_is_1920_pixels_wide_and_has_a_white_background(chart, tmp_path):
    from matplotlib.image import imread

    chart.save("left-out", tmp_path)
    pixels = imread(tmp_path / "left-out.png")
    assert pixels.shape[1] == 1920
    assert pixels[0, 0].tolist() == [1, 1, 1, 1]


def test_the_same_chart_has_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        again = plot_bars(COUNTS, value="records", label="reason", title="Left out, by reason")
        again.save("left-out", tmp_path / folder)
    for ending in ("svg", "png", "csv"):
        assert (tmp_path / "one" / f"left-out.{ending}").read_bytes() == (
            tmp_path / "two" / f"left-out.{ending}"
        ).read_bytes()


def test_a_readers_own_matplotlib_settings_change_nothing_and_stay_as_they_are(chart, tmp_path):
    import matplotlib

    chart.save("usual", tmp_path)
    with matplotlib.rc_context({"font.size": 30, "text.color": "red", "svg.fonttype": "path"}):
        mine = plot_bars(COUNTS, value="records", label="reason", title="Left out, by reason", unit="Records")
        mine.save("mine", tmp_path)
        assert matplotlib.rcParams["font.size"] == 30
    assert (tmp_path / "usual.svg").read_bytes() == (tmp_path / "mine.svg").read_bytes()


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a.b", "con", "NUL", "-x", "x" * 101, "a\x00", "é"])
def test_a_name_that_is_no_file_name_everywhere_is_refused(chart, name, tmp_path):
    with pytest.raises(FramingError, match="letters, digits"):
        chart.save(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(chart, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FramingError, match="could not be written to"):
        chart.save("left-out", tmp_path / "file")


def test_a_notebook_shows_the_picture_and_its_sentence(chart):
    shown = chart._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"}
    assert shown["text/plain"] == "Left out, by reason: from no text (7), the most, to twice (2)."
    svg = next(attributes for tag, attributes in Page(shown["text/html"]).tags if tag == "svg")
    assert svg["role"] == "img"
    assert svg["aria-label"] == shown["text/plain"]


def test_the_picture_in_a_page_takes_the_pages_ink_and_has_no_paper(chart, tmp_path):
    picture = re.search(r"<svg.*</svg>", chart.html(), re.DOTALL)[0]
    assert "currentColor" in picture
    assert "#1b1e21" not in picture
    assert "#ffffff" not in picture
    chart.save("left-out", tmp_path)
    on_disk = (tmp_path / "left-out.svg").read_text(encoding="utf-8")
    assert "#1b1e21" in on_disk and "#ffffff" in on_disk


def test_text_in_the_picture_is_text(chart):
    assert ">no text</text>" in chart.html()


def test_the_page_says_title_and_unit_once_and_outside_the_picture(chart):
    html = chart.html()
    picture = re.search(r"<svg.*</svg>", html, re.DOTALL)[0]
    assert "<figcaption><strong" in html
    assert ">Left out, by reason</text>" not in picture
    assert ">Records</text>" not in picture


def test_the_picture_scrolls_inside_itself_and_a_keyboard_reaches_it(chart):
    scroll = next(a for tag, a in Page(chart.html()).tags if a.get("class") == "chart-scroll")
    assert scroll["tabindex"] == "0"
    assert scroll["aria-label"] == "Chart: Left out, by reason"
    assert "min-width:774px" in chart.html()


def test_the_numbers_are_a_table_and_a_csv_in_the_page(chart):
    from urllib.parse import unquote

    link = next(a for tag, a in Page(chart.html()).tags if tag == "a")
    assert unquote(link["href"].split(",", 1)[1]) == "\ufeffreason,records\nno text,7\ntwice,2\n"
    assert '<td class="short">no text</td><td>7</td>' in chart.html()


def test_two_charts_of_a_page_share_no_id(two_outlets, chart, tmp_path):
    other = plot_trends(two_outlets)
    again = plot_trends(two_outlets).save("other", tmp_path)
    ids = Page(chart.html() + other.html() + again.html()).ids
    assert len(ids) > 6
    assert len(ids) == len(set(ids))


def test_every_reference_in_a_picture_has_its_target(two_outlets):
    html = plot_trends(two_outlets).html()
    targets = set(re.findall(r'href="#([^"]+)"', html)) | set(re.findall(r"url\(#([^)]+)\)", html))
    assert targets
    assert targets <= set(Page(html).ids)


def test_a_chart_asks_nothing_of_a_network_and_runs_nothing(two_outlets):
    for tag, attributes in Page(plot_trends(two_outlets).html()).tags:
        assert tag not in ("script", "link", "iframe", "object", "image", "img")
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith(("#", "data:text/csv"))


def test_nothing_to_draw_is_a_sentence_and_still_three_files(two_outlets, tmp_path):
    empty = plot_trends(two_outlets.iloc[:0])
    assert empty.figure is None
    assert "No article in this selection" in empty.html()
    assert "<svg" not in empty.html()
    empty.save("empty", tmp_path)
    assert "No article in this selection" in (tmp_path / "empty.svg").read_text(encoding="utf-8")
    assert (tmp_path / "empty.png").stat().st_size > 0


def test_hostile_text_is_drawn_and_shown_as_text(make_cells, hostile, tmp_path):
    cells = make_cells({(hostile, "space_race"): [(20, 4), (20, 8)], ("Alpha", "space_race"): [(20, 4), (20, 8)]})
    events = pd.DataFrame({"date": ["2024-03-01"], "label": [hostile]})
    chart = plot_trends(
        cells,
        events=events,
        groups={hostile: hostile},
        labels={"space_race": hostile},
        validation={"space_race": hostile},
        title=hostile,
        notes=[hostile],
    )
    page = Page(chart.save("hostile", tmp_path).html())
    assert not [tag for tag, _ in page.tags if tag in ("script", "img", "iframe")]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert sum(tag == "svg" for tag, _ in page.tags) == 1
    assert "\x00" not in chart.html() and "\u202e" not in chart.html().split("<details>")[0]


def test_dollars_are_not_typeset(make_cells):
    cells = make_cells({("costs $5 and $6_a", "space_race"): [(20, 4), (20, 8)]})
    assert ">costs $5 and $6_a</text>" in plot_trends(cells).html()
