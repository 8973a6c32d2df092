"""The cache of measured rows: whole segments or none, and what is broken is measured again."""

from __future__ import annotations

import os
import time

import pyarrow as pa
import pytest

from framing.engine.cache import KEY, Cache, Memory
from framing.engine.digests import digest


def keys(*names):
    return pa.array([name.encode().ljust(16, b"\0") for name in names], KEY)


def rows(*numbers):
    return pa.table({"n": list(numbers), "listed": pa.array([[f"w{n}"] * n for n in numbers], pa.list_(pa.string()))})


@pytest.fixture(params=["folder", "memory"])
def cache(request, tmp_path):
    return Cache(tmp_path / "kept") if request.param == "folder" else Memory()


def test_rows_come_back_in_the_order_asked_for_however_they_were_kept(cache):
    cache.keep("words-1", keys("b", "a"), rows(2, 1))
    cache.keep("words-1", keys("c"), rows(3))
    found = cache.read("words-1", keys("c", "a", "a", "b"))
    assert found.to_pydict() == {"n": [3, 1, 1, 2], "listed": [["w3"] * 3, ["w1"], ["w1"], ["w2"] * 2]}


def test_a_row_that_is_not_there_is_missing_and_nothing_is_read(cache):
    cache.keep("words-1", keys("a"), rows(1))
    assert cache.missing("words-1", keys("a", "b")).tolist() == [False, True]
    assert cache.missing("words-2", keys("a")).tolist() == [True]
    assert cache.read("words-1", keys("a", "b")) is None
    assert cache.read("words-2", keys("a")) is None


def test_segment_by_segment_each_key_comes_once(cache):
    cache.keep("words-1", keys("a", "b"), rows(1, 2))
    cache.keep("words-1", keys("b", "c"), rows(2, 3))  # two runs at once measured b
    found = [
        (at.tolist(), table["n"].to_pylist()) for at, table in cache.each("words-1", keys("c", "b", "x", "a", "b"))
    ]
    assert found == [([1, 3, 4], [2, 1, 2]), ([0], [3])]


def test_dictionaries_of_several_segments_are_put_together(cache):
    for key, name in (("a", "spy"), ("b", "moon")):
        listed = pa.array([["orbit", name]], pa.large_list(pa.dictionary(pa.int32(), pa.string())))
        cache.keep("terms-1", keys(key), pa.table({"term": listed}))
    assert cache.read("terms-1", keys("b", "a"))["term"].to_pylist() == [["orbit", "moon"], ["orbit", "spy"]]


@pytest.mark.parametrize("damage", ["truncated", "emptied", "changed", "removed"])
def test_a_broken_segment_is_never_read_and_its_rows_are_missing(tmp_path, damage):
    cache = Cache(tmp_path)
    cache.keep("words-1", keys("a"), rows(1))
    cache.keep("words-1", keys("b"), rows(20))
    first, second = sorted((tmp_path / "words-1").glob("*.parquet"))
    data = bytearray(second.read_bytes())
    if damage == "truncated":
        second.write_bytes(data[: len(data) // 2])
    elif damage == "emptied":
        second.write_bytes(b"")
    elif damage == "changed":
        data[30] ^= 0xFF  # within the first page: its checksum tells
        second.write_bytes(data)
    else:
        second.unlink()
    assert cache.read("words-1", keys("b")) is None
    assert cache.read("words-1", keys("a"))["n"].to_pylist() == [1]
    assert first.exists() and not second.exists()


def test_what_is_half_written_is_not_read_and_is_tidied_away_in_time(tmp_path):
    cache = Cache(tmp_path)
    cache.keep("words-1", keys("a"), rows(1))
    aside = tmp_path / "words-1" / ".000-x.parquet.77"
    aside.write_bytes(b"half")
    assert cache.read("words-1", keys("a"))["n"].to_pylist() == [1]
    cache.tidy()
    assert aside.exists()  # it may be another run's, at work
    long_ago = time.time() - 200_000
    os.utime(aside, (long_ago, long_ago))
    cache.tidy()
    assert not aside.exists()


def test_of_each_kind_the_instruments_used_last_are_kept(tmp_path):
    cache = Cache(tmp_path)
    for number in range(12):
        cache.keep(f"frames-{number:02d}", keys("a"), rows(1))
        stamp = time.time() - 1000 + number
        os.utime(tmp_path / f"frames-{number:02d}", (stamp, stamp))
    cache.keep("words-1", keys("a"), rows(1))
    cache.read("frames-00", keys("a"))  # used now
    cache.tidy()
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "frames-00", *(f"frames-{number:02d}" for number in range(5, 12)), "words-1",
    ]  # fmt: skip


def test_a_digest_tells_its_parts_apart():
    assert len({digest("a", "b"), digest("ab"), digest("a", "b", ""), digest("b", "a")}) == 4
