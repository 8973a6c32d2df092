import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob, open_blobs
from framing.articles.formats.base import Stated
from framing.articles.formats.nexis_docx import NEXIS_DOCX
from framing.articles.readers import Record, Unread
from framing.project import InputError

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
LINK = "https://advance.lexis.com/api/document?collection=news&id=urn:contentItem:{}&context=1516831"
NUMBER = "5AAA-{:04d}-DYN2-332M-00000-00"
ENGLISH = {
    "section": "Section", "length": "Length", "words": "words", "author": "Byline", "dateline": "Dateline",
    "highlight": "Highlight", "body": "Body", "captions": "Graphic", "family": "Classification",
    "language": "Language", "named": "ENGLISH", "type": "Publication-Type", "loaded": "Load-Date",
    "end": "End of Document", "documents": "Documents", "when": "Date and Time", "query": "Search Terms",
}  # fmt: skip
GERMAN = ENGLISH | {
    "section": "Rubrik", "length": "Länge", "words": "Wörter", "author": "Autor", "body": "Textkörper",
    "captions": "Grafik", "family": "Klassifizierung", "language": "Sprache", "named": "GERMAN; DEUTSCH",
    "type": "Art der Publikation", "loaded": "Ladedatum", "end": "Ende des Dokuments", "documents": "Dokumente",
    "when": "Datum und Uhrzeit", "query": "Suchbegriffe",
}  # fmt: skip
FRENCH = ENGLISH | {
    "section": "Rubrique", "length": "Longueur", "words": "mots", "author": "Auteur", "body": "Corps",
    "captions": "Graphique", "family": "Classification", "language": "Langue", "named": "FRENCH; FRANÇAIS",
    "type": "Type de publication", "loaded": "Date de chargement", "end": "Fin du document",
}  # fmt: skip
DUTCH = ENGLISH | {
    "section": "Rubriek", "length": "Lengte", "words": "woorden", "author": "Auteur", "body": "Tekst",
    "captions": "Afbeelding", "family": "Classificatie", "language": "Taal", "named": "DUTCH; NEDERLANDS",
    "type": "Publicatietype", "loaded": "Laaddatum", "end": "Einde van document", "documents": "Documenten",
}  # fmt: skip
UNKNOWN = ENGLISH | {
    "section": "Aaaa", "length": "Bbbb", "author": "Cccc", "body": "Dddd", "captions": "Eeee", "family": "Ffff",
    "language": "Gggg", "type": "Hhhh", "loaded": "Jjjj", "end": "Kkkk llll",
}  # fmt: skip


@dataclass(frozen=True)
class Article:
    headline: str = "Lunar probe lost behind the Moon"
    source: str = "The Orbit Gazette"
    date: str = "March 12, 2014 Wednesday, Late Edition - Final"
    paragraphs: tuple[str, ...] = ("The agency lost contact on Tuesday.", "A spy satellite may have seen it.")
    author: str = ""
    section: str = ""
    highlight: str = ""
    captions: tuple[str, ...] = ()
    classified: bool = True


def title(file, article, number):
    paragraph = file.add_paragraph()
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().append(level)
    link = OxmlElement("w:hyperlink")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link.set(qn("r:id"), file.part.relate_to(LINK.format(number), kind, is_external=True))
    run = paragraph.add_run(article.headline)
    link.append(run._r)
    paragraph._p.append(link)


def heading(file, text, bookmark=""):
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    if bookmark:
        mark = OxmlElement("w:bookmarkStart")
        mark.set(qn("w:id"), "1")
        mark.set(qn("w:name"), bookmark)
        paragraph._p.append(mark)
    paragraph.add_run(f"\n{text}" if not bookmark else text).bold = True


def labelled(file, name, value, words):
    if value:
        paragraph = file.add_paragraph()
        paragraph.add_run(f"{words[name]}:").bold = True
        paragraph.add_run(f"\xa0{value}")


def one(file, article, words, number, bookmarks=True):
    title(file, article, number)
    file.add_paragraph(article.source)
    file.add_paragraph(article.date)
    file.add_paragraph("\nCopyright 2014 Orbit Gazette Ltd All Rights Reserved")
    labelled(file, "section", article.section, words)
    labelled(file, "length", f"{sum(len(each.split()) for each in article.paragraphs)} {words['words']}", words)
    labelled(file, "author", article.author, words)
    labelled(file, "highlight", article.highlight, words)
    heading(file, words["body"], "Body" if bookmarks else "")
    file.add_paragraph("")
    for each in article.paragraphs:
        file.add_paragraph(each)
    if article.captions:
        heading(file, words["captions"])
        for each in article.captions:
            file.add_paragraph(each)
    if article.classified:
        heading(file, words["family"], "Classification" if bookmarks else "")
        labelled(file, "language", words["named"], words)
        labelled(file, "type", "Newspaper", words)
    labelled(file, "loaded", "March 13, 2014", words)
    file.add_paragraph().add_run(f"\n{words['end']}").bold = True


