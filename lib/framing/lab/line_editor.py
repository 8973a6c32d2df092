"""A codebook line edited in JupyterLab: tried first, saved when it is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from framing.corpus.quotable import QUOTED
from framing.lab.chart_view import chart_view, scrolled
from framing.lab.trial import TRIED, Trial, try_line
from framing.project import FramingError
from framing.show.trend_charts import plot_trends

if TYPE_CHECKING:
    from framing.corpus.corpus import Corpus

__all__ = ["LineEditor", "edit_lines"]

_NEW = "(a new line)"


class LineEditor:
    """Choose a frame and a line, change it, see what it gains and loses, and save it; show it as a cell's last line.

    Attributes
    ----------
    frame, line, text : widget
        The frame, its line, and the line as it shall be; empty leaves the line out.
    attempt, save : widget
        The buttons.
    trial : Trial or None
        The last that was tried.
    """

    def __init__(self, corpus: Corpus, *, frame: str, every: str, quote: int) -> None:
        import ipywidgets as widgets

        self._corpus, self._every, self._quote = corpus, every, quote
        self.trial: Trial | None = None
        wide = {"style": {"description_width": "5.5em"}, "layout": {"width": "98%"}}
        frames = [(entry.label, entry.code) for entry in corpus.codebook.frames.values()]
        self.frame = widgets.Dropdown(description="Frame", options=frames, value=frame, style=wide["style"])
        self.line = widgets.Dropdown(description="Line", options=[_NEW], **wide)
        self.text = widgets.Text(description="Becomes", placeholder="empty: the line is left out", **wide)
        self.attempt = widgets.Button(description="Try it", button_style="primary")
        self.save = widgets.Button(description="Save the line", disabled=True)
        self._progress = widgets.IntProgress(description="Articles", layout={"width": "98%", "display": "none"})
        self._read = widgets.HTML()
        self._view = chart_view(lambda asked: None)
        self._offer_lines()
        self.frame.observe(lambda _: self._offer_lines(), names="value")
        self.line.observe(lambda _: self._line_chosen(), names="value")
        self.text.observe(lambda _: self._forget(), names="value")
        self.attempt.on_click(lambda _: self._told(self._try))
        self.save.on_click(lambda _: self._told(self._save))
        buttons = widgets.HBox([self.attempt, self.save])
        self.view = widgets.VBox([self.frame, self.line, self.text, buttons, self._progress, self._view, self._read])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Show the controls where there is a kernel; in a saved page say what they do."""
        bundle = dict(self.view._repr_mimebundle_(**kwargs) or {})
        said = "In JupyterLab a codebook line is changed here, and what it gains and loses is shown before it is saved."
        return {**bundle, "text/plain": said, "text/html": f"<p>{said}</p>"}

    def _offer_lines(self) -> None:
        entry = self._corpus.codebook.frames[self.frame.value]
        self.line.options = [*dict.fromkeys(line.text for line in entry.include), _NEW]
        self._line_chosen()

    def _line_chosen(self) -> None:
        self.text.value = "" if self.line.value == _NEW else str(self.line.value)
        self._forget()

    def _forget(self) -> None:
        """What was tried is not what stands there now."""
        self.trial, self.save.disabled = None, True

    def _told(self, action: Callable[[], None]) -> None:
        try:
            action()
        except FramingError as error:
            self._say([str(error)])
            self._view.html = self._read.value = ""

    def _say(self, sentences: list[str]) -> None:
        self._view.said = "\n".join(sentences)

    def _tell(self, done: int, total: int) -> None:
        self._progress.max, self._progress.value = total, done
        self._progress.layout.display = ""

    def _try(self) -> None:
        old = "" if self.line.value == _NEW else str(self.line.value)
        if self.text.value.strip() == old:
            self._say(["Change the line first; an empty one is left out."])
            return
        self._say(["Measuring with the changed line …"])
        code = str(self.frame.value)
        try:
            self.trial = trial = try_line(self._corpus, code, old, self.text.value, progress=self._tell)
        finally:
            self._progress.layout.display = "none"
        self._say(trial.sentences())
        label = self._corpus.codebook.label(code)
        labels = {**self._corpus.labels, f"{code}{TRIED}": f"{label}, as tried"}
        chart = plot_trends(trial.cells(every=self._every), labels=labels, title=f"{label}, as it is and as tried")
        chart.marks = ()  # the passages are below, and no frame is called "as tried"
        self._view.html, self._read.value = chart.html(), scrolled(trial.passages_html(quote=self._quote))
        self.save.disabled = False

    def _save(self) -> None:
        if self.trial is None:
            return
        self._say([self.trial.save()])
        self._corpus, new = self.trial.after, self.trial.new
        self._offer_lines()
        if new in self.line.options:
            self.line.value = new


def edit_lines(corpus: Corpus, *, frame: str = "", every: str = "quarter", quote: int = QUOTED) -> LineEditor:
    """Edit the lines of a corpus's codebook in JupyterLab: each is tried before it is saved.

    Parameters
    ----------
    corpus : Corpus
    frame : str
        Chosen at first; "" for the first of the codebook.
    every : str
        The periods of the chart.
    quote : int
        Words of an article in a row that are shown, 0 for all.

    Returns
    -------
    LineEditor

    Examples
    --------
    >>> import framing
    >>> editor = framing.edit_lines(framing.simulate(articles=120, seed=1), frame="space_race", every="year")
    >>> editor.line.value = "space race*"
    >>> editor.text.value = ""
    >>> editor.attempt.click()
    >>> len(editor.trial.lost) > 0, editor.save.disabled
    (True, False)
    """
    (entry,) = corpus.codebook.select([frame]) if frame else corpus.codebook.select(())[:1]
    return LineEditor(corpus, frame=entry.code, every=every, quote=quote)
