"""Random worlds of owners, small enough to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from sekisho import dates
from sekisho.dates import LAST_DAY, Interval
from sekisho.graph.company import World, company_of
from sekisho.graph.reach import Reach
from sekisho.model.case import Owner, Range, Row
from sekisho.model.entity import Entity, ListInfo, Listing, Ownership
from sekisho.model.match import Match
from sekisho.names.legal_form import Forms
from sekisho.store.base import gather
from sekisho.truth import YES

if TYPE_CHECKING:
    from sekisho.graph.company import Company
    from sekisho.graph.reach import Reached
    from sekisho.store.base import Store

NAMES = "ABCDEF"
ON = dates.day("2020-01-01")
SHARES = (0.0, 10.0, 16.7, 16.6, 25.0, 33.3, 40.0, 45.0, 49.99, 50.0, 55.0, 60.0, 80.0, 100.0)
DAYS = [dates.day(each) for each in ("2018-01-01", "2019-12-31", "2020-01-01", "2020-01-02", "2022-01-01")]


@dataclass(frozen=True)
class Graph:
    """Who holds whom, and who is listed."""

    held: tuple[Ownership, ...]
    listed: frozenset[str]

    def store(self, *, register: bool) -> Store:
        listings = [Listing(name, "L", name) for name in sorted(self.listed)]
        entities = [Entity(name, "Company", (name,)) for name in NAMES]
        held = self.held if register else ()
        lists = [ListInfo("L", "L", "official", complete=True)]
        return gather(entities, Forms({}, {}, {}, {}, {}), listings, held, (), lists, {})

    def ask(self, relation: str, name: str, *, register: bool = False) -> Reached:
        """What `Reach` answers, where the case tells of all owners, or where the register does."""
        store = self.store(register=register)

        def resolve(company: Company) -> tuple[Match, ...]:
            name = company.name
            return (Match(name, YES, name, "same name"),) if name in store.entities else ()

        rows = {} if register else {each: self._row(place, each) for place, each in enumerate(NAMES)}
        company = company_of(rows.get(name, Row("", {"name": name})), World(rows, str))
        return Reach(store, resolve).ask(relation, company, "L", ON, LAST_DAY)

    def _row(self, place: int, name: str) -> Row:
        owners = tuple(
            Owner(each.owner, None, each.share, each.control, each.since, each.until)
            for each in self.held
            if each.asset == name
        )
        return Row(f"parties[{place}]", {"name": name}, owners)

    def named(self, names: dict[str, str]) -> Graph:
        """The same graph, its companies called otherwise."""
        held = (replace(each, owner=names[each.owner], asset=names[each.asset]) for each in self.held)
        return Graph(tuple(held), frozenset(names[each] for each in self.listed))


@st.composite
def shares(draw: st.DrawFn) -> Range | None:
    one, two = draw(st.sampled_from(SHARES)), draw(st.sampled_from(SHARES))
    exact = draw(st.booleans())
    told = draw(st.integers(0, 5)) > 0
    return Range(min(one, two), one if exact and one <= two else max(one, two)) if told else None


@st.composite
def days(draw: st.DrawFn) -> Interval | None:
    if draw(st.integers(0, 2)):
        return None
    one, two = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    return Interval(min(one, two), max(one, two))


holdings = st.builds(
    Ownership,
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    shares(),
    st.sampled_from([None, True, False]),
    days(),
    days(),
)
graphs = st.builds(
    Graph, st.lists(holdings, max_size=12).map(tuple), st.frozensets(st.sampled_from(NAMES), max_size=3)
)
