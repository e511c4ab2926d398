"""What went wrong, as an answer: RFC 9457 problem details, with the place and the remedy.

What is wrong with us (500, and a store that fails) is answered without saying what is inside; the log has it.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from sekisho.desk.gather import BusyError
from sekisho.desk.refusals import AttemptsError, ForbiddenError, MissingError, SettledError, SignInError
from sekisho.errors import InputError, LawError, Location, Problem, SekishoError, UsageError
from sekisho.formats.answer import problem
from sekisho.store.fault import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MEDIA = "application/problem+json"
STATUSES: tuple[tuple[type[SekishoError], HTTPStatus], ...] = (
    (AttemptsError, HTTPStatus.TOO_MANY_REQUESTS),
    (SignInError, HTTPStatus.UNAUTHORIZED),
    (ForbiddenError, HTTPStatus.FORBIDDEN),
    (MissingError, HTTPStatus.NOT_FOUND),
    (SettledError, HTTPStatus.CONFLICT),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (UsageError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (LawError, HTTPStatus.INTERNAL_SERVER_ERROR),
)
"""The status of each error; the first that fits is taken."""
RETRY = 2
"""Seconds after which a store that could not be reached is worth another try."""
INSIDE: Mapping[type[SekishoError], str] = {
    StoreError: "the store cannot be used just now, and nothing was changed; ask again in a moment",
    LawError: "the law of this service cannot be read; the log of the service says what is wrong",
}
"""What is said where the error itself names servers, users and paths of ours: that is for the log."""
log = logging.getLogger("sekisho.service")


def answering(app: FastAPI) -> None:
    """Have an application answer whatever is raised in it."""
    app.add_exception_handler(SekishoError, _told)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _fault)


def answer(
    request: Request,
    status: HTTPStatus,
    detail: str,
    problems: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a request that went wrong: a page for whoever looks at pages."""
    if "text/html" in request.headers.get("accept", ""):
        from sekisho.service.pages import fault  # noqa: PLC0415  # pages are loaded when one is looked at

        if fault.is_for_pages(request.url.path):
            return fault.page(request, status, detail, problems, headers)
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": request.url.path,
        "problems": list(map(problem, problems)),
    }
    return JSONResponse(told, status.value, dict(headers or {}), MEDIA)


def status_of(error: SekishoError) -> HTTPStatus:
    """The status that an error is answered with."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, SekishoError)  # noqa: S101  # it is registered for these
    status = status_of(error)
    headers: dict[str, str] = {}
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'ApiKey realm="sekisho"'
    elif isinstance(error, AttemptsError | BusyError):
        headers["Retry-After"] = str(error.wait)
    elif status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = str(RETRY)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("%s %s: %s", request.method, request.url.path, error)
    inside = next((said for kind, said in INSIDE.items() if isinstance(error, kind)), None)
    if inside is not None:
        return answer(request, status, inside, (), headers)
    return answer(request, status, str(error), error.problems, headers)


async def _unreadable(request: Request, error: Exception) -> Response:
    """A parameter or body that is not of the shape that is described."""
    assert isinstance(error, RequestValidationError)  # noqa: S101  # it is registered for these
    problems = [_place(each) for each in error.errors()]
    return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "the request cannot be read", problems)


def _place(each: Mapping[str, Any]) -> Problem:
    where, *rest = each["loc"]
    return Problem(
        Location(str(where), path=".".join(map(str, rest))), str(each["msg"]), "see /api/openapi.json"
    )


async def _refused(request: Request, error: Exception) -> Response:
    """What the framework refuses: an address that is none, a method that is not there."""
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these
    return answer(request, HTTPStatus(error.status_code), str(error.detail), (), error.headers)


async def _fault(request: Request, error: Exception) -> Response:
    log.error("%s %s", request.method, request.url.path, exc_info=error)
    detail = "a fault of sekisho, not of your request; the log of the service has it"
    return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, detail)
