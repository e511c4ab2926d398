"""The tables of a store, the same on SQLite and PostgreSQL, and how an older store becomes a newer one.

A statement is one row for each time it came to be believed, and is append only: the one update closes it
(`known_to`, `gone`). Knowledge is half open in days, [known_from, known_to), and exact in snapshots,
[snapshot, gone): the days are what people ask by, the snapshots are what a replay goes by (ADR 0011).
Validity is closed in days, as law is written. A day is the ordinal of a date (`sekisho.dates`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    func,
    inspect,
    select,
)

from sekisho.dates import LAST_DAY
from sekisho.errors import UsageError
from sekisho.store import jobs, people, tasks, texts, watches
from sekisho.store.columns import NUMBER, TABLES, WORDS, partial
from sekisho.store.fault import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

OPEN = LAST_DAY + 1
"""`known_to` of what is still believed."""


def _days(*names: str) -> CheckConstraint:
    within = " AND ".join(f"{name} BETWEEN 1 AND {OPEN}" for name in names)
    return CheckConstraint(within, name=f"{names[0]}_is_a_day")


META = Table(
    "meta",
    TABLES,
    Column("key", WORDS, primary_key=True),
    Column("value", WORDS, nullable=False),
    sqlite_strict=True,
)

SOURCE = Table(
    "source",
    TABLES,
    Column("key", Integer, primary_key=True),
    Column("id", WORDS, nullable=False, unique=True),
    sqlite_strict=True,
)

SNAPSHOT = Table(
    "snapshot",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("source", ForeignKey(SOURCE.c.key), nullable=False, index=True),
    Column("lists", WORDS, nullable=False),  # a JSON array
    Column("published", Integer),
    Column("retrieved", WORDS, nullable=False),
    Column("day", Integer, nullable=False),
    Column("since", Integer, nullable=False),  # the first day of what it taught: earlier where inherited
    Column("sha256", WORDS, nullable=False),
    Column("parser", WORDS, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("entities", Integer, nullable=False),
    Column("last_row", NUMBER, nullable=False),  # of all statements when it was done: it taught none after it
    Column("inherited", Integer, CheckConstraint("inherited IN (0, 1)", name="yes_or_no"), nullable=False),
    _days("day", "since"),
    CheckConstraint("id > 0 AND rows >= 0 AND entities >= 0 AND since <= day", name="counts"),
    sqlite_strict=True,
)

ENTITY = Table(
    "entity",
    TABLES,
    Column("key", NUMBER, primary_key=True),
    Column("source", ForeignKey(SOURCE.c.key), nullable=False),
    Column("id", WORDS, nullable=False),
    UniqueConstraint("source", "id"),
    sqlite_strict=True,
)

# `entity`, `snapshot` and `gone` are keys that the set-based writing takes from their tables; were they
# declared foreign, PostgreSQL would look each up again for every row, which doubles the time of an ingest.
STATEMENT = Table(
    "statement",
    TABLES,
    Column("row", NUMBER, primary_key=True),  # the order in which the publisher said it
    Column("entity", NUMBER, nullable=False),
    Column("id", WORDS, nullable=False),
    Column("schema", WORDS, nullable=False),
    Column("prop", WORDS, nullable=False),
    Column("value", WORDS, nullable=False),
    Column("original", WORDS),
    Column("lang", WORDS),
    Column("list", WORDS, nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_to", Integer, nullable=False),
    Column("known_from", Integer, nullable=False),
    Column("known_to", Integer, nullable=False),
    Column("snapshot", Integer, nullable=False),  # which taught it
    Column("gone", Integer),  # which no longer had it
    _days("known_from", "known_to", "valid_from", "valid_to"),
    CheckConstraint("known_from <= known_to AND snapshot < coalesce(gone, snapshot + 1)", name="in_order"),
    CheckConstraint(f"(gone IS NULL) = (known_to = {OPEN})", name="closed_at_once"),
    sqlite_strict=True,
)
_current = STATEMENT.c.gone.is_(None)
_closed = STATEMENT.c.gone.is_not(None)
_edge = STATEMENT.c.prop == "entity"
# Who was on which list when: all that has to be known to say so, a fraction of the table.
LISTED = partial(
    "statement_listed",
    STATEMENT.c.prop,  # always the same, but SQLite looks it up in the table where the index does not say it
    STATEMENT.c.list,
    STATEMENT.c.entity,
    STATEMENT.c.known_from,
    STATEMENT.c.known_to,
    STATEMENT.c.snapshot,
    STATEMENT.c.gone,
    where=_edge,
)

# Indices, which register themselves with their table.
# What is believed now, each once. By entity, so that a file in its own order is written in order.
partial(
    "statement_current",
    STATEMENT.c.entity,
    STATEMENT.c.id,
    unique=True,
    where=_current,
)
# With the one above: the history of an entity.
partial("statement_closed", STATEMENT.c.entity, where=_closed)
# A list as known on a day: whatever of it ended later. Current beliefs are the end of that run.
Index("statement_list", STATEMENT.c.list, STATEMENT.c.known_to)
# What a snapshot ended; what it taught is a run of rows.
partial("statement_gone", STATEMENT.c.gone, where=_closed)
# The listings of an entity.
partial("statement_subject", STATEMENT.c.value, where=_edge)

PROBLEM = Table(
    "problem",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("source", WORDS, nullable=False, index=True),
    Column("at", WORDS, nullable=False),
    Column("message", WORDS, nullable=False),
    Column("problems", WORDS, nullable=False),  # a JSON array
    Column("sha256", WORDS),
    Column("after", Integer, nullable=False),  # the last good snapshot of the source; 0: none
    sqlite_strict=True,
)

FETCHED = Table(
    "fetched",
    TABLES,
    Column("source", WORDS, primary_key=True),
    Column("data", WORDS, nullable=False),  # a JSON object: what conditional retrieval needs next time
    sqlite_strict=True,
)

# What was decided, and what persons said to it (ADR 13). Rows are added, never changed: each has the hash of
# the one before it, so that whatever else happens to them shows.
ENTRY = Table(
    "entry",
    TABLES,
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    Column("previous", WORDS, nullable=False),  # the hash of the entry before
    Column("at", WORDS, nullable=False),
    Column("by", WORDS, nullable=False),
    Column("kind", WORDS, nullable=False),
    Column("body", WORDS, nullable=False),  # canonical JSON
    Column("hash", WORDS, nullable=False),
    Column("about", WORDS, nullable=False, index=True),  # SHA-256 of the case's name, which has no limit
    CheckConstraint("number > 0", name="counted_from_one"),
    sqlite_strict=True,
)


# By what decisions are found: a line for each beside its entry, which alone proves anything.
DECISION = Table(
    "decision",
    TABLES,
    Column("number", NUMBER, primary_key=True, autoincrement=False),  # of the entry
    Column("at", WORDS, nullable=False),
    Column("by", WORDS, nullable=False),
    Column("about", WORDS, nullable=False),  # as in the entry: a hash of the name of the case
    Column("case", WORDS, nullable=False),
    Column("outcome", WORDS, nullable=False),
    Column("on", WORDS, nullable=False),
    Column("known", WORDS, nullable=False),
    Column("follows", NUMBER),  # the decision that the case was asked again after
    Index("decision_of_case", "about", "number"),
    Index("decision_by_outcome", "outcome", "number"),
    Index("decision_by_author", "by", "number"),
    Index("decision_after", "follows"),
    sqlite_strict=True,
)


def _statements(connection: Connection) -> None:
    """Version 1: all tables above. Whoever changes a table moves its first definition here."""
    TABLES.create_all(connection)


def _index_of_listed(connection: Connection) -> None:
    """Version 2: an index of who was on which list when; a new store has it from the first."""
    LISTED.create(connection, checkfirst=True)


def _record(connection: Connection) -> None:
    """Version 3: the record; a new store has it from the first."""
    ENTRY.create(connection, checkfirst=True)


def _accounts(connection: Connection) -> None:
    """Version 4: accounts, what awaits persons, and what takes two of them."""
    TABLES.create_all(connection, tables=(*people.ALL, *tasks.ALL))


def _decisions(connection: Connection) -> None:
    """Version 5: a line for each decision, to be found by; and files that are handed in."""
    from sekisho.store.decisions import file_all  # noqa: PLC0415  # it is made of the tables above

    TABLES.create_all(connection, tables=(DECISION, *jobs.ALL))
    file_all(connection)


def _concerns(connection: Connection) -> None:
    """Version 6: which names were looked up for which decisions."""
    from sekisho.store import concerns  # noqa: PLC0415  # it is made of the tables above

    TABLES.create_all(connection, tables=concerns.ALL)


def _watches(connection: Connection) -> None:
    """Version 7: names that are watched, and news on its way."""
    TABLES.create_all(connection, tables=watches.ALL)


def _texts(connection: Connection) -> None:
    """Version 8: of which texts the law was that something was decided by."""
    TABLES.create_all(connection, tables=(texts.TEXT,))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    _statements,
    _index_of_listed,
    _record,
    _accounts,
    _decisions,
    _concerns,
    _watches,
    _texts,
)
"""The n-th makes version n of version n - 1. Each runs in the transaction that notes it in `meta`."""


def version(connection: Connection) -> int:
    """The version of the store; 0: the database is empty.

    Raises:
        UsageError: the database belongs to something else.
    """
    names = set(inspect(connection).get_table_names())
    if META.name not in names:
        if names:
            hint = "give a new file, or a database (or schema) of its own"
            raise UsageError(f"the database holds other tables ({min(names)}) and no store; {hint}")
        return 0
    return int(connection.scalar(select(META.c.value).where(META.c.key == "version")) or 0)


def migrate(connection: Connection) -> None:
    """Bring the store to the version of this code, inside the caller's transaction.

    Raises:
        StoreError: the store was written by a newer sekisho.
    """
    found = version(connection)
    check(found)
    for number, step in enumerate(MIGRATIONS[found:], found + 1):
        step(connection)
        connection.execute(META.delete().where(META.c.key == "version"))
        connection.execute(META.insert().values(key="version", value=str(number)))


def check(found: int) -> None:
    """Refuse a store that is newer than this code.

    Raises:
        StoreError: it is.
    """
    if found > len(MIGRATIONS):
        known = f"this one knows up to version {len(MIGRATIONS)}"
        raise StoreError(f"the store has version {found}, {known}; install a newer sekisho")


def next_snapshot(connection: Connection) -> int:
    """The number of the next snapshot: they grow in the order of commits, for there is one writer."""
    return int(connection.scalar(select(func.coalesce(func.max(SNAPSHOT.c.id), 0))) or 0) + 1
