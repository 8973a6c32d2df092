"""What was found about copies, computed: how many there are, whose they are, and what became of their headlines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.headlines import headline_changes
from framing.corpus.wire.shares import NO_AGENCY, wire_shares
from framing.show.findings import NOTHING, Findings
from framing.show.style import label_of
from framing.show.wording import counted, interval, number, percent
from framing.trends.headlines import headline_summary

__all__ = ["wire_findings"]

# Sources with fewer articles are not named as the one with the most or the least.
_LEAST_ARTICLES = 30


def wire_findings(corpus: Corpus) -> Findings:
    """Say how much of a corpus is copied, from whom, and what outlets did to the headlines.

    Examples
    --------
    >>> import framing
    >>> found = framing.wire_findings(framing.simulate(articles=600, seed=1))
    >>> "copies of another" in found.sentences[0]
    True
    """
    if not len(corpus):
        return Findings([NOTHING])
    clusters = corpus.clusters
    copies = clusters["role"] == "copy"
    if not copies.any():
        return Findings(["No article is a copy of another one."])
    sizes = clusters[clusters["cluster_id"].isin(clusters.loc[copies, "cluster_id"])].groupby("cluster_id").size()
    said = [
        f"{counted(int(copies.sum()), 'article')} of {len(corpus):,} ({percent(copies.mean())}) are copies of another; "
        f"they come from {counted(len(sizes), 'story', 'stories')}, the largest of which stands here "
        f"{sizes.max():,} times."
    ]
    said += _agencies(wire_shares(corpus))
    weak = float((clusters["evidence"][copies] == "snippet").mean())
    if weak > 0.5:
        said.append(f"{percent(weak)} of the copies were told from short or cut bodies, which is weaker evidence.")
    return Findings([*said, *_headlines(corpus)])


def _agencies(shares: pd.DataFrame) -> list[str]:
    named = shares[~shares["agency"].isin(["", NO_AGENCY])]
    articles = shares.drop_duplicates("source").set_index("source")["articles"]
    if named.empty or not articles.sum():
        return ["No copy names an agency."]
    total = named.groupby("source")["wire"].sum().reindex(articles.index, fill_value=0)
    text = f"Agencies' own pages aside, {percent(total.sum() / articles.sum())} of the articles are agency copy"
    large = articles[articles >= _LEAST_ARTICLES].index
    part = (total / articles)[large].sort_values(kind="stable")
    if len(part) > 1 and part.iloc[-1] > part.iloc[0]:
        low, high = (f"{percent(part.iloc[at])} ({part.index[at]})" for at in (0, -1))
        text += f"; by source it runs from {low} to {high}"
    most = named.groupby("agency")["wire"].sum().sort_values(ascending=False, kind="stable")
    return [f"{text}. Most often it is {most.index[0]}'s ({counted(int(most.iloc[0]), 'article')})."]


def _headlines(corpus: Corpus) -> list[str]:
    changes = headline_changes(corpus)
    if not len(changes):
        return ["No copy and its original both have a headline."]
    row = headline_summary(changes.assign(group="all"), by="group").iloc[0]
    said = [
        f"Of {counted(len(changes), 'pair')} of copy and original, the headline differs in {percent(row['changed'])} "
        f"(95% interval {interval(row['changed_low'], row['changed_high'])}); a changed one has "
        f"{number(row['added'], 1)} words that the original lacks."
    ]
    moved = pd.concat([changes["entered"], changes["left"]]).str.split("|").explode()
    moved = moved[moved != ""]
    if len(moved):
        code = str(moved.value_counts().sort_index().idxmax())
        entered, left = (
            int(changes[c].str.split("|").map(lambda codes: code in codes).sum()) for c in ("entered", "left")
        )
        said.append(
            f"The frame that headlines change most is {label_of(code, corpus.labels)}: it entered {entered:,} and "
            f"left {left:,}."
        )
    else:
        said.append("No frame entered or left a headline.")
    if np.isfinite(row["tone_low"]):
        clear = "darker" if row["tone_high"] < 0 else "brighter" if row["tone_low"] > 0 else ""
        mean, low, high = (number(row[name], 3, signed=True) for name in ("tone", "tone_low", "tone_high"))
        bounds = f"{mean}, 95% interval {low} to {high}"
        said.append(
            f"Copies' headlines are {clear} than their originals' ({bounds})."
            if clear
            else f"The tone of headlines shows no clear change ({bounds})."
        )
    return said
