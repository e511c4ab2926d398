"""A spreadsheet (XLSX): one sheet, its header, one row a row.

`sheet` is its name (a name that is not there refuses the file; none: the first); `skip` are rows above the
header. A heading on two lines keeps both, parted by ` / `. Dates are ISO, whole numbers have no point.
Invariants: the archive is measured before anything in it is opened: its whole size unpacked, how far each
part swells, and that no part declares a document type; a formula counts by its last result; rows are
streamed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from sekisho.errors import Location
from sekisho.lists.read.row import Row, checked, refused, sniff
from sekisho.workbooks import BROKEN, rows_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from openpyxl.workbook.workbook import Workbook

    from sekisho.lists.declaration import Format
    from sekisho.lists.source import Source

MAX_UNPACKED = 512 << 20
MAX_RATIO = 200
"""How far a part may swell; XML of a sheet packs to a tenth, seldom to a fiftieth."""
SMALL = 1 << 20
"""Below this a part may swell as it likes."""
MAX_PARTS = 10_000
BLOCK = 1 << 16
HINT = "the file is broken or cut short: download it again"
_DECLARES = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E|<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)
_TORN = (zipfile.BadZipFile, zlib.error, EOFError)
_BROKEN = (InvalidFileException, *BROKEN)
"""What the library raises where a file is no workbook, or has another name than one."""


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The rows of the main file."""
    path, form, limit = files["main"], source.format, source.checks.max_field
    sniff(path, "xlsx")
    measure(path)
    place = Location(path.name)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise refused(place, f"no workbook: {error}", HINT) from error
    try:
        yield from _records(_sheet(book, form, path.name), form, path.name, limit)
    except _BROKEN as error:
        raise refused(place, f"a broken workbook: {error}", HINT) from error
    finally:
        book.close()


def measure(path: Path) -> None:
    """Refuse an archive that is none, or that swells without measure.

    Raises:
        InputError: the file is no archive, a bomb, or has a part that declares a document type.
    """
    place = Location(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise refused(place, f"an archive of {len(parts):,} parts", "no list needs so many")
            total = 0
            for part in parts:
                total = _unpacked(archive, part, total, path.name)
    except (*_TORN, NotImplementedError, RuntimeError, OSError) as error:
        raise refused(place, f"no spreadsheet: {error}", HINT) from error


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, total: int, name: str) -> int:
    """Unpack a part without keeping it: what an archive says of its own sizes is no measure."""
    size, tail = 0, b""
    most = max(SMALL, part.compress_size * MAX_RATIO)
    place = Location(name, 0, part.filename)
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            size += len(block)
            if size > most:
                raise refused(place, f"the part swells more than {MAX_RATIO} times", "a bomb? leave it")
            if total + size > MAX_UNPACKED:
                raise refused(place, f"more than {MAX_UNPACKED >> 20} MiB unpacked", "a bomb? leave it")
            if _DECLARES.search(tail + block):
                raise refused(place, "the part declares entities or a document type", "leave the file")
            tail = block[-32:]
    return total + size


def _sheet(book: Workbook, form: Format, name: str) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of the wanted sheet, each with its number."""
    names = book.sheetnames
    if form.sheet and form.sheet not in names:
        raise refused(Location(name), f"there is no sheet '{form.sheet}'", f"it has {', '.join(names)}")
    if not names:
        raise refused(Location(name), "it has no sheet", HINT)
    sheet = book[form.sheet or names[0]]
    reset = getattr(sheet, "reset_dimensions", None)
    if reset is None:
        raise refused(Location(name), f"'{form.sheet or names[0]}' is a chart, no table", "name a sheet")
    reset()  # the size that a sheet gives of itself may be wrong: read to its end
    yield from rows_of(sheet.iter_rows(values_only=True))


def _records(
    numbered: Iterator[tuple[int, Sequence[object]]], form: Format, name: str, limit: int
) -> Iterator[Row]:
    null = frozenset(form.null)
    for _ in range(form.skip):
        next(numbered, None)
    columns: tuple[str, ...] = form.columns
    if form.header:
        line, cells = next(numbered, (0, ()))
        columns = _header(cells, Location(name, line))
    for line, cells in numbered:
        place = Location(name, line)
        texts = [text_of(cell) for cell in cells]
        if not any(texts):
            continue
        if any(texts[len(columns) :]):
            raise refused(place, f"the row has cells beyond its {len(columns)} columns", "has it changed?")
        texts += [""] * (len(columns) - len(texts))
        values = {}
        for column, text in zip(columns, texts, strict=False):
            checked(text, limit, place, column)
            values[column] = (text,) if text and text not in null else ()
        yield Row(place, values)


def _header(cells: Sequence[object], place: Location) -> tuple[str, ...]:
    texts = [" / ".join(text_of(cell).split("\n")) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if not texts:
        raise refused(place, "there is no row of column names", "is skip right? is it the right sheet?")
    columns = tuple(text or f"#{number}" for number, text in enumerate(texts, 1))
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise refused(place, f"the column '{twice[0]}' stands twice", "name each column once")
    return columns
