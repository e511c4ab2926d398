"""Columns of any of Arrow's types, as columns of those of which rows can be taken.

Arrow can hold a text as a view, a column as runs of equal values, and either within lists, structs and
dictionaries; of most of these it can take no rows. Invariant: each row says what it said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

_VIEWS: Final = {pa.string_view(): pa.large_string(), pa.binary_view(): pa.large_binary()}
_LISTS: Final[tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.DataType], pa.DataType]], ...]] = (
    (pa.types.is_list, pa.list_),
    (pa.types.is_large_list, pa.large_list),
    (pa.types.is_fixed_size_list, pa.list_),
    (pa.types.is_list_view, pa.list_),
    (pa.types.is_large_list_view, pa.large_list),
)


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows, without views and runs."""
    for place, (name, column) in enumerate(zip(batch.schema.names, batch.columns, strict=True)):
        own = _plain(column)
        if own is not column:
            batch = batch.set_column(place, name, own)
    return batch


def _type(kind: pa.DataType) -> pa.DataType:
    """What a type is without views and runs."""
    if pa.types.is_run_end_encoded(kind):
        return _type(kind.value_type)
    if pa.types.is_dictionary(kind):
        value = _type(kind.value_type)
        return kind if value == kind.value_type else value
    if pa.types.is_struct(kind):
        return pa.struct([each.with_type(_type(each.type)) for each in kind])
    if pa.types.is_map(kind):
        return pa.map_(_type(kind.key_type), _type(kind.item_type))
    for is_kind, made in _LISTS:
        if is_kind(kind):
            value = _type(kind.value_type)
            return kind if value == kind.value_type else made(value)
    return _VIEWS.get(kind, kind)


def _column(column: pa.Array) -> pa.Array:
    """A column as one of its plain type."""
    kind = column.type
    if kind in _VIEWS:
        return column.cast(_VIEWS[kind])
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary).take(column.indices)
    if pa.types.is_run_end_encoded(kind):
        rows = column.offset + np.arange(len(column))
        return _plain(column.values).take(pa.array(np.searchsorted(column.run_ends, rows, side="right")))
    # By way of Python: Arrow casts views in few of these, and Arrow 26 those of a `list_view` to other texts.
    return pa.array(column.to_pylist(), _type(kind))


def _plain(column: pa.Array) -> pa.Array:
    return column if _type(column.type) == column.type else _column(column)
