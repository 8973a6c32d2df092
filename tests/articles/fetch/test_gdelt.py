"""GDELT: ranges are split until each is under its cap, and what was stopped goes on."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from framing.articles.fetch import fetch_gdelt, kept_from
from framing.articles.fetch.run import Refused
from framing.project import FramingError


def moments(*given):
    """Say when articles were seen: ("2024-03-01 12:15", 3) are three of that minute."""
    return [dt.datetime.fromisoformat(when) for when, count in given for _ in range(count)]


class Gdelt:
    """GDELT as it answers: at most 250 articles, oldest first, and no list where there is none."""

    def __init__(self, server, reply, seen, bounds="both"):
        self.reply, self.seen, self.bounds, self.said = reply, sorted(seen), bounds, []
        server.answer = self.answer

    def answer(self, asked):
        if self.said and self.said[0] is not None:
            return self.reply(self.said.pop(0), headers={"Content-Type": "text/html"})
        self.said = self.said[1:]
        start, end = (
            dt.datetime.strptime(asked.params[f"{each}datetime"], "%Y%m%d%H%M%S") for each in ("start", "end")
        )
        inside = {
            "both": lambda at: start <= at <= end,
            "neither": lambda at: start < at < end,
            "start": lambda at: start <= at < end,
            "end": lambda at: start < at <= end,
        }[self.bounds]
        listed = [
            {
                "url": f"https://alpha.example/{number}",
                "url_mobile": "",
                "title": f"Probe {number} nears the moon",
                "seendate": at.strftime("%Y%m%dT%H%M%SZ"),
                "socialimage": "",
                "domain": "alpha.example",
                "language": "English",
                "sourcecountry": "United States",
            }
            for number, at in enumerate(self.seen)
            if inside(at)
        ][:250]
        return self.reply(json.dumps({"articles": listed} if listed else {}))


def addresses(folder):
    """Return the addresses of all articles in a folder, as often as they stand there."""
    found = []
    for name in kept_from(folder):
        found += [each["url"] for each in json.loads((folder / name).read_bytes())["articles"]]
    return sorted(found)


def test_a_day_under_the_cap_is_one_request_and_one_file(server, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-03-01 12:15", 3), ("2024-03-02 00:00", 1)))
    made = fetch_gdelt('"space race"', "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.requests, made.kept, made.articles, made.failures) == (1, 1, 3, ())
    line = kept_from(tmp_path)["gdelt-20240301T000000-20240302T000000.json"]
    assert (line["start"], line["end"]) == ("2024-03-01T00:00:00+00:00", "2024-03-02T00:00:00+00:00")
    assert line["asked"] == {"query": '"space race"'}
    assert server.asked[0].params == {
        "query": '"space race"',
        "mode": "ArtList",
        "format": "json",
        "maxrecords": "250",
        "sort": "DateAsc",
        "startdatetime": "20240229235959",
        "enddatetime": "20240301235959",
    }


@pytest.mark.parametrize("bounds", ["both", "neither", "start", "end"])
def test_every_article_is_had_once_whatever_the_bounds_mean(server, web, reply, tmp_path, bounds):
    hours = [
        (f"2024-03-{day:02} {hour:02}:{minute}", 40) for day in (1, 2) for hour in (0, 6, 18) for minute in ("00", 45)
    ]
    Gdelt(server, reply, moments(*hours), bounds)
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-02", tmp_path, base=server.url, client=web)
    assert made.failures == ()
    assert made.articles == 480
    assert len(addresses(tmp_path)) == len(set(addresses(tmp_path))) == 480
    # 480 in two days, 240 in each: asked for once as a whole.
    assert (made.requests, made.kept) == (3, 2)


def test_requests_are_five_seconds_apart(server, clock, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-03-01 06:00", 200), ("2024-03-01 18:00", 200)))
    fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert clock.slept == [5.0, 5.0]


def test_more_than_250_in_one_minute_are_kept_as_far_as_they_go_and_said(server, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-03-01 12:15", 300), ("2024-03-01 12:17", 10), ("2024-03-01 20:00", 20)))
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert made.articles == 280
    assert made.failures == (
        "2024-03-01 12:15 to 2024-03-01 12:16: GDELT lists 250 articles, the most it gives, and there may be more; "
        "narrow the query, by sourcelang: or sourcecountry: for example, and fetch them apart.",
    )
    # A later run does not ask again, and does not keep quiet about it either.
    again = fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (again.requests, again.failures) == (0, made.failures)


def test_a_range_that_gdelt_finds_too_short_is_kept_full(server, web, reply, tmp_path):
    gdelt = Gdelt(server, reply, moments(("2024-03-01 12:15", 300)))
    gdelt.said = [None, "Timespan is too short."]
    made = fetch_gdelt("moon", "2024-03-01T12:00", "2024-03-01T12:30", tmp_path, base=server.url, client=web)
    assert (made.requests, made.kept, made.articles) == (2, 1, 250)
    assert made.failures[0].startswith("2024-03-01 12:00 to 2024-03-01 12:30: GDELT lists 250 articles")


def test_months_are_asked_for_one_by_one_and_empty_ones_leave_a_line_and_no_file(server, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-01-05 00:00", 2), ("2024-03-05 00:00", 1)))
    made = fetch_gdelt("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    assert (made.requests, made.kept, made.articles) == (3, 2, 3)
    assert len((tmp_path / "fetched.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    again = fetch_gdelt("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    assert (again.requests, again.kept, again.already) == (0, 0, 2)


def test_a_fetch_that_was_stopped_goes_on_where_it_stopped(server, web, reply, tmp_path):
    seen = moments(*((f"2024-03-{day:02} 12:00", 100) for day in range(1, 9)))
    Gdelt(server, reply, seen)

    def stop(said):
        if len(kept_from(tmp_path)) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_gdelt("moon", "2024-03-01", "2024-03-08", tmp_path, base=server.url, client=web, progress=stop)
    # 800 in eight days, 400 in four, 200 in two.
    asked = [(each.params["startdatetime"][6:8], each.params["enddatetime"][6:8]) for each in server.asked]
    assert asked == [("29", "08"), ("29", "04"), ("29", "02"), ("02", "04")]
    server.asked.clear()
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-08", tmp_path, base=server.url, client=web)
    asked = [(each.params["startdatetime"][6:8], each.params["enddatetime"][6:8]) for each in server.asked]
    assert asked == [("04", "08"), ("04", "06"), ("06", "08")]
    assert (made.already, made.kept, made.articles) == (2, 2, 400)
    assert len(addresses(tmp_path)) == len(set(addresses(tmp_path))) == 800


def test_a_longer_range_asks_for_what_is_new_alone(server, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-03-01 12:00", 1), ("2024-03-03 12:00", 1)))
    fetch_gdelt("moon", "2024-03-01", "2024-03-02", tmp_path, base=server.url, client=web)
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-04", tmp_path, base=server.url, client=web)
    assert (made.requests, made.articles, made.already) == (1, 1, 1)
    assert "gdelt-20240303T000000-20240305T000000.json" in kept_from(tmp_path)


def test_today_is_asked_for_again_since_it_is_not_over(server, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-05-31 12:00", 1), ("2024-06-01 06:00", 1)))
    first = fetch_gdelt("moon", "2024-05-31", "2024-06-01", tmp_path, base=server.url, client=web)
    Gdelt(server, reply, moments(("2024-05-31 12:00", 1), ("2024-06-01 06:00", 3)))
    second = fetch_gdelt("moon", "2024-05-31", "2024-06-01", tmp_path, base=server.url, client=web)
    assert (first.requests, first.articles) == (2, 2)
    assert (second.requests, second.articles, second.already) == (1, 3, 1)
    assert len(kept_from(tmp_path)) == 2


def test_another_query_of_the_same_days_has_a_file_of_its_own(server, web, reply, tmp_path):
    Gdelt(server, reply, moments(("2024-03-01 12:00", 1)))
    fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    made = fetch_gdelt("mars", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.requests, made.already) == (1, 0)
    lines = kept_from(tmp_path)
    assert {name: line["asked"]["query"] for name, line in lines.items()} == {
        "gdelt-20240301T000000-20240302T000000.json": "moon",
        "gdelt-20240301T000000-20240302T000000-2.json": "mars",
    }


def test_a_query_that_gdelt_refuses_is_an_error_with_its_words(server, web, reply, tmp_path):
    server.answers(reply("<p>Your query was too short or too long.</p>\n"))
    with pytest.raises(Refused, match=r"GDELT does not take this query \(status 200\): “Your query was too short or"):
        fetch_gdelt("a", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert kept_from(tmp_path) == {}


def test_a_complaint_about_speed_is_no_answer_whatever_its_status(server, clock, web, reply, tmp_path):
    gdelt = Gdelt(server, reply, moments(("2024-03-01 12:00", 1)))
    gdelt.said = ["Please limit requests to one every 5 seconds or contact us for larger queries."]
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.requests, made.articles, made.failures) == (2, 1, ())
    assert clock.slept == [10.0]


@pytest.mark.parametrize("half", ['{"articles": [{"url": "https://alpha.example/1", "ti', "", "{", '{"articles": 7}'])
def test_json_that_is_cut_off_is_asked_for_again(server, web, reply, tmp_path, half):
    gdelt = Gdelt(server, reply, moments(("2024-03-01 12:00", 1)))
    gdelt.said = [half]
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.requests, made.articles, made.failures) == (2, 1, ())


def test_control_characters_and_stray_backslashes_are_read_and_kept_as_they_came(server, web, reply, tmp_path):
    body = b'{"articles": [{"url": "https://alpha.example/1", "title": "Up \\& \\"away\\"\x08\ttab"}]}'
    server.answers(reply(body))
    made = fetch_gdelt("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.articles, made.failures) == (1, ())
    assert (tmp_path / "gdelt-20240301T000000-20240302T000000.json").read_bytes() == body


def test_a_range_that_fails_is_said_and_the_others_are_fetched(server, web, reply, tmp_path):
    gdelt = Gdelt(server, reply, moments(("2024-01-05 00:00", 2), ("2024-02-05 00:00", 1), ("2024-03-05 00:00", 1)))
    server.answer = lambda asked: (
        reply(status=500) if asked.params["startdatetime"] == "20240131235959" else gdelt.answer(asked)
    )
    made = fetch_gdelt("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    assert (made.requests, made.kept, made.articles) == (7, 2, 3)
    assert made.failures == (
        "2024-02-01 to 2024-02-29: 127.0.0.1 was asked 5 times in vain (it answers with status 500); run this again "
        "later: it goes on from here.",
    )
    server.answer = gdelt.answer
    again = fetch_gdelt("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    assert (again.requests, again.articles, again.failures) == (1, 1, ())


def test_when_three_parts_fail_in_a_row_the_rest_is_left_for_later(server, web, reply, tmp_path):
    server.answers(reply(status=500))
    web.tries = 1
    made = fetch_gdelt("moon", "2023-01-01", "2023-12-31", tmp_path, base=server.url, client=web)
    assert made.requests == 3
    assert len(made.failures) == 4
    assert made.failures[-1] == (
        "2023-04-01 to 2023-12-31: not asked for, since 3 parts in a row failed; run this again later."
    )


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_query_is_a_sentence(tmp_path, query):
    with pytest.raises(FramingError, match="The query for GDELT is empty"):
        fetch_gdelt(query, "2024-03-01", "2024-03-02", tmp_path)
