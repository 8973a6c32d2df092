"""The corpus as an object: articles, the instruments that measure them, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from framing.corpus.select import Selection, select
from framing.corpus.wire import exact_copies
from framing.engine.local import measure_articles
from framing.measures.codebook import Codebook
from framing.measures.kernel import Measured
from framing.project import FramingError, nearest

__all__ = ["About", "Corpus"]

# Fewer than three marks on a time axis say little about what happened in it.
_FEWEST_EVENTS = 3


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


@dataclass(frozen=True, repr=False, eq=False)
class Corpus:
    """Articles, with the outlets, events and codebook they are studied with.

    Make one with `framing.load` or `framing.simulate`; narrow it with `where`.

    Attributes
    ----------
    articles : DataFrame
        One row an article; see `framing.articles.schema.COLUMNS`.
    quarantine : DataFrame
        One row a record that was not kept, with its reason and place.
    sources : DataFrame
        One row an outlet of sources.csv.
    events : DataFrame
        The ledger of events.
    codebook : Codebook
        The instrument.
    about : About
        Name, notice, and how the corpus was read.
    truth : DataFrame or None
        Of a simulated corpus, the planted shares.
    """

    articles: pd.DataFrame
    quarantine: pd.DataFrame
    sources: pd.DataFrame
    events: pd.DataFrame
    codebook: Codebook
    about: About
    tone: str = "vader"
    truth: pd.DataFrame | None = None
    selection: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def name(self) -> str:
        """The corpus's name."""
        return self.about.name

    def __repr__(self) -> str:
        dates = self.articles["published_local"].dropna()
        span = f", {dates.min():%B %Y} to {dates.max():%B %Y}" if len(dates) else ""
        sources = self.articles["source"].replace("", pd.NA).nunique()
        return (
            f"Corpus {self.name}: {len(self):,} articles of {sources:,} sources{span}; "
            f"{len(self.quarantine):,} in quarantine"
        )

    @cached_property
    def _measured(self) -> Measured:
        return measure_articles(self.articles, self.codebook, tone=self.tone)

    @cached_property
    def candidates(self) -> pd.DataFrame:
        """Every match of every codebook line, won or not, with ``excluded_by``."""
        return self._measured.candidates

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
        measured = self._measured.features
        given = self.articles[["article_id", "source", "published"]].reset_index(drop=True)
        return pd.concat([given, measured.drop(columns="article_id")], axis=1)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """One row an article: the cluster of copies it belongs to."""
        return exact_copies(self.articles)

    @property
    def labels(self) -> dict[str, str]:
        """The label of each frame and actor, by code."""
        return {entry.code: entry.label for entry in self.codebook if entry.kind != "topic"}

    @property
    def groups(self) -> dict[str, str]:
        """The group of each source that has articles."""
        pairs = self.articles[["source", "group"]].drop_duplicates("source")
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
        dates = self.articles["published_local"]
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
        kept = select(self.articles, asked)
        if kept.all():
            return replace(self, selection=self.selection + asked.said())
        part = replace(
            self, articles=self.articles[kept].reset_index(drop=True), selection=self.selection + asked.said()
        )
        if "_measured" in self.__dict__:
            ids = set(part.articles["article_id"])
            candidates = self.candidates[self.candidates["article_id"].isin(ids)].reset_index(drop=True)
            features = self._measured.features[kept].reset_index(drop=True)
            part.__dict__["_measured"] = Measured(candidates, features)
        return part


def _listed(names: str | Sequence[str]) -> tuple[str, ...]:
    """Take one name for a list of one, not for its letters."""
    return tuple(name for name in ([names] if isinstance(names, str) else names) if name)
