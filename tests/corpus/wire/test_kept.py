"""Clusters that were found before are those that would be found again, and only for the very same articles."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import framing
from framing.corpus.wire import kept


@pytest.fixture
def found(monkeypatch, tmp_path):
    """How many times articles were compared; the cache is a folder of the test's own."""
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    calls = []
    real = kept.cluster
    monkeypatch.setattr(kept, "cluster", lambda *a, **k: (calls.append(1), real(*a, **k))[1])
    return calls


def loaded(tmp_path, table):
    table.to_csv(tmp_path / "news.csv", index=False)
    return framing.load(tmp_path / "news.csv")


def test_the_same_articles_are_compared_once_and_give_the_same_table(found, tmp_path):
    table = framing.simulate(articles=700, seed=2).articles
    first = loaded(tmp_path, table).clusters
    again = loaded(tmp_path, table).clusters
    assert len(found) == 1
    pd.testing.assert_frame_equal(first, again)
    assert (first["role"] == "copy").any()


@pytest.mark.parametrize("column", ["published", "source", "body", "author"])
def test_another_date_outlet_text_or_author_is_compared_anew(found, tmp_path, column):
    table = framing.simulate(articles=700, seed=2).articles.astype({"published": str})
    before = loaded(tmp_path, table)
    before.cluster()
    changed = table.copy()
    changed.loc[changed.index[5], column] = "2021-03-03" if column == "published" else "By AP, Some Other Wire"
    loaded(tmp_path, changed).cluster()
    assert len(found) == 2
    before.cluster(days=3)
    assert len(found) == 3
    agencies = before.sources.assign(agency=~before.sources["agency"].astype(bool))
    replace(before, sources=agencies).cluster()
    assert len(found) == 4


def test_few_articles_are_compared_without_a_cache(found, tmp_path):
    table = framing.simulate(articles=60, seed=2).articles
    for _ in range(2):
        loaded(tmp_path, table).cluster()
    assert len(found) == 2
    assert not list((tmp_path / "cache").rglob("clusters-*"))
