"""What went wrong, as a page: what it was, where, and what to do. Who is not signed in is led to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse

from sekisho.service.pages.view import JSON, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from http import HTTPStatus

    from fastapi import Request
    from fastapi.responses import Response

    from sekisho.errors import Problem

UNAUTHORISED = 401
PROGRAMS = ("/api/", "/reconcile/")
"""Addresses that programs ask for, whatever they say that they read."""


def is_for_pages(path: str) -> bool:
    """Is there a page at an address, for whoever can read one?"""
    return not path.endswith(JSON) and not path.startswith(PROGRAMS)


def page(
    request: Request,
    status: HTTPStatus,
    detail: str,
    problems: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The page of what went wrong.

    Args:
        request: that was asked.
        status: of the answer.
        detail: what went wrong, with its remedy.
        problems: the places.
        headers: that go with it.
    """
    own = request.url.path
    if status == UNAUTHORISED and request.method == "GET" and not own.startswith("/welcome/"):
        onward = own + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?{urlencode({'next': onward})}", 303)
    told = {"status_words": status.phrase, "detail": detail, "problems": list(map(str, problems))}
    response = plain(request, "fault", status.value, **told)
    response.headers.update(headers or {})
    return response
