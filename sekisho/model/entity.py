"""Who is who: entities with their names, listings and ownership, each with its two times.

Words are FollowTheMoney's. `valid` is when a thing holds in the world (closed days), `known` the
first day on which it could be known.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sekisho.dates import ALWAYS, FIRST_DAY

if TYPE_CHECKING:
    from sekisho.dates import Interval
    from sekisho.model.case import Range


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, body or person under all its names.

    Attributes:
        names: names that identify it wherever they stand.
        weak: names that many may bear: a match on one is unknown until a person judges.
        doubtful: those of its names that nobody has verified.
        source: what says so.
    """

    id: str
    schema: str
    names: tuple[str, ...]
    country: str | None = None
    weak: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """An entity stands on a list (FollowTheMoney: Sanction).

    Attributes:
        list: the list's id, without its part.
        parts: the parts of the list it also stands on: `a` of `s889:a`.
        entry: the name as the list has it.
        known: the first day on which it could be known; of an ended one, that it ended.
        certainty: how sure it is, in words; or why it ended, where the list does not say so itself.
    """

    entity: str
    list: str
    entry: str
    parts: tuple[str, ...] = ()
    valid: Interval = field(default=ALWAYS)
    known: int = FIRST_DAY
    cites: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Ownership:
    """An owner holds a company, or controls it, for a time. It is known from its first day.

    Attributes:
        share: of the capital, percent; None: not known.
        votes: percent, where they are told apart; None: not known.
        control: None: not known.
        since: the first day, as exactly as it is known; None: always.
        until: the last day, likewise; None: still.
    """

    owner: str
    asset: str
    share: Range | None = None
    control: bool | None = None
    since: Interval | None = None
    until: Interval | None = None
    source: str = ""
    certainty: str = ""
    votes: Range | None = None

    def as_known(self, known: int) -> Ownership | None:
        """What was known of it on a day; None: nothing. Its end is known from that end on."""
        if self.since is not None and self.since.first > known:
            return None
        return replace(self, until=None) if self.until is not None and self.until.first > known else self


@dataclass(frozen=True, slots=True)
class Identifier:
    """A mark on a thing that points to somebody: a MAC block, a PCI vendor, a brand."""

    kind: str
    value: str
    entity: str
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class ListInfo:
    """A list as a whole: what it is, and whether a name not on it is known not to be on it.

    Attributes:
        kind: official, statute, order, user, group, press or addressee; the first four are reported.
        complete: False: a name not found is unknown. A list from a store is complete while it is fresh.
        loaded: the file given for it, or the snapshot of the store, and its day; empty: none.
        complete_from: the day from which it is complete: a file of today does not say who was removed before.
        topics: what it makes of those who stand on it, in FollowTheMoney's words.
        believed: does a case decide that states of somebody that he has no entry on it?
    """

    id: str
    title: str
    kind: str
    complete: bool
    published: int = FIRST_DAY
    cites: str = ""
    loaded: str = ""
    complete_from: int = FIRST_DAY
    topics: tuple[str, ...] = ()
    believed: bool = False
