"""Factiva's dates, in any language of its interface, as ISO 8601."""

from __future__ import annotations

import functools
import re

from framing.articles.dates import standard_dates

__all__ = ["is_clock", "is_date", "when"]

_CLOCK = re.compile(
    r"(?P<before>上午|下午|午前|午後|오전|오후)?\s*(?P<hour>\d{1,2})\s?(?:[:：hH時时]|\.(?=\d\d\b))\s?(?P<minute>\d{2})(?::\d\d)?"
    r"\s*(?P<after>[AaPp]\.?\s?[Mm]\b\.?|上午|下午)?(?:\s*(?P<zone>GMT|UTC|Z))?(?:\s*(?:Uhr|ч\.?))?"
)
# Dates as they are written anywhere: year first, day and month in letters, month in letters and day, month alone.
_SHAPE = re.compile(
    r"\d{4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?(?:\d{1,2}\s?[日일]?)?"
    r"|(?:[^\W\d_]{2,12}\.?,? )?\d{1,2}(?:\.|er|º|ª|°|-?го|st|nd|rd|th)? (?:d[ei] |d')?"
    r"[^\W\d_]{3,12}\.?,?(?: [^\W\d_]{2,6})? \d{4}(?: ?(?:г\.?|года|г|r\.))?"
    r"|(?:[^\W\d_]{2,12}\.?,? )?[^\W\d_]{3,12}\.? \d{1,2},? \d{4}"
    r"|[^\W\d_]{3,12}\.? (?:de )?\d{4}"
)
_LONGEST = 80
_NUMERIC = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{4}")
_LATE = re.compile(r"[Pp]\.?\s?[Mm]|下午|午後|오후")
_EARLY = re.compile(r"[Aa]\.?\s?[Mm]|上午|午前|오전")


def is_date(line: str) -> bool:
    """Whether a line is a date, and nothing else than a date, with or without a time.

    >>> [is_date(each) for each in ("12. März 2014", "2013 年 5 月 12 日 09:52", "03/04/2018", "(c) 2018 Moon Press")]
    [True, True, True, False]
    """
    text = _parted(line)[0]
    return _NUMERIC.fullmatch(text) is not None or bool(_day(text))


def when(day: str, clock: str = "") -> str:
    """Write a date of Factiva's, in any interface language, in ISO 8601; as it is when it cannot be read for certain.

    A time without a zone stays without; one in a zone that is not known leaves the day alone.

    >>> when("2013 年 5 月 12 日 09:52 上午"), when("12. März 2014"), when("7 April 2000", "06:04 GMT")
    ('2013-05-12T09:52:00', '2014-03-12', '2000-04-07T06:04:00+00:00')
    >>> when("03/04/2018", "15:10"), when("9 Mai 2013", "4:15 PM")
    ('03/04/2018 15:10', '2013-05-09T16:15:00')
    """
    text, inside = _parted(day)
    clock = " ".join((clock or inside).split())
    date = _day(text)
    if not date:
        return f"{text} {clock}".strip()
    found = _CLOCK.fullmatch(clock)
    if found is None or len(date) != 10 or int(found["hour"]) > 24 or int(found["minute"]) > 59:
        return date
    hour = int(found["hour"]) % 24
    half = f"{found['before'] or ''}{found['after'] or ''}"
    if _LATE.match(half) and hour < 12:
        hour += 12
    elif _EARLY.match(half) and hour == 12:
        hour = 0
    return f"{date}T{hour:02d}:{found['minute']}:00" + ("+00:00" if found["zone"] else "")


def is_clock(line: str) -> bool:
    """Whether a line is a time of day, and nothing else.

    >>> [is_clock(each) for each in ("15:32", "06:04 GMT", "09:52 上午", "4:15 PM", "16 h 05", "1:0 to Moon Town")]
    [True, True, True, True, True, False]
    """
    return _CLOCK.fullmatch(" ".join(line.split())) is not None


def _parted(line: str) -> tuple[str, str]:
    """Part a date from the time behind it."""
    text = " ".join(line.split())
    if len(text) > _LONGEST:
        return text, ""
    found = re.search(rf"(?<=[\d日년일.])(?:,?\s|,)\s?(?:{_CLOCK.pattern})$", text)
    return (text[: found.start()], text[found.start() :].lstrip(" ,")) if found else (text, "")


@functools.lru_cache(maxsize=4096)
def _day(text: str) -> str:
    """Return a day or a month in ISO 8601; "" for anything else."""
    if not _SHAPE.fullmatch(text):
        return ""
    text = re.sub(r"\s*([年月日년월일])\s*", r"\1", text)
    text = re.sub(r"(?<=\d)\s?(?:º|ª|°|-?го)(?=\s)", "", text)
    written, precision = standard_dates([text])[0]
    return written[:10] if precision else ""
