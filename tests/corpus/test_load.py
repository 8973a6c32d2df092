"""Loading: any folder or file, its instruments, and clear sentences for what cannot be loaded."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

import framing
from framing.project import FramingError, InputError, corpus_folder

ROW = "source,published,headline,body\nAlpha,2024-10-23,A spy in space,Nothing.\n"


def folder_with(tmp_path, **files):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_a_file_a_folder_and_a_name_are_loaded():
    corpus = framing.load("sample")
    assert corpus.name == "sample"
    assert corpus.about.synthetic
    assert "synthetic" in corpus.about.notice
    assert corpus.about.read == len(corpus.articles) + len(corpus.quarantine)
    assert repr(corpus).startswith("Corpus sample: ")


def test_a_folder_is_read_file_by_file_without_its_instruments(tmp_path):
    folder = folder_with(
        tmp_path,
        a__csv=ROW,
        b__jsonl='{"title": "Race", "content": "x", "outlet": "Beta", "publishedAt": "2024-10-24T01:00:00Z"}\n',
        c__txt="Headline\nBody.\n",
        sources__csv="name,group\nAlpha,North\n",
        events__csv="event_id,date,label,citation\ne,2024-10-30,Landing,Agency\n",
        truth__csv="a,b\n1,2\n",
        notes__md="not articles",
        corpus__yml="name: own\ntitle: Own articles\nlicence: CC0-1.0\n",
    )
    corpus = framing.load(folder)
    assert corpus.about.files == ("a.csv", "b.jsonl", "c.txt")
    assert corpus.articles["headline"].tolist() == ["A spy in space", "Race", "Headline"]
    assert corpus.articles["group"].tolist() == ["North", "other", "other"]
    assert corpus.about.name == "own"
    assert corpus.about.mapping["headline"] == "headline or title"
    assert "e" in set(corpus.events["event_id"])


def test_files_named_articles_are_the_only_ones_read(tmp_path):
    folder = folder_with(tmp_path, articles__csv=ROW, other__csv=ROW, readme__txt="Not an article")
    assert framing.load(folder).about.files == ("articles.csv",)


def test_a_files_modification_time_is_no_date_and_its_name_no_outlet(tmp_path):
    path = tmp_path / "Xinhua 2024-10-23.txt"
    path.write_text("Spies\nText.", encoding="utf-8")
    row = framing.load(path).articles.iloc[0]
    assert row["source"] == ""
    assert pd.isna(row["published"])


def test_a_folders_own_codebook_comes_before_the_shared_one(tiny, tmp_path):
    corpus = tiny([{"title": "A spy in space"}])
    assert list(corpus.codebook.frames) == ["space_race", "espionage"]
    shared = framing.load(tmp_path / "tiny", codebook=corpus_folder() / "codebook.yml")
    assert len(shared.codebook.frames) >= 9


def test_one_article_one_source_one_month(tiny):
    corpus = tiny([{"title": "A spy in space", "outlet": "Alpha", "date": "2024-10-23"}])
    assert len(corpus) == 1
    cells = framing.trends(corpus, every="month", min_articles=1, frames=["espionage"])
    assert cells[["group", "period", "articles", "hits", "estimate"]].values.tolist() == [
        ["Alpha", "2024-10", 1, 1, 1.0]
    ]
    for measure in ("rate", "tone"):
        assert len(framing.trends(corpus, every="month", measure=measure, frames=["espionage"]))


def test_undated_and_unsourced_articles_take_part_in_words_and_not_in_trends(tiny):
    corpus = tiny(
        [
            {"title": "A spy in space", "outlet": "Alpha", "date": "2024-10-23"},
            {"title": "A spy in space again", "outlet": "Alpha"},
            {"title": "Spies in space", "date": "2024-10-24"},
        ]
    )
    assert len(corpus.features) == 3
    assert len(framing.passages(corpus, frames=["espionage"])) == 3
    cells = framing.trends(corpus, frames=["espionage"])
    assert cells["articles"].sum() == 1
    assert framing.left_out(corpus) == {"without a date": 1, "without a source": 1}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "The folder mine holds no articles; put a csv"),
        ({"a__csv": ""}, "a.csv, line 1: no header of columns"),
        ({"a__csv": "headline,body\n"}, "mine holds no record at all; is it the right file?"),
        ({"a__jsonl": "\n\n"}, "mine holds no record at all"),
        ({"a__csv": "id,stance\n1,pro\n"}, "mine has no column that could be a headline or a body (id, stance)"),
        ({"a__csv": ROW, "sources__csv": "nam\nx\n"}, 'sources.csv, line 1: “nam” is not known; did you mean "name"'),
        ({"a__csv": ROW, "events__csv": "event_id,date\ne,soon\n"}, "events.csv, line 2: no label"),
        ({"a__csv": ROW, "corpus__yml": "titel: x\n"}, "corpus.yml of the corpus mine: “titel” is not known"),
        ({"a__csv": ROW, "corpus__yml": "- x\n"}, "corpus.yml of the corpus mine should be lines"),
        ({"a__csv": ROW, "corpus__yml": "a: [\n"}, "corpus.yml of the corpus mine is no YAML"),
        ({"a__csv": ROW, "codebook__yml": "name: x\n"}, "codebook.yml has no “topic:” block"),
    ],
)
def test_what_cannot_be_loaded_is_a_clear_sentence(tmp_path, files, said):
    with pytest.raises(FramingError) as error:
        framing.load(folder_with(tmp_path, **files))
    assert str(error.value).startswith(said)


def test_a_corpus_that_is_not_there_brings_the_nearest_name():
    with pytest.raises(InputError, match=r'There is no corpus “smaple”.*did you mean "sample"'):
        framing.load("smaple")
    with pytest.raises(InputError, match="No corpus is named"):
        framing.load(" ")
    with pytest.raises(FramingError, match=r"There is no codebook none\.yml"):
        framing.load("sample", codebook="none.yml")
    with pytest.raises(FramingError, match='tone="vadr" is not known; did you mean "vader"'):
        framing.load("sample", tone="vadr")


def test_a_file_of_which_nothing_can_be_kept_is_an_empty_corpus(tmp_path):
    corpus = framing.load(folder_with(tmp_path, a__csv="headline,body\n , \n"))
    assert len(corpus) == 0
    assert len(corpus.quarantine) == corpus.about.read == 1
    assert repr(corpus) == "Corpus mine: 0 articles of 0 sources; 1 in quarantine"
    assert len(corpus.features) == 0


@pytest.mark.parametrize(
    ("name", "records"),
    [("space_news_2021_2023.csv.gz", 6663), ("chinese_state_media_headlines_2022.csv.gz", 37814)],
)
def test_real_input_loads_as_it_is_and_its_counts_reconcile(shared_data, name, records):
    corpus = framing.load(shared_data / "news" / name)
    assert corpus.about.read == records == len(corpus.articles) + len(corpus.quarantine)
    assert len(corpus.quarantine) <= 1
    assert corpus.articles["article_id"].is_unique
    assert corpus.articles["published_local"].notna().all()
    assert (corpus.articles["source"] != "").all()


def test_headlines_without_bodies_and_urls_are_articles(shared_data):
    corpus = framing.load(shared_data / "news" / "chinese_state_media_headlines_2022.csv.gz")
    assert (corpus.articles["body"] == "").all()
    assert (corpus.articles["url"] == "").all()
    part = corpus.where(matching="spy")
    assert 0 < len(part) < 200
    assert part.features["tone"].isna().all()
    assert part.features["tone_headline"].notna().all()


def test_the_saved_article_shows_espionage_and_the_space_race_with_passages(shared_data, tmp_path):
    shutil.copy(shared_data / "news" / "space_scientists_espionage_article.txt", tmp_path)
    corpus = framing.load(tmp_path)
    assert corpus.about.read == len(corpus) == 1
    assert corpus.articles.loc[0, "headline"].startswith("Ministry of State Security warns that foreign agents")
    found = framing.passages(corpus, frames=["espionage", "space_race"])
    assert set(found["code"]) == {"espionage", "space_race"}
    said = found.groupby("code")["match"].agg(lambda each: " | ".join(each).casefold())
    assert "espionage" in said["espionage"]
    assert "space race" in said["space_race"]
    body = corpus.articles.loc[0, "body"]
    for row in found[found["part"] == "body"].itertuples():
        assert " ".join(body[row.start : row.end].split()) == row.match
    assert corpus.features.loc[0, "on_topic"]
