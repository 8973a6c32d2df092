"""The first thing a notebook shows: which articles it is about, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.show.tables import escape
from framing.show.wording import counted, joined
from framing.trends.counted import left_out

__all__ = ["MIME", "Overview", "overview"]

MIME = "application/vnd.framing.corpus+json"


@dataclass(frozen=True)
class Overview:
    """The notice of a corpus and the sentences that say what is in it."""

    notice: str
    sentences: tuple[str, ...]
    counts: dict[str, Any]

    def __repr__(self) -> str:
        return "\n".join([*([self.notice] if self.notice else []), *self.sentences])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        notice = f'<p class="notice" role="note">{escape(self.notice)}</p>' if self.notice else ""
        said = "".join(f"<p>{escape(each)}</p>" for each in self.sentences)
        return {"text/plain": repr(self), "text/html": f'<div class="overview">{notice}{said}</div>', MIME: self.counts}


def overview(corpus: Corpus, *, by: str = "source", every: str = "quarter") -> Overview:
    """Say how many articles, sources and months a corpus has, and what is left out and why.

    Parameters
    ----------
    corpus : Corpus
    by, every : str
        What the notebook's trends are by: articles without it are left out of them.

    Returns
    -------
    Overview

    Examples
    --------
    >>> import framing
    >>> framing.overview(framing.simulate(articles=120, seed=1, off_topic_share=0)).sentences[-1]
    'Shares over time count 120 articles; none is left out.'
    """
    sentences = [_held(corpus)]
    quarantined, read = len(corpus.quarantine), corpus.about.read
    if read:
        kept = read - quarantined
        text = f"{counted(read, 'record')} read: {kept:,} kept, {quarantined:,} in quarantine"
        if quarantined:
            reasons = corpus.quarantine["reason"].value_counts()
            text += " (" + "; ".join(f"{why}: {n:,}" for why, n in reasons.items()) + ")"
        sentences.append(text + ".")
    if corpus.selection:
        sentences.append(f"Of these the selection is: {'; '.join(corpus.selection)}.")
    out = left_out(corpus, by=by, every=every)
    if len(corpus):
        rest = len(corpus) - sum(out.values())
        left = joined([f"{number:,} {reason}" for reason, number in out.items()])
        sentences.append(
            f"Shares over time count {counted(rest, 'article')}"
            + (f"; left out are {left}." if out else "; none is left out.")
        )
    renamed = [f"{column} from “{name}”" for column, name in corpus.about.mapping.items() if column != name]
    if renamed:
        sentences.append(f"Columns were recognised by name: {joined(renamed)}.")
    sentences += corpus.about.notes
    ratio = _lengths(corpus)
    if ratio:
        sentences.append(ratio)
    sources = {str(name): int(number) for name, number in corpus.table["source"].value_counts().sort_index().items()}
    counts: dict[str, Any] = {"articles": len(corpus), "read": read, "kept": read - quarantined}
    counts |= {"quarantined": quarantined, "sources": sources}
    return Overview(corpus.about.notice, tuple(sentences), counts)


def _held(corpus: Corpus) -> str:
    if not len(corpus):
        chosen = f" ({'; '.join(corpus.selection)})" if corpus.selection else ""
        return f"No article of {corpus.name} is in this selection{chosen}: there is nothing to chart."
    articles = corpus.table
    sources = articles["source"].replace("", pd.NA).nunique()
    groups = articles["group"].replace("", pd.NA).nunique()
    dates = articles["published_local"].dropna()
    of = counted(sources, "source") if sources else "no known source"
    text = f"{corpus.about.title or corpus.name}: {counted(len(corpus), 'article')} of {of}"
    text += f" in {counted(groups, 'group')}" if groups > 1 else ""
    if dates.empty:
        return text + ", none of them dated."
    months = dates.dt.to_period("M").nunique()
    first, last = f"{dates.min():%B %Y}", f"{dates.max():%B %Y}"
    return text + (
        f", {first}." if first == last else f", {first} to {last} ({counted(months, 'month')} with articles)."
    )


def _lengths(corpus: Corpus) -> str:
    """Warn when compared sources differ twofold in length: longer articles have more room for every frame."""
    table = pd.DataFrame({"source": corpus.table["source"], "words": corpus.features["words"]})
    sizes = table["source"].value_counts()
    compared = table[table["source"].isin(sizes[sizes >= 10].index) & table["source"].ne("")]
    median = compared.groupby("source")["words"].median()
    if len(median) < 2 or median.min() * 2 > median.max():
        return ""
    low, high = median.idxmin(), median.idxmax()
    return (
        f"Lengths differ: a median of {median[low]:,.0f} words in {low}, {median[high]:,.0f} in {high}. "
        'Longer articles have more room for every frame; compare with unit="headline" or "lead", or measure="rate".'
    )
