import datetime as dt
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats.base import Stated
from framing.articles.formats.nexis_text import NEXIS_TXT
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ENGLISH = {
    "mark": "{n} of {of} DOCUMENTS", "author": "BYLINE", "section": "SECTION", "length": "LENGTH", "words": "words",
    "loaded": "LOAD-DATE", "language": "LANGUAGE", "named": "ENGLISH", "type": "PUBLICATION-TYPE",
    "captions": "GRAPHIC", "dateline": "DATELINE",
}  # fmt: skip
GERMAN = ENGLISH | {
    "mark": "Dokument {n} von {of}", "author": "AUTOR", "section": "RUBRIK", "length": "LÄNGE", "words": "Wörter",
    "loaded": "UPDATE", "language": "SPRACHE", "named": "GERMAN; DEUTSCH", "captions": "GRAFIK",
}  # fmt: skip
FRENCH = ENGLISH | {
    "mark": "Document {n} de {of}", "author": "AUTEUR", "section": "RUBRIQUE", "length": "LONGUEUR", "words": "mots",
    "loaded": "DATE-CHARGEMENT", "language": "LANGUE", "named": "FRENCH; FRANÇAIS", "type": "TYPE-PUBLICATION",
}  # fmt: skip
SPANISH = ENGLISH | {
    "mark": "{n} de {of} DOCUMENTOS", "author": "AUTOR", "section": "SECCIÓN", "length": "LONGITUD",
    "words": "palabras", "loaded": "FECHA-DE-CARGA", "language": "IDIOMA", "named": "SPANISH; ESPAÑOL",
    "type": "TIPO DE PUBLICACIÓN",
}  # fmt: skip


@dataclass(frozen=True)
class Article:
    headline: str = "Lunar probe lost behind the Moon"
    source: str = "The Orbit Gazette (Port Kourou)"
    date: str = "March 12, 2014 Wednesday"
    paragraphs: tuple[str, ...] = ("The agency lost contact on Tuesday.", "A spy satellite may have seen it.")
    edition: tuple[str, ...] = ()
    author: str = ""
    section: str = ""
    page: str = ""
    dateline: str = ""
    captions: tuple[str, ...] = ()
    rights: str = "Copyright 2014 Orbit Gazette Ltd"


