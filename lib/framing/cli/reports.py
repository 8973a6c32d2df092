"""Reports: the notebooks of a reports file, run and published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli.app import app, err, near

if TYPE_CHECKING:
    from framing.report import Event, Result

__all__ = ["report", "share"]


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

        try:
            results = run_reports(
                file or None,
                names=name,
                out=out or None,
                parameters=parse_assignments(parameter),
                force=force,
                jobs=jobs,
                echo=show,
            )
        except KeyboardInterrupt:
            progress.console.print("Interrupted: finished pages stand, the others are as they were.", markup=False)
            raise typer.Exit(130) from None
    for index in dict.fromkeys(each.index for each in results):
        typer.echo(near(index))
    if any(each.status == "failed" for each in results):
        raise typer.Exit(1)


def _outcome(result: Result) -> str:
    said = {
        "rendered": "rendered",
        "unchanged": "unchanged: nothing it depends on has changed; --force runs it again",
        "failed": f"failed: {result.error}",
    }[result.status]
    return f"{result.report}/{result.notebook}: {said}"


@app.command(epilog="Example: framing share outputs/sample --zip")
def share(
    folder: Annotated[Path, typer.Argument(help="A report's folder, such as outputs/sample.", file_okay=False)],
    zipped: Annotated[bool, typer.Option("--zip", help="Pack it into one file beside the folder.")] = False,
    to: Annotated[Path | None, typer.Option(help="Pack it into this file.", dir_okay=False)] = None,
    words: Annotated[int, typer.Option(help="Words in a row of one article that may be packed.", min=8)] = 40,
    corpus: Annotated[str, typer.Option(help="The corpus it was made from, where it has moved.")] = "",
    full_text: Annotated[
        bool, typer.Option("--full-text", help="Do not look for too much of an article: you hold the rights.")
    ] = False,
) -> None:
    """Check that a report quotes no more than it may and names nothing private, and pack it.

    Without --zip or --to it is only checked.
    """
    from framing.report.share import share as pack

    folder = folder.resolve()
    to = to or (folder.with_name(f"{folder.name}.zip") if zipped else None)
    made = pack(folder, to=to, corpus=corpus, words=words, full_text=full_text)
    texts = (
        f"Texts were not compared: {made.exempt}."
        if made.exempt
        else f"{made.quoted:,} articles are quoted, at most {made.longest} words in a row."
    )
    done = "" if made.path else " It may be shared; --zip packs it."
    typer.echo(f"{near(made.path or folder)}: {made.files:,} files, {made.size / 1e6:.1f} MB. {texts}{done}")
