"""What feeds hold, as plain text: HTML into paragraphs, and a feed's title into the name of an outlet."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["host_name", "named_part", "one_line", "outlet_name", "paragraphs", "to_text"]

_BREAKING = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "th", "tr", "ul",
}  # fmt: skip
_SILENT = {"figcaption", "head", "iframe", "noscript", "object", "script", "select", "style", "svg", "title", "video"}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
# Lines of a text that was wrapped are shorter; a longer one is a paragraph of its own.
_WRAPPED = 100
_PARTS = re.compile(r"\s+[-–—|/·»:]+\s+|\s*(?:\||»|::|>)\s*|:\s+")
_NAMELESS = {"", "feed", "home", "homepage", "index", "latest news", "news", "no title", "rss", "rss feed", "untitled"}
# These hosts show the articles of others.
_GATHERING = re.compile(
    r"(?:^|\.)(?:news\.google\.\w+|bing\.com|news\.yahoo\.com|feedly\.com|inoreader\.com|reddit\.com|flipboard\.com)$"
)


def one_line(text: str) -> str:
    r"""Return a text without tags, entities and line ends.

    >>> one_line("Dish <b>answers</b> &amp;\n asks")
    'Dish answers & asks'
    """
    if _TAG.search(text):
        text = " ".join(_blocks(text))
    return " ".join(html.unescape(text).replace("\u200b", "").split())


def to_text(text: str) -> str:
    r"""Return HTML, or plain text, as paragraphs with an empty line between them.

    Of HTML, block elements and two line breaks part paragraphs, and what is never read (scripts, captions) is left
    out. Of plain text, empty lines part them; and every line does when one is too long to have been wrapped.

    >>> to_text("<p>It <i>rose</i>.</p>It fell.<br><br>It rests.")
    'It rose.\n\nIt fell.\n\nIt rests.'
    >>> to_text("It rose\nand fell.\n\nIt rests.")
    'It rose and fell.\n\nIt rests.'
    """
    return "\n\n".join(paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `to_text` as a list."""
    if _TAG.search(text):
        return _blocks(text)
    text = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n")
    longest = max(map(len, text.split("\n")), default=0)
    pieces = re.split(r"\n" if longest > _WRAPPED else r"\n[^\S\n]*\n", text)
    return [line for piece in pieces if (line := " ".join(piece.replace("\u200b", "").split()))]


def _blocks(text: str) -> list[str]:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True)
    try:
        tree = document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [line for line in [" ".join(html.unescape(_TAG.sub(" ", text)).split())] if line]
    pieces: list[list[str]] = [[]]
    _write(tree, pieces)
    found = (" ".join("".join(each).replace("\u200b", "").split()) for each in pieces)
    return [each for each in found if each]


def _write(tree: HtmlElement, pieces: list[list[str]]) -> None:
    """Write the text of a tree into pieces, a new one at each break; without recursion, however deep it is."""
    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, done = stack.pop()
        tag = element.tag
        if not done and tag == "br":
            if pieces[-1] and pieces[-1][-1] == "\n":
                pieces.append([])
            else:
                pieces[-1].append("\n")
        elif not done and isinstance(tag, str) and tag not in _SILENT:
            if tag in _BREAKING:
                pieces.append([])
            if element.text:
                pieces[-1].append(element.text)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        elif done and tag in _BREAKING:
            pieces.append([])
        tail = element.tail or ""
        # spaces between two line breaks do not keep them apart
        if element is not tree and tail and (tail.strip() or not pieces[-1] or pieces[-1][-1] != "\n"):
            pieces[-1].append(tail)


def host_name(url: str) -> str:
    """Return the host of a url without "www."; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def outlet_name(title: str, url: str) -> str:
    """Return the outlet that a feed's title names, or a page's; "" where it names none.

    Of a title in parts, the one that the host is called after is the outlet; when none is, the whole title stays.
    A search, or a site that shows the articles of others, names no outlet.

    >>> outlet_name("World news | The Orbit Post", "https://www.theorbitpost.example/world")
    'The Orbit Post'
    >>> outlet_name("“launch” - Google News", "https://news.google.com/search?q=launch")
    ''
    """
    title, host = one_line(title), host_name(url)
    if _GATHERING.search(host) or re.search(r"[?&/](?:q|query|search)[=/]", url) or title.endswith("Google News"):
        return ""
    part = named_part(title, host)
    if part:
        return part
    return "" if title.casefold() in _NAMELESS else title


def named_part(title: str, host: str) -> str:
    """Return the part of a title that a host is called after, by its name or its initials; "" when none is.

    >>> named_part("Dish answers | Space | The Orbit Post", "orbitpost.example")
    'The Orbit Post'
    >>> named_part("Wetter - Neue Raketen Zeitung", "nrz.example"), named_part("Dish answers", "orbitpost.example")
    ('Neue Raketen Zeitung', '')
    """
    labels = [each for each in host.casefold().split(".") if each]
    parts = [each.strip() for each in _PARTS.split(title) if each.strip()]
    for part in reversed(parts) if len(parts) > 1 else ():
        name = re.sub(r"[\W_]", "", part).casefold()
        initials = "".join(word[0] for word in part.split() if word[0].isupper()).casefold()
        plain = re.sub(r"[\W_]", "", host).casefold()
        if len(name) > 2 and (plain.startswith(name) or name in labels or name.removeprefix("the") in labels):
            return part
        if len(initials) > 1 and initials in labels:
            return part
    return ""
