"""What surveys of a register ask, and what they answer: the matrix, and a case over all time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import Interval
    from sekisho.model.measure import Outcome


@dataclass(frozen=True, slots=True)
class Activity:
    """A typical act, put to every jurisdiction with the goods or shares of every group.

    Attributes:
        en: what is done, in English.
        ja: the same in Japanese.
        case: in the case format, with `{group}` and `{country}` to be filled in.
        within: by jurisdiction, the keys of the case that are others there.
    """

    id: str
    en: str
    ja: str
    case: Mapping[str, object]
    within: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the matrix asks.

    Attributes:
        groups: what each is called, by the id of the maker at its head.
        source: where this is written.
    """

    groups: Mapping[str, str]
    activities: tuple[Activity, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Ground:
    """The clause that an instrument answers from, and how sure the register is of it.

    Attributes:
        instrument: its id.
        clause: the id of the clause, which another instrument may hold; empty: no single one decided.
        certainty: in the register's own words.
        unverified: what nobody has confirmed.
    """

    instrument: str
    clause: str
    certainty: str
    unverified: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a jurisdiction answers to an act with a group.

    Attributes:
        country: the jurisdiction, as a two-letter code.
        activity: the id of the act.
        group: the id of the maker.
        outcome: the strictest answer.
        instruments: those that answer so strictly; empty where none answers.
        grounds: what each of those rests on, in their order, where it was asked for.
    """

    country: str
    activity: str
    group: str
    outcome: Outcome
    instruments: tuple[str, ...]
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of days on which a jurisdiction answers the same to a case.

    Attributes:
        outcome: the strictest answer.
        instruments: those that answer so strictly; empty where none answers.
    """

    days: Interval
    outcome: Outcome
    instruments: tuple[str, ...]
