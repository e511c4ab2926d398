"""JSON and JSON Lines to rows, and the ways they are refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.errors import InputError
from sekisho.lists.declaration import MAIN
from sekisho.lists.read import json as reader
from sekisho.lists.read import rows
from tests.lists.declared import HEAD, NAMED, declare

if TYPE_CHECKING:
    from pathlib import Path

LIST = 'kind = "json", rows = "results"'


def read(
    folder: Path, content: bytes | str, form: str = LIST, more: str = ""
) -> list[dict[str, tuple[str, ...]]]:
    path = folder / "list.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    source = declare(folder, HEAD.replace('kind = "csv"', form) + NAMED + more)
    return [dict(row.values) for row in rows({MAIN: path}, source)]


def refusal(folder: Path, content: bytes | str, form: str = LIST, more: str = "") -> str:
    with pytest.raises(InputError) as caught:
        read(folder, content, form, more)
    return caught.value.diagnostics()


def test_rows_are_flat(tmp_path: Path) -> None:
    row = {
        "Name": "A",
        "none": None,
        "empty": [],
        "yes": True,
        "number": 1.50,
        "names": ["a", "b"],
        "in": {"a": {"b": "c"}},
        "addresses": [
            {"city": "Rome", "of": {"x": "1"}},
            {"country": "it"},
            {"city": "Bari", "of": {"x": "2"}},
        ],
        "lists": [{"of": ["a", "b"]}, {"of": ["c"]}],
    }
    content = json.dumps({"total": 1, "results": [row], "more": {"a": []}}).replace("1.5", "1.50")
    assert read(tmp_path, content) == [
        {
            "Name": ("A",),
            "none": (),
            "empty": (),
            "yes": ("true",),
            "number": ("1.50",),
            "names": ("a", "b"),
            "in.a.b": ("c",),
            "addresses[].city": ("Rome", "", "Bari"),
            "addresses[].of.x": ("1", "", "2"),
            "addresses[].country": ("", "it", ""),
            "lists[].of": ("a", "b", "c"),
        }
    ]


def test_the_rows_may_lie_deeper_or_be_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": {"x": 1, "b": [{"Name": "A"}]}}', 'kind = "json", rows = "a.b"') == [
        {"Name": ("A",)}
    ]
    assert read(tmp_path, '[{"Name": "A"}, {"Name": "B"}]', 'kind = "json"')[1] == {"Name": ("B",)}
    assert read(tmp_path, '{"Name": "A"}\n\n{"Name": "B"}\n', 'kind = "jsonl"')[1] == {"Name": ("B",)}
    assert read(tmp_path, '\ufeff{"results": []}') == []


def test_columns_of_empty_lists_of_tables_are_known(tmp_path: Path) -> None:
    from tests.lists.declared import said

    text = HEAD.replace('kind = "csv"', LIST) + NAMED + '"in[].city" = { prop = "address" }\n'
    rows_said = said(
        tmp_path, text, '{"results": [{"Name": "A", "in": []}, {"Name": "B", "in": [{"city": "X"}]}]}'
    )
    assert [each.statement.value for each in rows_said if each.statement.prop == "address"] == ["X"]
    assert said(tmp_path, text, '{"results": [{"Name": "A", "in": null}]}')
    with pytest.raises(InputError):
        said(tmp_path, text, '{"results": [{"Name": "A", "in": ["x"]}]}')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "<html><title>Just a moment...</title></html>",
            "an HTML page stands in place of JSON (“Just a moment...”)",
        ),
        ('{"items": []}', "there is no 'results'"),
        ("{}", "there is no 'results'"),
        ("[]", "there is no 'results': the file is no table"),
        ('{"results": {}}', "the rows are no list, but a table of names and values"),
        ('{"results": 7}', "there is no list of rows"),
        ('{"results": [{"Name": "A"}', "the document ends too early"),
        ('{"results": [{"Name": "A"}]', "the document ends too early"),
        ('{"results": [{"Name": "A', "not JSON"),
        ('{"results": [{"Name": "A"}]} x', "something follows the end"),
        ('{"results": [{"Name": "A"} {"Name": "B"}]}', "a comma or ] is missing"),
        ('{"results": [1]}', "the row is no table"),
        ('{"results": [{"Name": ["A", {"b": 1}]}]}', "mixes texts and tables"),
        ('{"results": [{"Name": "a\\u0000b"}]}', "a field holds a NUL byte"),
        ('{"results": [{"Name": "\\ud800"}]}', "half a character"),
        (b'{"results": [{"Name": "\xff"}]}', "not UTF-8"),
        ('{\n"results": [\n{"Name": "A",}\n]}', "list.json:3"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(tmp_path: Path, content: bytes | str, message: str) -> None:
    assert message in refusal(tmp_path, content)


def test_a_field_or_row_over_the_limit_is_refused(tmp_path: Path) -> None:
    limit = "[assert]\nmax_field = 10\n"
    assert "a field of 11 characters" in refusal(
        tmp_path, '{"results": [{"Name": "%s"}]}' % ("x" * 11), more=limit
    )
    huge = b'{"results": [{"Name": "' + b"x" * 50_000_000 + b'"}]}'
    assert "a row of over" in refusal(tmp_path, huge)
    assert "a line of over" in refusal(tmp_path, huge, 'kind = "jsonl"')


def test_what_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = '{"results": [' + '{"a":' * 200_000 + "1" + "}" * 200_000 + "]}"
    assert "nested too deeply" in refusal(tmp_path, deep)


def test_a_line_that_is_no_json_is_refused(tmp_path: Path) -> None:
    assert "list.json:2: not JSON" in refusal(tmp_path, '{"Name": "A"}\n{"Name": \n', 'kind = "jsonl"')


WHOLE = json.dumps(
    {"a": 1, "results": [{"Name": f"Company {n} 华为", "n": n, "x": [n]} for n in range(40)], "z": [True]}
)


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64, 1000])
def test_blocks_of_any_size_give_the_same_rows(
    tmp_path: Path, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = read(tmp_path, WHOLE)
    monkeypatch.setattr(reader, "BLOCK", block)
    assert read(tmp_path, WHOLE) == expected
    assert len(expected) == 40


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=0, max_value=len(WHOLE.encode()) - 2))
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, cut: int) -> None:
    assert refusal(tmp_path, WHOLE.encode()[:cut])
