"""Cases put to the law: one, or some; a file of many is a job."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated, Any

from fastapi import Body
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from sekisho.desk.asked import Answered, Question
from sekisho.desk.desk import Desk
from sekisho.errors import InputError, Location, Problem, UsageError
from sekisho.formats.case import case_of
from sekisho.model.case import Case
from sekisho.model.person import Caller, Right
from sekisho.record.said import Asked
from sekisho.service.api import shapes
from sekisho.service.asking import TheDesk, TheSettings, Times, may
from sekisho.service.routes import Routes

router = Routes(prefix="/api", tags=["screen"])
WHERE = "the request"
CASE = {
    "id": "camera-7",
    "date": "2021-06-01",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"name": "IP camera", "class": "camera", "manufacturer": "Zhejiang Dahua Technology Co., Ltd."},
    "use": {"purpose": "government-security"},
}
Told = Annotated[dict[str, Any], Field(description="In the case format.", examples=[CASE])]


class How(BaseModel):
    """How cases are put to the law, and whether the answers are kept."""

    model_config = ConfigDict(extra="forbid")

    readings: list[str] = Field([], description="Readings to adopt: press, as-law.", examples=[[]])
    measures: list[str] = Field(
        [], description="Look at these instruments or measures only.", examples=[["US-889A"]]
    )
    every: bool = Field(default=False, description="Tell the instruments that answer no-rule, too.")
    record: bool = Field(default=True, description="Keep every answer in the record.")

    @property
    def asked(self) -> Asked:
        """The same, as the desk has it."""
        return Asked(tuple(self.readings), tuple(self.measures), self.every)


class One(How):
    """A case."""

    case: Told


class Some(How):
    """Some cases."""

    cases: list[Told] = Field(min_length=1)


@router.post("/screen", response_model=shapes.Answered)
async def screen(
    told: Annotated[One, Body()],
    desk: TheDesk,
    times: Times,
    who: Annotated[Caller, may(Right.SCREEN)],
) -> Response:
    """Put a case to the law; the answer is kept before it is given."""
    question = Question(_case(told.case, "case", desk), times, told.asked, record=told.record)
    desk.ask(who, [question])
    return Response(written(await asyncio.wrap_future(question.answered)), media_type="application/json")


@router.post("/screen/many", response_model=list[shapes.Answered])
async def screen_many(
    told: Annotated[Some, Body()],
    desk: TheDesk,
    times: Times,
    settings: TheSettings,
    who: Annotated[Caller, may(Right.SCREEN)],
) -> Response:
    """Put some cases to the law together; where one of them cannot be read, none is asked."""
    if len(told.cases) > settings.cases:
        raise UsageError(
            f"{len(told.cases)} cases are more than {settings.cases}: hand in a file (POST /api/jobs)"
        )
    cases: list[Case] = []
    problems: list[Problem] = []
    for place, each in enumerate(told.cases):
        try:
            cases.append(_case(each, f"cases[{place}]", desk))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError("some of the cases cannot be read; none was asked", problems)
    questions = [Question(each, times, told.asked, record=told.record) for each in cases]
    desk.ask(who, questions)
    answered = await asyncio.gather(*(asyncio.wrap_future(each.answered) for each in questions))
    return Response(f"[{','.join(map(written, answered))}]", media_type="application/json")


def _case(told: dict[str, Any], path: str, desk: Desk) -> Case:
    name = f"case-{secrets.token_hex(4)}"  # a case without a name is nobody else's
    return case_of(told, Location(WHERE, path=path), desk.law.facts, default_id=name, lists=desk.lists)


def written(answered: Answered) -> str:
    """What was answered, as JSON: its text is there already, and begins with a brace."""
    number = "null" if answered.number is None else answered.number
    return f'{{"number":{number},"hash":"{answered.hash}",{answered.text[1:]}'
