"""Shapes of cases: what a rule may ask of a case, with the names in it left open.

Cases of one shape differ only in who is named there, so the law answers alike to all in which the same
is known of those named. Of a maker or an owner there stands in a shape only whose name it bears, and of a
day between which days on which something in the law turns.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from sekisho.dates import Moment
from sekisho.law.register import walk
from sekisho.law.rule import ACTION
from sekisho.law.timeline import turns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from sekisho.law.columns import Batch
    from sekisho.law.force import Times
    from sekisho.law.register import Law
    from sekisho.model.case import Case, Owner, Row, Value
    from sekisho.truth import Index

Bearing: TypeAlias = "Callable[[Value, Sequence[Value | None]], tuple[int, ...]]"
"""Tells the places of those names that are written the same as one."""
MARKS: Final = ("identifiers.", "brand")
"""What points to a maker: it is asked by its value."""
VALIDITY: Final = frozenset({"from", "until", "revoked"})
"""What makes an authorisation a valid one."""
ELEMENTS: Final = ("case", "actor", "party", "component", "use", "authorisation")
"""What the facts of a case are told of; whoever uses a thing, it is asked the same."""
REMEMBERED: Final = 4096
"""Ways to tell an element, by the facts told and their order, that are remembered."""
_TABLES: Final = {"it": ("component", "use"), "actor-use": ("use",), "party-use": ("use",)}


class Shapes:
    """Tells the shapes of cases to a law; it remembers where things stand in what it has seen."""

    def __init__(self, law: Law) -> None:
        """Take the law."""
        self.law = law
        self._plans = [
            _Plans(names, "item." if table == "case" else "") for table, names in asked(law).items()
        ]
        self._turns = np.array(sorted(turning(law)), np.int64)

    def of(self, batch: Batch, bearing: Bearing) -> Index:
        """The shape of each case of a batch, as a number: equal for cases of one shape, else not."""
        for plans in self._plans:
            plans.begin()
        shapes: dict[Hashable, int] = {}
        times = zip(batch.moment.tolist(), self._eras(batch.moments)[batch.moment].tolist(), strict=True)
        # An authorisation may begin or end on any day.
        told = [
            (self._shape(case, bearing), moment if case.authorisations else ~era)
            for case, (moment, era) in zip(batch.cases, times, strict=True)
        ]
        return np.array([shapes.setdefault(each, len(shapes)) for each in told], np.intp)

    def _eras(self, times: Times) -> Index:
        """Of each pair of times the stretch in which nothing in the law turns; an hour stands for itself."""
        columns = (
            np.searchsorted(self._turns, times.days, "right"),
            np.searchsorted(self._turns, times.known, "right"),
            times.instants,
        )
        eras: Index = np.unique(np.stack(columns), axis=1, return_inverse=True)[1].ravel()
        return eras

    def _shape(self, case: Case, bearing: Bearing) -> Hashable:
        """What is told in a case, whatever its times."""
        top, actor, party, component, use, authorisation = self._plans
        parties, parts, papers = case.parties, case.components, case.authorisations
        acting, facts = case.actor, case.facts
        names, makers = [acting.facts.get("name")], [facts.get("item.manufacturer")]
        owners, uses = acting.owners, list(acting.uses or ())
        told: list[object] = [
            top.told(facts),
            bool(case.unopened),
            *(actor.told(acting.facts), acting.owners, acting.listed, _size(acting.uses)),
            *(_size(parties), _size(parts), _size(papers)),
        ]
        for row in parties or ():
            facts, used = row.facts, row.uses
            told += party.told(facts), row.owners, row.listed, None if used is None else len(used)
            names.append(facts.get("name"))
            owners = owners or row.owners
            if used:
                uses += used
        for row in parts or ():
            told.append(component.told(row.facts))
            makers.append(row.facts.get("manufacturer"))
        for row in uses:
            told.append(use.told(row.facts))
            makers.append(row.facts.get("manufacturer"))
        told += [authorisation.told(row.facts) for row in papers or ()]
        # Which companies bear the name of a maker, or of an owner, and so tell of it.
        told += [None if maker is None else bearing(maker, names) for maker in makers]
        if owners:
            told += [bearing(owner.name, names) for owner in _owners(case)]
        return tuple(told)


def _owners(case: Case) -> list[Owner]:
    """All who are told to own somebody, or one who does."""
    todo = [each for row in (case.actor, *(case.parties or ())) for each in row.owners or ()]
    for owner in todo:  # which grows meanwhile
        todo += owner.owners or ()
    return todo


class _Plans:
    """What is taken from elements of a kind, by the names of their facts: most are told alike.

    A number means the same for a whole batch: it forgets between two of them only.
    """

    __slots__ = ("_asked", "_marks", "_numbers", "_seen")

    def __init__(self, names: frozenset[str], lead: str) -> None:
        """Take the facts that a rule may ask, and what comes before the names of marks there."""
        self._asked, self._marks = names, tuple(lead + mark for mark in MARKS)
        self._numbers: dict[tuple[str, ...], int] = {}
        self._seen: dict[tuple[str, ...], tuple[int, Callable[..., object]]] = {}

    def begin(self) -> None:
        """Forget what was seen where it has become much."""
        if len(self._seen) > REMEMBERED:
            self._seen.clear()
            self._numbers.clear()

    def told(self, facts: Mapping[str, Value]) -> Hashable:
        """Those facts of an element that a rule may ask."""
        names = tuple(facts)
        seen = self._seen.get(names)
        if seen is None:
            seen = self._seen[names] = self._plan(names)
        number, take = seen
        return number, take(facts)

    def _plan(self, names: tuple[str, ...]) -> tuple[int, Callable[..., object]]:
        """A number for the facts that are asked of these, and what takes their values."""
        kept = sorted(name for name in names if name in self._asked or name.startswith(self._marks))
        number = self._numbers.setdefault(tuple(kept), len(self._numbers))
        return number, itemgetter(*kept) if kept else _nothing


def _size(rows: Sequence[Row] | None) -> int | None:
    """How many there are; None: nobody looked."""
    return None if rows is None else len(rows)


def _nothing(_: Mapping[str, Value]) -> object:
    """What is told where a rule asks nothing."""
    return None


def turning(law: Law) -> set[int]:
    """The days on which an answer of the law may turn; a limit by the hour leaves its bare day open."""
    days = set().union(*(turns(law, block) for block in law.blocks.values()))
    for _, each in law.conditions():
        limits = (limit for node in walk(each) if node.test for limit in node.test.value)
        days |= {limit.day + more for limit in limits if isinstance(limit, Moment) for more in (0, 1)}
    return days


def asked(law: Law) -> Mapping[str, frozenset[str]]:
    """The facts that a rule may ask of each kind of element, by their names there."""
    found: dict[str, set[str]] = {table: set() for table in ELEMENTS}
    found["case"].add(ACTION.attr)
    found["authorisation"] |= VALIDITY
    for ref in {node.test.fact for _, each in law.conditions() for node in walk(each) if node.test}:
        if ref.element == "it":
            found["case"].add(f"item.{ref.attr}")
        element, _, attr = ref.attr.partition(".")
        if ref.element == "case" and element == "actor":
            found["actor"].add(attr)
        for table in _TABLES.get(ref.element, (ref.element,)):
            found[table].add(ref.attr)
    return {table: frozenset(names) for table, names in found.items()}
