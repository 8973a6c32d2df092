from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.blobs import Blob
from framing.articles.formats.base import Stated
from framing.articles.formats.nexis_rtf import NEXIS_RTF
from framing.articles.readers import Record
from framing.project import InputError

ENGLISH = {
    "section": "Section", "length": "Length", "words": "words", "author": "Byline", "body": "Body",
    "captions": "Graphic", "family": "Classification", "language": "Language", "named": "ENGLISH",
    "loaded": "Load-Date", "end": "End of Document", "documents": "Documents",
}  # fmt: skip
GERMAN = ENGLISH | {
    "section": "Rubrik", "length": "Länge", "words": "Wörter", "author": "Autor", "body": "Textkörper",
    "captions": "Grafik", "family": "Klassifizierung", "language": "Sprache", "named": "GERMAN; DEUTSCH",
    "loaded": "Ladedatum", "end": "Ende des Dokuments", "documents": "Dokumente",
}  # fmt: skip
SPANISH = ENGLISH | {
    "section": "Sección", "length": "Longitud", "words": "palabras", "author": "Autor", "body": "Cuerpo",
    "captions": "Gráfico", "family": "Clasificación", "language": "Idioma", "named": "SPANISH; ESPAÑOL",
    "loaded": "Fecha de carga", "end": "Fin del documento", "documents": "Documentos",
}  # fmt: skip


@dataclass(frozen=True)
class Article:
    headline: str = "Lunar probe lost behind the Moon"
    source: str = "The Orbit Gazette"
    date: str = "March 12, 2014 Wednesday, Late Edition - Final"
    paragraphs: tuple[str, ...] = ("The agency lost contact on Tuesday.", "A spy satellite may have seen it.")
    author: str = ""
    section: str = ""
    captions: tuple[str, ...] = ()
    classified: bool = True


def units(character):
    """Write a character as RTF does: the halves of UTF-16, as signed numbers."""
    data = character.encode("utf-16-le")
    return "".join(f"\\u{int.from_bytes(data[i : i + 2], 'little', signed=True)}?" for i in range(0, len(data), 2))


def escaped(text):
    return "".join(
        each if each.isascii() and each not in "\\{}" else f"\\{each}" if each.isascii() else units(each)
        for each in text
    )


def plain(text):
    return rf"{{\pard\plain {escaped(text)}\par}}"


def bold(text):
    return rf"{{\pard\plain\keepn\b {escaped(text)}\b0\par}}"


def labelled(name, value):
    return rf"{{\pard\plain {{\b {escaped(name)}:}}{escaped(chr(0xA0) + value)}\par}}" if value else ""


def link(text, number):
    target = f"https://advance.lexis.com/api/document?collection=news&id=urn:contentItem:{number}&context="
    return rf'{{\pard\qc{{\field{{\*\fldinst HYPERLINK "{target}"}}{{\fldrslt {{\b {escaped(text)}}}}}}}\par}}'


def one(article, number, words, pages):
    length = sum(len(each.split()) for each in article.paragraphs)
    paragraphs = list(map(plain, article.paragraphs))
    if pages:  # as a converter writes the head of a page into the text
        paragraphs[1:1] = [plain("Page 2 of 3"), plain(article.headline)]
    return "\n".join(
        [
            r"{\header \pard Page 1 of 3\par " + escaped(article.headline) + r"\par}",
            link(article.headline, number), plain(article.source), plain(article.date),
            plain("Copyright 2014 Orbit Gazette Ltd All Rights Reserved"),
            labelled(words["section"], article.section), labelled(words["length"], f"{length} {words['words']}"),
            labelled(words["author"], article.author), bold(words["body"]), plain(""), *paragraphs,
            *([bold(words["captions"]), *map(plain, article.captions)] if article.captions else []),
            *([bold(words["family"]), labelled(words["language"], words["named"])] if article.classified else []),
            labelled(words["loaded"], "March 13, 2014"), bold(words["end"]),
        ]
    )  # fmt: skip


def write(*articles, words=ENGLISH, cover=True, pages=False):
    parts = [r"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}}{\info{\title LexisNexis}}"]
    if cover:
        parts += [plain("Date and Time: Wednesday, December 19, 2018 7:08:00 PM JST"), plain("Job Number: 79564983")]
        parts += [plain(f"{words['documents']} ({len(articles)})")]
        for number, each in enumerate(articles, start=1):
            parts += [plain(f"{number}. {each.headline}"), plain("Search Terms: lunar probe")]
            parts += [
                r"\trowd\cellx3000\cellx9000\intbl News\cell Timeline: Jan 01, 2009 to Dec 31, 2010\cell\row\pard"
            ]
        parts += [r"\sect"]
    for number, each in enumerate(articles, start=1):
        parts += [one(each, f"5AAA-{number:04d}-DYN2-332M-00000-00", words, pages), r"\sect"]
    return Blob("moon.rtf", "\n".join([*parts, "}"]).encode("ascii"))


