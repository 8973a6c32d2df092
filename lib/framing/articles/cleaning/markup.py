"""Markup and wrongly decoded letters: tags and entities become text, "â€™" becomes an apostrophe."""

from __future__ import annotations

import html
import re

__all__ = ["mend_letters", "strip_markup"]

# Tags that news carries; "<3" and "a < b" are no tags.
_TAG = re.compile(
    r"</?(?:p|br|a|b|i|u|s|em|strong|small|div|span|img|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|q|cite|figure|figcaption|"
    r"picture|source|script|style|noscript|table|thead|tbody|tr|td|th|caption|sup|sub|iframe|video|audio|section|"
    r"article|aside|header|footer|main|nav|time|pre|code|font|center|hr|button|form|input|label|svg|path)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"<(script|style|noscript|svg)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->|<!\[CDATA\[|\]\]>", re.DOTALL)
_BREAK = re.compile(
    r"<(?:br|hr|/?p|/?div|/?h[1-6]|/?li|/?ul|/?ol|/?tr|/?blockquote|/?figure|/?figcaption|/?section|/?article|/?table)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")


def strip_markup(text: str) -> str:
    r"""Return a text without HTML: its blocks as lines, its entities as letters.

    >>> strip_markup("<p>Spies &amp;amp; satellites</p><p>in orbit, 3 < 4</p>")
    'Spies & satellites\n\nin orbit, 3 < 4'
    """
    if _TAG.search(text):
        text = _HIDDEN.sub("", _COMMENT.sub("", text))
        text = _TAG.sub("", _BREAK.sub("\n", text))
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", text)
        text = re.sub(r"\n{3,}", "\n\n", text).strip()
    for _ in range(2):  # what was escaped twice
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text.replace("\xa0", " ") if "\xa0" in text else text


def mend_letters(text: str) -> str:
    """Return a text whose letters were decoded wrongly with the letters that were meant, as ftfy finds them.

    >>> mend_letters("Chinaâ€™s space programme")
    'China’s space programme'
    """
    if text.isascii():
        return text
    import ftfy

    return ftfy.fix_encoding(text)
