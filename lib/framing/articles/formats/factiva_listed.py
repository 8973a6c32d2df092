"""Headlines that Factiva lists without their articles: a file of headlines, or some among articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from framing.articles.formats.factiva import digits, is_length, squeeze
from framing.articles.formats.factiva_dates import is_clock, is_date, when
from framing.articles.formats.language_names import stated_language

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["listed_headlines"]


def listed_headlines(tree: HtmlElement) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the fields of each headline in a list, and its text.

    Below a headline stand source, date, number of words, author and language, with commas between; then, where they
    are shown, the first words of the article, which become the body.
    """
    for row in tree.iter():
        names = (row.get("class") or "").split() if isinstance(row.tag, str) else []
        if "headline" not in names:
            continue
        titles = [each for each in row.iter() if _has(each, "Headline")]
        below = next((each for each in row.iter() if _has(each, "leadFields")), None)
        if not titles or below is None:
            continue
        snippet = next((each for each in row.iter() if _has(each, "snippet")), None)
        fields = {"headline": squeeze(titles[0].text_content()), **_below(squeeze(below.text_content()))}
        fields["body"] = squeeze(snippet.text_content()) if snippet is not None else ""
        fields["accession"] = row.get("data-accno") or ""
        yield {name: value for name, value in fields.items() if value}, squeeze(row.text_content())


def _has(element: HtmlElement, ending: str) -> bool:
    """Whether a class of an element ends so: those of texts begin with their language."""
    return isinstance(element.tag, str) and any(name.endswith(ending) for name in (element.get("class") or "").split())


def _below(line: str) -> dict[str, str]:
    """Read the line below a headline.

    >>> _below("Daily Moon, 4 March 2019, 72 words, A. Writer, (English)")["published"]
    '2019-03-04'
    """
    parts = [each.strip() for each in re.split(r",\s", line) if each.strip()]
    if len(parts) > 2 and re.fullmatch(r"\d{4}", parts[2]):  # March 4, 2019
        parts[1:3] = [f"{parts[1]}, {parts[2]}"]
    found: dict[str, str] = {}
    for part in parts:
        if "published" not in found and is_date(part):
            found["published"] = when(part)
        elif "published" not in found:
            found["source"] = f"{found['source']}, {part}" if "source" in found else part
        elif is_clock(part):
            found["published"] = when(found["published"], part)
        elif is_length(part):
            found["length"] = digits(part)
        elif part[0] in "(（" and stated_language(part.strip("()（）")):
            found["language"] = stated_language(part.strip("()（）"))
        else:
            found["author"] = f"{found['author']}, {part}" if "author" in found else part
    return found
