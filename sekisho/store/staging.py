"""The difference between what a source says now and what is believed of it, worked out by the database.

Statements stream into temporary tables a batch at a time; each batch is compared by sets. What statements of
one entity have in common is sent once, and its key is looked up once. A batch is small where a statement
costs nothing to send (SQLite, in the process) and large where it is the planner that has to be given
something to plan for (PostgreSQL). Invariants: a statement said twice is believed once, the first time it was
said; one that says all the same as what is believed is not written at all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    and_,
    exists,
    func,
    insert,
    literal,
    null,
    select,
    text,
    update,
)

from sekisho.errors import InputError
from sekisho.store.columns import NUMBER, WORDS, insertion
from sekisho.store.schema import ENTITY, OPEN, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Select

    from sekisho.model.statement import Said

BATCH = {"sqlite": 10_000, "postgresql": 500_000}
MANY = 1_000
"""Statements written from which on PostgreSQL takes stock at once: its planner would take a list for one of a
few rows until the server gets to it, and look through the whole of it once for each of its entities."""
AHEAD = 10_000
"""Statements that are read on while the database works; no batch is smaller."""
STAGED = MetaData()
SAME = ("schema", "prop", "value", "original", "lang", "list", "valid_from", "valid_to")
"""What may differ between two statements of one id: cleaning may have got better, a language be told."""
WHOLE = ("entity", "id", *SAME, "known_from")
"""What is said of a statement, with the key of its entity."""


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(name, STAGED, *columns, prefixes=["TEMPORARY"])


SUBJECT = _temporary(
    "staged_subject",
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    Column("entity_id", WORDS, nullable=False),
    Column("schema", WORDS, nullable=False),
    Column("list", WORDS, nullable=False),
    Column("valid_from", Integer, nullable=False),
    Column("valid_to", Integer, nullable=False),
    Column("known_from", Integer, nullable=False),
    Column("entity", NUMBER),  # its key, once it has one
)
"""What statements that follow each other have in common."""
SAID = _temporary(
    "staged_said",
    Column("pos", NUMBER, primary_key=True, autoincrement=False),
    Column("subject", NUMBER, nullable=False),
    Column("id", WORDS, nullable=False),
    Column("prop", WORDS, nullable=False),
    Column("value", WORDS, nullable=False),
    Column("original", WORDS),
    Column("lang", WORDS),
    Column("kept", NUMBER),  # the row of the statement that says the same already
)
FRESH = _temporary(
    "staged_fresh",
    Column("pos", NUMBER, primary_key=True, autoincrement=False),
    *(Column(name, STATEMENT.c[name].type) for name in WHOLE),
)
SEEN = _temporary("staged_seen", Column("row", NUMBER, primary_key=True, autoincrement=False))


@dataclass(frozen=True, slots=True)
class At:
    """Where a snapshot stands: the key of its source, its number, its day, and whether it is the first."""

    source: int
    snapshot: int
    day: int
    first: bool


@dataclass(slots=True)
class Result:
    """How many statements were said, what became of them, and the first day of what was taught."""

    since: int
    said: int = 0
    added: int = 0
    removed: int = 0
    kept: int = 0


def current(source: int) -> ColumnElement[bool]:
    """What is believed of a source now."""
    own = select(ENTITY.c.key).where(ENTITY.c.source == source)
    return and_(STATEMENT.c.gone.is_(None), STATEMENT.c.entity.in_(own))


class Stage:
    """The temporary tables of one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work through *connection*, which is in the writer's transaction."""
        self._connection = connection
        self._dialect = connection.dialect.name
        self._made = False

    def write(self, at: At, said: Iterable[Said]) -> Result:
        """Make *said* what is believed of a source.

        Raises:
            InputError: a statement cannot be stored.
        """
        self._clear()
        result = Result(at.day)
        subjects: list[tuple[object, ...]] = []
        rows, size = _rows(said, at, subjects, result), BATCH[self._dialect]
        ahead = list(islice(rows, AHEAD))
        with ThreadPoolExecutor(max_workers=1) as beside:
            while ahead:
                self._send(SAID, chain(ahead, islice(rows, size - len(ahead))))
                self._send(SUBJECT, subjects)
                subjects.clear()
                # The database works by itself; meanwhile the file is read on, and nobody uses the connection.
                working = beside.submit(self._settle, at, result)
                ahead = list(islice(rows, AHEAD))
                working.result()
        if not at.first:
            result.kept = int(self._connection.scalar(select(func.count()).select_from(SEEN)) or 0)
            result.removed = self._close(at)
            result.added = self._open(at, select(*FRESH.c).order_by(FRESH.c.pos))
        if self._dialect == "postgresql" and result.added + result.removed >= MANY:
            self._connection.execute(text(f"ANALYZE {ENTITY.name}, {STATEMENT.name}"))
        return result

    def _settle(self, at: At, result: Result) -> None:
        """Work through the batch that was sent."""
        self._entities(at)
        if at.first:
            result.added += self._open(at, self._batch())
        else:
            self._compare()
        self._empty(SAID)
        self._empty(SUBJECT)

    def entities_gone(self, snapshot: int) -> int:
        """Entities of which a snapshot ended something, and of which nothing is believed any more."""
        left = STATEMENT.alias("left_over")
        nothing = ~exists().where(left.c.entity == STATEMENT.c.entity, left.c.gone.is_(None))
        ended = select(func.count(STATEMENT.c.entity.distinct())).where(STATEMENT.c.gone == snapshot, nothing)
        return int(self._connection.scalar(ended) or 0)

    def _clear(self) -> None:
        if not self._made:
            for table in STAGED.sorted_tables:
                if self._dialect == "postgresql":  # not before, as in `columns.partial`
                    table.dialect_kwargs["postgresql_on_commit"] = "DROP"
                # A connection that is kept may have those of the writer before.
                self._connection.execute(text(f"DROP TABLE IF EXISTS {table.name}"))
            STAGED.create_all(self._connection, checkfirst=False)
            self._made = True
        for table in (SAID, SUBJECT, FRESH, SEEN):
            self._empty(table)

    def _empty(self, table: Table) -> None:
        command = "TRUNCATE TABLE" if self._dialect == "postgresql" else "DELETE FROM"
        self._connection.execute(text(f"{command} {table.name}"))

    def _send(self, table: Table, rows: Iterable[tuple[object, ...]]) -> None:
        """Send a batch; the last column is the database's to fill in."""
        names = table.columns.keys()[:-1]
        columns = ", ".join(names)
        driver: Any = self._connection.connection.driver_connection
        cursor = driver.cursor()
        try:
            if self._dialect == "sqlite":
                marks = ", ".join("?" * len(names))
                cursor.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", rows)  # noqa: S608  # our own names
                return
            with cursor.copy(f"COPY {table.name} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            self._connection.execute(text(f"ANALYZE {table.name}"))
        finally:
            cursor.close()

    def _entities(self, at: At) -> None:
        """Give each entity of the batch its key, in the order of the file."""
        named = select(literal(at.source), SUBJECT.c.entity_id).order_by(SUBJECT.c.number)
        self._insert_ignoring(ENTITY, ("source", "id"), named)
        key = select(ENTITY.c.key).where(ENTITY.c.source == at.source, ENTITY.c.id == SUBJECT.c.entity_id)
        self._connection.execute(update(SUBJECT).values(entity=key.scalar_subquery()))

    def _batch(self) -> Select[Any]:
        """The statements of the batch, in their order."""
        columns = (SUBJECT.c[name] if name in SUBJECT.c else SAID.c[name] for name in WHOLE)
        together = select(SAID.c.pos, *columns).join(SUBJECT, SUBJECT.c.number == SAID.c.subject)
        return together.order_by(SAID.c.pos)

    def _compare(self) -> None:
        """Sort the batch into what is believed already and what is fresh."""
        said = {name: SUBJECT.c[name] if name in SUBJECT.c else SAID.c[name] for name in SAME}
        same = [STATEMENT.c[name].is_not_distinct_from(column) for name, column in said.items()]
        believed = (
            select(STATEMENT.c.row)
            .join(SUBJECT, SUBJECT.c.entity == STATEMENT.c.entity)
            .where(SUBJECT.c.number == SAID.c.subject)
            .where(STATEMENT.c.gone.is_(None), STATEMENT.c.id == SAID.c.id, *same)
            .correlate(SAID)
            .scalar_subquery()
        )
        self._connection.execute(update(SAID).values(kept=believed))
        seen = select(SAID.c.kept).where(SAID.c.kept.is_not(None))
        self._insert_ignoring(SEEN, ("row",), seen)
        fresh = self._batch().where(SAID.c.kept.is_(None))
        self._connection.execute(insert(FRESH).from_select(("pos", *WHOLE), fresh))

    def _close(self, at: At) -> int:
        """End what was believed and is not said any more."""
        unseen = ~exists().where(SEEN.c.row == STATEMENT.c.row)
        ended = update(STATEMENT).where(current(at.source), unseen).values(known_to=at.day, gone=at.snapshot)
        return self._connection.execute(ended).rowcount

    def _open(self, at: At, whole: Select[Any]) -> int:
        """Believe what is said, unless it is believed."""
        told = whole.with_only_columns(*(whole.selected_columns[name] for name in WHOLE))
        opened = told.add_columns(literal(OPEN), literal(at.snapshot), null())
        return self._insert_ignoring(STATEMENT, (*WHOLE, "known_to", "snapshot", "gone"), opened)

    def _insert_ignoring(self, table: Table, names: tuple[str, ...], query: Select[Any]) -> int:
        """Insert what is not there yet; how many rows that were."""
        into = insertion(self._dialect, table).from_select(names, query).on_conflict_do_nothing()
        result = self._connection.execute(into, execution_options={"preserve_rowcount": True})
        return int(result.rowcount)


def _rows(
    said: Iterable[Said], at: At, subjects: list[tuple[object, ...]], result: Result
) -> Iterator[tuple[object, ...]]:
    """Statements as they are sent, and before each its subject, where that is another than the last one.

    *result* learns the first day of what is taught. Whoever takes the subjects away gets the next one anew.

    Raises:
        InputError: a value holds a NUL, which no text has.
    """
    number, pos = -1, -1
    before: tuple[object, ...] = ()
    # Taken apart at once: there are millions, and each name that is looked up is paid for by all of them.
    for pos, ((key, entity, schema, prop, value, listed, original, lang, valid), since) in enumerate(said):
        if "\0" in value or (original is not None and "\0" in original):
            what = f"{prop} of {entity} holds a NUL character"
            raise InputError(f"{what}: the file is damaged; download it again")
        subject = (entity, schema, listed, valid, since)
        if subject != before or not subjects:
            before = subject
            number += 1
            known = at.day if not at.first or since is None else min(at.day, since)
            result.since = min(result.since, known)
            subjects.append((number, *subject[:3], valid.first, valid.last, known))
        yield pos, number, key, prop, value, original, lang
    result.said = pos + 1
