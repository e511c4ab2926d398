"""Four eyes over HTTP: what lets somebody pass takes two persons; what a key or a session may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from sekisho.desk.rights import console
from sekisho.model.person import Right, Role
from sekisho.service.asking import caller
from tests.service.api.test_decisions import OPEN
from tests.service.callers import as_caller

if TYPE_CHECKING:
    from fastapi import FastAPI

PASSWORD = "seven grey herons at dusk"  # noqa: S105  # of nobody


def asked(client: TestClient, path: str, told: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=told)
    assert answer.status_code < 300, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_waiver_takes_two(app: FastAPI) -> None:
    app.state.people.create(console("test"), "ann", Role.APPROVER)  # where nobody has an account, one will do
    ann = as_caller(app, Role.APPROVER, "ann")
    asked(ann, "/api/screen", {"case": OPEN, "measures": ["US-889A"]})
    said = asked(ann, "/api/decisions/2/dispositions", {"disposition": "waived", "why": "waiver 7"})
    number = said["proposal"]["number"]
    own = ann.post(f"/api/proposals/{number}/approve", json={})
    assert (own.status_code, own.json()["title"]) == (403, "Forbidden")
    bob = as_caller(app, Role.APPROVER, "bob")
    settled = asked(bob, f"/api/proposals/{number}/approve", {"why": "seen it"})
    assert (settled["kind"], settled["by"], settled["body"]["why"]) == ("disposition", "ann", "waiver 7")
    assert bob.post(f"/api/proposals/{number}/reject", json={"why": "no"}).status_code == 409
    assert bob.get(f"/api/proposals/{number}").json()["state"] == "approved"
    kept = [(each["kind"], each["by"]) for each in bob.get("/api/record/entries").json()["entries"]]
    done = [("disposition", "ann"), ("review", "bob"), ("proposal", "ann"), ("decision", "ann")]
    assert kept == [*done, ("account", "test")]


def test_what_a_decision_waits_for_is_a_task_and_goes_with_its_answer(app: FastAPI) -> None:
    ann = as_caller(app, Role.ANALYST, "ann")
    asked(ann, "/api/screen", {"case": OPEN, "measures": ["US-889A"]})
    (task,) = ann.get("/api/tasks").json()
    assert task["open"] == {"case": "camera-7", "decision": 1, "needs": ["authorisations"]}
    asked(ann, "/api/decisions/1/needs", {"answers": {"authorisations": []}})
    assert ann.get("/api/tasks").json() == []
    assert ann.get(f"/api/tasks/{task['id']}").json()["closed_by"] == "sekisho"


@pytest.mark.parametrize("path", ["/api/tasks/9", "/api/proposals/9", "/api/keys/none", "/api/people/nobody"])
def test_what_is_not_there_is_not_found(app: FastAPI, path: str) -> None:
    everybody = as_caller(app, Role.ADMINISTRATOR, "eve")
    method = "DELETE" if "keys" in path else "GET"
    assert everybody.request(method, path).status_code == 404


def signed_in(app: FastAPI, name: str, role: Role) -> tuple[TestClient, str]:
    """Somebody who has signed in, and the token of the session."""
    people = app.state.people
    people.create(console("test"), name, role)
    people.welcome(people.invite(console("test"), name), PASSWORD)
    token = people.sign_in(name, PASSWORD, "127.0.0.1")
    client = TestClient(app)
    client.cookies.set("sekisho_session", token)
    return client, token


def test_a_session_asks_with_the_rights_of_its_account_and_until_it_ends(app: FastAPI) -> None:
    ann, token = signed_in(app, "ann", Role.VIEWER)
    assert ann.get("/api/self").json()["role"] == "viewer"
    app.state.people.change(console("test"), "ann", role=Role.ANALYST)
    assert "record" in ann.get("/api/self").json()["rights"]
    app.state.people.sign_out(token)
    assert ann.get("/api/self").json()["name"] == ""


def test_whoever_shows_a_session_says_where_the_request_comes_from(app: FastAPI) -> None:
    ann, _ = signed_in(app, "ann", Role.ANALYST)
    told = {"case": OPEN, "record": False}
    assert ann.post("/api/screen", json=told).status_code == 403
    page = ann.get("/token")
    headers = {"x-csrf-token": page.text}
    assert ann.post("/api/screen", json=told, headers=headers).status_code == 200
    for elsewhere in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert ann.post("/api/screen", json=told, headers=headers | elsewhere).status_code == 403
    other, _ = signed_in(app, "bob", Role.ANALYST)
    assert other.post("/api/screen", json=told, headers=headers).status_code == 403


@pytest.fixture(autouse=True)
def _token(app: FastAPI) -> None:
    """A page that shows the token of its forms."""
    from fastapi import Request
    from fastapi.responses import PlainTextResponse

    from sekisho.service.guard import token

    def page(request: Request) -> PlainTextResponse:
        return PlainTextResponse(token(request))

    page.__annotations__ = {"request": Request, "return": PlainTextResponse}
    app.get("/token")(page)


@pytest.mark.parametrize("scheme", ["ApiKey", "apikey", "Bearer"])
def test_a_key_asks_for_what_it_is_for_and_until_it_is_revoked(app: FastAPI, scheme: str) -> None:
    ann = as_caller(app, Role.ANALYST, "ann")
    app.state.people.create(console("test"), "ann", Role.ANALYST)
    made = asked(ann, "/api/keys", {"label": "the shop", "scopes": ["look-up", "screen"]})
    assert made["token"] not in ann.get("/api/keys").text
    del app.dependency_overrides[caller]
    program = TestClient(app, headers={"authorization": f"{scheme} {made['token']}"})
    told = {"case": OPEN, "record": False}
    assert program.post("/api/screen", json=told).status_code == 200
    assert program.post("/api/screen", json={**told, "record": True}).status_code == 403
    assert program.post("/api/keys", json={"label": "more", "scopes": ["screen"]}).status_code == 403
    as_caller(app, Role.ANALYST, "ann").delete(f"/api/keys/{made['id']}")
    del app.dependency_overrides[caller]
    answer = program.post("/api/screen", json=told)
    assert (answer.status_code, answer.headers["www-authenticate"][:6]) == (401, "ApiKey")
    assert Right.SCREEN not in TestClient(app).get("/api/self").json()["rights"]
