"""Factiva's articles without field codes: lines that are told by what they say and by the order they stand in.

The order is that of the codes: section, headline, author, credit, number of words, date, time, source, source code,
edition, page, volume, language, copyright; then the text, the publisher, and the document's number. Any may be absent.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from framing.articles.formats.factiva import digits, document_number, is_length, paragraphs, settled, squeeze
from framing.articles.formats.factiva_dates import is_clock, is_date, when
from framing.articles.formats.language_names import stated_language

__all__ = ["Line", "fields_of_head", "fields_of_lines", "lines_by_article"]

# A line and whether it is bold, as headlines are; "" is an empty line, "\f" a new page.
Line = tuple[str, bool]

_VOLUME = re.compile(r"ISSN|\b(?:vol|issue|heft|jahrgang|ausgabe|numéro|número|numero)|№", re.I)
_PAGE = re.compile(r"[A-Za-z]{0,2}\d[\d\s,;.+/–-]{0,20}[A-Za-z]?")
_RIGHTS = re.compile(
    r"©|\(c\)|copyright|rights reserved|tous droits|alle rechte|derechos|direitos|diritti|版权|版權|著作権", re.I
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ltd|limited|inc|llc|plc|pty|corp|corporation|company|co|s\.?a|s\.?l|s\.?p\.?a|ag|kg|ab|oy|b\.?v|"
    r"press|verlag|group|agency|media|newspapers|publications)\b",
    re.I,
)
_FOOTER = re.compile(
    r"(?:\D{0,12}\d+\s\D{1,6}\s\d+\s*)?(?:©|\(c\)|copyright)?\s*(?:19|20)\d\d\s+Factiva\b.{0,60}", re.I
)
_BY = re.compile(r"(?:by|von|par|por|di|da|door|av|af|autor|автор|作者|記者|记者)\b[\s:：]", re.I)


def lines_by_article(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Cut a file into its articles, each of which ends with the line of its document's number; the rest comes last."""
    article: list[Line] = []
    for text, bold in lines:
        if _FOOTER.fullmatch(squeeze(text)):
            continue
        article.append((text, bold))
        if document_number(text):
            yield article
            article = []
    if any(text.strip() for text, _ in article):
        yield article


def fields_of_lines(lines: Sequence[Line]) -> dict[str, str]:
    """Return the fields of an article from its lines; {} when neither a number of words nor a date is found there.

    >>> lines = ["Moon base opens", "By A. Writer", "90 words", "4 March 2019", "Daily Moon", "MOON", "English",
    ...     "(c) 2019 Moon Ltd", "", "It is open.", "Document MOON000020190304ef340001a"]
    >>> fields = fields_of_lines([(each, number == 0) for number, each in enumerate(lines)])
    >>> [fields[name] for name in ("headline", "author", "published", "source", "language", "body")]
    ['Moon base opens', 'By A. Writer', '2019-03-04', 'Daily Moon', 'en', 'It is open.']
    """
    filled = [place for place, (text, _) in enumerate(lines) if text.strip()]
    anchor = _anchor(lines, filled)
    if anchor is None:
        return {}
    pages = [place for place, (text, _) in enumerate(lines[:anchor]) if text == "\f"]
    start = next((page for page in reversed(pages) if any(page < place < anchor for place in filled)), -1) + 1
    titles = _titles([(place, *lines[place]) for place in filled if start <= place < anchor])
    after = [place for place in filled if place >= anchor]
    end = _head_end(lines, after)
    rest = [text for text, _ in lines[after[end] :]] if end < len(after) else []
    number = [text for text in rest if document_number(text)]
    text = [each for each in rest if not document_number(each)]
    body, imprint = _without_imprint(text, [lines[place][0] for place in after[:end]])
    fields = fields_of_head([lines[place][0] for place in after[:end]], paragraphs(body), [*imprint, *number])
    return {**titles, **fields}


def _anchor(lines: Sequence[Line], filled: Sequence[int]) -> int | None:
    """Return where the number of words stands, with a date after it; or the first date."""
    for place, following in itertools.pairwise(filled):
        text = squeeze(lines[following][0])
        if is_length(lines[place][0]) and (is_date(text) or (len(text) <= 45 and re.search(r"\d{4}", text))):
            return place
    return next((place for place in filled if is_date(lines[place][0])), None)


def _titles(before: Sequence[tuple[int, str, bool]]) -> dict[str, str]:
    """Return section, headline, author and credit from the lines before the number of words.

    The headline is what is bold; where nothing or everything is, the first line, or the second after a shorter one
    that is followed by no author.
    """
    texts = [squeeze(text) for _, text, _ in before]
    if not texts:
        return {}
    bold = [index for index, (_, _, strong) in enumerate(before) if strong]
    if bold and len(bold) < len(texts):
        last = bold[-1]
        first = last
        while first - 1 in bold and before[first][0] - before[first - 1][0] == 1:
            first -= 1
    else:
        sectioned = len(texts) > 1 and not _BY.match(texts[1]) and len(texts[0].split()) <= 3 < len(texts[1].split())
        first = last = 1 if sectioned else 0
    section = texts[first - 1] if first and not re.search(r"(?:\.{3}|\s)\d+$", texts[first - 1]) else ""
    found = {"section": section, "headline": " ".join(texts[first : last + 1])}
    for name, text in zip(("author", "credit"), texts[last + 1 :], strict=False):
        found[name] = text
    return {name: value for name, value in found.items() if value}


