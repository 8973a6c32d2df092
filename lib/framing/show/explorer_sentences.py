"""What a page of passages holds, in sentences."""

from __future__ import annotations

from framing.show.explorer import Explorer
from framing.show.findings import NOTHING, Findings
from framing.show.wording import counted, percent

__all__ = ["browse_findings"]

_NUMBERS = dict(enumerate("no one two three four five six seven eight nine".split()))


def browse_findings(shown: Explorer) -> Findings:
    """Say how many passages a page holds, of how many, and what most of them are.

    Examples
    --------
    >>> import framing
    >>> shown = framing.browse_passages(framing.simulate(articles=60, seed=1))
    >>> framing.browse_findings(shown).sentences[0].split(" stand")[0].split()[1:]
    ['passages', 'of', 'nine', 'frames']
    """
    held = shown.held
    if held.passages.empty:
        return Findings([NOTHING])
    found, there, frames = held.passages, sum(held.found.values()), len(held.found)
    where = "each is on this page"
    if len(found) < there:
        where = f"{len(found):,} of them are on this page: of each article and frame the first before any second one"
    if not held.every:
        where += "; not all articles with a frame are among them, so the chart counts and shows no shares"
    frame = f"{_NUMBERS.get(frames, str(frames))} frame{'s' if frames > 1 else ''}"
    said = [f"{counted(there, 'passage')} of {frame} stand in articles on the topic; {where}."]
    articles = found.groupby("code")["row"].nunique().sort_values(ascending=False, kind="stable")
    if len(articles) > 1:
        most, least = str(articles.index[0]), str(articles.index[-1])
        said.append(
            f"Most articles have a passage of {shown.frames[most]} ({articles.iloc[0]:,}), fewest one of "
            f"{shown.frames[least]} ({articles.iloc[-1]:,})."
        )
    lines = found.groupby("code")["term"].value_counts(normalize=True)
    code, line = lines.idxmax()
    said.append(
        f"The line that finds most of a frame: “{line}” is behind {percent(float(lines.max()))} of the passages of "
        f"{shown.frames[str(code)]} here."
    )
    return Findings(said)