def read(blob):
    assert NEXIS_RTF.fits(blob)
    found = list(NEXIS_RTF.read(blob))
    return [each for each in found if isinstance(each, Stated)], [
        each for each in found if not isinstance(each, Stated)
    ]


def test_an_article_is_read_with_its_fields_and_its_number_from_the_link():
    article = Article(author="Ida Vega", section="NEWS; Pg. 3A", captions=("A pad.",))
    stated, (found,) = read(write(article))
    assert stated == [
        Stated(1, "Documents (1)", "2018-12-19T19:08:00+09:00", "lunar probe", "2009-01-01", "2010-12-31")
    ]
    assert found == Record("moon.rtf", 1, {
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
        "body": "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it.",
        "captions": "A pad.",
        "language": "en",
        "loaded": "2014-03-13",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("words", "date", "language"),
    [(GERMAN, "12. März 2014 Mittwoch", "de"), (SPANISH, "miércoles 12 de marzo de 2014", "es")],
)
def test_other_interface_languages(words, date, language):
    _, found = read(write(Article(date=date, author="Ida Vega"), Article(date=date, headline="Second"), words=words))
    assert [each.fields["headline"] for each in found] == ["Lunar probe lost behind the Moon", "Second"]
    for each in found:
        assert (each.fields["published"], each.fields["language"]) == ("2014-03-12", language)
        assert each.fields["body"] == "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it."


def test_page_numbers_and_repeated_headlines_are_no_text():
    _, (found,) = read(write(Article(), pages=True))
    assert found.fields["body"] == "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it."


def test_without_a_cover_and_without_a_date():
    stated, found = read(write(Article(date=""), Article(headline="Second"), cover=False))
    assert stated == []
    assert "published" not in found[0].fields
    assert [each.fields["headline"] for each in found] == ["Lunar probe lost behind the Moon", "Second"]
    assert [each.fields["source"] for each in found] == ["The Orbit Gazette"] * 2


def test_headings_that_lost_their_weight_in_a_word_processor():
    text = write(Article(author="Ida Vega"), Article(headline="Second")).data.replace(rb"\b ", b" ")
    text = text.replace(rb"\u160?", b" ")
    _, found = read(Blob("moon.rtf", text))
    for each in found:
        assert each.fields["body"] == "The agency lost contact on Tuesday.\n\nA spy satellite may have seen it."
        assert (each.fields["language"], each.fields["loaded"], each.fields["length"]) == ("en", "2014-03-13", "13")


def test_a_cut_off_file_is_an_error():
    data = write(Article(), Article()).data
    with pytest.raises(InputError, match="cut off"):
        list(NEXIS_RTF.read(Blob("moon.rtf", data[: len(data) * 2 // 3])))


def test_a_file_of_another_kind_holds_no_article():
    other = Blob("notes.rtf", rb"{\rtf1 Notes on orbits\par}")
    assert not NEXIS_RTF.fits(other)
    with pytest.raises(InputError, match="holds no article"):
        list(NEXIS_RTF.read(other))


WORDS = "probe orbit lunar spy {satellite} launch Body MOSCOW Beijing’s treaty 3,000 km\\h café “quoted” 太空 🛰".split()
sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=30).map(lambda words: "The " + " ".join(words) + ".")
articles = st.builds(
    Article,
    headline=sentences,
    paragraphs=st.lists(sentences, min_size=1, max_size=5).map(tuple),
    author=st.sampled_from(("", "By IDA VEGA; Orla Quist reported from Kourou.")),
    section=st.sampled_from(("", "NEWS")),
    captions=st.sampled_from(((), ("A pad.",), ("A pad.", "At dawn."))),
    classified=st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(articles, min_size=1, max_size=3),
    st.sampled_from((ENGLISH, GERMAN, SPANISH)),
    st.booleans(),
    st.booleans(),
)
def test_random_articles_written_in_the_layout_read_back_equal(written, words, cover, pages):
    stated, found = read(write(*written, words=words, cover=cover, pages=pages))
    assert [each.articles for each in stated] == ([len(written)] if cover else [])
    assert len(found) == len(written)
    for article, each in zip(written, found, strict=True):
        got = each.fields
        back = Article(
            got["headline"], got["source"], article.date, tuple(got["body"].split("\n\n")), got.get("author", ""),
            got.get("section", ""), tuple(got["captions"].split("; ")) if "captions" in got else (), "language" in got,
        )  # fmt: skip
        assert back == article
        assert (got["published"], got["edition"], got["loaded"]) == ("2014-03-12", "Late Edition - Final", "2014-03-13")
