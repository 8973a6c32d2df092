"""GDELT's lists and knowledge graph: written in their layouts, read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.blobs import Blob, open_blobs
from framing.articles.formats.gdelt import GDELT_ARTLIST, GDELT_GKG
from framing.articles.formats.known import format_of
from framing.articles.readers import Record, Unread
from framing.project import InputError

EXPORTS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "exports"
HEADLINES = st.lists(st.from_regex(r"[a-dМ中]{1,6}( [a-dМ中]{1,6}){0,3}", fullmatch=True), min_size=1, max_size=4)


def artlist(headlines, language="English"):
    """Write an answer of the DOC API in the mode ArtList."""
    return {
        "articles": [
            {"url": f"https://a.example/{number}", "url_mobile": "", "title": headline, "domain": "gazette.example",
             "seendate": "20240503T081500Z", "language": language, "sourcecountry": "Peru", "socialimage": ""}
            for number, headline in enumerate(headlines)
        ]
    }  # fmt: skip


def rows(header, table, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([header, *table])
    return out.getvalue()


def graph(headlines, extras="", **columns):
    """Write records of the knowledge graph: 27 columns with tabs between, no header."""
    lines = []
    for number, headline in enumerate(headlines):
        said = {0: f"20240503081500-{number}", 1: "20240503081500", 2: "1", 3: "gazette.example"}
        said |= {4: f"https://gazette.example/{number}", 7: "SPACE;SPY;", 9: "1#Peru#PE#PE#-10#-76#PE"}
        said |= {15: "-2.5,1,3.5,4.5,20,0.5,310", 25: "", 26: extras}
        said |= {int(name[1:]): value for name, value in columns.items()}
        said[26] += f"<PAGE_TITLE>{headline}</PAGE_TITLE>" if headline else ""
        lines.append("\t".join(said.get(i, "") for i in range(27)))
    return "\n".join(lines) + "\n"


def read(kind, content, name="gdelt"):
    text = content if isinstance(content, str) else json.dumps(content)
    one = Blob(name, text.encode())
    assert format_of(one) is kind
    return list(kind.read(one))


def fields(kind, content):
    return [each.fields for each in read(kind, content)]


@given(HEADLINES)
def test_headlines_come_back_as_they_were_written(headlines):
    table = [["https://a.example/1", "", "2024-05-03 08:15:00", each] for each in headlines]
    for kind, content in (
        (GDELT_ARTLIST, artlist(headlines)),
        (GDELT_ARTLIST, rows(["URL", "MobileURL", "Date", "Title"], table)),
        (GDELT_GKG, graph(headlines)),
    ):
        assert [each["headline"] for each in fields(kind, content)] == headlines


def test_an_article_of_a_list_has_outlet_language_country_and_when_it_was_seen():
    assert fields(GDELT_ARTLIST, artlist(["Spies &amp; orbits"], "Spanish")) == [
        {
            "headline": "Spies & orbits",
            "domain": "gazette.example",
            "published": "2024-05-03T08:15:00+00:00",
            "url": "https://a.example/0",
            "language": "es",
            "source_country": "Peru",
        }
    ]


@pytest.mark.parametrize(
    ("name", "letters"), [("Macedonian", "mk"), ("Norwegian", "no"), ("Chinese", "zh"), ("", None)]
)
def test_languages_are_two_letters(name, letters):
    assert fields(GDELT_ARTLIST, artlist(["Spies"], name))[0].get("language") == letters


@pytest.mark.parametrize(
    ("written", "meant", "language"),
    [
        ("Spies , they say : &quot;No&quot;", 'Spies, they say: "No"', "English"),
        ("China ' s moon ( AFP )", "China's moon (AFP)", "English"),
        ('The " red " moon', 'The "red" moon', "English"),
        ("He says 'no' to .NET", "He says 'no' to .NET", "English"),
        ("Espions : qui ?", "Espions : qui ?", "French"),
    ],
)
def test_signs_of_a_headline_are_put_back_to_their_words(written, meant, language):
    assert fields(GDELT_ARTLIST, artlist([written], language))[0]["headline"] == meant


def test_backslashes_that_escape_nothing_are_letters_and_others_stay_what_they_are():
    text = json.dumps(artlist(["A path", 'Two \\q and "'])).replace("A path", r"C:\secret")
    assert [each["headline"] for each in fields(GDELT_ARTLIST, f"{text}\n{text}")] == [
        r"C:\secret",
        'Two \\q and "',
    ] * 2


def test_a_list_that_a_program_wrote_as_csv_is_known():
    listed = artlist(["Spies, they say"])["articles"][0]
    found = fields(GDELT_ARTLIST, rows(["", *listed], [["0", *listed.values()]]))
    assert (found[0]["headline"], found[0]["language"]) == ("Spies, they say", "en")


def test_a_list_that_is_cut_off_is_told_with_its_line():
    text = json.dumps(artlist(["Spies"]), indent=1)
    cut = text[: text.index("socialimage")]
    with pytest.raises(InputError, match=r"gdelt, line 11: expected JSON"):
        read(GDELT_ARTLIST, cut)


@pytest.mark.parametrize("content", ["title,url,date\nSpies,https://a.example/1,2024-05-03\n", '{"title": "Spies"}'])
def test_a_users_own_table_is_no_list_of_gdelt(content):
    assert format_of(Blob("mine", content.encode())).name == "table"


def test_the_knowledge_graph_keeps_themes_places_and_tone():
    extras = "<PAGE_PRECISEPUBTIMESTAMP>20240502230000</PAGE_PRECISEPUBTIMESTAMP><PAGE_AUTHORS>A. Writer</PAGE_AUTHORS>"
    assert fields(GDELT_GKG, graph(["Spies &amp; orbits"], extras, c25="srclc:fra;eng:Moses 2.1.1")) == [
        {
            "headline": "Spies & orbits",
            "source": "gazette.example",
            "domain": "gazette.example",
            "url": "https://gazette.example/0",
            "published": "2024-05-02T23:00:00+00:00",
            "author": "A. Writer",
            "language": "fr",
            "word_count": "310",
            "record_id": "20240503081500-0",
            "themes": "SPACE;SPY;",
            "locations": "1#Peru#PE#PE#-10#-76#PE",
            "tone_given": "-2.5,1,3.5,4.5,20,0.5,310",
        }
    ]


def test_without_a_title_a_record_is_kept_and_dated_to_when_gdelt_saw_it():
    found = fields(GDELT_GKG, graph([""], c2="2", c3="A Broadcaster", c4="as listed in Russian"))[0]
    assert "headline" not in found and "url" not in found and "domain" not in found
    assert (found["source"], found["citation"]) == ("A Broadcaster", "as listed in Russian")
    assert found["published"] == "2024-05-03T08:15:00+00:00"


def test_quotes_in_the_graph_are_letters_and_empty_columns_at_its_end_may_be_missing():
    text = graph(['"Spies', "Moon"]) + graph([""]).rstrip("\t\n") + "\n"
    assert [each.get("headline") for each in fields(GDELT_GKG, text)] == ['"Spies', "Moon", None]


def test_a_line_that_is_no_record_is_set_aside_with_what_stood_there():
    found = read(GDELT_GKG, graph(["Spies"]) + "no record\n" + graph(["Moon"], c0="x"))
    assert [type(each) for each in found] == [Record, Unread, Unread]
    assert (found[1].detail, found[1].fields) == ("1 column where GKG 2.1 has 27", {"line": "no record"})
    assert "found “x”" in found[2].detail


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_graph_as_a_query_exports_it_is_read_by_its_header(delimiter):
    header = ["SourceCommonName", "GKGRECORDID", "DATE", "DocumentIdentifier", "V2Tone", "Extras"]
    row = ["gazette.example", "20240503081500-T1", "20240503081500", "https://gazette.example/1", "-1,2,3,4,5,6,7"]
    text = rows(header, [[*row, "<PAGE_TITLE>Spies</PAGE_TITLE>"], ["odd"]], delimiter)
    found = read(GDELT_GKG, text)
    assert found[0].fields["headline"] == "Spies" and found[0].fields["url"] == "https://gazette.example/1"
    assert found[1].detail == "1 column where the header has 6"


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="needs ../shared")
def test_real_files_hold_as_many_as_their_names_say():
    for path in EXPORTS.glob("gdelt-*"):
        one = next(open_blobs(path))
        number = next(int(each) for each in path.stem.split("-") if each.isdigit())
        assert len(list(format_of(one).read(one))) == number, path.name
