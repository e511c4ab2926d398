"""Accounts: made, invited, signed in and out.

Invariants: whatever becomes of an account is an entry of the record, in the same transaction; a session asks
its account each time, so that a role taken away is away at once; some administrator can always sign in.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.desk import attempts, password
from sekisho.desk.refusals import MissingError, SettledError, SignInError
from sekisho.desk.rights import caller_of, console, require, require_self
from sekisho.desk.token import drawn, hashed
from sekisho.errors import UsageError
from sekisho.model.person import Account, Right, Role, Session
from sekisho.record import said
from sekisho.record.chain import Chain, ready
from sekisho.store import people
from sekisho.store.fault import StoreError
from sekisho.store.tasks import SEKISHO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from sekisho.model.person import Caller
    from sekisho.store.engine import Archive

NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
"""Of accounts. Letters of one alphabet: nobody should pass for two by a letter that looks alike."""
LINK_LASTS = 3 * 24 * 60 * 60
SESSION_LASTS = 12 * 60 * 60
IDLE = 60 * 60
"""Seconds: of a link, of a session, and of a session in which nothing is asked (NIST SP 800-63B-4, 2.2.3)."""
SEEN = 5 * 60
"""Seconds after which it is noted anew that a session was seen; oftener would write with each question."""
FIRST = "admin"
"""The name of the first account, where nobody gives another one."""
_WRONG = "name and password do not belong together"
_DEAD = "this link is worth nothing any more: it was used, is too old, or another one took its place"
_REMEDY = "an administrator makes another one (`sekisho people invite`)"


class People:
    """The accounts of a store."""

    def __init__(self, archive: Archive, clock: Callable[[], str] = dates.instant) -> None:
        """Of *archive*, which stays open; *clock* gives instants as :func:`sekisho.dates.instant` does."""
        self._archive = archive
        self._chain = Chain(archive)
        self._clock = clock

    # --- who is there ---

    def empty(self) -> bool:
        """Is there no account yet? Then one person alone decides, and only on the command line."""
        with self._archive.reading() as connection:
            return not people.known(connection)

    def accounts(self) -> tuple[Account, ...]:
        """Every account, by name."""
        with self._archive.reading() as connection:
            return people.accounts(connection)

    def account(self, name: str) -> Account:
        """One account.

        Raises:
            MissingError: there is none of that name.
        """
        with self._archive.reading() as connection:
            return _found(connection, name)

    def console(self, name: str) -> Caller:
        """Who says something on the command line: where there are accounts, one of them.

        Raises:
            UsageError: no account that is not disabled has this name.
        """
        if self.empty():
            return console(name)
        account = self.account(name)
        if account.disabled:
            raise UsageError(f"the account '{name}' is disabled; `sekisho people list` shows the others")
        return console(name, account)

    # --- what becomes of an account ---

    def create(self, caller: Caller, name: str, role: Role, lang: str = "en") -> Account:
        """Make an account; it has no password before its link is used (:meth:`invite`).

        Raises:
            ForbiddenError: the caller may not.
            UsageError: the name is none, or there is no such language.
            SettledError: the name is taken.
        """
        require(caller, Right.PEOPLE)
        if not NAME.fullmatch(name) or name == SEKISHO:
            raise UsageError(f"'{name}' is no name for an account; write a-z, 0-9 and . _ @ + -, at most 64")
        _check_language(lang)
        with self._writing(caller.name) as (connection, now, note):
            if people.account(connection, name) is not None:
                raise SettledError(f"there is an account '{name}' already; names are for good")
            made = Account(name, role, lang, now)
            people.add(connection, made)
            note(name, "made", role=role.value)
        return made

    def change(
        self,
        caller: Caller,
        name: str,
        *,
        role: Role | None = None,
        lang: str | None = None,
        disabled: bool | None = None,
    ) -> Account:
        """Give an account another role or language, disable it or enable it again.

        Everybody may choose his own language. Whoever is disabled is signed out.

        Raises:
            ForbiddenError: the caller may not.
            MissingError: there is no such account.
            UsageError: no administrator would be left, or there is no such language.
        """
        if role is None and disabled is None:
            require_self(caller, name, Right.PEOPLE)
        else:
            require(caller, Right.PEOPLE)
        if lang is not None:
            _check_language(lang)
        with self._writing(caller.name) as (connection, _, note):
            before = _found(connection, name)
            wanted = {"role": role, "lang": lang, "disabled": disabled}
            after = replace(before, **{what: told for what, told in wanted.items() if told is not None})  # type: ignore[arg-type]  # of one type each
            if after == before:
                return before
            people.change(connection, after)
            if _looks_after(before) and not any(map(_looks_after, people.accounts(connection))):
                raise UsageError(
                    "nobody would be left to look after accounts; make another administrator first"
                )
            if after.disabled:
                people.drop_sessions(connection, name)
                people.drop_link(connection, name)
            note(name, "changed", role=after.role.value, lang=after.lang, disabled=after.disabled)
        return after

    # --- links ---

    def invite(self, caller: Caller, name: str) -> str:
        """A link by which its owner sets his password, once, within three days.

        The link before is worth nothing any more; the old password holds until this one is used.

        Raises:
            ForbiddenError: the caller may not.
            MissingError: there is no such account.
            UsageError: it is disabled.
        """
        require(caller, Right.PEOPLE)
        token = drawn()
        with self._writing(caller.name) as (connection, now, note):
            if _found(connection, name).disabled:
                raise UsageError(f"the account '{name}' is disabled; enable it first")
            people.put_link(connection, hashed(token), name, dates.later(now, LINK_LASTS))
            note(name, "invited")
        return token

    def opening(self, by: str = SEKISHO) -> str | None:
        """The link of the first administrator, a new one each time; None: some administrator was welcomed."""
        there = list(filter(_looks_after, self.accounts()))
        if any(each.welcomed for each in there):
            return None
        first = there[0] if there else self.create(console(by), FIRST, Role.ADMINISTRATOR)
        return self.invite(console(by), first.name)

    def invited(self, link: str) -> Account:
        """Whom a link is for; it is not used up by this.

        Raises:
            SignInError: it is worth nothing.
        """
        with self._archive.reading() as connection:
            return _linked(connection, link, self._clock())

    def welcome(self, link: str, new: str) -> Account:
        """Set the password of whom the link is for; the link is used up, and all his sessions end.

        Raises:
            SignInError: the link is worth nothing.
            InputError: the password is guessed too easily; the link can still be used.
        """
        password.check(new, self.invited(link).name)
        kept = password.hashed(new)  # before the writer's lock: it takes long
        with self._archive.writing() as connection:
            now = self._clock()
            account = _linked(connection, link, now)
            people.drop_link(connection, account.name)
            self._set(connection, account, kept, "password set by a link", now)
        return replace(account, welcomed=True)

    # --- passwords and sessions ---

    def set_password(self, caller: Caller, old: str, new: str, place: str) -> None:
        """Set one's own password; all one's sessions end, this one too.

        Raises:
            ForbiddenError: the caller is nobody, or a key.
            SignInError: the old one is wrong, or was tried too often.
            InputError: the new one is guessed too easily.
        """
        require_self(caller, caller.name, Right.PEOPLE)
        password.check(new, caller.name)
        account = self.prove(caller.name, old, place)
        kept = password.hashed(new)
        with self._archive.writing() as connection:
            self._set(connection, account, kept, "password changed", self._clock())

    def sign_in(self, name: str, given: str, place: str) -> str:
        """Begin a session; it ends after twelve hours, or one hour in which nothing is asked.

        Args:
            name: of the account.
            given: the password.
            place: where the attempt comes from: a network address.

        Returns:
            The token of the session: a secret that is not kept.

        Raises:
            SignInError: name and password do not belong together, or were tried too often.
        """
        return self.begin(self.prove(name, given, place))

    def prove(self, name: str, given: str, place: str) -> Account:
        """The account whose password is given; unknown names take the same way, and as long.

        Raises:
            SignInError: name and password do not belong together, or were tried too often.
        """
        name = name.strip().lower()
        if not NAME.fullmatch(name):
            name = ""  # nobody's; what is no name need not be text that a database takes
        with self._archive.writing() as connection:
            attempts.count(connection, name, place, self._clock())
            kept = people.password(connection, name)
        holds = password.holds(kept, given)
        with self._archive.writing() as connection:
            account = people.account(connection, name)
            # Asked again: the password may have been changed meanwhile.
            if not holds or account is None or account.disabled or people.password(connection, name) != kept:
                raise SignInError(_WRONG)
            attempts.came_off(connection, name, place, self._clock())
            if kept is not None and password.outdated(kept):
                people.set_password(connection, name, password.hashed(given))
        return account

    def begin(self, account: Account) -> str:
        """Begin a session of somebody who has proved who he is; returns its token."""
        token = drawn()
        with self._archive.writing() as connection:
            now = self._clock()
            people.put_session(connection, hashed(token), account.name, now, dates.later(now, SESSION_LASTS))
        return token

    def session(self, token: str) -> Caller | None:
        """Who asks in a session; None: it is none, or it is over."""
        own, now = hashed(token), self._clock()
        with self._archive.reading() as connection:
            found = people.session(connection, own, now)
        if found is None:
            return None
        account, seen = found
        idle = dates.between(seen, now)
        if account.disabled or idle >= IDLE:
            return None
        if idle >= SEEN:
            self._touch(own, now)
        return caller_of(account)

    def sign_out(self, token: str) -> None:
        """End a session."""
        with self._archive.writing() as connection:
            people.drop_session(connection, hashed(token))

    def sessions(self, caller: Caller, name: str, token: str = "") -> tuple[Session, ...]:
        """Where an account is signed in, the newest first; *token* is of the session in which that is asked.

        Raises:
            ForbiddenError: it is another one's, and the caller may not.
            MissingError: there is no such account.
        """
        require_self(caller, name, Right.PEOPLE)
        own, now = hashed(token), self._clock()
        with self._archive.reading() as connection:
            _found(connection, name)
            found = people.sessions(connection, name, now)
        return tuple(
            Session(dates.later(until, -SESSION_LASTS), seen, until, each == own)
            for each, seen, until in found
            if dates.between(seen, now) < IDLE
        )

    def sign_out_everywhere(self, caller: Caller, name: str) -> None:
        """End every session of an account; the record says so where it is another one's.

        Raises:
            ForbiddenError: it is another one's, and the caller may not.
            MissingError: there is no such account.
        """
        require_self(caller, name, Right.PEOPLE)
        with self._writing(caller.name) as (connection, _, note):
            _found(connection, name)
            people.drop_sessions(connection, name)
            if caller.name != name:
                note(name, "signed out everywhere")

    # --- within ---

    def _set(self, connection: Connection, account: Account, kept: str, change: str, now: str) -> None:
        people.set_password(connection, account.name, kept)
        people.drop_sessions(connection, account.name)
        self._chain.add(connection, [ready(said.account(account.name, change), account.name)], now)

    def _touch(self, own: str, now: str) -> None:
        """Note that a session was seen; where somebody writes for long, another time."""
        try:
            with self._archive.writing(wait=0.05) as connection:
                people.touch(connection, own, now)
        except StoreError:
            return

    @contextmanager
    def _writing(self, by: str) -> Iterator[tuple[Connection, str, Callable[..., None]]]:
        """A transaction, its instant, and what notes in it what was done to an account."""
        with self._archive.writing() as connection:
            now = self._clock()

            def note(name: str, change: str, **told: str | bool) -> None:
                self._chain.add(connection, [ready(said.account(name, change, **told), by)], now)

            yield connection, now, note


def _found(connection: Connection, name: str) -> Account:
    found = people.account(connection, name)
    if found is None:
        raise MissingError(f"there is no account '{name}'; `sekisho people list` shows those there are")
    return found


def _linked(connection: Connection, link: str, now: str) -> Account:
    found = people.linked(connection, hashed(link), now)
    if found is None or found.disabled:
        raise SignInError(f"{_DEAD}; {_REMEDY}")
    return found


def _check_language(lang: str) -> None:
    if lang not in {"en", "ja"}:
        raise UsageError(f"there is no language '{lang}' here; known are en and ja")


def _looks_after(account: Account) -> bool:
    """Can somebody look after accounts by this one?"""
    return account.role is Role.ADMINISTRATOR and not account.disabled
