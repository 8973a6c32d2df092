"""The sheets of an Excel workbook as rows of text."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from framing.articles.blobs import Blob, check_zip
from framing.project import InputError

__all__ = ["Sheet", "is_workbook", "read_sheets"]

# What Excel writes for characters that XML cannot hold: a line end, mostly.
_ESCAPED = re.compile(r"_x00(0[9AaDd])_")
# Quoted letters and colours in a number format are no parts of a date.
_LITERAL = re.compile(r'"[^"]*"|\[(?!h)[^\]]*\]|\\.', re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its rows that are not empty, each with its number (from 1) and its cells as text."""

    name: str
    rows: list[tuple[int, list[str]]]


def is_workbook(blob: Blob) -> bool:
    """Whether a file is a workbook, whole or cut off."""
    if blob.head[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(blob.data)) as packed:
            return any(name.startswith("xl/") for name in packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return b"xl/" in blob.data


def read_sheets(blob: Blob) -> Iterator[Sheet]:
    """Read the sheets of a workbook; of formulas, the values that were kept with them.

    Dates become ISO 8601, without a time when their format shows none and it is midnight. Errors such as #REF! are
    empty. Text stays as it is, whatever it looks like.

    Raises
    ------
    InputError
        When the workbook is damaged.
    """
    import openpyxl

    check_zip(blob.data, blob.name).close()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which are no text
        try:
            book = openpyxl.load_workbook(io.BytesIO(blob.data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some writers state them wrong
                rows = []
                for number, cells in enumerate(sheet.iter_rows(), start=1):
                    texts = [_said(cell) for cell in cells]
                    while texts and not texts[-1].strip():
                        texts.pop()
                    if texts:
                        rows.append((number, texts))
                yield Sheet(sheet.title, rows)
            book.close()
        except InputError:
            raise
        except Exception as error:  # openpyxl raises whatever the damage leads to
            raise InputError(f"{blob.name} cannot be read as a workbook ({error}); save it anew as .xlsx.") from None


def _said(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        moment = (value + dt.timedelta(milliseconds=500)).replace(microsecond=0)
        dated = moment.time() == dt.time() and "h" not in _LITERAL.sub("", cell.number_format or "").casefold()
        return moment.date().isoformat() if dated else moment.isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))
    return text.replace("\r\n", "\n").replace("\r", "\n")
