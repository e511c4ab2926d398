"""What a route asks of a request: the desk, who asks, and the two times of every question."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from sekisho import dates
from sekisho.dates import AsOf, Moment
from sekisho.desk.desk import Desk
from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.refusals import SignInError
from sekisho.desk.rights import ANYBODY, NOBODY, require
from sekisho.errors import UsageError
from sekisho.model.person import Caller, Right
from sekisho.service.guard import session_of
from sekisho.service.settings import Settings

SCHEMES = ("apikey", "bearer")
"""How a key is shown: `Authorization: ApiKey KEY`, as yente's users do, or as a bearer's."""
On = Annotated[str, Query(description="The day of the act, where a case gives none; else today.")]
Known = Annotated[str, Query(description="The day of knowledge, where a case gives none; else today.")]


async def desk(request: Request) -> Desk:
    """The desk of the service."""
    found: Desk = request.app.state.desk
    return found


async def settings(request: Request) -> Settings:
    """How the service is set up."""
    found: Settings = request.app.state.settings
    return found


async def people(request: Request) -> People:
    """The accounts."""
    found: People = request.app.state.people
    return found


async def keys(request: Request) -> Keys:
    """The keys."""
    found: Keys = request.app.state.keys
    return found


TheDesk = Annotated[Desk, Depends(desk)]
TheSettings = Annotated[Settings, Depends(settings)]
ThePeople = Annotated[People, Depends(people)]
TheKeys = Annotated[Keys, Depends(keys)]


async def caller(request: Request) -> Caller:
    """Who asks: by a key, else by a session; else nobody in particular.

    What has to be read of the store is read in a thread; of a key it is mostly at hand. It depends on nothing
    else: every route depends on it, and FastAPI would look up each part for each of them.

    Raises:
        SignInError: a key is shown that is worth nothing.
    """
    shown = request.headers.get("authorization")
    if shown is not None:
        keys: Keys = request.app.state.keys
        scheme, _, key = shown.partition(" ")
        found = None
        if scheme.lower() in SCHEMES:
            key = key.strip()
            found = keys.at_hand(key) or await run_in_threadpool(keys.caller, key)
        if found is None:
            raise SignInError("the key is worth nothing: it is another one, was revoked, or its time is over")
        return found
    people: People = request.app.state.people
    session = session_of(request)
    found = None if session is None else await run_in_threadpool(people.session, session)
    return found or (ANYBODY if request.app.state.settings.open else NOBODY)


def may(right: Right) -> Any:  # noqa: ANN401  # what FastAPI calls a dependency has no public type
    """Whoever asks, who must have a right.

    Raises:
        SignInError: he is nobody in particular, and might have it if he signed in.
        ForbiddenError: he has not.
    """

    async def allowed(who: Annotated[Caller, Depends(caller)]) -> Caller:
        if not who.name and right not in who.rights:
            raise SignInError("nobody is signed in: sign in, or show a key (Authorization: ApiKey …)")
        require(who, right)
        return who

    return Depends(allowed)


async def times(on: On = "", known: Known = "") -> AsOf:
    """The two times of a question, where a case tells none: today, where the request tells none either.

    Raises:
        UsageError: one of them is no date.
    """
    today = dates.today()
    return AsOf(_moment("on", on) if on else Moment(today), _moment("known", known).day if known else today)


def _moment(name: str, text: str) -> Moment:
    try:
        return dates.moment(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{name}={text}: {error}; write a day as 2019-10-01") from error


WhoAsks = Annotated[Caller, Depends(caller)]
Times = Annotated[AsOf, Depends(times)]
