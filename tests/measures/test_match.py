"""The fast matcher against the slow, obvious one, and by hand."""

from __future__ import annotations

import slow_matcher
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measures.codebook import Matcher
from framing.measures.codebook.model import parse_codebook
from framing.text.tokens import tokens_of

BOOK = parse_codebook("""
name: toy
topic:
  include:
  - space
  - *sat
frames:
  race:
    include:
    - space race*
    - race to the moon
    - near(surpass* | overtak*, space | lunar | moon, 3)
    - race
    exclude:
    - parking space race*
    - near(egg, spoon race, 2)
  spying:
    include:
    - sp?
    - spy* satellite
  spying/cyber:
    include:
    - hack*
    - spy* hack*
    exclude:
    - hack week
actors:
  us:
    include:
    - Exact(US)
    - Exact(US) Space Force
    - United States
""")
WORDS = st.sampled_from(
    "space race races Race to the moon surpass overtaking lunar parking egg spoon spy spying spies hack hacker week "
    "satellite antisat US us U.S U.S. Force Space United States China's moon's".split()
)
GAPS = st.sampled_from([" ", "-", " “", "” ", ", ", ". ", ". The ", " – ", "\n\n", "'s ", "  ", "/", "("])
TEXTS = st.lists(st.tuples(WORDS, GAPS), max_size=25).map(lambda pairs: "".join(w + g for w, g in pairs))


def fast(book, texts):
    matcher, tokens = Matcher(book), tokens_of(texts)
    found = matcher.candidates(tokens)
    won = [{(e.kind, e.code): [] for e in matcher.entries} for _ in texts]
    every = [{(e.kind, e.code): [] for e in matcher.entries} for _ in texts]
    for entry, line, first, last, wins in zip(found.entry, found.line, found.first, found.last, found.won, strict=True):
        key = (matcher.entries[entry].kind, matcher.entries[entry].code)
        row = (int(tokens.start[first]), int(tokens.end[last - 1]), matcher.lines[line].text)
        every[tokens.text[first]][key].append(row)
        if wins:
            won[tokens.text[first]][key].append(row)
    ordered = [[{k: sorted(v) for k, v in each.items()} for each in side] for side in (won, every)]
    return ordered[0], ordered[1], tokens


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_the_fast_matcher_finds_what_the_slow_one_finds(texts):
    won, every, tokens = fast(BOOK, texts)
    for index, text in enumerate(texts):
        part = slice(tokens.first[index], tokens.first[index + 1])
        slow_won, slow_every = slow_matcher.mentions(BOOK, text, tokens.sentence[part].tolist())
        assert every[index] == slow_every
        assert won[index] == slow_won


def codes(text):
    won, _, _ = fast(BOOK, [text])
    return {code: [line for _, _, line in rows] for (_, code), rows in won[0].items() if rows}


def test_the_longest_line_wins_within_a_frame():
    assert codes("the race to the Moon")["race"] == ["race to the moon"]


def test_a_match_inside_an_exclusion_does_not_count():
    assert "race" not in codes("the parking space race")


def test_a_parent_counts_each_place_of_its_children_once():
    assert codes("spy hackers")["spying"] == ["spy* hack*"]
    assert codes("spy hackers")["spying/cyber"] == ["spy* hack*"]


def test_a_childs_exclusion_holds_for_its_parent():
    assert "spying" not in codes("hack week")


def test_a_phrase_runs_across_hyphens_and_quotes_but_not_across_a_comma():
    assert codes("space-race “space” race")["race"] == ["space race*", "space race*"]
    assert codes("space, race")["race"] == ["race"]


def test_exact_keeps_the_case_and_ignores_the_dots():
    assert codes("US and U.S. told us")["us"] == ["Exact(US)", "Exact(US)"]


def test_near_works_in_either_order_within_one_sentence():
    assert codes("They surpass all in space.")["race"] == ["near(surpass* | overtak*, space | lunar | moon, 3)"]
    assert codes("In space they overtake.")["race"] == ["near(surpass* | overtak*, space | lunar | moon, 3)"]
    assert "race" not in codes("They surpass all. In space nobody hears.")
