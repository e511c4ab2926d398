"""Who in a case stands on a published list, whether or not a measure bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.model.decision import Found
from sekisho.names.normal import normalise
from sekisho.screen.named import named
from sekisho.truth import YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.columns import Batch
    from sekisho.model.case import Case
    from sekisho.screen.supply import Knowledge

REPORTED = ("official", "statute", "order", "user")
"""Kinds of list that are reported; groups, addressees and what the press reads are not listings."""


def listed_in(batch: Batch, row: int, knowledge: Knowledge) -> tuple[Found, ...]:
    """Every party, owner or maker of a case that is on a published list on its day, as known on its day.

    Listings are by the day; the hour at which a rule begins is the rule's affair. An entry that several
    sources have of one list is told once, as the first has it.
    """
    case = batch.cases[row]
    day, known = int(batch.times.days[row]), int(batch.times.known[row])
    found: dict[tuple[str, str, str, str], Found] = {}
    for path, query in named(case):
        for match in knowledge.index.find(query):
            if match.truth is not YES:
                continue
            for listing in knowledge.store.listings.get(match.entity, ()):
                info = knowledge.store.lists[listing.list]
                if info.kind in REPORTED and listing.known <= known and day in listing.valid:
                    told = (path, query.name, listing.list, normalise(listing.entry))
                    found.setdefault(told, Found(path, query.name, listing.list, listing.entry))
    return (*found.values(), *dict.fromkeys(_stated(case, day)))


def _stated(case: Case, day: int) -> Iterator[Found]:
    """What the case itself says of listings that hold, or may hold, on the day."""
    for row in (case.actor, *(case.parties or ())):
        for listed in row.listed or ():
            begun = listed.since is None or listed.since.first <= day
            if begun and (listed.until is None or day <= listed.until.last):
                name = str(row.facts.get("name", row.address))
                yield Found(row.address, name, listed.list, "stated in the case")
