"""Answers the law's derived facts from names, lists, owners and marks.

The law hands over pairs of relation and list; this asks match, graph and assets, once for each distinct
company and stretch of time, and lays the answers out as columns.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sekisho import truth
from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.graph.company import Company, Named, Stake, company_of
from sekisho.graph.reach import Reach
from sekisho.law.columns import Bounds, Words
from sekisho.model.case import Row
from sekisho.model.decision import Path, Step, Told
from sekisho.names.normal import normalise
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.assets.marks import Marks
    from sekisho.law.columns import Batch, Column
    from sekisho.match.index import Index
    from sekisho.model.case import Case, Owner, Value
    from sekisho.model.decision import Evidence
    from sekisho.model.measure import FactRef
    from sekisho.store.base import Store

MARK = "identifiers."
REMEMBERED = 1_000_000
"""Names kept in memory between batches."""


@dataclass(slots=True)
class Asked:
    """The companies that a column is about.

    Attributes:
        codes: for each row, its place among the distinct ones; -1: nobody is named.
        distinct: each company with a day and a day of knowledge that stand for a stretch of them.
    """

    codes: list[int] = field(default_factory=list)
    distinct: list[tuple[Company, int, int]] = field(default_factory=list)


class Standing(NamedTuple):
    """A company as answers need it: all who are nowhere known stand as one; and the days its answers turn."""

    company: Company
    turning: tuple[int, ...]


class Knowledge:
    """A :class:`~sekisho.law.columns.Supplier` over a store."""

    def __init__(self, store: Store, index: Index, marks: Marks) -> None:
        """Take the rooms to ask."""
        self.store = store
        self.index = index
        self.marks = marks
        self.reach = Reach(store, self.resolve)
        self._standing: dict[object, Standing] = {}
        self._spelt: dict[str, str] = {}
        self._published = sorted({info.published for info in store.lists.values()})
        self._asked: dict[tuple[int, str, str], Asked] = {}
        self._worlds: dict[int, dict[str, Row]] = {}

    def resolve(self, name: str, country: str | None) -> tuple[Named, ...]:
        """The entities that bear a name."""
        return tuple(Named(m.entity, m.truth, m.name, m.why) for m in self.index.find(name, country))

    def begin(self) -> None:
        """Forget what belongs to one batch, and, when it has grown large, what names have been looked up."""
        self._asked.clear()
        self._worlds.clear()
        if len(self._spelt) > REMEMBERED:
            self._spelt.clear()
            self._standing.clear()
            self.index.forget()

    # --- columns ---------------------------------------------------------------------------------

    def column(self, batch: Batch, table: str, ref: FactRef) -> Column:
        """The fact of every row of a table."""
        if ref.relation == "sign":
            return self._signs(batch, table, ref)
        if ref.relation in ("near", "maker.country"):
            return self._by_name(batch, table, ref)
        asked = self._companies(batch, table, _subject(table, ref))
        codes = np.array(asked.codes, np.intp)
        answers = [
            self.reach.ask(ref.relation, company, ref.list, day, known)
            for company, day, known in asked.distinct
        ]
        if ref.relation == "share":
            low = np.array([*(each.share.low for each in answers), 0.0])
            return Bounds(low[codes], np.array([*(each.share.high for each in answers), 100.0])[codes])
        if ref.relation == "was-under":
            low = np.array([*(float(each.last.first) for each in answers), FIRST_DAY])
            return Bounds(
                low[codes], np.array([*(float(each.last.last) for each in answers), LAST_DAY])[codes]
            )
        return np.array([*(each.truth for each in answers), UNKNOWN], np.int8)[codes]

    def _companies(self, batch: Batch, table: str, subject: str) -> Asked:
        key = (id(batch), table, subject)
        if key not in self._asked:
            self._asked[key] = self._gather(batch, table, subject)
        return self._asked[key]

    def _gather(self, batch: Batch, table: str, subject: str) -> Asked:
        asked = Asked()
        places: dict[tuple[int, ...], int] = {}
        days, knowns = batch.times.days.tolist(), batch.times.known.tolist()
        learnt = np.searchsorted(self._published, batch.times.known, "right").tolist()
        add = asked.codes.append
        for case, row in self._rows(batch, table, subject):
            standing = None if row is None else self._stand(batch.cases[case], row)
            if standing is None:
                add(-1)
                continue
            stretch: tuple[int, ...] = (id(standing), learnt[case])
            if standing.turning:
                when, knew = (
                    bisect_right(standing.turning, days[case]),
                    bisect_right(standing.turning, knowns[case]),
                )
                stretch = (*stretch, when, knew)
            place = places.get(stretch)
            if place is None:
                place = places[stretch] = len(places)
                asked.distinct.append((standing.company, days[case], knowns[case]))
            add(place)
        return asked

    def _stand(self, case: Case, row: Row) -> Standing | None:
        """The standing of a row's company, remembered by what is told of it."""
        name = row.facts.get("name")
        if not isinstance(name, str):
            return None
        told: object = (name, row.facts.get("country"), row.facts.get("kinds"), row.owners, row.listed)
        if row.owners and self._elsewhere(case, row.owners):
            told = self._company(case, row)
        standing = self._standing.get(told)
        if standing is None:
            standing = self._standing[told] = self._work_out(case, row)
        return standing

    def _elsewhere(self, case: Case, owners: tuple[Owner, ...]) -> bool:
        """May the owners' own owners be told in another row of the case?"""
        world = self._world(case)
        return any(owner.owners or self._spell(owner.name) in world for owner in owners)

    def _work_out(self, case: Case, row: Row) -> Standing:
        """Whoever is told nothing of and found nowhere stands as one with all like him."""
        name, country, kinds = (row.facts.get(fact) for fact in ("name", "country", "kinds"))
        found = self.index.find(str(name), country if isinstance(country, str) else None)
        if not (row.owners or row.listed or found):
            person = isinstance(kinds, tuple) and "individual" in kinds
            owners: tuple[Stake, ...] | None = None if row.owners is None else ()
            nobody = Company("", None, person, owners, row.listed)
            return self._standing.setdefault((person, owners, row.listed), Standing(nobody, ()))
        company = self._company(case, row)
        assert company is not None, "it has a name"  # noqa: S101
        return Standing(company, self.reach.turning_days(company))

    def _rows(self, batch: Batch, table: str, subject: str) -> Iterator[tuple[int, Row | None]]:
        """For each row of a table: the row of its case, and the row that tells of the company."""
        if table == "case":
            for place, case in enumerate(batch.cases):
                yield (
                    place,
                    case.actor
                    if subject == "actor"
                    else self._told(case, case.facts.get("item.manufacturer")),
                )
            return
        rows = batch.table(table).rows
        for place, row in zip(batch.case_rows(table).tolist(), rows, strict=True):
            yield place, self._told(batch.cases[place], row.facts.get("manufacturer")) if subject else row

    def _told(self, case: Case, name: Value | None) -> Row | None:
        """What is known of a maker: the party of the same name, or its name alone."""
        if not isinstance(name, str):
            return None
        return self._world(case).get(self._spell(name)) or Row("", {"name": name})

    def _company(self, case: Case, row: Row) -> Company | None:
        return company_of(row, self._world(case) if row.owners else {}, self._spell)

    def _spell(self, name: str) -> str:
        spelt = self._spelt.get(name)
        if spelt is None:
            spelt = self._spelt[name] = normalise(name)
        return spelt

    def _world(self, case: Case) -> dict[str, Row]:
        """The rows of a case by the spelling of their names; of two, the one that tells owners."""
        world = self._worlds.get(id(case))
        if world is None:
            world = self._worlds[id(case)] = {}
            for row in (*(case.parties or ()), case.actor):
                name = row.facts.get("name")
                if isinstance(name, str):
                    spelt = self._spell(name)
                    if spelt not in world or world[spelt].owners is None:
                        world[spelt] = row
        return world

    def _by_name(self, batch: Batch, table: str, ref: FactRef) -> Column:
        """What hangs on the name itself, so that those who are nowhere known differ too."""
        companies = [
            (place, None if row is None else self._company(batch.cases[place], row))
            for place, row in self._rows(batch, table, _subject(table, ref))
        ]
        if ref.relation == "near":
            times = batch.times
            near = [
                UNKNOWN
                if company is None
                else self._near(company, ref.list, int(times.days[p]), int(times.known[p]))
                for p, company in companies
            ]
            return np.array(near, np.int8)
        found = [
            None if company is None else company.country or self._home(company) for _, company in companies
        ]
        distinct = tuple(dict.fromkeys(country for country in found if country is not None))
        places = {country: place for place, country in enumerate(distinct)}
        codes = np.array([-1 if country is None else places[country] for country in found], np.int32)
        return Words(codes, tuple(frozenset((country,)) for country in distinct))

    def _home(self, company: Company) -> str | None:
        sure = (
            self.store.entities[m.entity].country for m in self.index.find(company.name) if m.truth is YES
        )
        return next((country for country in sure if country is not None), None)

    def _near(self, company: Company, listed: str, day: int, known: int) -> Truth:
        if self.reach.ask("on", company, listed, day, known).truth is YES:
            return NO
        members = [
            entity for entity in self.store.listings if self.store.listings_of(entity, listed, day, known)
        ]
        return YES if self.index.near(company.name, members) is not None else NO

    def _signs(self, batch: Batch, table: str, ref: FactRef) -> Column:
        rows = range(len(batch) if table == "case" else len(batch.table(table).rows))
        names = _mark_names(batch, table)
        if not names:
            return truth.column(len(rows), UNKNOWN)
        told = (_told_marks(batch, table, row, names) for row in rows)
        signs = (
            self._sign(batch, table, row, ref, marks)[0] if marks else UNKNOWN
            for row, marks in enumerate(told)
        )
        return np.fromiter(signs, np.int8, len(rows))

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
                    Step("sign", f"{kind} {value}", f"points to {company.name}", source),
                    *reached.steps,
                )
        return NO, ()

    def _pointed(self, told: dict[str, object]) -> list[tuple[str, object, Company, str]]:
        found = [(m.kind, told.get(m.kind), self._entity(m.entity), m.source) for m in self.marks.read(told)]
        brand = told.get("brand")
        if isinstance(brand, str):
            found += [
                ("brand", brand, self._entity(m.entity), m.why)
                for m in self.index.find(brand)
                if m.truth is YES
            ]
        return found

    def _entity(self, entity: str) -> Company:
        known = self.store.entities[entity]
        return Company(known.names[0], known.country)

    # --- evidence --------------------------------------------------------------------------------

    def evidence(
        self, batch: Batch, table: str, row: int, ref: FactRef
    ) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
        """The path a fact of one row rests on, and the facts of the case that would settle it."""
        lead, address = _lead(batch, table, row, ref)
        if ref.relation == "sign":
            told = _told_marks(batch, table, row, _mark_names(batch, table))
            _, steps = self._sign(batch, table, row, ref, told)
            thing = "item" if table == "case" else batch.table(table).rows[row].address
            path = (Path(address, ref.list, (*lead, *steps)),) if steps else ()
            return path, () if told else (f"{thing}.identifiers",)
        case = batch.cases[int(batch.case_rows(table)[row])]
        teller = self._row_of(batch, table, row, _subject(table, ref))
        company = None if teller is None else self._company(case, teller)
        entry = self._entry_of(case, company, address)
        if company is None:
            return (), ()
        if ref.relation == "maker.country":
            country = company.country or self._home(company)
            return (Told(f"{address}.maker.country", country),), (f"{entry}.country",)
        if ref.relation == "near":
            return (), (f"{entry}.name",)
        own = int(batch.case_rows(table)[row])
        day, known = int(batch.times.days[own]), int(batch.times.known[own])
        reached = self.reach.ask(ref.relation, company, ref.list, day, known)
        who = Step("maker" if _is_maker(table, ref) else "party", company.name, company.country or "")
        path = (Path(address, ref.list, (*lead, who, *reached.steps)),) if reached.steps else ()
        return path, tuple(f"{entry}.{need}" for need in reached.needs)

    def _row_of(self, batch: Batch, table: str, row: int, subject: str) -> Row | None:
        if table == "case":
            case = batch.cases[row]
            return case.actor if subject == "actor" else self._told(case, case.facts.get("item.manufacturer"))
        own = batch.table(table).rows[row]
        case = batch.cases[int(batch.case_rows(table)[row])]
        return self._told(case, own.facts.get("manufacturer")) if subject else own

    def _entry_of(self, case: Case, company: Company | None, address: str) -> str:
        """Where a company's own facts stand in the case: its party's row, or one still to be written."""
        row = self._world(case).get(self._spell(company.name)) if company is not None else None
        if row is not None:
            return row.address
        return address if company is None else f"parties[{company.name}]"


