"""Who is who: who bears a name, and what is known of somebody, on a day and as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, cast

from fastapi import Path, Query
from pydantic import Field

from sekisho import dates
from sekisho.desk import rights
from sekisho.desk.refusals import MissingError
from sekisho.errors import UsageError
from sekisho.law.facts import COUNTRIES
from sekisho.lists.past import Event, events
from sekisho.model import entity as model
from sekisho.model.judgement import Judgement, Verdict
from sekisho.model.measure import Outcome, State
from sekisho.model.person import Right
from sekisho.model.statement import Statement
from sekisho.screen.who import Bearer, Bite, who
from sekisho.service.api import shapes
from sekisho.service.asking import TheDesk, Times, WhoAsks, may
from sekisho.service.routes import Routes
from sekisho.store.base import Store

router = Routes(prefix="/api/entities", tags=["entities"], dependencies=[may(Right.LOOK_UP)])
LONGEST = 1000
"""Letters of a name that is looked up."""


class Listing(shapes.Shape):
    """An entry of a list; `sure` is empty, or says how sure it is, or why it ended."""

    list: str
    parts: tuple[str, ...]
    entry: str
    valid: str
    known: str
    cites: str
    sure: str


class Holding(shapes.Shape):
    """Who holds whom; what is null is not known, an empty `since` is always, an empty `until` still."""

    entity: str
    caption: str
    share: str | None
    votes: str | None
    control: bool | None
    since: str
    until: str
    source: str
    sure: str


class Entity(shapes.Shape):
    """Somebody: names, listings whenever they hold, who owns it, and what it owns."""

    id: str
    caption: str
    schema_: str = Field(alias="schema")
    country: str | None
    names: list[str]
    weak: list[str]
    source: str
    listings: list[Listing]
    owners: list[Holding]
    holdings: list[Holding]


class Found(shapes.Shape):
    """Somebody who bears a name, or may; where the truth is unknown a person must judge."""

    entity: Entity
    truth: shapes.Word
    name: str
    why: str


class Biting(shapes.Shape):
    """A clause that asks about a list on which the name is; whether it bites depends on the act."""

    clause: str
    outcome: Outcome
    state: State
    lists: list[str]
    steps: list[shapes.Step]


class Judged(shapes.Shape):
    """What somebody judged of a name and an entity."""

    name: str
    country: str | None
    entity: str
    verdict: Verdict
    by: str
    day: str
    why: str


class Who(shapes.Shape):
    """What is known of a name; nobody found clears nobody."""

    name: str
    as_of: shapes.AsOf
    bearers: list[Found]
    bites: list[Biting]
    set_aside: list[Judged]


class Said(shapes.Shape):
    """One property of an entity or of a listing, as a list states it."""

    schema_: str = Field(alias="schema")
    prop: str
    value: str
    list: str
    valid: str


class Learnt(shapes.Shape):
    """What one snapshot taught; inherited is what was known from the publisher's dates, not witnessed."""

    day: str
    snapshot: int
    source: str
    inherited: bool
    added: list[Said]
    removed: list[Said]


class Portrait(shapes.Shape):
    """Somebody, and what the lists said of it in the order in which it was learnt."""

    as_of: shapes.AsOf
    entity: Entity
    history: list[Learnt]


@router.get("")
def named(
    desk: TheDesk,
    times: Times,
    asker: WhoAsks,
    name: Annotated[str, Query(min_length=1, max_length=LONGEST, description="In any script.")],
    country: Annotated[str, Query(description="Where its bearer is, as a two-letter code.")] = "",
) -> Who:
    """Who bears a name, and what asks about it."""
    if country and country not in COUNTRIES:
        raise UsageError(f"'{country}' is no country; write ISO 3166-1 alpha-2 in lower case, as cn")
    if not name.strip():
        raise UsageError("the name is empty")
    with desk.knowing(times) as knowledge:
        found = who(name, desk.law, knowledge, times, country or None)
        store = knowledge.store
        return Who(
            name=found.name,
            as_of=shapes.AsOf.of(times),
            bearers=[_found(each, store) for each in found.bearers],
            bites=list(map(_bite, found.bites)),
            # What this house judged is not published.
            set_aside=list(map(judged, found.set_aside)) if rights.may(asker, Right.READ) else [],
        )


