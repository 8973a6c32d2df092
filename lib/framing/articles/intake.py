"""Records into articles: columns recognised, dates read, outlets resolved, and what is no article set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framing.articles.dates import read_dates
from framing.articles.readers import Record, Unread
from framing.articles.schema import COLUMNS, hosts_of
from framing.articles.sheets import FIELDS, Sheet, sheet_of
from framing.articles.sources import Outlets
from framing.articles.texts import Group, Texts

__all__ = ["Intake", "take_in", "take_in_sheets", "with_bodies", "with_quarantine"]

_QUARANTINE = ["file", "record", "reason", "detail", "raw"]
_LANGUAGES = {
    "english": "en", "chinese": "zh", "russian": "ru", "french": "fr", "german": "de", "spanish": "es",
    "japanese": "ja", "hindi": "hi", "arabic": "ar", "korean": "ko", "italian": "it", "portuguese": "pt",
}  # fmt: skip


# What sources.csv says of an outlet, for each of its articles.
_OF_OUTLET = ("language", "country", "group", "ownership")


@dataclass(frozen=True)
class Intake:
    """What became of the records of a corpus.

    Attributes
    ----------
    table : DataFrame
        One row an article that was kept: all its columns but the body.
    texts : Texts
        The headline and body of each.
    quarantine : DataFrame
        One row a record that was not: ``file``, ``record``, ``reason`` (a few words), ``detail``,
        ``raw`` (its fields as given, but for a body that stands word for word in the record it repeats).
    read : int
        How many records were read: kept + quarantined.
    mapping : dict
        Article column -> column of the file; "a or b" where files call it differently.
    notes : list of str
        What a reader should know of the dates and outlets, a sentence each.
    """

    table: pd.DataFrame
    texts: Texts
    quarantine: pd.DataFrame
    read: int
    mapping: dict[str, str]
    notes: list[str] = field(default_factory=list)

    @cached_property
    def articles(self) -> pd.DataFrame:
        """The table with the bodies."""
        return with_bodies(self.table, self.texts)


def with_bodies(table: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Put the bodies of articles into their table, after the headline."""
    bodies = texts.read(np.arange(len(table)))[1]
    table = table.copy()
    table.insert(table.columns.get_loc("headline") + 1, "body", bodies)
    return table


def with_quarantine(intake: Intake, unread: list[Unread]) -> Intake:
    """Add records that were set aside before the articles were written, at their import."""
    if not unread:
        return intake
    quarantine = pd.concat([intake.quarantine, _quarantine(unread)], ignore_index=True)
    return replace(intake, quarantine=quarantine, read=intake.read + len(unread))


def take_in(records: Iterable[Record | Unread], outlets: Outlets) -> Intake:
    """Turn records into articles, held in memory; see `take_in_sheets`.

    Parameters
    ----------
    records : iterable of Record or Unread
    outlets : Outlets

    Returns
    -------
    Intake
    """
    good: dict[str, list[Record]] = {}
    bad: dict[str, list[Unread]] = {}
    for each in records:
        if isinstance(each, Record):
            good.setdefault(each.file, []).append(each)
        else:
            bad.setdefault(each.file, []).append(each)
    files = dict.fromkeys([*good, *bad])
    return take_in_sheets([sheet_of(file, good.get(file, []), bad.get(file, [])) for file in files], outlets)


