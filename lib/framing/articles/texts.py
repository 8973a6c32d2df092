"""The texts of articles, held in memory or left in Parquet files and read by the batch.

A batch is passed to a worker by reference (file, row group, rows, and a hash that the worker checks), so that a million
articles never stand in one place, and no text travels through a scheduler.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.articles.readers import said
from framing.engine.cache import KEY
from framing.project import FramingError, InputError

__all__ = ["Batch", "Group", "Texts", "group_hash", "parquet", "text_keys"]

# Articles in a batch that is held in memory: enough for arrays to pay, few enough to spread over workers.
_HELD = 5_000


def text_keys(headlines: Iterable[str], bodies: Iterable[str]) -> list[bytes]:
    """Return the key of each text: a hash of headline and body, of nothing else.

    >>> text_keys(["A"], ["b"]) == text_keys(["A"], ["b"]) != text_keys(["Ab"], [""])
    True
    """
    return [
        hashlib.blake2b(f"{headline}\x1f{body}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        for headline, body in zip(headlines, bodies, strict=True)
    ]


def group_hash(keys: Iterable[bytes]) -> str:
    """Return the hash of a row group from the keys of its texts."""
    return hashlib.blake2b(b"".join(keys), digest_size=16).hexdigest()


@dataclass(frozen=True)
class Group:
    """A row group of a Parquet file, and the columns its texts stand in.

    Attributes
    ----------
    file : str
        A path, or any address that fsspec reads.
    number : int
    size : int
        Rows in it.
    hash : str
        `group_hash` of its texts.
    headline, body : str
        Columns; "" where there is none.
    """

    file: str
    number: int
    size: int
    hash: str
    headline: str
    body: str

    def read(self) -> tuple[list[str], list[str]]:
        """Read the headlines and bodies, and check that they are those that were meant.

        Raises
        ------
        InputError
            When the file cannot be read or has changed.
        """
        headlines, bodies = _columns(self.file, self.number, [self.headline, self.body])
        headlines = [each.strip() for each in headlines]
        if len(bodies) != self.size or group_hash(text_keys(headlines, bodies)) != self.hash:
            raise InputError(f"{self.file} has changed since it was loaded; load the corpus again.")
        return headlines, bodies


@contextmanager
def parquet(file: str) -> Iterator[Any]:
    """Open a Parquet file by its path, or by any address that fsspec reads.

    Raises
    ------
    InputError
        When it cannot be opened, or what is read of it in the block is broken.
    """
    import pyarrow.parquet as pq

    try:
        if "://" not in file:
            yield pq.ParquetFile(file)
        else:
            import fsspec

            with fsspec.open(file, "rb") as opened:
                yield pq.ParquetFile(opened)
    except FramingError:
        raise  # it says already what is wrong
    except FileNotFoundError:
        raise InputError(f"There is no file {file} here; name one that every worker can read.") from None
    except ImportError as error:
        raise InputError(f"{file} cannot be read ({error}); install what its kind of address needs.") from None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{file} cannot be read as Parquet ({error}); write it anew.") from None


def _columns(file: str, group: int, names: Sequence[str]) -> list[list[str]]:
    with parquet(file) as opened:
        table = opened.read_row_group(group, columns=[each for each in names if each])
    return [said(table[each]) if each else [""] * len(table) for each in names]


@dataclass(frozen=True)
class Batch:
    """Some rows of a row group, or texts themselves."""

    group: Group | None = None
    rows: np.ndarray | None = None
    headlines: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()

    def read(self) -> tuple[list[str], list[str]]:
        """Return headlines and bodies."""
        if self.group is None:
            return list(self.headlines), list(self.bodies)
        headlines, bodies = self.group.read()
        assert self.rows is not None
        rows = self.rows.tolist()
        return [headlines[row] for row in rows], [bodies[row] for row in rows]


@dataclass(frozen=True)
class Texts:
    """The headline and body of each article of a corpus, wherever they are.

    Attributes
    ----------
    keys : Array of KEY, shape (n_articles,)
    held : DataFrame or None
        ``headline`` and ``body``, when they are in memory.
    groups : list of Group
        Else where they are.
    group, row : ndarray of int32, shape (n_articles,)
        Which of the groups, and the row in it.
    """

    keys: pa.Array
    held: pd.DataFrame | None = None
    groups: list[Group] = field(default_factory=list)
    group: np.ndarray | None = None
    row: np.ndarray | None = None

    @classmethod
    def hold(cls, articles: pd.DataFrame) -> Texts:
        """Hold the texts of a table of articles."""
        texts = articles[["headline", "body"]].astype(object).fillna("").reset_index(drop=True)
        return cls(pa.array(text_keys(texts["headline"], texts["body"]), KEY), texts)

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, rows: np.ndarray) -> Texts:
        """Return some of the texts."""
        keys = self.keys.take(pa.array(rows))
        if self.held is not None:
            return Texts(keys, self.held.iloc[rows].reset_index(drop=True))
        assert self.group is not None and self.row is not None
        return Texts(keys, None, self.groups, self.group[rows], self.row[rows])

    def batches(self, rows: np.ndarray, size: int = _HELD) -> Iterator[tuple[np.ndarray, Batch]]:
        """Cut some of the texts into batches.

        Parameters
        ----------
        rows : ndarray of int
            Which articles; ascending.
        size : int
            Articles in a batch of texts held in memory; those in files come by the row group.

        Yields
        ------
        rows, batch
            The articles of a batch, and the batch.
        """
        if self.held is not None:
            for start in range(0, len(rows), size):
                part = rows[start : start + size]
                texts = self.held.iloc[part]
                yield part, Batch(headlines=tuple(texts["headline"]), bodies=tuple(texts["body"]))
            return
        assert self.group is not None and self.row is not None
        group = self.group[rows]
        for number in np.unique(group).tolist():
            part = rows[group == number]
            yield part, Batch(self.groups[number], self.row[part])

    def read(self, rows: np.ndarray) -> tuple[list[str], list[str]]:
        """Return the headlines and bodies of some articles, in the order asked for."""
        wanted, place = np.unique(rows, return_inverse=True)
        found = np.full((2, len(wanted)), "", dtype=object)
        for part, batch in self.batches(wanted):
            found[:, np.searchsorted(wanted, part)] = batch.read()
        headlines, bodies = found[:, place].tolist()
        return headlines, bodies
