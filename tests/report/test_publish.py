"""Nothing half-written is ever in place, and one run at a time writes a report."""

from __future__ import annotations

import pytest

from framing.project import FramingError
from framing.report.executed import error_sentence
from framing.report.publish import only_run, read_record, remove, write_text


def test_two_runs_cannot_write_one_report(tmp_path):
    with only_run(tmp_path / "demo"):
        with pytest.raises(FramingError, match="Another run is writing"), only_run(tmp_path / "demo"):
            pass
        with only_run(tmp_path / "other"):
            pass
    with only_run(tmp_path / "demo"):
        pass


def test_what_a_killed_run_left_aside_is_cleared(tmp_path):
    left = tmp_path / ".demo.unfinished" / "01"
    left.mkdir(parents=True)
    with only_run(tmp_path / "demo") as aside:
        assert list(aside.iterdir()) == []
    assert not aside.exists()


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    target = tmp_path / "index.html"
    write_text(target, "old", tmp_path)
    with pytest.raises(UnicodeEncodeError):
        write_text(target, "half \ud800", tmp_path)
    assert target.read_text() == "old"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pages": [1]}', '{"pages": [{"files": {}}]}', "null"])
def test_a_broken_record_is_no_record(tmp_path, text):
    (tmp_path / "report.json").write_text(text)
    assert read_record(tmp_path) == {}


def test_removing_never_leaves_the_folder(tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    (tmp_path / "mine.txt").write_text("x")
    (folder / "old.html").write_text("x")
    remove(folder, {"../mine.txt", "old.html", "absent"})
    assert (tmp_path / "mine.txt").exists()
    assert not (folder / "old.html").exists()


def test_errors_are_one_sentence_and_ours_come_in_their_own_words():
    assert error_sentence("CodebookError", "Line 3 is empty; remove it\nmore") == "Line 3 is empty; remove it."
    assert error_sentence("ValueError", "\x1b[31mbad\x1b[0m\nmore") == "A cell stopped with ValueError: bad."
    assert error_sentence("KeyboardInterrupt", "") == "A cell stopped with KeyboardInterrupt."
    assert len(error_sentence("ValueError", "x" * 10_000)) < 500
