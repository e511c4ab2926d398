"""What changed between two snapshots of a source, told by party.

Invariants: a listing's changes are told with the party it lists, for that is whom a reader knows; what
vanished and came back between the two is no change. The cost follows the change, not the list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import func, select

from sekisho.errors import UsageError
from sekisho.store import belief
from sekisho.store.schema import ENTITY, SNAPSHOT, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Select

    from sekisho.model.statement import Statement

CHUNK = 500
_S = STATEMENT.c


@dataclass(frozen=True, slots=True)
class EntityChange:
    """How one entity differs between two snapshots.

    Attributes:
        entity_id: the party; a listing that names no party stands for itself.
        kind: added: nothing was said of it before; removed: nothing is said of it any more; else changed.
        caption: a name of it, the newer one where it changed; its id where it has none.
        added: statements of it and of its listings that the newer snapshot has and the older had not.
        removed: the other way round.
    """

    entity_id: str
    kind: Literal["added", "removed", "changed"]
    caption: str
    added: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()


@dataclass(slots=True)
class _Party:
    """What is gathered of a party on the way."""

    before: bool = False
    after: bool = False
    caption: str = ""
    added: dict[str, Statement] = field(default_factory=dict)
    removed: dict[str, Statement] = field(default_factory=dict)

    def change(self, entity_id: str) -> EntityChange:
        kind: Literal["added", "removed", "changed"] = "changed"
        before, after = self.before, self.after
        if not before and not after:  # only listings of it are told
            before, after = bool(self.removed), bool(self.added)
        if before != after:
            kind = "added" if after else "removed"
        added, removed = tuple(self.added.values()), tuple(self.removed.values())
        return EntityChange(entity_id, kind, self.caption or entity_id, added, removed)


def between(connection: Connection, a: int, b: int) -> tuple[EntityChange, ...]:
    """Entities that differ between snapshots *a* and *b* of one source; *a* may be 0, before all."""
    source = _source(connection, a, b)
    parties: dict[str, _Party] = defaultdict(_Party)
    added, removed = _opened(connection, source, a, b), _closed(connection, source, a, b)
    for key in added.keys() & removed.keys():
        if added[key] == removed[key]:  # it was away for a while
            del added[key], removed[key]
    changed = {each.entity_id for each in (*added.values(), *removed.values())}
    subjects = _subjects(connection, _Said(source, changed, a, b))
    for statement in added.values():
        parties[subjects.get(statement.entity_id, statement.entity_id)].added[statement.id] = statement
    for statement in removed.values():
        parties[subjects.get(statement.entity_id, statement.entity_id)].removed[statement.id] = statement
    _describe(connection, parties, _Said(source, tuple(parties), a, b))
    return tuple(party.change(entity_id) for entity_id, party in parties.items())


def _source(connection: Connection, a: int, b: int) -> int:
    query = select(SNAPSHOT.c.id, SNAPSHOT.c.source).where(SNAPSHOT.c.id.in_((a, b)))
    found = {row.id: row.source for row in connection.execute(query)}
    for number in (b, *([a] if a else [])):
        if number not in found:
            raise UsageError(f"there is no snapshot {number}; `sekisho lists status` shows those there are")
    if len(set(found.values())) > 1:
        raise UsageError(f"snapshots {a} and {b} are of two sources; compare two of one")
    if a > b:
        raise UsageError(f"snapshot {a} is newer than {b}; give the older one first")
    return int(found[b])


def _opened(connection: Connection, source: int, a: int, b: int) -> dict[str, Statement]:
    """Statements that are believed after *b* and were taught after *a*."""
    done = select(func.coalesce(func.max(SNAPSHOT.c.last_row), 0))
    first, last = (done.where(SNAPSHOT.c.id == number).scalar_subquery() for number in (a, b))
    query = belief.selected().where(_S.row > first, _S.row <= last, belief.at(b))
    return _by_id(connection, query.where(_S.snapshot.in_(_between(source, a, b))))


def _closed(connection: Connection, source: int, a: int, b: int) -> dict[str, Statement]:
    """Statements that were believed after *a* and were ended by *b*."""
    query = belief.selected().where(_S.gone.in_(_between(source, a, b)), belief.at(a))
    return _by_id(connection, query)


def _between(source: int, a: int, b: int) -> Select[Any]:
    """Snapshots of a source after *a*, up to *b*."""
    return select(SNAPSHOT.c.id).where(SNAPSHOT.c.source == source, SNAPSHOT.c.id > a, SNAPSHOT.c.id <= b)


def _by_id(connection: Connection, query: Select[Any]) -> dict[str, Statement]:
    rows = [tuple(row) for row in connection.execute(query.order_by(_S.row))]
    return {statement.id: statement for statement, _ in belief.statements(rows)}


def _subjects(connection: Connection, said: _Said) -> dict[str, str]:
    """Whom each listing lists."""
    return {each.entity_id: each.value for each in said.rows(connection) if each.prop == "entity"}


def _describe(connection: Connection, parties: Mapping[str, _Party], said: _Said) -> None:
    """What each party is called, and on which side something is said of it."""
    named: dict[str, tuple[bool, int]] = {}
    for number, each in enumerate(said.rows(connection)):
        party = parties[each.entity_id]
        party.before |= each.before
        party.after |= each.after
        rank = (each.after, -number)  # what is still believed before what was, then the first
        if each.prop == "name" and rank > named.get(each.entity_id, (False, -number - 1)):
            named[each.entity_id] = rank
            party.caption = each.value


class _Row(NamedTuple):
    """A statement, and on which side of a difference it is believed."""

    entity_id: str
    prop: str
    value: str
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of some entities of a source on either side of a difference."""

    source: int
    entities: Iterable[str]
    a: int
    b: int

    def rows(self, connection: Connection) -> Iterator[_Row]:
        """Every statement of theirs, in the order it was learnt."""
        wanted = sorted(self.entities)
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            named = select(ENTITY.c.key, ENTITY.c.id).where(
                ENTITY.c.source == self.source, ENTITY.c.id.in_(chunk)
            )
            ids = {row.key: row.id for row in connection.execute(named)}
            query = select(_S.row, _S.entity, _S.prop, _S.value, _S.snapshot, _S.gone)
            query = query.where(_S.entity.in_(list(ids)), _S.snapshot <= self.b)
            found = [  # two questions, for each has its index
                *connection.execute(query.where(_S.gone.is_(None))),
                *connection.execute(query.where(_S.gone.is_not(None), _S.gone > self.a)),
            ]
            for row in sorted(found, key=lambda each: each.row):
                before = row.snapshot <= self.a
                after = row.gone is None or row.gone > self.b
                if before or after:
                    yield _Row(ids[row.entity], row.prop, row.value, before, after)
