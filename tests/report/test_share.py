"""Sharing: what may be quoted is packed, what is too much, private or unfinished is refused with its place."""

from __future__ import annotations

import json
import zipfile

import pytest

from framing import cli
from framing.project import FramingError
from framing.report.packed import texts_of
from framing.report.private import private_in, private_patterns
from framing.report.publish import only_run
from framing.report.share import share
from framing.text.quoted import quoted

WORDS = [f"w{number:03}" for number in range(200)]
BODY = " ".join(WORDS)
SHORT = " ".join(f"s{number}é" for number in range(30))


@pytest.fixture
def report(tiny, tmp_path):
    """A finished report on two articles, of 200 and of 30 words, without a word of them in it yet."""
    rows = [
        {"title": "Long", "text": BODY, "outlet": "Alpha", "date": "2024-01-10"},
        {"title": "Short", "text": SHORT, "outlet": "Beta", "date": "2024-01-11"},
    ]
    tiny(rows)
    folder = tmp_path / "report"
    folder.mkdir()
    page = {"page": "01.html", "status": "rendered", "error": "",
            "provenance": {"parameters": {"corpus": str(tmp_path / "tiny")}}}  # fmt: skip
    (folder / "report.json").write_text(json.dumps({"pages": [page]}), encoding="utf-8")
    (folder / "01.html").write_text("<p>Nothing quoted.</p>", encoding="utf-8")
    return folder


def packed(report, **options):
    return share(report, to=report.parent / "out.zip", corpus=str(report.parent / "tiny"), **options)


def window(start, end):
    return " ".join(WORDS[start:end])


def test_forty_words_and_a_short_text_in_full_may_be_quoted(report):
    (report / "01.html").write_text(f"<p>{window(10, 50)}</p><p>{SHORT}</p>", encoding="utf-8")
    made = packed(report)
    assert (made.quoted, made.longest, made.exempt) == (2, 40, "")
    with zipfile.ZipFile(made.path) as held:
        assert held.namelist() == ["report/01.html", "report/report.json"]
    first = made.path.read_bytes()
    assert packed(report).path.read_bytes() == first


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("01.html", f"<p>{window(0, 20)} <mark>{WORDS[20]}</mark>, {window(21, 41)}</p>"),
        ("01.html", f"<p>{window(0, 40)[:-1]}<b>{WORDS[39][-1]}</b> &#119;040</p>"),
        ("a.csv", f'x,"{window(0, 41)}"\n'),
        ("a.json", json.dumps({"a": ["b", {"c": window(0, 41)}]})),
        ("a.ipynb", json.dumps({"cells": [{"source": [window(0, 30) + "\n", window(30, 41)]}]})),
        ("01.html", f'<a href="data:text/csv;charset=utf-8,{window(0, 41).replace(" ", "%20")}">CSV</a>'),
    ],
)
def test_forty_one_words_in_a_row_are_refused_in_any_wrapping(report, name, text):
    (report / name).write_text(text, encoding="utf-8")
    with pytest.raises(FramingError, match=rf"“Long” \(Alpha\): the report holds 41 words in a row, .* in {name};"):
        packed(report)
    assert not (report.parent / "out.zip").exists()
    assert packed(report, full_text=True).exempt == "asked for in full"


def test_windows_that_overlap_in_two_files_add_up(report):
    (report / "01.html").write_text(f"<p>{window(0, 35)}</p>", encoding="utf-8")
    (report / "02.html").write_text(f"<p>{window(25, 60)}</p>", encoding="utf-8")
    with pytest.raises(FramingError, match="60 words in a row, from word 1 on, where 40 are allowed"):
        packed(report)


def test_many_short_passages_are_too_much_together(report):
    parts = "".join(f"<p>{window(start, start + 10)}</p>" for start in range(0, 60, 12))
    (report / "01.html").write_text(parts, encoding="utf-8")
    assert packed(report).longest == 10  # fifty of 200 words, a quarter
    (report / "01.html").write_text(parts + f"<p>{window(100, 110)}</p>", encoding="utf-8")
    with pytest.raises(FramingError, match="60 of its 200 words, where 50 are allowed"):
        packed(report)


def test_seven_words_are_nobodys(report):
    (report / "01.html").write_text("".join(f"<p>{window(n, n + 7)}</p>" for n in range(0, 190, 8)), encoding="utf-8")
    assert packed(report).quoted == 0


