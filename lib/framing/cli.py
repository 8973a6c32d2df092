"""The command line: it parses, prints and sets exit codes; the work is done on the floors below."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from framing.project import FramingError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from framing.corpus.corpus import Corpus
    from framing.report import Event, Result

__all__ = ["app", "main"]

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


@app.command(epilog="Example: framing report --name sample -p every=month -p frames=space_race,espionage --jobs 2")
def report(
    file: Annotated[str, typer.Argument(help="A reports file; by default reports.yml.", metavar="[FILE]")] = "",
    name: Annotated[list[str], typer.Option("--name", help="Only this report; repeat for more.")] = [],  # noqa: B006
    out: Annotated[str, typer.Option("--out", help="Folder for the reports; by default outputs/.", metavar="DIR")] = "",
    parameter: Annotated[
        list[str],
        typer.Option("-p", "--parameter", help="A notebook's parameter; repeat for more.", metavar="KEY=VALUE"),
    ] = [],  # noqa: B006
    force: Annotated[bool, typer.Option("--force", help="Run notebooks again even if nothing has changed.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", help="How many notebooks run at a time.", min=1)] = 1,
) -> None:
    """Run the notebooks of a reports file and write their pages and the index.

    Exit code 0 when all pages were rendered, 1 when a notebook failed, 2 for a wrong call.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from framing.report import parse_assignments, run_reports

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total} cells"))
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True, disable=not err.is_terminal) as progress:
        bars: dict[tuple[str, str], Any] = {}

        def show(event: Event) -> None:
            key = (event.report, event.notebook)
            if event.kind == "start":
                bars[key] = progress.add_task(event.notebook, total=max(event.cells, 1))
            elif event.kind == "cell" and key in bars:
                progress.update(bars[key], completed=event.cell)
            elif event.result is not None:
                if key in bars:
                    progress.remove_task(bars.pop(key))
                progress.console.print(_outcome(event.result), markup=False)

        results = run_reports(
            file or None,
            names=name,
            out=out or None,
            parameters=parse_assignments(parameter),
            force=force,
            jobs=jobs,
            echo=show,
        )
    for index in dict.fromkeys(each.index for each in results):
        typer.echo(_near(index))
    if any(each.status == "failed" for each in results):
        raise typer.Exit(1)


def _outcome(result: Result) -> str:
    said = {
        "rendered": "rendered",
        "unchanged": "unchanged: nothing it depends on has changed; --force runs it again",
        "failed": f"failed: {result.error}",
    }[result.status]
    return f"{result.report}/{result.notebook}: {said}"


