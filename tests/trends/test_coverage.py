"""Intervals hold the truth: a small part of what `make calibrate` measures."""

from __future__ import annotations

import numpy as np
import pytest

import framing
from framing.trends.draws import draw_articles, draw_shares
from framing.trends.estimates import ratio_cells, share_cells
from framing.trends.resample import cluster_keys

CELLS = 1000


@pytest.mark.slow
@pytest.mark.parametrize("cluster_size", [1, 2, 5])
@pytest.mark.parametrize("articles", [20, 100])
def test_intervals_of_shares_hold_the_truth_at_every_share(articles, cluster_size):
    covered = []
    for number, share in enumerate((0.02, 0.1, 0.5, 0.9)):
        generator = np.random.default_rng([articles, cluster_size, number])
        truth = draw_shares(share, (1000, 1), dispersion=0.4, generator=generator).ravel()
        drawn = draw_articles(truth, articles, cluster_size=cluster_size, generator=generator)
        (table,) = share_cells(drawn.hit[:, None], drawn.cell, CELLS, drawn.cluster)
        covered.append(((table["low"] <= truth) & (truth <= table["high"])).mean())
    assert min(covered) >= 0.88
    assert 0.92 <= np.mean(covered) <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("cluster_size", [1, 3])
@pytest.mark.parametrize("share", [0.02, 0.3])
def test_intervals_of_rates_hold_the_truth_where_hits_are_rare_too(share, cluster_size):
    generator = np.random.default_rng([int(share * 100), cluster_size])
    drawn = draw_articles(np.full(1000, share), 60, cluster_size=cluster_size, generator=generator)
    stories = drawn.cluster.max() + 1
    words = generator.integers(100, 900, stories)
    mentions = drawn.hit * (1 + generator.poisson(1.0, stories))[drawn.cluster]
    (table,) = ratio_cells(
        (mentions * 1000)[:, None], words[drawn.cluster][:, None], np.ones((len(mentions), 1), dtype=bool),
        drawn.hit[:, None], drawn.cell, CELLS, drawn.cluster, cluster_keys(map(str, range(stories)))[drawn.cluster],
        seed=1, rare=True,
    )  # fmt: skip
    truth = share * 2 * 1000 / words.mean()
    assert ((table["low"] <= truth) & (truth <= table["high"])).mean() >= 0.92


@pytest.mark.slow
def test_shares_of_written_articles_hold_what_was_planted():
    corpus = framing.simulate(articles=4800, seed=2)
    cells = framing.trends(corpus, by="source", every="year")
    truth = corpus.truth.assign(period=corpus.truth["month"].str[:4])
    truth["weighed"] = truth["probability"] * truth["articles"]
    summed = truth.groupby(["source", "period", "frame"])[["weighed", "articles"]].sum()
    both = cells.join((summed["weighed"] / summed["articles"]).rename("planted"), on=["group", "period", "code"])
    both = both[both["shown"] & both["planted"].notna()]
    assert len(both) > 600
    assert 0.92 <= both["planted"].between(both["low"], both["high"]).mean() <= 0.98
