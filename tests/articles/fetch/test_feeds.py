"""Feeds are kept as they came, when they have something new."""

from __future__ import annotations

import json

import pytest

from framing.articles.fetch import fetch_feeds, kept_from
from framing.articles.fetch.address import Forbidden
from framing.project import FramingError

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Alpha Times</title>
<item><title>Probe reaches the moon</title><link>https://alpha.example/1</link></item>
<item><title>Spy ring at the launch site</title><link>https://alpha.example/2</link></item>
</channel></rss>
"""
ATOM = '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Orbit</a:title></a:entry></a:feed>'
RDF = '<rdf:RDF xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>Orbit</title></item></rdf:RDF>'


def lines(folder):
    return [json.loads(each) for each in (folder / "fetched.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_feed_is_kept_as_it_came_with_a_line_on_where_and_when(server, web, reply, tmp_path):
    server.answers(reply(RSS, headers={"ETag": '"a1"', "Last-Modified": "Sat, 01 Jun 2024 08:00:00 GMT"}))
    told = []
    made = fetch_feeds([f"{server.url}/feed?token=abc&page=1"], tmp_path / "press", client=web, progress=told.append)
    assert (made.requests, made.kept, made.articles, made.not_modified, made.failures) == (1, 1, 2, 0, ())
    name = "rss-127.0.0.1-20240601T120000.xml"
    assert (tmp_path / "press" / name).read_text(encoding="utf-8") == RSS
    line = kept_from(tmp_path / "press")[name]
    assert line["url"] == f"{server.url}/feed?page=1"
    assert line["when"] == "2024-06-01T12:00:00+00:00"
    assert (line["status"], line["etag"], line["articles"]) == (200, '"a1"', 2)
    assert line["last_modified"] == "Sat, 01 Jun 2024 08:00:00 GMT"
    assert len(line["sha256"]) == 64
    assert told == [f"{name}: 2 articles"]
    assert sorted(each.name for each in (tmp_path / "press").iterdir()) == ["fetched.jsonl", name]


def test_a_feed_that_did_not_change_is_not_sent_again(server, web, reply, tmp_path):
    def answer(asked):
        known = asked.headers.get("if-none-match") == '"a1"'
        return reply(status=304) if known else reply(RSS, headers={"ETag": '"a1"'})

    server.answer = answer
    fetch_feeds([server.url], tmp_path, client=web)
    made = fetch_feeds([server.url], tmp_path, client=web)
    assert (made.requests, made.kept, made.not_modified) == (1, 0, 1)
    assert len(lines(tmp_path)) == 1


def test_the_date_of_the_last_change_is_sent_back_where_there_is_no_etag(server, web, reply, tmp_path):
    server.answers(reply(RSS, headers={"Last-Modified": "Sat, 01 Jun 2024 08:00:00 GMT"}))
    fetch_feeds([server.url], tmp_path, client=web)
    fetch_feeds([server.url], tmp_path, client=web)
    assert "if-modified-since" not in server.asked[0].headers
    assert server.asked[1].headers["if-modified-since"] == "Sat, 01 Jun 2024 08:00:00 GMT"


def test_a_server_that_sends_the_same_again_gives_no_second_file(server, web, reply, tmp_path):
    server.answers(reply(RSS), reply(RSS), reply(RSS.replace("moon", "Mars")))
    made = [fetch_feeds([server.url], tmp_path, client=web) for _ in range(3)]
    assert [each.kept for each in made] == [1, 0, 1]
    assert [each.not_modified for each in made] == [0, 1, 0]


def test_a_feed_whose_file_is_gone_is_fetched_whole(server, web, reply, tmp_path):
    server.answers(reply(RSS, headers={"ETag": '"a1"'}))
    fetch_feeds([server.url], tmp_path, client=web)
    (tmp_path / "rss-127.0.0.1-20240601T120000.xml").unlink()
    assert fetch_feeds([server.url], tmp_path, client=web).kept == 1
    assert "if-none-match" not in server.asked[1].headers


@pytest.mark.parametrize(
    ("body", "articles"),
    [(ATOM, 1), (RDF, 1), (RSS.replace("UTF-8", "UTF-16").encode("utf-16"), 2), ("<rss><channel></channel></rss>", 0)],
)
def test_atom_rdf_and_utf_16_are_feeds_too(server, web, reply, tmp_path, body, articles):
    server.answers(reply(body))
    made = fetch_feeds([server.url], tmp_path, client=web)
    assert (made.articles, made.failures) == (articles, ())
    assert len(kept_from(tmp_path)) == (articles > 0)


def test_a_feed_that_fails_does_not_keep_the_others_from_being_fetched(server, web, reply, tmp_path):
    found = {
        "/a": reply(RSS),
        "/b": reply(status=404),
        "/c": reply("<!doctype html><html><p>&lt;rss"),
        "/d": reply(ATOM),
    }
    server.answer = lambda asked: found[asked.path]
    made = fetch_feeds([f"{server.url}/{each}" for each in "abcd"], tmp_path, client=web)
    assert (made.kept, made.articles) == (2, 3)
    assert made.failures == (
        f"{server.url}/b: it answers with status 404; check the address in a browser.",
        f"{server.url}/c: what it answers is no feed; on a web page, look for the address of its RSS or Atom feed.",
    )
    assert made.said() == f"4 requests: 2 answers with 3 articles kept in {tmp_path}; 2 failed."


def test_a_feed_that_breaks_off_is_kept_said_and_asked_for_whole_the_next_time(server, web, reply, tmp_path):
    server.answers(reply(RSS[:200], headers={"ETag": '"a1"'}), reply(RSS, headers={"ETag": '"a1"'}))
    made = fetch_feeds([server.url], tmp_path, client=web)
    assert made.kept == 1
    assert "has no end, and may be cut off" in made.failures[0]
    made = fetch_feeds([server.url], tmp_path, client=web)
    assert (made.articles, made.failures) == (2, ())
    assert "if-none-match" not in server.asked[1].headers


def test_feeds_of_one_host_in_one_second_have_files_of_their_own(server, clock, web, reply, tmp_path):
    web.pause = 0
    server.answers(reply(RSS))
    fetch_feeds([f"{server.url}/a", f"{server.url}/b", f"{server.url}/a"], tmp_path, client=web)
    assert [each["file"] for each in lines(tmp_path)] == [
        "rss-127.0.0.1-20240601T120000.xml",
        "rss-127.0.0.1-20240601T120000-2.xml",
    ]


def test_when_one_address_is_not_of_the_web_nothing_is_fetched(server, web, tmp_path):
    with pytest.raises(Forbidden, match="“file:///etc/passwd” is no address of the web"):
        fetch_feeds([server.url, "file:///etc/passwd"], tmp_path / "press", client=web)
    assert server.asked == []
    assert not (tmp_path / "press").exists()


def test_no_address_at_all_is_a_sentence(tmp_path):
    with pytest.raises(FramingError, match="No feed is named"):
        fetch_feeds([], tmp_path)


def test_a_feed_that_leads_to_a_private_address_is_a_failure(server, web, reply, tmp_path):
    server.answers(reply(status=301, headers={"Location": "http://10.0.0.1/feed"}))
    made = fetch_feeds([server.url], tmp_path, client=web)
    assert "not on the public internet" in made.failures[0]
    assert made.requests == 2
    assert len(server.asked) == 1
