"""Long simulated articles: running text with the vocabulary of news, in which the codebook finds nothing."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import framing
from framing import cli
from framing.corpus.load import find_codebook
from framing.corpus.simulate import write_long, write_simulated
from framing.corpus.simulation import vocabulary
from framing.corpus.simulation.long import SCHEMA, long_batches
from framing.corpus.simulation.prose import running_text
from framing.measures.codebook import Matcher
from framing.measures.vader_words import lexicon
from framing.project import FramingError
from framing.text.tokens import tokens_of

# Distinct token forms and distinct white-space pieces after so many tokens or pieces of news_2022_150k, headlines and
# bodies, articles shuffled; and the share of the 100 most frequent forms.
NEWS = {
    10_000: (3_387, 3_841),
    100_000: (16_377, 21_664),
    1_000_000: (58_900, 96_357),
    5_000_000: (130_399, 255_180),
    10_000_000: (181_515, 384_211),
}
TOP_100 = 0.348


def growth(texts, marks):
    """Distinct forms and pieces after each mark, and the share of the 100 most frequent forms."""
    tokens = tokens_of(texts)
    counts = []
    for ids in (tokens.form, tokens.pieces.ids):
        first = np.sort(np.unique(ids, return_index=True)[1])
        assert len(ids) >= max(marks)
        counts.append(np.searchsorted(first, marks).tolist())
    often = np.sort(np.bincount(tokens.form))[::-1]
    return dict(zip(marks, zip(*counts, strict=True), strict=True)), often[:100].sum() / often.sum()


def prose(texts, words, *seed):
    return running_text(np.full(texts, words), *seed).to_pylist()


def made_up(number):
    """Ranks of every size, and what they are spelt as."""
    ranks = np.unique(np.concatenate([np.arange(number), np.geomspace(number, 2**40 - 1, number).astype(np.int64)]))
    return ranks, vocabulary.spell(ranks).to_pylist()


@pytest.mark.parametrize("upto", [1_000_000, pytest.param(10_000_000, marks=pytest.mark.slow)])
def test_distinct_words_of_whole_corpora_grow_as_in_news(upto):
    """Planted sentences and running text together, articles shuffled."""
    texts = [
        f"{headline}\n\n{body}"
        for batch in long_batches(upto // 385, words=400, seed=3)
        for headline, body in zip(batch["headline"].to_pylist(), batch["body"].to_pylist(), strict=True)
    ]
    order = np.argsort(np.random.Generator(np.random.PCG64(1)).random(len(texts)), kind="stable")
    marks = [each for each in NEWS if each <= upto]
    found, top = growth([texts[each] for each in order.tolist()], marks)
    for mark in marks:
        assert found[mark] == pytest.approx(NEWS[mark], rel=0.15), mark
    assert top == pytest.approx(TOP_100, abs=0.10)


@pytest.mark.slow
def test_the_figures_are_those_of_the_news(shared_data):
    table = pq.read_table(shared_data / "news" / "news_2022_150k.parquet", columns=["headline", "body"])
    order = np.argsort(np.random.Generator(np.random.PCG64(1)).random(len(table)), kind="stable")
    rows = table.take(pa.array(order)).to_pylist()
    found, top = growth([f"{row['headline']}\n{row['body']}" for row in rows], list(NEWS))
    assert found == NEWS
    assert top == pytest.approx(TOP_100, abs=0.001)


def test_an_article_repeats_its_own_words():
    # 295 articles of Wikinews: 138 different pieces in the first 200, 246 in the first 400.
    texts = [text.split() for text in prose(500, 420, "repeated")]
    for first, different in ((200, 138), (400, 246)):
        assert np.mean([len(set(text[:first])) for text in texts]) == pytest.approx(different, rel=0.08)


def test_words_of_different_ranks_differ_whatever_their_case():
    ranks, words = made_up(200_000)
    assert len({word.casefold() for word in words}) == len(ranks)
    assert all(re.fullmatch(r"[^\W_]+|\d+\.\d", word) for word in words)


def test_made_up_words_are_unknown_to_vader_and_codebook():
    known = lexicon()
    _, words = made_up(200_000)
    assert not [word for word in words if word.lower() in known and not word.isdigit()]
    # All of them alternate such runs of consonants and vowels, as no word of the lexicon does.
    runs = [vocabulary._ONSET, vocabulary._FIRST, vocabulary._INNER, vocabulary._VOWEL, vocabulary._CODA]
    onset, first, inner, vowel, coda = ("|".join(each) for each in runs)
    shape = re.compile(rf"(?:{onset})(?:{first})(?:(?:{inner})(?:{vowel}))*(?:{coda})é?")
    assert all(shape.fullmatch(word.lower()) for word in words if word[0].isalpha())
    assert not [word for word in known if shape.fullmatch(word)]


def test_one_word_in_twenty_has_a_tone():
    tokens = tokens_of(prose(500, 400, "tone"))
    known = lexicon()
    toned = np.array([form.lower() in known for form in tokens.forms])
    assert toned[tokens.form].mean() == pytest.approx(0.05, abs=0.01)


def test_the_codebook_finds_nothing_in_running_text():
    matcher = Matcher(find_codebook("", None))
    candidates = matcher.candidates(tokens_of(prose(2_500, 400, "codebook")))
    assert candidates.won.sum() == 0


def test_running_text_has_the_sentences_of_news():
    tokens = tokens_of(prose(500, 400, "sentences"))
    assert len(tokens.pieces.ids) / tokens.sentences.sum() == pytest.approx(20, abs=1)
    assert np.mean(np.diff(tokens.pieces.first)) == pytest.approx(400, abs=5)
    text = "\n\n".join(prose(500, 400, "sentences"))
    assert "\n\n\n" not in text
    assert "  " not in text
    assert all(sign in text for sign in (", ", '"', "’s", "'s", "(", "“", "?", "-"))
    for paragraph in text.split("\n\n"):
        assert re.match(r"""["(“‘]*[^\W_]""", paragraph)
        assert not re.match(r"[^\w]*[a-zé]", paragraph)
        assert re.search(r"""[.?!][)”’"]*$|\)\.$""", paragraph)


