"""A smoothed line to stand beside the measured one, never in its place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.project import FramingError

__all__ = ["smoothed"]


def smoothed(cells: pd.DataFrame, *, over: int = 5) -> pd.DataFrame:
    """Add a centred mean over several periods, weighted by articles.

    Charts of the result draw it over the measured line, which stays. Cells that are not shown, and periods that are not
    over, have no part in it; at either end, and beside gaps, the mean is over the periods that there are.

    Parameters
    ----------
    cells : DataFrame
        From `framing.trends`.
    over : int
        Periods, an odd number: as many before as after.

    Returns
    -------
    DataFrame
        The cells with ``smooth`` (in the unit of the estimate; missing where a cell is not shown) and ``smooth_over``.

    Raises
    ------
    FramingError
        For an even number, or one below 3.

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=600, seed=1), by="all", every="year", frames=["threat"])
    >>> wavy, calm = (framing.smoothed(cells, over=3)[name].std() for name in ("estimate", "smooth"))
    >>> bool(calm < wavy)
    True
    """
    if over < 3 or over % 2 == 0:
        raise FramingError(f"over={over}: a centred mean is over an odd number of periods, 3 or more.")
    made = cells.assign(smooth=np.nan, smooth_over=over)
    half = over // 2
    for _, rows in cells.groupby(["group", "code"], sort=False).indices.items():
        part = cells.iloc[rows].sort_values("period", kind="stable")
        use = part["shown"].astype(bool) & ~part["partial"].astype(bool)
        weight = part["articles"].where(use, 0).to_numpy(dtype=float)
        value = part["estimate"].where(use, 0.0).to_numpy(dtype=float)
        window = np.ones(2 * half + 1)
        sums, sizes = (np.convolve(each, window)[half : half + len(part)] for each in (weight * value, weight))
        mean = np.divide(sums, sizes, out=np.full(len(part), np.nan), where=sizes > 0)
        made.loc[part.index, "smooth"] = np.where(use, mean, np.nan)
    return made
