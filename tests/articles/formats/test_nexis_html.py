import html
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats.base import Stated
from framing.articles.formats.nexis_html import NEXIS_UK
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


@dataclass(frozen=True)
class Article:
    headline: str = "Lunar probe lost behind the Moon"
    source: str = "Agence Lune -- English"
    date: str = "March 12, 2014 Wednesday 11:21 AM GMT"
    paragraphs: tuple[str, ...] = ("The agency lost contact on Tuesday.", 'A spy satellite "may" have seen it & more.')
    edition: str = ""
    author: str = ""
    section: str = ""
    dateline: str = ""
    captions: tuple[str, ...] = ()


def block(css, *paragraphs, style="c1"):
    inner = "\n".join(f'<P CLASS="{style}">{each}</P>' for each in paragraphs)
    return f'<BR><DIV CLASS="{css}">{inner}\n</DIV>\n'


def span(text, style="c2"):
    return f'<SPAN CLASS="{style}">{html.escape(text)}</SPAN>'


def labelled(name, value, *more):
    return block("c4", span(f"{name}: ", "c7") + span(value), *map(span, more), style="c5")


HEAD = """<HTML><HEAD><STYLE TYPE="text/css"><!--
.c0 { text-align: center; }
.c1 { text-align: center; margin-top: 0em; margin-bottom: 0em; }
.c2 { font-family: Arial; font-size: 10pt; }
.c3 { text-align: center; margin-left: 13%; margin-right: 13%; }
.c4 { text-align: left; }
--></STYLE><!-- LXNComment 1:2 --><TITLE>&nbsp;</TITLE>
<META TOPIC="null" DOCUMENTS="COUNT" UPDATED="Thursday, October 27, 2016  20:54:06" /></HEAD>
<BODY>
"""
HIDDEN = ("<!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->\n", "<!-- Hide\n</DOCFULL>\n</DOC> -->\n")
SHOWN = ("<DOC NUMBER=1>\n<DOCFULL>\n", "</DOCFULL>\n</DOC>\n")


def one(article, n, of, wrap=HIDDEN, mark="{n} of {of} DOCUMENTS"):
    edition = f"<BR>{span(article.edition)}" if article.edition else ""
    parts = [
        f'<A NAME="DOC_ID_{n}_0"></A>' + wrap[0],
        block("c0", span(mark.format(n=n, of=of))),
        f'<BR><DIV CLASS="c0"><BR><P CLASS="c1"><IMG SRC="logo"><BR>{span(article.source)}</P>\n</DIV>\n',
        block("c3", span(article.date) + span("\xa0") + edition),
        block("c4", span(article.headline, "c6"), style="c5"),
        labelled("BYLINE", article.author) if article.author else "",
        labelled("SECTION", article.section) if article.section else "",
        labelled("LENGTH", f"{sum(len(each.split()) for each in article.paragraphs):,} words"),
        labelled("DATELINE", article.dateline) if article.dateline else "",
        block("c4", *map(span, article.paragraphs), style="c8"),
        labelled("LOAD-DATE", "March 13, 2014"),
        labelled("LANGUAGE", "ENGLISH"),
        labelled("GRAPHIC", *article.captions) if article.captions else "",
        labelled("PUBLICATION-TYPE", "Newswire"),
        '<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">Copyright 2014 Agence Lune<BR>All Rights Reserved'
        "</SPAN></P>\n</DIV>\n",
        wrap[1],
    ]
    return "".join(parts)


def write(*articles, wrap=HIDDEN, count=None, mark="{n} of {of} DOCUMENTS"):
    of = len(articles)
    head = HEAD.replace("COUNT", str(of if count is None else count))
    body = "".join(one(each, n, of, wrap, mark) for n, each in enumerate(articles, start=1))
    return Blob("moon.html", (head + body + "</BODY></HTML>").encode())


def read(blob):
    assert NEXIS_UK.fits(blob)
    stated, *found = NEXIS_UK.read(blob)
    assert isinstance(stated, Stated)
    return stated, found