def _subject(table: str, ref: FactRef) -> str:
    """`actor` or `maker` or empty for the row itself."""
    if table == "party":
        return ""
    return "actor" if ref.subject == "actor" else "maker"


def _is_maker(table: str, ref: FactRef) -> bool:
    return _subject(table, ref) == "maker"


def _mark_names(batch: Batch, table: str) -> dict[str, str]:
    """The identifiers and the brand that some row of a table bears: their names there, and their kinds."""
    prefix = "item." if table == "case" else ""
    identifiers = prefix + MARK
    names = {
        name: name.removeprefix(identifiers) for name in batch.present(table) if name.startswith(identifiers)
    }
    return names | ({f"{prefix}brand": "brand"} if f"{prefix}brand" in batch.present(table) else {})


def _told_marks(batch: Batch, table: str, row: int, names: Mapping[str, str]) -> dict[str, object]:
    """Identifiers and brand of a thing, by kind."""
    facts = batch.cases[row].facts if table == "case" else batch.table(table).rows[row].facts
    return {kind: facts[name] for name, kind in names.items() if name in facts}


def _lead(batch: Batch, table: str, row: int, ref: FactRef) -> tuple[tuple[Step, ...], str]:
    """The steps from the case to the thing or party, and its address."""
    if table == "case":
        if ref.subject == "actor":
            return (), "actor"
        name = batch.cases[row].facts.get("item.name")
        return ((Step("item", str(name)),) if name else ()), "item"
    rows = batch.table(table).rows
    address = rows[row].address
    if table == "party":
        return (), address
    case = batch.cases[int(batch.case_rows(table)[row])]
    item = case.facts.get("item.name")
    lead = [Step("item", str(item))] if item and table == "component" else []
    if table == "component":
        outer = [
            c for c in case.components or () if address == c.address or address.startswith(c.address + ".")
        ]
        lead += [
            Step("part", str(c.facts.get("name", "unnamed")), str(c.facts.get("class", ""))) for c in outer
        ]
    else:
        lead.append(Step("use", str(rows[row].facts.get("name", "unnamed"))))
    return tuple(lead), address
