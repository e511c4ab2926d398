"""What the service says of itself has figures and routes, and nothing of what was asked."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

from sekisho.model.person import Role
from sekisho.service.observe import log
from tests.service.callers import as_caller

if TYPE_CHECKING:
    import pytest
    from fastapi import FastAPI


def test_a_request_leaves_a_line_without_what_was_asked(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_caller(app, Role.ANALYST, "ann")
    with caplog.at_level(logging.INFO, log.name):
        answer = client.get("/api/entities", params={"name": "Secret Purchase Ltd"})
        client.get("/api/entities/secret-purchase")
        client.get("/secret/path")
    lines = [json.loads(each.message) for each in caplog.records if each.name == log.name]
    assert [(each["route"], each["status"]) for each in lines] == [
        ("/api/entities", 200),
        ("/api/entities/{entity:path}", 404),
        ("none", 404),
    ]
    assert lines[0]["id"] == answer.headers["x-request-id"]
    assert "secret" not in caplog.text.lower().replace("secrets", "")


def test_figures_are_for_those_who_may_read(app: FastAPI) -> None:
    client = as_caller(app, Role.VIEWER)
    client.get("/healthz")
    told = client.get("/metrics").text
    assert 'sekisho_requests_total{method="GET",route="/healthz",status="200"}' in told
    assert "sekisho_cases_waiting 0.0" in told
    app.dependency_overrides.clear()
    assert client.get("/metrics").status_code == 401
