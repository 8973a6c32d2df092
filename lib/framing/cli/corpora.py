"""Corpora: made by simulation, brought in from exports, fetched; and which of their articles are copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.app import app, err, near, printable

if TYPE_CHECKING:
    from framing.articles.imports.report import Imported

__all__ = ["import_", "simulate"]


@app.command("import", epilog="Example: framing import ~/Downloads/nexis.zip --to corpus/mine --tz Asia/Hong_Kong")
def import_(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files, folders and zips: exports, answers, feeds, pages, tables.", metavar="PATH..."),
    ],
    to: Annotated[str, typer.Option("--to", help="The corpus's folder, or its name under corpus/.")],
    format: Annotated[str, typer.Option(help="A format's name; auto tells it from what is in a file.")] = "auto",
    source: Annotated[str, typer.Option(help="The outlet of articles that name none.")] = "",
    tz: Annotated[str, typer.Option(help="The zone of times written without one, such as Asia/Shanghai.")] = "",
    language: Annotated[str, typer.Option(help="Two letters, for articles that state no language.")] = "",
    incomplete: Annotated[
        bool, typer.Option("--incomplete", help="Import a file that holds more or fewer articles than it says.")
    ] = False,
) -> None:
    """Bring articles from databases, services, feeds, pages and tables into one corpus.

    Records found are articles kept, articles known and records in quarantine. Exit code 1 when a file among others
    could not be read, 2 when nothing was imported.
    """
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from framing.articles.imports.run import import_articles

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("reading")

        def show(name: str, found: int) -> None:
            progress.update(bar, description=f"{found:,} records, {printable(name)[-60:]}")

        done = import_articles(
            paths, to=to, format=format, source=source, tz=tz, language=language, incomplete=incomplete, progress=show
        )
    _tell(done)
    if done.failures:
        raise typer.Exit(1)


def _tell(done: Imported) -> None:
    """Print what became of each file, and of all of them."""
    for each in done.files[:_FILES_TOLD]:
        told = f"{each.found:,} found, {each.kept:,} kept"
        told += f", {each.known:,} known" if each.known else ""
        told += f", {each.quarantined:,} in quarantine" if each.quarantined else ""
        lacking = [f"{name} {count.missing:,}" for name, count in each.fields.items() if count.missing]
        odd = [f"{name} {count.doubtful:,}" for name, count in each.fields.items() if count.doubtful]
        typer.echo(printable(f"{each.file} ({each.format or 'not read'}): {told}"))
        if lacking and each.format:
            typer.echo(f"  missing: {', '.join(lacking)}")
        if odd:
            typer.echo(f"  doubtful: {', '.join(odd)}")
        for note in [each.failure] if each.failure else each.notes:
            typer.echo(printable(f"  {note}"))
    if len(done.files) > _FILES_TOLD:
        typer.echo(f"… and {len(done.files) - _FILES_TOLD:,} more files; import.json tells of all.")
    for step, (articles, characters) in done.steps.items():
        typer.echo(f"cleaning, {step}: {articles:,} articles, {characters:,} characters")
    for name, line, number in done.boilerplate[:_LINES_TOLD]:
        typer.echo(printable(f"  repeated by {name or 'no outlet'} in {number:,} articles: “{line[:80]}”"))
    typer.echo(
        f"{near(done.folder)}: {done.found:,} records found, {done.kept:,} new articles, {done.known:,} known, "
        f"{done.quarantined:,} in quarantine."
    )


_FILES_TOLD, _LINES_TOLD = 40, 10


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
    typer.echo(f"{near(folder.resolve())} holds {file}, sources.csv, truth.csv and corpus.yml.")
