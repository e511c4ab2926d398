"""Keeps accounts, and what is shown in place of them: sessions, keys and links, each by its hash alone.

Invariants: rows hold no secret that could be shown again; an account is never removed. Every function runs in
the transaction of its caller, and none asks the clock. Instants are ISO 8601 in UTC, to the second: as text
they are in their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, func, select

from sekisho.model.person import Account, Key, Right, Role
from sekisho.store.columns import TABLES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection


def _one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    told = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({told})", name=f"{column}_is_known")


ACCOUNT = Table(
    "account",
    TABLES,
    Column("name", WORDS, CheckConstraint("name <> '' AND name = lower(name)", name="low"), primary_key=True),
    Column("role", WORDS, nullable=False),
    Column("lang", WORDS, nullable=False),
    Column("made", WORDS, nullable=False),
    Column("disabled", Integer, CheckConstraint("disabled IN (0, 1)", name="yes_or_no"), nullable=False),
    Column("password", WORDS),  # argon2id, with its parameters and salt
    Column("subject", WORDS, unique=True),  # who it is to an identity provider: issuer, space, subject
    _one_of("role", Role),
    _one_of("lang", ("en", "ja")),
    sqlite_strict=True,
)
LINK = Table(
    "link",
    TABLES,
    Column("hash", WORDS, primary_key=True),
    Column("account", ForeignKey(ACCOUNT.c.name), nullable=False, unique=True),  # a new one takes its place
    Column("until", WORDS, nullable=False),
    sqlite_strict=True,
)
SESSION = Table(
    "session",
    TABLES,
    Column("hash", WORDS, primary_key=True),
    Column("account", ForeignKey(ACCOUNT.c.name), nullable=False, index=True),
    Column("seen", WORDS, nullable=False),
    Column("until", WORDS, nullable=False, index=True),
    sqlite_strict=True,
)
KEY = Table(
    "key",
    TABLES,
    Column("id", WORDS, primary_key=True),
    Column("hash", WORDS, nullable=False, unique=True),
    Column("account", ForeignKey(ACCOUNT.c.name), nullable=False, index=True),
    Column("label", WORDS, nullable=False),
    Column("scopes", WORDS, nullable=False),  # words with a space between
    Column("made", WORDS, nullable=False),
    Column("until", WORDS, nullable=False),
    sqlite_strict=True,
)
ATTEMPT = Table(
    "attempt",
    TABLES,
    Column("about", WORDS, primary_key=True),  # hash of a name that was tried, or of where from
    Column("failed", Integer, nullable=False),
    Column("until", WORDS, nullable=False),  # before it, no further one counts
    Column("kept", WORDS, nullable=False),  # after it, all is forgotten
    sqlite_strict=True,
)
ALL = (ACCOUNT, LINK, SESSION, KEY, ATTEMPT)
_ACCOUNT = tuple(ACCOUNT.c[name] for name in ("name", "role", "lang", "made", "disabled", "password"))
_KEY = tuple(KEY.c[name] for name in ("id", "account", "label", "scopes", "made", "until"))


def _account(row: Sequence[Any]) -> Account:
    name, role, lang, made, disabled, password = row
    return Account(name, Role(role), lang, made, bool(disabled), password is not None)


def _key(row: Sequence[Any]) -> Key:
    id_, account, label, scopes, made, until = row
    return Key(id_, account, label, frozenset(map(Right, scopes.split())), made, until)


# --- accounts ---


def accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account, by name."""
    return tuple(map(_account, connection.execute(select(*_ACCOUNT).order_by(ACCOUNT.c.name))))


def account(connection: Connection, name: str) -> Account | None:
    """The account of a name; None: there is none."""
    row = connection.execute(select(*_ACCOUNT).where(ACCOUNT.c.name == name)).first()
    return None if row is None else _account(row)


def known(connection: Connection) -> bool:
    """Is there any account?"""
    return connection.scalar(select(func.count()).select_from(ACCOUNT)) != 0


def add(connection: Connection, new: Account) -> None:
    """Add an account, without a password."""
    told = {"name": new.name, "role": new.role, "lang": new.lang, "made": new.made}
    connection.execute(ACCOUNT.insert().values(**told, disabled=int(new.disabled)))


def change(connection: Connection, new: Account) -> None:
    """Let an account have the role and language of *new*, and be disabled or not."""
    told = {"role": new.role, "lang": new.lang, "disabled": int(new.disabled)}
    connection.execute(ACCOUNT.update().where(ACCOUNT.c.name == new.name).values(**told))


def password(connection: Connection, name: str) -> str | None:
    """The hash of a password; None: there is no such account, or none was set."""
    return connection.scalar(select(ACCOUNT.c.password).where(ACCOUNT.c.name == name))


def set_password(connection: Connection, name: str, hashed: str) -> None:
    """Keep the hash of a password in place of the one before."""
    connection.execute(ACCOUNT.update().where(ACCOUNT.c.name == name).values(password=hashed))


# --- links ---


def put_link(connection: Connection, hashed: str, name: str, until: str) -> None:
    """Keep a link in place of the one before of this account."""
    drop_link(connection, name)
    connection.execute(LINK.insert().values(hash=hashed, account=name, until=until))


