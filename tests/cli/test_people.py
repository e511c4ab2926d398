"""`sekisho people`, and what `judge` and `record dispose` do where there are accounts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.model.person import Role
from sekisho.store.engine import Archive
from sekisho.store.judgements import judgements
from tests.cli.test_record import record
from tests.whole import sekisho

if TYPE_CHECKING:
    from pathlib import Path

USAGE, DATA = 64, 65
PASSWORD = "seven grey herons at dusk"  # noqa: S105  # of a person who is not


def run(*words: str, store: str) -> str:
    done = sekisho("people", *words, "--store", store)
    assert done.code == 0, done.err
    return done.out


@pytest.fixture
def store(tmp_path: Path) -> str:
    return str(tmp_path / "store.sqlite")


@pytest.fixture
def staffed(store: str) -> str:
    """A store with an analyst and an approver."""
    with Archive.open(store, create=True) as archive:
        people = People(archive)
        people.create(console("root"), "ann", Role.ANALYST)
        people.create(console("root"), "bob", Role.APPROVER)
        people.create(console("root"), "vera", Role.VIEWER)
    return store


def test_somebody_gets_an_account_a_link_and_a_role(store: str) -> None:
    out = run(
        "add",
        "ann",
        "--role",
        "analyst",
        "--lang",
        "ja",
        "--by",
        "root",
        "--url",
        "https://s.example/",
        store=store,
    )
    link, hint = out.splitlines()
    assert "once" in hint
    address, _, token = link.rpartition("/")
    assert address == "https://s.example/welcome"
    assert run("list", store=store) == "ann  analyst  ja  has no password yet\n"
    with Archive.open(store) as archive:
        people = People(archive)
        people.welcome(token, PASSWORD)
        session = people.sign_in("ann", PASSWORD, "here")
        assert run("role", "ann", "approver", "--by", "root", store=store) == "ann  approver  ja\n"
        assert people.account("ann").role is Role.APPROVER
        again = run("invite", "ann", "--by", "root", store=store)
        assert again.startswith("http://127.0.0.1:8000/welcome/")
        assert run("disable", "ann", "--by", "root", store=store) == "ann  approver  ja  disabled\n"
        assert people.session(session) is None
        run("enable", "ann", "--by", "root", store=store)
    (told,) = json.loads(run("list", "--format", "json", store=store))
    assert (told["name"], told["role"], told["disabled"], told["welcomed"]) == (
        "ann",
        "approver",
        False,
        True,
    )
    listed = sekisho("record", "list", "--store", store).out
    for change in ("made", "invited", "password set by a link", "changed"):
        assert f"account ann: {change}" in listed
    assert sekisho("record", "verify", "--store", store).code == 0


def test_a_program_gets_a_key(staffed: str) -> None:
    scopes = ("--scope", "look-up", "--scope", "screen")
    token, line = run("key", "add", "ann", "nightly run", *scopes, "--by", "root", store=staffed).splitlines()
    with Archive.open(staffed) as archive:
        caller = Keys(archive).caller(token)
    assert caller is not None
    assert caller.name == "ann"
    assert "ann  nightly run: look-up, screen, until " in line
    assert run("key", "list", "--account", "ann", store=staffed) == f"{line}\n"
    assert "no keys" in run("key", "list", "--account", "bob", store=staffed)
    (told,) = json.loads(run("key", "list", "--format", "json", store=staffed))
    assert (told["id"], told["scopes"]) == (caller.key, ["look-up", "screen"])
    assert token not in json.dumps(told)
    assert run("key", "revoke", told["id"], "--by", "root", store=staffed).startswith("revoked: ")
    with Archive.open(staffed) as archive:
        assert Keys(archive).caller(token) is None


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("add", "ann", "--by", "root"), USAGE, "names are for good"),
        (("add", "Ann", "--by", "root"), USAGE, "no name for an account"),
        (("add", "eve", "--by", " "), USAGE, "has an author"),
        (("role", "eve", "viewer", "--by", "root"), USAGE, "no account 'eve'"),
        (("key", "add", "vera", "x", "--scope", "judge", "--by", "root"), DATA, "'vera' may not do judge"),
        (("key", "add", "bob", "x", "--scope", "approve", "--by", "root"), USAGE, "cannot be for approve"),
        (("key", "revoke", "00000000", "--by", "root"), USAGE, "no key"),
    ],
)
def test_refused(staffed: str, words: tuple[str, ...], code: int, told: str) -> None:
    done = sekisho("people", *words, "--store", staffed)
    assert done.code == code, done.err
    assert told in done.err


def test_where_there_are_accounts_what_lets_somebody_pass_is_only_proposed(staffed: str) -> None:
    record(staffed)
    judge = ("judge", "大華", "dahua")
    said = ("--why", "accountants", "--store", staffed)
    out = sekisho(*judge, "different", "--by", "ann", *said).out
    assert "somebody else has to approve" in out
    waive = ("record", "dispose", "4", "waived", "--store", staffed, "--why", "waiver 7")
    assert "somebody else has to approve" in sekisho(*waive, "--by", "ann").out
    assert sekisho(*judge, "unsure", "--by", "bob", *said).out.endswith(": judgement\n")
    with Archive.open(staffed) as archive:
        assert [(each.verdict.value, each.by) for each in judgements(archive, 10**6)] == [("unsure", "bob")]
    for who, code, why in (("vera", DATA, "'judge'"), ("eve", USAGE, "no account 'eve'")):
        for words in ((*judge, "different", *said), waive):
            done = sekisho(*words, "--by", who)
            assert done.code == code
            assert why in done.err
    listed = sekisho("record", "list", "--store", staffed).out
    assert "ann  proposed: 大華 and dahua: different: accountants" in listed
    assert "ann  proposed: chips: waived entry 4: waiver 7" in listed
