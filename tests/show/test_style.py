"""One look for each frame and group, legible on white and on dark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.show.style import ACCENT, OPPOSITE, frame_look, group_looks, plain, shorten, text_width

FRAMES = [
    "space_race",
    "espionage",
    "militarisation",
    "threat",
    "peaceful_cooperation",
    "prestige",
    "economy",
    "norms_law",
    "debris_safety",
]
LOOKS = [frame_look(code) for code in FRAMES]
GROUPS = list(group_looks("abcdefgh").values())


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("colour", sorted({look.colour for look in LOOKS + GROUPS} | {ACCENT, OPPOSITE}))
@pytest.mark.parametrize("paper", ["#ffffff", "#14171a"])
def test_every_colour_stands_out_from_light_and_dark_paper(colour, paper):
    bright, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 3


def test_no_two_frames_share_a_colour_or_a_marker():
    assert len({look.colour for look in LOOKS}) == 9
    assert len({look.marker for look in LOOKS}) == 9
    assert len({look.marker for look in GROUPS}) == 8


@given(st.text(max_size=80))
def test_plain_text_can_always_be_written_into_an_svg(text):
    from xml.etree import ElementTree

    line = plain(text)
    assert "\n" not in line
    element = ElementTree.Element("text")
    element.text = line
    assert (ElementTree.fromstring(ElementTree.tostring(element)).text or "") == line


@given(st.text(max_size=60), st.floats(0.3, 3))
def test_a_shortened_text_fits(text, inches):
    assert text_width(shorten(text, inches)) <= inches
