"""Tokens against the regular expression that defines them, on any Unicode."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from framing.text.kwic import find_in_context
from framing.text.tokens import TOKEN, tokenise, tokens_of

# Surrogates, NUL, right-to-left marks, zero-width joiners and every white space that Unicode has.
HOSTILE = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("aA.'’-\"“” \u00a0\u2009\u3000\u2028\u0085\u1680\x1c\n\t\r\x00\u202e\u200d\u0301\ud800中ทß"),
    ),
    max_size=60,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(HOSTILE, max_size=5))
def test_tokens_are_what_the_regular_expression_finds_and_offsets_slice_to_them(texts):
    tokens = tokens_of(texts)
    for index, text in enumerate(texts):
        mine = slice(tokens.first[index], tokens.first[index + 1])
        found = [
            (int(a), int(b), tokens.forms[form])
            for a, b, form in zip(tokens.start[mine], tokens.end[mine], tokens.form[mine], strict=True)
        ]
        assert found == [(m.start(), m.end(), m.group()) for m in re.finditer(TOKEN, text)]
        assert [text[a:b] for a, b, _ in found] == [form for _, _, form in found]


@settings(max_examples=100, deadline=None)
@given(st.lists(HOSTILE, min_size=1, max_size=5))
def test_a_batch_says_of_each_text_what_it_says_of_it_alone(texts):
    together = tokenise(texts)
    for index, text in enumerate(texts):
        alone = tokenise([text]).drop(columns="text").reset_index(drop=True)
        mine = together[together["text"] == index].drop(columns="text").reset_index(drop=True)
        assert mine.to_dict("records") == alone.to_dict("records")


def test_a_final_s_and_the_dots_of_an_initialism_do_not_count_in_a_form():
    forms = tokenise(["China's U.S. NASA’s Chang'e 6 co-operates 3.5 ISRO"])["form"].tolist()
    assert forms == ["china", "us", "nasa", "chang’e", "6", "co", "operates", "3.5", "isro"]


def test_what_joins_two_words_of_a_phrase():
    def joined(text):
        return not tokens_of([text]).parted[1]

    assert all(
        map(joined, ["space race", "space-race", "space “race”", "space' race", "space \n race", "space\u00a0race"])
    )
    assert not any(
        map(joined, ["space, race", "space. race", "space/race", "space – race", "space (race)", "space: race"])
    )


def test_missing_and_empty_texts_have_no_tokens():
    assert tokenise([None, "", "  \n "]).empty
    assert tokens_of([]).first.tolist() == [0]


def test_a_text_without_a_space_a_long_word_and_a_long_text_are_read():
    assert tokenise(["中国载人航天工程办公室宣布"])["token"].tolist() == ["中国载人航天工程办公室宣布"]
    assert tokenise(["x" * 1_000_000])["end"].tolist() == [1_000_000]
    assert len(tokenise(["spy orbit " * 300_000])) == 600_000


def test_a_keyword_stands_in_its_context():
    rows = find_in_context(["In orbit the spy satellite drifts on; spies watch."], "sp?", words=2)
    assert rows[["left", "match", "right"]].to_numpy().tolist() == [["orbit the ", "spy", " satellite drifts"]]
