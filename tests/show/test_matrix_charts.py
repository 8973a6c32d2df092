"""Matrices: coverage, the mix of frames, frames that move together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing.project import FramingError
from framing.show.corpus_charts import plot_bars, plot_coverage, plot_lengths
from framing.show.frame_charts import plot_mix, plot_together


def articles(counts):
    """Make articles: {source: {month: how many}}."""
    rows = [
        {"source": source, "published_local": pd.Timestamp(f"{month}-05"), "published_precision": "day"}
        for source, months in counts.items()
        for month, n in months.items()
        for _ in range(n)
    ]
    return pd.DataFrame(rows)


def texts(chart):
    return [t.get_text() for t in chart.figure.texts] + [t.get_text() for a in chart.figure.axes for t in a.texts]


def test_a_month_without_articles_is_an_empty_cell_and_counted():
    chart = plot_coverage(
        articles({"Alpha": {"2024-01": 3, "2024-02": 1, "2024-03": 2}, "Beta": {"2024-01": 1, "2024-03": 1}})
    )
    assert "1 of 6 cells are empty." in chart.alt
    assert "A dash in place of a cell: no article." in chart.notes[0]
    assert {"6", "2"} <= set(texts(chart))  # in all
    assert chart.data["articles"].tolist() == [3, 1, 2, 1, 1]


def test_a_month_that_no_source_has_is_named():
    chart = plot_coverage(articles({"Alpha": {"2024-01": 1, "2024-03": 1}}))
    assert "No source has an article in 2024-02." in chart.notes[0]


def test_sources_beyond_the_rows_are_summed_and_not_dropped():
    chart = plot_coverage(articles({"A": {"2024-01": 5}, "B": {"2024-01": 2}, "C": {"2024-01": 1}}), rows=1)
    assert "2 other sources" in texts(chart)
    assert "3" in texts(chart)


def test_sixty_sources_over_seven_years_stay_a_small_picture():
    months = [str(m) for m in pd.period_range("2019-01", "2025-12", freq="M")]
    random = np.random.default_rng(1)
    chart = plot_coverage(
        articles({f"Outlet {i}": dict(zip(months, random.integers(0, 3, 84), strict=True)) for i in range(60)}), rows=60
    )
    picture = chart.html().split("<svg")[1].split("</svg>")[0]
    assert len(picture) < 300_000


def test_undated_articles_alone_give_a_sentence():
    undated = articles({"A": {"2024-01": 1}}).assign(published_local=pd.NaT)
    assert plot_coverage(undated).figure is None


def test_lengths_are_told_by_their_median():
    features = pd.DataFrame({"source": ["A"] * 3 + ["B"] * 3, "words": [100, 200, 300, 10, 20, 30]})
    chart = plot_lengths(features)
    assert chart.data.set_index("source")["median"].to_dict() == {"A": 200, "B": 20}
    assert "largest in A (200) and smallest in B (20)" in chart.alt
    assert "log scale" in chart.unit


def test_the_alt_sentence_of_bars_finds_the_ends_in_any_order():
    table = pd.DataFrame({"language": ["en", "zh", "ru"], "articles": [5, 90, 1]})
    chart = plot_bars(table, value="articles", label="language", title="Articles by language", unit="Articles")
    assert chart.alt == "Articles by language: from zh (90), the most, to ru (1)."


def test_no_bars_are_a_sentence():
    chart = plot_bars(
        pd.DataFrame({"reason": [], "n": []}), value="n", label="reason", title="Quarantine", unit="records"
    )
    assert chart.alt == "There are no records to draw: the count is zero."


@pytest.fixture
def mix(make_cells):
    cells = make_cells(
        {
            ("North", "threat"): [(20, 10)],
            ("North", "economy"): [(20, 2)],
            ("South", "threat"): [(20, 5)],
            ("South", "economy"): [(4, 1)],
        }
    )
    return cells.assign(period="all")


def test_the_mix_prints_each_share_and_leaves_small_cells_open(mix):
    chart = plot_mix(mix)
    assert {"50%", "10%", "25%"} <= set(texts(chart))
    assert chart.alt == (
        "Matrix of 2 frames by 2 groups. The most common is Threat; the highest share is Threat in North (50%)."
    )
    assert len(chart.data) == 4


def test_a_mix_of_several_periods_is_refused_rather_than_averaged(two_outlets):
    with pytest.raises(FramingError, match='every="all"'):
        plot_mix(two_outlets)


def test_the_ink_can_be_read_on_the_deepest_shade(mix):
    def luminance(colour):
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    faces = [patch.get_facecolor() for patch in plot_mix(mix).figure.axes[0].patches]
    deepest = max(faces, key=lambda face: face[3])
    for paper, ink in (((1, 1, 1), (0.106, 0.118, 0.129)), ((0.078, 0.09, 0.102), (0.9, 0.9, 0.9))):
        under = [deepest[3] * deepest[i] + (1 - deepest[3]) * paper[i] for i in range(3)]
        bright, dark = sorted((luminance(under), luminance(ink)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_pairs_of_frames_are_a_triangle_with_signed_numbers():
    pairs = pd.DataFrame(
        {
            "code_a": ["threat", "threat", "economy"],
            "code_b": ["economy", "prestige", "prestige"],
            "r": [0.5, -0.25, np.nan],
            "periods": [27, 27, 3],
        }
    )
    chart = plot_together(pairs)
    assert {"+0.50", "−0.25"} <= set(texts(chart))
    assert "Most together: Threat and Economy (+0.50); most opposite: Threat and Prestige (−0.25)" in chart.alt
    assert plot_together(pairs.assign(r=np.nan)).figure is None
