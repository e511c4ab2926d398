"""What is known of a name: who bears it, who owns whom, on which lists, and which measures would bite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.dates import LAST_DAY
from sekisho.graph.company import Company
from sekisho.law.force import governs, standing
from sekisho.law.register import walk
from sekisho.law.uses import conditions_under
from sekisho.screen.named import query_of
from sekisho.truth import UNKNOWN, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.dates import AsOf
    from sekisho.graph.reach import Reached
    from sekisho.law.register import Law
    from sekisho.model.decision import Step
    from sekisho.model.entity import Entity, Listing, Ownership
    from sekisho.model.judgement import Judgement
    from sekisho.model.match import Match
    from sekisho.model.measure import Block, Outcome, State
    from sekisho.screen.supply import Knowledge

STANDING = ("on", "under", "near", "share", "was-under")
"""How a name stands to a list; the day on which it entered one is no way to stand to it."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody who bears a name.

    Attributes:
        listings: every entry that is known, whenever it holds; a reader wants those of other days too.
        owners: who holds it, likewise.
        holdings: what it holds, likewise.
    """

    match: Match
    entity: Entity
    listings: tuple[Listing, ...]
    owners: tuple[Ownership, ...]
    holdings: tuple[Ownership, ...]


@dataclass(frozen=True, slots=True)
class Bite:
    """A clause that asks, itself or in an exception, about a list on, under or near which this name is.

    Attributes:
        outcome: what the clause answers where it holds; whether it does depends on the act.
        state: where it stands on the day.
        lists: how the name stands to each list it asks about: `on s889`, `was under s889 until …`.
        steps: the way to the first of them.
    """

    clause: str
    outcome: Outcome
    state: State
    lists: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """What is known of a name on a day, as known on a day.

    Attributes:
        set_aside: the judgements by which its bearer is somebody else.
    """

    name: str
    as_of: AsOf
    bearers: tuple[Bearer, ...]
    bites: tuple[Bite, ...]
    set_aside: tuple[Judgement, ...] = ()


def who(name: str, law: Law, knowledge: Knowledge, as_of: AsOf, country: str | None = None) -> Who:
    """Look a name up.

    Args:
        name: as written, in any script.
        law: the register.
        knowledge: the store with its index.
        as_of: the two times.
        country: of the one who bears it, where it is told.
    """
    store, company = knowledge.store, Company(name, country)
    bearers = tuple(
        Bearer(
            match,
            store.entities[match.entity],
            tuple(
                listing for listing in store.listings.get(match.entity, ()) if listing.known <= as_of.known
            ),
            store.owners_of(match.entity, as_of.known),
            store.holdings_of(match.entity, as_of.known),
        )
        for match in knowledge.resolve(company)
    )
    bites = tuple(_bites(law, knowledge, company, as_of))
    return Who(name, as_of, bearers, bites, knowledge.index.set_aside(query_of(company)))


def _bites(law: Law, knowledge: Knowledge, company: Company, as_of: AsOf) -> Iterator[Bite]:
    for block in law.blocks.values():
        governing = governs(law, block, as_of)
        if block.kind not in ("measure", "flag", "reading") or governing is None:
            continue
        reached = [
            (words, each.steps)
            for relation, listed in _asked(law, block)
            for each in (knowledge.reach.ask(relation, company, listed, as_of.on.day, as_of.known),)
            if (words := _words(relation, listed, each))
        ]
        if reached:
            names = tuple(dict.fromkeys(words for words, _ in reached))
            yield Bite(block.id, governing.outcome, standing(law, governing, as_of), names, reached[0][1])


def _words(relation: str, listed: str, reached: Reached) -> str:
    """How a name stands to a list, in words; empty where nothing is known to lead there."""
    if relation == "share":
        return f"{reached.share} % held by {listed}" if reached.share.low > 0 else ""
    if relation == "was-under":
        later = " or later" if reached.last.last == LAST_DAY else ""
        return f"was under {listed} until {reached.last.first_text}{later}" if reached.steps else ""
    if reached.truth is YES:
        return f"{relation} {listed}"
    # Owners that nobody told lead everywhere; a name that a person must judge leads to its bearer.
    return f"perhaps {relation} {listed}" if reached.truth is UNKNOWN and "name" in reached.needs else ""


def _asked(law: Law, block: Block) -> dict[tuple[str, str], None]:
    """The relations and lists that a clause rests on, each once."""
    nodes = (node for condition in conditions_under(law, block) for node in walk(condition))
    facts = (node.test.fact for node in nodes if node.test is not None)
    return {(fact.relation, fact.list): None for fact in facts if fact.relation in STANDING}
