"""The bar: 95 % intervals of outlet × year shares cover the planted truth in at least 90 % of cells."""

from __future__ import annotations

import pandas as pd
import pytest

import framing
from framing.project import corpus_folder

FRAMES = ["space_race", "espionage"]
SEEDS = range(101, 121)


def covered(corpus, truth):
    """One row a cell with at least 20 articles: whether its interval covers the mean of the planted probabilities."""
    part = truth[truth["frame"].isin(FRAMES)]
    part = part.assign(period=part["month"].str[:4], expected=part["articles"] * part["probability"])
    sums = part.groupby(["source", "period", "frame"])[["articles", "expected"]].sum()
    sums = sums[sums["articles"] >= 20].rename(columns={"articles": "planted"})
    cells = framing.trends(corpus, by="source", every="year", frames=FRAMES)
    cells = cells.set_index(["group", "period", "code"]).rename_axis(["source", "period", "frame"])
    cells = sums.join(cells)
    assert (cells["articles"] == cells["planted"]).all()
    cells["truth"] = cells["expected"] / cells["planted"]
    cells["covers"] = (cells["low"] <= cells["truth"]) & (cells["truth"] <= cells["high"])
    return cells


def test_the_sample_recovers_its_truth():
    truth = pd.read_csv(corpus_folder() / "sample" / "truth.csv", dtype={"month": str})
    cells = covered(framing.load("sample"), truth)
    assert len(cells) >= 140
    assert cells["covers"].mean() >= 0.90


@pytest.mark.slow
def test_fresh_seeds_recover_their_truth():
    found = []
    for seed in SEEDS:
        corpus = framing.simulate(seed=seed)
        found.append(covered(corpus, corpus.truth).assign(seed=seed))
    cells = pd.concat(found).reset_index()
    assert len(cells) >= 140 * len(SEEDS)
    assert cells["covers"].mean() >= 0.93
    assert cells.groupby("frame")["covers"].mean().min() >= 0.92
    assert cells.groupby("source")["covers"].mean().min() >= 0.90
    # On average the estimate is right: what errs, errs to both sides.
    assert abs((cells["estimate"] - cells["truth"]).mean()) < 0.005
