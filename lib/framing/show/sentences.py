"""The answers, computed: what a run found, in sentences that can also say "no clear difference"."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from framing.articles.sources import OTHER
from framing.corpus.corpus import Corpus
from framing.show.findings import Findings
from framing.show.wording import counted, joined, number
from framing.trends.cells import trends
from framing.trends.intervals import Z, newcombe
from framing.trends.periods import span
from framing.trends.tone import tone_by_frame

__all__ = [
    "corpus_findings",
    "difference_findings",
    "frame_findings",
    "reading_findings",
    "tone_findings",
    "word_findings",
]

_NOTHING = "There are no articles in this selection: nothing can be said."


def corpus_findings(corpus: Corpus) -> Findings:
    """Say who wrote how much, when, and what is missing.

    Examples
    --------
    >>> import framing
    >>> framing.corpus_findings(framing.simulate(articles=600, seed=1)).sentences[0][:10]
    '12 sources'
    """
    if not len(corpus):
        return Findings([_NOTHING])
    articles, features = corpus.articles, corpus.features
    said = []
    counts = articles["source"].replace("", pd.NA).value_counts()
    if len(counts):
        top = counts.index[0]
        said.append(
            f"{counted(len(counts), 'source')}; the largest, {top}, wrote {_percent(counts.iloc[0] / len(articles))} "
            f"of the {counted(len(articles), 'article')}."
        )
    unknown = articles[articles["group"].eq(OTHER) & articles["source"].ne("")]["source"]
    unknown = unknown[~unknown.isin(corpus.sources["name"])]
    if len(unknown):
        said.append(
            f"Not in sources.csv, and so in the group “{OTHER}”: {counted(unknown.nunique(), 'source')} with "
            f"{_percent(len(unknown) / len(articles))} of the articles."
        )
    few = int((counts < 30).sum())
    if few:
        one = "has" if few == 1 else "have"
        said.append(f"{counted(few, 'source')} {one} fewer than 30 articles: too few for a trend of their own.")
    said.append(
        f"{_percent(features['on_topic'].mean())} are on the codebook's topic; "
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
        f"{_percent(copies / len(articles))} of the articles repeat the text of an earlier one, word for word."
        if copies
        else "No article repeats the text of another one word for word."
    )
    undated = int(articles["published_local"].isna().sum())
    if undated:
        said.append(
            f"{counted(undated, 'article')} {'has' if undated == 1 else 'have'} no date and cannot be in a trend."
        )
    return Findings(said)


def _stopped(corpus: Corpus) -> list[str]:
    dated = corpus.articles[corpus.articles["published_local"].notna() & corpus.articles["source"].ne("")]
    last = dated.groupby("source")["published_local"].agg(["max", "size"])
    if last.empty:
        return []
    early = last[(last["max"] < last["max"].max() - pd.Timedelta(days=365)) & (last["size"] >= 30)]
    return [str(each) for each in early.sort_values("size", ascending=False).index[:3]]


def frame_findings(
    corpus: Corpus,
    *,
    frames: Sequence[str] = (),
    unit: str = "article",
    denominator: str = "topic",
    min_articles: int = 10,
) -> Findings:
    """Say which source and group uses each frame most and least, and what changed from the first year to the last.

    A difference is called when its 95 % interval leaves out zero. Every comparison counts whole years or the whole
    time, so that the answer does not hang on one month.

    Examples
    --------
    >>> import framing
    >>> found = framing.frame_findings(framing.simulate(articles=600, seed=1), frames=["threat"])
    >>> found.sentences[0].split(":")[0]
    'Threat'
    """
    if not len(corpus):
        return Findings([_NOTHING])
    options: dict[str, Any] = {"frames": frames, "unit": unit, "denominator": denominator, "min_articles": min_articles}
    by_source = trends(corpus, by="source", every="all", **options)
    by_group = trends(corpus, by="group", every="all", **options)
    yearly = trends(corpus, by="group", every="year", **options)
    overall = trends(corpus, by="all", every="all", **options)
    if by_source.empty:
        return Findings(["No article counts towards a share over time; what was left out, and why, stands above."])
    said = []
    for entry in corpus.codebook.select(frames):
        name = entry.label
        whole = overall[overall["code"] == entry.code]
        if len(whole):
            row = whole.iloc[0]
            verb = "uses" if row.articles == 1 else "use"
            said.append(
                f"{name}: {_percent(row.estimate)} of {counted(int(row.articles), 'article')} {verb} the frame "
                f"(95% interval {_interval(row.low, row.high)}). "
                + _extremes(by_source[by_source["code"] == entry.code], "source")
                + _extremes(by_group[by_group["code"] == entry.code], "group")
            )
        said += _changes(yearly[yearly["code"] == entry.code], name)
    return Findings([" ".join(each.split()) for each in said])


def _extremes(cells: pd.DataFrame, what: str) -> str:
    shown = cells[cells["shown"]].sort_values(["estimate", "group"], ascending=[False, True])
    if len(shown) < 2:
        return f"Too few articles to compare {what}s. " if len(cells) > 1 else ""
    top, low = shown.iloc[0], shown.iloc[-1]
    # The two are picked as the extremes of many: their intervals are widened for as many comparisons (Bonferroni).
    wider = NormalDist().inv_cdf(1 - 0.025 / len(shown)) / Z
    sides = [
        (
            row.estimate,
            row.estimate - wider * (row.estimate - row.low),
            row.estimate + wider * (row.high - row.estimate),
        )
        for row in (top, low)
    ]
    if newcombe(*(np.array([value]) for side in sides for value in side))[0][0] <= 0:
        return f"No clear difference between {what}s. "
    return f"By {what} it runs from {_percent(low.estimate)} ({low.group}) to {_percent(top.estimate)} ({top.group}). "


def _changes(yearly: pd.DataFrame, name: str) -> list[str]:
    """Compare each group's first and last full year."""
    rising: list[str] = []
    falling: list[str] = []
    unclear: list[str] = []
    short: list[str] = []
    for group, rows in yearly[~yearly["partial"].astype(bool)].groupby("group"):
        shown = rows[rows["shown"]].sort_values("period")
        if len(shown) < 2:
            short.append(str(group))
            continue
        first, last = shown.iloc[0], shown.iloc[-1]
        low, high = newcombe(*(np.array([row[c]]) for row in (last, first) for c in ("estimate", "low", "high")))
        text = f"{group} ({_percent(first.estimate)} in {first.period}, {_percent(last.estimate)} in {last.period})"
        (rising if low[0] > 0 else falling if high[0] < 0 else unclear).append(text)
    said = []
    if rising:
        said.append(f"{name} rises in {joined(rising)}.")
    if falling:
        said.append(f"{name} falls in {joined(falling)}.")
    if unclear:
        said.append(f"{name} shows no clear change between the first and the last full year in {joined(unclear)}.")
    if short:
        where = "any group" if not (rising or falling or unclear) else listed(short)
        said.append(f"{name}: too few full years with enough articles to tell a change in {where}.")
    return [" ".join(said)] if said else []


