"""Every format gives the same records, and a file that cannot be read says where."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.articles.readers import Record, Unread, read_file
from framing.project import InputError

ROWS = [
    {"source": "Der Bote", "headline": "Spione, “überall”", "body": "Eins.\nZwei; drei\tvier."},
    {"source": "文汇报", "headline": "太空竞赛", "body": ""},
]


def table(delimiter=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, ["source", "headline", "body"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue()


def lines():
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)


FILES = {
    "a.csv": table().encode(),
    "b.csv": table(";").encode(),
    "c.tsv": table("\t").encode(),
    "d.csv.gz": gzip.compress(table().encode()),
    "e.tsv.gz": gzip.compress(table("\t").encode()),
    "f.jsonl": lines().encode(),
    "g.ndjson": lines().encode() + b"\n\n",
    "h.jsonl.gz": gzip.compress(lines().encode()),
    "i.csv": table().encode("utf-16"),
    "j.csv": table().encode("utf-8-sig"),
    "k.jsonl": lines().encode("utf-8-sig"),
    "l.CSV": table().encode(),
}


def write(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_records(name, tmp_path):
    path = write(tmp_path, name, FILES[name])
    assert list(read_file(path)) == [Record(name, 1, ROWS[0]), Record(name, 2, ROWS[1])]


def test_parquet_gives_the_same_records_and_dates_as_iso(tmp_path):
    path = tmp_path / "a.parquet"
    frame = pd.DataFrame(ROWS).assign(published=pd.to_datetime(["2024-10-23 08:15", None]), authors=[["A", "B"], None])
    frame.to_parquet(path)
    first, second = read_file(path)
    assert first.fields == {**ROWS[0], "published": "2024-10-23T08:15:00", "authors": "A, B"}
    assert second.fields == {**ROWS[1], "published": "", "authors": ""}


def test_parquet_dates_and_numbers_become_text(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"date": [dt.date(2024, 10, 23)], "words": [3], "headline": ["x"]}).to_parquet(path)
    assert next(iter(read_file(path))).fields == {"date": "2024-10-23", "words": "3", "headline": "x"}


def test_a_text_file_is_one_article_whose_first_line_is_the_headline(tmp_path):
    path = write(tmp_path, "a.txt", b"\n  Spies in space \nOne.\n\nTwo.\n")
    assert list(read_file(path)) == [Record("a.txt", 1, {"headline": "Spies in space", "body": "One.\n\nTwo."})]


def test_a_text_file_that_is_not_text_is_one_unread_record(tmp_path):
    (unread,) = read_file(write(tmp_path, "a.txt", b"ok\n\xff\xfa\x80"))
    assert isinstance(unread, Unread)
    assert unread.reason == "cannot be read"
    assert "a.txt, line 2" in unread.detail


def test_uneven_rows_are_unread_with_their_number_and_blank_lines_are_no_records(tmp_path):
    text = "source,headline,body\nA,one,b\n\nA,two\nA,three,b,extra,more\nA,four,b\n"
    found = list(read_file(write(tmp_path, "a.csv", text.encode())))
    assert [(type(each).__name__, each.number) for each in found] == [
        ("Record", 1), ("Unread", 2), ("Unread", 3), ("Record", 4),
    ]  # fmt: skip
    assert found[1].reason == found[2].reason == "the fields do not fit the header"
    assert [found[1].detail, found[2].detail] == [
        "2 fields where the header has 3",
        "5 fields where the header has 3",
    ]
    assert found[2].fields == {"source": "A", "headline": "three", "body": "b", "extra_0": "extra", "extra_1": "more"}


def test_json_lines_that_are_no_objects_are_unread(tmp_path):
    text = '{"headline": "a"}\n{"headline": \n[1, 2]\n"b"\n' + "[" * 100_000 + '\n{"headline": "c"}\n'
    found = list(read_file(write(tmp_path, "a.jsonl", text.encode())))
    assert [isinstance(each, Record) for each in found] == [True, False, False, False, False, True]
    assert {each.reason for each in found if isinstance(each, Unread)} == {"not JSON"}
    assert found[2].detail == "no object with named fields"
    assert found[1].fields == {"line": '{"headline": '}


def test_nested_json_becomes_text(tmp_path):
    row = {"title": "T", "source": {"id": None, "name": "Wired"}, "authors": ["A", {"name": "B"}], "n": 1, "x": None}
    found = next(iter(read_file(write(tmp_path, "a.jsonl", json.dumps(row).encode()))))
    assert found.fields == {"title": "T", "source": "Wired", "authors": "A, B", "n": "1", "x": ""}


def test_half_a_character_is_replaced_and_a_whole_pair_is_not(tmp_path):
    path = write(tmp_path, "a.jsonl", b'{"headline": "spy \\ud800 \\ud83d\\ude80"}')
    assert next(iter(read_file(path))).fields == {"headline": "spy \N{REPLACEMENT CHARACTER} \N{ROCKET}"}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", "headline,body\nok,ok\nZürich,b\n".encode("cp1252"), r"^a\.csv, line 3: not UTF-8 text"),
        ("a.jsonl", b'{"headline": "ok"}\n{"headline": "\xfc"}', r"^a\.jsonl, line 2: not UTF-8 text"),
        ("a.csv", b"", r"^a\.csv, line 1: no header"),
        ("a.csv", b"nothing\nhere\n", r"^a\.csv, line 1: no header"),
        ("a.csv", b"title,body,title\n1,2,3\n", "^a\\.csv, line 1: the column “title” stands twice"),
        ("a.csv.gz", b"not gzip", r"^a\.csv\.gz cannot be read"),
        ("a.csv.gz", gzip.compress(b"a,b\n1,2\n" * 99, mtime=0)[:25], r"^a\.csv\.gz cannot be read"),
        ("a.csv.gz", gzip.compress(b"a,b\n", mtime=0)[:10] + b"\xff" * 30, r"^a\.csv\.gz cannot be read"),
        ("a.parquet", b"PAR1 not", r"^a\.parquet cannot be read as Parquet"),
        ("a.docx", b"x", r"^a\.docx is of a kind that cannot be read here; known: csv"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_in_one_sentence(name, data, said, tmp_path):
    with pytest.raises(InputError, match=said) as error:
        list(read_file(write(tmp_path, name, data)))
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"There is no file .*none\.csv; check the name"):
        list(read_file(tmp_path / "none.csv"))


def test_a_table_of_one_known_column_is_read(tmp_path):
    found = list(read_file(write(tmp_path, "a.csv", b"Title\nA spy\nA race\n")))
    assert [each.fields for each in found] == [{"Title": "A spy"}, {"Title": "A race"}]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=6))
def test_whatever_the_texts_csv_and_jsonl_give_them_back(rows):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([("headline", "body"), *rows])
        found = [each.fields for each in read_file(write(folder, "a.csv", out.getvalue().encode()))]
        assert found == [{"headline": h, "body": b} for h, b in rows]
        said = "\n".join(json.dumps({"headline": h, "body": b}) for h, b in rows)
        found = [each.fields for each in read_file(write(folder, "a.jsonl", said.encode()))]
        assert found == [{"headline": h, "body": b} for h, b in rows]
