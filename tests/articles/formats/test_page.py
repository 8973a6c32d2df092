import collections
import gzip
import html
import json
import re
import socket
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats.page import PAGE
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
PAGES = SHARED / "exports" / "pages"

TEXT = (
    "The dish in the desert heard the probe on Tuesday evening, two years after it had fallen silent behind the Moon.",
    "Engineers said that a satellite of another country may have listened in, and that nobody knows for how long.",
    "The agency will publish what it received in spring, once its lawyers have read the letters of both ministries.",
)
LINKED = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Dish hears a probe",
    "datePublished": "2014-03-12T08:15:00+01:00",
    "dateModified": "2014-03-14T10:00:00+01:00",
    "author": [{"@type": "Person", "name": "Ada Lune"}, {"@type": "Person", "name": "Béla Stern"}],
    "publisher": {"@type": "Organization", "name": "The Orbit Post"},
    "inLanguage": "en-GB",
    "articleSection": "Space",
}
CANONICAL = '<link rel="canonical" href="https://orbitpost.example/dish">'


def linked(*objects):
    return "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in objects)


def page(head="", text=TEXT, title="Dish hears a probe | The Orbit Post", below="", h1="Dish hears a probe", lang=""):
    shown = "".join(f"<p>{html.escape(each)}</p>\n" for each in text)
    return (
        f"<!DOCTYPE html>\n<html{lang}><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/space'>Space</a></li></ul></nav>"
        f"<article><h1>{h1}</h1>\n{shown}</article>{below}<footer>© The Orbit Post</footer></body></html>"
    )


def read(text, name="page.html"):
    blob = Blob(name, text if isinstance(text, bytes) else text.encode())
    assert PAGE.fits(blob)
    (found,) = PAGE.read(blob)
    return found


def test_a_page_says_what_it_is_in_linked_data():
    found = read(page(linked(LINKED) + CANONICAL))
    assert found == Record(
        "page.html",
        1,
        {
            "headline": "Dish hears a probe",
            "body": "\n\n".join(TEXT),
            "source": "The Orbit Post",
            "published": "2014-03-12T08:15:00+01:00",
            "url": "https://orbitpost.example/dish",
            "language": "en",
            "author": "Ada Lune, Béla Stern",
            "section": "Space",
        },
    )


def test_opengraph_stands_in_where_there_is_no_linked_data():
    head = (
        '<meta property="og:title" content="Dish hears a probe - The Orbit Post">'
        '<meta property="og:site_name" content="The Orbit Post"><meta property="og:type" content="article">'
        '<meta property="og:url" content="https://orbitpost.example/dish"><meta property="og:locale" content="de_AT">'
        '<meta property="article:published_time" content="2014-03-12T08:15:00Z">'
        '<meta property="article:modified_time" content="2014-03-14T08:15:00Z">'
        '<meta property="article:author" content="https://social.example/ada">'
        '<meta name="author" content="By Ada Lune">'
    )
    fields = read(page(head)).fields
    assert fields["headline"] == "Dish hears a probe"
    assert fields["published"] == "2014-03-12T08:15:00Z"
    assert (fields["source"], fields["author"], fields["language"]) == ("The Orbit Post", "Ada Lune", "de")


def test_people_and_outlets_may_stand_elsewhere_in_a_graph():
    article = {**LINKED, "author": {"@id": "#ada"}, "publisher": {"@id": "#post"}}
    graph = [{"@type": "WebPage", "@id": "#page"}, article, {"@id": "#ada", "@type": "Person", "name": "Ada Lune"}]
    graph.append({"@id": "#post", "@type": "Organization", "name": "Orbit Post Media"})
    fields = read(page(linked({"@graph": graph}), title="Dish hears a probe")).fields
    assert (fields["author"], fields["source"]) == ("Ada Lune", "Orbit Post Media")


def test_the_date_with_a_zone_wins_over_the_same_day_without_and_not_over_another_day():
    day = {**LINKED, "datePublished": "2014-03-12"}
    same = '<meta name="article:published_time" content="2014-03-12T08:15:00+01:00">'
    other = '<meta name="date" content="2016-03-12T08:15:00+01:00">'
    assert read(page(linked(day) + same)).fields["published"] == "2014-03-12T08:15:00+01:00"
    assert read(page(linked(day) + other)).fields["published"] == "2014-03-12"


def test_a_page_without_a_date_in_its_metadata_is_dated_by_what_it_marks_as_one():
    time_element = "<time datetime='2014-03-12T08:15+01:00'>12 March</time>"
    assert read(page(below=time_element)).fields["published"].startswith("2014-03-12T08:15")
    assert read(page(CANONICAL.replace("/dish", "/2014/03/12/dish"))).fields["published"] == "2014-03-12"
    assert "published" not in read(page()).fields


def test_lists_of_other_articles_are_no_text():
    teasers = "".join(f"<div><a href='/{n}'><h3>Teaser {n}</h3><p>{TEXT[n % 3]} Again.</p></a></div>" for n in range(6))
    below = f"<div class='more'><h2>You might also like</h2><div>{teasers}</div></div>"
    assert read(page(linked(LINKED), below=below)).fields["body"] == "\n\n".join(TEXT)


def test_control_characters_do_no_harm():
    below = "<div><h2>Read more</h2>\x0b<a href='/1'>Teaser</a>\x01</div>\x0c tail"
    text = page(linked(LINKED), below=below).replace("on Tuesday", "\x01on Tuesday")
    assert read(text).fields["body"].split("\n\n")[:3] == list(TEXT)