def difference_findings(differences: pd.DataFrame, *, labels: dict[str, str] | None = None) -> Findings:
    """Say in how many periods one group is clearly above the other: the interval leaves out zero.

    Parameters
    ----------
    differences : DataFrame
        From `framing.difference`.
    labels : dict, optional
        The label of each frame, by code.

    Examples
    --------
    >>> import framing
    >>> cells = framing.trends(framing.simulate(articles=240, seed=1), by="group", every="all", frames=["espionage"])
    >>> print(framing.difference_findings(framing.difference(cells, groups=["United States", "China"])))
    - espionage: of 1 period with enough articles in both, United States is clearly above China in 1 ...
    """
    if differences.empty:
        return Findings(["There are no two groups to compare."])
    said = []
    for (code, a, b), rows in differences.groupby(["code", "a", "b"], sort=False):
        shown = rows[rows["shown"]]
        above, below = int((shown["low"] > 0).sum()), int((shown["high"] < 0).sum())
        said.append(
            f"{(labels or {}).get(code, code)}: of {counted(len(shown), 'period')} with enough articles in both, {a} "
            f"is clearly above {b} in {above} and clearly below in {below}."
        )
    return Findings(said)


def word_findings(terms: pd.DataFrame, *, number_of_terms: int = 4) -> Findings:
    """Say which terms set each source or group apart.

    Parameters
    ----------
    terms : DataFrame
        From `framing.tfidf` over the whole time.
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
        words = joined([f"“{each}”" for each in rows["term"].head(number_of_terms)])
        said.append(f"{group or 'Without a name'}: set apart most by {words}.")
    more = [f"{len(said) - 12} more are in the tables of this page."] if len(said) > 12 else []
    return Findings(said[:12] + more)


def tone_findings(corpus: Corpus, *, frames: Sequence[str] = (), min_articles: int = 10, seed: int = 1) -> Findings:
    """Say whose tone is highest and lowest, which frames go with a darker tone, and what holds only unmasked.

    Examples
    --------
    >>> import framing
    >>> len(framing.tone_findings(framing.simulate(articles=300, seed=1)).sentences) > 1
    True
    """
    if not len(corpus):
        return Findings([_NOTHING])
    if corpus.features["tone"].isna().all():
        return Findings(["No article has a body: tone is measured on the sentences of the body, so there is none."])
    cells = trends(corpus, by="group", every="all", measure="tone", frames=frames, min_articles=min_articles, seed=seed)
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
    table = tone_by_frame(corpus, by="all", frames=frames, min_articles=min_articles, seed=seed)
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
    return Findings(said or ["Too few articles with a body to compare tone."])


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
        return Findings([_NOTHING])
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


def listed(names: Sequence[str], most: int = 4) -> str:
    """Name the first few, and say how many more there are."""
    rest = len(names) - most
    return joined(names) if rest <= 0 else f"{', '.join(names[:most])} and {rest} more"


def _percent(share: float) -> str:
    if share != share:
        return "none"
    return f"{share * 100:.1f}%" if 0 < share < 0.01 else f"{share * 100:.0f}%"


def _interval(low: float, high: float) -> str:
    digits = 1 if high < 0.1 else 0
    return f"{low * 100:.{digits}f}–{high * 100:.{digits}f}%"
