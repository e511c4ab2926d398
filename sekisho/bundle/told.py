"""What the rows of a batch tell, before they are read as cases: whom they name, and numbers for all the rest.

A batch is a table in the columns of the case format, or a column of whole cases in JSON, of which the names
are cut out. Invariant: rows that are equal in all but names and ids are cases that are, or are refused alike.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from sekisho.formats.arrow import CASE, PROBLEM
from sekisho.formats.keys import is_ignored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sekisho.truth import Index

_COMPANY: Final = re.compile(r"(?:actor|parties\.\d+)\.name|(?:.+\.)?manufacturer")
"""Columns of the names of companies."""
_THING: Final = re.compile(r"item\.name|.+\.(?:components|uses)\.\d+\.name")
"""Columns of what things are called, which no rule asks."""
_WHOLE: Final = re.compile(r".*\bowners\b.*|(?:.+\.)?(?:actor|parties|item|bom|components|uses)")
"""Columns whose cells may hold more names; where one tells something, nothing is folded."""
_NAMED: Final = re.compile(r'([{,]\s*"(?:name|manufacturer|id)"\s*:\s*")([^"\x00-\x1f\s][^"\x00-\x1f]*)(?=")')
"""Names and ids in a case in JSON that has no escapes. What is cut out is the whole inside of a text, so two
cases that are equal in the rest are built alike, sound or broken."""
_KEYS: Final = ('"name"', '"manufacturer"', '"id"')
"""What may not stand in the rest: a name that was not cut out might be equal to one that was."""
_ID: Final = _KEYS[-1]
MANY: Final = 16
"""Names of a case in JSON up to which they are cut out."""
LONG: Final = 8
"""Values of a list up to which lists are told apart place by place."""
MOST: Final = 2**62
"""Numbers up to here fit into a column."""


class Told(NamedTuple):
    """What rows tell, in columns.

    Attributes:
        others: all but names and ids, as numbers below a bound, each column with its bound.
        texts: what may be the name of somebody, each once, as a case has it.
        names: columns of places among these; -1: none.
        ids: what each case calls itself; None where it does not.
    """

    others: Sequence[tuple[Index, int]]
    texts: Sequence[str]
    names: Sequence[Index]
    ids: Sequence[str | None]


def told(batch: pa.RecordBatch) -> Told | None:
    """What the rows of a batch tell; None where cells may name more than can be seen at once."""
    batch = _telling(batch)
    if batch.schema.names == [CASE]:
        return _of_cases(batch.column(CASE)) if _is_text(batch.column(CASE).type) else None
    names = [name for name in batch.schema.names if _COMPANY.fullmatch(name)]
    if not all(_foldable(batch, name, names) for name in batch.schema.names):
        return None
    texts: dict[str, int] = {}
    places = [_places(batch.column(name), texts) for name in names]
    return Told(tuple(_others(batch, names)), list(texts), places, _ids(batch))


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


def _of_cases(column: pa.Array) -> Told:
    """What whole cases in JSON tell; one that is not plainly written, or has many names, is like no other."""
    plans: dict[tuple[str, ...], _Plan] = {}
    kinds: list[int] = []
    ids: list[str | None] = []
    places: list[list[int]] = []
    texts: dict[str, int] = {}
    for row, text in enumerate(column.to_pylist()):
        # An escape may stand for any letter of a key or a name.
        parts = _NAMED.split(text) if text and "\\" not in text else [_ID]
        values = parts[2::3]
        del parts[2::3]
        rest = tuple(parts)
        plan = plans.get(rest) or plans.setdefault(rest, _Plan.of(len(plans), rest))
        kinds.append(plan.number if plan.cut else ~row)
        ids.append(None if plan.id is None else values[plan.id])
        places.append([texts.setdefault(values[at], len(texts)) for at in plan.names])
    kind = np.array(kinds, np.intp)
    kind[kind < 0] = len(plans) + ~kind[kind < 0]
    names = [np.array(each, np.intp) for each in zip_longest(*places, fillvalue=-1)]
    return Told([(kind, len(plans) + len(kinds))], list(texts), names, ids)


class _Plan(NamedTuple):
    """What is cut out of cases in JSON that are equal in the rest.

    Attributes:
        number: of that rest.
        cut: whether anything is: not where there is much of it, or where some of it would be left.
        id: which of the texts cut out is the id; None: the case has none.
        names: which of them are names.
    """

    number: int
    cut: bool
    id: int | None
    names: tuple[int, ...]

    @classmethod
    def of(cls, number: int, rest: Sequence[str]) -> _Plan:
        """What is cut out where this is left: by turns what stands between the keys, and the keys."""
        keys = rest[1::2]
        ids = [place for place, key in enumerate(keys) if _ID in key]
        names = tuple(place for place in range(len(keys)) if place not in ids)
        left = any(key in part for part in rest[::2] for key in _KEYS)
        if left or len(ids) > 1 or len(names) > MANY:
            return cls(number, cut=False, id=None, names=())
        return cls(number, cut=True, id=ids[0] if ids else None, names=names)


def _telling(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The columns that are read and tell something, each word spelt out."""
    columns = {
        name: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if column.null_count < len(batch) and not is_ignored(name.partition(".")[0])
    }
    return pa.RecordBatch.from_pydict(columns) if columns else batch.select([])


def _foldable(batch: pa.RecordBatch, name: str, names: Sequence[str]) -> bool:
    """May rows be folded that tell something in this column?"""
    kind = batch.column(name).type
    if name in names or _THING.fullmatch(name):
        return _is_text(kind)
    if name == "id":
        return _is_text(kind) or bool(pa.types.is_integer(kind))
    return name not in (CASE, PROBLEM) and not _WHOLE.fullmatch(name)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _others(batch: pa.RecordBatch, names: Sequence[str]) -> Iterator[tuple[Index, int]]:
    """What rows tell but for names and ids: columns of numbers below a bound, each with its bound."""
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if _THING.fullmatch(name):  # a part that tells nothing but what it is called is a part all the same
            there = [bool(text and text.strip()) for text in column.to_pylist()]
            yield np.array(there, np.intp), 2
        elif name != "id" and name not in names:
            yield _codes(column)


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
    return np.unique(kind, return_inverse=True)[1]
