"""The application: every route of the service, in one list."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI

from sekisho.desk.desk import Desk
from sekisho.law.register import Law
from sekisho.lists.load import open_store
from sekisho.lists.place import declared
from sekisho.service import faults, health
from sekisho.service.api import decisions, jobs, record, screen
from sekisho.service.description import describe
from sekisho.service.guard import Guard, same_site
from sekisho.service.settings import Settings, here
from sekisho.store.engine import Archive
from sekisho.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from sekisho.desk.ready import Opening
    from sekisho.store.base import Store

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    screen.router,
    jobs.router,
    decisions.router,
    record.router,
)
"""All that can be asked for."""
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
    archive = Archive.open(settings.store, create=True)
    desk = Desk(archive, Law.load(), opening(settings))
    app = FastAPI(
        title="sekisho",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        dependencies=[Depends(same_site)],
        lifespan=_lifespan,
    )
    app.state.settings, app.state.desk = settings, desk
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # as FastAPI has it extended
    faults.answering(app)
    app.add_middleware(Guard, settings=settings)
    return app


def worker() -> FastAPI:
    """The application of a worker, which is told by its environment how it is set up."""
    return create_app(here())


def opening(settings: Settings) -> Opening:
    """How the store of a day is opened: the corpus, and what the archive holds."""
    folders = tuple(Path(each) for each in settings.sources.split(os.pathsep) if each)
    sources = declared(folders) if folders else None

    def opened(archive: Archive, known: int, upto: int | None) -> Store:
        return open_store(archive=archive, known=known, upto=upto, sources=sources)

    return opened


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Answer; at the end, what was taken in is answered and kept before the store is closed."""
    yield
    app.state.desk.close()
    app.state.desk.archive.close()
