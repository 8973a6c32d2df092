"""Copies are found by what stands in their bodies, within days; reports of one event are not copies."""

from __future__ import annotations

import collections
import csv
import gzip
import itertools
import random
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framing
from framing.articles.texts import Texts
from framing.corpus.measuring import Instruments
from framing.corpus.wire.agencies import Agencies
from framing.corpus.wire.clusters import SHORTEST, cluster
from framing.measures.codebook.model import parse_codebook
from framing.measures.prints import shingles
from framing.text.tokens import fold, tokens_of

GOLD = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "gold"
NEEDS = pytest.mark.skipif(not GOLD.is_dir(), reason="needs ../shared")
BOOK = parse_codebook("topic:\n  include:\n  - space\nframes:\n  race:\n    include:\n    - space race*")
SOURCES = pd.DataFrame(
    [
        {"name": "Associated Press", "aliases": "AP", "agency": True},
        {"name": "Reuters", "aliases": "", "agency": True},
        {"name": "Gazette", "aliases": "", "agency": False},
    ]
)
WORDS = [f"w{number}" for number in range(4000)]


def text(length, seed):
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def clusters(rows, **options):
    table = pd.DataFrame(rows, columns=["article_id", "body", "published", "source", "author"][: len(rows[0])])
    published = pd.to_datetime(pd.Series(table["published"], dtype=object), utc=True).astype("datetime64[us, UTC]")
    texts = Texts.hold(table.assign(headline=[f"Headline {number}" for number in range(len(table))]))
    given = pd.DataFrame()
    if "source" in table:
        given = pd.DataFrame({"source": table["source"], "author": table.get("author", ""), "dateline": ""})
    return cluster(Instruments(BOOK), texts, table["article_id"], published, given, Agencies(SOURCES), **options)


def told(found):
    return found[["article_id", "cluster_id", "role"]].values.tolist()


def pairs(labels):
    """Every pair of places with the same label."""
    places = collections.defaultdict(list)
    for place, label in enumerate(labels):
        places[label].append(place)
    return {pair for listed in places.values() for pair in itertools.combinations(listed, 2)}


def contained(one, other):
    """How much of the shorter text's four-word sequences stand in the longer: written without the library."""
    sets = []
    for body in (one, other):
        words = [re.sub(r"['’]s$", "", word.casefold()) for word in re.findall(r"\w+(?:[.'’]\w+)*", body)]
        sets.append({tuple(words[at : at + 4]) for at in range(len(words) - 3)})
    return len(sets[0] & sets[1]) / min(map(len, sets))


def test_the_earliest_is_the_original_and_the_smallest_id_names_the_cluster():
    body = text(60, 1)
    found = clusters([("b", body, "2024-10-23"), ("c", body, "2024-10-22"), ("a", body, "2024-10-24")])
    assert told(found) == [["b", "a", "copy"], ["c", "a", "original"], ["a", "a", "copy"]]
    assert found["similarity"].tolist() == [1, 1, 1]


def test_white_space_case_and_punctuation_make_no_difference():
    body = text(60, 1)
    found = clusters([("a", body, None), ("b", body.replace(" ", "\n\n").upper(), None), ("c", f"“{body}.”", None)])
    assert found["cluster_id"].tolist() == ["a", "a", "a"]


def test_an_edited_a_shortened_and_an_extended_copy_are_found_with_their_similarity():
    body = text(300, 2)
    words = body.split()
    edited = " ".join("new" if place % 25 == 0 else word for place, word in enumerate(words))
    rows = [
        ("a", body, "2024-01-01"),
        ("b", edited, "2024-01-02"),
        ("c", " ".join(words[:120]), "2024-01-02"),
        ("d", f"{body} {text(200, 3)}", "2024-01-03"),
        ("e", text(300, 4), "2024-01-01"),
    ]
    found = clusters(rows)
    assert found["cluster_id"].tolist() == ["a", "a", "a", "a", "e"]
    expected = [1, *(round(contained(body, each[1]), 4) for each in rows[1:4]), 1]
    assert found["similarity"].tolist() == pytest.approx(expected)


