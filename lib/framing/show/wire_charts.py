"""Charts of wire copy: whose copy each outlet prints, and which frames its headlines gain and lose."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from framing.corpus.wire.shares import NO_AGENCY
from framing.show.chart import Chart
from framing.show.matrix import draw_matrix, name_width, slant_height
from framing.show.sheet import WIDTH, Sheet, nothing
from framing.show.style import drawing, label_of
from framing.show.tables import need_columns
from framing.show.wording import counted, percent

__all__ = ["plot_headline_frames", "plot_wire"]

_ROW = 0.27
# More columns than this and their numbers run into each other.
_AGENCIES = 10


def plot_wire(shares: pd.DataFrame, *, rows: int = 40, title: str = "Agency copy, by source") -> Chart:
    """Draw how much of each source is copy, and from which agency, as a matrix with its numbers.

    Parameters
    ----------
    shares : DataFrame
        From `framing.wire_shares`.
    rows : int
        Sources drawn, those with the most articles; the table has all.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_wire(framing.wire_shares(framing.simulate(articles=600, seed=1))).title
    'Agency copy, by source'
    """
    by = shares.columns[0]
    need_columns(shares, ("agency", "articles", "wire", "share"), "The table of shares")
    copies = shares[shares["agency"] != ""]
    if not len(copies):
        return nothing(title, "No article is a copy of another, and none names an agency.", shares)
    size = shares.drop_duplicates(by).set_index(by)["articles"].sort_values(ascending=False, kind="stable")
    copied = copies.groupby(by)["wire"].sum().reindex(size.index, fill_value=0)
    # Those with the most copies first: one article of one is a share of 100 % and says little.
    kept = copied[size.index[:rows]].sort_values(ascending=False, kind="stable").index.tolist()
    weight = copies.groupby("agency")["wire"].sum().sort_values(ascending=False, kind="stable")
    named = [each for each in weight.index if each != NO_AGENCY]
    columns = [*named[:_AGENCIES], *(["other agencies"] if len(named) > _AGENCIES else [])]
    columns += [NO_AGENCY] if NO_AGENCY in weight.index else []
    told = copies.assign(agency=copies["agency"].where(copies["agency"].isin(columns), "other agencies"))
    table = told.pivot_table(index=by, columns="agency", values="share", aggfunc="sum").reindex(
        index=kept, columns=columns
    )
    total = told.groupby(by)["share"].sum().reindex(kept).fillna(0.0)
    values = np.column_stack([total.to_numpy(), table.fillna(0.0).to_numpy()])
    names = [f"{each} ({size[each]:,})" for each in kept]
    heads = ["all copies", *columns]
    words = np.array([[percent(v) if v else "" for v in row] for row in values], dtype=object)
    left = name_width(names)
    width = min(WIDTH - left - 0.9, max(1.15 * len(heads), 2.5))
    head = slant_height(heads)
    notes = ["Behind each source: its articles. Agencies' own pages are not in the table."]
    if len(size) > rows:
        notes.append(f"{counted(len(size) - rows, 'source')} with fewer articles not drawn; the table has all.")
    with drawing():
        sheet = Sheet(title, "Share of the source's articles, %", body=head + _ROW * len(names) + 0.08, notes=notes)
        draw_matrix(
            sheet, values, names, heads,
            left=left, top=head, width=width, step=_ROW, full=float(values.max()), words=words, slanted=True,
        )  # fmt: skip
    top = total.idxmax()
    alt = (
        f"Matrix of {counted(len(kept), 'source')} by {counted(len(columns), 'agency', 'agencies')}. Most copy: {top} "
        f"({percent(total[top])} of its articles); most printed: {weight.index[0]} "
        f"({counted(int(weight.iloc[0]), 'article')})."
    )
    return sheet.chart(shares, alt)


def plot_headline_frames(
    table: pd.DataFrame,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "Frames that copies' headlines gain and lose",
) -> Chart:
    """Draw for each group which frames its headlines of the same stories gain and lose, of 100 copies.

    Parameters
    ----------
    table : DataFrame
        From `framing.headline_frames`.
    labels : mapping, optional
        What to call each code.
    title : str

    Examples
    --------
    >>> import framing
    >>> pairs = framing.headline_changes(framing.simulate(articles=600, seed=1))
    >>> framing.plot_headline_frames(framing.headline_frames(pairs, frames=["threat"])).title
    "Frames that copies' headlines gain and lose"
    """
    if not len(table) or not table[["entered", "left"]].to_numpy().any():
        return nothing(title, "No frame entered or left the headline of a copy.", table)
    need_columns(table, ("group", "code", "pairs", "entered", "left", "net"), "The table of frames")
    pairs = table.drop_duplicates("group").set_index("group")["pairs"]
    groups = [str(each) for each in pairs.index]
    codes = list(dict.fromkeys(table["code"].astype(str)))
    wide = table.pivot_table(index="code", columns="group", values=["net", "entered", "left"]).reindex(codes)
    values = wide["net"][groups].to_numpy(dtype=float)
    entered, left_out = (wide[name][groups].to_numpy(dtype=int) for name in ("entered", "left"))
    words = np.array(
        [
            [f"+{a:,} −{b:,}" if a or b else "" for a, b in zip(*row, strict=True)]
            for row in zip(entered, left_out, strict=True)
        ],
        dtype=object,
    )
    names = [label_of(code, labels) for code in codes]
    heads = [f"{each} ({pairs[each]:,})" for each in groups]
    left = name_width(names)
    width = min(WIDTH - left - 0.9, max(1.35 * len(heads), 2.5))
    head = slant_height(heads)
    notes = [
        "In each cell: headlines that the frame entered and left. Shaded by the difference, of 100 copies.",
        "Behind each group: pairs of a copy and its original.",
    ]
    with drawing():
        sheet = Sheet(title, "Headlines", body=head + _ROW * len(names) + 0.08, notes=notes)
        draw_matrix(
            sheet, values, names, heads,
            left=left, top=head, width=width, step=_ROW, full=float(np.abs(values).max()), words=words, slanted=True,
        )  # fmt: skip
    total = table.groupby("code")[["entered", "left"]].sum()
    most = (total["entered"] + total["left"]).idxmax()
    alt = (
        f"Matrix of {counted(len(codes), 'frame')} by {counted(len(groups), 'group')}. Most often changed: "
        f"{label_of(str(most), labels)}, which entered {counted(int(total.loc[most, 'entered']), 'headline')} and left "
        f"{int(total.loc[most, 'left']):,}."
    )
    return sheet.chart(table, alt)
