"""Answers the law's derived facts from names, lists, owners and marks.

The law hands over pairs of relation and list; this asks match, graph and assets, once for each distinct
company and stretch of time, and lays the answers out as columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sekisho.graph.company import Company
from sekisho.graph.reach import Reach, Reached
from sekisho.law.values import Bounds, Words
from sekisho.match.query import Query
from sekisho.model.decision import Path, Step, Told
from sekisho.screen.companies import Companies
from sekisho.screen.named import query_of
from sekisho.truth import NO, UNKNOWN, YES, Truth, column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.assets.marks import Marks
    from sekisho.law.columns import Batch
    from sekisho.law.values import Column
    from sekisho.match.index import Index
    from sekisho.model.case import Case, Row
    from sekisho.model.decision import Evidence
    from sekisho.model.match import Match
    from sekisho.model.measure import FactRef
    from sekisho.store.base import Store
    from sekisho.truth import Index as Rows

MARK = "identifiers."
_OWN = ("name", "owners", "listed")
"""What needs of the company asked about begin with; others name another company."""


class Knowledge:
    """A :class:`~sekisho.law.columns.Supplier` over a store."""

    def __init__(self, store: Store, index: Index, marks: Marks) -> None:
        """Take the rooms to ask."""
        self.store = store
        self.index = index
        self.marks = marks
        self.reach = Reach(store, self.resolve)
        self.companies = Companies(index, self.reach, store.lists.values())

    def resolve(self, company: Company) -> tuple[Match, ...]:
        """The entities that a company may be."""
        return self.index.find(query_of(company))

    # --- columns ---------------------------------------------------------------------------------

    def column(self, batch: Batch, table: str, ref: FactRef, rows: Rows) -> Column:
        """The fact of some rows of a table."""
        if ref.relation == "sign":
            return self._signs(batch, table, ref, rows)
        if ref.relation == "maker.country":
            return self._homes(batch, table, ref, rows)
        asked = self.companies.asked(batch, table, subject_of(table, ref), rows)
        codes = asked.codes[rows]
        # One answer a distinct company; a code of -1 takes the last: of nobody nothing is known.
        answers = [Reached()] * (len(asked.distinct) + 1)
        wanted = np.zeros(len(answers), np.bool_)
        wanted[codes] = True
        for place in np.flatnonzero(wanted[:-1]).tolist():
            company, day, known = asked.distinct[place]
            answers[place] = self.reach.ask(ref.relation, company, ref.list, day, known)
        if ref.relation == "share":
            return Bounds(*(np.array(ends)[codes] for ends in zip(*map(_share, answers), strict=True)))
        if ref.relation in ("was-under", "entered"):
            return Bounds(*(np.array(ends)[codes] for ends in zip(*map(_last, answers), strict=True)))
        return np.fromiter((each.truth for each in answers), np.int8, len(answers))[codes]

    def codes(self, batch: Batch, table: str, ref: FactRef, rows: Rows) -> Rows:
        """Numbers for what is known, at their times, of those whom a fact of some rows is about; -1: nothing.

        The same is answered of two rows with the same number, which tell the same but for names.
        """
        if ref.relation == "sign":  # the marks are told; what they point to may turn on any day
            return batch.moment[batch.case_rows(table)[rows]]
        if ref.relation == "maker.country":
            homes = self._homes(batch, table, ref, rows)
            return homes.codes.astype(np.intp)
        return self.companies.asked(batch, table, subject_of(table, ref), rows).codes[rows]

    def _homes(self, batch: Batch, table: str, ref: FactRef, rows: Rows) -> Words:
        """The countries of makers: those who are nowhere known differ in them, too."""
        tellers = self.companies.tellers(batch, table, subject_of(table, ref), rows)
        found = [None if row is None else self._home(row.facts) for row in tellers]
        distinct = tuple(dict.fromkeys(country for country in found if country is not None))
        places = {country: place for place, country in enumerate(distinct)}
        codes = np.array([-1 if country is None else places[country] for country in found], np.int32)
        return Words(codes, tuple(frozenset((country,)) for country in distinct))

    def _home(self, told: Mapping[str, object]) -> str | None:
        """The country of a company as it is told, or of one that surely bears its name."""
        if isinstance(told.get("country"), str):
            return str(told["country"])
        sure = (
            self.store.entities[m.entity].country
            for m in self.index.find(Query(str(told["name"])))
            if m.truth is YES
        )
        return next((country for country in sure if country is not None), None)

    def _signs(self, batch: Batch, table: str, ref: FactRef, rows: Rows) -> Column:
        names, signs = _mark_names(batch, table), column(len(rows), UNKNOWN)
        bearing = marked(batch, table, rows)
        told = (_told_marks(batch, table, row, names) for row in bearing.tolist())
        signs[np.isin(rows, bearing)] = [
            self._sign(batch, table, row, ref, marks)[0]
            for row, marks in zip(bearing.tolist(), told, strict=True)
        ]
        return signs

    def _sign(
        self, batch: Batch, table: str, row: int, ref: FactRef, told: dict[str, object]
    ) -> tuple[Truth, tuple[Step, ...]]:
        """Does a mark of a thing point to somebody under the list?"""
        case = int(batch.case_rows(table)[row])
        day, known = int(batch.times.days[case]), int(batch.times.known[case])
        for kind, value, company, source in self._pointed(told):
            reached = self.reach.ask("under", company, ref.list, day, known)
            if reached.truth is YES:
                return YES, (
                    Step("sign", f"{kind} {_written(value)}", f"points to {company.name}", source),
                    *reached.steps,
                )
        return NO, ()

    def _pointed(self, told: dict[str, object]) -> list[tuple[str, object, Company, str]]:
        found = [(m.kind, told.get(m.kind), self._entity(m.entity), m.source) for m in self.marks.read(told)]
        brand = told.get("brand")
        if isinstance(brand, str):
            found += [
                ("brand", brand, self._entity(m.entity), m.why)
                for m in self.index.find(Query(brand))
                if m.truth is YES
            ]
        return found

    def _entity(self, entity: str) -> Company:
        known = self.store.entities[entity]
        return Company(known.names[0], known.country)

    # --- evidence --------------------------------------------------------------------------------

    def evidence(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[Evidence, ...]:
        """The path a fact of one row rests on."""
        if ref.relation == "sign":
            told = _told_marks(batch, table, row, _mark_names(batch, table))
            _, steps = self._sign(batch, table, row, ref, told)
            return self._path(batch, table, row, ref, steps)
        asked = self._company_of(batch, table, row, ref)
        if asked is None:
            return ()
        company, teller, _ = asked
        if ref.relation == "maker.country":
            _, address = self._lead(batch, table, row, ref)
            return (Told(f"{address}.maker.country", self._home(teller.facts)),)
        reached = self._reached(batch, table, row, ref, company)
        who = Step("maker" if _is_maker(table, ref) else "party", company.name, company.country or "")
        return self._path(batch, table, row, ref, (who, *reached.steps) if reached.steps else ())

    def needs(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[str, ...]:
        """The facts of the case that would settle the fact of one row."""
        if ref.relation == "sign":
            told = _told_marks(batch, table, row, _mark_names(batch, table))
            thing = "item" if table == "case" else batch.table(table).rows[row].address
            return () if told else (f"{thing}.identifiers",)
        asked = self._company_of(batch, table, row, ref)
        if asked is None:
            return ()
        company, _, entry = asked
        if ref.relation == "maker.country":
            return (f"{entry}.country",)
        needs = self._reached(batch, table, row, ref, company).needs
        return tuple(f"{entry}.{need}" if need.startswith(_OWN) else need for need in needs)

    def _company_of(
        self, batch: Batch, table: str, row: int, ref: FactRef
    ) -> tuple[Company, Row, str] | None:
        """The company that a row is asked about, the row that tells of it, and where it stands."""
        teller = self.companies.teller(batch, table, subject_of(table, ref), row)
        if teller is None:
            return None
        case = batch.cases[int(batch.case_rows(table)[row])]
        company = self.companies.as_told(case, teller)
        return company, teller, self._entry_of(case, company)

    def _reached(self, batch: Batch, table: str, row: int, ref: FactRef, company: Company) -> Reached:
        own = int(batch.case_rows(table)[row])
        day, known = int(batch.times.days[own]), int(batch.times.known[own])
        return self.reach.ask(ref.relation, company, ref.list, day, known)

    def _path(
        self, batch: Batch, table: str, row: int, ref: FactRef, steps: tuple[Step, ...]
    ) -> tuple[Path, ...]:
        """The steps with those that lead to the thing or party; nothing where there are none."""
        if not steps:
            return ()
        lead, address = self._lead(batch, table, row, ref)
        return (Path(address, ref.list, (*lead, *steps)),)

    def _lead(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[tuple[Step, ...], str]:
        """The steps from the case to the thing or party, and its address."""
        case = batch.cases[int(batch.case_rows(table)[row])]
        item = case.facts.get("item.name")
        whole = (Step("item", str(item)),) if item else ()
        if table == "case":
            return ((), "actor") if ref.subject == "actor" else (whole, "item")
        own = batch.table(table).rows[row]
        if table == "component":
            outer = self.companies.around(case, own.address)
            return (
                *whole,
                *(Step("part", _called(part), str(part.facts.get("class", ""))) for part in outer),
            ), own.address
        return (() if table == "party" else (Step("use", _called(own)),)), own.address

    def _entry_of(self, case: Case, company: Company) -> str:
        """Where a company's own facts stand in the case: its party's row, or one still to be written."""
        row = self.companies.row_of(case, company)
        return f"parties[{company.name}]" if row is None else row.address


def _share(reached: Reached) -> tuple[float, float]:
    return reached.share.low, reached.share.high


def _last(reached: Reached) -> tuple[float, float]:
    return float(reached.last.first), float(reached.last.last)


def subject_of(table: str, ref: FactRef) -> str:
    """`actor` or `maker` or empty for the row itself."""
    if table == "party":
        return ""
    return "actor" if ref.subject == "actor" else "maker"


def _is_maker(table: str, ref: FactRef) -> bool:
    return subject_of(table, ref) == "maker"


def _mark_names(batch: Batch, table: str) -> dict[str, str]:
    """The identifiers and the brand that some row of a table bears: their names there, and their kinds."""
    prefix = "item." if table == "case" else ""
    identifiers = prefix + MARK
    names = {
        name: name.removeprefix(identifiers) for name in batch.stated(table) if name.startswith(identifiers)
    }
    return names | ({f"{prefix}brand": "brand"} if f"{prefix}brand" in batch.stated(table) else {})


def marked(batch: Batch, table: str, rows: Rows) -> Rows:
    """Those of some rows of a table, in their order, whose thing bears a mark."""
    told = [batch.stated(table)[name].rows for name in _mark_names(batch, table)]
    return rows[np.isin(rows, np.concatenate(told))] if told else rows[:0]


def _told_marks(batch: Batch, table: str, row: int, names: Mapping[str, str]) -> dict[str, object]:
    """Identifiers and brand of a thing, by kind."""
    facts = batch.cases[row].facts if table == "case" else batch.table(table).rows[row].facts
    return {kind: facts[name] for name, kind in names.items() if name in facts}


def _called(row: Row) -> str:
    return str(row.facts.get("name", "unnamed"))


def _written(value: object) -> str:
    """What is told of a mark, which may be several of a kind."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
