"""Input that would run, explode or hang ends in one sentence that names its place, at once and without a traceback."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from hostile_bad import BAD, LONG, MEMBERS, ODD, STEERS  # noqa: E402
from hostile_cases import FILE  # noqa: E402

import framing  # noqa: E402
from framing import cli  # noqa: E402
from framing.report.provenance import Origins  # noqa: E402

pytestmark = pytest.mark.slow

AT_ONCE = 5  # seconds of work; most end in hundredths
MEMORY = 4 * 2**30


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project with the suite's notebooks, and a corpus of two articles to spoil."""
    root = tmp_path_factory.mktemp("bad") / "project"
    shutil.copytree(HERE.parents[1] / "corpus", root / "corpus", ignore=shutil.ignore_patterns("sample"))
    shutil.copytree(HERE.parents[1] / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns("00-*", "*.md"))
    (root / "reports.yml").write_text("reports:\n  - name: x\n    title: x\n    corpus: tiny\n", encoding="utf-8")
    return root


@pytest.fixture
def place(project, monkeypatch):
    corpus = project / "corpus" / "tiny"
    shutil.rmtree(corpus, ignore_errors=True)
    corpus.mkdir()
    (corpus / "articles.csv").write_text(
        "headline,source,date\nA spy in space,A,2024-01-10\nSpies,B,2024-02-10\n", encoding="utf-8"
    )
    monkeypatch.setenv("FRAMING_ROOT", str(project))
    return corpus


def asked(bad, corpus, tmp_path):
    """Write a case's file and return the command that reads it."""
    file = (tmp_path if bad.file in ("reports.yml", "robustness.yml") else corpus) / bad.file
    if bad.file:
        file.write_bytes(bad.text.encode("utf-8", "surrogateescape"))
    commands = {
        "reports.yml": ("report", "{file}", "--out", "{tmp}/out"),
        "robustness.yml": ("robustness", "{corpus}", "--grid", "{file}", "--out", "{tmp}/x.csv"),
    }
    words = bad.words or commands.get(bad.file, ("kwic", "{corpus}", "spy"))
    named = {"{corpus}": str(corpus), "{file}": str(file), "{tmp}": str(tmp_path)}
    for name, path in named.items():
        words = tuple(word.replace(name, path) for word in words)
    return words


def run_here(words, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    said = capsys.readouterr()
    return stopped.value.code, said.out, said.err


def limited():
    """Let a process end by itself, whatever it was given."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * AT_ONCE, 2 * AT_ONCE))


def run_apart(words):
    call = [sys.executable, "-m", "framing.cli", *(word.encode("utf-8", "surrogateescape") for word in words)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=120, check=False, preexec_fn=limited)
    return done.returncode, done.stdout, done.stderr


def cases(table):
    return [pytest.param(bad, id=bad.name) for bad in table]


@pytest.mark.parametrize("bad", cases(BAD))
def test_bad_input_is_one_sentence_that_names_its_place(bad, place, tmp_path, capsys):
    words = asked(bad, place, tmp_path)
    start = time.process_time()
    code, out, err = run_apart(words) if bad.apart else run_here(words, capsys)
    assert time.process_time() - start < AT_ONCE
    assert (code, out) == (2, "")
    assert err.startswith("framing: ") and err.count("\n") == 1, err
    assert err.strip("\n").isprintable()
    assert len(err) < 2_000
    assert re.search(bad.said, err), err
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").rglob("*.html"))
    assert [path for path in Path("/tmp").iterdir() if path.name.startswith(FILE)] == []


@pytest.mark.parametrize("odd", cases(ODD))
def test_strange_input_is_read_or_refused_at_once(odd, place, tmp_path, capsys):
    start = time.process_time()
    code, out, err = run_here(asked(odd, place, tmp_path), capsys)
    assert time.process_time() - start < AT_ONCE
    assert err.count("\n") == 1 and "Traceback" not in err
    assert (out + err).replace("\n", "").isprintable()
    assert code in (0, None) or (code == 2 and re.search(odd.said, err))


def test_lines_of_a_codebook_that_do_not_hold_are_told_without_steering_the_terminal(place, capsys):
    book = place / "codebook.yml"
    book.write_text(STEERS, encoding="utf-8")
    code, out, err = run_here(["check", str(book)], capsys)
    assert (code, err, out.count("\n")) == (1, "", 4)
    assert out.replace("\n", "").isprintable()


def test_a_parameter_longer_than_any_file_name_names_no_file(place):
    assert Origins().named_files({"matching": LONG, "frames": [LONG, "a\0b", "~nobody-of-this-name/x"]}) == {}


def test_outlets_of_marks_alone_take_no_article_but_their_own(place):
    marks = "$$$"
    (place / "sources.csv").write_text(f"name,group\n{marks},X\nA!,Y\nA?,Z\n", encoding="utf-8")
    (place / "articles.csv").write_text(f"headline,source\na spy,\nb,***\nc,{marks}\nd,A!\ne,A?\n", encoding="utf-8")
    assert framing.load(place).table["group"].tolist() == ["other", "other", "X", "Y", "Z"]


def test_members_of_a_zip_stay_in_the_corpus(place, tmp_path, capsys):
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for number, name in enumerate(MEMBERS):
            row = f"<script>spy {number}</script>,../../{FILE}-source,2024-01-01"
            packed.writestr(name, f"headline,source,date\n{row}\n")
    code, out, err = run_here(["import", str(tmp_path / "in.zip"), "--to", str(tmp_path / "corpus")], capsys)
    assert (code, err) == (1, "")
    assert out.count("its name leads out of the zip") == 3
    assert out.replace("\n", "").isprintable()
    for folder in (Path.cwd(), Path("/tmp"), tmp_path, *tmp_path.parents):
        assert [path for path in folder.iterdir() if FILE in path.name] == []
    assert sorted(path.name for path in (tmp_path / "corpus").iterdir()) == [
        "README.md", "articles.parquet", "import.json", "quarantine.parquet", "raw.parquet",
    ]  # fmt: skip
