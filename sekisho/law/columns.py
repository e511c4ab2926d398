"""Cases as columns: one table for the cases, and a child table for each collection in them.

A column is built when a test first asks for it: words become codes into their distinct values, so
that a test runs on the values and is taken by index. Row and batch go the same way; a single case
is a batch of one. What names, lists and owners answer comes from a :class:`Supplier`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

import numpy as np

from sekisho import truth
from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.law.force import NO_INSTANT, Times
from sekisho.law.values import Bounds, Derived, Growing, bounds_of, build, prefer, take
from sekisho.truth import UNKNOWN, YES, Truths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import AsOf, Moment
    from sekisho.law.facts import Fact, Facts
    from sekisho.law.force import Calendar
    from sekisho.law.values import Column
    from sekisho.model.case import Case, Row, Value
    from sekisho.model.decision import Evidence
    from sekisho.model.measure import FactRef
    from sekisho.truth import Index


Asked: TypeAlias = "tuple[str, str, str, tuple[str | float | Moment, ...]]"
"""A test of a told fact: the table and the name there, the operator and its values."""


class Supplier(Protocol):
    """Answers derived facts: who is on which list, who owns whom, what an identifier points to."""

    def column(self, batch: Batch, table: str, ref: FactRef, rows: Index) -> Column:
        """The fact of some rows of a table; what is stated in the case need not be looked at."""
        ...

    def evidence(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[Evidence, ...]:
        """What the fact of one row rests on."""
        ...

    def needs(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[str, ...]:
        """The facts of the case that would settle the fact of one row."""
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


class Stated(NamedTuple):
    """A fact as the rows of a table tell it: those that do, in any order, and what each says."""

    rows: list[int]
    values: list[Value]


class Batch:
    """Cases in columns, at their own two times.

    Attributes:
        times: of every case.
        moments: the same, each once; `moment` is the place there of each case.
        texts: by each calendar that was asked, numbers for the texts that govern those moments.
        answers: what the law has already asked of told facts, a truth for every row of the table.
    """

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
        self.answers: dict[Asked, Truths] = {}
        self.texts: dict[Calendar, Index] = {}
        self._tables: dict[str, Table] = {}
        self._columns: dict[tuple[str, str], Column] = {}
        self._derived: dict[tuple[str, str], Derived] = {}
        self._facts: dict[str, Mapping[str, Stated]] = {}
        self._own = np.arange(len(cases))
        ons = [each.on for each in self.as_of]
        self.times = Times(
            np.fromiter((on.day for on in ons), np.int64, len(ons)),
            np.fromiter((NO_INSTANT if on.instant is None else on.instant for on in ons), np.int64, len(ons)),
            np.fromiter((each.known for each in self.as_of), np.int64, len(ons)),
        )
        self.moments, self.moment = self.times.distinct()

    def __len__(self) -> int:
        return len(self.cases)

    def table(self, name: str) -> Table:
        """A child table by its collection's name."""
        if name not in self._tables:
            self._tables[name] = self._collect(name)
        return self._tables[name]

    def _collect(self, name: str) -> Table:
        match name:
            case "party":
                return _table([case.parties for case in self.cases])
            case "component":
                complete = [case.components is not None and not case.unopened for case in self.cases]
                return _table([case.components for case in self.cases], complete)
            case "authorisation":
                return _table([case.authorisations for case in self.cases])
            case "actor-use":
                return _table([case.actor.uses for case in self.cases])
            case _:
                return _table([row.uses for row in self.table("party").rows])

    def case_rows(self, table: str) -> Index:
        """For each row of a table, the row of its case."""
        if table == "case":
            return self._own
        own = self.table(table).parents
        return self.case_rows("party")[own] if table == "party-use" else own

    def stated(self, table: str) -> Mapping[str, Stated]:
        """All facts that some row of a table tells, by their names; most are told by few rows."""
        if table not in self._facts:
            if table == "case":
                told = _gather([case.facts for case in self.cases], "")
                told |= _gather([case.actor.facts for case in self.cases], "actor.")
            else:
                told = _gather([row.facts for row in self.table(table).rows], "")
            self._facts[table] = told
        return self._facts[table]

    def value(self, table: str, attr: str, row: int) -> Value | None:
        """A told fact of one row."""
        if table != "case":
            return self.table(table).rows[row].facts.get(attr)
        case = self.cases[row]
        if attr.startswith("actor."):
            return case.actor.facts.get(attr.removeprefix("actor."))
        return case.facts.get(attr)

    def derives(self, ref: FactRef) -> bool:
        """Is a fact answered by the supplier, where the case does not state it?"""
        return bool(ref.relation) and ref.relation != "valid" and self.supplier is not None

    def derived(self, table: str, ref: FactRef, attr: str, fact: Fact, rows: Index) -> Column:
        """A derived fact of some rows of a table, and derived for these alone: the law asks it of few."""
        derived = self._derived.get((table, attr))
        if derived is None:
            derived = self._derived[table, attr] = Derived(fact.type, self._size(table))
        derived.fill(rows, lambda missing: self._derive(table, ref, attr, fact, missing))
        return take(derived.column, rows)

    def told(self, table: str, ref: FactRef, attr: str, fact: Fact) -> Column:
        """A fact of every row of a table, as it is told."""
        column = self._columns.get((table, attr))
        if column is None:
            column = self._columns[table, attr] = self._told(table, ref, attr, fact)
        return column

    def _size(self, table: str) -> int:
        return len(self) if table == "case" else len(self.table(table).rows)

    def _told(self, table: str, ref: FactRef, attr: str, fact: Fact) -> Column:
        """What is told of every row; most facts are told nowhere."""
        if attr == "date" and table == "case":
            days = self.times.days.astype(np.float64)
            return Bounds(days, days, self.times.instants)
        if ref.relation == "valid":
            return self._valid()
        column = Growing(fact.type, self._size(table))
        stated = self.stated(table).get(attr)
        if stated is not None:
            column.put(np.array(stated.rows, np.intp), build(fact.type, stated.values))
        return column.column

    def _derive(self, table: str, ref: FactRef, attr: str, fact: Fact, rows: Index) -> Column:
        """What is stated of some rows, and what is supplied where nothing is stated."""
        assert self.supplier is not None, "nothing is derived without a supplier"  # noqa: S101
        if attr not in self.stated(table):
            return self.supplier.column(self, table, ref, rows)
        values = [self.value(table, attr, row) for row in rows.tolist()]
        stated = build(fact.type, values)
        if None not in values:
            return stated
        told = np.fromiter((value is not None for value in values), np.bool_, len(values))
        return prefer(told, stated, self.supplier.column(self, table, ref, rows))

    def _valid(self) -> Truths:
        """Is an authorisation running on its case's day: begun, not over, not revoked by then?"""
        days = self.times.days[self.case_rows("authorisation")]
        own = [row.facts for row in self.table("authorisation").rows]
        begin = bounds_of([facts.get("from") for facts in own], FIRST_DAY, FIRST_DAY)
        end = bounds_of([facts.get("until") for facts in own], LAST_DAY, LAST_DAY)
        gone = bounds_of([facts.get("revoked") for facts in own], LAST_DAY + 1, LAST_DAY + 1)
        begun = truth.between(begin.high <= days, begin.low <= days)
        running = truth.between(days <= end.low, days <= end.high)
        standing = truth.between(days < gone.low, days < gone.high)
        valid: Truths = np.minimum(np.minimum(begun, running), standing)
        return valid


