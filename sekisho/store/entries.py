"""Keeps the entries of the record: adds them at the end, and gives them back in their order.

Invariant: rows are added and read, never changed. What makes them a chain is not known here.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from sqlalchemy import select

from sekisho.model.entry import Entry
from sekisho.store.schema import ENTRY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Connection

    from sekisho.store.engine import Archive

BATCH = 64
"""Rows fetched at a time: the body of one may be large."""
_COLUMNS = tuple(ENTRY.c[each.name] for each in fields(Entry))


def about(case: str) -> str:
    """By what the entries of a case are looked up: of a name of any length and letters, a short text."""
    return hashlib.sha256(case.encode("utf-8", "surrogatepass")).hexdigest()


def last(connection: Connection) -> Entry | None:
    """The newest entry; None: there is none."""
    row = connection.execute(select(*_COLUMNS).order_by(ENTRY.c.number.desc()).limit(1)).first()
    return None if row is None else Entry(*row)


def add(connection: Connection, new: Iterable[tuple[Entry, str]]) -> None:
    """Add entries, each with the case that it is about (empty: none), under the writer's lock."""
    rows = [asdict(entry) | {"about": about(case)} for entry, case in new]
    if rows:
        connection.execute(ENTRY.insert(), rows)


def some(connection: Connection, numbers: Collection[int]) -> Iterator[Entry]:
    """The entries of some numbers, in their order."""
    query = select(*_COLUMNS).where(ENTRY.c.number.in_(numbers)).order_by(ENTRY.c.number)
    return (Entry(*row) for row in connection.execute(query))


def newest(archive: Archive, case: str | None, before: int | None, limit: int) -> tuple[Entry, ...]:
    """The last entries, the newest first.

    Args:
        archive: the store.
        case: only those about the case of this name; None: all.
        before: only those of a smaller number; None: to the end.
        limit: how many at most.
    """
    query = select(*_COLUMNS).order_by(ENTRY.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(ENTRY.c.number < before)
    if case is not None:
        query = query.where(ENTRY.c.about == about(case))
    with archive.reading() as connection:
        return tuple(Entry(*row) for row in connection.execute(query))


def entries(
    archive: Archive, first: int = 1, until: int | None = None, case: str | None = None
) -> Iterator[tuple[Entry, str]]:
    """Entries in their order, each with what it is looked up by (:func:`about`).

    Args:
        archive: the store.
        first: the number of the first one.
        until: the number of the last one; None: to the end.
        case: only those about the case of this name; None: all.
    """
    query = select(*_COLUMNS, ENTRY.c.about).where(ENTRY.c.number >= first).order_by(ENTRY.c.number)
    if until is not None:
        query = query.where(ENTRY.c.number <= until)
    if case is not None:
        query = query.where(ENTRY.c.about == about(case))
    with archive.reading() as connection:
        for row in connection.execution_options(yield_per=BATCH).execute(query):
            *told, looked_up = row
            yield Entry(*told), looked_up
