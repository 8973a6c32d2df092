"""Changed headlines summed up: how often, which frames entered or left, and whether the tone moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest
from framing.trends.cells import MINIMUM
from framing.trends.intervals import effective_number, wilson
from framing.trends.resample import cluster_keys, ratio_interval

__all__ = ["headline_frames", "headline_summary"]

_MICRO = 1_000_000


def headline_summary(
    changes: pd.DataFrame, *, by: str = "source", min_pairs: int = MINIMUM, seed: int = 1
) -> pd.DataFrame:
    """Say for each source or group how often it changes the headline of a copy, and what that does to its tone.

    Parameters
    ----------
    changes : DataFrame
        From `framing.headline_changes`.
    by : str
        ``source``, ``group`` or ``agency``.
    min_pairs : int
        With fewer pairs a row is not shown.
    seed : int
        Of the bootstrap.

    Returns
    -------
    DataFrame
        ``group`` (named as `by` says), ``pairs``, ``stories`` (clusters), ``changed`` (share of the pairs, Wilson
        interval on the effective number: ``changed_low``, ``changed_high``), ``added``, ``removed`` (words a changed
        headline, mean), ``tone`` (mean change over all pairs, Poisson bootstrap on clusters: ``tone_low``,
        ``tone_high``), ``shown``. Most pairs first.

    Examples
    --------
    >>> import framing
    >>> pairs = framing.headline_changes(framing.simulate(articles=600, seed=1))
    >>> int(framing.headline_summary(pairs, by="group")["pairs"].sum()) == len(pairs)
    True
    """
    if by not in ("source", "group", "agency"):
        raise FramingError(f'by="{by}" is not known{nearest(by, ["source", "group", "agency"])}')
    names = changes[by].fillna("").astype(str)
    groups = sorted(set(names))
    where = pd.Index(groups).get_indexer(names) if groups else np.zeros(0, dtype=int)
    size = len(groups)
    table = pd.DataFrame({"group": groups, "pairs": np.bincount(where, minlength=size)})
    sizes = (
        pd.DataFrame({"where": where, "cluster": changes["cluster_id"].to_numpy()}).groupby(["where", "cluster"]).size()
    )
    of = sizes.index.get_level_values("where").to_numpy(dtype=int)
    table["stories"] = np.bincount(of, minlength=size)
    changed = changes["changed"].to_numpy(dtype=bool)
    table["changed"] = np.bincount(where, changed, minlength=size) / np.maximum(table["pairs"], 1)
    squares = np.bincount(of, sizes.to_numpy() ** 2, minlength=size)
    number = effective_number(table["pairs"].to_numpy(dtype=float), squares)
    table["changed_low"], table["changed_high"] = wilson(table["changed"].to_numpy(), number)
    some = np.maximum(np.bincount(where, changed, minlength=size), 1)
    for column in ("added", "removed"):
        words = changes[column].astype(str).str.split().str.len().to_numpy(dtype=float)
        table[column] = np.bincount(where, words * changed, minlength=size) / some
    tone = changes["tone_change"].to_numpy(dtype=float)
    there = ~np.isnan(tone)
    micro = np.rint(np.nan_to_num(tone) * _MICRO).astype(np.int64)
    keys = cluster_keys(changes["cluster_id"])
    low, high = ratio_interval(micro, there.astype(np.int64), where, size, keys, seed=seed)
    told = np.bincount(where, there, minlength=size)
    table["tone"] = np.bincount(where, micro, minlength=size) / np.maximum(told, 1) / _MICRO
    table["tone_low"], table["tone_high"] = low / _MICRO, high / _MICRO
    table["shown"] = table["pairs"] >= min_pairs
    return table.sort_values(["pairs", "group"], ascending=[False, True], ignore_index=True)


def headline_frames(changes: pd.DataFrame, *, frames: Sequence[str], by: str = "group") -> pd.DataFrame:
    """Count the frames that entered or left headlines.

    Parameters
    ----------
    changes : DataFrame
        From `framing.headline_changes`.
    frames : sequence of str
        Codes, in the order of the result.
    by : str
        ``source``, ``group`` or ``agency``.

    Returns
    -------
    DataFrame
        One row a group and frame: ``group``, ``code``, ``pairs``, ``entered``, ``left`` (pairs), ``net`` (entered minus
        left, of 100 pairs).

    Examples
    --------
    >>> import framing
    >>> pairs = framing.headline_changes(framing.simulate(articles=600, seed=1))
    >>> found = framing.headline_frames(pairs, frames=["threat"])
    >>> bool((found["entered"] <= found["pairs"]).all())
    True
    """
    rows = []
    for name, part in changes.groupby(changes[by].fillna("").astype(str)):
        for code in frames:
            entered, left = (
                int(part[column].map(lambda listed, code=code: code in listed.split("|")).sum())
                for column in ("entered", "left")
            )
            rows.append((name, code, len(part), entered, left, 100 * (entered - left) / len(part)))
    return pd.DataFrame(rows, columns=["group", "code", "pairs", "entered", "left", "net"])
