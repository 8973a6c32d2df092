"""Reading a codebook: lines are text, and an error says where and what was meant."""

from __future__ import annotations

import pytest

from framing.measures.codebook import check_codebook, load_codebook
from framing.measures.codebook.model import parse_codebook
from framing.project import FramingError, corpus_folder

GOOD = """name: toy
topic:
  include:
  - orbit*
frames:
  race:
    label: Race
    include:
    - space race
    exclude:
    - egg race
  race/moon:
    include:
    - moon race
actors:
  us:
    include:
    - Exact(US)
"""


def broken(old, new):
    assert old in GOOD
    with pytest.raises(FramingError) as error:
        parse_codebook(GOOD.replace(old, new, 1), file="book.yml")
    assert "\n" not in str(error.value)
    return str(error.value)


def test_every_list_line_is_text_as_it_stands():
    lines = ["*naut*", "NO", "a: b", '"space race"', "'t Hooft", "- x", "{a}", "[b]", "&anchor", "!tag x", "5", "null"]
    text = GOOD.replace(
        "  - orbit*\n", "".join(f"  - {each}  # why\n" for each in lines if ":" not in each and each != "- x")
    )
    assert [line.text for line in parse_codebook(text).topic.include] == [
        x for x in lines if ":" not in x and x != "- x"
    ]


def test_must_lines_may_hold_colons_and_quotes():
    book = parse_codebook(
        GOOD.replace("    exclude:\n", '    must_hit:\n    - "Space race": the new one\n    exclude:\n')
    )
    assert book.frames["race"].must_hit == (('"Space race": the new one', 11),)
    assert check_codebook(book) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    exclude:", "    exclud:", ["line 10", "exclud", 'did you mean "exclude"']),
        ("frames:", "frame:", ["line 5", 'did you mean "frames"']),
        ("  race/moon:", "  rice/moon:", ["rice", "race"]),
        ("    - moon race", "    - near(moon, race)", ["line 14", "near(surpass*"]),
        ("    - moon race", "    - near(moon, race, 3", ["line 14", "not closed"]),
        ("    - moon race", "    - nera(moon, race, 3)", ["line 14", 'did you mean "near"']),
        ("    - moon race", "    - moon, race", ["line 14", "“,”"]),
        ("    - moon race", "    - ...", ["line 14", "no word"]),
        ("    - moon race\n", "", ["race/moon", "no include line"]),
        ("  race/moon:", "  race:", ["line 12", "stands twice"]),
        ("  race/moon:", "  Race Moon:", ["cannot be a code"]),
        ("topic:\n", "topik:\n", ["line 2", 'did you mean "topic"']),
        ("    label: Race", "    label: [Race", ["line"]),
        ("    label: Race", "    validation: {n: many}", ["validation"]),
    ],
)
def test_an_error_names_the_file_the_line_and_the_nearest_spelling(old, new, says):
    message = broken(old, new)
    assert "book.yml" in message
    for part in says:
        assert part in message


def test_a_failed_must_line_is_told_with_its_line_and_what_hit_it():
    text = GOOD.replace(
        "    exclude:", "    must_miss:\n    - A space race indeed.\n    must_hit:\n    - Nothing.\n    exclude:"
    )
    told = [(each.code, each.number, each.problem) for each in check_codebook(parse_codebook(text))]
    assert told == [
        ("race", 11, "must be missed but “space race” hits it: A space race indeed."),
        ("race", 13, "must be hit but is missed: Nothing."),
    ]


def test_a_folded_initialism_that_is_a_common_word_is_told():
    assert "write Exact(US)" in check_codebook(parse_codebook(GOOD.replace("Exact(US)", "US")))[0].problem


def test_labels_and_comments_do_not_change_the_digest_but_a_line_does():
    book = parse_codebook(GOOD)
    assert parse_codebook(GOOD.replace("label: Race", "label: Contest # why")).digest == book.digest
    assert parse_codebook(GOOD.replace("egg race", "sack race")).digest != book.digest


def test_the_shipped_codebook_holds_its_must_lines_and_is_as_large_as_promised():
    book = load_codebook(corpus_folder() / "codebook.yml")
    assert check_codebook(book) == []
    assert len([each for each in book.frames if "/" not in each]) >= 9
    assert any("/" in each for each in book.frames)
    for frame in book.frames.values():
        assert len(frame.include) >= 12
        assert len(frame.must_hit) >= 4
        assert len(frame.must_miss) >= 4
        assert frame.definition
    assert {"china", "united_states", "russia", "india", "europe", "japan", "private_companies"} <= set(book.actors)


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(FramingError, match="There is no codebook at"):
        load_codebook(tmp_path / "none.yml")
