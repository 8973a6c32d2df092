"""A codebook as a notebook shows it: what each frame and actor means, its lines, and whether it was validated."""

from __future__ import annotations

from collections.abc import Iterable

from framing.measures.codebook import Codebook, Entry
from framing.show.tables import TABLE_STYLE, escape
from framing.show.wording import counted

__all__ = ["codebook_html", "entry_html"]

_STYLE = (
    "<style>.framing-lines{columns:16em;column-gap:2em;margin:.3em 0;padding-left:1.2em;font-size:.93em}"
    ".framing-table td.lines{text-align:left;white-space:normal;min-width:11em}"
    ".framing-table td.meaning{min-width:20em}.framing-table td details>summary{cursor:pointer}</style>"
)


def codebook_html(book: Codebook) -> str:
    """Return a codebook as HTML: the topic, then a table of the frames and one of the actors, lines folded away.

    Examples
    --------
    >>> import framing
    >>> html = codebook_html(framing.load("sample").codebook)
    >>> html.count("<table"), "not validated" in html
    (2, True)
    """
    file = f", {book.file}" if book.file else ""
    validated = book.validation()
    frames = _table("Frames", book.frames.values(), validated)
    actors = _table("Actors", book.actors.values(), None) if book.actors else ""
    return (
        f"{TABLE_STYLE}{_STYLE}"
        f"<p><strong>{escape(book.name)}</strong>, version {escape(book.version)} "
        f"({escape(book.language)}{escape(file)}): {counted(len(book.frames), 'frame')}, "
        f"{counted(len(book.actors), 'actor')}.</p>"
        f"{_lines(book.topic, 'Topic, on which an article must be to count: ')}{frames}{actors}"
    )


def entry_html(entry: Entry) -> str:
    """Return one frame or actor as HTML, with its lines in full."""
    validated = Codebook("", "", "", entry, {entry.code: entry}, {}).validation().get(entry.code, "not validated")
    parts = [f"<p><strong>{escape(entry.label)}</strong> ({escape(entry.kind)} {escape(entry.code)})</p>"]
    parts += [f"<p>{escape(entry.definition)}</p>"] if entry.definition else []
    parts += [f"<p>{escape(validated[:1].upper() + validated[1:])}.</p>"] if entry.kind == "frame" else []
    named = {
        "What counts": [each.text for each in entry.include],
        "What does not": [each.text for each in entry.exclude],
        "Sentences it must find": [text for text, _ in entry.must_hit],
        "Sentences it must leave": [text for text, _ in entry.must_miss],
    }
    parts += [f"<p>{name}</p>{_list(texts)}" for name, texts in named.items() if texts]
    return _STYLE + "".join(parts)


def _table(caption: str, entries: Iterable[Entry], validated: dict[str, str] | None) -> str:
    head = [caption.removesuffix("s"), "Definition", "Lines"] + (["Validation"] if validated is not None else [])
    rows = []
    for entry in entries:
        name = f'<td class="t">{escape(entry.label)}<br><code>{escape(entry.code)}</code></td>'
        state = (validated or {}).get(entry.code, "not validated")
        last = f'<td class="t">{escape(state)}</td>' if validated is not None else ""
        meaning = escape(entry.definition) or "–"
        rows.append(f'<tr>{name}<td class="t meaning">{meaning}</td><td class="lines">{_lines(entry)}</td>{last}</tr>')
    heads = "".join(f'<th scope="col" class="short">{each}</th>' for each in head)
    return (
        f'<div class="framing-scroll" tabindex="0" role="group" aria-label="Table: {caption}">'
        f'<table class="framing-table"><caption>{caption}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _lines(entry: Entry, head: str = "") -> str:
    said = head + counted(len(entry.include), "line")
    said += f", {counted(len(entry.exclude), 'exclusion')}" if entry.exclude else ""
    tests = len(entry.must_hit) + len(entry.must_miss)
    said += f"; {counted(tests, 'test sentence')}" if tests else ""
    out = f"<p>but not inside:</p>{_list([each.text for each in entry.exclude])}" if entry.exclude else ""
    return f"<details><summary>{said}</summary>{_list([each.text for each in entry.include])}{out}</details>"


def _list(texts: Iterable[str]) -> str:
    return f'<ul class="framing-lines">{"".join(f"<li>{escape(text)}</li>" for text in texts)}</ul>'
