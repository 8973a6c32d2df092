"""Each specification gives what the other functions of the suite give for it; a stopped run goes on."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import framing
from framing.trends.robustness import robustness, specifications
from framing.trends.robustness import run as running

GRID = """\
claims:
  - claim: difference
    frame: espionage
    a: United States
    b: India
  - claim: change
    frame: space_race
  - claim: difference
    measure: tone
    frame: threat
    a: United States
    b: India
  - claim: difference
    measure: tone
    a: United States
    b: India
choices:
  policy: [all, one-per-cluster, one-per-source]
  unit: [article, headline, lead, sentence]
  measure: [share, rate, salience]
  denominator: [topic, all]
  tone: [masked, raw]
one_at_a_time:
  min_articles: [1, 10, 30]
  codebook_lines: each
  leave_out_sources: 2
"""
BOUNDS = ["estimate", "low", "high"]


@pytest.fixture(scope="module")
def corpus():
    return framing.simulate(articles=900, seed=5)


@pytest.fixture(scope="module")
def grid(tmp_path_factory):
    path = tmp_path_factory.mktemp("grid") / "grid.yml"
    path.write_text(GRID, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def table(corpus, grid):
    return robustness(corpus, grid=grid)


@pytest.fixture
def run(tmp_path):
    """Run a grid that is given as a text."""

    def found(corpus, text, **options):
        path = tmp_path / "grid.yml"
        path.write_text(text, encoding="utf-8")
        return robustness(corpus, grid=path, **options)

    return found


def of(table, name):
    return table[table["claim"].str.startswith(name)]


def test_every_specification_has_a_row(table, corpus, grid):
    planned = specifications(corpus, grid=grid)
    pd.testing.assert_frame_equal(table[planned.columns], planned)
    assert (table["reason"].eq("") == table[BOUNDS].notna().all(axis=1)).all()
    done = table[table["reason"] == ""]
    assert (done["low"] <= done["estimate"]).all()
    assert (done["estimate"] <= done["high"]).all()


def test_differences_are_those_of_difference(table, corpus):
    crossed = of(table, "espionage").query("line_left_out == '' and source_left_out == '' and min_articles == 1")
    crossed = crossed[crossed["unit"] != "sentence"]
    assert len(crossed) == 3 * 3 * 3 * 2
    for row in crossed.itertuples():
        found = framing.difference(
            corpus, groups=["United States", "India"], every="all", frames=["espionage"], policy=row.policy,
            unit=row.unit, measure=row.measure, denominator=row.denominator,
        ).iloc[0]  # fmt: skip
        assert row.articles == found["articles"]
        assert (row.estimate, row.low, row.high) == pytest.approx(tuple(found[["difference", "low", "high"]])), row


def test_tone_is_that_of_difference(table, corpus):
    rows = of(table, "tone").query("tone == 'masked' and source_left_out == '' and min_articles == 1")
    rows = rows[rows["reason"] == ""]
    assert len(rows) == 3 + 3 * 2
    for row in rows.itertuples():
        found = framing.difference(
            corpus, groups=["United States", "India"], every="all", frames=["threat"], policy=row.policy,
            unit=row.unit, measure="tone",
        )  # fmt: skip
        expected = found.set_index("code").loc["threat" if "threat" in row.claim else ""]
        assert (row.estimate, row.low, row.high) == pytest.approx(tuple(expected[["difference", "low", "high"]]))


def test_a_change_is_the_last_full_year_minus_the_first(table, corpus):
    row = of(table, "space_race").iloc[0]
    cells = framing.trends(corpus, by="all", every="year", frames=["space_race"]).set_index("period")
    last, first = (cells.loc[year, "estimate"] for year in row["claim"].partition(": ")[2].split(" minus "))
    assert (row["value_a"], row["value_b"], row["estimate"]) == pytest.approx((last, first, last - first))


def test_raw_tone_is_another_column(corpus, run):
    features = corpus.features.assign(group=corpus.table["group"])
    features = features[features["on_topic"] & (features["frame_threat"] > 0)]
    means = features.groupby("group")[["tone", "tone_raw"]].mean()
    found = run(
        corpus, "claims:\n- claim: difference\n  measure: tone\n  frame: threat\nchoices:\n  tone: [masked, raw]"
    )
    assert found["estimate"].tolist() == pytest.approx(
        (means.loc["China"] - means.loc["United States"]).tolist(), abs=1e-6
    )
    assert found["relative"].tolist() == found["estimate"].tolist()


ROWS = [
    {"title": "Space", "text": text, "outlet": outlet, "date": "2024-01"}
    for outlet, texts in {
        # North: 6 of 12 articles have a spy, in 8 of 24 sentences of bodies; South: none.
        "Alpha": [f"A spy fell in case {n}. Nothing else in {n}." for n in range(4)]
        + [f"A spy fell in case {n}. A spy rose in {n}." for n in range(4, 6)]
        + [f"The race began in {n}. Nothing else." for n in range(6, 12)],
        "Beta": [f"A race in case {n}. It was long in {n}." for n in range(12)],
    }.items()
    for text in texts
]
TINY = "claims:\n- claim: difference\n  frame: espionage\n"


def test_sentences_are_counted_by_hand(tiny, run):
    row = run(tiny(ROWS), TINY + "choices:\n  unit: [sentence]\n").iloc[0]
    # Twelve headlines are a sentence each.
    assert (row["claim"], row["articles"]) == ("espionage: North minus South", 24)
    assert (row["value_a"], row["value_b"]) == (pytest.approx(8 / 36), 0.0)
    assert row["relative"] == 2.0


def test_a_side_with_too_little_is_a_row_with_its_reason(tiny, run):
    table = run(tiny(ROWS[:21]), TINY + "choices:\n  measure: [share, salience]\n")
    assert table["reason"].tolist() == ["fewer than 10 articles in South"] * 2
    assert table[["estimate", "low", "high", "relative"]].isna().all(axis=None)
    assert table["sign"].tolist() == [0, 0]
    assert not table["significant"].any()
    story = " ".join(f"word{n}" for n in range(60))
    table = run(tiny(ROWS[:12] + [{**row, "text": f"{story} {n}."} for n, row in enumerate(ROWS[12:])]), TINY)
    assert table["reason"].tolist() == ["fewer than 5 stories in South"]


def test_an_outlet_left_out_or_too_small_does_not_count(tiny, run):
    text = TINY + "one_at_a_time:\n  min_articles: [1, 12, 13]\n  leave_out_sources: 1\n"
    table = run(tiny(ROWS), text)
    assert table["articles"].tolist() == [24, 24, 0, 12]
    assert table["reason"].tolist() == ["", "", "no articles in North", "no articles in North"]
    assert table.loc[3, "source_left_out"] == "Alpha"


def test_a_line_left_out_takes_its_mentions_from_share_and_salience(tiny, run):
    rows = [{**row, "title": f"Space race {n}"} for n, row in enumerate(ROWS)]
    rows.append({"title": "Space race", "text": "Spies in a race.", "outlet": "Alpha", "date": "2024-01"})
    # Mentions of North: 8 of spy, 1 of spies, 13 + 6 + 1 of race.
    for measure, whole, without in (("share", 7 / 13, 1 / 13), ("salience", 9 / 29, 1 / 21)):
        text = TINY + f"choices:\n  measure: [{measure}]\none_at_a_time:\n  codebook_lines: each\n"
        table = run(tiny(rows), text).set_index("line_left_out")
        assert list(table.index) == ["", "spy", "spies"]
        assert (table.loc["", "value_a"], table.loc["spy", "value_a"]) == pytest.approx((whole, without)), measure


class Stopped(Exception):
    pass


def stop_after(number):
    def progress(done, total):
        if done == number:
            raise Stopped

    return progress


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The folder that runs are kept in, empty."""
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "robustness"