def write(*articles, words=ENGLISH, cover=True, bookmarks=True, count=None):
    file = docx.Document()
    if cover:
        file.add_paragraph("User Name: AN OBSERVER")
        file.add_paragraph(f"{words['when']}: Wednesday, December 19, 2018 7:08:00 PM JST")
        file.add_paragraph("Job Number: 79564983")
        file.add_paragraph(f"{words['documents']} ({count or len(articles)})")
        for number, each in enumerate(articles, start=1):
            file.add_paragraph(f"{number}. {each.headline}")
            file.add_paragraph(f"{words['query']}: lunar probe")
            file.add_paragraph("Narrowed by: ")
            table = file.add_table(2, 2)
            table.cell(0, 0).text, table.cell(0, 1).text = "Content Type", "Narrowed by"
            table.cell(1, 0).text = "News"
            table.cell(1, 1).text = "Sources: The Orbit Gazette; Timeline: Jan 01, 2009 to Dec 31, 2010"
        file.add_section(WD_SECTION.NEW_PAGE)
    for number, each in enumerate(articles, start=1):
        one(file, each, words, NUMBER.format(number), bookmarks)
        file.add_section(WD_SECTION.NEW_PAGE)
    buffer = io.BytesIO()
    file.save(buffer)
    return Blob("moon.docx", buffer.getvalue())


def read(blob):
    assert NEXIS_DOCX.fits(blob)
    found = list(NEXIS_DOCX.read(blob))
    return [each for each in found if isinstance(each, Stated)], [
        each for each in found if not isinstance(each, Stated)
    ]


def test_an_article_is_read_with_its_fields_and_its_number_from_the_link():
    article = Article(author="Ida Vega", section="NEWS; Pg. 3A", highlight="Nobody knows where.", captions=("A pad.",))
    _, (found,) = read(write(article))
    assert found == Record("moon.docx", 1, {
        "accession": "5AAA-0001-DYN2-332M-00000-00",
        "url": "https://advance.lexis.com/api/document?id=urn:contentItem:5AAA-0001-DYN2-332M-00000-00",
        "headline": "Lunar probe lost behind the Moon",
        "source": "The Orbit Gazette",
        "published": "2014-03-12",
        "edition": "Late Edition - Final",
        "copyright": "Copyright 2014 Orbit Gazette Ltd All Rights Reserved",
        "section": "NEWS",
        "page": "3A",
        "length": "13",
        "author": "Ida Vega",
        "highlight": "Nobody knows where.",
        "body": "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it.",
        "captions": "A pad.",
        "language": "en",
        "type": "Newspaper",
        "loaded": "2014-03-13",
    })  # fmt: skip


def test_the_cover_states_count_query_and_range():
    stated, found = read(write(Article(), Article(headline="Second")))
    assert stated == [
        Stated(2, "Documents (2)", "2018-12-19T19:08:00+09:00", "lunar probe", "2009-01-01", "2010-12-31")
    ]
    assert [each.fields["headline"] for each in found] == ["Lunar probe lost behind the Moon", "Second"]


def test_a_single_document_without_a_cover_states_nothing():
    stated, (found,) = read(write(Article(), cover=False))
    assert stated == []
    assert found.fields["source"] == "The Orbit Gazette"


@pytest.mark.parametrize(
    ("words", "date", "language"),
    [
        (GERMAN, "12. März 2014 Mittwoch", "de"),
        (FRENCH, "mercredi 12 mars 2014", "fr"),
        (DUTCH, "12 maart 2014 woensdag", "nl"),
        (ENGLISH, "2014年3月12日 星期三", "en"),
    ],
)
@pytest.mark.parametrize("bookmarks", [True, False])
def test_other_interface_languages(words, date, language, bookmarks):
    given_ = Article(author="Ida Vega", section="NEWS", date=date, captions=("A pad.",))
    _, found = read(write(given_, given_, words=words, bookmarks=bookmarks))
    assert len(found) == 2
    for each in found:
        got = each.fields
        assert (got["published"], got["language"], got["author"], got["section"], got["length"], got["loaded"]) == (
            "2014-03-12", language, "Ida Vega", "NEWS", "13", "2014-03-13"
        )  # fmt: skip
        assert got["body"] == "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it."
        assert got["captions"] == "A pad."


