"""What was believed of whom and when: one entity through time, or on one day.

Invariants: nothing is found that was not believed on the day of knowledge; what was inherited from the
publisher's own dates is never told as if it had been witnessed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.lists.props import NAMES
from sekisho.names.keys import key
from sekisho.store.parties import rows
from sekisho.store.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    """A listing as it was believed.

    Attributes:
        holds: is it in force on the day asked about?
        inherited: known from the publisher's date, not witnessed.
    """

    id: str
    list: str
    statements: tuple[Statement, ...]
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
    now: dict[str, None] = {}
    once: dict[str, None] = {}
    for batch in rows(archive, NAMES, known, archive.latest()):
        for row in map(Row._make, batch):
            if key(row.value, forms).full == wanted:
                (now if row.gone is None else once)[row.entity] = None
    return tuple(now or once)


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
    """An entity as believed on a day; None: nothing was."""
    held = [each for each in beliefs if each.held(as_of.known)]
    if not held:
        return None
    own = tuple(each.statement for each in held if each.statement.entity_id == entity_id)
    listings: dict[str, list[Belief]] = defaultdict(list)
    for each in held:
        if each.statement.entity_id != entity_id:
            listings[each.statement.entity_id].append(each)
    entries = [_entry(identity, group, as_of.on.day) for identity, group in listings.items()]
    entries.sort(key=lambda each: not each.holds)
    return Portrait(entity_id, caption(own, entity_id), own, tuple(entries))


def caption(statements: Iterable[Statement], otherwise: str) -> str:
    """A name to call an entity by: the first of the strongest kind."""
    names = [(NAMES.index(each.prop), each.value) for each in statements if each.prop in NAMES]
    return min(names, key=lambda each: each[0])[1] if names else otherwise


def _entry(identity: str, group: list[Belief], on: int) -> Entry:
    return Entry(
        identity,
        group[0].statement.list,
        tuple(each.statement for each in group),
        min(each.known_from for each in group),
        any(on in each.statement.valid for each in group),
        any(each.inherited for each in group),
    )
