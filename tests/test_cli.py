"""The command line: examples that parse, exit codes, and errors of one sentence."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pandas as pd
import pytest
import typer

from framing import cli

ROWS = [
    {"title": "A spy in space", "text": "Nothing more.", "outlet": "Alpha", "date": "2024-01-10"},
    {"title": "=HYPERLINK spies in space", "text": "A race.", "outlet": "Beta", "date": "2024-02-10"},
    {"title": "Space again", "text": "The spies, the spies.", "outlet": "Beta"},
]
COMMANDS = typer.main.get_command(cli.app).commands


@pytest.fixture
def corpus(tiny, tmp_path):
    tiny(ROWS)
    return str(tmp_path / "tiny")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as stopped:
            cli.main([str(each) for each in arguments])
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return call


@pytest.mark.parametrize("name", [each for each in COMMANDS if each != "fetch"])
def test_the_example_in_the_help_parses(name, run):
    code, out, _ = run(name, "--help")
    assert code == 0
    example = re.search(r"Example: (framing .+)", " ".join(out.split()))[1]
    program, command, *arguments = shlex.split(example)
    assert (program, command) == ("framing", name)
    with COMMANDS[name].make_context(name, arguments) as context:
        assert context.params


def test_help_lists_the_commands_and_so_does_no_command(run):
    code, out, _ = run("--help")
    assert code == 0
    named = "report share import fetch check features trends robustness power duplicates kwic sample simulate"
    assert set(COMMANDS) == set(named.split())
    assert all(name in out for name in COMMANDS)
    code, _, _ = run()
    assert code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["kwic", "smaple", "spy"], 'There is no corpus “smaple”.*did you mean "sample"'),
        (["kwic", "{corpus}", "near(a"], r"near\(\.\.\.\) is not closed"),
        (["trends", "{corpus}", "--every", "mnth", "--out", "{tmp}/x.csv"], 'every="mnth".*did you mean "month"'),
        (["trends", "{corpus}", "--by", "grup", "--out", "{tmp}/x.csv"], 'by="grup".*did you mean "group"'),
        (["trends", "{corpus}", "--frame", "spyonage", "--out", "{tmp}/x.csv"], 'did you mean "espionage"'),
        (["trends", "{corpus}", "--out", "{tmp}/x.xlsx"], r"x\.xlsx ends in “\.xlsx”; name a \.csv or a \.parquet"),
        (["features", "{corpus}", "--out", "{tmp}/none/x.csv"], "There is no folder .*none for x.csv; make it first"),
        (["features", "{corpus}", "--codebook", "none.yml", "--out", "{tmp}/x.csv"], "There is no codebook none.yml"),
        (["sample", "{corpus}", "--frame", "espionage", "--n", "1", "--out", "{tmp}/x.csv"], "at least two passages"),
        (["check", "none.yml"], "There is no codebook none.yml"),
        (["simulate", "{corpus}"], "holds something that is not a simulated corpus; name another folder"),
        (["report", "none.yml"], r"none\.yml"),
    ],
)
def test_an_error_is_one_sentence_on_stderr_and_exit_code_2(arguments, said, run, corpus, tmp_path):
    code, out, err = run(*(each.format(corpus=corpus, tmp=tmp_path) for each in arguments))
    assert code == 2
    assert out == ""
    assert err.startswith("framing: ")
    assert re.search(said, err)
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [["kwik"], ["kwic"], ["kwic", "sample"], ["trends", "sample"], ["trends", "sample", "--out", "x.csv", "--nope"],
     ["simulate", "x", "--articles", "0"], ["kwic", "sample", "spy", "--words", "-1"]],
)  # fmt: skip
def test_a_wrong_call_exits_with_2(arguments, run):
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_kwic_prints_lines_and_says_how_many(run, corpus):
    code, out, err = run("kwic", corpus, "spies", "--words", "2")
    assert code == 0
    assert out.splitlines() == [
        "2024-02-10  Beta                      =HYPERLINK [spies] in space",
        "undated     Beta                             The [spies], the spies.",
        "undated     Beta                      spies, the [spies].",
    ]
    assert err.strip() == "3 places."
    code, out, err = run("kwic", corpus, "spies", "--most", "1")
    assert len(out.splitlines()) == 1
    assert err.strip() == "3 places, 2 not printed (--most 0 prints all)."
    code, out, err = run("kwic", corpus, "spies", "--most", "0")
    assert len(out.splitlines()) == 3


def test_kwic_of_nothing_is_no_error(run, corpus):
    assert run("kwic", corpus, "telescope") == (0, "", "0 places.\n")


def test_article_text_does_not_steer_the_terminal(run, tiny, tmp_path):
    tiny([{"title": "A \x1b[31m spy \u202e in \x07 space", "outlet": "Al\x1b[2Jpha"}])
    code, out, _ = run("kwic", tmp_path / "tiny", "spy")
    assert code == 0
    assert "[spy]" in out
    assert out.strip("\n").isprintable()


def test_kwic_writes_a_file(run, corpus, tmp_path):
    code, out, _ = run("kwic", corpus, "spies", "--out", tmp_path / "k.csv")
    assert code == 0
    assert out == f"{tmp_path / 'k.csv'}: 3 rows.\n"
    assert pd.read_csv(tmp_path / "k.csv")["match"].tolist() == ["spies"] * 3


def test_features_are_written_as_parquet_and_as_csv(run, corpus, tmp_path):
    for name in ("f.parquet", "f.csv"):
        code, out, _ = run("features", corpus, "--out", tmp_path / name)
        assert (code, out) == (0, f"{tmp_path / name}: 3 rows.\n")
    table = pd.read_parquet(tmp_path / "f.parquet")
    assert table["frame_espionage"].tolist() == [1, 1, 2]
    assert pd.read_csv(tmp_path / "f.csv")["frame_space_race"].tolist() == [0, 1, 0]


def test_trends_are_written_with_the_options_asked(run, corpus, tmp_path):
    out = tmp_path / "t.csv"
    code, _, _ = run("trends", corpus, "--by", "group", "--every", "month", "--frame", "espionage",
                     "--min-articles", "1", "--out", out)  # fmt: skip
    assert code == 0
    cells = pd.read_csv(out)
    assert cells[["group", "period", "articles", "hits", "shown"]].values.tolist() == [
        ["North", "2024-01", 1, 1, True], ["North", "2024-02", 0, 0, False],
        ["South", "2024-01", 0, 0, False], ["South", "2024-02", 1, 1, True],
    ]  # fmt: skip
    code, _, _ = run("trends", corpus, "--measure", "tone", "--out", out)
    assert code == 0
    assert set(pd.read_csv(out)["measure"]) == {"tone"}


def test_a_coding_sheet_is_written_and_no_cell_of_it_is_a_formula(run, corpus, tmp_path):
    out = tmp_path / "sheet.csv"
    code, _, _ = run("sample", corpus, "--frame", "espionage", "--n", "6", "--out", out)
    assert code == 0
    sheet = pd.read_csv(out, keep_default_na=False)
    assert len(sheet) == 3
    assert (sheet["present"] == "").all()
    assert not sheet["headline"].str.startswith("=").any()


def test_check_passes_on_the_shipped_codebook(run):
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert re.search(r"All \d+ lines hold\.", out)


def test_check_names_the_lines_that_fail_and_exits_with_1(run, corpus, tmp_path):
    text = (tmp_path / "tiny" / "codebook.yml").read_text(encoding="utf-8")
    path = tmp_path / "wrong.yml"
    path.write_text(
        text.replace("      - spies\n", "      - spies\n    must_hit:\n      - Nothing here.\n"
                     "    must_miss:\n      - A spy in space.\n"), encoding="utf-8",
    )  # fmt: skip
    number = path.read_text(encoding="utf-8").splitlines().index("      - Nothing here.") + 1
    code, out, err = run("check", path)
    assert (code, err) == (1, "")
    assert f"wrong.yml, line {number} (espionage): " in out
    assert f"wrong.yml, line {number + 2} (espionage): " in out


def test_simulate_writes_a_corpus_that_loads_and_may_be_written_again(run, tmp_path):
    folder = tmp_path / "trial"
    for _ in range(2):
        code, out, err = run("simulate", folder, "--articles", "120", "--seed", "7")
        assert (code, err) == (0, "")
        assert out.endswith("trial holds articles.csv.gz, sources.csv, truth.csv and corpus.yml.\n")
    code, out, _ = run("features", folder, "--out", tmp_path / "f.parquet")
    assert code == 0
    assert len(pd.read_parquet(tmp_path / "f.parquet")) >= 120


@pytest.mark.slow
def test_the_program_itself_prints_one_sentence_and_no_traceback(tmp_path):
    (tmp_path / "empty.csv").touch()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "framing.cli", "kwic", "empty.csv", "spy"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "framing: empty.csv, line 1: no header of columns such as source,headline,body.\n"


@pytest.mark.slow
def test_robustness_writes_every_specification_and_says_what_holds(run, tmp_path):
    out = tmp_path / "specifications.csv"
    code, said, _ = run("robustness", "sample", "--frame", "espionage", "--out", out)
    assert code == 0
    table = pd.read_csv(out, encoding="utf-8-sig")
    assert table["claim"].unique().tolist() == ["espionage: China minus United States"]
    assert len(table) > 80
    assert re.search(r"Espionage: China minus United States is −\d+\.\d points as the other pages count", said)
    assert [each.name for each in tmp_path.iterdir()] == ["specifications.csv"]
    code, _, error = run("robustness", "sample", "--frame", "espionge", "--out", out)
    assert code == 2
    assert 'robustness.yml has no claim about espionge; did you mean "espionage"?' in " ".join(error.split())


@pytest.mark.slow
def test_power_says_how_many_articles_and_draws_it(run, tmp_path):
    code, said, _ = run(
        "power", "--difference", "0.3", "--periods", "4", "--dispersion", "0", "--out", tmp_path / "p.svg"
    )
    assert code == 0
    assert re.search(
        r"A study of 4 periods needs about \d+ articles of each group, \d+ a period, to find a difference", said
    )
    assert {each.suffix for each in tmp_path.iterdir()} == {".svg", ".png", ".csv"}
    code, _, error = run("power", "--difference", "0.9")
    assert code == 2
    assert "both must lie between 0 and 1" in " ".join(error.split())
