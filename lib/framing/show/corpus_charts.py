"""Charts of the corpus itself: coverage by source and month, lengths, and counts of anything."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.matrix import draw_matrix, name_width
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import ACCENT, INK, drawing, shorten, text_width
from framing.show.tables import need_columns
from framing.show.wording import counted, number, span_of
from framing.trends.periods import assign

__all__ = ["plot_bars", "plot_coverage", "plot_lengths"]

_ROW = 0.21
_SHADES = (0.16, 0.95)  # no number stands on these, so that they may be deep


def plot_coverage(articles: pd.DataFrame, *, rows: int = 40, title: str = "Articles by source and month") -> Chart:
    """Draw how many articles each source has in each month; a month without any is empty, not pale.

    Parameters
    ----------
    articles : DataFrame
        A row is an article: ``source``, ``published_local``, ``published_precision``. Undated ones, and those known to
        the year alone, are not counted.
    rows : int
        The sources with the most articles; the rest are summed in a last row.
    title : str

    Returns
    -------
    Chart
        The shade grows with the logarithm of the count.

    Examples
    --------
    >>> import framing
    >>> framing.plot_coverage(framing.simulate(articles=120, seed=1).articles).title
    'Articles by source and month'
    """
    need_columns(articles, ("source", "published_local", "published_precision"), "The table of articles")
    months_of = assign(articles["published_local"], articles["published_precision"], "month")
    dated = pd.DataFrame({"source": articles["source"], "month": months_of})
    dated = dated[dated["month"].notna() & dated["source"].ne("")]
    counts = dated.groupby(["source", "month"]).size().reset_index(name="articles")
    if not len(counts):
        return nothing(title, "No article has both a source and a date, so there is nothing to draw.", counts)
    table = counts.pivot_table(index="source", columns="month", values="articles", aggfunc="sum")
    months = [str(each) for each in pd.period_range(table.columns.min(), table.columns.max(), freq="M")]
    order = table.sum(axis=1).sort_values(ascending=False, kind="stable").index
    table = table.reindex(index=order, columns=months)
    rest = table.iloc[rows:]
    table = table.iloc[:rows]
    if len(rest):
        table.loc[counted(len(rest), "other source")] = rest.sum(min_count=1)
    values = table.to_numpy(dtype=float, copy=True)
    names = [str(each) for each in table.index]
    left = name_width(names)
    empty = [month for month, column in zip(months, values.T, strict=True) if np.isnan(column).all()]
    gaps = int(np.isnan(values).sum())
    steps = _steps(int(np.nanmax(values)))
    shade = np.where(np.isnan(values), np.nan, np.searchsorted(steps, np.nan_to_num(values), side="right") - 1.0)
    notes = ["A dash in place of a cell: no article."] if gaps else []
    if empty:
        notes.append(f"No source has an article in {', '.join(empty[:6])}{' and more' if len(empty) > 6 else ''}.")
    width = WIDTH - left - 0.75
    top = 0.52
    with drawing():
        sheet = Sheet(title, "Articles in a month", body=top + _ROW * len(names) + 0.1, notes=[" ".join(notes)])
        _scale(sheet, steps, int(np.nanmax(values)), left)
        axes = draw_matrix(
            sheet,
            shade,
            names,
            [""] * len(months),
            left=left,
            top=top,
            width=width,
            step=_ROW,
            full=max(len(steps) - 1, 1),
            shades=_SHADES,
        )
        every = next(n for n in (1, 2, 5, 10, 20, 50) if width / len(months) * 12 * n >= 0.36)
        for place, month in enumerate(months):
            if place == 0 or (month.endswith("-01") and int(month[:4]) % every == 0 and place >= 12 * every / 2):
                sheet.words(left + width * place / len(months), top - 0.17, month[:4], fontsize=7.5, alpha=QUIET)
            if month.endswith("-01") and place:
                axes.plot([place - 0.5] * 2, [-0.5, len(names) - 0.5], color=INK, lw=0.6, alpha=0.45, clip_on=False)
        sheet.words(WIDTH - 0.15, top - 0.17, "in all", fontsize=7.5, alpha=QUIET, ha="right")
        for row, total in enumerate(np.nansum(values, axis=1)):
            at = top + _ROW * (row + 0.5)
            sheet.words(WIDTH - 0.15, at, f"{total:,.0f}", fontsize=7.5, alpha=QUIET, ha="right", va="center")
    alt = (
        f"Heat map of {counted(counts['source'].nunique(), 'source')} by month, {span_of(months)}. {names[0]} has "
        f"the most articles ({int(np.nansum(values[0])):,}). "
        + (f"{gaps:,} of {values.size:,} cells are empty." if gaps else "No cell is empty.")
    )
    return sheet.chart(counts, alt)


def _steps(most: int) -> np.ndarray:
    """Return the smallest count of each shade: 1, 2, 5, 10, …, or 1, 3, 10, … where that would be more than six."""
    fine = [m * 10**p for p in range(8) for m in (1, 2, 5) if m * 10**p <= most]
    coarse = [m * 10**p for p in range(8) for m in (1, 3) if m * 10**p <= most]
    return np.array(
        fine if len(fine) <= 6 else coarse if len(coarse) <= 8 else [10**p for p in range(8) if 10**p <= most]
    )


def _scale(sheet: Sheet, steps: np.ndarray, most: int, left: float) -> None:
    """Draw the key to the shades above the heat map."""
    from matplotlib.patches import Rectangle

    ends = [*(int(s) - 1 for s in steps[1:]), most]
    x = left
    for i, (low, high) in enumerate(zip(steps, ends, strict=True)):
        alpha = _SHADES[0] + (_SHADES[1] - _SHADES[0]) * i / max(len(steps) - 1, 1)
        box = sheet.axes(x, 0.04, 0.22, 0.14, numbers=False)
        box.axis("off")
        box.add_patch(Rectangle((0, 0), 1, 1, facecolor=ACCENT, alpha=round(alpha, 3), lw=0))
        said = f"{low:,}" if low >= high else f"{low:,}–{high:,}"
        sheet.words(x + 0.28, 0.11, said, fontsize=7.5, alpha=QUIET, va="center")
        x += 0.28 + text_width(said, 7.5) + 0.22


def plot_lengths(features: pd.DataFrame, *, rows: int = 40, title: str = "Length of articles by source") -> Chart:
    """Draw how long the articles of each source are: the median, the middle half, and nine in ten.

    Parameters
    ----------
    features : DataFrame
        A row is an article: ``source``, ``words``.
    rows : int
        The sources with the most articles.
    title : str

    Examples
    --------
    >>> import framing
    >>> framing.plot_lengths(framing.simulate(articles=120, seed=1).features).title
    'Length of articles by source'
    """
    if not len(features):
        return nothing(title, "No article in this selection, so there is nothing to draw.", features)
    need_columns(features, ("source", "words"), "The table of features")
    kept = features[features["source"].astype(str) != ""]
    points = kept.groupby("source")["words"].quantile([0.05, 0.25, 0.5, 0.75, 0.95]).unstack()
    if points.empty:
        return nothing(title, "No article has a source, so there is nothing to compare.", features)
    points.columns = ["p5", "p25", "median", "p75", "p95"]
    points.insert(0, "articles", kept.groupby("source").size())
    table = points.sort_values("articles", ascending=False, kind="stable").reset_index()
    shown = table.head(rows).sort_values(["median", "source"], ascending=[False, True]).reset_index(drop=True)
    notes = ["Upright mark and number: median. Thick bar: the middle half of the articles. Thin line: nine in ten."]
    if len(table) > rows:
        notes.append(f"{counted(len(table) - rows, 'source')} with fewer articles not drawn; the CSV has all.")
    names = [str(each) for each in shown["source"]]
    left = name_width(names)
    logarithmic = shown["p95"].max() > 20 * max(shown["p5"].min(), 1)
    with drawing():
        body = _ROW * len(names) + 0.4
        sheet = Sheet(
            title, f"Words in headline and body{', log scale' if logarithmic else ''}", body=body, notes=notes
        )
        axes = sheet.axes(left, 0.05, WIDTH - left - 0.75, _ROW * len(names), numbers=False)
        if logarithmic:
            axes.set_xscale("log")
        y = np.arange(len(names))
        low, high = (shown[each].clip(lower=1) for each in ("p5", "p95"))
        axes.hlines(y, low, high, color=ACCENT, lw=1, alpha=0.6)
        axes.hlines(y, shown["p25"].clip(lower=1), shown["p75"].clip(lower=1), color=ACCENT, lw=5, alpha=0.45)
        axes.plot(shown["median"].clip(lower=1), y, "|", color=INK, ms=9, mew=1.8)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_yticks([])
        if not logarithmic:
            if shown["p5"].min() < 0.4 * shown["p95"].max():  # else nought would push all articles to one side
                axes.set_xlim(0, None)
        else:
            from matplotlib.ticker import FuncFormatter, NullFormatter

            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
            axes.xaxis.set_minor_formatter(NullFormatter())
        sheet.grid(axes, "x")
        for row, name in enumerate(names):
            at = 0.05 + _ROW * (row + 0.5)
            sheet.words(left - 0.08, at, shorten(name, left - 0.1, 8.5), ha="right", va="center")
            said = number(float(shown["median"].iloc[row]), 0)
            sheet.words(WIDTH - 0.15, at, said, fontsize=7.5, alpha=QUIET, ha="right", va="center")
    top, low_row = shown.iloc[0], shown.iloc[-1]
    alt = (
        f"Words of an article, by source, for {counted(len(shown), 'source')}. The median is largest in "
        f"{top['source']} ({top['median']:,.0f}) and smallest in {low_row['source']} ({low_row['median']:,.0f})."
    )
    return sheet.chart(table, alt)


def plot_bars(table: pd.DataFrame, *, value: str, label: str, title: str, unit: str = "", rows: int = 25) -> Chart:
    """Draw a bar for each row of a table, with its number.

    Parameters
    ----------
    table : DataFrame
        In the order in which the bars should stand.
    value, label : str
        The columns of the length and of the name.
    title, unit : str
    rows : int
        Bars drawn; the rest is in the table.

    Examples
    --------
    >>> import framing
    >>> table = pd.DataFrame({"reason": ["not JSON", "cannot be read"], "records": [3, 1]})
    >>> framing.plot_bars(table, value="records", label="reason", title="Records in quarantine").title
    'Records in quarantine'
    """
    if not len(table):
        return nothing(title, f"There are no {unit or 'rows'} to draw: the count is zero.", table)
    need_columns(table, (value, label), "The table")
    shown = table.head(rows)
    names = [str(each) or "unknown" for each in shown[label]]
    left = name_width(names, most=3.6)
    notes = [f"{counted(len(table) - rows, 'more row')} in the CSV."] if len(table) > rows else []
    sizes = shown[value].astype(float).to_numpy()
    with drawing():
        sheet = Sheet(title, unit, body=0.25 * len(names) + 0.1, notes=notes)
        axes = sheet.axes(left, 0.03, WIDTH - left - 0.9, 0.25 * len(names), numbers=False)
        axes.barh(np.arange(len(names)), sizes, height=0.66, color=ACCENT, alpha=0.75, lw=0)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlim(0, max(sizes.max(), 1e-9))
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines["bottom"].set_visible(False)
        axes.axvline(0, color=INK, lw=0.8, alpha=0.5)
        for row, (name, size) in enumerate(zip(names, sizes, strict=True)):
            at = 0.03 + 0.25 * (row + 0.5)
            sheet.words(left - 0.08, at, shorten(name, left - 0.1, 8.5), ha="right", va="center")
            said = number(size, 0 if float(size).is_integer() else 2)
            axes.annotate(said, (size, row), (4, 0), textcoords="offset points", va="center", fontsize=8, alpha=QUIET)
    ends = [
        f"{names[i]} ({number(sizes[i], 0 if float(sizes[i]).is_integer() else 2)})"
        for i in (int(sizes.argmax()), int(sizes.argmin()))
    ]
    alt = f"{title}: {ends[0]}." if len(names) == 1 else f"{title}: from {ends[0]}, the most, to {ends[1]}."
    return sheet.chart(table, alt)
