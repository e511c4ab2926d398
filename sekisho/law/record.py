"""What hangs on a rule without being asked of a case: the terms that keep it so, and what happened.

A *term* is what somebody has to do or keep, so that a suspension, a licence or a waiver lasts. An *event* is
what happened: a payment, a breach, a revocation. Both are shown beside the block or instrument they are of;
neither changes an answer. What an event changes in law is an amendment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.dates import FIRST_DAY, LAST_DAY, Interval, Moment, iso
from sekisho.errors import Problem, meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from sekisho.dates import AsOf
    from sekisho.errors import Location
    from sekisho.law.read import RawBlock
    from sekisho.law.register import Law

RECORDED = ("term", "event")
"""The kinds of block that are shown and never asked."""


@dataclass(frozen=True, slots=True)
class Term:
    """A condition that somebody has to keep.

    Attributes:
        of: ids of what lasts by it: derogations, measures or instruments.
        published: the day from which it could be read.
        valid: the days on which it has to be kept.
        by: the last day to do it, where one is set.
    """

    id: str
    of: tuple[str, ...]
    title: str
    cites: str
    published: int
    valid: Interval
    by: int | None
    at: Location

    @property
    def words(self) -> str:
        """The term with its days."""
        by = "" if self.by is None else f", by {iso(self.by)}"
        days = "" if self.valid == Interval() else f", {self.valid.words}"
        return f"{self.title}{by}{days} ({self.cites})"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        of: ids of the terms, blocks or instruments that it is about.
        on: the day on which it happened.
        published: the day on which it could be known.
    """

    of: tuple[str, ...]
    on: int
    title: str
    cites: str
    published: int
    at: Location

    @property
    def words(self) -> str:
        """The day, what happened, and who says so."""
        return f"{iso(self.on)}: {self.title} ({self.cites})"


def terms(raw: Iterable[RawBlock]) -> tuple[Term, ...]:
    """The terms of a register, in the order of the text; those of an instrument are known with it."""
    found = []
    published: dict[str, int] = {}
    for block in raw:
        keys = block.keys
        if block.kind == "instrument":
            published[block.instrument] = _day(keys.get("published"), FIRST_DAY)
        elif block.kind == "term":
            by = keys.get("by")
            start = keys.get("from")
            found.append(
                Term(
                    str(keys["id"]),
                    _ids(keys.get("of")),
                    str(keys["title"]),
                    str(keys["cites"]),
                    _day(keys.get("published"), published.get(block.instrument, FIRST_DAY)),
                    Interval(
                        start.day if isinstance(start, Moment) else FIRST_DAY,
                        _day(keys.get("until"), LAST_DAY),
                    ),
                    by if isinstance(by, int) else None,
                    block.at,
                )
            )
    return tuple(found)


def events(raw: Iterable[RawBlock]) -> tuple[Event, ...]:
    """The events of a register, by their days; one that says nothing else is known on its day."""
    found = [
        Event(
            _ids(block.keys.get("of")),
            on,
            str(block.keys["title"]),
            str(block.keys["cites"]),
            _day(block.keys.get("published"), on),
            block.at,
        )
        for block in raw
        if block.kind == "event" and isinstance(on := block.keys.get("on"), int)
    ]
    return tuple(sorted(found, key=lambda event: event.on))


def _day(value: object, absent: int) -> int:
    return value if isinstance(value, int) else absent


def _ids(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def terms_of(law: Law, key: str, as_of: AsOf) -> tuple[Term, ...]:
    """The terms of a block or instrument, as far as they were published."""
    return tuple(each for each in law.terms if key in each.of and each.published <= as_of.known)


def events_of(law: Law, key: str, as_of: AsOf) -> tuple[Event, ...]:
    """What happened to a block or instrument, or to a term of it, by a day, as known on a day."""
    about = {key, *(each.id for each in law.terms if key in each.of)}
    return tuple(
        each
        for each in law.events
        if about & set(each.of) and each.published <= as_of.known and each.on <= as_of.on.day
    )


def faults(law: Law) -> Iterator[Problem]:
    """Rules 8 and 9 for terms and events: they are of something, and their days follow one another."""
    lasting = {*law.instruments, *law.blocks}
    yield from _of_terms(law.terms, lasting)
    named = lasting | {term.id for term in law.terms}
    for event in law.events:
        yield from _of_nothing("an event", event, named)
        if event.published < event.on:
            message = f"an event of {iso(event.on)} is known since {iso(event.published)}, before it happened"
            yield Problem(event.at, message, "what is only planned is an amendment, or a term")


def _of_terms(found: Iterable[Term], lasting: AbstractSet[str]) -> Iterator[Problem]:
    seen = set(lasting)
    for term in found:
        yield from _of_nothing("a term", term, lasting)
        if term.id in seen:
            yield Problem(term.at, f"'{term.id}' is written twice", "give each block an id of its own")
        seen.add(term.id)
        if term.valid.last < term.valid.first:
            first, last = term.valid.first_text, term.valid.last_text
            message = f"'{term.id}' ends on {last}, before it begins on {first}"
            yield Problem(term.at, message, "exchange from and until")


def _of_nothing(kind: str, each: Term | Event, known: AbstractSet[str]) -> Iterator[Problem]:
    for target in (target for target in each.of if target not in known):
        yield Problem(each.at, f"{kind} of '{target}', which does not exist", meant(target, known))
