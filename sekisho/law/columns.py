"""Cases as columns: one table for the cases, and a child table for each collection in them.

A column is built when a test first asks for it: words become codes into their distinct values, so
that a test runs on the values and is taken by index. Row and batch go the same way; a single case
is a batch of one. What names, lists and owners answer comes from a :class:`Supplier`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import numpy as np

from sekisho import truth
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval, Moment
from sekisho.law.force import NO_INSTANT, Times
from sekisho.model.case import Case, Range, Row, Value
from sekisho.truth import UNKNOWN, YES, Truths

if TYPE_CHECKING:
    import numpy.typing as npt

    from sekisho.dates import AsOf
    from sekisho.law.facts import Fact, Facts
    from sekisho.model.decision import Evidence
    from sekisho.model.measure import FactRef
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


class Supplier(Protocol):
    """Answers derived facts: who is on which list, who owns whom, what an identifier points to."""

    def column(self, batch: Batch, table: str, ref: FactRef) -> Column:
        """The fact of every row of a table; what is stated in the case need not be looked at."""
        ...

    def evidence(
        self, batch: Batch, table: str, row: int, ref: FactRef
    ) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
        """What the fact of one row rests on, and the facts of the case that would settle it."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one collection over all cases of a batch.

    Attributes:
        offsets: where each parent's rows start, and the end.
        given: was the collection given, and complete, for each parent?
        parents: the parent's row of each row.
    """

    rows: Sequence[Row]
    offsets: Index
    given: Truths
    parents: Index


class Batch:
    """Cases in columns, at their own two times."""

    def __init__(
        self,
        cases: Sequence[Case],
        as_of: AsOf | Sequence[AsOf],
        facts: Facts,
        supplier: Supplier | None = None,
    ) -> None:
        """Lay out *cases*.

        Args:
            cases: the cases.
            as_of: the two times of every case, or of each.
            facts: the types of all facts.
            supplier: answers derived facts that are not stated; None: they are unknown.
        """
        self.cases = cases
        self.facts = facts
        self.supplier = supplier
        self.as_of = as_of if isinstance(as_of, Sequence) else [as_of] * len(cases)
        self._tables: dict[str, Table] = {}
        self._columns: dict[tuple[str, str], Column] = {}
        self._present: dict[str, frozenset[str]] = {}
        ons = [each.on for each in self.as_of]
        self.times = Times(
            np.fromiter((on.day for on in ons), np.int64, len(ons)),
            np.fromiter((NO_INSTANT if on.instant is None else on.instant for on in ons), np.int64, len(ons)),
            np.fromiter((each.known for each in self.as_of), np.int64, len(ons)),
        )

    def __len__(self) -> int:
        return len(self.cases)

    def table(self, name: str) -> Table:
        """A child table by its collection's name."""
        if name not in self._tables:
            collect, parents = _COLLECT[name]
            owners: Sequence[Case | Row] = self.table("party").rows if parents == "party" else self.cases
            self._tables[name] = _table([collect(owner) for owner in owners])
        return self._tables[name]

    def case_rows(self, table: str) -> Index:
        """For each row of a table, the row of its case."""
        if table == "case":
            return np.arange(len(self))
        own = self.table(table).parents
        return self.case_rows("party")[own] if table == "party-use" else own

    def present(self, table: str) -> frozenset[str]:
        """The names of all facts that some row of a table tells."""
        if table not in self._present:
            if table == "case":
                told = frozenset().union(*(case.facts for case in self.cases))
                actors = frozenset().union(*(case.actor.facts for case in self.cases))
                self._present[table] = told | {f"actor.{name}" for name in actors}
            else:
                self._present[table] = frozenset().union(*(row.facts for row in self.table(table).rows))
        return self._present[table]

    def values(self, table: str, attr: str) -> list[Value | None]:
        """A told fact of every row of a table."""
        if table != "case":
            return [row.facts.get(attr) for row in self.table(table).rows]
        if attr.startswith("actor."):
            name = attr.removeprefix("actor.")
            return [case.actor.facts.get(name) for case in self.cases]
        return [case.facts.get(attr) for case in self.cases]

    def column(self, table: str, ref: FactRef, attr: str, fact: Fact) -> Column:
        """A fact of every row of a table, as a column of its type."""
        key = (table, attr)
        if key not in self._columns:
            if attr == "date" and table == "case":
                days = self.times.days.astype(np.float64)
                self._columns[key] = Bounds(days, days, self.times.instants)
            elif ref.relation == "valid":
                self._columns[key] = self._valid()
            else:
                self._columns[key] = self._column(table, ref, attr, fact)
        return self._columns[key]

    def _column(self, table: str, ref: FactRef, attr: str, fact: Fact) -> Column:
        """What is told, and what is supplied where nothing is told; most columns are told nowhere."""
        asks = ref.relation and self.supplier is not None
        if attr not in self.present(table):
            if asks and self.supplier is not None:
                return self.supplier.column(self, table, ref)
            return _absent(fact.type, len(self) if table == "case" else len(self.table(table).rows))
        values = self.values(table, attr)
        stated = _BUILD[fact.type](values)
        if not asks or self.supplier is None or None not in values:
            return stated
        told = np.fromiter((value is not None for value in values), np.bool_, len(values))
        return _prefer(told, stated, self.supplier.column(self, table, ref))

    def _valid(self) -> Truths:
        """Is an authorisation running on its case's day: begun, not over, not revoked by then?"""
        days = self.times.days[self.case_rows("authorisation")]
        begin = _bounds(self.values("authorisation", "from"), FIRST_DAY, FIRST_DAY)
        end = _bounds(self.values("authorisation", "until"), LAST_DAY, LAST_DAY)
        gone = _bounds(self.values("authorisation", "revoked"), LAST_DAY + 1, LAST_DAY + 1)
        begun = truth.between(begin.high <= days, begin.low <= days)
        running = truth.between(days <= end.low, days <= end.high)
        standing = truth.between(days < gone.low, days < gone.high)
        valid: Truths = np.minimum(np.minimum(begun, running), standing)
        return valid


