"""Who the rows of a batch are about: each company once, for each stretch of time in which nothing turns.

Most parties of a batch are strangers: told nothing of, found nowhere. They stand as one. Of the others,
the days on which an answer may change cut time into stretches; one day stands for all of a stretch.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain, count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from sekisho.graph.company import Company, World, company_of, has_ids, ids_of, is_person
from sekisho.model.case import Row
from sekisho.names.normal import initial, normalise
from sekisho.screen.named import queries_of, query_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sekisho.graph.reach import Reach
    from sekisho.law.columns import Batch
    from sekisho.match.index import Index
    from sekisho.model.case import Case, Value
    from sekisho.model.entity import ListInfo
    from sekisho.truth import Index as Rows

REMEMBERED = 1_000_000
"""Names kept in memory between batches."""
UNASKED = -2
Stretch: TypeAlias = int | tuple[int, int, int]
"""A company between two days on which lists turn, and, where its own answers turn, between two of these."""


class Asked:
    """The companies that a column is about, as far as its rows have been asked for.

    Attributes:
        codes: for each row, its place among the distinct ones; -1: nobody is named; -2: not asked yet.
        distinct: each company with a day and a day of knowledge that stand for a stretch of them.
        tellers: for each row that was looked at, the row of its case that tells of the company.
    """

    __slots__ = ("codes", "distinct", "looked", "places", "tellers")

    def __init__(self, size: int) -> None:
        """Begin with no row asked for."""
        self.codes = np.full(size, UNASKED, np.intp)
        self.tellers: list[Row | None] = [None] * size
        self.looked = np.zeros(size, np.bool_)
        self.distinct: list[tuple[Company, int, int]] = []
        self.places: dict[Stretch, int] = {}


class Standing(NamedTuple):
    """A company as answers need it: all who are nowhere known stand as one; and the days its answers turn.

    Attributes:
        number: tells it from others; -1: nobody is named.
    """

    number: int
    company: Company
    turning: tuple[int, ...]


NOBODY = Standing(-1, Company(""), ())
_NUMBER = attrgetter("number")


class Companies:
    """Finds the companies of rows, and remembers what is told of them."""

    def __init__(self, index: Index, reach: Reach, lists: Iterable[ListInfo]) -> None:
        """Take who finds names and owners, and the lists: their days turn what is said of strangers."""
        self._index = index
        self._reach = reach
        infos = tuple(lists)
        self._published = sorted({info.published for info in infos})
        self._complete = sorted({info.complete_from for info in infos})
        self._standing: dict[object, Standing] = {None: NOBODY}
        self._strangers: dict[object, Standing] = {}
        self._numbers = count().__next__
        self._stretches: dict[Stretch, tuple[Company, int, int]] = {}
        self._spelt: dict[str, str] = {}
        self._makers: dict[str, Row] = {}
        self._worlds: dict[int, World] = {}
        self._asked: dict[tuple[Batch, str, str], Asked] = {}
        self._parts: dict[int, dict[str, Row]] = {}

    def begin(self) -> None:
        """Forget what belongs to one batch, and, when it has grown large, what names have been looked up."""
        self._asked.clear()
        self._worlds.clear()  # keyed by identity, which a case of a later batch may bear again
        self._parts.clear()
        kept = self._index.kept, self._reach.kept
        if max(len(self._spelt), len(self._makers), len(self._standing), *kept) > REMEMBERED:
            self._spelt.clear()
            self._makers.clear()
            self._standing = {None: NOBODY}
            self._strangers.clear()
            self._stretches.clear()
            self._index.forget()
            self._reach.forget()

    def asked(self, batch: Batch, table: str, subject: str, rows: Rows) -> Asked:
        """The companies of a table, with at least these rows looked at.

        Args:
            batch: the cases.
            table: `case` or a collection.
            subject: `actor`, `maker`, or empty for a party itself.
            rows: which rows.
        """
        asked = self._looked_at(batch, table, subject, rows)
        missing = rows[asked.codes[rows] == UNASKED]
        if len(missing):
            asked.codes[missing] = self._codes(batch, table, missing, asked)
        return asked

    def tellers(self, batch: Batch, table: str, subject: str, rows: Rows) -> list[Row | None]:
        """For each of some rows, in order and each once, the row of its case that tells of the company.

        None stands for one in which nobody is named.
        """
        tellers = self._looked_at(batch, table, subject, rows).tellers
        return tellers if len(rows) == len(tellers) else [tellers[row] for row in rows.tolist()]

    def teller(self, batch: Batch, table: str, subject: str, row: int) -> Row | None:
        """The same, of one row."""
        asked = self._asked.get((batch, table, subject))
        if asked is None or not asked.looked[row]:
            asked = self._looked_at(batch, table, subject, np.array([row]))
        return asked.tellers[row]

    def _looked_at(self, batch: Batch, table: str, subject: str, rows: Rows) -> Asked:
        """The companies of a table, with at least the tellers of these rows."""
        key = (batch, table, subject)
        asked = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = Asked(len(batch.case_rows(table)))
        missing = rows[~asked.looked[rows]]
        if len(missing):
            places, told = missing.tolist(), self._tell(batch, table, subject, missing)
            if len(places) == len(asked.tellers):
                asked.tellers = told
            else:
                for row, teller in zip(places, told, strict=True):
                    asked.tellers[row] = teller
            asked.looked[missing] = True
        return asked

    def _codes(self, batch: Batch, table: str, rows: Rows, asked: Asked) -> Rows:
        """The places of some rows' companies among the distinct ones, to which new ones are added."""
        cases = batch.case_rows(table)[rows]
        days, knowns = batch.times.days[cases], batch.times.known[cases]
        standings = self._stand(batch, cases.tolist(), [asked.tellers[row] for row in rows.tolist()])
        # Lists turn what is said of everybody: one number for a company between two days of theirs.
        learnt = np.fromiter(map(_NUMBER, standings), np.int64, len(rows))
        for turning, times in ((self._published, knowns), (self._complete, days)):
            learnt = learnt * (len(turning) + 1) + np.searchsorted(turning, times, "right")
        # Most are strangers, to whom nothing turns: one place for all of a number.
        numbers, first, number = np.unique(learnt, return_index=True, return_inverse=True)
        places = np.full(len(numbers), UNASKED, np.intp)
        for at, (lists, row) in enumerate(zip(numbers.tolist(), first.tolist(), strict=True)):
            if not standings[row].turning:
                places[at] = self._place(asked, lists, standings[row], int(days[row]), int(knowns[row]))
        codes = places[number]
        for row in np.flatnonzero(codes == UNASKED).tolist():
            standing, day, known = standings[row], int(days[row]), int(knowns[row])
            turned = bisect_right(standing.turning, day), bisect_right(standing.turning, known)
            codes[row] = self._place(asked, (int(learnt[row]), *turned), standing, day, known)
        return codes

    def _place(self, asked: Asked, stretch: Stretch, standing: Standing, day: int, known: int) -> int:
        """The place of a company in a stretch among the distinct ones; -1: nobody is named."""
        place = asked.places.get(stretch)
        if place is None:
            place = asked.places[stretch] = -1 if standing is NOBODY else len(asked.distinct)
            if standing is not NOBODY:
                # The first day of a stretch stands for it in later batches too: its answers are kept.
                asked.distinct.append(self._stretches.setdefault(stretch, (standing.company, day, known)))
        return place

    def as_told(self, case: Case, row: Row) -> Company:
        """The company that a row of a case names, never its stand-in."""
        return company_of(row, self._world(case) if row.owners else None)

    def row_of(self, case: Case, company: Company) -> Row | None:
        """The row of a case in which a company's own facts stand; None where it has none yet."""
        return self._world(case).find(company.name)

    def around(self, case: Case, address: str) -> list[Row]:
        """The parts that a part of the item is in, the outermost first, and itself."""
        parts = self._parts.get(id(case))
        if parts is None:
            parts = self._parts[id(case)] = {row.address: row for row in case.components or ()}
        ends = (found.end() for found in re.finditer(r"\]", address))
        return [parts[address[:end]] for end in ends if address[:end] in parts]

    def _tell(self, batch: Batch, table: str, subject: str, rows: Rows) -> list[Row | None]:
        """The tellers of some rows."""
        if table != "case" and not subject:
            own = batch.table(table).rows
            return [_named(own[row]) for row in rows.tolist()]
        cases = [batch.cases[place] for place in batch.case_rows(table)[rows].tolist()]
        if subject == "actor":
            return [_named(case.actor) for case in cases]
        if table == "case":
            return [self._maker(case, case.facts.get("item.manufacturer")) for case in cases]
        made = [batch.table(table).rows[row].facts.get("manufacturer") for row in rows.tolist()]
        return [self._maker(case, name) for case, name in zip(cases, made, strict=True)]

    def _maker(self, case: Case, name: Value | None) -> Row | None:
        """What is known of a maker: the party of the same name, or its name alone."""
        if not isinstance(name, str):
            return None
        told = self._called(case, name)
        if told is not None:
            return told
        alone = self._makers.get(name)
        if alone is None:
            alone = self._makers[name] = Row("", {"name": name})
        return alone

    def _stand(self, batch: Batch, cases: list[int], rows: list[Row | None]) -> list[Standing]:
        """The standings of the companies of some rows, remembered by what is told of them.

        Args:
            batch: the cases.
            cases: of each row, the place of its case.
            rows: the rows; None: nobody is named there.
        """
        told = [
            None if row is None else self._told(batch.cases[case], row) if row.owners else _alone(row)
            for case, row in zip(cases, rows, strict=True)
        ]
        standings = list(map(self._standing.get, told))
        if None in standings:
            new = {
                each: (batch.cases[case], row)
                for each, standing, case, row in zip(told, standings, cases, rows, strict=True)
                if standing is None and row is not None
            }
            self._meet(new)
        return [self._standing[each] for each in told]

    def _called(self, case: Case, name: str) -> Row | None:
        """The row of a case that tells of the company of a name."""
        rows, told = (*(case.parties or ()), case.actor), None
        for place in self.bearing(name, [row.facts.get("name") for row in rows]):
            told = _telling(told, rows[place])
        return told

    def _told(self, case: Case, row: Row) -> object:
        """What is told of a row's company, as far as answers about it depend on it.

        That is more than its own row where the case has rows for its owners too.
        """
        rows = {id(row): row}
        todo = [*(row.owners or ())]
        for owner in todo:  # which grows meanwhile
            todo += owner.owners or ()
            above = self._called(case, owner.name)
            if above is not None and id(above) not in rows:
                rows[id(above)] = above
                todo += above.owners or ()
        return tuple(_alone(each) for each in rows.values())

    def _meet(self, new: Mapping[object, tuple[Case, Row]]) -> None:
        """Find out who the companies are of which something is told for the first time."""
        owned = {told: self.as_told(case, row) for told, (case, row) in new.items() if row.owners}
        queries = [query_about(row) for _, row in new.values()]
        self._index.prepare(chain(queries, *map(queries_of, owned.values())))
        find, strangers = self._index.find, self._strangers
        for (told, (_, row)), query in zip(new.items(), queries, strict=True):
            if row.owners or row.listed or find(query):
                self._standing[told] = self._as_known(owned.get(told) or company_of(row, None))
                continue
            # Whoever is told nothing of and found nowhere stands as one with all like him.
            kind = query.schema, row.owners, row.listed
            stranger = strangers.get(kind)
            if stranger is None:
                owners = None if row.owners is None else ()
                company = Company("", None, is_person(row), owners, row.listed)
                stranger = strangers[kind] = Standing(self._numbers(), company, ())
            self._standing[told] = stranger

    def _as_known(self, company: Company) -> Standing:
        return Standing(self._numbers(), company, self._reach.turning_days(company))

    def _world(self, case: Case) -> World:
        """The rows of a case by the spelling of their names."""
        world = self._worlds.get(id(case))
        if world is None:
            rows: dict[str, Row] = {}
            for row in (*(case.parties or ()), case.actor):
                name = row.facts.get("name")
                if isinstance(name, str):
                    spelt = self.spell(name)
                    rows[spelt] = _telling(rows.get(spelt), row)
            world = self._worlds[id(case)] = World(rows, self.spell)
        return world

    def bearing(self, name: Value, names: Sequence[Value | None]) -> tuple[int, ...]:
        """The places of those names that are written the same as one."""
        first, found = initial(str(name)), []
        for place, own in enumerate(names):
            if own is None:
                continue
            if own != name:
                text = str(own)
                letter = initial(text)
                if (first != letter and first and letter) or self.spell(text) != self.spell(str(name)):
                    continue
            found.append(place)
        return tuple(found)

    def spell(self, name: str) -> str:
        """A name in its normal form: two that are equal in it are one."""
        spelt = self._spelt.get(name)
        if spelt is None:
            spelt = self._spelt[name] = normalise(name)
        return spelt


def _telling(one: Row | None, other: Row) -> Row:
    """Of two rows of one name, the one that tells owners; else the other."""
    return other if one is None or one.owners is None else one


def _alone(row: Row) -> object:
    """What a row that names a company tells of it."""
    facts = row.facts
    told = facts["name"], facts.get("country"), facts.get("kinds")
    if row.owners is None and row.listed is None and not has_ids(row):  # as a rule
        return told
    return *told, row.owners, row.listed, ids_of(row)


def _named(row: Row) -> Row | None:
    """The row itself, where it names somebody."""
    return row if isinstance(row.facts.get("name"), str) else None
