"""Counts and weights against scikit-learn; collocations against nltk."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

import framing
from framing.measures.tfidf import collocations, count_matrix, count_texts, weigh_terms
from framing.text.tokens import TOKEN, fold

TEXTS = framing.simulate(articles=150, seed=4).articles["body"].tolist()


def words(text):
    import re

    return [fold(each) for each in re.findall(TOKEN, text)]


def test_counts_are_those_of_scikit_learn():
    counts, terms, articles = count_matrix(count_texts(TEXTS, bigrams=False), len(TEXTS), stopwords=True)
    theirs = CountVectorizer(analyzer=words)
    expected = theirs.fit_transform(TEXTS)
    assert terms == sorted(theirs.vocabulary_)
    order = [theirs.vocabulary_[term] for term in terms]
    np.testing.assert_array_equal(counts.toarray(), expected.toarray()[:, order])
    np.testing.assert_array_equal(articles, (expected.toarray()[:, order] > 0).sum(axis=0))


def test_weights_by_article_are_those_of_scikit_learn():
    names = [f"{index:03d}" for index in range(len(TEXTS))]
    table = weigh_terms(count_texts(TEXTS, bigrams=False), names, top=0, min_articles=1)
    vocabulary = sorted(set(table["term"]))
    theirs = TfidfVectorizer(analyzer=words, vocabulary=vocabulary, sublinear_tf=True).fit_transform(TEXTS).toarray()
    ours = table.pivot_table(index="group", columns="term", values="weight", fill_value=0).reindex(columns=vocabulary)
    np.testing.assert_allclose(ours.to_numpy(), theirs, atol=1e-9)


def test_what_sets_a_group_apart_is_its_mean_weight_minus_that_of_the_others():
    texts = ["spy orbit", "spy moon", "moon orbit", "moon crater"]
    counted = count_texts(texts, bigrams=False)
    table = weigh_terms(counted, ["a", "a", "b", "b"], top=0, min_articles=1).set_index(["group", "term"])
    theirs = TfidfVectorizer(sublinear_tf=True)
    weights = theirs.fit_transform(texts).toarray()
    spy = weights[:, theirs.vocabulary_["spy"]]
    assert table.loc[("a", "spy"), "distinct"] == pytest.approx(spy[:2].mean() - spy[2:].mean(), abs=1e-9)
    assert table.loc[("a", "spy"), "count"] == 2


def test_bigrams_do_not_run_across_punctuation_sentences_or_stop_words():
    _, terms, _ = count_matrix(count_texts(["Space race, moon race. Orbit of doom"]), 1)
    assert [each for each in terms if " " in each] == ["moon race", "space race"]


def test_collocations_are_scored_as_nltk_scores_them():
    from nltk.collocations import BigramCollocationFinder
    from nltk.metrics import BigramAssocMeasures

    text = " ".join(["alpha beta gamma", "alpha beta delta", "gamma delta alpha beta"] * 3)
    table = collocations(count_texts([text]), np.ones(1, dtype=bool), min_count=3).set_index("pair")
    finder = BigramCollocationFinder.from_words(text.split())
    expected = dict(finder.score_ngrams(BigramAssocMeasures.likelihood_ratio))
    for pair in table.index:
        assert table.loc[pair, "score"] == pytest.approx(expected[tuple(pair.split())], rel=1e-9)


def test_no_text_and_no_term_give_an_empty_table():
    assert weigh_terms([], [], min_articles=1).empty
    assert weigh_terms(count_texts([]), [], min_articles=1).empty
    assert weigh_terms(count_texts(["the of and"]), ["a"], min_articles=1).empty
    assert collocations(count_texts([]), np.ones(0, dtype=bool)).empty