def test_a_heading_inside_the_article_does_not_take_the_article_away():
    text = page(linked(LINKED)).replace(f"<p>{TEXT[1]}", f"<h2>More from the desert</h2><p>{TEXT[1]}")
    body = read(text).fields["body"]
    assert all(each in body for each in TEXT)


def test_a_headline_that_was_shortened_for_search_engines_is_taken_in_full():
    cut = {**LINKED, "headline": "Dish hears a…"}
    assert read(page(linked(cut))).fields["headline"] == "Dish hears a probe"


def test_a_dash_in_a_headline_is_not_the_name_of_the_site():
    fields = read(page('<meta property="og:title" content="Probe found - in the desert">', title="x")).fields
    assert fields["headline"] == "Probe found - in the desert"


def test_the_text_in_the_metadata_counts_where_the_page_hides_it():
    full = {**LINKED, "articleBody": "\n\n".join(TEXT * 3)}
    fields = read(page(linked(full), text=("Subscribe to read the dish.",))).fields
    assert fields["body"].split("\n\n") == list(TEXT * 3)


def test_metadata_that_is_broken_is_passed_over():
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>' + linked([[], 3, None, {"@type": 5}])
    assert read(page(head)).fields["headline"] == "Dish hears a probe"


def test_an_article_without_a_text_is_kept_for_its_headline():
    found = read(page(linked(LINKED), text=()))
    assert isinstance(found, Record)
    assert "body" not in found.fields


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><title>404</title></head><body><p>Not found.</p></body></html>",
        "<html><body></body></html>",
        page('<link rel="canonical" href="https://orbitpost.example/">'),
    ],
    ids=["placeholder", "nothing", "front page"],
)
def test_a_page_that_is_no_article_is_unread(text):
    found = read(text)
    assert isinstance(found, Unread)
    assert found.reason == "no article on the page"


words = st.text(st.characters(whitelist_categories=["Ll", "Nd"], max_codepoint=0x17F), min_size=3, max_size=9)
paragraph = st.lists(words, min_size=25, max_size=40).map(lambda each: " ".join(each).capitalize() + ".")
headline = st.lists(words, min_size=3, max_size=6).map(" ".join)


@given(headline, st.lists(paragraph, min_size=3, max_size=5, unique=True), st.dates().map(str))
@settings(max_examples=25, deadline=None)
def test_what_is_written_is_read_back(title, text, day):
    day = f"20{day[2:]}"
    given_ = {**LINKED, "headline": title, "datePublished": f"{day}T08:15:00Z"}
    if day.endswith("02-29"):
        return
    fields = read(page(linked(given_), text=text, title=title, h1=title)).fields
    assert fields["headline"] == title
    assert fields["published"] == f"{day}T08:15:00Z"
    assert fields["body"].split("\n\n") == text


def test_nothing_is_fetched(monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    doctype = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://nowhere.invalid/x.dtd" [<!ENTITY x SYSTEM "http://nowhere.invalid/x">]>'
    assert read(page(CANONICAL).replace("<!DOCTYPE html>", doctype)).fields["headline"] == "Dish hears a probe"


@pytest.mark.parametrize(
    "text", ["plain <b>text</b>", '{"body": "<html>"}', "headline,body\n<html>,x", "<rss></rss>", ""]
)
def test_other_files_are_no_pages(text):
    assert not PAGE.fits(Blob("x.html", text.encode()))


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "utf-8-sig"])
def test_a_page_in_another_encoding(encoding):
    title = "Антенна услышала зонд"
    text = page(linked({**LINKED, "headline": title}), h1=title).replace("utf-8", encoding.removesuffix("-sig"))
    text = text.replace(json.dumps(title), f'"{title}"')
    assert read(text.encode(encoding, "replace")).fields["headline"] == title


def test_a_page_of_100_mb_is_refused():
    blob = Blob("big.html", b"<html><body>" + b"<p>x</p>" * 12_500_000)
    assert PAGE.fits(blob)
    with pytest.raises(InputError, match=r"big\.html is a page of 100 MB"):
        list(PAGE.read(blob))


def count(text):
    return collections.Counter(re.findall(r"\w+", text.casefold()))


def plain(text):
    return " ".join(text.translate(str.maketrans("‘’“”", "''\"\"")).split())


@pytest.mark.skipif(not PAGES.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html.gz")), ids=lambda path: path.name.partition("_20")[0])
def test_pages_as_saved(path):
    expected = list(json.loads((path.parent / f"{path.name.partition('_20')[0]}.json").read_text()).values())[-1]
    blob = Blob(path.name, gzip.decompress(path.read_bytes()))
    list(PAGE.read(blob))
    began = time.process_time()
    fields = read(blob.data).fields
    assert time.process_time() - began < 2
    assert plain(fields["headline"]) == plain(expected["title"])
    assert fields["published"].replace("Z", "+00:00") == expected["publishing_date"].replace(" ", "T")
    body = expected["body"]
    wanted = count(
        " ".join(
            [*body["summary"], *(text for each in body["sections"] for text in each["headline"] + each["paragraphs"])]
        )
    )
    found = count(fields["body"])
    assert (wanted & found).total() >= 0.9 * wanted.total()
    assert (found - wanted).total() <= 0.1 * found.total()
