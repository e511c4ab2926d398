"""The pages of accounts: everybody's, for an administrator; and one's own, with its keys."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from sekisho.desk.rights import SCOPES, require_self
from sekisho.errors import UsageError
from sekisho.model.person import Right, Role
from sekisho.service import guard
from sekisho.service.asking import may
from sekisho.service.pages.fields import one_of
from sekisho.service.pages.screen import Form
from sekisho.service.pages.sign_in import place_of
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from sekisho.model.person import Account, Key
    from sekisho.service.pages.view import Here

WORDS = ("disable", "enable", "sign-out")
"""What an administrator can do to an account, besides its role."""
LONGEST = 365
"""Days that a key is offered for."""
router = Routes()


@router.get("/people", dependencies=[may(Right.PEOPLE)])
@router.get("/people.json", dependencies=[may(Right.PEOPLE)])
def people(at: AtPage) -> Response:
    """Every account."""
    return _people(at)


@router.post("/people", dependencies=[may(Right.PEOPLE)])
def create(at: AtPage, form: Form) -> Response:
    """Make an account; its link is shown once."""
    made = at.people.create(
        at.caller, _said(form, "name"), one_of(Role, _said(form, "role")), _said(form, "lang") or "en"
    )
    return _invited(at, made.name)


@router.post("/people/{name}/invite", dependencies=[may(Right.PEOPLE)])
def invite(at: AtPage, name: str) -> Response:
    """A new link for whom it is; it is shown once."""
    return _invited(at, name)


@router.post("/people/{name}/role", dependencies=[may(Right.PEOPLE)])
def role(at: AtPage, name: str, form: Form) -> Response:
    """Give somebody another role."""
    at.people.change(at.caller, name, role=one_of(Role, _said(form, "role")))
    return at.go("/people")


@router.post("/people/{name}/{word}", dependencies=[may(Right.PEOPLE)])
def change(at: AtPage, name: str, word: str) -> Response:
    """Disable an account, enable it again, or end all its sessions."""
    if word not in WORDS:
        raise UsageError(f"'{word}' is nothing that can be done to an account; known are {', '.join(WORDS)}")
    if word == "sign-out":
        at.people.sign_out_everywhere(at.caller, name)
    else:
        at.people.change(at.caller, name, disabled=word == "disable")
    return at.go("/people")


@router.get("/account", dependencies=[may(Right.LOOK_UP)])
@router.get("/account.json", dependencies=[may(Right.LOOK_UP)])
def account(at: AtPage) -> Response:
    """One's own account."""
    return _account(at)


@router.post("/account/password", dependencies=[may(Right.LOOK_UP)])
def password(at: AtPage, form: Form) -> Response:
    """Set another password; one signs in anew with it."""
    at.people.set_password(at.caller, _said(form, "old"), _said(form, "new"), place_of(at.request))
    return _gone(at)


@router.post("/account/sign-out", dependencies=[may(Right.LOOK_UP)])
def sign_out(at: AtPage, form: Form) -> Response:
    """End all one's sessions, this one too; who does it says his password again."""
    require_self(at.caller, at.caller.name, Right.PEOPLE)
    at.people.prove(at.caller.name, _said(form, "password"), place_of(at.request))
    at.people.sign_out_everywhere(at.caller, at.caller.name)
    return _gone(at)


@router.post("/account/language", dependencies=[may(Right.LOOK_UP)])
def language(at: AtPage, form: Form) -> Response:
    """Choose one's language."""
    chosen = _said(form, "lang")
    at.people.change(at.caller, at.caller.name, lang=chosen)
    return at.go("/account", lang=chosen)


@router.post("/account/keys", dependencies=[may(Right.LOOK_UP)])
def key(at: AtPage, form: Form) -> Response:
    """Make a key; its secret is shown once."""
    scopes = {one_of(Right, str(each)) for each in form.getlist("scope")}
    days = _said(form, "days")
    if not days.isdecimal():
        raise UsageError("write for how many days the key is to be good, as a number")
    _, secret = at.keys.make(at.caller, _said(form, "label"), scopes, int(days))
    return _account(at, secret=secret)


@router.post("/account/keys/{own}/revoke", dependencies=[may(Right.LOOK_UP)])
def revoke(at: AtPage, own: str) -> Response:
    """Make a key worth nothing."""
    at.keys.revoke(at.caller, own)
    return at.go("/account")


def _gone(at: Here) -> Response:
    """To sign in anew."""
    gone = at.go("/sign-in")
    guard.clear_session(at.request, gone)
    return gone


def _people(at: Here, link: str = "", name: str = "") -> Response:
    accounts = at.people.accounts()
    data = {"accounts": list(map(_told, accounts))}
    return page(at, "people", data, roles=list(map(str, Role)), link=link, name=name)


def _invited(at: Here, name: str) -> Response:
    token = at.people.invite(at.caller, name)
    link = str(at.request.base_url).rstrip("/") + f"/welcome/{token}"
    return _people(at, link, name)


def _account(at: Here, secret: str = "") -> Response:
    if not at.caller.name:
        return at.go("/sign-in")
    own = at.people.account(at.caller.name)
    keys = list(map(_key, at.keys.keys(at.caller.name)))
    scopes = sorted(each.value for each in SCOPES & at.caller.rights)
    sessions = _sessions(at)
    data = {"account": _told(own), "keys": keys, "sessions": sessions}
    return page(at, "account", data, scopes=scopes, secret=secret, longest=LONGEST)


def _sessions(at: Here) -> list[dict[str, Any]]:
    """Where one is signed in; a key sees none of it."""
    if at.caller.key is not None:
        return []
    token = guard.session_of(at.request) or ""
    return [asdict(each) for each in at.people.sessions(at.caller, at.caller.name, token)]


def _told(each: Account) -> dict[str, Any]:
    return {
        "name": each.name,
        "role": each.role.value,
        "lang": each.lang,
        "made": each.made,
        "disabled": each.disabled,
        "welcomed": each.welcomed,
    }


def _key(each: Key) -> dict[str, Any]:
    scopes = sorted(scope.value for scope in each.scopes)
    return {"id": each.id, "label": each.label, "scopes": scopes, "made": each.made, "until": each.until}


def _said(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()
