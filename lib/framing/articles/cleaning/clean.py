"""The steps of cleaning, in their order, and what each took out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from framing.articles.cleaning.boilerplate import Boilerplate
from framing.articles.cleaning.datelines import split_dateline
from framing.articles.cleaning.lines import drop_captions, drop_related
from framing.articles.cleaning.markup import mend_letters, strip_markup

__all__ = ["STEPS", "Cleaned", "clean", "clean_lines"]

# For the report: what each step does.
STEPS = {
    "markup": "HTML tags and entities turned into text",
    "letters": "wrongly decoded letters mended",
    "captions": "captions and photo credits taken out",
    "related": "links to other stories, buttons and appeals taken out",
    "boilerplate": "lines that the outlet repeats under many articles taken out",
    "dateline": "datelines moved to a column of their own",
}
_LINES: dict[str, Callable[[str], str]] = {
    "markup": strip_markup,
    "letters": mend_letters,
    "captions": drop_captions,
    "related": drop_related,
}


@dataclass(frozen=True)
class Cleaned:
    """An article's texts after cleaning.

    Attributes
    ----------
    headline, body, dateline : str
    steps : dict
        Step that changed something -> by how many characters the body and headline got shorter.
    """

    headline: str
    body: str
    dateline: str
    steps: dict[str, int]


def clean_lines(body: str) -> str:
    """Run the steps that need one article only; boilerplate is counted on what they leave."""
    for change in _LINES.values():
        body = change(body)
    return body


def clean(headline: str, body: str, *, source: str = "", boilerplate: Boilerplate | None = None) -> Cleaned:
    r"""Take out of an article what is not its text.

    A step that would leave nothing of a body is not taken.

    Parameters
    ----------
    headline, body : str
    source : str
        The outlet, for its boilerplate.
    boilerplate : Boilerplate, optional

    Returns
    -------
    Cleaned

    Examples
    --------
    >>> found = clean("Spies &amp; rockets", "MOSCOW, July 9 (TASS) -- It rose.\nREAD MORE: Spies")
    >>> found.headline, found.body, found.dateline, sorted(found.steps)
    ('Spies & rockets', 'It rose.', 'MOSCOW, July 9 (TASS)', ['dateline', 'markup', 'related'])
    """
    steps: dict[str, int] = {}

    def note(step: str, before: str, after: str) -> str:
        if before.strip() and not after.strip():
            return before
        if before != after:
            steps[step] = steps.get(step, 0) + len(before) - len(after)
        return after

    for step, change in _LINES.items():
        body = note(step, body, change(body))
        if step in ("markup", "letters"):
            headline = note(step, headline, change(headline))
    if boilerplate is not None:
        body = note("boilerplate", body, boilerplate.drop(source, body))
    dateline, rest = split_dateline(body)
    if dateline and rest.strip():
        body = note("dateline", body, rest)
    else:
        dateline = ""
    return Cleaned(headline, body, dateline, steps)
