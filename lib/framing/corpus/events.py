"""The ledger of events: what happened when, with a citation each."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pandas as pd

from framing.articles.readers import read_text, whole
from framing.project import InputError, nearest

__all__ = ["EVENT_COLUMNS", "read_events"]

EVENT_COLUMNS = ("event_id", "date", "label", "description", "frames", "powers", "citation")


def read_events(*paths: Path) -> pd.DataFrame:
    """Read ledgers of events; a later file replaces an earlier one event by event.

    Parameters
    ----------
    *paths : Path
        Each an ``events.csv``; one that does not exist is passed over.

    Returns
    -------
    DataFrame
        The columns of the file, ``date`` as a date; sorted by date.

    Raises
    ------
    InputError
        With the file, the line and the column: every event needs an id, a date, a label and a citation.
    """
    events: dict[str, dict[str, object]] = {}
    for path in paths:
        if not path.is_file():
            continue
        with io.StringIO(read_text(path), newline="") as file:
            reader = csv.DictReader(file)
            for column in reader.fieldnames or []:
                if column not in EVENT_COLUMNS:
                    raise InputError(f"{path.name}, line 1: “{column}” is not known{nearest(column, EVENT_COLUMNS)}")
            for row in whole(reader, path.name):
                where = f"{path.name}, line {reader.line_num}"
                if None in row or None in row.values():
                    raise InputError(
                        f"{where}: the number of fields differs from the header's; quote fields with commas."
                    )
                for column in ("event_id", "date", "label", "citation"):
                    if not (row.get(column) or "").strip():
                        raise InputError(f"{where}: no {column}; an event needs an id, a date, a label and a citation.")
                try:
                    date = dt.date.fromisoformat(row["date"].strip())
                except ValueError:
                    raise InputError(f"{where}: the date “{row['date']}” is not of the form 2024-10-23.") from None
                events[row["event_id"]] = {**dict.fromkeys(EVENT_COLUMNS, ""), **row, "date": pd.Timestamp(date)}
    table = pd.DataFrame(list(events.values()), columns=list(EVENT_COLUMNS))
    table["date"] = pd.to_datetime(table["date"])
    return table.sort_values(["date", "event_id"], kind="stable", ignore_index=True)
