"""Answers of services: written in their shapes, read back; and a user's own tables are none of them."""

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
from framing.articles.formats.guardian import GUARDIAN
from framing.articles.formats.json_answers import paragraphs
from framing.articles.formats.known import format_of
from framing.articles.formats.mediacloud import MEDIACLOUD
from framing.articles.formats.newsapi import NEWSAPI
from framing.articles.formats.nyt import NYT
from framing.project import InputError

EXPORTS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "exports"
TEXT = st.text(alphabet="abc déМ中,\"'&;:", min_size=1, max_size=30).map(str.strip).filter(bool)
ARTICLES = st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4)


def blob(content, name="answer.json"):
    text = content if isinstance(content, str) else json.dumps(content)
    return Blob(name, text.encode())


def guardian(articles):
    results = [
        {
            "webTitle": headline,
            "webPublicationDate": "2024-05-03T08:15:00Z",
            "webUrl": f"https://www.theguardian.com/{number}",
            "fields": {"bodyText": body, "byline": author},
        }
        for number, (headline, body, author) in enumerate(articles)
    ]
    return {"response": {"status": "ok", "currentPage": 1, "total": 999, "results": results}}


def nyt(articles):
    docs = [
        {"headline": {"main": headline}, "lead_paragraph": body, "byline": {"original": author},
         "pub_date": "2024-05-03T08:15:00+0000", "web_url": f"https://www.nytimes.com/{number}"}
        for number, (headline, body, author) in enumerate(articles)
    ]  # fmt: skip
    return {"status": "OK", "response": {"docs": docs, "meta": {"hits": 999}}}


def newsapi(articles):
    listed = [
        {"source": {"id": None, "name": "Gazette"}, "title": headline, "content": body, "author": author,
         "publishedAt": "2024-05-03T08:15:00Z", "url": f"https://gazette.example/{number}", "description": ""}
        for number, (headline, body, author) in enumerate(articles)
    ]  # fmt: skip
    return {"status": "ok", "totalResults": 999, "articles": listed}


def artlist(articles):
    return {
        "articles": [
            {"url": f"https://a.example/{number}", "url_mobile": "", "title": headline, "domain": "gazette.example",
             "seendate": "20240503T081500Z", "language": "English", "sourcecountry": "United States", "socialimage": ""}
            for number, (headline, _, _) in enumerate(articles)
        ]
    }  # fmt: skip


def mediacloud(articles):
    out = io.StringIO()
    names = ["id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url"]
    writer = csv.writer(out)
    writer.writerow(names)
    for number, (headline, _, _) in enumerate(articles):
        place = f"https://gazette.example/{number}"
        writer.writerow([number, "2024-05-04", "en", "Gazette", "gazette.example", "2024-05-03", headline, place])
    return out.getvalue()


def read(kind, content, name="answer.json"):
    one = blob(content, name)
    assert format_of(one) is kind
    return [each.fields for each in kind.read(one)]


@given(ARTICLES)
def test_articles_come_back_as_they_were_written(articles):
    for kind, write in ((GUARDIAN, guardian), (NYT, nyt), (NEWSAPI, newsapi)):
        found = read(kind, write(articles))
        assert [each["headline"] for each in found] == [each[0] for each in articles]
        assert [each["body"] for each in found] == [each[1] for each in articles]
        assert {each["published"][:10] for each in found} == {"2024-05-03"}
        assert len({each["url"] for each in found}) == len(articles)


@given(ARTICLES)
def test_stories_of_media_cloud_have_headlines_and_outlets(articles):
    found = read(MEDIACLOUD, mediacloud(articles), "stories.csv")
    assert [each["headline"] for each in found] == [each[0] for each in articles]
    assert {(each["source"], each["published"], each["language"]) for each in found} == {
        ("Gazette", "2024-05-03", "en")
    }


