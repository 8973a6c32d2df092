"""Cells counted by hand on ten articles; gaps, thin cells, units, denominators; order and batches change nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

import framing
from framing.project import FramingError
from framing.trends.cells import CELLS

ROWS = [
    {"title": "A spy in space", "text": "Nothing more.", "outlet": "Alpha", "date": "2024-01-10"},
    {"title": "Quiet day in space", "text": "No news.", "outlet": "Alpha", "date": "2024-01-20"},
    {"title": "Space race", "text": "It goes on.", "outlet": "Alpha", "date": "2024-02-05"},
    {"title": "Space", "text": "A spy came. The race is on.", "outlet": "Alpha", "date": "2024-04-15"},
    {"title": "Cooking", "text": "Soup for spies.", "outlet": "Alpha", "date": "2024-04-16"},
    {"title": "Space", "text": "Spy after spy.", "outlet": "Beta", "date": "2024-01-11"},
    {"title": "Space", "text": "None of it.", "outlet": "Beta", "date": "2024-03-05"},
    {"title": "Space", "text": "One spy a year.", "outlet": "Beta", "date": "2024"},
    {"title": "Space spy", "text": "When?", "outlet": "Beta"},
    {"title": "Space race", "text": "Whose?", "date": "2024-01-15"},
]


def counted(cells, code):
    """(group, period) -> (articles, hits) of the cells that have articles."""
    part = cells[(cells["code"] == code) & (cells["articles"] > 0)]
    pairs = zip(part["articles"].tolist(), part["hits"].tolist(), strict=True)
    return dict(zip(zip(part["group"], part["period"], strict=True), pairs, strict=True))


def test_shares_by_source_and_month(tiny):
    cells = framing.trends(tiny(ROWS), every="month", min_articles=2)
    assert list(cells.columns) == CELLS
    assert len(cells) == 2 * 4 * 2  # two sources, four months, two frames: gaps are rows
    assert counted(cells, "espionage") == {
        ("Alpha", "2024-01"): (2, 1),
        ("Alpha", "2024-02"): (1, 0),
        ("Alpha", "2024-04"): (1, 1),
        ("Beta", "2024-01"): (1, 1),
        ("Beta", "2024-03"): (1, 0),
    }
    assert counted(cells, "space_race") == {
        ("Alpha", "2024-01"): (2, 0),
        ("Alpha", "2024-02"): (1, 1),
        ("Alpha", "2024-04"): (1, 1),
        ("Beta", "2024-01"): (1, 0),
        ("Beta", "2024-03"): (1, 0),
    }
    row = cells[(cells["group"] == "Alpha") & (cells["period"] == "2024-01") & (cells["code"] == "espionage")].iloc[0]
    expected = binomtest(1, 2).proportion_ci(method="wilson")
    assert row["estimate"] == row["raw"] == 0.5
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))
    assert row["shown"]
    assert row["reason"] == ""


def test_a_month_without_articles_is_a_gap_not_a_zero(tiny):
    cells = framing.trends(tiny(ROWS), every="month", min_articles=2, frames=["espionage"])
    gap = cells[(cells["group"] == "Alpha") & (cells["period"] == "2024-03")].iloc[0]
    assert gap[["articles", "clusters", "hits", "shown", "reason"]].tolist() == [0, 0, 0, False, "no articles"]
    assert np.isnan(gap[["estimate", "raw", "low", "high"]].astype(float)).all()


def test_a_thin_cell_is_marked_on_its_articles_never_on_its_hits(tiny):
    cells = framing.trends(tiny(ROWS), every="month", min_articles=2)
    thin = cells[cells["articles"] == 1]
    assert len(thin) == 8
    assert set(thin["reason"]) == {"fewer than 2 articles"}
    assert not thin["shown"].any()
    assert thin["estimate"].notna().all()


def test_months_in_which_the_corpus_begins_or_ends_are_partial(tiny):
    cells = framing.trends(tiny(ROWS), every="month", frames=["espionage"])
    assert dict(zip(cells["period"], cells["partial"], strict=True)) == {
        "2024-01": True,
        "2024-02": False,
        "2024-03": False,
        "2024-04": True,
    }


def test_a_year_takes_in_articles_dated_to_the_year(tiny):
    cells = framing.trends(tiny(ROWS), every="year", frames=["espionage"])
    assert counted(cells, "espionage") == {("Alpha", "2024"): (4, 2), ("Beta", "2024"): (3, 2)}


def test_a_quarter_does_not(tiny):
    cells = framing.trends(tiny(ROWS), every="quarter", frames=["espionage"])
    assert counted(cells, "espionage") == {
        ("Alpha", "2024Q1"): (3, 1),
        ("Alpha", "2024Q2"): (1, 1),
        ("Beta", "2024Q1"): (2, 1),
    }


@pytest.mark.parametrize(
    ("every", "reasons"),
    [
        ("month", {"without a date": 1, "with a date too coarse for a month": 1, "without a source": 1,
                   "not on the codebook's topic": 1}),
        ("year", {"without a date": 1, "without a source": 1, "not on the codebook's topic": 1}),
    ],
)  # fmt: skip
def test_what_is_left_out_is_counted_and_the_sum_is_the_corpus(tiny, every, reasons):
    corpus = tiny(ROWS)
    assert framing.left_out(corpus, every=every) == reasons
    cells = framing.trends(corpus, every=every, frames=["espionage"])
    assert cells["articles"].sum() + sum(reasons.values()) == len(corpus)


def test_the_denominator_may_be_all_articles(tiny):
    corpus = tiny(ROWS)
    cells = framing.trends(corpus, every="month", denominator="all", frames=["espionage"])
    assert counted(cells, "espionage")["Alpha", "2024-04"] == (2, 2)
    assert set(cells["denominator"]) == {"all"}
    assert "not on the codebook's topic" not in framing.left_out(corpus, denominator="all")


@pytest.mark.parametrize(("unit", "espionage", "space_race"), [("article", 3, 2), ("headline", 1, 1), ("lead", 2, 1)])
def test_the_unit_says_where_a_frame_must_stand(tiny, unit, espionage, space_race):
    cells = framing.trends(tiny(ROWS), every="month", unit=unit)
    assert cells.groupby("code")["hits"].sum().to_dict() == {"espionage": espionage, "space_race": space_race}
    assert set(cells["unit"]) == {unit}
    assert cells["articles"].sum() == 2 * 6  # the denominator does not depend on the unit


def test_the_lead_is_the_first_fifty_words_of_the_body(tiny):
    def hits(before):
        text = " ".join(["word"] * before) + " spy. More words follow."
        corpus = tiny([{"title": "Space", "text": text, "outlet": "Alpha", "date": "2024-01-01"}])
        return framing.trends(corpus, unit="lead", frames=["espionage"])["hits"].sum()

    assert [hits(48), hits(49), hits(50)] == [1, 1, 0]


def test_by_group_country_and_all(tiny):
    corpus = tiny(ROWS)
    by_group = framing.trends(corpus, by="group", every="year", frames=["espionage"])
    assert counted(by_group, "espionage") == {
        ("North", "2024"): (4, 2), ("South", "2024"): (3, 2), ("other", "2024"): (1, 0),
    }  # fmt: skip
    assert set(framing.trends(corpus, by="country", every="year")["group"]) == {"Freedonia", "Sylvania"}
    everything = framing.trends(corpus, by="all", every="year", frames=["space_race"])
    assert counted(everything, "space_race") == {("all", "2024"): (8, 3)}
    assert framing.left_out(corpus, by="all", every="year") == {"without a date": 1, "not on the codebook's topic": 1}


def test_the_whole_time_as_one_period(tiny):
    cells = framing.trends(tiny(ROWS), every="all", frames=["espionage"])
    assert counted(cells, "espionage") == {("Alpha", "all"): (4, 2), ("Beta", "all"): (3, 2)}
    assert not cells["partial"].any()


def test_articles_in_another_language_are_left_out_and_unknown_ones_are_not(tiny):
    rows = [
        {"title": "Space spy", "outlet": "Gazette", "date": "2024-01-01", "lang": language}
        for language in ("en", "fr", "", "English")
    ]
    corpus = tiny([{**row, "text": f"Number {number}."} for number, row in enumerate(rows)])
    assert counted(framing.trends(corpus, frames=["espionage"]), "espionage") == {("Gazette", "2024Q1"): (3, 3)}
    assert framing.left_out(corpus) == {"in another language than the codebook": 1}


def test_copies_count_as_articles_and_widen_the_interval(tiny):
    """Three texts, each printed twice; one has the frame: a share of 2/6 with the interval of 1/3."""
    texts = [" ".join(f"{start}{number}" for number in range(25)) for start in ("spy and a", "b", "c")]
    rows = [
        {"title": f"Space {number}", "text": text, "outlet": "Alpha", "date": "2024-01-10"}
        for number, text in enumerate(texts * 2)
    ]
    row = framing.trends(tiny(rows), frames=["espionage"]).iloc[0]
    assert row[["articles", "clusters", "hits"]].tolist() == [6, 3, 2]
    expected = binomtest(1, 3).proportion_ci(method="wilson")
    assert row["estimate"] == pytest.approx(1 / 3)
    assert (row["low"], row["high"]) == pytest.approx((expected.low, expected.high))


def test_rates_are_mentions_per_thousand_words(tiny):
    cells = framing.trends(tiny(ROWS), every="month", measure="rate", frames=["espionage"])
    by_cell = cells.set_index(["group", "period"])["estimate"]
    # Alpha in January: one mention in 4 + 2 and 4 + 2 words; Beta: two in 1 + 3.
    assert by_cell["Alpha", "2024-01"] == pytest.approx(1000 / 12)
    assert by_cell["Beta", "2024-01"] == pytest.approx(2000 / 4)
    assert counted(cells, "espionage")["Beta", "2024-01"] == (1, 1)
    headline = framing.trends(tiny(ROWS), every="month", measure="rate", unit="headline", frames=["espionage"])
    assert headline.set_index(["group", "period"])["estimate"]["Alpha", "2024-01"] == pytest.approx(1000 / 8)


def test_tone_is_the_mean_over_articles_with_a_body(tiny):
    rows = [
        {"title": "Space", "text": "This is a great success.", "outlet": "Alpha", "date": "2024-01-10"},
        {"title": "Space", "text": "A spy. This is a terrible failure.", "outlet": "Alpha", "date": "2024-01-11"},
        {"title": "Space headline", "outlet": "Alpha", "date": "2024-01-12"},
    ]
    corpus = tiny(rows)
    cells = framing.trends(corpus, measure="tone", frames=["espionage"]).set_index("code")
    tone = corpus.features["tone"]
    assert tone.isna().tolist() == [False, False, True]
    assert cells.loc["", "articles"] == 2
    assert cells.loc["", "estimate"] == pytest.approx(tone.mean(), abs=1e-6)
    assert cells.loc["espionage", "articles"] == 1
    assert cells.loc["espionage", "estimate"] == pytest.approx(tone[1], abs=1e-6)
    assert cells.loc["espionage", "estimate"] < 0 < tone[0]


def test_salience_is_the_part_of_all_mentions_of_frames(tiny):
    """Alpha mentions each frame twice, Beta espionage three times in two articles and space_race never."""
    cells = framing.trends(tiny(ROWS), every="all", measure="salience", min_articles=1)
    found = cells.set_index(["group", "code"])["estimate"]
    assert found["Alpha", "espionage"] == pytest.approx(2 / 4)
    assert found["Alpha", "space_race"] == pytest.approx(2 / 4)
    assert found["Beta", "espionage"] == 1
    # Articles that mention no frame have no part in it.
    assert counted(cells, "espionage") == {("Alpha", "all"): (3, 2), ("Beta", "all"): (2, 2)}


def test_saliences_of_all_frames_add_up_to_one():
    cells = framing.trends(framing.simulate(articles=400, seed=3), by="group", every="year", measure="salience")
    assert cells.groupby(["group", "period"])["estimate"].sum().to_numpy() == pytest.approx(1)


@pytest.mark.parametrize("measure", ["rate", "salience"])
def test_an_interval_does_not_collapse_where_nothing_or_everything_hit(tiny, measure):
    rows = [
        {"title": f"Space spy {number}", "text": f"Text number {number}.", "outlet": "Alpha", "date": "2024-01-10"}
        for number in range(20)
    ] + [{"title": "Space race", "text": "One.", "outlet": "Beta", "date": "2024-01-10"}]
    cells = framing.trends(tiny(rows), measure=measure).set_index(["group", "code"])
    none, every = cells.loc[("Alpha", "space_race")], cells.loc[("Alpha", "espionage")]
    assert none["estimate"] == none["low"] == 0 < none["high"]
    if measure == "salience":  # Wilson's interval of 0 and of 20 in 20, which scipy has too
        bounds = binomtest(20, 20).proportion_ci(method="wilson")
        assert (every["low"], every["high"]) == pytest.approx((bounds.low, 1))
        assert none["high"] == pytest.approx(1 - bounds.low)


def test_a_cell_of_few_stories_is_not_shown_however_many_print_them(tiny):
    rows = [
        {"title": "Space", "text": " ".join(f"w{number % 4}{i}" for i in range(30)), "url": f"https://alpha.example/{number}",
         "outlet": "Alpha", "date": "2024-01-10"}
        for number in range(12)
    ]  # fmt: skip
    row = framing.trends(tiny(rows), frames=["espionage"]).iloc[0]
    assert row[["articles", "clusters", "shown", "reason"]].tolist() == [12, 4, False, "fewer than 5 stories"]
    assert framing.trends(tiny(rows), frames=["espionage"], min_clusters=4).iloc[0]["shown"]


@pytest.mark.parametrize("measure", ["share", "rate", "salience", "tone"])
def test_row_order_changes_nothing_byte_for_byte(measure):
    corpus = framing.simulate(articles=250, seed=9)
    order = np.random.default_rng(1).permutation(len(corpus))
    turned = replace(corpus, table=corpus.table.iloc[order].reset_index(drop=True), texts=corpus.texts.take(order))
    options = {"measure": measure, "by": "group", "every": "year", "unit": "lead" if measure != "tone" else "article"}
    one, two = (framing.trends(each, **options).to_csv() for each in (corpus, turned))
    assert one == two


@pytest.mark.parametrize("measure", ["rate", "salience", "tone"])
def test_the_bootstrap_repeats_and_another_seed_differs(measure):
    corpus = framing.simulate(articles=250, seed=9)
    first, again, other = (
        framing.trends(corpus, by="group", every="year", measure=measure, seed=seed) for seed in (1, 1, 2)
    )
    assert first.equals(again)
    assert not first["low"].equals(other["low"])
    assert first["estimate"].equals(other["estimate"])


@pytest.mark.parametrize("measure", ["share", "rate", "salience", "tone"])
def test_what_stands_in_the_cells_is_ordered(measure):
    cells = framing.trends(framing.simulate(articles=400, seed=3), by="group", every="year", measure=measure)
    held = cells[cells["shown"] if measure != "share" else cells["articles"] > 0]
    assert len(held) > 20
    if measure != "share":  # a bootstrap of a handful of stories promises more than it holds
        assert cells.loc[~cells["shown"], ["low", "high"]].isna().all(axis=None)
    assert (held["low"] <= held["estimate"]).all()
    assert (held["estimate"] <= held["high"]).all()
    assert (held["hits"] <= held["articles"]).all()
    assert (held["clusters"] <= held["articles"]).all()
    if measure in ("share", "salience"):
        assert held["low"].ge(0).all()
        assert held["high"].le(1).all()
    if measure == "share":
        assert not cells["shown"].eq(cells["reason"] != "").any()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"by": "soruce"}, 'by="soruce" is no column of the articles; did you mean "source"'),
        ({"every": "quater"}, 'every="quater" is not known; did you mean "quarter"'),
        ({"measure": "shares"}, 'measure="shares" is not known; did you mean "share"'),
        ({"denominator": "topics"}, 'denominator="topics" is not known; did you mean "topic"'),
        ({"unit": "headlines"}, 'unit="headlines" is not known; did you mean "headline"'),
        ({"frames": ["spacerace"]}, 'no frame "spacerace"; did you mean "space_race"'),
    ],
)
def test_a_wrong_name_brings_the_nearest(tiny, asked, said):
    with pytest.raises(FramingError) as error:
        framing.trends(tiny(ROWS), **asked)
    assert said in str(error.value)


def test_actors_are_counted_among_the_articles_with_a_frame(tiny):
    rows = [
        {"title": "China's spy in space", "outlet": "Alpha", "date": "2024-01-10"},
        {"title": "A spy in space", "outlet": "Alpha"},
        {"title": "China in space", "outlet": "Alpha"},
        {"title": "A China spy in soup", "outlet": "Alpha"},
    ]
    table = framing.actors_named(tiny(rows), frames=["espionage"])
    assert table.values.tolist() == [["Espionage", "North", 2, 50.0]]
    assert list(table.columns) == ["frame", "group", "articles", "China"]
    with pytest.raises(FramingError, match='by="grup" is no column'):
        framing.actors_named(tiny(rows), by="grup")


def test_tone_by_frame_is_the_difference_of_two_means(tiny):
    good, bad = "This is a great success.", "This is a terrible failure."
    rows = [
        {"title": f"Space {number}", "text": f"{'A spy. ' * spied}{text}", "outlet": "Alpha"}
        for number, (spied, text) in enumerate([(1, bad), (1, bad), (1, good), (0, good), (0, good), (0, bad)])
    ]
    corpus = tiny(rows)
    row = framing.tone_by_frame(corpus, frames=["espionage"], min_articles=3).iloc[0]
    tone = corpus.features["tone"]
    assert row[["group", "code", "articles", "shown"]].tolist() == ["North", "espionage", 3, True]
    assert row["masked"] == pytest.approx(tone[:3].mean() - tone[3:].mean(), abs=2e-6)
    assert row["masked_low"] < row["masked"] < row["masked_high"]
    assert not framing.tone_by_frame(corpus, frames=["espionage"], min_articles=4)["shown"].any()


def test_tone_of_headlines_is_that_of_the_headlines_alone(tiny):
    corpus = tiny([{"title": "A great day in space", "text": "A terrible day in space.", "date": "2024-01-01"}])
    tone = {
        unit: framing.trends(corpus, by="all", every="all", measure="tone", unit=unit, min_articles=1)["estimate"].iloc[
            0
        ]
        for unit in ("article", "headline")
    }
    scores = framing.tone(["A terrible day in space.", "A great day in space"])
    assert tone["article"] == pytest.approx(scores[0], abs=1e-6)
    assert tone["headline"] == pytest.approx(scores[1], abs=1e-6)
    with pytest.raises(FramingError, match="Tone is measured on"):
        framing.trends(corpus, measure="tone", unit="lead")
