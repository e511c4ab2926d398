"""Cases in a table, one a row: dotted columns, `parties.1.name`, counted from 1.

An empty cell is absent. Several words stand apart by `|`, yes and no are `true` and `false`, and
what is deeper than columns go is JSON in a cell (`[]` for looked-and-none). A header that names a
column outside the format is refused with the nearest one, and the file with it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sekisho.errors import Location, Problem
from sekisho.formats.case import case_id
from sekisho.formats.json import loads
from sekisho.formats.keys import Kind, is_ignored
from sekisho.formats.notes import MOST, Notes, Rejected, quote, shorten
from sekisho.formats.table import did_you_mean
from sekisho.formats.values import from_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sekisho.formats.case import CaseReader
    from sekisho.formats.keys import Shape, Slot
    from sekisho.formats.lines import Stream
    from sekisho.model.case import Case

DEEPEST = 50
"""Steps of a column's name; what is deeper is JSON in a cell."""


@dataclass(slots=True)
class Column:
    """A column, or what several columns are about: a node of the tree of their names.

    Attributes:
        place: the number of the column; None: only columns below it are there.
        slot: what it states; None: only columns below it are there.
        plain: are its cells text as they stand?
        below: by key, or by number in a list.
        many: is it a list?
    """

    name: str
    place: int | None = None
    slot: Slot | None = None
    plain: bool = False
    below: dict[str | int, Column] = field(default_factory=dict)
    many: bool = False

    def leaves(self) -> Iterator[Column]:
        """The columns themselves, at it and below it."""
        if self.place is not None:
            yield self
        for each in self.below.values():
            yield from each.leaves()


class Raw(NamedTuple):
    """A row of a table as it stands.

    Attributes:
        line: the line of the file on which it begins.
        problems: why its cells cannot be told apart; they are empty then.
    """

    line: int
    cells: list[str]
    problems: tuple[Problem, ...] = ()

    def fitting(self, width: int, file: str) -> Raw:
        """The same; refused where it has more or fewer cells than the header."""
        if self.problems or len(self.cells) == width:
            return self
        message = f"the row has {len(self.cells)} cells, the header {width}"
        hint = 'a cell with a comma stands in "…"; empty cells keep their commas'
        return Raw(self.line, [], (Problem(Location(file, self.line), message, hint),))


def raw_rows(stream: Stream) -> Iterator[Raw]:
    """The rows of a table, its header first; blank lines are none."""
    source = _Source(stream)
    rows = csv.reader(source, strict=True)
    while True:
        line = rows.line_num + 1
        row = _next(rows, source)
        if row is None:
            return
        if isinstance(row, Problem):
            yield Raw(line, [], (*source.faults, row))
        elif row or source.faults:
            yield Raw(line, [] if source.faults else row, tuple(source.faults))


def read_csv(stream: Stream, reader: CaseReader) -> Iterator[Case | Rejected]:
    """Read a table row by row."""
    rows = raw_rows(stream)
    header = next(rows, None)
    if header is None or header.problems:
        empty = Problem(Location(stream.name), "the file is empty", "begin with a line of column names")
        yield Rejected(stream.name, (empty,) if header is None else header.problems)
        return
    notes = Notes(stream.name, 1)
    tree = tree_of(header.cells, reader.shape, notes)
    if notes.problems:
        yield Rejected(stream.name, tuple(map(shorten, notes.problems)))
        return
    for row in rows:
        yield _case(row.fitting(len(header.cells), stream.name), tree, stream.name, reader)


class _Source:
    """The lines for the csv module, which takes text only; what was wrong with them is kept."""

    def __init__(self, stream: Stream) -> None:
        self.name = stream.name
        self.faults: list[Problem] = []
        self._lines = stream.lines()

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if line.fault is not None:
            self.faults.append(line.fault)
        return line.text + "\n"


def _next(rows: Iterator[list[str]], source: _Source) -> list[str] | Problem | None:
    source.faults.clear()
    try:
        return next(rows, None)
    except csv.Error as error:
        line = getattr(rows, "line_num", 0)
        hint = 'a cell with a comma, a quote or a line break stands in "…", a quote inside it is doubled'
        return Problem(Location(source.name, line), f"broken CSV: {error}", hint)


