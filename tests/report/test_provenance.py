"""What a result depends on is known by content, and a change of any of it changes the fingerprint."""

from __future__ import annotations

import os

import pytest

from framing.project import FramingError
from framing.report.provenance import Origins, corpus_files, corpus_place, made_now, notice_of

PARAMETERS = {"corpus": "sample", "codebook": "", "sheet": "coded.csv", "seed": 1}


def fingerprint(parameters=PARAMETERS, cells=("a",), chrome="A"):
    return Origins().fingerprint(list(cells), parameters, chrome)


def test_a_fingerprint_does_not_depend_on_time_stamps_or_the_order_of_parameters(project):
    before = fingerprint()
    os.utime(project.root / "corpus/sample/articles.csv", (1, 1))
    assert fingerprint(dict(reversed(PARAMETERS.items()))) == before


@pytest.mark.parametrize(
    "name",
    [
        "corpus/sample/articles.csv",
        "corpus/sample/more.csv",
        "corpus/codebook.yml",
        "corpus/sources.csv",
        "corpus/events.csv",
        "coded.csv",
    ],
)
def test_a_changed_file_changes_the_fingerprint_even_with_the_same_size_and_time(project, name):
    before = fingerprint()
    path = project.root / name
    text = path.read_text(encoding="utf-8") if path.exists() else "ab"
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns) if path.exists() else (1, 1)
    project.write(name, text[:-2] + "Z" + text[-1])
    os.utime(path, ns=times)
    assert fingerprint() != before


def test_a_changed_cell_parameter_or_title_changes_the_fingerprint(project):
    every = {fingerprint(), fingerprint(cells=["b"]), fingerprint({**PARAMETERS, "seed": 2}), fingerprint(chrome="B")}
    assert len(every) == 4


def test_a_corpus_is_a_name_or_a_path_and_an_unknown_one_is_named(project, tmp_path):
    assert corpus_place("sample") == project.root / "corpus/sample"
    file = project.write("mine.csv", "a")
    assert corpus_place(str(file)) == file
    for name in ("smple", "", "..\0", "../nowhere"):
        with pytest.raises(FramingError, match="There is no corpus"):
            corpus_place(name)


def test_a_corpus_that_is_one_file_counts_what_stands_beside_it(project):
    project.write("mine.csv", "a")
    project.write("sources.csv", "b")
    project.write("other.csv", "c")
    assert list(corpus_files(project.root / "mine.csv")) == ["mine.csv", "sources.csv"]


def test_a_corpus_says_what_it_is(project):
    folder = project.root / "corpus/sample"
    assert notice_of(folder) == {"title": "Sample", "licence": "", "synthetic": True, "notice": "Invented articles."}
    project.write("corpus/sample/corpus.yml", "synthetic: true")
    assert notice_of(folder / "articles.csv")["notice"].startswith("This corpus is synthetic")
    (folder / "corpus.yml").unlink()
    assert notice_of(folder)["notice"] == ""


def test_the_codebook_is_named_with_its_version(project):
    found = Origins().codebook("", "sample")
    assert (found["name"], found["version"], found["file"]) == ("space-security", "3", "codebook.yml")
    project.write("corpus/sample/codebook.yml", "name: mine\nversion: 1\n")
    assert Origins().codebook("", "sample")["name"] == "mine"


def test_outside_a_repository_there_is_no_commit(project):
    assert Origins().commit == {}


def test_the_time_can_be_fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert made_now() == "1970-01-01T00:00:00Z"
