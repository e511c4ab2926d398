"""Workbooks, as offices keep tables: what a cell says as text, and what raises where a file is none."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib

BROKEN = (
    AttributeError,  # no sheet but a chart that draws nothing
    EOFError,
    IndexError,
    KeyError,
    OSError,  # a package without a workbook
    SyntaxError,  # an XML error is one
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises where the bytes are no workbook, or one without its parts."""


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
