"""What is known of a name: who bears it, who owns whom, on which lists, and which measures would bite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.graph.company import Company
from sekisho.law.force import governs, standing
from sekisho.law.register import walk
from sekisho.model.measure import Condition
from sekisho.truth import YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.match.index import Match
    from sekisho.model.decision import Step
    from sekisho.model.entity import Entity, Listing, Ownership
    from sekisho.model.measure import Block, Outcome, State
    from sekisho.screen.supply import Knowledge


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody who bears a name.

    Attributes:
        listings: every entry, whenever it holds; a reader wants those of other days too.
        owners: who holds it.
        holdings: what it holds.
    """

    match: Match
    entity: Entity
    listings: tuple[Listing, ...]
    owners: tuple[Ownership, ...]
    holdings: tuple[Ownership, ...]


@dataclass(frozen=True, slots=True)
class Bite:
    """A clause that asks about a list on which this name is, or under which it is.

    Attributes:
        outcome: what the clause answers where it holds; whether it does depends on the act.
        state: where it stands on the day.
        lists: each list it asks about that reaches the name, with the relation: `on s889`, `under s889`.
        steps: the way to the first of them.
    """

    clause: str
    outcome: Outcome
    state: State
    lists: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """What is known of a name on a day, as known on a day."""

    name: str
    as_of: AsOf
    bearers: tuple[Bearer, ...]
    bites: tuple[Bite, ...]


def who(name: str, law: Law, knowledge: Knowledge, as_of: AsOf, country: str | None = None) -> Who:
    """Look a name up.

    Args:
        name: as written, in any script.
        law: the register.
        knowledge: the store with its index.
        as_of: the two times.
        country: of the one who bears it, where it is told.
    """
    store = knowledge.store
    held = [ownership for ownerships in store.owners.values() for ownership in ownerships]
    bearers = tuple(
        Bearer(
            match,
            store.entities[match.entity],
            tuple(
                listing for listing in store.listings.get(match.entity, ()) if listing.known <= as_of.known
            ),
            store.owners.get(match.entity, ()),
            tuple(each for each in held if each.owner == match.entity),
        )
        for match in knowledge.index.find(name, country)
    )
    company = Company(name, country)
    return Who(name, as_of, bearers, tuple(_bites(law, knowledge, company, as_of)))


def _bites(law: Law, knowledge: Knowledge, company: Company, as_of: AsOf) -> Iterator[Bite]:
    for block in law.blocks.values():
        governing = governs(law, block, as_of)
        if block.kind not in ("measure", "flag", "reading") or governing is None:
            continue
        reached = list(_reached(_lists(law, block), knowledge, company, as_of))
        if reached:
            names = tuple(f"{relation} {listed}" for listed, relation, _ in reached)
            state = standing(law, governing, as_of)
            yield Bite(block.id, governing.outcome, state, names, reached[0][2])


def _reached(
    lists: tuple[str, ...], knowledge: Knowledge, company: Company, as_of: AsOf
) -> Iterator[tuple[str, str, tuple[Step, ...]]]:
    for listed in lists:
        for relation in ("on", "under"):
            reached = knowledge.reach.ask(relation, company, listed, as_of.on.day, as_of.known)
            if reached.truth is YES:
                yield listed, relation, reached.steps
                break


def _lists(law: Law, block: Block) -> tuple[str, ...]:
    """The lists that a measure asks about, in its own text, its instrument's, or a definition's."""
    found: dict[str, None] = {}
    for owner in (law.instruments[block.instrument], block):
        for text in owner.texts:
            for condition in (value for value in text.keys.values() if isinstance(value, Condition)):
                found |= dict.fromkeys(_lists_in(law, condition))
    return tuple(found)


def _lists_in(law: Law, condition: Condition) -> Iterator[str]:
    for node in walk(condition):
        if node.test is None:
            continue
        if node.test.operator == "meets":
            definition = law.blocks[str(node.test.value[0])].texts[0].keys["means"]
            if isinstance(definition, Condition):
                yield from _lists_in(law, definition)
        elif node.test.fact.list:
            yield node.test.fact.list
