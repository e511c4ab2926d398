"""The supplier's declaration goes out with what is open, and comes back with what is known."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sekisho.errors import InputError
from sekisho.formats.declaration import declared, open_parts, write_declaration
from sekisho.lists.countries import countries
from sekisho.model.bom import ITEM, Bom
from sekisho.model.case import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = {"manufacturer": "M", "identifiers.model": "X", "origin": "jp"}
A, B, C = (f"item.components[{index}]" for index in range(3))
BOM = Bom(
    "b",
    {"item.name": "Camera", **{f"item.{key}": value for key, value in WHOLE.items()}},
    (
        Row(A, {"name": "=SUM(1)", "supplier": "Shop"}),
        Row(B, {"name": "whole", **WHOLE}),
        Row(C, {"name": "基板", "manufacturer": "港湾電機株式会社"}),
    ),
)


def filled(bom: Bom, cells: Mapping[str, str]) -> bytes:
    """The sheet with some cells written into."""
    book = load_workbook(io.BytesIO(write_declaration(bom)))
    for place, text in cells.items():
        book["declaration"][place] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def back(data: bytes, bom: Bom = BOM) -> Bom:
    return declared(bom, data, "d.xlsx", countries().code)


def test_every_part_with_something_open_is_asked_about() -> None:
    assert [row.address for row in open_parts(BOM)] == [A, C]
    sheet = load_workbook(io.BytesIO(write_declaration(BOM)))["declaration"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    assert rows == [[A, "=SUM(1)", None, None, None], [C, "基板", "港湾電機株式会社", None, None]]
    assert sheet["B7"].data_type == "s"
    heads = [str(cell.value) for cell in sheet[6]]
    assert all("\n" in head for head in heads), "English and Japanese"
    assert [sheet[place].fill.fgColor.rgb for place in ("C7", "C8", "D8")] == [
        "00FFF3B0",
        "00000000",
        "00FFF3B0",
    ]


def test_what_is_filled_in_is_taken_and_silence_is_not() -> None:
    read = back(filled(BOM, {"C7": "Meridian Chips GmbH", "E7": "ドイツ", "D8": "不明", "E8": "CN"}))
    first, second, third = read.components or ()
    assert first.facts == {
        "name": "=SUM(1)",
        "supplier": "Shop",
        "manufacturer": "Meridian Chips GmbH",
        "origin": "de",
    }
    assert second == BOM.components[1] if BOM.components else False
    assert third.facts == {"name": "基板", "manufacturer": "港湾電機株式会社", "origin": "cn"}
    assert [row.address for row in open_parts(read)] == [A, C]


def test_the_item_is_declared_too() -> None:
    bom = Bom("b", {"item.name": "Camera"}, ())
    read = back(filled(bom, {"C7": "Harbour Devices"}), bom)
    assert read.facts == {"item.name": "Camera", "item.manufacturer": "Harbour Devices"}
    assert next(iter(open_parts(read))).address == ITEM


@pytest.mark.parametrize(
    ("cells", "line", "message"),
    [
        ({"C8": "Somebody Else"}, 8, "'Somebody Else' contradicts the bill, which says '港湾電機株式会社'"),
        ({"A7": "item.components[9]"}, 7, "there is no part at 'item.components[9]'"),
        ({"B7": "another"}, 7, "is '=SUM(1)', not 'another'"),
        ({"E7": "Atlantis"}, 7, "'Atlantis' is no country that is known here"),
        ({"A6": "gone"}, 0, "the row of headings is gone"),
    ],
)
def test_refused_with_its_row(cells: dict[str, str], line: int, message: str) -> None:
    with pytest.raises(InputError) as caught:
        back(filled(BOM, cells))
    (problem,) = caught.value.problems
    assert (problem.at.line, message in problem.message, bool(problem.hint)) == (line, True, True), problem


def test_a_file_that_is_no_workbook() -> None:
    with pytest.raises(InputError, match=r"d\.xlsx cannot be read"):
        back(b"name,maker\n")


WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(WORDS, st.none() | WORDS, st.none() | WORDS), max_size=6))
def test_a_sheet_left_empty_changes_nothing(told: list[tuple[str, str | None, str | None]]) -> None:
    rows = tuple(
        Row(
            f"item.components[{place}]",
            {
                "name": name,
                **({"manufacturer": maker} if maker else {}),
                **({"identifiers.model": model} if model else {}),
            },
        )
        for place, (name, maker, model) in enumerate(told)
    )
    bom = Bom("b", {}, rows)
    assert back(write_declaration(bom), bom) == bom
