"""What was read of a store, kept at hand until anybody writes to it.

Invariant: what a transaction changed, of this process or of another one, is not told any more once it is
committed. SQLite says in some microseconds whether there was one; PostgreSQL would have to be asked over the
network, so of its stores nothing is kept at hand.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from sqlalchemy import Engine, PoolProxiedConnection

    from sekisho.store.engine import Archive

V = TypeVar("V")
MOST = 1000
"""Things that are kept at hand."""


class Stamps:
    """Numbers the states of a SQLite file, on a connection of its own that never writes."""

    def __init__(self, engine: Engine) -> None:
        """Of the file of *engine*; nothing is opened yet."""
        self._engine = engine
        self._lock = Lock()
        self._connection: PoolProxiedConnection | None = None

    def now(self) -> int:
        """A number that is another one as soon as anybody has written (PRAGMA data_version)."""
        with self._lock:
            if self._connection is None:
                self._connection = self._engine.raw_connection()
            driver: Any = self._connection.driver_connection
            ((version,),) = driver.execute("PRAGMA data_version").fetchall()
            return int(version)

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class Unchanged(Generic[V]):
    """What was read of a store, by key, for as long as nobody writes to it."""

    def __init__(self, archive: Archive) -> None:
        """Of *archive*, which stays open."""
        self._archive = archive
        self._stamp: int | None = None
        self._kept: dict[Hashable, V] = {}

    def at_hand(self, key: Hashable) -> V | None:
        """What was read by a key, where it still holds; None: it has to be read. It waits for no disk."""
        stamp = self._archive.stamp()
        return self._kept.get(key) if stamp is not None and stamp == self._stamp else None

    def recall(self, key: Hashable, read: Callable[[], V]) -> V:
        """The same, read where it is not at hand; that there is nothing (None) is not kept."""
        stamp = self._archive.stamp()
        if stamp is None:
            return read()
        if stamp != self._stamp or len(self._kept) >= MOST:
            # Another thread that still reads keeps what it finds in what is thrown away here.
            self._kept, self._stamp = {}, stamp
        kept = self._kept
        found = kept.get(key)
        if found is None:
            found = read()
            if found is not None:
                kept[key] = found
        return found