def _table(collected: Sequence[tuple[Sequence[Row] | None, bool]]) -> Table:
    lengths = [len(rows or ()) for rows, _ in collected]
    offsets = np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)]).astype(np.intp)
    given = np.fromiter((YES if complete else UNKNOWN for _, complete in collected), np.int8, len(collected))
    rows = [row for rows, _ in collected for row in rows or ()]
    return Table(rows, offsets, given, np.repeat(np.arange(len(collected)), lengths))


def _uses(row: Row) -> tuple[Sequence[Row] | None, bool]:
    return row.uses, row.uses is not None


_COLLECT: dict[str, tuple[Callable[[Case | Row], tuple[Sequence[Row] | None, bool]], str]] = {
    "party": (lambda case: (cast("Case", case).parties, cast("Case", case).parties is not None), "case"),
    "component": (
        lambda case: (
            cast("Case", case).components,
            cast("Case", case).components is not None and not cast("Case", case).unopened,
        ),
        "case",
    ),
    "authorisation": (
        lambda c: (cast("Case", c).authorisations, cast("Case", c).authorisations is not None),
        "case",
    ),
    "actor-use": (lambda case: _uses(cast("Case", case).actor), "case"),
    "party-use": (lambda row: _uses(cast("Row", row)), "party"),
}


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


def _bounds(values: Sequence[Value | None], low: float = -np.inf, high: float = np.inf) -> Bounds:
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


_BUILD: dict[str, Callable[[Sequence[Value | None]], Column]] = {
    "word": _words,
    "words": _words,
    "yes-no": _truths,
    "number": _bounds,
    "date": _bounds,
}


def _absent(kind: str, size: int) -> Column:
    """A column that nobody told anything about."""
    if kind == "yes-no":
        return truth.column(size, UNKNOWN)
    if kind in ("word", "words"):
        return Words(np.full(size, -1, np.int32), ())
    return Bounds(np.full(size, -np.inf), np.full(size, np.inf))


def _prefer(told: npt.NDArray[np.bool_], stated: Column, supplied: Column) -> Column:
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
    message = "a supplier answered a fact in another type than facts.toml gives it"
    raise TypeError(message)
