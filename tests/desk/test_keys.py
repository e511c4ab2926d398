"""Keys: what they may, how long, and that what is revoked is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sekisho.desk.keys import LONGEST, Keys
from sekisho.desk.people import People
from sekisho.desk.refusals import ForbiddenError, MissingError
from sekisho.desk.rights import NOBODY, RIGHTS, SCOPES, console
from sekisho.errors import UsageError
from sekisho.model.entry import Kind
from sekisho.model.person import Right, Role
from sekisho.record.chain import Chain
from sekisho.store.engine import Archive
from tests.desk.test_people import everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sekisho.model.person import Caller
    from tests.desk.conftest import Clock

LOOKS = frozenset({Right.LOOK_UP, Right.SCREEN})


@pytest.fixture
def keys(archive: Archive, clock: Clock) -> Keys:
    return Keys(archive, clock)


def test_a_key_asks_in_the_name_of_its_account_and_for_what_it_is_for(
    keys: Keys, archive: Archive, hired: Callable[..., Caller]
) -> None:
    ann = hired("ann")
    key, token = keys.make(ann, "nightly run", LOOKS, 30)
    assert (key.account, key.label, key.until) == ("ann", "nightly run", "2026-12-30T12:00:00Z")
    caller = keys.caller(token)
    assert caller is not None
    assert (caller.name, caller.role, caller.rights, caller.key) == ("ann", Role.ANALYST, LOOKS, key.id)
    assert keys.keys() == keys.keys("ann") == (key,)
    assert keys.keys("bob") == ()
    last = Chain(archive).head()
    assert last is not None
    assert (last.kind, last.by) == (Kind.ACCOUNT, "ann")
    told = json.loads(last.body)
    assert (told["change"], told["key"], told["scopes"]) == ("key made", key.id, ["look-up", "screen"])


def test_a_key_is_told_by_how_it_looks_and_is_not_kept(
    keys: Keys, archive: Archive, hired: Callable[..., Caller]
) -> None:
    key, token = keys.make(hired("ann"), "nightly run", LOOKS, 30)
    assert token.startswith(f"sekisho_{key.id}_")
    assert token not in everything(archive)
    assert token.removeprefix(f"sekisho_{key.id}_") not in everything(archive)


def test_a_key_that_is_revoked_is_gone_at_once(
    keys: Keys, archive: Archive, hired: Callable[..., Caller]
) -> None:
    ann = hired("ann")
    (first, token), (_, other) = (keys.make(ann, "nightly run", LOOKS, 30) for _ in range(2))
    keys.revoke(ann, first.id)
    assert keys.caller(token) is None
    assert keys.caller(other) is not None
    with pytest.raises(MissingError):
        keys.revoke(console("root"), first.id)
    last = Chain(archive).head()
    assert last is not None
    assert json.loads(last.body)["change"] == "key revoked"


def test_a_key_runs_out(keys: Keys, clock: Clock, hired: Callable[..., Caller]) -> None:
    _, token = keys.make(hired("ann"), "nightly run", LOOKS, 1)
    clock.wait(24 * 60 * 60 - 1)
    assert keys.caller(token) is not None
    clock.wait(1)
    assert keys.caller(token) is None


def test_a_key_may_no_more_than_its_account_may_now(
    keys: Keys, people: People, hired: Callable[..., Caller]
) -> None:
    _, token = keys.make(hired("ann", Role.APPROVER), "nightly run", SCOPES, 30)
    for role in (Role.ADMINISTRATOR, Role.ANALYST, Role.VIEWER):
        people.change(console("root"), "ann", role=role)
        caller = keys.caller(token)
        assert caller is not None
        assert caller.rights == SCOPES & RIGHTS[role]
        if role is Role.ADMINISTRATOR:
            people.create(console("root"), "root", Role.ADMINISTRATOR)
    people.change(console("root"), "ann", disabled=True)
    assert keys.caller(token) is None


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST, Role.APPROVER])
def test_ones_own_keys_are_ones_own_and_those_of_others_an_administrators(
    keys: Keys, hired: Callable[..., Caller], role: Role
) -> None:
    eve, root, ann = hired("eve", role), hired("root", Role.ADMINISTRATOR), hired("ann")
    key, _ = keys.make(ann, "hers", LOOKS, 30)
    own, _ = keys.make(eve, "his", LOOKS, 30)
    for attempt in (
        lambda: keys.make(eve, "for her", LOOKS, 30, "ann"),
        lambda: keys.revoke(eve, key.id),
        lambda: keys.revoke(eve, "00000000"),
        lambda: keys.make(NOBODY, "for nobody", LOOKS, 30),
        lambda: keys.revoke(NOBODY, key.id),
    ):
        with pytest.raises(ForbiddenError):
            attempt()
    assert keys.revoke(eve, own.id) == own
    for_her, _ = keys.make(root, "for her", LOOKS, 30, "ann")
    assert for_her.account == "ann"
    assert keys.revoke(root, key.id) == key


def test_no_key_makes_or_revokes_keys(keys: Keys, hired: Callable[..., Caller]) -> None:
    key, token = keys.make(hired("root", Role.ADMINISTRATOR), "all", SCOPES, 30)
    caller = keys.caller(token)
    assert caller is not None
    with pytest.raises(ForbiddenError, match="sign in"):
        keys.make(caller, "to stay for ever", LOOKS, 30)
    with pytest.raises(ForbiddenError, match="sign in"):
        keys.revoke(caller, key.id)


def test_what_is_wrong_with_a_key_is_said(keys: Keys, hired: Callable[..., Caller], people: People) -> None:
    ann, root = hired("ann"), hired("root", Role.ADMINISTRATOR)
    for label, scopes, days, why in (
        (" ", LOOKS, 30, "what the key is for"),
        ("x" * 101, LOOKS, 30, "1 to 100"),
        ("all", frozenset[Right](), 30, "cannot be for nothing"),
        ("all", {Right.APPROVE}, 30, "cannot be for approve"),
        ("all", {Right.PEOPLE}, 30, "cannot be for people"),
        ("all", LOOKS, 0, "1 to 366 days"),
        ("all", LOOKS, LONGEST + 1, "1 to 366 days"),
    ):
        with pytest.raises(UsageError, match=why):
            keys.make(ann, label, scopes, days)
    with pytest.raises(ForbiddenError, match="'ann' may not do lists"):
        keys.make(ann, "all", {Right.LISTS}, 30)
    with pytest.raises(MissingError, match="no account 'nobody'"):
        keys.make(root, "all", LOOKS, 30, "nobody")
    people.change(root, "ann", disabled=True)
    with pytest.raises(ForbiddenError, match="disabled"):
        keys.make(root, "all", LOOKS, 30, "ann")


@pytest.mark.parametrize("token", ["", "sekisho_", "x" * 10_000, "\ud800", "' OR 1=1 --"])
def test_what_is_no_key_is_none(keys: Keys, hired: Callable[..., Caller], token: str) -> None:
    keys.make(hired("ann"), "nightly run", LOOKS, 30)
    assert keys.caller(token) is None


@pytest.mark.parametrize("undone", ["the key is revoked", "the account is disabled"])
def test_a_key_at_hand_is_worth_nothing_as_soon_as_it_is_revoked_anywhere(
    tmp_path: Path, undone: str
) -> None:
    path, root = tmp_path / "store.sqlite", console("root")
    with Archive.open(path, create=True, kept=True) as kept, Archive.open(path) as other:
        People(kept).create(root, "ann", Role.ANALYST)
        keys = Keys(kept)
        key, token = keys.make(root, "nightly run", LOOKS, 1, "ann")
        assert keys.at_hand(token) is None, "nobody has asked for it yet"
        asked = keys.caller(token)
        assert asked is not None
        assert keys.at_hand(token) == asked
        if undone == "the key is revoked":
            Keys(other).revoke(root, key.id)
        else:
            People(other).change(root, "ann", disabled=True)
        assert keys.at_hand(token) is None
        assert keys.caller(token) is None


def test_a_key_at_hand_runs_out(tmp_path: Path, clock: Clock) -> None:
    with Archive.open(tmp_path / "store.sqlite", create=True, kept=True) as kept:
        People(kept).create(console("root"), "ann", Role.ANALYST)
        keys = Keys(kept, clock)
        _, token = keys.make(console("root"), "nightly run", LOOKS, 1, "ann")
        assert keys.caller(token) is not None
        assert keys.at_hand(token) is not None
        clock.wait(24 * 60 * 60)
        assert keys.at_hand(token) is None
        assert keys.caller(token) is None
