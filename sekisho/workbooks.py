"""Workbooks, as offices keep tables: what a cell says as text, and what raises where a file is none."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_ROWS, MOST_CELLS, MOST_IN_ALL = 1_048_576, 1_024, 20_000_000
"""Rows that a sheet of Excel has room for, cells of a row that no table comes near, and cells of all rows."""
BROKEN = (
    AttributeError,  # no sheet but a chart that draws nothing
    EOFError,
    IndexError,
    KeyError,
    OSError,  # a package without a workbook
    RuntimeError,  # packed, or encrypted, in a way that zipfile does not know
    SyntaxError,  # an XML error is one
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises where the bytes are no workbook, or one without its parts."""


def rows_of(sheet: Iterable[Sequence[object]]) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of a sheet as they are read, each with its number, without what is empty at its end.

    Raises:
        ValueError: there are more than any table has: a file of few bytes may claim any number.
    """
    cells = 0
    for number, row in enumerate(sheet, 1):
        if number > MOST_ROWS:
            raise ValueError(f"it claims more than {MOST_ROWS:,} rows")
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        if end > MOST_CELLS:
            raise ValueError(f"row {number:,} claims more than {MOST_CELLS:,} cells")
        cells += end
        if cells > MOST_IN_ALL:
            raise ValueError(f"it claims more than {MOST_IN_ALL:,} cells")
        yield number, row[:end]


def text_of(cell: object) -> str:
    """What a cell of a workbook holds: dates are ISO, whole numbers have no point, lines stay apart."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # Excel writes the first half of a Windows line end as this escape.
    lines = (" ".join(line.split()) for line in str(cell).replace("_x000D_", "").splitlines())
    return "\n".join(line for line in lines if line)
