"""Inventories in a table: CSV with commas, semicolons or tabs, and the first sheet of an XLSX workbook."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from sekisho.errors import Location
from sekisho.formats.inventory.columns import MANY, take
from sekisho.formats.inventory.source import Inventory, facts_of, first, refused, text_of, told
from sekisho.formats.sheets import workbook
from sekisho.model.device import Device

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_PARTS = re.compile(r"[;|\n]+")
_MACS = re.compile(r"[;|,\s]+")
_SPACED = re.compile(r"(?:[0-9A-Fa-f]{2} ){5}[0-9A-Fa-f]{2}")


def read_csv(raw: bytes, name: str, mapping: Mapping[str, str]) -> Inventory:
    """Read a table of text.

    Raises:
        InputError: it is no table, or no column says anything.
    """
    text = text_of(raw, name)
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            hint = 'a cell with a comma, a quote or a line break stands in "…", a quote inside it is doubled'
            raise refused(Location(name, reader.line_num), f"broken CSV: {error}", hint) from error

    return _table(rows(), name, mapping)


def read_xlsx(raw: bytes, name: str, mapping: Mapping[str, str]) -> Inventory:
    """Read the first sheet of a workbook.

    Raises:
        InputError: it is no workbook, or no column says anything.
    """
    lines, _ = workbook(raw, name)
    width = max((len(cells) for _, cells in lines), default=0)
    # A remark to the right of the headings stands under one that is empty.
    even = ((number, [*cells, *[""] * (width - len(cells))]) for number, cells in lines)
    return _table(even, name, mapping)


def _table(rows: Iterable[tuple[int, Sequence[str]]], name: str, mapping: Mapping[str, str]) -> Inventory:
    filled = ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))
    line, header = next(filled, (0, ()))
    if not header:
        raise refused(Location(name), "the file is empty", "begin with a line of column names")
    columns = take([cell.strip() for cell in header], mapping, name)
    devices = tuple(_device(line, cells, columns, name) for line, cells in filled)
    if not devices:
        raise refused(Location(name, line), "there is no device beneath the headings", "give one a line")
    return Inventory(devices, "table", columns)


def _device(line: int, cells: Sequence[str], columns: Sequence[tuple[str, str]], name: str) -> Device:
    at = Location(name, line)
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        message = f"the row has {len(cells)} cells, and there are {len(columns)} columns"
        raise refused(at, message, "does a cell hold a comma? it stands in quotes then")
    values = [(fact, cell) for (_, fact), cell in zip(columns, cells, strict=False) if fact and cell]
    ids = [value for fact, value in values if fact == "id"]
    signs = [
        (fact, one)
        for fact, value in values
        if fact not in ("id", "manufacturer") and "." not in fact
        for one in _each(fact, value)
    ]
    maker = first(*(value for fact, value in values if fact == "manufacturer"))
    kinds = told(signs)
    facts = facts_of(dict(values))
    return Device(
        first(*ids) or f"row {line}", at, kinds, maker, next(iter(kinds.get("model", ())), ""), facts
    )


def _each(fact: str, value: str) -> Sequence[str]:
    """The values in a cell."""
    if fact == "mac" and not _SPACED.fullmatch(value):
        return _MACS.split(value)
    return _PARTS.split(value) if fact in MANY else (value,)
