"""Which agency an article comes from, as its byline, its dateline or its last words say."""

from __future__ import annotations

import functools
import re

import pandas as pd

from framing.articles.cleaning.datelines import split_dateline
from framing.articles.sources import name_key

__all__ = ["Agencies"]

# "(Reuters)", "[AP]", "/PRNewswire/", "(UNI/Sputnik)".
_MARKED = re.compile(r"[\[(/]\s*([^\[\]()]{2,40}?)\s*[\])/]")
# "© 2024 AFP", "(c) Reuters", "- PTI", "Source: Xinhua".
_SIGNED = re.compile(
    r"(?:©|\(c\)|copyright|source:|—|–|--|-)\s*(?:\d{4}\s*)?([\w .'-]{2,40}?)\s*[.)\]]?\s*$", re.IGNORECASE
)
_REPORTING = re.compile(r"\(Reporting by [^)]*|;\s*[Ee]diting by [^)]*\)")
_PARTS = re.compile(r"\s*(?:[,;/&|+]|\band\b|\bwith\b|\bvia\b|\bfor\b)\s*", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por)\s+", re.IGNORECASE)


class Agencies:
    """The news agencies of sources.csv, by every name they sign with.

    Parameters
    ----------
    sources : DataFrame
        With ``name``, ``aliases`` (separated by ``|``) and ``agency``.

    Examples
    --------
    >>> agencies = Agencies(pd.DataFrame([{"name": "Associated Press", "aliases": "AP", "agency": True}]))
    >>> agencies.named("By A. Writer, AP", "", "", ""), agencies.named("", "", "LONDON (AP) — It rose.", "")
    ('Associated Press', 'Associated Press')
    """

    def __init__(self, sources: pd.DataFrame) -> None:
        self._names: dict[str, str] = {}
        chosen = sources[sources["agency"].eq(True)] if "agency" in sources else sources.iloc[:0]
        for name, aliases in zip(chosen["name"], chosen["aliases"].fillna(""), strict=True):
            for alias in [name, *str(aliases).split("|")]:
                if alias.strip():
                    self._names.setdefault(name_key(alias), name)
        self.known = frozenset(self._names.values())

    @property
    def names(self) -> list[tuple[str, str]]:
        """Every name an agency signs with, and the agency."""
        return sorted(self._names.items())

    def named(self, author: str, dateline: str, opening: str, closing: str) -> str:
        """Return the agency that an article names, "" when it names none.

        Parameters
        ----------
        author, dateline : str
            As the record has them.
        opening, closing : str
            The first and last words of the body.
        """
        return self._of_author(author) or self._of_start(dateline, opening) or self._of_end(closing)

    @functools.lru_cache(maxsize=65_536)  # noqa: B019 - one object a corpus
    def _of_author(self, author: str) -> str:
        for part in [*_PARTS.split(_BY.sub("", author.strip())), *_MARKED.findall(author)]:
            found = self._names.get(name_key(part), "") if part else ""
            if found:
                return found
        return ""

    def _of_start(self, dateline: str, opening: str) -> str:
        head = dateline or split_dateline(opening)[0]
        for marked in _MARKED.findall(head):
            for part in [marked, *marked.split("/")]:
                found = self._names.get(name_key(part), "")
                if found:
                    return found
        return ""

    def _of_end(self, closing: str) -> str:
        line = closing.rstrip().rsplit("\n", 1)[-1]
        if _REPORTING.search(closing) and "reuters" in self._names:
            return self._names["reuters"]
        signed = _SIGNED.search(line)
        return self._names.get(name_key(signed[1]), "") if signed else ""
