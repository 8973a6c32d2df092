"""The scikit-learn estimators against scikit-learn's own, VADER's authors, hand counts and scikit-learn's checks."""

from __future__ import annotations

import pickle
import re

import numpy as np
import pandas as pd
import pytest
import sklearn
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks
from sklearn.utils.validation import check_is_fitted, validate_data
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import framing
from framing.measures import estimators
from framing.measures.codebook.model import parse_codebook
from framing.measures.estimators import CodebookVectorizer, TokenVectorizer, ToneScorer
from framing.project import CodebookError, FramingError
from framing.text.stopwords import STOPWORDS
from framing.text.tokens import TOKEN, fold, tokens_of

ODD = [
    "",
    " \n\t",
    "中国的航天。太空竞赛！",
    "Cafe\u0301 café naïve n\u0303",  # é and n with a combining accent
    "U.S. vs. China’s “anti-satellite” test — 3.5 km/s; it's ISRO's…",
    "ΟΔΟΣ straße STRASSE İstanbul 😀🚀",
    "a\ud800b \x00 _under_score_",
]
TEXTS = [*framing.simulate(articles=150, seed=4).articles["body"].tolist(), *ODD]
SHORT = TEXTS[:40] + ODD
ALL = [TokenVectorizer(ngrams=(1, 2)), CodebookVectorizer(), ToneScorer(), ToneScorer(by="text")]
NAMED = [type(each).__name__ for each in ALL]
BOOK = """\
topic:
  include:
  - space
frames:
  race:
    include:
    - race*
    - space race
    exclude:
    - egg race
  race/moon:
    include:
    - moon race
actors:
  china:
    include:
    - China
"""


def words(text):
    return [fold(each) for each in re.findall(TOKEN, text)]


def words_and_pairs(text):
    tokens = tokens_of([text])
    said = [fold(tokens.forms[form]) for form in tokens.form]
    return said + [f"{said[i - 1]} {said[i]}" for i in range(1, len(said)) if not tokens.parted[i]]


def telling(text):
    """Words and pairs of them, stop words, numbers and single characters neither counted nor bridged."""
    kept = [each for each in words_and_pairs(text) if not each.isdigit()]
    return [e for e in kept if all(w not in STOPWORDS and not w.isdigit() and len(w) > 1 for w in e.split(" "))]


def same(ours, theirs):
    assert ours.format == "csr" and ours.dtype == np.int64 and ours.indices.dtype == theirs.indices.dtype
    assert ours.has_canonical_format and ours.shape == theirs.shape
    theirs.sort_indices()
    np.testing.assert_array_equal(ours.indptr, theirs.indptr)
    np.testing.assert_array_equal(ours.indices, theirs.indices)
    np.testing.assert_array_equal(ours.data, theirs.data)


def dense(table):
    return table.toarray() if hasattr(table, "toarray") else table


# Words


@pytest.mark.parametrize(
    ("options", "analyzer", "theirs"),
    [
        ({}, words, {}),
        ({"min_articles": 3}, words, {"min_df": 3}),
        ({"ngrams": (1, 2)}, words_and_pairs, {}),
        ({"ngrams": (1, 2), "min_articles": 4}, words_and_pairs, {"min_df": 4}),
        ({"ngrams": (2, 2)}, lambda text: [each for each in words_and_pairs(text) if " " in each], {}),
        ({"ngrams": (1, 2), "stopwords": False}, telling, {}),
        ({"stopwords": False}, lambda text: [each for each in telling(text) if " " not in each], {}),
    ],
)
def test_counts_are_those_of_count_vectorizer(options, analyzer, theirs):
    ours, other = TokenVectorizer(**options), CountVectorizer(analyzer=analyzer, **theirs)
    same(ours.fit_transform(TEXTS), other.fit_transform(TEXTS))
    assert ours.vocabulary_ == other.vocabulary_
    assert ours.get_feature_names_out().tolist() == other.get_feature_names_out().tolist()
    same(ours.transform(SHORT[::-1]), other.transform(SHORT[::-1]))


@given(st.lists(st.text() | st.text(alphabet="aB é'’.-,1中\u0301 ", max_size=20), min_size=1, max_size=5))
def test_counts_are_those_of_count_vectorizer_for_every_text(texts):
    texts = ["moon", *texts]
    same(TokenVectorizer().fit_transform(texts), CountVectorizer(analyzer=words).fit_transform(texts))


