"""Records into articles: columns recognised, dates read, outlets resolved, and what is no article set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from framing.articles.dates import read_dates
from framing.articles.readers import Record, Unread
from framing.articles.schema import COLUMNS, article_id, recognise
from framing.articles.sources import Outlets

__all__ = ["Intake", "take_in"]

_QUARANTINE = ["file", "record", "reason", "detail", "raw"]
_LANGUAGES = {
    "english": "en", "chinese": "zh", "russian": "ru", "french": "fr", "german": "de", "spanish": "es",
    "japanese": "ja", "hindi": "hi", "arabic": "ar", "korean": "ko", "italian": "it", "portuguese": "pt",
}  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """What became of the records of a corpus.

    Attributes
    ----------
    articles : DataFrame
        One row an article that was kept.
    quarantine : DataFrame
        One row a record that was not: ``file``, ``record``, ``reason`` (a few words), ``detail``,
        ``raw`` (its fields as given).
    read : int
        How many records were read: kept + quarantined.
    mapping : dict
        Article column -> column of the file; "a or b" where files call it differently.
    notes : list of str
        What a reader should know of the dates and outlets, a sentence each.
    """

    articles: pd.DataFrame
    quarantine: pd.DataFrame
    read: int
    mapping: dict[str, str]
    notes: list[str] = field(default_factory=list)


def take_in(records: Iterable[Record | Unread], outlets: Outlets) -> Intake:
    """Turn records into articles.

    Neither headline nor body, or an article_id that an earlier record has: the record goes to quarantine. Without a
    date or an outlet it is kept: its words can be read, but it takes no part in trends.

    Parameters
    ----------
    records : iterable of Record or Unread
    outlets : Outlets

    Returns
    -------
    Intake
        ``read`` equals articles + quarantine.
    """
    good: list[Record] = []
    bad: list[Unread] = []
    for each in records:
        (good if isinstance(each, Record) else bad).append(each)  # type: ignore[arg-type]
    read = len(good) + len(bad)
    mappings = _mappings(good)
    given = {
        column: [each.fields.get(mappings[each.file].get(column, _ABSENT), "") for each in good] for column in _FIELDS
    }
    mapping = {
        column: " or ".join(dict.fromkeys(each[column] for each in mappings.values() if column in each))
        for column in _FIELDS
        if any(column in each for each in mappings.values())
    }
    ids = list(map(article_id, *(given[column] for column in ("source", "url", "published", "headline", "body"))))

    keep: list[int] = []
    first: dict[str, int] = {}
    for row, (name, headline, body) in enumerate(zip(ids, given["headline"], given["body"], strict=True)):
        if not headline.strip() and not body.strip():
            reason, detail = "neither headline nor body", ""
        elif name in first:
            earlier = first[name]
            same = headline == given["headline"][earlier] and body == given["body"][earlier]
            reason = "repeats an earlier record" if same else "has the source and url of an earlier record"
            detail = f"record {good[earlier].number:,} of {good[earlier].file}"
        else:
            first[name] = row
            keep.append(row)
            continue
        bad.append(Unread(good[row].file, good[row].number, reason, detail, good[row].fields))

    kept = {column: [values[row] for row in keep] for column, values in given.items()}
    dates, notes = read_dates(
        kept["published"],
        kept["published_precision"] if "published_precision" in mapping else None,
        [good[row].file for row in keep],
    )
    addresses = [domain or url for domain, url in zip(kept["domain"], kept["url"], strict=True)]
    source = outlets.resolve(kept["source"], addresses)
    about = outlets.about(source)
    articles = pd.DataFrame({"article_id": [ids[row] for row in keep], "source": source}).join(dates)
    for column in ("headline", "body", "url", "author", "section"):
        articles[column] = [each.strip() if column != "body" else each for each in kept[column]]
    said = [_language(each) for each in kept["language"]]
    articles["language"] = [mine or theirs for mine, theirs in zip(said, about["language"].tolist(), strict=True)]
    for column in ("country", "group", "ownership"):
        articles[column] = about[column].tolist()
    articles["source_given"] = kept["source"]
    rest = pd.DataFrame([_rest(each, mappings[each.file]) for each in good], dtype=object).fillna("")
    rest = rest.iloc[keep].reset_index(drop=True)
    rest.columns = [f"given_{each}" if each in (*COLUMNS, "source_given") else str(each) for each in rest.columns]
    articles = pd.concat([articles[[*COLUMNS, "source_given"]], rest], axis=1)
    return Intake(articles, _quarantine(bad), read, mapping, notes)


# No column's name: files of pandas have a first column that is called "".
_ABSENT = "\0"
_FIELDS = (
    "source", "url", "published", "headline", "body", "published_precision", "domain", "language", "author", "section",
)  # fmt: skip


def _mappings(good: list[Record]) -> dict[str, dict[str, str]]:
    """Say for each file which of its columns is which column of an article."""
    columns: dict[str, dict[str, None]] = {}
    for each in good:
        columns.setdefault(each.file, {}).update(dict.fromkeys(each.fields))
    return {file: recognise(names) for file, names in columns.items()}


def _rest(record: Record, mapping: dict[str, str]) -> dict[str, str]:
    """Return the fields that are no column of an article: free metadata."""
    taken = mapping.values()
    return {name: value for name, value in record.fields.items() if name not in taken}


def _language(name: str) -> str:
    """Return the two letters of a language: "en" for "English" and "en-GB"."""
    folded = name.strip().casefold()
    return _LANGUAGES.get(folded, folded.replace("_", "-").partition("-")[0])


def _quarantine(bad: list[Unread]) -> pd.DataFrame:
    rows = [(each.file, each.number, each.reason, each.detail, dict(each.fields)) for each in bad]
    return pd.DataFrame(rows, columns=_QUARANTINE).sort_values(["file", "record"], kind="stable", ignore_index=True)
