"""Objects show themselves: a corpus, a codebook, cells and passages, as a person would want to read them.

The floors below know nothing of pages, so their classes are given ``_repr_html_`` from here, when `framing` is
imported; what paints is imported when something is shown. Cells and passages stay plain tables: a notebook knows them
by their columns, so that they are known after a filter, after a file, and with columns added, and nothing is written
into them that a file or a comparison would carry along.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from framing.corpus.corpus import Corpus
from framing.measures.codebook import Codebook, Entry

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["show_themselves", "table_html"]

_PAINTERS: dict[type, tuple[str, str]] = {
    Corpus: ("framing.show.repr_corpus", "corpus_html"),
    Codebook: ("framing.show.repr_codebook", "codebook_html"),
    Entry: ("framing.show.repr_codebook", "entry_html"),
}


def show_themselves() -> None:
    """Give our classes their HTML; and where a notebook runs, tell it of tables, errors and long work."""
    for kind, (module, name) in _PAINTERS.items():
        kind._repr_html_ = _painter(module, name)  # type: ignore[attr-defined]
    if "IPython" not in sys.modules:
        return
    shell = sys.modules["IPython"].get_ipython()
    if shell is None:
        return
    known = shell.display_formatter.formatters["text/html"]
    others = known.for_type_by_name("pandas", "DataFrame") or _plain_html
    known.for_type_by_name("pandas", "DataFrame", lambda data: table_html(data) or others(data))
    if hasattr(shell, "kernel"):
        from framing.show.repr_errors import fold_tracebacks
        from framing.show.repr_progress import show_progress

        fold_tracebacks(shell)
        show_progress(shell)


def _painter(module: str, name: str) -> Callable[[Any], str]:
    def _repr_html_(self: Any) -> str:
        return str(getattr(importlib.import_module(module), name)(self))

    return _repr_html_


def _plain_html(data: pd.DataFrame) -> str | None:
    return data._repr_html_()


def table_html(data: pd.DataFrame) -> str:
    """Return cells and passages as HTML for reading; "" for any other table.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=60, seed=1)
    >>> table_html(framing.kwic(corpus, "spy"))[:17], table_html(corpus.features)
    ('<p>1 passage.</p>', '')
    """
    if data.columns.nlevels > 1:
        return ""
    from framing.show import repr_tables

    if repr_tables.is_cells(data):
        return repr_tables.cells_html(data)
    if repr_tables.is_passages(data):
        return repr_tables.passages_html(data)
    return ""
