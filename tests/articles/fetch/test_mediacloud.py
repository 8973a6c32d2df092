"""Media Cloud: pages that each say where the next begins, two a minute."""

from __future__ import annotations

import json

import pytest

from framing.articles.fetch import fetch_mediacloud, kept_from
from framing.articles.fetch.run import Refused
from framing.project import FramingError

KEY = "00112233445566778899aabbccddeeff00112233"


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("MEDIACLOUD_API_KEY", KEY)


class MediaCloud:
    """Media Cloud as it answers: stories of a day, two a page here, and a mark of where to go on."""

    def __init__(self, server, reply, days):
        self.reply, self.expired = reply, set()
        self.days = [day for day, count in days for _ in range(count)]
        server.answer = self.answer

    def answer(self, asked):
        params = asked.params
        if asked.headers.get("authorization") != f"Token {KEY}":
            return self.reply('{"detail": "Invalid token."}', status=401)
        mark = params.get("pagination_token", "")
        if mark in self.expired:
            return self.reply('{"status": "error", "note": "Bad pagination token"}', status=400)
        found = [(number, day) for number, day in enumerate(self.days) if params["start"] <= day <= params["end"]]
        start = int(mark.removeprefix("after-") or 0)
        stories = [
            {
                "id": f"{number:064x}",
                "media_name": "alpha.example",
                "media_url": "alpha.example",
                "title": f"Probe {number} nears the moon",
                "publish_date": day,
                "url": f"https://alpha.example/{number}",
                "language": "en",
                "indexed_date": f"{day}T10:00:00",
            }
            for number, day in found[start : start + 2]
        ]
        following = f"after-{start + 2}" if start + 2 < len(found) else None
        return self.reply(json.dumps({"stories": stories, "pagination_token": following}))


def test_all_pages_are_fetched_thirty_seconds_apart(server, clock, web, reply, tmp_path):
    MediaCloud(server, reply, [("2024-03-01", 3), ("2024-03-02", 2), ("2024-03-03", 9)])
    made = fetch_mediacloud(
        "moon",
        "2024-03-01",
        "2024-03-02",
        tmp_path,
        collections=[34412234],
        sources=["1", 2],
        base=server.url,
        client=web,
    )
    assert (made.requests, made.kept, made.articles, made.failures) == (3, 3, 5, ())
    assert sorted(kept_from(tmp_path)) == [f"mediacloud-20240301-20240302-p00{page}.json" for page in (1, 2, 3)]
    assert clock.slept == [30.0, 30.0]
    assert server.asked[1].params == {
        "q": "moon",
        "start": "2024-03-01",
        "end": "2024-03-02",
        "p": "onlinenews-mediacloud",
        "platform": "onlinenews-mediacloud",
        "cs": "34412234",
        "ss": "1,2",
        "page_size": "1000",
        "pagination_token": "after-2",
    }


def test_texts_are_asked_for_when_wanted(server, web, reply, tmp_path):
    MediaCloud(server, reply, [("2024-03-01", 1)])
    fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, expanded=True, base=server.url, client=web)
    assert server.asked[0].params["expanded"] == "1"


@pytest.mark.parametrize("expired", [False, True])
def test_a_fetch_that_was_stopped_goes_on_at_the_next_page(server, web, reply, tmp_path, expired):
    service = MediaCloud(server, reply, [("2024-03-01", 7)])

    def stop(said):
        if len(kept_from(tmp_path)) == 2:
            raise KeyboardInterrupt

    ask = {"base": server.url, "client": web}
    with pytest.raises(KeyboardInterrupt):
        fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, **ask, progress=stop)
    server.asked.clear()
    service.expired = {"after-4"} if expired else set()
    if expired:  # then it begins again, with marks of its own
        service.answer_once = service.answer
        server.answer = lambda asked: (service.answer_once(asked), service.expired.clear())[0]
    made = fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, **ask)
    marks = [each.params.get("pagination_token", "") for each in server.asked]
    assert marks == (["after-4", "", "after-2", "after-4", "after-6"] if expired else ["after-4", "after-6"])
    assert made.failures == ()
    assert len(kept_from(tmp_path)) == 4
    assert fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, **ask).requests == 0


