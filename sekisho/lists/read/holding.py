"""What an owner holds of a company, as statements: the same for every file that tells of owners.

Shares, votes and control stay apart. Invariants: what is not told is not stated; a beginning or an end of
which only bounds are known is stated with both, beside the widest days on which the holding may stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sekisho.dates import ALWAYS, FIRST_DAY, LAST_DAY, Interval
from sekisho.lists.share import bounds, words
from sekisho.model.statement import saying

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.lists.declaration import Choice
    from sekisho.model.case import Range
    from sekisho.model.statement import Said

HOLDING, DIRECTORSHIP = "Ownership", "Directorship"


class Held(NamedTuple):
    """What is held.

    Attributes:
        share: of the capital, percent; None: not told.
        votes: percent; None: not told.
        control: does the owner control? None: not told.
        since: the first day; None: not told.
        until: the last day; None: it goes on.
    """

    share: Range | None = None
    votes: Range | None = None
    control: bool | None = None
    since: Interval | None = None
    until: Interval | None = None

    @property
    def valid(self) -> Interval:
        """All days on which it may stand."""
        first = FIRST_DAY if self.since is None else self.since.first
        last = LAST_DAY if self.until is None else self.until.last
        return ALWAYS if (first, last) == (FIRST_DAY, LAST_DAY) else Interval(first, max(first, last))


class Edge(NamedTuple):
    """Who holds whom, and what says so."""

    identity: str
    owner: str
    asset: str
    source: str = ""


def holding(edge: Edge, held: Held, listed: str, since: int | None) -> Iterator[Said]:
    """A holding as statements."""
    say = saying(edge.identity, HOLDING, listed, held.valid, since)
    yield say("owner", edge.owner)
    yield say("asset", edge.asset)
    if held.share is not None:
        yield say("percentage", words(held.share))
    if held.votes is not None:
        yield say("votes", words(held.votes))
    if held.control is not None:
        yield say("control", "yes" if held.control else "no")
    for prop, end in (("sinceWithin", held.since), ("untilWithin", held.until)):
        if end is not None and end.first != end.last:
            yield say(prop, bounds(end))
    if edge.source:
        yield say("saidBy", edge.source)


def directorship(
    edge: Edge, role: str, valid: Iterable[Interval | None], listed: str, since: int | None
) -> Iterator[Said]:
    """A seat on the board as statements; its owner is the director, its asset the company.

    Args:
        edge: who sits where.
        role: `boardMember`, `boardChair`.
        valid: its first and its last day, as exactly as they are known.
        listed: the list.
        since: the day it was made public.
    """
    first, last = valid
    say = saying(edge.identity, DIRECTORSHIP, listed, Held(since=first, until=last).valid, since)
    yield say("director", edge.owner)
    yield say("organization", edge.asset)
    yield say("role", role)


def list_of(choice: Choice | None, fallback: str) -> str:
    """The list of a file that is of one only."""
    return fallback if choice is None or choice.column or not choice.other else choice.other