def centred(*lines):
    return "\r\n".join(" " * max(10, (78 - len(line)) // 2) + line for line in lines)


def wrapped(text):
    return "\r\n".join(textwrap.wrap(text, 78, break_long_words=False, break_on_hyphens=False))


def one(article, words=ENGLISH, n=1, of=1):
    """Write one article of the classic layout."""
    captions = [f"{words['captions']}: {article.captions[0]}", *article.captions[1:]] if article.captions else []
    section = "; Pg. ".join(each for each in (article.section, article.page) if each)
    length = sum(len(each.split()) for each in article.paragraphs)
    blocks = [
        centred(words["mark"].format(n=n, of=of)), "", centred(article.source), centred(article.date, *article.edition),
        wrapped(article.headline),
        f"{words['author']}: {article.author}" if article.author else "",
        f"{words['section']}: {section}" if section else "",
        f"{words['length']}: {length:,} {words['words']}",
        f"{words['dateline']}: {article.dateline}" if article.dateline else "", "",
        *map(wrapped, article.paragraphs),
        f"{words['loaded']}: {article.date}",
        f"{words['language']}: {words['named']}",
        *map(wrapped, captions),
        f"{words['type']}: Newspaper", "",
        centred(article.rights, "All Rights Reserved") if article.rights else "",
    ]  # fmt: skip
    return "\r\n\r\n".join(each for i, each in enumerate(blocks) if each or i in (1, 9))


def write(*articles, words=ENGLISH, request=""):
    of = len(articles)
    body = "\r\n\r\n".join(one(each, words, n, of) for n, each in enumerate(articles, start=1))
    return Blob("moon.txt", f"\ufeff{request}\r\n\r\n{body}\r\n".encode())


def read(blob):
    assert NEXIS_TXT.fits(blob)
    stated, *articles = NEXIS_TXT.read(blob)
    assert isinstance(stated, Stated)
    return stated, articles


def fields(blob):
    return [each.fields for each in read(blob)[1]]


def test_an_article_is_read_with_its_fields():
    article = Article(author="Ida Vega", section="NEWS", page="3", dateline="PORT KOUROU", edition=("First Edition",))
    (found,) = fields(write(article))
    assert found == {
        "headline": "Lunar probe lost behind the Moon",
        "source": "The Orbit Gazette (Port Kourou)",
        "published": "2014-03-12",
        "edition": "First Edition",
        "author": "Ida Vega",
        "section": "NEWS",
        "page": "3",
        "length": "13",
        "dateline": "PORT KOUROU",
        "body": "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it.",
        "loaded": "2014-03-12",
        "language": "en",
        "type": "Newspaper",
        "copyright": "Copyright 2014 Orbit Gazette Ltd All Rights Reserved",
    }


@pytest.mark.parametrize(
    ("words", "date", "language"),
    [
        (GERMAN, "12. März 2014 Mittwoch", "de"),
        (GERMAN, "Mittwoch 12.März 2014", "de"),
        (FRENCH, "mercredi 12 mars 2014", "fr"),
        (SPANISH, "12 de marzo de 2014 miércoles", "es"),
        (ENGLISH, "12 maart 2014 woensdag", "en"),
        (ENGLISH, "12 marzo 2014 mercoledì", "en"),
        (ENGLISH, "12 de março de 2014 quarta-feira", "en"),
        (ENGLISH, "12 марта 2014 г. среда", "en"),
        (ENGLISH, "2014年3月12日 星期三", "en"),
    ],
)
def test_labels_and_dates_of_other_languages_are_known(words, date, language):
    (found,) = fields(write(Article(date=date, author="Ida Vega", section="POLITIK"), words=words))
    assert (found["published"], found["language"], found["author"], found["section"], found["length"]) == (
        "2014-03-12", language, "Ida Vega", "POLITIK", "13"
    )  # fmt: skip
    assert found["body"] == "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it."


@pytest.mark.parametrize(
    ("line", "published", "edition"),
    [
        ("March 12, 2014 Wednesday 11:21 PM GMT", "2014-03-12T23:21:00+00:00", None),
        ("March 12, 2014 Wednesday 8:05 AM EST", "2014-03-12T08:05:00-05:00", None),
        ("March 12, 2014 Wednesday 8:05 AM CST", "2014-03-12", None),
        ("March 12, 2014 Wednesday, Final Edition", "2014-03-12", "Final Edition"),
        ("March 12, 2014, Wednesday,, FINAL EDITION", "2014-03-12", "FINAL EDITION"),
        ("March 2014", "2014-03", None),
        ("Spring 2014", "2014", None),
        ("03/04/2014", "03/04/2014", None),
    ],
)
def test_times_zones_and_editions_behind_the_day(line, published, edition):
    (found,) = fields(write(Article(date=line)))
    assert (found["published"], found.get("edition")) == (published, edition)


def test_a_date_line_that_is_no_date_leaves_the_article_undated():
    (found,) = fields(write(Article(date="no day given")))
    assert "published" not in found
    assert found["source"] == "The Orbit Gazette (Port Kourou)"


def test_editions_below_the_date_and_a_headline_of_two_lines():
    headline = "Who moved the orbiter out of its slot above the equator?; " * 2 + "nobody knows"
    (found,) = fields(write(Article(headline=headline, edition=("Edition 1;", "Scotland"))))
    assert found["headline"] == headline
    assert found["edition"] == "Edition 1; Scotland"


def test_words_in_capitals_within_the_text_are_text():
    paragraphs = (
        "LENGTH: the cable is 3 km long.",
        "MOSCOW: a reply came.",
        "LANGUAGE: never stop learning.",
        "The end.",
    )
    (found,) = fields(write(Article(paragraphs=paragraphs)))
    assert found["body"] == "\n\n".join(paragraphs)


def test_captions_of_two_paragraphs_are_not_the_text():
    (found,) = fields(write(Article(captions=("The pad at dawn.", "THE ORBIT GAZETTE / IV"))))
    assert found["captions"] == "The pad at dawn. THE ORBIT GAZETTE / IV"
    assert found["body"].endswith("A spy satellite may have seen it.")


def test_the_older_layout_has_copyright_first_and_labels_for_headline_and_text():
    text = "\n\n".join(
        [
            centred("1 of 1 DOCUMENT"),
            centred("Copyright 1999 Orbit Gazette Ltd", "All Rights Reserved"),
            centred("The Orbit Gazette"),
            centred("March 12, 1999, Friday", "Late Edition"),
            "SECTION: Section A; Page 7; Column 2",
            "LENGTH: 8 words",
            "HEADLINE: Probe seen\nby two stations",
            "BYLINE: By IDA VEGA",
            "BODY:\n   The probe answered at noon\nfrom its new orbit.",
            "   It is well.",
            "LOAD-DATE: March 13, 1999",
        ]
    )
    (found,) = fields(Blob("old.txt", text.encode()))
    assert found == {
        "copyright": "Copyright 1999 Orbit Gazette Ltd All Rights Reserved",
        "source": "The Orbit Gazette",
        "published": "1999-03-12",
        "edition": "Late Edition",
        "section": "Section A; Column 2",
        "page": "7",
        "length": "8",
        "headline": "Probe seen by two stations",
        "author": "By IDA VEGA",
        "body": "The probe answered at noon from its new orbit.\n\nIt is well.",
        "loaded": "1999-03-13",
    }


def test_labels_on_lines_one_below_the_other_are_fields_each():
    text = write(Article()).text.replace("LENGTH: 13 words", "BYLINE: Ida Vega\nSECTION: NEWS; Pg. 3\nLENGTH: 13 words")
    (found,) = fields(Blob("moon.txt", text.encode()))
    assert (found["author"], found["section"], found["page"], found["length"]) == ("Ida Vega", "NEWS", "3", "13")


def test_supplied_by_is_not_the_source():
    (found,) = fields(
        write(Article(source="Orbit Monitoring - Political\r\n" + centred("Supplied by Orbit Worldwide")))
    )
    assert (found["source"], found["subsource"]) == ("Orbit Monitoring - Political", "Supplied by Orbit Worldwide")


def test_lines_that_lost_their_place_in_the_middle_are_told_by_their_order():
    text = "\n".join(
        line.lstrip() for line in write(Article(author="Ida Vega", paragraphs=("One.", "Two."))).text.split("\n")
    )
    (found,) = fields(Blob("moon.txt", text.encode()))
    assert (found["source"], found["published"]) == ("The Orbit Gazette (Port Kourou)", "2014-03-12")
    assert (found["headline"], found["body"]) == ("Lunar probe lost behind the Moon", "One.\n\nTwo.")


def test_a_last_paragraph_on_copyright_is_text():
    (found,) = fields(write(Article(paragraphs=("One.", "Copyright was not the question."), rights="")))
    assert found["body"] == "One.\n\nCopyright was not the question."


REQUEST = (
    "Download Request: Selected Items: 1-2\r\nTime Of Request: Friday, March 16, 2018  16:51:31\r\n\r\n"
    "Send To:\r\nAN OBSERVATORY: LIBRARY\r\n\r\nTerms: (DATE(>=2009-12-01 and <=2010-05-11) and (probe) and not\r\n"
    "(TYPE(web)))\r\n\r\nProject ID: None\r\n"
)


def test_the_request_states_count_query_and_range():
    stated, articles = read(write(Article(), Article(headline="Second"), request=REQUEST))
    assert len(articles) == 2
    assert stated == Stated(
        articles=2,
        where="Selected Items: 1-2",
        retrieved="2018-03-16T16:51:00",
        query="(DATE(>=2009-12-01 and <=2010-05-11) and (probe) and not (TYPE(web)))",
        start="2009-12-01",
        end="2010-05-11",
    )


def test_without_a_request_the_lines_above_the_articles_state_the_count():
    stated, articles = read(write(Article(), Article(headline="Second"), Article(headline="Third")))
    assert (stated.articles, stated.where) == (3, "line 3: 1 of 3 DOCUMENTS")
    assert [each.number for each in articles] == [1, 2, 3]


def test_a_part_of_a_longer_list_states_its_own_count():
    text = one(Article(), n=201, of=300) + "\r\n\r\n" + one(Article(headline="Second"), n=202, of=300)
    assert read(Blob("part.txt", text.encode()))[0].articles == 2


def test_the_request_repeated_at_the_end_is_no_text():
    text = write(Article(rights="")).text + "\n\n---- End of Request ----\n" + REQUEST
    stated, (article,) = read(Blob("moon.txt", text.encode()))
    assert article.fields["type"] == "Newspaper"
    assert stated.query.startswith("(DATE(")


def test_an_article_that_is_not_understood_is_unread_and_says_what_stood_there():
    text = write(Article()).text + "\n\n" + centred("2 of 2 DOCUMENTS") + "\n\nnothing of this is an article"
    _, (kept, unread) = read(Blob("moon.txt", text.encode()))
    assert isinstance(kept, Record)
    assert isinstance(unread, Unread)
    assert (unread.number, unread.fields["text"]) == (2, "nothing of this is an article")


def test_a_text_of_another_kind_is_not_taken_for_an_export():
    assert not NEXIS_TXT.fits(Blob("a.txt", b"Page 3 of 7\n\nLENGTH: 3 words\n"))
    assert not NEXIS_TXT.fits(Blob("a.html", b"<p>1 of 2 DOCUMENTS</p>LENGTH: 3 words"))
    with pytest.raises(InputError, match="line 1: expected a line such as “1 of 10 DOCUMENTS”"):
        list(NEXIS_TXT.read(Blob("a.txt", b"No export at all")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_other_encodings_are_read(encoding):
    text = write(Article(author="Zoë Núñez", paragraphs=("Où est la sonde ? Déjà loin, à l’été.",) * 9)).text
    (found,) = fields(Blob("moon.txt", text.encode(encoding)))
    assert found["author"] == "Zoë Núñez"


WORDS = "probe orbit lunar spy satellite launch MOSCOW Beijing’s treaty agency 3,000 km/h café “quoted” tail".split()
sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=40).map(lambda words: "The " + " ".join(words) + ".")
days = st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31)).map(
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year} {WEEKDAYS[day.weekday()]}"
)
names = st.lists(st.sampled_from("Ida Vega Orla Quist Ünal Sato".split()), min_size=1, max_size=3).map(" ".join)
articles = st.builds(
    Article,
    headline=sentences,
    source=st.sampled_from(("The Orbit Gazette", "Lunar Times (London)", "Agence Lune -- English")),
    date=days,
    paragraphs=st.lists(sentences, min_size=1, max_size=6).map(tuple),
    edition=st.sampled_from(((), ("First Edition",), ("Edition 2;", "National Edition"))),
    author=st.one_of(st.just(""), names),
    section=st.sampled_from(("", "NEWS", "Section A; Column 1")),
    dateline=st.sampled_from(("", "PORT KOUROU, March 12")),
    captions=st.sampled_from(((), ("A pad.",), ("A pad.", "At dawn."))),
    rights=st.sampled_from(("", "Copyright 2014 Orbit Gazette Ltd")),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, min_size=1, max_size=4))
def test_random_articles_written_in_the_layout_read_back_equal(written):
    stated, found = read(write(*written))
    assert stated.articles == len(written) == len(found)
    for article, each in zip(written, found, strict=True):
        got = each.fields
        day = dt.datetime.strptime(article.date.rsplit(" ", 1)[0], "%B %d, %Y").date()
        back = replace(
            article,
            headline=got["headline"],
            source=got["source"],
            paragraphs=tuple(got["body"].split("\n\n")),
            author=got.get("author", ""),
            section=got.get("section", ""),
            dateline=got.get("dateline", ""),
        )
        assert back == article
        assert got["published"] == day.isoformat()
        assert got.get("captions", "") == " ".join(article.captions)
        assert got.get("edition", "") == " ".join(article.edition)
        assert ("copyright" in got) == bool(article.rights)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_a_real_export_gives_all_its_articles_whole():
    path = SHARED / "exports" / "nexis-classic-10-articles.txt"
    stated, found = read(Blob(path.name, path.read_bytes(), path))
    assert stated.articles == len(found) == 10
    for each in found:
        assert {"headline", "source", "published", "body", "length"} <= each.fields.keys()
        assert "LOAD-DATE" not in each.fields["body"]