@pytest.mark.parametrize("words", [SHORTEST - 1, 1, 0])
def test_short_and_missing_bodies_stand_alone(words):
    body = text(words, 1) if words else ""
    assert clusters([("a", body, None), ("b", body, None)])["role"].tolist() == ["original", "original"]


def test_a_notice_that_most_of_a_short_text_consists_of_makes_no_copies():
    notice = text(27, 9)
    bodies = [f"{text(15, 100 + number)} {notice}" for number in range(400)]
    found = clusters([(f"{number:03d}", body, "2024-01-01") for number, body in enumerate(bodies)])
    assert found["cluster_id"].nunique() == 400


def test_a_digest_that_holds_part_of_a_brief_is_no_copy_of_it():
    brief = text(60, 1)
    half = " ".join(brief.split()[:40])
    found = clusters([("a", brief, "2024-01-01"), ("b", f"{half} {text(400, 2)}", "2024-01-01")])
    assert contained(brief, half) > 0.52 and found["role"].tolist() == ["original", "original"]
    found = clusters([("a", brief, "2024-01-01"), ("b", f"{brief} {text(400, 2)}", "2024-01-01")])
    assert found["role"].tolist() == ["original", "copy"]


def test_the_same_text_after_more_days_is_another_story():
    body = text(60, 1)
    rows = [("a", body, "2024-01-01"), ("b", body, "2024-01-08"), ("c", body, "2024-01-09"), ("d", body, "2024-01-12")]
    assert told(clusters(rows)) == [
        ["a", "a", "original"], ["b", "a", "copy"], ["c", "c", "original"], ["d", "c", "copy"],
    ]  # fmt: skip
    assert clusters(rows, days=30)["cluster_id"].nunique() == 1


def test_copies_of_copies_do_not_chain():
    first, second, third = (text(50, seed) for seed in (1, 2, 3))
    rows = [
        ("a", f"{first} {second}", "2024-01-01"),
        ("b", f"{second} {third}", "2024-01-02"),
        ("c", f"{third} {text(50, 4)}", "2024-01-03"),
    ]
    found = clusters(rows, least=0.4)
    assert found["cluster_id"].tolist() == ["a", "a", "c"]


def test_an_undated_article_is_a_copy_of_a_dated_one():
    body = text(60, 1)
    assert clusters([("a", body, None), ("b", body, "2024-10-23")])["role"].tolist() == ["copy", "original"]


def test_the_agencys_own_article_is_the_original_though_a_paper_was_faster():
    body = text(60, 1)
    rows = [
        ("a", body, "2024-01-01T08:00", "Gazette", "Staff"),
        ("b", body, "2024-01-01T09:00", "Reuters", ""),
        ("c", body, "2024-01-01T10:00", "Herald", "By A. Writer and AP"),
        ("d", text(60, 2), "2024-01-01T10:00", "Herald", "Associated Press"),
        ("e", text(60, 3), "2024-01-01T10:00", "Herald", "A. Writer"),
    ]
    found = clusters(rows)
    assert found["role"].tolist() == ["copy", "original", "copy", "original", "original"]
    assert found["agency"].tolist() == ["Reuters", "Reuters", "Associated Press", "Associated Press", ""]


def test_cut_and_short_bodies_are_weaker_evidence():
    whole, short = text(150, 1), text(60, 2)
    rows = [
        ("a", whole, "2024-01-01"), ("b", whole, "2024-01-01"), ("c", f"{whole} and …", "2024-01-02"),
        ("d", short, "2024-01-01"), ("e", short, "2024-01-01"),
    ]  # fmt: skip
    assert clusters(rows)["evidence"].tolist() == ["full", "full", "snippet", "snippet", "snippet"]


BASE = [text(40, seed) for seed in range(4)]
MIXED = [
    (f"{number:02d}", f"{BASE[number % 4]} {text(number % 7, number)}", f"2024-01-{1 + number % 20:02d}")
    for number in range(24)
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(MIXED))
def test_row_order_changes_nothing(rows):
    expected = clusters(MIXED).set_index("article_id").sort_index()
    pd.testing.assert_frame_equal(clusters(rows).set_index("article_id").sort_index(), expected)


