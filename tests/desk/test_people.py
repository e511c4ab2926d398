"""Accounts, links, passwords and sessions: what holds of each, on both databases."""

from __future__ import annotations

import json
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from sekisho.desk.attempts import LONGEST, NAME, PAIR, PLACE
from sekisho.desk.people import FIRST, IDLE, LINK_LASTS, SESSION_LASTS, People
from sekisho.desk.refusals import (
    AttemptsError,
    ForbiddenError,
    MissingError,
    SettledError,
    SignInError,
)
from sekisho.desk.rights import RIGHTS, console
from sekisho.errors import InputError, UsageError
from sekisho.model.entry import Kind
from sekisho.model.person import Right, Role
from sekisho.record.chain import Chain
from sekisho.store.columns import TABLES
from tests.desk.at_once import at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.model.person import Caller
    from sekisho.store.engine import Archive
    from tests.desk.conftest import Clock

ROOT = console("root")
PASSWORD = "seven grey herons at dusk"  # noqa: S105  # of a person who is not
OTHER = "a lighthouse made of tin"
HERE = "192.0.2.1"


@pytest.fixture
def ann(people: People) -> str:
    """An analyst who can sign in."""
    people.create(ROOT, "ann", Role.ANALYST)
    people.welcome(people.invite(ROOT, "ann"), PASSWORD)
    return "ann"


def told(archive: Archive) -> list[tuple[str, dict[str, Any]]]:
    """What the record says became of accounts: who did it, and what."""
    return [
        (each.by, json.loads(each.body)) for each in Chain(archive).entries() if each.kind == Kind.ACCOUNT
    ]


def everything(archive: Archive) -> str:
    """All that is in the store, as text."""
    with archive.reading() as connection:
        return "\n".join(
            str(tuple(row)) for table in TABLES.tables.values() for row in connection.execute(select(table))
        )


# --- accounts ---


def test_an_account_is_made_invited_welcomed_and_signs_in(people: People, archive: Archive) -> None:
    assert people.empty()
    made = people.create(ROOT, "ann", Role.ANALYST, "ja")
    assert not people.empty()
    assert (made.role, made.lang, made.welcomed) == (Role.ANALYST, "ja", False)
    link = people.invite(ROOT, "ann")
    assert people.invited(link).name == "ann"
    assert people.welcome(link, PASSWORD).welcomed
    caller = people.session(people.sign_in(" Ann ", PASSWORD, HERE))
    assert caller is not None
    assert (caller.name, caller.role, caller.lang, caller.key) == ("ann", Role.ANALYST, "ja", None)
    assert caller.rights == RIGHTS[Role.ANALYST]
    assert [(by, body["change"]) for by, body in told(archive)] == [
        ("root", "made"),
        ("root", "invited"),
        ("ann", "password set by a link"),
    ]
    assert not Chain(archive).verify().problems


@pytest.mark.parametrize("name", ["", "Ann", "sekisho", "аnn", "田中", "an n", "-ann", "a" * 65, "ann\n"])
def test_names_that_could_be_taken_for_others_are_refused(people: People, name: str) -> None:
    with pytest.raises(UsageError, match="no name for an account"):
        people.create(ROOT, name, Role.VIEWER)


def test_a_name_is_for_good(people: People, ann: str) -> None:
    people.create(ROOT, "root", Role.ADMINISTRATOR)
    people.change(ROOT, ann, disabled=True)
    with pytest.raises(SettledError, match="names are for good"):
        people.create(ROOT, ann, Role.VIEWER)


def test_two_who_make_the_same_account_at_once_make_one(people: People) -> None:
    outcomes = at_once([lambda: people.create(ROOT, "ann", Role.VIEWER) for _ in range(4)])
    assert sorted(map(str, map(type, outcomes))).count(str(SettledError)) == 3
    assert [each.name for each in people.accounts()] == ["ann"]


