"""Tables in a page, and numbers in a file that a spreadsheet opens and does not run.

Every cell is text that somebody else wrote: it is escaped in HTML, and in CSV a text that begins like a formula
gets a leading apostrophe (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import html
import io
import math
import numbers
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest

__all__ = [
    "TABLE_STYLE", "Table", "csv_text", "data_link", "html_table", "need_columns", "show_table", "to_csv",
    "without_controls",
]  # fmt: skip

# What a spreadsheet may take for a formula, with the wide forms that East Asian editions read the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Where a new cell would begin for a spreadsheet that is set to semicolons or tabs, and a formula in it.
_FORMULA_WITHIN = re.compile(r"(?<=[;\t\n])(?=[ \"]*[=+\-@＝＋－＠])")

# Control characters but the tab and the line feed, and halves of characters.
_NOT_IN_HTML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")

# Letters of a text that stands on one line.
_SHORT = 12

# Rules for our own classes only; a page may set its own over them. Colours are the page's. Where words stand left the
# class stands twice: JupyterLab sets every cell right, by a rule of two classes and a tag.
TABLE_STYLE = (
    "<style>"
    ".framing-scroll{overflow-x:auto;max-width:100%}"
    ".framing-table{border-collapse:collapse;font-size:.875em;font-variant-numeric:tabular-nums;color:inherit}"
    ".framing-table caption{text-align:left;font-weight:600;padding:.3em 0}"
    ".framing-table th,.framing-table td{padding:.25em .8em .25em 0;text-align:right;vertical-align:top;"
    "border-bottom:1px solid;border-bottom-color:color-mix(in srgb,currentColor 18%,transparent)}"
    ".framing-table td{white-space:nowrap}.framing-table th{font-weight:600}"
    ".framing-table.framing-table .short{text-align:left}"
    ".framing-table.framing-table .t{text-align:left;white-space:normal;overflow-wrap:break-word;max-width:24em}"
    ".framing-note{font-size:.85em;opacity:.8;margin:.4em 0}"
    "</style>"
)


@dataclass(frozen=True)
class Table:
    """A table as a page shows it; `data` is the whole of it, whatever the page shows."""

    data: pd.DataFrame
    caption: str
    note: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    digits: int = 2
    rows: int = 50

    def _repr_html_(self) -> str:
        named = dict(self.columns) or None
        body = html_table(self.data, self.caption, columns=named, digits=self.digits, rows=self.rows)
        note = f'<p class="framing-note">{escape(self.note)}</p>' if self.note else ""
        return f"{TABLE_STYLE}{body}{note}"

    def __repr__(self) -> str:
        shown = self.data[[name for name, _ in self.columns]] if self.columns else self.data
        more = len(shown) - self.rows
        text = shown.head(self.rows).to_string(index=False) if len(shown) else "(no rows)"
        return f"{self.caption}\n{text}" + (f"\nand {more:,} more rows" if more > 0 else "")


def show_table(
    data: pd.DataFrame,
    *,
    caption: str,
    note: str = "",
    columns: Sequence[str] | Mapping[str, str] | None = None,
    digits: int = 2,
    rows: int = 50,
) -> Table:
    """Show a table in a page: escaped, numbers aligned, scrolling inside itself.

    Parameters
    ----------
    data : DataFrame
        Any table; its index is not shown.
    caption : str
        What a row is, and of what.
    note : str
        A sentence under the table.
    columns : sequence of str or mapping, optional
        Which columns, in which order; a mapping also says what to call them. All by default.
    digits : int
        Decimals of the numbers that are not whole.
    rows : int
        Rows shown; the table says how many more there are.

    Raises
    ------
    FramingError
        When a column is not in the table.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"source": ["A", "B", "C"], "words": [1200, 80, 95]})
    >>> show_table(articles, caption="Articles", rows=2)
    Articles
    source  words
         A   1200
         B     80
    and 1 more rows
    """
    chosen = columns if isinstance(columns, Mapping) else {c: heading(c) for c in (columns or data.columns)}
    need_columns(data, chosen, f'The table "{caption}"')
    named = tuple((name, str(label)) for name, label in chosen.items())
    return Table(data=data, caption=caption, note=note, columns=named, digits=digits, rows=rows)


def need_columns(data: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Raise a FramingError that names the first column that is missing, and the nearest there is."""
    for name in columns:
        if name not in data.columns:
            raise FramingError(f'{what} has no column "{name}"{nearest(str(name), map(str, data.columns))}')


def escape(text: object) -> str:
    """Return text for a page: markup escaped, characters HTML has no place for left out."""
    return html.escape(without_controls(text), quote=True)


def without_controls(text: object) -> str:
    """Return text without characters that have no place in a page: control characters, halves of surrogate pairs."""
    return _NOT_IN_HTML.sub("", str(text))


def heading(column: object) -> str:
    """Return a column's name as a reader would write it: ``"article_id"`` becomes ``"article id"``."""
    return str(column).replace("_", " ")


