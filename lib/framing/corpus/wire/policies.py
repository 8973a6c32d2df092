"""What to count when one story stands in many outlets: three answers to three questions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.project import FramingError, nearest

__all__ = ["POLICIES", "check_policy", "kept_under"]

# Policy -> what it counts.
POLICIES = {
    "all": "every article: what readers were exposed to",
    "one-per-cluster": "one article of each story: what was written",
    "one-per-source": "one article of each story and outlet: what each outlet chose",
}


def check_policy(policy: str) -> str:
    """Return a policy's name, or raise when it is none."""
    if policy not in POLICIES:
        raise FramingError(f'policy="{policy}" is not known{nearest(policy, POLICIES)}')
    return policy


def kept_under(policy: str, clusters: pd.DataFrame, sources: pd.Series) -> np.ndarray:
    """Mark the articles that a policy counts.

    Parameters
    ----------
    policy : str
        ``all``, ``one-per-cluster`` (its original) or ``one-per-source`` (the original where the outlet has it, else
        the copy that is most like it, the smallest article_id of those that are as like).
    clusters : DataFrame
        As `framing.wire_clusters` gives them.
    sources : Series, shape (n_articles,)

    Returns
    -------
    ndarray of bool, shape (n_articles,)

    Examples
    --------
    >>> clusters = pd.DataFrame({"article_id": ["a", "b", "c"], "cluster_id": "a", "similarity": 1.0,
    ...                          "role": ["original", "copy", "copy"]})
    >>> kept_under("one-per-source", clusters, pd.Series(["X", "Y", "Y"])).tolist()
    [True, True, False]
    """
    check_policy(policy)
    if policy == "all":
        return np.ones(len(clusters), dtype=bool)
    if policy == "one-per-cluster":
        return (clusters["role"] == "original").to_numpy()
    table = clusters[["article_id", "cluster_id", "role", "similarity"]].reset_index(drop=True)
    table["source"] = sources.to_numpy()
    ranked = table.sort_values(["role", "similarity", "article_id"], ascending=[False, False, True], kind="stable")
    return ~ranked.duplicated(["cluster_id", "source"]).sort_index().to_numpy()
