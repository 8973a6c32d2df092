"""The ranking: filled marks for pooled shares, hollow ones for those counted, in the order of the former."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing
from framing.project import FramingError
from framing.show.ranking_charts import plot_ranking
from framing.trends.pooling import pooled


@pytest.fixture
def cells():
    return pd.DataFrame({
        "group": ["Small", "Large", "None"], "code": "threat", "period": "all", "articles": [12, 200, 0],
        "estimate": [0.50, 0.30, float("nan")], "pooled": [0.25, 0.29, float("nan")],
        "pooled_low": [0.10, 0.24, float("nan")], "pooled_high": [0.42, 0.35, float("nan")],
    })  # fmt: skip


def marks(chart):
    """Where the hollow and the filled marks of the first panel stand, in per cent."""
    lines = chart.figure.axes[0].lines
    return [
        [np.round(line.get_xdata(), 6).tolist() for line in lines if (line.get_markerfacecolor() == "none") == hollow]
        for hollow in (True, False)
    ]


def words(chart):
    return [text.get_text() for text in chart.figure.texts]


def test_sources_stand_in_the_order_of_their_pooled_share(cells):
    chart = plot_ranking(cells)
    assert marks(chart) == [[[30, 50]], [[29, 25]]]
    assert words(chart).index("Large") < words(chart).index("Small")
    assert "None" not in words(chart)
    assert chart.data["group"].tolist() == ["Large", "Small", "None"]
    assert chart.alt == (
        "2 sources, the highest share first. Threat: Large first, 29% drawn to its group, 30% as counted; 1 of "
        "1 other interval reaches its own."
    )


def test_filled_and_hollow_marks_are_explained_and_what_they_are_for(cells):
    notes = plot_ranking(cells).notes
    assert notes[0].startswith("Small filled mark: the share drawn to the mean of the source's group")
    assert "for ranking. Large hollow mark: the share as counted." in notes[0]
    assert "scale of its own" not in notes[0]
    assert notes[1] == "Who comes first is not known, every interval reaches the first one's: Threat."
    assert notes[-1] == "Not validated against human coding: Threat."


def test_a_first_source_above_all_others_is_not_called_unsure(cells):
    chart = plot_ranking(cells.assign(pooled_high=[0.23, 0.35, np.nan], pooled=[0.2, 0.29, np.nan]))
    assert not any("not known" in note for note in chart.notes)
    assert chart.alt.endswith("none of 1 other interval reach its own.")


def test_a_source_with_too_few_articles_has_the_pooled_mark_alone(cells):
    thin = cells.assign(shown=[False, True, False], reason=["fewer than 20 articles", "", "no articles"])
    chart = plot_ranking(thin)
    hollow, filled = marks(chart)
    assert hollow[0][0] == 30
    assert np.isnan(hollow[0][1])
    assert filled == [[29, 25]]
    assert "No hollow mark: too few articles for a share of its own (fewer than 20 articles)." in chart.notes
    turned = plot_ranking(thin.assign(pooled=[0.3, 0.29, np.nan]))
    assert "Threat: Small first, 30% drawn to its group; 1 of 1 other" in turned.alt
    assert "50%" not in turned.alt


def test_no_articles_is_a_sentence_and_several_periods_an_error(cells):
    assert plot_ranking(cells.assign(articles=0)).figure is None
    assert plot_ranking(cells.iloc[:0]).figure is None
    with pytest.raises(FramingError, match='every="all"'):
        plot_ranking(pd.concat([cells, cells]))
    with pytest.raises(FramingError, match='no column "pooled"'):
        plot_ranking(cells.drop(columns="pooled"))


def test_the_sources_with_the_most_articles_are_drawn_not_those_with_the_highest_shares(cells):
    chart = plot_ranking(cells.assign(pooled=[0.5, 0.29, np.nan]), rows=1)
    assert "Large" in words(chart)
    assert "Small" not in words(chart)
    assert chart.notes[1] == "1 source with fewer articles not drawn; the table has all."
    assert len(chart.data) == 3


def test_at_most_four_frames_have_a_panel_and_the_others_are_named(cells):
    chart = plot_ranking(pd.concat([cells.assign(code=code) for code in ("threat", "economy", "a", "b", "prestige")]))
    assert len(chart.figure.axes) == 4
    assert "Not drawn, in the table: Prestige." in chart.notes
    assert len(chart.data) == 15
    assert "Each frame has a scale of its own." in chart.notes[0]


def test_names_of_sources_are_never_typeset(cells, hostile):
    chart = plot_ranking(cells.replace({"group": {"Large": hostile}}))
    assert chart.html().count("<svg") == 1
    assert "<script>" not in chart.html()


def test_the_sample_is_ranked():
    corpus = framing.simulate(articles=600, seed=1)
    cells = pooled(framing.trends(corpus, every="all", frames=["threat"]), groups=corpus.groups)
    assert plot_ranking(cells, labels=corpus.labels).alt.startswith("12 sources, the highest share first. Threat: ")
