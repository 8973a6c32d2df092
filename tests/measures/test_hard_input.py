"""Input that breaks programs: each kind through the tokens and through the measuring of a batch."""

from __future__ import annotations

import random
import re

import pandas as pd
import pytest
import slow_matcher

from framing.measures.codebook import Matcher
from framing.measures.codebook.model import parse_codebook
from framing.measures.kernel import measure
from framing.text.tokens import TOKEN, tokens_of


def book_of(*lines, topic="space"):
    listed = "".join(f"    - {line}\n" for line in lines)
    return parse_codebook(f"topic:\n  include:\n  - {topic}\nframes:\n  one:\n    include:\n{listed}")


SPYING = book_of("spy", "spy satellite*", "near(spy, orbit*, 2)")


def measured(book, bodies, headlines=None):
    table = pd.DataFrame({"article_id": [f"a{each}" for each in range(len(bodies))]}, dtype=object)
    table["headline"] = pd.Series([""] * len(bodies) if headlines is None else headlines, dtype=object)
    return measure(table.assign(body=pd.Series(bodies, dtype=object)), Matcher(book))


def mentions(book, text):
    """Return (start, end, term) of what counts in a body, each sliced anew from the text."""
    found = measured(book, [text]).candidates
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()
    won = found[found["won"]]
    return list(zip(won["start"].tolist(), won["end"].tolist(), won["term"].tolist(), strict=True))


def words(text):
    """Return the tokens of a text as they stand, each sliced anew from it."""
    tokens = tokens_of([text])
    said = [text[a:b] for a, b in zip(tokens.start.tolist(), tokens.end.tolist(), strict=True)]
    assert said == [tokens.forms[each] for each in tokens.form]
    return said


# Characters


def test_half_a_surrogate_pair_parts_words_and_may_stand_within_a_mention():
    text = "\udfffA spy\ud800satellite: spy \ud800 orbits\udc00."
    assert words(text) == ["A", "spy", "satellite", "spy", "orbits"]
    assert mentions(SPYING, text) == [(3, 6, "spy"), (18, 30, "near(spy, orbit*, 2)")]
    assert measured(SPYING, [text], ["\ud800"]).features["words"].tolist() == [5]


def test_a_nul_byte_is_a_character_that_parts_words():
    text = "\x00spy\x00satellite \x00 spy satellite\x00\x00"
    assert words(text) == ["spy", "satellite", "spy", "satellite"]
    assert mentions(SPYING, text) == [(1, 4, "spy"), (17, 30, "spy satellite*")]
    assert measured(SPYING, ["\x00", text]).features["frame_one"].tolist() == [0, 2]


def test_right_to_left_words_are_found_where_they_stand_in_the_text_not_on_the_screen():
    # "A spy in the station", then a line turned round by marks, and a Hebrew word with a mark of direction in it.
    text = "جاسوس في المحطة. \u202espy satellite\u202c \u200fמרגל\u200f."
    assert words(text) == ["جاسوس", "في", "المحطة", "spy", "satellite", "מרגל"]
    assert mentions(book_of("جاسوس", "spy satellite", "מרגל", "ال*"), text) == [
        (0, 5, "جاسوس"),
        (9, 15, "ال*"),
        (18, 31, "spy satellite"),
        (34, 38, "מרגל"),
    ]


def test_a_combining_mark_ends_a_token_so_that_only_a_composed_accent_is_part_of_a_word():
    composed, apart = "caf\u00e9 spy", "cafe\u0301 spy"
    assert words(composed) == ["caf\u00e9", "spy"]
    assert words(apart) == ["cafe", "spy"]
    assert mentions(book_of("caf\u00e9"), composed) == [(0, 4, "caf\u00e9")]
    assert mentions(book_of("caf\u00e9"), apart) == []
    assert mentions(book_of("spy"), apart) == [(6, 9, "spy")]
    assert words("spy" + "\u0301" * 100_000 + " orbit") == ["spy", "orbit"]


def test_a_zero_width_joiner_parts_words_and_an_emoji_made_of_several_shifts_no_offset():
    text = "👩\u200d🚀 spy👨\u200d👩\u200d👧 satellite spy\u200dsatellite 🏴\u200d☠\ufe0f spy satellites"
    assert words(text) == ["spy", "satellite", "spy", "satellite", "spy", "satellites"]
    assert mentions(SPYING, text) == [(4, 7, "spy"), (23, 26, "spy"), (42, 56, "spy satellite*")]
    assert text[42:56] == "spy satellites"


