"""The ranking: filled marks for pooled shares, hollow ones for those counted, in the order of the former."""

from __future__ import annotations

import pandas as pd
import pytest

import framing
from framing.project import FramingError
from framing.show.ranking_charts import plot_ranking


@pytest.fixture
def cells():
    return pd.DataFrame({
        "group": ["Large", "Small", "None"], "code": "threat", "period": "all", "articles": [200, 12, 0],
        "estimate": [0.30, 0.50, float("nan")], "pooled": [0.29, 0.25, float("nan")],
        "pooled_low": [0.24, 0.10, float("nan")], "pooled_high": [0.35, 0.42, float("nan")],
    })  # fmt: skip


def test_sources_stand_in_the_order_of_their_pooled_share(cells):
    chart = plot_ranking(cells)
    lines = {line.get_markerfacecolor(): line.get_xdata().round(9).tolist() for line in chart.figure.axes[0].lines}
    assert lines == {"white": [30, 50], "#ba28a6": [29, 25]}
    words = [text.get_text() for text in chart.figure.texts]
    assert words.index("Large") < words.index("Small")
    assert "None" not in words
    assert chart.alt == (
        "2 sources, the highest share first. Threat: Large first, 29% drawn to its group, 30% as counted."
    )


def test_no_articles_is_a_sentence_and_several_periods_an_error(cells):
    assert plot_ranking(cells.assign(articles=0)).figure is None
    with pytest.raises(FramingError, match='every="all"'):
        plot_ranking(pd.concat([cells, cells]))
    assert plot_ranking(cells, rows=1).notes[1].startswith("1 source with fewer articles not drawn")


def test_the_sample_is_ranked():
    corpus = framing.simulate(articles=600, seed=1)
    cells = framing.pooled(framing.trends(corpus, every="all", frames=["threat"]), groups=corpus.groups)
    assert plot_ranking(cells, labels=corpus.labels).alt.startswith("12 sources, the highest share first. Threat: ")
