"""Answers of the Guardian's Open Platform: searches and single items."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import fits_answer, paragraphs, read_answers, text_of

__all__ = ["GUARDIAN"]

# What the service calls the paper and its site; the Observer is another paper.
_GUARDIAN = re.compile(r"(?:the\s?)?guardian(?:\.com|\.co\.uk|\s?unlimited)?", re.IGNORECASE)


def _items(answer: dict[str, Any]) -> list[Any] | None:
    """Return the items of an answer; None when it is another service's.

    The total that an answer states is that of the search, not of its own items.
    """
    response = answer.get("response", answer)
    if not isinstance(response, dict):
        return None
    content = response.get("content")
    if isinstance(content, dict) and "webTitle" in content:
        return [content]
    results = response.get("results")
    if isinstance(results, list):
        first = next((each for each in results if isinstance(each, dict)), None)
        return results if ("webTitle" in first if first else "userTier" in response or "pages" in response) else None
    return [response] if "webTitle" in response and "webPublicationDate" in response else None


def _fits(blob: Blob) -> bool:
    return fits_answer(blob, _items, names=("response", "webTitle"), own=("webTitle", "webUrl"))


def _read(blob: Blob) -> Read:
    return read_answers(blob, _items, _fields)


def _fields(item: dict[str, Any]) -> dict[str, str]:
    given, tags = item.get("fields"), item.get("tags")
    said: dict[str, Any] = given if isinstance(given, dict) else {}
    publication = text_of(said.get("publication"))
    own = not publication or _GUARDIAN.fullmatch(publication)
    kinds = [each for each in tags if isinstance(each, dict)] if isinstance(tags, list) else []
    return {
        "headline": paragraphs(text_of(said.get("headline"))) or text_of(item.get("webTitle")),
        # The plain text of the service has no paragraphs; its HTML has.
        "body": paragraphs(text_of(said.get("body"))) or _blocks(item) or text_of(said.get("bodyText")),
        "source": "The Guardian" if own else publication,
        "published": text_of(item.get("webPublicationDate")) or text_of(said.get("firstPublicationDate")),
        "url": text_of(item.get("webUrl")),
        "author": paragraphs(text_of(said.get("byline"))) or _titles(kinds, "contributor"),
        "section": text_of(item.get("sectionName")),
        "language": text_of(said.get("lang")),
        "length": text_of(said.get("wordcount")),
        "page": text_of(said.get("newspaperPageNumber")),
        "standfirst": paragraphs(text_of(said.get("standfirst")) or text_of(said.get("trailText"))),
        "kind": text_of(item.get("type")),
        "accession": text_of(item.get("id")),
        "updated": text_of(said.get("lastModified")),
        "subjects": _titles(kinds, "keyword"),
        "publication_name": publication,
    }


def _blocks(item: dict[str, Any]) -> str:
    """Return the body of an item that was asked for in blocks."""
    blocks = item.get("blocks")
    body = blocks.get("body") if isinstance(blocks, dict) else None
    parts = [each for each in body if isinstance(each, dict)] if isinstance(body, list) else []
    texts = (paragraphs(text_of(each.get("bodyHtml"))) or text_of(each.get("bodyTextSummary")) for each in parts)
    return "\n\n".join(filter(None, texts))


def _titles(tags: list[dict[str, Any]], kind: str) -> str:
    return "; ".join(filter(None, (text_of(each.get("webTitle")) for each in tags if each.get("type") == kind)))


GUARDIAN = Format("guardian", "Guardian, answers of the Open Platform", _fits, _read)
