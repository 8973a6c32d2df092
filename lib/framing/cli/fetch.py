"""Fetching: feeds and services asked politely, their answers kept as they came, for `framing import`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli.app import app, err, near, printable

if TYPE_CHECKING:
    from framing.articles.fetch import Fetched

__all__ = ["gdelt", "guardian", "mediacloud", "rss"]

group = typer.Typer(
    help="Fetch from feeds and services, and keep the answers for framing import.", no_args_is_help=True
)
app.add_typer(group, name="fetch")

Query = Annotated[str, typer.Argument(help="What to search for, as the service has it.")]
Start = Annotated[str, typer.Option("--from", help="The first day, 2024-03-01.")]
End = Annotated[str, typer.Option("--to", help="The last day; it is included.")]
Out = Annotated[str, typer.Option("--out", help="The folder to keep the answers in; a run that was stopped goes on.")]


@group.command(epilog="Example: framing fetch rss https://spacenews.com/feed/ --out fetched/spacenews")
def rss(
    urls: Annotated[list[str], typer.Argument(help="Addresses of feeds: RSS, Atom or RDF.", metavar="URL...")],
    out: Out,
) -> None:
    """Fetch feeds; one that has not changed since the last time is not fetched again."""
    from framing.articles.fetch import fetch_feeds

    _run(lambda **more: fetch_feeds(urls, out, **more))


@group.command(epilog='Example: framing fetch gdelt "space race" --from 2024-03-01 --to 2024-03-31 --out fetched/race')
def gdelt(query: Query, start: Start, end: End, out: Out) -> None:
    """Fetch lists of articles from GDELT's DOC API: addresses, headlines and dates, no bodies."""
    from framing.articles.fetch import fetch_gdelt

    _run(lambda **more: fetch_gdelt(query, start, end, out, **more))


@group.command(
    epilog='Example: framing fetch guardian "space AND spy" --from 2024-01-01 --to 2024-12-31 --out fetched/g'
)
def guardian(
    query: Query,
    start: Start,
    end: End,
    out: Out,
    section: Annotated[str, typer.Option(help="Only this section, such as science.")] = "",
) -> None:
    """Fetch articles of the Guardian with their bodies. The key is read from GUARDIAN_API_KEY."""
    from framing.articles.fetch import fetch_guardian

    _run(lambda **more: fetch_guardian(query, start, end, out, section=section, **more))


@group.command(
    epilog='Example: framing fetch mediacloud "moon AND spy*" --from 2024-01-01 --to 2024-01-31 --out fetched/m'
)
def mediacloud(
    query: Query,
    start: Start,
    end: End,
    out: Out,
    collection: Annotated[list[int], typer.Option(help="The number of a collection; repeat for more.")] = [],  # noqa: B006
    source: Annotated[list[int], typer.Option(help="The number of a source; repeat for more.")] = [],  # noqa: B006
) -> None:
    """Fetch lists of stories from Media Cloud, no bodies. The key is read from MEDIACLOUD_API_KEY."""
    from framing.articles.fetch import fetch_mediacloud

    _run(lambda **more: fetch_mediacloud(query, start, end, out, collections=collection, sources=source, **more))


def _run(fetch: Callable[..., Fetched]) -> None:
    """Fetch, print what came of it, and exit with 1 when something could not be had."""

    def show(text: str) -> None:
        if err.is_terminal:
            err.print(printable(text), markup=False)

    done: Any = fetch(progress=show)
    typer.echo(printable(done.said()))
    for each in done.failures:
        err.print(printable(each), markup=False)
    if done.kept or done.already:
        typer.echo(f"Next: framing import {near(done.folder.resolve())} --to corpus/NAME")
    if done.failures:
        raise typer.Exit(1)
