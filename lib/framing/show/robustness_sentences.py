"""Whether the main claims survive other reasonable choices: computed sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.show.findings import Findings
from framing.show.style import plain
from framing.show.wording import claim_name, counted, joined, number, percent
from framing.trends.robustness import robustness_choices, robustness_summary

__all__ = ["robustness_findings"]

_WORDS = {
    "policy": "how copies are counted",
    "unit": "where the frame must stand",
    "measure": "what is measured",
    "denominator": "which articles count",
    "tone": "whether the codebook's words are masked",
}


def robustness_findings(table: pd.DataFrame, *, labels: Mapping[str, str] | None = None) -> Findings:
    """Say of each claim how many specifications agree with it, and which choice it hangs on.

    Parameters
    ----------
    table : DataFrame
        From `framing.robustness`.
    labels : mapping, optional
        What to call each code.

    Examples
    --------
    >>> import framing
    >>> found = framing.robustness_findings(framing.robustness(framing.simulate(articles=300, seed=1)))
    >>> len(found.sentences)
    2
    """
    choices = robustness_choices(table)
    references = table[table["default"]].set_index("claim")
    return Findings(
        [
            _said(
                row,
                claim_name(row["claim"], labels),
                choices[choices["claim"] == row["claim"]],
                references.loc[row["claim"]],
            )
            for _, row in robustness_summary(table).iterrows()
        ]
    )


def _said(row: pd.Series, name: str, choices: pd.DataFrame, reference: pd.Series) -> str:
    if not row["computed"]:
        return f"{name}: nothing could be computed: {plain(reference['reason'])}."
    if row["same_sign"] != row["same_sign"]:
        why = plain(reference["reason"]) or "it is exactly zero"
        return f"{name}: the reference has no sign that others could share ({why})."
    part = reference["measure"] in ("share", "salience")
    figure, low, high = (
        number(row[each] * (100 if part else 1), 1 if part else 3, signed=True) for each in ("estimate", "low", "high")
    )
    said = (
        f"{name} is {figure}{' points' if part else ''} as the other pages count (95% interval {low} to {high}). Of "
        f"{counted(int(row['computed']), 'specification')} {percent(row['same_sign'])} have this sign, "
        f"{percent(row['significant_same'])} clearly; {percent(row['significant_opposite'])} clearly have the other."
    )
    if row["matters_most"]:
        said += (
            f" Most hangs on {_WORDS.get(row['matters_most'], row['matters_most'])} "
            f"({percent(row['eta_squared'])} of the differences between specifications)."
        )
    return said + _turned(choices)


def _turned(choices: pd.DataFrame) -> str:
    parts = []
    for choice, one in (("line_left_out", "codebook line"), ("source_left_out", "outlet")):
        rows = choices[choices["choice"] == choice]
        if len(rows):
            turned = int(rows["turned"].iloc[0])
            parts.append(
                f"{counted(turned, one)} {'turns' if turned == 1 else 'turn'} it" if turned else f"no {one} turns it"
            )
    return f" Left out alone, {joined(parts)}." if parts else ""
