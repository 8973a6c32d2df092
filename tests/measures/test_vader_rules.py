"""Tone against the authors' own code."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import framing
from framing.measures.codebook import Matcher
from framing.measures.codebook.model import parse_codebook
from framing.measures.kernel import measure
from framing.project import FramingError

ORACLE = SentimentIntensityAnalyzer()
WORDS = st.sampled_from(
    """great good bad worst GOOD BAD terrible not never isn't no nor or without doubt so this very extremely VERY
    kind of sort just enough least at slightly but However bus stop the bomb kiss of death to die for :) :( 😀 💔 smart,
    funny! happy? rocket crew "good" (bad) good... can't hardly barely despite""".split()
)
# "but" apart: the authors' loop can change one valence twice when it is the double of another.
TEXTS = st.lists(WORDS.filter(lambda word: word != "but"), max_size=14).map(" ".join)


def oracle(texts):
    return np.array([ORACLE.polarity_scores(each)["compound"] for each in texts])


@settings(max_examples=400, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_tone_is_that_of_the_authors_code(texts):
    np.testing.assert_allclose(framing.tone(texts), oracle(texts), atol=1e-4)


def test_but_halves_what_stands_before_and_raises_what_stands_after():
    texts = ["A great rocket but a bad crew.", "Good but not very good, and terrible."]
    np.testing.assert_allclose(framing.tone(texts), oracle(texts), atol=1e-4)


def test_tone_agrees_on_editorials_and_news(shared_data):
    with gzip.open(shared_data / "gold" / "editorial_sentences_dev.csv.gz") as file:
        sentences = pd.read_csv(file)["text"].tolist()
    with gzip.open(shared_data / "news" / "space_news_2021_2023.csv.gz") as file:
        sentences += pd.read_csv(file)["headline"].dropna().head(3000).tolist()
    same = np.abs(framing.tone(sentences) - oracle(sentences)) < 1.0001e-4
    assert same.mean() >= 0.999


BOOK = """
topic:
  include:
  - spac*
frames:
  race:
    include:
    - great race
actors:
  agency:
    include:
    - Defense Intelligence Agency
"""


def measured(body, **options):
    articles = pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]})
    return measure(articles, Matcher(parse_codebook(BOOK)), **options).features.iloc[0]


def test_words_of_the_codebook_have_no_valence_but_others_keep_theirs():
    row = measured("The Defense Intelligence Agency lost. A great race is a great success.")
    bare = framing.tone(["The thing thing thing lost.", "A thing thing is a great success."]).mean()
    assert row["tone"] == pytest.approx(bare, abs=1e-6)
    raw = framing.tone(["The Defense Intelligence Agency lost.", "A great race is a great success."]).mean()
    assert row["tone_raw"] == pytest.approx(raw, abs=1e-6)
    assert row["tone"] < row["tone_raw"]


def test_an_article_without_a_body_has_no_tone():
    assert np.isnan(measured("")["tone"])


def test_nltk_scores_sentences_without_any_download():
    row = measured("It was a very good day. It was not bad!", tone="nltk")
    assert row["tone_raw"] == pytest.approx(
        framing.tone(["It was a very good day.", "It was not bad!"]).mean(), abs=1e-4
    )


def test_an_unknown_instrument_names_the_nearest():
    with pytest.raises(FramingError, match='did you mean "vader"'):
        framing.load("sample", tone="vadr")
