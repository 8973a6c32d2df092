"""The folder of an imported corpus: written aside, then put in place, so that there is never half of one."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from framing.articles.readers import Unread
from framing.project import FramingError, InputError

__all__ = ["QUARANTINE", "RAW", "Store", "read_quarantine", "write_rows"]

_BATCH = 2_000
# Written in this order: until articles.parquet is there, nothing of an import counts.
_FILES = ("raw.parquet", "quarantine.parquet", "README.md", "import.json", "articles.parquet")
RAW = pa.schema([(name, pa.string()) for name in ("article_id", "file", "record", "fields")])
QUARANTINE = pa.schema(
    [("file", pa.string()), ("record", pa.int64()), *((n, pa.string()) for n in ("reason", "detail", "raw"))]
)


class Store:
    """The folder of a corpus while an import writes to it.

    Parameters
    ----------
    folder : Path
        Made when it is not there.

    Raises
    ------
    InputError
        When the folder holds articles that no import wrote, or is damaged.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        others = sorted(folder.glob("articles.*")) if folder.is_dir() else []
        if any(each.name != "articles.parquet" for each in others):
            raise InputError(
                f"{folder.name} holds {others[0].name}, which no import wrote; import into another folder, and name "
                "this file too if its articles belong there."
            )
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder} is a file; name a folder for the corpus.")
        self.log: list[dict[str, Any]] = self._log()
        if (folder / "articles.parquet").exists() and not self.log:
            raise InputError(
                f"{folder.name} holds articles.parquet, which no import wrote; import into another folder."
            )
        self._before = self._stamp()

    def _log(self) -> list[dict[str, Any]]:
        path = self.folder / "import.json"
        if not (self.folder / "articles.parquet").is_file() or not path.is_file():
            return []
        try:
            return list(json.loads(path.read_text(encoding="utf-8"))["imports"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path} is damaged ({error}); import into a new folder.") from None

    def _stamp(self) -> tuple[int, int]:
        try:
            about = (self.folder / "articles.parquet").stat()
        except OSError:
            return (0, 0)
        return (about.st_mtime_ns, about.st_size)

    def ids(self) -> set[str]:
        """Return the identities of the articles that are there."""
        return {each for batch in self.batches("articles.parquet", ["article_id"]) for each in batch[0].to_pylist()}

    def batches(self, name: str, columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
        """Read one of the corpus's files, some thousand rows at a time."""
        path = self.folder / name
        if not self.log or not path.is_file():
            return
        try:
            with pq.ParquetFile(path) as file:
                yield from file.iter_batches(batch_size=_BATCH, columns=columns)
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"{path} is damaged ({error}); import into a new folder.") from None

    def columns(self) -> list[str]:
        """Return the names of the columns of articles.parquet, in their order."""
        path = self.folder / "articles.parquet"
        return list(pq.read_schema(path).names) if self.log else []

    @contextmanager
    def aside(self) -> Iterator[Path]:
        """Give a folder to write to; when nothing goes wrong, what was written there is put in place.

        Raises
        ------
        FramingError
            When the disk is full, or another import wrote to the corpus meanwhile.
        """
        parent = self.folder.parent
        aside = parent / f".{self.folder.name}.import-{os.getpid()}-{uuid.uuid4().hex[:6]}"
        try:
            try:
                parent.mkdir(parents=True, exist_ok=True)
                aside.mkdir()
                yield aside
                if self._stamp() != self._before:
                    raise FramingError(
                        f"Another import has written to {self.folder.name} meanwhile; run this one again."
                    )
                if not self.folder.exists():
                    os.replace(aside, self.folder)
                    return
                for name in _FILES:
                    if (aside / name).exists() and not (name == "README.md" and (self.folder / name).exists()):
                        os.replace(aside / name, self.folder / name)
            except OSError as error:
                raise FramingError(
                    f"The corpus cannot be written to {self.folder} ({error.strerror or error}); what was there is as "
                    "it was."
                ) from None
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def write_json(self, aside: Path, entry: dict[str, Any], totals: dict[str, int]) -> None:
        """Write import.json: what every import into the corpus did."""
        content = {"imports": [*self.log, entry], "totals": totals}
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (aside / "import.json").write_text(text, encoding="utf-8", errors="replace")


def write_rows(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch | list[dict[str, Any]]]) -> int:
    """Write batches of rows as Parquet; a column that a batch lacks is null. Return how many rows."""
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True) as writer:
        for batch in batches:
            if isinstance(batch, list):
                columns = [pa.array([row.get(name) for row in batch], kind) for name, kind in _fields(schema)]
            else:
                has = set(batch.schema.names)
                columns = [
                    batch.column(name).cast(kind) if name in has else pa.nulls(len(batch), kind)
                    for name, kind in _fields(schema)
                ]
            table = pa.table(columns, schema=schema)
            rows += len(table)
            if len(table):
                writer.write_table(table)
    return rows


def _fields(schema: pa.Schema) -> list[tuple[str, pa.DataType]]:
    return [(each.name, each.type) for each in schema]


def read_quarantine(folder: Path) -> list[Unread]:
    """Return what the imports into a folder could not keep; nothing when no import wrote to it."""
    path = folder / "quarantine.parquet"
    if not path.is_file() or not (folder / "import.json").is_file():
        return []
    try:
        rows = pq.read_table(path, schema=QUARANTINE).to_pylist()
        return [
            Unread(row["file"], row["record"], row["reason"], row["detail"], json.loads(row["raw"])) for row in rows
        ]
    except (OSError, ValueError, pa.ArrowException) as error:
        raise InputError(f"{path} is damaged ({error}); import the files again into a new folder.") from None
