"""Answers of the Guardian's Open Platform: searches and single items."""

from __future__ import annotations

from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import answers, first_answer, paragraphs, text_of
from framing.articles.readers import Record

__all__ = ["GUARDIAN"]


def _items(answer: dict[str, Any]) -> list[Any] | None:
    """Return the items of an answer; None when it is another service's."""
    response = answer.get("response")
    if not isinstance(response, dict):
        return None
    if isinstance(response.get("content"), dict) and "webTitle" in response["content"]:
        return [response["content"]]
    results = response.get("results")
    if isinstance(results, list) and ("currentPage" in response or any("webTitle" in each for each in results[:1])):
        return results
    return None


def _fits(blob: Blob) -> bool:
    return _items(first_answer(blob)) is not None


def _read(blob: Blob) -> Read:
    number = 0
    for answer in answers(blob):
        for item in _items(answer) or []:
            number += 1
            yield Record(blob.name, number, _fields(item))


def _fields(item: dict[str, Any]) -> dict[str, str]:
    given = item.get("fields")
    said: dict[str, Any] = given if isinstance(given, dict) else {}
    body = text_of(said.get("bodyText")) or paragraphs(text_of(said.get("body")))
    html = paragraphs(text_of(said.get("body")))
    fields = {
        "headline": text_of(said.get("headline")) or text_of(item.get("webTitle")),
        # The plain text of the service has no paragraphs; its HTML has.
        "body": html or body,
        "source": "The Guardian",
        "publication": text_of(said.get("publication")),
        "published": text_of(item.get("webPublicationDate")),
        "url": text_of(item.get("webUrl")),
        "author": text_of(said.get("byline")),
        "section": text_of(item.get("sectionName")),
        "language": text_of(said.get("lang")),
        "length": text_of(said.get("wordcount")),
        "standfirst": paragraphs(text_of(said.get("standfirst")) or text_of(said.get("trailText"))),
        "kind": text_of(item.get("type")),
        "accession": text_of(item.get("id")),
        "updated": text_of(said.get("lastModified")),
        "subjects": "; ".join(
            text_of(tag.get("webTitle"))
            for tag in item.get("tags") or []
            if isinstance(tag, dict) and tag.get("type") == "keyword"
        ),
    }
    fields["publication_name"] = fields.pop("publication")
    return {name: value for name, value in fields.items() if value}


GUARDIAN = Format("guardian", "Guardian, answers of the Open Platform", _fits, _read)
