"""What awaits a person: doubtful names, open questions, outcomes that changed, and what was proposed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, assert_never

from fastapi import Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from sekisho.model import task as model
from sekisho.model.measure import Outcome
from sekisho.model.person import Caller, Right
from sekisho.service.api import shapes
from sekisho.service.api.paging import Limit
from sekisho.service.asking import TheDesk, may
from sekisho.service.routes import Routes

router = Routes(prefix="/api/tasks", tags=["tasks"])
READ = [may(Right.READ)]
Number = Annotated[int, Path(ge=1, le=2**53 - 1)]
Judge = Annotated[Caller, may(Right.JUDGE)]


class Doubt(shapes.Shape):
    """Is the bearer of a name this entity?"""

    name: str
    country: str | None
    entity: str


class Open(shapes.Shape):
    """A decision asks for something."""

    case: str
    decision: shapes.Number
    needs: tuple[str, ...]


class Changed(shapes.Shape):
    """A case came out otherwise when it was decided again."""

    case: str
    before: shapes.Number
    decision: shapes.Number
    was: Outcome
    now: Outcome


class Waiver(shapes.Shape):
    """Somebody would take a decision, or what one rule of it found, on himself."""

    case: str
    decision: shapes.Number
    rule: str


class Task(shapes.Shape):
    """Something that awaits a person: one of the four is there, the others are null."""

    id: shapes.Number
    doubt: Doubt | None = None
    open: Open | None = None
    changed: Changed | None = None
    waiver: Waiver | None = None
    depends: int
    decisions: tuple[int, ...]
    opened: str
    assigned: str | None
    proposal: shapes.Number | None
    closed: str | None
    closed_by: str | None


class Sent(BaseModel):
    """To whom a task is sent."""

    model_config = ConfigDict(extra="forbid")

    to: str | None = Field(None, description="The account; null: anybody.")
    why: str = ""


class Closed(BaseModel):
    """Why a task is put away."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(min_length=1)


@router.get("", dependencies=READ)
def tasks(
    desk: TheDesk,
    assigned: Annotated[str | None, Query(description="Only those sent to this account.")] = None,
    closed: Annotated[bool, Query(description="Those that are done, instead.")] = False,
    first: Annotated[int, Query(ge=0, le=10**9, description="How many to leave out before.")] = 0,
    limit: Limit = 50,
) -> list[Task]:
    """What awaits a person, those first on which most decisions depend."""
    return list(map(_task, desk.queue.tasks(assigned=assigned, closed=closed, first=first, limit=limit)))


@router.get("/{number}", dependencies=READ)
def task(number: Number, desk: TheDesk) -> Task:
    """One task."""
    return _task(desk.queue.task(number))


@router.post("/{number}/assign")
def assign(number: Number, told: Annotated[Sent, Body()], desk: TheDesk, who: Judge) -> Task:
    """Send a task to a colleague, or to anybody."""
    return _task(desk.queue.assign(who, number, told.to, told.why))


@router.post("/{number}/close")
def close(number: Number, told: Annotated[Closed, Body()], desk: TheDesk, who: Judge) -> Task:
    """Put a task away, for a reason; a doubt is judged instead."""
    return _task(desk.queue.close(who, number, told.why))


def _task(told: model.Task) -> Task:
    own = {key: value for key, value in asdict(told).items() if key != "about"}
    about = asdict(told.about)
    match told.about:
        case model.Doubt():
            return Task(doubt=Doubt(**about), **own)
        case model.Open():
            return Task(open=Open(**about), **own)
        case model.Changed():
            return Task(changed=Changed(**about), **own)
        case model.Waiver():
            return Task(waiver=Waiver(**about), **own)
        case _:
            assert_never(told.about)
