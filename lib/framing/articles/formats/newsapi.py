"""Answers of NewsAPI: headlines, descriptions and the first letters of bodies."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import fits_answer, paragraphs, read_answers, text_of

__all__ = ["NEWSAPI"]

# How the service ends a body that it cut, and how many characters are missing.
_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?\s?(\d[\d,.]*) chars\]\s*$")
# What it leaves of an article that its publisher withdrew.
_REMOVED = "[Removed]"


def _listed(answer: dict[str, Any]) -> list[Any] | None:
    """Return the articles of an answer, or a single one that was taken out of it; None for another service's.

    The total that an answer states is that of the search, not of its own articles.
    """
    listed = answer.get("articles")
    if isinstance(listed, list):
        first = next((each for each in listed if isinstance(each, dict)), None)
        return listed if (_is_article(first) if first else "totalResults" in answer) else None
    return [answer] if "urlToImage" in answer and _is_article(answer) else None


def _is_article(said: dict[str, Any]) -> bool:
    return "title" in said and "publishedAt" in said


def _fits(blob: Blob) -> bool:
    return fits_answer(blob, _listed, names=("articles", "urlToImage"), own=("articles", "publishedAt"))


def _read(blob: Blob) -> Read:
    return read_answers(blob, _listed, _fields)


def _fields(said: dict[str, Any]) -> dict[str, str]:
    source, author = said.get("source"), text_of(said.get("author"))
    given = text_of(said.get("content"))
    cut = _CUT.search(given)
    content, description = _text(_CUT.sub(" …", given)), _text(text_of(said.get("description")))
    whole = len(content) >= len(description)
    fields = {
        "headline": text_of(said.get("title")),
        "body": content if whole else description,
        "source": text_of(source.get("name")) or text_of(source.get("id"))
        if isinstance(source, dict)
        else text_of(source),
        "published": text_of(said.get("publishedAt")),
        "url": text_of(said.get("url")),
        # A page of the outlet, which the service gives at times, is no author.
        "author": "" if re.match(r"https?://", author) else author,
        "cut": re.sub(r"\D", "", cut[1]) if cut and "[+" in cut[0] else "",
    }
    if fields["headline"] == _REMOVED:
        fields["headline"] = fields["body"] = ""
    return fields


def _text(given: str) -> str:
    """Return a text with an empty line where the service has a line end: between paragraphs."""
    found = paragraphs(given)
    return "\n\n".join(filter(None, map(str.strip, re.split(r"[\r\n]+", found))))


NEWSAPI = Format("newsapi", "NewsAPI, answers", _fits, _read)
