"""The application: every route of the service, in one list."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from sekisho.desk.desk import Desk
from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.law.register import Law
from sekisho.memory import collect_seldom
from sekisho.service import faults, health, observe, traces
from sekisho.service.api import (
    decisions,
    entities,
    jobs,
    law,
    licences,
    lists,
    people,
    record,
    review,
    screen,
    tasks,
    watches,
)
from sekisho.service.description import describe
from sekisho.service.guard import Guard, same_site
from sekisho.service.pages import rooms
from sekisho.service.reconcile import routes as reconcile
from sekisho.service.reconcile import suggest
from sekisho.service.settings import Settings, here
from sekisho.service.yente import routes as yente
from sekisho.service.yente.matching import Matching
from sekisho.store.engine import Archive
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter


ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    *yente.ROUTERS,  # asked most often, so looked for first
    suggest.router,
    reconcile.router,
    observe.router,
    screen.router,
    jobs.router,
    decisions.router,
    entities.router,
    law.router,
    lists.router,
    licences.router,
    record.router,
    review.router,
    tasks.router,
    people.router,
    watches.router,
)
"""All that a program can ask for. No router is put into another: each time its routes are made anew."""
ABOUT = """
Puts cases to the law, keeps what is answered, and looks up who is who. Questions take `on`, the day of the
act, and `known`, the day of knowledge.

Show a key as `Authorization: ApiKey KEY`. What goes wrong is answered as problem details (RFC 9457), with the
place and the remedy. No answer clears anybody: `no-rule` says that nothing in the register restricts the act.
"""


def create_app(settings: Settings) -> FastAPI:
    """The application of a service, ready to answer.

    Raises:
        UsageError: a folder of declarations is none, or there is no place for a store.
        StoreError: the store cannot be opened.
    """
    archive = Archive.open(settings.store, create=True, kept=True)
    folders = [Path(each) for each in settings.sources.split(os.pathsep) if each]
    desk = Desk(archive, Law.load(), folders)
    app = FastAPI(
        title="sekisho",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,  # such a redirect would lead to whatever host a request claims
        dependencies=[Depends(same_site)],
        lifespan=_lifespan,
    )
    app.state.settings, app.state.desk = settings, desk
    app.state.people, app.state.keys, app.state.matching = People(archive), Keys(archive), Matching(desk)
    for router in ROUTERS:
        app.include_router(router)
    for router in rooms.ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # as FastAPI has it extended
    faults.answering(app)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(observe.Observe)
    app.state.traces = traces.provider()
    if app.state.traces is not None:
        app.add_middleware(traces.Traces, provider=app.state.traces)
    return app


def worker() -> FastAPI:
    """The application of a worker, which is told by its environment how it is set up."""
    collect_seldom()
    observe.log_as_json()
    return create_app(here())


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Answer; at the end, what was taken in is answered and kept before the store is closed."""
    yield
    app.state.matching.close()
    app.state.desk.close()
    app.state.desk.archive.close()
    if app.state.traces is not None:
        app.state.traces.shutdown()
