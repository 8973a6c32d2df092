"""Kitagawa's decomposition: counted by hand, against a direct evaluation, and summing to the change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import framing
from framing.project import FramingError


def articles(outlet, year, hits, number):
    return [
        {"title": f"Space {'spy' if place < hits else 'sea'} {outlet} {year} {place}", "outlet": outlet,
         "date": f"{year}-03-{1 + place % 27:02d}"}
        for place in range(number)
    ]  # fmt: skip


def step(corpus, **options):
    return framing.decompose(corpus, by="all", frames=["espionage"], min_articles=1, **options).iloc[0]


def parts(row):
    return [round(float(row[name]), 12) for name in ("change", "within", "mix", "turnover")]


def test_outlets_that_change_and_outlets_that_grow(tiny):
    """Alpha 2/10 then 6/10, Beta 5/10 then 15/30: Beta's share stays, its weight grows from 1/2 to 3/4."""
    rows = articles("Alpha", 2023, 2, 10) + articles("Beta", 2023, 5, 10)
    rows += articles("Alpha", 2024, 6, 10) + articles("Beta", 2024, 15, 30)
    row = step(tiny(rows))
    # within: (1/2 + 1/4)/2 × 0.4 = 0.15; mix: Alpha (0.2 + 0.6)/2 × −1/4, Beta 1/2 × 1/4 = 0.025.
    assert parts(row) == [0.175, 0.15, 0.025, 0]
    assert (row["share_before"], row["share_after"]) == pytest.approx((7 / 20, 21 / 40))
    assert row[["stayed", "entered", "left"]].tolist() == [2, 0, 0]


def test_outlets_that_come_and_go_are_a_term_of_their_own(tiny):
    """Alpha 2/10 then 4/10; Gamma is in 2023 only with 9/10, Delta in 2024 only with 0/30."""
    rows = articles("Alpha", 2023, 2, 10) + articles("Gamma", 2023, 9, 10)
    rows += articles("Alpha", 2024, 4, 10) + articles("Delta", 2024, 0, 30)
    row = step(tiny(rows))
    # The group goes from 11/20 to 4/40. Leavers pulled it 0.35 above Alpha, newcomers pull it 0.3 below.
    assert parts(row) == [-0.45, 0.2, 0, -0.65]
    assert row[["stayed", "entered", "left"]].tolist() == [1, 1, 1]
    behind = framing.outlets_behind(tiny(rows), before="2023", after="2024", by="all", frames=["espionage"])
    assert behind.set_index("source")["within"].dropna().to_dict() == pytest.approx({"Alpha": 0.2})


def test_without_an_outlet_in_common_all_is_turnover(tiny):
    row = step(tiny(articles("Alpha", 2023, 2, 10) + articles("Beta", 2024, 5, 10)))
    assert parts(row) == [0.3, 0, 0, 0.3]


def test_the_parts_add_up_and_equal_a_direct_evaluation():
    corpus = framing.simulate(articles=1500, seed=11)
    table = framing.decompose(corpus, every="quarter")
    parts = table[["within", "mix", "turnover"]].sum(axis=1)
    there = table["change"].notna()
    assert there.sum() > 200
    assert np.abs(parts - table["change"])[there].max() < 1e-9
    counts = framing.trends(corpus, by="source", every="quarter").set_index(["group", "period", "code"])
    for row in table[there].sample(60, random_state=1).itertuples():
        outlets = sorted({name for name, group in corpus.groups.items() if group == row.group})
        a, b = (counts.loc[[(o, p, row.code) for o in outlets]][["articles", "hits"]].to_numpy(float) for p in row[3:5])
        both = (a[:, 0] > 0) & (b[:, 0] > 0)
        w, v = a[both, 0] / a[both, 0].sum(), b[both, 0] / b[both, 0].sum()
        p, q = a[both, 1] / a[both, 0], b[both, 1] / b[both, 0]
        assert row.within == pytest.approx(sum((w + v) / 2 * (q - p)), abs=1e-9)
        assert row.mix == pytest.approx(sum((p + q) / 2 * (v - w)), abs=1e-9)


def test_each_period_may_be_set_against_the_first_whole_one():
    corpus = framing.simulate(articles=800, seed=2, start="2021-03", end="2024-12")
    steps = framing.decompose(corpus, frames=["threat"], since="first")
    assert set(zip(steps["before"], steps["after"], strict=True)) == {("2022", "2023"), ("2022", "2024")}
    one = framing.decompose(corpus, frames=["threat"]).query("before == '2022'")
    assert steps[steps["after"] == "2023"].reset_index(drop=True).equals(one.reset_index(drop=True))


def test_contributions_of_outlets_add_up_to_the_groups():
    corpus = framing.simulate(articles=1500, seed=11)
    steps = framing.decompose(corpus).query("before == '2023'").set_index(["group", "code"])
    behind = framing.outlets_behind(corpus, before="2023", after="2024").groupby(["group", "code"])[["within", "mix"]]
    both = steps.join(behind.sum().add_suffix("_outlets"))
    assert both["within_outlets"].to_numpy() == pytest.approx(both["within"].to_numpy(), abs=1e-9)
    assert both["mix_outlets"].to_numpy() == pytest.approx(both["mix"].to_numpy(), abs=1e-9)


def test_intervals_hold_the_estimate_and_row_order_changes_no_byte():
    corpus = framing.simulate(articles=800, seed=2)
    table = framing.decompose(corpus, frames=["threat"])
    for name in ("change", "within", "mix", "turnover"):
        assert table[name].between(table[f"{name}_low"] - 1e-9, table[f"{name}_high"] + 1e-9).mean() > 0.99
    order = np.random.default_rng(1).permutation(len(corpus))
    turned = replace(corpus, table=corpus.table.iloc[order].reset_index(drop=True), texts=corpus.texts.take(order))
    assert framing.decompose(turned, frames=["threat"]).to_csv() == table.to_csv()


def test_one_outlet_has_no_mix_and_a_period_must_have_articles(tiny):
    corpus = tiny(articles("Alpha", 2023, 2, 10))
    with pytest.raises(FramingError, match="one outlet has no mix of outlets; name group"):
        framing.decompose(corpus, by="source")
    with pytest.raises(FramingError, match='No article counts in "2024"'):
        framing.outlets_behind(corpus, before="2023", after="2024")
    assert framing.decompose(corpus).empty
    assert framing.outlets_behind(corpus).empty
