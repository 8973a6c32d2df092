"""Codes over time: what is drawn, what is left open, and what the chart says of itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from framing.project import FramingError
from framing.show.style import frame_look, group_looks
from framing.show.trend_charts import plot_difference, plot_groups, plot_trends

EVENTS = pd.DataFrame(
    {
        "date": ["2024-03-01", "1957-10-04", "2024-10-15", "2024-10-23"],
        "label": ["Early", "Sputnik", "Road map", "Warning"],
    }
)


def lines(panel, colour):
    """The drawn lines of a colour that go on in time and have a value anywhere, as their y values."""
    drawn = [line for line in panel.findobj(Line2D) if line.get_color() == colour]
    along = [line for line in drawn if len(line.get_xdata()) and (np.diff(line.get_xdata()) > 0).all()]
    values = [np.asarray(line.get_ydata(), dtype=float) for line in along]
    return [each for each in values if np.isfinite(each).any()]


def test_a_quarter_without_articles_is_a_gap_not_a_zero(two_outlets):
    chart = plot_trends(two_outlets)
    alpha, beta = chart.figure.artists
    assert lines(alpha, "#1f78c8")[0].tolist() == [20, 40, 50, 60]
    drawn = lines(beta, "#1f78c8")[0]
    assert drawn[[0, 3]].tolist() == [10, 10]
    assert np.isnan(drawn[[1, 2]]).all()


def test_a_period_that_has_no_row_at_all_is_a_gap_too(two_outlets):
    chart = plot_trends(two_outlets[two_outlets["period"] != "2024Q2"])
    assert np.isnan(lines(chart.figure.artists[0], "#1f78c8")[0][1])


def test_a_quarter_with_too_few_articles_is_a_ring_at_the_bottom(two_outlets):
    beta = plot_trends(two_outlets).figure.artists[1]
    rings = [line for line in beta.findobj(Line2D) if line.get_markerfacecolor() == "none"]
    assert [line.get_ydata().tolist() for line in rings] == [[0.0]]
    assert rings[0].get_xdata()[0] == pytest.approx(2024.625, abs=0.005)  # the middle of 2024Q3


def test_a_period_that_is_not_over_is_hollow_on_a_dotted_line(make_cells):
    chart = plot_trends(make_cells({("Alpha", "threat"): [(20, 4), (20, 8), (20, 10)]}, partial=True))
    panel = chart.figure.artists[0]
    colour = frame_look("threat").colour
    assert np.isnan(lines(panel, colour)[0][2])
    hollow = [
        line for line in panel.findobj(Line2D) if line.get_markerfacecolor() == "none" and line.get_color() == colour
    ]
    assert hollow[0].get_ydata().tolist() == [50]
    assert "Hollow mark on a dotted line: the period is not over." in chart.notes[0]


def test_panels_share_an_axis_that_cuts_no_interval_off(make_cells):
    cells = make_cells({("Alpha", "threat"): [(20, 18)], ("Beta", "threat"): [(20, 1)]})
    limits = {panel.y for panel in plot_trends(cells).figure.artists}
    assert limits == {(0, 100)}


def test_panels_stand_in_the_order_of_their_groups(two_outlets):
    chart = plot_trends(two_outlets, groups={"Alpha": "South", "Beta": "North"})
    words = [text.get_text() for text in chart.figure.texts]
    assert words.index("Beta") < words.index("North") < words.index("Alpha") < words.index("South")


def test_sources_beyond_the_panels_are_counted_in_a_note(two_outlets):
    chart = plot_trends(two_outlets, panels=1)
    assert len(chart.figure.artists) == 1
    assert "1 source with fewer articles not drawn; the table has all." in chart.notes
    assert set(chart.data["group"]) == {"Alpha", "Beta"}


def test_events_in_view_are_numbered_and_explained(two_outlets):
    chart = plot_trends(two_outlets, events=EVENTS)
    assert chart.keys == ("1 Mar 2024: Early", "15 Oct 2024: Road map", "23 Oct 2024: Warning")
    assert "<li>15 Oct 2024: Road map</li>" in chart.html()
    above = [text.get_text() for text in chart.figure.artists[0].findobj(Text) if text.get_va() == "bottom"]
    assert above == ["1", "2–3"]


def test_more_events_than_can_be_told_apart_are_thinned_and_the_chart_says_so(two_outlets):
    many = pd.DataFrame(
        {"date": pd.date_range("2024-01-05", periods=20, freq="14D"), "label": [f"e{i}" for i in range(20)]}
    )
    chart = plot_trends(two_outlets, events=many)
    assert len(chart.keys) == 8
    assert "8 of the 20 events in this time are marked, spread over it." in chart.notes


def test_a_code_without_validation_says_so_on_the_chart(make_cells):
    cells = make_cells({("Alpha", "threat"): [(20, 4)], ("Alpha", "prestige"): [(20, 4)]})
    chart = plot_trends(cells, validation={"threat": "precision 0.90, recall 0.80, n = 200"})
    assert "Threat: precision 0.90, recall 0.80, n = 200." in chart.notes
    assert "Not validated against human coding: Prestige." in chart.notes
    assert any("Not validated" in text.get_text() for text in chart.figure.texts)


def test_the_alt_sentence_says_who_is_highest_and_what_is_missing(two_outlets):
    assert plot_trends(two_outlets).alt == (
        "2 sources, 2024 Q1 to 2024 Q4. Space race: on average highest in Alpha (42%), lowest in Beta (10%). "
        "Not shown: 1 cell with too few articles and 1 cell without articles."
    )


def test_the_alt_sentence_of_one_source_says_where_it_begins_and_ends(two_outlets):
    chart = plot_trends(two_outlets[two_outlets["group"] == "Alpha"])
    assert chart.alt == (
        "2024 Q1 to 2024 Q4 for Alpha. Space race: 20% in 2024 Q1, 60% in 2024 Q4, highest 60% in 2024 Q4."
    )


def test_cells_that_are_all_too_small_are_a_sentence(make_cells):
    chart = plot_trends(make_cells({("Alpha", "threat"): [(3, 1), (5, 1)]}))
    assert chart.figure is None
    assert chart.alt.startswith("Too few articles to show: none of the 2 cells has enough, the largest has 5 articles.")
    assert len(chart.data) == 2


def test_a_source_that_is_too_small_says_so_in_its_panel(make_cells):
    chart = plot_trends(make_cells({("Alpha", "threat"): [(20, 4)], ("Beta", "threat"): [(3, 1)]}))
    assert any("at most 3 articles" in text.get_text().replace("\n", " ") for text in chart.figure.texts)


def test_mixed_measures_and_periods_are_refused_with_the_way_out(two_outlets):
    mixed = two_outlets.assign(measure=["share", "tone"] * 4)
    with pytest.raises(FramingError, match=r'cells\[cells\["measure"\] == "share"\]'):
        plot_trends(mixed)
    with pytest.raises(FramingError, match="one kind in a chart"):
        plot_trends(two_outlets.assign(period=["2024Q1", "2024-05", "2025Q1", "2025Q2"] * 2))
    with pytest.raises(FramingError, match='no column "high"'):
        plot_trends(two_outlets.drop(columns="high"))


@pytest.mark.parametrize(
    "periods", [["2024", "2025"], ["2024-01", "2024-02"], ["2023-01", "2025-12"], ["1957", "2025"]]
)
def test_years_and_months_have_an_axis(make_cells, periods):
    cells = make_cells({("Alpha", "threat"): [(20, 4), (20, 8)]}).assign(period=periods)
    labels = [text.get_text() for text in plot_trends(cells).figure.artists[0].findobj(Text) if text.get_va() == "top"]
    assert 2 <= len([each for each in labels if each[-1:].isalnum()]) <= 40


def test_a_frame_keeps_its_look_whatever_stands_beside_it():
    assert frame_look("threat", ["threat"]) == frame_look("threat", ["a", "b", "threat", "z"])


def test_a_group_keeps_its_colour_when_others_are_filtered_away(two_outlets):
    alone = plot_groups(two_outlets[two_outlets["group"] == "Beta"], known=["Alpha", "Beta"])
    colour = group_looks(["Alpha", "Beta"])["Beta"].colour
    assert lines(alone.figure.artists[0], colour)


def test_groups_stand_on_one_another_in_a_panel_for_each_code(make_cells):
    cells = make_cells({(g, c): [(20, 4), (20, 8)] for g in ("North", "South") for c in ("threat", "economy")})
    chart = plot_groups(cells)
    assert len(chart.figure.artists) == 2
    assert chart.title == "Threat and economy over time, by group"
    assert [text.get_text() for text in chart.figure.legends[0].get_texts()] == ["North", "South"]


@pytest.fixture
def differences():
    return pd.DataFrame(
        {
            "period": ["2024Q1", "2024Q2", "2024Q3", "2024Q4"],
            "code": "espionage",
            "a": "North",
            "b": "South",
            "difference": [0.2, -0.3, 0.05, np.nan],
            "low": [0.1, -0.4, -0.05, np.nan],
            "high": [0.3, -0.2, 0.15, np.nan],
            "shown": [True, True, True, False],
        }
    )


def test_a_difference_whose_interval_holds_zero_is_hollow(differences):
    panel = plot_difference(differences).figure.artists[0]
    filled, hollow = (
        [
            line.get_ydata().tolist()
            for line in panel.findobj(Line2D)
            if line.get_marker() == "s" and line.get_markerfacecolor() == f
        ]
        for f in ("#d55e00", "none")
    )
    assert filled == [[20, -30]]
    assert hollow == [[5]]


def test_the_alt_sentence_of_a_difference_counts_what_is_clear(differences):
    chart = plot_difference(differences)
    assert "of 3 periods, North is clearly higher in 1, South in 1" in chart.alt
    assert len(chart.data) == 4
    assert "above zero: North higher" in chart.unit


def test_no_difference_is_a_sentence(differences):
    assert plot_difference(differences.assign(shown=False)).figure is None
    assert plot_difference(differences.iloc[:0]).figure is None


def test_more_than_four_groups_get_a_panel_each(make_cells):
    cells = make_cells({(name, "threat"): [(20, 4), (20, 8)] for name in ("A", "B", "C", "D", "E")})
    assert len(plot_groups(cells).figure.artists) == 5
    assert len(plot_groups(cells[cells["group"] != "E"]).figure.artists) == 1
