"""What changed between two snapshots of a source, told by party.

Invariants: a listing's changes are told with the party it lists, for that is whom a reader knows; what
vanished and came back between the two is no change. The cost follows the change, not the list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import and_, func, or_, select

from sekisho.errors import UsageError
from sekisho.store import belief
from sekisho.store.schema import ENTITY, SNAPSHOT, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

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
        if self.before != self.after:
            kind = "added" if self.after else "removed"
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
    subjects = _subjects(connection, source, changed, (a, b))
    for statement in added.values():
        parties[subjects.get(statement.entity_id, statement.entity_id)].added[statement.id] = statement
    for statement in removed.values():
        parties[subjects.get(statement.entity_id, statement.entity_id)].removed[statement.id] = statement
    _describe(connection, source, parties, (a, b))
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
    first, last = (
        select(func.coalesce(func.max(SNAPSHOT.c.last_row), 0))
        .where(SNAPSHOT.c.id == number)
        .scalar_subquery()
        for number in (a, b)
    )
    query = belief.selected().where(_S.row > first, _S.row <= last, ENTITY.c.source == source, belief.at(b))
    return _by_id(connection, query)


def _closed(connection: Connection, source: int, a: int, b: int) -> dict[str, Statement]:
    """Statements that were believed after *a* and were ended by *b*."""
    query = belief.selected().where(_S.gone > a, _S.gone <= b, ENTITY.c.source == source, belief.at(a))
    return _by_id(connection, query)


def _by_id(connection: Connection, query: Select[Any]) -> dict[str, Statement]:
    rows = [tuple(row) for row in connection.execute(query.order_by(_S.row))]
    return {statement.id: statement for statement, _ in belief.statements(rows)}


def _subjects(
    connection: Connection, source: int, entities: set[str], span: tuple[int, int]
) -> dict[str, str]:
    """Whom each listing among *entities* lists."""
    found: dict[str, str] = {}
    for chunk in _chunks(sorted(entities)):
        query = (
            select(ENTITY.c.id, _S.value)
            .join(ENTITY, ENTITY.c.key == _S.entity)
            .where(ENTITY.c.source == source, ENTITY.c.id.in_(chunk), _S.prop == "entity", _either(span))
            .order_by(_S.row)
        )
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def _describe(connection: Connection, source: int, parties: dict[str, _Party], span: tuple[int, int]) -> None:
    """What each party is called, and on which side something is said of it."""
    a, b = span
    for chunk in _chunks(sorted(parties)):
        own = and_(ENTITY.c.source == source, ENTITY.c.id.in_(chunk))
        joined = STATEMENT.join(ENTITY, ENTITY.c.key == _S.entity)
        for side, number in (("before", a), ("after", b)):
            said = select(ENTITY.c.id).distinct().select_from(joined).where(own, belief.at(number))
            for entity_id in connection.scalars(said):
                setattr(parties[entity_id], side, True)
        named = (
            select(ENTITY.c.id, _S.value)
            .select_from(joined)
            .where(own, _S.prop == "name", _either(span))
            .order_by(func.coalesce(_S.gone, b + 1) > b, _S.row.desc())
        )
        for entity_id, name in connection.execute(named):
            parties[entity_id].caption = name  # the last one stays: the first name that is still believed


def _either(span: tuple[int, int]) -> ColumnElement[bool]:
    return or_(belief.at(span[0]), belief.at(span[1]))


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