def test_letters_beyond_the_basic_plane_are_letters_and_count_one_character_each():
    text = "𝒯𝒽𝑒 𐐔𐐯𐑅 spy 𠀀𠀁"
    assert words(text) == ["𝒯𝒽𝑒", "𐐔𐐯𐑅", "spy", "𠀀𠀁"]
    assert mentions(book_of("spy", "??", "𐐼𐐯?"), text) == [(4, 7, "𐐼𐐯?"), (8, 11, "spy"), (12, 14, "??")]


# Length


@pytest.mark.slow
def test_fifty_megabytes_in_one_article_are_measured_and_every_mention_is_where_it_stands():
    pick = random.Random(50)
    letters = "abcdefghijklmnoprstuvwéößñ"
    vocabulary = ["".join(pick.choices(letters, k=pick.randint(1, 14))) for _ in range(200_000)]
    vocabulary += ["café,", "“quoted”", "U.S.", "3.5", "naïve.", "Beijing’s", "😀", "中国", "\ud800", "\n\n", "\u00a0"]
    assert not {"spy", "satellite", "orbit"} & set(vocabulary)
    parts, planted, length, size = [], [], 0, 0
    while size < 50_000_000:
        filler = " ".join(pick.choices(vocabulary, k=400))
        part = f"{filler}, spy satellite {len(planted)}. "
        planted.append(length + len(filler) + 2)
        parts.append(part)
        length += len(part)
        size += len(part.encode("utf-8", "surrogatepass"))
    text = "".join(parts)
    found = measured(SPYING, ["before", text, "a spy"])
    rows = found.candidates[found.candidates["won"] & (found.candidates["article_id"] == "a1")]
    assert rows["start"].tolist() == planted
    assert rows["end"].tolist() == [each + len("spy satellite") for each in planted]
    assert set(rows["text"]) == {"spy satellite"}
    assert found.features["frame_one"].tolist() == [0, len(planted), 1]
    assert found.features["words"].tolist()[1] == sum(1 for _ in re.finditer(TOKEN, text))


def test_a_word_of_a_million_characters_is_one_token_and_matches_its_beginning_and_its_end():
    word = "spy" + "x" * 999_994 + "sat"
    text = f"A {word} orbits."
    assert [len(each) for each in words(text)] == [1, 1_000_000, 6]
    assert mentions(book_of("spy*"), text) == [(2, 1_000_002, "spy*")]
    assert mentions(book_of("*sat orbits"), text) == [(2, 1_000_009, "*sat orbits")]
    assert mentions(book_of("spy", "*spies*", "spy*sat?"), text) == []
    assert measured(SPYING, [text], [word]).features["words"].tolist() == [4]


def test_a_million_words_without_a_space_between_are_split_at_their_hyphens():
    text = "spy-satellite-" * 500_000
    tokens = tokens_of([text])
    assert len(tokens) == 1_000_000
    assert tokens.end[-1] == len(text) - 1
    assert measured(SPYING, [text]).features[["words", "frame_one"]].to_numpy().tolist() == [[1_000_000, 500_000]]


def test_chinese_without_a_space_is_one_token_from_mark_to_mark_that_wildcards_find():
    text = "国家安全部称，外国间谍窃取航天机密。航天员返回。"
    assert words(text) == ["国家安全部称", "外国间谍窃取航天机密", "航天员返回"]
    assert mentions(book_of("间谍", "*间谍*", "航天*"), text) == [(7, 17, "*间谍*"), (18, 23, "航天*")]
    assert measured(book_of("*间谍*", topic="*航天*"), [text * 20_000]).features["frame_one"].tolist() == [20_000]


def test_thai_without_a_space_is_cut_at_its_vowel_signs_and_tone_marks_alone():
    text = "สายลับขโมยข้อมูลดาวเทียม"
    assert words(text) == ["สายล", "บขโมยข", "อม", "ลดาวเท", "ยม"]
    assert mentions(book_of("*ดาว*"), text) == [(15, 21, "*ดาว*")]
    assert measured(book_of("*ดาว*"), [text * 20_000]).features["frame_one"].tolist() == [20_000]


