"""The client is polite: pauses, patience, and words when it gives up."""

from __future__ import annotations

import re

import pytest

import framing
from framing.articles.fetch.answers import Again
from framing.articles.fetch.http import Unanswered
from framing.project import FramingError


def test_two_requests_to_a_host_are_a_second_apart_and_more_where_a_service_asks_for_it(server, clock, web, reply):
    server.answers(reply("one"))
    web.get(f"{server.url}/a")
    web.get(f"{server.url}/b")
    web.get(f"{server.url}/c", pause=5)
    assert clock.slept == [1.0, 5.0]


def test_time_that_has_passed_since_the_last_request_counts_as_pause(server, clock, web, reply):
    server.answers(reply("one"))
    web.get(server.url)
    clock.seconds += 0.75
    web.get(server.url)
    assert clock.slept == [0.25]


def test_it_says_who_it_is_and_whom_to_write_to(server, web, reply, monkeypatch):
    server.answers(reply("one"))
    monkeypatch.setenv("FRAMING_CONTACT", "ada@university.example\r\nX-Other: 1")
    web.get(server.url)
    expected = f"space-framing/{framing.__version__} (news research; contact: ada@university.exampleX-Other: 1)"
    assert server.asked[0].headers["user-agent"] == expected
    assert "x-other" not in server.asked[0].headers
    assert "cookie" not in server.asked[0].headers


def test_without_a_contact_it_names_itself_alone(server, web, reply, monkeypatch):
    server.answers(reply("one"))
    monkeypatch.delenv("FRAMING_CONTACT", raising=False)
    web.get(server.url)
    assert server.asked[0].headers["user-agent"] == f"space-framing/{framing.__version__} (news research)"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_service_that_is_overrun_is_asked_again_after_waits_that_double(server, clock, web, reply, status):
    server.answers(*[reply(status=status)] * 3, reply("at last"))
    assert web.get(server.url).body == b"at last"
    assert clock.slept == [2.0, 4.0, 8.0]
    assert web.requests == 4


def test_after_five_times_it_gives_up_in_a_sentence(server, clock, web, reply):
    server.answers(reply(status=503))
    with pytest.raises(Unanswered, match=r"127.0.0.1 was asked 5 times in vain \(it answers with status 503\)"):
        web.get(server.url)
    assert clock.slept == [2.0, 4.0, 8.0, 16.0]


@pytest.mark.parametrize(
    ("asks", "waits"),
    [
        ("30", 30.0),
        ("Sat, 01 Jun 2024 12:00:45 GMT", 45.0),
        ("1", 2.0),  # less than the wait that it would have had
        ("86400", 900.0),  # a day: the next run may come back
        ("Sat, 01 Jun 2024 11:00:00 GMT", 2.0),
        ("soon", 2.0),
        ("-5", 2.0),
    ],
)
def test_retry_after_is_honoured_in_seconds_and_as_a_date_up_to_a_cap(server, clock, web, reply, asks, waits):
    server.answers(reply(status=429, headers={"Retry-After": asks}), reply("at last"))
    web.get(server.url)
    assert clock.slept == [waits]


def test_what_is_no_passing_trouble_is_not_asked_for_again(server, web, reply):
    server.answers(reply("gone", status=404))
    assert web.get(server.url).status == 404
    assert web.requests == 1


def test_an_answer_that_does_not_come_in_time_is_asked_for_again(server, web, reply):
    web.timeout = 0.1
    server.answers(reply(slow=True), reply("at last"))
    assert web.get(server.url).body == b"at last"


def test_a_service_that_never_answers_is_a_sentence(server, web, reply):
    web.timeout, web.tries = 0.05, 2
    server.answers(reply(slow=True))
    with pytest.raises(Unanswered, match=r"nothing came within 0.05 s"):
        web.get(server.url)


@pytest.mark.parametrize("half", [{"length": 500}, {"torn": True}])
def test_half_an_answer_is_asked_for_again(server, web, reply, half):
    server.answers(reply("only the beg", **half), reply("the beginning and the end"))
    assert web.get(server.url).body == b"the beginning and the end"


def test_an_answer_that_is_packed_and_cut_off_is_asked_for_again(server, web, reply):
    import gzip

    packed = gzip.compress(b"space " * 1000)
    headers = {"Content-Encoding": "gzip"}
    server.answers(
        reply(packed[:20], headers=headers, length=len(packed)), reply(b"no gzip", headers=headers), reply("whole")
    )
    assert web.get(server.url).body == b"whole"


def test_no_connection_is_a_sentence_without_the_address(server, web):
    port = server.port
    server.close()
    web.tries = 2
    with pytest.raises(Unanswered, match="no connection") as caught:
        web.get(f"http://127.0.0.1:{port}/search?q=moon")
    assert "moon" not in str(caught.value)
    assert caught.value.__context__ is None


def test_one_who_reads_the_answer_can_have_it_asked_for_again(server, clock, web, reply):
    server.answers(reply("slow down"), reply("fine"))
    answer = web.get(server.url, judge=lambda each: Again("too fast", 20) if b"slow" in each.body else None)
    assert answer.body == b"fine"
    assert clock.slept == [20]


@pytest.mark.parametrize("stated", [True, False])
def test_an_answer_larger_than_the_limit_is_refused_whether_it_says_so_or_not(server, web, reply, stated):
    import gzip

    web.largest = 10_000
    body = b"x" * 20_000
    server.answers(reply(body) if stated else reply(gzip.compress(body), headers={"Content-Encoding": "gzip"}))
    with pytest.raises(Unanswered, match=re.escape("answers with more than 0.01 MB")):
        web.get(server.url)
    assert web.requests == 1


def test_an_answer_that_drips_for_ever_is_given_up(server, clock, web, reply):
    web.tries = 1
    server.answers(reply(b"x" * 200_000))
    ticks = iter(range(0, 100_000, 200))
    web.clock = lambda: float(next(ticks))
    with pytest.raises(Unanswered, match="not over after 300 s"):
        web.get(server.url)


def test_a_redirect_to_an_address_that_cannot_be_read_is_a_sentence(server, web, reply):
    server.answers(reply("x", headers={"Location": "http://[broken"}, status=302))
    with pytest.raises(FramingError, match="does not follow"):
        web.get(server.url)


def test_each_wait_is_told(server, web, reply):
    told = []
    web.tell = told.append
    server.answers(reply(status=429, headers={"Retry-After": "30"}), reply("at last"))
    web.get(server.url)
    assert told == ["127.0.0.1: it answers with status 429, and asks to wait 30 s; asked again in 30 s."]


def test_proxies_and_passwords_of_the_environment_are_not_used(server, web, reply, monkeypatch, tmp_path):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login ada password hidden\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.answers(reply("direct"))
    assert web.get(server.url).body == b"direct"
    assert "authorization" not in server.asked[0].headers


def test_cookies_are_not_kept(server, web, reply):
    server.answers(reply("one", headers={"Set-Cookie": "who=ada"}))
    web.get(server.url)
    web.get(server.url)
    assert "cookie" not in server.asked[1].headers
