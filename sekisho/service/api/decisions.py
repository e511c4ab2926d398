"""What was decided: found again, asked again, and answered where it asks for something."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from sekisho.model.measure import Outcome
from sekisho.model.person import Caller, Right
from sekisho.service.api import shapes
from sekisho.service.api.paging import Before, Limit
from sekisho.service.api.record import entry_of
from sekisho.service.api.screen import written
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes
from sekisho.store.decisions import Line, Sought

router = Routes(prefix="/api/decisions", tags=["decisions"], dependencies=[may(Right.READ)])
Number = Annotated[int, Path(ge=1, le=2**53 - 1, description="Of its entry in the record.")]
Instant = Annotated[
    str | None, Query(description="An instant in UTC or the beginning of one: 2026-11, 2026-11-30T12.")
]


class Lines(shapes.Shape):
    """Decisions, the newest first; `next` goes into `before` of the request for those that follow."""

    decisions: list[shapes.Line]
    next: shapes.Number | None


class Count(shapes.Shape):
    """How many decisions of an outcome were recorded in a month."""

    month: str
    outcome: Outcome
    count: int


class Answers(BaseModel):
    """What a person answers to what a decision asks for."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Any] = Field(
        min_length=1, description="By the address of the need.", examples=[{"authorisations": []}]
    )
    why: str = Field("", description="Where it is known from.")


@router.get("")
def found(
    desk: TheDesk,
    case: Annotated[str | None, Query(description="The name of the case, whole.")] = None,
    outcome: Outcome | None = None,
    by: Annotated[str | None, Query(description="Who asked.")] = None,
    follows: Annotated[
        int | None, Query(ge=1, le=2**53 - 1, description="Asked again after this one.")
    ] = None,
    since: Instant = None,
    until: Instant = None,
    before: Before = None,
    limit: Limit = 50,
) -> Lines:
    """Recorded decisions, the newest first."""
    sought = Sought(case, outcome, by, follows, since, until)
    lines = desk.decisions(sought, before=before, limit=limit)
    return Lines(
        decisions=[line_of(each) for each in lines], next=lines[-1].number if len(lines) == limit else None
    )


@router.get("/counts")
def counts(desk: TheDesk) -> list[Count]:
    """How many decisions of each outcome were recorded in each month."""
    return [Count(month=month, outcome=Outcome(what), count=many) for month, what, many in desk.counts()]


@router.get("/{number}", response_model=shapes.Answered)
def decision(number: Number, desk: TheDesk) -> Response:
    """A decision as it was made: case, answer, reasons, and what it rests on."""
    entry = desk.decided(number)
    told = f'{{"number":{number},"hash":"{entry.hash}",{entry.body[1:]}'
    return Response(told, media_type="application/json")


@router.get("/{number}/difference")
def difference(number: Number, desk: TheDesk, times: Times) -> shapes.Difference:
    """What has changed since: the same case at the same day of the act, as known on `known`."""
    changed = desk.again(number, times.known)
    return shapes.Difference(
        then=Outcome(changed.then),
        now=Outcome(changed.now),
        known_then=changed.known[0],
        known_now=changed.known[1],
        decisions=list(changed.decisions),
        listed=list(changed.listed),
        held=list(changed.held),
        basis=[
            shapes.Change(kind=kind, name=name, then=then, now=now) for kind, name, then, now in changed.basis
        ],
    )


@router.get("/{number}/said")
def said(number: Number, desk: TheDesk) -> list[shapes.Entry]:
    """What persons said to it, in their order: answers to what it asks for, dispositions, proposals."""
    return [entry_of(each) for each in desk.said_to(number)]


@router.post("/{number}/needs", response_model=shapes.Answered)
def needs(
    number: Number,
    told: Annotated[Answers, Body()],
    desk: TheDesk,
    who: Annotated[Caller, may(Right.RECORD)],
) -> Response:
    """Answer what it asks for: the case is asked again with the answers; a new decision follows this one."""
    return Response(written(desk.answer(who, number, told.answers, told.why)), media_type="application/json")


def line_of(line: Line) -> shapes.Line:
    """A line as it is told."""
    filed = line.filed
    return shapes.Line(
        number=line.number,
        at=line.at,
        by=line.by,
        case=filed.case,
        outcome=Outcome(filed.outcome),
        on=filed.on,
        known=filed.known,
        follows=filed.follows,
    )
