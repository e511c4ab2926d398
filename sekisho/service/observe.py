"""What the service says of itself: a line of JSON a request, and figures for Prometheus.

No line has what a case says, a name that was asked for, or a secret: a path is told as its route is written.
Several workers tell their figures together, where `sekisho serve` has made a folder for them.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

from fastapi.responses import Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from sekisho import dates
from sekisho.model.person import Right
from sekisho.service.asking import TheDesk, may
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names where several workers keep their figures."""
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds by which answers are sorted."""
NAMED = "x-request-id"
"""The header by which a request and its line are found again."""
log = logging.getLogger("sekisho.access")

REQUESTS = Counter("sekisho_requests", "Requests that were answered.", ("method", "route", "status"))
SECONDS = Histogram("sekisho_request_seconds", "Time until an answer began.", ("route",), buckets=BOUNDS)
WAITING = Gauge("sekisho_cases_waiting", "Cases that wait to be decided.", multiprocess_mode="livesum")
router = Routes(tags=["health"])


class Observe:
    """Middleware: notes every request when it is answered."""

    def __init__(self, app: ASGIApp) -> None:
        """Around *app*."""
        self._app = app
        self._names = _names()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, name, status = time.perf_counter(), next(self._names), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (NAMED.encode(), name.encode())]
                SECONDS.labels(route_of(scope)).observe(time.perf_counter() - begun)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            route = route_of(scope)
            REQUESTS.labels(scope["method"], route, status).inc()
            seconds = round(time.perf_counter() - begun, 4)
            told = {"at": dates.instant(), "id": name, "method": scope["method"], "route": route}
            log.info(json.dumps({**told, "status": status, "seconds": seconds}))


def _names() -> Iterator[str]:
    """Names of requests, that no other worker gives: counted, for to draw each would be to wait for it."""
    own = secrets.token_hex(4)
    return (f"{own}{number:08x}" for number in count(1))


def route_of(scope: Scope) -> str:
    """The route as it is written; whatever is none is one, so that nobody can make any number of them."""
    return getattr(scope.get("route"), "path", "none")


@router.get("/metrics", dependencies=[may(Right.READ)], include_in_schema=False)
def metrics(desk: TheDesk) -> Response:
    """Figures for Prometheus."""
    WAITING.set(desk.waiting)
    registry = REGISTRY
    if os.environ.get(FOLDER):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library's own
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


def log_as_json() -> None:
    """Have the service's own log written to standard error, a line of JSON each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    own = logging.getLogger("sekisho")
    own.handlers, own.propagate = [handler], False
    own.setLevel(logging.INFO)


class _Lines(logging.Formatter):
    """A record as a line of JSON; what is JSON already, as it is."""

    def format(self, record: logging.LogRecord) -> str:
        """A line."""
        said = record.getMessage()
        if record.name == log.name:
            return said
        told = {"at": dates.instant(), "level": record.levelname.lower(), "from": record.name, "said": said}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)
