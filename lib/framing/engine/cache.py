"""What was measured before: rows of Arrow tables, kept by the hash of the text and the instrument that read it.

A cache is a folder of instruments, an instrument a folder of *segments*: Parquet files that are written aside, then
renamed, and never changed. So a run that is killed leaves whole segments or none, and two runs at once add their
segments side by side. A segment that cannot be read is removed, and its rows are measured again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["KEY", "Cache", "Memory", "digest"]

# A text's key is 16 bytes of BLAKE2b: two texts in a million million million share one.
KEY = pa.binary(16)

# Instruments kept of each kind, the latest used: a codebook at work leaves one behind with every change.
_KEPT = 8
# Half-written files older than this belong to a run that was killed.
_STALE_SECONDS = 86_400


def digest(*parts: object) -> str:
    """Return a short name of what makes an instrument: the same for equal parts.

    >>> digest("frames", 1) == digest("frames", 1) != digest("frames", 2)
    True
    """
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


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
        import pyarrow.compute as pc

        known = [part["key"].combine_chunks() for part in self._segments(instrument, ["key"])]
        if not known:
            return np.ones(len(keys), dtype=bool)
        return pc.invert(pc.is_in(keys, value_set=pa.concat_arrays(known))).to_numpy(zero_copy_only=False)

    def keep(self, instrument: str, keys: pa.Array, rows: pa.Table) -> None:
        """Keep rows as one segment, all or nothing.

        Parameters
        ----------
        instrument : str
        keys : Array of KEY
        rows : Table
            One row a key.
        """
        folder = self.folder / instrument
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.parquet"
        aside = folder / f".{name}.{os.getpid()}"
        table = rows.append_column("key", keys)
        pq.write_table(table, aside, compression="lz4", write_page_checksum=True, store_schema=True)
        os.replace(aside, folder / name)

    def read(self, instrument: str, keys: pa.Array, columns: Sequence[str] | None = None) -> pa.Table | None:
        """Return the rows of some keys, in their order.

        Parameters
        ----------
        instrument : str
        keys : Array of KEY
        columns : sequence of str, optional
            Only these.

        Returns
        -------
        Table or None
            None when a row is missing.
        """
        import pyarrow.compute as pc

        wanted = None if columns is None else [*columns, "key"]
        parts = []
        for part in self._segments(instrument, wanted):
            used = pc.is_in(part["key"], value_set=keys)
            parts.append(part if pc.all(used).as_py() else part.filter(used))
        if not parts:
            return None
        table = pa.concat_tables(parts)
        place = pc.index_in(keys, value_set=table["key"].combine_chunks())
        if place.null_count:
            return None
        del parts
        table = table.drop_columns(["key"])
        ordered = len(table) == len(place) and bool((place.to_numpy() == np.arange(len(place))).all())
        return table if ordered else table.take(place)

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
        import pyarrow.compute as pc

        left = np.arange(len(keys))
        for part in self._segments(instrument, None):
            place = pc.index_in(keys.take(pa.array(left)), value_set=part["key"].combine_chunks())
            here = place.is_valid().to_numpy(zero_copy_only=False)
            if here.any():
                yield left[here], part.drop_columns(["key"]).take(place.drop_null())
                left = left[~here]

    def _segments(self, instrument: str, columns: list[str] | None) -> Iterator[pa.Table]:
        """Read the segments of an instrument, oldest first; one that is broken is removed."""
        folder = self.folder / instrument
        if not folder.is_dir():
            return
        os.utime(folder)
        for path in sorted(folder.glob("*.parquet")):
            try:
                yield pq.read_table(path, columns=columns, page_checksum_verification=True, memory_map=False)
            except FileNotFoundError:
                continue  # tidied away by another run
            except (pa.ArrowException, OSError):
                path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what killed runs left half-written, and all but the instruments of each kind used last."""
        if not self.folder.is_dir():
            return
        kinds: dict[str, list[tuple[float, Path]]] = {}
        for folder in self.folder.iterdir():
            if not folder.is_dir():
                continue
            kinds.setdefault(folder.name.rpartition("-")[0], []).append((folder.stat().st_mtime, folder))
            for aside in folder.glob(".*.parquet.*"):
                if time.time() - aside.stat().st_mtime > _STALE_SECONDS:
                    aside.unlink(missing_ok=True)
        for found in kinds.values():
            for _, folder in sorted(found, reverse=True)[_KEPT:]:
                shutil.rmtree(folder, ignore_errors=True)


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

    def _segments(self, instrument: str, columns: list[str] | None) -> Iterator[pa.Table]:
        for table in self._held.get(instrument, []):
            yield table if columns is None else table.select(columns)

    def tidy(self) -> None:
        """Do nothing."""
