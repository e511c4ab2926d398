"""Record batches to cases, a row each: the dotted columns of a table of cases, or whole cases as JSON text.

A batch has one column `case` with a case as JSON, or the columns that a CSV of cases has. Text in these is
read as a cell of CSV is; numbers, booleans, dates, lists and structs stand for what they are. Null is absent,
and so is an empty text. A row whose column `problem` says something could not be read by whoever made the
batch, and is refused with it.

Invariants: a row is a case or is refused; what is wrong with one says nothing of the others; columns that no
case has refuse the batch, before any row is read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from sekisho.errors import InputError, Location, Problem, counted
from sekisho.formats.case import case_id
from sekisho.formats.csv import Column, cell_of, tree_of
from sekisho.formats.json import loads
from sekisho.formats.notes import Notes, Rejected, quote, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sekisho.formats.case import CaseReader
    from sekisho.model.case import Case

CASE: Final = "case"
"""The column that holds a whole case as JSON text."""
PROBLEM: Final = "problem"
"""The column that says why a row could not be read before it came here."""
NEEDED: Final = "action"
"""The column without which no row can be answered: every measure is about acts."""


_TEXTS: Final = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,
    pa.types.is_large_binary,
)


class Unreadable:
    """A value that could not be read, in its place: why not."""

    __slots__ = ("problems",)

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)

    def at(self, file: str, row: int) -> Iterator[Problem]:
        """The same, with where its row stands."""
        return (replace(each, at=Location(file, row, each.at.path)) for each in self.problems)


class Rows:
    """Reads the rows of batches of one schema.

    Attributes:
        whole: whether a row is a whole case in JSON.
    """

    def __init__(self, schema: pa.Schema, reader: CaseReader, name: str) -> None:
        """Take what the batches look like.

        Args:
            schema: of every batch.
            reader: of the cases.
            name: of what the batches come from, for problems and for cases without an id.

        Raises:
            InputError: a column is none of the case format, stands twice, or is missing.
        """
        self.reader = reader
        self._name = name
        self.whole = CASE in schema.names
        self._has_problems = PROBLEM in schema.names
        self._columns = [each for each in schema.names if each != PROBLEM]
        notes = Notes(name)
        if self.whole:
            for other in sorted(set(self._columns) - {CASE}):
                notes.refuse((None, other), "it stands beside the column `case`", "give one or the others")
        else:
            self._tree = tree_of(self._columns, reader.shape, notes)
            if NEEDED not in self._columns:
                notes.refuse(None, f"the column `{NEEDED}` is missing", "say what is done: buy, export …")
        if notes.problems:
            raise InputError(
                f"{name} cannot be read: {counted(len(notes.problems), 'problem')}",
                map(shorten, notes.problems),
            )

    def read(self, batch: pa.RecordBatch, numbers: Iterable[int]) -> Iterator[Case | Rejected]:
        """The rows of a batch, in their order.

        Args:
            batch: of the schema.
            numbers: of each row, its number among all that come from there, from 0.
        """
        values = self._cases(batch) if self.whole else self._told(batch)
        said = batch.column(PROBLEM).to_pylist() if self._has_problems else [None] * len(batch)
        for place, value, problem in zip(numbers, values, said, strict=True):
            number, name = place + 1, self.called(place)
            notes = Notes(self._name, number)
            broken = value if problem is None else _unreadable(problem, "")
            if isinstance(broken, Unreadable):
                yield Rejected(name, tuple(broken.at(self._name, number)))
                continue
            case = self.reader.read(value, notes, name)
            yield case or Rejected(case_id(value, name), tuple(map(shorten, notes.problems)))

    def columns(self) -> dict[str, Column]:
        """The columns of the case format, by their names; of whole cases there are none."""
        return {} if self.whole else {each.name: each for each in self._tree.leaves()}

    def called(self, number: int) -> str:
        """What the case of a row is called that has no id: its place, counted from 1."""
        return f"{self._name}:{number + 1}"

    def _cases(self, batch: pa.RecordBatch) -> Iterator[object]:
        for text in _texts(batch.column(CASE)):
            if isinstance(text, Unreadable):
                yield text
                continue
            try:
                yield loads(text or "null")
            except ValueError as error:
                yield _unreadable(f"broken JSON: {error}", "write one JSON object")

    def _told(self, batch: pa.RecordBatch) -> Iterator[object]:
        columns = [batch.column(name) for name in self._columns]
        for value in _values(self._tree, columns, len(batch)):
            yield {} if value is None else value


def _unreadable(message: str, hint: str) -> Unreadable:
    """A value with what is wrong with it; whoever reads its row says where that is."""
    return Unreadable([Problem(Location(""), message, hint)])


def _values(node: Column, columns: Sequence[pa.Array], size: int) -> list[object]:
    """What the columns of a node and below it state, row by row; None: nothing."""
    if not node.below:
        assert node.place is not None, "a node without columns below it is a column"  # noqa: S101
        return _leaf(columns[node.place], node)
    inner = {key: _values(below, columns, size) for key, below in _below(node)}
    own = _leaf(columns[node.place], node) if node.place is not None else None
    rows: list[object] = []
    for row in range(size):
        told = {key: values[row] for key, values in inner.items() if values[row] is not None}
        rows.append(_together(told, None if own is None else own[row], node))
    return rows


def _below(node: Column) -> list[tuple[str | int, Column]]:
    """The columns below a node; elements of a list by their numbers."""
    items = list(node.below.items())
    return sorted(items, key=lambda item: item[0]) if node.many else items


def _together(told: dict[str | int, object], own: object, node: Column) -> object:
    """What a node states in one row, of what is told below it and by its own column."""
    broken = [each for each in (*told.values(), own) if isinstance(each, Unreadable)]
    if broken:
        return Unreadable([problem for each in broken for problem in each.problems])
    if own is not None and told:
        message = f"the column {quote(node.name)} is filled, and columns below it are too"
        return _unreadable(message, "fill one or the others")
    if own is not None:
        return own
    return (list(told.values()) if node.many else told) or None


def _leaf(column: pa.Array, node: Column) -> list[object]:
    """What a column states; of text each distinct value is read once."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not _is_text(column.type):
        plain = _plain_of(column.type, is_id=node.name == "id")
        return [None if value is None else plain(value) for value in column.to_pylist()]
    encoded = column.dictionary_encode()
    distinct = [_cell(text, node) for text in _texts(encoded.dictionary)]
    codes = encoded.indices.to_pylist()
    return [None if code is None else distinct[code] for code in codes]


