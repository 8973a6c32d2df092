"""A tried codebook line against two codebooks loaded by themselves, and a saved one against the file's bytes."""

from __future__ import annotations

import difflib

import pytest

import framing
from framing.measures.codebook import changed_text, parse_codebook
from framing.project import CodebookError, FramingError

BOOK = """\
# A codebook of ours: with a comment, and lines that YAML would read otherwise.
name: ours
language: en
topic:
  include:
    - space
frames:
  race:   # what everybody asks for
    label: Race
    include:
      - space race*      # the usual
      - *naut*
      - NO
    must_hit:
      - The space race is on.
  spying:
    include:
    - spy
    - "spies"
"""


@pytest.fixture
def ours(tmp_path):
    def load(text=BOOK, name="codebook.yml"):
        folder = tmp_path / "ours"
        folder.mkdir(exist_ok=True)
        (folder / "articles.csv").write_text(
            "source,published,headline,body\n"
            "Alpha,2024-01-02,The space race,Taikonauts in space overtook it. A moon race.\n"
            "Alpha,2024-02-02,Spy story,A moon race in space.\n",
            encoding="utf-8",
        )
        (folder / name).write_bytes(text.encode("utf-8"))
        return framing.load(folder, codebook=folder / name)

    return load


def places(corpus, code):
    found = corpus.mentions
    found = found[(found["kind"] == "frame") & (found["code"] == code)]
    return set(found[["article_id", "part", "start", "end"]].itertuples(index=False, name=None))


