"""Law in memory: instruments, their measures as chains of texts in time, and conditions.

A condition is the rule and its explanation at once: evaluation only annotates it. Nothing here
knows a statute by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.dates import Moment
    from sekisho.errors import Location


class Outcome(StrEnum):
    """The ten words a decision can answer, strictest first. There is no word for "cleared"."""

    PROHIBITED = "prohibited"
    LICENCE_REQUIRED = "licence-required"
    CAPPED = "capped"
    REMOVE_BY = "remove-by"
    REVIEW = "review"
    RED_FLAG = "red-flag"
    UNKNOWN = "unknown"
    PERMITTED = "permitted"
    ADVISED_AGAINST = "advised-against"
    NO_RULE = "no-rule"

    @property
    def strictness(self) -> int:
        """0 for `no-rule`, 9 for `prohibited`: answers combine by the maximum."""
        return len(OUTCOMES) - 1 - OUTCOMES.index(self)

    @property
    def exit_code(self) -> int:
        """What a pipeline is told: 0 nothing stands against it, 1 stop, 2 a person must look."""
        return _EXIT_CODES.get(self, 0)


_EXIT_CODES = {
    Outcome.PROHIBITED: 1,
    Outcome.LICENCE_REQUIRED: 1,
    Outcome.CAPPED: 1,
    Outcome.REMOVE_BY: 1,
    Outcome.REVIEW: 2,
    Outcome.RED_FLAG: 2,
    Outcome.UNKNOWN: 2,
}
OUTCOMES = tuple(Outcome)
BY_STRICTNESS = OUTCOMES[::-1]
"""The outcomes so that `BY_STRICTNESS[outcome.strictness] is outcome`."""


class State(StrEnum):
    """Where a measure stands on a day, as known on a day."""

    REPORTED = "reported"
    ANNOUNCED = "announced"
    UPCOMING = "upcoming"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Rank(StrEnum):
    """The legal force of a text."""

    STATUTE = "statute"
    REGULATION = "regulation"
    ORDER = "order"
    LICENCE_CONDITION = "licence-condition"
    CONTRACT = "contract"
    POLICY = "policy"
    GUIDANCE = "guidance"
    RECOMMENDATION = "recommendation"
    REPORT = "report"

    @property
    def binds(self) -> bool:
        """Does a text of this rank bind others than its author?"""
        return self not in UNBINDING


UNBINDING = frozenset({Rank.POLICY, Rank.GUIDANCE, Rank.RECOMMENDATION, Rank.REPORT})

READINGS = ("press", "as-law")
"""What a reading is called: that of the press, and that of a policy taken for law."""

Kind: TypeAlias = Literal["measure", "flag", "reading", "derogation", "definition", "note"]
"""What a block with conditions is; a `note` is an instrument that has no rule, and says so."""


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact as a test names it.

    Attributes:
        element: whose fact: `case`, `party`, `component`, `actor-use`, `party-use`, `authorisation`, or `it`.
        attr: its name there (`item.class` of the case, `role` of a party).
        subject: of a derived fact, whose relation it is: empty (the element), `maker`, `item.maker`.
        relation: of a derived fact: `on`, `under`, `share` …; empty for a told fact.
        list: the list that a derived fact is about; empty where it names none.
    """

    element: str
    attr: str
    subject: str = ""
    relation: str = ""
    list: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """`fact operator value…`, as written."""

    fact: FactRef
    operator: str
    value: tuple[str | float | Moment, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A node of a rule, and of every explanation of it.

    Attributes:
        label: the clause in words, as it stands in the file.
        op: how the children combine; `test` is a leaf, `always` an empty one that holds; `in-force`
            and `derogation` are the two leaves that the law's own calendar answers.
        test: of a leaf.
        over: under `some`, the collection; of a `derogation`, its id.
        at: file and line.
        ja: the clause in Japanese, where the file gives it.
    """

    label: str
    op: Literal["all", "any", "not", "some", "test", "always", "in-force", "derogation"]
    children: tuple[Condition, ...] = ()
    test: Test | None = None
    over: str = ""
    at: Location | None = None
    ja: str = ""


Key: TypeAlias = (
    "str | int | bool | Moment | Condition | Rank | Outcome | tuple[str, ...] | Mapping[str, str]"
)
"""What a key of a block may hold once it is read."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a block: the keys it gives, from a day on, as published on a day.

    Attributes:
        published: the day it could first be read; None: as its instrument.
        start: its `from`; None: no day is set.
        keys: every key it gives, `from` and `until` included.
    """

    published: int | None
    start: Moment | None
    keys: Mapping[str, Key]
    at: Location


@dataclass(frozen=True, slots=True)
class Block:
    """A measure, flag, reading, derogation or definition: one rule as a chain of texts.

    Attributes:
        lifts: of a derogation, the ids it takes away from.
        texts: the text as enacted, then its amendments by (from, published).
    """

    id: str
    kind: Kind
    instrument: str
    texts: tuple[Text, ...]
    at: Location
    lifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """An act: who issued what; the texts that its blocks inherit from."""

    id: str
    texts: tuple[Text, ...]
    blocks: tuple[Block, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Example:
    """A case in the law file and what is to be answered."""

    name: str
    instrument: str
    case: Mapping[str, object]
    expect: Mapping[str, Mapping[Moment, Outcome]]
    at: Location
    known: int | None = None
    readings: tuple[str, ...] = ()
    needs: tuple[str, ...] | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
