"""Answers the law's derived facts from names, lists, owners and marks.

The law hands over pairs of relation and list; this asks match, graph and assets, once for each distinct
company and stretch of time, and lays the answers out as columns.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.graph.company import Company, Named, company_of
from sekisho.graph.reach import Reach
from sekisho.law.columns import Bounds, Words
from sekisho.model.decision import Path, Step
from sekisho.names.normal import normalise
from sekisho.truth import NO, UNKNOWN, YES, Truth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sekisho.assets.marks import Marks
    from sekisho.law.columns import Batch, Column
    from sekisho.match.index import Index
    from sekisho.model.case import Case, Row
    from sekisho.model.entity import Identifier
    from sekisho.model.measure import FactRef
    from sekisho.store.base import Store

MARK = "identifiers."
_USES = {"party-use", "actor-use"}


@dataclass(slots=True)
class Asked:
    """The companies that a column is about.

    Attributes:
        codes: for each row, its place among the distinct ones; -1: nobody is named.
        distinct: each company with a day and a day of knowledge that stand for a stretch of them.
    """

    codes: list[int] = field(default_factory=list)
    distinct: list[tuple[Company, int, int]] = field(default_factory=list)


class Knowledge:
    """A :class:`~sekisho.law.columns.Supplier` over a store."""

    def __init__(self, store: Store, index: Index, marks: Marks) -> None:
        """Take the rooms to ask."""
        self.store = store
        self.index = index
        self.marks = marks
        self.reach = Reach(store, self.resolve)
        self._turning: dict[Company, tuple[int, ...]] = {}
        self._published = sorted({info.published for info in store.lists.values()})
        self._asked: dict[tuple[int, str, str], Asked] = {}
        self._worlds: dict[int, dict[str, Row]] = {}

    def resolve(self, name: str, country: str | None) -> tuple[Named, ...]:
        """The entities that bear a name."""
        return tuple(Named(m.entity, m.truth, m.name, m.why) for m in self.index.find(name, country))

    def begin(self) -> None:
        """Forget what belongs to one batch."""
        self._asked.clear()
        self._worlds.clear()

    # --- columns ---------------------------------------------------------------------------------

    def column(self, batch: Batch, table: str, ref: FactRef) -> Column:
        """The fact of every row of a table."""
        if ref.relation == "sign":
            return self._signs(batch, table, ref)
        asked = self._companies(batch, table, _subject(table, ref))
        codes = np.array(asked.codes, np.intp)
        if ref.relation == "maker.country":
            return self._countries(asked, codes)
        if ref.relation == "near":
            near = [self._near(company, ref.list, day, known) for company, day, known in asked.distinct]
            return np.array([*near, UNKNOWN], np.int8)[codes]
        answers = [self.reach.ask(ref.relation, company, ref.list, day, known) for company, day, known in asked.distinct]
        if ref.relation == "share":
            low = np.array([*(each.share.low for each in answers), 0.0])
            return Bounds(low[codes], np.array([*(each.share.high for each in answers), 100.0])[codes])
        if ref.relation == "was-under":
            low = np.array([*(float(each.last.first) for each in answers), FIRST_DAY])
            return Bounds(low[codes], np.array([*(float(each.last.last) for each in answers), LAST_DAY])[codes])
        return np.array([*(each.truth for each in answers), UNKNOWN], np.int8)[codes]

    def _companies(self, batch: Batch, table: str, subject: str) -> Asked:
        key = (id(batch), table, subject)
        if key not in self._asked:
            self._asked[key] = self._gather(batch, table, subject)
        return self._asked[key]

    def _gather(self, batch: Batch, table: str, subject: str) -> Asked:
        asked = Asked()
        places: dict[tuple[Company, int, int], int] = {}
        days, knowns = batch.times.days.tolist(), batch.times.known.tolist()
        for case, company in self._each(batch, table, subject):
            if company is None:
                asked.codes.append(-1)
                continue
            day, known = days[case], knowns[case]
            turning = self._turning_days(company)
            stretch = (company, bisect_right(turning, day), bisect_right(turning, known) + bisect_right(self._published, known))
            place = places.setdefault(stretch, len(places))
            if place == len(asked.distinct):
                asked.distinct.append((company, day, known))
            asked.codes.append(place)
        return asked

    def _turning_days(self, company: Company) -> tuple[int, ...]:
        if company not in self._turning:
            self._turning[company] = self.reach.turning_days(company)
        return self._turning[company]

    def _each(self, batch: Batch, table: str, subject: str) -> Sequence[tuple[int, Company | None]]:
        """For each row of a table: the row of its case, and the company that is its subject."""
        if table == "case":
            pick = self._actor if subject == "actor" else self._item_maker
            return [(place, pick(case)) for place, case in enumerate(batch.cases)]
        rows = batch.table(table).rows
        cases = batch.case_rows(table).tolist()
        if not subject:
            return [(c, self._party(batch.cases[c], row)) for c, row in zip(cases, rows, strict=True)]
        return [(c, self._maker(batch.cases[c], row.facts.get("manufacturer"))) for c, row in zip(cases, rows, strict=True)]

    def _actor(self, case: Case) -> Company | None:
        return self._party(case, case.actor)

    def _item_maker(self, case: Case) -> Company | None:
        return self._maker(case, case.facts.get("item.manufacturer"))

    def _party(self, case: Case, row: Row) -> Company | None:
        return company_of(row, self._world(case) if row.owners else {}, normalise)

    def _maker(self, case: Case, name: object) -> Company | None:
        """A maker by name; what is known of it stands in the party of the same name."""
        if not isinstance(name, str):
            return None
        row = self._world(case).get(normalise(name))
        return Company(name) if row is None else self._party(case, row)

    def _world(self, case: Case) -> dict[str, Row]:
        world = self._worlds.get(id(case))
        if world is None:
            rows = [*(case.parties or ()), case.actor]
            world = {}
            for row in rows:
                name = row.facts.get("name")
                if isinstance(name, str):
                    spelt = normalise(name)
                    if spelt not in world or world[spelt].owners is None:
                        world[spelt] = row
            self._worlds[id(case)] = world
        return world

    def _countries(self, asked: Asked, codes: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Words:
        """Where each maker is: as its party says, else as the register says."""
        found = [company.country or self._home(company) for company, _, _ in asked.distinct]
        distinct = tuple(dict.fromkeys(country for country in found if country is not None))
        places = {country: place for place, country in enumerate(distinct)}
        own = np.array([*(places[c] if c is not None else -1 for c in found), -1], np.int32)
        return Words(own[codes], tuple(frozenset((country,)) for country in distinct))

    def _home(self, company: Company) -> str | None:
        sure = (self.store.entities[m.entity].country for m in self.index.find(company.name) if m.truth is YES)
        return next((country for country in sure if country is not None), None)

    def _near(self, company: Company, listed: str, day: int, known: int) -> Truth:
        if self.reach.ask("on", company, listed, day, known).truth is YES:
            return NO
        members = [entity for entity in self.store.listings if self.store.listings_of(entity, listed, day, known)]
        return YES if self.index.near(company.name, members) is not None else NO

    def _signs(self, batch: Batch, table: str, ref: FactRef) -> Column:
        rows = range(len(batch) if table == "case" else len(batch.table(table).rows))
        return np.fromiter((self._sign(batch, table, row, ref)[0] for row in rows), np.int8, len(rows))

    def _sign(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[Truth, tuple[Step, ...]]:
        """Does a mark of a thing point to somebody under the list? Unknown where it bears none."""
        told = _told_marks(batch, table, row)
        if not told:
            return UNKNOWN, ()
        case = int(batch.case_rows(table)[row])
        day, known = int(batch.times.days[case]), int(batch.times.known[case])
        for kind, value, company, source in self._pointed(told):
            reached = self.reach.ask("under", company, ref.list, day, known)
            if reached.truth is YES:
                return YES, (Step("sign", f"{kind} {value}", f"points to {company.name}", source), *reached.steps)
        return NO, ()

    def _pointed(self, told: dict[str, object]) -> list[tuple[str, object, Company, str]]:
        found: list[tuple[str, object, Company, str]] = []
        for mark in self.marks.read(told):
            found.append((mark.kind, told.get(mark.kind), self._marked(mark), mark.source))
        brand = told.get("brand")
        if isinstance(brand, str):
            found += [("brand", brand, self._entity(m.entity), m.why) for m in self.index.find(brand) if m.truth is YES]
        return found

    def _marked(self, mark: Identifier) -> Company:
        return self._entity(mark.entity)

    def _entity(self, entity: str) -> Company:
        known = self.store.entities[entity]
        return Company(known.names[0], known.country)

    # --- evidence --------------------------------------------------------------------------------

    def evidence(self, batch: Batch, table: str, row: int, ref: FactRef) -> tuple[tuple[Path, ...], tuple[str, ...]]:
        """The path a fact of one row rests on, and the facts of the case that would settle it."""
        lead, address = _lead(batch, table, row, ref)
        if ref.relation == "sign":
            _, steps = self._sign(batch, table, row, ref)
            thing = "item" if table == "case" else batch.table(table).rows[row].address
            path = (Path(address, ref.list, (*lead, *steps)),) if steps else ()
            return path, () if _told_marks(batch, table, row) else (f"{thing}.identifiers",)
        company = self._each(batch, table, _subject(table, ref))[row][1]
        case = batch.cases[int(batch.case_rows(table)[row])]
        entry = self._entry_of(case, company, address)
        if company is None or ref.relation in ("maker.country", "near"):
            return (), (f"{entry}.country",)
        own = int(batch.case_rows(table)[row])
        day, known = int(batch.times.days[own]), int(batch.times.known[own])
        reached = self.reach.ask(ref.relation, company, ref.list, day, known)
        who = Step("maker" if _is_maker(table, ref) else "party", company.name, company.country or "")
        path = (Path(address, ref.list, (*lead, who, *reached.steps)),) if reached.steps else ()
        return path, tuple(f"{entry}.{need}" for need in reached.needs)

    def _entry_of(self, case: Case, company: Company | None, address: str) -> str:
        """Where a company's own facts stand in the case: its party's row, or one still to be written."""
        row = self._world(case).get(normalise(company.name)) if company is not None else None
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


def _told_marks(batch: Batch, table: str, row: int) -> dict[str, object]:
    """Identifiers and brand of a thing, by kind."""
    facts = batch.cases[row].facts if table == "case" else batch.table(table).rows[row].facts
    prefix = "item." if table == "case" else ""
    told: dict[str, object] = {
        name.removeprefix(prefix + MARK): value for name, value in facts.items() if name.startswith(prefix + MARK)
    }
    if f"{prefix}brand" in facts:
        told["brand"] = facts[f"{prefix}brand"]
    return told


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
        outer = [c for c in case.components or () if address == c.address or address.startswith(c.address + ".")]
        lead += [Step("part", str(c.facts.get("name", "unnamed")), str(c.facts.get("class", ""))) for c in outer]
    else:
        lead.append(Step("use", str(rows[row].facts.get("name", "unnamed"))))
    return tuple(lead), address
