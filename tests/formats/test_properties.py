"""What holds of any input: reading never crashes, and the formats say the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.case import case_of
from sekisho.formats.cyclonedx import read_bom
from sekisho.formats.keys import IDENTIFIERS, Kind, shape_of
from sekisho.formats.notes import Rejected
from sekisho.formats.read import Format, read
from sekisho.law.facts import Facts
from sekisho.model.case import Case
from tests.whole import SHARED, needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.formats.keys import Element, Slot

FACTS = Facts.load(Path(__file__).parents[2] / "sekisho/corpus/law/facts.toml")
SHAPE = shape_of(FACTS)
NAMES = ("x.json", "x.jsonl", "x.toml", "x.csv", "-")

TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
)
DAYS = st.dates().map(str)
PARTIAL = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


def values(slot: Slot) -> st.SearchStrategy[Any]:
    """What a key may hold."""
    match slot.kind:
        case Kind.TEXT:
            return TEXT
        case Kind.WORD:
            return st.sampled_from(sorted(slot.words or ()))
        case Kind.WORDS:
            return st.lists(st.sampled_from(sorted(slot.closed)), min_size=1, max_size=3, unique=True)
        case Kind.YES_NO:
            return st.booleans()
        case Kind.NUMBER:
            return st.integers(0, 100) | st.sampled_from([49.5, ">=50", "<=49.9"])
        case Kind.DATE:
            return PARTIAL
        case Kind.PART:
            return st.nothing()


def table(element: Element, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A table with some of its keys."""
    own = {key: values(slot) for key, slot in element.slots.items() if slot.kind is not Kind.PART}
    return st.fixed_dictionaries({}, optional=own | parts)


def lists(rows: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(rows.filter(lambda row: "until" not in row), min_size=0, max_size=2)


E = SHAPE.elements
MARKS = st.dictionaries(st.sampled_from(IDENTIFIERS), TEXT, max_size=2)
OWNERS = lists(table(E["owner"]).map(lambda row: row | {"name": "Foo"}))
USES = lists(table(E["party-use"], identifiers=MARKS))
PARTS = lists(table(E["component"], identifiers=MARKS))
COMPANY = {"owners": OWNERS, "uses": USES}
CASES = table(
    E["case"],
    id=TEXT,
    date=DAYS,
    actor=table(E["actor"], **COMPANY),
    parties=lists(table(E["party"], **COMPANY)),
    item=table(E["item"], identifiers=MARKS, components=lists(table(E["component"], components=PARTS))),
    use=table(E["use"]),
    facts=table(E["facts"]),
    authorisations=lists(table(E["authorisation"])),
)


def only(data: bytes, name: str) -> Case:
    (case,) = read(io.BytesIO(data), FACTS, name=name)
    assert isinstance(case, Case), case
    return case


@given(CASES)
def test_json_lines_and_arrays_say_the_same(data: dict[str, Any]) -> None:
    case = case_of(data, Location("x"), FACTS, default_id="x.json")
    assert only(json.dumps(data, indent=2).encode(), "x.json") == case
    assert only(json.dumps(data, ensure_ascii=False).encode(), "x.jsonl").facts == case.facts
    assert only(json.dumps([data]).encode(), "x.json").components == case.components


@given(CASES)
def test_a_table_says_the_same(data: dict[str, Any]) -> None:
    data = {"id": "A", **data}
    cells = dict(columns(data))
    out = io.StringIO()
    csv.writer(out).writerows([list(cells), list(cells.values())])
    assert only(out.getvalue().encode(), "x.csv") == case_of(data, Location("x"), FACTS, default_id="x")


def columns(data: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """A case as dotted columns; lists of tables inside lists as JSON."""
    found: list[tuple[str, str]] = []
    for key, value in data.items():
        if isinstance(value, dict):
            found += columns(value, f"{prefix}{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict) and all(value) and not prefix:
            for number, row in enumerate(value, 1):
                found += columns(row, f"{prefix}{key}.{number}.")
        elif isinstance(value, list) and value and isinstance(value[0], str):
            found.append((prefix + key, "|".join(value)))
        elif isinstance(value, str):
            found.append((prefix + key, value))
        else:
            found.append((prefix + key, json.dumps(value)))
    return found


KEYS = st.text(max_size=5) | st.sampled_from(
    [
        "item",
        "parties",
        "actor",
        "owners",
        "components",
        "name",
        "class",
        "date",
        "from",
        "until",
        "share",
        "kinds",
        "bom",
        "identifiers",
        "use",
        "facts",
        "authorisations",
        "listed",
        "uses",
        "maker.on.x",
        "metadata",
        "compositions",
        "dependencies",
        "ref",
        "dependsOn",
        "properties",
        "value",
        "type",
        "bom-ref",
        "assemblies",
        "id",
        "known",
    ]
)

JSONISH = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2018-02-30", "cn"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def problems_of(make: Callable[[], object]) -> tuple[Problem, ...]:
    """What is wrong, if anything is; whatever is refused has a problem."""
    try:
        make()
    except InputError as error:
        return error.problems or (Problem(Location("x"), ""),)
    return ()


@given(st.dictionaries(KEYS, JSONISH, max_size=5))
def test_any_table_is_a_case_or_a_list_of_problems(data: dict[str, Any]) -> None:
    problems = problems_of(lambda: case_of(data, Location("x"), FACTS, default_id="x"))
    assert all(problem.message and str(problem).encode() for problem in problems)


@given(st.dictionaries(KEYS, JSONISH, max_size=5))
def test_any_table_is_a_bom_or_a_list_of_problems(data: dict[str, Any]) -> None:
    text = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6"} | data)
    assert all(problem.message for problem in problems_of(lambda: read_bom(text.encode(), "b", FACTS)))


SEEDS = (
    b'{"id": "A", "item": {"class": "router"}, "parties": [{"name": "x", "owners": []}]}\n',
    b'[{"action": "buy"},\n {"action": "sell"}]',
    b'[[case]]\nid = "A"\nitem.class = "router"\n',
    b'id,parties.1.name,item.components\nA,"x",[]\n',
    b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "file", "name": "a"}]}',
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with some bytes put in, taken out or doubled."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        end = min(len(data), place + draw(st.integers(0, 5)))
        data[place:end] = draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b"[", b"{", b"\n", b",", b"\xff", b"\x00"])
        )
    return bytes(data)


@settings(max_examples=300)
@given(st.binary(max_size=80) | damaged(), st.sampled_from(NAMES), st.sampled_from([None, *Format]))
def test_any_bytes_are_cases_or_refused(data: bytes, name: str, form: Format | None) -> None:
    for result in read(io.BytesIO(data), FACTS, name=name, format=form):
        assert isinstance(result, Case | Rejected)
        if isinstance(result, Rejected):
            assert result.problems
            for problem in result.problems:
                assert problem.at.file == name
                assert problem.message
                str(problem).encode()


def test_the_worked_cases_are_read() -> None:
    path = needed(SHARED / "law/cases.jsonl", "SEKISHO_SHARED")
    results = list(read(path, FACTS, name=path.name))
    assert len(results) > 100
    assert [result for result in results if isinstance(result, Rejected)] == []
