"""Parts lists: golden pairs, three ways to nest that say the same, corrections, and what is refused."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from sekisho.errors import InputError, UsageError
from sekisho.formats.bom import Read, read_any
from sekisho.formats.bom_report import headings_lines
from sekisho.formats.tree import value_text
from sekisho.graph.bom import lines, structure
from sekisho.lists.countries import countries
from sekisho.model.bom import ITEM
from tests.whole import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sekisho.errors import Problem
    from sekisho.law.facts import Facts
    from sekisho.model.bom import Bom

GOLDEN = ROOT / "tests/golden/bom/lists"


def read(facts: Facts, data: bytes | str, *corrected: str, sheet: str = "") -> Read:
    given = data.encode() if isinstance(data, str) else data
    return read_any(given, "l.csv", facts, countries().code, corrected, sheet)


def refused(facts: Facts, data: bytes | str, *corrected: str) -> Problem:
    with pytest.raises(InputError) as caught:
        read(facts, data, *corrected)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def shown(bom: Bom) -> Iterator[str]:
    """The tree in plain words."""
    graph = structure(bom)
    told = {row.address: row.facts for row in bom.components or ()}
    told[ITEM] = {key.removeprefix("item."): value for key, value in bom.facts.items()}
    for line in lines(graph):
        facts = told[line.part]
        known = ", ".join(f"{key}={value_text(facts[key])}" for key in sorted(facts) if key != "name")
        places = len(graph.places[line.part])
        again = f" (at {places} places)" if places > 1 else ""
        yield f"{'  ' * line.depth}{facts.get('name', 'unnamed')}: {known}{again}".rstrip()


# --- golden pairs ---


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.csv")), ids=lambda path: path.stem)
def test_golden(facts: Facts, path: Path) -> None:
    found = read(facts, path.read_bytes())
    assert found.headings is not None
    told = [*headings_lines(found.headings), *shown(found.bom)]
    assert "\n".join(told) + "\n" == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_any_encoding_says_the_same(facts: Facts, encoding: str) -> None:
    text = (GOLDEN / "japanese.csv").read_text("utf-8")
    assert read(facts, text.encode(encoding)).bom == read(facts, text).bom


def test_a_workbook_says_the_same(facts: Facts) -> None:
    text = (GOLDEN / "levels.csv").read_text("utf-8")
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["nothing here"])
    sheet = book.create_sheet("BOM")
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    data = io.BytesIO()
    book.save(data)
    assert read(facts, data.getvalue(), sheet="BOM").bom == read(facts, text).bom
    with pytest.raises(InputError, match=r"l\.csv cannot be read") as caught:
        read(facts, data.getvalue(), sheet="Bom")
    assert "BOM" in caught.value.problems[0].hint


# --- corrections ---


def test_a_correction_wins_and_can_leave_a_column_alone(facts: Facts) -> None:
    text = "Name,Manufacturer,Producer\nChip,Shop,Meridian Chips GmbH\n"
    found = read(facts, text, "producer=manufacturer", "Manufacturer=supplier")
    (row,) = found.bom.components or ()
    assert row.facts == {"name": "Chip", "manufacturer": "Meridian Chips GmbH", "supplier": "Shop"}
    (row,) = read(facts, text, "Manufacturer=-").bom.components or ()
    assert row.facts == {"name": "Chip"}


def test_two_columns_for_one_fact_are_not_mixed(facts: Facts) -> None:
    found = read(facts, "Description,Part Name,Manufacturer\nlong,short,M\n")
    (row,) = found.bom.components or ()
    assert row.facts["name"] == "short"
    assert found.headings is not None
    assert found.headings.columns[0].note == "left alone: 'Part Name' states the name"


@pytest.mark.parametrize("wrong", ["manufacturer", "Name=maker", "=name"])
def test_a_correction_that_is_none(facts: Facts, wrong: str) -> None:
    with pytest.raises(UsageError, match="--map"):
        read(facts, "Name\nChip\n", wrong)


def test_a_supplier_is_never_taken_for_the_maker(facts: Facts) -> None:
    (row,) = read(facts, "Part Name,Vendor,Distributor,Supplier\nChip,a,b,c\n").bom.components or ()
    assert row.facts == {"name": "Chip", "supplier": "c"}


# --- refused ---


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 0, "the list is empty"),
        ("a,b\n1,2\n", 0, "no line looks like the names of columns"),
        ("Name,Manufacturer\n", 1, "no part stands below"),
        ("Level,Name\n1,a\n3,b\n", 3, "level 3 stands below level 1"),
        ("Level,Name\n1,a\nx,b\n", 3, "'x' is no level"),
        ("Name,Origin\na,Atlantis\n", 2, "'Atlantis' is not one of the words allowed here"),
        ("Name,Essential\na,perhaps\n", 2, "'perhaps' is neither yes nor no"),
        ("Parent,Part Number,Name\nB,A,a\nA,B,b\n", 3, "the parts go in a circle"),
        ("Parent,Part Number,Name\nX,A,a\nY,B,b\n", 2, "the parent 'X' is no part of the list"),
        ('Name,Manufacturer\n"a,b\n', 2, "broken CSV"),
        ('{"id": "a case"}', 1, "this is no bill of materials"),
        (b"Name\n\x81\xff\xfe\n", 0, "neither UTF-8 nor Shift_JIS"),
        (b"PK\x03\x04nothing", 0, "no workbook"),
    ],
)
def test_refused_with_its_line(facts: Facts, text: str | bytes, line: int, message: str) -> None:
    if isinstance(text, str) and "'X'" in message:
        with pytest.raises(InputError) as caught:
            read(facts, text)
        found = caught.value.problems[0]
    else:
        found = refused(facts, text)
    assert (found.at.line, message in found.message) == (line, True), found


def test_a_correction_of_a_column_that_is_not_there(facts: Facts) -> None:
    assert "'producer'" in refused(facts, "Name\nChip\n", "Producer=manufacturer").message


def test_depth_beyond_200_is_refused(facts: Facts) -> None:
    rows = ["1,another", *(f"{level},part {level}" for level in range(1, 202))]
    assert len(read(facts, "\n".join(["Level,Name", *rows[:-1]])).bom.components or ()) == 201
    assert "200 levels" in refused(facts, "\n".join(["Level,Name", *rows])).message


# --- three ways to nest ---


@given(st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_levels_numbers_and_parents_say_the_same(facts: Facts, shape: list[int]) -> None:
    around: list[int] = []
    chains: list[tuple[int, ...]] = []
    for place, wanted in enumerate(shape):
        del around[wanted:]
        around.append(place)
        chains.append(tuple(around))
    level = [f"{len(chain)},p{chain[-1]}" for chain in chains]
    number = [f"{'.'.join(str(each + 1) for each in chain)},p{chain[-1]}" for chain in chains]
    parent = [f"{f'k{chain[-2]}' if len(chain) > 1 else ''},k{chain[-1]},p{chain[-1]}" for chain in chains]
    texts = (("Level,Name", level), ("Item,Name", number), ("Parent,Part Number,Name", parent))
    bills = [read(facts, "\n".join([head, *rows])).bom for head, rows in texts]
    if len(shape) > 1 and all(len(chain) > 1 for chain in chains[1:]):
        # A first row above all others is the item: numbers cannot say so.
        assert tree(bills[0]) == tree(bills[2])
        return
    assert tree(bills[0]) == tree(bills[1]) == tree(bills[2])


def tree(bom: Bom) -> Sequence[tuple[str, object]]:
    return [(row.address, row.facts["name"]) for row in bom.components or ()]
