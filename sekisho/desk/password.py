"""Passwords: which are taken, and how they are kept.

Sources: OWASP Password Storage Cheat Sheet (argon2id, 19 MiB, two passes, one lane); NIST SP 800-63B-4, 3.1.1
(at least 15 characters where nothing else is asked, any character, no rule on their kinds, no change without
cause) and OWASP ASVS 5.0, V6.2.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from sekisho.errors import InputError, UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 15, 256
"""Characters. Longer ones only keep a processor busy."""
DISTINCT = 6
"""Different characters at least: a letter held down is no password."""
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
"""Keys in the order in which they lie."""
_MEMORY, _PASSES, _LANES = 19_456, 2, 1


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher, Type  # noqa: PLC0415  # an extra: whoever serves nobody needs it not
    except ModuleNotFoundError as error:
        raise UsageError("passwords need argon2; install it: pip install 'sekisho[serve]'") from error
    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY, parallelism=_LANES, type=Type.ID)


@cache
def _nobodys() -> str:
    """The hash of a password that nobody has."""
    return _hasher().hash("of nobody")


def hashed(password: str) -> str:
    """A password as it is kept: argon2id with its parameters and a salt of its own."""
    return _hasher().hash(_normal(password))


def holds(kept: str | None, password: str) -> bool:
    """Is it the password that is kept? Takes as long where none is.

    Raises:
        UsageError: argon2 is not installed.
    """
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415  # as above

    try:
        _hasher().verify(kept or _nobodys(), _normal(password[:LONGEST]))
    except (InvalidHashError, VerificationError):
        return False
    return kept is not None


def outdated(kept: str) -> bool:
    """Was it made with other parameters than those of today?"""
    return _hasher().check_needs_rehash(kept)


def check(password: str, *told: str) -> None:
    """Refuse a password that is guessed first.

    Args:
        password: as it was typed.
        told: words that anybody would try: the name of the account.

    Raises:
        InputError: it is too short, too long, or too plain.
    """
    length = len(_normal(password))
    if length < SHORTEST:
        raise InputError(f"the password has {length} characters; take at least {SHORTEST}, as some words")
    if length > LONGEST:
        raise InputError(f"the password has {length} characters; take at most {LONGEST}")
    low = _normal(password).casefold()
    for word in ("sekisho", "password", *RUNS, *(each[::-1] for each in RUNS)):
        low = low.replace(word, "")
    for word in told:
        low = low.replace(word.casefold(), "")
    if len(set(low)) < DISTINCT or _is_run(low):
        raise InputError("the password is guessed at once; take some words that do not belong together")


def _is_run(low: str) -> bool:
    """Is it nothing but keys in their order?"""
    return any(low in run * 2 for each in RUNS for run in (each, each[::-1]))


def _normal(password: str) -> str:
    """The same letters, however a keyboard gives them (NIST SP 800-63B-4: NFKC)."""
    return unicodedata.normalize("NFKC", password)