def test_an_article_list_of_gdelt_is_tidied_and_may_hold_stray_backslashes():
    found = read(GDELT_ARTLIST, artlist([("Spies , they say : &quot;No&quot;", "", "")]))
    assert found[0]["headline"] == 'Spies, they say: "No"'
    assert (found[0]["language"], found[0]["published"], found[0]["domain"]) == (
        "en",
        "20240503T081500Z",
        "gazette.example",
    )
    broken = json.dumps(artlist([("A path", "", "")])).replace("A path", "C:\\secret")
    assert read(GDELT_ARTLIST, broken)[0]["headline"] == "C:\\secret"


def test_the_knowledge_graph_gives_title_authors_and_time_where_it_has_them():
    columns = [""] * 27
    columns[0], columns[1], columns[3], columns[4] = (
        "20240503081500-1",
        "20240503081500",
        "gazette.example",
        "https://gazette.example/1",
    )
    columns[26] = (
        "<PAGE_TITLE>Spies &amp; orbits</PAGE_TITLE><PAGE_PRECISEPUBTIMESTAMP>20240502230000</PAGE_PRECISEPUBTIMESTAMP>"
    )
    bare = ["20240503081500-2", *columns[1:26], ""]
    lines = "\n".join("\t".join(each) for each in (columns, bare, ["no record"]))
    found = list(GDELT_GKG.read(blob(lines, "gkg.csv")))
    assert format_of(blob(lines, "gkg.csv")) is GDELT_GKG
    assert found[0].fields["headline"] == "Spies & orbits"
    assert found[0].fields["published"] == "20240502T230000Z"
    assert "headline" not in found[1].fields and found[1].fields["published"] == "20240503T081500Z"
    assert found[2].reason == "no record of the knowledge graph"


def test_a_body_that_the_service_cut_says_by_how_much():
    found = read(NEWSAPI, newsapi([("Spies", "The agency told reporters that… [+1,234 chars]", "A. Writer")]))
    assert (found[0]["body"], found[0]["cut"]) == ("The agency told reporters that …", "1234")


def test_an_article_that_its_publisher_withdrew_has_neither_headline_nor_body():
    found = read(NEWSAPI, newsapi([("[Removed]", "[Removed]", "")]))
    assert not {"headline", "body"} & set(found[0])


def test_html_of_the_guardian_becomes_paragraphs():
    html = "<p>One &amp; <a href='x'>two</a></p><figure><img><figcaption>A picture</figcaption></figure><p>Three</p>"
    assert paragraphs(html) == "One & two\n\nThree"
    answer = {"response": {"content": {"webTitle": "T", "webUrl": "u", "fields": {"body": html, "headline": "H"}}}}
    assert read(GUARDIAN, answer)[0]["body"] == "One & two\n\nThree"


@pytest.mark.parametrize("joined", ["\n", ",\n"])
def test_several_answers_in_a_file_are_read_in_their_order(joined):
    parts = [json.dumps(guardian([(name, "b", "c")])) for name in ("one", "two")]
    text = joined.join(parts) if joined == "\n" else f"[{joined.join(parts)}]"
    assert [each["headline"] for each in read(GUARDIAN, text)] == ["one", "two"]


def test_what_is_no_json_is_told_with_its_line():
    with pytest.raises(InputError, match=r"answer\.json, line 2: expected JSON"):
        list(GUARDIAN.read(blob('{"response": [\n1, }')))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("source,headline,body\nGazette,Spies,Words of it.\n", "table"),
        ("title,url,date\nSpies,https://a.example/1,2024-05-03\n", "table"),
        ("title,url,publish_date,media_name\nSpies,https://a.example/1,2024-05-03,Gazette\n", "table"),
        ('[{"title": "Spies", "text": "Words of it.", "source": "Gazette"}]', "table"),
    ],
)
def test_a_users_own_table_is_none_of_them(content, name):
    assert format_of(blob(content, "mine")).name == name


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("pattern", ["gdelt-*", "guardian-*", "mediacloud-*", "newsapi-*", "nyt-*"])
def test_real_files_hold_as_many_as_their_names_say(pattern):
    for path in EXPORTS.glob(pattern):
        one = next(open_blobs(path))
        number = next(int(each) for each in path.stem.split("-") if each.isdigit())
        assert len(list(format_of(one).read(one))) == number, path.name