@pytest.mark.parametrize("bookmarks", [True, False])
def test_an_interface_whose_words_are_not_known_is_read_by_its_styles(bookmarks):
    given_ = Article(author="Ida Vega", section="NEWS")
    _, found = read(write(given_, given_, given_, words=UNKNOWN, bookmarks=bookmarks))
    assert len(found) == 3
    for each in found:
        got = each.fields
        assert got["headline"] == "Lunar probe lost behind the Moon"
        assert got["body"] == "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it."
        assert (got["source"], got["published"], got["nexiscccc"]) == ("The Orbit Gazette", "2014-03-12", "Ida Vega")
        assert (got["nexisgggg"], got["nexisjjjj"]) == ("ENGLISH", "March 13, 2014")


def test_a_date_that_is_missing_stays_missing():
    _, (found,) = read(write(Article(date="")))
    assert "published" not in found.fields
    assert (found.fields["headline"], found.fields["source"]) == (
        "Lunar probe lost behind the Moon",
        "The Orbit Gazette",
    )


@pytest.mark.parametrize(
    ("date", "published", "edition"),
    [
        ("May 2, 2002, Thursday,, FINAL EDITION", "2002-05-02", "FINAL EDITION"),
        ("January 9, 2007 Tuesday, FIRST EDITION", "2007-01-09", "FIRST EDITION"),
        ("January 10, 2018 Wednesday 10:36 EST", "2018-01-10T10:36:00-05:00", None),
        ("March 14, 2013 Thursday 11:21 AM GMT", "2013-03-14T11:21:00+00:00", None),
    ],
)
def test_times_and_editions_behind_the_date(date, published, edition):
    _, (found,) = read(write(Article(date=date)))
    assert (found.fields["published"], found.fields.get("edition")) == (published, edition)


def test_lines_of_the_text_that_look_like_labels_are_text():
    paragraphs = ("Length: 3 km of cable.", "Correction", "Language: a barrier.", "Jobs: More than ever.")
    _, (found,) = read(write(Article(paragraphs=paragraphs)))
    assert found.fields["body"] == "\n\n".join(paragraphs)


def test_page_numbers_and_the_headline_repeated_beside_them_are_left_out():
    paragraphs = ("One.", "Page 3 of 7", "Lunar probe lost behind the Moon", "Two.")
    _, (found,) = read(write(Article(paragraphs=paragraphs)))
    assert found.fields["body"] == "One.\n\nTwo."


def test_an_abstract_is_the_highlight_and_the_address_is_no_text():
    paragraphs = ("ABSTRACT", "In short.", "FULL TEXT", "At length.", "Link to Image", "\nhttp://www.orbit.example/1")
    _, (found,) = read(write(Article(paragraphs=paragraphs)))
    got = found.fields
    assert (got["highlight"], got["body"]) == ("In short.", "At length.")
    assert (got["address"], got["domain"]) == ("http://www.orbit.example/1", "orbit.example")


def test_the_lines_of_a_typescript_are_joined():
    line = "and the probe went on along its way without a word to the station"
    paragraphs = ("It was said that the probe had left its orbit on a Sunday evening", *[line] * 12, "at last.")
    _, (found,) = read(write(Article(paragraphs=paragraphs)))
    assert found.fields["body"].count("\n") == 0


def test_rows_of_a_table_in_the_text_are_paragraphs():
    blob = write(Article(), cover=False)
    file = docx.Document(io.BytesIO(blob.data))
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Launches", "12"
    first = next(each for each in file.paragraphs if each.text.startswith("A spy"))
    first._p.addprevious(table._tbl)
    buffer = io.BytesIO()
    file.save(buffer)
    _, (found,) = read(Blob("moon.docx", buffer.getvalue()))
    assert found.fields["body"].split("\n\n")[1] == "Launches 12"


def test_a_document_that_is_not_understood_is_unread():
    blob = write(Article(), cover=False)
    file = docx.Document(io.BytesIO(blob.data))
    file.add_paragraph("This document is not available.")
    file.add_paragraph("End of Document")
    buffer = io.BytesIO()
    file.save(buffer)
    _, (kept, unread) = read(Blob("moon.docx", buffer.getvalue()))
    assert isinstance(kept, Record)
    assert isinstance(unread, Unread)
    assert unread.fields["text"] == "This document is not available."


