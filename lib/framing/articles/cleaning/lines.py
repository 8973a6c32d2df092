"""Lines of a page that are not its article: photo credits and captions, links to other stories, buttons."""

from __future__ import annotations

import re

from framing.articles.cleaning.datelines import split_dateline

__all__ = ["drop_captions", "drop_related"]

_CREDIT_WORD = (
    r"(?:file |archive |handout |stock )?(?:photos?|photographs?|photography|images?|pictures?|pic|credits?|"
    r"illustrations?|graphics?|screenshot|screengrab|foto|bild|image|crédit|图片来源|图片|摄影|照片|图)"
)
# "Photo: Xinhua", "Image credit: NASA", "(Photo by A. Name)", "图片来源：新华社".
_CREDIT = re.compile(
    rf"[\[(]?\s*{_CREDIT_WORD}(?:\s*(?:credit|courtesy|source|by|of|von|de|par))*\s*[:：/©|]\s*\S", re.I
)
_CREDIT_BY = re.compile(rf"[\[(]\s*{_CREDIT_WORD}\s+(?:by|courtesy of|via)\s", re.I)
# A short line that ends in whose picture it is.
_OWNER = re.compile(
    r"(?:Getty Images|AFP|REUTERS|Reuters|AP Photo|AP|EPA(?:-EFE)?|Xinhua|Shutterstock|iStock|Alamy|VCG|"
    r"EPA Images|Bloomberg|TASS|Sputnik|Kyodo|NASA)"
)
_OWNED = re.compile(rf"(?:[/|©]\s*{_OWNER.pattern}|{_OWNER.pattern}\s*/\s*[\w .]+|via {_OWNER.pattern})[\s.\])]*$")
# What captions say and paragraphs seldom do: who stands where, and that it is a picture.
_SHOWS = re.compile(
    r"\b(?:pictured|seen (?:here|in|at|on|during|from)|shown (?:here|in)|poses?|looks on|from left|undated|"
    r"file (?:photo|picture)|handout|screengrab|aerial view|artist['’]s (?:impression|concept))\b|"
    r"\((?:left|right|centre|center|l|r|c)\)",
    re.I,
)
_CAPTION_WORDS, _CREDIT_WORDS, _OWNED_WORDS = 45, 14, 40

_LINK = re.compile(
    r"(?:read (?:more|also|next|the full|our)|also read|see also|more (?:on|from|about) (?:this|the)|related"
    r"(?: (?:articles?|stor(?:y|ies)|news|coverage|content|topics?|posts?|reading|links?))?|"
    r"recommended(?: for you| reading)?|you may also like|most read|must read|trending(?: now)?|"
    r"editors?['’]?s? (?:picks?|choice)|top stories|don['’]t miss|up next|in case you missed it|further reading|"
    r"continue reading|story continues|lire aussi|à lire aussi|"
    r"lesen sie auch|mehr zum thema|leer también|lea también|читайте также|相关阅读|延伸阅读|相关报道)\b",
    re.I,
)
_LINK_MARKED = re.compile(r"(?:watch|listen|video|podcast|gallery|opinion|explainer|live|in pictures)\s*[:|]\s", re.I)
_LINK_WORDS = 30
_BUTTONS = frozenset(
    "advertisement|advertising|share|share this|share this article|share this story|comments|comment|leave a comment|"
    "view comments|show comments|kommentare|kommentar|commentaires|comentarios|комментарии|评论|print|"
    "print this article|email|e-mail|save|tweet|facebook|twitter|whatsapp|linkedin|copy link|"
    "skip ad|scroll to continue|listen|subscribe|"
    "subscribe now|sign up|sign in|log in|register|follow us|back to top|tags|topics|loading|anzeige|werbung|publicité|"
    "publicidad|reklama|реклама|广告|newsletter|get the newsletter|related|more".split("|")
)
_ASKS = re.compile(
    r"(?:sign up (?:for|to) (?:our|the|get)|subscribe to (?:our|the)|follow us on|join our|download (?:our|the) app|"
    r"click here (?:to|for)|get (?:the latest|our) .{0,40}(?:newsletter|inbox)|"
    r"this article (?:was )?(?:originally|first) (?:appeared|published)|all rights reserved|©|copyright )",
    re.I,
)
_ASK_WORDS = 40
_ENDS = (".", "!", "?", "…", "”", '"', "’", "'", ":", ";", ")", "»", "。", "！", "？", "」", "』", ",", "-", "—")
# A paragraph of running text; a line between two of them without a full stop is a headline of another story.
_PARAGRAPH_WORDS = 15
# Shorter lines without a full stop are headings of the article itself.
_FOOTER_WORDS = 2
_FOREIGN_LEAST, _FOREIGN_MOST = 6, 25
# With more of them it is a digest or a newsletter, and they are its own headings.
_FOREIGN_LINES = 3


