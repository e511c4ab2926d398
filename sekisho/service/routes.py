"""Rooms of the service, each loaded when something in it is first asked for, and its routes made one by one.

To load a room takes some ten milliseconds. FastAPI reads the signature of each route and of all that it
depends on, and makes a validator of every part: some two milliseconds, and twice for a route of a router
that is put into an application. Thirty rooms with a hundred and fifty routes were half a second until a
service could answer, and half a second more until it had answered what lies behind all others. Here the
first request waits for its own room and its own route, and whoever describes the API waits for all.

Invariants: a route answers as FastAPI's own would; whatever every route of the application depends on, each
of these does, too; rooms, and routes in a room, are looked for in their order.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send


class Declared(NamedTuple):
    """A route as it is declared.

    Attributes:
        path: beneath the prefix of its router.
        options: of FastAPI's `add_api_route`.
    """

    path: str
    endpoint: Callable[..., Any]
    options: dict[str, Any]


class Routes(APIRouter):
    """What can be asked for in one room, declared as on any router of FastAPI, and made by :class:`Later`."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # those of FastAPI, which has types for each
        """As for FastAPI's own: `prefix`, `tags` and `dependencies`."""
        super().__init__(**options)
        self.declared: list[Declared] = []

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401  # FastAPI's own types say no more
        """Keep in mind what a decorator declares."""
        self.declared.append(Declared(path, endpoint, options))

    def within(self, app: FastAPI, *, described: bool = True) -> list[Later]:
        """Its routes in an application, whose description may leave them out.

        Raises:
            TypeError: some are declared otherwise, and would be lost.
        """
        if self.routes:
            raise TypeError("declare routes by `get`, `post`, …: others are not made when they are asked for")
        return [Later(app, self, each, described) for each in self.declared]


class Later(BaseRoute):
    """A route that is made when somebody asks for what may be it."""

    def __init__(self, app: FastAPI, own: Routes, declared: Declared, described: bool) -> None:
        """A route among others, in an application."""
        self._app, self._own, self._declared, self._described = app, own, declared, described
        self._begins, self._varies, _ = (own.prefix + declared.path).partition("{")

    @cached_property
    def made(self) -> BaseRoute:
        """The route itself."""
        own = self._own
        maker = APIRouter(
            prefix=own.prefix,
            tags=own.tags,
            dependencies=[*self._app.router.dependencies, *own.dependencies],
            include_in_schema=self._described,
            dependency_overrides_provider=self._app,
        )
        maker.add_api_route(self._declared.path, self._declared.endpoint, **self._declared.options)
        return maker.routes[0]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Is a request for it? What stands before the first `{` of its path is looked at first."""
        path = _path(scope)
        maybe = path.startswith(self._begins) if self._varies else path == self._begins
        return self.made.matches(scope) if maybe else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self.made.handle(scope, receive, send)


class Room(BaseRoute):
    """A module with a router, loaded when somebody asks for what may be there."""

    def __init__(self, app: FastAPI, module: str, begins: tuple[str, ...], described: bool) -> None:
        """A module of this package, and how the paths of its routes begin."""
        self._app, self._module, self._begins, self._described = app, module, begins, described

    @cached_property
    def routes(self) -> list[Later]:
        """Its routes."""
        own: Routes = import_module(f"sekisho.service.{self._module}").router
        return own.within(self._app, described=self._described)

    def load(self) -> None:
        """Load it before anybody asks."""
        _ = self.routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Is a request for one of its routes? That one is said in what comes back (`route`)."""
        if not _path(scope).startswith(self._begins):
            return Match.NONE, {}
        found: tuple[Match, Scope] = Match.NONE, {}
        for each in self.routes:
            match, told = each.matches(scope)
            if match is Match.FULL:
                return match, told
            if found[0] is Match.NONE:  # the path is right, and the method another one's
                found = match, told
        return found

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the route that was found answer a request."""
        await scope["route"].handle(scope, receive, send)


def loaded(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    """Routes, with every room among them loaded."""
    for each in routes:
        yield from each.routes if isinstance(each, Room) else (each,)


def made(app: FastAPI) -> list[BaseRoute]:
    """All routes of an application, made: for whoever describes or counts them."""
    return [each.made if isinstance(each, Later) else each for each in loaded(app.routes)]


def _path(scope: Scope) -> str:
    """What is asked for, beneath wherever the application stands: as Starlette tells it, in private."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] if path == root or path.startswith(f"{root}/") else path
