"""Every route, asked by every sort of caller, about what is his own and what is another one's.

The rules stand in tests/golden/rights.txt, which a route without a line fails; who has which right stands as
a table in tests/desk/test_rights.py. Callers are real: sessions, keys, and forms with their tokens.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.queue import Queue
from sekisho.desk.review import Review
from sekisho.desk.rights import SCOPES, console
from sekisho.model.judgement import Verdict
from sekisho.model.person import Caller, Right, Role
from sekisho.model.task import Doubt, Proposal
from sekisho.service import guard
from sekisho.service.app import create_app
from sekisho.service.routes import made
from sekisho.service.settings import Settings
from tests.desk.sayings import DAHUA, decide
from tests.desk.test_rights import CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from httpx import Response

    from sekisho.store.engine import Archive

RIGHTS = Path(__file__).parent.parent / "golden" / "rights.txt"
MAY = {(role, right) for role, right, allowed in CELLS if allowed}
NOBODY, ANYBODY, KEY, GONE = "nobody", "anybody, where it is open", "a key", "somebody disabled"
CALLERS: tuple[str, ...] = (NOBODY, ANYBODY, *Role, KEY, GONE)
PASSWORD = "seven grey herons at dusk"  # noqa: S105  # of a person who is not
OTHER = "other"
"""Whoever the other one's things belong to: an approver, so that he can propose, too."""
LEAVING = {("POST", path) for path in ("/sign-out", "/account/sign-out", "/account/password")}
"""What leads to where one signs in because it was done."""
OWNED = ("self", "keeper", "reader", "second", "proposer", "myself")
"""Rules for which it matters whose something is."""
_numbers = itertools.count(1)


def rules() -> dict[tuple[str, str], str]:
    """The rule of each route, as the file has it."""
    lines = RIGHTS.read_text(encoding="utf-8").splitlines()
    told = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return {(method, path): rule for method, path, rule in told}


def routes(app: FastAPI) -> set[tuple[str, str]]:
    """Every method and path that the application answers."""
    found = set()
    for each in made(app):
        path = getattr(each, "path", None)
        assert path is not None, f"a route of a kind that is not known here: {each!r}"
        methods = getattr(each, "methods", None) or {"ANY"}
        found |= {(method, path) for method in methods if method not in ("HEAD", "OPTIONS")}
    return found


# --- what is to be ---


def holds(caller: str, right: Right) -> bool:
    """Has a caller a right? The key is an administrator's, and for all that a key can be for."""
    match caller:
        case "nobody" | "somebody disabled":
            return False
        case "anybody, where it is open":
            return right is Right.LOOK_UP
        case "a key":
            return right not in (Right.APPROVE, Right.PEOPLE)
        case _:
            return (Role(caller), right) in MAY


def allowed(rule: str, caller: str, *, own: bool) -> bool:
    """Is a caller to be let at what is his own, or another one's?"""
    here = caller in list(Role)
    match rule:
        case "everybody":
            return True
        case "account":
            return here or caller == KEY
        case "myself":
            return here
        case "self":
            return here and (own or holds(caller, Right.PEOPLE))
        case "second":
            return holds(caller, Right.APPROVE) and not own
        case "proposer":
            return holds(caller, Right.JUDGE) and own
        case "keeper":
            return holds(caller, Right.RECORD)
        case "reader":
            return holds(caller, Right.READ)
        case _:
            return holds(caller, Right(rule))


# --- who asks, and about what ---


@dataclass(frozen=True, slots=True)
class World:
    """A service with persons, and things of each of them, made anew whenever somebody asks for one.

    Attributes:
        app: closed to whoever is not signed in.
        open: over the same store, open to anybody.
    """

    app: FastAPI
    open: FastAPI

    @property
    def archive(self) -> Archive:
        archive: Archive = self.app.state.desk.archive
        return archive

    @property
    def people(self) -> People:
        return People(self.archive)

    def client(self, caller: str) -> TestClient:
        """Whoever asks, with what he shows; a session of his own each time, for some requests end it."""
        app = self.open if caller == ANYBODY else self.app
        client = TestClient(app, follow_redirects=False, raise_server_exceptions=False)
        if caller == KEY:
            scopes = frozenset(SCOPES)
            _, token = Keys(self.archive).make(console("root"), "all", scopes, 1, account_of(caller))
            client.headers["authorization"] = f"ApiKey {token}"
        elif caller not in (NOBODY, ANYBODY):
            token = self.people.begin(self.people.account(account_of(caller)))
            client.cookies.set(guard.SESSION, token)
        return client

    def acting(self, account: str) -> Caller:
        """Somebody at the desk, whatever his role is: so that there is something of his."""
        return replace(console(account), rights=frozenset(Right))

    def proposal(self, account: str) -> int:
        """The number of a new proposal of somebody."""
        doubt = Doubt(f"Somebody {next(_numbers)}", None, "dahua")
        made = Review(self.archive).judge(self.acting(account), doubt, Verdict.DIFFERENT, "seen", "a reason")
        assert isinstance(made, Proposal)
        return made.number

    def task(self) -> int:
        """The id of a new task: a decision that asks for something."""
        decide(self.archive, f"case {next(_numbers)}", needs=("use.network",))
        return max(each.id for each in Queue(self.archive).tasks(limit=10_000))

    def key(self, account: str) -> str:
        """The id of a new key of somebody."""
        made, _ = Keys(self.archive).make(console("root"), "to be revoked", {Right.LOOK_UP}, 1, account)
        return made.id

    def watch(self, account: str) -> int:
        made = self.app.state.desk.watches.watch(self.acting(account), "Huawei")
        return int(made.id)

    def hook(self, account: str) -> int:
        from sekisho.model.watch import Way

        made, _ = self.app.state.desk.notices.hook(self.acting(account), Way.WEBHOOK, "https://127.0.0.1:9/")
        return int(made.id)

    def link(self) -> str:
        """A link that works."""
        return self.people.invite(console("root"), OTHER)


