"""Answers of the New York Times: article search and archive, in their older and newer shapes."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import answers, first_answer, paragraphs, text_of
from framing.articles.readers import Record

__all__ = ["NYT"]


def _docs(answer: dict[str, Any]) -> list[Any] | None:
    response = answer.get("response")
    docs = response.get("docs") if isinstance(response, dict) else None
    return docs if isinstance(docs, list) else None


def _fits(blob: Blob) -> bool:
    return _docs(first_answer(blob)) is not None


def _read(blob: Blob) -> Read:
    number = 0
    for answer in answers(blob):
        for doc in _docs(answer) or []:
            number += 1
            yield Record(blob.name, number, _fields(doc if isinstance(doc, dict) else {}))


def _fields(doc: dict[str, Any]) -> dict[str, str]:
    headline = doc.get("headline")
    byline = doc.get("byline")
    lead, abstract, snippet = (paragraphs(text_of(doc.get(name))) for name in ("lead_paragraph", "abstract", "snippet"))
    author = text_of(byline.get("original")) if isinstance(byline, dict) else text_of(byline)
    fields = {
        "headline": text_of(headline.get("main")) if isinstance(headline, dict) else text_of(headline),
        "print_headline": text_of(headline.get("print_headline")) if isinstance(headline, dict) else "",
        # The service gives the first paragraph at most: an abstract is the library's words, not the article's.
        "body": lead or snippet,
        "summary_given": abstract if abstract not in (lead, snippet) else "",
        "source": text_of(doc.get("source")) or "The New York Times",
        "published": text_of(doc.get("pub_date")),
        "url": text_of(doc.get("web_url")) or text_of(doc.get("url")),
        "author": re.sub(r"^by\s+", "", author, flags=re.IGNORECASE),
        "section": text_of(doc.get("section_name")) or text_of(doc.get("news_desk")),
        "page": text_of(doc.get("print_page")),
        "length": text_of(doc.get("word_count")),
        "kind": text_of(doc.get("type_of_material")) or text_of(doc.get("document_type")),
        "accession": text_of(doc.get("_id")),
        "subjects": "; ".join(
            text_of(each.get("value")) for each in doc.get("keywords") or [] if isinstance(each, dict)
        ),
    }
    fields.pop("length")  # of the whole article, of which this is the beginning
    return {name: value for name, value in fields.items() if value}


NYT = Format("nyt", "New York Times, answers of its API", _fits, _read)
