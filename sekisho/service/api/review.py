"""A person's word: on a name and an entity, on a decision, and on what another person proposed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal, assert_never

from fastapi import Body, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from sekisho.desk.desk import Desk
from sekisho.desk.refusals import MissingError
from sekisho.model.entry import Disposition, Entry
from sekisho.model.judgement import Verdict, appearance
from sekisho.model.person import Caller, Right
from sekisho.model.task import Different, Doubt, Proposal, State, Waiver
from sekisho.service.api import shapes
from sekisho.service.api.decisions import Number as Decision
from sekisho.service.api.entities import Judged, judged
from sekisho.service.api.record import entry_of
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes
from sekisho.store.judgements import judgements as standing

router = Routes(prefix="/api", tags=["review"])
READ = [may(Right.READ)]
Judge = Annotated[Caller, may(Right.JUDGE)]
Approver = Annotated[Caller, may(Right.APPROVE)]
Number = Annotated[int, Path(ge=1, le=2**53 - 1, description="Of its entry in the record.")]


class Told(BaseModel):
    """What a person says."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(min_length=1, description="The reason, for whoever asks later.")


class Judgement(Told):
    """Whether the bearer of a name is an entity."""

    name: str = Field(min_length=1, max_length=1000)
    country: str | None = None
    entity: str = Field(min_length=1, description="The id of the entity.")
    verdict: Verdict
    to: str | None = Field(None, description="Of `different`: the colleague who is asked to approve it.")


class Word(Told):
    """What becomes of a decision, or of what one rule of it found."""

    disposition: Disposition
    rule: str = Field("", description="Only of what this instrument or measure found.")
    to: str | None = Field(None, description="Of `waived`: the colleague who is asked to approve it.")


class Reason(BaseModel):
    """Why."""

    model_config = ConfigDict(extra="forbid")

    why: str = ""


class Proposed(shapes.Shape):
    """What one person proposed and another has to approve: `different` of a name, or a waiver."""

    number: shapes.Number
    about: Literal["different", "waiver"]
    name: str = ""
    country: str | None = None
    entity: str = ""
    case: str = ""
    decision: shapes.Number | None = None
    rule: str = ""
    by: str
    at: str
    why: str
    state: State
    settled_by: str | None
    settled: str | None
    reason: str


class Said(shapes.Shape):
    """What came of a person's word: an entry of the record, or a proposal, which takes a second person."""

    entry: shapes.Entry
    proposal: Proposed | None


@router.get("/judgements", dependencies=READ)
def judgements(desk: TheDesk, times: Times) -> list[Judged]:
    """What persons judged of names and entities, as known on a day."""
    return list(map(judged, standing(desk.archive, times.known)))


@router.post("/judgements")
def judge(told: Annotated[Judgement, Body()], desk: TheDesk, times: Times, who: Judge) -> Said:
    """Say whether the bearer of a name is an entity; `different` is a proposal, for a second person."""
    known = desk.store(times).entities.get(told.entity)
    if known is None:
        raise MissingError(f"there is no entity '{told.entity}'; /api/entities?name=… shows ids")
    doubt = Doubt(told.name, told.country or None, told.entity)
    return _said(desk, desk.review.judge(who, doubt, told.verdict, appearance(known), told.why, told.to))


@router.post("/decisions/{number}/dispositions")
def dispose(number: Decision, told: Annotated[Word, Body()], desk: TheDesk, who: Judge) -> Said:
    """Say what becomes of a decision; `waived` is a proposal, which takes a second person."""
    desk.decided(number)
    return _said(desk, desk.review.dispose(who, number, told.disposition, told.why, told.rule, told.to))


@router.get("/proposals", dependencies=READ)
def proposals(
    desk: TheDesk, state: Annotated[State | None, Query(description="Without it, all.")] = None
) -> list[Proposed]:
    """What was proposed, the newest first."""
    return list(map(_proposed, desk.review.proposals(state)))


@router.get("/proposals/{number}", dependencies=READ)
def proposal(number: Number, desk: TheDesk) -> Proposed:
    """One proposal."""
    return _proposed(desk.review.proposal(number))


@router.post("/proposals/{number}/approve")
def approve(number: Number, told: Annotated[Reason, Body()], desk: TheDesk, who: Approver) -> shapes.Entry:
    """Settle what another person proposed, as it was proposed."""
    return entry_of(desk.review.approve(who, number, told.why))


@router.post("/proposals/{number}/reject")
def reject(number: Number, told: Annotated[Told, Body()], desk: TheDesk, who: Approver) -> shapes.Entry:
    """Refuse what another person proposed, for a reason."""
    return entry_of(desk.review.reject(who, number, told.why))


@router.post("/proposals/{number}/withdraw")
def withdraw(number: Number, told: Annotated[Reason, Body()], desk: TheDesk, who: Judge) -> shapes.Entry:
    """Take back what one proposed oneself."""
    return entry_of(desk.review.withdraw(who, number, told.why))


def _said(desk: Desk, settled: Proposal | Entry) -> Said:
    if isinstance(settled, Proposal):
        return Said(entry=entry_of(desk.entry(settled.number)), proposal=_proposed(settled))
    return Said(entry=entry_of(settled), proposal=None)


def _proposed(told: Proposal) -> Proposed:
    about: dict[str, Any]
    match told.what:
        case Different(doubt):
            about = {"about": "different", **asdict(doubt)}
        case Waiver():
            about = {"about": "waiver", **asdict(told.what)}
        case _:
            assert_never(told.what)
    own = {key: value for key, value in asdict(told).items() if key != "what"}
    return Proposed(**about, **own)