def account_of(caller: str) -> str:
    """The name of a caller's account; of those who have none, of nobody's."""
    match caller:
        case "a key":
            return "keyed"
        case "somebody disabled":
            return "gone"
        case "nobody" | "anybody, where it is open":
            return "nobody"
        case _:
            return f"an.{caller}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    store = str(tmp_path_factory.mktemp("matrix") / "store.sqlite")
    made = World(create_app(Settings(store)), create_app(Settings(store, open=True)))
    for role in Role:
        made.people.create(console("root"), account_of(role), role)
    made.people.create(console("root"), account_of(KEY), Role.ADMINISTRATOR)
    made.people.create(console("root"), OTHER, Role.APPROVER)
    made.people.create(console("root"), account_of(GONE), Role.APPROVER)
    made.people.change(console("root"), account_of(GONE), disabled=True)
    for name in (*map(account_of, Role), OTHER):
        made.people.welcome(made.people.invite(console("root"), name), PASSWORD)
    decide(made.archive, "a case", DAHUA, needs=("use.network",))
    yield made
    for app in (made.app, made.open):
        app.state.desk.close()
        app.state.desk.archive.close()


def address(world: World, path: str, account: str) -> str:
    """The address of something that belongs to an account; where nothing belongs to anybody, of any one."""
    told: dict[str, Any] = {
        "{name}": account,
        "{instrument}": "US-889A",
        "{group}": "dahua",
        "{source}": "us-csl",
        "{entity:path}": "dahua",
        "{key:path}": "dahua",
        "{entity_id:path}": "dahua",
        "{dataset}": "default",
        "{property_name}": "sanctions",
    }
    if path.startswith("/static/"):
        told["{name}"] = "no.css"
    if "/tasks/" in path:
        told["{number}"] = world.task() if "{number}" in path else 0
    elif "/proposals/" in path:
        told["{number}"] = world.proposal(account)
        told["{word}"] = "approve"
    elif "/keys/" in path and "{" in path:
        told["{key}"] = told["{own}"] = world.key(account)
    elif path.startswith("/people/{name}/{word}"):
        told["{word}"] = "enable"
    elif "/watches/" in path:
        told["{id}"] = told["{number}"] = world.watch(account)
    elif "/hooks/" in path:
        told["{id}"] = told["{number}"] = world.hook(account)
    elif "{link}" in path:
        told["{link}"] = world.link()
    told.setdefault("{number}", 1)
    for name, value in told.items():
        path = path.replace(name, str(value))
    return path


JSON_BODIES: dict[tuple[str, str], Any] = {
    ("PATCH", "/api/people/{name}"): {"lang": "ja"},
    ("POST", "/api/proposals/{number}/approve"): {},
    ("POST", "/api/proposals/{number}/reject"): {"why": "a reason"},
    ("POST", "/api/proposals/{number}/withdraw"): {},
}
FORMS: dict[tuple[str, str], dict[str, str]] = {
    ("POST", "/sign-in"): {"name": OTHER, "password": PASSWORD},
    ("POST", "/welcome/{link}"): {"password": "short"},
    ("POST", "/account/password"): {"old": PASSWORD, "new": "short"},
    ("POST", "/account/sign-out"): {"password": PASSWORD},
    ("POST", "/account/language"): {"lang": "ja"},
    ("POST", "/account/keys"): {"label": "mine", "scope": "look-up", "days": "1"},
    ("POST", "/people/{name}/role"): {"role": "none"},
    ("POST", "/hooks"): {"way": "webhook", "target": "https://127.0.0.1:9/"},
    ("POST", "/lists"): {"source": "no-such-source"},
    ("POST", "/proposals/{number}/{word}"): {"why": "a reason"},
}
"""What is told where a rule is asked of what is told, and not before it is read; elsewhere nothing is."""


