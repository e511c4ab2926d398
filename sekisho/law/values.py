"""One column of facts: words, truths, or numbers and days within bounds; and how columns are put together.

Words become codes into their distinct values, so that a test runs on the values and is taken by index.
Absent is a code of -1, an unknown truth, or a value without bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sekisho import truth
from sekisho.dates import Interval, Moment
from sekisho.model.case import Range, Value
from sekisho.truth import UNKNOWN, Truths

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from sekisho.law.facts import Type
    from sekisho.truth import Index


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words, or of sets of words: codes into the distinct values; -1 is absent."""

    codes: npt.NDArray[np.int32]
    distinct: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A column of numbers or days known within bounds; absent is without bounds, *none* is high < low."""

    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    instants: npt.NDArray[np.int64] | None = None


Column: TypeAlias = "Words | Bounds | Truths"
_OTHER_TYPE = "a supplier answered a fact in another type than facts.toml gives it"


def _words(values: Sequence[Value | None]) -> Words:
    seen: dict[Value | None, int] = {None: -1}
    distinct: list[frozenset[str]] = []
    for value in set(values):
        if value is not None:
            seen[value] = len(distinct)
            distinct.append(frozenset(value if isinstance(value, tuple) else (str(value),)))
    return Words(np.fromiter(map(seen.__getitem__, values), np.int32, len(values)), tuple(distinct))


_TRUTH_OF: dict[Value | None, int] = {None: 1, False: 0, True: 2}


def _truths(values: Sequence[Value | None]) -> Truths:
    return np.fromiter(map(_TRUTH_OF.__getitem__, values), np.int8, len(values))


def bounds_of(values: Sequence[Value | None], low: float = -np.inf, high: float = np.inf) -> Bounds:
    """Numbers or dates as a column; *low* and *high* stand where nothing is told."""
    ends = [_ends(value, low, high) for value in values]
    lows = np.fromiter((end[0] for end in ends), np.float64, len(ends))
    highs = np.fromiter((end[1] for end in ends), np.float64, len(ends))
    return Bounds(lows, highs)


def _ends(value: Value | None, low: float, high: float) -> tuple[float, float]:
    if isinstance(value, Range):
        return value.low, value.high
    if isinstance(value, Interval):
        return value.first, value.last
    if isinstance(value, Moment):
        return value.day, value.day
    return low, high


_BUILD: Mapping[Type, Callable[[Sequence[Value | None]], Column]] = {
    "word": _words,
    "words": _words,
    "yes-no": _truths,
    "number": bounds_of,
    "date": bounds_of,
}


def absent(kind: Type, size: int) -> Column:
    """A column that nobody told anything about."""
    if kind == "yes-no":
        return truth.column(size, UNKNOWN)
    if kind in ("word", "words"):
        return Words(np.full(size, -1, np.int32), ())
    return Bounds(np.full(size, -np.inf), np.full(size, np.inf))


def prefer(told: npt.NDArray[np.bool_], stated: Column, supplied: Column) -> Column:
    """The stated value where there is one, else the supplied."""
    if isinstance(stated, Words) and isinstance(supplied, Words):
        shifted = np.where(supplied.codes < 0, -1, supplied.codes + len(stated.distinct))
        return Words(
            np.where(told, stated.codes, shifted).astype(np.int32), stated.distinct + supplied.distinct
        )
    if isinstance(stated, Bounds) and isinstance(supplied, Bounds):
        return Bounds(np.where(told, stated.low, supplied.low), np.where(told, stated.high, supplied.high))
    if isinstance(stated, np.ndarray) and isinstance(supplied, np.ndarray):
        return np.where(told, stated, supplied).astype(np.int8)
    raise TypeError(_OTHER_TYPE)


def build(kind: Type, values: Sequence[Value | None]) -> Column:
    """Told values as a column of their type."""
    return _BUILD[kind](values)


def take(column: Column, rows: Index) -> Column:
    """Some rows of a column."""
    if isinstance(column, Words):
        return Words(column.codes[rows], column.distinct)
    if isinstance(column, Bounds):
        instants = None if column.instants is None else column.instants[rows]
        return Bounds(column.low[rows], column.high[rows], instants)
    return column[rows]


class Growing:
    """A column to which rows are added."""

    __slots__ = ("column",)

    def __init__(self, kind: Type, size: int) -> None:
        """Begin with nothing known of any row."""
        self.column = absent(kind, size)

    def put(self, rows: Index, part: Column) -> None:
        """Enter some rows that are not there yet."""
        own = self.column
        if isinstance(own, Words) and isinstance(part, Words):
            shift = len(own.distinct)
            own.codes[rows] = np.where(part.codes < 0, -1, part.codes + shift) if shift else part.codes
            self.column = Words(own.codes, own.distinct + part.distinct)
        elif isinstance(own, Bounds) and isinstance(part, Bounds):
            own.low[rows], own.high[rows] = part.low, part.high
        elif isinstance(own, np.ndarray) and isinstance(part, np.ndarray):
            own[rows] = part
        else:
            raise TypeError(_OTHER_TYPE)


class Derived(Growing):
    """A column that is filled as rows are asked for."""

    __slots__ = ("done",)

    def __init__(self, kind: Type, size: int) -> None:
        """Begin with no row asked for."""
        super().__init__(kind, size)
        self.done = np.zeros(size, np.bool_)

    def fill(self, rows: Index, derive: Callable[[Index], Column]) -> None:
        """Derive the rows that are not there yet."""
        if self.done[rows].all():
            return
        wanted = np.zeros(len(self.done), np.bool_)
        wanted[rows] = True
        missing = np.flatnonzero(wanted & ~self.done)
        self.put(missing, derive(missing))
        self.done[missing] = True
