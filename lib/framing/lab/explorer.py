"""A trend turned over by hand: frames, groups, period, measure and policy, and the passages behind a point."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.corpus.quotable import QUOTED
from framing.lab.chart_view import chart_view, chosen_by_hand, scrolled
from framing.lab.controls import EVERY, LINES, controls, offer_lines, offer_periods
from framing.lab.point import behind
from framing.project import FramingError
from framing.show.chart import Chart
from framing.show.passages import show_passages
from framing.show.tables import escape
from framing.show.trend_charts import plot_groups, plot_trends
from framing.trends.cells import trends

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["TrendExplorer", "explore"]

_READ = 60  # passages shown of a point
_START = "Choose a point of the chart, by pointer or with the Tab and Enter keys, to read its passages here."


class TrendExplorer:
    """The controls, the chart they draw, and the passages of the chosen point; show it as a cell's last line.

    Attributes
    ----------
    controls : dict of str to widget
        ``frames``, ``by``, ``groups`` and ``sources`` (one of them is shown), ``measure``, ``policy``, ``every``,
        ``begin``, ``end``.
    chart : Chart
        What is drawn.
    found : DataFrame
        The passages of the chosen point.
    """

    def __init__(self, corpus: Corpus, *, frames: Sequence[str], every: str, by: str, quote: int) -> None:
        import ipywidgets as widgets
        import scipy.sparse
        import scipy.special  # noqa: F401  (intervals of rates and tone need it: now, not at the first choice of one)

        self._corpus, self._quote = corpus, quote
        self._under: dict[str, Corpus] = {corpus.policy: corpus}
        self._cells: dict[tuple[str, ...], pd.DataFrame] = {}
        self.chart: Chart | None = None
        self.found = pd.DataFrame()
        self.controls = controls(corpus, frames=frames, every=every, by=by)
        self._read = widgets.HTML(f"<p>{_START}</p>")
        self._view = chart_view(self.choose)
        for control in self.controls.values():
            control.observe(self._changed, names="value")
        left = [self.controls[name] for name in ("frames", "groups", "sources")]
        right = [self.controls[name] for name in ("by", "measure", "policy", "every", "begin", "end")]
        top = widgets.HBox([*left, widgets.VBox(right)], layout={"flex_flow": "row wrap"})
        self.view = widgets.VBox([top, self._view, self._read])
        self.draw()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the controls where there is a kernel; in a saved page the chart as it was drawn."""
        bundle = dict(self.view._repr_mimebundle_(**kwargs) or {})
        drawn = self.chart.html() if self.chart else f"<p>{escape(self._view.said)}</p>"
        note = "<p>In JupyterLab the frames, groups, periods and measure of this chart are chosen by hand.</p>"
        return {**bundle, "text/plain": self.chart.alt if self.chart else "", "text/html": drawn + note}

    def _changed(self, change: Any) -> None:
        with _undisturbed():
            if change["owner"] is self.controls["every"]:
                ends = [self.controls[name] for name in ("begin", "end")]
                for control in ends:  # new ones would each draw once more
                    control.unobserve(self._changed, names="value")
                offer_periods(self.controls, self._corpus)
                for control in ends:
                    control.observe(self._changed, names="value")
            offer_lines(self.controls)
            self.draw()

    def _told(self, action: Callable[[], None]) -> None:
        """Do something, and say in one sentence why it cannot be done."""
        try:
            action()
        except FramingError as error:
            self._view.said = str(error)

    def draw(self) -> None:
        """Draw the chart that the controls ask for."""
        self._told(self._draw)

    def _draw(self) -> None:
        chosen = {name: control.value for name, control in self.controls.items()}
        names, corpus = chosen[LINES[chosen["by"]]], self._corpus
        if not chosen["frames"] or not names:
            self._view.said = f"Choose at least one frame and one {chosen['by']}."
            return
        if chosen["begin"] > chosen["end"]:
            self._view.said = "The time ends before it begins."
            return
        cells = self.cells()
        cells = cells[cells["period"].astype(str).between(chosen["begin"], chosen["end"]) & cells["group"].isin(names)]
        draw: Callable[..., Chart] = plot_groups
        extra: dict[str, Any] = {"known": sorted(set(corpus.groups.values()))}
        if chosen["by"] == "source":
            draw, extra = plot_trends, {"groups": corpus.groups}
        look = {
            "labels": corpus.labels,
            "validation": corpus.validation,
            "events": corpus.pick_events(frames=chosen["frames"]),
        }
        self.chart = draw(cells.reset_index(drop=True), **look, **extra)
        self._view.html = chosen_by_hand(self.chart.html())
        self._view.said = self.chart.alt

    def cells(self) -> pd.DataFrame:
        """Return the cells behind the chart, of all groups and periods; each frame is measured once for each choice."""
        by, every, measure, policy = (str(self.controls[name].value) for name in ("by", "every", "measure", "policy"))
        frames = list(self.controls["frames"].value)
        if new := [code for code in frames if (by, every, measure, policy, code) not in self._cells]:
            made = trends(self._of(policy), by=by, every=every, measure=measure, frames=new)
            self._cells |= {(by, every, measure, policy, code): made[made["code"] == code] for code in new}
        return pd.concat([self._cells[by, every, measure, policy, code] for code in frames], ignore_index=True)

    def _of(self, policy: str) -> Corpus:
        if policy not in self._under:
            self._under[policy] = self._corpus.under(policy)
        return self._under[policy]

    def choose(self, asked: Mapping[str, str]) -> None:
        """Show the passages of a point: of its frame, its source or group, its period."""
        self._told(lambda: self._choose(asked))

    def _choose(self, asked: Mapping[str, str]) -> None:
        said, self.found = behind(self._of(str(self.controls["policy"].value)), asked, quote=self._quote)
        shown = show_passages(self.found.drop(columns="code"), rows=_READ)._repr_html_()
        self._read.value = f"<h3>{escape(said)}</h3>{scrolled(shown)}"
        self._view.said = f"{said} They stand below the chart."


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Python from collecting garbage: it would look through the whole corpus in the middle of a drawing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


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
    if every not in EVERY or by not in LINES:
        raise FramingError(f'every="{every}" and by="{by}": take month, quarter or year, and group or source.')
    entries = corpus.codebook.select(frames) if frames else corpus.codebook.select(())[:2]
    return TrendExplorer(corpus, frames=[entry.code for entry in entries], every=every, by=by, quote=quote)
