"""Who in a case stands on a published list, whether or not a measure bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.model.decision import Found
from sekisho.truth import YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.columns import Batch
    from sekisho.model.case import Case
    from sekisho.screen.supply import Knowledge

PUBLISHED = ("official", "statute", "order")
"""Kinds of list that are reported; groups, addressees and what the press reads are not listings."""


def listed_in(batch: Batch, row: int, knowledge: Knowledge) -> tuple[Found, ...]:
    """Every party or maker of one case that is on a published list on its day, as known on its day."""
    case = batch.cases[row]
    day, known = int(batch.times.days[row]), int(batch.times.known[row])
    found: dict[Found, None] = {}
    for path, name, country in _named(case):
        for match in knowledge.index.find(name, country):
            if match.truth is not YES:
                continue
            for listing in knowledge.store.listings.get(match.entity, ()):
                info = knowledge.store.lists[listing.list]
                if info.kind in PUBLISHED and listing.known <= known and day in listing.valid:
                    found[Found(path, name, listing.list, listing.entry)] = None
    return tuple(found)


def _named(case: Case) -> Iterator[tuple[str, str, str | None]]:
    """Every name of a case that may be a listed one: where it stands, the name, its country."""
    for row in (case.actor, *(case.parties or ())):
        country = row.facts.get("country")
        yield from _one(row.address, row.facts.get("name"), country)
        for use in row.uses or ():
            yield from _one(f"{use.address}.manufacturer", use.facts.get("manufacturer"))
    yield from _one("item.manufacturer", case.facts.get("item.manufacturer"))
    yield from _one("item.supplier", case.facts.get("item.supplier"))
    for part in case.components or ():
        yield from _one(f"{part.address}.manufacturer", part.facts.get("manufacturer"))
        yield from _one(f"{part.address}.supplier", part.facts.get("supplier"))


def _one(path: str, name: object, country: object = None) -> Iterator[tuple[str, str, str | None]]:
    if isinstance(name, str):
        yield path, name, country if isinstance(country, str) else None
