"""A chart: a figure, the numbers it shows, and a sentence that says what a reader would see."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.project import FramingError, root
from framing.show.marks import MANY, Mark, drawn_marks, noted
from framing.show.style import drawing
from framing.show.svg import inline
from framing.show.tables import TABLE_STYLE, csv_text, data_link, escape, heading, html_table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Chart"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)")  # names that Windows keeps for devices
_ROWS = 60  # rows of numbers in the page; the CSV beside them holds all
_DPI = 200  # of a picture 9.6 inches wide: 1,920 pixels, 300 an inch in a column of text


@dataclass
class Chart:
    """A figure with its numbers, as a notebook shows it and as files.

    Parameters
    ----------
    drawing : matplotlib Figure or callable or None
        The drawing, with title and notes, or what draws it; None when there is nothing to draw, and `alt` says why.
    data : DataFrame
        Every number that is drawn, and the cells that were not drawn with their reason.
    title, unit : str
        What is plotted, and in what unit.
    alt : str
        What a reader would see, in computed sentences.
    notes : tuple of str
        Sentences under the picture.
    keys : tuple of str
        What the small numbers 1, 2, … in the picture stand for.
    columns : tuple of str
        The columns of `data` that a page shows; the CSV has all.
    span : tuple of float
        Where the picture begins below the title and how high it is, in points.
    marks : tuple of Mark
        The places that lead to the passages behind them.
    sentence : Figure or None
        What is saved when there is nothing to draw: a stale file would be believed.
    drawn : dict
        The drawing as a file, where that is known: by its ending, and the title and words it was written with.
    on_save : callable, optional
        Told when the chart has been saved as it was made.
    """

    drawing: Figure | Callable[[], Figure | None] | None
    data: pd.DataFrame
    title: str
    alt: str
    notes: tuple[str, ...] = ()
    unit: str = ""
    keys: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    span: tuple[float, float] = (0.0, 0.0)
    marks: tuple[Mark, ...] = ()
    name: str = ""
    sentence: Figure | None = None
    drawn: dict[tuple[str, str, str], bytes] = field(default_factory=dict, repr=False, compare=False)
    on_save: Callable[[Chart], None] | None = field(default=None, repr=False, compare=False)
    _handed_out: bool = field(default=False, repr=False, compare=False)

    @property
    def figure(self) -> Figure | None:
        """The drawing as matplotlib's figure, to be changed before the chart is saved; None: nothing to draw."""
        self.drawn.clear()
        self.on_save, self._handed_out = None, True
        return self._figure()

    def _figure(self) -> Figure | None:
        if callable(self.drawing):
            self.drawing = self.drawing()
        return self.drawing

    def save(self, name: str, out: str | Path = "") -> Chart:
        """Write the chart as SVG, as PNG 1,920 pixels wide, and its numbers as CSV.

        Parameters
        ----------
        name : str
            The files' name without ending: letters, digits, ``-`` and ``_``.
        out : str or path
            The folder, made when it is not there; ``""`` is the project's ``outputs/figures``.

        Returns
        -------
        Chart
            Itself, so that a notebook's cell can end with it.

        Raises
        ------
        FramingError
            When the name could not be a file's name everywhere, or the folder cannot be written.
        """
        if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
            raise FramingError(
                f"A chart cannot be saved as {name[:60]!r}: use up to 100 letters, digits, - and _ "
                'and begin with a letter or digit, for example "02-share-by-source".'
            )
        folder = Path(out).expanduser() if str(out) else root() / "outputs" / "figures"
        if self._handed_out:
            self.drawn.clear()  # the figure may have been changed since; a page shows what was saved last
        files = {
            ".svg": self._file("svg"),
            ".png": self._file("png"),
            ".csv": csv_text(self.data).encode("utf-8-sig", errors="replace"),
        }
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for ending, content in files.items():
                _write(folder / f"{name}{ending}", content)
        except OSError as error:
            raise FramingError(
                f"The chart {name} could not be written to {folder}: {error.strerror or error}."
            ) from None
        self.name = name
        if self.on_save:
            self.on_save(self)
        return self

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self.html(), "text/plain": self.alt}

    def html(self) -> str:
        """Return the chart as it stands in a page: title, picture, notes, and its numbers under a fold."""
        csv = csv_text(self.data)
        ident = self._ident(csv)
        title, unit = escape(self.title), escape(self.unit)
        caption = f'<strong class="chart-title">{title}</strong>'
        caption += f'<br><span class="chart-unit">{unit}</span>' if unit else ""
        if self.drawing is None:
            told = f'<p class="chart-nothing">{escape(self.alt)}</p>'
            return f'{_STYLE}<figure class="chart" id="{ident}"><figcaption>{caption}</figcaption>{told}</figure>'
        marks = drawn_marks(self.marks) if 0 < len(self.marks) <= MANY else ""
        picture = inline(self._file("svg"), alt=self.alt, prefix=ident, span=self.span, marks=marks)
        keys = "".join(f"<li>{escape(key)}</li>" for key in self.keys)
        notes = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        if marks:
            # Past some hundred links in one step, and in words where they lead.
            skip, leads = noted(ident)
            picture, notes = skip + picture, notes + leads
        below = (f'<ol class="chart-keys">{keys}</ol>' if keys else "") + notes
        named = {c: heading(c) for c in self.columns or self.data.columns}
        numbers = html_table(
            self.data, self.title, columns=named, digits=3, rows=_ROWS, rest="; all of them are in the CSV"
        )
        return (
            f'{_STYLE}<figure class="chart" id="{ident}"><figcaption>{caption}</figcaption>'
            f'<div class="chart-scroll" tabindex="0" role="group" aria-label="Chart: {title}">{picture}</div>'
            f'<div class="chart-notes" id="{ident}-after">{below}</div>'
            f'<details><summary>Numbers</summary><p class="chart-alt">{escape(self.alt)}</p>{numbers}'
            f"<p>All {len(self.data):,} rows: {data_link(csv, self.name or ident)}</p></details></figure>"
        )

    def _ident(self, csv: str) -> str:
        """Return an id that no other chart of a page has: its file's name, or a hash of what it shows."""
        if self.name:
            return f"chart-{self.name}"
        shown = "\x00".join((self.title, self.alt, csv))
        return "chart-" + hashlib.sha256(shown.encode("utf-8", errors="replace")).hexdigest()[:10]

    def _file(self, kind: str) -> bytes:
        told = (kind, self.title, self.alt)
        if told not in self.drawn:
            with drawing():
                figure = self._figure() or self.sentence
                assert figure is not None, "a chart has a picture, or a sentence in its place"
                buffer = io.BytesIO()
                about: dict[str, Any] = {"svg": {"Date": None, "Creator": None, "Title": self.title}}.get(
                    kind, {"Software": None, "Title": _latin(self.title), "Description": _latin(self.alt)}
                )
                # A little larger, and written in half the time.
                packed: dict[str, Any] = {"pil_kwargs": {"compress_level": 1}} if kind == "png" else {}
                figure.savefig(buffer, format=kind, dpi=_DPI, metadata=about, **packed)
            self.drawn[told] = buffer.getvalue()
        return self.drawn[told]


