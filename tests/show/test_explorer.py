"""What the page of passages holds: everything that was counted, or a part of it that says so."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

import framing
from framing.show.explorer_data import gathered


@pytest.fixture(scope="module")
def news():
    return framing.simulate(articles=700, seed=5)


def held_in(html):
    return json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)[1])


@pytest.mark.parametrize("unit", ["article", "headline", "lead"])
def test_it_holds_a_passage_of_every_article_that_a_share_counts_and_of_no_other(news, unit):
    held = gathered(news)
    found = held.passages if unit == "article" else held.passages[held.passages["place"] == unit]
    articles = found.join(held.articles[["group"]].rename(columns={"group": "of"}), on="row")
    here = articles.groupby(["of", "code"])["row"].nunique()
    undated = news.table["published_local"].isna().sum()
    assert not undated
    cells = framing.trends(news, by="group", every="all", unit=unit)
    counted = cells.set_index(["group", "code"])["hits"]
    assert here.reindex(counted.index, fill_value=0).tolist() == counted.tolist()


def test_its_articles_on_topic_are_those_that_shares_are_over(news):
    held = gathered(news)
    months = framing.trends(news, every="month", frames=["threat"])
    wanted = months[months["articles"] > 0].set_index(["group", "period"])["articles"].to_dict()
    assert held.counted.set_index(["source", "month"])["articles"].to_dict() == wanted


def test_where_not_all_fit_each_article_and_frame_keeps_its_first_passage_before_any_has_two(news):
    everything = gathered(news).passages
    pairs = everything.drop_duplicates(["row", "code"])
    most = len(pairs) + 40
    held = gathered(news, most=most)
    assert sum(held.found.values()) == len(everything) > most == len(held.passages)
    assert held.every
    assert len(held.passages.drop_duplicates(["row", "code"])) == len(pairs)
    fewer = gathered(news, most=len(pairs) - 1)
    assert not fewer.every
    assert not fewer.passages.duplicated(["row", "code"]).any()


def test_the_frames_of_the_main_charts_come_first(news):
    counts = gathered(news).passages.drop_duplicates(["row", "code"])["code"].value_counts()
    held = gathered(news, first=["threat"], most=int(counts["threat"]) + 5)
    assert (held.passages["code"] == "threat").sum() == counts["threat"]


def test_the_page_holds_the_same_texts_with_the_match_where_it_says(news):
    shown = framing.browse_passages(news, frames=["threat"])
    data = held_in(shown._repr_html_())
    wanted = framing.passages(news, frames=["threat"])
    code = [name for name, _ in data["frames"]].index("threat")
    found = [(text, text[at : at + long]) for _, frame, _, _, text, at, long in data["passages"] if frame == code]
    there = wanted["left"] + wanted["match"] + wanted["right"]
    assert sorted(found) == sorted(zip(there, wanted["match"], strict=True))


def test_offsets_count_as_a_script_counts_and_nothing_ends_the_script(tiny):
    body = "𝕊atellites 🚀 and </script><!-- a space race\u2028 in <b>orbit</b> it was."
    rows = [{"source": "Alpha", "published": "2024-05-01", "headline": "space </script> race", "body": body}]
    html = framing.browse_passages(tiny(rows))._repr_html_()
    assert html.count("</script>") == html.count("<script") == 2
    data = held_in(html)
    for *_, text, at, long in data["passages"]:
        units = text.encode("utf-16-le")
        assert units[2 * at : 2 * (at + long)].decode("utf-16-le") == "race"


def test_an_article_known_to_the_month_is_of_no_quarter_and_an_undated_one_is_kept(tiny):
    rows = [
        {"source": "Alpha", "published": "2024-05", "headline": "space race", "body": "One."},
        {"source": "Alpha", "published": "", "headline": "space race", "body": "Two."},
        {"source": "", "published": "2024", "headline": "space race", "body": "Three."},
    ]
    held = gathered(tiny(rows))
    assert sorted(held.articles["day"]) == ["", "2024", "2024-05"]
    assert held.counted["articles"].sum() == 3


def test_a_corpus_that_is_not_free_is_cut_and_a_corpus_without_passages_says_so(tiny):
    words = " ".join(f"w{number}" for number in range(60))
    body = f"{words} the space race {words} a race {words}"
    rows = [{"source": "Alpha", "published": "2024-05-01", "headline": "In space", "body": body}]
    texts = [text for *_, text, _, _ in framing.browse_passages(tiny(rows), quote=12).data()["passages"]]
    assert texts
    assert max(len(text.split()) for text in texts) <= 12
    rows[0]["body"] = "Nothing of it in space."
    silent = framing.browse_passages(tiny(rows))
    assert silent._repr_html_() == '<p class="nothing">No passage in this selection.</p>'
    assert len(framing.browse_findings(silent).sentences) == 1


def test_the_still_page_has_the_place_that_each_point_of_the_main_chart_leads_to(news):
    shown = framing.browse_passages(news, frames=["threat"], every="year")
    ids = set(re.findall(r'<span id="([^"]+)"', shown._repr_html_().replace("&amp;", "&")))
    for by, plot in (("source", framing.plot_trends), ("group", framing.plot_groups)):
        cells = framing.trends(news, by=by, every="year", frames=["threat"], min_articles=1, min_clusters=1)
        asked = set(re.findall(r'data-behind="([^"]+)"', plot(cells).html().replace("&amp;", "&")))
        assert asked
        assert asked <= ids


def test_findings_count_what_is_held(news):
    shown = framing.browse_passages(news, most=300)
    first = framing.browse_findings(shown).sentences[0]
    assert f"{sum(shown.held.found.values()):,} passages of nine frames" in first
    assert "300 of them are on this page" in first
    assert "no shares" in first  # not every article with a frame is among 300
    assert isinstance(shown.held.passages, pd.DataFrame)
