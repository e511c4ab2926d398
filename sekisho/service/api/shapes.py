"""The shapes of what is answered: those of `docs/reference/output.md`, and those of the record.

Answers are sent as they were made, and are not held against these at run time, which would take longer than
to decide; the tests hold them against the description that is made of these.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sekisho import dates, errors
from sekisho.model.entry import Kind
from sekisho.model.measure import Outcome, Rank, State

Word = Literal["yes", "unknown", "no"]
Number = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""Of an entry, a job …: counted from 1."""
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Shape(BaseModel):
    """A shape that has these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Shape):
    """Something wrong in what was given."""

    file: str
    line: int | None
    path: str
    message: str
    remedy: str

    @classmethod
    def of(cls, problem: errors.Problem) -> Problem:
        """A problem as it is told."""
        at = problem.at
        return cls(
            file=at.file, line=at.line or None, path=at.path, message=problem.message, remedy=problem.hint
        )


class ProblemDetails(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    problems: list[Problem]


class AsOf(Shape):
    """The two times of a question: the day or instant of the act, and the day of knowledge."""

    on: str
    known: str

    @classmethod
    def of(cls, times: dates.AsOf) -> AsOf:
        """The times as they are told."""
        return cls(on=str(times.on), known=dates.iso(times.known))


class Step(Shape):
    """One step of a path."""

    kind: str
    name: str
    detail: str
    source: str


class Path(Shape):
    """Why something of the case is reached from a list: from the case inwards to the entry."""

    address: str
    list: str
    steps: tuple[Step, ...]


class Place(Shape):
    """A place in the law text."""

    file: str
    line: int


class Finding(Shape):
    """A clause with its truth; keys that would hold nothing are left out."""

    label: str
    op: Literal["all", "any", "not", "some", "test", "always", "in-force", "derogation"]
    truth: Word
    ja: str = ""
    test: str = ""
    over: str = ""
    address: str = ""
    note: str = ""
    evidence: list[Evidence] = []
    needs: list[str] = []
    left: int = 0
    at: Place | None = None
    children: list[Finding] = []


class Told(Shape):
    """A fact as it was told."""

    kind: Literal["fact"]
    fact: str
    value: str | bool | list[str] | None


class Reached(Path):
    """A path on which a clause rests."""

    kind: Literal["path"]


Evidence = Annotated[Told | Reached, Field(discriminator="kind")]


class Question(Shape):
    """A need in words."""

    fact: str
    en: str
    ja: str


class Decision(Shape):
    """What one instrument answers."""

    instrument: str
    measure: str | None
    reading: str | None
    outcome: Outcome
    latent: bool
    under: list[str]
    state: State
    rank: Rank
    certainty: str
    unverified: list[str]
    cites: str
    notice: str
    needs: list[str]
    questions: list[Question]
    paths: list[Path] | None
    finding: Finding | None


class Listed(Shape):
    """A party or maker that stands on a published list, whether or not a rule bites."""

    path: str
    name: str
    list: str
    entry: str


class Held(Shape):
    """What a licence on file says."""

    number: str
    covers: Word
    why: list[str]


class Basis(Shape):
    """What an answer rests on."""

    engine: str
    law: str
    lists: dict[str, str]


class Answer(Shape):
    """All that is answered to a case."""

    version: Literal[1]
    case: str
    outcome: Outcome
    decisions: list[Decision]
    readings: list[Decision]
    listed: list[Listed]
    looked_at: list[str]
    held: list[Held]
    as_of: AsOf
    basis: Basis


class Given(Shape):
    """A case as it was given, in the case format, and what that has no words for."""

    case: dict[str, Any]
    unopened: list[str]
    beside: dict[str, dict[str, str]]


class Asked(Shape):
    """How a case was put to the law."""

    readings: list[str] = []
    measures: list[str] = []
    every: bool = False


class Answered(Shape):
    """What was answered to a case, and where it is kept.

    `number` and `hash` are those of its entry in the record; without one they are null and empty.
    """

    number: Number | None
    hash: Hash | Literal[""]
    case: str
    given: Given
    asked: Asked
    answer: Answer
    follows: Number | None = None


class Entry(Shape):
    """An entry of the record; what its body holds depends on its kind (`docs/concepts/record.md`)."""

    number: Number
    previous: Hash
    at: str
    by: str
    kind: Kind
    hash: Hash
    body: dict[str, Any]


class Line(Shape):
    """A recorded decision in a line; `follows` is the one that its case was asked again after."""

    number: Number
    at: str
    by: str
    case: str
    outcome: Outcome
    on: str
    known: str
    follows: Number | None


class Change(Shape):
    """A part of a basis that is another now; empty where it was, or is, not there."""

    kind: str
    name: str
    then: str
    now: str


class Difference(Shape):
    """What has changed since a case was decided."""

    then: Outcome
    now: Outcome
    known_then: str
    known_now: str
    decisions: list[str]
    listed: list[str]
    held: list[str]
    basis: list[Change]
