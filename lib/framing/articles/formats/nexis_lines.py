"""The paragraphs of Nexis' newer files, with what their style and their links say of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from framing.articles.formats.nexis_labels import heading, squeeze

__all__ = ["Line", "address_of", "document_number", "is_body"]

_ITEM = re.compile(r"urn(?::|%3A)contentItem(?::|%3A)([0-9A-Z]{4}(?:-[0-9A-Z]{2,5}){3,6})", re.I)


@dataclass(frozen=True)
class Line:
    """A paragraph of a file.

    Attributes
    ----------
    text : str
        With line feeds for its line breaks.
    bold : bool
        Whether all of it is bold.
    title : bool
        Whether its style is a document's title.
    heading : bool
        Whether its style is the heading of a part.
    name : str
        The bookmark in it: "Body", "Classification".
    link : str
        Where its first link leads.
    breaks : bool
        Whether a page or a section begins with it.
    """

    text: str
    bold: bool = False
    title: bool = False
    heading: bool = False
    name: str = ""
    link: str = ""
    breaks: bool = False

    @property
    def plain(self) -> str:
        """The text on one line."""
        return squeeze(self.text)


def document_number(text: str) -> str:
    """Return the number of the document that an address of Lexis' names; "" when there is none.

    >>> document_number("https://advance.lexis.com/api/document?id=urn:contentItem:5C9T-RCH1-DYN2-332M-00000-00&context=")
    '5C9T-RCH1-DYN2-332M-00000-00'
    """
    found = _ITEM.search(unquote(text))
    return found[1].upper() if found else ""


def address_of(number: str) -> str:
    """Return where a document of that number is found, the same whoever fetched it."""
    return f"https://advance.lexis.com/api/document?id=urn:contentItem:{number}"


def is_body(line: Line) -> bool:
    """Whether a line is the heading of the text, in any language of the interface."""
    return line.name == "Body" or (not line.title and heading(line.text) == "body" and ":" not in line.text)
