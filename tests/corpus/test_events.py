"""The ledger of events: a date, a label and a citation each; a corpus's own ledger adds to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from framing.corpus.events import EVENT_COLUMNS, read_events
from framing.measures.codebook import load_codebook
from framing.project import FramingError, InputError, corpus_folder

HEADER = "event_id,date,label,description,frames,powers,citation\n"


def ledger(tmp_path, text, name="events.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_events_are_sorted_by_date_and_a_later_file_replaces_them_one_by_one(tmp_path):
    shared = ledger(tmp_path, HEADER + "b,2024-10-23,B,,,,c\na,1957-10-04,A,,,,c\n", "shared.csv")
    own = ledger(tmp_path, HEADER + "b,2024-10-24,B2,,,,c\n")
    table = read_events(shared, own, tmp_path / "none.csv")
    assert list(table.columns) == list(EVENT_COLUMNS)
    assert table[["event_id", "label"]].values.tolist() == [["a", "A"], ["b", "B2"]]
    assert table["date"].dt.strftime("%Y-%m-%d").tolist() == ["1957-10-04", "2024-10-24"]


def test_columns_may_be_left_out_and_no_ledger_is_an_empty_one(tmp_path):
    table = read_events(ledger(tmp_path, "event_id,date,label,citation\na,1957-10-04,A,c\n"))
    assert table.loc[0, ["description", "frames"]].tolist() == ["", ""]
    assert list(read_events(tmp_path / "none.csv").columns) == list(EVENT_COLUMNS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER.replace("label", "lable"), 'line 1: “lable” is not known; did you mean "label"'),
        (HEADER + "a,2024-10-23,,,,,c\n", "line 2: no label; an event needs an id, a date, a label and a citation"),
        (HEADER + "a,2024-10-23,A,,,,\n", "line 2: no citation"),
        (HEADER + "a,2024-10-23,A,,,,c\n,2024-10-23,A,,,,c\n", "line 3: no event_id"),
        (HEADER + "a,23/10/2024,A,,,,c\n", "line 2: the date “23/10/2024” is not of the form 2024-10-23"),
        (HEADER + "a,2024-02-30,A,,,,c\n", "line 2: the date “2024-02-30”"),
        (HEADER + "a,2024-10-23,A, with a comma,,,,c\n", "line 2: the number of fields differs"),
        (HEADER + "a,2024-10-23\n", "line 2: the number of fields differs"),
    ],
)
def test_an_error_names_file_line_and_column(tmp_path, text, said):
    with pytest.raises(InputError) as error:
        read_events(ledger(tmp_path, text))
    assert str(error.value).startswith(f"events.csv, {said}")


def test_a_ledger_in_another_encoding_is_named_with_its_line(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(HEADER.encode() + "a,2024-10-23,Zürich,,,,c\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"^events\.csv, line 2: not UTF-8 text"):
        read_events(path)


def test_the_shipped_ledger_reaches_from_1957_to_today():
    table = read_events(corpus_folder() / "events.csv")
    assert len(table) >= 40
    assert table["event_id"].is_unique
    assert table["date"].min().year == 1957
    assert table["date"].max().year >= 2024
    frames = load_codebook(corpus_folder() / "codebook.yml").frames
    assert {code for codes in table["frames"] for code in codes.split("|") if code} <= set(frames)


def test_events_are_picked_by_name_or_by_frame(tiny, tmp_path):
    corpus = tiny([{"title": "A spy in space", "date": "1957-01-01"}, {"title": "Space", "date": "1962-01-01"}])
    rows = "a,1957-10-04,A,,space_race,,c\nb,1960-05-01,B,,espionage|threat,,c\nd,1961-04-12,D,,,,c\n"
    corpus = replace(corpus, events=read_events(ledger(tmp_path, HEADER + rows)))
    assert corpus.pick_events()["event_id"].tolist() == ["a", "b", "d"]
    assert corpus.pick_events(frames=["espionage/cyber"])["event_id"].tolist() == ["b"]
    assert corpus.pick_events(frames=["espionage", "space_race"])["event_id"].tolist() == ["a", "b"]
    assert corpus.pick_events(frames=["espionage"], names=["d"])["event_id"].tolist() == ["d"]
    with pytest.raises(FramingError, match=r'events\.csv has no event "e"; known: a, b, d'):
        corpus.pick_events(names=["e"])
