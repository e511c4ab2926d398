"""The licences that are held: what each allows, what was drawn on it, and what is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Body
from pydantic import BaseModel, ConfigDict, Field

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY
from sekisho.desk.desk import Desk
from sekisho.formats.licence import checked, day, quantity, span, value
from sekisho.model import licence as model
from sekisho.model.person import Caller, Right
from sekisho.service.api import shapes
from sekisho.service.asking import TheDesk, Times, may
from sekisho.service.routes import Routes
from sekisho.store.licences import accounts, added, drawn, keep, revoked

router = Routes(prefix="/api/licences", tags=["licences"])
KEEPER = [may(Right.RECORD)]
Figure = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]


class Told(BaseModel):
    """What is told."""

    model_config = ConfigDict(extra="forbid")


class New(Told):
    """A licence, as the authority gave it; what it does not say, it does not limit."""

    number: str = Field(min_length=1, max_length=200)
    issuer: str = Field(min_length=1)
    kind: str = "export-licence"
    since: str = Field("", description="The first day.", examples=["2026-01-01"])
    until: str = Field("", description="The last day.", examples=["2026-12-31"])
    actions: list[str] = []
    parties: list[str] = []
    classes: list[str] = []
    eccns: list[str] = []
    destinations: list[str] = []
    quantity: Figure | None = None
    unit: str = ""
    value: Figure | None = None
    currency: str = ""


class Act(Told):
    """An act done under a licence; told again, it takes the place of what was told."""

    number: str
    case: str = Field(min_length=1, description="The name of the act.")
    quantity: Figure = 0.0
    value: Figure = 0.0
    on: str = Field("", description="The day of the act; else today.")


class Revocation(Told):
    """That the authority revoked a licence."""

    number: str
    on: str = Field(description="The day from which it no longer holds.")


class Drawing(shapes.Shape):
    """An act that was done under a licence."""

    case: str
    on: str
    quantity: float
    value: float
    by: str


class Licence(shapes.Shape):
    """A licence with what is left of it; null is no limit, an empty day no end."""

    number: str
    kind: str
    issuer: str
    since: str
    until: str
    revoked: str
    actions: tuple[str, ...]
    parties: tuple[str, ...]
    classes: tuple[str, ...]
    eccns: tuple[str, ...]
    destinations: tuple[str, ...]
    quantity: float | None
    quantity_left: float | None
    unit: str
    value: float | None
    value_left: float | None
    currency: str
    drawings: list[Drawing]


@router.get("", dependencies=[may(Right.READ)])
def licences(desk: TheDesk, times: Times) -> list[Licence]:
    """Every licence on file, as known on a day."""
    return list(map(_licence, accounts(desk.archive, times.known)))


@router.post("", dependencies=KEEPER)
def add(told: Annotated[New, Body()], desk: TheDesk) -> Licence:
    """Put a licence on file, or tell one anew; what was drawn on it stays."""
    own = model.Licence(
        told.number,
        told.kind,
        told.issuer,
        span(told.since, told.until),
        actions=tuple(told.actions),
        parties=tuple(told.parties),
        classes=tuple(told.classes),
        eccns=tuple(told.eccns),
        destinations=tuple(told.destinations),
        quantity=quantity(told.quantity, told.unit),
        value=value(told.value, told.currency),
    )
    return _keep(desk, added(checked(own, desk.law.facts)))


@router.post("/drawings")
def draw(told: Annotated[Act, Body()], desk: TheDesk, who: Annotated[Caller, KEEPER[0]]) -> Licence:
    """Note an act done under a licence; refused where it would exceed what is left."""
    on = day(told.on) if told.on else dates.today()
    return _keep(desk, drawn(model.Drawing(told.number, told.case, on, told.quantity, told.value, who.name)))


@router.post("/revocations", dependencies=KEEPER)
def revoke(told: Annotated[Revocation, Body()], desk: TheDesk) -> Licence:
    """Note that the authority revoked a licence."""
    return _keep(desk, revoked(told.number, day(told.on)))


def _keep(desk: Desk, change: Callable[[Mapping[str, model.Account]], model.Account]) -> Licence:
    return _licence(keep(desk.archive, change, dates.today(), dates.instant()))


def _licence(account: model.Account) -> Licence:
    own = account.licence
    much, money = (own.quantity or (None, "")), (own.value or (None, ""))
    left = account.quantity_left, account.value_left
    return Licence(
        number=own.number,
        kind=own.kind,
        issuer=own.issuer,
        since="" if own.valid.first == FIRST_DAY else own.valid.first_text,
        until="" if own.valid.last == LAST_DAY else own.valid.last_text,
        revoked="" if own.revoked is None else dates.iso(own.revoked),
        actions=own.actions,
        parties=own.parties,
        classes=own.classes,
        eccns=own.eccns,
        destinations=own.destinations,
        quantity=much[0],
        quantity_left=None if left[0] is None else left[0].figure,
        unit=much[1],
        value=money[0],
        value_left=None if left[1] is None else left[1].figure,
        currency=money[1],
        drawings=[
            Drawing(
                case=each.case, on=dates.iso(each.day), quantity=each.quantity, value=each.value, by=each.by
            )
            for each in account.drawings
        ],
    )
