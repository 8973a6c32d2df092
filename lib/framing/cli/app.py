"""The application: what every command shares, and how an error is told."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from framing.project import FramingError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from framing.corpus.corpus import Corpus

__all__ = [
    "CodebookPath",
    "CorpusName",
    "Frames",
    "OutFile",
    "app",
    "check_out",
    "err",
    "load_corpus",
    "main",
    "near",
    "printable",
    "write_table",
]

app = typer.Typer(
    name="framing",
    help="How news sources frame the space race and espionage, and how that changes over time.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
err = Console(stderr=True, highlight=False, soft_wrap=True)

CorpusName = Annotated[
    str, typer.Argument(help="A folder under corpus/, or the path of a folder or a file.", metavar="CORPUS")
]
CodebookPath = Annotated[
    str, typer.Option("--codebook", help="A codebook.yml; by default the corpus's own or the shared one.")
]
OutFile = Annotated[Path, typer.Option("--out", help="The file to write.", dir_okay=False)]
Frames = Annotated[list[str], typer.Option("--frame", help="A frame's code; repeat for more. None means every one.")]


def near(path: Path) -> str:
    """Return a path as seen from here, when it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def printable(text: str) -> str:
    """Blank out what would steer the terminal: article text is not to be trusted."""
    return "".join(each if each.isprintable() else " " for each in text)


# Letters of an error that are printed.
_LONGEST = 1000


def shortened(text: str) -> str:
    """Cut a text that nobody would read to its end."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def load_corpus(corpus: str, codebook: str) -> Corpus:
    """Load a corpus; the library is imported when it is needed."""
    from framing.corpus.load import load

    return load(corpus, codebook=codebook)


def write_table(table: pd.DataFrame | pa.Table, out: Path) -> None:
    """Write a table as Parquet or as CSV, by the file's ending."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from framing.show.tables import to_csv

    check_out(out)
    try:
        if out.suffix == ".csv":
            to_csv(table, str(out))
        else:
            pq.write_table(table if isinstance(table, pa.Table) else pa.Table.from_pandas(table), out)
    except OSError as error:
        raise FramingError(f"{out} cannot be written ({error.strerror}); name another file.") from None
    typer.echo(f"{out}: {len(table):,} rows.")


def check_out(out: Path) -> None:
    """Refuse a file that cannot be written before the work is done rather than after it."""
    if out.suffix not in (".csv", ".parquet"):
        raise FramingError(f"--out {out.name} ends in “{out.suffix}”; name a .csv or a .parquet file.")
    if not out.parent.is_dir():
        raise FramingError(f"There is no folder {out.parent} for {out.name}; make it first.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error a user can mend is one sentence, and exit code 2."""
    try:
        app(args=list(sys.argv[1:] if arguments is None else arguments))
    except FramingError as error:
        err.print(f"framing: {shortened(printable(str(error)))}", markup=False)
        sys.exit(2)
