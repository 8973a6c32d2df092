"""What a Nexis file says of itself: how many articles, when they were fetched, what was searched for."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from framing.articles.formats.base import Stated
from framing.articles.formats.nexis_dates import read_date
from framing.articles.formats.nexis_labels import counted, request, squeeze

__all__ = ["stated_cover", "stated_request"]


def stated_request(
    lines: Iterable[str], marks: Sequence[tuple[int, int, str]] = (), declared: int | None = None
) -> Stated:
    """Read what a file says of itself: the lines of the request, and those that count its documents.

    Parameters
    ----------
    lines : iterable of str
        What stands above the first article and below the last; a line without a label goes on with the one above.
    marks : sequence of (int, int, str)
        n, m and place of every "n of m DOCUMENTS".
    declared : int, optional
        The number of documents in the head of an HTML file.
    """
    said: dict[str, str] = {}
    last = ""
    for line in lines:
        found = request(line)
        if found:
            last, value = found
            said.setdefault(last, "")
            if value not in said[last]:
                said[last] = f"{said[last]} {value}".strip()
        elif not line.strip() or re.match(r"\s*[^\W\d_][\w /]{0,30}:\s", line):
            last = ""
        elif last in ("query", "items"):
            said[last] = squeeze(f"{said[last]} {line}")
    asked = _selected(said.get("items", ""))
    total, where = None, ""
    if asked:
        total, where = asked, said["items"]
    elif declared:
        total, where = declared, f'DOCUMENTS="{declared}" in the head of the file'
    elif marks:
        most = Counter(of for _, of, _ in marks).most_common(1)[0][0]
        first, last_mark = marks[0], marks[-1]
        if first[0] == 1:
            total, where = most, f"{first[2]}: {first[0]} of {most} DOCUMENTS"
        else:  # a part of a longer list: from its first to its last
            total, where = last_mark[0] - first[0] + 1, f"{first[2]}: {first[0]} to {last_mark[0]} of {most} DOCUMENTS"
    start, end = _span(f"{said.get('range', '')} {said.get('query', '')}")
    when = said.get("when", "")
    dated = read_date(when)
    return Stated(
        articles=total,
        where=where,
        retrieved=dated.iso if dated else when,
        query=said.get("query", ""),
        start=start,
        end=end,
    )


def stated_cover(lines: Sequence[str]) -> Stated | None:
    """Read the cover of a newer file: its count, and of each title in its list what was searched for.

    >>> stated_cover(["Date and Time: Monday, May 5, 2014 7:08:00 PM GMT", "Documents (2)", "1. Moon", "Terms: probe*"])
    Stated(articles=2, where='Documents (2)', retrieved='2014-05-05T19:08:00+00:00', query='probe*', start='', end='')
    """
    articles, where, when = None, "", ""
    queries: dict[str, None] = {}
    spans: set[tuple[str, str]] = set()
    for line in lines:
        count = counted(line)
        if count is not None and articles is None:
            articles, where = count, squeeze(line)
        for piece in re.split(r"[\t\n;]", line):
            found = request(piece)
            while found is None and ":" in piece:  # "Narrowed by: Timeline: ..."
                piece = piece.partition(":")[2]
                found = request(piece)
            if found and found[0] == "range" and (span := _span(found[1])) != ("", ""):
                spans.add(span)
        found = request(line)
        if found and found[0] == "when":
            dated = read_date(found[1])
            when = when or (dated.iso if dated else found[1])
        elif found and found[0] == "query" and found[1]:
            queries[squeeze(found[1])] = None
    if articles is None and not when and not queries:
        return None
    start, end = spans.pop() if len(spans) == 1 else ("", "")
    query = "; ".join(list(queries)[:10])
    return Stated(articles=articles, where=where, retrieved=when, query=query, start=start, end=end)


def _selected(text: str) -> int | None:
    """Return how many documents were asked for: "Selected Items: 1-10, 12"."""
    listed = re.search(r"(?:^|:)\s*((?:\d+(?:\s?[-–]\s?\d+)?[,;\s]*)+)$", text)
    if listed is None:
        return None
    total = 0
    for first, last in re.findall(r"(\d+)(?:\s?[-–]\s?(\d+))?", listed[1]):
        total += int(last) - int(first) + 1 if last else 1
    return total if total > 0 else None


def _span(text: str) -> tuple[str, str]:
    """Return the first and the last day of a range: "Jan 01, 2009 to Dec 31, 2010", "DATE(>=2009-12-01 and <=...)"."""
    found = re.search(r">=?\s*([\w./-]+).{0,20}?<=?\s*([\w./-]+)", text)
    pieces = (
        list(found.groups()) if found else re.split(r"\s(?:to|bis|au|à|a|al|até|tot|по|至|-|–)\s|\s?[～~至到]\s?", text)
    )
    for first, second in itertools.pairwise(pieces):
        words = first.split()
        start = next((d for n in (5, 4, 3, 1) if (d := read_date(" ".join(words[-n:])))), None)
        end = read_date(second)
        if start and end and len(start.iso) == 10 and len(end.iso) == 10:
            return start.iso, end.iso
    return "", ""
