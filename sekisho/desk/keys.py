"""Keys: what a program shows in place of a person, in whose name it acts.

Invariants: a key is for some things and for some time; it is shown once, when it is made; what it may do is
what its account may at that moment; no key makes or revokes keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.desk.refusals import ForbiddenError, MissingError
from sekisho.desk.rights import RIGHTS, SCOPES, caller_of, require_self
from sekisho.desk.token import drawn_key, hashed
from sekisho.errors import UsageError
from sekisho.model.person import Key, Right
from sekisho.record import said
from sekisho.record.chain import Chain, ready
from sekisho.store import people
from sekisho.store.unchanged import Unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sqlalchemy import Connection

    from sekisho.model.person import Account, Caller
    from sekisho.store.engine import Archive

LONGEST = 366
"""Days that a key lasts at most."""
LABEL = 100
"""Characters of what a key is for."""
_DAY = 24 * 60 * 60


class Keys:
    """The keys of a store."""

    def __init__(self, archive: Archive, clock: Callable[[], str] = dates.instant) -> None:
        """Of *archive*, which stays open; *clock* gives instants as :func:`sekisho.dates.instant` does."""
        self._archive = archive
        self._chain = Chain(archive)
        self._clock = clock
        self._shown: Unchanged[tuple[Account, Key] | None] = Unchanged(archive)

    def make(
        self, caller: Caller, label: str, scopes: Collection[Right], days: int, account: str = ""
    ) -> tuple[Key, str]:
        """Make a key for oneself, or for an account that one looks after.

        Args:
            caller: who makes it.
            label: what it is for.
            scopes: what it may do at most.
            days: how long it lasts.
            account: whose it is; empty: the caller's.

        Returns:
            The key, and the token that is shown: a secret that is not kept.

        Raises:
            ForbiddenError: the caller may not, or the account may not do all that.
            MissingError: there is no such account.
            UsageError: it is for nothing, for what no key can do, or lasts too long.
        """
        owner = account or caller.name
        require_self(caller, owner, Right.PEOPLE)
        wanted = _checked(label, scopes, days)
        id_, token = drawn_key()
        with self._archive.writing() as connection:
            now = self._clock()
            _check_owner(connection, owner, wanted)
            made = Key(id_, owner, label.strip(), wanted, now, dates.later(now, days * _DAY))
            people.put_key(connection, made, hashed(token))
            told = said.account(
                owner, "key made", key=id_, label=made.label, scopes=sorted(wanted), until=made.until
            )
            self._chain.add(connection, [ready(told, caller.name)], now)
        return made, token

    def keys(self, account: str | None = None) -> tuple[Key, ...]:
        """Every key, or those of an account, the oldest first; those that have run out, too."""
        with self._archive.reading() as connection:
            return people.keys(connection, account)

    def revoke(self, caller: Caller, id_: str) -> Key:
        """Let a key be worth nothing, at once.

        Raises:
            ForbiddenError: it is another one's, and the caller may not; or he shows a key.
            MissingError: there is no such key.
        """
        with self._archive.writing() as connection:
            found = people.key(connection, id_)
            # Whether there is one is not told to whoever may not know.
            require_self(caller, "" if found is None else found.account, Right.PEOPLE)
            if found is None:
                raise MissingError(
                    f"there is no key '{id_}'; `sekisho people key list` shows those there are"
                )
            people.drop_key(connection, id_)
            told = said.account(found.account, "key revoked", key=id_, label=found.label)
            self._chain.add(connection, [ready(told, caller.name)], self._clock())
        return found

    def caller(self, token: str) -> Caller | None:
        """Who asks by a key; None: it is none, has run out, was revoked, or its account is disabled."""
        return self._caller(self._shown.recall(hashed(token), lambda: self._read(token)))

    def at_hand(self, token: str) -> Caller | None:
        """The same without waiting for the store; None also where it has to be asked (:meth:`caller`)."""
        return self._caller(self._shown.at_hand(hashed(token)))

    def _read(self, token: str) -> tuple[Account, Key] | None:
        with self._archive.reading() as connection:
            return people.shown(connection, hashed(token))

    def _caller(self, found: tuple[Account, Key] | None) -> Caller | None:
        if found is None or found[0].disabled or found[1].until <= self._clock():
            return None
        return caller_of(*found)


def _check_owner(connection: Connection, name: str, wanted: frozenset[Right]) -> None:
    """See that an account may do now what a key of it is to be for."""
    found = people.account(connection, name)
    if found is None:
        raise MissingError(f"there is no account '{name}'; `sekisho people list` shows those there are")
    if found.disabled or wanted - RIGHTS[found.role]:
        lacking = ", ".join(sorted(wanted - RIGHTS[found.role])) or "anything: it is disabled"
        raise ForbiddenError(f"a key may do no more than its account; '{name}' may not do {lacking}")


def _checked(label: str, scopes: Collection[Right], days: int) -> frozenset[Right]:
    """What a key may be for.

    Raises:
        UsageError: it may not.
    """
    wanted = frozenset(scopes)
    if not label.strip() or len(label) > LABEL:
        raise UsageError(f"say in 1 to {LABEL} characters what the key is for")
    if not wanted or wanted - SCOPES:
        wrong = ", ".join(sorted(wanted - SCOPES)) or "nothing"
        raise UsageError(f"a key cannot be for {wrong}; it can be for {', '.join(sorted(SCOPES))}")
    if not 1 <= days <= LONGEST:
        raise UsageError(f"a key lasts 1 to {LONGEST} days, not {days}")
    return wanted
