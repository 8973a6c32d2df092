"""The page of passages: every point's evidence, filtered in the page without a kernel."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.corpus.passages import PASSAGE_WORDS
from framing.corpus.quotable import QUOTED
from framing.show.explorer_data import MOST, Held, gathered
from framing.show.explorer_form import filters
from framing.show.marks import BY, asked
from framing.show.passages import PASSAGE_STYLE, passage_item
from framing.show.tables import escape, without_controls
from framing.show.wording import counted, span_of
from framing.trends.periods import assign, check_every

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["Explorer", "browse_passages", "explorer_script"]

_HERE = Path(__file__).parent
_PLACES = ("headline", "lead", "body")
# Where a passage leads back to: the picture whose points are outlets, frames and periods.
_CHART = "#chart-02-share-by-source"
# Without a script the page shows a passage of each point of that picture, as far as so many do not make it slow.
_STILL = 1500


@dataclass(frozen=True)
class Explorer:
    """A page's passages with their filters; show it as a cell's last line.

    Attributes
    ----------
    held : Held
        The passages and articles in the page.
    frames, actors : dict of str to str
        Labels by code.
    main : tuple of str
        The frames whose points lead here.
    every : str
        month, quarter or year.
    """

    held: Held
    frames: Mapping[str, str]
    actors: Mapping[str, str]
    main: tuple[str, ...]
    every: str

    def __repr__(self) -> str:
        return f"{self._said()} Open the page of this notebook to filter them."

    def _said(self) -> str:
        here, articles, found = len(self.held.passages), len(self.held.articles), sum(self.held.found.values())
        there = f" of {counted(found, 'passage')}" if here < found else ""
        return f"{counted(here, 'passage')}{there}, in {counted(articles, 'article')}."

    def _repr_html_(self) -> str:
        if self.held.passages.empty:
            return '<p class="nothing">No passage in this selection.</p>'
        style = (_HERE / "explorer.css").read_text(encoding="utf-8")
        # Raw text of a script ends at its first "</": the data has none.
        data = json.dumps(self.data(), ensure_ascii=False, separators=(",", ":"))
        for mark, written in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
            data = data.replace(mark, written)
        used = set(self.held.passages["code"].unique())
        form = filters(self.held.articles, used, self.frames, self.actors, self.every)
        return (
            f"{PASSAGE_STYLE}<style>{style}</style>"
            '<section class="explorer" aria-label="Passages">'
            f'<script type="application/json" class="explorer-data">{data}</script>'
            f"<noscript>{self._still()}</noscript>"
            '<p class="explorer-off">The filters need the script of this page, which has not run here.</p>'
            f'{form}<p class="explorer-status" role="status"></p>'
            f'<figure class="explorer-chart"></figure><a class="explorer-back" href="{_CHART}" hidden>The chart</a>'
            '<ol class="passages explorer-list"></ol><button type="button" class="explorer-more" hidden></button>'
            f"<script>{explorer_script()}</script></section>"
        )

    def data(self) -> dict[str, Any]:
        """Return what the page's script reads: lists of lists, places in them instead of names.

        ``passages``: article, frame, line, place (0 headline, 1 lead, 2 body), text, where the match begins in it and
        how long it is (in UTF-16 units, as scripts count). ``articles``: outlet, date, headline, url, actors.
        ``outlets``: source, group, country, ownership. ``counted``: outlet, month, articles on the topic.
        """
        articles, found = self.held.articles, self.held.passages
        outlets = articles[list(BY)].drop_duplicates("source")
        silent = sorted(set(self.held.counted["source"]) - set(outlets["source"]))
        rows = [list(row) for row in outlets.itertuples(index=False)] + [[name, "", "", ""] for name in silent]
        rows.sort()
        place = {row[0]: number for number, row in enumerate(rows)}
        terms = found["term"].unique().tolist()
        numbers = {name: number for number, name in enumerate(terms)}
        frame = {code: number for number, code in enumerate(self.frames)}
        columns = (found[name].tolist() for name in ("row", "code", "term", "place", "left", "match", "right"))
        return {
            "frames": [[code, without_controls(label)] for code, label in self.frames.items()],
            "actors": list(self.actors),
            "main": list(self.main),
            "terms": [without_controls(term) for term in terms],
            "outlets": [[without_controls(each) for each in row] for row in rows],
            "articles": [
                [place[source], day, without_controls(headline), without_controls(url), actors]
                for source, day, headline, url, actors in zip(
                    *(articles[name].tolist() for name in ("source", "day", "headline", "url", "actors")), strict=True
                )
            ],
            "passages": [
                [row, frame[code], numbers[term], _PLACES.index(where), *_marked(left, match, right)]
                for row, code, term, where, left, match, right in zip(*columns, strict=True)
            ],
            "counted": [[place[c.source], c.month, c.articles] for c in self.held.counted.itertuples(index=False)],
            "every": self.held.every,
            "all": len(found) == sum(self.held.found.values()),
        }

    def _still(self) -> str:
        """Return what a browser without scripts shows: of each outlet, period and main frame one passage."""
        found = self.held.passages.merge(
            self.held.articles[["group"]].rename_axis("row"), left_on="row", right_index=True, suffixes=("", "_of")
        )
        found = found[found["code"].isin(self.main)].assign(period=self._periods(found))
        found = found[found["period"].notna()]
        counts = found.groupby(["code", "group", "period", "source"])["row"].nunique().to_dict()
        firsts = found.drop_duplicates(["code", "group", "period", "source"]).head(_STILL)
        order = {code: number for number, code in enumerate(self.main)}
        firsts = firsts.assign(order=firsts["code"].map(order)).sort_values(
            ["order", "group", "period", "source"], kind="stable"
        )
        parts = ["<p>Your browser runs no script here: of each outlet and period one passage.</p>"]
        said: set[str] = set()
        for row in firsts.to_dict("records"):
            frame, period = str(row["code"]), str(row["period"])
            names = []
            for by in ("group", "source"):
                name = asked({"frame": frame, by: row[by], "period": period})
                names += [] if name in said else [f'<span id="{escape(name)}"></span>']
                said.add(name)
            number = counts[frame, row["group"], period, row["source"]]
            title = f"{row['source'] or 'unknown source'}, {span_of([period])}: {self.frames[frame]}"
            title += f" in {counted(number, 'article')}"
            item = passage_item(row)
            parts.append(
                f'{"".join(names)}<h4>{escape(title)}</h4><ul class="passages">{item}</ul>'
                f'<p><a class="back" href="{_CHART}">In the chart</a></p>'
            )
        return "".join(parts)

    def _periods(self, found: pd.DataFrame) -> pd.Series:
        precision = found["day"].map(len).map({10: "day", 7: "month", 4: "year"}).fillna("")
        return assign(found["published_local"], precision, self.every)


def browse_passages(
    corpus: Corpus,
    *,
    frames: Sequence[str] = (),
    every: str = "quarter",
    words: int = PASSAGE_WORDS,
    quote: int = QUOTED,
    most: int = MOST,
    seed: int = 1,
) -> Explorer:
    """Make the page of passages: all frames of a corpus, filtered by frame, outlet, actor, period and words.

    It holds every passage, or as many as a page can: of each article and frame the first before any second one. What
    is quoted of an article stays within `framing.quotable`. The points of charts lead here.

    Parameters
    ----------
    corpus : Corpus
    frames : sequence of str
        The frames of the main charts, which come first when not all passages fit; none means the first two of the
        codebook.
    every : str
        ``month``, ``quarter`` or ``year``: the periods of the chart at first, and of the passages without a script.
    words : int
        On either side of a match.
    quote : int
        Words of an article in a row that the page may hold; 0 for all.
    most : int
        Passages at most.
    seed : int
        Of the draw where not all of them fit.

    Returns
    -------
    Explorer

    Raises
    ------
    FramingError
        For a frame that the codebook does not have, or a period that is none.

    Examples
    --------
    >>> import framing
    >>> framing.browse_passages(framing.simulate(articles=60, seed=1), most=20)
    20 passages of ..., in ... articles. Open the page of this notebook to filter them.
    """
    check_every(every)
    entries = corpus.codebook.select(frames) if frames else corpus.codebook.select(())[:2]
    main = tuple(entry.code for entry in entries)
    every = "quarter" if every == "all" else every
    held = gathered(corpus, first=main, words=words, quote=quote, most=most, seed=seed)
    top = [entry.code for entry in corpus.codebook.select(())]
    codes = [*main, *(code for code in top if code not in main)]
    labels = {code: corpus.codebook.label(code) for code in codes}
    actors = {entry.code: entry.label for entry in corpus.codebook.actors.values()}
    return Explorer(held, labels, actors, main, every)


def explorer_script() -> str:
    """Return the script of the page of passages, the only one that a page may run."""
    return (_HERE / "explorer.js").read_text(encoding="utf-8")


def _marked(left: str, match: str, right: str) -> list[Any]:
    left, match, right = without_controls(left), without_controls(match), without_controls(right)
    return [f"{left}{match}{right}", _units(left), _units(match)]


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
