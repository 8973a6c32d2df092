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
    columns = (MofNCompleteColumn(), TextColumn("specifications"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        bar = progress.add_task("", total=None)
        table = compute(
            news, grid=grid, frames=frame,
            progress=lambda done, total: progress.update(bar, completed=done, total=total),
        )  # fmt: skip
    write_table(table, out)
    for sentence in robustness_findings(table, labels=news.labels).sentences:
        typer.echo(sentence)


@app.command(epilog="Example: framing power --difference 0.1 --groups 2")
def power(
    difference: Annotated[float, typer.Option(help="Between the shares of two groups, such as 0.1.")],
    groups: Annotated[int, typer.Option(help="How many are compared, pair by pair.")] = 2,
    share: Annotated[float, typer.Option(help="The middle of the two shares.")] = 0.2,
    periods: Annotated[int, typer.Option(help="Months, or other periods, that the study covers.")] = 24,
    cluster_size: Annotated[float, typer.Option(help="How many articles carry a story on average.")] = 1.3,
    dispersion: Annotated[float, typer.Option(help="How far shares move between periods, in log-odds.")] = 0.3,
    lasting: Annotated[float, typer.Option(help="How much of that is left after one period, 0 to 1.")] = 0.5,
    seed: Annotated[int, typer.Option(help="Of the draws.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Write a chart and its numbers: NAME.svg, NAME.png, NAME.csv.", metavar="NAME")
    ] = None,
) -> None:
    """Say how many articles a study needs, by drawing thousands of them."""
    from framing.show.power_charts import plot_power, power_findings
    from framing.trends.power import power as compute

    table = compute(
        difference, groups=groups, share=share, periods=periods, cluster_size=cluster_size, dispersion=dispersion,
        lasting=lasting, seed=seed,
    )  # fmt: skip
    typer.echo("articles of a group   a period   power")
    for row in table.itertuples():
        typer.echo(f"{row.articles:19,}   {row.articles_a_period:8,}   {row.power:5.0%}")
    for sentence in power_findings(table, difference=difference).sentences:
        typer.echo(sentence)
    if out is not None:
        name = out.stem if out.suffix in (".svg", ".png", ".csv") else out.name
        plot_power(table, difference=difference).save(name, str(out.parent))
        typer.echo(f"{out.parent / name}: chart (.svg, .png) and numbers (.csv).")
