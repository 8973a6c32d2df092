"""The records of a file as columns, with what identifies each article and its text."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from framing.articles.dates import read_plain
from framing.articles.readers import Record, Unread
from framing.articles.schema import article_id, recognise
from framing.articles.texts import Group, text_keys
from framing.engine.cache import KEY

__all__ = ["FIELDS", "Sheet", "facts_of", "sheet_of"]

# The columns of an article that a file can give.
FIELDS = (
    "source", "url", "published", "headline", "body", "published_precision", "domain", "language", "author", "section",
)  # fmt: skip

_MOMENT = pa.timestamp("us", "UTC")


@dataclass(frozen=True)
class Sheet:
    """The records of one file.

    Attributes
    ----------
    file : str
        Its name.
    mapping : dict
        Article column -> column of the file.
    given : Table
        One row a record: every column of the file as text but the body; null where a record lacks the field.
    facts : Table
        One row a record: ``number`` (in the file, from 1), ``article_id``, ``key`` (of its text), ``blank`` (neither
        headline nor body), ``group`` and ``row`` (where its text is), ``spare`` (the body of a record that cannot be
        kept, so that quarantine need not look for it), ``moment`` (its date, when it is written as most are).
    unread : list of Unread
        Records that are no article.
    groups : list of Group
        Where the texts are.
    bodies : list of str or None
        The bodies, when they are held in memory.
    """

    file: str
    mapping: dict[str, str]
    given: pa.Table
    facts: pa.Table
    unread: list[Unread] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    bodies: list[str] | None = None


def sheet_of(file: str, records: list[Record], unread: list[Unread]) -> Sheet:
    """Hold the records of a file in memory."""
    names = list(dict.fromkeys(name for each in records for name in each.fields))
    mapping = recognise(names)
    columns = {name: [each.fields.get(name) for each in records] for name in names}
    body = mapping.get("body")
    bodies = [each or "" for each in columns.pop(body, [None] * len(records))] if body else [""] * len(records)
    given = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    if not columns:
        given = pa.table({"": pa.nulls(len(records), pa.string())}).select([])
    facts = facts_of(mapping, given, bodies, [each.number for each in records], set(), group=0)
    return Sheet(file, mapping, given, facts, unread, bodies=bodies)


def facts_of(
    mapping: dict[str, str],
    given: pa.Table,
    bodies: list[str],
    numbers: list[int],
    seen: set[str],
    *,
    group: int,
    ids: list[str] | None = None,
) -> pa.Table:
    """Find out about records.

    ``seen`` are the identities of those before them in the file, and is added to. ``ids`` are the identities of
    these when they were settled before, at an import.
    """
    size = len(bodies)

    def column(name: str) -> list[str]:
        return [each or "" for each in given[mapping[name]].to_pylist()] if name in mapping else [""] * size

    headlines = column("headline")
    if ids is None:
        ids = list(map(article_id, column("source"), column("url"), column("published"), headlines, bodies))
    headlines = [each.strip() for each in headlines]
    blank = [not headline and not body.strip() for headline, body in zip(headlines, bodies, strict=True)]
    spare: list[str | None] = [None] * size
    for row, (name, empty) in enumerate(zip(ids, blank, strict=True)):
        if empty or name in seen:
            spare[row] = bodies[row]
        else:
            seen.add(name)
    return pa.table(
        {
            "number": pa.array(numbers, pa.int64()),
            "article_id": pa.array(ids, pa.string()),
            "key": pa.array(text_keys(headlines, bodies), KEY),
            "blank": pa.array(blank, pa.bool_()),
            "group": pa.array(np.full(size, group, dtype=np.int32)),
            "row": pa.array(np.arange(size, dtype=np.int32)),
            "spare": pa.array(spare, pa.string()),
            "moment": pa.array([each and each[0] for each in map(read_plain, column("published"))], _MOMENT),
        }
    )
