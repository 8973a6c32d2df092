"""Answers of the New York Times: article search and archive, in their older and newer shapes, and its lists."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import fits_answer, paragraphs, read_answers, text_of

__all__ = ["NYT"]

_NAME = "The New York Times"
# A time of exactly midnight is how the service writes the day of a printed article.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:Z|[+-]00:?00)?")


def _docs(answer: dict[str, Any]) -> list[Any] | None:
    """Return the articles of an answer; None when it is another service's.

    The hits that an answer states are those of the search, not its own articles.
    """
    response = answer.get("response")
    if isinstance(response, dict) and "docs" in response:
        docs = response["docs"]
        ours = not {"meta", "metadata"}.isdisjoint(response)  # Solr, a search engine, has docs too
        if docs is None and ours:
            return []
        if not isinstance(docs, list):
            return None
        first = next((each for each in docs if isinstance(each, dict)), None)
        return docs if (_is_doc(first) if first else ours) else None
    results = answer.get("results")
    if isinstance(results, list) and "New York Times" in text_of(answer.get("copyright")):
        return results
    return [answer] if _is_doc(answer) and "headline" in answer and "byline" in answer else None


def _is_doc(said: dict[str, Any]) -> bool:
    return "web_url" in said or ("pub_date" in said and "headline" in said)


def _fits(blob: Blob) -> bool:
    return fits_answer(blob, _docs, names=("response", "copyright", "web_url"), own=("web_url", "headline"))


def _read(blob: Blob) -> Read:
    return read_answers(blob, _docs, _fields)


def _fields(doc: dict[str, Any]) -> dict[str, str]:
    headlines, keywords = doc.get("headline"), doc.get("keywords")
    titles: dict[str, Any] = headlines if isinstance(headlines, dict) else {"main": headlines or doc.get("title")}
    lead, abstract, snippet = (paragraphs(text_of(doc.get(name))) for name in ("lead_paragraph", "abstract", "snippet"))
    printed = paragraphs(text_of(titles.get("print_headline")))
    published = text_of(doc.get("pub_date")) or text_of(doc.get("published_date"))
    day = _DAY.fullmatch(published)
    body = lead or snippet
    return {
        "headline": paragraphs(text_of(titles.get("main"))) or printed,
        "print_headline": printed,
        # The service gives the first paragraph at most: an abstract is the library's words, not the article's.
        "body": body,
        "summary_given": abstract if abstract not in (lead, snippet) else "",
        "source": text_of(doc.get("source")) or _NAME,
        "published": day[1] if day else published,
        "url": text_of(doc.get("web_url")) or text_of(doc.get("url")),
        "author": re.sub(r"^by:?\s+", "", _byline(doc.get("byline")), flags=re.IGNORECASE),
        "section": text_of(doc.get("section_name")) or text_of(doc.get("section")) or text_of(doc.get("news_desk")),
        "page": text_of(doc.get("print_page")),
        # Of the whole article, of which the body is the beginning: it is not the body's length.
        "word_count": text_of(doc.get("word_count")),
        "kind": text_of(doc.get("type_of_material")) or text_of(doc.get("document_type")),
        "accession": text_of(doc.get("_id")) or text_of(doc.get("uri")),
        "subjects": "; ".join(
            filter(None, (text_of(each.get("value")) for each in keywords if isinstance(each, dict)))
            if isinstance(keywords, list)
            else ()
        ),
    }


def _byline(byline: Any) -> str:
    """Return who wrote an article, as printed or, without that, by the persons' names."""
    if not isinstance(byline, dict):
        return text_of(byline)
    persons = byline.get("person")
    named = [
        " ".join(filter(None, (text_of(each.get(part)) for part in ("firstname", "middlename", "lastname"))))
        for each in (persons if isinstance(persons, list) else [])
        if isinstance(each, dict)
    ]
    return text_of(byline.get("original")) or "; ".join(filter(None, named)) or text_of(byline.get("organization"))


NYT = Format("nyt", "New York Times, answers of its API", _fits, _read)
