import gzip
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob, open_blobs
from framing.articles.formats.page_archive import WARC
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
ARCHIVES = SHARED / "exports" / "archives"
TEXT = (
    "The dish in the desert heard the probe on Tuesday, and a satellite of another country may have listened in. " * 4
)


def page(headline, text=TEXT):
    stated = json.dumps({"@type": "NewsArticle", "headline": headline, "datePublished": "2014-03-12T08:15:00Z"})
    return (
        f'<html><head><title>{headline}</title><script type="application/ld+json">{stated}</script></head>'
        f"<body><article><h1>{headline}</h1><p>{text}</p></article></body></html>"
    )


@dataclass(frozen=True)
class Answer:
    url: str = "https://orbitpost.example/dish"
    content: bytes = page("Dish hears a probe").encode()
    status: str = "200 OK"
    kind: str = "text/html; charset=utf-8"
    headers: str = ""
    record: str = "response"


def record(answer):
    http = f"HTTP/1.1 {answer.status}\r\nContent-Type: {answer.kind}\r\n{answer.headers}\r\n".encode() + answer.content
    head = (
        f"WARC/1.0\r\nWARC-Type: {answer.record}\r\nWARC-Target-URI: {answer.url}\r\n"
        f"WARC-Date: 2014-03-13T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{abs(hash(answer)):032x}>\r\n"
        f"Content-Type: application/http; msgtype={answer.record}\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(answers):
    return b"".join(map(record, answers))


def warc_gz(answers):
    return b"".join(gzip.compress(record(each)) for each in answers)


def warc_gz_as_a_whole(answers):
    return gzip.compress(warc(answers))


def wacz(answers):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("archive/data.warc.gz", warc_gz(answers))
        file.writestr("datapackage.json", "{}")
    return packed.getvalue()


WRITERS = [warc, warc_gz, warc_gz_as_a_whole, wacz]


def read(data, name="site.warc"):
    blob = Blob(name, data)
    assert WARC.fits(blob)
    return list(WARC.read(blob))


@pytest.mark.parametrize("write", WRITERS)
def test_a_page_is_read_from_every_kind_of_archive(write):
    picture = Answer(kind="image/png", content=b"\x89PNG", url="https://orbitpost.example/p.png")
    moved = Answer(status="301 Moved Permanently")
    asked = Answer(record="request")
    first, second, found = read(write([picture, asked, moved, Answer()]))
    assert {first.reason, second.reason} == {"a capture that is no page"}
    assert (first.fields["kind"], second.fields["status"]) == ("image/png", "301")
    assert found == Record(
        "site.warc",
        3,
        {
            "headline": "Dish hears a probe",
            "published": "2014-03-12T08:15:00Z",
            "url": "https://orbitpost.example/dish",
            "body": TEXT.strip(),
            "captured": "2014-03-13T10:00:00Z",
        },
    )


@given(st.lists(st.text("abcdefghé ", min_size=1, max_size=20).map(str.split).map(" ".join).filter(bool), min_size=1))
@settings(max_examples=20, deadline=None)
def test_what_is_written_is_read_back(headlines):
    answers = [Answer(f"https://orbitpost.example/{n}", page(each).encode()) for n, each in enumerate(headlines)]
    for write in WRITERS:
        found = read(write(answers))
        assert [each.fields["headline"] for each in found] == headlines
        assert [each.number for each in found] == list(range(1, len(headlines) + 1))
        assert [each.fields["url"] for each in found] == [each.url for each in answers]


def test_content_that_was_sent_packed_and_in_chunks():
    packed = gzip.compress(page("Dish hears a probe").encode())
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    headers = "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"
    assert read(warc([Answer(content=chunked, headers=headers)]))[0].fields["headline"] == "Dish hears a probe"


def test_content_in_a_packing_that_cannot_be_read_is_unread():
    found = read(warc([Answer(content=b"\x8b\x02\x80dish\x03", headers="Content-Encoding: br\r\n"), Answer()]))
    assert [type(each) for each in found] == [Unread, Record]
    assert "packed as br" in found[0].detail


def test_the_encoding_that_the_server_named_is_used():
    text = page("Антенна услышала зонд").encode("cp1251", "replace").replace(b"\\u", b"\\u")
    found = read(warc([Answer(content=text, kind="text/html; charset=windows-1251")]))
    assert found[0].fields["headline"] == "Антенна услышала зонд"


def test_the_address_that_the_page_gives_itself_is_kept_beside_the_captured_one():
    own = b'<head><link rel="canonical" href="https://orbitpost.example/2014/dish">'
    (found,) = read(warc([Answer(content=Answer().content.replace(b"<head>", own))]))
    assert found.fields["url"] == "https://orbitpost.example/dish"
    assert found.fields["canonical"] == "https://orbitpost.example/2014/dish"


def test_a_page_that_is_no_article_is_unread_with_its_address_and_place():
    found = read(warc([Answer(), Answer("https://orbitpost.example/login", b"<html><body>Log in.</body></html>")]))
    assert [type(each) for each in found] == [Record, Unread]
    assert found[1].reason == "no article on the page"
    assert f"at byte {len(record(Answer())):,}, https://orbitpost.example/login" in found[1].detail


@pytest.mark.parametrize("write", [warc, warc_gz])
def test_an_archive_that_is_cut_off_gives_what_is_whole_and_says_where_it_ends(write):
    data = write([Answer(), Answer()])
    first = len(write([Answer()]))
    for cut in (first + 80, first + 300, len(data) - 60):
        found = read(data[:cut])
        assert [type(each) for each in found] == [Record, Unread], cut
        assert found[1].reason == "damaged archive"
        assert f"at byte {first:,}" in found[1].detail


def test_a_record_that_is_broken_does_not_take_the_next_ones_away():
    plain = record(Answer()) + b"WARC/x.y garbage\r\n" * 3 + record(Answer())
    assert [type(each) for each in read(plain)].count(Record) == 2
    packed = bytearray(warc_gz([Answer(), Answer(), Answer()]))
    one = len(packed) // 3
    packed[one + 40 : one + 60] = b"\xff" * 20
    found = read(bytes(packed))
    assert [type(each) for each in found].count(Record) == 2
    (damaged,) = [each for each in found if isinstance(each, Unread)]
    assert f"at byte {one:,}" in damaged.detail


def test_a_record_with_a_wrong_length_gives_its_page_and_is_said_to_be_damaged():
    whole = record(Answer())
    length = len(whole.partition(b"\r\n\r\n")[2]) - 4
    found = read(whole.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length - 1}".encode()) * 2)
    assert found
    assert any(isinstance(each, Unread) and each.reason == "damaged archive" for each in found)


def test_nothing_is_written_to_the_screen(capsys):
    list(read(record(Answer())[:-10] + record(Answer())))
    assert capsys.readouterr() == ("", "")


def test_an_archive_without_pages_is_an_error():
    with pytest.raises(InputError, match=r"site\.warc: expected a page of HTML .* found none among 1 answers"):
        read(warc([Answer(kind="image/png", content=b"\x89PNG")]))


def test_a_bomb_in_an_archive_is_unread():
    bomb = gzip.compress(b"<html><body>" + b"<p>x</p>" * 9_000_000)
    found = read(warc([Answer(content=bomb, headers="Content-Encoding: gzip\r\n"), Answer()]))
    assert [type(each) for each in found] == [Unread, Record]
    assert "unpacks to more than 64 MB" in found[0].detail


def test_a_length_that_takes_in_the_next_record_does_not_hide_it():
    whole = record(Answer())
    length = len(whole.partition(b"\r\n\r\n")[2]) - 4
    found = read(
        whole.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length + 600}".encode()) + whole
    )
    assert isinstance(found[-1], Record)
    assert any(isinstance(each, Unread) and "longer or shorter" in each.detail for each in found)


def test_other_files_are_no_archives():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as file:
        file.writestr("page.html", "<html>")
    for data in (
        other.getvalue(),
        gzip.compress(b"headline,body\n"),
        b"About WARC/1.0",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"",
    ):
        assert not WARC.fits(Blob("x.warc.gz", data))


@pytest.mark.skipif(not ARCHIVES.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize(
    ("name", "pages", "damaged"),
    [
        ("10-responses.warc", 4, 0),
        ("3-responses.warc.gz", 1, 0),
        ("bad-non-chunked.warc.gz", 1, 0),
        ("truncated.warc", 1, 1),
        ("valid.wacz", 1, 0),
    ],
)
def test_archives_as_captured(name, pages, damaged):
    (blob,) = open_blobs(ARCHIVES / name)
    assert WARC.fits(blob)
    found = list(WARC.read(blob))
    assert sum(each.reason == "no article on the page" for each in found) == pages
    assert sum(each.reason == "damaged archive" for each in found) == damaged
    assert all(each.fields.get("captured") for each in found if each.reason != "damaged archive")