# Numbers


def test_ten_thousand_articles_of_one_word_have_a_row_each_in_their_order():
    bodies = ["spy" if each % 3 == 0 else f"word{each}" for each in range(10_000)]
    tokens = tokens_of(bodies)
    assert tokens.first.tolist() == list(range(10_001))
    assert tokens.text.tolist() == list(range(10_000))
    found = measured(SPYING, bodies)
    assert found.features["article_id"].tolist() == [f"a{each}" for each in range(10_000)]
    assert found.features["frame_one"].tolist() == [1, 0, 0] * 3333 + [1]
    assert found.features["words"].tolist() == [1] * 10_000
    assert found.candidates["article_id"].tolist() == [f"a{each}" for each in range(0, 10_000, 3)]


# Codebooks


def test_a_line_of_one_wildcard_is_every_token_of_every_text_and_puts_every_article_on_topic():
    text = "A spy’s U.S. satellite, 中国 3.5 \ud800 e\u0301!"
    assert words(text) == ["A", "spy’s", "U.S", "satellite", "中国", "3.5", "e"]
    assert [text[a:b] for a, b, _ in mentions(book_of("*"), text)] == words(text)
    features = measured(book_of("*", topic="*"), [text, "", "...", "x" * 1000]).features
    assert features["frame_one"].tolist() == [7, 0, 0, 1]
    assert features["on_topic"].tolist() == [True, False, False, True]


def test_a_question_mark_is_every_token_of_one_character():
    text = "I am 5, a 国 and 中国 𐐀 x’s"
    assert [text[a:b] for a, b, _ in mentions(book_of("?"), text)] == ["I", "5", "a", "国", "𐐀", "x’s"]


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("* *", ["one two", "four five"]),  # no phrase runs across a comma or a stop
        ("* * *", ["one two three", "four five six"]),
        ("near(*, *, 0)", ["one two", "three, four", "five six"]),  # near() runs across a comma
        ("near(*, *, 9)", ["one two", "three, four", "five six"]),  # of all that is near enough the nearest counts
        ("near(* *, *, 9)", ["one two three", "four five six"]),
    ],
)
def test_a_line_of_wildcards_counts_side_by_side_within_a_sentence(line, counted):
    text = "one two three, four five six. Seven"
    assert [text[a:b] for a, b, _ in mentions(book_of(line), text)] == counted


def test_of_lines_that_all_match_everything_the_longest_counts_and_of_equals_the_first():
    assert mentions(book_of("*", "* *", "?*", "*?* *"), "one two three") == [(0, 7, "* *"), (8, 13, "*")]
    found = measured(book_of("*", "* *", "?*", "*?* *"), ["spy " * 1000])
    assert len(found.candidates) == 2 * 1000 + 2 * 999
    assert found.features["frame_one"].tolist() == [500]


def test_five_thousand_lines_find_what_the_slow_matcher_finds():
    lines = [f"word{i} phrase{i % 50}*" for i in range(1500)]
    lines += [f"w{i}*" for i in range(1000)] + [f"*{i}th" for i in range(1000)] + [f"Exact(W{i})" for i in range(500)]
    lines += [f"near(word{i} | w?{i}, phrase{i % 50} | {i}th, {i % 6})" for i in range(1000)]
    book = book_of(*lines)
    assert len(book.frames["one"].include) == 5000
    pick = random.Random(5000)
    kinds = ["word{}", "phrase{}", "phrase{}s", "w{}", "W{}", "{}th", "the", "of"]
    gaps = [" ", " ", " ", "-", ", ", ". "]
    texts = [
        "".join(pick.choice(kinds).format(pick.randrange(60)) + pick.choice(gaps) for _ in range(40)) for _ in range(4)
    ]
    tokens = tokens_of(texts)
    found = measured(book, texts).candidates
    for index, text in enumerate(texts):
        sentence = tokens.sentence[tokens.first[index] : tokens.first[index + 1]].tolist()
        won, every = slow_matcher.mentions(book, text, sentence)
        mine = found[found["article_id"] == f"a{index}"]
        assert len(mine) > 10
        for rows, slow in ((mine, every), (mine[mine["won"]], won)):
            assert sorted(zip(rows["start"], rows["end"], rows["term"], strict=True)) == slow["frame", "one"]
