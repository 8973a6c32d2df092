"""The literature behind the figures, and how to cite a report."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from framing.corpus.corpus import Corpus
from framing.project import FramingError, __version__, root
from framing.show.methods import NOT_REPORTED
from framing.show.tables import escape
from framing.show.wording import joined

__all__ = ["References", "references"]


@dataclass(frozen=True)
class References:
    """The literature behind the figures, and how to cite the report."""

    entries: tuple[dict[str, str], ...]
    citation: str
    bibtex: str

    def __repr__(self) -> str:
        return "\n".join([self.citation, *(_written(each) for each in self.entries)])

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(_written(each))}</li>" for each in self.entries)
        return f"<p>{escape(self.citation)}</p><ul>{items}</ul>"

    def save(self, name: str = "references", out: str | Path = "") -> References:
        """Write ``<name>.bib`` into a folder, by default ``outputs/figures``; return the same object."""
        folder = Path(out).expanduser() if str(out) else root() / "outputs" / "figures"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.bib").write_text(self.bibtex, encoding="utf-8")
        except OSError as error:
            raise FramingError(f"{name}.bib could not be written to {folder}: {error.strerror or error}.") from None
        return self


def references(corpus: Corpus, *, today: str = "") -> References:
    """Return the literature behind the figures, and a citation for the report.

    Parameters
    ----------
    corpus : Corpus
    today : str
        The date of the report as ISO; "" means today.

    Examples
    --------
    >>> import framing
    >>> cited = framing.references(framing.simulate(articles=120, seed=1), today="2026-11-23")
    >>> cited.citation
    'NOT REPORTED (2026). Simulated articles on space security: a report of 23 November 2026, made with ...
    """
    text = resources.files("framing.show").joinpath("references.bib").read_text(encoding="utf-8")
    day = datetime.date.fromisoformat(today) if today else datetime.datetime.now(datetime.UTC).date()
    who, title = corpus.about.stated.get("author", NOT_REPORTED), corpus.about.title or corpus.about.name
    said = f"{title}: a report of {day.day} {day:%B %Y}, made with space-framing {__version__}"
    own = f"@misc{{report, author = {{{_plain(who)}}}, year = {{{day.year}}}, title = {{{_plain(said)}}}}}\n"
    entries = [
        dict(re.findall(r"(\w+) = \{(.*?)\}(?=[,}])", line)) for line in text.splitlines() if line.startswith("@")
    ]
    return References(tuple(entries), f"{who} ({day.year}). {said}.", own + text)


def _plain(text: str) -> str:
    """Keep braces and backslashes out of BibTeX, and what TeX would read as more than a letter."""
    return re.sub(r"([%&#$_])", r"\\\1", re.sub(r"[{}\\^~]", "", " ".join(text.split())))


def _written(entry: dict[str, str]) -> str:
    where = entry.get("journal") or entry.get("booktitle", "")
    number = f" {entry['volume']}" + (f"({entry['number']})" if "number" in entry else "") if "volume" in entry else ""
    pages = f", {entry['pages'].replace('--', '–')}" if "pages" in entry else ""
    authors = joined(entry["author"].split(" and "))
    return f"{authors} ({entry['year']}). {entry['title']}. {where}{number}{pages}."
