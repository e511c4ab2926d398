"""What an answer rests on beside law and case: whom its names may mean, and what is said of these.

Two things are told of a case: the names that are looked up for it, and for each name a *portrait*, a hash of
all that a store says of whoever may bear it: which entities match, what is said of them, where they stand on
lists, who holds them, and the same of their owners. Invariant: whatever makes a store answer otherwise about
a name makes another portrait of it; an answer need not be asked for again while its portraits stay.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import TYPE_CHECKING

from sekisho.graph.company import Company
from sekisho.match.query import Query
from sekisho.screen.named import named, query_of
from sekisho.screen.supply import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.model.case import Case, Value
    from sekisho.model.entity import Entity
    from sekisho.model.match import Match
    from sekisho.screen.supply import Knowledge
    from sekisho.store.base import Store

NOBODY = ""
"""The portrait of a name that nobody in the store bears."""


def asked_in(case: Case, knowledge: Knowledge) -> tuple[Query, ...]:
    """Every name that is looked up for a case, each once: those it tells, and those its marks point to."""
    queries = {query: None for _, query in named(case)}
    for mark in knowledge.marks.read(_marks(case.facts, "item.")):
        queries[_entity(knowledge.store, mark.entity)] = None
    for part in case.components or ():
        for mark in knowledge.marks.read(_marks(part.facts, "")):
            queries[_entity(knowledge.store, mark.entity)] = None
    queries |= {Query(brand): None for brand in _brands(case)}
    return tuple(queries)


def portrait(query: Query, knowledge: Knowledge) -> str:
    """What a store says of whoever may bear a name; `NOBODY` where nobody does."""
    if not query.name or not knowledge.index.find(query):
        return NOBODY
    told, todo = hashlib.sha256(), {query: None}
    waiting = [query]
    for one in waiting:  # which grows meanwhile
        for match in knowledge.index.find(one):
            _tell(told, repr((one, match.entity, match.truth, match.name, match.near)))
            _tell(told, _said(match, knowledge.store))
            for holding in knowledge.store.owners.get(match.entity, ()):
                above = _entity(knowledge.store, holding.owner)
                if above not in todo:
                    todo[above] = None
                    waiting.append(above)
    return told.hexdigest()[:32]


def _said(match: Match, store: Store) -> str:
    """All that is said of an entity itself."""
    entity = store.entities[match.entity]
    return repr((_seen(entity), store.listings.get(entity.id, ()), store.owners.get(entity.id, ())))


def _seen(entity: Entity) -> tuple[object, ...]:
    """An entity, the same in every process: a set is told in the order of its words."""
    values = (getattr(entity, each.name) for each in fields(entity))
    return tuple(sorted(value) if isinstance(value, frozenset) else value for value in values)


def _tell(told: hashlib._Hash, words: str) -> None:
    told.update(words.encode("utf-8", "surrogatepass"))
    told.update(b"\0")


def _entity(store: Store, entity: str) -> Query:
    """What is asked about an entity that something else names: a mark, or a company that it holds."""
    known = store.entities[entity]
    return query_of(Company(known.names[0], known.country))


def _marks(facts: Mapping[str, Value], prefix: str) -> dict[str, object]:
    """The identifiers and the brand of a thing, by kind."""
    own = prefix + MARK
    told: dict[str, object] = {name.removeprefix(own): facts[name] for name in facts if name.startswith(own)}
    return told | ({"brand": facts[f"{prefix}brand"]} if f"{prefix}brand" in facts else {})


def _brands(case: Case) -> Iterator[str]:
    """Brands are names, too."""
    things = (case.facts.get("item.brand"), *(part.facts.get("brand") for part in case.components or ()))
    yield from (each for each in things if isinstance(each, str))