def _near(path: Path) -> str:
    """Return a path as seen from here, when it lies below."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


@app.command(epilog="Example: framing check corpus/codebook.yml")
def check(
    codebook: Annotated[str, typer.Argument(help="A codebook.yml; by default corpus/codebook.yml.")] = "",
) -> None:
    """Run the must_hit and must_miss lines of a codebook. Exit code 1 when one fails."""
    from framing.corpus.load import find_codebook
    from framing.measures.codebook import check_codebook

    book = find_codebook(codebook, None)
    failures = check_codebook(book)
    typer.echo(repr(book))
    for each in failures:
        typer.echo(f"{book.file}, line {each.number} ({each.code}): {each.problem}")
    must = sum(len(each.must_hit) + len(each.must_miss) for each in book)
    typer.echo(f"{must} lines must hit or miss; {len(failures)} problems." if failures else f"All {must} lines hold.")
    if failures:
        raise typer.Exit(1)


@app.command(epilog="Example: framing features sample --out features.parquet")
def features(
    corpus: CorpusName,
    out: OutFile,
    codebook: CodebookPath = "",
    engine: Annotated[str, typer.Option(help="local or dask: where articles are measured.")] = "local",
    workers: Annotated[int, typer.Option(help="How many processes; 0 means one a processor.", min=0)] = 0,
    scheduler: Annotated[
        str, typer.Option(help="Of dask: the address of a running cluster; without one it is started here.")
    ] = "",
) -> None:
    """Write one row an article: words, sentences, tone, and a count for each frame and actor.

    What was measured is kept, with the mentions and the counts of words: the next run measures new articles only.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    from framing.corpus.load import load

    _check_out(out)
    found = load(corpus, codebook=codebook, engine=engine, workers=workers, scheduler=scheduler).bare()
    columns = (
        TextColumn("{task.completed:,} of {task.total:,} articles"), BarColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(elapsed_when_finished=True),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("", total=len(found), rate="")
        before = -1

        def show(done: int, total: int) -> None:
            nonlocal before
            before = done if before < 0 else before
            elapsed = progress.tasks[bar].elapsed or 0
            rate = f"{(done - before) / elapsed:,.0f} a second" if elapsed and done > before else ""
            progress.update(bar, completed=done, rate=rate)

        measured = found.measure(progress=show)
    err.print(f"{measured:,} texts were measured; {len(found) - measured:,} articles were known, or repeat a text.")
    _write(found.features_table() if out.suffix == ".parquet" else found.features, out)


@app.command(epilog="Example: framing trends sample --by source --every month --out trends.csv")
def trends(
    corpus: CorpusName,
    out: OutFile,
    by: Annotated[str, typer.Option(help="source, group, country, ownership or all.")] = "source",
    every: Annotated[str, typer.Option(help="month, quarter, year or all.")] = "quarter",
    measure: Annotated[str, typer.Option(help="share, rate or tone.")] = "share",
    frame: Frames = [],  # noqa: B006
    unit: Annotated[str, typer.Option(help="article, headline or lead.")] = "article",
    denominator: Annotated[str, typer.Option(help="topic or all: which articles a share is of.")] = "topic",
    min_articles: Annotated[int, typer.Option(help="Cells with fewer articles are marked as not shown.", min=1)] = 10,
    codebook: CodebookPath = "",
) -> None:
    """Write the cells behind the charts: group × period × frame, with intervals."""
    from framing.trends.cells import trends as cells

    table = cells(
        _load(corpus, codebook),
        by=by,
        every=every,
        measure=measure,
        frames=frame,
        unit=unit,
        denominator=denominator,
        min_articles=min_articles,
    )
    _write(table, out)


@app.command(epilog='Example: framing kwic sample "near(spy*, satellite*, 5)"')
def kwic(
    corpus: CorpusName,
    pattern: Annotated[str, typer.Argument(help="A word, phrase, wildcard, Exact(...) or near(a, b, n).")],
    words: Annotated[int, typer.Option(help="Words on either side.", min=0)] = 8,
    most: Annotated[int, typer.Option(help="How many lines to print; 0 means all.", min=0)] = 50,
    out: Annotated[Path | None, typer.Option(help="Write all of them to this file instead.", dir_okay=False)] = None,
    codebook: CodebookPath = "",
) -> None:
    """Print every place where a pattern is found, with the words around it."""
    from framing.corpus.passages import kwic as find

    found = find(_load(corpus, codebook), pattern, words=words)
    if out is not None:
        _write(found, out)
        return
    shown = found.head(most) if most else found
    width = max((len(each) for each in shown["left"]), default=0)
    for row in shown.itertuples():
        date = "undated   " if row.published_local != row.published_local else f"{row.published_local:%Y-%m-%d}"
        typer.echo(_printable(f"{date}  {row.source[:24]:24}  {row.left:>{width}}[{row.match}]{row.right}"))
    rest = len(found) - len(shown)
    typer.echo(f"{len(found):,} places" + (f", {rest:,} not printed (--most 0 prints all)." if rest else "."), err=True)


def _printable(text: str) -> str:
    """Blank out what would steer the terminal: article text is not to be trusted."""
    return "".join(each if each.isprintable() else " " for each in text)


@app.command(epilog="Example: framing sample sample --frame espionage --n 100 --out sheet.csv")
def sample(
    corpus: CorpusName,
    frame: Annotated[str, typer.Option("--frame", help="The frame's code.")],
    out: OutFile,
    n: Annotated[int, typer.Option("--n", help="How many passages.")] = 100,
    every: Annotated[str, typer.Option(help="Period of the strata: month, quarter or year.")] = "year",
    seed: Annotated[int, typer.Option(help="Of the draw.")] = 1,
    codebook: CodebookPath = "",
) -> None:
    """Write a coding sheet: passages with blank codes, drawn evenly over groups and periods."""
    from framing.validation.sheet import coding_sheet

    _write(coding_sheet(_load(corpus, codebook), frame=frame, number=n, every=every, seed=seed), out)


@app.command(epilog="Example: framing simulate corpus/trial --articles 2000 --seed 7")
def simulate(
    folder: Annotated[Path, typer.Argument(help="The folder to write the corpus to.", file_okay=False)],
    articles: Annotated[int, typer.Option(help="On-topic articles, over all outlets and months.", min=1)] = 7200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    words: Annotated[
        int,
        typer.Option(
            help="About so many words an article, filled up with running text; 0 leaves them short.",
            min=0,
        ),
    ] = 0,
) -> None:
    """Write a simulated corpus whose truth is known."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from framing.corpus.simulate import write_long, write_simulated

    if words:
        columns = (TextColumn("{task.completed:,} articles"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
            bar = progress.add_task("", total=articles)
            write_long(
                folder, articles, words=words, seed=seed, progress=lambda done: progress.update(bar, completed=done)
            )
    else:
        write_simulated(folder, articles, seed=seed)
    file = "articles.parquet" if words else "articles.csv.gz"
    typer.echo(f"{_near(folder.resolve())} holds {file}, sources.csv, truth.csv and corpus.yml.")


def _load(corpus: str, codebook: str) -> Corpus:
    from framing.corpus.load import load

    return load(corpus, codebook=codebook)


def _write(table: pd.DataFrame | pa.Table, out: Path) -> None:
    """Write a table as Parquet or as CSV, by the file's ending."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from framing.show.tables import to_csv

    _check_out(out)
    try:
        if out.suffix == ".csv":
            to_csv(table, str(out))
        else:
            pq.write_table(table if isinstance(table, pa.Table) else pa.Table.from_pandas(table), out)
    except OSError as error:
        raise FramingError(f"{out} cannot be written ({error.strerror}); name another file.") from None
    typer.echo(f"{out}: {len(table):,} rows.")


def _check_out(out: Path) -> None:
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
        err.print(f"framing: {error}", markup=False)
        sys.exit(2)


if __name__ == "__main__":
    main()
