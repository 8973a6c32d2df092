"""The explorer's controls, called without a browser: they draw and list what the functions of the suite say."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

import framing
from framing.project import FramingError


@pytest.fixture(scope="module")
def news():
    return framing.simulate(articles=900, seed=4)


@pytest.fixture
def explorer(news):
    return framing.explore(news, frames=["espionage", "threat"], every="year")


def values(cells):
    return cells.sort_values(["group", "period", "code"])[["group", "period", "code", "estimate"]].reset_index(
        drop=True
    )


@pytest.mark.parametrize("measure", ["share", "rate", "salience", "tone"])
@pytest.mark.parametrize("policy", ["all", "one-per-cluster"])
def test_a_chart_holds_the_cells_of_what_is_chosen(explorer, news, measure, policy):
    explorer.controls["measure"].value = measure
    explorer.controls["policy"].value = policy
    explorer.controls["every"].value = "quarter"
    explorer.controls["groups"].value = ("China", "India")
    cells = framing.trends(
        news.under(policy), by="group", every="quarter", measure=measure, frames=["espionage", "threat"]
    )
    wanted = cells[cells["group"].isin(["China", "India"]) & (cells["code"] != "")]
    pd.testing.assert_frame_equal(values(explorer.chart.data), values(wanted))
    assert explorer._view.html.count('<a href="#passages?') == len(explorer.chart.marks)


def test_the_chosen_time_cuts_the_chart_and_sources_have_panels(explorer, news):
    explorer.controls["begin"].value, explorer.controls["end"].value = "2021", "2023"
    assert sorted(set(explorer.chart.data["period"])) == ["2021", "2022", "2023"]
    explorer.controls["by"].value = "source"
    largest = list(news.table["source"].value_counts().index[:6])
    assert set(explorer.chart.data["group"]) == set(explorer.controls["sources"].value) == set(largest)
    assert explorer.controls["groups"].layout.display == "none"
    explorer.controls["sources"].value = tuple(largest[:2])
    assert sorted(set(explorer.chart.data["group"])) == sorted(largest[:2])
    explorer.controls["every"].value = "quarter"  # the time that was chosen stays
    assert [explorer.controls[name].value for name in ("begin", "end")] == ["2021Q1", "2023Q4"]
    explorer.controls["begin"].value = "2024Q1"
    assert explorer._view.said == "The time ends before it begins."


def test_a_chosen_point_shows_all_passages_of_the_articles_that_it_counts(explorer, news):
    explorer.controls["every"].value = "quarter"
    for mark in explorer.chart.marks[::9]:
        explorer.choose(mark.behind)
        cells = explorer.chart.data
        cell = cells[
            (cells["group"] == mark.behind["group"])
            & (cells["period"] == mark.behind["period"])
            & (cells["code"] == mark.behind["frame"])
        ].iloc[0]
        assert explorer.found["article_id"].nunique() == cell["hits"]
        quarter = pd.Period(mark.behind["period"])
        some = news.where(
            groups=mark.behind["group"], start=str(quarter.start_time.date()), end=str(quarter.end_time.date())
        )
        topical = some.table["article_id"][some.features["on_topic"].to_numpy()]
        wanted = framing.passages(some, frames=[mark.behind["frame"]])
        wanted = wanted[wanted["article_id"].isin(topical)].reset_index(drop=True)
        pd.testing.assert_frame_equal(explorer.found, wanted)
        assert f"{len(wanted)} passage" in explorer._read.value
        assert f"{cell['hits']} article" in explorer._read.value


def test_an_article_that_is_dated_too_coarsely_for_a_point_is_not_behind_it(tiny):
    rows = [{"source": "Alpha", "date": f"2024-02-{day:02d}", "title": f"Spy {day}", "text": f"Space {day}."}
            for day in range(1, 13)]  # fmt: skip
    rows.append({"source": "Alpha", "date": "2024", "title": "A spy of that year", "text": "Space."})
    explorer = framing.explore(tiny(rows), frames=["espionage"], every="quarter", by="source")
    (mark,) = explorer.chart.marks
    explorer.choose(mark.behind)
    assert len(explorer.found) == explorer.chart.data["hits"].iloc[0] == 12
    assert explorer._view.said == ("Alpha, Espionage, 2024 Q1: 12 passages in 12 articles. They stand below the chart.")


def test_a_passage_is_cut_as_other_pages_cut_it_whatever_group_its_copies_are_of(tiny):
    dispatch = " ".join(f"word{n}" for n in range(80)) + " a spy in space " + " ".join(f"more{n}" for n in range(80))
    rows = [
        {"source": name, "date": f"2024-02-{day:02d}", "title": f"{name} {day}", "text": dispatch + end}
        for name, end in (("Alpha", ""), ("Beta", " Then a spy again, and two spies."))
        for day in range(1, 11)
    ]
    news = tiny(rows)
    explorer = framing.explore(news, frames=["espionage"], every="quarter", quote=40)
    explorer.choose({"frame": "espionage", "group": "North", "period": "2024Q1"})
    everything = framing.quotable(news, framing.passages(news, frames=["espionage"]), words=40)
    wanted = everything[everything["group"] == "North"].reset_index(drop=True)
    pd.testing.assert_frame_equal(explorer.found, wanted)


def test_a_frame_is_measured_once_for_each_choice(explorer, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "framing.lab.explorer.trends", lambda corpus, **at: asked.append(at["frames"]) or framing.trends(corpus, **at)
    )
    for frames in (("espionage", "threat", "space_race"), ("threat",), ("space_race", "espionage")):
        explorer.controls["frames"].value = frames
    explorer.controls["measure"].value = "rate"
    explorer.controls["measure"].value = "share"
    assert asked == [["space_race"], ["space_race", "espionage"]]
    hand = framing.trends(explorer._corpus, by="group", every="year", frames=["space_race", "espionage"])
    pd.testing.assert_frame_equal(values(explorer.chart.data), values(hand))


def test_nothing_chosen_and_an_unknown_point_are_one_sentence(explorer):
    explorer.controls["frames"].value = ()
    assert "Choose at least one frame" in explorer._view.said
    explorer.choose({"frame": "threat", "group": "<script>", "period": "2021"})
    assert "<script>" in explorer._view.said  # it is text: the view sets it as such
    assert "said.textContent" in explorer._view._esm
    explorer.choose({"frame": "threat", "group": "China", "period": "no such time"})
    assert "no such time" in explorer._view.said
    with pytest.raises(FramingError, match='every="week"'):
        framing.explore(explorer._corpus, every="week")


def test_a_saved_page_shows_the_chart_as_it_was_drawn(explorer):
    shown = explorer._repr_mimebundle_()
    assert explorer.chart.html() in shown["text/html"]
    assert "<script" not in shown["text/html"]
    assert shown["text/plain"] == explorer.chart.alt


def test_an_edited_line_is_tried_told_and_saved_only_when_it_was_tried(tmp_path, news):
    shutil.copy(news.codebook.path, tmp_path / "book.yml")
    news.articles.drop(columns=["group", "country", "ownership"], errors="ignore").to_csv(
        tmp_path / "news.csv", index=False
    )
    corpus = framing.load(tmp_path / "news.csv", codebook=tmp_path / "book.yml")
    editor = framing.edit_lines(corpus, frame="espionage", every="year")
    assert editor.save.disabled
    editor.attempt.click()
    assert "Change the line first" in editor._view.said
    shown = []
    editor._progress.layout.observe(lambda change: shown.append(change["new"]), names="display")
    editor.line.value = "spy"
    editor.text.value = "near(spy"
    editor.attempt.click()
    assert editor.save.disabled
    assert "near(" in editor._view.said
    editor.text.value = "spies of zzz*"
    editor.attempt.click()
    trial = framing.try_line(corpus, "espionage", "spy", "spies of zzz*")
    assert f"{len(trial.lost):,} lost" in editor._view.said
    assert not editor.save.disabled
    assert shown == ["", "none"]  # the bar comes, and is gone when it is done
    editor.text.value = "spies of yyy*"  # not what was tried
    assert editor.save.disabled
    editor.attempt.click()
    editor.save.click()
    assert f"Saved in {tmp_path / 'book.yml'}." in editor._view.said
    saved = framing.load_codebook(tmp_path / "book.yml")
    assert "spies of yyy*" in [line.text for line in saved.frames["espionage"].include]
    assert "spies of yyy*" in editor.line.options
