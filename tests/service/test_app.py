"""The frame of the service: what every answer has, whatever was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from sekisho.errors import InputError, LawError, Location, Problem, UsageError
from sekisho.service.guard import HEADERS
from sekisho.store.fault import StoreError

if TYPE_CHECKING:
    from fastapi import FastAPI


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_it_says_that_it_is_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_not_ready_without_its_store(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> int:
        raise StoreError("the server is gone")

    monkeypatch.setattr(app.state.desk.archive, "latest", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/nothing"])
def test_every_answer_tells_a_browser_how_to_treat_it(client: TestClient, path: str) -> None:
    assert HEADERS.items() <= dict(client.get(path).headers).items()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("there is no reading 'x'"), 422),
        (InputError("refused", [Problem(Location("cases.json", 3, "item"), "what", "how")]), 422),
        (StoreError("the store postgresql://secret@host: it is locked"), 503),
        (LawError("/secret/law.toml is refused"), 500),
        (ZeroDivisionError("secret"), 500),
    ],
)
def test_what_goes_wrong_is_told_as_problem_details(app: FastAPI, error: Exception, status: int) -> None:
    router = APIRouter()

    @router.get("/fails")
    def fails() -> None:
        raise error

    app.include_router(router)
    answer = TestClient(app, raise_server_exceptions=False).get("/fails")
    told = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert (told["status"], told["instance"]) == (status, "/fails")
    assert "secret" not in answer.text
    if isinstance(error, InputError):
        assert told["problems"] == [
            {"file": "cases.json", "line": 3, "path": "item", "message": "what", "remedy": "how"}
        ]
