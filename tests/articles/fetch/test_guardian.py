"""The Guardian: page by page, in parts where there are too many, and never a word of the key."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest

from framing.articles.fetch import fetch_guardian, guardian, kept_from
from framing.articles.fetch.http import Unanswered
from framing.articles.fetch.run import Refused
from framing.project import FramingError

KEY = "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("GUARDIAN_API_KEY", KEY)


class Guardian:
    """The Guardian as it answers: 50 articles a page, oldest first."""

    def __init__(self, server, reply, days, furthest=None):
        self.reply, self.furthest = reply, furthest
        self.days = [dt.date.fromisoformat(day) for day, count in days for _ in range(count)]
        server.answer = self.answer

    def answer(self, asked):
        params = asked.params
        if params.get("api-key") != KEY:
            return self.reply(json.dumps({"message": "Unauthorized"}), status=401)
        start, end = (dt.date.fromisoformat(params[f"{each}-date"]) for each in ("from", "to"))
        found = [(number, day) for number, day in enumerate(self.days) if start <= day <= end]
        page, size = int(params["page"]), int(params["page-size"])
        if self.furthest and page > self.furthest:
            message = "Content API does not support paging this far. Please change page or page-size."
            return self.reply(json.dumps({"response": {"status": "error", "message": message}}), status=400)
        response = {
            "status": "ok",
            "userTier": "developer",
            "total": len(found),
            "startIndex": (page - 1) * size + 1 if found else 0,
            "pageSize": size,
            "currentPage": page,
            "pages": -(-len(found) // size),
            "orderBy": "oldest",
            "results": [
                {
                    "id": f"science/{number}",
                    "type": "article",
                    "sectionName": "Science",
                    "webPublicationDate": f"{day}T09:00:00Z",
                    "webTitle": f"Probe {number} nears the moon",
                    "webUrl": f"https://www.guardian.example/science/{number}",
                    "fields": {"headline": f"Probe {number} nears the moon", "bodyText": "It flew. It landed."},
                }
                for number, day in found[(page - 1) * size : page * size]
            ],
        }
        return self.reply(json.dumps({"response": response}))


def test_all_pages_are_fetched_with_texts_oldest_first(server, web, reply, tmp_path):
    Guardian(server, reply, [("2024-03-01", 60), ("2024-03-02", 65)])
    made = fetch_guardian("moon", "2024-03-01", "2024-03-02", tmp_path, section="science", base=server.url, client=web)
    assert (made.requests, made.kept, made.articles, made.failures) == (3, 3, 125, ())
    assert sorted(kept_from(tmp_path)) == [f"guardian-20240301-20240302-p00{page}.json" for page in (1, 2, 3)]
    params = server.asked[0].params
    assert (params["from-date"], params["to-date"], params["order-by"]) == ("2024-03-01", "2024-03-02", "oldest")
    assert (params["q"], params["section"], params["page-size"]) == ("moon", "science", "50")
    assert {"headline", "trailText", "byline", "bodyText", "wordcount", "publication", "lastModified"} <= set(
        params["show-fields"].split(",")
    )


def test_a_fetch_that_was_stopped_goes_on_at_the_next_page(server, web, reply, tmp_path):
    Guardian(server, reply, [("2024-03-01", 220)])

    def stop(said):
        if len(kept_from(tmp_path)) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web, progress=stop)
    server.asked.clear()
    made = fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert [each.params["page"] for each in server.asked] == ["3", "4", "5"]
    assert (made.already, made.kept, made.articles, made.failures) == (2, 3, 120, ())


def test_what_was_fetched_whole_is_not_asked_for_again(server, web, reply, tmp_path):
    Guardian(server, reply, [("2024-02-10", 3), ("2024-03-01", 60)])
    fetch_guardian("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    made = fetch_guardian("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    assert (made.requests, made.already) == (0, 3)
    made = fetch_guardian("moon", "2024-01-01", "2024-03-31", tmp_path, section="world", base=server.url, client=web)
    assert made.requests == 4  # another question


def test_days_with_too_many_pages_are_asked_for_in_parts(server, web, reply, tmp_path, monkeypatch):
    monkeypatch.setattr(guardian, "_MOST_PAGES", 2)
    Guardian(server, reply, [(f"2024-03-0{day}", 40) for day in range(1, 5)])
    made = fetch_guardian("moon", "2024-03-01", "2024-03-04", tmp_path, base=server.url, client=web)
    # 160 are four pages: asked for as two days and two days, two pages each.
    assert (made.requests, made.kept, made.articles, made.failures) == (5, 4, 160, ())


def test_a_page_too_far_for_the_service_splits_the_days(server, web, reply, tmp_path):
    Guardian(server, reply, [("2024-03-01", 100), ("2024-03-02", 100)], furthest=2)
    made = fetch_guardian("moon", "2024-03-01", "2024-03-02", tmp_path, base=server.url, client=web)
    assert (made.articles, made.failures) == (200, ())
    # Pages 1, 2 and the refused 3 of both days; then 1 and 2 of each.
    assert made.requests == 7


def test_a_day_with_more_pages_than_the_service_gives_is_said(server, web, reply, tmp_path):
    Guardian(server, reply, [("2024-03-01", 200)], furthest=2)
    made = fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert made.articles == 100
    assert made.failures == (
        "2024-03-01 to 2024-03-01: the Guardian gives no page beyond 2; narrow the query, by a section say.",
    )


def test_fewer_articles_than_the_service_says_it_has_are_said(server, web, reply, tmp_path):
    body = {"response": {"status": "ok", "total": 3, "pages": 1, "results": [{"webUrl": "https://a.example/1"}]}}
    server.answers(reply(json.dumps(body)))
    made = fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert made.failures == ("2024-03-01 to 2024-03-01: the Guardian says it has 3 articles, and gave 1.",)


def test_half_an_answer_and_a_crowded_service_are_asked_again(server, web, reply, tmp_path):
    service = Guardian(server, reply, [("2024-03-01", 2)])
    trouble = [reply('{"response": {"status": "ok", "resu'), reply(status=429), reply("{}", length=900)]
    server.answer = lambda asked: trouble.pop(0) if trouble else service.answer(asked)
    made = fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.requests, made.articles, made.failures) == (4, 2, ())


def test_without_a_key_nothing_is_asked_and_the_sentence_says_where_one_gets_it(server, web, tmp_path, monkeypatch):
    monkeypatch.delenv("GUARDIAN_API_KEY")
    with pytest.raises(FramingError, match=r"GUARDIAN_API_KEY is not set; get one at https://open-platform"):
        fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path / "press", base=server.url, client=web)
    assert server.asked == []
    assert not (tmp_path / "press").exists()


def chain(error):
    """Return all that an error and those behind it say."""
    said = ""
    while error is not None:
        said += f"{error!r} {error} {error.__dict__} "
        error = error.__cause__ or error.__context__
    return said


@pytest.mark.parametrize("damaged", [f"{KEY}\r\nX-Other: 1", f"{KEY} x", f"{KEY}é"])
def test_a_key_that_is_none_is_refused_without_being_shown(server, web, tmp_path, monkeypatch, damaged):
    monkeypatch.setenv("GUARDIAN_API_KEY", damaged)
    with pytest.raises(FramingError, match="GUARDIAN_API_KEY holds spaces or letters") as caught:
        fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert KEY not in chain(caught.value)


def test_a_key_that_the_service_refuses_is_an_error(server, web, reply, tmp_path, monkeypatch):
    monkeypatch.setenv("GUARDIAN_API_KEY", "another-key-of-someone")
    Guardian(server, reply, [])
    with pytest.raises(Refused, match=r"does not take the key in GUARDIAN_API_KEY \(“Unauthorized”\)") as caught:
        fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert "another-key" not in chain(caught.value)


def test_a_refusal_after_something_was_kept_is_a_failure_and_the_end(server, web, reply, tmp_path):
    service = Guardian(server, reply, [("2024-01-05", 1), ("2024-02-05", 1), ("2024-03-05", 1)])
    refused = reply('{"response": {"status": "error", "message": "No such field"}}', status=400)
    server.answer = lambda asked: service.answer(asked) if asked.params["from-date"] < "2024-02" else refused
    made = fetch_guardian("moon", "2024-01-01", "2024-03-31", tmp_path, base=server.url, client=web)
    assert (made.requests, made.kept) == (2, 1)
    assert made.failures == (
        "2024-02-01 to 2024-02-29: The Guardian does not answer this query (status 400): “No such field”; change it.",
    )


def test_the_key_is_in_no_file_no_log_no_message(server, web, reply, tmp_path, caplog):
    # A service that repeats the key wherever it can: in texts, headers, addresses and complaints.
    body = {
        "response": {"status": "ok", "total": 1, "pages": 1, "results": [{"webUrl": f"https://a.example/?k={KEY}"}]}
    }
    trouble = [
        reply(f"no access for {KEY}", status=500, headers={"Retry-After": KEY}),
        reply(status=302, headers={"Location": f"/search?api-key={KEY}&q={KEY}"}),
        reply(json.dumps(body), headers={"ETag": f'"{KEY}"'}),
        reply(json.dumps({"message": f"{KEY} is over its quota"}), status=403),
    ]
    server.answers(*trouble)
    told = []
    with caplog.at_level(logging.DEBUG):
        made = fetch_guardian(
            "moon", "2024-02-01", "2024-03-31", tmp_path, base=server.url, client=web, progress=told.append
        )
    assert made.kept == 1
    assert "[key] is over its quota" in made.failures[0]
    assert any("GET" in each.getMessage() for each in caplog.records)
    written = "".join(each.read_text(encoding="utf-8") for each in tmp_path.iterdir())
    said = " ".join([written, *told, *made.failures, caplog.text, repr(made), made.said()])
    assert KEY not in said
    assert server.asked[0].params["api-key"] == KEY


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        ({"status": 500}, Unanswered),
        ({"slow": True}, Unanswered),
        ({"body": "half", "length": 90}, Unanswered),
        ({"status": 401, "body": KEY}, Refused),
        ({"body": f"<html>{KEY}</html>"}, Unanswered),
        ({"status": 302, "headers": {"Location": f"ftp://other.example/?x={KEY}"}}, FramingError),
        ({"status": 302, "headers": {"Location": f"http://other.example/?x={KEY}"}}, FramingError),
    ],
)
def test_the_key_is_in_no_error_and_in_none_behind_it(server, web, reply, tmp_path, trouble, expected):
    web.tries, web.timeout, web.keys = 1, 0.2, [KEY]
    server.answers(reply(**trouble))
    try:
        made = fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    except expected as error:
        assert KEY not in chain(error)
    else:
        assert made.failures
        assert KEY not in " ".join(made.failures)
    written = "".join(each.read_text(encoding="utf-8") for each in tmp_path.iterdir())
    assert KEY not in written


def test_a_redirect_that_takes_the_key_to_another_host_is_refused(server, web, reply, tmp_path):
    server.answers(reply(status=302, headers={"Location": f"https://other.example/search?api-key={KEY}"}))
    with pytest.raises(FramingError, match=r"leads to other.example with the key; it is not followed"):
        fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)


def test_the_public_test_key_is_a_word_and_is_left_in_texts(server, web, reply, tmp_path, monkeypatch):
    monkeypatch.setenv("GUARDIAN_API_KEY", "test")
    results = [{"webUrl": "https://a.example/1", "fields": {"bodyText": "The engine test went well."}}]
    server.answers(reply(json.dumps({"response": {"status": "ok", "total": 1, "pages": 1, "results": results}})))
    fetch_guardian("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert "engine test went" in (tmp_path / "guardian-20240301-20240301-p001.json").read_text(encoding="utf-8")
    assert "api-key" not in (tmp_path / "fetched.jsonl").read_text(encoding="utf-8")