def _table(collected: Sequence[Sequence[Row] | None], complete: Sequence[bool] | None = None) -> Table:
    """Rows of a collection, parent by parent; complete where it was given, unless it is said otherwise."""
    lengths = np.fromiter((len(rows) if rows else 0 for rows in collected), np.intp, len(collected))
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.intp)
    known = [rows is not None for rows in collected] if complete is None else complete
    given = np.where(np.array(known, np.bool_), np.int8(YES), np.int8(UNKNOWN))
    rows = [row for own in collected if own for row in own]
    return Table(rows, offsets, given, np.repeat(np.arange(len(collected)), lengths))


def _gather(told: Sequence[Mapping[str, Value]], lead: str) -> dict[str, Stated]:
    """The facts of rows, by their names."""
    alike: dict[tuple[str, ...], list[int]] = {}  # most rows tell the same facts as others
    for row, facts in enumerate(told):
        alike.setdefault(tuple(facts), []).append(row)
    gathered: dict[str, Stated] = {}
    for names, rows in alike.items():
        columns = zip(*[told[row].values() for row in rows], strict=True)
        for name, values in zip(names, columns, strict=True):
            stated = gathered.setdefault(lead + name, Stated([], []))
            stated.rows.extend(rows)
            stated.values.extend(values)
    return gathered
