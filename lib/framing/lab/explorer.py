"""A trend turned over by hand: frames, groups, period, measure and policy, and the passages behind a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.corpus.passages import passages
from framing.corpus.quotable import QUOTED, quotable
from framing.corpus.wire.policies import POLICIES
from framing.lab.chart_view import chart_view, chosen_by_hand
from framing.project import FramingError
from framing.show.chart import Chart
from framing.show.passages import show_passages
from framing.show.tables import escape
from framing.show.trend_charts import plot_groups, plot_trends
from framing.show.wording import counted
from framing.trends.cells import trends
from framing.trends.counted import base

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["TrendExplorer", "explore"]

MEASURES = {
    "share": "Share of articles",
    "rate": "Mentions per 1,000 words",
    "salience": "Share of all frame mentions",
    "tone": "Tone of articles with the frame",
}
_LINES = {"group": "groups", "source": "sources"}
_PANELS = 9  # of sources: more take longer than an eye waits
_READ = 60  # passages shown of a point
_START = "Choose a point of the chart, by pointer or with the Tab and Enter keys, to read its passages here."


class TrendExplorer:
    """The controls, the chart they draw, and the passages of the chosen point; show it as a cell's last line.

    Attributes
    ----------
    controls : dict of str to widget
        ``frames``, ``by``, ``groups``, ``every``, ``periods``, ``measure``, ``policy``.
    chart : Chart
        What is drawn.
    found : DataFrame
        The passages of the chosen point.
    """

    def __init__(self, corpus: Corpus, *, frames: Sequence[str], every: str, by: str, quote: int) -> None:
        import ipywidgets as widgets

        self._corpus, self._quote = corpus, quote
        self._under: dict[str, Corpus] = {corpus.policy: corpus}
        self._cells: dict[tuple[Any, ...], pd.DataFrame] = {}
        self.chart: Chart | None = None
        self.found = pd.DataFrame()
        book = corpus.codebook
        known = {entry.label: entry.code for entry in book.select(())}
        known |= {book.label(code): code for code in frames}
        groups = sorted({name for name in corpus.groups.values() if name})
        wide = {"description_width": "5.5em"}

        def choice(label: str, options: Any, value: Any) -> Any:
            return widgets.Dropdown(description=label, options=options, value=value, style=wide)

        def several(label: str, options: Any, value: Any) -> Any:
            rows = min(len(options), 6)
            return widgets.SelectMultiple(description=label, options=options, value=value, rows=rows, style=wide)

        policies = [(f"{name}: {said}", name) for name, said in POLICIES.items()]
        if corpus.policy != "all":
            policies = [each for each in policies if each[1] == corpus.policy]
        self.controls: dict[str, Any] = {
            "frames": several("Frames", list(known.items()), tuple(frames)),
            "groups": several("Groups", groups, tuple(groups)),
            "by": choice("Lines", [(name, column) for column, name in _LINES.items()], by),
            "every": choice("Periods", ["month", "quarter", "year"], every),
            "measure": choice("Measure", [(said, name) for name, said in MEASURES.items()], "share"),
            "policy": choice("Copies", policies, corpus.policy),
            "periods": widgets.SelectionRangeSlider(
                description="Time", options=[""], continuous_update=False, style=wide, layout={"width": "98%"}
            ),
        }
        self._status = widgets.HTML()
        self._read = widgets.HTML(f"<p>{_START}</p>")
        self._view = chart_view(self.choose)
        self._offer_periods()
        for name, control in self.controls.items():
            control.observe(self._every_changed if name == "every" else self._changed, names="value")
        left = [self.controls[name] for name in ("frames", "groups")]
        right = [self.controls[name] for name in ("by", "every", "measure", "policy")]
        top = widgets.HBox([*left, widgets.VBox(right)], layout={"flex_flow": "row wrap"})
        reading = widgets.Box([self._read], layout={"max_height": "34em", "overflow": "auto", "display": "block"})
        self.view = widgets.VBox([top, self.controls["periods"], self._status, self._view, reading])
        self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the controls where there is a kernel; in a saved page the chart as it was drawn."""
        bundle = dict(self.view._repr_mimebundle_(**kwargs) or {})
        drawn = self.chart.html() if self.chart else self._status.value
        note = "<p>In JupyterLab the frames, groups, periods and measure of this chart are chosen by hand.</p>"
        return {**bundle, "text/plain": self.chart.alt if self.chart else "", "text/html": drawn + note}

    def _offer_periods(self) -> None:
        every = self.controls["every"].value
        names = sorted(set(base(self._corpus, "all", every, "topic")["period"].astype(str)))
        slider = self.controls["periods"]
        slider.options = names or [""]
        slider.index = (0, max(len(names) - 1, 0))
        slider.disabled = len(names) < 2

    def _every_changed(self, _: Any) -> None:
        # The slider's new ends would each draw once more.
        slider = self.controls["periods"]
        slider.unobserve(self._changed, names="value")
        self._offer_periods()
        slider.observe(self._changed, names="value")
        self.draw()

    def _changed(self, _: Any) -> None:
        self.draw()

    def _told(self, action: Callable[[], None]) -> None:
        """Do something, and say in one sentence why it cannot be done."""
        try:
            action()
        except FramingError as error:
            self._say(str(error))

    def _say(self, sentence: str) -> None:
        self._status.value = f'<p role="status">{escape(sentence)}</p>'

    def draw(self) -> None:
        """Draw the chart that the controls ask for."""
        self._told(self._draw)

    def _draw(self) -> None:
        chosen = {name: control.value for name, control in self.controls.items()}
        if not chosen["frames"] or not chosen["groups"]:
            self._say("Choose at least one frame and one group.")
            return
        cells = self.cells()
        first, last = chosen["periods"]
        cells = cells[cells["period"].astype(str).between(first, last)]
        corpus = self._corpus
        frames = list(chosen["frames"])
        if chosen["by"] == "group":
            cells = cells[cells["group"].isin(chosen["groups"])]
            extra: dict[str, Any] = {"known": sorted(set(corpus.groups.values()))}
            draw: Callable[..., Chart] = plot_groups
        else:
            names = [name for name, group in corpus.groups.items() if group in chosen["groups"]]
            cells = cells[cells["group"].isin(names)]
            extra, draw = {"groups": corpus.groups, "panels": _PANELS}, plot_trends
        look = {"labels": corpus.labels, "validation": corpus.validation, "events": corpus.pick_events(frames=frames)}
        self.chart = draw(cells.reset_index(drop=True), **look, **extra)
        self._view.html = chosen_by_hand(self.chart.html())
        self._say(self.chart.alt)

    def cells(self) -> pd.DataFrame:
        """Return the cells behind the chart, all groups and periods of them, measured once for each choice."""
        at = {name: self.controls[name].value for name in ("by", "every", "measure", "policy")}
        frames = tuple(self.controls["frames"].value)
        key = (*at.values(), frames)
        if key not in self._cells:
            corpus = self._of(str(at["policy"]))
            made = trends(corpus, by=at["by"], every=at["every"], measure=at["measure"], frames=frames)
            self._cells[key] = made[made["code"] != ""]
        return self._cells[key]

    def _of(self, policy: str) -> Corpus:
        if policy not in self._under:
            self._under[policy] = self._corpus.under(policy)
        return self._under[policy]

    def choose(self, asked: Mapping[str, str]) -> None:
        """Show the passages of a point: of its frame, its source or group, its period."""
        self._told(lambda: self._choose(asked))

    def _choose(self, asked: Mapping[str, str]) -> None:
        period, frame = asked.get("period", ""), asked["frame"]
        corpus = self._of(str(self.controls["policy"].value))
        chosen = corpus.where(
            sources=asked.get("source", ""), groups=asked.get("group", ""), start=_ends(period)[0], end=_ends(period)[1]
        )
        rows = base(chosen, "source" if "source" in asked else "group", "month" if "-" in period else "year", "topic")
        counted_ids = set(chosen.table["article_id"].iloc[rows["row"]])
        found = passages(chosen, frames=[frame])
        found = found[found["article_id"].isin(counted_ids)].reset_index(drop=True)
        self.found = quotable(chosen, found, words=self._quote)
        name = asked.get("source") or asked.get("group") or "All sources"
        articles = counted(found["article_id"].nunique(), "article")
        said = f"{name}, {corpus.codebook.label(frame)}, {period.replace('Q', ' Q')}: "
        said += f"{counted(len(found), 'passage')} in {articles}."
        shown = show_passages(self.found.drop(columns="code"), rows=_READ)._repr_html_()
        self._read.value = f'<h4 role="status">{escape(said)}</h4>{shown}'