def test_weights_in_a_pipeline_are_those_of_tfidf_vectorizer():
    ours = make_pipeline(TokenVectorizer(), TfidfTransformer(sublinear_tf=True)).fit(TEXTS[:100])
    theirs = TfidfVectorizer(analyzer=words, sublinear_tf=True).fit(TEXTS[:100])
    np.testing.assert_allclose(ours.transform(TEXTS).toarray(), theirs.transform(TEXTS).toarray(), rtol=0, atol=1e-9)
    assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()


def test_fit_and_then_transform_counts_as_fit_transform_does():
    ours = TokenVectorizer(ngrams=(1, 2), min_articles=2, max_features=300)
    same(ours.fit_transform(TEXTS), clone(ours).fit(TEXTS).transform(TEXTS))


def test_the_most_frequent_terms_are_kept_and_of_equals_the_first_by_name():
    texts = ["moon moon orbit spy", "moon spy orbit launch", "launch"]  # moon 3; launch, orbit, spy 2
    assert TokenVectorizer(max_features=1).fit(texts).vocabulary_ == {"moon": 0}
    assert TokenVectorizer(max_features=3).fit(texts).vocabulary_ == {"launch": 0, "moon": 1, "orbit": 2}
    assert TokenVectorizer(max_features=9).fit(texts).vocabulary_ == {"launch": 0, "moon": 1, "orbit": 2, "spy": 3}


def test_a_pair_does_not_run_across_punctuation_sentences_or_texts():
    vectorizer = TokenVectorizer(ngrams=(2, 2)).fit(["Space race, moon race. Orbit", "anti-satellite “test”"])
    assert list(vectorizer.vocabulary_) == ["anti satellite", "moon race", "satellite test", "space race"]


def test_a_stop_word_a_number_and_a_single_character_are_no_term_and_part_of_none():
    vectorizer = TokenVectorizer(ngrams=(1, 2), stopwords=False).fit(["The race of 2024 spies x moon base"])
    assert list(vectorizer.vocabulary_) == ["base", "moon", "moon base", "race", "spies"]


def test_a_term_that_fit_has_not_met_is_ignored():
    vectorizer = TokenVectorizer().fit(["space race"])
    assert vectorizer.transform(["space spy space", "unheard of", ""]).toarray().tolist() == [[0, 2], [0, 0], [0, 0]]


@pytest.mark.parametrize("texts", [[], [""], [None, "…"]])
def test_a_vocabulary_without_a_term_is_an_error(texts):
    with pytest.raises(FramingError, match="No term is in min_articles=1"):
        TokenVectorizer().fit(texts)


# Mentions


def test_mentions_are_those_counted_by_hand():
    texts = ["The space race. A moon race: China races on; China's egg race.", "space", ""]
    vectorizer = CodebookVectorizer(parse_codebook(BOOK))
    counts = vectorizer.fit_transform(texts)
    assert vectorizer.get_feature_names_out().tolist() == ["frame_race", "frame_race__moon", "actor_china"]
    # space race, moon race, races; of "egg race" nothing counts. "space" is the topic, which has no column.
    assert counts.toarray().tolist() == [[3, 1, 2], [0, 0, 0], [0, 0, 0]]
    assert counts.format == "csr" and counts.dtype == np.int64


def test_a_codebook_may_be_a_path_an_object_or_the_projects_own(tmp_path):
    path = tmp_path / "codebook.yml"
    path.write_text(BOOK, encoding="utf-8")
    for codebook in (path, str(path), framing.load_codebook(path)):
        assert CodebookVectorizer(codebook).fit_transform(["China"]).toarray().tolist() == [[0, 0, 1]]
    names = CodebookVectorizer().fit([]).get_feature_names_out().tolist()
    assert {"frame_space_race", "frame_espionage__cyber", "actor_china"} <= set(names)


def test_a_fitted_codebook_goes_on_without_its_file(tmp_path):
    path = tmp_path / "codebook.yml"
    path.write_text(BOOK, encoding="utf-8")
    kept = pickle.dumps(CodebookVectorizer(path).fit([]))
    path.unlink()
    assert pickle.loads(kept).transform(["China"]).toarray().tolist() == [[0, 0, 1]]


# Tone


def test_tone_by_text_is_that_of_the_authors_code():
    oracle, texts = SentimentIntensityAnalyzer(), [each for each in TEXTS if "\ud800" not in each]
    texts = [sentence for each in texts[:60] for sentence in each.split(". ")] + texts[-6:]
    expected = [[oracle.polarity_scores(each)["compound"]] for each in texts]
    np.testing.assert_allclose(ToneScorer(by="text").fit_transform(texts), expected, rtol=0, atol=1e-4)


