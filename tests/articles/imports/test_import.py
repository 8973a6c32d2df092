"""An import end to end: nothing is lost, nothing is added twice, nothing is half there."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import framing
from framing.articles.formats import known
from framing.articles.imports.run import import_articles
from framing.articles.schema import article_id
from framing.project import FramingError, InputError

NOW = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)
TEXT = "The agency told reporters on Monday that two satellites had moved closer to each other than was agreed."


def write_csv(path, rows):
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(number, **more):
    return {
        "source": "Gazette",
        "date": f"2024-05-{number:02d}",
        "headline": f"Story {number}",
        "body": f"{TEXT} Number {number}.",
        **more,
    }


def articles_of(folder):
    return pq.read_table(folder / "articles.parquet").to_pylist()


def import_into(folder, *paths, **options):
    return import_articles([str(each) for each in paths], to=str(folder), now=NOW, **options)


@pytest.fixture
def export(tmp_path):
    return write_csv(
        tmp_path / "export.csv", [row(1), row(2), row(2), {"source": "Gazette", "date": "", "headline": ""}]
    )


def test_found_is_kept_and_quarantined_and_the_folder_has_its_five_files(export, tmp_path):
    done = import_into(tmp_path / "mine", export)
    assert (done.found, done.kept, done.known, done.quarantined) == (4, 2, 0, 2)
    names = sorted(each.name for each in (tmp_path / "mine").iterdir())
    assert names == ["README.md", "articles.parquet", "import.json", "quarantine.parquet", "raw.parquet"]
    bad = pq.read_table(tmp_path / "mine" / "quarantine.parquet").to_pylist()
    assert [(each["record"], each["reason"]) for each in bad] == [
        (3, "repeats an earlier record"),
        (4, "neither headline nor body"),
    ]


def test_a_corpus_that_was_imported_loads_with_its_quarantine(export, tmp_path):
    import_into(tmp_path / "mine", export)
    news = framing.load(tmp_path / "mine")
    assert (len(news), len(news.quarantine), news.about.read) == (2, 2, 4)
    assert news.table["headline"].tolist() == ["Story 1", "Story 2"]
    assert news.articles["body"].tolist() == [f"{TEXT} Number 1.", f"{TEXT} Number 2."]
    assert news.table["published_local"].dt.strftime("%Y-%m-%d").tolist() == ["2024-05-01", "2024-05-02"]


def test_identity_is_that_of_the_record_as_given_and_cleaning_does_not_change_it(tmp_path):
    body = f"LONDON (AP) — {TEXT}\nPhoto: Agency"
    path = write_csv(tmp_path / "a.csv", [row(1, body=body)])
    import_into(tmp_path / "mine", path)
    kept = articles_of(tmp_path / "mine")[0]
    assert kept["article_id"] == article_id("Gazette", "", "2024-05-01", "Story 1", body)
    assert (kept["body"], kept["dateline"]) == (TEXT, "LONDON (AP)")
    assert framing.load(tmp_path / "mine").table["article_id"].tolist() == [kept["article_id"]]
    raw = pq.read_table(tmp_path / "mine" / "raw.parquet").to_pylist()[0]
    assert json.loads(raw["fields"])["body"] == body


def test_importing_the_same_file_twice_adds_nothing(export, tmp_path):
    import_into(tmp_path / "mine", export)
    before = articles_of(tmp_path / "mine")
    done = import_into(tmp_path / "mine", export)
    assert (done.kept, done.known, done.quarantined) == (0, 2, 2)
    assert articles_of(tmp_path / "mine") == before
    assert pq.read_metadata(tmp_path / "mine" / "quarantine.parquet").num_rows == 2
    assert pq.read_metadata(tmp_path / "mine" / "raw.parquet").num_rows == 2


def test_importing_more_adds_only_what_is_new(export, tmp_path):
    import_into(tmp_path / "mine", export)
    more = write_csv(tmp_path / "more.csv", [row(2), row(3, stance="against")])
    done = import_into(tmp_path / "mine", more)
    assert (done.kept, done.known) == (1, 1)
    assert [each["headline"] for each in articles_of(tmp_path / "mine")] == ["Story 1", "Story 2", "Story 3"]
    assert [each["stance"] for each in articles_of(tmp_path / "mine")] == [None, None, "against"]
    log = json.loads((tmp_path / "mine" / "import.json").read_text())
    assert [each["files"][0]["file"] for each in log["imports"]] == ["export.csv", "more.csv"]


def test_the_same_text_in_two_outlets_is_two_articles(tmp_path):
    path = write_csv(tmp_path / "a.csv", [row(1), row(1, source="Herald")])
    assert import_into(tmp_path / "mine", path).kept == 2


def test_the_same_input_gives_the_same_bytes(export, tmp_path):
    for name in ("one", "two"):
        import_into(tmp_path / name, export)
    for name in ("articles.parquet", "raw.parquet", "quarantine.parquet", "import.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_source_zone_and_language_fill_what_the_records_lack_and_no_more(tmp_path):
    rows = [
        {"date": "2024-05-01 08:00", "headline": "Without an outlet of its own", "body": TEXT},
        {"source": "Herald", "date": "2024-05-01T23:30:00Z", "headline": "B", "body": TEXT, "language": "French"},
    ]
    options = {"source": "Gazette", "tz": "Asia/Hong_Kong", "language": "en"}
    import_into(tmp_path / "mine", write_csv(tmp_path / "a.csv", rows), **options)
    kept = articles_of(tmp_path / "mine")
    assert [each["source"] for each in kept] == ["Gazette", "Herald"]
    assert [each["published"] for each in kept] == ["2024-05-01T08:00:00+08:00", "2024-05-01T23:30:00Z"]
    assert [each["language"] for each in kept] == ["en", "French"]
    assert [each["language_found"] for each in kept] == ["en", "en"]
    news = framing.load(tmp_path / "mine")
    assert news.table["published"].dt.strftime("%Y-%m-%dT%H").tolist() == ["2024-05-01T00", "2024-05-01T23"]
    assert news.table["language"].tolist() == ["en", "fr"]


def test_boilerplate_is_found_over_all_the_articles_of_an_outlet(tmp_path):
    letter = "The Gazette is read in ninety countries."
    told = ["spies", "rockets", "moons", "lasers", "treaties", "debris"]
    rows = [row(number, body=f"{TEXT} It is about {each}.\n{letter}") for number, each in enumerate(told, start=1)]
    done = import_into(tmp_path / "mine", write_csv(tmp_path / "a.csv", rows))
    assert done.boilerplate == [("Gazette", letter, 6)]
    assert done.steps == {"boilerplate": (6, 6 * (len(letter) + 1))}
    assert letter not in "".join(each["body"] for each in articles_of(tmp_path / "mine"))


def test_a_folder_and_a_zip_give_what_can_be_read_and_say_what_cannot(tmp_path):
    folder = tmp_path / "exports"
    (folder / "deep").mkdir(parents=True)
    write_csv(folder / "deep" / "a.csv", [row(1)])
    (folder / "junk.bin").write_bytes(bytes(range(256)) * 8)
    (folder / ".hidden.csv").write_text("not looked at")
    with zipfile.ZipFile(folder / "b.zip", "w") as packed:
        packed.writestr("b.csv", "source,headline,body\nHerald,Two,Words of two.\n")
        packed.writestr("../../escape.csv", "source,headline,body\nEvil,Three,Words of three.\n")
    done = import_into(tmp_path / "mine", folder)
    assert (done.kept, done.quarantined) == (2, 2)
    assert sorted(each.file for each in done.files if each.failure) == ["b.zip/../../escape.csv", "junk.bin"]
    assert not list(tmp_path.rglob("escape.csv"))
    bad = pq.read_table(tmp_path / "mine" / "quarantine.parquet").to_pylist()
    assert {each["reason"] for each in bad} == {"the file cannot be read"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (bytes(range(256)) * 8, "line 1: expected the beginning of a known layout"),
        (b"PK\x03\x04 and no more", "damaged or cut off"),
        (b"\x1f\x8b and no more", "cannot be unpacked"),
    ],
)
def test_a_single_file_that_is_of_no_known_layout_is_an_error_and_nothing_is_written(tmp_path, content, said):
    path = tmp_path / "odd.dat"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        import_into(tmp_path / "mine", path)
    assert [each.name for each in tmp_path.iterdir()] == ["odd.dat"]


def test_ten_thousand_files_that_cannot_be_read_end_in_one_sentence(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(10_000):
        (folder / f"{number}.bin").write_bytes(b"\x00\x01\x02\xff")
    with pytest.raises(InputError, match=r"No article was read: 0\.bin, line 1: .* The other 9,999 neither"):
        import_into(tmp_path / "mine", folder)


def test_a_count_that_the_file_states_and_that_was_not_read_stops_the_import(tmp_path, monkeypatch):
    from framing.articles.formats.base import Format, Stated
    from framing.articles.readers import Record

    def read(blob):
        yield Stated(articles=2, where="line 1: 2 DOCUMENTS")
        yield Record(blob.name, 1, {"headline": "One", "body": TEXT})

    monkeypatch.setattr(known, "FORMATS", (Format("odd", "Odd", lambda blob: True, read),))
    path = tmp_path / "odd.txt"
    path.write_text("2 DOCUMENTS")
    with pytest.raises(InputError, match=r"says it holds 2 articles \(line 1: 2 DOCUMENTS\), and 1 were read"):
        import_into(tmp_path / "mine", path)
    assert not (tmp_path / "mine").exists()
    done = import_into(tmp_path / "mine", path, incomplete=True)
    assert done.kept == 1
    assert "says it holds 2 articles" in done.files[0].notes[0]


def test_a_folder_with_articles_that_no_import_wrote_is_left_alone(export, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    write_csv(folder / "articles.csv", [row(9)])
    with pytest.raises(InputError, match=r"articles\.csv, which no import wrote"):
        import_into(folder, export)
    assert [each.name for each in folder.iterdir()] == ["articles.csv"]


@pytest.mark.parametrize("to", ["", "..", "a/..", ".hidden", "x\x00y"])
def test_a_name_that_is_none_is_refused(export, to):
    with pytest.raises(FramingError, match="corpus"):
        import_into(to, export)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"format": "nexus"}, "is not known"),
        ({"tz": "Asia/Honkong"}, 'did you mean "Asia/Hong_Kong"'),
        ({"language": "English"}, "two letters"),
    ],
)
def test_options_that_are_not_understood_bring_the_nearest(export, tmp_path, options, said):
    with pytest.raises(FramingError, match=said):
        import_into(tmp_path / "mine", export, **options)


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("framing.articles.blobs.LARGEST_ZIP", 1_000_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", b"0" * 2_000_000)
    with pytest.raises(InputError, match=r"bomb\.zip unpacks to more than 1 MB"):
        import_into(tmp_path / "mine", path)


def test_a_zip_whose_directory_lies_about_its_size_is_cut_off(tmp_path, monkeypatch):
    monkeypatch.setattr("framing.articles.blobs.LARGEST", 100_000)
    path = tmp_path / "lies.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", b"0" * 500_000)
    lying = path.read_bytes().replace((500_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    path.write_bytes(lying)
    with pytest.raises(InputError):
        import_into(tmp_path / "mine", path)
    assert not (tmp_path / "mine").exists()


def test_an_office_file_that_defines_entities_is_refused(tmp_path):
    path = tmp_path / "laughs.docx"
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", bomb)
    with pytest.raises(InputError, match="entities"):
        import_into(tmp_path / "mine", path)


def test_html_that_is_too_large_to_be_read_at_once_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("framing.articles.blobs.LARGEST_HTML", 100_000)
    path = tmp_path / "huge.html"
    path.write_text("<html><body>" + "<p>word</p>" * 20_000 + "</body></html>")
    with pytest.raises(InputError, match=r"HTML of 0 MB; the most read at once"):
        import_into(tmp_path / "mine", path)


def test_killed_at_random_moments_there_is_the_old_corpus_or_the_new_one(tmp_path):
    first = write_csv(tmp_path / "a.csv", [row(number % 28 + 1, headline=f"Story {number}") for number in range(60)])
    import_into(tmp_path / "mine", first)
    rows = [row(number % 28 + 1, headline=f"More {number}") for number in range(400)]
    second = write_csv(tmp_path / "b.csv", rows)
    code = "import sys\nfrom framing.articles.imports.run import import_articles as i\ni(sys.argv[2:], to=sys.argv[1])"
    command = [sys.executable, "-c", code, str(tmp_path / "mine"), str(second)]
    started = time.perf_counter()
    subprocess.run([*command[:-2], str(tmp_path / "timed"), str(second)], check=True)
    whole = time.perf_counter() - started
    for share in (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0):
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * share)
        run.kill()
        run.wait()
        assert len(framing.load(tmp_path / "mine")) in (60, 460)
    import_into(tmp_path / "mine", second)
    assert len(framing.load(tmp_path / "mine")) == 460
    assert pq.read_metadata(tmp_path / "mine" / "raw.parquet").num_rows == 460
    ids = pq.read_table(tmp_path / "mine" / "raw.parquet")["article_id"].to_pylist()
    assert len(set(ids)) == 460


def test_another_import_into_the_same_corpus_meanwhile_is_told(export, tmp_path, monkeypatch):
    import_into(tmp_path / "mine", export)
    other = write_csv(tmp_path / "other.csv", [row(7)])

    def meddle(name, found):
        if not (tmp_path / "done").exists():
            (tmp_path / "done").touch()
            import_into(tmp_path / "mine", other)

    with pytest.raises(FramingError, match="Another import has written"):
        import_into(tmp_path / "mine", write_csv(tmp_path / "c.csv", [row(8)]), progress=meddle)
    assert len(articles_of(tmp_path / "mine")) == 3


def test_half_of_a_character_in_a_record_does_not_stop_an_import(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"source": "Gazette", "headline": "A \\ud83d B", "body": "' + TEXT + '", "date": "2024-05-01"}\n')
    import_into(tmp_path / "mine", path)
    assert articles_of(tmp_path / "mine")[0]["headline"] == "A \ufffd B"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told(export, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(FramingError, match="cannot be written"):
        import_into(tmp_path / "locked" / "mine", export)


def test_the_readme_names_what_is_known_and_is_never_written_over(export, tmp_path):
    import_into(tmp_path / "mine", export)
    path = tmp_path / "mine" / "README.md"
    assert "First imported on 2025-06-01 from 1 file (1 of table)" in path.read_text()
    path.write_text("Mine.")
    import_into(tmp_path / "mine", write_csv(tmp_path / "more.csv", [row(5)]))
    assert path.read_text() == "Mine."


def test_the_command_tells_each_file_and_ends_with_the_sum(export, tmp_path):
    command = [sys.executable, "-m", "framing.cli", "import", str(export), "--to", str(tmp_path / "mine")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "export.csv (table): 4 found, 2 kept, 2 in quarantine" in run.stdout
    assert run.stdout.splitlines()[-1].endswith("mine: 4 records found, 2 new articles, 0 known, 2 in quarantine.")
    run = subprocess.run([*command[:4], "nothing.csv", *command[5:]], capture_output=True, text=True)
    assert (run.returncode, run.stderr.strip()) == (2, "framing: There is no file nothing.csv; check the name.")


def test_articles_written_as_csv_and_as_lines_of_json_come_back_the_same(tmp_path):
    rows = [row(1), row(2, headline="Ünïcode “quotes”, and, commas")]
    write_csv(tmp_path / "a.csv", rows)
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(rows[0])
    writer.writerows(each.values() for each in rows)
    (tmp_path / "b.csv").write_text(buffer.getvalue())
    found = []
    for number, path in enumerate((tmp_path / "a.csv", tmp_path / "a.jsonl", tmp_path / "b.csv")):
        import_into(tmp_path / f"mine{number}", path)
        found.append(
            [(each["article_id"], each["headline"], each["body"]) for each in articles_of(tmp_path / f"mine{number}")]
        )
    assert found[0] == found[1] == found[2]
    assert Path(tmp_path / "mine0").is_dir()


def test_a_databases_document_number_is_an_address(tmp_path):
    rows = [row(1, accession="a1"), row(1, accession="a2"), row(1, accession="a1", headline="Corrected")]
    done = import_into(tmp_path / "mine", write_csv(tmp_path / "a.csv", rows))
    assert (done.kept, done.quarantined) == (2, 1)