def drop_link(connection: Connection, name: str) -> None:
    """Let the link of an account be worth nothing."""
    connection.execute(LINK.delete().where(LINK.c.account == name))


def linked(connection: Connection, hashed: str, now: str) -> Account | None:
    """Whom a link is for; None: it is worth nothing, or not any more."""
    query = select(*_ACCOUNT).join(LINK, LINK.c.account == ACCOUNT.c.name)
    row = connection.execute(query.where(LINK.c.hash == hashed, LINK.c.until > now)).first()
    return None if row is None else _account(row)


# --- sessions ---


def put_session(connection: Connection, hashed: str, name: str, seen: str, until: str) -> None:
    """Keep a session, and forget those that have run out."""
    connection.execute(SESSION.delete().where(SESSION.c.until <= seen))
    connection.execute(SESSION.insert().values(hash=hashed, account=name, seen=seen, until=until))


def session(connection: Connection, hashed: str, now: str) -> tuple[Account, str] | None:
    """Whose a session is, and when it was last seen; None: there is none, or none any more."""
    query = select(*_ACCOUNT, SESSION.c.seen).join(SESSION, SESSION.c.account == ACCOUNT.c.name)
    row = connection.execute(query.where(SESSION.c.hash == hashed, SESSION.c.until > now)).first()
    if row is None:
        return None
    *told, seen = row
    return _account(told), seen


def sessions(connection: Connection, name: str, now: str) -> tuple[tuple[str, str, str], ...]:
    """The sessions of an account that have not run out: hash, last seen, and end; the newest first."""
    query = select(SESSION.c.hash, SESSION.c.seen, SESSION.c.until).order_by(SESSION.c.until.desc())
    found = connection.execute(query.where(SESSION.c.account == name, SESSION.c.until > now))
    return tuple((hashed, seen, until) for hashed, seen, until in found)


def touch(connection: Connection, hashed: str, now: str) -> None:
    """Note that a session was seen."""
    connection.execute(SESSION.update().where(SESSION.c.hash == hashed).values(seen=now))


def drop_session(connection: Connection, hashed: str) -> None:
    """End a session."""
    connection.execute(SESSION.delete().where(SESSION.c.hash == hashed))


def drop_sessions(connection: Connection, name: str) -> None:
    """End every session of an account."""
    connection.execute(SESSION.delete().where(SESSION.c.account == name))


# --- keys ---


def put_key(connection: Connection, new: Key, hashed: str) -> None:
    """Keep a key."""
    scopes = " ".join(sorted(new.scopes))
    told = {"id": new.id, "account": new.account, "label": new.label, "made": new.made, "until": new.until}
    connection.execute(KEY.insert().values(**told, hash=hashed, scopes=scopes))


def keys(connection: Connection, name: str | None = None) -> tuple[Key, ...]:
    """Every key, or those of an account, the oldest first; those that have run out, too."""
    query = select(*_KEY).order_by(KEY.c.made, KEY.c.id)
    if name is not None:
        query = query.where(KEY.c.account == name)
    return tuple(map(_key, connection.execute(query)))


def key(connection: Connection, id_: str) -> Key | None:
    """The key of an id; None: there is none."""
    row = connection.execute(select(*_KEY).where(KEY.c.id == id_)).first()
    return None if row is None else _key(row)


def shown(connection: Connection, hashed: str) -> tuple[Account, Key] | None:
    """The key that was shown, and whose it is, whether it has run out or not; None: there is none."""
    query = select(*_ACCOUNT, *_KEY).join(KEY, KEY.c.account == ACCOUNT.c.name)
    row = connection.execute(query.where(KEY.c.hash == hashed)).first()
    if row is None:
        return None
    cut = len(_ACCOUNT)
    return _account(row[:cut]), _key(row[cut:])


def drop_key(connection: Connection, id_: str) -> None:
    """Let a key be worth nothing."""
    connection.execute(KEY.delete().where(KEY.c.id == id_))


# --- attempts ---


def attempts(connection: Connection, about: Iterable[str], now: str) -> dict[str, tuple[int, str]]:
    """How many attempts failed of late, and until when no further one counts, by what they were about."""
    query = select(ATTEMPT.c.about, ATTEMPT.c.failed, ATTEMPT.c.until)
    found = connection.execute(query.where(ATTEMPT.c.about.in_(tuple(about)), ATTEMPT.c.kept > now))
    return {about_: (failed, until) for about_, failed, until in found}


def put_attempt(connection: Connection, about: str, failed: int, until: str, kept: str, now: str) -> None:
    """Keep how many failed, in place of what was kept; and forget those that are long past."""
    connection.execute(ATTEMPT.delete().where((ATTEMPT.c.about == about) | (ATTEMPT.c.kept <= now)))
    connection.execute(ATTEMPT.insert().values(about=about, failed=failed, until=until, kept=kept))


def drop_attempt(connection: Connection, about: str) -> None:
    """Forget the attempts about something: one came off."""
    connection.execute(ATTEMPT.delete().where(ATTEMPT.c.about == about))
