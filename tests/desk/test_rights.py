"""Who may what: by role, by key, and with what is one's own."""

from __future__ import annotations

from itertools import pairwise

import pytest

from sekisho.desk.refusals import ForbiddenError
from sekisho.desk.rights import (
    ANYBODY,
    NOBODY,
    RIGHTS,
    SCOPES,
    caller_of,
    console,
    may,
    require,
    require_self,
)
from sekisho.model.person import Account, Key, Right, Role

AT = "2026-11-30T12:00:00Z"
TABLE = """
               viewer analyst approver administrator
look-up        x      x       x        x
read           x      x       x        x
screen         x      x       x        x
record         -      x       x        x
judge          -      x       x        x
approve        -      -       x        x
lists          -      -       x        x
people         -      -       -        x
"""
ROLES, *ROWS = (line.split() for line in TABLE.strip().splitlines())
CELLS = [
    (Role(role), Right(right), mark == "x")
    for right, *marks in ROWS
    for role, mark in zip(ROLES, marks, strict=True)
]


def account(role: Role, *, disabled: bool = False) -> Account:
    return Account("ann", role, "en", AT, disabled)


def key(*scopes: Right) -> Key:
    return Key("k1", "ann", "nightly", frozenset(scopes), AT, AT)


@pytest.mark.parametrize(("role", "right", "allowed"), CELLS)
def test_rights_by_role(role: Role, right: Right, allowed: bool) -> None:
    caller = caller_of(account(role))
    assert may(caller, right) is allowed
    if allowed:
        require(caller, right)
    else:
        with pytest.raises(ForbiddenError, match=f"'{right}'"):
            require(caller, right)


def test_the_table_speaks_of_every_role_and_right() -> None:
    assert {(role, right) for role, right, _ in CELLS} == {(role, right) for role in Role for right in Right}
    assert all(RIGHTS[lower] < RIGHTS[higher] for lower, higher in pairwise(Role))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_key_may_what_its_account_may_and_it_is_for(role: Role, right: Right) -> None:
    caller = caller_of(account(role), key(right))
    assert caller.rights <= RIGHTS[role]
    assert may(caller, right) is (right in RIGHTS[role] and right in SCOPES)
    assert not any(may(caller, other) for other in Right if other is not right)


def test_no_key_is_a_second_pair_of_eyes_whatever_it_says_of_itself() -> None:
    caller = caller_of(account(Role.ADMINISTRATOR), key(*Right))
    assert caller.rights == SCOPES
    for right in (Right.APPROVE, Right.PEOPLE):
        with pytest.raises(ForbiddenError, match="without a key"):
            require(caller, right)


def test_a_disabled_account_may_nothing_nor_may_its_keys() -> None:
    away = account(Role.ADMINISTRATOR, disabled=True)
    assert not caller_of(away).rights
    assert not caller_of(away, key(*Right)).rights


def test_whoever_shows_nothing_sees_what_is_published_where_that_is_open() -> None:
    assert ANYBODY.rights == {Right.LOOK_UP}
    assert not NOBODY.rights
    with pytest.raises(ForbiddenError, match="not signed in"):
        require(NOBODY, Right.LOOK_UP)


def test_nothing_is_approved_at_the_command_line() -> None:
    assert console("ann").rights == frozenset(Right) - {Right.APPROVE}
    for role in Role:
        assert console("ann", account(role)).rights == RIGHTS[role] - {Right.APPROVE}


def test_what_is_ones_own() -> None:
    viewer = caller_of(account(Role.VIEWER))
    require_self(viewer, "ann", Right.PEOPLE)
    with pytest.raises(ForbiddenError, match="administrator"):
        require_self(viewer, "bob", Right.PEOPLE)
    require_self(caller_of(account(Role.ADMINISTRATOR)), "bob", Right.PEOPLE)
    with pytest.raises(ForbiddenError, match="sign in"):
        require_self(caller_of(account(Role.ADMINISTRATOR), key(*Right)), "ann", Right.PEOPLE)
    with pytest.raises(ForbiddenError):
        require_self(NOBODY, "", Right.PEOPLE)
