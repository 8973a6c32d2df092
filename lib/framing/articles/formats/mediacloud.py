"""Media Cloud: lists of stories as csv, in the old and the new layout, and as JSON. They hold no bodies."""

from __future__ import annotations

import csv
import io
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.json_answers import answers, first_answer, text_of
from framing.articles.readers import Record, Unread

__all__ = ["MEDIACLOUD"]

# Columns that only Media Cloud's lists have, in one of its layouts.
_OWN = {"stories_id", "processed_stories_id", "media_id", "indexed_date"}
_KEPT = ("media_id", "stories_id", "id", "indexed_date", "collect_date", "story_tags", "word_count", "ap_syndicated")


def _fits(blob: Blob) -> bool:
    if blob.data[:4] in (b"PK\x03\x04", b"PAR1"):
        return False
    story = next(iter(_stories(first_answer(blob)) or []), None)
    if isinstance(story, dict):
        return _is_story(set(story))
    header = next(csv.reader(io.StringIO(blob.text[:10_000])), [])
    return _is_story({each.strip().casefold() for each in header})


def _is_story(names: set[str]) -> bool:
    return {"title", "url", "media_name", "publish_date"} <= names and not _OWN.isdisjoint(names)


def _stories(answer: dict[str, Any]) -> list[Any] | None:
    for name in ("stories", "results"):
        if isinstance(answer.get(name), list):
            return answer[name]
    return [answer] if {"title", "media_name"} <= set(answer) else None


def _read(blob: Blob) -> Read:
    if blob.text.lstrip()[:1] in "[{":
        number = 0
        for answer in answers(blob):
            for story in _stories(answer) or []:
                number += 1
                yield Record(blob.name, number, _fields({name: text_of(value) for name, value in story.items()}))
        return
    rows = csv.reader(io.StringIO(blob.text, newline=""))
    header = [each.strip().casefold() for each in next(rows)]
    for number, row in enumerate((row for row in rows if row), start=1):
        if len(row) == len(header):
            yield Record(blob.name, number, _fields(dict(zip(header, row, strict=True))))
        else:
            detail = f"{len(row)} fields where the header has {len(header)}"
            yield Unread(blob.name, number, "the fields do not fit the header", detail, {"line": ",".join(row)})


def _fields(story: dict[str, str]) -> dict[str, str]:
    fields = {
        "headline": story.get("title", ""),
        "body": story.get("text", ""),
        "source": story.get("media_name", ""),
        "domain": story.get("media_url", ""),
        "published": story.get("publish_date", ""),
        "url": story.get("url", ""),
        "language": story.get("language", ""),
        "guid": story.get("guid", ""),
        **{name: story.get(name, "") for name in _KEPT},
    }
    return {name: value.strip() for name, value in fields.items() if value and value.strip()}


MEDIACLOUD = Format("mediacloud", "Media Cloud, lists of stories", _fits, _read)