def test_batches_and_parts_change_nothing(monkeypatch):
    expected = clusters(MIXED)
    monkeypatch.setattr("framing.corpus.wire.nodes._AT_ONCE", 20)
    pd.testing.assert_frame_equal(clusters(MIXED), expected)
    monkeypatch.setattr("framing.corpus.wire.clusters._PAIRS_AT_ONCE", 1)
    pd.testing.assert_frame_equal(clusters(MIXED), expected)


@given(st.lists(st.text(alphabet="ab c'.-\n", max_size=40), max_size=6))
def test_sequences_are_those_of_a_plain_loop(texts):
    tokens = tokens_of(texts)
    hashes, owner = shingles(tokens, np.arange(len(texts)))
    number = []
    for each in range(len(texts)):
        words = [fold(tokens.forms[form]) for form in tokens.form[tokens.first[each] : tokens.first[each + 1]]]
        listed = {tuple(words[at : at + 4]) for at in range(max(len(words) - 3, 1))} if words else set()
        number.append(len(listed))
    assert np.bincount(owner, minlength=len(texts)).tolist() == number
    assert len(hashes) == sum(number)


@pytest.mark.slow
def test_planted_copies_of_the_sample_are_found():
    news = framing.load("sample")
    story, source, body = news.table["wire_story"], news.table["source"], news.articles["body"]
    printed = {text: name for text, name in zip(body, story, strict=True) if name}
    # An agency's story has no label of its own: it is the text that its copies carry, in its own pages.
    agencies = {name.rsplit(" ", 3)[0] for name in story if name}
    labels = [
        name or (printed.get(text, "") if outlet in agencies else "") or f"alone {place}"
        for place, (name, outlet, text) in enumerate(zip(story, source, body, strict=True))
    ]
    truth, found = pairs(labels), pairs(news.clusters["cluster_id"])
    assert len(truth) > 900
    assert len(truth & found) >= 0.95 * len(truth)
    assert len(truth & found) >= 0.98 * len(found)


@NEEDS
def test_pairs_that_people_marked(tmp_path):
    with gzip.open(GOLD / "near_duplicate_pairs_dev.csv.gz", "rt", encoding="utf-8") as file:
        marked = list(csv.DictReader(file))
    rows = [
        (f"{number:03d}{side}", each[f"body_{side}"], each[f"published_{side}"])
        for number, each in enumerate(marked)
        for side in "ab"
    ]
    found = clusters(rows)["cluster_id"].tolist()
    same = [found[at] == found[at + 1] for at in range(0, len(found), 2)]
    labels = [each["label"] for each in marked]
    near = [one for one, label in zip(same, labels, strict=True) if label == "near_duplicate"]
    event = [one for one, label in zip(same, labels, strict=True) if label in ("same_event", "related")]
    assert (len(near), len(event)) == (22, 33)
    assert sum(near) >= 20 and sum(event) <= 1


@NEEDS
def test_independent_reports_of_one_event_are_no_copies():
    with gzip.open(GOLD / "same_event_triplets.csv.gz", "rt", encoding="utf-8") as file:
        reports = list(csv.DictReader(file))
    found = clusters([(each["uuid"], each["body"], each["date"]) for each in reports])
    assert len(pairs(found["cluster_id"]) & pairs([each["event_id"] for each in reports])) <= 3


def test_copies_are_counted_by_source(tiny):
    body = f"space {text(40, 1)}"
    corpus = tiny(
        [
            {"title": "1", "text": body, "outlet": "Alpha", "date": "2024-01-01"},
            {"title": "2", "text": body, "outlet": "Beta", "date": "2024-01-02"},
            {"title": "3", "text": body, "outlet": "Beta", "date": "2024-01-03"},
            {"title": "4", "text": "Own words.", "outlet": "Beta", "date": "2024-01-03"},
        ]
    )
    assert framing.copies(corpus).values.tolist() == [["Beta", 3, 0, 2, 2 / 3], ["Alpha", 1, 1, 0, 0.0]]
