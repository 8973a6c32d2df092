"""ProQuest's exports: written as TXT, HTML and RIS, read back; a text may look like labels and rules."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.blobs import Blob, open_blobs
from framing.articles.formats.known import format_of
from framing.articles.formats.proquest import PROQUEST_TXT, address
from framing.articles.formats.proquest_html import PROQUEST_HTML
from framing.articles.formats.ris import RIS
from framing.articles.readers import Record

EXPORT = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "exports" / "proquest-373-articles.txt"
RULE = "_" * 60
WORDS = st.lists(st.sampled_from("spies orbit moon said the agency race treaty".split()), min_size=3, max_size=12)
PARAGRAPH = WORDS.map(lambda words: " ".join(words).capitalize() + ".")
BODY = st.lists(PARAGRAPH, min_size=1, max_size=4).map("\n\n".join)
HEADLINE = WORDS.map(lambda words: " ".join(words).capitalize())
ARTICLES = st.lists(st.tuples(HEADLINE, BODY), min_size=1, max_size=4)


def fields(headline, body, number):
    return {
        "Publication info": "Gazette ; Capital City [Capital City]. 03 May 2024: A.1.",
        "Abstract": "None available.",
        "Links": "https://library.example/openurl?genre=unknown&title=Gazette",
        "Full text": body,
        "Subject": "Space; Espionage",
        "Title": headline,
        "Publication title": "Gazette; Capital City",
        "Publication date": "May 3, 2024",
        "Section": "World",
        "Publisher": "Gazette Company",
        "Language of publication": "English",
        "ProQuest document ID": str(1000 + number),
        "Document URL": f"https://proxy.example/login?url=https://www.proquest.com/docview/{1000 + number}?accountid=1",
        "Copyright": "Copyright 2024 Gazette Company.",
        "Database": "Canadian Newsstream",
    }


def as_text(articles):
    parts = []
    for number, (headline, body) in enumerate(articles):
        parts.append(
            "\n\n".join([headline, *(f"{name}: {value}" for name, value in fields(headline, body, number).items())])
        )
    imprint = "Contact us at: http://about.proquest.com\nDatabase copyright © 2024 ProQuest LLC."
    return f"{RULE}\n\n" + f"\n\n{RULE}\n\n".join([*parts, imprint]) + "\n"


def as_html(articles):
    parts = []
    for number, (headline, body) in enumerate(articles):
        told = fields(headline, "", number)
        told.pop("Full text")
        paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in body.split("\n\n"))
        parts.append(
            f"<p>Document {number + 1} of {len(articles)}</p><h2>{html.escape(headline)}</h2>"
            f"<p><strong>Full text: </strong></p>{paragraphs}"
            + "".join(f"<p><strong>{name}: </strong>{html.escape(value)}</p>" for name, value in told.items())
        )
    return f"<html><head><title>ProQuest</title></head><body>{'<hr>'.join(parts)}</body></html>"


def as_ris(articles):
    return "".join(
        f"TY  - NEWS\nT1  - {headline}\nJF  - Gazette\nY1  - 2024/05/03/\nN1  - Full text: {' '.join(body.split())}\n"
        f"UR  - https://www.proquest.com/docview/{number}\nLA  - English\nER  - \n\n"
        for number, (headline, body) in enumerate(articles)
    )


@given(ARTICLES)
def test_articles_come_back_as_they_were_written(articles):
    for kind, write in ((PROQUEST_TXT, as_text), (PROQUEST_HTML, as_html), (RIS, as_ris)):
        one = Blob("export", write(articles).encode())
        assert format_of(one) is kind
        found = [each.fields for each in kind.read(one) if isinstance(each, Record)]
        assert [each["headline"] for each in found] == [each[0] for each in articles]
        bodies = [" ".join(each[1].split()) for each in articles]
        assert [" ".join(each["body"].split()) for each in found] == bodies
        assert {(each["source"], each["published"], each["language"]) for each in found} == {
            ("Gazette", "2024-05-03", "en")
        }


def test_a_text_keeps_lines_that_look_like_labels():
    body = "It said three things.\n\nLinks: between the two of them, none.\n\nTitle: a book of that name.\n\nIt ended."
    found = next(iter(PROQUEST_TXT.read(Blob("a.txt", as_text([("Spies", body)]).encode()))))
    assert found.fields["body"] == body


def test_a_document_without_full_text_has_no_body():
    found = next(iter(PROQUEST_TXT.read(Blob("a.txt", as_text([("Spies", "Not available.")]).encode()))))
    assert "body" not in found.fields and found.fields["headline"] == "Spies"


def test_labels_of_other_interfaces_are_known():
    text = (
        f"{RULE}\n\nSpione im All\n\nVolltext: Die Agentur warnt.\n\nTitel der Publikation: Anzeiger\n\n"
        f"Publikationsdatum: 3. Mai 2024\n\nSprache der Publikation: Deutsch\n\nProQuest-Dokument-ID: 77\n\n{RULE}\n"
    )
    one = Blob("a.txt", text.encode())
    assert format_of(one) is PROQUEST_TXT
    found = next(iter(PROQUEST_TXT.read(one))).fields
    assert (found["headline"], found["body"]) == ("Spione im All", "Die Agentur warnt.")
    assert (found["source"], found["published"], found["language"]) == ("Anzeiger", "2024-05-03", "de")


def test_the_library_that_was_asked_is_no_part_of_an_address():
    assert (
        address("https://x.example/login?qurl=https%3A%2F%2Fwww.proquest.com%2Fdocview%2F5")
        == "https://www.proquest.com/docview/5"
    )
    assert address("https://www.proquest.com/docview/5") == "https://www.proquest.com/docview/5"


@pytest.mark.skipif(not EXPORT.is_file(), reason="needs ../shared")
def test_the_real_file_has_373_whole_articles():
    one = next(open_blobs(EXPORT))
    found = list(PROQUEST_TXT.read(one))
    assert format_of(one) is PROQUEST_TXT
    assert len(found) == 373
    for name in ("headline", "body", "source", "published", "url", "language"):
        assert all(each.fields.get(name) for each in found), name
    # All but rules, labels, links and what stands twice is in some field.
    kept = sum(len(value) for each in found for value in each.fields.values())
    assert kept > 0.8 * len(one.text)
