"""What a table of specifications says of each claim, and which choice it hangs on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.trends.robustness.grid import CHOICES

__all__ = ["robustness_choices", "robustness_summary"]

# What is changed alone: each value of it but the reference stands in few specifications, or in one.
_ALONE = ["min_articles", "line_left_out", "source_left_out"]
_SUMMARY = [
    "claim", "specifications", "computed", "same_sign", "significant_same", "significant_opposite", "median",
    "median_relative", "estimate", "low", "high", "relative", "significant", "matters_most", "eta_squared",
]  # fmt: skip
_CHOICES = ["claim", "choice", "values", "eta_squared", "largest_shift", "at", "turned"]


def robustness_summary(table: pd.DataFrame) -> pd.DataFrame:
    """Sum up, claim by claim, how far the answer hangs on the choices.

    The shares are of specifications, which are not independent: they describe the grid and are no test, see
    `framing.robustness`. Take rows out of the table first to sum up a part of it, but leave the reference in.

    Parameters
    ----------
    table : DataFrame
        From `robustness`.

    Returns
    -------
    DataFrame
        One row a claim:

        - ``specifications``, and ``computed`` of them; the following are of those computed;
        - ``same_sign``: the share with the reference's sign (missing when the reference is not computed);
        - ``significant_same``, ``significant_opposite``: the shares whose interval excludes 0 on the reference's side
          and on the other;
        - ``median``: of the estimates in the reference's measure; ``median_relative``: of all, in proportion;
        - ``estimate``, ``low``, ``high``, ``relative``, ``significant``: of the reference;
        - ``matters_most``: the choice with the largest ``eta_squared``; see `robustness_choices`.

    Examples
    --------
    >>> import framing
    >>> from framing.trends.robustness import robustness, robustness_summary
    >>> found = robustness_summary(robustness(framing.simulate(articles=300, seed=1)))
    >>> bool((found["computed"] <= found["specifications"]).all())
    True
    """
    rows = []
    choices = robustness_choices(table)
    for claim, specs in table.groupby("claim", sort=False):
        reference = _reference(specs)
        done = specs[specs["reason"] == ""]
        sign = reference["sign"] if reference["reason"] == "" else 0
        # A reference of exactly 0 has no direction that others could share.
        share = (lambda chosen: float(chosen.mean())) if sign and len(done) else (lambda chosen: np.nan)
        eta = choices[(choices["claim"] == claim) & choices["eta_squared"].notna()].set_index("choice")["eta_squared"]
        rows.append(
            {
                "claim": claim,
                "specifications": len(specs),
                "computed": len(done),
                "same_sign": share(done["sign"] == sign),
                "significant_same": share(done["significant"] & (done["sign"] == sign)),
                "significant_opposite": share(done["significant"] & (done["sign"] == -sign)),
                "median": done["estimate"][done["measure"] == reference["measure"]].median(),
                "median_relative": done["relative"].median(),
                **{name: reference[name] for name in ("estimate", "low", "high", "relative", "significant")},
                "matters_most": eta.idxmax() if len(eta) else "",
                "eta_squared": eta.max() if len(eta) else np.nan,
            }
        )
    return pd.DataFrame(rows, columns=_SUMMARY)


def robustness_choices(table: pd.DataFrame) -> pd.DataFrame:
    """Say how much each choice moves the answer.

    For the choices that are crossed, ``eta_squared`` is the share of the variance of ``relative`` that lies between
    the values of one choice (one-way: sum of squares between over sum of squares total, Cohen 1988, section 8.2),
    over the combinations of the grid alone. ``relative`` is the estimate in proportion to the mean of both sides, so
    that shares, rates and salience stand on one scale; a measure that is merely larger does not count as a
    difference. In a full cross the parts of different choices do not overlap; what they leave is interaction.
    Sentences, which go with shares only, and what could not be computed leave the cross a little unbalanced.

    What is changed alone, as a line left out, has no variance to share. Its weight, like that of every other choice,
    is the ``largest_shift``: by how much ``relative`` moves from the reference when only this choice is changed.

    Parameters
    ----------
    table : DataFrame
        From `robustness`.

    Returns
    -------
    DataFrame
        One row a claim and choice that has more than one value: ``values``; ``eta_squared`` (missing for what is
        changed alone); ``largest_shift``, and the value ``at`` which it stands ("" when none could be computed);
        ``turned``: how many of its values, changed alone, change the sign, or gain or lose significance.

    Examples
    --------
    >>> import framing
    >>> from framing.trends.robustness import robustness, robustness_choices
    >>> found = robustness_choices(robustness(framing.simulate(articles=300, seed=1)))
    >>> found["choice"].head(4).tolist()
    ['policy', 'unit', 'measure', 'denominator']
    """
    rows = []
    for claim, specs in table.groupby("claim", sort=False):
        reference = _reference(specs)
        differs = specs[CHOICES].ne(reference[CHOICES]).to_numpy()
        computed = (specs["reason"] == "").to_numpy()
        relative = specs["relative"].to_numpy()
        said = ["sign", "significant"]
        other = specs[said].ne(reference[said]).any(axis=1).to_numpy()
        crossed = computed & ~differs[:, [CHOICES.index(each) for each in _ALONE]].any(axis=1)
        for place, choice in enumerate(CHOICES):
            values = specs[choice].to_numpy()
            if len(set(values)) < 2:
                continue
            alone = np.flatnonzero(computed & differs[:, place] & (differs.sum(axis=1) == 1))
            shift = relative[alone] - reference["relative"]
            most = np.nanargmax(abs(shift)) if (~np.isnan(shift)).any() else None
            rows.append(
                {
                    "claim": claim,
                    "choice": choice,
                    "values": len(set(values)),
                    "eta_squared": np.nan if choice in _ALONE else _eta(relative[crossed], values[crossed]),
                    "largest_shift": np.nan if most is None else shift[most],
                    "at": "" if most is None else str(values[alone[most]]),
                    "turned": int(other[alone].sum()) if reference["reason"] == "" else 0,
                }
            )
    return pd.DataFrame(rows, columns=_CHOICES)


def _reference(specs: pd.DataFrame) -> pd.Series:
    return specs[specs["default"]].iloc[0]


def _eta(values: np.ndarray, choice: np.ndarray) -> float:
    """Return the share of the variance of values that lies between those of a choice; missing without variance."""
    if not len(values):
        return np.nan
    group = pd.factorize(choice)[0]
    between = (np.bincount(group, values) / np.bincount(group))[group] - values.mean()
    total = ((values - values.mean()) ** 2).sum()
    return float((between**2).sum() / total) if total > 0 else np.nan