WHOLE = {
    "headline": "Lunar probe lost behind the Moon",
    "source": "Agence Lune -- English",
    "published": "2014-03-12T11:21:00+00:00",
    "length": "15",
    "body": 'The agency lost contact on Tuesday.\n\nA spy satellite "may" have seen it & more.',
    "loaded": "2014-03-13",
    "language": "en",
    "type": "Newswire",
    "copyright": "Copyright 2014 Agence Lune All Rights Reserved",
}


@pytest.mark.parametrize("wrap", [HIDDEN, SHOWN, ("", "")], ids=["in comments", "as elements", "without DOCFULL"])
def test_an_article_is_read_with_its_fields(wrap):
    stated, (article,) = read(write(Article(), wrap=wrap))
    assert article == Record("moon.html", 1, WHOLE)
    assert stated.articles == 1
    assert stated.retrieved == "2016-10-27T20:54:00"


def test_author_section_page_edition_and_captions():
    given_ = Article(
        author="Ida Vega",
        section="NEWS; Pg. 3",
        edition="Final Edition",
        dateline="LUNA",
        captions=("A pad.", "At dawn."),
    )
    _, (article,) = read(write(given_))
    extra = {name: value for name, value in article.fields.items() if name not in WHOLE}
    assert extra == {
        "author": "Ida Vega", "section": "NEWS", "page": "3", "edition": "Final Edition", "dateline": "LUNA",
        "captions": "A pad. At dawn.",
    }  # fmt: skip
    assert article.fields["body"] == WHOLE["body"]


@pytest.mark.parametrize(
    ("mark", "date"),
    [
        ("Dokument {n} von {of}", "12. März 2014 Mittwoch"),
        ("Document {n} de {of}", "mercredi 12 mars 2014"),
        ("{n} van {of} DOCUMENTEN", "12 maart 2014 woensdag"),
        ("{n} de {of} DOCUMENTOS", "miércoles 12 de marzo de 2014"),
    ],
)
def test_other_interface_languages(mark, date):
    stated, found = read(write(Article(date=date), Article(headline="Second", date=date), mark=mark, wrap=("", "")))
    assert stated.articles == 2
    assert [each.fields["published"] for each in found] == ["2014-03-12", "2014-03-12"]


def test_labels_in_another_language():
    text = write(Article(author="Ida Vega", section="POLITIK; S. 4")).text
    for english, german in (
        ("BYLINE", "AUTOR"), ("SECTION", "RUBRIK"), ("LENGTH", "LÄNGE"), (" words", " Wörter"), ("LOAD-DATE", "UPDATE"),
        ("LANGUAGE", "SPRACHE"), (">ENGLISH", ">GERMAN; DEUTSCH"),
    ):  # fmt: skip
        text = text.replace(english, german)
    _, (article,) = read(Blob("moon.html", text.encode()))
    got = article.fields
    assert (got["author"], got["section"], got["page"], got["language"]) == ("Ida Vega", "POLITIK", "4", "de")
    assert (got["length"], got["loaded"], got["body"]) == ("15", "2014-03-13", WHOLE["body"])


def test_an_older_layout_of_plain_divs_and_line_breaks():
    text = (
        "<html><body><div align=center>1 of 1 DOCUMENT</div><br>"
        "<div align=center>Copyright 1999 Orbit Gazette<br>All Rights Reserved</div>"
        "<div align=center>The Orbit Gazette</div><div align=center>March 12, 1999, Friday<br>Late Edition</div>"
        "<div><b>SECTION:</b> NEWS; Pg. 7</div><div><b>LENGTH:</b> 8 words</div>"
        "<div><b>HEADLINE:</b> Probe seen<br>by two stations</div><div><b>BYLINE:</b> Ida Vega</div>"
        "<div><b>BODY:</b><br>The probe answered<br>at noon.<br><br>It is well.</div>"
        "<div><b>LOAD-DATE:</b> March 13, 1999</div></body></html>"
    )
    _, (article,) = read(Blob("old.html", text.encode()))
    assert article.fields == {
        "copyright": "Copyright 1999 Orbit Gazette All Rights Reserved",
        "source": "The Orbit Gazette",
        "published": "1999-03-12",
        "edition": "Late Edition",
        "section": "NEWS",
        "page": "7",
        "length": "8",
        "headline": "Probe seen by two stations",
        "author": "Ida Vega",
        "body": "The probe answered at noon.\n\nIt is well.",
        "loaded": "1999-03-13",
    }


