"""What became of each list of a source in a snapshot: how many stood on it before, and how many are gone.

Invariants: an entry counts for the list it stood on, so one that went from a list to another is gone from the
first; a list that has no listings of its own, as in files of owners, is counted by its entities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from sekisho.store.schema import ENTITY, STATEMENT

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

LISTING = "Sanction"
"""The schema of a listing; whatever else a source states is a party, a vessel, a category …"""


@dataclass(frozen=True, slots=True)
class Thinned:
    """What became of a list.

    Attributes:
        list: its id.
        before: entries on it in the snapshot before.
        removed: those of them that are gone.
        empty: is nothing left on it, and nothing new?
    """

    list: str
    before: int
    removed: int
    empty: bool

    @property
    def share(self) -> float:
        """How much of it is gone, from 0 to 1."""
        return self.removed / self.before


def thinned(connection: Connection, source: int, snapshot: int) -> tuple[Thinned, ...]:
    """The lists that a source had before a snapshot, by id."""
    gone = STATEMENT.c.gone == snapshot
    still = STATEMENT.c.gone.is_(None)
    before = _counts(connection, source, and_(STATEMENT.c.snapshot < snapshot, or_(still, gone)))
    removed = _counts(connection, source, left(snapshot))
    now = _counts(connection, source, still)
    found = []
    for name, counts in sorted(before.items()):
        kind = LISTING in counts
        entries, lost = _entries(counts, kind), _entries(removed.get(name, {}), kind)
        found.append(Thinned(name, entries, lost, not _entries(now.get(name, {}), kind)))
    return tuple(found)


def left(snapshot: int) -> ColumnElement[bool]:
    """Is it a statement that a snapshot ended, of an entity of which nothing stands on that list any more?"""
    other = STATEMENT.alias("left_over")
    # The list is not asked for: a database may then go through all of it, for each statement anew.
    still_on = select(other.c.list).where(other.c.entity == STATEMENT.c.entity, other.c.gone.is_(None))
    return and_(STATEMENT.c.gone == snapshot, STATEMENT.c.list.not_in(still_on))


def _counts(connection: Connection, source: int, which: ColumnElement[bool]) -> dict[str, dict[str, int]]:
    """How many entities and listings there are, by list and schema."""
    own = select(ENTITY.c.key).where(ENTITY.c.source == source)
    query = (
        select(STATEMENT.c.list, STATEMENT.c.schema, func.count(STATEMENT.c.entity.distinct()))
        .where(STATEMENT.c.entity.in_(own), which)
        .group_by(STATEMENT.c.list, STATEMENT.c.schema)
    )
    found: dict[str, dict[str, int]] = {}
    for name, schema, count in connection.execute(query):
        found.setdefault(name, {})[schema] = int(count)
    return found


def _entries(counts: dict[str, int], listings: bool) -> int:  # noqa: FBT001  # private, and told by its name
    return counts.get(LISTING, 0) if listings else sum(counts.values())
