"""What a desk refuses, and why: each asks for another remedy of whoever is told."""

from __future__ import annotations

from sekisho.errors import SekishoError, UsageError


class MissingError(UsageError):
    """What was named does not exist here."""


class SettledError(UsageError):
    """What was to be done has been done already, or cannot be any more."""


class ForbiddenError(SekishoError):
    """Who asks may not do that."""


class SignInError(SekishoError):
    """Nobody is known by what was shown: a wrong name or password, a link that is worth nothing."""


class AttemptsError(SignInError):
    """Too many attempts.

    Attributes:
        wait: seconds until the next one counts.
    """

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many attempts; the next one counts in {wait} seconds")
        self.wait = wait