def test_the_count_in_the_head_is_stated_as_it_is():
    stated, found = read(write(Article(), Article(headline="Second"), count=3))
    assert (stated.articles, stated.where, len(found)) == (3, 'DOCUMENTS="3" in the head of the file', 2)


def test_without_a_count_in_the_head_the_lines_above_the_articles_tell():
    text = write(Article(), Article(headline="Second")).text.replace('DOCUMENTS="2"', "")
    stated, _ = read(Blob("moon.html", text.encode()))
    assert (stated.articles, stated.where) == (2, "article 1: 1 of 2 DOCUMENTS")


def test_a_document_that_is_no_article_is_unread():
    text = write(Article()).text.replace("</BODY>", f"{HIDDEN[0]}<DIV>2 of 2 DOCUMENTS</DIV><DIV>sorry</DIV></BODY>")
    _, (_, unread) = read(Blob("moon.html", text.encode()))
    assert isinstance(unread, Unread)
    assert unread.fields == {"text": "sorry"}


def test_pages_of_another_kind_are_not_taken_for_exports():
    assert not NEXIS_UK.fits(Blob("a.html", b"<html><body><p>LENGTH: 3 words</p><p>Page 1 of 2</p></body></html>"))
    assert not NEXIS_UK.fits(Blob("a.txt", b"1 of 2 DOCUMENTS\nLENGTH: 3 words"))
    with pytest.raises(InputError, match="expected “1 of 10 DOCUMENTS” or DOCFULL"):
        list(NEXIS_UK.read(Blob("a.html", b"<html><body><p>A page</p></body></html>")))


def test_scripts_and_entities_are_text_or_nothing():
    _, (article,) = read(write(Article(headline="<script>alert(1)</script> & co", paragraphs=("1 < 2\xa0& so on.",))))
    assert article.fields["headline"] == "<script>alert(1)</script> & co"
    assert article.fields["body"] == "1 < 2 & so on."


WORDS = "probe orbit lunar <spy> satellite launch & MOSCOW Beijing’s treaty 3,000 café “quoted” LENGTH: it".split()
sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=30).map(lambda words: "The " + " ".join(words) + ".")
articles = st.builds(
    Article,
    headline=sentences,
    paragraphs=st.lists(sentences, min_size=1, max_size=6).map(tuple),
    edition=st.sampled_from(("", "First Edition")),
    author=st.sampled_from(("", "Ida Vega; Orla Quist")),
    section=st.sampled_from(("", "NEWS")),
    dateline=st.sampled_from(("", "PORT KOUROU, March 12")),
    captions=st.sampled_from(((), ("A pad.",), ("A pad.", "At dawn."))),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(articles, min_size=1, max_size=4), st.sampled_from((HIDDEN, SHOWN, ("", ""))))
def test_random_articles_written_in_the_layout_read_back_equal(written, wrap):
    stated, found = read(write(*written, wrap=wrap))
    assert stated.articles == len(found) == len(written)
    for article, each in zip(written, found, strict=True):
        got = each.fields
        back = Article(
            got["headline"], got["source"], article.date, tuple(got["body"].split("\n\n")), got.get("edition", ""),
            got.get("author", ""), got.get("section", ""), got.get("dateline", ""), article.captions,
        )  # fmt: skip
        assert back == article
        assert got.get("captions", "") == " ".join(article.captions)
        assert got["published"] == "2014-03-12T11:21:00+00:00"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_a_real_export_gives_all_its_articles_whole():
    path = SHARED / "exports" / "nexis-uk-74-articles.html"
    stated, found = read(Blob(path.name, path.read_bytes(), path))
    assert stated.articles == len(found) == 74
    for each in found:
        assert {"headline", "source", "published", "body", "length", "language"} <= each.fields.keys()
    # as many paragraphs of text as the file has of that style
    assert sum(each.fields["body"].count("\n\n") + 1 for each in found) == 1179