def test_days_that_are_not_settled_are_asked_for_again(server, web, reply, tmp_path):
    # It is 1 June, and stories still come in for three days: up to 28 May it is over.
    MediaCloud(server, reply, [("2024-05-27", 1), ("2024-05-30", 1)])
    first = fetch_mediacloud("moon", "2024-05-26", "2024-05-31", tmp_path, base=server.url, client=web)
    MediaCloud(server, reply, [("2024-05-27", 1), ("2024-05-30", 2)])
    second = fetch_mediacloud("moon", "2024-05-26", "2024-05-31", tmp_path, base=server.url, client=web)
    assert (first.requests, first.articles) == (2, 2)
    assert (second.requests, second.articles, second.already) == (1, 2, 1)
    assert server.asked[-1].params["start"] == "2024-05-29"
    assert len(kept_from(tmp_path)) == 2


def test_who_is_too_fast_waits_a_minute(server, clock, web, reply, tmp_path):
    service = MediaCloud(server, reply, [("2024-03-01", 1)])
    trouble = [
        reply('{"detail": "You do not have permission to perform this action."}', status=403),
        reply('{"status": "error", "note": "Search service is currently unavailable.", "temporary": true}', status=400),
        reply('{"stories": [{"id": "1", "ti'),
    ]
    server.answer = lambda asked: trouble.pop(0) if trouble else service.answer(asked)
    made = fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert (made.requests, made.articles, made.failures) == (4, 1, ())
    assert clock.slept[0] == 60.0


def test_a_key_without_access_is_told_from_haste_in_the_end(server, web, reply, tmp_path):
    server.answers(reply('{"detail": "You do not have permission to perform this action."}', status=403))
    made = fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert "one was too fast, or the key may not list stories" in made.failures[0]


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (401, '{"detail": "Invalid token."}', r"does not take the key in MEDIACLOUD_API_KEY \(“Invalid token.”\)"),
        (
            403,
            '{"status": "error", "note": "You are not permitted to fetch `expanded` stories."}',
            "not permitted to fetch",
        ),
        (400, '{"status": "error", "note": "Cannot parse query"}', r"\(status 400\): “Cannot parse query”; change it"),
        (200, '{"something": "else"}', r"does not answer this query \(status 200\)"),
    ],
)
def test_what_the_service_refuses_is_an_error_with_its_words(server, web, reply, tmp_path, status, body, why):
    server.answers(reply(body, status=status))
    with pytest.raises(Refused, match=why):
        fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert web.requests == 1


def test_a_service_that_leads_to_the_same_page_again_is_left(server, web, reply, tmp_path):
    story = {"url": "https://alpha.example/1", "title": "Probe"}
    server.answers(reply(json.dumps({"stories": [story], "pagination_token": "same"})))
    made = fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert made.requests == 2
    assert "leads from page 2 to itself" in made.failures[0]


def test_without_a_key_nothing_is_asked(server, web, tmp_path, monkeypatch):
    monkeypatch.delenv("MEDIACLOUD_API_KEY")
    with pytest.raises(FramingError, match="Media Cloud needs a key, and MEDIACLOUD_API_KEY is not set"):
        fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert server.asked == []


def test_a_collection_that_is_no_number_is_a_sentence(tmp_path):
    with pytest.raises(FramingError, match="“US national” is no number of a Media Cloud collection"):
        fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, collections=["US national"])


def test_the_key_is_in_no_file(server, web, reply, tmp_path):
    server.answers(reply(json.dumps({"stories": [{"url": f"https://a.example/{KEY}"}], "pagination_token": None})))
    fetch_mediacloud("moon", "2024-03-01", "2024-03-01", tmp_path, base=server.url, client=web)
    assert KEY not in "".join(each.read_text(encoding="utf-8") for each in tmp_path.iterdir())