@router.get("/{entity:path}")
def entity(
    entity: Annotated[str, Path(min_length=1, max_length=LONGEST)], desk: TheDesk, times: Times
) -> Portrait:
    """What is known of somebody."""
    store = desk.store(times)
    if entity not in store.entities:
        raise MissingError(f"there is no entity '{entity}' as known on {dates.iso(times.known)}")
    learnt = [each for each in events(desk.archive.history(entity)) if each.day <= times.known]
    told = _entity(store.entities[entity], store, times.known)
    return Portrait(as_of=shapes.AsOf.of(times), entity=told, history=list(map(_learnt, learnt)))


def judged(judgement: Judgement) -> Judged:
    """A judgement as it is told."""
    return Judged(
        name=judgement.name,
        country=judgement.country,
        entity=judgement.entity,
        verdict=judgement.verdict,
        by=judgement.by,
        day=dates.iso(judgement.day),
        why=judgement.why,
    )


def _found(bearer: Bearer, store: Store) -> Found:
    match = bearer.match
    told = _told(bearer.entity, bearer.listings, bearer.owners, bearer.holdings, store)
    return Found(entity=told, truth=cast("shapes.Word", match.truth.word), name=match.name, why=match.why)


def _entity(known: model.Entity, store: Store, day: int) -> Entity:
    listings = [each for each in store.listings.get(known.id, ()) if each.known <= day]
    owners, holdings = store.owners_of(known.id, day), store.holdings_of(known.id, day)
    return _told(known, listings, owners, holdings, store)


def _told(
    known: model.Entity,
    listings: Iterable[model.Listing],
    owners: Iterable[model.Ownership],
    holdings: Iterable[model.Ownership],
    store: Store,
) -> Entity:
    return Entity(
        id=known.id,
        caption=caption(known),
        schema=known.schema,
        country=known.country,
        names=list(known.names),
        weak=list(known.weak),
        source=known.source,
        listings=list(map(_listing, listings)),
        owners=[_holding(each, each.owner, store) for each in owners],
        holdings=[_holding(each, each.asset, store) for each in holdings],
    )


def caption(known: model.Entity) -> str:
    """What an entity is called."""
    return (*known.names, *known.weak, known.id)[0]


def _listing(listing: model.Listing) -> Listing:
    return Listing(
        list=listing.list,
        parts=listing.parts,
        entry=listing.entry,
        valid=listing.valid.words,
        known=dates.iso(listing.known),
        cites=listing.cites,
        sure=listing.certainty,
    )


def _holding(held: model.Ownership, other: str, store: Store) -> Holding:
    return Holding(
        entity=other,
        caption=caption(store.entities[other]),
        share=None if held.share is None else str(held.share),
        votes=None if held.votes is None else str(held.votes),
        control=held.control,
        since="" if held.since is None else str(held.since),
        until="" if held.until is None else str(held.until),
        source=held.source,
        sure=held.certainty,
    )


def _bite(bite: Bite) -> Biting:
    steps = [
        shapes.Step(kind=each.kind, name=each.name, detail=each.detail, source=each.source)
        for each in bite.steps
    ]
    return Biting(
        clause=bite.clause, outcome=bite.outcome, state=bite.state, lists=list(bite.lists), steps=steps
    )


def _learnt(event: Event) -> Learnt:
    return Learnt(
        day=dates.iso(event.day),
        snapshot=event.snapshot,
        source=event.source,
        inherited=event.inherited,
        added=list(map(_said, event.added)),
        removed=list(map(_said, event.removed)),
    )


def _said(said: Statement) -> Said:
    return Said(schema=said.schema, prop=said.prop, value=said.value, list=said.list, valid=said.valid.words)
