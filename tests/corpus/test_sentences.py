"""Every planted sentence is hit by the codebook for its frame and for no other; filler is hit for none."""

from __future__ import annotations

import itertools

import pytest

from framing.corpus.simulation.materials import FRAMES, materials
from framing.measures.codebook import Matcher, load_codebook
from framing.project import corpus_folder
from framing.text.tokens import tokens_of

POWERS = ("China", "the United States", "Russia", "India", "Europe", "Japan")


@pytest.fixture(scope="module")
def matcher():
    return Matcher(load_codebook(corpus_folder() / "codebook.yml"))


def hits(matcher, texts):
    """The top-level frames (and "topic") that each text is hit for."""
    tokens = tokens_of(texts)
    found = matcher.candidates(tokens)
    sets = [set() for _ in texts]
    for entry, first in zip(found.entry[found.won], found.first[found.won], strict=True):
        each = matcher.entries[entry]
        if each.kind != "actor" and "/" not in each.code:
            sets[tokens.text[first]].add(each.code)
    return sets


def spoken(text, stock):
    """A sentence with its slots filled: every power, and a mission and a person from each end of the list."""
    if "{" not in text:
        return [text]
    missions = sorted({story.mission for story in stock.stories})
    people = stock.people if "{speaker}" in text or "{surname}" in text else stock.people[:1]
    fills = itertools.chain(
        ((power, rival, missions[0], stock.people[0]) for power in POWERS for rival in POWERS if power != rival),
        (("China", "India", mission, stock.people[-1]) for mission in missions if "{mission}" in text),
        (("China", "India", missions[0], person) for person in people),
    )
    return [
        text.format(power=power, rival=rival, mission=mission, speaker=person[0], surname=person[1], number=7)
        for power, rival, mission, person in fills
    ]


def wrongly_hit(matcher, texts, wanted):
    stock = materials()
    said = [(text, each) for text in texts for each in spoken(text, stock)]
    found = hits(matcher, [each for _, each in said])
    return [
        (text, sorted(codes ^ wanted))
        for (text, _), codes in zip(said, found, strict=True)
        if codes - {"topic"} != wanted
    ]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_planted_sentence_is_hit_for_its_frame_alone(matcher, frame):
    stock = materials()
    texts = [each.text for each in stock.sentences[frame]] + list(stock.headlines[frame])
    assert wrongly_hit(matcher, texts, {frame}) == []


def test_filler_and_stories_are_hit_for_no_frame(matcher):
    stock = materials()
    texts = [each.text for each in stock.sentences[""]] + list(stock.headlines[""])
    texts += [text for story in stock.stories for text in (*story.headlines, *story.leads, *story.facts)]
    assert wrongly_hit(matcher, texts, set()) == []


def test_every_lead_is_on_topic(matcher):
    leads = [lead for story in materials().stories for lead in story.leads]
    missed = [lead for lead, codes in zip(leads, hits(matcher, leads), strict=True) if "topic" not in codes]
    assert missed == []


def test_articles_on_other_matters_are_hit_for_nothing(matcher):
    stock = materials()
    texts = [each.text for each in stock.sentences["offtopic"]] + list(stock.headlines["offtopic"])
    assert [text for text, codes in zip(texts, hits(matcher, texts), strict=True) if codes] == []


def test_there_are_at_least_400_distinct_sentences_across_frames_stances_and_registers():
    framed = [each for frame in FRAMES for each in materials().sentences[frame]]
    assert len({each.text for each in framed}) >= 400
    assert {each.stance for each in framed} == {"neutral", "alarmed", "confident", "critical"}
    assert {each.register for each in framed} == {"news", "analysis", "comment", "quote"}
