"""What a methods section is asked for: how the corpus came to be, what was left out, the codebook line by line."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.corpus.wire.policies import POLICIES
from framing.project import __version__
from framing.show.wording import counted, listed
from framing.trends.counted import left_out

__all__ = ["ASKED", "NOT_REPORTED", "codebook_lines", "long_date", "methods_table"]

NOT_REPORTED = "NOT REPORTED"

ASKED = {
    "author": "Who made the corpus",
    "database": "Database or service",
    "query": "Query",
    "searched": "First and last day searched",
    "retrieved": "Retrieved on",
    "outlets": "Outlets asked for, and why these",
    "excluded": "What was excluded by hand",
    "coders": "Human coders",
    "agreement": "Agreement between coders",
    "ethics": "Licence of the texts, ethics",
}


def methods_table(corpus: Corpus, *, every: str = "quarter", denominator: str = "topic") -> pd.DataFrame:
    """List what a methods section is asked for; what was not supplied is printed as NOT REPORTED.

    ``corpus.yml`` may state ``author``, ``database``, ``query``, ``searched``, ``retrieved``, ``outlets``,
    ``excluded``, ``coders``, ``agreement`` and ``ethics``; of an imported corpus the files state some of it.

    Parameters
    ----------
    corpus : Corpus
    every, denominator : str
        As for `framing.trends`: what counts as dated well enough, and which articles a share is of.

    Returns
    -------
    DataFrame
        ``item``, ``what``: text, in the order of a methods section.

    Examples
    --------
    >>> import framing
    >>> table = framing.methods_table(framing.simulate(articles=120, seed=1)).set_index("item")["what"]
    >>> table["Query"], table["Codebook"]
    ('NOT REPORTED', 'space-security, version 1, language en; 10 frames, 7 actors')
    """
    about, book = corpus.about, corpus.codebook
    dates = corpus.table["published_local"].dropna()
    reasons = corpus.quarantine["reason"].value_counts() if len(corpus.quarantine) else pd.Series(dtype=int)
    out = left_out(corpus, every=every, denominator=denominator) if len(corpus) else {}
    copies = int((corpus.clusters["role"] == "copy").sum()) if len(corpus) else 0
    stories = corpus.clusters["cluster_id"].nunique() if len(corpus) else 0
    languages = corpus.table["language"].replace("", "unknown").value_counts().head(8)
    span = f", {long_date(dates.min())} to {long_date(dates.max())}" if len(dates) else ""
    kept = about.read - len(corpus.quarantine)
    checked = "; ".join(f"{book.label(code)}: {text}" for code, text in corpus.validation.items())
    rows = {
        "Corpus": about.title or about.name,
        **{asked: about.stated.get(name, NOT_REPORTED) for name, asked in ASKED.items()},
        "Files": listed([str(each) for each in about.files], 6),
        "Records": f"{about.read:,} read, {kept:,} kept, {len(corpus.quarantine):,} in quarantine",
        "Reasons for quarantine": "; ".join(f"{why}: {n:,}" for why, n in reasons.items()) or "none",
        "Articles": f"{len(corpus):,}{span}",
        "Selection": "; ".join(corpus.selection) or "none: all articles",
        "Languages": "; ".join(f"{name}: {n:,}" for name, n in languages.items()) or "none",
        "Left out of shares": "; ".join(f"{n:,} {why}" for why, n in out.items()) or "none",
        "Wire copies": f"{copies:,} articles are copies of another; {counted(stories, 'story', 'stories')}",
        "Policy on copies": f"{corpus.policy}: {POLICIES[corpus.policy]}",
        "Codebook": f"{book.name}, version {book.version}, language {book.language}; "
        f"{counted(len(book.frames), 'frame')}, {counted(len(book.actors), 'actor')}",
        "Validated frames": checked or "none has been compared with human coders",
        "Tone": f"{corpus.instruments.tone}, by sentence, codebook matches masked",
        "Software": f"space-framing {__version__}; the foot of this page names packages, commit and parameters",
    }
    return pd.DataFrame(list(rows.items()), columns=["item", "what"])


def codebook_lines(corpus: Corpus) -> pd.DataFrame:
    """List every line of the codebook with what it found, those that found nothing too.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    DataFrame
        ``kind`` (topic, frame or actor), ``label``, ``list`` (include or exclude), ``line``, ``mentions`` (matches
        that count; of an exclusion the matches it took away) and ``articles`` (with one of them; missing for the topic,
        which is not counted line by line).

    Examples
    --------
    >>> import framing
    >>> lines = framing.codebook_lines(framing.simulate(articles=120, seed=1))
    >>> bool((lines["mentions"].dropna() >= lines["articles"].dropna()).all())
    True
    """
    found = corpus.mentions.groupby(["kind", "code", "term"])["article_id"].agg(["size", "nunique"])
    taken = corpus.candidates
    taken = taken[~taken["won"] & taken["excluded_by"].fillna("").ne("")]
    gone = taken.groupby(["kind", "code", "excluded_by"])["article_id"].agg(["size", "nunique"])
    rows = []
    for entry in corpus.codebook:
        for name, lines, table in (("include", entry.include, found), ("exclude", entry.exclude, gone)):
            for line in lines:
                text = str(getattr(line, "text", line))
                key = (entry.kind, entry.code, text)
                counts = table.loc[key].tolist() if key in table.index else [0, 0]
                topic = entry.kind == "topic"
                rows.append((entry.kind, entry.label, name, text, *([None, None] if topic else counts)))
    return pd.DataFrame(rows, columns=["kind", "label", "list", "line", "mentions", "articles"]).astype(
        {"mentions": "Int64", "articles": "Int64"}
    )


def long_date(day: pd.Timestamp) -> str:
    """Return a date in words.

    >>> long_date(pd.Timestamp("2024-10-03"))
    '3 October 2024'
    """
    return f"{day.day} {day:%B %Y}"
