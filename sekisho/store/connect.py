"""From a path or URL to an engine: how each database is opened, locked and made durable.

Invariants: SQLite is one file in write-ahead mode, so that readers go on while one writes; every transaction
begins where it is begun, a writer's with the lock that there is one of. PostgreSQL: an advisory lock,
released with the transaction, however that ends.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from sekisho.errors import UsageError
from sekisho.store.columns import prepare_postgresql

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

KNOWN = "a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"
OLDEST_SQLITE = (3, 37)  # STRICT tables
WRITER_CACHE = 256 * 1024  # KiB: the index of a list of ten million statements stays in memory
READER_CACHE = 8 * 1024  # KiB: of a connection that is kept
STAGE_CACHE = 32 * 1024  # KiB: a batch on its way
KEPT = 8  # connections to a file that are kept
LOCK = int.from_bytes(b"sekisho", "big")  # of advisory locks, the one that is ours


def engine_of(url: str | Path, *, kept: bool = False) -> Engine:
    """An engine for a path or a URL; nothing is opened yet.

    Args:
        url: where the store is.
        kept: keep connections to a file: for a process that answers many questions, and never forks.

    Raises:
        UsageError: it is neither, or its driver is not installed.
    """
    made = _url(url)
    if made.get_backend_name() == "sqlite":
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise UsageError(f"SQLite {sqlite3.sqlite_version} is too old; a store needs 3.37 or newer")
        if kept:
            engine = create_engine(made, poolclass=QueuePool, pool_size=KEPT, max_overflow=-1)
            event.listen(engine, "checkin", _sqlite_kept)
        else:  # a file is opened in little time, and a connection must not be carried over a fork
            engine = create_engine(made, poolclass=NullPool)
        event.listen(engine, "connect", _sqlite_opened)
        event.listen(engine, "begin", _sqlite_begun)
        return engine
    prepare_postgresql()
    try:
        return create_engine(made)
    except ModuleNotFoundError as error:
        raise UsageError("PostgreSQL needs a driver; install it: pip install 'psycopg[binary]'") from error


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite store; None: it is no file."""
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def lock(connection: Connection, wait: float) -> None:
    """Become the one writer, in the transaction of *connection*; wait for another that long.

    On SQLite the transaction is begun with the lock: see `writing`.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = {max(1, int(wait * 1000))}"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        connection.execute(text("SET LOCAL lock_timeout = 0"))


def writing(engine: Engine, wait: float) -> Engine:
    """The same engine, whose transactions on SQLite are a writer's from the first."""
    return engine.execution_options(sekisho_wait=wait)


def _url(url: str | Path) -> URL:
    given = str(url)
    if "://" not in given:
        if not given or given == ":memory:":
            raise UsageError(f"'{given}' is no place for a store; give {KNOWN}")
        return URL.create("sqlite", database=str(Path(given).expanduser().absolute()))
    try:
        made = make_url(given)
        if made.drivername in {"postgresql", "postgres"}:
            made = made.set(drivername="postgresql+psycopg")
        made.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise UsageError(f"'{given.partition('://')[0]}://…' is no store; give {KNOWN}") from error
    if made.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise UsageError(f"a store cannot be kept in {made.drivername}; give {KNOWN}")
    if made.get_backend_name() == "sqlite" and made.database in {None, "", ":memory:"}:
        raise UsageError(f"a store in memory would be gone at the end; give {KNOWN}")
    return made


def _sqlite_opened(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001  # as SQLAlchemy calls it
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in ("synchronous = FULL", "temp_store = FILE", f"journal_size_limit = {64 << 20}"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_kept(connection: sqlite3.Connection, record: object) -> None:  # noqa: ARG001  # as SQLAlchemy calls it
    if connection is not None:  # what a writer needed need not be held by whoever reads next
        connection.execute(f"PRAGMA cache_size = -{READER_CACHE}")


def _sqlite_begun(connection: Connection) -> None:
    wait: Any = connection.get_execution_options().get("sekisho_wait")
    if wait is None:
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(wait * 1000)}")
    connection.exec_driver_sql(f"PRAGMA cache_size = -{WRITER_CACHE}")
    connection.exec_driver_sql(f"PRAGMA temp.cache_size = -{STAGE_CACHE}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
