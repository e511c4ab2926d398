"""Accounts and keys: who may do what. Links and keys are shown once, when they are made."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import Body, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from sekisho.desk.keys import LONGEST
from sekisho.desk.rights import require_self
from sekisho.model import person as model
from sekisho.model.person import Caller, Right, Role
from sekisho.service.api import shapes
from sekisho.service.asking import TheKeys, ThePeople, WhoAsks, may
from sekisho.service.guard import session_of
from sekisho.service.routes import Routes

router = Routes(prefix="/api", tags=["people"])
Administrator = Annotated[Caller, may(Right.PEOPLE)]
Name = Annotated[str, Path(max_length=64, description="Of the account.")]
Lang = Literal["en", "ja"]


class Told(BaseModel):
    """What is told."""

    model_config = ConfigDict(extra="forbid")


class NewAccount(Told):
    """An account to be made."""

    name: str = Field(min_length=1, max_length=64, examples=["ann"])
    role: Role
    lang: Lang = "en"


class Change(Told):
    """What is to be another; null: as it is."""

    role: Role | None = None
    lang: Lang | None = None
    disabled: bool | None = None


class NewKey(Told):
    """A key to be made, for oneself or for an account that one looks after."""

    label: str = Field(min_length=1, max_length=100, description="What it is for.", examples=["the shop"])
    scopes: list[Right] = Field(
        min_length=1, description="What it may do at most.", examples=[["look-up", "screen"]]
    )
    days: int = Field(90, ge=1, le=LONGEST, description="How long it lasts.")
    account: str = Field("", description="Whose it is; empty: one's own.")


class Account(shapes.Shape):
    """A person who may sign in; without `welcomed` there is no password yet."""

    name: str
    role: Role
    lang: Lang
    made: str
    disabled: bool
    welcomed: bool


class Link(shapes.Shape):
    """Where its owner sets his password, once, within three days."""

    path: str


class Session(shapes.Shape):
    """Somebody is signed in; `seen` is when something was last asked, to some minutes."""

    begun: str
    seen: str
    until: str
    here: bool


class Key(shapes.Shape):
    """What a program shows in place of a person."""

    id: str
    account: str
    label: str
    scopes: list[Right]
    made: str
    until: str


class MadeKey(Key):
    """A key, with the secret that is shown now and never again."""

    token: str


class Self(shapes.Shape):
    """Who asks just now, and what he may do."""

    name: str
    role: Role | None
    rights: list[Right]
    lang: Lang
    key: str | None


@router.get("/self")
def self_(who: WhoAsks) -> Self:
    """Who asks just now."""
    return Self(name=who.name, role=who.role, rights=sorted(who.rights), lang=_lang(who.lang), key=who.key)


@router.get("/people", dependencies=[may(Right.PEOPLE)])
def accounts(people: ThePeople) -> list[Account]:
    """Every account, by name."""
    return list(map(_account, people.accounts()))


@router.post("/people", status_code=201)
def create(told: Annotated[NewAccount, Body()], people: ThePeople, who: Administrator) -> Account:
    """Make an account; its owner sets a password by a link (`/invite`)."""
    return _account(people.create(who, told.name, told.role, told.lang))


@router.get("/people/{name}")
def account(name: Name, people: ThePeople, who: WhoAsks) -> Account:
    """An account: one's own, or anybody's for whoever looks after accounts."""
    require_self(who, name, Right.PEOPLE)
    return _account(people.account(name))


@router.patch("/people/{name}")
def change(name: Name, told: Annotated[Change, Body()], people: ThePeople, who: WhoAsks) -> Account:
    """Give an account another role or language, disable it, or enable it again."""
    return _account(people.change(who, name, role=told.role, lang=told.lang, disabled=told.disabled))


@router.post("/people/{name}/invite")
def invite(name: Name, people: ThePeople, who: Administrator) -> Link:
    """A link by which its owner sets his password; the one before is worth nothing any more."""
    return Link(path=f"/welcome/{people.invite(who, name)}")


@router.get("/people/{name}/sessions")
def sessions(name: Name, people: ThePeople, request: Request, who: WhoAsks) -> list[Session]:
    """Where an account is signed in, the newest first; `here` is the session in which this is asked."""
    found = people.sessions(who, name, session_of(request) or "")
    return [Session(**asdict(each)) for each in found]


@router.delete("/people/{name}/sessions", status_code=204)
def sign_out(name: Name, people: ThePeople, who: WhoAsks) -> Response:
    """End every session of an account, the one in which this is asked, too."""
    people.sign_out_everywhere(who, name)
    return Response(status_code=204)


@router.get("/keys")
def keys(
    keys: TheKeys, who: WhoAsks, account: Annotated[str, Query(description="Whose; else one's own.")] = ""
) -> list[Key]:
    """The keys of an account, the oldest first; those that have run out, too."""
    owner = account or who.name
    require_self(who, owner, Right.PEOPLE)
    return [Key(**_key(each)) for each in keys.keys(owner)]


@router.post("/keys", status_code=201)
def make(told: Annotated[NewKey, Body()], keys: TheKeys, who: WhoAsks) -> MadeKey:
    """Make a key; what it shows is told now and never again."""
    made, token = keys.make(who, told.label, told.scopes, told.days, told.account)
    return MadeKey(**_key(made), token=token)


@router.delete("/keys/{key}")
def revoke(key: Annotated[str, Path(max_length=64)], keys: TheKeys, who: WhoAsks) -> Key:
    """Let a key be worth nothing from now on."""
    return Key(**_key(keys.revoke(who, key)))


def _account(told: model.Account) -> Account:
    return Account(**asdict(told))


def _key(told: model.Key) -> dict[str, Any]:
    return asdict(told) | {"scopes": sorted(told.scopes)}


def _lang(lang: str) -> Lang:
    return "ja" if lang == "ja" else "en"
