"""The application: every room of the service, in one list."""

from __future__ import annotations

import logging
import os
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from sekisho.desk.desk import Desk
from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.errors import SekishoError
from sekisho.law.register import Law
from sekisho.service import faults, observe, traces
from sekisho.service.description import describe
from sekisho.service.guard import Guard, same_site
from sekisho.service.routes import Room
from sekisho.service.settings import Settings
from sekisho.store.engine import Archive
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping


API: Mapping[str, tuple[str, ...]] = {
    "health": ("/healthz", "/readyz"),
    "yente.match": ("/match/",),  # asked most often, so looked for first
    "yente.search": ("/search/",),
    "yente.entities": ("/entities/",),
    "yente.catalog": ("/algorithms", "/catalog", "/manifest"),
    "yente.update": ("/updatez",),
    "reconcile.suggest": ("/reconcile/",),
    "reconcile.routes": ("/reconcile/",),
    "observe": ("/metrics",),
    "api.screen": ("/api/screen",),
    "api.jobs": ("/api/jobs",),
    "api.decisions": ("/api/decisions",),
    "api.entities": ("/api/entities",),
    "api.law": ("/api/law", "/api/facts"),
    "api.lists": ("/api/lists",),
    "api.licences": ("/api/licences",),
    "api.record": ("/api/record",),
    "api.review": ("/api/decisions/", "/api/judgements", "/api/proposals"),
    "api.tasks": ("/api/tasks",),
    "api.people": ("/api/people", "/api/keys", "/api/self"),
    "api.watches": ("/api/watches", "/api/hooks"),
}
"""The rooms that programs ask in, by how the paths of their routes begin."""
PAGES: Mapping[str, tuple[str, ...]] = {
    "pages.screen": ("/screen",),
    "pages.jobs": ("/jobs/",),
    "pages.decisions": ("/decisions",),
    "pages.queue": ("/queue", "/tasks/", "/proposals/"),
    "pages.entity": ("/entity", "/watches/"),
    "pages.register": ("/register",),
    "pages.lists": ("/lists",),
    "pages.people": ("/people", "/account"),
    "pages.hooks": ("/hooks",),
    "pages.sign_in": ("/sign-in", "/sign-out", "/welcome/"),
    "pages.files": ("/static/",),
    "pages.overview": ("/",),
}
"""The rooms that persons look at; the description of the API has none of them."""
SOON = 0.2
"""Seconds after which a service that answers makes ready what nobody has asked for yet."""
LONGEST = 10.0
"""Seconds that a service which ends waits for that."""
log = logging.getLogger("sekisho.service")
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
    app.state.people, app.state.keys, app.state.matching = People(archive), Keys(archive), None
    app.router.routes += [Room(app, name, begins, described=True) for name, begins in API.items()]
    app.router.routes += [Room(app, name, begins, described=False) for name, begins in PAGES.items()]
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # as FastAPI has it extended
    faults.answering(app)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(observe.Observe)
    app.state.traces = traces.provider()
    if app.state.traces is not None:
        app.add_middleware(traces.Traces, provider=app.state.traces)
    return app


def make_rest_ready(app: FastAPI) -> None:
    """Do what the first to ask would wait for: some tenths of a second, in a service that answers already."""
    rooms = [each for each in app.routes if isinstance(each, Room)]
    for step in (app.state.desk.make_ready, *(each.load for each in rooms)):
        try:
            step()
        except SekishoError as error:
            log.warning("not everything is at hand: %s", error)
        except Exception:  # whoever asks will meet it again, and is answered by a fault
            log.exception("not everything is at hand")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Answer; at the end, what was taken in is answered and kept before the store is closed."""
    ahead = Timer(SOON, make_rest_ready, (app,))
    ahead.daemon = True
    ahead.start()
    yield
    ahead.cancel()
    await run_in_threadpool(ahead.join, LONGEST)
    if app.state.matching is not None:
        app.state.matching.close()
    app.state.desk.close()
    app.state.desk.archive.close()
    if app.state.traces is not None:
        app.state.traces.shutdown()
