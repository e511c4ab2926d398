"""An archive: every snapshot of every source, and what was believed on any day.

Invariants: one writer, many readers; a reader sees whole snapshots only; nothing that was believed is ever
lost, so a question answered up to a snapshot (`upto_snapshot`) has the same answer for good, whatever is
ingested afterwards. Nothing here asks the clock.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import func, select

from sekisho.errors import Location, Problem, UsageError
from sekisho.store import belief, connect, difference, schema
from sekisho.store.fault import StoreError, faults
from sekisho.store.schema import FETCHED, PROBLEM, SNAPSHOT, SOURCE
from sekisho.store.unchanged import Stamps
from sekisho.store.writer import Writer, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection, Engine, RowMapping

    from sekisho.model.statement import Snapshot, Statement
    from sekisho.store.belief import Belief
    from sekisho.store.difference import EntityChange

WAIT = 60.0
"""Seconds to wait for another writer."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An update that failed.

    Attributes:
        at: ISO 8601 instant in UTC.
        problems: what was wrong, with places; at most the first hundred.
        sha256: of the bytes that were refused; None: there were none.
        after: the last good snapshot of the source; 0: there was none.
    """

    source: str
    at: str
    message: str
    problems: tuple[Problem, ...]
    sha256: str | None
    after: int


class Archive:
    """A store that remembers, in a SQLite file or a PostgreSQL database."""

    def __init__(self, engine: Engine, stamps: Stamps | None = None) -> None:
        """Use `Archive.open`."""
        self._engine = engine
        self._stamps = stamps

    @classmethod
    def open(cls, url: str | Path, *, create: bool = False, kept: bool = False) -> Self:
        """Open a store: a path, `sqlite:///PATH` or `postgresql+psycopg://…`.

        A store of an older version is brought up to date, which needs the right to write.

        Args:
            url: where it is.
            create: make one where there is none; without it a mistyped path is refused.
            kept: keep connections for the next question: for a process that answers many, and never forks.

        Raises:
            UsageError: there is no store there, or it is no place for one.
            StoreError: it cannot be opened, or a newer sekisho wrote it.
        """
        engine = connect.engine_of(url, kept=kept)
        archive = cls(engine, Stamps(engine) if kept and connect.file_of(engine) is not None else None)
        try:
            archive._prepare(create=create)
        except BaseException:
            archive.close()
            raise
        return archive

    def close(self) -> None:
        """Let go of every connection."""
        if self._stamps is not None:
            self._stamps.close()
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __str__(self) -> str:
        """Where it is, without a password."""
        return self._engine.url.render_as_string(hide_password=True).removeprefix("sqlite:///")

    @contextmanager
    def write(self, *, wait: float = WAIT) -> Iterator[Writer]:
        """Become the one writer for one transaction: all of it is kept or, where anything is raised, nothing.

        Args:
            wait: seconds to wait while another one writes.

        Raises:
            StoreError: another one is still writing, the disk is full, the server is gone …
        """
        with self.writing(wait) as connection:
            yield Writer(connection)

    @contextmanager
    def writing(self, wait: float = WAIT) -> Iterator[Connection]:
        """The same as a bare connection, for what this room keeps beside statements."""
        with faults(self._engine), connect.writing(self._engine, wait).begin() as connection:
            connect.lock(connection, wait)
            yield connection

    def latest(self) -> int:
        """The number of the newest snapshot of any source; 0: there is none.

        Read it once, and pass it as `upto_snapshot` to everything a question reads: then an update in between
        does not matter, and the question can be asked again later.
        """
        with self.reading() as connection:
            return int(connection.scalar(select(func.coalesce(func.max(SNAPSHOT.c.id), 0))) or 0)

    def stamp(self) -> int | None:
        """A number that is another one as soon as anybody wrote anything; None: that is not to be known here.

        It is known of a SQLite file whose connections are kept: see `unchanged.Unchanged`.
        """
        if self._stamps is None:
            return None
        with faults(self._engine):
            return self._stamps.now()

    def snapshots(self, source: str | None = None) -> tuple[Snapshot, ...]:
        """Every snapshot, or those of one source, the oldest first."""
        query = _snapshots() if source is None else _snapshots().where(SOURCE.c.id == source)
        with self.reading() as connection:
            return tuple(snapshot_of(row) for row in connection.execute(query).mappings())

    def used(self, known: int, upto_snapshot: int | None = None) -> tuple[Snapshot, ...]:
        """The snapshot of each source that an answer as known on a day rests on, by source.

        Before the day of its first snapshot a source rests on that one, as far back as it inherited anything.
        """
        query = _snapshots().where(SNAPSHOT.c.since <= known)
        if upto_snapshot is not None:
            query = query.where(SNAPSHOT.c.id <= upto_snapshot)
        with self.reading() as connection:
            found = {row["name"]: snapshot_of(row) for row in connection.execute(query).mappings()}
        return tuple(found[name] for name in sorted(found))

    def day(self, snapshot: int) -> int:
        """The day of knowledge of a snapshot.

        Raises:
            UsageError: there is none of that number.
        """
        with self.reading() as connection:
            found = connection.scalar(select(SNAPSHOT.c.day).where(SNAPSHOT.c.id == snapshot))
        if found is None:
            raise UsageError(f"there is no snapshot {snapshot} in {self}")
        return int(found)

    def statements(
        self, known: int, lists: Iterable[str] | None = None, upto_snapshot: int | None = None
    ) -> Iterator[tuple[Statement, int]]:
        """What was believed on a day, each with the day from which it was; in the order it was first said.

        Args:
            known: the day of knowledge. Validity is not looked at: that is the view's to ask.
            lists: only these lists; None: all.
            upto_snapshot: as if nothing had been ingested after that snapshot; None: everything counts.
        """
        for batch in self.batches(known, lists, upto_snapshot):
            yield from belief.statements(batch)

    def batches(
        self, known: int, lists: Iterable[str] | None = None, upto_snapshot: int | None = None
    ) -> Iterator[list[tuple[Any, ...]]]:
        """The same as rows of `belief.COLUMNS`, some thousands at a time: for `statements` and Arrow."""
        query = belief.known(known, lists, upto_snapshot)
        with self.reading() as connection:
            yield from belief.fetch(connection, query)

    def changes(self, a: int, b: int) -> tuple[EntityChange, ...]:
        """What changed between two snapshots of one source: entities added, removed and changed.

        Args:
            a: the number of the older snapshot; 0: before the first one.
            b: the number of the newer one.

        Raises:
            UsageError: there is no such snapshot, or they are of two sources.
        """
        with self.reading() as connection:
            return difference.between(connection, a, b)

    def history(self, entity_id: str) -> tuple[Belief, ...]:
        """Everything that was ever believed of an entity and of its listings, in the order it was learnt."""
        with self.reading() as connection:
            return belief.history(connection, entity_id)

    def problems(self, source: str | None = None) -> tuple[Failure, ...]:
        """Every update that failed, or those of one source, the newest first."""
        query = select(PROBLEM).order_by(PROBLEM.c.id.desc())
        if source is not None:
            query = query.where(PROBLEM.c.source == source)
        with self.reading() as connection:
            return tuple(_failure(row) for row in connection.execute(query).mappings())

    def fetched(self, source: str) -> Mapping[str, Any] | None:
        """What was kept for the next conditional retrieval of a source; None: nothing."""
        with self.reading() as connection:
            found = connection.scalar(select(FETCHED.c.data).where(FETCHED.c.source == source))
        return None if found is None else dict(json.loads(found))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for the questions of this room that are not asked often enough to stand here."""
        with faults(self._engine), self._engine.connect() as connection:
            yield connection

    def _prepare(self, *, create: bool) -> None:
        """See that there is a store of this version."""
        path = connect.file_of(self._engine)
        if path is not None and not path.is_file():
            if not create:
                raise UsageError(f"there is no store at {path}; `sekisho lists update` makes one")
            _make_room(path)
        with self.reading() as connection:
            found = schema.version(connection)
            schema.check(found)
        if found == len(schema.MIGRATIONS):
            return
        if not found and not create:
            raise UsageError(f"{self} holds no store; `sekisho lists update` makes one")
        with faults(self._engine):
            if path is not None:
                with self._engine.connect() as connection:  # outside a transaction, or it does nothing
                    driver: Any = connection.connection.driver_connection
                    driver.execute("PRAGMA journal_mode = WAL")
            with connect.writing(self._engine, WAIT).begin() as connection:
                connect.lock(connection, WAIT)
                schema.migrate(connection)


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"the folder of {path} cannot be made: {error.strerror}") from error


def _snapshots() -> Any:  # noqa: ANN401  # SQLAlchemy's own type names every column
    return (
        select(SNAPSHOT, SOURCE.c.id.label("name"))
        .join(SOURCE, SOURCE.c.key == SNAPSHOT.c.source)
        .order_by(SNAPSHOT.c.id)
    )


def _failure(row: RowMapping) -> Failure:
    told = (
        Problem(Location(**each["at"]), each["message"], each["hint"], each["warning"])
        for each in json.loads(row["problems"])
    )
    return Failure(row["source"], row["at"], row["message"], tuple(told), row["sha256"], row["after"])