def placed(passages):
    return set(passages[["article_id", "part", "start", "end"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("old", "new", "edited"),
    [
        ("space race*", "", BOOK.replace("      - space race*      # the usual\n", "")),
        ("", "moon race*", BOOK.replace("NO\n", "NO\n      - moon race*\n")),
        ("space race*", "race*", BOOK.replace("- space race* ", "- race* ")),
        (
            "space race*",
            "near(moon | space, race*, 3)",
            BOOK.replace("- space race* ", "- near(moon | space, race*, 3) "),
        ),
        ("*naut*", "astro*", BOOK.replace("*naut*", "astro*")),
    ],
)
def test_gained_and_lost_are_the_difference_of_two_codebooks(ours, old, new, edited):
    corpus = ours()
    trial = framing.try_line(corpus, "race", old, new)
    before, after = places(corpus, "race"), places(ours(edited, "other.yml"), "race")
    assert trial.text == (BOOK, edited)
    assert placed(trial.gained) == after - before
    assert placed(trial.lost) == before - after
    assert before != after


def test_cells_are_those_of_either_codebook_and_sentences_count(ours):
    news = framing.simulate(articles=400, seed=8)
    trial = framing.try_line(news, "espionage", "spy", "")
    cells = trial.cells(by="group", every="year")
    column = "frame_espionage"
    assert cells[cells["code"] == "espionage"]["hits"].sum() == (trial.before.features[column] > 0).sum()
    assert cells[cells["code"] == "espionage/as tried"]["hits"].sum() == (trial.after.features[column] > 0).sum()
    fewer = int(((trial.before.features[column] > 0) & (trial.after.features[column] == 0)).sum())
    assert f"“spy” left out: 0 passages gained, {len(trial.lost):,} lost; 0 articles more" in trial.sentences()[0]
    assert trial.sentences()[0].endswith(f"{fewer} fewer.")
    assert trial.after.mentions.equals(
        trial.after.candidates[trial.after.candidates["won"]][trial.after.mentions.columns].reset_index(drop=True)
    )


def test_saving_changes_one_line_and_no_other_byte(ours, tmp_path):
    text = "\ufeff" + BOOK.replace("\n", "\r\n")
    corpus = ours(text)
    said = framing.try_line(corpus, "race", "space race*", "near(space, race*, 2)").save()
    assert said.startswith(f"Saved in {tmp_path / 'ours' / 'codebook.yml'}.")
    written = (tmp_path / "ours" / "codebook.yml").read_bytes().decode("utf-8")
    changed = [each for each in difflib.ndiff(text.splitlines(True), written.splitlines(True)) if each[0] in "+-"]
    assert changed == [
        "-       - space race*      # the usual\r\n",
        "+       - near(space, race*, 2)      # the usual\r\n",
    ]
    assert sorted(each.name for each in (tmp_path / "ours").iterdir()) == ["articles.csv", "codebook.yml"]
    again = framing.load(tmp_path / "ours")
    assert again.codebook.frames["race"].include[0].text == "near(space, race*, 2)"


def test_a_file_that_somebody_else_changed_meanwhile_is_left_alone(ours, tmp_path):
    trial = framing.try_line(ours(), "race", "*naut*", "")
    path = tmp_path / "ours" / "codebook.yml"
    path.write_text(BOOK + "# a note of a colleague\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="has changed since the line was tried"):
        trial.save()
    assert path.read_text(encoding="utf-8").endswith("colleague\n")


@pytest.mark.parametrize(
    ("code", "old", "new", "said"),
    [
        ("race", "space rce*", "x", 'has no line "space rce\\*"; did you mean "space race\\*"'),
        ("rase", "", "x", 'no frame "rase"; did you mean "race"'),
        ("race", "*naut*", "near(a, b", "near"),
        ("race", "", "two\nlines", "one line of text"),
        ("race", "", "moon # shot", "comment"),
        ("race", "*naut*", "space race*", "already"),
        ("race", "", "", "Name the line"),
        ("topic", "space", "spaces", 'no frame "topic"'),
    ],
)
def test_what_cannot_be_tried_is_one_sentence(ours, code, old, new, said):
    with pytest.raises(FramingError, match=said) as caught:
        framing.try_line(ours(), code, old, new)
    assert "\n" not in str(caught.value)


def test_the_last_line_of_a_frame_cannot_be_left_out_and_a_file_without_a_last_newline_can_grow():
    text = "topic:\n  include:\n  - space\nframes:\n  race:\n    include:\n    - race*"
    book = parse_codebook(text)
    with pytest.raises(CodebookError, match="no include line"):
        changed_text(text, book, "race", "race*", "")
    grown = changed_text(text, book, "race", "", "contest*")
    assert grown == text + "\n    - contest*"


def test_a_failing_must_hit_line_is_told_before_it_is_saved(ours):
    assert any(
        "must be hit but is missed" in each for each in framing.try_line(ours(), "race", "space race*", "").problems
    )
    assert not framing.try_line(ours(), "race", "*naut*", "").problems


def test_a_file_with_other_lines_than_were_loaded_is_not_mixed_into_a_trial(ours, tmp_path):
    corpus, path = ours(), tmp_path / "ours" / "codebook.yml"
    path.write_text(BOOK.replace("    - spy\n", "    - spy\n    - mole*\n"), encoding="utf-8")
    with pytest.raises(CodebookError, match="has changed since it was read; load the corpus again"):
        framing.try_line(corpus, "race", "space race*", "")
    path.unlink()
    with pytest.raises(CodebookError, match="cannot be read again: No such file") as caught:
        framing.try_line(corpus, "race", "space race*", "")
    assert "\n" not in str(caught.value)


def test_a_line_is_added_to_its_frame_though_comments_have_moved_it(ours, tmp_path):
    corpus, path = ours(), tmp_path / "ours" / "codebook.yml"
    moved = BOOK.replace("name: ours\n", "# one\n# two\n# three\nname: ours\n")
    path.write_text(moved, encoding="utf-8")
    framing.try_line(corpus, "race", "", "moon race*").save()
    assert path.read_text(encoding="utf-8") == moved.replace("- NO\n", "- NO\n      - moon race*\n")


def test_a_codebook_that_is_a_link_stays_one(ours, tmp_path):
    ours()
    shared, link = tmp_path / "shared.yml", tmp_path / "ours" / "codebook.yml"
    link.replace(shared)
    link.symlink_to(shared)
    said = framing.try_line(framing.load(tmp_path / "ours"), "race", "*naut*", "astro*").save()
    assert link.is_symlink()
    assert "astro*" in shared.read_text(encoding="utf-8")
    assert str(shared) in said