def drop_captions(body: str) -> str:
    r"""Drop photo credits, and the caption that stands before a credit of its own line.

    >>> drop_captions("A rocket is moved on Tuesday.\nPhoto: Xinhua\nChina has warned of spies.")
    'China has warned of spies.'
    """
    if not re.search(r"[:：/©|(]", body):
        return body
    lines = body.split("\n")
    dropped: set[int] = set()
    for place, line in enumerate(lines):
        text, words = line.strip(), len(line.split())
        if not text:
            continue
        credit = words <= _CREDIT_WORDS and (_CREDIT.match(text) or _CREDIT_BY.match(text))
        if credit:
            dropped.add(place)
            before = place - 1
            while before >= 0 and not lines[before].strip():
                before -= 1
            first = not any(each.strip() for each in lines[: max(before, 0)])
            if before >= 0 and before not in dropped and _is_caption(lines[before], first=first):
                dropped.add(before)
        elif words <= _OWNED_WORDS and (_OWNED.search(text) or _CREDIT.match(text)):
            dropped.add(place)
    return _without(lines, dropped)


def _is_caption(line: str, *, first: bool) -> bool:
    """Whether a line before a credit is its caption: short, nobody speaks, and it opens the body or shows something."""
    text = line.strip()
    if len(text.split()) > _CAPTION_WORDS or re.search(r"[“”\"„«»]|\bsaid\b", text) or split_dateline(text)[0]:
        return False
    return first or _SHOWS.search(text) is not None


def drop_related(body: str) -> str:
    r"""Drop links to other stories, buttons and appeals; and, between paragraphs, other stories' bare headlines.

    >>> text = "The agency warned that spies have tried to steal what the country's scientists know about orbits. "
    >>> told = f"{text}\nSpace race elevates Asia in new order\n{text}\nREAD MORE: Spies\nKommentare"
    >>> drop_related(told).count("\n")
    1
    """
    lines = body.split("\n")
    texts = [line.strip() for line in lines]
    filled = [place for place, text in enumerate(texts) if text]
    dropped = {place for place in filled if _is_furniture(texts[place])}
    left = [place for place in filled if place not in dropped]
    if len(left) > 2 and len(texts[left[-1]].split()) <= _FOOTER_WORDS and not texts[left[-1]].endswith(_ENDS):
        dropped.add(left.pop())  # a button whose word nobody listed
    running = {place for place in left if _is_paragraph(texts[place])}
    foreign = []
    for before, place, after in zip(left, left[1:], left[2:], strict=False):
        words = len(texts[place].split())
        fits = _FOREIGN_LEAST <= words <= _FOREIGN_MOST and not texts[place].endswith(_ENDS)
        if fits and before in running and after in running and texts[place][0].isupper():
            foreign.append(place)
    if len(foreign) <= _FOREIGN_LINES:
        dropped.update(foreign)
    return _without(lines, dropped)


def _is_furniture(text: str) -> bool:
    """Whether a line is a button, a link to another story or an appeal to the reader."""
    words = len(text.split())
    if text.casefold().rstrip(" .:>»→") in _BUTTONS:
        return True
    if words <= _LINK_WORDS and (_LINK_MARKED.match(text) or _is_link(text)):
        return True
    return words <= _ASK_WORDS and _ASKS.match(text) is not None


def _is_link(text: str) -> bool:
    """Whether a line leads elsewhere: "READ MORE: …", "Related: …", or such words alone."""
    found = _LINK.match(text)
    if not found:
        return False
    rest = text[found.end() :].lstrip()
    return not rest or rest[0] in ":：|>»→-–—" or found[0].isupper() or not text.endswith((".", "”", '"'))


def _is_paragraph(text: str) -> bool:
    return len(text.split()) >= _PARAGRAPH_WORDS and text.endswith(_ENDS)


def _without(lines: list[str], dropped: set[int]) -> str:
    if not dropped:
        return "\n".join(lines)
    kept = "\n".join(line for place, line in enumerate(lines) if place not in dropped)
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n")