def test_the_table_takes_one_name_in_one_writing_only(archive: Archive) -> None:
    row = "VALUES ('Ann', 'analyst', 'en', 'now', 0, NULL, NULL)"
    with pytest.raises(DBAPIError, match=r"(?i)check"), archive._engine.begin() as connection:
        connection.execute(text(f"INSERT INTO account {row}"))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.APPROVER])
def test_only_administrators_look_after_accounts(
    people: People, hired: Callable[..., Caller], role: Role
) -> None:
    caller = hired("ann", role)
    hired("bob")
    for attempt in (
        lambda: people.create(caller, "eve", Role.VIEWER),
        lambda: people.change(caller, "ann", role=Role.ADMINISTRATOR),
        lambda: people.change(caller, "ann", disabled=False),
        lambda: people.change(caller, "bob", lang="ja"),
        lambda: people.invite(caller, "ann"),
        lambda: people.sign_out_everywhere(caller, "bob"),
    ):
        with pytest.raises(ForbiddenError):
            attempt()
    assert people.change(caller, "ann", lang="ja").lang == "ja"


def test_a_role_taken_away_is_away_at_once_and_somebody_disabled_is_signed_out(
    people: People, ann: str, archive: Archive
) -> None:
    people.create(ROOT, "root", Role.ADMINISTRATOR)
    token = people.sign_in(ann, PASSWORD, HERE)
    people.change(ROOT, ann, role=Role.VIEWER)
    caller = people.session(token)
    assert caller is not None
    assert caller.rights == RIGHTS[Role.VIEWER]
    people.change(ROOT, ann, disabled=True)
    assert people.session(token) is None
    with pytest.raises(SignInError):
        people.sign_in(ann, PASSWORD, HERE)
    people.change(ROOT, ann, disabled=False)
    assert people.session(token) is None, "what was ended does not come back"
    assert people.session(people.sign_in(ann, PASSWORD, HERE)) is not None
    assert [body["disabled"] for _, body in told(archive) if body["change"] == "changed"] == [
        False,
        True,
        False,
    ]


def test_some_administrator_is_always_left(people: People) -> None:
    people.create(ROOT, "root", Role.ADMINISTRATOR)
    for change in ({"role": Role.VIEWER}, {"disabled": True}):
        with pytest.raises(UsageError, match="nobody would be left"):
            people.change(ROOT, "root", **change)
    people.create(ROOT, "bob", Role.ADMINISTRATOR)
    outcomes = at_once([partial(people.change, ROOT, name, disabled=True) for name in ("root", "bob")])
    assert sorted(isinstance(each, UsageError) for each in outcomes) == [False, True]


def test_what_is_not_there_is_said(people: People) -> None:
    for attempt in (
        lambda: people.account("eve"),
        lambda: people.change(ROOT, "eve", lang="ja"),
        lambda: people.invite(ROOT, "eve"),
    ):
        with pytest.raises(MissingError, match="no account 'eve'"):
            attempt()
    with pytest.raises(UsageError, match="no language 'fr'"):
        people.create(ROOT, "eve", Role.VIEWER, "fr")


def test_who_says_something_on_the_command_line_has_an_account_where_there_are_any(people: People) -> None:
    assert people.console("anybody").name == "anybody"
    people.create(ROOT, "root", Role.ADMINISTRATOR)
    people.create(ROOT, "ann", Role.ANALYST)
    assert people.console("ann").rights == RIGHTS[Role.ANALYST]
    assert people.console("root").rights == RIGHTS[Role.ADMINISTRATOR] - {Right.APPROVE}
    with pytest.raises(MissingError, match="'anybody'"):
        people.console("anybody")
    people.change(ROOT, "ann", disabled=True)
    with pytest.raises(UsageError, match="disabled"):
        people.console("ann")


# --- links ---


