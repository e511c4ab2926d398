"""Keeps who watches which name, where news is sent to, and what is on its way.

Invariant: news is put here in the transaction of what it tells, and stays until it arrived or was given up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, func, select

from sekisho.model.watch import Hook, Notice, Watch, Way
from sekisho.store.columns import TABLES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

WATCH = Table(
    "watch",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("by", WORDS, nullable=False, index=True),
    Column("name", WORDS, nullable=False),
    Column("country", WORDS, nullable=False),
    Column("why", WORDS, nullable=False),
    Column("since", WORDS, nullable=False),
    Column("moved", WORDS, nullable=False),
    Column("portrait", WORDS, nullable=False),  # what was said of its bearers when it was last looked up
    sqlite_strict=True,
)
HOOK = Table(
    "hook",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("by", WORDS, nullable=False, index=True),
    Column("way", WORDS, nullable=False),
    Column("target", WORDS, nullable=False),
    Column("mine", Integer, CheckConstraint("mine IN (0, 1)", name="mine_or_all"), nullable=False),
    Column("since", WORDS, nullable=False),
    Column("secret", WORDS, nullable=False),  # signs what is posted, so it cannot be kept as a hash
    sqlite_strict=True,
)
NOTICE = Table(
    "notice",
    TABLES,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("hook", ForeignKey(HOOK.c.id), nullable=False, index=True),
    Column("body", WORDS, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("after", WORDS, nullable=False),
    Column("sent", WORDS, nullable=False),
    Column("failure", WORDS, nullable=False),
    Index("notice_waiting", "sent", "after"),
    sqlite_strict=True,
)
ALL = (WATCH, HOOK, NOTICE)
_WATCH = tuple(WATCH.c[name] for name in ("id", "by", "name", "country", "why", "since", "moved"))
_HOOK = tuple(HOOK.c[name] for name in ("id", "by", "way", "target", "mine", "since"))
_NOTICE = tuple(NOTICE.c)
GIVEN_UP = "9999"
"""`after` of what is tried no more."""


def _next(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1


# --- names that are watched ---


def watch(connection: Connection, new: Watch, portrait: str) -> Watch:
    """Keep a watch; its id is given here."""
    number = _next(connection, WATCH)
    told = {"by": new.by, "name": new.name, "country": new.country, "why": new.why, "since": new.since}
    connection.execute(WATCH.insert().values(id=number, **told, moved="", portrait=portrait))
    return Watch(number, new.by, new.name, new.country, new.why, new.since)


def watches(connection: Connection, by: str | None = None) -> tuple[tuple[Watch, str], ...]:
    """What is watched, by one or by all, each with its portrait."""
    query = select(*_WATCH, WATCH.c.portrait).order_by(WATCH.c.id)
    if by is not None:
        query = query.where(WATCH.c.by == by)
    return tuple((Watch(*told), portrait) for *told, portrait in connection.execute(query))


def move(connection: Connection, id_: int, portrait: str, at: str) -> None:
    """Note that something else is said of a name that is watched."""
    connection.execute(WATCH.update().where(WATCH.c.id == id_).values(portrait=portrait, moved=at))


def unwatch(connection: Connection, id_: int, by: str) -> bool:
    """Watch a name no more; False: that one does not watch it."""
    return connection.execute(WATCH.delete().where(WATCH.c.id == id_, WATCH.c.by == by)).rowcount == 1


# --- where news is sent to ---


def hook(connection: Connection, new: Hook, secret: str) -> Hook:
    """Keep a hook; its id is given here."""
    number = _next(connection, HOOK)
    told = {"by": new.by, "way": new.way.value, "target": new.target, "mine": int(new.mine)}
    connection.execute(HOOK.insert().values(id=number, **told, since=new.since, secret=secret))
    return Hook(number, new.by, new.way, new.target, new.mine, new.since)


def hooks(connection: Connection, by: str | None = None) -> tuple[Hook, ...]:
    """Where news is sent to, for one or for all."""
    query = select(*_HOOK).order_by(HOOK.c.id)
    if by is not None:
        query = query.where(HOOK.c.by == by)
    return tuple(map(_hook, connection.execute(query)))


def unhook(connection: Connection, id_: int, by: str) -> bool:
    """Send nothing there any more; False: that one has no such hook."""
    if connection.scalar(select(HOOK.c.id).where(HOOK.c.id == id_, HOOK.c.by == by)) is None:
        return False
    connection.execute(NOTICE.delete().where(NOTICE.c.hook == id_))
    connection.execute(HOOK.delete().where(HOOK.c.id == id_))
    return True


def _hook(row: Sequence[Any]) -> Hook:
    id_, by, way, target, mine, since = row
    return Hook(id_, by, Way(way), target, bool(mine), since)


# --- news ---


def own(connection: Connection, id_: int, by: str) -> tuple[Hook, str] | None:
    """A hook of somebody, with its secret; None: he has no such one."""
    query = select(*_HOOK, HOOK.c.secret).where(HOOK.c.id == id_, HOOK.c.by == by)
    row = connection.execute(query).first()
    return None if row is None else (_hook(row[:-1]), str(row[-1]))


def put(connection: Connection, news: Iterable[tuple[int, str]], at: str, after: str = "") -> int:
    """Put news on its way, from an instant on, else at once: hook and body of each; how many there were."""
    first = _next(connection, NOTICE)
    rows = [
        {"id": first + place, "hook": hook_, "body": body, "at": at, "attempts": 0, "after": after or at}
        for place, (hook_, body) in enumerate(news)
    ]
    if rows:
        connection.execute(NOTICE.insert(), [row | {"sent": "", "failure": ""} for row in rows])
    return len(rows)


def waiting(connection: Connection, now: str, limit: int) -> tuple[tuple[Notice, Hook, str], ...]:
    """News that is to be sent now, the oldest first: each with its hook and the hook's secret."""
    query = (
        select(*_NOTICE, *_HOOK, HOOK.c.secret)
        .join(HOOK, HOOK.c.id == NOTICE.c.hook)
        .where(NOTICE.c.sent == "", NOTICE.c.after <= now)
        .order_by(NOTICE.c.id)
        .limit(limit)
    )
    size = len(_NOTICE)
    return tuple(
        (Notice(*row[:size]), _hook(row[size:-1]), str(row[-1])) for row in connection.execute(query)
    )


def notices(connection: Connection, hook_: int, limit: int) -> tuple[Notice, ...]:
    """The news for a hook, the newest first."""
    query = select(*_NOTICE).where(NOTICE.c.hook == hook_).order_by(NOTICE.c.id.desc()).limit(limit)
    return tuple(Notice(*row) for row in connection.execute(query))


def tried(connection: Connection, id_: int, *, sent: str = "", after: str = "", failure: str = "") -> None:
    """Note what came of an attempt."""
    told = {"attempts": NOTICE.c.attempts + 1, "sent": sent, "after": after, "failure": failure}
    connection.execute(NOTICE.update().where(NOTICE.c.id == id_).values(told))