def asked(world: World, client: TestClient, method: str, path: str, account: str) -> Response:
    """Ask for a route, about something of an account."""
    route = (method, path)
    options: dict[str, Any] = {}
    if route in JSON_BODIES:
        options["json"] = JSON_BODIES[route]
    elif route == ("POST", "/api/keys"):
        options["json"] = {"label": "one", "scopes": ["look-up"], "days": 1, "account": account}
    elif route == ("GET", "/api/keys"):
        options["params"] = {"account": account}
    elif route in {("POST", "/api/lists/renew"), ("POST", "/updatez")}:
        options["params"] = {"source": "no-such-source"}
    elif method == "POST" and not path.startswith("/api/"):
        options["data"] = FORMS.get(route, {})
    if method != "GET":
        if guard.SESSION not in client.cookies:
            client.get("/sign-in")  # whoever has a form open has been here
        options["headers"] = {guard.HEADER: token(client)}
    response: Response = client.request(method, address(world, path, account), **options)
    return response


def token(client: TestClient) -> str:
    """What a form of ours would say."""
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = [(b"cookie", cookies.encode())]
    return guard.token(Request({"type": "http", "headers": headers, "app": client.app, "state": {}}))


def is_refused(method: str, path: str, response: Response) -> bool:
    """Was he not let? On a page, whoever is not signed in is led to where he can."""
    if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return True
    led = response.status_code == HTTPStatus.SEE_OTHER and response.headers["location"].startswith("/sign-in")
    return led and (method, path) not in LEAVING


# --- the tests ---


def test_every_route_has_a_rule_and_every_rule_a_route(world: World) -> None:
    known, there = set(rules()), routes(world.app)
    assert there - known == set(), f"routes without a line in {RIGHTS.name}: say who may ask for them"
    assert known - there == set(), f"lines of {RIGHTS.name} without a route"


@pytest.mark.parametrize("route", rules(), ids=" ".join)
def test_who_may(world: World, route: tuple[str, str]) -> None:
    (method, path), rule = route, rules()[route]
    for caller, own in itertools.product(CALLERS, (True, False)):
        if own and (caller in (NOBODY, ANYBODY, GONE) or rule not in OWNED):
            continue  # nothing is theirs, or it makes no difference
        account = account_of(caller) if own else OTHER
        response = asked(world, world.client(caller), method, path, account)
        whose = "his own" if own else "another one's"
        what = f"{caller} at {whose}: {response.status_code} {response.text[:300]}"
        assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, what
        assert is_refused(method, path, response) is not allowed(rule, caller, own=own), what
        if rule in ("keeper", "reader") and allowed(rule, caller, own=own):
            assert (response.status_code == HTTPStatus.NOT_FOUND) is not own, what


def test_whatever_was_refused_changed_nothing(world: World) -> None:
    """Of all that the callers above were not let at, the things of another one are as they were."""
    people = world.people
    assert people.account(OTHER).role is Role.APPROVER
    for caller in (NOBODY, ANYBODY, Role.VIEWER, Role.ANALYST, KEY, GONE):
        number, key = world.proposal(OTHER), world.key(OTHER)
        for method, path in rules():
            if "/proposals/{number}/" in path or path in ("/api/keys/{key}", "/account/keys/{own}/revoke"):
                client = world.client(caller)
                places = {"{number}": number, "{word}": "approve", "{key}": key, "{own}": key}
                for name, value in places.items():
                    path = path.replace(name, str(value))  # noqa: PLW2901  # filled in
                response = client.request(
                    method, path, headers={guard.HEADER: token(client)}, json={"why": "x"}
                )
                assert response.status_code >= HTTPStatus.BAD_REQUEST
        assert Review(world.archive).proposal(number).settled is None
        assert key in {each.id for each in Keys(world.archive).keys(OTHER)}


def test_a_key_that_was_revoked_opens_nothing_not_even_what_is_open(world: World) -> None:
    client = world.client(KEY)
    client.headers["authorization"] = "ApiKey sekisho_00000000_nothing"
    open_ = TestClient(world.open, headers=client.headers)
    for path in ("/api/self", "/api/law", "/api/tasks"):
        assert client.get(path).status_code == HTTPStatus.UNAUTHORIZED
        assert open_.get(path).status_code == HTTPStatus.UNAUTHORIZED


def test_without_its_token_no_form_changes_anything(world: World) -> None:
    for (method, path), rule in rules().items():
        if method != "GET":
            client = world.client(Role.ADMINISTRATOR)
            response = client.request(method, address(world, path, OTHER), data={"csrf": "0" * 64})
            assert response.status_code == HTTPStatus.FORBIDDEN, (method, path, rule)
