"""Writes one retrieval of a source: what is new is opened, what vanished is closed, the rest is not touched.

Invariants: everything happens in the one transaction that `Archive.write` opens, so a crash at any moment
leaves the snapshot before; statements stream through a temporary table, so memory does not grow with the
file; knowledge only grows: a snapshot of an earlier day than the last of its source is refused.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select

from sekisho import dates
from sekisho.errors import UsageError
from sekisho.model.statement import Snapshot
from sekisho.store import staging
from sekisho.store.schema import ENTITY, FETCHED, PROBLEM, SNAPSHOT, SOURCE, STATEMENT, next_snapshot
from sekisho.store.thinned import LISTING, Thinned, thinned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Connection, RowMapping

    from sekisho.errors import Problem
    from sekisho.model.statement import Said

KEPT_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What is known of a snapshot before it is read.

    Attributes:
        source: the id of the declared source.
        lists: the lists it carries.
        retrieved: ISO 8601 instant in UTC.
        sha256: of the original bytes.
        parser: hash of whatever decides how they are read.
        published: the day the file gives as its own.
    """

    source: str
    lists: tuple[str, ...]
    retrieved: str
    sha256: str
    parser: str
    published: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a snapshot changed.

    Attributes:
        snapshot: as it stands in the store.
        added: statements that are new, or came back.
        removed: statements that vanished.
        kept: statements that were believed before and still are.
        entities_before: entities and listings of the source before; 0 at the first snapshot.
        entities_removed: those of them of which nothing is left.
        thinned: what became of each list, where anything was removed.
        written: False where the same bytes were read before on this day: there was nothing to do.
    """

    snapshot: Snapshot
    added: int = 0
    removed: int = 0
    kept: int = 0
    entities_before: int = 0
    entities_removed: int = 0
    thinned: tuple[Thinned, ...] = ()
    written: bool = True

    @property
    def share_removed(self) -> float:
        """How much of what the last snapshot held is gone, from 0 to 1."""
        return self.entities_removed / self.entities_before if self.entities_before else 0.0


class Writer:
    """The one writer of a store, within its transaction. Obtained from `Archive.write`."""

    def __init__(self, connection: Connection) -> None:
        """Write through *connection*, which is in a transaction and holds the writer's lock."""
        self._connection = connection
        self._stage = staging.Stage(connection)

    def last(self, source: str) -> tuple[Snapshot, int] | None:
        """The last snapshot of a source and its day of knowledge; None: there is none."""
        query = (
            select(SNAPSHOT, SOURCE.c.id.label("name"))
            .join(SOURCE, SOURCE.c.key == SNAPSHOT.c.source)
            .where(SOURCE.c.id == source)
            .order_by(SNAPSHOT.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else (snapshot_of(row), row["day"])

    def replace(
        self,
        retrieval: Retrieval,
        said: Iterable[Said],
        day: int,
        rows: Callable[[], int] | None = None,
    ) -> Change:
        """Let *said* be all that the source says from *day* on.

        What the first snapshot of a source holds is known from the publisher's own day (`Said.since`), where
        it gives one, and is *inherited*; what any later snapshot adds is known from *day*.

        Args:
            retrieval: where it comes from.
            said: everything the source says, in its order; consumed once. What it raises goes through.
            day: the day of knowledge.
            rows: asked once *said* is read: how many rows there were. Without it, statements are counted.

        Raises:
            UsageError: *day* is before the last snapshot of the source.
            InputError: a statement cannot be stored.
        """
        last = self._check_day(retrieval.source, day)
        key = self._key(retrieval.source)
        snapshot = self._begun(retrieval, inherited=last is None)
        self._insert(snapshot, key, day)
        before = self._count(key, everything=True) if last is not None else 0
        result = self._stage.write(staging.At(key, snapshot.id, day, first=last is None), said)
        counted = result.said if rows is None else rows()
        snapshot = replace(snapshot, rows=counted, entities=self._count(key))
        counts = {"rows": snapshot.rows, "entities": snapshot.entities}
        whole = SNAPSHOT.update().where(SNAPSHOT.c.id == snapshot.id)
        self._connection.execute(whole.values(**counts, since=result.since, last_row=self._last_row()))
        if not result.removed:
            return Change(snapshot, result.added, 0, result.kept, before)
        gone = self._stage.entities_gone(snapshot.id)
        lists = thinned(self._connection, key, snapshot.id)
        return Change(snapshot, result.added, result.removed, result.kept, before, gone, lists)

    def _begun(self, retrieval: Retrieval, *, inherited: bool) -> Snapshot:
        """A snapshot of which nothing has been counted yet."""
        return Snapshot(
            next_snapshot(self._connection),
            retrieval.source,
            retrieval.lists,
            retrieval.published,
            retrieval.retrieved,
            retrieval.sha256,
            retrieval.parser,
            rows=0,
            entities=0,
            inherited=inherited,
        )

    def repeat(self, retrieval: Retrieval, day: int) -> Change | None:
        """Note that the source still gives the bytes of its last snapshot, without reading them again.

        On the day of that snapshot there is nothing to note.

        Returns:
            None where the last snapshot had other bytes or was read in another way: use `replace`.
        """
        last = self.last(retrieval.source)
        if last is None or (last[0].sha256, last[0].parser, last[0].lists) != (
            retrieval.sha256,
            retrieval.parser,
            retrieval.lists,
        ):
            return None
        self._check_day(retrieval.source, day)
        key = self._key(retrieval.source)
        kept, before = self._statements(key), self._count(key, everything=True)
        if last[1] == day:
            return Change(last[0], kept=kept, entities_before=before, written=False)
        snapshot = replace(
            last[0],
            id=next_snapshot(self._connection),
            published=retrieval.published if retrieval.published is not None else last[0].published,
            retrieved=retrieval.retrieved,
            inherited=False,
        )
        self._insert(snapshot, key, day)
        return Change(snapshot, kept=kept, entities_before=before)

    def refuse(
        self, source: str, at: str, message: str, problems: Iterable[Problem] = (), sha256: str | None = None
    ) -> None:
        """Record that an update failed: when, why, and with which bytes. The last good snapshot stays.

        The same failure again takes the place of the one before, so that a daily one does not pile up.
        """
        last = self.last(source)
        told = [asdict(problem) for problem in islice(problems, KEPT_PROBLEMS)]
        values = {
            "source": source,
            "message": message,
            "problems": json.dumps(told, ensure_ascii=False),
            "sha256": sha256,
            "after": last[0].id if last else 0,
        }
        same = [PROBLEM.c[name].is_not_distinct_from(value) for name, value in values.items()]
        self._connection.execute(PROBLEM.delete().where(*same))
        self._connection.execute(PROBLEM.insert().values(at=at, **values))

    def fetched(self, source: str, data: Mapping[str, object]) -> None:
        """Keep what the next conditional retrieval of a source needs; it replaces what was kept before."""
        self._connection.execute(FETCHED.delete().where(FETCHED.c.source == source))
        text = json.dumps(dict(data), ensure_ascii=False)
        self._connection.execute(FETCHED.insert().values(source=source, data=text))

    def _check_day(self, source: str, day: int) -> Snapshot | None:
        last = self.last(source)
        if last is None:
            return None
        if day < last[1]:
            what = f"the last snapshot of {source} is of {dates.iso(last[1])}, this one of {dates.iso(day)}"
            raise UsageError(
                f"{what}: what was known cannot be changed afterwards; ingest old editions first"
            )
        return last[0]

    def _key(self, source: str) -> int:
        found = self._connection.scalar(select(SOURCE.c.key).where(SOURCE.c.id == source))
        if found is not None:
            return int(found)
        made = self._connection.execute(SOURCE.insert().values(id=source)).inserted_primary_key
        if made is None:
            raise AssertionError(source)
        return int(made[0])

    def _insert(self, snapshot: Snapshot, key: int, day: int) -> None:
        values = asdict(snapshot) | {
            "source": key,
            "day": day,
            "since": day,
            "last_row": self._last_row(),
            "lists": json.dumps(snapshot.lists),
            "inherited": int(snapshot.inherited),
        }
        self._connection.execute(SNAPSHOT.insert().values(values))

    def _count(self, key: int, *, everything: bool = False) -> int:
        """How many entities of a source something is believed of; listings only where *everything* counts."""
        # Each entity is looked up once; to look at each statement for its entity takes twice as long.
        believed = exists().where(STATEMENT.c.entity == ENTITY.c.key, STATEMENT.c.gone.is_(None))
        if not everything:
            believed = believed.where(STATEMENT.c.schema != LISTING)
        query = select(func.count()).select_from(ENTITY).where(ENTITY.c.source == key, believed)
        return int(self._connection.scalar(query) or 0)

    def _last_row(self) -> int:
        return int(self._connection.scalar(select(func.max(STATEMENT.c.row))) or 0)

    def _statements(self, key: int) -> int:
        query = select(func.count()).select_from(STATEMENT).where(staging.current(key))
        return int(self._connection.scalar(query) or 0)


def snapshot_of(row: RowMapping) -> Snapshot:
    """A row of the table of snapshots, with its source as `name`."""
    return Snapshot(
        row["id"],
        row["name"],
        tuple(json.loads(row["lists"])),
        row["published"],
        row["retrieved"],
        row["sha256"],
        row["parser"],
        row["rows"],
        row["entities"],
        bool(row["inherited"]),
    )