def test_a_file_without_an_article_says_what_it_is():
    file = docx.Document()
    file.add_paragraph("Notes on orbits")
    buffer = io.BytesIO()
    file.save(buffer)
    with pytest.raises(
        InputError, match=r"moon.docx holds no article: .* found 1 paragraph, the first “Notes on orbits”"
    ):
        read(Blob("moon.docx", buffer.getvalue()))


def test_a_list_of_titles_says_that_it_is_one():
    file = docx.Document()
    for line in ("Date and Time: Monday, May 5, 2014 7:08:00 PM GMT", "Documents (2)", "1. Moon", "2. Mars"):
        file.add_paragraph(line)
    buffer = io.BytesIO()
    file.save(buffer)
    with pytest.raises(InputError, match="a list of 2 titles and holds no article"):
        read(Blob("list.docx", buffer.getvalue()))


@pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
def test_a_file_that_is_cut_off_is_an_error(part):
    data = write(Article(), Article()).data
    with pytest.raises(InputError, match="damaged or cut off"):
        list(NEXIS_DOCX.read(Blob("moon.docx", data[: int(len(data) * part)])))


def test_xml_with_entities_is_refused():
    blob = write(Article())
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blob.data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data.partition(b"?>")[2]
            new.writestr(name, data)
    with pytest.raises(InputError, match="defines XML entities"):
        list(NEXIS_DOCX.read(Blob("moon.docx", buffer.getvalue())))


def test_a_zip_of_exports_gives_each_files_articles(tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        packed.writestr("one.docx", write(Article(), cover=False).data)
        packed.writestr("two.docx", write(Article(headline="Second")).data)
    found = [each for blob in open_blobs(tmp_path / "export.zip") for each in read(blob)[1]]
    assert [(each.file, each.number) for each in found] == [("export.zip/one.docx", 1), ("export.zip/two.docx", 1)]


WORDS = "probe orbit lunar spy satellite launch Body MOSCOW Beijing’s treaty 3,000 km/h café “quoted” Graphic".split()
sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=30).map(lambda words: "The " + " ".join(words) + ".")
articles = st.builds(
    Article,
    headline=sentences,
    paragraphs=st.lists(sentences, min_size=1, max_size=5).map(tuple),
    author=st.sampled_from(("", "By IDA VEGA; Orla Quist reported from Kourou.")),
    section=st.sampled_from(("", "NEWS")),
    highlight=st.sampled_from(("", "Nobody knows.")),
    captions=st.sampled_from(((), ("A pad.",), ("A pad.", "At dawn."))),
    classified=st.booleans(),
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(articles, min_size=1, max_size=3), st.sampled_from((ENGLISH, GERMAN, DUTCH)), st.booleans(), st.booleans()
)
def test_random_articles_written_in_the_layout_read_back_equal(written, words, cover, bookmarks):
    stated, found = read(write(*written, words=words, cover=cover, bookmarks=bookmarks))
    assert [each.articles for each in stated] == ([len(written)] if cover else [])
    assert len(found) == len(written)
    for article, each in zip(written, found, strict=True):
        got = each.fields
        back = Article(
            got["headline"], got["source"], article.date, tuple(got["body"].split("\n\n")), got.get("author", ""),
            got.get("section", ""), got.get("highlight", ""),
            tuple(got["captions"].split("; ")) if "captions" in got else (), "language" in got,
        )  # fmt: skip
        assert back == article
        assert (got["published"], got["edition"], got["loaded"]) == ("2014-03-12", "Late Edition - Final", "2014-03-13")


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize(("count", "undated"), [(2, 0), (7, 0), (50, 1)])
def test_real_exports_give_all_their_articles_whole(count, undated):
    path = SHARED / "exports" / f"nexis-advance-{count}-articles.docx"
    _, found = read(Blob(path.name, path.read_bytes(), path))
    assert len(found) == count
    assert sum("published" not in each.fields for each in found) == undated
    for each in found:
        assert {"headline", "source", "body", "url", "loaded"} <= each.fields.keys()
        assert "\xa0" not in each.fields["body"]
        words = len(each.fields["body"].split())
        assert abs(words - int(each.fields["length"])) <= words * 0.1


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_a_real_file_without_an_article_says_so():
    path = SHARED / "exports" / "nexis-no-articles.docx"
    with pytest.raises(InputError, match="holds no article"):
        read(Blob(path.name, path.read_bytes(), path))
