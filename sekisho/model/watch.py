"""Who wants to hear of what: names that are watched, and where news is sent to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How news is sent."""

    WEBHOOK = "webhook"
    """Posted to an address, signed."""
    EMAIL = "e-mail"


@dataclass(frozen=True, slots=True)
class Watch:
    """A name that somebody watches.

    Attributes:
        by: the account.
        name: as it is looked up.
        country: of its bearer, as a two-letter code; empty: nobody told.
        why: what for.
        since: the instant from which it is watched, ISO 8601 in UTC.
        moved: when something else was last said of it; empty: not since then.
    """

    id: int
    by: str
    name: str
    country: str
    why: str
    since: str
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where somebody wants news to be sent.

    Attributes:
        by: the account.
        target: an address of the web, or one of e-mail.
        mine: only of what he recorded and watches himself; else of everything.
        since: an instant.
    """

    id: int
    by: str
    way: Way
    target: str
    mine: bool
    since: str


@dataclass(frozen=True, slots=True)
class Notice:
    """News on its way to one hook.

    Attributes:
        body: JSON, as it is sent and signed.
        attempts: how often that was tried.
        after: the instant of the next attempt.
        sent: when it arrived; empty: not yet.
        failure: what came of the last attempt.
    """

    id: int
    hook: int
    body: str
    at: str
    attempts: int
    after: str
    sent: str = ""
    failure: str = ""
