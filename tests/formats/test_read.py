"""Files of cases: what each format is recognised by, and what malformed input comes to."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from sekisho.formats.notes import Rejected
from sekisho.formats.read import Format, read
from sekisho.model.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.law.facts import Facts

CASE = {"id": "A", "action": "buy", "item": {"class": "router"}}
OTHER = {"id": "B", "action": "sell"}


def texts(data: str | bytes, facts: Facts, name: str = "stdin", **how: object) -> list[Case | Rejected]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read(io.BytesIO(raw), facts, name=name, **how))  # type: ignore[arg-type]


def one_problem(results: list[Case | Rejected]) -> Problem:
    (rejected,) = (result for result in results if isinstance(result, Rejected))
    (problem,) = rejected.problems
    return problem


def ids(results: list[Case | Rejected]) -> list[str]:
    return [result.id for result in results if isinstance(result, Case)]


TOML = '[[case]]\nid = "A"\naction = "buy"\nitem.class = "router"\n[[case]]\nid = "B"\naction = "sell"\n'
BOM = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "device", "name": "chip"}]}'


# --- recognising ---


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (json.dumps([CASE, OTHER]), ".json"),
        (json.dumps([CASE, OTHER], indent=2), ".json"),
        (f"{json.dumps(CASE)}\n\n{json.dumps(OTHER)}\n", ".jsonl"),
        (f"{json.dumps(CASE)}\r\n{json.dumps(OTHER)}", ".ndjson"),
        (TOML, ".toml"),
        ("id,action,item.class\nA,buy,router\nB,sell,\n", ".csv"),
    ],
)
def test_every_format_is_told_by_suffix_and_by_look(facts: Facts, data: str, suffix: str) -> None:
    by_suffix = texts(data, facts, f"cases{suffix}")
    assert ids(by_suffix) == ["A", "B"]
    assert texts(data, facts, "cases.txt") == by_suffix
    if suffix in (".json", ".toml"):
        assert texts("\n  \n" + data, facts) == by_suffix
    assert texts(b"\xef\xbb\xbf" + data.encode(), facts) == by_suffix


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(CASE),
        json.dumps(CASE, indent=1),
        'id = "A"\naction = "buy"\nitem.class = "router"\n',
        '# one\n[item]\nclass = "router"\n',
    ],
)
def test_a_single_case(facts: Facts, data: str) -> None:
    (case,) = texts(data, facts)
    assert isinstance(case, Case)
    assert case.facts["item.class"] == "router"


def test_a_bom_by_itself_is_a_case_of_its_item(facts: Facts) -> None:
    for data in (BOM, json.dumps(json.loads(BOM), indent=2)):
        (case,) = texts(data, facts, "board.cdx.json")
        assert isinstance(case, Case)
        assert (case.id, case.parties) == ("board.cdx.json", None)
        assert case.components is not None
        assert case.components[0].facts == {"name": "chip"}
    assert ids(texts(BOM, facts)) == ["stdin"]


def test_the_format_can_be_said(facts: Facts) -> None:
    assert ids(texts(json.dumps(CASE), facts, "x.csv", format=Format.JSONL)) == ["A"]


def test_cases_without_a_name_are_called_by_their_place(facts: Facts, tmp_path: Path) -> None:
    bare = '{"action": "buy"}'
    assert ids(texts(f"{bare}\n{bare}", facts, "x.jsonl")) == ["x.jsonl:1", "x.jsonl:2"]
    assert ids(texts(f"[{bare}, {bare}]", facts, "x.json")) == ["x.json[0]", "x.json[1]"]
    assert ids(texts(bare, facts, "x.json")) == ["x.json"]
    assert ids(texts('[[case]]\naction = "buy"', facts, "x.toml")) == ["x.toml[0]"]
    assert ids(texts("action\nbuy\nsell", facts, "x.csv")) == ["x.csv:2", "x.csv:3"]
    path = tmp_path / "y.json"
    path.write_text(bare)
    assert [result.id for result in read(path, facts, name="y.json")] == ["y.json"]


def test_a_bom_is_looked_for_beside_the_file(facts: Facts, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(BOM)
    path = tmp_path / "cases.jsonl"
    path.write_text('{"item": {"bom": "b.json"}}\n{"item": {"bom": "b.json"}}\n')
    first, second = read(path, facts, name="cases.jsonl")
    assert isinstance(first, Case)
    assert isinstance(second, Case)
    assert first.components is not None
    assert first.components is second.components


# --- malformed ---


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ('{\n "a": 1\n "b": 2\n}', 3, "broken JSON: Expecting ',' delimiter (line 3, column 2)"),
        ('{"id": "A",}', 1, "broken JSON"),
        ("nonsense", 1, "broken JSON"),
        ("", 1, "broken JSON: Expecting value"),
        ('{"id": "A"}\n{"id": "B"}', 2, "more after the end"),
        ('[{"id": "A"}] x', 1, "more after the end of the list"),
        ('[{"id": "A"} {"id": "B"}]', 1, "a comma or ] is missing"),
        ('{"id": "A",\n "item": {"brand": "x",\n  "brand": "y"}}', 3, "the key 'brand' stands twice"),
        ('{"item": {"us_content_percent": NaN}}', 1, "NaN is no number here"),
        ('{"item":\n {"us_content_percent": -Infinity}}', 2, "-Infinity is no number here"),
        ('{"item": {"us_content_percent": %s}}' % ("9" * 5000), 1, "too many digits"),
        ('{"a":' * 100_000, 1, "nested too deep"),
        ("[" * 100_000, 1, "nested too deep"),
        ("[1]", 1, "the case has to be a table, not a number"),
        ('"text"', 1, "the case has to be a table, not text"),
    ],
)
def test_broken_json(facts: Facts, data: str, line: int, message: str) -> None:
    problem = one_problem(texts(data, facts, "x.json"))
    assert (problem.at.file, problem.at.line) == ("x.json", line)
    assert message in problem.message
    assert problem.hint


def test_problems_of_a_case_have_their_line(facts: Facts) -> None:
    data = json.dumps([CASE, {"id": "C", "parties": [{"name": "x"}, {"contry": "cn"}]}, OTHER], indent=1)
    good, bad, after = texts(data, facts, "x.json")
    assert (good.id, bad.id, after.id) == ("A", "C", "B")
    problem = one_problem([bad])
    assert (
        str(problem.at) == f"x.json:{data[: data.index('contry')].count(chr(10)) + 1} [1].parties[1].contry"
    )
    assert problem.hint == "did you mean 'country'?"


def test_cases_before_broken_json_are_still_read(facts: Facts) -> None:
    results = texts(json.dumps([CASE, OTHER])[:-1] + ", {", facts, "x.json")
    assert ids(results) == ["A", "B"]
    assert "broken JSON" in one_problem(results).message


def test_lines_after_a_broken_line_are_still_read(facts: Facts) -> None:
    data = b'{"id": "A"}\n{"id": \n{"id": "\xff"}\n[]\n{"id": "B", "date": "2018-02-30"}\n{"id": "C"}'
    results = texts(data, facts, "x.jsonl")
    assert ids(results) == ["A", "C"]
    rejected = [result for result in results if isinstance(result, Rejected)]
    assert [(each.id, each.problems[0].at.line) for each in rejected] == [
        ("x.jsonl:2", 2),
        ("x.jsonl:3", 3),
        ("x.jsonl:4", 4),
        ("B", 5),
    ]
    assert "byte 0xff is not UTF-8" in rejected[1].problems[0].message
    assert rejected[3].problems[0].at.path == "date"


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.toml", "x.csv", "-"])
def test_bytes_that_are_not_utf8(facts: Facts, name: str) -> None:
    results = texts(b'{"id": "a",\n"note": "\xe9"}\n', facts, name)
    found = [problem for result in results if isinstance(result, Rejected) for problem in result.problems]
    if name == "x.csv":  # its header is wrong already
        found = [
            p for r in texts(b"id,note\na,\xe9\n", facts, name) if isinstance(r, Rejected) for p in r.problems
        ]
    (problem,) = (problem for problem in found if "byte 0xe9 is not UTF-8" in problem.message)
    assert problem.at.line == 2
    assert "save the file as UTF-8" in problem.hint


def test_utf16_is_named(facts: Facts) -> None:
    problem = one_problem(texts(json.dumps(CASE).encode("utf-16"), facts, "x.json"))
    assert "it is perhaps in UTF-16" in problem.hint


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        ("id = \n", 1, "broken TOML"),
        ('id = "a"\nid = "b"', 2, "broken TOML"),
        ("[[case]]\naction = ", 2, "broken TOML"),
        ("", 0, "holds no case"),
        ('id = "x"\n[[case]]', 0, "'id' stands beside [[case]]"),
        ("case = 1", 0, "`case` is no list of tables"),
        ("[[case]]\ndate = 2018-02-30", 2, "broken TOML"),
        ("[[case]]\ndate = 12:30:00", 0, "a date is needed here"),
        ("[item]\nus_content_percent = inf", 0, "not 'inf'"),
        ("x = " + "[" * 5000, 0, "nested too deep"),
    ],
)
def test_broken_toml(facts: Facts, data: str, line: int, message: str) -> None:
    problem = one_problem(texts(data, facts, "x.toml"))
    assert problem.at.line == line
    assert message in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("data", "message"), [("", "holds no case"), (" \n\n", "holds no case"), ("<bom/>", "XML")]
)
def test_input_of_no_format(facts: Facts, data: str, message: str) -> None:
    assert message in one_problem(texts(data, facts)).message


def test_a_file_that_is_not_there(facts: Facts, tmp_path: Path) -> None:
    for path in (tmp_path / "absent.json", tmp_path):
        assert "cannot be read" in one_problem(list(read(path, facts, name="x"))).message


# --- limits ---


@pytest.mark.parametrize("name", ["x.json", "x.toml"])
def test_a_file_that_must_be_read_whole_has_a_limit(facts: Facts, name: str) -> None:
    problem = one_problem(texts(b" " * 4097, facts, name, limit=4096))
    assert "larger than 0.00390625 MiB" in problem.message
    assert "JSON Lines or CSV" in problem.hint
    assert "larger" not in one_problem(texts(b" " * 4096, facts, name, limit=4096)).message


class Endless(io.RawIOBase):
    """A stream of as many bytes as one likes, that are made when they are asked for."""

    def __init__(self, line: bytes, count: int, head: bytes = b"") -> None:
        self._lines: Iterator[bytes] = (line for _ in range(count))
        self._rest = head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while len(self._rest) < len(view):
            line = next(self._lines, b"")
            if not line:
                break
            self._rest += line
        size = min(len(view), len(self._rest))
        view[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def test_two_hundred_megabytes_are_refused_before_they_are_held(facts: Facts) -> None:
    tracemalloc.start()
    stream = io.BufferedReader(Endless(b" " * 2**20, 200))
    results = list(read(stream, facts, name="x.json"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "64 MiB" in one_problem(results).message
    assert peak < 200 * 2**20


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv"])
def test_lines_are_streamed(facts: Facts, name: str) -> None:
    line = (json.dumps({"note": "x" * 3000}) if name == "x.jsonl" else "buy," + "x" * 3000).encode() + b"\n"
    head = b"" if name == "x.jsonl" else b"action,note\n"
    stream = io.BufferedReader(Endless(line, 5000, head))
    tracemalloc.start()
    count = sum(isinstance(result, Case) for result in read(stream, facts, name=name))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 5000
    assert peak < 2 * 2**20


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv"])
def test_a_line_that_never_ends_is_passed_over(facts: Facts, name: str) -> None:
    first, good = (b"", b'{"id": "A"}') if name == "x.jsonl" else (b"id\n", b"A")
    results = texts(first + b"x" * (3 * 2**20) + b"\n" + good + b"\n", facts, name)
    assert "longer than 1 MiB" in one_problem(results).message
    assert ids(results) == ["A"]
    results = texts(first + b"x" * (3 * 2**20), facts, name)
    assert ids(results) == []
