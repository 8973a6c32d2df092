"""What is measured is kept: a rerun pays for what changed, and neither cut nor engine nor a killed run shows in it."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing
from framing.corpus.measuring import TOGETHER, Instruments
from framing.engine.cache import Cache, Memory
from framing.engine.run import Engine
from framing.project import FramingError, corpus_folder

PARTS = (*TOGETHER, "terms", "pairs")


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A corpus in two Parquet files, five row groups each, with a text that two outlets print."""
    folder = tmp_path_factory.mktemp("stored")
    articles = framing.simulate(articles=400, seed=5).articles
    articles = articles[["source", "published", "headline", "body", "url"]]
    articles["published"] = articles["published"].astype(str)
    twin = articles.iloc[[3]].assign(source="Twin", url="https://twin.example/1")
    pd.concat([articles.iloc[:200], twin]).to_parquet(folder / "a.parquet", row_group_size=45, index=False)
    articles.iloc[200:].to_parquet(folder / "b.parquet", row_group_size=45, index=False)
    return folder


def everything(corpus, instruments):
    """All measured rows as bytes, sorted by article."""
    instruments.fill(corpus.texts, PARTS)
    found = {}
    for part in PARTS:
        rows = instruments.read(corpus.texts, part).to_pylist()
        named = zip(corpus.table["article_id"], rows, strict=True)
        found[part] = "\n".join(sorted(f"{name} {json.dumps(row, default=repr)}" for name, row in named)).encode()
    return found


@pytest.mark.parametrize(
    ("engine", "batch"),
    [
        (Engine(workers=1), 1),
        (Engine(workers=1), 17),
        (Engine(workers=2), 30),
        (Engine(workers=4), 5000),
        (Engine("dask", workers=1), 5000),
        (Engine("dask", workers=2), 30),
        (Engine("dask", workers=4), 11),
    ],
    ids=lambda each: f"{each.name}-{each.workers}" if isinstance(each, Engine) else str(each),
)
def test_workers_engines_and_batches_give_the_same_bytes(stored, engine, batch):
    corpus = framing.load(stored)
    plain = everything(corpus, Instruments(corpus.codebook, engine=Engine(workers=1)))
    assert len(plain["mentions"]) > 100_000
    other = Instruments(corpus.codebook, engine=engine, batch=batch)
    assert everything(corpus, other) == plain
    held = framing.simulate(articles=400, seed=5)
    ours = framing.features(replace(held, instruments=replace(held.instruments, engine=engine, batch=batch)))
    pd.testing.assert_frame_equal(ours, framing.features(held), check_exact=True)


def test_texts_in_files_and_in_memory_measure_the_same(stored):
    corpus = framing.load(stored)
    assert corpus.texts.held is None
    held = framing.simulate(articles=400, seed=5).features.set_index("article_id").drop(columns=["source", "published"])
    ours = corpus.features.set_index("article_id").drop(columns=["source", "published"])
    both = ours.index.intersection(held.index)
    assert len(both) > 300
    pd.testing.assert_frame_equal(ours.loc[both], held.loc[both], check_exact=True)


