"""Media Cloud: lists of stories as csv, in the old and the new layouts, and as JSON. Few hold bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.delimited import find_header
from framing.articles.formats.json_answers import beginning, fits_answer, read_answers, text_of
from framing.articles.formats.language_names import stated_language
from framing.articles.formats.table import read_table
from framing.articles.readers import Record
from framing.articles.schema import host

__all__ = ["MEDIACLOUD"]

# Every list of stories has these; and one of the others, which no other list has.
_ALL = {"title", "url"}
_OWN = {"stories_id", "processed_stories_id", "indexed_date"}
_MEDIA = {"media_name", "media_url", "publish_date"}
_LOOKED = 40
# Columns that have a place of their own in an article; the others stay as they are called.
_NAMED = {
    "headline": ("title",),
    "body": ("body", "text", "story_text"),
    "source": ("media_name",),
    "domain": ("media_url",),
    "published": ("publish_date", "date"),
    "url": ("url",),
    "language": ("language",),
    "accession": ("stories_id", "id"),
}
_TAKEN = {name for names in _NAMED.values() for name in names}
# A column without a name: the index that pandas wrote.
_INDEX = re.compile(r"column_\d+|unnamed: \d+")
# What Media Cloud writes where it could not date a story, and pandas where there is nothing.
_NOTHING = ("", "undateable", "none", "nan", "null", "nat")


def _fits(blob: Blob) -> bool:
    if beginning(blob)[:1] in ("{", "["):
        return fits_answer(blob, _stories, names=("media_name", "stories"), own=("media_name", "publish_date", "url"))
    header = find_header(beginning(blob).split("\n", _LOOKED)[:_LOOKED])
    return header is not None and _is_story(each.casefold() for each in header.names)


def _is_story(names: Iterable[str]) -> bool:
    named = set(names)
    if not named.issuperset(_ALL):
        return False
    # Topics of the old Media Cloud have no outlets' addresses; its stories' numbers are enough.
    return named.issuperset(_MEDIA) or ("media_name" in named and not _OWN.isdisjoint(named))


def _stories(answer: dict[str, Any]) -> list[Any] | None:
    """Return the stories of an answer, or a single one; None when it is another service's."""
    for name in ("stories", "results"):
        listed = answer.get(name)
        if isinstance(listed, list):
            first = next((each for each in listed if isinstance(each, dict)), None)
            return listed if (_is_story(first) if first else "pagination_token" in answer) else None
    return [answer] if _is_story(answer) else None


def _read(blob: Blob) -> Read:
    if beginning(blob)[:1] in ("{", "["):
        yield from read_answers(blob, _stories, lambda story: _fields({key: text_of(story[key]) for key in story}))
        return
    for each in read_table(blob):
        if isinstance(each, Record):
            yield Record(each.file, each.number, _fields({key.casefold(): each.fields[key] for key in each.fields}))
        else:
            yield each


def _fields(story: Mapping[str, str]) -> dict[str, str]:
    said = {name: value.strip() for name, value in story.items() if value.strip().casefold() not in _NOTHING}
    fields = {name: value for name, value in said.items() if name not in _TAKEN and not _INDEX.fullmatch(name)}
    for column, names in _NAMED.items():
        value = next((said[name] for name in names if name in said), "")
        if value:
            fields[column] = value
    # A headline may be the word “None”.
    fields["headline"] = story.get("title", "").strip()
    fields["domain"] = host(fields.get("domain", ""))
    language = fields.get("language", "")
    fields["language"] = stated_language(language) or language
    return {name: value for name, value in fields.items() if value}


MEDIACLOUD = Format("mediacloud", "Media Cloud, lists of stories", _fits, _read)
