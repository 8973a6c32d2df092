"""Tables in a page, and CSV that a spreadsheet does not run."""

from __future__ import annotations

import csv
import io

import numpy as np
import pandas as pd
import pytest

from framing.project import FramingError
from framing.show.tables import csv_text, show_table, to_csv


def test_everything_in_a_table_is_escaped(hostile):
    data = pd.DataFrame({hostile: [hostile]})
    html = show_table(data, caption=hostile, note=hostile)._repr_html_()
    for broken in ("<script", "<img", "</svg>", "]]>-->", "\x00"):
        assert broken not in html


def test_numbers_stand_right_and_words_left():
    html = show_table(pd.DataFrame({"source": ["A"], "articles": [7200]}), caption="Articles")._repr_html_()
    assert '<td class="short">A</td><td>7,200</td>' in html
    assert '<th scope="col" class="short">source</th><th scope="col">articles</th>' in html


def test_a_table_says_how_many_rows_it_does_not_show():
    html = show_table(pd.DataFrame({"n": range(60)}), caption="Numbers", rows=50)._repr_html_()
    assert html.count("<tr>") == 51
    assert "and 10 more rows." in html
    assert "and 1 more row." in show_table(pd.DataFrame({"n": range(3)}), caption="N", rows=2)._repr_html_()


def test_an_empty_table_says_so():
    assert "No rows." in show_table(pd.DataFrame({"n": []}), caption="Numbers")._repr_html_()


def test_what_is_missing_is_a_dash_and_never_nan():
    data = pd.DataFrame({"share": [0.256, np.nan], "when": [pd.Timestamp("2024-06-25"), pd.NaT], "who": ["A", None]})
    html = show_table(data, caption="Shares")._repr_html_()
    assert "<td>0.26</td>" in html and "2024-06-25" in html
    assert html.count("–</td>") == 3
    assert "nan" not in html.lower() and "nat" not in html.lower().replace("nation", "")


def test_columns_are_chosen_renamed_and_checked():
    data = pd.DataFrame({"source": ["A"], "articles": [3]})
    html = show_table(data, caption="Articles", columns={"articles": "Number"})._repr_html_()
    assert ">Number</th>" in html and "source" not in html
    with pytest.raises(FramingError, match='no column "artcles"; did you mean "articles"'):
        show_table(data, caption="Articles", columns=["artcles"])


def test_a_table_scrolls_inside_itself_and_a_keyboard_reaches_it():
    html = show_table(pd.DataFrame({"n": [1]}), caption="Numbers")._repr_html_()
    assert '<div class="framing-scroll" tabindex="0" role="group" aria-label="Table: Numbers">' in html


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "＝"])
def test_text_that_begins_like_a_formula_gets_an_apostrophe(start):
    data = pd.DataFrame({f"{start}1": [f"{start}cmd|' /C calc'!A0"]})
    header, row = csv.reader(io.StringIO(csv_text(data), newline=""))
    assert header == [f"'{start}1"]
    assert row == [f"'{start}cmd|' /C calc'!A0"]


def test_a_carriage_return_begins_no_row_of_its_own():
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"headline": ["a\r=1+1", "\r=1+1"]})), newline="")))
    assert rows == [["headline"], ["a\n'=1+1"], ["'\n'=1+1"]]


@pytest.mark.parametrize("text", ["a;=1+1", "a; @SUM(1)", 'a;"=1+1', "a\t-1+cmd", "a\n+1", "Spies;=1+1;=2+2"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula_whatever_a_spreadsheet_splits_at(text, separator):
    written = csv_text(pd.DataFrame({"source": ["Orbit Post"], "headline": [text], "n": [1]}))
    cells = [cell for row in csv.reader(io.StringIO(written, newline=""), delimiter=separator) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))]


def test_numbers_below_zero_stay_numbers():
    assert csv_text(pd.DataFrame({"tone": [-0.25], "n": [-3]})) == "tone,n\n-0.25,-3\n"


def test_the_input_is_not_changed():
    data = pd.DataFrame({"headline": ["=1+1"]})
    csv_text(data)
    assert data["headline"].tolist() == ["=1+1"]


def test_excel_finds_the_mark_of_utf_8(tmp_path):
    path = tmp_path / "sources.csv"
    to_csv(pd.DataFrame({"source": ["中国日报"]}), path)
    assert path.read_bytes() == b"\xef\xbb\xbfsource\n" + "中国日报\n".encode()