def test_no_words_make_no_text_and_few_words_a_short_one():
    assert prose(2, 0, "none") == ["", ""]
    none, some, last = running_text(np.array([0, 30, 0]), "some").to_pylist()
    assert (none, last) == ("", "")
    assert 12 <= len(some.split()) <= 48
    assert running_text(np.array([], dtype=np.int64), "empty").to_pylist() == []


@pytest.fixture(scope="module")
def short():
    return framing.simulate(articles=600, seed=11)


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated") / "long"
    told = []
    write_long(folder, 600, seed=11, progress=told.append)
    corpus = framing.load(folder)
    assert told == [len(corpus)]
    return corpus


def test_a_long_corpus_loads_whole(long):
    assert len(long.quarantine) == 0
    assert long.about.synthetic
    assert long.articles["published"].notna().all()
    assert long.articles["source"].nunique() == 12
    assert long.articles["url"].is_unique


def test_bodies_are_about_as_long_as_asked(long):
    lengths = long.articles["body"].str.split().str.len()
    assert lengths.mean() == pytest.approx(400, rel=0.05)
    assert np.log(lengths).std() == pytest.approx(0.4, abs=0.05)


def test_articles_are_those_of_the_short_corpus_with_the_same_frames(short, long):
    def by_id(table):
        return table.set_index("article_id").sort_index()

    old, new = by_id(short.articles), by_id(long.articles)
    columns = ["source", "published", "headline", "url", "author", "section"]
    pd.testing.assert_frame_equal(old[columns], new[columns])
    for planted, body in zip(old["body"], new["body"], strict=True):
        at = [body.index(paragraph) for paragraph in planted.split("\n\n")]
        assert at[0] == 0
        assert all(before < after for before, after in pairwise(at))
    counts = [each for each in short.features if each.startswith(("frame_", "actor_", "on_topic"))]
    assert len(counts) > 10
    pd.testing.assert_frame_equal(by_id(short.features)[counts], by_id(long.features)[counts])


