"""What was made before, kept by the name of what it was made from: a picture, figures that took long.

A shelf is a folder with an archive for each thing. One is written aside, then renamed; one that is broken (an archive
knows the sum of its files) is made again. What has not been asked for longest leaves first.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa

from framing.project import FramingError, writable_folder

__all__ = ["Shelf", "file_table", "leave_latest", "table_file"]

# Things kept on a shelf: the charts of a dozen reports.
_MOST = 300


class Shelf:
    """A folder of finished things.

    Parameters
    ----------
    folder : Path or None
        None keeps nothing.
    most : int
        Things kept, the latest used.

    Examples
    --------
    >>> import tempfile
    >>> shelf = Shelf(Path(tempfile.mkdtemp()))
    >>> shelf.put("a1", {"picture.svg": b"<svg/>"})
    >>> shelf.get("a1"), shelf.get("b2")
    ({'picture.svg': b'<svg/>'}, None)
    """

    def __init__(self, folder: Path | None, most: int = _MOST) -> None:
        self.folder, self.most = folder, most

    @classmethod
    def of(cls, kind: str, most: int = _MOST) -> Shelf:
        """Return the shelf for a kind of things in the cache; one that keeps nothing where nothing can be kept."""
        with suppress(FramingError):  # charts of a table need no project
            return cls(writable_folder(kind), most)
        return cls(None)

    def get(self, name: str) -> dict[str, bytes] | None:
        """Return the files of a thing by their names, or None when it is not here."""
        if self.folder is None or not name:
            return None
        path = self.folder / f"{name}.zip"
        try:
            with zipfile.ZipFile(path) as archive:
                found = {each: archive.read(each) for each in archive.namelist()}
            os.utime(path)  # used now
        except FileNotFoundError:
            return None
        except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError):
            with suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        return found

    def table(self, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Return the table of a name; where it is not here, make it and keep it.

        >>> Shelf(None).table("a1", lambda: pd.DataFrame({"a": [1]}))["a"].tolist()
        [1]
        """
        found = self.get(name)
        if found is not None:
            return file_table(found["table.arrow"])
        made = make()
        with suppress(pa.ArrowException, UnicodeError):  # halves of characters cannot be written
            self.put(name, {"table.arrow": table_file(made)})
        return made

    def put(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep a thing, all or nothing; where the disk is full, or is not ours to write, it is not kept."""
        if self.folder is None or not name:
            return
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for each, content in files.items():
                archive.writestr(zipfile.ZipInfo(each), content)
        aside = self.folder / f".{name}.{os.getpid()}"
        with suppress(OSError):
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                aside.write_bytes(held.getvalue())
                os.replace(aside, self.folder / f"{name}.zip")
            finally:
                aside.unlink(missing_ok=True)
        leave_latest(self.folder, self.most)


def table_file(table: pd.DataFrame) -> bytes:
    """Return a table as a file on a shelf: an Arrow stream."""
    made = pa.Table.from_pandas(table)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, made.schema) as writer:
        writer.write_table(made)
    return sink.getvalue().to_pybytes()


def file_table(file: bytes) -> pd.DataFrame:
    """Return the table of such a file.

    >>> file_table(table_file(pd.DataFrame({"a": ["x", None]})))["a"].isna().tolist()
    [False, True]
    """
    return pa.ipc.open_stream(io.BytesIO(file)).read_pandas()


def leave_latest(folder: Path, most: int) -> None:
    """Remove all but the files of a folder that were used last; another run may do so at the same time."""
    with suppress(OSError):
        used = sorted(((path.stat().st_mtime, path) for path in folder.iterdir()), reverse=True)
        for _, path in used[most:]:
            path.unlink(missing_ok=True)
