"""Places in JSON text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.json import Text, loads, scan

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


def paths(value: object, path: str = "") -> list[str]:
    """Every key and every element of a list, in the order of the text."""
    found = []
    if isinstance(value, dict):
        for key, inner in value.items():
            own = f"{path}.{key}" if path else key
            found += [own, *paths(inner, own)]
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += [f"{path}[{index}]", *paths(inner, f"{path}[{index}]")]
    return found


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_scan_finds_every_place(value: object, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert [mark.path for mark in scan(text)] == paths(value)
    for mark in scan(text):
        if not mark.path.endswith("]"):
            assert text[mark.offset] == '"'


@given(st.text(alphabet='{}[],:"\\ax1 \n', max_size=40))
def test_scan_survives_any_text(text: str) -> None:
    assert all(0 <= mark.offset < len(text) for mark in scan(text))


@given(st.lists(VALUES, max_size=4))
def test_elements_are_those_of_the_list(values: list[object]) -> None:
    text = json.dumps(values, indent=1)
    read = list(Text(text, "x").elements())
    assert [value for _, value in read] == values
    assert all(not text[offset].isspace() for offset, _ in read)


def test_a_problem_finds_its_line_or_that_of_what_is_around_it() -> None:
    text = Text('[\n {"a":\n  {"b": 1}},\n {"a":\n  {"b": 1}}\n]', "x")
    start = list(text.elements())[1][0]

    def line(path: str) -> int:
        (problem,) = text.placed([Problem(Location("x", 0, path), "wrong")], start, "[1]")
        return problem.at.line

    assert [line(path) for path in ("[1]", "[1].a", "[1].a.b", "[1].a.c", "[1].c")] == [4, 4, 5, 4, 4]


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', "NaN", "[" * 99_999, "{", "1 2"])
def test_one_value_strictly(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        loads(text)
    assert not isinstance(caught.value, InputError)
