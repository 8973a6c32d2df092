"""Nexis' dates, in the languages of the articles: the day, the weekday, a time, and what edition it was."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Dated", "read_date"]

# January to December, in a language each; abbreviations stand behind a stroke.
_MONTHS = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sep oct nov dec
januar februar märz april mai juni juli august september oktober november dezember
jänner feber maerz apr mai jun jul aug sept okt nov dez
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
janv févr mars avr mai juin juil août sept oct nov déc
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago setiembre oct nov dic
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen feb mar apr mag giu lug ago set ott nov dic
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
jan fev mar abr mai jun jul ago set out nov dez
januari februari maart april mei juni juli augustus september oktober november december
jan feb mrt apr mei jun jul aug sep okt nov dec
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
"""
_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo
lunedì martedì mercoledì giovedì venerdì sabato domenica
segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
понедельник вторник среда четверг пятница суббота воскресенье
poniedziałek wtorek środa czwartek piątek sobota niedziela
måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag
pazartesi salı çarşamba perşembe cuma cumartesi pazar
星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日
月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日
월요일 화요일 수요일 목요일 금요일 토요일 일요일 le el den on
"""
_SEASONS = (
    "spring summer autumn fall winter frühjahr frühling sommer herbst printemps été automne hiver primavera verano "
    "otoño invierno estate autunno inverno lente zomer herfst"
)
# Hours east of Greenwich, for the names that mean one zone; CST, IST and BST mean several.
_ZONES = {
    "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "WET": 0, "EST": -5, "EDT": -4, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1,
    "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10,
    "AEDT": 11,
}  # fmt: skip
_UNCLEAR = {"CST", "CDT", "IST", "BST", "MST", "AST", "ET", "PT", "CT"}

_WORD = r"[^\W\d_]+"
_DAY_FIRST = re.compile(
    rf"(\d{{1,2}})(?:\.|st|nd|rd|th|er|º|ª|°|-?го)?,?\s*(?:de |d['’])?({_WORD})\.?,?\s+(?:de |del )?"
    r"(\d{4})(?:\s?г\b\.?|\s?r\.)?"
)
_MONTH_FIRST = re.compile(rf"({_WORD})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_YEAR_FIRST = re.compile(rf"(\d{{4}})\.?,?\s+({_WORD})\s+(\d{{1,2}})\.?(?![\d:])")
_NUMBERS = re.compile(r"(\d{4})\s?[-年년/.]\s?(\d{1,2})\s?[-月월/.]\s?(\d{1,2})\s?[日일]?(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}(?!\d)")
_MONTH_ONLY = re.compile(rf"({_WORD})\.?,?\s+(?:de )?(\d{{4}})(?!\d)|(\d{{4}})\s?年\s?(\d{{1,2}})\s?月")
_RANGE = re.compile(
    rf"({_WORD})\.?(?:\s?[-/–&]\s?({_WORD})\.?|\s\d{{1,2}}\s?[-–]\s?(?:({_WORD})\s)?\d{{1,2}},?)?"
    r"\s+(\d{4})(?:\s?[-/–]\s?\d{2,4})?"
)
_CLOCK = re.compile(
    r"(?P<early>上午|午前|오전)?(?P<late>下午|午後|오후)?\s?(?P<hour>\d{1,2})\s?(?:[:：hH]|\.(?=\d\d\b))\s?(?P<minute>\d\d)"
    r"(?::\d\d)?\s*(?P<half>[AaPp]\.?\s?[Mm]\b\.?)?(?:\s?Uhr\b)?(?:\s*(?P<zone>[A-Z]{1,4})\b)?"
)


@dataclass(frozen=True)
class Dated:
    """A line of Nexis' that begins with a date.

    Attributes
    ----------
    iso : str
        "2014-03-12", "2014-03-12T08:15:00+00:00", "2014-03" or "2014"; as written when day and month cannot be told.
    rest : str
        What stands behind: the edition.
    """

    iso: str
    rest: str


@functools.cache
def _months() -> dict[str, int]:
    return {_plain(name): at + 1 for row in _MONTHS.strip().splitlines() for at, name in enumerate(row.split())}


@functools.cache
def _weekdays() -> frozenset[str]:
    return frozenset(map(_plain, _WEEKDAYS.split()))


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in text if not unicodedata.combining(each)).strip(".,")


def read_date(line: str) -> Dated | None:
    """Read the date that a line begins with; None when it begins with none.

    A time without a zone stays without; one in a zone whose name means several leaves the day alone.

    Parameters
    ----------
    line : str

    Returns
    -------
    Dated or None

    Examples
    --------
    >>> read_date("March 14, 2013 Thursday 11:21 AM GMT")
    Dated(iso='2013-03-14T11:21:00+00:00', rest='')
    >>> read_date("May 2, 2002, Thursday,, FINAL EDITION")
    Dated(iso='2002-05-02', rest='FINAL EDITION')
    >>> [read_date(each).iso for each in ("12. März 2014 Mittwoch", "mercredi 12 mars 2014", "12 maart 2014 woensdag")]
    ['2014-03-12', '2014-03-12', '2014-03-12']
    >>> [read_date(each).iso for each in ("miércoles 12 de marzo de 2014", "2014年3月12日", "May 2014", "Spring 2014")]
    ['2014-03-12', '2014-03-12', '2014-05', '2014']
    >>> read_date("The Times of 12 March 2014"), read_date("1 of 10 DOCUMENTS")
    (None, None)
    """
    text = _without_weekdays(" ".join(line.split()))
    found = _day(text)
    if found is None:
        return None
    day, place = found
    rest = _without_weekdays(text[place:].lstrip(" ,;.|–-"))
    if rest[:1] == "(" and _plain(rest[1:].partition(")")[0]) in _weekdays():
        rest = rest.partition(")")[2].lstrip(" ,;")
    if len(day) != 10:
        return Dated(day, rest)
    clock = _CLOCK.match(rest)
    if clock is None or int(clock["hour"]) > 24 or int(clock["minute"]) > 59:
        return Dated(day, rest)
    known = clock["zone"] in _ZONES or clock["zone"] in _UNCLEAR
    left = rest[clock.end() if known or not clock["zone"] else clock.start("zone") :]
    return Dated(_moment(day, clock), _without_weekdays(left.lstrip(" ,;")))


def _moment(day: str, clock: re.Match[str]) -> str:
    """Add a time to a day."""
    hour = int(clock["hour"]) % 24
    half = (clock["half"] or "").casefold()
    if (half.startswith("p") or clock["late"]) and hour < 12:
        hour += 12
    elif (half.startswith("a") or clock["early"]) and hour == 12:
        hour = 0
    zone = clock["zone"]
    if zone in _UNCLEAR:
        return day
    moment = f"{day}T{hour:02d}:{clock['minute']}:00"
    return f"{moment}{_ZONES[zone]:+03d}:00" if zone in _ZONES else moment


def _without_weekdays(text: str) -> str:
    while found := re.match(rf"({_WORD}(?:-{_WORD})?)\.?(?=[\s,;]|$)[\s,;]*", text):
        if _plain(found[1]) not in _weekdays():
            break
        text = text[found.end() :]
    return text


def _day(text: str) -> tuple[str, int] | None:
    """Return the date at the beginning of a text, and where it ends."""
    months = _months()
    for pattern, year, month, day in (
        (_NUMBERS, 1, 2, 3),
        (_DAY_FIRST, 3, 2, 1),
        (_MONTH_FIRST, 3, 1, 2),
        (_YEAR_FIRST, 1, 2, 3),
        (_DOTTED, 3, 2, 1),
    ):
        found = pattern.match(text)
        if found:
            number = int(found[month]) if found[month].isdigit() else months.get(_plain(found[month]), 0)
            try:
                return dt.date(int(found[year]), number, int(found[day])).isoformat(), found.end()
            except ValueError:
                continue
    found = _SLASHED.match(text)
    if found:
        return found[0], found.end()
    found = _MONTH_ONLY.match(text)
    if found:
        number = int(found[4] or 0) or months.get(_plain(found[1] or ""), 0)
        if 1 <= number <= 12:
            return f"{found[2] or found[3]}-{number:02d}", found.end()
    found = _RANGE.fullmatch(text)
    if found and _plain(found[1]) in months:
        alone = not found[2] and not found[3]
        return f"{found[4]}-{months[_plain(found[1])]:02d}" if alone else found[4], found.end()
    if found and found[1].casefold() in _SEASONS.split():
        return found[4], found.end()
    found = re.fullmatch(r"(?:1[6-9]|20)\d\d", text)
    return (text, len(text)) if found else None
