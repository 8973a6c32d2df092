"""What is kept is whole, and nobody else's file is touched."""

from __future__ import annotations

import datetime as dt
import json
import os

import pytest

from framing.articles.fetch.answers import Answer
from framing.articles.fetch.store import Store, kept_from
from framing.project import FramingError

WHEN = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)
MINE = {"service": "gdelt", "asked": {"query": "moon"}, "articles": 1}
PART = {"start": "2024-03-01T00:00:00+00:00", "end": "2024-03-02T00:00:00+00:00"}


def answer(body=b"{}"):
    return Answer("https://a.example/", 200, {}, body, WHEN)


def test_an_answer_to_the_same_question_takes_the_place_of_the_earlier_one(tmp_path):
    store = Store(tmp_path)
    store.keep(answer(b"old"), "a.json", **MINE, **PART)
    store.keep(answer(b"new"), "a.json", **MINE, **PART)
    assert (tmp_path / "a.json").read_bytes() == b"new"
    assert len(kept_from(tmp_path)) == 1


def test_a_file_that_was_there_before_is_left_alone(tmp_path):
    (tmp_path / "a.json").write_text("somebody's")
    line = Store(tmp_path).keep(answer(), "a.json", **MINE, **PART)
    assert line["file"] == "a-2.json"
    assert (tmp_path / "a.json").read_text() == "somebody's"


def test_a_line_that_was_cut_off_is_passed_over_and_the_next_begins_anew(tmp_path):
    Store(tmp_path).keep(answer(), "a.json", **MINE)
    with (tmp_path / "fetched.jsonl").open("a") as ledger:
        ledger.write('{"file": "b.json", "wh')
    Store(tmp_path).keep(answer(), "c.json", **MINE)
    assert list(kept_from(tmp_path)) == ["a.json", "c.json"]


def test_lines_that_someone_damaged_or_that_lead_elsewhere_are_passed_over(tmp_path):
    when = WHEN.isoformat()
    damaged = ["7", "null", "[]", "{}", json.dumps({"file": "../../etc/passwd", "when": when}), "\x00", "[" * 100_000]
    (tmp_path / "fetched.jsonl").write_text("\n".join([*damaged, json.dumps({"file": "a.json", "when": when})]))
    assert list(kept_from(tmp_path)) == ["a.json"]
    assert list(Store(tmp_path).of("gdelt", {"query": "moon"})) == []


def test_what_a_killed_run_left_is_cleared_away(tmp_path):
    (tmp_path / ".a.json.part").write_text("half")
    Store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_when_the_renaming_fails(tmp_path, monkeypatch):
    store = Store(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(FramingError, match=r"Nothing can be kept in .* \(No space left on device\)"):
        store.keep(answer(), "a.json", **MINE)
    assert kept_from(tmp_path) == {}
    assert not (tmp_path / "a.json").exists()


def test_a_folder_that_is_a_file_is_a_sentence(tmp_path):
    (tmp_path / "press").write_text("")
    with pytest.raises(FramingError, match="Nothing can be kept in"):
        Store(tmp_path / "press")


def test_where_nothing_was_fetched_nothing_is_known(tmp_path):
    assert kept_from(tmp_path / "nowhere") == {}
