"""Datelines: "BEIJING, March 3 (Xinhua) --" says where and by whom, and is no part of what is told."""

from __future__ import annotations

import re

__all__ = ["split_dateline"]

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
# A city in capitals, or as a name; with a country, a state or a second city after a comma or a slash.
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’\- ]+[A-ZÀ-Þ.](?:(?:, |/)[A-ZÀ-Þ][\w.'’\- ]{1,30}){0,2}"
_NAME = r"[A-ZÀ-Þ][\w.'’\-]+(?: [A-ZÀ-Þ][\w.'’\-]*){0,3}(?:(?:, |/)[A-ZÀ-Þ][\w.'’\- ]{1,30})?"
_AGENCY = r"[\[(](?:[A-Z][\w .&/\-]{1,40}|dpa|epd|sda|ots)[\])]|/PRNewswire[\w\-]*/|/[A-Z]{2,}[\w ]*/"
_DASH = r"(?:—|–|--+|-|:)"
_PARTS = {
    name: part.replace(" ", r"\ ")  # white space counts for nothing in a pattern that is laid out
    for name, part in {"capitals": _CAPITALS, "name": _NAME, "agency": _AGENCY, "date": _DATE}.items()
}
_DATELINE = re.compile(
    rf"""\s*(?:
        (?:{_PARTS["capitals"]})(?:,?\s{_PARTS["date"]})?(?:,?\s(?:{_PARTS["agency"]}))?(?:,?\s{_PARTS["date"]})?\s?{_DASH}
      | (?:{_PARTS["name"]})(?:,\s{_PARTS["date"]})?,?\s(?:{_PARTS["agency"]})(?:,?\s{_PARTS["date"]})?\s?{_DASH}
      | (?:{_PARTS["name"]}),\s{_PARTS["date"]}\s(?:{_PARTS["agency"]})
      | (?:{_PARTS["name"]}),\s{_PARTS["date"]}\s?(?:—|–|--+)
      | (?:{_PARTS["agency"]})\s?{_DASH}
    )\s+(?=\S)""",
    re.VERBOSE,
)
_LONGEST = 90


def split_dateline(body: str) -> tuple[str, str]:
    """Split a body into its dateline, "" when it has none, and the rest.

    >>> split_dateline("BEIJING, March 3 (Xinhua) -- China has launched a satellite.")
    ('BEIJING, March 3 (Xinhua)', 'China has launched a satellite.')
    >>> split_dateline("The European Space Agency (ESA) - and not only it - waits.")[0]
    ''
    """
    found = _DATELINE.match(body[: _LONGEST + 2])
    if not found or found[0].strip().split()[0] in ("The", "A", "An", "In", "On", "At"):
        return "", body
    head = re.sub(rf"\s*{_DASH}?\s*$", "", found[0]).strip()
    if re.fullmatch(_CAPITALS, head):
        dash = found[0].strip()[len(head) :].strip()
        # "NASA - " is no place; a long dash says more than a short one.
        least = 4 if dash in ("—", "--") else _SHORT_DASH_LEAST
        if dash == ":" or len(head) < least or head.split()[0] in _LABELS:
            return "", body
    return head, body[found.end() :]


_SHORT_DASH_LEAST = 6
_LABELS = {"UPDATE", "BREAKING", "EXCLUSIVE", "OPINION", "ANALYSIS", "WATCH", "VIDEO", "LIVE", "CORRECTED", "REVIEW"}
