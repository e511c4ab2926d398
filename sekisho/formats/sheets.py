"""Tables as offices keep them: CSV with any of the usual separators and encodings, or a sheet of a workbook.

Every cell is text, every row has its line. A workbook is measured before it is opened; a formula counts by
its last result.
"""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import InputError, Location, Problem
from sekisho.workbooks import BROKEN, rows_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_UNPACKED = 512 << 20
"""Bytes of a workbook, unpacked."""
SEPARATORS = ",;\t|"
ENCODINGS = ("utf-8-sig", "cp932")
"""Tried in this order, after UTF-16 where a mark says so: Windows in Japan writes the second."""
_LOOKED_AT = 20
_LONGEST_CELL = 1 << 20


class Line(NamedTuple):
    """A row with the line, or the row of the sheet, where it begins; 1 is the first."""

    number: int
    cells: Sequence[str]


def is_workbook(data: bytes) -> bool:
    """Is it a spreadsheet (XLSX) rather than text?"""
    return data.startswith(b"PK\x03\x04")


def table(data: bytes, name: str, sheet: str = "") -> tuple[list[Line], str]:
    """The rows that hold anything, and how they were read, in words.

    Args:
        data: the file.
        name: of the file, for problems.
        sheet: which of a workbook; empty: the first.

    Raises:
        InputError: it cannot be read.
    """
    if is_workbook(data):
        lines, chosen = workbook(data, name, sheet)
        flat = [Line(number, [" ".join(cell.split()) for cell in cells]) for number, cells in lines]
        return flat, f"sheet '{chosen}'"
    if sheet:
        raise _refused(name, 0, f"there is no sheet '{sheet}' in a text file", "leave --sheet out")
    text, encoding = _decoded(data, name)
    head = text.splitlines()[:_LOOKED_AT]
    separator = max(SEPARATORS, key=lambda mark: sum(line.count(mark) for line in head))
    shown = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}[separator]
    return list(_csv(text, separator, name)), f"{encoding}, {shown}"


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    marked = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ()
    for encoding in (*marked, *ENCODINGS):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise _refused(name, 0, "this text is neither UTF-8 nor Shift_JIS", "save it as CSV UTF-8")


def _csv(text: str, separator: str, name: str) -> Iterator[Line]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in rows:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                yield Line(line, cells)
            line = rows.line_num + 1
    except csv.Error as error:
        hint = 'a cell with a separator, a quote or a line break stands in "…", a quote in it is doubled'
        raise _refused(name, line, f"broken CSV: {error}", hint) from None


def workbook(data: bytes, name: str, sheet: str = "") -> tuple[list[Line], str]:
    """The rows of a sheet that hold anything, to its end, and its name. Cells keep their line breaks.

    Args:
        data: the file.
        name: of the file, for problems.
        sheet: which; empty: the first.

    Raises:
        InputError: it is no workbook, unpacks without measure, or has no such sheet.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # few give a workbook, and starting counts

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MAX_UNPACKED:
            raise _refused(name, 0, f"it unpacks to more than {MAX_UNPACKED >> 20} MiB", "give it in parts")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        names = book.sheetnames
        if sheet and sheet not in names:
            raise _refused(name, 0, f"there is no sheet '{sheet}'", f"it has {', '.join(names)}")
        chosen = book[sheet or names[0]]
        if not hasattr(chosen, "reset_dimensions"):
            hint = "name the sheet of the table, or put it first"
            raise _refused(name, 0, f"'{sheet or names[0]}' is a chart, no table", hint)
        chosen.reset_dimensions()  # the size that a sheet gives of itself may be wrong: read to its end
        lines = [
            Line(number, cells)
            for number, row in rows_of(chosen.iter_rows(values_only=True))
            if any(cells := [text_of(cell)[:_LONGEST_CELL] for cell in row])
        ]
    except BROKEN as error:
        raise _refused(name, 0, f"no workbook: {error}", "save it anew as XLSX, or as CSV UTF-8") from None
    return lines, sheet or names[0]


def _refused(name: str, line: int, message: str, hint: str) -> InputError:
    return InputError(f"{name} cannot be read", [Problem(Location(name, line), message, hint)])
