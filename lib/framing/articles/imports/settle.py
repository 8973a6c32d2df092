"""The work of an import: records settled as articles, texts cleaned, the corpus's files written aside."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from framing.articles.cleaning.boilerplate import Boilerplate, count_lines, find_boilerplate
from framing.articles.cleaning.clean import STEPS, clean, clean_lines
from framing.articles.dates import standard_dates
from framing.articles.imports.card import readme
from framing.articles.imports.reading import FileRead
from framing.articles.imports.report import FileReport, Imported, count_fields, doubt_dates
from framing.articles.imports.store import QUARANTINE, RAW, Store, write_rows
from framing.articles.languages import identify
from framing.articles.readers import Record, Unread
from framing.articles.schema import MARK, article_id, recognise
from framing.project import InputError, __version__

__all__ = ["Import"]

# The columns of articles.parquet; what else the files have comes after them.
_COLUMNS = (
    "article_id", "source", "published", "published_precision", "headline", "body", "url", "domain", "language",
    "author", "section", "dateline", "language_found", "published_given", "file", "record",
)  # fmt: skip
_BATCH = 2_000


class Import:
    """One import while it runs."""

    def __init__(
        self, store: Store, done: Imported, source: str, tz: str, language: str, incomplete: bool, today: dt.date
    ) -> None:
        self.store, self.done, self.incomplete = store, done, incomplete
        self.source, self.tz, self.language, self.today = source, tz, language, today
        self.there = store.ids()
        self.seen: dict[str, str] = {}  # identity -> where it was first read, in this import
        self.bad: list[Unread] = []
        self.names: dict[str, None] = {}

    def run(
        self,
        files: Iterator[FileRead],
        progress: Callable[[str, int], None] | None,
        *,
        options: dict[str, Any],
        now: dt.datetime,
    ) -> None:
        """Read, clean and write."""
        with self.store.aside() as aside:
            fresh = write_rows(aside / "fresh.parquet", _FRESH, self._take_in(files, progress))
            self._stop_when_nothing_was_read()
            boilerplate = self._boilerplate(aside)
            self._write(aside, boilerplate, fresh)
            entry = {
                "when": now.replace(microsecond=0).isoformat(),
                "version": __version__,
                "options": options,
                "files": [each.as_dict() for each in self.done.files],
                "cleaning": {
                    step: {"what": STEPS[step], "articles": articles, "characters": characters}
                    for step, (articles, characters) in self.done.steps.items()
                },
                "boilerplate": [
                    {"source": name, "line": line, "articles": number} for name, line, number in self.done.boilerplate
                ],
            }
            self.store.write_json(aside, entry, self.totals)
            (aside / "README.md").write_text(readme(self.store.folder.name, entry), encoding="utf-8", errors="replace")
            (aside / "fresh.parquet").unlink()

    def _take_in(
        self, files: Iterator[FileRead], progress: Callable[[str, int], None] | None
    ) -> Iterator[list[dict[str, Any]]]:
        """Yield the new articles as rows, file by file, and keep count of everything else."""
        for each in files:
            rows, report = self._file(each)
            self.done.files.append(report)
            for start in range(0, len(rows), _BATCH):
                yield rows[start : start + _BATCH]
            if progress is not None:
                progress(each.name, self.done.found)

    def _file(self, read: FileRead) -> tuple[list[dict[str, Any]], FileReport]:
        found = len(read.records) + len(read.unread)
        report = FileReport(
            read.name, read.sha256, read.format, read.encoding, read.bytes, found, quarantined=len(read.unread),
            stated=read.stated.articles, failure=read.failure,
        )  # fmt: skip
        report.about = {
            name: str(getattr(read.stated, name))
            for name in ("query", "start", "end", "retrieved", "where")
            if getattr(read.stated, name)
        }
        note = self._other_count(read, found)
        self.bad += read.unread
        fields = [self._fields(each) for each in read.records]
        dates = standard_dates([each.get("published", "") for each in fields], self.tz)
        doubts, report.notes = doubt_dates([date for date, _ in dates], read.stated, self.today)
        report.notes = [note, *report.notes] if note else report.notes
        report.fields = count_fields(fields, [date for date, _ in dates], doubts)
        unclear = [
            row["published"] for row, (date, _) in zip(fields, dates, strict=True) if row.get("published") and not date
        ]
        if unclear:
            report.notes.append(f"{len(unclear):,} dates were not understood, for example “{unclear[0][:40]}”.")
        rows = []
        for record, row, (date, precision) in zip(read.records, fields, dates, strict=True):
            settled = self._article(record, row, date, precision, report)
            if settled is not None:
                rows.append(settled)
        return rows, report

    def _other_count(self, read: FileRead, found: int) -> str:
        """Stop when a file says it holds more or fewer articles than were read; or say so, when that was allowed."""
        if read.stated.articles in (None, found) or read.failure:
            return ""
        said = f"says it holds {read.stated.articles:,} articles ({read.stated.where}), and {found:,} were read"
        if not self.incomplete:
            raise InputError(
                f"{read.name} {said}; export it anew, or import it as it is with --incomplete. Nothing was imported."
            )
        return f"The file {said}."

    def _fields(self, record: Record) -> dict[str, str]:
        """Name a record's fields as an article's columns are; the rest keep their names."""
        mapping = recognise(record.fields)
        back = {name: column for column, name in mapping.items()}
        fields = {back.get(name, name): value for name, value in record.fields.items() if value and value.strip()}
        if self.source and not fields.get("source"):
            fields["source"] = self.source
        return fields

    def _article(
        self, record: Record, row: dict[str, str], date: str, precision: str, report: FileReport
    ) -> dict[str, Any] | None:
        """Settle one article; None when it is known, or goes to quarantine."""
        headline, body = row.get("headline", ""), row.get("body", "")
        # A database's own number of a document is its address there, whatever the language of the interface.
        number = row.get("accession", "").strip()
        address = row.get("url", "") or (f"{report.format.partition('-')[0]}.accession/{number}" if number else "")
        name = article_id(row.get("source", ""), address, row.get("published", ""), headline, body)
        where = f"record {record.number:,} of {record.file}"
        reason = detail = ""
        if not headline.strip() and not body.strip():
            reason = "neither headline nor body"
        elif name in self.seen:
            reason, detail = "repeats an earlier record", self.seen[name]
        if reason:
            self.bad.append(Unread(record.file, record.number, reason, detail, dict(record.fields)))
            report.quarantined += 1
            return None
        self.seen[name] = where
        if name in self.there:
            report.known += 1
            return None
        report.kept += 1
        said = row.get("precision") or row.get("published_precision", "")
        coarser = {"time": 0, "day": 1, "month": 2, "year": 3}
        if said in coarser and precision and coarser[said] > coarser[precision]:
            precision = said
        row = {**row, "published": date, "published_precision": precision, "published_given": row.get("published", "")}
        self.names |= dict.fromkeys(row)
        kept = {"article_id": name, "file": record.file, "record": str(record.number), **row}
        return {
            "article_id": name,
            "file": record.file,
            "record": str(record.number),
            "raw": _json(record.fields),
            "row": _json(kept),
        }

    def _stop_when_nothing_was_read(self) -> None:
        if self.done.kept or self.done.known:
            return
        if self.done.failures:
            more = f" The other {len(self.done.failures) - 1:,} neither." if len(self.done.failures) > 1 else ""
            raise InputError(f"No article was read: {self.done.failures[0]}{more}")
        if not self.done.files:
            raise InputError("No article was read: there is no file in what was named.")
        reason = Counter(each.reason for each in self.bad).most_common(1)[0][0]
        raise InputError(
            f"No article was read: the {self.done.found:,} records of {self.done.files[0].file} are none ({reason})."
        )

    def _fresh(self, aside: Path) -> Iterator[dict[str, str]]:
        import pyarrow.parquet as pq

        with pq.ParquetFile(aside / "fresh.parquet") as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=["row"]):
                yield from map(json.loads, batch.column(0).to_pylist())

    def _boilerplate(self, aside: Path) -> Boilerplate:
        """Count the lines of new articles, with those of the articles that are there."""

        def bodies() -> Iterator[tuple[str, str]]:
            for batch in self.store.batches("raw.parquet", ["fields"]):
                for text in batch.column(0).to_pylist():
                    fields = json.loads(text)
                    mapping = recognise(fields)
                    source, body = (fields.get(mapping.get(name, ""), "") for name in ("source", "body"))
                    yield source or self.source, clean_lines(body)
            for row in self._fresh(aside):
                yield row.get("source", ""), clean_lines(row.get("body", ""))

        return find_boilerplate(bodies(), count_lines(bodies()))

    def _cleaned(self, aside: Path, boilerplate: Boilerplate) -> Iterator[list[dict[str, Any]]]:
        rows: list[dict[str, Any]] = []
        counts: Counter[str] = Counter()
        characters: Counter[str] = Counter()
        for row in self._fresh(aside):
            found = clean(
                row.get("headline", ""), row.get("body", ""), source=row.get("source", ""), boilerplate=boilerplate
            )
            counts.update(found.steps.keys())
            characters.update(found.steps)
            told = identify(f"{found.body} {found.headline}".strip())
            row |= {"headline": found.headline, "body": found.body, "language_found": told}
            if found.dateline and not row.get("dateline"):
                row["dateline"] = found.dateline
            row["language"] = row.get("language") or self.language or told
            rows.append(row)
            if len(rows) == _BATCH:
                yield rows
                rows = []
        yield rows
        self.done.steps = {step: (counts[step], characters[step]) for step in STEPS if counts[step]}
        self.done.boilerplate = list(boilerplate.found)

    def _write(self, aside: Path, boilerplate: Boilerplate, fresh: int) -> None:
        """Write what was there and what is new."""
        import pyarrow.parquet as pq

        names = dict.fromkeys([*_COLUMNS, *self.store.columns(), *self.names])
        schema = pa.schema([(name, pa.string()) for name in names], metadata={MARK: b"1"})

        def articles() -> Iterator[Any]:
            yield from self.store.batches("articles.parquet")
            yield from self._cleaned(aside, boilerplate)

        def raw() -> Iterator[Any]:
            for batch in self.store.batches("raw.parquet"):
                # Rows that an import left which was killed before its articles were in place are not kept.
                there = pa.array([each in self.there for each in batch.column("article_id").to_pylist()])
                yield batch.filter(there)
            with pq.ParquetFile(aside / "fresh.parquet") as file:
                for batch in file.iter_batches(batch_size=_BATCH):
                    columns = [batch.column(name) for name in ("article_id", "file", "record", "raw")]
                    yield pa.RecordBatch.from_arrays(columns, schema=RAW)

        def quarantine() -> Iterator[list[dict[str, Any]]]:
            known = set()
            for batch in self.store.batches("quarantine.parquet"):
                rows = batch.to_pylist()
                known |= {(row["file"], row["record"], row["reason"], row["raw"]) for row in rows}
                yield rows
            fresh = [
                {"file": each.file, "record": each.number, "reason": each.reason, "detail": each.detail,
                 "raw": _json(each.fields)}
                for each in self.bad
            ]  # fmt: skip
            yield [row for row in fresh if (row["file"], row["record"], row["reason"], row["raw"]) not in known]

        kept = write_rows(aside / "articles.parquet", schema, articles())
        write_rows(aside / "raw.parquet", RAW, raw())
        out = write_rows(aside / "quarantine.parquet", QUARANTINE, quarantine())
        self.totals = {"articles": kept, "quarantine": out, "new": fresh}


_FRESH = pa.schema([(name, pa.string()) for name in ("article_id", "file", "record", "raw", "row")])


def _json(fields: dict[str, str]) -> str:
    """Write fields as JSON; half of a character, which no file can hold, becomes U+FFFD."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