@pytest.fixture
def computed(monkeypatch):
    """A list that grows by one whenever a specification is computed."""
    made = []
    evaluate = running.evaluate
    monkeypatch.setattr(running, "evaluate", lambda *a, **k: made.append(1) or evaluate(*a, **k))
    return made


def test_a_stopped_run_goes_on_where_it_was(table, corpus, grid, kept, computed):
    with pytest.raises(Stopped):
        robustness(corpus, grid=grid, progress=stop_after(40))
    (path,) = kept.iterdir()
    assert len(path.read_text().splitlines()) == 40
    path.write_bytes(path.read_bytes()[:-25])  # killed in the middle of a line
    computed.clear()
    again = robustness(corpus, grid=grid)
    pd.testing.assert_frame_equal(again, table, check_exact=True)
    assert len(computed) == len(table) - 39
    computed.clear()
    pd.testing.assert_frame_equal(robustness(corpus, grid=grid), table, check_exact=True)
    assert not computed


def test_nothing_is_taken_over_from_other_articles_figures_or_another_seed(corpus, tmp_path, kept, computed):
    path = tmp_path / "grid.yml"
    path.write_text(TINY.replace("espionage", "threat"), encoding="utf-8")
    robustness(corpus, grid=path)
    robustness(corpus, grid=path)
    assert len(computed) == 1
    robustness(corpus, grid=path, seed=2)
    robustness(corpus.where(start="2020"), grid=path)
    moved = corpus.table.assign(group=corpus.table["group"].where(corpus.table["source"] != "Potomac Ledger", "China"))
    robustness(replace(corpus, table=moved), grid=path)
    changed = replace(corpus)
    changed.candidates.loc[changed.candidates["code"] == "threat", "won"] = False  # as a user may, in a notebook
    robustness(changed, grid=path)
    assert len(computed) == len(list(kept.iterdir())) == 5


def test_where_nothing_can_be_kept_it_is_computed_all_the_same(corpus, tmp_path, monkeypatch, computed):
    (tmp_path / "taken").write_text("x")
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "taken" / "cache"))
    path = tmp_path / "grid.yml"
    path.write_text(TINY.replace("espionage", "threat"), encoding="utf-8")
    first, again = robustness(corpus, grid=path), robustness(corpus, grid=path)
    pd.testing.assert_frame_equal(first, again, check_exact=True)
    assert len(computed) == 2


def test_the_runs_used_last_are_kept(corpus, tmp_path, kept):
    path = tmp_path / "grid.yml"
    path.write_text(TINY.replace("espionage", "threat"), encoding="utf-8")
    kept.mkdir(parents=True)
    for age in range(60):
        (kept / f"{age}.jsonl").write_text("{}\n")
        os.utime(kept / f"{age}.jsonl", (10_000 - age, 10_000 - age))
    robustness(corpus, grid=path)
    names = {each.name for each in kept.iterdir()}
    assert {"0.jsonl", "40.jsonl"} < names
    assert len(names) == 51
    assert "55.jsonl" not in names


def test_row_order_changes_nothing(table, corpus, grid):
    order = np.random.default_rng(1).permutation(len(corpus))
    turned = replace(corpus, table=corpus.table.iloc[order].reset_index(drop=True), texts=corpus.texts.take(order))
    found = robustness(turned, grid=grid)
    numbers = ["articles", "value_a", "value_b", *BOUNDS]
    np.testing.assert_allclose(found[numbers].to_numpy(float), table[numbers].to_numpy(float), rtol=1e-9, atol=1e-12)
