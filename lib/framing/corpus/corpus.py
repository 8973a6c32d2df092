"""The corpus as an object: articles, the instruments that measure them, and what was measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.articles.intake import with_bodies
from framing.articles.texts import Texts
from framing.corpus.measuring import TOGETHER, Instruments
from framing.corpus.select import Selection, select
from framing.corpus.wire.agencies import Agencies
from framing.corpus.wire.clusters import DAYS, LEAST
from framing.corpus.wire.kept import kept_clusters
from framing.corpus.wire.policies import POLICIES, check_policy, kept_under
from framing.measures.codebook import Codebook
from framing.measures.kernel import Measured
from framing.project import FramingError, nearest

__all__ = ["STATED", "About", "Corpus"]

# Fewer than three marks on a time axis say little about what happened in it.
_FEWEST_EVENTS = 3


# What ``corpus.yml`` may say of how a corpus came to be, and a methods section is asked for.
STATED = (
    "author", "database", "query", "searched", "retrieved", "outlets", "excluded", "coders", "agreement", "ethics",
)  # fmt: skip


@dataclass(frozen=True)
class About:
    """What a corpus says of itself (``corpus.yml``) and how it was read.

    Attributes
    ----------
    name, title, licence, notice : str
        The notice is printed on every page made from the corpus.
    synthetic : bool
        Whether its articles were made by a program.
    files : tuple of str
        The files that were read.
    read : int
        Records read: kept + quarantined.
    mapping : dict
        Article column -> column of the file.
    notes : tuple of str
        What a reader should know of the dates and outlets.
    stated : dict of str to str
        How the corpus came to be, as far as it is stated: see `STATED`.
    """

    name: str
    title: str = ""
    licence: str = ""
    notice: str = ""
    synthetic: bool = False
    files: tuple[str, ...] = ()
    read: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stated: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False, eq=False)
class Corpus:
    """Articles, with the outlets, events and codebook they are studied with.

    Make one with `framing.load` or `framing.simulate`; narrow it with `where`.

    Attributes
    ----------
    table : DataFrame
        One row an article: every column but the body, which stays in its file.
    texts : Texts
        The headline and body of each article.
    quarantine : DataFrame
        One row a record that was not kept, with its reason and place.
    sources : DataFrame
        One row an outlet of sources.csv.
    events : DataFrame
        The ledger of events.
    instruments : Instruments
        The codebook and the tone, and where they measure.
    about : About
        Name, notice, and how the corpus was read.
    truth : DataFrame or None
        Of a simulated corpus, the planted shares.
    selection : tuple of str
        What `where` was asked for, a phrase each.
    policy : str
        Which of the copies of a story count; see `under`.
    settled : DataFrame or None
        The clusters, where they were found before some articles were left out.
    """

    table: pd.DataFrame
    texts: Texts
    quarantine: pd.DataFrame
    sources: pd.DataFrame
    events: pd.DataFrame
    instruments: Instruments
    about: About
    truth: pd.DataFrame | None = None
    selection: tuple[str, ...] = ()
    policy: str = "all"
    settled: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def articles(self) -> pd.DataFrame:
        """One row an article, with its body; see `framing.articles.schema.COLUMNS`. All bodies are read."""
        return with_bodies(self.table, self.texts)

    @property
    def codebook(self) -> Codebook:
        """The codebook."""
        return self.instruments.codebook

    @property
    def name(self) -> str:
        """The corpus's name."""
        return self.about.name

    def __repr__(self) -> str:
        dates = self.table["published_local"].dropna()
        span = f", {dates.min():%B %Y} to {dates.max():%B %Y}" if len(dates) else ""
        sources = self.table["source"].replace("", pd.NA).nunique()
        return (
            f"Corpus {self.name}: {len(self):,} articles of {sources:,} sources{span}; "
            f"{len(self.quarantine):,} in quarantine"
        )

    def measured(self, part: str) -> pa.Table:
        """Return an Arrow table of one part of `framing.measures.kernel.PARTS`, with one row an article."""
        return self.instruments.read(self.texts, part)

    def bare(self) -> Corpus:
        """Return the corpus with no more of its articles than ``features`` shows: a third of the memory."""
        return replace(self, table=self.table[["article_id", "source", "published"]].copy())

    def measure(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Measure what has not been measured before: mentions, features, and counts of words.

        Parameters
        ----------
        progress : callable, optional
            Told how many articles are done, and of how many.

        Returns
        -------
        int
            How many texts were measured.
        """
        return self.instruments.fill(self.texts, (*TOGETHER, "terms"), progress)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Every match of every codebook line, won or not, with ``excluded_by``."""
        ids = self.table["article_id"].to_numpy(dtype=object)
        return Measured(ids, {"mentions": self.measured("mentions")}).candidates

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """One row a mention: the matches that count, with character offsets; see DESIGN's table."""
        found = self.candidates
        return found.loc[found["won"], [c for c in found.columns if c not in ("won", "excluded_by")]].reset_index(
            drop=True
        )

    @cached_property
    def features(self) -> pd.DataFrame:
        """One row an article: words, sentences, on_topic, tone, and a count for each frame and actor."""
        return self.features_table().to_pandas()

    def features_table(self) -> pa.Table:
        """Return ``features`` as an Arrow table: for a million articles half the memory."""
        columns = {
            "article_id": pa.Array.from_pandas(self.table["article_id"]).cast(pa.large_string()),
            "source": pa.Array.from_pandas(self.table["source"]).cast(pa.large_string()),
            "published": pa.Array.from_pandas(self.table["published"], type=pa.timestamp("us", "UTC")),
        }
        for part in ("words", "tone", "frames"):
            measured = self.measured(part)
            columns |= {name: measured[name] for name in measured.column_names}
        return pa.table(columns)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """One row an article: the cluster of copies it belongs to; see `framing.wire_clusters`."""
        if self.settled is not None:
            return self.settled
        return self.cluster()

    def cluster(self, *, days: int = DAYS, least: float = LEAST) -> pd.DataFrame:
        """Find which articles are copies of one another; see `framing.wire_clusters`."""
        table = self.table
        dateline = table["dateline"] if "dateline" in table else pd.Series("", index=table.index)
        given = (
            {"author": table["author"], "dateline": dateline, "source": table["source"]} if "author" in table else {}
        )
        return kept_clusters(
            self.instruments, self.texts, table, pd.DataFrame(given), Agencies(self.sources), days=days, least=least
        )

    def under(self, policy: str) -> Corpus:
        """Keep the articles that a policy on wire copies counts.

        Clusters are found first, among the articles of this corpus: of a selection, one article of each story in it.

        Parameters
        ----------
        policy : str
            ``all``: what readers were exposed to. ``one-per-cluster``: what was written. ``one-per-source``: what each
            outlet chose.

        Returns
        -------
        Corpus

        Raises
        ------
        FramingError
            For another policy, or when another one holds already.
        """
        check_policy(policy)
        if policy in ("all", self.policy):
            return self
        if self.policy != "all":
            raise FramingError(f'This corpus is under the policy "{self.policy}" already; begin with the whole one.')
        rows = np.flatnonzero(kept_under(policy, self.clusters, self.table["source"]))
        return replace(
            self,
            table=self.table.iloc[rows].reset_index(drop=True),
            texts=self.texts.take(rows),
            settled=self.clusters.iloc[rows].reset_index(drop=True),
            policy=policy,
            selection=(*self.selection, f"{POLICIES[policy]} (policy {policy})"),
        )

    @property
    def labels(self) -> dict[str, str]:
        """The label of each frame and actor, by code."""
        return {entry.code: entry.label for entry in self.codebook if entry.kind != "topic"}

    @property
    def groups(self) -> dict[str, str]:
        """The group of each source that has articles."""
        pairs = self.table[["source", "group"]].drop_duplicates("source")
        return dict(zip(pairs["source"], pairs["group"], strict=True))

    @property
    def validation(self) -> dict[str, str]:
        """How well each validated frame agrees with human coders; frames that nobody validated are absent."""
        return self.codebook.validation()

    def pick_events(self, *, frames: Sequence[str] = (), names: Sequence[str] = ()) -> pd.DataFrame:
        """Return the events to mark on a chart: those named, else those that are about one of the frames.

        An event's frames stand in events.csv with the one it is most about first. Where that leaves fewer than three
        in the time of the corpus, every event that touches one of the frames counts.

        Parameters
        ----------
        frames : sequence of str
            Codes; none means every event.
        names : sequence of str
            ``event_id`` of events.csv; they win over the frames.

        Returns
        -------
        DataFrame
            Rows of ``events``.

        Raises
        ------
        FramingError
            For an event that the ledger does not have.
        """
        known = set(self.events["event_id"])
        for name in names:
            if name not in known:
                raise FramingError(f'events.csv has no event "{name}"{nearest(name, known)}')
        if names:
            return self.events[self.events["event_id"].isin(names)].reset_index(drop=True)
        dates = self.table["published_local"]
        events = self.events[self.events["date"].between(dates.min(), dates.max())]
        wanted = {code.partition("/")[0] for code in frames}
        if wanted:
            touching = events[[not wanted.isdisjoint(codes.split("|")) for codes in events["frames"]]]
            about = touching[touching["frames"].str.partition("|")[0].isin(wanted)] if len(touching) else touching
            events = about if len(about) >= _FEWEST_EVENTS else touching
        return events.reset_index(drop=True)

    def where(
        self,
        *,
        sources: str | Sequence[str] = (),
        groups: str | Sequence[str] = (),
        start: str = "",
        end: str = "",
        language: str = "",
        matching: str = "",
    ) -> Corpus:
        """Keep the articles that fit every condition; an empty condition means all.

        Parameters
        ----------
        sources, groups : str or sequence of str
            Names as in sources.csv.
        start, end : str
            ``2024``, ``2024-10`` or ``2024-10-23``; both ends are included. Undated articles do not fit.
        language : str
            Two letters, such as ``en``. Articles of unknown language do not fit.
        matching : str
            A codebook line: a word, phrase, wildcard or ``near(a, b, n)`` found in headline or body.

        Returns
        -------
        Corpus
            Possibly empty.

        Raises
        ------
        FramingError
            For a source or group that the corpus does not have, or a date of another form.
        """
        asked = Selection(_listed(sources), _listed(groups), start, end, language, matching)
        kept = select(self.table, self.texts, asked)
        if kept.all():
            return replace(self, selection=self.selection + asked.said())
        rows = np.flatnonzero(kept)
        return replace(
            self,
            table=self.table.iloc[rows].reset_index(drop=True),
            texts=self.texts.take(rows),
            settled=None if self.settled is None else self.settled.iloc[rows].reset_index(drop=True),
            selection=self.selection + asked.said(),
        )


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    """Take one name for a list of one, not for its letters."""
    return tuple(name for name in ([names] if isinstance(names, str) else names) if name)