def test_tone_by_sentence_is_the_mean_over_the_sentences():
    oracle = SentimentIntensityAnalyzer()
    sentences = ["A great success.", "The launch failed terribly!", "It is a rocket."]
    mean = np.mean([oracle.polarity_scores(each)["compound"] for each in sentences])
    scored = ToneScorer().fit_transform([" ".join(sentences), sentences[0], "", " \n"])
    expected = [[mean], [oracle.polarity_scores(sentences[0])["compound"]], [0], [0]]
    np.testing.assert_allclose(scored, expected, rtol=0, atol=1e-4)


def test_tone_needs_no_fit_and_has_one_column():
    assert ToneScorer().transform(["Great."]).shape == (1, 1)
    assert ToneScorer().get_feature_names_out().tolist() == ["tone"]


# What all share


@pytest.mark.parametrize("batch", [1, 3, 7])
@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_cutting_the_texts_into_other_batches_changes_nothing(estimator, batch, monkeypatch):
    whole = clone(estimator).fit(SHORT)
    expected = dense(whole.transform(SHORT))
    monkeypatch.setattr(estimators, "_BATCH", batch)
    cut = clone(estimator).fit(SHORT)
    assert cut.get_feature_names_out().tolist() == whole.get_feature_names_out().tolist()
    np.testing.assert_array_equal(dense(cut.transform(SHORT)), expected)
    np.testing.assert_array_equal(dense(whole.transform(SHORT)), expected)
    np.testing.assert_array_equal(dense(clone(estimator).fit_transform(SHORT)), expected)


@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_any_iterable_of_strings_will_do(estimator):
    texts = ["China's space race.", "A great spy!", ""]
    expected = dense(clone(estimator).fit_transform(texts))
    series = pd.Series(texts, index=[7, 3, 7])
    for given_as in (tuple(texts), series, series.astype(object), np.array(texts), np.array(texts, dtype=object)):
        np.testing.assert_array_equal(dense(clone(estimator).fit(given_as).transform(given_as)), expected)
    np.testing.assert_array_equal(dense(clone(estimator).fit_transform(each for each in texts)), expected)


@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_a_missing_text_counts_as_empty(estimator):
    fitted = clone(estimator).fit(["China is great.", ""])
    expected = dense(fitted.transform(["China is great.", ""]))
    for missing in (None, float("nan"), np.float32("nan"), pd.NA):
        np.testing.assert_array_equal(dense(fitted.transform(["China is great.", missing])), expected)
    np.testing.assert_array_equal(dense(fitted.transform(pd.Series(["China is great.", None]))), expected)


@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_no_text_gives_a_table_without_rows(estimator):
    fitted = clone(estimator).fit(SHORT)
    assert fitted.transform([]).shape == (0, len(fitted.get_feature_names_out()))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("China", "The texts are one str; pass a list of texts"),
        (b"China", "The texts are one bytes"),
        ({"a": "China"}, "The texts are one dict"),
        (None, "The texts are one NoneType"),
        (pd.DataFrame({"body": ["China"]}), "The texts are one DataFrame; pass .* one column of a table"),
        (np.array([["China"]]), "The texts are one ndarray"),
        (["China", 7], "Text 2 is a int; pass strings or None"),
        (["China", ["race"]], "Text 2 is a list"),
        (["China", b"race"], "Text 2 is a bytes"),
    ],
)
@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_what_is_no_list_of_texts_is_an_error(estimator, wrong, message):
    with pytest.raises(FramingError, match=message):
        clone(estimator).fit_transform(wrong)
    with pytest.raises(FramingError, match=message):
        clone(estimator).fit(["China"]).transform(wrong)


def test_the_text_that_is_no_string_is_numbered_across_batches(monkeypatch):
    monkeypatch.setattr(estimators, "_BATCH", 2)
    with pytest.raises(FramingError, match="Text 5 is a float"):
        ToneScorer().transform(["a", "b", "c", "d", 1.5])