def test_copies_stay_copies(short, long):
    def sizes(corpus):
        return corpus.clusters.groupby("cluster_id").size().value_counts().to_dict()

    assert sizes(short) == sizes(long)


def test_running_text_is_new_in_each_article(long):
    own = long.articles.drop_duplicates("body")["body"]
    planted = {part for text in framing.simulate(articles=600, seed=11).articles["body"] for part in text.split("\n\n")}
    running = [part for body in own for part in body.split("\n\n") if part not in planted]
    assert len(set(running)) == len(running) > len(own)


def test_batches_of_any_size_hold_the_same_articles_and_another_seed_holds_others():
    def made(seed, batch):
        parts = list(long_batches(150, words=200, seed=seed, batch=batch))
        assert [part.num_rows for part in parts[:-1]] == [batch] * (len(parts) - 1)
        return pa.Table.from_batches(parts, SCHEMA).to_pylist()

    rows = made(3, 10_000)
    assert made(3, 7) == made(3, len(rows)) == rows
    assert not {row["body"] for row in rows} & {row["body"] for row in made(4, 50)}


def test_the_same_seed_writes_the_same_bytes(tmp_path):
    names = ("articles.parquet", "corpus.yml", "sources.csv", "truth.csv")
    for folder in ("a", "b"):
        write_long(tmp_path / folder / "trial", 60, words=150, seed=5)
        assert sorted(each.name for each in (tmp_path / folder / "trial").iterdir()) == sorted(names)
    a, b = ([(tmp_path / folder / "trial" / name).read_bytes() for name in names] for folder in "ab")
    assert a == b


def test_the_command_writes_long_articles_and_says_so(tmp_path, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(["simulate", str(tmp_path / "trial"), "--articles", "40", "--words", "300"])
    said = capsys.readouterr()
    assert not stopped.value.code
    assert said.out.endswith("trial holds articles.parquet, sources.csv, truth.csv and corpus.yml.\n")
    assert said.err == ""
    bodies = framing.load(tmp_path / "trial").articles["body"]
    assert 250 < bodies.str.split().str.len().mean() < 350


def test_a_folder_holds_the_short_articles_or_the_long_ones(tmp_path):
    write_simulated(tmp_path / "trial", 50)
    write_long(tmp_path / "trial", 50, words=150)
    assert not (tmp_path / "trial" / "articles.csv.gz").exists()
    write_simulated(tmp_path / "trial", 50)
    assert not (tmp_path / "trial" / "articles.parquet").exists()


def test_an_interrupted_run_leaves_no_half_a_file(tmp_path):
    def interrupt(done):
        raise KeyboardInterrupt

    folder = tmp_path / "trial"
    write_long(folder, 50, words=150)
    before = (folder / "articles.parquet").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        write_long(folder, 80, words=150, progress=interrupt)
    assert (folder / "articles.parquet").read_bytes() == before
    assert not [each for each in folder.iterdir() if each.name.startswith(".")]
    (tmp_path / "killed").mkdir()
    (tmp_path / "killed" / ".articles.parquet.unfinished").touch()
    write_long(tmp_path / "killed", 20, words=150)
    assert len(framing.load(tmp_path / "killed")) >= 20


def test_a_wrong_call_writes_nothing(tmp_path):
    for options, said in (
        ({"articles": 0}, "articles=0: a corpus needs at least one"),
        ({"articles": 9, "words": 0}, "words=0, batch=10000: both need to be at least one"),
    ):
        with pytest.raises(FramingError, match=said):
            write_long(tmp_path / "trial", **options)
    assert not (tmp_path / "trial").exists()
    (tmp_path / "mine.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(FramingError, match="holds something that is not a simulated corpus"):
        write_long(tmp_path, 10)
