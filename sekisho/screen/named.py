"""The names of a case that may be somebody's, and what is asked about each.

Of a maker or supplier of things that is told by name alone, the party of that name tells the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.graph.company import home_of, ids_of, is_person
from sekisho.match.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.graph.company import Company
    from sekisho.model.case import Case, Owner, Row, Value

OWNERS = ".owners["
"""What stands in the address of an owner's name."""
_THINGS = ("manufacturer", "supplier")


def query_of(company: Company) -> Query:
    """What is asked about a company."""
    return _query(company.name, company.country, person=company.person, ids=company.ids)


def query_about(row: Row) -> Query:
    """What is asked about a party or the actor, as its row tells of it."""
    return _query(str(row.facts["name"]), home_of(row), person=is_person(row), ids=ids_of(row))


def queries_of(company: Company) -> Iterator[Query]:
    """What is asked about a company and those who are told to own it."""
    yield query_of(company)
    for stake in company.owners or ():
        yield from queries_of(stake.owner)


def named(case: Case) -> Iterator[tuple[str, Query]]:
    """Every name of a case: where it stands, and what is asked about it."""
    rows = (case.actor, *(case.parties or ()))
    told: dict[str, Query] = {}
    for row in rows:
        name = row.facts.get("name")
        if isinstance(name, str):
            told.setdefault(name, query_about(row))
    for row in rows:
        name = row.facts.get("name")
        if isinstance(name, str):
            yield row.address, told[name]
        yield from _owners(row.owners, row.address)
        for use in row.uses or ():
            yield from _behind(use.facts, "", use.address, told)
    yield from _behind(case.facts, "item.", "item", told)
    for part in case.components or ():
        yield from _behind(part.facts, "", part.address, told)


def _query(name: str, country: str | None, *, person: bool, ids: tuple[str, ...] = ()) -> Query:
    return Query(name, "Person" if person else "", country or "", ids=ids)


def _owners(owners: tuple[Owner, ...] | None, address: str) -> Iterator[tuple[str, Query]]:
    for place, owner in enumerate(owners or ()):
        own = f"{address}{OWNERS}{place}]"
        yield own, _query(owner.name, owner.country, person=False)
        yield from _owners(owner.owners, own)


def _behind(
    facts: Mapping[str, Value], prefix: str, address: str, told: Mapping[str, Query]
) -> Iterator[tuple[str, Query]]:
    """Who made or supplied a thing."""
    for key in _THINGS:
        name = facts.get(prefix + key)
        if isinstance(name, str):
            yield f"{address}.{key}", told.get(name) or Query(name)
