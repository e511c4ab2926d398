"""What the rows of a batch tell, before they are read as cases: whom they name, and numbers for all the rest.

A batch is a table in the columns of the case format, or a column of whole cases in JSON, of which the names
are cut out (see :mod:`sekisho.bundle.cut`). Invariant: rows that are equal in all but names and ids are cases
that are, or are refused alike.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from sekisho.formats.arrow import PROBLEM
from sekisho.formats.keys import Bearer, is_ignored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sekisho.formats.csv import Column
    from sekisho.formats.keys import Shape
    from sekisho.truth import Index

LONG: Final = 8
"""Values of a list up to which lists are told apart place by place."""
FEW: Final = 8
"""Numbers to a row up to which it costs less to mark those that there are than to sort them."""
MOST: Final = 2**62
"""Numbers up to here fit into a column."""


class Told(NamedTuple):
    """What rows tell, in columns.

    Attributes:
        others: all but names and ids, as numbers below a bound, each column with its bound.
        texts: what may be the name of somebody, each once, as a case has it.
        names: columns of places among these; -1: none.
        ids: what each case calls itself; None where it does not.
        rest: the others of some rows in parts, written alike for those of any batch that are equal in them;
            None: of a row that is like no other.
    """

    others: Sequence[tuple[Index, int]]
    texts: Sequence[str]
    names: Sequence[Index]
    ids: Sequence[str | None]
    rest: Callable[[Index], Sequence[tuple[bytes, ...] | None]]


def of_columns(batch: pa.RecordBatch, columns: Mapping[str, Column], shape: Shape) -> Told | None:
    """What the rows of a table tell; None where cells may name more than can be seen at once.

    Args:
        batch: of columns that tell something.
        columns: of the case format, by their names.
        shape: of the cases.
    """
    if not all(_foldable(each, columns.get(each.name), shape) for each in batch.schema):
        return None
    bearers = {name: slot.bearer for name in batch.schema.names if (slot := columns[name].slot) is not None}
    names = [name for name, bearer in bearers.items() if bearer is Bearer.COMPANY]
    texts: dict[str, int] = {}
    places = [_places(batch.column(name), texts) for name in names]
    things = [name for name, bearer in bearers.items() if bearer is Bearer.THING]
    others = batch.select([name for name in batch.schema.names if name not in {*names, *things, "id"}])
    # A part that tells nothing but what it is called is a part all the same.
    there = [
        np.array([bool(text and text.strip()) for text in batch.column(name).to_pylist()], np.intp)
        for name in things
    ]
    layout = repr((str(others.schema), names, things))

    def rest(rows: Index) -> list[tuple[bytes, ...]]:
        taken = others.take(pa.array(rows))
        values = [*(each.to_pylist() for each in taken.columns), *(own[rows].tolist() for own in there)]
        return list(zip(repeat(layout.encode(), len(rows)), *map(_written, values), strict=True))

    codes = [*map(_codes, others.columns), *((own, 2) for own in there)]
    return Told(codes, list(texts), places, _ids(batch), rest)


def _written(values: Iterable[object]) -> Iterator[bytes]:
    """Values of one type, as they are told from each other."""
    return (repr(value).encode("utf-8", "surrogatepass") for value in values)


def _ids(batch: pa.RecordBatch) -> Sequence[str | None]:
    if "id" not in batch.schema.names:
        return [None] * len(batch)
    return [(own or "").strip() or None for own in batch.column("id").cast(pa.string()).to_pylist()]


def _places(column: pa.Array, texts: dict[str, int]) -> Index:
    """The place of each row's name among all names, to which new ones are added; -1: none."""
    encoded = column.dictionary_encode()
    names = [(text or "").strip() for text in encoded.dictionary.to_pylist()]
    own = [texts.setdefault(name, len(texts)) if name else -1 for name in names]
    codes = encoded.indices.cast(pa.int64()).fill_null(len(own)).to_numpy()
    places: Index = np.array([*own, -1], np.intp)[codes]
    return places


def telling(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The columns that are read and tell something, each word spelt out."""
    columns = {
        name: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if column.null_count < len(batch) and not is_ignored(name.partition(".")[0])
    }
    return pa.RecordBatch.from_pydict(columns) if columns else batch.select([])


def _foldable(field: pa.Field, column: Column | None, shape: Shape) -> bool:
    """May rows be folded that tell something in this column?"""
    if column is None or column.slot is None or field.name == PROBLEM:
        return False
    slot = column.slot
    if slot.bearer:
        return slot.bearer is not Bearer.OWNER and is_text(field.type)
    if field.name == "id":
        return is_text(field.type) or bool(pa.types.is_integer(field.type))
    return not (slot.element and shape.names(slot.element))


def is_text(kind: pa.DataType) -> bool:
    """Is it a type of texts?"""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _codes(column: pa.Array) -> tuple[Index, int]:
    """A number for what a column tells in each row."""
    if pa.types.is_list(column.type):
        return _codes_of_lists(column)
    if pa.types.is_nested(column.type):
        return _codes_of_texts(column)
    encoded = column.dictionary_encode()
    own: Index = encoded.indices.cast(pa.int64()).fill_null(len(encoded.dictionary)).to_numpy()
    return own, len(encoded.dictionary) + 1


def _codes_of_texts(column: pa.Array) -> tuple[Index, int]:
    """The same of whatever Python can write down."""
    places: dict[str, int] = {}
    codes = [places.setdefault(repr(value), len(places)) for value in column.to_pylist()]
    return np.array(codes, np.intp), len(places)


def _codes_of_lists(column: pa.ListArray) -> tuple[Index, int]:
    """The same of lists: two are equal that have as many values, and in each place the same."""
    counts = column.value_lengths().fill_null(-1).cast(pa.int64()).to_numpy()
    most = int(counts.max(initial=0))
    if most > LONG:
        return _codes_of_texts(column)
    held = np.maximum(counts, 0)
    starts = held.cumsum() - held
    own, many = _codes(column.flatten())

    def in_place(nth: int) -> Index:
        found = np.zeros(len(column), np.intp)
        there = counts > nth
        found[there] = own[starts[there] + nth] + 1
        return found

    columns = [(counts + 1, most + 2), *((in_place(nth), many + 1) for nth in range(most))]
    return number(columns, len(column)), len(column)


def number(columns: Iterable[tuple[Index, int]], rows: int) -> Index:
    """A number for each row, below the number of rows: equal for those that are equal in all columns."""
    kind, size = np.zeros(rows, np.intp), 1
    for codes, many in columns:
        if size * many > MOST:
            there, kind = np.unique(kind, return_inverse=True)
            size = len(there)
        kind, size = kind * many + codes, size * many
    if size > FEW * rows:
        return np.unique(kind, return_inverse=True)[1]
    there = np.zeros(size, np.bool_)
    there[kind] = True
    return (np.cumsum(there) - 1)[kind]


def firsts(kind: Index) -> Index:
    """The first row of each kind, of kinds that are numbered from 0."""
    first = np.zeros(kind.max(initial=-1) + 1, np.intp)
    first[kind[::-1]] = np.arange(len(kind))[::-1]
    return first
