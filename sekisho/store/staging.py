"""The difference between what a source says now and what is believed of it, worked out by the database.

Statements stream into a temporary table a batch at a time; each batch is compared by sets. A batch is small
where a statement costs nothing to send (SQLite, in the process) and large where it is the planner that
has to be given something to plan for (PostgreSQL). Invariants: a statement said twice is believed once, the
first time it was said; one that says all the same as what is believed is not written at all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
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
from sqlalchemy.dialects import postgresql, sqlite

from sekisho.errors import InputError
from sekisho.store.schema import ENTITY, OPEN, STATEMENT, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Select

    from sekisho.model.statement import Said

BATCH = {"sqlite": 20_000, "postgresql": 500_000}
AHEAD = 20_000
"""Statements that are read on while the database works; no batch is smaller."""
STAGED = MetaData()
SAME = ("schema", "prop", "value", "original", "lang", "list", "valid_from", "valid_to")
"""What may differ between two statements of one id: cleaning may have got better, a language be told."""


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(name, STAGED, *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DROP")


def _content() -> list[Column[Any]]:
    """A statement on its way."""
    return [
        Column("pos", BigInteger, nullable=False),
        Column("id", WORDS, nullable=False),
        Column("entity_id", WORDS, nullable=False),
        Column("schema", WORDS, nullable=False),
        Column("prop", WORDS, nullable=False),
        Column("value", WORDS, nullable=False),
        Column("original", WORDS),
        Column("lang", WORDS),
        Column("list", WORDS, nullable=False),
        Column("valid_from", Integer, nullable=False),
        Column("valid_to", Integer, nullable=False),
        Column("known_from", Integer, nullable=False),
        Column("head", Integer, nullable=False),  # 1: the one before was about another entity
    ]


SAID = _temporary("staged_batch", *_content(), Column("kept", BigInteger))
FRESH = _temporary("staged_fresh", *_content())
SEEN = _temporary("staged_seen", Column("row", BigInteger, primary_key=True))
SENT = tuple(column.name for column in FRESH.columns)
_COLUMNS = ", ".join(f'"{name}"' for name in SENT)
_INSERT = f"INSERT INTO {SAID.name} ({_COLUMNS}) VALUES ({', '.join('?' * len(SENT))})"  # noqa: S608  # our own names
_COPY = f"COPY {SAID.name} ({_COLUMNS}) FROM STDIN"


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
        rows, size = _rows(said, at, result), BATCH[self._dialect]
        ahead = list(islice(rows, AHEAD))
        with ThreadPoolExecutor(max_workers=1) as beside:
            while ahead:
                self._load(chain(ahead, islice(rows, size - len(ahead))))
                # The database works by itself; meanwhile the file is read on, and nobody uses the connection.
                working = beside.submit(self._settle, at, result)
                ahead = list(islice(rows, AHEAD))
                working.result()
        if not at.first:
            result.kept = int(self._connection.scalar(select(func.count()).select_from(SEEN)) or 0)
            result.removed = self._close(at)
            result.added = self._open(at, FRESH)
        return result

    def _settle(self, at: At, result: Result) -> None:
        """Work through the batch that was sent."""
        self._entities(at)
        if at.first:
            result.added += self._open(at, SAID)
        else:
            self._compare(at)
        self._empty(SAID)

    def entities_gone(self, snapshot: int) -> int:
        """Entities of which a snapshot ended something, and of which nothing is believed any more."""
        left = STATEMENT.alias("left_over")
        nothing = ~exists().where(left.c.entity == STATEMENT.c.entity, left.c.gone.is_(None))
        ended = select(func.count(STATEMENT.c.entity.distinct())).where(STATEMENT.c.gone == snapshot, nothing)
        return int(self._connection.scalar(ended) or 0)

    def _clear(self) -> None:
        if not self._made:
            STAGED.create_all(self._connection, checkfirst=False)
            self._made = True
        for table in (SAID, FRESH, SEEN):
            self._empty(table)

    def _empty(self, table: Table) -> None:
        command = "TRUNCATE TABLE" if self._dialect == "postgresql" else "DELETE FROM"
        self._connection.execute(text(f"{command} {table.name}"))

    def _load(self, rows: Iterator[tuple[object, ...]]) -> None:
        """Send a batch."""
        driver: Any = self._connection.connection.driver_connection
        cursor = driver.cursor()
        try:
            if self._dialect == "sqlite":
                cursor.executemany(_INSERT, rows)
                return
            with cursor.copy(_COPY) as copy:
                for row in rows:
                    copy.write_row(row)
            self._connection.execute(text(f"ANALYZE {SAID.name}"))
        finally:
            cursor.close()

    def _entities(self, at: At) -> None:
        """Give each entity of the batch its key, in the order of the file."""
        named = select(literal(at.source), SAID.c.entity_id).where(SAID.c.head == 1).order_by(SAID.c.pos)
        self._insert_ignoring(ENTITY, ("source", "id"), named)

    def _compare(self, at: At) -> None:
        """Sort the batch into what is believed already and what is fresh."""
        same = [getattr(STATEMENT.c, name).is_not_distinct_from(getattr(SAID.c, name)) for name in SAME]
        believed = (
            select(STATEMENT.c.row)
            .join(ENTITY, ENTITY.c.key == STATEMENT.c.entity)
            .where(ENTITY.c.source == at.source, ENTITY.c.id == SAID.c.entity_id)
            .where(STATEMENT.c.gone.is_(None), STATEMENT.c.id == SAID.c.id, *same)
            .correlate(SAID)
            .scalar_subquery()
        )
        self._connection.execute(update(SAID).values(kept=believed))
        seen = select(SAID.c.kept).where(SAID.c.kept.is_not(None)).order_by(SAID.c.kept)
        self._insert_ignoring(SEEN, ("row",), seen)
        fresh = select(*(SAID.c[name] for name in SENT)).where(SAID.c.kept.is_(None)).order_by(SAID.c.pos)
        self._connection.execute(insert(FRESH).from_select(SENT, fresh))

    def _close(self, at: At) -> int:
        """End what was believed and is not said any more."""
        unseen = ~exists().where(SEEN.c.row == STATEMENT.c.row)
        ended = update(STATEMENT).where(current(at.source), unseen).values(known_to=at.day, gone=at.snapshot)
        return self._connection.execute(ended).rowcount

    def _open(self, at: At, table: Table) -> int:
        """Believe what stands in *table*, unless it is believed."""
        copied = ("id", *SAME, "known_from")
        opened = (
            select(
                ENTITY.c.key,
                *(table.c[name] for name in copied),
                literal(OPEN),
                literal(at.snapshot),
                null(),
            )
            .join(ENTITY, and_(ENTITY.c.source == at.source, ENTITY.c.id == table.c.entity_id))
            .order_by(table.c.pos)
        )
        names = ("entity", *copied, "known_to", "snapshot", "gone")
        return self._insert_ignoring(STATEMENT, names, opened)

    def _insert_ignoring(self, table: Table, names: tuple[str, ...], query: Select[Any]) -> int:
        """Insert what is not there yet; how many rows that were."""
        made: Any = sqlite.insert(table) if self._dialect == "sqlite" else postgresql.insert(table)
        into = made.from_select(names, query).on_conflict_do_nothing()
        result = self._connection.execute(into, execution_options={"preserve_rowcount": True})
        return int(result.rowcount)


def _rows(said: Iterable[Said], at: At, result: Result) -> Iterator[tuple[object, ...]]:
    """Statements as they are sent; *result* learns the first day of what is taught.

    Raises:
        InputError: a value holds a NUL, which no text has.
    """
    day, first, since, before, pos = at.day, at.first, at.day, "", -1
    for pos, each in enumerate(said):
        statement = each.statement
        about, value, original = statement.entity_id, statement.value, statement.original
        if "\0" in value or (original is not None and "\0" in original):
            what = f"{statement.prop} of {about} holds a NUL character"
            raise InputError(f"{what}: the file is damaged; download it again")
        known = day
        if first and each.since is not None and each.since < day:
            known = each.since
            if known < since:
                result.since = since = known
        yield (
            pos,
            statement.id,
            about,
            statement.schema,
            statement.prop,
            value,
            original,
            statement.lang,
            statement.list,
            statement.valid.first,
            statement.valid.last,
            known,
            0 if about == before else 1,
        )
        before = about
    result.said = pos + 1
