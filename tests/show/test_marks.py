"""Links over the points of a chart: on the points, and to what they were counted from."""

from __future__ import annotations

import re
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest

import framing
from framing.show.marks import MANY, Mark, asked, drawn_marks, lead_to

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def news():
    return framing.simulate(articles=900, seed=3)


def links(chart):
    """The links of a chart's picture: what they ask for, their title, and the middle of their place."""
    html = chart.html()
    picture = ET.fromstring(
        html[html.index("<svg") : html.index("</svg>") + 6].replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ')
    )
    found = []
    for link in picture.iter(f"{SVG}a"):
        behind = {key: value[0] for key, value in parse_qs(link.get("data-behind")).items()}
        place = link.find(f"{SVG}circle")
        at = (float(place.get("cx")), float(place.get("cy"))) if place is not None else None
        found.append((behind, link.find(f"{SVG}title").text, at))
    return picture, found


def test_each_drawn_point_with_a_passage_leads_to_its_frame_source_and_period(news):
    cells = framing.trends(news, every="year", frames=["espionage", "threat"])
    _, found = links(framing.plot_trends(cells, labels=news.labels))
    drawn = cells[cells["shown"] & (cells["hits"] > 0)]
    wanted = {(row.code, row.group, row.period) for row in drawn.itertuples()}
    assert len(found) == len(wanted) > 50
    assert {(behind["frame"], behind["source"], behind["period"]) for behind, *_ in found} == wanted


def test_a_link_lies_on_the_mark_that_matplotlib_drew(news):
    cells = framing.trends(news, by="all", every="year", frames=["espionage"])
    picture, found = links(framing.plot_groups(cells, by="all", labels=news.labels))
    marks = {(float(use.get("x")), float(use.get("y"))) for use in picture.iter(f"{SVG}use")}
    assert len(found) == cells["shown"].sum()
    for behind, _, (x, y) in found:
        assert "group" not in behind
        assert any(abs(x - a) < 0.11 and abs(y - b) < 0.11 for a, b in marks)


def test_a_link_says_what_stands_there(news):
    cells = framing.trends(news, by="group", every="all", frames=["espionage"])
    row = cells[cells["group"] == "India"].iloc[0]
    said = [
        title
        for behind, title, _ in links(framing.plot_mix(cells, labels=news.labels))[1]
        if behind["group"] == "India"
    ]
    assert said[0].startswith(f"India, Espionage: {row['estimate'] * 100:.0f}% of {row['articles']:,} articles, ")


def test_a_share_in_headlines_leads_to_headlines(news):
    cells = framing.trends(news, by="group", every="all", unit="headline")
    found = links(framing.plot_mix(cells, labels=news.labels))[1]
    assert {behind["part"] for behind, *_ in found} == {"headline"}


def test_a_point_at_nought_and_the_tone_of_all_articles_lead_nowhere(news):
    cells = framing.trends(news, every="quarter", frames=["espionage"], min_articles=1)
    assert (cells["shown"] & (cells["hits"] == 0)).any()
    assert len(framing.plot_trends(cells).marks) == (cells["shown"] & (cells["hits"] > 0)).sum()
    tone = framing.trends(news, by="group", every="year", measure="tone", frames=["espionage"])
    assert {mark.behind["frame"] for mark in framing.plot_groups(tone).marks} == {"espionage"}


def test_a_picture_with_more_points_than_anybody_hits_has_no_links(news):
    cells = framing.trends(news, every="month", min_articles=1, min_clusters=1)
    assert (cells["shown"] & (cells["hits"] > 0)).sum() > MANY
    chart = framing.plot_trends(cells)
    assert "data-behind" not in chart.html()
    assert 'role="img"' in chart.html()


def test_a_name_that_would_break_out_of_an_address_stays_in_it():
    link = asked({"frame": "a", "source": '"><script>&period=2020#', "period": "2024"})
    assert re.fullmatch(r"[\w=&.%-]+", link)
    assert parse_qs(link)["source"] == ['"><script>&period=2020#']


def test_of_two_points_that_stand_close_neither_covers_the_middle_of_the_other():
    places = [(10.0, 10.0), (13.0, 14.0), (60.0, 10.0)]  # 5 points apart; alone
    marks = [Mark(x, y, 6.0, 6.0, {"frame": "a"}, "said") for x, y in places]
    assert re.findall(r' r="([\d.]+)"', drawn_marks(marks)) == ["2.5", "2.5", "6.0"]
    same = [Mark(10.0, 10.0, 6.0, 6.0, {"frame": code}, "said") for code in "ab"]
    assert re.findall(r'cx="([\d.]+)" cy="10.0" r="([\d.]+)"', drawn_marks(same)) == [("8.4", "1.6"), ("11.6", "1.6")]


def test_marks_lead_nowhere_until_they_are_given_a_page(news):
    html = framing.plot_groups(framing.trends(news, by="group", every="year", frames=["threat"])).html()
    assert 'class="to-passages" hidden' in html
    assert not re.search(r"<a [^>]*href=[^>]*><title>", html)
    there = lead_to(html, "10-passages.html#")
    assert there.count('<a href="10-passages.html#frame=threat&amp;group=') == html.count("data-behind") > 10
    assert "hidden" not in re.sub(r'aria-hidden="true"', "", there)
