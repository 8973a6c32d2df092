"""What services answer, as far as all of them are alike: JSON, and sentences that say what is wrong."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

__all__ = ["Again", "Answer", "json_object", "later", "sentence"]

# "Too many requests" and what servers say when they are overrun or restarted: the same request may work later.
_LATER = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """What a service answered.

    Attributes
    ----------
    url : str
        Where it came from in the end, without keys.
    status : int
    headers : mapping
        Their names in lower case.
    body : bytes
        Unpacked.
    when : datetime
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    when: dt.datetime

    def header(self, name: str) -> str:
        """Return a header, "" when there is none or when it holds what could not be sent back."""
        value = str(self.headers.get(name.casefold(), "")).strip()
        return value if re.fullmatch(r"[\x20-\x7e]*", value) else ""


@dataclass(frozen=True)
class Again:
    """Why a request is to be made again, and after how many seconds at least."""

    reason: str
    seconds: float = 0.0


def later(answer: Answer) -> Again | None:
    """Say why an answer's status means that it is to be asked for again; None when it does not."""
    if answer.status not in _LATER:
        return None
    seconds = _retry_after(answer.header("Retry-After"), answer.when)
    asks = f", and asks to wait {seconds:,.0f} s" if seconds else ""
    return Again(f"it answers with status {answer.status}{asks}", seconds)


def _retry_after(value: str, now: dt.datetime) -> float:
    """Return how many seconds a service asks to wait, stated as such or as a date; 0 when it does not say.

    >>> noon = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
    >>> [_retry_after(each, noon) for each in ("7", "Fri, 01 Mar 2024 12:00:30 GMT", "soon")]
    [7.0, 30.0, 0.0]
    """
    if re.fullmatch(r"\d{1,9}", value):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
    date = date.replace(tzinfo=dt.UTC) if date.tzinfo is None else date
    return max(0.0, (date - now).total_seconds())


def json_object(body: bytes) -> dict[str, Any] | None:
    r"""Return the JSON object that an answer is; None when it is none, or cut off.

    Control characters in texts are read as they stand, and so are backslashes that escape nothing: GDELT writes both.

    >>> json_object(b'{"title": "Up & \\away"}'), json_object(b'{"title": "Up'), json_object(b"Too short.")
    ({'title': 'Up & \\away'}, None, None)
    """
    text = body.decode("utf-8-sig", "replace")
    for tried in (text, re.sub(r'\\(["\\/bfnrt]|u[0-9a-fA-F]{4})?', lambda each: each[0] if each[1] else r"\\", text)):
        try:
            data = json.loads(tried, strict=False)
        except (ValueError, RecursionError):
            continue
        return data if isinstance(data, dict) else None
    return None


def sentence(body: bytes) -> str:
    """Return what a service says is wrong: its message, or its text without markup, in one line.

    >>> sentence(b'{"response": {"status": "error", "message": "No such page"}}')
    'No such page'
    >>> sentence(b"<p>Your query was too short.</p> ")
    'Your query was too short.'
    """
    data = json_object(body) or {}
    inner = data.get("response")
    for place in (data, inner if isinstance(inner, dict) else {}):
        for name in ("message", "note", "detail", "error"):
            if isinstance(place.get(name), str) and place[name].strip():
                return _line(place[name])
    return _line(re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", "replace")))


def _line(text: str) -> str:
    """Return the first characters of a text as one line that does no harm on a screen."""
    shown = "".join(each if each.isprintable() else " " for each in text[:1000])
    return " ".join(shown.split())[:200] or "nothing more"
