"""A figure as SVG inside a page: the page's own ink, text as text, ids that collide with no other chart.

matplotlib writes an SVG for a file of its own. In a page it needs less: no white paper, no title (the page has
it), ink that follows the theme, half the bytes.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from framing.show.style import FONTS, INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["inline"]

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_LEFT_OUT = ("paper", "head", "foot")  # the gids of what the page says in words
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_COMMAND = re.compile(r"\s*([A-Za-z])\s*")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_USUAL = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("stroke-width", "1"),
    ("stroke-linejoin", "miter"),
    ("stroke-dasharray", ""),
    ("stroke-dashoffset", "0"),
    ("fill", INK),  # the whole picture's
}
_SAFE_LINK = re.compile(r"(?:#|https?://|[\w-]+\.html)[^\s]*\Z")  # no javascript:, no data:
_READABLE = 1.12  # pixels for each point of the drawing below which text of 7.5 points is no longer legible


def inline(source: bytes, *, alt: str, prefix: str, span: tuple[float, float], marks: str = "") -> str:
    """Return the SVG as it stands in a page.

    Parameters
    ----------
    source : bytes
        What matplotlib saved, text kept as text.
    alt : str
        What a reader who does not see the picture is told.
    prefix : str
        Begins every id; unique in the page.
    span : tuple of float
        Where the picture begins and how high it is, in points; what is above and below it is left out.
    marks : str
        SVG that is laid over the picture: its links. The picture's own text is then hidden from screen readers, which
        read the links instead; without links the picture is an image.
    """
    tree = ET.fromstring(source)
    width = float(tree.get("viewBox", "0 0 691 400").split()[2])
    parts = [part for part in tree if part.tag in (f"{_SVG}g", f"{_SVG}defs")]
    for part in parts:
        _prune(part)
    _rename({id(e): e for part in parts for e in part.iter()}.values(), prefix)
    for part in parts:
        for element in part.iter():
            _tidy(element)
        _hoist(part)
    top, height = span
    root = ET.Element(
        "svg",
        {
            "role": "group" if marks else "img",
            "aria-label": alt,
            "viewBox": f"0 {top:.0f} {width:.0f} {height:.0f}",
            "fill": "currentColor",
            "stroke-linejoin": "round",
            "font-family": ", ".join((f"'{FONTS[0]}'", *FONTS[1:], "sans-serif")),
            "style": f"display:block;width:100%;height:auto;min-width:{width * _READABLE:.0f}px;"
            f"max-width:{width * 1.6:.0f}px;overflow:visible;background:none",
        },
    )
    if marks:
        hidden = ET.SubElement(root, "g", {"aria-hidden": "true"})
        hidden.extend(parts)
    else:
        root.extend(parts)
    drawn = re.sub(r"\s*\n\s*", "", ET.tostring(root, encoding="unicode")).replace(" />", "/>")
    return drawn.removesuffix("</svg>") + marks + "</svg>"


def _prune(parent: ET.Element) -> None:
    """Leave out the paper, the words that the page holds, styles that would reach the whole page, empty groups."""
    for child in list(parent):
        if child.tag == f"{_SVG}style" or child.get("id", "").startswith(_LEFT_OUT):
            parent.remove(child)
            continue
        _prune(child)
        if (child.tag == f"{_SVG}g" and not len(child)) or (child.tag == f"{_SVG}defs" and not len(child)):
            parent.remove(child)
        elif child.tag == f"{_SVG}g" and len(child) == 1 and not set(child.attrib) - {"id"}:
            at = list(parent).index(child)
            parent[at] = child[0]


def _rename(elements: Iterable[ET.Element], prefix: str) -> None:
    """Give every id that something refers to a name of this chart, and take away the others."""
    every = list(elements)
    short = "k" + hashlib.sha256(prefix.encode()).hexdigest()[:6]  # some hundred marks repeat it
    used: dict[str, str] = {}
    for element in every:
        link = element.get(_LINK, "")
        names = [link[1:]] if link.startswith("#") and element.tag == f"{_SVG}use" else []
        for value in element.attrib.values():
            names += _REFERENCE.findall(value)
        for name in names:
            used.setdefault(name, f"{short}-{len(used) + 1}")
    for element in every:
        name = element.attrib.pop("id", "")
        if name in used:
            element.set("id", used[name])
        for key, value in list(element.attrib.items()):
            if "url(#" in value:
                element.set(key, _REFERENCE.sub(lambda m: f"url(#{used[m[1]]})", value))
        link = element.attrib.pop(_LINK, "")
        if element.tag == f"{_SVG}use":
            element.set("href", "#" + used[link[1:]])
        elif element.tag == f"{_SVG}image":
            element.set("href", re.sub(r"\s", "", link))
        elif _SAFE_LINK.match(link):
            element.set("href", link)


def _tidy(element: ET.Element) -> None:
    """Round what no eye can see, take the page's ink, and drop what only repeats a default."""
    element.tag = element.tag.removeprefix(_SVG)
    element.attrib.pop("target", None)
    if element.tag not in ("text", "tspan", "title"):
        element.text = None
    element.tail = None
    if element.tag != "image":
        for key in ("d", "x", "y", "width", "height", "points"):
            if key in element.attrib:
                element.set(key, _rounded(element.get(key, "")))
        if "d" in element.attrib:
            element.set("d", "".join(_COMMAND.split(element.attrib["d"])).strip())
    turn = element.get("transform", "")
    if element.tag == "text" and turn:
        if turn.startswith("rotate(-0 ") or turn.startswith("rotate(0 "):
            del element.attrib["transform"]
        else:
            element.set("transform", _rounded(turn))
    style = _unusual(element.attrib.pop("style", ""))
    if style:
        element.set("style", style)


@lru_cache(maxsize=1024)
def _unusual(style: str) -> str:
    """Return a style without what only repeats a default; all marks of a line have the same."""
    pairs = [tuple(part.strip() for part in rule.split(":", 1)) for rule in style.split(";") if ":" in rule]
    kept = [f"{key}:{_ink(key, value)}" for key, value in pairs if key != "font-family" and (key, value) not in _USUAL]
    return ";".join(kept)


def _ink(key: str, value: str) -> str:
    if key == "fill" and value.lower() == PAPER:
        return "Canvas"  # a hollow mark, on a dark page too
    return "currentColor" if value.lower() == INK else _NUMBER.sub(lambda m: f"{float(m[0]):.4g}", value)


def _rounded(numbers: str) -> str:
    with suppress(ValueError):  # most are one number
        return f"{float(numbers):.1f}".removesuffix(".0")
    # All of them in one formatting: a long line has some hundred numbers.
    found = tuple(map(float, _NUMBER.findall(numbers)))
    return (_NUMBER.sub("%.1f", numbers.replace("%", "%%")) % found).replace(".0", "")


def _hoist(parent: ET.Element) -> None:
    """Write a style that all the marks of a group have once, on the group; leave out what the mark itself says."""
    own = {f"#{e.get('id')}": set(e.get("style", "").split(";")) for e in parent.iter("path") if e.get("id")}
    for use in parent.iter("use"):
        kept = [rule for rule in use.get("style", "").split(";") if rule not in own.get(use.get("href", ""), ())]
        use.attrib.pop("style", "")
        if any(kept):
            use.set("style", ";".join(kept))
    for group in parent.iter("g"):
        styles = {child.get("style") for child in group}
        if len(group) > 1 and len(styles) == 1 and {child.tag for child in group} == {"use"} and None not in styles:
            group.set("style", styles.pop() or "")
            for child in group:
                del child.attrib["style"]