def test_a_body_of_letters_with_accents_is_found_in_escaped_json(report):
    (report / "a.json").write_text(json.dumps({"text": SHORT}), encoding="ascii")
    assert packed(report).longest == 30


def test_synthetic_and_cc0_corpora_may_be_quoted_in_full(report):
    (report / "01.html").write_text(f"<p>{BODY}</p>", encoding="utf-8")
    about = report.parent / "tiny" / "corpus.yml"
    about.write_text("licence: CC0-1.0\n", encoding="utf-8")
    assert packed(report).exempt == "the articles' licence is CC0-1.0"
    about.write_text("synthetic: true\n", encoding="utf-8")
    assert packed(report).exempt == "the articles are synthetic"


def test_what_is_private_is_refused_with_its_place(report, monkeypatch):
    monkeypatch.setattr("pathlib.Path.home", lambda: type(report)("/home/ana"))
    (report / "01.html").write_text("<p>fine</p>\n<p>/home/ana/corpus</p>", encoding="utf-8")
    with pytest.raises(FramingError, match=r"01\.html: line 2 holds the home folder; nothing was packed"):
        packed(report)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ('"api_key": "abcdEFGH12345678"', "what looks like a password or key"),
        ("sk-abcdefghijklmnopqrstuvwx", "a key of a web service"),
        ("ghp_" + "a1" * 20, "a token of a code host"),
    ],
)
def test_keys_are_told_by_their_form(text, said):
    assert private_in(text.encode(), private_patterns()) == f"line 1 holds {said}"
    assert private_in(b"The secret of the space race: no password is asked.", private_patterns()) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"status": "earlier"}, r"01\.html is not finished \(earlier\)"),
        ({"error": "It broke."}, r"not finished \(It broke"),
        ({"page": "02.html"}, r"02\.html is not finished"),
    ],
)
def test_an_unfinished_report_is_not_packed(report, change, said):
    record = json.loads((report / "report.json").read_text(encoding="utf-8"))
    record["pages"][0] |= change
    (report / "report.json").write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(FramingError, match=said):
        packed(report)
    with pytest.raises(FramingError, match="holds no finished report"):
        share(report.parent, to=report.parent / "x.zip")


def test_a_report_that_is_being_written_is_not_packed(report):
    with only_run(report), pytest.raises(FramingError, match=r"A run is writing .*report; wait until it ends"):
        packed(report)
    assert packed(report).files == 2


def test_a_report_is_checked_without_being_packed(report, capsys):
    before = sorted(report.parent.iterdir())
    call = ["share", str(report), "--corpus", str(report.parent / "tiny")]

    def said(*more):
        with pytest.raises(SystemExit) as stopped:
            cli.main([*call, *more])
        assert not stopped.value.code
        return capsys.readouterr().out

    assert "It may be shared; --zip packs it." in said()
    assert sorted(report.parent.iterdir()) == before
    assert "report.zip: 2 files" in said("--zip")
    assert (report.parent / "report.zip").read_bytes() == packed(report).path.read_bytes()
    (report / "01.html").write_text(f"<p>{window(0, 41)}</p>", encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        cli.main(call)
    assert stopped.value.code == 2


def test_a_corpus_that_is_gone_is_asked_for(report):
    with pytest.raises(FramingError, match="name it with --corpus"):
        share(report, to=report.parent / "x.zip", corpus="nowhere")


def test_runs_are_the_same_as_found_word_by_word(tmp_path):
    """A slow, obvious search: every eight words of the body, looked for in the text as a string."""
    import random

    chance = random.Random(3)
    body = [chance.choice("abcdefgh") + str(chance.randrange(40)) for _ in range(400)]
    texts = [" ".join(body[start : start + chance.randrange(5, 30)]) for start in range(0, 380, 37)]
    covered = [False] * len(body)
    for start in range(len(body) - 7):
        run = " ".join(body[start : start + 8])
        if any(f" {run} " in f" {text} " for text in texts):
            covered[start : start + 8] = [True] * 8
    (found,) = quoted([" ".join(body)], texts)
    assert found.total == sum(covered)
    assert found.longest == max(len(part) for part in "".join("x" if each else " " for each in covered).split())
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG")
    assert list(texts_of(picture)) == []