def test_a_link_works_once_and_ends_every_session(people: People, ann: str) -> None:
    token = people.sign_in(ann, PASSWORD, HERE)
    link = people.invite(ROOT, ann)
    assert people.session(token) is not None, "whoever is invited again is not put out before"
    people.welcome(link, OTHER)
    assert people.session(token) is None
    for attempt in (partial(people.invited, link), partial(people.welcome, link, PASSWORD)):
        with pytest.raises(SignInError, match="worth nothing"):
            attempt()
    with pytest.raises(SignInError):
        people.sign_in(ann, PASSWORD, HERE)
    people.sign_in(ann, OTHER, HERE)


def test_a_link_used_twice_at_once_works_once(people: People, ann: str) -> None:
    link = people.invite(ROOT, ann)
    outcomes = at_once([lambda: people.welcome(link, PASSWORD) for _ in range(4)])
    assert [isinstance(each, SignInError) for each in outcomes].count(False) == 1


def test_a_link_runs_out_and_another_one_takes_its_place(people: People, ann: str, clock: Clock) -> None:
    first, second = people.invite(ROOT, ann), people.invite(ROOT, ann)
    with pytest.raises(SignInError):
        people.invited(first)
    clock.wait(LINK_LASTS - 1)
    assert people.invited(second).name == ann
    clock.wait(1)
    with pytest.raises(SignInError):
        people.welcome(second, OTHER)


def test_nobody_disabled_comes_in_by_a_link(people: People, ann: str) -> None:
    people.create(ROOT, "root", Role.ADMINISTRATOR)
    link = people.invite(ROOT, ann)
    people.change(ROOT, ann, disabled=True)
    with pytest.raises(SignInError):
        people.welcome(link, OTHER)
    with pytest.raises(UsageError, match="disabled"):
        people.invite(ROOT, ann)


def test_the_first_administrator_has_a_link_until_one_is_welcome(people: People) -> None:
    first = people.opening()
    second = people.opening()
    assert first is not None
    assert second is not None
    with pytest.raises(SignInError):
        people.invited(first)
    assert people.welcome(second, PASSWORD).name == FIRST
    assert people.account(FIRST).role is Role.ADMINISTRATOR
    assert people.opening() is None