def test_a_text_is_measured_once_and_an_unchanged_corpus_not_at_all(stored, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    corpus = framing.load(stored)
    distinct = len(set(corpus.texts.keys.to_pylist()))
    assert distinct < len(corpus)
    assert corpus.measure() == distinct
    assert framing.load(stored).measure() == 0


def test_new_articles_alone_are_measured(stored, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    folder = shutil.copytree(stored, tmp_path / "grown")
    framing.load(folder).measure()
    row = {"headline": "New", "body": "A spy in space.", "source": "Alpha", "published": "2024-10-23"}
    (folder / "c.jsonl").write_text(json.dumps(row))
    assert framing.load(folder).measure() == 1
    # The same in a file that has grown: its old articles are known by their text.
    grown = pd.concat([pd.read_parquet(folder / "b.parquet"), pd.DataFrame([{**row, "body": "Two spies in space."}])])
    grown.to_parquet(folder / "b.parquet", row_group_size=45, index=False)
    assert framing.load(folder).measure() == 1


def test_metadata_is_joined_to_what_was_kept(stored, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    folder = shutil.copytree(stored, tmp_path / "renamed")
    before = framing.load(folder)
    before.measure()
    for name in ("a", "b"):
        table = pd.read_parquet(folder / f"{name}.parquet").assign(source="Elsewhere")
        table.to_parquet(folder / f"{name}.parquet", row_group_size=45, index=False)
    corpus = framing.load(folder)
    assert corpus.measure() == 0
    assert set(corpus.features["source"]) == {"Elsewhere"}
    assert corpus.features["words"].tolist() == before.features["words"].tolist()


def test_a_changed_codebook_measures_again_only_what_hangs_on_it(stored, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    text = (corpus_folder() / "codebook.yml").read_text(encoding="utf-8")
    (tmp_path / "said.yml").write_text(text.replace("label: Space race", "label: The race"), encoding="utf-8")
    head, _, tail = text.partition("\n  space_race:")
    more = head + "\n  space_race:" + tail.replace("    include:\n", "    include:\n      - orbit\n", 1)
    (tmp_path / "more.yml").write_text(more, encoding="utf-8")
    framing.load(stored).measure()
    kept = {each.name: len(list(each.iterdir())) for each in (tmp_path / "cache" / "measured").iterdir()}
    assert framing.load(stored, codebook=tmp_path / "said.yml").measure() == 0
    changed = framing.load(stored, codebook=tmp_path / "more.yml")
    assert changed.measure() > 0
    now = {each.name: len(list(each.iterdir())) for each in (tmp_path / "cache" / "measured").iterdir()}
    assert {name.partition("-")[0] for name in now if name not in kept} == {"frames", "mentions", "tone"}
    assert {name: now[name] for name in kept} == kept
    assert (changed.features["frame_space_race"] > framing.load(stored).features["frame_space_race"]).any()


def test_another_edition_of_the_code_takes_nothing_from_the_cache(stored, monkeypatch):
    corpus = framing.load(stored)
    before = corpus.instruments.names
    monkeypatch.setattr("framing.corpus.measuring.code_of", lambda *_: "another edition")
    after = Instruments(corpus.codebook).names
    assert not set(before.values()) & set(after.values())


def test_a_file_that_changes_under_a_worker_stops_the_run(stored, tmp_path):
    folder = shutil.copytree(stored, tmp_path / "moving")
    corpus = framing.load(folder)
    other = pd.read_parquet(folder / "a.parquet")
    other["body"] = other["body"].str.replace("space", "room")
    other.to_parquet(folder / "a.parquet", row_group_size=45, index=False)
    with pytest.raises(FramingError, match=r"a\.parquet has changed since it was loaded; load the corpus again"):
        Instruments(corpus.codebook).read(corpus.texts, "words")


def test_where_nothing_can_be_kept_all_is_measured_in_memory(stored, monkeypatch, tmp_path):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "a file"))
    corpus = framing.load(stored)
    assert isinstance(corpus.instruments.cache, Memory)
    assert len(corpus.features) == len(corpus)


def test_texts_are_read_in_any_order_and_as_often_as_they_are_asked_for(stored):
    corpus = framing.load(stored)
    order = [*random.Random(3).sample(range(len(corpus)), len(corpus)), 5, 5, 0]
    bodies = corpus.articles["body"].tolist()
    assert corpus.texts.read(np.array(order))[1] == [bodies[row] for row in order]
    turned = corpus.texts.take(np.array(order))
    assert turned.read(np.array([7, 2, 7]))[1] == [bodies[order[row]] for row in (7, 2, 7)]
    measured = Instruments(corpus.codebook).read(turned, "words").to_pylist()
    plain = Instruments(corpus.codebook).read(corpus.texts, "words").to_pylist()
    assert measured == [plain[row] for row in order]


@pytest.mark.parametrize("place", ["framing.engine.cache.pq.write_table", "framing.articles.kept.pq.ParquetWriter"])
def test_a_full_disk_is_a_sentence(stored, monkeypatch, tmp_path, place):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    monkeypatch.setattr(place, full)
    said = r"Nothing can be kept in .* \(No space left on device\); make room there, or set FRAMING_CACHE"
    with pytest.raises(FramingError, match=said):
        framing.load(stored).measure()
    assert not list(tmp_path.rglob(".*"))  # nothing half-written is left


def test_an_address_is_read_by_workers_as_a_path_is(stored):
    address = (stored / "b.parquet").resolve().as_uri()
    corpus = framing.load(address, engine="dask", workers=1)
    there = replace(corpus, instruments=replace(corpus.instruments, cache=Memory()))
    pd.testing.assert_frame_equal(there.features, framing.load(stored / "b.parquet").features, check_exact=True)
    assert corpus.about.files == ("b.parquet",)


RUN = """
import sys, framing
corpus = framing.load(sys.argv[1])
print("loaded", flush=True)
corpus.measure()
print("measured", flush=True)
"""


def started(folder, cache):
    environment = {**os.environ, "FRAMING_CACHE": str(cache)}
    command = [sys.executable, "-c", RUN, str(folder)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def whole(cache: Path) -> bool:
    """Whether every segment that the cache would read can be read."""
    kept = Cache(cache / "measured")
    before = sorted((cache / "measured").glob("*/*.parquet"))
    for instrument in {each.parent.name for each in before}:
        for segment in kept._names(instrument):
            kept._open(segment)
    return before == sorted((cache / "measured").glob("*/*.parquet"))


@pytest.mark.slow
def test_a_run_killed_at_any_moment_leaves_a_cache_that_the_next_reads_correctly(stored, monkeypatch, tmp_path):
    expected = framing.load(stored)
    plain = everything(expected, Instruments(expected.codebook))
    draw = random.Random(7)
    partly = 0
    for turn in range(20):
        cache = tmp_path / f"cache{turn}"
        run = started(stored, cache)
        # Half of the moments anywhere in the run, half while it measures.
        if turn % 2:
            run.stdout.readline()
            time.sleep(draw.uniform(0, 0.7))
        else:
            time.sleep(draw.uniform(0.3, 2.5))
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        if (cache / "measured").is_dir():
            assert whole(cache)
        monkeypatch.setenv("FRAMING_CACHE", str(cache))
        corpus = framing.load(stored)
        distinct = len(set(corpus.texts.keys.to_pylist()))
        left = corpus.measure()
        partly += 0 < left < distinct
        assert everything(corpus, corpus.instruments) == plain
    assert partly >= 3  # some were killed in the middle of their work


@pytest.mark.slow
def test_two_runs_at_once_do_not_disturb_each_other(stored, monkeypatch, tmp_path):
    cache = tmp_path / "cache"
    runs = [started(stored, cache) for _ in range(2)]
    said = [run.communicate()[0].split() for run in runs]
    assert said == [["loaded", "measured"]] * 2
    monkeypatch.setenv("FRAMING_CACHE", str(cache))
    assert whole(cache)
    corpus = framing.load(stored)
    assert corpus.measure() == 0
    assert everything(corpus, corpus.instruments) == everything(corpus, Instruments(corpus.codebook))


def test_a_truncated_file_is_found_out_and_measured_again(stored, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    corpus = framing.load(stored)
    corpus.measure()
    plain = everything(corpus, corpus.instruments)
    for number, path in enumerate(sorted((tmp_path / "measured").glob("*/*.parquet"))):
        if number % 3 == 0:
            path.write_bytes(path.read_bytes()[: 40 * number])
    again = framing.load(stored)
    assert 0 < again.measure() <= len(again)
    assert everything(again, again.instruments) == plain


def test_what_was_kept_of_a_file_may_break_too(stored, monkeypatch, tmp_path):
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    plain = framing.load(stored).table
    for path in (tmp_path / "files").glob("*/facts.parquet"):
        path.write_bytes(path.read_bytes()[:100])
    pd.testing.assert_frame_equal(framing.load(stored).table, plain)
