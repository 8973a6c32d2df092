"""A corpus as a notebook shows it: whose articles, how many, when, and what was left out."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.policies import POLICIES
from framing.show.tables import TABLE_STYLE, escape, html_table
from framing.show.wording import counted, listed

__all__ = ["corpus_html"]

# More outlets than this are shown by group.
_OUTLETS = 24
_GROUPS = 40
# More bars than this are thinner than a line: years take the place of months.
_BARS = 360
_WIDE, _HIGH = 480, 40

_STYLE = (
    "<style>.framing-facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.1em 1em}"
    ".framing-facts dt{opacity:.8}.framing-facts dd{margin:0}</style>"
)


def corpus_html(corpus: Corpus) -> str:
    """Return a corpus as HTML; nothing is measured for it, and no article's text is read.

    Examples
    --------
    >>> import framing
    >>> "311 articles of 12 outlets in 4 groups" in corpus_html(framing.simulate(articles=300, seed=1))
    True
    """
    about = corpus.about
    notice = f'<p class="notice" role="note">{escape(about.notice)}</p>' if about.notice else ""
    said = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in _facts(corpus))
    return (
        f"{TABLE_STYLE}{_STYLE}"
        f'<div class="framing-corpus"><p><strong>{escape(about.title or about.name)}</strong></p>{notice}'
        f"<p>{escape(_held(corpus))}</p>{_months(corpus)}{_outlets(corpus)}"
        f'<dl class="framing-facts">{said}</dl></div>'
    )


def _held(corpus: Corpus) -> str:
    if not len(corpus):
        return "No article is in this selection."
    outlets = corpus.table["source"].replace("", pd.NA).nunique()
    groups = corpus.table["group"].replace("", pd.NA).nunique()
    dates = corpus.table["published_local"]
    text = f"{counted(len(corpus), 'article')} of {counted(outlets, 'outlet') if outlets else 'no known outlet'}"
    text += f" in {counted(groups, 'group')}" if groups > 1 else ""
    undated = int(dates.isna().sum())
    if undated == len(corpus):
        return text + ", none of them dated."
    first, last = _day(dates.min()), _day(dates.max())
    text += f", {first}" + (f" to {last}" if first != last else "")
    return text + (f"; {counted(undated, 'article')} without a date." if undated else ".")


def _facts(corpus: Corpus) -> list[tuple[str, str]]:
    about, quarantined = corpus.about, len(corpus.quarantine)
    facts = []
    if about.read:
        text = f"{about.read:,} read, {about.read - quarantined:,} kept, {quarantined:,} in quarantine"
        if quarantined:
            reasons = corpus.quarantine["reason"].value_counts()
            text += f" ({'; '.join(f'{why}: {n:,}' for why, n in reasons.items())})"
        facts.append(("Records", text))
    facts.append(("Selection", "; ".join(corpus.selection) or "none: every article"))
    facts.append(("Counted", f"{POLICIES[corpus.policy]} (policy {corpus.policy})"))
    book = corpus.codebook
    facts.append(("Codebook", f"{book.name}, version {book.version}: {counted(len(book.frames), 'frame')}"))
    if about.files:
        facts.append(("Files", listed(about.files)))
    if about.notes:
        facts.append(("Notes", " ".join(about.notes)))
    return facts


def _outlets(corpus: Corpus) -> str:
    """A row an outlet, group by group; a row a group where there are too many outlets to read."""
    if not len(corpus):
        return ""
    table = corpus.table[["group", "source", "published_local"]].copy()
    for column, unknown in (("group", "no group"), ("source", "not known")):
        table[column] = table[column].fillna("").replace("", unknown)
    parts = {"articles": ("source", "size"), "first": ("published_local", "min"), "last": ("published_local", "max")}
    if table["source"].nunique() <= _OUTLETS:
        found = table.groupby(["group", "source"]).agg(**parts).reset_index()
        found = found.sort_values(["group", "articles", "source"], ascending=[True, False, True])
        found = found.rename(columns={"source": "outlet"})
        return html_table(found, "Articles by outlet", rows=_OUTLETS)
    found = table.groupby("group").agg(outlets=("source", "nunique"), **parts)
    most = table.groupby("group")["source"].agg(lambda names: names.value_counts().sort_index().idxmax())
    found.insert(1, "largest outlet", most)
    found = found.reset_index().sort_values(["articles", "group"], ascending=[False, True])
    return html_table(found, "Articles by group", rows=_GROUPS)


def _months(corpus: Corpus) -> str:
    """The number of articles in each month, as bars without axes: where there are many, few and none."""
    dates = corpus.table["published_local"].dropna()
    if dates.empty:
        return ""
    every = dates.dt.to_period("M")
    unit, name = ("month", "%B %Y") if (every.max() - every.min()).n < _BARS else ("year", "%Y")
    periods = every if unit == "month" else dates.dt.to_period("Y")
    counts = periods.value_counts()
    span = pd.period_range(counts.index.min(), counts.index.max(), freq=counts.index.dtype.freq)
    found = counts.reindex(span, fill_value=0)
    if len(found) < 2:
        return ""
    top, best, step = int(found.max()), found.idxmax(), _WIDE / len(found)
    bars = "".join(
        f"M{index * step:.1f} {_HIGH}V{_HIGH * (1 - number / top):.1f}h{step * 0.8:.1f}V{_HIGH}z"
        for index, number in enumerate(found.tolist())
        if number
    )
    none = int((found == 0).sum())
    said = (
        f"Articles by {unit}, {span[0].strftime(name)} to {span[-1].strftime(name)}: "
        f"at most {top:,} ({best.strftime(name)}), a median of {found.median():,.0f}"
        + (f", none in {counted(none, unit)}." if none else ".")
    )
    return (
        f'<p style="margin:.4em 0"><svg role="img" aria-label="{escape(said)}" viewBox="0 0 {_WIDE} {_HIGH}" '
        f'width="{_WIDE}" height="{_HIGH}" style="max-width:100%"><path d="{bars}" fill="currentColor" '
        f'fill-opacity=".6"/></svg><br><span class="framing-note">{escape(said)}</span></p>'
    )


def _day(date: pd.Timestamp) -> str:
    return f"{date.day} {date:%B %Y}"
