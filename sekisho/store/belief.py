"""What was believed when: the questions to the table of statements, and its rows as statements again.

Invariants: rows come in the order in which they were learnt, which never changes; equal validities are one
object, for a view holds hundreds of thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval
from sekisho.model.statement import Statement
from sekisho.store.schema import ENTITY, SNAPSHOT, SOURCE, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select

FETCH = 10_000
_S = STATEMENT.c
_SELECTED = (
    _S.id,
    ENTITY.c.id.label("entity_id"),
    _S.schema,
    _S.prop,
    _S.value,
    _S.list,
    _S.original,
    _S.lang,
    _S.valid_from,
    _S.valid_to,
    _S.known_from,
)
COLUMNS = tuple(column.key for column in _SELECTED)
"""Of a row that `known` asks for."""


@dataclass(frozen=True, slots=True)
class Belief:
    """A statement, and when it was believed.

    Attributes:
        known_from: the first day.
        known_to: the first day on which it was not any more; None: it still is.
        snapshot: the snapshot that taught it.
        gone: the first one that no longer had it; None: it still is believed.
        source: which source said so.
        inherited: known from the publisher's own date, not witnessed.
    """

    statement: Statement
    known_from: int
    known_to: int | None
    snapshot: int
    gone: int | None
    source: str
    inherited: bool

    def held(self, known: int, upto_snapshot: int | None = None) -> bool:
        """Was it believed on that day, as far as snapshots up to that one told?"""
        if known < self.known_from or (upto_snapshot is not None and self.snapshot > upto_snapshot):
            return False
        if self.known_to is None or known < self.known_to:
            return True
        return upto_snapshot is not None and self.gone is not None and self.gone > upto_snapshot


def selected() -> Select[Any]:
    """Statements as `COLUMNS`, all there ever were."""
    return select(*_SELECTED).join(ENTITY, ENTITY.c.key == _S.entity)


def at(snapshot: int) -> ColumnElement[bool]:
    """Is it believed right after that snapshot?"""
    return and_(_S.snapshot <= snapshot, or_(_S.gone.is_(None), _S.gone > snapshot))


def known(day: int, lists: Iterable[str] | None, upto_snapshot: int | None) -> Select[Any]:
    """What was believed on a day, as far as snapshots up to that one told."""
    query = selected().where(_S.known_from <= day)
    if upto_snapshot is None:
        query = query.where(_S.known_to > day)
    else:
        query = query.where(_S.snapshot <= upto_snapshot, or_(_S.known_to > day, _S.gone > upto_snapshot))
    if lists is not None:
        query = query.where(_S.list.in_(sorted(set(lists))))
    return query.order_by(_S.row)


def fetch(connection: Connection, query: Select[Any]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, some thousands at a time, straight from the driver.

    SQLAlchemy's own rows would cost as much again as the reading.
    """
    dialect = connection.dialect
    compiled = query.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    given: Any = compiled.params
    if compiled.positiontup is not None:
        given = [given[name] for name in compiled.positiontup]
    driver: Any = connection.connection.driver_connection
    kept = {}
    if dialect.name == "postgresql":
        kept = {"name": "sekisho"}  # rows wait at the server
        driver.execute("SET LOCAL cursor_tuple_fraction = 1")  # all of them will be fetched
    cursor = driver.cursor(**kept)
    try:
        cursor.execute(str(compiled), given)
        while rows := cursor.fetchmany(FETCH):
            yield rows
    finally:
        cursor.close()


def statements(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Statement, int]]:
    """Rows of `COLUMNS` as statements, each with the day from which it was believed."""
    runs: dict[tuple[int, int], Interval] = {(FIRST_DAY, LAST_DAY): ALWAYS}
    for *told, first, last, since in rows:
        valid = runs.get((first, last))
        if valid is None:
            valid = runs[first, last] = Interval(first, last)
        yield Statement._make((*told, valid)), since


def history(connection: Connection, entity_id: str) -> tuple[Belief, ...]:
    """Everything ever believed of an entity, and of the listings that name it."""
    listings = select(_S.entity).where(_S.prop == "entity", _S.value == entity_id)
    return _beliefs(connection, _keys([entity_id]).union(listings))


def stated(connection: Connection, entities: Collection[str]) -> tuple[Belief, ...]:
    """Everything ever believed of some entities themselves, in the order it was learnt."""
    return _beliefs(connection, _keys(entities))


def _keys(entities: Collection[str]) -> Select[Any]:
    of_source = select(SOURCE.c.key)  # any: but with it, the index of ids can be used
    return select(ENTITY.c.key).where(ENTITY.c.source.in_(of_source), ENTITY.c.id.in_(entities))


def _beliefs(connection: Connection, of: Select[Any] | CompoundSelect[Any]) -> tuple[Belief, ...]:
    keys = connection.scalars(of).all()
    query = (
        select(
            *_SELECTED, _S.known_to, _S.snapshot, _S.gone, SOURCE.c.id.label("source"), SNAPSHOT.c.day, _S.row
        )
        .join(ENTITY, ENTITY.c.key == _S.entity)
        .join(SNAPSHOT, SNAPSHOT.c.id == _S.snapshot)
        .join(SOURCE, SOURCE.c.key == SNAPSHOT.c.source)
        .where(_S.entity.in_(keys))
    )
    rows = [
        *connection.execute(query.where(_S.gone.is_(None))),  # two questions, for each has its index
        *connection.execute(query.where(_S.gone.is_not(None))),
    ]
    rows.sort(key=lambda row: row.row)
    width = len(COLUMNS)
    return tuple(
        Belief(
            statement,
            since,
            None if row.gone is None else row.known_to,
            row.snapshot,
            row.gone,
            row.source,
            inherited=since < row.day,
        )
        for row, (statement, since) in zip(
            rows, statements([tuple(row)[:width] for row in rows]), strict=True
        )
    )