def _cell(text: str | Unreadable | None, node: Column) -> object:
    """What a text states, as in a CSV."""
    if isinstance(text, Unreadable):
        return Unreadable([replace(each, at=Location("", path=node.name)) for each in text.problems])
    cell = (text or "").strip()
    if not cell:
        return None
    notes = Notes("")
    value = cell_of(cell, node, notes)
    return Unreadable(notes.problems) if notes.problems else value


def _is_text(kind: pa.DataType) -> bool:
    return any(test(kind) for test in _TEXTS)


def _texts(column: pa.Array) -> Iterator[str | Unreadable | None]:
    """Texts, of a column of text or of bytes that should be UTF-8."""
    for value in column.to_pylist():
        if isinstance(value, bytes):
            try:
                yield value.decode("utf-8")
            except UnicodeDecodeError as error:
                yield _unreadable(f"byte 0x{value[error.start]:02x} is not UTF-8", "write the text as UTF-8")
        else:
            yield value


def _plain_of(kind: pa.DataType, *, is_id: bool) -> Callable[[object], object]:
    """How a value of a type is told in JSON's words."""
    if is_id and pa.types.is_integer(kind):
        return str
    if pa.types.is_nested(kind):
        return _plain
    if pa.types.is_decimal(kind):
        return float  # type: ignore[return-value]  # a column of decimals holds nothing else
    if pa.types.is_timestamp(kind) and kind.tz is None:
        return _day_or_instant
    return lambda value: value


def _day_or_instant(value: object) -> object:
    """Engines without a type for days write midnight; any other hour without its zone is refused as such."""
    assert isinstance(value, dt.datetime)  # noqa: S101  # of a timestamp
    return value.date() if value.time() == dt.time() else value.isoformat()


def _plain(value: object) -> object:
    """A struct or list without what is null in it: Arrow gives every field, a case only those told."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    return [_plain(each) for each in value if each is not None] if isinstance(value, list) else value
