"""Markdown, code and tables as HTML fragments for the page template.

Dollar signs mean themselves (nothing typesets mathematics), no image is fetched from a network, and Markdown
that a computation made is escaped, since it may hold article text.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape, unescape
from typing import Any

import mistune
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

__all__ = ["Prose", "code_html", "plain", "scrolling_tables"]

PLUGINS = ["table", "strikethrough", "footnotes", "def_list", "url"]


def plain(html: str) -> str:
    """Return the text of an HTML fragment.

    Examples
    --------
    >>> plain("Who wrote <em>what</em> &amp; when?")
    'Who wrote what & when?'
    """
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


def code_html(source: str, language: str = "python") -> str:
    """Return highlighted code without a wrapper; the colours are the stylesheet's."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return escape(source)
    return str(highlight(source, lexer, HtmlFormatter(nowrap=True))).rstrip("\n")


class Prose(mistune.HTMLRenderer):
    """Render the Markdown of one page and remember its headings.

    Attributes
    ----------
    headings : list of (int, str, str)
        Level, id and text of each heading so far; ids are unique within the page.
    """

    def __init__(self) -> None:
        super().__init__(escape=False)
        self.headings: list[tuple[int, str, str]] = []
        self._footnotes = 0

    def render(self, source: str, *, trusted: bool = True) -> str:
        """Return Markdown as HTML; HTML within it is kept only when trusted (a notebook's own words)."""
        self._escape = not trusted
        markdown = mistune.create_markdown(renderer=self, plugins=PLUGINS)
        html = str(markdown(source))
        if 'id="fn' in html:  # footnotes are numbered from 1 in each cell; ids must be unique on the page
            self._footnotes += 1
            html = re.sub(r'((?:id="|href="#)fn(?:ref)?-)', rf"\g<1>{self._footnotes}-", html)
        return scrolling_tables(html)

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """Return a heading that can be linked to."""
        name = unicodedata.normalize("NFKC", plain(text)).casefold()
        slug = re.sub(r"[^\w]+", "-", name).strip("-")[:60] or "section"
        taken = {each for _, each, _ in self.headings}
        unique, number = slug, 2
        while unique in taken:
            unique, number = f"{slug}-{number}", number + 1
        self.headings.append((level, unique, plain(text)))
        return f'<h{level} id="{escape(unique)}">{text}</h{level}>\n'

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a code block, highlighted when its language is named."""
        inner = code_html(code, info.split()[0]) if info and info.split() else escape(code)
        return f'<pre class="code" tabindex="0">{inner}</pre>\n'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image that lies within the page, or a link to one that does not: pages fetch nothing."""
        if url.startswith("data:image/"):
            return f'<img src="{escape(url)}" alt="{escape(plain(text))}">'
        return self.link(text or escape(url), url, title)


TABLE = re.compile(r"<(/?)table\b[^>]*>", re.IGNORECASE)
SCROLLS = re.compile(r"<div\b[^>]*class=[\"'][^\"'>]*scroll[^>]*>\Z", re.IGNORECASE)
CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.IGNORECASE | re.DOTALL)


def scrolling_tables(html: str) -> str:
    """Wrap each outermost table in a box that scrolls sideways and can be reached with the keyboard.

    A table that already stands in a ``div`` whose class names scrolling is left as it is.

    Examples
    --------
    >>> scrolling_tables("<table><tr><td>1</td></tr></table>")
    '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table><tr><td>1</td></tr></table></div>'
    """
    pieces, depth, start, last = [], 0, 0, 0
    for tag in TABLE.finditer(html):
        depth += -1 if tag[1] else 1
        if not tag[1] and depth == 1:
            start = tag.start()
        elif tag[1] and depth == 0:
            before = html[last:start].rstrip()
            if SCROLLS.search(before):  # whoever made the table has wrapped it
                continue
            table = html[start : tag.end()]
            caption = CAPTION.search(table)
            label = escape(" ".join(plain(caption[1]).split())) if caption else "Table"
            pieces.append(html[last:start])
            pieces.append(f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">{table}</div>')
            last = tag.end()
        depth = max(depth, 0)
    return "".join(pieces) + html[last:]
