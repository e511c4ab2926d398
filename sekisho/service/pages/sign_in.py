"""The pages of whoever is not signed in yet: to sign in, to use the link of a welcome; and to sign out."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from sekisho.desk.refusals import SignInError
from sekisho.errors import InputError
from sekisho.service import guard
from sekisho.service.asking import ThePeople
from sekisho.service.pages.screen import Form
from sekisho.service.pages.view import plain
from sekisho.service.routes import Routes

OURS = [Depends(guard.from_our_page)]
"""Before anybody is signed in, too, a form is one of our own pages'."""
router = Routes()


@router.get("/sign-in")
def sign_in(request: Request, next: str = "/") -> Response:  # noqa: A002  # the word of everybody's links
    """The form; *next* is where somebody was on his way to."""
    return plain(request, "sign-in", next=_local(next), problem="")


@router.post("/sign-in", dependencies=OURS)
def signed_in(request: Request, people: ThePeople, form: Form) -> Response:
    """Begin a session."""
    name, given, onward = (str(form.get(key, "")) for key in ("name", "password", "next"))
    try:
        token = people.sign_in(name, given, place_of(request))
    except SignInError as error:
        status = 429 if hasattr(error, "wait") else 401
        return plain(request, "sign-in", status, next=_local(onward), problem=str(error))
    return _begun(request, token, _local(onward))


@router.post("/sign-out")
def signed_out(request: Request, people: ThePeople) -> Response:
    """End the session."""
    if token := guard.session_of(request):
        people.sign_out(token)
    gone = RedirectResponse("/sign-in", 303)
    guard.clear_session(request, gone)
    return gone


@router.get("/welcome/{link}")
def invited(request: Request, people: ThePeople, link: str) -> Response:
    """The form by which somebody sets his first password, or a new one."""
    return plain(request, "welcome", name=people.invited(link).name, link=link, problem="")


@router.post("/welcome/{link}", dependencies=OURS)
def welcomed(request: Request, people: ThePeople, link: str, form: Form) -> Response:
    """Set it, and begin a session."""
    try:
        account = people.welcome(link, str(form.get("password", "")))
    except InputError as error:
        name = people.invited(link).name
        return plain(request, "welcome", 422, name=name, link=link, problem=str(error))
    return _begun(request, people.begin(account), "/")


def _begun(request: Request, token: str, onward: str) -> Response:
    response = RedirectResponse(onward, 303)
    guard.set_session(request, response, token)
    return response


def place_of(request: Request) -> str:
    """Where an attempt comes from."""
    return request.client.host if request.client is not None else ""


def _local(path: str) -> str:
    """Where to go on; only ever to a page of ours."""
    told = urlsplit(path)
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not told.scheme and not told.netloc
    return path if ours and "\\" not in path and path.isprintable() else "/"