def take_in_sheets(sheets: list[Sheet], outlets: Outlets) -> Intake:
    """Turn the records of files into articles.

    Neither headline nor body, or an article_id that an earlier record has: the record goes to quarantine. Without a
    date or an outlet it is kept: its words can be read, but it takes no part in trends.

    Parameters
    ----------
    sheets : list of Sheet
    outlets : Outlets

    Returns
    -------
    Intake
        ``read`` equals articles + quarantine.
    """
    records = sum(len(each.facts) for each in sheets)
    mapping = {
        column: " or ".join(dict.fromkeys(each.mapping[column] for each in sheets if column in each.mapping))
        for column in FIELDS
        if any(column in each.mapping for each in sheets)
    }
    texts, facts = _texts(sheets)
    kept, bad = _sort_out(sheets, facts, texts)
    bad += [unread for each in sheets for unread in each.unread]

    def given(column: str) -> pa.ChunkedArray:
        return _column(sheets, {each.file: each.mapping.get(column) for each in sheets}).take(kept)

    names = np.repeat([each.file for each in sheets], [len(each.facts) for each in sheets]) if sheets else np.array([])
    precision = given("published_precision") if "published_precision" in mapping else None
    dates, notes = _dates(facts["moment"].take(kept).to_pandas(), given("published"), precision, names[kept])
    source = _sources(outlets, given("source"), given("domain"), given("url"))
    outlet = source.astype("category").cat
    about = outlets.about(outlet.categories)
    of_outlet = {name: pa.array(about[name], pa.string()).take(pa.array(outlet.codes)) for name in _OF_OUTLET}
    table = pd.DataFrame({"article_id": _said(facts["article_id"].take(kept)), "source": source}).join(dates)
    for column in ("headline", "url", "author", "section"):
        table[column] = _said(pc.utf8_trim_whitespace(given(column)))
    spoken = _each_once(given("language"), _language)
    table["language"] = _said(pc.if_else(pc.equal(spoken, ""), of_outlet.pop("language"), spoken))
    for column, told in of_outlet.items():
        table[column] = _said(told)
    table["source_given"] = _said(given("source"))
    free = dict.fromkeys(
        name for each in sheets for name in each.given.column_names if name not in each.mapping.values()
    )
    for name in free:
        called = {each.file: None if name in each.mapping.values() else name for each in sheets}
        title = f"given_{name}" if name in (*COLUMNS, "source_given") else str(name)
        table[title] = _said(_column(sheets, called).take(kept))
    order = [each for each in COLUMNS if each != "body"]
    table = table[[*order, "source_given", *(each for each in table.columns if each not in (*order, "source_given"))]]
    read = records + sum(len(each.unread) for each in sheets)
    return Intake(table, texts.take(kept), _quarantine(bad), read, mapping, notes)


def _said(column: pa.ChunkedArray) -> pd.Series:
    """Turn a column of text into a Series."""
    return pd.Series(column.cast(pa.large_string()).to_pandas(), dtype="str")


