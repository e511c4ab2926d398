"""Who may what: the one table, and the one question that is asked of it.

Invariants: nothing else decides; a key may never do more than its account may at that moment; what takes a
second person's eyes, and what looks after persons, is never done by a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.desk.refusals import ForbiddenError
from sekisho.model.person import Caller, Right, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.person import Account, Key

_VIEWER = frozenset({Right.LOOK_UP, Right.READ, Right.SCREEN})
_ANALYST = _VIEWER | {Right.RECORD, Right.JUDGE}
_APPROVER = _ANALYST | {Right.APPROVE, Right.LISTS}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: _VIEWER,
    Role.ANALYST: _ANALYST,
    Role.APPROVER: _APPROVER,
    Role.ADMINISTRATOR: frozenset(Right),
}
SCOPES = frozenset(Right) - {Right.APPROVE, Right.PEOPLE}
"""What a key can be for. Four eyes are the eyes of persons."""
ANYBODY = Caller("", None, frozenset({Right.LOOK_UP}))
"""Whoever shows nothing, where what is published is open to all."""
NOBODY = Caller("", None, frozenset())
"""Whoever shows nothing, elsewhere."""


def caller_of(account: Account, key: Key | None = None) -> Caller:
    """An account that asks, itself or by a key; a disabled one may do nothing."""
    rights = frozenset[Right]() if account.disabled else RIGHTS[account.role]
    if key is None:
        return Caller(account.name, account.role, rights, account.lang)
    return Caller(account.name, account.role, rights & key.scopes & SCOPES, account.lang, key.id)


def console(name: str, account: Account | None = None) -> Caller:
    """Whoever runs the command line beside the store, and could write the database itself.

    Nothing is approved there, for nobody proves who he is.

    Args:
        name: as he says.
        account: in whose name he says something; None: he looks after the store.
    """
    rights = frozenset(Right) if account is None else caller_of(account).rights
    return Caller(name, None if account is None else account.role, rights - {Right.APPROVE})


def may(caller: Caller, right: Right) -> bool:
    """Whether it would be refused: for pages that show only what can be done."""
    return right in caller.rights


def require(caller: Caller, right: Right) -> None:
    """Let only those pass who may.

    Raises:
        ForbiddenError: he may not.
    """
    if right not in caller.rights:
        raise ForbiddenError(
            f"{_who(caller)} may not do that: it takes the right '{right}'; {_remedy(right)}"
        )


def require_self(caller: Caller, account: str, right: Right) -> None:
    """Let somebody at what is his own, and those at it who may with everybody's.

    Raises:
        ForbiddenError: he is neither, or shows a key: keys look after nothing.
    """
    if caller.key is not None:
        raise ForbiddenError(f"the key {caller.key} may not do that: sign in")
    if not caller.name or caller.name != account:
        require(caller, right)


def _who(caller: Caller) -> str:
    if caller.key is not None:
        return f"the key {caller.key} of {caller.name}"
    return caller.name or "whoever is not signed in"


def _remedy(right: Right) -> str:
    roles = " or ".join(role for role in Role if right in RIGHTS[role])
    by_key = "" if right in SCOPES else ", signed in and without a key"
    return f"ask an administrator for the role {roles}{by_key}"