def _ends(period: str) -> tuple[str, str]:
    """Return the first and last month of a quarter; a year or a month is its own."""
    year, quarter, number = period.partition("Q")
    if not quarter:
        return period, period
    last = int(number) * 3
    return f"{year}-{last - 2:02d}", f"{year}-{last:02d}"


def explore(
    corpus: Corpus, *, frames: Sequence[str] = (), every: str = "quarter", by: str = "group", quote: int = QUOTED
) -> TrendExplorer:
    """Turn a trend over by hand in JupyterLab: pick frames, groups, time, measure and policy; click a point and read.

    Parameters
    ----------
    corpus : Corpus
    frames : sequence of str
        Chosen at first; none means the first two of the codebook.
    every : str
        ``month``, ``quarter`` or ``year`` at first.
    by : str
        ``group`` or ``source`` at first.
    quote : int
        Words of an article in a row that are shown, 0 for all.

    Returns
    -------
    TrendExplorer

    Raises
    ------
    FramingError
        For a frame, period or column that is not known.

    Examples
    --------
    >>> import framing
    >>> shown = framing.explore(framing.simulate(articles=240, seed=1), frames=["threat"], every="year")
    >>> shown.controls["measure"].value = "rate"
    >>> shown.chart.unit
    'Mentions per 1,000 words'
    """
    if every not in ("month", "quarter", "year") or by not in _LINES:
        raise FramingError(f'every="{every}" and by="{by}": take month, quarter or year, and group or source.')
    entries = corpus.codebook.select(frames) if frames else corpus.codebook.select(())[:2]
    return TrendExplorer(corpus, frames=[entry.code for entry in entries], every=every, by=by, quote=quote)
