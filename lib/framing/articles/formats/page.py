"""One saved web page as one article: its text by trafilatura, the rest from what the page says of itself."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from framing.articles.blobs import Blob
from framing.articles.formats.base import Format, Read
from framing.articles.formats.feed_text import one_line, paragraphs
from framing.articles.formats.page_facts import page_facts
from framing.articles.readers import Record, Unread
from framing.project import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["PAGE", "read_page"]

# A text that no metadata calls an article is one from here on, in characters: two sentences of a placeholder or of
# an error are shorter.
_TELLING = 250
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# The largest pages of news have some 5 MB.
_LARGEST = 16_000_000
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
        When it is no HTML, or too large to be one page.
    """
    if len(blob.data) > _LARGEST:
        raise InputError(
            f"{blob.name} is a page of {len(blob.data) / 1e6:,.0f} MB; the largest read is {_LARGEST / 1e6:,.0f} MB. "
            "Save its text alone."
        )
    tree = blob.html
    facts = page_facts(tree, target)
    fields = dict(facts.fields)
    headline = fields.get("headline", "")
    body = _body(tree, headline)
    stated = paragraphs(facts.body)
    length = sum(map(len, body))
    # where the page hides its text, it is in the metadata alone, and found there without its paragraphs
    if sum(map(len, stated)) > 2 * length or (len(body) == 1 < len(stated) and sum(map(len, stated)) > 0.9 * length):
        body = stated
    if body:
        fields["body"] = "\n\n".join(body)
    if not headline and not body:
        yield Unread(blob.name, 1, "no article on the page", "it has neither a title nor a text", fields)
    elif facts.is_article or (not facts.is_front and len(fields.get("body", "")) >= _TELLING):
        yield Record(blob.name, 1, fields)
    else:
        detail = "nothing in it says that it is an article, and it is a front page or has less text than two sentences"
        yield Unread(blob.name, 1, "no article on the page", detail, fields)


def _body(tree: HtmlElement, headline: str) -> list[str]:
    """Return the paragraphs of a page's text, without its headline."""
    from lxml import etree
    from trafilatura import bare_extraction

    tree = copy.deepcopy(tree)
    etree.strip_elements(tree, etree.Comment, with_tail=False)
    for each in tree.iter("*"):
        # lxml reads these and does not let them be written, as trafilatura does
        if each.text and _CONTROLS.search(each.text):
            each.text = _CONTROLS.sub("", each.text)
        if each.tail and _CONTROLS.search(each.tail):
            each.tail = _CONTROLS.sub("", each.tail)
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
    if sum(map(len, found)) < _TELLING:
        # where there is no text the menu is found for it
        menu = tops | {one_line(each.text_content()) for each in tree.iter("a")}
        found = [each for each in found if each.strip("#- ") not in menu]
    return found


def _drop_others(tree: HtmlElement, headline: str) -> None:
    """Take out the blocks of links to other articles: a heading such as "Most popular" with what it stands above."""
    for heading in [each for each in tree.iter(*_HEADINGS) if _OTHERS.fullmatch(one_line(each.text_content()))]:
        title, block = heading.text_content().split(), heading
        while block is not None and block.tag not in _KEPT and block.text_content().split() == title:
            block = block.getparent()
        if block is not None and block.tag not in _KEPT and _is_list_of_others(block, title, headline):
            block.clear(keep_tail=True)


def _is_list_of_others(block: HtmlElement, title: list[str], headline: str) -> bool:
    """Whether a block begins with its heading, has no more long paragraphs than links, and is not the article."""
    if block.text_content().split()[: len(title)] != title:
        return False
    if any(headline and one_line(each.text_content()) == headline for each in block.iter("h1")):
        return False
    long = [each for each in block.iter("p") if len(each.text_content()) >= _TELLING and not each.xpath(".//a")]
    return 0 < len(block.findall(".//a")) >= len(long)


PAGE = Format("page", "Web page, HTML", _fits, read_page)
