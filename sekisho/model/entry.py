"""The record of what was decided: its entries, and the mark by which its length is known outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry says."""

    DECISION = "decision"
    """What was answered to a case."""
    NEED = "need"
    """A person's answer to what a decision asked for."""
    DISPOSITION = "disposition"
    """A person's word on what a decision found."""
    JUDGEMENT = "judgement"
    """That a person judged whether the bearer of a name is an entity."""
    PROPOSAL = "proposal"
    """What a person proposed that takes a second one."""
    REVIEW = "review"
    """The second person's word on a proposal, or that it was withdrawn."""
    TASK = "task"
    """That something was sent to a colleague, or is done with."""
    ACCOUNT = "account"
    """What became of an account or a key."""
    WAKING = "waking"
    """That decisions were held against newer lists, and which of them came out otherwise."""


class Disposition(StrEnum):
    """What a person makes of a decision. None of the words changes what the law says."""

    ACCEPTED = "accepted"
    """It stands, and is acted on."""
    WAIVED = "waived"
    """The person takes it on himself, for a reason."""
    ESCALATED = "escalated"
    """Somebody else has to say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was decided or said, for good.

    Attributes:
        number: counted from 1, without a gap.
        previous: the hash of the entry before; of the first one, zeros.
        at: ISO 8601 instant in UTC.
        by: who asked or said it.
        kind: a :class:`Kind`; text, for a newer sekisho may know more of them.
        body: what is said, as canonical JSON (RFC 8785).
        hash: SHA-256 over all of the above.
    """

    number: int
    previous: str
    at: str
    by: str
    kind: str
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far a record had come: kept where nobody who writes the record can write.

    Attributes:
        number: of the newest entry.
        hash: of that entry.
        at: when this was noted, an ISO 8601 instant in UTC.
    """

    number: int
    hash: str
    at: str
