"""Sentence ends by hand, one kind of trap a test: abbreviations, quotation marks, initials, decimals, datelines."""

from __future__ import annotations

import pytest

import framing


def sentences(text):
    """Return the words of each sentence, as `framing.tokenise` cuts them."""
    table = framing.tokenise([text])
    return [" ".join(words) for _, words in table.groupby("sentence")["token"]]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Lt. Col. Ann Lee spoke. He left.", "Lt Col Ann Lee spoke", "He left"),
        ("The firm Orbit Co. built it. It flew.", "The firm Orbit Co built it", "It flew"),
        ("Wu et al. found it. Others did not.", "Wu et al found it", "Others did not"),
        ("SpaceX vs. Boeing began. Lawyers cheered.", "SpaceX vs Boeing began", "Lawyers cheered"),
        ("Gov. Lee of Fla. spoke. He left.", "Gov Lee of Fla spoke", "He left"),
        ("The U.N. Security Council met. It agreed.", "The U.N Security Council met", "It agreed"),
        ("It rose at 9 a.m. on Monday. Crowds came.", "It rose at 9 a.m on Monday", "Crowds came"),
        ("He left in Jan. 2020. It was cold.", "He left in Jan 2020", "It was cold"),
    ],
)
def test_an_abbreviation_ends_no_sentence_when_a_name_a_number_or_a_small_letter_follows(text, first, second):
    assert sentences(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("He joined SpaceX Inc. The move surprised many.", "He joined SpaceX Inc", "The move surprised many"),
        ("She has a Ph.D. She works at ESA.", "She has a Ph.D", "She works at ESA"),
        ("They flew at 5 p.m. It was dark.", "They flew at 5 p.m", "It was dark"),
        ("Planes, trains, etc. The list is long.", "Planes trains etc", "The list is long"),
        ("He came in May. The flight left.", "He came in May", "The flight left"),
    ],
)
def test_an_abbreviation_ends_a_sentence_when_a_word_follows_that_begins_one(text, first, second):
    assert sentences(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ('He said: "It works." The crew agreed.', "He said It works", "The crew agreed"),
        ('He asked, "Does it work?" The crew nodded.', "He asked Does it work", "The crew nodded"),
        ("He called it ‘a spy.’ Nobody agreed.", "He called it a spy", "Nobody agreed"),
        ("«Ça marche.» Le chef partit.", "Ça marche", "Le chef partit"),
        ("It works.” The crew agreed.", "It works", "The crew agreed"),
        ("It flew. “We cheered,” she said.", "It flew", "We cheered she said"),
        ("It flew. 'We cheered,' she said.", "It flew", "We cheered she said"),
        ('"It works," she said. "It flew."', "It works she said", "It flew"),
        ("It flew (at last.) Crowds cheered.", "It flew at last", "Crowds cheered"),
        ("It flew. (Crowds cheered.)", "It flew", "Crowds cheered"),
    ],
)
def test_a_stop_before_a_closing_mark_ends_a_sentence_and_an_opening_mark_may_begin_one(text, first, second):
    assert sentences(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("“Does it work?” the crew asked. Nobody knew.", "Does it work the crew asked", "Nobody knew"),
        ("“It works!” she said. He left.", "It works she said", "He left"),
        ("Yahoo! bought it. It left.", "Yahoo bought it", "It left"),
    ],
)
def test_a_question_or_an_exclamation_goes_on_when_a_small_letter_follows(text, first, second):
    assert sentences(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("J.R.R. Tolkien wrote. Nobody read.", "J.R.R Tolkien wrote", "Nobody read"),
        ("George H. W. Bush spoke. He left.", "George H W Bush spoke", "He left"),
        ("Samuel L. Jackson spoke. He left.", "Samuel L Jackson spoke", "He left"),
        ("It was plan B. The crew agreed.", "It was plan B", "The crew agreed"),
    ],
)
def test_initials_end_a_sentence_only_when_a_word_follows_that_begins_one(text, first, second):
    assert sentences(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("It rose 3.5 percent. Prices fell.", "It rose 3.5 percent", "Prices fell"),
        ("It rose to 3.5. Prices fell.", "It rose to 3.5", "Prices fell"),
        ("Version 2.0.1 is out. Users cheered.", "Version 2.0.1 is out", "Users cheered"),
        ("It weighs .5 kg. It flies.", "It weighs 5 kg", "It flies"),
        ("It cost $1,000.50 in all. Nobody paid.", "It cost 1 000.50 in all", "Nobody paid"),
        ("It rose 5%. Prices fell.", "It rose 5", "Prices fell"),
        ("It begins at 8 p.m. EST. The crew waits.", "It begins at 8 p.m EST", "The crew waits"),
        ("He settled with the SEC. The agency agreed.", "He settled with the SEC", "The agency agreed"),
        ("It ended in 2020. 2021 was better.", "It ended in 2020", "2021 was better"),
        ("Visit www.nasa.gov. It works.", "Visit www.nasa.gov", "It works"),
    ],
)
def test_a_stop_within_a_number_or_a_name_ends_nothing_but_one_after_it_does(text, first, second):
    assert sentences(text) == [first, second]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("WASHINGTON (AP) — The agency agreed. China did not.", "WASHINGTON AP The agency agreed", "China did not"),
        ("MOSCOW, Jan. 5 — It warned. Spies came.", "MOSCOW Jan 5 It warned", "Spies came"),
        ("CAPE CANAVERAL, Fla. (AP) — It rose. Crowds came.", "CAPE CANAVERAL Fla AP It rose", "Crowds came"),
        ("BEIJING, Dec. 3 (Xinhua) -- China said so. It left.", "BEIJING Dec 3 Xinhua China said so", "It left"),
        ("WASHINGTON, D.C. – It warned. Spies came.", "WASHINGTON D.C It warned", "Spies came"),
        ("LONDON — It warned. Spies came.", "LONDON It warned", "Spies came"),
        ("NEW DELHI: It warned. Spies came.", "NEW DELHI It warned", "Spies came"),
    ],
)
def test_a_dateline_belongs_to_the_first_sentence(text, first, second):
    assert sentences(text) == [first, second]


def test_an_ellipsis_ends_a_sentence_when_a_capital_follows():
    assert sentences("It waited… It flew.") == ["It waited", "It flew"]
    assert sentences("It waited... it flew.") == ["It waited it flew"]


def test_an_empty_line_ends_a_sentence_whatever_follows_and_however_the_file_ends_its_lines():
    assert sentences("a heading\n\nit flew") == ["a heading", "it flew"]
    assert sentences("a heading\r\n\r\nit flew") == ["a heading", "it flew"]
    assert sentences("a heading\nit flew") == ["a heading it flew"]


def test_a_name_with_a_small_first_letter_may_begin_a_sentence():
    assert sentences("It flew. iPhone sales rose.") == ["It flew", "iPhone sales rose"]


@pytest.mark.parametrize(
    "text",
    [
        "It costs approx. 5 dollars",
        "See fig. 3 for more",
        "The art. 5 clause holds",
        "Falcon No. 5 flew",
        "China vs. India",
    ],
)
def test_an_abbreviation_before_a_number_or_within_a_phrase_ends_nothing(text):
    assert len(sentences(text)) == 1
