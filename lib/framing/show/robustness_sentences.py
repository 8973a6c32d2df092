"""Whether the main claims survive other reasonable choices: computed sentences."""

from __future__ import annotations

import pandas as pd

from framing.show.findings import Findings
from framing.show.style import plain
from framing.show.wording import counted, joined, number, percent
from framing.trends.robustness import robustness_choices, robustness_summary

__all__ = ["robustness_findings"]

_WORDS = {
    "policy": "how copies are counted",
    "unit": "where the frame must stand",
    "measure": "what is measured",
    "denominator": "which articles count",
    "tone": "whether the codebook's words are masked",
}


def robustness_findings(table: pd.DataFrame) -> Findings:
    """Say of each claim how many specifications agree with it, and which choice it hangs on.

    Parameters
    ----------
    table : DataFrame
        From `framing.robustness`.

    Examples
    --------
    >>> import framing
    >>> found = framing.robustness_findings(framing.robustness(framing.simulate(articles=300, seed=1)))
    >>> len(found.sentences)
    2
    """
    choices = robustness_choices(table)
    reasons = table[table["default"]].set_index("claim")["reason"]
    return Findings(
        [
            _said(row, choices[choices["claim"] == row["claim"]], reasons[row["claim"]])
            for _, row in robustness_summary(table).iterrows()
        ]
    )


def _said(row: pd.Series, choices: pd.DataFrame, reason: str) -> str:
    name = plain(row["claim"])
    if not row["computed"]:
        return f"{name}: nothing could be computed: {plain(reason)}."
    if row["same_sign"] != row["same_sign"]:
        return f"{name}: the reference cannot be computed or is exactly zero, so nothing can agree with it."
    bounds = f"95% interval {number(row['low'], 3, signed=True)} to {number(row['high'], 3, signed=True)}"
    said = (
        f"{name} is {number(row['estimate'], 3, signed=True)} as the other pages count ({bounds}). Of "
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
