"""Delimited text (CSV, TSV): a header or declared columns, one row a record.

Invariants: a record with too few or too many fields refuses the file, and so does an open quotation at its
end: half a file is never read as a whole one. The mark of the end of file that old systems write is skipped.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from sekisho.errors import Location
from sekisho.lists.read.row import Row, checked, refused, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sekisho.lists.declaration import Format
    from sekisho.lists.source import Source

END = "\x1a"
HINT = "the file is broken or cut short: download it again"
DELIMITERS = ";\t|,"


def rows(files: Mapping[str, Path], source: Source) -> Iterator[Row]:
    """The records of the main file."""
    path, form, limit = files["main"], source.format, source.checks.max_field
    sniff(path, form.kind)
    # The module has one limit for everybody; ours is below it.
    csv.field_size_limit(max(csv.field_size_limit(), limit + 1))
    codec = "utf-8-sig" if form.encoding.lower().replace("_", "-") == "utf-8" else form.encoding
    try:
        with path.open(encoding=codec, newline="") as file:
            yield from _records(_reader(_lines(file, path.name, limit), form), path.name, form, limit)
    except UnicodeDecodeError as error:
        hint = 'say which encoding it has: encoding = "cp1252", or "utf-16" from a spreadsheet'
        raise refused(Location(path.name), f"not {form.encoding}: {error.reason}", hint) from error
    except LookupError as error:
        raise refused(Location(path.name), str(error), "correct format.encoding") from error
    except OSError as error:
        raise refused(Location(path.name), f"cannot be read: {error.strerror}", "check the path") from error


def _lines(file: TextIO, name: str, limit: int) -> Iterator[str]:
    """The lines, none of them too long to be looked at."""
    longest = limit + limit // 4 + 1024
    number = 0
    while line := file.readline(longest):
        number += 1
        if len(line) == longest:
            hint = "look at the file; if it is right, raise assert.max_field"
            raise refused(Location(name, number), f"a line of over {longest - 1:,} characters", hint)
        if "\0" in line:
            raise refused(Location(name, number), "the line holds a NUL byte", HINT)
        if line.rstrip("\r\n") != END:
            yield line.replace(END, "") if line.endswith(END) else line


def _reader(lines: Iterator[str], form: Format) -> Iterator[list[str]]:
    if not form.quote:
        return csv.reader(lines, delimiter=form.delimiter, quoting=csv.QUOTE_NONE, strict=True)
    return csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, strict=True)


def _records(records: Iterator[list[str]], name: str, form: Format, limit: int) -> Iterator[Row]:
    null = frozenset(form.null)
    try:
        for _ in range(form.skip):
            next(records, None)
        columns = _header(next(records, []), name, form) if form.header else form.columns
        width = len(columns)
        for cells in records:
            if not cells:
                continue
            place = Location(name, getattr(records, "line_num", 0))
            if len(cells) != width:
                hint = (
                    f"a cell with a “{form.delimiter}” in it needs quotation marks; or the file is cut short"
                )
                raise refused(place, f"the row has {len(cells)} fields, not {width}", hint)
            yield Row(place, _values(cells, columns, null, limit, place))
    except csv.Error as error:
        at = Location(name, getattr(records, "line_num", 0))
        raise refused(at, f"broken text: {error}", HINT) from error


def _values(
    cells: list[str], columns: tuple[str, ...], null: frozenset[str], limit: int, place: Location
) -> dict[str, tuple[str, ...]]:
    values: dict[str, tuple[str, ...]] = {}
    for column, cell in zip(columns, cells, strict=True):
        text = cell.strip()
        if len(text) > limit:
            checked(text, limit, place, column)
        values[column] = (text,) if text and text not in null else ()
    return values


def _header(cells: list[str], name: str, form: Format) -> tuple[str, ...]:
    columns = tuple(cell.strip() or f"#{number}" for number, cell in enumerate(cells, 1))
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise refused(Location(name, 1), f"the column '{twice[0]}' stands twice", "name each column once")
    if not columns:
        raise refused(Location(name, 1), "there is no line of column names", HINT)
    other = next((mark for mark in DELIMITERS if mark != form.delimiter and mark in columns[0]), "")
    if len(columns) == 1 and other:
        shown = "\\t" if other == "\t" else other
        what = f"the line of column names is not divided by “{form.delimiter}”"
        raise refused(Location(name, 1), what, f'say which sign does it: delimiter = "{shown}"')
    return columns
