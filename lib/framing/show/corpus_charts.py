"""Charts of the corpus itself: coverage by source and month, lengths, and counts of anything."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.show.chart import Chart
from framing.show.matrix import draw_matrix, name_width
from framing.show.sheet import QUIET, WIDTH, Sheet, nothing
from framing.show.style import ACCENT, INK, drawing, shorten
from framing.show.tables import need_columns
from framing.show.wording import counted, number, span_of
from framing.trends.periods import assign

__all__ = ["plot_bars", "plot_coverage", "plot_lengths"]

_ROW = 0.21


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
    most = float(np.nanmax(values))
    notes = [f"The deepest shade is {counted(int(most), 'article')} in a month. An empty cell: no article."]
    if empty:
        notes.append(f"No source has an article in {', '.join(empty[:6])}{' and more' if len(empty) > 6 else ''}.")
    years = [month[:4] if month.endswith("-01") or index == 0 else "" for index, month in enumerate(months)]
    with drawing():
        sheet = Sheet(title, "Articles in a month", body=0.3 + _ROW * len(names) + 0.1, notes=notes)
        draw_matrix(
            sheet,
            np.log1p(values),
            names,
            years,
            left=left,
            top=0.3,
            width=WIDTH - left - 0.3,
            step=_ROW,
            full=np.log1p(most),
        )
    alt = (
        f"Heat map of {counted(counts['source'].nunique(), 'source')} by month, {span_of(months)}. {names[0]} has "
        f"the most articles ({int(np.nansum(values[0])):,}). {counted(gaps, 'cell')} of {values.size:,} are empty."
    )
    return sheet.chart(counts, alt)


def plot_lengths(features: pd.DataFrame, *, rows: int = 40, title: str = "Length of articles by source") -> Chart:
    """Draw how long the articles of each source are: the median, the middle half, and nine in ten.

    Parameters
    ----------
    features : DataFrame
        A row is an article: ``source``, ``words``.
    rows : int
        The sources with the most articles.
    title : str
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
    notes = ["Mark: median. Thick bar: the middle half of the articles. Thin line: nine in ten."]
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
        axes = sheet.panel(left, 0.05, WIDTH - left - 0.35, _ROW * len(names), numbers=False)
        if logarithmic:
            axes.set_xscale("log")
        y = np.arange(len(names))
        low, high = (shown[each].clip(lower=1) for each in ("p5", "p95"))
        axes.hlines(y, low, high, color=ACCENT, lw=1, alpha=0.6)
        axes.hlines(y, shown["p25"].clip(lower=1), shown["p75"].clip(lower=1), color=ACCENT, lw=5, alpha=0.45)
        axes.plot(shown["median"].clip(lower=1), y, "o", color=ACCENT, ms=4.5, mew=0)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_yticks([])
        if not logarithmic:
            axes.set_xlim(0, None)
        else:
            from matplotlib.ticker import FuncFormatter, NullFormatter

            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
            axes.xaxis.set_minor_formatter(NullFormatter())
        sheet.grid(axes, "x")
        for row, name in enumerate(names):
            sheet.words(left - 0.08, 0.05 + _ROW * (row + 0.5) - 0.06, shorten(name, left - 0.1, 8.5), ha="right")
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
        axes = sheet.panel(left, 0.03, WIDTH - left - 0.9, 0.25 * len(names), numbers=False)
        axes.barh(np.arange(len(names)), sizes, height=0.66, color=ACCENT, alpha=0.75, lw=0)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlim(0, max(sizes.max(), 1e-9))
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines["bottom"].set_visible(False)
        axes.axvline(0, color=INK, lw=0.8, alpha=0.5)
        for row, (name, size) in enumerate(zip(names, sizes, strict=True)):
            sheet.words(left - 0.08, 0.03 + 0.25 * (row + 0.5) - 0.06, shorten(name, left - 0.1, 8.5), ha="right")
            said = number(size, 0 if float(size).is_integer() else 2)
            axes.annotate(said, (size, row), (4, 0), textcoords="offset points", va="center", fontsize=8, alpha=QUIET)
    alt = f"{title}: {names[0]} has {number(sizes[0], 0 if float(sizes[0]).is_integer() else 2)}"
    alt += (
        f", the smallest of {counted(len(names), 'bar')} is {names[-1]} with {number(sizes[-1], 0)}."
        if len(names) > 1
        else "."
    )
    return sheet.chart(table, alt)
