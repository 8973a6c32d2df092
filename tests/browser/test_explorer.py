"""The page of passages in a real browser: its filters against pandas, and the way there and back."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

import framing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def news():
    return framing.load("sample")


def counts(page):
    found = re.match(r"([\d,]+) passages? in ([\d,]+) articles?", page.locator(".explorer-status").inner_text())
    return tuple(int(each.replace(",", "")) for each in found.groups()) if found else (0, 0)


def at(folder, **asked):
    return f"{(folder / '10-passages.html').as_uri()}#" + "&".join(f"{k}={quote(v, safe='')}" for k, v in asked.items())


def test_a_point_of_the_main_chart_leads_by_key_to_the_articles_it_counts_and_back(sample_report, visit, news):
    seen = visit(sample_report / "02-frames-over-time.html")
    page = seen.page
    cells = framing.trends(news, frames=["space_race", "espionage"])
    cell = cells[(cells["group"] == "Capitol Orbiter") & (cells["period"] == "2024Q3") & (cells["code"] == "espionage")]
    chart = page.locator("#chart-02-share-by-source")
    chart.locator("a.skip").focus()
    page.keyboard.press("Tab")  # the first of the points
    assert page.evaluate("document.activeElement.closest('.marks') !== null")
    point = chart.locator('a[href*="source=Capitol%20Orbiter&period=2024Q3"][href*="frame=espionage"]')
    assert point.count() == 1
    assert point.locator("title").text_content().startswith("Capitol Orbiter, Espionage, 2024 Q3: ")
    point.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".explorer.ready")
    assert counts(page)[1] == int(cell["hits"].iloc[0])
    shown = page.locator(".explorer-list li")
    assert shown.count() >= counts(page)[1]
    assert all("Capitol Orbiter" in each and "2024" in each for each in shown.locator(".from").all_inner_texts())
    assert shown.locator("mark").first.inner_text()
    back = shown.first.get_by_text("in the chart")
    back.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/02-frames-over-time.html#chart-02-share-by-source")
    assert (seen.requests, seen.messages) == ([], [])


def test_the_filters_find_what_pandas_finds(sample_report, visit, news):
    drawn = framing.browse_passages(news, frames=["space_race", "espionage"])
    found, articles = drawn.held.passages, drawn.held.articles
    places = {code: number for number, code in enumerate(drawn.actors)}
    text = (found["left"] + found["match"] + found["right"]).str.casefold() + "\n" + found["headline"].str.casefold()
    of = articles.loc[found["row"]].reset_index(drop=True)
    day = found["day"]
    tries = [
        ({}, day.notna()),
        ({"frame": "threat"}, found["code"] == "threat"),
        ({"group": "India", "period": "2022"}, (of["group"] == "India") & day.str.startswith("2022")),
        (
            {"source": "Danube Observer", "part": "headline"},
            (of["source"] == "Danube Observer") & (found["place"] == "headline"),
        ),
        (
            {"actor": "china", "period": "2023-05"},
            of["actors"].map(lambda a: places["china"] in a) & day.str.startswith("2023-05"),
        ),
        ({"text": "Moon", "ownership": "state"}, text.str.contains("moon", regex=False) & (of["ownership"] == "state")),
        ({"frame": "espionage", "text": "no such words anywhere"}, day.isna()),
    ]
    seen = visit(at(sample_report))
    for asked, kept in tries:
        seen.page.goto(at(sample_report, **asked))
        seen.page.wait_for_selector(".explorer.ready")
        assert counts(seen.page) == (int(kept.sum()), found.loc[kept, "row"].nunique()), asked
    assert "Take a filter away" in seen.page.locator(".explorer-status").inner_text()


def test_bars_are_the_shares_of_notebook_02_and_a_bar_is_a_filter(sample_report, visit, news):
    page = visit(at(sample_report, frame="space_race", group="China")).page
    cells = framing.trends(news, by="group", every="quarter", frames=["space_race"])
    here = cells[(cells["group"] == "China") & (cells["hits"] > 0)]
    wanted = set()
    for row in here.itertuples():
        articles = f"{row.hits} article{'s' * (row.hits != 1)} of {row.articles}"
        wanted.add(f"{row.period.replace('Q', ' Q')}: {articles}, {row.estimate * 100:.0f}%")
    assert set(page.locator(".explorer-chart title").all_text_contents()) == wanted
    page.locator(".explorer-chart a").nth(4).focus()
    page.keyboard.press("Enter")
    assert page.locator("select[name=period]").input_value() == "2020Q1"
    assert page.url.endswith("#frame=space_race&group=China&period=2020Q1")
    assert counts(page)[1] == int(here[here["period"] == "2020Q1"]["hits"].iloc[0])


def test_choosing_by_hand_writes_the_address_that_gives_the_same_view(sample_report, visit):
    page = visit(at(sample_report)).page
    page.get_by_label("Frame").select_option("threat")
    page.get_by_label("Outlets").select_option(label="Vindhya Bulletin")
    page.get_by_label("Words in passage or headline").fill("satellite & orbit")
    page.get_by_label("Words in passage or headline").fill("satellite")
    there, status = page.url, page.locator(".explorer-status").inner_text()
    assert there.endswith("#frame=threat&source=Vindhya%20Bulletin&text=satellite")
    other = visit(there).page
    assert other.locator(".explorer-status").inner_text() == status
    page.get_by_text("Take all filters away").click()
    page.wait_for_function("location.hash.length < 2")
    assert counts(page)[0] == 20_000
    page.get_by_text("Show 40 more").click()
    assert page.locator(".explorer-list li").count() == 80
    assert page.evaluate("[...document.querySelectorAll('.explorer-list li')].indexOf(document.activeElement)") == 40


def test_without_a_script_a_point_still_leads_to_a_passage_and_back(sample_report, visit):
    page = visit(sample_report / "02-frames-over-time.html", script=False).page
    page.locator('#chart-02-share-by-source a[href*="source=Capitol%20Orbiter&period=2024Q3"]').first.click()
    page.wait_for_url("**/10-passages.html#frame=*")
    target = "document.getElementById(location.hash.slice(1))"
    assert 0 <= page.evaluate(f"{target}.getBoundingClientRect().top") < 100
    below = "let at = TARGET; while (at.tagName !== 'H4') at = at.nextElementSibling; return at.textContent"
    heading = page.evaluate(f"(() => {{ {below.replace('TARGET', target)} }})()")
    assert heading.startswith("Capitol Orbiter, 2024 Q3: Space race in ")
    assert page.locator("form").is_hidden()
    page.locator("a.back:not([hidden])").first.click()
    page.wait_for_url("**/02-frames-over-time.html#chart-02-share-by-source")


def test_filtered_views_read_well_to_axe_in_both_themes(sample_report, visit):
    for dark in (False, True):
        seen = visit(at(sample_report, frame="espionage", group="China", period="2024Q4"), dark=dark, width=390)
        assert seen.axe() == []
        wide = seen.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
