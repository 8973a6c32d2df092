"""Commands on the claims of a study: whether they survive other reasonable choices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.app import CodebookPath, CorpusName, Frames, OutFile, app, check_out, err, load_corpus, write_table


@app.command(epilog="Example: framing robustness sample --out specifications.csv")
def robustness(
    corpus: CorpusName,
    out: OutFile,
    grid: Annotated[str, typer.Option(help="A file of claims and choices; by default corpus/robustness.yml.")] = "",
    frame: Frames = [],  # noqa: B006
    codebook: CodebookPath = "",
) -> None:
    """Compute the main claims again under every reasonable choice; a stopped run goes on where it was."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from framing.show.robustness_sentences import robustness_findings
    from framing.trends.robustness import robustness as compute

    check_out(out)
    news = load_corpus(corpus, codebook)
    # What is finished stands beside the file to come, and goes when that is whole.
    aside = out.with_name(f".{out.name}.unfinished")
    columns = (MofNCompleteColumn(), TextColumn("specifications"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("", total=None)
        table = compute(
            news, grid=grid, frames=frame, resume=aside,
            progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )  # fmt: skip
    write_table(table, out)
    Path(aside).unlink(missing_ok=True)
    for sentence in robustness_findings(table).sentences:
        typer.echo(sentence)
