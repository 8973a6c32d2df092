"""Tables from a corpus: features, cells, copies, passages, coding sheets; and whether a codebook holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from framing.cli.app import (
    CodebookPath,
    CorpusName,
    Frames,
    OutFile,
    app,
    check_out,
    err,
    load_corpus,
    printable,
    write_table,
)

__all__ = ["check", "duplicates", "features", "kwic", "sample", "trends"]


@app.command(epilog="Example: framing check corpus/codebook.yml")
def check(
    codebook: Annotated[str, typer.Argument(help="A codebook.yml; by default corpus/codebook.yml.")] = "",
) -> None:
    """Run the must_hit and must_miss lines of a codebook. Exit code 1 when one fails."""
    from framing.corpus.load import find_codebook
    from framing.measures.codebook import check_codebook

    book = find_codebook(codebook, None)
    failures = check_codebook(book)
    typer.echo(printable(repr(book)))
    for each in failures:
        typer.echo(printable(f"{book.file}, line {each.number} ({each.code}): {each.problem}"))
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

    check_out(out)
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
    write_table(found.features_table() if out.suffix == ".parquet" else found.features, out)


@app.command(epilog="Example: framing trends sample --by source --every month --out trends.csv")
def trends(
    corpus: CorpusName,
    out: OutFile,
    by: Annotated[str, typer.Option(help="source, group, country, ownership or all.")] = "source",
    every: Annotated[str, typer.Option(help="month, quarter, year or all.")] = "quarter",
    measure: Annotated[str, typer.Option(help="share, rate, salience or tone.")] = "share",
    frame: Frames = [],  # noqa: B006
    unit: Annotated[str, typer.Option(help="article, headline or lead.")] = "article",
    denominator: Annotated[str, typer.Option(help="topic or all: which articles a share is of.")] = "topic",
    min_articles: Annotated[int, typer.Option(help="Cells with fewer articles are marked as not shown.", min=1)] = 10,
    min_clusters: Annotated[int, typer.Option(help="So are cells with fewer stories.", min=1)] = 5,
    policy: Annotated[str, typer.Option(help="Copies: all, one-per-cluster or one-per-source.")] = "all",
    seed: Annotated[int, typer.Option(help="Of the bootstrap.")] = 1,
    codebook: CodebookPath = "",
) -> None:
    """Write the cells behind the charts: group × period × frame, with intervals."""
    from framing.trends.cells import trends as cells

    table = cells(
        load_corpus(corpus, codebook),
        by=by,
        every=every,
        measure=measure,
        frames=frame,
        unit=unit,
        denominator=denominator,
        min_articles=min_articles,
        min_clusters=min_clusters,
        policy=policy,
        seed=seed,
    )
    write_table(table, out)


@app.command(epilog="Example: framing duplicates sample --out clusters.csv")
def duplicates(
    corpus: CorpusName,
    out: OutFile,
    days: Annotated[int, typer.Option(help="A copy appears at most so many days after the first.", min=0)] = 7,
) -> None:
    """Write which articles are copies of one another: cluster, role, similarity, agency, evidence."""
    from framing.corpus.measured import wire_clusters

    check_out(out)
    news = load_corpus(corpus, "")
    found = wire_clusters(news, days=days)
    told = ["source", "published_local", "headline", "url"]
    table = found.join(news.table[told]).sort_values(
        ["cluster_id", "role", "article_id"], ascending=[True, False, True]
    )
    copies = int((found["role"] == "copy").sum())
    several = int(found.loc[found["role"] == "copy", "cluster_id"].nunique())
    err.print(f"{copies:,} of {len(found):,} articles are copies, of {several:,} stories.")
    write_table(table, out)


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

    found = find(load_corpus(corpus, codebook), pattern, words=words)
    if out is not None:
        write_table(found, out)
        return
    shown = found.head(most) if most else found
    width = max((len(each) for each in shown["left"]), default=0)
    for row in shown.itertuples():
        date = "undated   " if row.published_local != row.published_local else f"{row.published_local:%Y-%m-%d}"
        typer.echo(printable(f"{date}  {row.source[:24]:24}  {row.left:>{width}}[{row.match}]{row.right}"))
    rest = len(found) - len(shown)
    typer.echo(f"{len(found):,} places" + (f", {rest:,} not printed (--most 0 prints all)." if rest else "."), err=True)


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

    write_table(coding_sheet(load_corpus(corpus, codebook), frame=frame, number=n, every=every, seed=seed), out)
