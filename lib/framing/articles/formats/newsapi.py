"""Answers of NewsAPI: headlines, descriptions and the first letters of bodies."""

from __future__ import annotations

import re
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import answers, first_answer, text_of
from framing.articles.readers import Record

__all__ = ["NEWSAPI"]

_CUT = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+(\d[\d,]*) chars\]\s*$")


def _listed(answer: dict[str, Any]) -> list[Any] | None:
    listed = answer.get("articles")
    if not isinstance(listed, list):
        return None
    shaped = "totalResults" in answer or any(isinstance(each, dict) and "publishedAt" in each for each in listed[:1])
    return listed if shaped else None


def _fits(blob: Blob) -> bool:
    return _listed(first_answer(blob)) is not None


def _read(blob: Blob) -> Read:
    number = 0
    for answer in answers(blob):
        for each in _listed(answer) or []:
            number += 1
            yield Record(blob.name, number, _fields(each if isinstance(each, dict) else {}))


def _fields(said: dict[str, Any]) -> dict[str, str]:
    source = said.get("source")
    content, description = text_of(said.get("content")), text_of(said.get("description"))
    cut = _CUT.search(content)
    content = _CUT.sub(" …", content).strip() if cut else content
    fields = {
        "headline": text_of(said.get("title")),
        "body": content if len(content) >= len(description) else description,
        "source": text_of(source.get("name") or source.get("id")) if isinstance(source, dict) else text_of(source),
        "published": text_of(said.get("publishedAt")),
        "url": text_of(said.get("url")),
        "author": text_of(said.get("author")),
        "cut": cut[1].replace(",", "") if cut else "",
    }
    if fields["headline"] == "[Removed]":  # what NewsAPI leaves of an article that its publisher withdrew
        fields["headline"] = fields["body"] = ""
    return {name: value for name, value in fields.items() if value}


NEWSAPI = Format("newsapi", "NewsAPI, answers", _fits, _read)
