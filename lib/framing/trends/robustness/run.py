"""Every claim under every specification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.engine.progress import told
from framing.project import FramingError, nearest
from framing.trends.robustness.claims import Claim, counted, evaluate, settle_claim
from framing.trends.robustness.evidence import Evidence
from framing.trends.robustness.finished import Finished
from framing.trends.robustness.grid import CHOICES, Grid, Specification, expand
from framing.trends.robustness.grid_file import read_grid
from framing.trends.robustness.lines import lines_that_decide

__all__ = ["ROBUSTNESS", "robustness", "specifications"]

ROBUSTNESS = [
    "claim", "spec", *CHOICES, "default", "articles", "value_a", "value_b", "estimate", "low", "high", "relative",
    "sign", "significant", "reason",
]  # fmt: skip

Planned = tuple[Claim, list[Specification]]


def specifications(corpus: Corpus, *, grid: str | Path = "", frames: Sequence[str] = ()) -> pd.DataFrame:
    """List what `robustness` would compute.

    Parameters
    ----------
    corpus : Corpus
    grid : str or Path
        A robustness file; "" means ``corpus/robustness.yml``.
    frames : sequence of str
        Only claims about these; none means all claims of the file.

    Returns
    -------
    DataFrame
        One row a claim and specification: ``claim``, ``spec`` (a number, from 1 in each claim), the choices, and
        ``default``.

    Raises
    ------
    FramingError
        For a file that cannot be read as such, or what it names and the corpus does not have.

    Examples
    --------
    >>> import framing
    >>> from framing.trends.robustness import specifications
    >>> specifications(framing.simulate(articles=300, seed=1))["claim"].unique().tolist()
    ['espionage: China minus United States', 'space_race: 2024 minus 2019']
    """
    planned = _plan(Evidence(corpus), read_grid(grid), frames)
    rows = [_named(claim, number, spec) for claim, specs in planned for number, spec in enumerate(specs, 1)]
    return pd.DataFrame(rows, columns=["claim", "spec", *CHOICES, "default"])


def robustness(
    corpus: Corpus,
    *,
    grid: str | Path = "",
    frames: Sequence[str] = (),
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Compute the claims of a study again under every reasonable choice: a multiverse, or specification curve.

    See Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11:702-712, and Simonsohn,
    Simmons & Nelson (2020), Nature Human Behaviour 4:1208-1214.

    The specifications are not independent: all of them count the same articles, and many of them the same mentions.
    So the share of them that is significant measures how much hangs on the choices; it is no test, and no multiple
    of a test. No joint p-value is given. It would need the curve under the null hypothesis, by shuffling what the
    claim says makes no difference: whole outlets between groups, or whole years. Of the few outlets and the two years
    of a claim there are too few ways to do so; shuffling single articles would take the news of a day for
    independent draws, and call almost anything significant.

    What is finished is kept in the cache: a run that was stopped goes on where it was.

    Parameters
    ----------
    corpus : Corpus
        The whole one, under the policy ``all``.
    grid : str or Path
        A robustness file; "" means ``corpus/robustness.yml``.
    frames : sequence of str
        Only claims about these; none means all claims of the file.
    seed : int
        Of the bootstrap.
    progress : callable, optional
        Told how many specifications are done, and of how many, after each.

    Returns
    -------
    DataFrame
        One row a claim and specification, none left out: see `ROBUSTNESS`. ``value_a``, ``value_b``: the measure on
        both sides; ``estimate``, ``low``, ``high``: the first minus the second, with its 95 % interval, in shares 0
        to 1, mentions per 1,000 words, or tone; ``relative``: the estimate in proportion to the mean of both sides,
        -2 to 2, so that measures on different scales can stand side by side (tone: the estimate itself, since tone
        has no zero that stands for "none"); ``sign``: -1, 0 or 1; ``significant``: the interval excludes 0;
        ``reason``: why it could not be computed, "" when it was; ``default``: the reference, the first of each claim.

    Raises
    ------
    FramingError
        As `specifications`; when the corpus is under another policy.

    Examples
    --------
    >>> import framing
    >>> from framing.trends.robustness import robustness
    >>> table = robustness(framing.simulate(articles=300, seed=1))
    >>> table.loc[table["default"], ["unit", "measure"]].values.tolist()
    [['article', 'share'], ['article', 'share']]
    >>> bool((table["estimate"].notna() == (table["reason"] == "")).all())
    True
    """
    evidence = Evidence(corpus)
    planned = _plan(evidence, read_grid(grid), frames)
    finished = Finished(corpus, seed)
    total, rows = sum(len(specs) for _, specs in planned), []
    with told("choices computed", progress) as tell:
        for claim, specs in planned:
            for number, spec in enumerate(specs, start=1):
                found = finished.get(claim, spec)
                if found is None:
                    found = evaluate(evidence, claim, spec, seed=seed)
                    finished.keep(found, claim, spec)
                rows.append(_named(claim, number, spec) | found)
                tell(len(rows), total)
    return _judged(pd.DataFrame(rows))


def _plan(evidence: Evidence, grid: Grid, frames: Sequence[str]) -> list[Planned]:
    """Settle the claims, and list the specifications of each."""
    planned: list[Planned] = []
    asked = [number for number, each in enumerate(grid.claims) if not frames or each.frame in frames]
    if not asked:
        known = sorted({each.frame for each in grid.claims})
        raise FramingError(f"{grid.path.name} has no claim about {', '.join(frames)}{nearest(frames[0], known)}")
    for number in asked:
        claim = settle_claim(evidence.corpus, grid, number)
        if claim.name in [each.name for each, _ in planned]:
            where = grid.where("claims", number)
            raise FramingError(
                f'{where}: "{claim.name}" is claimed twice; name other groups or years, or take one out.'
            )
        if claim.reason:
            planned.append((claim, expand(grid, tone=claim.tone)[:1]))
            continue
        lines = lines_that_decide(evidence.corpus, claim.frame) if grid.each_line and not claim.tone else []
        (reference, *_) = expand(grid, tone=claim.tone)
        row, _ = counted(evidence, claim, reference)
        outlets = pd.Series(evidence.source[row]).value_counts().drop("", errors="ignore")
        # Of outlets with as many articles the first by name: the same corpus gives the same specifications.
        largest = outlets.sort_index().sort_values(ascending=False, kind="stable").index[: grid.leave_out_sources]
        planned.append((claim, expand(grid, tone=claim.tone, lines=lines, sources=largest.tolist())))
    return planned


def _named(claim: Claim, number: int, spec: Specification) -> dict[str, Any]:
    return {"claim": claim.name, "spec": number, **asdict(spec), "default": number == 1}


def _judged(table: pd.DataFrame) -> pd.DataFrame:
    """Add what an estimate says: its sign, whether its interval excludes 0, and its size beside the level."""
    level = (table["value_a"] + table["value_b"]) / 2
    plain = table["measure"] == "tone"
    # Where neither side has anything the estimate is 0, and so is its proportion.
    relative = (table["estimate"] / level.where(level > 0, 1.0)).where(~plain, table["estimate"])
    return table.assign(
        relative=relative,
        sign=np.sign(table["estimate"].fillna(0)).astype(int),
        significant=(table["low"] > 0) | (table["high"] < 0),
    )[ROBUSTNESS]