# --- passwords ---


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("", "0 characters"),
        ("fourteen chars", "14 characters"),
        ("x" * 257, "257 characters"),
        ("aaaaaaaaaaaaaaaaaaaa", "guessed"),
        ("12345678901234567890", "guessed"),
        ("qwertyuiopasdfghjkl", "guessed"),
        ("sekishosekisho123", "guessed"),
        ("Password-password", "guessed"),
        ("ann.ann.ann.ann.ann!", "guessed"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_and_the_link_still_holds(
    people: People, ann: str, weak: str, why: str
) -> None:
    link = people.invite(ROOT, ann)
    with pytest.raises(InputError, match=why):
        people.welcome(link, weak)
    people.welcome(link, OTHER)


@pytest.mark.parametrize(
    "good",
    ["関所を越える者は誰もいない冬の夜", "x9#kfj2!qpvz0Lm", "p" * 200 + "abcdefgh", " spaces are kept  "],
)
def test_any_letters_do_and_none_is_cut_off(people: People, ann: str, good: str) -> None:
    people.welcome(people.invite(ROOT, ann), good)
    people.sign_in(ann, good, HERE)
    with pytest.raises(SignInError):
        people.sign_in(ann, good[:-1], HERE)


def test_letters_that_a_keyboard_gives_in_another_width_are_the_same(people: People, ann: str) -> None:
    people.welcome(people.invite(ROOT, ann), "ｶﾅ and full-width ＡＢＣ")
    people.sign_in(ann, "カナ and full-width ABC", HERE)


def test_a_password_is_kept_by_argon2id_as_owasp_has_it_today(ann: str, archive: Archive) -> None:
    with archive.reading() as connection:
        kept = connection.scalar(text("SELECT password FROM account WHERE name = 'ann'"))
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_kept_in_an_older_way_is_kept_anew_when_it_is_seen(
    people: People, ann: str, archive: Archive
) -> None:
    import argon2

    older = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with archive._engine.begin() as connection:
        connection.execute(text("UPDATE account SET password = :older").bindparams(older=older))
    people.sign_in(ann, PASSWORD, HERE)
    with archive.reading() as connection:
        assert "m=19456,t=2,p=1" in connection.scalar(text("SELECT password FROM account"))
    people.sign_in(ann, PASSWORD, HERE)


def test_ones_own_password(people: People, ann: str, hired: Callable[..., Caller]) -> None:
    token = people.sign_in(ann, PASSWORD, HERE)
    caller = people.session(token)
    assert caller is not None
    with pytest.raises(SignInError):
        people.set_password(caller, OTHER, OTHER, HERE)
    with pytest.raises(InputError):
        people.set_password(caller, PASSWORD, "short", HERE)
    assert people.session(token) is not None
    people.set_password(caller, PASSWORD, OTHER, HERE)
    assert people.session(token) is None
    people.sign_in(ann, OTHER, HERE)


# --- sessions ---


def test_a_session_ends_when_it_is_ended(people: People, ann: str) -> None:
    first, second = (people.sign_in(ann, PASSWORD, HERE) for _ in range(2))
    people.sign_out(first)
    assert people.session(first) is None
    caller = people.session(second)
    assert caller is not None
    people.sign_out_everywhere(caller, ann)
    assert people.session(second) is None
    assert people.session("") is None


def test_one_sees_where_one_is_signed_in_and_administrators_see_it_of_everybody(
    people: People, ann: str, clock: Clock, archive: Archive, hired: Callable[..., Caller]
) -> None:
    root = hired("root", Role.ADMINISTRATOR)
    first = people.sign_in(ann, PASSWORD, HERE)
    clock.wait(IDLE - 1)
    second = people.sign_in(ann, PASSWORD, HERE)
    caller = people.session(second)
    assert caller is not None
    newest, oldest = people.sessions(caller, ann, second)
    assert (newest.here, oldest.here) == (True, False)
    assert (newest.begun, oldest.begun) == ("2026-11-30T12:59:59Z", "2026-11-30T12:00:00Z")
    assert oldest.until == "2026-12-01T00:00:00Z"
    clock.wait(1)
    assert [each.here for each in people.sessions(root, ann)] == [False], "what was silent too long is over"
    with pytest.raises(ForbiddenError):
        people.sessions(hired("bob"), ann)
    with pytest.raises(MissingError):
        people.sessions(root, "nobody")
    people.sign_out_everywhere(root, ann)
    assert people.session(first) is None
    assert people.session(second) is None
    by, last = told(archive)[-1]
    assert (by, last) == ("root", {"account": ann, "change": "signed out everywhere"})


def test_a_session_ends_after_a_while_of_silence_and_at_the_latest_after_half_a_day(
    people: People, ann: str, clock: Clock
) -> None:
    silent, busy = (people.sign_in(ann, PASSWORD, HERE) for _ in range(2))
    for _ in range(SESSION_LASTS // (IDLE - 1)):
        clock.wait(IDLE - 1)
        assert people.session(busy) is not None
    assert people.session(silent) is None
    clock.wait(IDLE - 1)
    assert people.session(busy) is None


@pytest.mark.timeout(20)  # and not as long as a writer waits for another
def test_a_session_is_asked_while_somebody_writes(
    people: People, ann: str, clock: Clock, archive: Archive
) -> None:
    token = people.sign_in(ann, PASSWORD, HERE)
    clock.wait(IDLE - 1)
    with archive.writing():
        assert people.session(token) is not None


# --- attempts ---


def test_attempts_are_limited_and_the_wait_doubles(people: People, ann: str, clock: Clock) -> None:
    for _ in range(PAIR):
        with pytest.raises(SignInError) as refused:
            people.sign_in(ann, OTHER, HERE)
        assert not isinstance(refused.value, AttemptsError)
    waits = []
    for _ in range(12):
        with pytest.raises(AttemptsError, match="too many attempts") as refused:
            people.sign_in(ann, PASSWORD, HERE)
        waits.append(refused.value.wait)
        clock.wait(refused.value.wait)
        with pytest.raises(SignInError) as refused:
            people.sign_in(ann, OTHER, HERE)
        assert not isinstance(refused.value, AttemptsError)
    assert all(later == min(2 * sooner, LONGEST) for sooner, later in pairwise(waits))
    assert waits[-1] == LONGEST
    clock.wait(LONGEST)
    people.sign_in(ann, PASSWORD, HERE)
    with pytest.raises(SignInError) as refused:
        people.sign_in(ann, OTHER, HERE)
    assert not isinstance(refused.value, AttemptsError), "once in, one is free again"


def test_whoever_guesses_elsewhere_does_not_keep_the_owner_out(people: People, ann: str) -> None:
    for _ in range(PAIR):
        with pytest.raises(SignInError):
            people.sign_in(ann, OTHER, "198.51.100.7")
    with pytest.raises(AttemptsError):
        people.sign_in(ann, PASSWORD, "198.51.100.7")
    people.sign_in(ann, PASSWORD, HERE)


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets every password be wrong at once: where many are tried, the hash is not what is looked at."""
    monkeypatch.setattr("sekisho.desk.password.holds", lambda *_: False)


@pytest.mark.usefixtures("wrong")
def test_a_name_is_not_guessed_at_from_many_places(people: People, ann: str) -> None:
    refused = count_refusals(people, ((ann, f"2001:db8::{each:x}") for each in range(NAME + 5)))
    assert refused == 5


@pytest.mark.usefixtures("wrong")
def test_one_place_does_not_guess_at_many_names(people: People, ann: str) -> None:
    refused = count_refusals(people, ((f"nobody{each}", HERE) for each in range(PLACE + 5)))
    assert refused == 5


def count_refusals(people: People, tries: Any) -> int:  # noqa: ANN401
    """How many of the attempts were not looked at."""
    refused = 0
    for name, place in tries:
        with pytest.raises(SignInError) as error:
            people.sign_in(name, OTHER, place)
        refused += isinstance(error.value, AttemptsError)
    return refused


def test_a_hundred_attempts_at_once_are_a_hundred(people: People, ann: str) -> None:
    outcomes = at_once([lambda: people.sign_in(ann, OTHER, HERE) for _ in range(20)])
    looked_at = [each for each in outcomes if not isinstance(each, AttemptsError)]
    assert len(looked_at) == PAIR


@pytest.mark.parametrize("name", ["nobody", "", "\0", "\ud800", "x" * 10_000, "' OR 1=1 --"])
def test_whoever_is_unknown_is_told_what_a_wrong_password_is_told(
    people: People, ann: str, name: str
) -> None:
    with pytest.raises(SignInError) as wrong:
        people.sign_in(ann, OTHER, HERE)
    with pytest.raises(SignInError) as unknown:
        people.sign_in(name, OTHER, HERE)
    assert str(unknown.value) == str(wrong.value)


def test_an_unknown_name_costs_the_hash_that_a_known_one_does(
    people: People, ann: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock must not tell a name that nobody has: a hash is nine tenths of the time that it takes."""
    people.create(ROOT, "bob", Role.VIEWER)  # has no password yet
    verified: list[Parameters] = []
    verify = PasswordHasher.verify

    def noted(self: PasswordHasher, hash: str | bytes, password: str | bytes) -> bool:  # noqa: A002 — its name
        verified.append(extract_parameters(str(hash)))
        return verify(self, hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    for name in (ann, "bob", "nobody"):
        clock.wait(LONGEST)
        with pytest.raises(SignInError):
            people.sign_in(name, OTHER, HERE)
    assert verified == [verified[0]] * 3


# --- what is kept ---


def test_nothing_that_could_be_shown_is_kept(people: People, ann: str, archive: Archive) -> None:
    link = people.invite(ROOT, ann)
    token = people.sign_in(ann, PASSWORD, HERE)
    kept = everything(archive)
    assert "argon2id" in kept
    for secret in (link, token, PASSWORD, HERE):
        assert secret not in kept