def html_table(
    data: pd.DataFrame,
    caption: str,
    *,
    columns: Mapping[str, str] | None = None,
    digits: int = 2,
    rows: int = 50,
    rest: str = "",
) -> str:
    """Return a table as HTML without its style; `rest` says where the rows beyond `rows` are."""
    named = columns or {c: heading(c) for c in data.columns}
    shown = data[list(named)].head(rows)
    texts = [
        not (pd.api.types.is_numeric_dtype(shown[c]) and not pd.api.types.is_bool_dtype(shown[c]))
        for c in shown.columns
    ]
    formed = [[_cell(value, digits) for value in shown[c]] for c in shown.columns]
    # Dates and codes are not broken; longer texts are, between words.
    kinds = [
        "" if not text else ' class="short"' if max(map(len, cells), default=0) <= _SHORT else ' class="t"'
        for text, cells in zip(texts, formed, strict=True)
    ]
    left = [f'<th scope="col"{kind}>' for kind in kinds]
    head = "".join(f"{tag}{escape(label)}</th>" for tag, label in zip(left, named.values(), strict=True))
    marks = [f"<td{kind}>" for kind in kinds]
    body = "".join(
        "<tr>" + "".join(f"{mark}{cell}</td>" for mark, cell in zip(marks, row, strict=True)) + "</tr>"
        for row in zip(*formed, strict=True)
    )
    more = len(data) - len(shown)
    told = f'<p class="framing-note">and {more:,} more row{"s" if more > 1 else ""}{escape(rest)}.</p>' if more else ""
    empty = '<p class="framing-note">No rows.</p>' if not len(data) else ""
    return (
        f'<div class="framing-scroll" tabindex="0" role="group" aria-label="{escape("Table: " + caption)}">'
        f'<table class="framing-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{told}{empty}"
    )


def _cell(value: object, digits: int) -> str:
    if isinstance(value, str):
        return f"<bdi>{escape(value)}</bdi>" if not value.isascii() else escape(value)
    if value is None or value is pd.NaT or value is pd.NA:
        return "–"
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "yes" if value else "no"
    if isinstance(value, numbers.Integral):
        return f"{int(value):,}".replace("-", "−")
    if isinstance(value, numbers.Real):
        number = float(value)
        return "–" if math.isnan(number) else f"{number:,.{digits}f}".replace("-", "−")
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%d %H:%M")
    return escape(value)


def csv_text(data: pd.DataFrame) -> str:
    """Return a table as CSV in which no text runs as a formula; numbers keep six significant digits.

    >>> import pandas as pd
    >>> print(csv_text(pd.DataFrame({"headline": ["=1+1", "-5 degrees"], "n": [-1, 2]})), end="")
    headline,n
    '=1+1,-1
    '-5 degrees,2
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([_defused(str(column)) for column in data.columns])
    writer.writerows(zip(*(_written(data.iloc[:, at]) for at in range(data.shape[1])), strict=True))
    return held.getvalue()


def _written(values: pd.Series) -> list[object]:
    """Return a column's values as they are written; pandas' own writer takes three times as long."""
    if pd.api.types.is_float_dtype(values):
        given = values.to_numpy(dtype=float, na_value=np.nan).tolist()
        return ["" if math.isnan(each) else f"{each:.6g}" for each in given]
    if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iub":
        return values.tolist()
    there = values.notna().tolist()
    given = (values.astype(str) if pd.api.types.is_datetime64_any_dtype(values) else values).tolist()
    if isinstance(values.dtype, pd.StringDtype):  # most columns of text repeat a few names
        known = {each: _defused(each) for each in set(given)}
        return [known[each] if is_there else "" for each, is_there in zip(given, there, strict=True)]
    return [_defused(each) if is_there else "" for each, is_there in zip(given, there, strict=True)]


def _defused(value: object) -> object:
    if not isinstance(value, str):
        return value
    # A lone carriage return is not quoted by pandas, and a spreadsheet would begin a new row, and a formula, after it.
    text = value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    text = _FORMULA_WITHIN.sub("'", text)
    return "'" + text if text.startswith(_FORMULA) else text


def to_csv(data: pd.DataFrame, path: str) -> None:
    """Write a table as CSV that opens right in Excel: UTF-8 with its mark, no formulas; the index is left out."""
    with open(path, "w", encoding="utf-8-sig", newline="", errors="replace") as file:
        file.write(csv_text(data))


def data_link(csv: str, name: str) -> str:
    """Return a link that holds a whole table as CSV, so that a page needs no file beside it."""
    # Line by line, with blanks kept until the end: most lines then need no quoting, and `quote` says so at once.
    lines = [quote(line, safe=",:.;()|!* ", errors="replace") for line in ("\ufeff" + csv).split("\n")]
    held = "%0A".join(lines).replace(" ", "%20")
    return f'<a download="{escape(name)}.csv" href="data:text/csv;charset=utf-8,{held}">CSV</a>'
