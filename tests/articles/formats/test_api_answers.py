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
from framing.articles.formats.guardian import GUARDIAN
from framing.articles.formats.json_answers import paragraphs
from framing.articles.formats.known import format_of
from framing.articles.formats.mediacloud import MEDIACLOUD
from framing.articles.formats.newsapi import NEWSAPI
from framing.articles.formats.nyt import NYT
from framing.articles.readers import Unread
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


def test_text_beside_paragraphs_and_in_lists_is_kept_once():
    html = "Before <b>it</b><p>One<br>line<br><br>Two</p><ul><li>a<ul><li>b</li></ul></li></ul><div>c</div>"
    assert paragraphs(html).split("\n\n") == ["Before it", "One line", "Two", "a", "b", "c"]
    assert paragraphs("R&D; AT&amp;T &#8212; 2 < 3 &copy 2024") == "R&D; AT&T — 2 < 3 &copy 2024"


@pytest.mark.parametrize("layout", ["list", "lines", "lines with gaps", "indented", "list in a list"])
def test_several_answers_in_a_file_are_read_in_their_order(layout):
    parts = [guardian([(name, "b", "c")]) for name in ("one", "two")]
    text = {
        "list": json.dumps(parts, indent=1),
        "lines": "\n".join(map(json.dumps, parts)),
        "lines with gaps": "\n\r\n".join(map(json.dumps, parts)) + "\r\n",
        "indented": "\n".join(json.dumps(each, indent=2) for each in parts),
        "list in a list": json.dumps([parts, "next page"]),
    }[layout]
    assert [each["headline"] for each in read(GUARDIAN, text)] == ["one", "two"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_answers_and_stories_may_have_a_byte_order_mark(encoding):
    for kind, text in ((NYT, json.dumps(nyt([("Spies", "b", "c")]))), (MEDIACLOUD, mediacloud([("Spies", "", "")]))):
        one = Blob("export", text.encode(encoding))
        assert format_of(one) is kind
        assert [each.fields["headline"] for each in kind.read(one)] == ["Spies"]


@pytest.mark.parametrize(
    ("kind", "content", "line"),
    [
        (GUARDIAN, json.dumps(guardian([("a", "b", "c")]), indent=1)[:-12], 15),
        (NYT, json.dumps(nyt([("a", "b", "c")])) + "\n\n" + json.dumps(nyt([("d", "e", "f")]))[:-9], 3),
        (NEWSAPI, json.dumps(newsapi([("a", "b", "c")]))[:-5], 1),
        (MEDIACLOUD, '{"stories": [\n{"title": "a", "media_name": "b", "publish_date": "c", "url": "d"},\nx]}', 3),
    ],
)
def test_what_is_no_json_is_known_all_the_same_and_told_with_its_line(kind, content, line):
    assert format_of(blob(content)) is kind
    with pytest.raises(InputError, match=rf"answer\.json, line {line}: expected JSON, found"):
        list(kind.read(blob(content)))


def test_an_error_among_answers_and_what_is_no_article_are_set_aside():
    lines = [newsapi([("one", "b", "c")]), {"status": "error", "message": "Too many requests."}, newsapi([])]
    lines[2]["articles"] = [None, *newsapi([("two", "b", "c")])["articles"]]
    found = list(NEWSAPI.read(blob("\n".join(map(json.dumps, lines)))))
    assert [each.number for each in found] == [1, 2, 3, 4]
    assert [isinstance(each, Unread) for each in found] == [False, True, True, False]
    assert (found[1].reason, found[1].detail) == ("no list of articles", "Too many requests.")
    assert found[2].reason == "no article in the list"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (GUARDIAN, {"response": {"status": "ok", "userTier": "developer", "total": 0, "results": []}}),
        (NYT, {"status": "OK", "response": {"docs": None, "metadata": {"hits": 0}}}),
        (NEWSAPI, {"status": "ok", "totalResults": 0, "articles": []}),
        (MEDIACLOUD, {"stories": [], "pagination_token": None}),
    ],
)
def test_an_answer_without_articles_is_known_for_what_it_is(kind, content):
    assert read(kind, content) == []


def test_articles_taken_out_of_an_answer_are_known_by_their_fields():
    assert read(NYT, nyt([("Spies", "b", "c")])["response"]["docs"])[0]["headline"] == "Spies"
    assert read(GUARDIAN, guardian([("Spies", "b", "c")])["response"])[0]["headline"] == "Spies"
    listed = [{**each, "urlToImage": None} for each in newsapi([("Spies", "b… [+7 chars]", "c")])["articles"]]
    assert read(NEWSAPI, listed)[0]["cut"] == "7"


def test_lines_of_a_newsapi_body_are_paragraphs_and_half_a_character_is_marked():
    content = "One says.\r\nTwo says \ud83d\u2026 [+9 chars]"
    found = read(NEWSAPI, newsapi([("Spies", content, "https://a.example/staff")]))[0]
    assert found["body"] == "One says.\n\nTwo says \ufffd …"
    assert "author" not in found


def test_a_description_longer_than_the_content_is_the_body():
    answer = newsapi([("Spies", None, "c")])
    answer["articles"][0]["description"] = "What it is about."
    found = read(NEWSAPI, answer)[0]
    assert found["body"] == "What it is about." and "cut" not in found


def test_the_observer_is_a_paper_of_its_own():
    answer = guardian([("one", "b", "c"), ("two", "b", "c")])
    for item, publication in zip(answer["response"]["results"], ("The Observer", "theguardian.com"), strict=True):
        item["fields"]["publication"] = publication
    assert [each["source"] for each in read(GUARDIAN, answer)] == ["The Observer", "The Guardian"]


