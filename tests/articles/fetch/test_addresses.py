"""Which addresses are asked: those of the web on the public internet, and what they lead to when it is as safe."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from framing.articles.fetch.address import Forbidden, check_redirect, check_url, public
from framing.articles.fetch.http import Client, Unanswered


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/feed.xml",
        "news.example/feed.xml",
        "javascript:alert(1)",
        "http://",
        "https:///feed.xml",
        "http://news.example:0/",
        "http://news.example:port/",
        "http://[::1/",
        "http://ada:secret@news.example/",
        "http://news.example/a b",
        "http://news.example/\r\nX-Other: 1",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url):
    with pytest.raises(Forbidden) as caught:
        check_url(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://news.example", "https://news.example:8443/feed?format=rss#top"])
def test_addresses_of_the_web_are_taken(url):
    check_url(url)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "10.0.0.1",
            "172.16.5.4",
            "192.168.1.1",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
        ),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.7"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1"),
    ],
)
def test_addresses_off_the_public_internet_are_told_in_whatever_form(address):
    assert not public(ipaddress.ip_address(address), 80)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_addresses_are_told(address):
    assert public(ipaddress.ip_address(address), 443)


def test_a_redirect_is_followed(server, web, reply):
    found = {"/old": reply(status=301, headers={"Location": "/new?page=1"}), "/new": reply("here")}
    server.answer = lambda asked: found[asked.path]
    answer = web.get(f"{server.url}/old")
    assert answer.body == b"here"
    assert answer.url == f"{server.url}/new?page=1"


def test_a_redirect_to_an_address_with_other_letters_is_followed(server, web, reply):
    moved = reply(status=302, headers={"Location": "/новости".encode().decode("latin-1")})
    server.answer = lambda asked: moved if asked.path == "/old" else reply(asked.path)
    assert web.get(f"{server.url}/old").body == b"/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://news.example/feed.xml", "no address of the web"),
        ("gopher://news.example/", "no address of the web"),
        ("data:text/plain,moon", "no address of the web"),
        ("http://10.0.0.1/", "10.0.0.1 is at 10.0.0.1"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is at 169.254.169.254"),
        ("http://[::1]/", "::1 is at ::1"),
        ("http://[::ffff:10.0.0.1]/", "not on the public internet"),
        ("http://localhost:1/", r"localhost is at .* \(port 1\)"),
        ("http://2130706433/", "is at 127.0.0.1"),
        ("http://0x7f.1/", "is at 127.0.0.1"),
        ("//10.0.0.1/feed", "is at 10.0.0.1"),
        ("http://ada:secret@127.0.0.1/", "a user or a password"),
    ],
)
def test_a_redirect_to_another_scheme_or_a_private_address_is_refused(server, web, reply, place, why):
    server.answers(reply(status=302, headers={"Location": place}))
    with pytest.raises(Forbidden, match=why) as caught:
        web.get(server.url)
    assert "secret" not in str(caught.value)
    assert len(server.asked) == 1
    assert caught.value.__context__ is None


def test_a_redirect_to_another_port_of_the_own_machine_is_refused(server, web, reply):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        other.settimeout(0)
        server.answers(reply(status=307, headers={"Location": f"http://127.0.0.1:{other.getsockname()[1]}/admin"}))
        with pytest.raises(Forbidden, match="not on the public internet"):
            web.get(server.url)
        with pytest.raises(BlockingIOError):
            other.accept()  # nobody knocked


def test_from_https_to_http_is_refused_and_the_other_way_is_not():
    with pytest.raises(Forbidden, match="from https to http"):
        check_redirect("https://news.example/feed", "http://news.example/feed")
    check_redirect("http://news.example/feed", "https://news.example/feed")
    check_redirect("https://news.example/feed", "https://www.news.example/feed")


def test_five_redirects_are_followed_and_not_a_sixth(server, web, reply):
    server.answer = lambda asked: (
        reply("here") if asked.path == "/0" else reply(status=302, headers={"Location": f"/{int(asked.path[1:]) - 1}"})
    )
    assert web.get(f"{server.url}/5").body == b"here"
    with pytest.raises(Unanswered, match="from address to address without end"):
        web.get(f"{server.url}/6")


def test_without_a_rule_of_its_own_a_client_does_not_ask_the_own_machine(server):
    with Client(tries=1) as web, pytest.raises(Forbidden, match=r"not on the public internet"):
        web.get(server.url)
    assert server.asked == []


def resolving(*answers):
    """Resolve any name to these addresses, one list for each time that it is asked."""
    left = list(answers)

    def resolve(host, port, **options):
        addresses = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    return resolve


def test_a_name_of_a_private_address_is_refused_like_the_address(server, web):
    web.resolve = resolving(["192.168.0.7"])
    with pytest.raises(Forbidden, match=r"news.example is at 192.168.0.7"):
        web.get("http://news.example/")


def test_a_name_of_a_public_and_a_private_address_is_refused(web):
    web.resolve = resolving(["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Forbidden, match=r"news.example is at 10.0.0.1"):
        web.get("http://news.example/")


def test_the_connection_goes_to_the_address_that_was_checked(server, web, reply):
    # Asked a second time the name would be at a private address: it is asked once.
    server.answers(reply("here"))
    web.resolve = resolving(["127.0.0.1"], ["10.0.0.1"])
    assert web.get(f"http://news.example:{server.port}/").body == b"here"
    assert server.asked[0].headers["host"] == f"news.example:{server.port}"


def test_headers_with_a_key_stay_with_the_host_they_are_for(server, web, reply):
    web.resolve = resolving(["127.0.0.1"])
    moved = reply(status=302, headers={"Location": f"http://other.example:{server.port}/new"})
    server.answer = lambda asked: moved if asked.path == "/old" else reply("here")
    web.get(f"http://news.example:{server.port}/old", headers={"Authorization": "Token 0123456789abcdef"})
    assert "authorization" in server.asked[0].headers
    assert "authorization" not in server.asked[1].headers
