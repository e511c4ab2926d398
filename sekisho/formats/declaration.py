"""The supplier's declaration: a sheet that asks who made each part, its model and its origin, and comes back.

Only what the bill leaves open is asked and taken. A declaration that contradicts the bill, or names a part
that the bill has not at that place, is refused: it belongs to another product, or somebody is wrong.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.errors import InputError, Location, Problem
from sekisho.formats.notes import Notes, quote
from sekisho.formats.partslist import NOTHING
from sekisho.formats.sheets import is_workbook, table
from sekisho.model.bom import ITEM
from sekisho.model.case import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sekisho.formats.sheets import Line
    from sekisho.model.bom import Bom
    from sekisho.model.case import Value

ASKED = ("manufacturer", "identifiers.model", "origin")
"""What a supplier declares of each part."""
COLUMNS = (
    ("place", "場所"),
    ("part", "部品名"),
    ("manufacturer (who made it, not who sold it)", "製造者（販売者ではなく）"),
    ("model or part number", "型式・型番"),
    ("country of origin", "原産国"),
)
_HEADS = tuple(f"{en}\n{ja}" for en, ja in COLUMNS)
_TITLE = (
    "Declaration of parts / 部品に関する申告書",
    "Please fill in every yellow cell. Leave a cell empty if you do not know: nothing is taken from silence.",
    "黄色の欄をすべてご記入ください。不明の場合は空欄のままにしてください。空欄からは何も推定しません。",
    "Declared by / 申告者:",
    "Date / 日付:",
)
_WIDTHS = (34, 44, 44, 28, 22)


def open_parts(bom: Bom) -> Iterator[Row]:
    """The item and every part whose maker, model or origin is not told."""
    item = {key.removeprefix("item."): value for key, value in bom.facts.items()}
    for row in (Row(ITEM, item), *(bom.components or ())):
        if any(fact not in row.facts for fact in ASKED):
            yield row


def write_declaration(bom: Bom) -> bytes:
    """The sheet to be filled in, as a workbook."""
    from openpyxl import Workbook  # noqa: PLC0415  # few ask for it, and starting counts
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # as above
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415  # as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("declaration")
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{len(_TITLE) + 2}"
    yellow, bold = PatternFill("solid", fgColor="FFF3B0"), Font(bold=True)

    def cell(text: object, *, fill: bool = False, head: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value=str(text))
        made.data_type = "s"  # a name that begins with = is no formula
        if fill:
            made.fill = yellow
        if head:
            made.font, made.alignment = bold, Alignment(wrap_text=True, vertical="top")
        return made

    for line in _TITLE:
        sheet.append([cell(line)])
    sheet.append([cell(head, head=True) for head in _HEADS])
    for row in open_parts(bom):
        told = [row.facts.get(fact) for fact in ASKED]
        known = [cell(row.address), cell(row.facts.get("name", ""))]
        sheet.append([*known, *(cell(_shown(value), fill=value is None) for value in told)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(value: Value | None) -> str:
    return "" if value is None else "; ".join(value) if isinstance(value, tuple) else str(value)


def declared(bom: Bom, data: bytes, name: str, country: Callable[[str], str | None]) -> Bom:
    """The bill with what a filled sheet says of it.

    Args:
        bom: the bill as it is known.
        data: the workbook.
        name: of it, for problems.
        country: the code of a country as people write it.

    Raises:
        InputError: it is no declaration, or none of this bill.
    """
    if not is_workbook(data):
        problem = Problem(Location(name), "this is no workbook", "give the sheet that --declare wrote")
        raise InputError(f"the declaration {name} cannot be read", [problem])
    lines, _ = table(data, name)
    begin = next((place for place, line in enumerate(lines) if line.cells[0] == _plain(_HEADS[0])), None)
    if begin is None:
        problem = Problem(
            Location(name), "the row of headings is gone", "give the sheet that --declare wrote"
        )
        raise InputError(f"the declaration {name} cannot be read", [problem])
    reader = _Reader(bom, name, country)
    for line in lines[begin + 1 :]:
        reader.row(line)
    if reader.notes.problems:
        raise InputError(f"the declaration {name} cannot be read", reader.notes.problems)
    return reader.bom()


def _plain(text: str) -> str:
    return " ".join(text.split())


class _Reader:
    """Takes what one sheet says."""

    def __init__(self, bom: Bom, name: str, country: Callable[[str], str | None]) -> None:
        self.notes = Notes(name)
        self._bom = bom
        self._country = country
        item = {key.removeprefix("item."): value for key, value in bom.facts.items()}
        self._facts: dict[str, Mapping[str, Value]] = {ITEM: item}
        self._facts |= {row.address: row.facts for row in bom.components or ()}
        self._new: dict[str, dict[str, Value]] = {}

    def bom(self) -> Bom:
        """The bill with all that was taken."""
        item = {f"item.{key}": value for key, value in self._new.get(ITEM, {}).items()}
        rows = self._bom.components
        if rows is not None:
            new = self._new
            rows = tuple(
                replace(row, facts={**row.facts, **new[row.address]}) if row.address in new else row
                for row in rows
            )
        return replace(self._bom, facts={**self._bom.facts, **item}, components=rows)

    def row(self, line: Line) -> None:
        """Take one row."""
        self.notes.line = line.number
        address, part, *told = (*line.cells, "", "", "", "", "")[: len(COLUMNS)]
        facts = self._facts.get(address)
        if facts is None:
            hint = "it belongs to another bill, or the bill has changed: write the sheet anew with --declare"
            self.notes.refuse(None, f"there is no part at {quote(address)}", hint)
            return
        if part != _plain(str(facts.get("name", ""))):
            message = f"the part at {quote(address)} is {quote(facts.get('name', ''))}, not {quote(part)}"
            self.notes.refuse(None, message, "the bill has changed: write the sheet anew with --declare")
            return
        for fact, text in zip(ASKED, told, strict=True):
            self._take(address, fact, text, facts)

    def _take(self, address: str, fact: str, text: str, facts: Mapping[str, Value]) -> None:
        if text.casefold() in NOTHING:
            return
        value = text
        if fact == "origin":
            value = self._country(text) or ""
            if not value:
                message = f"{quote(text)} is no country that is known here"
                self.notes.refuse(None, message, "write its name or its code of two letters")
                return
        known = facts.get(fact)
        if known is None:
            self._new.setdefault(address, {})[fact] = value
        elif _plain(_shown(known)) != value:
            message = f"{quote(value)} contradicts the bill, which says {quote(_shown(known))}"
            self.notes.refuse(None, message, "ask which is right, and correct the other")
