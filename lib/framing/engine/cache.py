"""What was measured before: rows of Arrow tables, kept by the hash of the text and the instrument that read it.

A cache is a folder of instruments, an instrument a folder of *segments*: Parquet files that are written aside, then
renamed, and never changed. So a run that is killed leaves whole segments or none, and two runs at once add their
segments side by side. A segment that cannot be read is removed, and its rows are measured again.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from framing.project import keeping

__all__ = ["KEY", "Cache", "Memory"]

# A text's key is 16 bytes of BLAKE2b: two texts in a million million million share one.
KEY = pa.binary(16)

# Instruments kept of each kind, the latest used: a codebook at work leaves one behind with every change.
_KEPT = 8
# Half-written files older than this belong to a run that was killed.
_STALE_SECONDS = 86_400


class Cache:
    """A folder of measured rows.

    Parameters
    ----------
    folder : Path
        Made when the first row is kept.

    Examples
    --------
    >>> import tempfile
    >>> cache = Cache(Path(tempfile.mkdtemp()))
    >>> keys = pa.array([b"a" * 16, b"b" * 16], KEY)
    >>> cache.keep("words-1", keys, pa.table({"words": [3, 5]}))
    >>> cache.read("words-1", pa.array([b"b" * 16, b"a" * 16, b"b" * 16], KEY))["words"].to_pylist()
    [5, 3, 5]
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Instruments that were filled together have the same keys: what was looked up for one holds for the next.
        self._looked_up: tuple[pa.Array, pa.Array, np.ndarray] | None = None
        # Segments never change: the keys of one are read once.
        self._held_keys: dict[Path, pa.Array] = {}

    def missing(self, instrument: str, keys: pa.Array) -> np.ndarray:
        """Mark the keys that have no row yet.

        Parameters
        ----------
        instrument : str
            A kind and a hash, ``frames-1f3a...``.
        keys : Array of KEY

        Returns
        -------
        ndarray of bool, shape (n_keys,)
        """
        return self._find(instrument, keys)[1] < 0

    def keep(self, instrument: str, keys: pa.Array, rows: pa.Table) -> None:
        """Keep rows as one segment, all or nothing.

        Parameters
        ----------
        instrument : str
        keys : Array of KEY
        rows : Table
            One row a key.
        """
        self._looked_up = None
        folder = self.folder / instrument
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.parquet"
        aside = folder / f".{name}.{os.getpid()}"
        table = rows.append_column("key", keys)
        with keeping(self.folder):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                pq.write_table(table, aside, compression="lz4", write_page_checksum=True, store_schema=True)
                os.replace(aside, folder / name)
            finally:
                aside.unlink(missing_ok=True)

    def read(self, instrument: str, keys: pa.Array) -> pa.Table | None:
        """Return the rows of some keys, in their order.

        Parameters
        ----------
        instrument : str
        keys : Array of KEY

        Returns
        -------
        Table or None
            None when a row is missing.
        """
        segments, segment, row = self._find(instrument, keys)
        if (segment < 0).any():
            return None
        used = np.unique(segment)
        tables = [self._open(segments[number]) for number in used.tolist()]
        whole = [each for each in tables if each is not None]
        if not whole or len(whole) < len(tables):
            return None
        starts = np.zeros(len(segments), dtype=np.int64)
        starts[used] = np.cumsum([0, *map(len, whole)])[:-1]
        place = starts[segment] + row
        table = pa.concat_tables(whole)
        ordered = len(table) == len(place) and bool((place == np.arange(len(place))).all())
        return table if ordered else table.take(pa.array(place))

    def each(self, instrument: str, keys: pa.Array) -> Iterator[tuple[np.ndarray, pa.Table]]:
        """Return the rows of some keys segment by segment, each key's once.

        Parameters
        ----------
        instrument : str
        keys : Array of KEY

        Yields
        ------
        at, rows
            Positions of keys, ascending, and a table with one row for each.
        """
        segments, segment, row = self._find(instrument, keys)
        order = np.argsort(segment, kind="stable")
        starts = np.searchsorted(segment[order], np.arange(len(segments) + 1))
        for number, name in enumerate(segments):
            at = order[starts[number] : starts[number + 1]]
            table = self._open(name) if len(at) else None
            if table is not None:
                yield at, table.take(pa.array(row[at]))

    def _find(self, instrument: str, keys: pa.Array) -> tuple[list[Any], np.ndarray, np.ndarray]:
        """Find the segment, and the row in it, of each key: -1 where there is none."""
        segments: list[Any] = []
        known: list[pa.Array] = []
        for name in self._names(instrument):
            held = self._keys_of(name)
            if held is not None:
                segments.append(name)
                known.append(held)
        ends = np.cumsum([len(each) for each in known], dtype=np.int64)
        if not len(ends) or ends[-1] == 0:
            return [], np.full(len(keys), -1, dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        place = self._look_up(keys, pa.concat_arrays(known))
        segment = np.where(place < 0, -1, np.searchsorted(ends, place, side="right"))
        return segments, segment, place - np.append(0, ends)[np.maximum(segment, 0)]

    def _look_up(self, keys: pa.Array, known: pa.Array) -> np.ndarray:
        """Return where each key stands among those that are known, -1 where it does not."""
        import pyarrow.compute as pc

        last = self._looked_up
        if last is None or last[0] is not keys or not last[1].equals(known):
            place = pc.index_in(keys, value_set=known).fill_null(-1).to_numpy().astype(np.int64)
            self._looked_up = last = (keys, known, place)
        return last[2]

    def _names(self, instrument: str) -> list[Any]:
        """List the segments of an instrument, oldest first."""
        folder = self.folder / instrument
        try:
            os.utime(folder)  # used now
            return sorted(folder.glob("*.parquet"))
        except OSError:
            return []

    def _keys_of(self, segment: Any) -> pa.Array | None:
        """Return the keys of a segment."""
        if segment not in self._held_keys and (table := _read(segment, ["key"])) is not None:
            self._held_keys[segment] = _joined(table["key"])
        return self._held_keys.get(segment)

    def _open(self, segment: Any) -> pa.Table | None:
        """Read a segment without its keys."""
        table = _read(segment)
        return None if table is None else table.drop_columns(["key"])

    def tidy(self) -> None:
        """Remove what killed runs left half-written, and all but the instruments of each kind used last."""
        kinds: dict[str, list[tuple[float, Path]]] = {}
        for folder in self.folder.glob("*-*"):
            kinds.setdefault(folder.name.rpartition("-")[0], []).append((_used(folder), folder))
            for aside in folder.glob(".*.parquet.*"):
                if time.time() - _used(aside) > _STALE_SECONDS:
                    aside.unlink(missing_ok=True)
        for found in kinds.values():
            for _, folder in sorted(found, reverse=True)[_KEPT:]:
                shutil.rmtree(folder, ignore_errors=True)


def _read(segment: Path, columns: list[str] | None = None) -> pa.Table | None:
    """Read a segment; one that is broken is removed."""
    try:
        with pq.ParquetFile(segment, page_checksum_verification=True) as file:
            return file.read(columns=columns)
    except FileNotFoundError:
        return None  # tidied away by another run
    except (pa.ArrowException, OSError):
        segment.unlink(missing_ok=True)
        return None


def _joined(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _used(path: Path) -> float:
    """Return when a file or folder was changed last; now for one that another run has just taken away."""
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


class Memory(Cache):
    """The same in memory: for texts that are measured once, and where no folder can be written.

    >>> cache = Memory()
    >>> cache.keep("words-1", pa.array([b"a" * 16], KEY), pa.table({"words": [3]}))
    >>> cache.missing("words-1", pa.array([b"a" * 16, b"b" * 16], KEY)).tolist()
    [False, True]
    """

    def __init__(self) -> None:
        super().__init__(Path("memory"))
        self._held: dict[str, list[pa.Table]] = {}

    def keep(self, instrument: str, keys: pa.Array, rows: pa.Table) -> None:
        """Keep rows."""
        self._held.setdefault(instrument, []).append(rows.append_column("key", keys))

    def _names(self, instrument: str) -> list[Any]:
        return self._held.get(instrument, [])

    def _keys_of(self, segment: Any) -> pa.Array:
        return _joined(segment["key"])

    def _open(self, segment: Any) -> pa.Table:
        return segment.drop_columns(["key"])

    def tidy(self) -> None:
        """Do nothing."""
