"""How charts look: one colour, marker and dash for each frame and group, and text that is never typeset.

Every data colour has a contrast of at least 3:1 (WCAG 2.2, 1.4.11) on white and on the dark page's #14171a, and
each comes with a marker and a dash, so that no chart needs its colours to be read.
"""

from __future__ import annotations

import contextlib
import functools
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "ACCENT",
    "FAINT",
    "INK",
    "OPPOSITE",
    "PAPER",
    "Look",
    "drawing",
    "frame_look",
    "group_looks",
    "is_frame",
    "label_of",
    "plain",
    "shorten",
    "text_width",
]

INK = "#1b1e21"  # replaced by currentColor in a page, so that axes and text follow the page's theme
PAPER = "#ffffff"
FAINT = 0.16  # opacity of the lines that the eye follows to a scale
ACCENT = "#1f78c8"  # one-hue charts: heat maps, bars, positive values
OPPOSITE = "#d55e00"  # the other end of a diverging scale
FONTS = ("DejaVu Sans", "Verdana", "Geneva")  # DejaVu comes with matplotlib; Verdana has nearly its widths
# Tried in this order for headlines that DejaVu has no letters for; a page uses the reader's own fonts instead.
OTHER_SCRIPTS = ("Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei")

Dash = tuple[float, tuple[float, ...]]
SOLID: Dash = (0, ())
_DASHES: tuple[Dash, ...] = (
    SOLID,
    (0, (4, 1.5)),
    (0, (1.2, 1.2)),
    (0, (6, 1.5, 1.2, 1.5)),
    (0, (8, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
)


@dataclass(frozen=True)
class Look:
    """The colour, marker and dash that one code or group keeps in every chart."""

    colour: str
    marker: str
    dash: Dash


# Colours are chosen by search: as far apart as possible for eyes that lack a kind of cone as well as for others, and at
# least 3:1 against either paper. With nine of them some are still near: markers and dashes tell them apart too.
_FRAMES = {
    "space_race": Look("#1f78c8", "o", _DASHES[0]),
    "espionage": Look("#d55e00", "s", _DASHES[1]),
    "militarisation": Look("#d22d2d", "^", _DASHES[2]),
    "threat": Look("#c31e87", "D", _DASHES[3]),
    "peaceful_cooperation": Look("#87874b", "v", _DASHES[4]),
    "prestige": Look("#a55a5a", "P", _DASHES[5]),
    "economy": Look("#7869f0", "X", _DASHES[0]),
    "norms_law": Look("#8787b4", "<", _DASHES[1]),
    "debris_safety": Look("#b47887", ">", _DASHES[2]),
}
# What a user's own codes and the groups of outlets wear, in this order.
_OTHERS = tuple(
    Look(colour, marker, _DASHES[i % len(_DASHES)])
    for i, (colour, marker) in enumerate(
        [
            ("#1e87ff", "o"),
            ("#c37800", "s"),
            ("#875a96", "^"),
            ("#f04b69", "D"),
            ("#3c784b", "v"),
            ("#b44b1e", "P"),
            ("#7869c3", "X"),
            ("#b47896", "<"),
        ]
    )
)


def frame_look(code: str, codes: Iterable[str] = ()) -> Look:
    """Return the look of a frame or actor code: fixed for the nine frames, else by place among `codes`.

    A nested frame has the colour of its parent and another marker and dash.

    >>> frame_look("espionage").marker, frame_look("espionage/cyber").colour == frame_look("espionage").colour
    ('s', True)
    """
    if code in _FRAMES:
        return _FRAMES[code]
    parent = code.split("/", 1)[0]
    if parent in _FRAMES:
        return Look(_FRAMES[parent].colour, "*", (0, (2, 1)))
    unknown = sorted({c for c in codes if c.split("/", 1)[0] not in _FRAMES} | {code})
    return _OTHERS[unknown.index(code) % len(_OTHERS)]


def is_frame(code: str) -> bool:
    """Return whether a code is one of the nine frames, or nested in one."""
    return code.split("/", 1)[0] in _FRAMES


def group_looks(groups: Iterable[str]) -> dict[str, Look]:
    """Return the look of each group, given out in the order of their sorted names.

    Hand over every group of the corpus, not only those drawn, and a filter changes no colour.
    """
    return {name: _OTHERS[i % len(_OTHERS)] for i, name in enumerate(sorted({str(g) for g in groups}))}


def label_of(code: str, labels: Mapping[str, str] | None = None) -> str:
    """Return what a reader calls a code: its label in the codebook, or the code spelled as words.

    >>> label_of("space_race"), label_of("norms_law", {"norms_law": "Norms and law"}), label_of("espionage/cyber")
    ('Space race', 'Norms and law', 'Espionage: cyber')
    """
    named = (labels or {}).get(code)
    words = named if named else code.replace("_", " ").replace("/", ": ")
    return plain(words[:1].upper() + words[1:])


def plain(text: object) -> str:
    r"""Return text that is safe to draw: one line, no control characters, no marks that turn the direction round.

    >>> plain("a\x00 b\n\u202ec $1")
    'a b c $1'
    """
    line = str(text)
    if line.isascii() and line.isprintable():
        return re.sub(" +", " ", line).strip()
    kept = (" " if c.isspace() else c for c in line if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return re.sub(" +", " ", "".join(kept)).strip()


# Control, format (where the bidirectional overrides are), surrogate and unassigned code points: none can be drawn,
# and some make an SVG that no browser opens.
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))


def text_width(text: str, size: float = 9.0, *, bold: bool = False) -> float:
    """Return the width of a text in inches when set in `size` points, as if no letter were set closer to the next."""
    return sum(_advance(letter, bold) for letter in text) * size / 72


@functools.lru_cache(maxsize=8192)
def _advance(letter: str, bold: bool) -> float:
    """Return how far a letter moves the next one, in parts of the size: far quicker than to measure every text."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        prop = FontProperties(family="DejaVu Sans", size=100, weight="bold" if bold else "normal")
        return float(text_to_path.get_text_width_height_descent(letter, prop, False)[0]) / 100


def shorten(text: object, inches: float, size: float = 9.0, *, bold: bool = False) -> str:
    """Return a text made plain, cut with an ellipsis where it would be wider than `inches`."""
    line = plain(text)[:400]
    if text_width(line, size, bold=bold) <= inches:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(line[:middle].rstrip() + "…", size, bold=bold) <= inches
        low, high = (middle, high) if fits else (low, middle - 1)
    return line[:low].rstrip() + "…"


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Draw with our settings alone: a reader's matplotlibrc changes nothing, and nothing is left changed.

    Figures are drawn and saved inside it: tick labels come into being only when a figure is saved.
    """
    from matplotlib import rc_context

    with rc_context(_settings()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # a page shows the letter; a PNG may show a box
        yield


@functools.cache
def _settings() -> Any:
    from matplotlib import font_manager, rcParamsDefault

    there = {font.name for font in font_manager.fontManager.ttflist}
    ours = {
        "text.parse_math": False,  # a "$" in a headline is a dollar
        "text.usetex": False,
        "svg.fonttype": "none",  # text stays text: searched, copied, read aloud
        "svg.hashsalt": "framing",  # the same chart has the same bytes
        "font.family": ["sans-serif", *(name for name in OTHER_SCRIPTS if name in there)],
        "font.sans-serif": list(FONTS),
        "font.size": 8.5,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.unicode_minus": True,
        # No box, one thin base line, ticks under it: said here, matplotlib makes no tick only to change it.
        "axes.axisbelow": True,
        **{f"axes.spines.{side}": False for side in ("top", "right", "left")},
        "xtick.major.size": 2.5,
        "xtick.major.width": 0.6,
        "ytick.major.size": 0.0,
        **{f"{axis}tick.{name}": value for axis in "xy" for name, value in (("labelsize", 7.5), ("major.pad", 3.0))},
        "lines.solid_capstyle": "round",
        "lines.dash_capstyle": "butt",
    }
    skipped = ("backend", "interactive", "toolbar", "webagg", "date.epoch", "tk.", "docstring", "figure.max_open")
    return {k: rcParamsDefault[k] for k in rcParamsDefault if not k.startswith(skipped)} | ours
