"""One look for each frame and group, legible on white and on dark."""

from __future__ import annotations

from itertools import combinations

import numpy as np
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


# What eyes without one kind of cone see, in linear light: Machado, Oliveira & Fernandes 2009, table 1, severity 1.
SIGHTS = {
    "all cones": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def seen(colour, sight):
    """The colour in CIELAB, whose distances are about as large as differences look; 2.3 is just noticed."""
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    light = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(np.array(SIGHTS[sight]) @ light, 0, 1) / [0.9505, 1, 1.089]
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize(
    ("looks", "least"),
    [(LOOKS[:2], 90), (LOOKS, 15), (GROUPS[:4], 30), (GROUPS, 15)],
    ids=["main", "frames", "four", "groups"],
)
def test_colours_differ_for_eyes_without_one_kind_of_cone(looks, least, sight):
    apart = [np.linalg.norm(seen(a.colour, sight) - seen(b.colour, sight)) for a, b in combinations(looks, 2)]
    assert min(apart) >= least


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
