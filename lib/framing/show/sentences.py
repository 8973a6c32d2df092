"""The answers, computed: what a run found of a corpus, its words, its tone and its passages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.articles.sources import OTHER
from framing.corpus.corpus import Corpus
from framing.show.findings import NOTHING, Findings
from framing.show.wording import counted, joined, listed, number, percent
from framing.trends.cells import trends
from framing.trends.discoveries import FALSE_SHARE
from framing.trends.periods import span
from framing.trends.tone import tone_by_frame
from framing.trends.units import tone_columns

__all__ = ["corpus_findings", "reading_findings", "tone_findings", "word_findings"]


def corpus_findings(corpus: Corpus) -> Findings:
    """Say who wrote how much, when, and what is missing.

    Examples
    --------
    >>> import framing
    >>> framing.corpus_findings(framing.simulate(articles=600, seed=1)).sentences[0][:10]
    '12 sources'
    """
    if not len(corpus):
        return Findings([NOTHING])
    articles, features = corpus.table, corpus.features
    said = []
    counts = articles["source"].replace("", pd.NA).value_counts()
    if len(counts):
        top = counts.index[0]
        said.append(
            f"{counted(len(counts), 'source')}; the largest, {top}, wrote {percent(counts.iloc[0] / len(articles))} "
            f"of the {counted(len(articles), 'article')}."
        )
    unknown = articles[articles["group"].eq(OTHER) & articles["source"].ne("")]["source"]
    unknown = unknown[~unknown.isin(corpus.sources["name"])]
    if len(unknown):
        said.append(
            f"Not in sources.csv, and so in the group “{OTHER}”: {counted(unknown.nunique(), 'source')} with "
            f"{percent(len(unknown) / len(articles))} of the articles."
        )
    few = int((counts < 30).sum())
    if few:
        one = "has" if few == 1 else "have"
        said.append(f"{counted(few, 'source')} {one} fewer than 30 articles: too few for a trend of their own.")
    said.append(
        f"{percent(features['on_topic'].mean())} are on the codebook's topic; "
        f"the median article has {features['words'].median():,.0f} words."
    )
    months = articles["published_local"].dropna().dt.strftime("%Y-%m")
    if len(months):
        empty = [each for each in span(months, "month") if each not in set(months)]
        if empty:
            said.append(f"No article at all in {listed(empty)}.")
    stopped = _stopped(corpus)
    if stopped:
        said.append(f"{joined(stopped)} {'stops' if len(stopped) == 1 else 'stop'} more than a year before the end.")
    copies = int((corpus.clusters["role"] == "copy").sum())
    said.append(
        f"{percent(copies / len(articles))} of the articles are copies of another one."
        if copies
        else "No article is a copy of another one."
    )
    undated = int(articles["published_local"].isna().sum())
    if undated:
        said.append(
            f"{counted(undated, 'article')} {'has' if undated == 1 else 'have'} no date and cannot be in a trend."
        )
    return Findings(said)


def _stopped(corpus: Corpus) -> list[str]:
    dated = corpus.table[corpus.table["published_local"].notna() & corpus.table["source"].ne("")]
    last = dated.groupby("source")["published_local"].agg(["max", "size"])
    if last.empty:
        return []
    early = last[(last["max"] < last["max"].max() - pd.Timedelta(days=365)) & (last["size"] >= 30)]
    return [str(each) for each in early.sort_values("size", ascending=False).index[:3]]


def word_findings(terms: pd.DataFrame, *, keyness: pd.DataFrame | None = None, number_of_terms: int = 4) -> Findings:
    """Say which terms set each source or group apart, and for which groups that is beyond chance.

    Parameters
    ----------
    terms : DataFrame
        From `framing.tfidf` over the whole time.
    keyness : DataFrame, optional
        From `framing.keyness`.
    number_of_terms : int
        How many to name.

    Examples
    --------
    >>> import framing
    >>> terms = framing.tfidf(framing.simulate(articles=240, seed=1), by="group")
    >>> [each.partition(":")[0] for each in framing.word_findings(terms).sentences]
    ['China', 'Europe', 'India', 'United States']
    """
    if terms.empty:
        return Findings(["No term occurs in enough articles to set one source apart from another."])
    if terms["group"].nunique() < 2:
        return Findings([f"There is only {terms['group'].iloc[0]}: nothing to set it apart from."])
    said = []
    for group, rows in terms.groupby("group", sort=False):
        own = rows[rows["distinct"] > 0]["term"].head(number_of_terms)
        words = joined([f"“{each}”" for each in own])
        said.append(f"{group}: set apart most by {words}." if words else f"{group}: no term sets it apart.")
    more = [f"{len(said) - 12} more are in the tables of this page."] if len(said) > 12 else []
    return Findings(said[:12] + more + ([] if keyness is None else _beyond(keyness, number_of_terms)))


def _beyond(keyness: pd.DataFrame, number_of_terms: int) -> list[str]:
    if keyness.empty:
        return ["There are no two groups whose words could be compared."]
    called = keyness[(keyness["q"] < FALSE_SHARE) & (keyness["z"] > 0)]
    if called.empty:
        return ["No word sets one group apart from the others beyond chance."]
    parts = [
        f"{group} by {joined([f'“{each}”' for each in rows['term'].head(number_of_terms)])}"
        for group, rows in called.groupby("group", sort=False)
    ]
    return [f"Set apart beyond what exchanging stories between groups does: {'; '.join(parts)}."]


def tone_findings(
    corpus: Corpus, *, frames: Sequence[str] = (), unit: str = "article", min_articles: int = 10, seed: int = 1
) -> Findings:
    """Say whose tone is highest and lowest, which frames go with a darker tone, and what holds only unmasked.

    Examples
    --------
    >>> import framing
    >>> len(framing.tone_findings(framing.simulate(articles=300, seed=1)).sentences) > 1
    True
    """
    if not len(corpus):
        return Findings([NOTHING])
    if corpus.features[tone_columns(unit)[0]].isna().all():
        other = {"article": ("body", "headline"), "headline": ("headline", "article")}[unit]
        return Findings([f'No article has a {other[0]}, so there is no tone; unit="{other[1]}" may have one.'])
    options: dict[str, Any] = {"frames": frames, "unit": unit, "min_articles": min_articles, "seed": seed}
    cells = trends(corpus, by="group", every="all", measure="tone", **options)
    overall = cells[(cells["code"] == "") & cells["shown"]].sort_values(["estimate", "group"], ascending=[False, True])
    said = []
    if len(overall) >= 2:
        top, low = overall.iloc[0], overall.iloc[-1]
        ends = [f"{number(each.estimate, 3, signed=True)} ({each.group})" for each in (low, top)]
        span = f"from {ends[0]} to {ends[1]}"
        said.append(
            f"Mean tone runs {span} on a scale from −1 to 1; their intervals do not touch."
            if top.low > low.high
            else f"No clear difference in mean tone between groups: it runs {span} on a scale from −1 to 1."
        )
    table = tone_by_frame(corpus, by="all", **options)
    table = table[table["shown"]]
    names = corpus.labels
    for column, text in (("darker", "a darker tone than articles without it"), ("brighter", "a brighter tone")):
        sign = -1 if column == "darker" else 1
        clear = table[(np.sign(table["masked_low"]) == sign) & (np.sign(table["masked_high"]) == sign)]
        if len(clear):
            rows = clear.sort_values("masked", ascending=sign < 0)
            named = joined([f"{names[row.code]} ({number(row.masked, signed=True)})" for row in rows.itertuples()])
            said.append(f"Articles with {named} have {text}, the codebook's own words left out.")
    raw_clear = np.sign(table["raw_low"]) * np.sign(table["raw_high"]) > 0
    masked_clear = np.sign(table["masked_low"]) * np.sign(table["masked_high"]) > 0
    turned = raw_clear & masked_clear & (np.sign(table["raw"]) != np.sign(table["masked"]))
    only, turns = ([names[code] for code in table[each]["code"]] for each in (raw_clear & ~masked_clear, turned))
    if only:
        said.append(f"Only unmasked is there a tone of {joined(only)}: it is that of the codebook's own words.")
    if turns:
        said.append(
            f"Unmasked, the tone of {joined(turns)} would point the other way: the codebook's own words turn it."
        )
    if len(table) and not (only or turns):
        said.append("No tone of a frame rests on the codebook's own words alone.")
    return Findings(said or ["Too few articles with a tone to compare."])


def reading_findings(corpus: Corpus, passages: pd.DataFrame, *, frames: Sequence[str] = ()) -> Findings:
    """Say how many passages there are behind each frame, and which codebook lines found most of them.

    Examples
    --------
    >>> import framing
    >>> corpus = framing.simulate(articles=120, seed=1)
    >>> drawn = framing.passages(corpus, frames=["threat"], number=2)
    >>> framing.reading_findings(corpus, drawn, frames=["threat"]).sentences[0].split(":")[0]
    'Threat'
    """
    if not len(corpus):
        return Findings([NOTHING])
    said = []
    mentions = corpus.mentions
    for entry in corpus.codebook.select(frames):
        rows = mentions[(mentions["kind"] == "frame") & (mentions["code"] == entry.code)]
        if rows.empty:
            said.append(f"{entry.label}: no passage in this selection.")
            continue
        lines = rows["term"].value_counts()
        top = joined([f"“{line}” ({count / len(rows):.0%})" for line, count in lines.head(3).items()])
        drawn = int((passages["code"] == entry.code).sum())
        said.append(
            f"{entry.label}: {counted(len(rows), 'passage')} in {counted(rows['article_id'].nunique(), 'article')}, "
            f"{drawn} shown; {counted(len(lines), 'codebook line')} found {'it' if len(rows) == 1 else 'them'}, "
            f"most often {top}."
        )
    return Findings(said)
