"""A codebook line tried: which passages it gains and loses, and what the trend would become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.corpus.passages import PASSAGE_WORDS, in_context
from framing.corpus.quotable import QUOTED, quotable
from framing.lab.tried import under_changed
from framing.measures.codebook import Codebook, changed_text, check_codebook, parse_codebook, save_text
from framing.project import CodebookError, FramingError, nearest, root
from framing.show.passages import show_passages
from framing.show.tables import escape
from framing.show.wording import counted, percent, span_of
from framing.trends.cells import trends

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["TRIED", "Trial", "try_line"]

TRIED = "/as tried"  # what a code ends with; charts draw it in the frame's colour with another dash
_PLACE = ["article_id", "part", "start", "end"]
_SHOWN = 20  # passages of each kind


@dataclass(frozen=True)
class Trial:
    """A changed codebook line beside the line as it is.

    Attributes
    ----------
    code, old, new : str
        The frame, the line as it is and as it would be; an empty one is none.
    before, after : Corpus
        The same articles under either codebook; masked tone is not measured again, and missing in ``after.features``.
    gained, lost : DataFrame
        Passages that only the changed codebook finds, and those that only the present one finds.
    problems : tuple of str
        What `framing.check_codebook` says of the changed codebook and not of the present one.
    text : tuple of str
        The codebook's file, as it is and as it would be.
    """

    code: str
    old: str
    new: str
    before: Corpus
    after: Corpus
    gained: pd.DataFrame
    lost: pd.DataFrame
    problems: tuple[str, ...]
    text: tuple[str, str]

    def cells(self, *, by: str = "group", every: str = "quarter") -> pd.DataFrame:
        """Return the share of the frame under either codebook, as if the tried one were nested in it: `TRIED`."""
        parts = [trends(each, by=by, every=every, frames=[self.code]) for each in (self.before, self.after)]
        parts[1] = parts[1].assign(code=f"{self.code}{TRIED}")
        return pd.concat(parts, ignore_index=True)

    def sentences(self) -> list[str]:
        """Say what the line would change: passages, articles, and the share over the whole time."""
        if self.old and self.new:
            what = f"“{self.old}” changed to “{self.new}”"
        else:
            what = f"“{self.new}” added" if self.new else f"“{self.old}” left out"
        column = f"frame_{self.code.replace('/', '__')}"
        has = [each.features.set_index("article_id")[column] > 0 for each in (self.before, self.after)]
        more, fewer = int((has[1] & ~has[0]).sum()), int((has[0] & ~has[1]).sum())
        said = [
            f"{what}: {counted(len(self.gained), 'passage')} gained, {len(self.lost):,} lost; "
            f"{counted(more, 'article')} more with the frame, {fewer:,} fewer."
        ]
        cells = [trends(each, by="all", every="all", frames=[self.code]) for each in (self.before, self.after)]
        if all(len(each) and each["shown"].iloc[0] for each in cells):
            shares = [float(each["estimate"].iloc[0]) for each in cells]
            dates = self.before.table["published_local"].dropna().dt.year
            said.append(f"Share of articles, {span_of(dates)}: {percent(shares[0])}, then {percent(shares[1])}.")
        return [*said, *self.problems]

    def save(self) -> str:
        """Write the line into the codebook's file and say so; everything else in the file stays as it is."""
        path = Path(self.before.codebook.path).resolve()  # of a link, what it leads to
        save_text(path, *self.text)
        where = path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)
        return f"Saved in {where}. Load the corpus again to measure with it; other corpora that use this file do too."

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(each)}</p>" for each in self.sentences()) + self.passages_html()

    def passages_html(self, *, quote: int = QUOTED) -> str:
        """Return the passages gained and lost, with so many words of an article in a row, 0 for all."""
        parts = []
        for title, found, corpus in (("Gained", self.gained, self.after), ("Lost", self.lost, self.before)):
            if len(found):
                few = quotable(corpus, found.head(_SHOWN), words=quote).drop(columns="code")
                more = f"<p>… and {len(found) - _SHOWN:,} more.</p>" if len(found) > _SHOWN else ""
                parts.append(f"<h3>{title}</h3>{show_passages(few)._repr_html_()}{more}")
        return "".join(parts)

    def __repr__(self) -> str:
        return "\n".join(self.sentences())


def try_line(
    corpus: Corpus, code: str, old: str = "", new: str = "", *, progress: Callable[[int, int], None] | None = None
) -> Trial:
    """Try a codebook line: change it, add it (`old` empty) or leave it out (`new` empty), and see what that does.

    Nothing is written; `Trial.save` does that.

    Parameters
    ----------
    corpus : Corpus
    code : str
        Of a frame.
    old, new : str
        The line as it stands in the codebook, and as it would be.
    progress : callable, optional
        Told how many articles are measured with the changed line, and of how many.

    Returns
    -------
    Trial

    Raises
    ------
    CodebookError
        When there is no such frame or line, the new line cannot be read, or the file is not what was loaded.

    Examples
    --------
    >>> import framing
    >>> trial = framing.try_line(framing.simulate(articles=120, seed=1), "space_race", "space race*", "")
    >>> len(trial.gained), len(trial.lost) > 0
    (0, True)
    """
    if code not in corpus.codebook.frames:
        raise CodebookError(f'{corpus.codebook.file} has no frame "{code}"{nearest(code, corpus.codebook.frames)}')
    if not (old or new):
        raise FramingError("Name the line as it is, the line as it shall be, or both.")
    text, book = _as_it_stands(corpus.codebook)
    changed = changed_text(text, book, code, old, new)
    after_book = replace(parse_codebook(changed, file=book.file), path=corpus.codebook.path)
    after = under_changed(corpus, after_book, code, progress)
    now, then = (_mentions(each, code) for each in (corpus, after))
    known = {failure.problem for failure in check_codebook(book)}
    problems = [f"{each.code}: {each.problem}" for each in check_codebook(after_book) if each.problem not in known]
    return Trial(
        code=code,
        old=old,
        new=new,
        before=corpus,
        after=after,
        gained=_only_in(after, then, now),
        lost=_only_in(corpus, now, then),
        problems=tuple(problems),
        text=(text, changed),
    )


def _as_it_stands(book: Codebook) -> tuple[str, Codebook]:
    """Return a codebook's file and what it says now: with other lines than were loaded, a trial would mix them in."""
    if not book.path:
        raise FramingError(
            "The codebook of this corpus was not read from a file, so that no line of it can be changed."
        )
    try:
        text = Path(book.path).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise CodebookError(f"{book.path} cannot be read again: {said}; the line was not tried.") from None
    stands = parse_codebook(text, file=book.file)
    if stands.digest != book.digest:
        raise CodebookError(f"{book.file} has changed since it was read; load the corpus again.")
    return text, stands


def _mentions(corpus: Corpus, code: str) -> pd.DataFrame:
    found = corpus.mentions
    return found[(found["kind"] == "frame") & (found["code"] == code)]


def _only_in(corpus: Corpus, these: pd.DataFrame, those: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of mentions whose place is in one table and not in the other, by date."""
    places = pd.MultiIndex.from_frame(these[_PLACE])
    found = these[~places.isin(pd.MultiIndex.from_frame(those[_PLACE]))]
    found = found.assign(row=pd.Index(corpus.table["article_id"]).get_indexer(found["article_id"]))
    order = ["published_local", "article_id", "part", "start"]
    return in_context(corpus, found, PASSAGE_WORDS).sort_values(order, kind="stable", ignore_index=True)
