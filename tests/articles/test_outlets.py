"""Which outlet a name or an address means, and what sources.csv may hold."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.articles.sources import OTHER, Outlets, read_sources
from framing.project import InputError, corpus_folder

HEADER = "name,aliases,domains,country,group,ownership,language,agency\n"


@pytest.fixture
def outlets():
    rows = [
        {"name": "Xinhua", "aliases": "xinhuanet|新华社", "domains": "news.cn|xinhuanet.com", "country": "China",
         "group": "China", "ownership": "state", "language": "en", "agency": True},
        {"name": "The Washington Post", "aliases": "WaPo", "domains": "washingtonpost.com", "country": "United States",
         "group": "United States", "ownership": "private", "language": "en", "agency": False},
        {"name": "Gazette", "domains": "gazette.co.uk", "group": ""},
    ]  # fmt: skip
    return Outlets(pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("name", "address", "outlet"),
    [
        ("Xinhua", "", "Xinhua"),
        ("XINHUANET", "", "Xinhua"),
        ("新华社", "", "Xinhua"),
        ("washington post", "", "The Washington Post"),
        ("the washington-post", "", "The Washington Post"),
        ("wapo", "", "The Washington Post"),
        ("", "https://www.washingtonpost.com/a/b", "The Washington Post"),
        ("", "news.cn", "Xinhua"),
        ("", "http://english.news.cn/20241023/1.html", "Xinhua"),
        ("www.washingtonpost.com", "", "The Washington Post"),
        ("english.news.cn", "", "Xinhua"),
        ("", "https://notnews.cn/1", "notnews.cn"),
        ("", "https://www.gazette.co.uk:8080/x", "Gazette"),
        ("", "other.co.uk", "other.co.uk"),
        ("Some Blog", "https://washingtonpost.com/1", "The Washington Post"),
        ("Some Blog ", "https://blog.example/1", "Some Blog"),
        ("", "", ""),
        ("", "no address", ""),
    ],
)
def test_by_alias_else_by_domain_or_one_above_else_as_given(outlets, name, address, outlet):
    assert outlets.resolve([name], [address]) == [outlet]


def test_an_alias_wins_over_the_address(outlets):
    assert outlets.resolve(["Xinhua"], ["https://washingtonpost.com/syndicated"]) == ["Xinhua"]


def test_unknown_outlets_and_those_without_a_group_form_the_group_other(outlets):
    about = outlets.about(["Xinhua", "Blog", "", "Gazette", "Xinhua"])
    assert about["group"].tolist() == ["China", OTHER, OTHER, OTHER, "China"]
    assert about["country"].tolist() == ["China", "", "", "", "China"]
    assert about["agency"].tolist() == [True, False, False, False, True]


def test_a_corpus_replaces_the_shared_table_row_by_row(outlets):
    own = pd.DataFrame([{"name": "Xinhua", "domains": "xinhua.example", "group": "Agencies"}])
    both = Outlets(outlets.table, own)
    assert both.resolve(["", "", "wapo"], ["xinhua.example", "news.cn", ""]) == [
        "Xinhua", "news.cn", "The Washington Post",
    ]  # fmt: skip
    assert both.about(["Xinhua"])["group"].tolist() == ["Agencies"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,grup\nA,B\n", 'line 1: “grup” is not known; did you mean "group"'),
        ("country\nA\n", "line 1: no column “name”"),
        (HEADER + "A,,,,,,,\n,,,,,,,\n", "line 3: the outlet has no name"),
        (HEADER + "A,,,,,,,\nB,,,,,,,\nA,,,,,,,\n", "line 4: “A” stands on line 2 too"),
        (HEADER + "A,,,,,stat,en,\n", 'line 2: ownership “stat” is not known; did you mean "state"'),
        (HEADER + "A,,,,,,,yes\n", "line 2: agency is “yes”; write true or false"),
        (HEADER + "A,,,\n", "line 2: not 8 fields"),
        (HEADER + "A,,,Korea, South,,,,\n", "line 2: not 8 fields"),
    ],
)
def test_an_error_names_file_line_and_column(tmp_path, text, said):
    path = tmp_path / "sources.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_sources(path)
    assert str(error.value).startswith(f"sources.csv, {said}")


def test_a_table_saved_in_another_encoding_is_named_with_its_line(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_bytes("name,country\nBund,CH\nZürich,CH\n".encode("cp1252"))
    with pytest.raises(InputError, match=r"^sources\.csv, line 3: not UTF-8 text"):
        read_sources(path)


def test_columns_that_are_absent_are_empty(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text("\ufeffname, group\n Alpha , North \n", encoding="utf-8")
    table = read_sources(path)
    assert table.loc[0, ["name", "group", "country"]].tolist() == ["Alpha", "North", ""]
    assert table["agency"].tolist() == [False]


def test_the_shipped_table_is_sound():
    table = read_sources(corpus_folder() / "sources.csv")
    assert len(table) >= 80
    domains = [each for row in table["domains"] for each in row.split("|") if each]
    assert len(domains) == len(set(domains))
    assert all(each == each.strip().casefold() and "/" not in each for each in domains)
    names = Outlets(table)
    assert names.resolve(list(table["name"]), [""] * len(table)) == list(table["name"])
