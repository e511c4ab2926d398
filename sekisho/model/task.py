"""What awaits a person, and what awaits a second one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Doubt:
    """Is the bearer of a name this entity?

    Attributes:
        country: of the bearer, as a two-letter code; None: nobody told.
        entity: the id of the entity.
    """

    name: str
    country: str | None
    entity: str


@dataclass(frozen=True, slots=True)
class Open:
    """A decision asks for something.

    Attributes:
        decision: the number of its entry.
        needs: addresses of the facts, in the order of the law.
    """

    case: str
    decision: int
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A case that was decided came out otherwise when it was decided again.

    Attributes:
        before: the entry of the decision that stood.
        decision: the entry of the new one.
        was: the outcome that stood.
        now: the new one.
    """

    case: str
    before: int
    decision: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """What a decision, or one rule of it, found is to be waived.

    Attributes:
        decision: the number of its entry.
        rule: the instrument or measure; empty: the whole decision.
    """

    case: str
    decision: int
    rule: str


About: TypeAlias = "Doubt | Open | Changed | Waiver"
"""What a task is about. What was proposed about a doubt or a waiver, a second person settles."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that awaits a person.

    Attributes:
        depends: how many decisions depend on it.
        decisions: their entries, the newest first; at most a hundred.
        opened: ISO 8601 instant in UTC.
        assigned: the account it was sent to; None: anybody.
        proposal: the entry of what was proposed, which awaits a second person; None: nothing was.
        closed: when it was done; None: it is open.
        closed_by: who did it; `sekisho` where nothing depends on it any more.
    """

    id: int
    about: About
    depends: int
    decisions: tuple[int, ...]
    opened: str
    assigned: str | None = None
    proposal: int | None = None
    closed: str | None = None
    closed_by: str | None = None


class State(StrEnum):
    """Where a proposal stands."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Different:
    """Proposed: the bearer of a name is not this entity.

    Attributes:
        seen: :func:`sekisho.model.judgement.appearance` of the entity when it was proposed.
    """

    doubt: Doubt
    seen: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one person proposed and another one has to approve.

    Attributes:
        number: of its entry in the record, by which it is named.
        what: what is proposed.
        by: who proposed it.
        at: when, an ISO 8601 instant in UTC.
        why: his reason.
        state: where it stands.
        settled_by: who approved, rejected or withdrew it.
        settled: when.
        reason: of him.
    """

    number: int
    what: Different | Waiver
    by: str
    at: str
    why: str
    state: State = State.OPEN
    settled_by: str | None = None
    settled: str | None = None
    reason: str = ""