def tree_of(header: Sequence[str], shape: Shape, notes: Notes) -> Column:
    """The columns of a table by what they are about; what is wrong with their names is noted."""
    tree = Column("")
    for place, cell in enumerate(header):
        name = cell.strip()
        if len(notes.problems) > MOST:
            break
        if not name:
            notes.refuse(None, f"column {place + 1} has no name", "name it, or take it out")
        elif not is_ignored(name.partition(".")[0]):
            _add(name, place, tree, shape, notes)
    if len(header) == 1 and notes.problems and any(mark in header[0] for mark in ";\t"):
        notes.refuse(None, "the columns do not stand apart by commas", "save the table with commas")
    return tree


def _add(name: str, place: int, tree: Column, shape: Shape, notes: Notes) -> None:
    """Put one column into the tree of columns."""
    element, node, rest = shape.elements["case"], tree, name
    for _ in range(DEEPEST):
        slot = element.slots.get(rest) or shape.stated(element, rest)
        if slot is not None:
            node = node.below.setdefault(rest, Column(name))
            if node.place is not None:
                notes.refuse(None, f"the column {quote(name)} stands twice", "keep one of the two")
            node.place, node.name = place, name
            node.slot, node.plain = slot, not _has_structure(slot)
            return
        before = name.removesuffix(rest)
        key, _, rest = rest.partition(".")
        part = element.slots.get(key)
        if part is None or not part.element or not rest:
            keys = [before + own for own in element.slots]
            notes.refuse(None, f"there is no column {quote(name)}", did_you_mean(name, keys))
            return
        node = node.below.setdefault(key, Column(name))
        if part.many:
            node.many = True
            number, _, rest = rest.partition(".")
            if not number.isdecimal() or len(number) > len("9999") or int(number) == 0 or not rest:
                message = f"the column {quote(name)} does not say which of the {key}"
                notes.refuse(
                    None, message, f"count from 1: {key}.1.{next(iter(shape.elements[part.element].slots))}"
                )
                return
            node = node.below.setdefault(int(number), Column(name))
        element = shape.elements[part.element]
    notes.refuse(None, f"the column {quote(name)} goes too deep", "write what is deeper as JSON in a cell")


def _case(row: Raw, tree: Column, file: str, reader: CaseReader) -> Case | Rejected:
    name = f"{file}:{row.line}"
    if row.problems:
        return Rejected(name, row.problems)
    notes = Notes(file, row.line)
    data = _value(tree, row.cells, notes) or {}
    case = None if notes.problems else reader.read(data, notes, name)
    return case or Rejected(case_id(data, name), tuple(map(shorten, notes.problems)))


def _value(node: Column, row: list[str], notes: Notes) -> object:
    """What the cells of a node state; None: all are empty."""
    cell = row[node.place].strip() if node.place is not None else ""
    if not node.below:
        return cell_of(cell, node, notes) if cell else None
    below: dict[str | int, object] = {}
    for key, column in node.below.items():
        value = _value(column, row, notes)
        if value is not None:
            below[key] = value
    if cell:
        if below:
            message = f"the column {quote(node.name)} is filled, and columns below it are too"
            notes.refuse(None, message, "fill one or the others")
        return cell_of(cell, node, notes)
    if node.many and below:
        return [value for _, value in sorted(below.items())]
    return below or None


def cell_of(cell: str, node: Column, notes: Notes) -> object:
    """What a cell that is not empty states, as JSON has it."""
    if node.plain or node.slot is None:
        return cell
    if cell == "[]":
        return []
    if cell[0] in "[{":
        try:
            return loads(cell)
        except ValueError as error:
            message = f"broken JSON in the column {quote(node.name)}: {error}"
            notes.refuse(None, message, 'write [] or [{"name": "…"}]; the quotes are doubled in CSV')
            return cell
    return from_cell(cell, node.slot)


def _has_structure(slot: Slot) -> bool:
    """May a cell hold something else than its text?"""
    return slot.kind in (Kind.WORDS, Kind.YES_NO, Kind.NUMBER) or bool(slot.element)
