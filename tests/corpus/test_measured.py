"""What is measured does not depend on how the work is cut, and offsets slice to what was matched."""

from __future__ import annotations

import pandas as pd
import pytest
from batches import measure_articles

import framing


@pytest.fixture(scope="module")
def corpus():
    return framing.simulate(articles=150, seed=11)


@pytest.mark.parametrize("batch", [1, 7, 149, 10_000])
def test_the_cut_into_batches_changes_nothing(corpus, batch):
    whole = measure_articles(corpus.articles, corpus.codebook)
    cut = measure_articles(corpus.articles, corpus.codebook, batch=batch)
    pd.testing.assert_frame_equal(whole.features, cut.features, check_exact=True)
    pd.testing.assert_frame_equal(whole.candidates, cut.candidates, check_exact=True)


def test_offsets_slice_to_the_text_that_matched(corpus):
    articles = corpus.articles.set_index("article_id")
    assert len(corpus.mentions) > 300
    for row in corpus.mentions.itertuples():
        assert articles.loc[row.article_id, row.part][row.start : row.end] == row.text


def test_features_count_the_mentions(corpus):
    mentions = framing.mentions(corpus)
    features = framing.features(corpus).set_index("article_id")
    for kind, entries in (("frame", corpus.codebook.frames), ("actor", corpus.codebook.actors)):
        for code in entries:
            of_code = mentions[(mentions["kind"] == kind) & (mentions["code"] == code)]
            counted = of_code.groupby("article_id").size().reindex(features.index, fill_value=0)
            assert features[f"{kind}_{code.replace('/', '__')}"].tolist() == counted.tolist()


def test_features_by_hand(tiny):
    corpus = tiny(
        [
            {"title": "China's spy in space", "text": "A race. Two spies, one spy."},
            {"title": "Soup", "text": ""},
        ]
    )
    table = corpus.features
    columns = ["words", "headline_words", "sentences", "on_topic", "frame_space_race", "frame_espionage", "actor_china"]
    assert table[columns].values.tolist() == [[10, 4, 3, True, 1, 3, 1], [1, 1, 1, False, 0, 0, 0]]
    assert table["tone"].isna().tolist() == [False, True]


def test_a_corpus_names_its_entries_and_groups(tiny):
    corpus = tiny([{"title": "Space", "outlet": "Beta"}, {"title": "Spy", "outlet": "Gazette"}])
    assert corpus.labels == {"space_race": "Space race", "espionage": "Espionage", "china": "China"}
    assert corpus.groups == {"Beta": "South", "Gazette": "other"}
    assert corpus.validation == {}
    assert corpus.name == "tiny"
