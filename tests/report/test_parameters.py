"""Text becomes typed values, and nothing unknown is passed on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.project import FramingError
from framing.report.parameters import Parameter, check_known, convert, declared, parse_assignments

FRAMES = Parameter("frames", "list", [])


def cell(source):
    return {"cells": [{"source": source, "metadata": {"tags": ["parameters"]}}]}


def test_every_line_gives_name_type_default_and_help(parameters_cell):
    found = declared(cell(parameters_cell))
    assert list(found) == ["corpus", "every", "frames", "seed", "out"]
    assert found["seed"] == Parameter("seed", "int", 1, "where drawing begins")
    assert found["frames"] == Parameter("frames", "list", [], "which frames; [] means all")


def test_an_equals_sign_in_a_value_or_a_comment_loses_no_parameter():
    found = declared(cell('query: str = "a=b"  # such as every=month\nshare: float = 1'))
    assert found["query"] == Parameter("query", "str", "a=b", "such as every=month")
    assert found["share"] == Parameter("share", "float", 1.0)


def test_a_notebook_without_a_parameters_cell_declares_none():
    assert declared({"cells": [{"source": "x = 1", "metadata": {}}]}) == {}


@pytest.mark.parametrize(
    "line", ["x: str | None = None", "x: dict = {}", "x: str = print(1)", "import os", "x: int = 'a'", "x: str", "x: ="]
)
def test_a_line_that_cannot_be_set_from_outside_is_refused_with_its_line(line):
    with pytest.raises(FramingError, match=r"parameters cell of 02\.ipynb, line 2"):
        declared(cell(f"a: int = 1\n{line}"), where="02.ipynb")


@pytest.mark.parametrize(
    ("parameter", "text", "value"),
    [
        (Parameter("every", "str", ""), "1", "1"),
        (Parameter("n", "int", 1), "-12", -12),
        (Parameter("share", "float", 0.5), "1e-3", 0.001),
        (Parameter("folded", "bool", True), "No", False),
        (FRAMES, "", []),
        (FRAMES, "space_race, espionage/cyber", ["space_race", "espionage/cyber"]),
        (FRAMES, "[NO, 2021-01-01]", ["NO", "2021-01-01"]),
        (Parameter("years", "list", [2019]), "2020,2021", [2020, 2021]),
    ],
)
def test_text_becomes_the_declared_type(parameter, text, value):
    assert convert(parameter, text, where="-p") == value
    assert type(convert(parameter, text, where="-p")) is type(value)


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        (Parameter("n", "int", 1), "1.5"),
        (Parameter("share", "float", 1.0), "nan"),
        (Parameter("folded", "bool", True), "perhaps"),
        (FRAMES, "[a, [b]]"),
        (FRAMES, "[a"),
        (Parameter("years", "list", [1]), "a"),
        (Parameter("every", "str", ""), ["a", "b"]),
    ],
)
def test_text_of_another_type_is_refused_with_its_place(parameter, text):
    with pytest.raises(FramingError, match=rf"^reports\.yml, line 7: .*{parameter.name}, which takes"):
        convert(parameter, text, where="reports.yml, line 7")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))))
def test_any_list_written_as_json_comes_back(items):
    assert convert(FRAMES, json.dumps(items), where="-p") == items


@given(st.text())
def test_any_text_of_a_text_parameter_comes_back(text):
    assert parse_assignments([f"query={text}"]) == {"query": text}
    assert convert(Parameter("query", "str", ""), text, where="-p") == text


@pytest.mark.parametrize("items", [["every"], ["=month"], ["a b=1"], ["every=month", "every=year"]])
def test_an_assignment_that_is_not_key_and_value_or_comes_twice_is_refused(items):
    with pytest.raises(FramingError, match="-p"):
        parse_assignments(items)


def test_an_unknown_parameter_is_refused_with_the_nearest_known():
    with pytest.raises(FramingError, match=r'-p evry: evry is not a parameter of 02.*did you mean "every"\?'):
        check_known({"evry": "-p evry"}, ["every", "frames", "out"], among="02")


def test_out_belongs_to_the_report():
    with pytest.raises(FramingError, match="use --out DIR"):
        check_known({"out": "-p out"}, ["out"], among="02")
