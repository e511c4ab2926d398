"""Names that are watched, hooks for news, and the renewal of lists, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.model.person import Role
from tests.service.callers import as_caller

if TYPE_CHECKING:
    from fastapi import FastAPI


def test_a_name_is_watched_and_no_more(app: FastAPI) -> None:
    ann = as_caller(app, Role.ANALYST, "ann")
    made = ann.post("/api/watches", json={"name": "Blue Harbour Optics", "country": "us", "why": "landlord"})
    assert made.status_code == 201
    assert ann.get("/api/watches").json() == [made.json()]
    bob = as_caller(app, Role.ANALYST, "bob")
    assert bob.get("/api/watches").json() == []
    assert bob.delete(f"/api/watches/{made.json()['id']}").status_code == 404
    ann = as_caller(app, Role.ANALYST, "ann")
    assert ann.delete(f"/api/watches/{made.json()['id']}").status_code == 204
    assert ann.get("/api/watches").json() == []


def test_a_secret_is_shown_once(app: FastAPI) -> None:
    ann = as_caller(app, Role.ANALYST, "ann")
    made = ann.post("/api/hooks", json={"target": "https://example.org/news"}).json()
    assert len(made.pop("secret")) > 40
    assert ann.get("/api/hooks").json() == [made]
    assert ann.get(f"/api/hooks/{made['id']}/news").json() == []
    assert ann.delete(f"/api/hooks/{made['id']}").status_code == 204
    assert ann.get(f"/api/hooks/{made['id']}/news").status_code == 404


def test_what_is_no_target_is_refused(app: FastAPI) -> None:
    ann = as_caller(app, Role.ANALYST, "ann")
    for target in ("file:///etc/passwd", "https://ann:secret@example.org/", "ann"):
        response = ann.post("/api/hooks", json={"target": target})
        assert response.status_code in (400, 422)
        assert "nothing to post to" in response.json()["detail"]


def test_lists_are_renewed_by_those_who_may(app: FastAPI) -> None:
    assert as_caller(app, Role.ANALYST).post("/api/lists/renew?source=us-csl").status_code == 403
    approver = as_caller(app, Role.APPROVER)
    assert approver.post("/api/lists/renew?source=nobody-s").status_code == 404
    response = approver.post("/api/lists/renew?source=us-dod-1260h")
    assert response.status_code in (400, 422)
    assert "has no address" in response.json()["detail"]
