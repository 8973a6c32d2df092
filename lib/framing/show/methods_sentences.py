"""The methods paragraph, ready to be pasted, and what it still lacks."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.policies import POLICIES
from framing.project import __version__
from framing.show.findings import NOTHING, Findings
from framing.show.methods import ASKED, long_date
from framing.show.wording import counted, percent
from framing.trends.counted import left_out

__all__ = ["methods_findings"]


def methods_findings(corpus: Corpus, *, every: str = "quarter", denominator: str = "topic") -> Findings:
    """Write the methods paragraph, sentence by sentence, and say what it still lacks.

    Parameters
    ----------
    corpus : Corpus
    every, denominator : str
        As for `framing.methods_table`.

    Examples
    --------
    >>> import framing
    >>> framing.methods_findings(framing.simulate(articles=120, seed=1)).sentences[-1].split(":")[0]
    'Not reported, and asked for by a referee'
    """
    if not len(corpus):
        return Findings([NOTHING])
    book, about = corpus.codebook, corpus.about
    dates = corpus.table["published_local"].dropna()
    span = f" from {long_date(dates.min())} to {long_date(dates.max())}" if len(dates) else ""
    sources = corpus.table["source"].replace("", pd.NA).nunique()
    counts = len(corpus) - sum(left_out(corpus, every=every, denominator=denominator).values())
    copies = float((corpus.clusters["role"] == "copy").mean())
    of = ", on the codebook's topic and in its language" if denominator == "topic" else ""
    where = f" They come from {about.stated['database']}." if "database" in about.stated else ""
    query = f" The query was: {about.stated['query']}." if "query" in about.stated else ""
    said = [
        f"We analysed {counted(len(corpus), 'article')} of {counted(sources, 'source')}{span}; of {about.read:,} "
        f"records read, {len(corpus.quarantine):,} could not be kept.{where}{query}",
        f"Frames were counted with the codebook {book.name} (version {book.version}): an article uses a frame when at "
        f"least one of its lines matches. Shares are over the {counted(counts, 'article')} that are dated and of a "
        f"named outlet{of}.",
        f"{percent(copies)} of the articles are copies of another (policy {corpus.policy}: {POLICIES[corpus.policy]}). "
        "Intervals count stories, not articles: Wilson's (1927) on the effective number of articles for shares, a "
        "Poisson bootstrap on stories (1,000 replicates) for all else; differences follow Newcombe (1998) and Zou "
        "(2007).",
        "Tone is VADER's (Hutto and Gilbert 2014), by sentence, with the codebook's own words masked.",
        f"The analysis was made with space-framing {__version__}.",
    ]
    missing = [asked for name, asked in ASKED.items() if name not in about.stated]
    if missing:
        said.append(f"Not reported, and asked for by a referee: {'; '.join(missing)}.")
    return Findings(said)
