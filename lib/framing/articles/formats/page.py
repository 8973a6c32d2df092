"""One saved web page as one article: its text by trafilatura, the rest from what the page says of itself."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.feed_text import one_line, paragraphs
from framing.articles.formats.page_facts import page_facts
from framing.articles.readers import Record, Unread

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PAGE", "read_page"]

# A text that no metadata calls an article is one from here on, in characters: two sentences of a placeholder or of
# an error are shorter.
_TELLING = 250
# Above links to other articles.
_OTHERS = re.compile(
    r"(?:you (?:might|may) also (?:like|be interested in)|most (?:popular|read|viewed)|"
    r"related (?:stories|articles|news|content|topics|posts)|read (?:more|next|also)|more (?:stories|news)|"
    r"more (?:from|on|in|like) .{1,40}|recommended(?: (?:for you|stories|reading))?|trending(?: now)?|"
    r"editors?[’']s? picks?|around the web|latest (?:news|stories)|"
    r"mehr zum thema|das könnte sie auch interessieren|meistgelesen|auch interessant|à lire aussi|sur le même sujet|"
    r"les plus lus|lo más leído|te puede interesar|noticias relacionadas|más noticias|leggi anche|i più letti|"
    r"leia (?:também|mais)|mais lidas|lees ook|meest gelezen|читайте также|самое читаемое|по теме|相关新闻|相關新聞|"
    r"延伸阅读|延伸閱讀|関連記事)[\s:：.…»>]*",
    re.I,
)
_KEPT = ("html", "body", "main", "article")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _fits(blob: Blob) -> bool:
    head = blob.head if b"\x00" not in blob.head[:200] else blob.text[:65_536].encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith(b"<"):
        return False
    return re.search(rb"<!doctype\s+html|<(?:html|head|body|article|main)[\s>]", head, re.I) is not None


def read_page(blob: Blob, target: str = "") -> Read:
    """Read a page as one article.

    The text is what trafilatura finds, without lists of other articles, or the metadata's own when that is more
    than twice as long. Nothing is fetched.

    Parameters
    ----------
    blob : Blob
        The page.
    target : str
        The address it was found at, when that is known.

    Yields
    ------
    Record or Unread
        One; Unread for a page that is no article: a front page, a list, a placeholder.

    Raises
    ------
    InputError
        When it is no HTML.
    """
    tree = blob.html
    facts = page_facts(tree, target)
    fields = dict(facts.fields)
    headline = fields.get("headline", "")
    body = _body(tree, headline)
    stated = paragraphs(facts.body)
    if sum(map(len, stated)) > 2 * sum(map(len, body)):
        body = stated
    if body:
        fields["body"] = "\n\n".join(body)
    if not headline and not body:
        yield Unread(blob.name, 1, "no article on the page", "it has neither a title nor a text", fields)
    elif facts.is_article or (not _is_front(fields.get("url", "")) and len(fields.get("body", "")) >= _TELLING):
        yield Record(blob.name, 1, fields)
    else:
        detail = "nothing in it says that it is an article, and it is a front page or has less text than two sentences"
        yield Unread(blob.name, 1, "no article on the page", detail, fields)


def _is_front(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query


def _body(tree: HtmlElement, headline: str) -> list[str]:
    """Return the paragraphs of a page's text, without its headline."""
    from lxml import etree
    from trafilatura import bare_extraction

    tree = copy.deepcopy(tree)
    etree.strip_elements(tree, etree.Comment, with_tail=False)
    _drop_others(tree, headline)
    found: list[str] = []
    # Tables are data in new pages and the layout in old ones: with them only where there is nothing else. Asking for
    # more (favor_recall) found no more of six pages of news, and let a list of other articles in.
    for tables in (False, True):
        # given as a tree: a text that is an address might be fetched
        read = bare_extraction(copy.deepcopy(tree), include_comments=False, include_tables=tables, with_metadata=False)
        text = str(getattr(read, "text", "") or "")
        found = [line for each in text.split("\n") if (line := " ".join(each.split()))]
        if found:
            break
    tops = {headline, *(one_line(" ".join(each.itertext())) for each in tree.iter("h1"))}
    while found and found[0].strip("# ") in tops:
        found = found[1:]
    return found


def _drop_others(tree: HtmlElement, headline: str) -> None:
    """Take out the blocks of links to other articles: a heading such as "Most popular" with what it stands above."""
    for heading in [each for each in tree.iter(*_HEADINGS) if _OTHERS.fullmatch(one_line(each.text_content()))]:
        title, block = heading.text_content().split(), heading
        while block is not None and block.tag not in _KEPT and block.text_content().split() == title:
            block = block.getparent()
        if block is not None and block.tag not in _KEPT and _is_list_of_others(block, title, headline):
            block.drop_tree()


def _is_list_of_others(block: HtmlElement, title: list[str], headline: str) -> bool:
    """Whether a block begins with its heading, has no more long paragraphs than links, and is not the article."""
    if block.text_content().split()[: len(title)] != title:
        return False
    if any(headline and one_line(each.text_content()) == headline for each in block.iter("h1")):
        return False
    long = [each for each in block.iter("p") if len(each.text_content()) >= _TELLING and not each.xpath(".//a")]
    return 0 < len(block.findall(".//a")) >= len(long)


PAGE = Format("page", "Web page, HTML", _fits, read_page)