@pytest.mark.parametrize(
    ("estimator", "message"),
    [
        (TokenVectorizer(ngrams=(1, 3)), r"ngrams=\(1, 3\) is not known; known: \(1, 1\)"),
        (TokenVectorizer(ngrams=2), "ngrams=2 is not known"),
        (TokenVectorizer(stopwords="english"), "stopwords='english' must be True"),
        (TokenVectorizer(min_articles=0), "min_articles=0 must be a whole number of at least 1"),
        (TokenVectorizer(min_articles=0.5), "min_articles=0.5"),
        (TokenVectorizer(min_articles=None), "min_articles=None"),
        (TokenVectorizer(max_features=0), "max_features=0 must be"),
        (CodebookVectorizer(codebook=7), "codebook=7 is no codebook; pass the path"),
        (ToneScorer(by="article"), "by='article' is not known; known: sentence, text"),
        (ToneScorer(by=None), "by=None is not known"),
    ],
)
def test_a_wrong_parameter_is_an_error_when_fitting(estimator, message):
    with pytest.raises(FramingError, match=message):
        estimator.fit(["China"])


def test_a_codebook_that_is_not_there_is_an_error_when_fitting(tmp_path):
    with pytest.raises(CodebookError, match="There is no codebook at"):
        CodebookVectorizer(tmp_path / "none.yml").fit([])


@pytest.mark.parametrize("estimator", ALL[:2], ids=NAMED[:2])
def test_what_is_not_fitted_says_so(estimator):
    for ask in (lambda: clone(estimator).transform(["China"]), clone(estimator).get_feature_names_out):
        with pytest.raises(NotFittedError):
            ask()


@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_a_clone_and_a_pickle_give_the_same(estimator):
    fitted = clone(estimator).fit(SHORT)
    expected = dense(fitted.transform(SHORT))
    np.testing.assert_array_equal(dense(pickle.loads(pickle.dumps(fitted)).transform(SHORT)), expected)
    again = clone(fitted)
    assert repr(again) == repr(estimator) and not [name for name in vars(again) if name.endswith("_")]
    np.testing.assert_array_equal(dense(again.fit_transform(SHORT)), expected)


ARTICLES = pd.DataFrame(
    {"headline": ["China wins", "A spy is caught", ""], "body": ["The space race.", "Terrible spying.", None], "n": 1},
    index=[5, 0, 3],
)


def test_columns_of_a_table_become_columns_with_their_names():
    table = make_column_transformer(
        (TokenVectorizer(stopwords=False), "headline"),
        (CodebookVectorizer(parse_codebook(BOOK)), "body"),
        (ToneScorer(), "body"),
        ("passthrough", ["n"]),
    )
    counted = dense(table.fit_transform(ARTICLES))
    assert table.get_feature_names_out().tolist() == [
        *(f"tokenvectorizer__{each}" for each in ("caught", "china", "spy", "wins")),
        *(f"codebookvectorizer__{each}" for each in ("frame_race", "frame_race__moon", "actor_china")),
        "tonescorer__tone",
        "passthrough__n",
    ]
    assert counted[:, :7].tolist() == [[0, 1, 0, 1, 1, 0, 0], [1, 0, 1, 0, 0, 0, 0], [0] * 7]
    assert counted[1, 7] < 0 and counted[2, 7] == 0 and counted[:, 8].tolist() == [1, 1, 1]


def test_tone_as_a_data_frame_keeps_the_rows_of_the_articles():
    scored = ToneScorer().set_output(transform="pandas").fit_transform(ARTICLES["body"])
    assert scored.index.tolist() == [5, 0, 3] and scored.columns.tolist() == ["tone"]
    table = make_column_transformer((ToneScorer(), "body"), ("passthrough", ["n"])).set_output(transform="pandas")
    pd.testing.assert_series_equal(table.fit_transform(ARTICLES)["tonescorer__tone"], scored["tone"], check_names=False)


def test_sparse_counts_stay_sparse_when_data_frames_are_asked_for_everywhere():
    with sklearn.config_context(transform_output="pandas"):
        for estimator in (TokenVectorizer(), CodebookVectorizer()):
            assert estimator.fit_transform(["China"]).format == "csr"


def test_a_classifier_learns_from_counts_and_its_parameters_are_set_by_name():
    model = make_pipeline(TokenVectorizer(), LogisticRegression())
    model.set_params(tokenvectorizer__ngrams=(1, 2)).fit(
        ["space race", "a spy", "moon race", "spies spy"], [0, 1, 0, 1]
    )
    assert model.predict(["the race", "one spy"]).tolist() == [0, 1]
    assert "space race" in model[0].vocabulary_


# scikit-learn's own checks. Of estimators that take texts its generator makes one alone; those that need no data run
# by name; and all others run on a front that tells tables of numbers as texts.

