"""Who uses sekisho: accounts with their roles, keys for programs, and whoever asks just now.

The names of accounts are for good: they stand in the record, so an account is disabled, never removed or
given to somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for; each may do all that those before may (`desk/rights.py` has the table)."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What may be done: one word for each sort of thing that is asked of a desk."""

    LOOK_UP = "look-up"
    """What is published: law, lists, entities, and who bears a name."""
    READ = "read"
    """What this house decided and said: the record, the queue, licences."""
    SCREEN = "screen"
    """Ask the law about a case."""
    RECORD = "record"
    """Keep answers and what is told to them, watch names, look after licences."""
    JUDGE = "judge"
    """Say a person's word on a name or a decision, or propose it to a second person."""
    APPROVE = "approve"
    """Be that second person."""
    LISTS = "lists"
    """Bring the lists up to date."""
    PEOPLE = "people"
    """Look after accounts, and after the keys of others."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in.

    Attributes:
        name: short and for good, in lower case; it is the author in the record.
        lang: `en` or `ja`.
        made: ISO 8601 instant in UTC.
        disabled: it can do nothing, but its name stays taken.
        welcomed: has it a password yet?
    """

    name: str
    role: Role
    lang: str
    made: str
    disabled: bool = False
    welcomed: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is signed in.

    Attributes:
        begun: ISO 8601 instant in UTC.
        seen: when something was last asked in it, to some minutes.
        until: when it ends at the latest.
        here: is it the one in which that is asked?
    """

    begun: str
    seen: str
    until: str
    here: bool


@dataclass(frozen=True, slots=True)
class Key:
    """What a program shows in place of a person; it acts in the name of an account.

    Attributes:
        id: short, to name it by; no secret.
        account: whose it is.
        label: what it is for.
        scopes: what it may do at most: less, once its account may do less.
        made: ISO 8601 instant in UTC.
        until: the instant from which it is worth nothing.
    """

    id: str
    account: str
    label: str
    scopes: frozenset[Right]
    made: str
    until: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks just now.

    Attributes:
        name: of the account; empty: nobody in particular.
        role: of the account; None: there is none.
        rights: what he may do now: by his role, and by the scopes of the key he shows.
        lang: `en` or `ja`.
        key: the id of the key; None: he is here himself.
    """

    name: str
    role: Role | None
    rights: frozenset[Right]
    lang: str = "en"
    key: str | None = None
