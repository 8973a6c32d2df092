"""The grammar of Nexis' newer files (Lexis Advance, Nexis Uni, Lexis+), in DOCX and RTF, as paragraphs.

A cover with the count and a list of titles; then of each document: headline, source, date, copyright, labelled fields,
"Body", the text, "Graphic" and "Classification" with more fields, "Load-Date:", "End of Document". Headings and labels
are in the language of the interface; where a word is not known, the style of the paragraph says what it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from framing.articles.formats.base import Read
from framing.articles.formats.nexis_dates import read_date
from framing.articles.formats.nexis_document import read_document
from framing.articles.formats.nexis_fields import record
from framing.articles.formats.nexis_labels import is_end, is_page_line
from framing.articles.formats.nexis_lines import Line, is_body
from framing.articles.formats.nexis_stated import stated_cover
from framing.project import InputError

__all__ = ["read_documents"]

_LISTED = re.compile(r"\d{1,4}\.\s")
# So much text behind the last document is no footer.
_FOOTER = 300


def read_documents(name: str, lines: Sequence[Line]) -> Read:
    """Read the documents of a file.

    Parameters
    ----------
    name : str
        The file, for records and errors.
    lines : sequence of Line

    Yields
    ------
    Stated, Record or Unread

    Raises
    ------
    InputError
        When there is no document in it.
    """
    lines = [each for each in lines if each.text.strip() or each.breaks]
    documents = list(_documents(lines))
    cover: list[Line] = []
    if documents:
        start = _start(documents[0], first=True)
        cover, documents[0] = documents[0][:start], documents[0][start:]
    if not any(is_end(each.text) for each in lines):
        documents = _without_ends(documents)
    stated = stated_cover([each.text for each in cover or lines])
    if not documents:
        raise InputError(_none_found(name, [each.plain for each in lines if each.text.strip()], stated is not None))
    if stated is not None:
        yield stated
    for number, document in enumerate(documents, start=1):
        document = document[_start(document, first=False) :]
        text = "\n\n".join(each.text.strip() for each in document)
        yield record(name, number, read_document(document), text)


def _none_found(name: str, texts: Sequence[str], covered: bool) -> str:
    if covered:
        titles = sum(_LISTED.match(each) is not None for each in texts)
        return (
            f"{name} is a cover with a list of {titles:,} titles and holds no article; import the files that came with "
            "it, or download the full documents."
        )
    count = "1 paragraph" if len(texts) == 1 else f"{len(texts):,} paragraphs"
    shown = f", the first “{texts[0][:60]}”" if texts else ""
    return (
        f"{name} holds no article: expected a headline, source and date, “Body” and “End of Document” as Nexis writes "
        f"them, found {count}{shown}; download the full documents from Nexis."
    )


def _documents(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Cut the lines where documents end; where no line says so, before their titles, or at breaks."""
    ends = [i for i, each in enumerate(lines) if is_end(each.text)]
    if not ends:
        yield from _cut_at_titles(list(lines), alone=True)
        return
    start = 0
    for end in ends:
        yield from _cut_at_titles(list(lines[start:end]), alone=False)
        start = end + 1
    left = list(lines[start:])
    text = " ".join(each.plain for each in left if not is_page_line(each.text))
    if any(is_body(each) for each in left) or len(text) > _FOOTER:
        yield left


def _without_ends(documents: list[list[Line]]) -> list[list[Line]]:
    """Leave out the last line of every document, where it is a few words and the same in all of them."""
    shown = [[each for each in document if each.text.strip()] for document in documents]
    last = {document[-1].plain if document else "" for document in shown}
    if len(documents) < 2 or len(last) > 1 or len(next(iter(last))) > 40 or not shown[0][-1].bold:
        return documents
    return [document[:-1] for document in shown]


def _cut_at_titles(lines: list[Line], *, alone: bool) -> Iterator[list[Line]]:
    """Cut documents that nothing ends: each title begins one when the text of the one before was reached."""
    bodies = [i for i, each in enumerate(lines) if is_body(each)]
    starts = [0]
    if alone and not bodies:
        starts = [i for i, each in enumerate(lines) if each.title and _begins(lines[i : i + 8])]
        if not starts:
            return
        starts[0] = 0  # with the cover
    for before, body in itertools.pairwise(bodies):
        titles = [i for i in range(before + 1, body) if lines[i].title]
        breaks = [i for i in range(before + 1, body) if lines[i].breaks and _begins(lines[i : body + 1])]
        if titles or (alone and breaks):
            starts.append(titles[0] if titles else breaks[-1])
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if any(each.text.strip() for each in lines[start:end]):
            yield lines[start:end]


def _begins(lines: Sequence[Line]) -> bool:
    """Whether a date follows within a few lines, as at the beginning of a document."""
    return any(read_date(each.plain) for each in [each for each in lines if each.text.strip()][1:6])


def _start(lines: Sequence[Line], *, first: bool) -> int:
    """Return where a document begins: at its title, or two lines above its date."""
    body = next((i for i, each in enumerate(lines) if is_body(each)), len(lines))
    titles = [i for i in range(body) if lines[i].title and lines[i].text.strip()]
    if titles:
        dated = [i for i in titles if _begins(lines[i : i + 8])] or titles
        start = dated[-1] if body < len(lines) else dated[0]
        while start - 1 in titles:
            start -= 1
        return start if first else min(start, next(i for i, each in enumerate(lines) if each.text.strip()))
    shown = [i for i in range(body) if lines[i].text.strip()]
    if not first or not shown:
        return shown[0] if shown else 0
    dates = [at for at, i in enumerate(shown) if at >= 1 and read_date(lines[i].plain)]
    if not dates:
        breaks = [i for i in range(body) if lines[i].breaks]
        return breaks[-1] if breaks else 0
    at = dates[-1]
    covered = stated_cover([lines[i].text for i in shown[:at]]) is not None
    breaks = [
        k for k in range(max(1, at - 6), at) if any(lines[i].breaks for i in range(shown[k - 1] + 1, shown[k] + 1))
    ]
    if breaks and at - breaks[-1] >= 1:
        return shown[breaks[-1]]
    return shown[max(0, at - 2)] if covered else shown[0]