WITHOUT_DATA = """
check_do_not_raise_errors_in_init_or_set_params check_estimator_cloneable check_estimator_repr
check_estimator_tags_renamed check_get_params_invariance check_mixin_order check_no_attributes_set_in_init
check_parameters_default_constructible check_set_params check_valid_tag_types
""".split()
WITH_DATA = """
check_complex_data check_dict_unchanged check_dont_overwrite_parameters check_dtype_object
check_estimator_sparse_array check_estimator_sparse_matrix check_estimator_sparse_tag
check_estimators_dtypes check_estimators_empty_data_messages check_estimators_fit_returns_self
check_estimators_nan_inf check_estimators_overwrite_params check_estimators_pickle check_f_contiguous_array_estimator
check_fit1d check_fit2d_1feature check_fit2d_1sample check_fit2d_predict1d check_fit_check_is_fitted
check_fit_idempotent check_fit_score_takes_y check_methods_sample_order_invariance check_methods_subset_invariance
check_n_features_in check_n_features_in_after_fitting check_pipeline_consistency check_positive_only_tag_during_fit
check_readonly_memmap_input check_transformer_data_not_an_array check_transformer_general
""".split()
SAID = "China spy race orbit great terrible Moon. not very NASA!".split()


def told(table):
    """Tell numbers as texts: a word for each column whose number is above one half."""
    return [
        " ".join(["Beijing races."] + [SAID[i % len(SAID)] for i in np.flatnonzero(row > 0.5).tolist()])
        for row in np.asarray(table, dtype=float)
    ]


def on_numbers(kind, name, **options):
    class Front(kind, **options):
        def fit(self, X, y=None):
            return super().fit(told(validate_data(self, X)), y)

        def fit_transform(self, X, y=None):
            if kind is TokenVectorizer:
                return super().fit_transform(told(validate_data(self, X)), y)
            return self.fit(X, y).transform(X)

        def transform(self, X):
            check_is_fitted(self)
            return super().transform(told(validate_data(self, X, reset=False)))

        def __sklearn_tags__(self):
            tags = super().__sklearn_tags__()
            tags.input_tags.string, tags.input_tags.two_d_array = False, True
            return tags

    Front.__name__ = Front.__qualname__ = name
    return Front


NumberTokens = on_numbers(TokenVectorizer, "NumberTokens", auto_wrap_output_keys=None)
NumberMentions = on_numbers(CodebookVectorizer, "NumberMentions", auto_wrap_output_keys=None)
NumberTone = on_numbers(ToneScorer, "NumberTone")
FRONTS = [NumberTokens(), NumberTokens(ngrams=(1, 2)), NumberMentions(), NumberTone(), NumberTone(by="text")]
CHECKS = [each for front in FRONTS for each in estimator_checks.estimator_checks_generator(front)]


def called(check):
    """Name a check, which comes wrapped in its first arguments."""
    while hasattr(check, "func"):
        check = check.func
    return check.__name__


@pytest.mark.parametrize(
    ("estimator", "check"), CHECKS, ids=lambda each: called(each) if callable(each) else repr(each)
)
def test_scikit_learns_checks_pass_on_numbers_told_as_texts(estimator, check):
    check(estimator)


@pytest.mark.parametrize("name", WITHOUT_DATA)
@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_scikit_learns_checks_that_need_no_data_pass(estimator, name):
    getattr(estimator_checks, name)(type(estimator).__name__, estimator)


@pytest.mark.parametrize("estimator", ALL, ids=NAMED)
def test_the_check_that_scikit_learn_makes_for_texts_passes(estimator):
    with pytest.warns(SkipTestWarning, match="requires input  of type InputTags"):
        made = list(estimator_checks.estimator_checks_generator(estimator))
    assert [called(check) for _, check in made] == ["check_estimator_cloneable"]
    for each, check in made:
        check(each)


@pytest.mark.parametrize("front", FRONTS, ids=repr)
def test_the_checks_run_hold_all_those_listed(front):
    made = [called(check) for estimator, check in CHECKS if estimator is front]
    assert len(made) > 40 and {*WITHOUT_DATA, *WITH_DATA} <= set(made)


def test_the_tags_say_what_is_taken():
    for estimator in ALL:
        tags = sklearn.utils.get_tags(estimator)
        assert tags.input_tags.string and not tags.input_tags.two_d_array and not tags.no_validation
        assert tags.requires_fit == (not isinstance(estimator, ToneScorer))