def test_an_older_article_of_the_times_without_headline_or_byline_is_dated_to_the_day():
    doc = {
        "web_url": "https://www.nytimes.com/1957/10/05/a.html",
        "snippet": "The moon, <strong>Sputnik</strong> &#8212; it beeps.",
        "pub_date": "1957-10-05T00:00:00Z",
        "headline": [],
        "byline": [],
        "keywords": None,
        "print_page": "1",
        "word_count": 120,
        "source": None,
    }
    found = read(NYT, {"response": {"meta": {"hits": 1}, "docs": [doc]}})
    assert found == [
        {
            "body": "The moon, Sputnik — it beeps.",
            "source": "The New York Times",
            "published": "1957-10-05",
            "url": "https://www.nytimes.com/1957/10/05/a.html",
            "page": "1",
            "word_count": "120",
        }
    ]


def test_a_list_of_top_stories_of_the_times_is_read_too():
    story = {"title": "Spies", "abstract": "Short.", "url": "https://www.nytimes.com/1", "byline": "By A. WRITER",
             "published_date": "2024-05-03T08:15:00-04:00", "section": "world"}  # fmt: skip
    answer = {"status": "OK", "copyright": "Copyright (c) 2024 The New York Times Company.", "results": [story]}
    found = read(NYT, answer)[0]
    assert (found["headline"], found["author"], found["section"]) == ("Spies", "A. WRITER", "world")


@pytest.mark.parametrize(
    "header",
    [
        "stories_id,publish_date,title,url,language,ap_syndicated,themes,media_id,media_name,media_url",
        "stories_id,title,url,publish_date,media_name,inlink_count,facebook_share_count",
        ",ap_syndicated,collect_date,guid,language,media_id,media_name,media_url,publish_date,stories_id,title,url",
        "id;indexed_date;language;media_name;media_url;publish_date;title;url",
        "publish_date,title,url,media_name,media_url,language,my_code",
    ],
)
def test_layouts_of_media_cloud_differ_in_their_columns(header):
    said = {"title": "Spies", "url": "https://a.example/1", "media_name": "Gazette", "media_url": "http://a.example/",
            "publish_date": "2024-05-03 00:00:00", "stories_id": "7", "id": "7", "my_code": "yes"}  # fmt: skip
    mark = ";" if ";" in header else ","
    row = mark.join(said.get(name, "") for name in header.split(mark))
    found = read(MEDIACLOUD, f"{header}\n{row}\n", "stories.csv")
    assert (found[0]["headline"], found[0]["source"]) == ("Spies", "Gazette")
    assert found[0].get("domain") == ("a.example" if "media_url" in header else None)
    assert found[0].get("accession") == ("7" if "id" in header.split(mark)[0] or "stories_id" in header else None)
    assert found[0].get("my_code") == ("yes" if "my_code" in header else None)


def test_stories_of_media_cloud_come_as_json_with_texts_for_some_and_without_dates_for_others():
    story = {"id": "7", "title": "Spies", "url": "https://a.example/1", "media_name": "a.example", "language": "en",
             "media_url": "a.example", "publish_date": "undateable", "indexed_date": "2024-05-04",
             "text": "Words."}  # fmt: skip
    expected = {"headline": "Spies", "body": "Words.", "source": "a.example", "domain": "a.example", "language": "en",
                "url": "https://a.example/1", "accession": "7", "indexed_date": "2024-05-04"}  # fmt: skip
    for answer in ({"stories": [story], "pagination_token": "x"}, [story], [[story], "x"]):
        assert read(MEDIACLOUD, answer) == [expected]


def test_a_row_of_media_cloud_that_does_not_fit_is_set_aside():
    one = blob(mediacloud([("Spies", "", "")]) + "8,2024-05-04\n", "stories.csv")
    assert [type(each).__name__ for each in MEDIACLOUD.read(one)] == ["Record", "Unread"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("source,headline,body\nGazette,Spies,Words of it.\n", "table"),
        ("title,url,date\nSpies,https://a.example/1,2024-05-03\n", "table"),
        ("title,url,publish_date,media_name\nSpies,https://a.example/1,2024-05-03,Gazette\n", "table"),
        ('[{"title": "Spies", "text": "Words of it.", "source": "Gazette"}]', "table"),
        ('[{"title": "Spies", "url": "https://a.example/1", "seendate": "x", "media_name": "Gazette"}]', "table"),
        ('{"headline": "Spies", "body": "The response: docs.", "pub_date": "2024-05-03"}', "table"),
        ("id,title,url,date,domain\n1,Spies,https://a.example/1,2024-05-03,a.example\n", "table"),
    ],
)
def test_a_users_own_table_is_none_of_them(content, name):
    assert format_of(blob(content, "mine")).name == name


def test_answers_of_a_search_engine_are_not_those_of_the_times():
    engine = {"responseHeader": {}, "response": {"numFound": 1, "start": 0, "docs": [{"id": 1, "title": "Spies"}]}}
    assert not NYT.fits(blob(engine))


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="needs ../shared")
@pytest.mark.parametrize("pattern", ["guardian-*", "mediacloud-*", "newsapi-*", "nyt-*"])
def test_real_files_hold_as_many_as_their_names_say(pattern):
    for path in EXPORTS.glob(pattern):
        one = next(open_blobs(path))
        number = next(int(each) for each in path.stem.split("-") if each.isdigit())
        assert len(list(format_of(one).read(one))) == number, path.name
