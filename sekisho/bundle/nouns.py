"""Nouns to Arrow and back: a file of rows for each kind of noun, laid out by its own type annotations.

Invariants: what is read back equals what was written, in the same order; a type that has no layout here is
refused when it is written, never flattened to text. A file is Arrow IPC without compression, so that it is
mapped, not read.
"""

from __future__ import annotations

import dataclasses
import types
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import pyarrow as pa

from sekisho.dates import Interval
from sekisho.model.case import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

T = TypeVar("T")

_PLAIN: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
}
_UNWRITTEN = {"Interval": Interval, "Range": Range}
"""Types that the modules of the nouns import for annotations only."""


class Layout(NamedTuple):
    """How values of a type lie in Arrow.

    Attributes:
        type: of the column.
        put: a value as Arrow takes it; None: as it is.
        take: a value of Arrow as the noun has it; None: as it is.
    """

    type: pa.DataType
    put: Callable[[Any], object] | None = None
    take: Callable[[Any], object] | None = None


def write(path: Path, nouns: Iterable[T], kind: type[T]) -> int:
    """Write nouns of one kind to a file; how many they were.

    Raises:
        OSError: it cannot be written.
        TypeError: a field has no layout.
    """
    rows = list(nouns)
    layouts = _fields(kind)
    schema = pa.schema([pa.field(name, each.type) for name, each in layouts.items()])
    columns = [
        pa.array([_applied(each.put, getattr(row, name)) for row in rows], each.type)
        for name, each in layouts.items()
    ]
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
    return len(rows)


def read(path: Path, kind: type[T]) -> Iterator[T]:
    """The nouns of a file.

    Raises:
        OSError: it cannot be read.
        pyarrow.ArrowInvalid: it is no such file.
    """
    layouts = _fields(kind)
    with pa.memory_map(str(path)) as file:
        table = pa.ipc.open_file(file).read_all()
        columns = []
        for name, each in layouts.items():
            values = table.column(name).to_pylist()
            columns.append(values if each.take is None else [_applied(each.take, value) for value in values])
    return (kind(*row) for row in zip(*columns, strict=True))


def _applied(function: Callable[[Any], object] | None, value: object) -> object:
    return value if function is None or value is None else function(value)


def _fields(kind: type) -> dict[str, Layout]:
    """The layout of each field of a noun."""
    return {name: _layout(hint) for name, hint in get_type_hints(kind, localns=_UNWRITTEN).items()}


def _layout(hint: Any) -> Layout:  # noqa: ANN401  # an annotation is whatever Python makes of it
    if hint in _PLAIN:
        return Layout(_PLAIN[hint])
    if isinstance(hint, types.UnionType):
        inner = [each for each in get_args(hint) if each is not type(None)]
        if len(inner) == 1:
            return _layout(inner[0])
    if get_origin(hint) in (tuple, frozenset):
        return _many(get_origin(hint), _layout(get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Layout(pa.string(), str, hint)
    if isinstance(hint, type) and (dataclasses.is_dataclass(hint) or hasattr(hint, "_fields")):
        return _record(hint)
    raise TypeError(f"{hint} has no layout in Arrow; give it one in {__name__}")


def _many(kind: type[tuple[object, ...] | frozenset[object]], each: Layout) -> Layout:
    """A tuple in its order; a set in that of its values, so that the same set is written the same."""

    def put(values: Iterable[Any]) -> list[object]:
        return [_applied(each.put, value) for value in (values if kind is tuple else sorted(values))]

    def take(values: list[Any]) -> object:
        return kind(values if each.take is None else [_applied(each.take, value) for value in values])

    return Layout(pa.list_(each.type), put, take)


def _record(kind: type) -> Layout:
    layouts = _fields(kind)
    fields = [pa.field(name, each.type) for name, each in layouts.items()]

    def put(value: object) -> dict[str, object]:
        return {name: _applied(each.put, getattr(value, name)) for name, each in layouts.items()}

    def take(told: dict[str, Any]) -> object:
        return kind(**{name: _applied(each.take, told[name]) for name, each in layouts.items()})

    return Layout(pa.struct(fields), put, take)
