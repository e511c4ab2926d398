"""What was believed of whom and when: one entity through time, or on one day.

Invariants: nothing is found that nobody had come to know by the day of knowledge; whoever left a list was on
it until then, by the rule of `lists/view.py`, so that it tells the same as an answer does; what was inherited
from the publisher's own dates is never told as if it had been witnessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.dates import ALWAYS, Interval
from sekisho.lists.props import NAMES
from sekisho.names.keys import key
from sekisho.store.parties import Parties
from sekisho.store.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sekisho.dates import AsOf
    from sekisho.model.statement import Statement
    from sekisho.names.legal_form import Forms
    from sekisho.store.belief import Belief
    from sekisho.store.engine import Archive


@dataclass(frozen=True, slots=True)
class Event:
    """What one snapshot taught of an entity.

    Attributes:
        day: from which it was known.
        inherited: known from the publisher's date, not witnessed.
        added: what is believed from then on.
        removed: what is not believed any more.
    """

    day: int
    snapshot: int
    source: str
    inherited: bool
    added: tuple[Statement, ...]
    removed: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A listing as it was believed, or as it ended.

    Attributes:
        valid: the days on which it holds.
        why: why it ended, where the list itself did not say so; empty: it is believed still.
        known_from: the day on which it was learnt.
        holds: is it in force on the day asked about?
        inherited: known from the publisher's date, not witnessed.
    """

    id: str
    list: str
    statements: tuple[Statement, ...]
    valid: Interval
    why: str
    known_from: int
    holds: bool
    inherited: bool


@dataclass(frozen=True, slots=True)
class Portrait:
    """An entity as it was believed to be on a day of knowledge.

    Attributes:
        statements: of the entity itself.
        entries: its listings, the ones in force on the day first.
    """

    id: str
    caption: str
    statements: tuple[Statement, ...]
    entries: tuple[Entry, ...]


def find(archive: Archive, text: str, known: int, forms: Forms) -> tuple[str, ...]:
    """The ids of an entity: the text itself where it is one, else of all that bear it as a name.

    A name that nothing bears on the day is that of those who bore it before: what vanished was somebody, too.
    """
    if archive.history(text):
        return (text,)
    wanted = key(text, forms).full
    if not wanted:
        return ()
    parties = Parties(archive, known, archive.latest())
    now = (Row._make(row) for batch in parties.held(NAMES) for row in batch)
    once = (each.row for each in parties.gone(NAMES))
    return _bearers(now, wanted, forms) or _bearers(once, wanted, forms)


def _bearers(names: Iterable[Row], wanted: str, forms: Forms) -> tuple[str, ...]:
    """Who bears a name, in the order it was learnt."""
    return tuple(dict.fromkeys(row.entity for row in names if key(row.value, forms).full == wanted))


def events(beliefs: Iterable[Belief]) -> tuple[Event, ...]:
    """What happened to an entity, in the order it was learnt."""
    added: dict[tuple[int, int], list[Belief]] = defaultdict(list)
    removed: dict[tuple[int, int], list[Belief]] = defaultdict(list)
    for each in beliefs:
        added[(each.known_from, each.snapshot)].append(each)
        if each.gone is not None and each.known_to is not None:
            removed[(each.known_to, each.gone)].append(each)
    return tuple(
        Event(
            day,
            snapshot,
            (*added[(day, snapshot)], *removed[(day, snapshot)])[0].source,
            any(each.inherited for each in added[(day, snapshot)]),
            tuple(each.statement for each in added[(day, snapshot)]),
            tuple(each.statement for each in removed[(day, snapshot)]),
        )
        for day, snapshot in sorted({*added, *removed})
    )


def portrait(beliefs: Iterable[Belief], entity_id: str, as_of: AsOf) -> Portrait | None:
    """An entity as believed on a day, or as last believed before; None: nothing was learnt of it by then."""
    learnt = [each for each in beliefs if each.known_from <= as_of.known]
    if not learnt:
        return None
    own: list[Belief] = []
    listings: dict[str, list[Belief]] = defaultdict(list)
    for each in learnt:
        (own if each.statement.entity_id == entity_id else listings[each.statement.entity_id]).append(each)
    stated = tuple(each.statement for each in standing(own, as_of.known))
    entries = [
        *(_entry(*each, as_of) for each in listings.items() if any(one.held(as_of.known) for one in each[1])),
        *_ended(listings, as_of),
    ]
    entries.sort(key=lambda each: not each.holds)
    return Portrait(entity_id, caption(stated, entity_id), stated, tuple(entries))


def standing(group: Sequence[Belief], known: int, upto: int | None = None) -> Sequence[Belief]:
    """What is believed of one id on a day; where nothing is any more, what was until the last of it went.

    Args:
        group: all that was learnt of it by then.
        known: the day of knowledge.
        upto: as if nothing had been ingested after that snapshot; None: everything counts.
    """
    held = [each for each in group if each.held(known, upto)]
    last = max((each.gone or 0 for each in group), default=0)
    return held or [each for each in group if each.gone == last]


def caption(statements: Iterable[Statement], otherwise: str) -> str:
    """A name to call an entity by: the first of the strongest kind."""
    names = [(NAMES.index(each.prop), each.value) for each in statements if each.prop in NAMES]
    return min(names, key=lambda each: each[0])[1] if names else otherwise


def _entry(identity: str, group: list[Belief], as_of: AsOf) -> Entry:
    held = standing(group, as_of.known)
    names = [each.statement.valid for each in held if each.statement.prop == "entity"]
    return Entry(
        identity,
        held[0].statement.list,
        tuple(each.statement for each in held),
        next(iter(names), ALWAYS),
        "",
        min(each.known_from for each in held),
        any(as_of.on.day in each for each in names),
        any(each.inherited for each in held),
    )


def _ended(listings: Mapping[str, list[Belief]], as_of: AsOf) -> Iterator[Entry]:
    """The listings that ended by a day of knowledge without another in their place."""
    naming = [each for group in listings.values() for each in group if each.statement.prop == "entity"]
    taught = {(each.statement.value, each.statement.list, each.snapshot) for each in naming}
    for each in naming:
        said = each.statement
        if each.held(as_of.known) or (said.value, said.list, each.gone) in taught:
            continue
        last = min(said.valid.last, (each.known_to or 0) - 1)
        if said.valid.first > last:
            continue
        group = standing(listings[said.entity_id], as_of.known)
        valid = Interval(said.valid.first, last)
        yield Entry(
            said.entity_id,
            said.list,
            tuple(one.statement for one in group),
            valid,
            "" if last == said.valid.last else f"gone from the list by snapshot {each.gone}",
            each.known_from,
            as_of.on.day in valid,
            each.inherited,
        )
