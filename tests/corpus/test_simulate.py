"""Simulated corpora: seeded, with the planted gaps, copies and truth, and texts that are no template."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest

import framing
from framing.articles.sources import OTHER, Outlets, read_sources
from framing.corpus.simulate import write_simulated
from framing.corpus.simulation.materials import FRAMES
from framing.corpus.simulation.outlets import AGENCIES, OUTLETS
from framing.project import FramingError, corpus_folder

FILES = ("articles.csv.gz", "corpus.yml", "sources.csv", "truth.csv")


@pytest.fixture(scope="module")
def corpus():
    return framing.simulate(articles=2400, seed=31)


@pytest.fixture(scope="module")
def on_topic(corpus):
    return corpus.articles[corpus.articles["section"] == "Space"]


def test_a_seed_repeats_exactly_and_another_differs(corpus):
    again = framing.simulate(articles=2400, seed=31)
    pd.testing.assert_frame_equal(corpus.articles, again.articles)
    pd.testing.assert_frame_equal(corpus.truth, again.truth)
    other = framing.simulate(articles=2400, seed=32)
    assert not set(corpus.articles["body"]) & set(other.articles["body"])
    assert not corpus.truth["probability"].equals(other.truth["probability"])


def test_files_are_the_same_bytes_for_a_seed(tmp_path):
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        write_simulated(tmp_path / name / "trial", 150, seed=seed)
    read = {name: [(tmp_path / name / "trial" / each).read_bytes() for each in FILES] for name in "abc"}
    assert read["a"] == read["b"]
    assert read["a"][0] != read["c"][0]


def test_a_written_corpus_loads_as_the_simulated_one_with_some_records_spoilt(tmp_path):
    write_simulated(tmp_path / "trial", 2400, seed=31)
    loaded, made = framing.load(tmp_path / "trial"), framing.simulate(articles=2400, seed=31)
    assert loaded.about.synthetic
    assert loaded.quarantine["reason"].value_counts().to_dict() == {
        "repeats an earlier record": 5, "neither headline nor body": 4,
    }  # fmt: skip
    assert loaded.articles["published"].isna().sum() == 12
    assert len(loaded) == len(made) - 4
    kept = made.articles.set_index("article_id").loc[loaded.articles["article_id"]]
    assert kept["body"].tolist() == loaded.articles["body"].tolist()
    assert set(made.articles["article_id"]) - set(loaded.articles["article_id"]) < set(
        made.articles.loc[made.articles["section"] == "Local", "article_id"]
    )


def test_outlets_groups_months_and_the_two_gaps(corpus):
    articles = corpus.articles.assign(month=corpus.articles["published_local"].dt.strftime("%Y-%m"))
    assert articles["source"].nunique() == 12
    assert set(articles["group"]) == {"China", "United States", "Europe", "India"}
    months = {str(each) for each in pd.period_range("2019-01", "2025-12", freq="M")}
    assert set(articles["month"]) == months - {"2021-08"}
    assert articles.loc[articles["source"] == "Lakeshore Bugle", "month"].max() == "2023-06"
    assert articles.groupby("source")["month"].max().drop("Lakeshore Bugle").eq("2025-12").all()


def test_the_truth_adds_up(corpus, on_topic):
    truth = corpus.truth
    assert truth["probability"].between(0.001, 0.999).all()
    cells = truth.groupby(["source", "month"])
    assert (cells["frame"].agg(set) == set(FRAMES)).all()
    assert (cells[["articles", "copies"]].nunique() == 1).all(axis=None)
    planted = cells[["articles", "copies"]].first()
    assert planted["articles"].sum() == 2400 == len(on_topic)
    month = on_topic["published_local"].dt.strftime("%Y-%m")
    counted = on_topic.groupby(["source", month.rename("month")]).agg(
        articles=("body", "size"), copies=("wire_story", lambda each: (each != "").sum())
    )
    pd.testing.assert_frame_equal(planted[planted["articles"] > 0].sort_index(), counted.sort_index())
    assert (planted["copies"] <= planted["articles"]).all()
    assert planted.loc[list(AGENCIES), "copies"].sum() == 0


def test_planted_copies_share_the_body_and_differ_in_the_headline(corpus, on_topic):
    is_copy = on_topic["wire_story"] != ""
    assert 0.08 < is_copy.mean() < 0.16
    originals = on_topic[~is_copy].set_index("body")
    assert originals.index.is_unique  # no two bodies are equal but copies
    copies = on_topic[is_copy]
    source = originals.loc[copies["body"]]
    assert set(source["source"]) == set(AGENCIES)
    assert (source["headline"].to_numpy() != copies["headline"].to_numpy()).all()
    assert (source["source"].to_numpy() != copies["source"].to_numpy()).all()
    label = copies["wire_story"].str.partition(" no. ")[0].str[:-8]
    assert (label.to_numpy() == source["source"].to_numpy()).all()
    later = copies["published"].to_numpy() - source["published"].to_numpy()
    assert (later <= pd.Timedelta(hours=48)).all()


def test_the_clusters_found_are_the_copies_planted(corpus, on_topic):
    size = corpus.clusters.groupby("cluster_id")["article_id"].transform("size")
    found = corpus.articles.assign(cluster=corpus.clusters["cluster_id"], size=size).loc[on_topic.index]
    planted = on_topic["wire_story"] != ""
    per_cluster = found.groupby("cluster")
    assert ((per_cluster["size"].first() - 1) == planted.groupby(found["cluster"]).sum()).all()


def test_bodies_have_80_to_250_words(corpus):
    lengths = corpus.articles["body"].str.split().str.len()
    assert lengths.min() >= 80
    assert lengths.max() <= 250
    assert lengths.std() > 15


def test_no_two_articles_read_as_the_same_template(on_topic):
    own = on_topic[on_topic["wire_story"] == ""]
    openings = own["body"].str.split().str[:30].str.join(" ")
    assert openings.nunique() > 0.85 * len(own)
    assert own["headline"].nunique() > 0.15 * len(own)


def test_planted_frames_are_those_the_codebook_finds(corpus, on_topic):
    features = corpus.features.loc[on_topic.index]
    assert features["on_topic"].all()
    assert not corpus.features["on_topic"].drop(on_topic.index).any()
    for frame in FRAMES:
        part = corpus.truth[corpus.truth["frame"] == frame]
        planted = (part["articles"] * part["probability"]).sum() / part["articles"].sum()
        assert (features[f"frame_{frame}"] > 0).mean() == pytest.approx(planted, abs=0.03)


def test_planted_movements_show_in_the_truth():
    truth = framing.simulate(articles=1200, seed=2, dispersion=0.1).truth
    truth["year"] = truth["month"].str[:4]
    mean = truth.groupby(["group", "frame", "year"])["probability"].mean()
    assert mean["United States", "space_race", "2025"] > mean["United States", "space_race", "2019"] + 0.15
    assert mean["China", "peaceful_cooperation", "2025"] < mean["China", "peaceful_cooperation", "2019"]
    espionage = truth[(truth["group"] == "China") & (truth["frame"] == "espionage")]
    before = espionage.loc[espionage["month"].between("2024-04", "2024-09"), "probability"].mean()
    after = espionage.loc[espionage["month"] >= "2024-10", "probability"].mean()
    assert after > before + 0.08


def test_months_differ_by_more_than_chance_because_stories_cluster():
    def spread(dispersion):
        truth = framing.simulate(articles=600, seed=2, dispersion=dispersion).truth
        part = truth[truth["frame"] == "debris_safety"]
        return part.groupby("source")["probability"].std().mean()

    assert spread(0.8) > 1.5 * spread(0.0)


def test_outlets_are_invented(corpus):
    real = Outlets(read_sources(corpus_folder() / "sources.csv"))
    names = [each.name for each in OUTLETS]
    assert set(real.about(names)["group"]) == {OTHER}
    assert real.resolve(names, [each.domain for each in OUTLETS]) == names
    assert corpus.articles["url"].str.match(r"https://[a-z-]+\.example/").all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"articles": 0}, "articles=0: a corpus needs at least one"),
        ({"start": "2025-01", "end": "2024-01"}, 'start="2025-01" lies after end="2024-01"; turn them round'),
        ({"start": "soon"}, 'start="soon", end="2025-12": write months, such as 2024-10'),
    ],
)
def test_a_wrong_call_says_what_is_wrong(options, said):
    with pytest.raises(FramingError, match=said):
        framing.simulate(**options)


def test_one_article_is_a_corpus():
    assert len(framing.simulate(articles=1, seed=1, start="2024-01", end="2024-01", off_topic_share=0.0)) == 1


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(FramingError, match="holds something that is not a simulated corpus; name another folder"):
        write_simulated(tmp_path, 10)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.csv"]


def test_the_shipped_sample_is_what_simulate_writes_and_is_small(tmp_path):
    shipped = corpus_folder() / "sample"
    write_simulated(tmp_path / "sample")
    for name in FILES:
        old, new = (folder / name for folder in (shipped, tmp_path / "sample"))
        if name.endswith(".gz"):  # compressed bytes depend on the zlib at hand
            assert gzip.decompress(old.read_bytes()) == gzip.decompress(new.read_bytes())
        else:
            assert old.read_bytes() == new.read_bytes()
    assert sum(each.stat().st_size for each in shipped.iterdir()) < 4_000_000