def _each_once(column: pa.ChunkedArray, change: Callable[[str], str]) -> pa.ChunkedArray:
    """Change the values of a column that has few different ones."""
    coded = column.combine_chunks().dictionary_encode()
    coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
    changed = pa.array([change(each) for each in coded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([changed.take(coded.indices)], pa.string())


def _dates(
    moments: pd.Series, written: pa.ChunkedArray, precision: pa.ChunkedArray | None, files: np.ndarray
) -> tuple[pd.DataFrame, list[str]]:
    """Read the dates that were not read with the file; see `read_dates`."""
    rest = np.flatnonzero(moments.isna() if precision is None else np.ones(len(moments), dtype=bool))
    said = None if precision is None else precision.to_pylist()
    read, notes = read_dates(written.take(rest).to_pylist(), said, files[rest].tolist())
    table = pd.DataFrame(
        {
            "published": moments.astype("datetime64[us, UTC]"),
            "published_local": moments.dt.tz_localize(None).dt.floor("D").astype("datetime64[us]"),
            "published_precision": np.full(len(moments), "time", dtype=object),
        }
    )
    for name in table.columns:
        table.loc[rest, name] = read[name].array
    return table, notes


def _sources(outlets: Outlets, names: pa.ChunkedArray, domains: pa.ChunkedArray, urls: pa.ChunkedArray) -> pd.Series:
    """Name the outlet of each article: looked up once for each name and host that stand together."""
    hosts = pc.if_else(pc.equal(domains, ""), hosts_of(urls), domains)
    pairs = pc.binary_join_element_wise(names, hosts, "\x1f")
    return _said(
        _each_once(pairs, lambda pair: outlets.resolve([pair.partition("\x1f")[0]], [pair.partition("\x1f")[2]])[0])
    )


def _texts(sheets: list[Sheet]) -> tuple[Texts, pa.Table]:
    """Gather the texts and facts of all records, one after the other."""
    if not sheets:
        sheets = [sheet_of("", [], [])]
    facts = pa.concat_tables([each.facts for each in sheets]).combine_chunks()
    keys = facts["key"].combine_chunks()
    keys = keys.chunk(0) if isinstance(keys, pa.ChunkedArray) else keys
    if all(each.bodies is not None for each in sheets):
        bodies = [body for each in sheets for body in each.bodies or []]
        headlines = _column(sheets, {each.file: each.mapping.get("headline") for each in sheets}).to_pylist()
        held = pd.DataFrame({"headline": [each.strip() for each in headlines], "body": bodies}, dtype=object)
        return Texts(keys, held), facts
    groups: list[Group] = []
    places = []
    for each in sheets:
        places.append(each.facts["group"].to_numpy() + len(groups))
        groups += each.groups
    return Texts(keys, None, groups, np.concatenate(places), facts["row"].to_numpy()), facts


def _column(sheets: list[Sheet], called: dict[str, str | None]) -> pa.ChunkedArray:
    """Gather one column over all files; empty where a file or a record does not have it."""
    parts: list[pa.Array] = []
    for each in sheets:
        name = called[each.file]
        has = name is not None and name in each.given.column_names
        parts += each.given[name].fill_null("").chunks if has else [pa.array([""] * len(each.facts), pa.string())]
    return pa.chunked_array(parts, pa.string())


def _sort_out(sheets: list[Sheet], facts: pa.Table, texts: Texts) -> tuple[np.ndarray, list[Unread]]:
    """Say which records are kept, and why the others are not."""
    blank = facts["blank"].to_numpy()
    # Every blank record has a number of its own, so that it repeats none.
    ids = facts["article_id"].combine_chunks().dictionary_encode()
    ids = ids.chunk(0) if isinstance(ids, pa.ChunkedArray) else ids
    number = ids.indices.to_numpy().astype(np.int64)
    number[blank] = -1 - np.arange(int(blank.sum()))
    repeated = pd.Series(number).duplicated().to_numpy()
    kept = np.flatnonzero(~blank & ~repeated)
    rows = np.flatnonzero(blank | repeated)
    if len(rows) == 0:
        return kept, []
    place = pd.Index(number[kept]).get_indexer(number[rows])
    firsts = np.append(kept, -1)[place]  # -1 for blank ones
    starts = np.cumsum([0, *(len(each.facts) for each in sheets)])
    owner = np.searchsorted(starts, rows, side="right") - 1
    owner_first = np.searchsorted(starts, firsts, side="right") - 1
    numbers, keys = facts["number"].to_numpy(), texts.keys
    spare = facts["spare"].take(rows).to_pylist()
    pairs = zip(rows.tolist(), firsts.tolist(), strict=True)
    same = [not blank[row] and keys[row] == keys[first] for row, first in pairs]
    # What another file has too; a text that is the same as there is not read a second time.
    far = [place for place, row in enumerate(rows) if spare[place] is None and not same[place]]
    for place, body in zip(far, texts.read(rows[far])[1], strict=True):
        spare[place] = body
    bad = []
    for row, first, mine, theirs, body, again in zip(
        rows.tolist(), firsts.tolist(), owner.tolist(), owner_first.tolist(), spare, same, strict=True
    ):
        reason, detail = "neither headline nor body", ""
        if not blank[row]:
            reason = "repeats an earlier record" if again else "has the source and url of an earlier record"
            detail = f"record {int(numbers[first]):,} of {sheets[theirs].file}"
        sheet = sheets[mine]
        said = {name: sheet.given[name][row - int(starts[mine])].as_py() for name in sheet.given.column_names}
        if "body" in sheet.mapping and body is not None:
            said[sheet.mapping["body"]] = body
        fields = {name: value for name, value in said.items() if value is not None}
        bad.append(Unread(sheet.file, int(numbers[row]), reason, detail, fields))
    return kept, bad


def _language(name: str) -> str:
    """Return the two letters of a language: "en" for "English" and "en-GB"."""
    folded = name.strip().casefold()
    return _LANGUAGES.get(folded, folded.replace("_", "-").partition("-")[0])


def _quarantine(bad: list[Unread]) -> pd.DataFrame:
    rows = [(each.file, each.number, each.reason, each.detail, dict(each.fields)) for each in bad]
    return pd.DataFrame(rows, columns=_QUARANTINE).sort_values(["file", "record"], kind="stable", ignore_index=True)
