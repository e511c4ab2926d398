"""Copies a whole store into an empty one, of whatever kind each is: row by row, as it stood at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from sekisho.errors import UsageError
from sekisho.store.columns import TABLES
from sekisho.store.schema import META

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Table

    from sekisho.store.engine import Archive

BATCH = 5_000
"""Rows on their way at a time."""


def copied(source: Archive, target: Archive) -> Mapping[str, int]:
    """Copy everything.

    Args:
        source: what is copied; others may go on reading and writing it.
        target: a store of the same version in which there is nothing yet.

    Returns:
        How many rows each table has.

    Raises:
        UsageError: there is something in *target*.
        StoreError: either cannot be read or written; then there is nothing in *target*.
    """
    with source.reading() as reading, target.writing() as writing:
        if reading.dialect.name == "postgresql":  # SQLite reads what stood there when it began, in any case
            reading.execution_options(isolation_level="REPEATABLE READ")
        tables = [each for each in TABLES.sorted_tables if each is not META]
        for table in tables:
            if writing.scalar(select(table).limit(1)) is not None:
                raise UsageError(f"{target} is not empty: it has rows of '{table.name}'; name a new store")
        return {table.name: _copied(table, reading, writing) for table in tables}


def counts(archive: Archive) -> Mapping[str, int]:
    """How many rows each table has."""
    with archive.reading() as connection:
        tables = (each for each in TABLES.sorted_tables if each is not META)
        return {each.name: connection.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


def _copied(table: Table, reading: Connection, writing: Connection) -> int:
    count = 0
    rows = reading.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    for some in rows.mappings().partitions(BATCH):
        writing.execute(table.insert(), [dict(row) for row in some])
        count += len(some)
    if count:
        _count_on(table, writing)
    return count


def _count_on(table: Table, writing: Connection) -> None:
    """Let the numbers that PostgreSQL gives go on where those that were copied end."""
    column = table.autoincrement_column
    if column is None or writing.dialect.name != "postgresql":
        return
    sequence = writing.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
    if sequence is not None:
        highest = writing.scalar(select(func.max(column)))
        writing.execute(
            text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest}
        )
