"""Frames that meet in one article: counted by hand, and intervals that hold what was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import framing


def test_lift_is_the_share_of_both_over_the_product_of_shares(tiny):
    words = ["spy race"] * 6 + ["spy"] * 4 + ["race"] * 2 + ["sea"] * 8
    rows = [
        {"title": f"Space {number} {word}", "outlet": "Alpha", "date": "2024-01"} for number, word in enumerate(words)
    ]
    row = framing.lift(tiny(rows)).iloc[0]
    assert row[["group", "code_a", "code_b", "articles", "both"]].tolist() == [
        "North",
        "space_race",
        "espionage",
        20,
        6,
    ]
    assert row["expected"] == pytest.approx(8 * 10 / 20)
    assert row["lift"] == pytest.approx((6 / 20) / (8 / 20 * 10 / 20))
    assert row["low"] < row["lift"] < row["high"]
    assert not row["shown"]  # four are expected, five are the fewest


@pytest.mark.slow
def test_the_interval_holds_one_when_frames_are_planted_independently():
    """Simulated articles draw their frames one by one: 95 in 100 intervals should hold the lift of the draws."""
    held = []
    for seed in range(6):
        found = framing.lift(framing.simulate(articles=2000, seed=seed, dispersion=0, copies=0.3), by="source")
        found = found[found["shown"]]
        held += ((found["low"] <= 1) & (found["high"] >= 1)).tolist()
    assert len(held) > 200
    assert np.mean(held) > 0.88  # trends and the codebook's own overlaps move some lifts a little away from 1


def test_one_frame_or_no_articles_make_no_pairs_and_order_changes_nothing():
    corpus = framing.simulate(articles=400, seed=3)
    assert framing.lift(corpus, frames=["threat"]).empty
    assert framing.lift(corpus.where(start="2030")).empty
    order = np.random.default_rng(1).permutation(len(corpus))
    turned = replace(corpus, table=corpus.table.iloc[order].reset_index(drop=True), texts=corpus.texts.take(order))
    assert framing.lift(turned).to_csv() == framing.lift(corpus).to_csv()