def _latin(text: str) -> str:
    return text.encode("latin-1", errors="replace").decode("latin-1")


def _write(path: Path, content: bytes) -> None:
    """Write aside, then rename: a reader never finds half a file."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(content)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


# Rules for our own classes only, with the page's own ink: the same figure serves light, dark and JupyterLab.
_STYLE = TABLE_STYLE + (
    "<style>"
    "figure.chart{margin:1.5em 0;max-width:1106px}"
    ".chart-title{font-size:1.12em;line-height:1.3}.chart-unit,.chart-notes{opacity:.8;font-size:.9em}"
    ".chart-scroll{overflow-x:auto;margin:.5em 0}"
    ".marks a{fill:transparent}.marks a:hover,.marks a:focus-visible{fill:currentColor;fill-opacity:.18}"
    ".marks a:focus-visible{stroke:currentColor;stroke-width:1.2;outline:none}"
    ".chart .skip{position:absolute;left:-200vw}.chart .skip:focus{position:static}"
    ".chart-nothing{border:1px dashed;padding:1em;margin:.6em 0}"
    ".chart-notes p{margin:.25em 0}.chart-keys{margin:.3em 0;padding-left:1.6em;columns:22em 2;column-gap:2em}"
    "figure.chart details{font-size:.9em;margin-top:.4em}figure.chart summary{cursor:pointer}"
    "</style>"
)
