"""Which names were looked up for which decisions, and what was said of each: what a new list is held against.

Invariant: what a decision was asked with stands here from the transaction of its entry on. It proves nothing,
and can be made again from the record.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    bindparam,
    func,
    select,
)

from sekisho.store.columns import NUMBER, TABLES, WORDS, insertion
from sekisho.store.schema import DECISION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Select

BATCH = 10_000
"""Names read at a time."""
SOME = 500
"""Keys or numbers in one question to the database."""

ASKED = Table(
    "asked",
    TABLES,
    Column("key", WORDS, primary_key=True),  # a hash of the query
    Column("query", WORDS, nullable=False),  # JSON: what was asked about the bearer of a name
    Column("portrait", WORDS, nullable=False),  # of whoever may bear it, when it was last looked at
    sqlite_strict=True,
)
ASKING = Table(
    "asking",
    TABLES,
    Column("asked", ForeignKey(ASKED.c.key), nullable=False),
    Column("number", NUMBER, nullable=False),  # the entry of the decision
    PrimaryKeyConstraint("asked", "number"),
    Index("asking_number", "number"),
    sqlite_strict=True,
)
WOKEN = Table(
    "woken",
    TABLES,
    Column("key", Integer, primary_key=True, autoincrement=False),  # one row
    Column("snapshot", Integer, nullable=False),  # the newest that decisions were held against
    Column("lists", WORDS, nullable=False),  # JSON: how complete each list was then
    Column("law", WORDS, nullable=False),
    sqlite_strict=True,
)
ALL = (ASKED, ASKING, WOKEN)


class LookedUp(NamedTuple):
    """A name that was looked up.

    Attributes:
        query: what was asked about its bearer, as JSON.
        portrait: a hash of what was said of whoever may bear it.
    """

    query: str
    portrait: str

    @property
    def key(self) -> str:
        """By what it is kept."""
        return hashlib.sha256(self.query.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Woken(NamedTuple):
    """Against what the decisions of a store were held last.

    Attributes:
        snapshot: the newest; 0: none yet.
        lists: how complete each list was.
        law: the hash of the register.
    """

    snapshot: int = 0
    lists: Mapping[str, Sequence[int]] = {}
    law: str = ""


def note(connection: Connection, told: Iterable[tuple[int, Iterable[LookedUp]]]) -> None:
    """Keep what was looked up for decisions, each by the number of its entry.

    A name that is known keeps its portrait: who asks about it later must not hide that it changed since.
    """
    new: dict[str, LookedUp] = {}
    rows: list[dict[str, object]] = []
    for number, some in told:
        for each in dict.fromkeys(some):
            new[each.key] = each
            rows.append({"asked": each.key, "number": number})
    if rows:
        _insert(connection, ASKED, [{"key": key, **each._asdict()} for key, each in new.items()])
        _insert(connection, ASKING, rows)


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    connection.execute(insertion(connection.dialect.name, table).on_conflict_do_nothing(), rows)


def every(connection: Connection) -> Iterator[list[LookedUp]]:
    """All names that were looked up, some thousands at a time."""
    rows = connection.execution_options(yield_per=BATCH).execute(select(ASKED.c.query, ASKED.c.portrait))
    for some in rows.partitions(BATCH):
        yield [LookedUp(*row) for row in some]


def redraw(connection: Connection, changed: Iterable[LookedUp]) -> None:
    """Keep new portraits."""
    rows = [{"own": each.key, "new": each.portrait} for each in changed]
    if rows:
        connection.execute(
            ASKED.update().where(ASKED.c.key == bindparam("own")).values(portrait=bindparam("new")), rows
        )


def decisions(connection: Connection, changed: Iterable[LookedUp]) -> Iterator[int]:
    """The decisions for which one of these names was looked up, as far as they still stand."""
    for keys in _some([each.key for each in changed]):
        asked = select(ASKING.c.number).where(ASKING.c.asked.in_(keys))
        yield from connection.scalars(_standing().where(DECISION.c.number.in_(asked)))


def standing(connection: Connection, numbers: Iterable[int] | None = None) -> Iterator[int]:
    """The decisions that still stand: the last one of each case. All of them, or those among *numbers*."""
    if numbers is None:
        yield from connection.scalars(_standing())
        return
    for some in _some(list(numbers)):
        yield from connection.scalars(_standing().where(DECISION.c.number.in_(some)))


def days(connection: Connection) -> dict[str, list[int]]:
    """The decisions that still stand, by the day or instant of their act."""
    found: dict[str, list[int]] = {}
    for on, number in connection.execute(_standing().with_only_columns(DECISION.c.on, DECISION.c.number)):
        found.setdefault(on, []).append(number)
    return found


def unfiled(connection: Connection) -> Iterator[tuple[int, str, str]]:
    """Decisions that still stand and of which nobody noted what was looked up: they are older than that.

    Each with its day of knowledge and the instant at which it was made.
    """
    columns = (DECISION.c.number, DECISION.c.known, DECISION.c.at)
    query = _standing().with_only_columns(*columns).where(DECISION.c.number.not_in(select(ASKING.c.number)))
    yield from map(tuple, connection.execute(query))


def _standing() -> Select[Any]:
    later = DECISION.alias("later")
    newer = select(later.c.number).where(
        later.c.about == DECISION.c.about, later.c.number > DECISION.c.number
    )
    return select(DECISION.c.number).where(~newer.exists()).order_by(DECISION.c.number)


def _some(values: list[Any]) -> Iterator[list[Any]]:
    return (values[at : at + SOME] for at in range(0, len(values), SOME))


def woken(connection: Connection) -> Woken:
    """Against what decisions were held last."""
    row = connection.execute(select(WOKEN.c.snapshot, WOKEN.c.lists, WOKEN.c.law)).first()
    return Woken() if row is None else Woken(row.snapshot, json.loads(row.lists), row.law)


def wake(connection: Connection, now: Woken) -> None:
    """Note against what decisions were held now."""
    connection.execute(WOKEN.delete())
    lists = json.dumps({name: list(each) for name, each in now.lists.items()})
    connection.execute(WOKEN.insert().values(key=1, snapshot=now.snapshot, lists=lists, law=now.law))


def counts(connection: Connection) -> tuple[int, int]:
    """How many names were looked up, for how many decisions."""
    names = connection.scalar(select(func.count()).select_from(ASKED)) or 0
    cases = connection.scalar(select(func.count(ASKING.c.number.distinct()))) or 0
    return names, cases
