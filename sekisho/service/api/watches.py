"""What the caller wants to hear of: names that he watches, and where his news is sent to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import Body, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from sekisho.model import watch as model
from sekisho.model.person import Caller, Right
from sekisho.service.api import shapes
from sekisho.service.asking import TheDesk, may
from sekisho.service.routes import Routes

router = Routes(prefix="/api", tags=["news"])
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
Keeper = Annotated[Caller, may(Right.RECORD)]
Reader = Annotated[Caller, may(Right.READ)]


class Told(BaseModel):
    """What is told."""

    model_config = ConfigDict(extra="forbid")


class NewWatch(Told):
    """A name to be watched, and what for."""

    name: str = Field(min_length=1, max_length=500)
    country: str = Field("", description="Of its bearer, as ISO 3166-1 alpha-2 in lower case.")
    why: str = Field("", max_length=500)


class NewHook(Told):
    """Where news is to be sent; `mine`: only of what the caller recorded or watches himself."""

    way: model.Way = model.Way.WEBHOOK
    target: str = Field(min_length=1, max_length=2000, examples=["https://example.org/news"])
    mine: bool = True


class Watch(shapes.Shape):
    """A name that is watched; `moved` is when something else was last said of it, empty: not yet."""

    id: shapes.Number
    name: str
    country: str
    why: str
    since: str
    moved: str


class Hook(shapes.Shape):
    """Where news is sent to."""

    id: shapes.Number
    way: model.Way
    target: str
    mine: bool
    since: str


class HookMade(Hook):
    """A new hook; the secret, by which what is posted is signed, is shown this once."""

    secret: str


class Notice(shapes.Shape):
    """News on its way; an empty `sent` is not yet, and `failure` what came of the last attempt."""

    id: shapes.Number
    body: str
    at: str
    attempts: int
    sent: str
    failure: str


@router.get("/watches")
def watched(desk: TheDesk, who: Reader) -> list[Watch]:
    """The names that the caller watches."""
    return list(map(_watch, desk.watches.watched(who)))


@router.post("/watches", status_code=201)
def watch(told: Annotated[NewWatch, Body()], desk: TheDesk, who: Keeper) -> Watch:
    """Watch a name: whenever a list says something else of whoever may bear it, the caller is told."""
    return _watch(desk.watches.watch(who, told.name, told.country, told.why))


@router.delete("/watches/{id}", status_code=204)
def unwatch(id: Id, desk: TheDesk, who: Keeper) -> Response:  # noqa: A002  # the word of the address
    """Watch a name no more."""
    desk.watches.unwatch(who, id)
    return Response(status_code=204)


@router.get("/hooks")
def hooks(desk: TheDesk, who: Reader) -> list[Hook]:
    """Where the caller's news is sent to."""
    return [Hook(**_hook(each)) for each in desk.notices.hooks(who)]


@router.post("/hooks", status_code=201)
def hook(told: Annotated[NewHook, Body()], desk: TheDesk, who: Keeper) -> HookMade:
    """Have news sent somewhere: posted, signed with the secret that is shown here, or by e-mail."""
    made, secret = desk.notices.hook(who, told.way, told.target, mine=told.mine)
    return HookMade(**_hook(made), secret=secret)


@router.delete("/hooks/{id}", status_code=204)
def unhook(id: Id, desk: TheDesk, who: Keeper) -> Response:  # noqa: A002  # as above
    """Have nothing sent there any more."""
    desk.notices.unhook(who, id)
    return Response(status_code=204)


@router.post("/hooks/{id}/test")
def test(id: Id, desk: TheDesk, who: Keeper) -> Notice:  # noqa: A002  # as above
    """Send a hook what is no news, now and only once; the answer tells whether it arrived."""
    return _notice(desk.notices.test(who, id))


@router.get("/hooks/{id}/news")
def news(id: Id, desk: TheDesk, who: Reader) -> list[Notice]:  # noqa: A002  # as above
    """The last news for a hook, the newest first, and whether it arrived."""
    return list(map(_notice, desk.notices.sent(who, id)))


def _notice(each: model.Notice) -> Notice:
    return Notice(
        id=each.id,
        body=each.body,
        at=each.at,
        attempts=each.attempts,
        sent=each.sent,
        failure=each.failure,
    )


def _watch(each: model.Watch) -> Watch:
    return Watch(
        id=each.id, name=each.name, country=each.country, why=each.why, since=each.since, moved=each.moved
    )


def _hook(each: model.Hook) -> dict[str, Any]:
    told = asdict(each)
    del told["by"]  # it is the caller
    return told
