"""The batch kernel: offsets slice to the text, features count the mentions, and any cut gives the same."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest
import slow_matcher
from batches import measure_articles
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.measures.codebook import Matcher, load_codebook
from framing.measures.codebook.model import parse_codebook
from framing.measures.kernel import measure
from framing.project import corpus_folder
from framing.text.tokens import tokens_of

BOOK = parse_codebook(
    "topic:\n  include:\n  - spac*\nframes:\n  race:\n    include:\n    - space race*\n    - near(spy*, orbit, 4)\n"
    "  race/moon:\n    include:\n    - moon\nactors:\n  us:\n    include:\n    - Exact(US)\n"
)
TEXT = st.lists(
    st.sampled_from(
        "space race races moon spy orbit US us U.S. 中国 \u202e \u0301e 😀 \ud800 . , “ ” \n\n \u00a0 x".split(" ")
    ),
    max_size=20,
).map(" ".join)


def table(rows):
    return pd.DataFrame(
        [(f"a{i}", h, b) for i, (h, b) in enumerate(rows)], columns=["article_id", "headline", "body"], dtype=object
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6))
def test_offsets_slice_to_the_text_and_features_count_the_mentions(rows):
    articles = table(rows)
    found = measure(articles, Matcher(BOOK))
    texts = {
        (f"a{i}", part): text
        for i, row in enumerate(rows)
        for part, text in zip(("headline", "body"), row, strict=True)
    }
    for each in found.candidates.itertuples():
        assert texts[each.article_id, each.part][each.start : each.end] == each.text
    won = found.candidates[found.candidates["won"]]
    counts = won.groupby(["article_id", "kind", "code"]).size()
    for row in found.features.itertuples():
        for kind, code in (("frame", "race"), ("frame", "race/moon"), ("actor", "us")):
            column = f"{kind}_{code.replace('/', '__')}"
            assert getattr(row, column) == counts.get((row.article_id, kind, code), 0)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=9), st.integers(1, 4))
def test_the_cut_and_the_order_of_articles_change_nothing(rows, batch):
    articles = table(rows)
    whole = measure_articles(articles, BOOK)
    cut = measure_articles(articles, BOOK, batch=batch)
    assert whole.features.to_dict("records").__repr__() == cut.features.to_dict("records").__repr__()
    assert whole.candidates.to_dict("records") == cut.candidates.to_dict("records")
    turned = measure_articles(articles.iloc[::-1], BOOK).features.iloc[::-1]
    assert whole.features.to_dict("records").__repr__() == turned.to_dict("records").__repr__()


def test_the_lead_ends_with_the_fiftieth_word_of_the_body():
    body = " ".join(["word"] * 49 + ["spies"] + ["later"] * 5)
    features = measure(table([("A headline of words", body), ("", "three small words")]), Matcher(BOOK)).features
    assert features["lead_end"].tolist() == [body.index("spies") + 5, len("three small words")]
    assert features["headline_words"].tolist() == [4, 0]


@pytest.mark.parametrize(
    "rows",
    [[("", "")], [("spy", "")] * 3, [("x", "word")] * 10_000, [("", "y" * 1_000_000)], [("", "space race " * 200_000)]],
    ids=["empty", "headlines", "one word each", "a long word", "a long article"],
)
def test_odd_articles_are_measured(rows):
    assert len(measure(table(rows), Matcher(BOOK)).features) == len(rows)


def test_a_line_of_one_wildcard_matches_every_token_and_five_thousand_lines_are_read():
    book = parse_codebook("topic:\n  include:\n  - '*'\nframes:\n  all:\n    include:\n    - *\n")
    assert measure(table([("", "one two three")]), Matcher(book)).features["frame_all"].tolist() == [3]
    lines = "".join(f"    - word{i} phrase{i % 50}*\n" for i in range(5000))
    book = parse_codebook(f"topic:\n  include:\n  - word1\nframes:\n  many:\n    include:\n{lines}")
    assert measure(table([("", "word7 phrase7 word8")]), Matcher(book)).features["frame_many"].tolist() == [1]


@pytest.mark.slow
def test_the_shipped_codebook_finds_what_the_slow_matcher_finds_on_real_articles(shared_data):
    book = load_codebook(corpus_folder() / "codebook.yml")
    with gzip.open(shared_data / "news" / "space_news_2021_2023.csv.gz") as file:
        bodies = pd.read_csv(file)["body"].dropna().drop_duplicates().iloc[::60].tolist()
    tokens = tokens_of(bodies)
    matcher = Matcher(book)
    found = matcher.candidates(tokens)
    won = [set() for _ in bodies]
    every = [set() for _ in bodies]
    for entry, line, first, last, wins in zip(found.entry, found.line, found.first, found.last, found.won, strict=True):
        code = (matcher.entries[entry].kind, matcher.entries[entry].code)
        row = (code, int(tokens.start[first]), int(tokens.end[last - 1]), matcher.lines[line].text)
        every[tokens.text[first]].add(row)
        if wins:
            won[tokens.text[first]].add(row)
    for index, body in enumerate(bodies):
        sentence = tokens.sentence[tokens.first[index] : tokens.first[index + 1]].tolist()
        slow_won, slow_every = slow_matcher.mentions(book, body, sentence)
        assert won[index] == {(code, *row) for code, rows in slow_won.items() for row in rows}
        assert every[index] == {(code, *row) for code, rows in slow_every.items() for row in rows}