def _head_end(lines: Sequence[Line], after: Sequence[int]) -> int:
    """Return how many of the filled lines from the number of words on are of the head."""
    named = next((i for i, place in enumerate(after[:14]) if i >= 2 and stated_language(lines[place][0])), None)
    if named is not None:
        end = named + 1
        while end < len(after) and after[end] - after[end - 1] == 1 and not document_number(lines[after[end]][0]):
            end += 1
        if end == named + 1 and end < len(after) and _RIGHTS.search(lines[after[end]][0][:80]):
            end += 1
        filled = end < len(after) and document_number(lines[after[end]][0]) and after[end] - after[end - 1] == 1
        return named + 2 if filled or end >= len(after) else end  # no empty line: the copyright is one line
    rights = next((i for i, place in enumerate(after[:14]) if i >= 2 and _RIGHTS.search(lines[place][0][:80])), None)
    if rights is not None:
        return rights + 1
    return next((i for i in range(3, len(after)) if after[i] - after[i - 1] > 1), min(4, len(after)))


def _without_imprint(text: list[str], head: Sequence[str]) -> tuple[list[str], list[str]]:
    """Take the publisher off the end of a text: a short line, a company's name or one that the head names."""
    filled = [place for place, line in enumerate(text) if line.strip()]
    if len(filled) < 2 or len(text[filled[-1]]) > 90:
        return text, []
    last = squeeze(text[filled[-1]])
    words = {word for word in re.findall(r"\w{4,}", " ".join(head[2:]).casefold())}
    if _COMPANY.search(last) or (words & set(re.findall(r"\w{4,}", last.casefold())) and last[-1] not in ".!?”\"'"):
        return text[: filled[-1]], [last]
    return text, []


def fields_of_head(head: Sequence[str], body: Sequence[str], tail: Sequence[str], language: str = "") -> dict[str, str]:
    """Return the fields of an article without codes, but for headline, section and author.

    Parameters
    ----------
    head : sequence of str
        The lines after headline and author: credit, number of words, date ... copyright.
    body : sequence of str
        The paragraphs.
    tail : sequence of str
        The lines after them: notes, publisher, document number.
    language : str
        As the layout says it, two letters; "" where only a line of the head does.
    """
    lines = [squeeze(each) for each in head if each.strip()]
    fields: dict[str, str] = {}
    place = next((i for i, line in enumerate(lines) if is_length(line) and not is_date(line)), None)
    dated = next((i for i, line in enumerate(lines) if is_date(line)), None)
    if place is None or (dated is not None and dated < place):
        place = dated
    elif dated is None and place + 1 < len(lines) and re.search(r"\d{4}", lines[place + 1]):
        dated = place + 1  # of a shape that is not known: a date all the same
    before, rest = (lines[:place], lines[place:]) if place is not None else ([], lines)
    fields["credit"] = "; ".join(before)
    if rest and is_length(rest[0]) and not is_date(rest[0]):
        fields["length"] = digits(rest.pop(0))
    if rest and dated is not None:
        day = rest.pop(0)
        fields["published"] = when(day, rest.pop(0) if rest and is_clock(rest[0]) else "")
    fields |= _fields_of_source(rest, language)
    numbers = [document_number(line) for line in tail]
    fields["accession"] = next((each for each in numbers if each), "")
    notes = [squeeze(line) for line, number in zip(tail, numbers, strict=True) if line.strip() and not number]
    fields["imprint"] = notes.pop() if notes else ""
    fields["notes"] = "; ".join(notes)
    return settled(fields, list(body))


def _fields_of_source(lines: Sequence[str], language: str) -> dict[str, str]:
    """Read what follows the date: source, its code, edition, page, volume, language, copyright."""
    rest = list(lines)
    fields = {"source": rest.pop(0) if rest else "", "language": language}
    if rest and re.fullmatch(r"[A-Z0-9_]{1,10}", rest[0]):
        fields["code"] = rest.pop(0)
    named = next((i for i in range(len(rest) - 1, -1, -1) if stated_language(rest[i])), None)
    rights = next((i for i, line in enumerate(rest) if _RIGHTS.search(line)), None)
    if named is None and language and rights:
        named = rights - 1
    if named is not None:
        fields["language"] = language or stated_language(rest[named])
        fields["copyright"] = " ".join(rest[named + 1 :])
        rest = rest[:named]
    elif rights is not None:
        fields["copyright"] = " ".join(rest[rights:])
        rest = rest[:rights]
    numbers = []
    for line in rest:
        if _VOLUME.search(line):
            fields["volume"] = line
        elif _PAGE.fullmatch(line):
            numbers.append(line)
        else:
            fields["edition"] = f"{fields['edition']}; {line}" if "edition" in fields else line
    if len(numbers) > 1:  # edition and page ("E01", "15"), or page and volume ("21", "22")
        fields.setdefault(*(("edition", numbers.pop(0)) if numbers[0][0].isalpha() else ("volume", numbers.pop())))
    fields["page"] = "; ".join(numbers)
    return fields
