"""Cleaning takes out what is not the article's own text, and nothing else; each step says what it took."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.articles.cleaning.boilerplate import count_lines, find_boilerplate
from framing.articles.cleaning.clean import STEPS, clean
from framing.articles.cleaning.datelines import split_dateline
from framing.articles.cleaning.lines import drop_captions, drop_related
from framing.articles.cleaning.markup import mend_letters, strip_markup

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"
PARAGRAPH = "The agency told reporters on Monday that two satellites had moved closer to each other than was agreed."
OTHER = "Officials in the capital declined to say whether the manoeuvre had been announced to anyone beforehand at all."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>One</p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("Fish &amp;amp; chips", "Fish & chips"),
        ("<script>alert(1)</script><b>Moon</b><br/>Mars", "Moon\nMars"),
        ("if a < b and b > c", "if a < b and b > c"),
        ("I <3 rockets & R&D", "I <3 rockets & R&D"),
        ("AT&T; and <unknown>", "AT&T; and <unknown>"),
    ],
)
def test_tags_and_entities_become_text_and_signs_stay(given, kept):
    assert strip_markup(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Chinaâ€™s moon", "China’s moon"),
        ("a cafÃ© in orbit", "a café in orbit"),
        ("Müller’s café – naïve", "Müller’s café – naïve"),
        ("中国探月工程", "中国探月工程"),
    ],
)
def test_wrongly_decoded_letters_are_mended_and_right_ones_left(given, kept):
    assert mend_letters(given) == kept


@pytest.mark.parametrize(
    "credit",
    [
        "Photo: Agency",
        "PHOTO: AGENCY/A. Name",
        "Image credit: Someone",
        "(Photo by A. Name / Getty Images)",
        "File photo: a rocket",
        "Picture: AFP",
        "图片来源：新华社",
        "A rocket on its pad © AFP",
        "Engineers at work. REUTERS/A. Name",
    ],
)
def test_a_credit_is_dropped(credit):
    assert drop_captions(f"{PARAGRAPH}\n{credit}\n{OTHER}").count(credit) == 0
    assert OTHER in drop_captions(f"{PARAGRAPH}\n{credit}\n{OTHER}")


def test_the_caption_before_a_credit_goes_with_it_but_a_quotation_stays():
    assert drop_captions(f"A rocket at dawn.\nPhoto: Agency\n{PARAGRAPH}") == PARAGRAPH
    said = "“We saw the photo,” she said."
    assert drop_captions(f"{said}\nPhoto: Agency\n{PARAGRAPH}") == f"{said}\n{PARAGRAPH}"


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Spies in orbit",
        "Read also: Spies in orbit",
        "Related stories",
        "Related: A treaty for the moon",
        "Advertisement",
        "Kommentare",
        "Sign up for our newsletter to get the day's stories.",
        "Watch: how a rocket lands",
        "相关阅读：月球",
        "Space race elevates region in a new order",
    ],
)
def test_a_line_that_leads_elsewhere_is_dropped(line):
    assert drop_related(f"{PARAGRAPH}\n{line}\n{OTHER}") == f"{PARAGRAPH}\n{OTHER}"


@pytest.mark.parametrize(
    "line",
    [
        "Related missions have cost four times as much, the auditors wrote.",
        "Read more than one report and the picture changes, she said.",
        "Security concerns",  # a heading of the article's own
        "“We do not comment on that”",
        "Copyrighted designs were among the files.",
        "More on the cost was not said.",
    ],
)
def test_a_line_of_the_article_stays(line):
    assert line in drop_related(f"{PARAGRAPH}\n{line}\n{OTHER}")


@pytest.mark.parametrize(
    ("given", "dateline"),
    [
        ("BEIJING, March 3 (Xinhua) -- China said.", "BEIJING, March 3 (Xinhua)"),
        ("LONDON (Reuters) - Britain said.", "LONDON (Reuters)"),
        ("(Reuters) - Britain said.", "(Reuters)"),
        ("SEOUL, South Korea (AP) — The North said.", "SEOUL, South Korea (AP)"),
        ("WASHINGTON, July 9, 2021 /PRNewswire/ -- A firm said.", "WASHINGTON, July 9, 2021 /PRNewswire/"),
        ("Moscow, Jul 10 (UNI/Sputnik) The station said.", "Moscow, Jul 10 (UNI/Sputnik)"),
        ("Berlin (dpa) - Die Agentur sagt.", "Berlin (dpa)"),
        ("PARIS/LONDON, March 3 (Reuters) - They said.", "PARIS/LONDON, March 3 (Reuters)"),
        ("CAPE CANAVERAL, Fla. — It rose.", "CAPE CANAVERAL, Fla."),
        ("The European Space Agency (ESA) - and others - wait.", ""),
        ("NASA - the agency - waits.", ""),
        ("UPDATE -- It rose.", ""),
        ("NASA: we go.", ""),
        ("But one of them — who had flown — waits.", ""),
        ("Russia, China -- the two of them -- wait.", ""),
        ("U.S. - China race", ""),
        ("", ""),
    ],
)
def test_a_dateline_is_told_from_a_sentence(given, dateline):
    found, rest = split_dateline(given)
    assert found == dateline
    assert rest == given if not dateline else given.endswith(rest) and rest[0].isalpha()


def test_lines_that_an_outlet_repeats_are_found_by_counting():
    told = ["spies", "rockets", "moons", "lasers", "treaties", "debris"]
    bodies = [("Gazette", f"It is about {each}.\nThe Gazette is your window on orbit.") for each in told]
    bodies += [("Herald", "The Gazette is your window on orbit.\nOnce only.")]
    found = find_boilerplate(bodies, count_lines(bodies))
    assert found.found == (("Gazette", "The Gazette is your window on orbit.", 6),)
    assert found.drop("Gazette", bodies[0][1]) == "It is about spies."
    assert found.drop("Herald", bodies[-1][1]) == bodies[-1][1]


def test_versions_of_one_story_are_no_boilerplate():
    bodies = [("Gazette", "It rose at dawn today.\nNobody was on board then.") for _ in range(9)]
    assert find_boilerplate(bodies, count_lines(bodies)).found == ()


def test_each_step_says_how_many_characters_it_took():
    body = f"BEIJING (AP) — {PARAGRAPH}\nPhoto: Agency\n{OTHER}\nREAD MORE: Spies"
    found = clean("Spies &amp; rockets", body)
    assert found.body == f"{PARAGRAPH}\n{OTHER}"
    assert found.dateline == "BEIJING (AP)"
    assert found.steps == {"markup": 4, "captions": 14, "related": 17, "dateline": 15}
    assert set(found.steps) <= set(STEPS)


def test_a_body_is_never_cleaned_to_nothing():
    assert clean("", "Photo: Agency").body == "Photo: Agency"
    assert clean("", "(Reuters) - ").body == "(Reuters) - "


WORDS = st.lists(
    st.sampled_from("Photo: Agency spies said. READ MORE MOSCOW -- the moon of (AP) Related".split()), max_size=12
)


@given(st.lists(WORDS.map(" ".join), max_size=8))
def test_what_is_left_are_lines_of_the_body_in_their_order(lines):
    found = clean("", "\n".join(lines))
    left = [line for line in found.body.split("\n") if line.strip()]
    rest = iter(lines)
    for number, line in enumerate(left):
        assert any(line == each or (number == 0 and each.endswith(line)) for each in rest)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared")
def test_a_page_saved_by_hand_keeps_its_article_alone():
    text = (SHARED / "news" / "space_scientists_espionage_article.txt").read_text(encoding="utf-8")
    headline, _, body = text.partition("\n")
    lines = body.split("\n")
    kept = clean(headline, body).body.split("\n")
    gone = [number for number, line in enumerate(lines) if line.strip() and line not in kept]
    # Caption and credit, two headlines of other stories, a button at the end.
    assert gone == [0, 1, 10, 17, 21]
