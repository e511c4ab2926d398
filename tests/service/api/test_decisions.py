"""Decisions found again, in pages; an answer to a need makes one that follows; the record shows all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.record.evidence import of

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

OPEN = {
    "id": "camera-7",
    "date": "2021-06-01",
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"name": "IP camera", "class": "camera", "manufacturer": "Zhejiang Dahua Technology Co., Ltd."},
    "use": {"purpose": "government-security"},
}
ASKED = {"case": OPEN, "measures": ["US-889A"]}


def asked(client: TestClient, **more: str) -> dict[str, Any]:
    told: dict[str, Any] = client.post("/api/screen", json={**ASKED, "case": {**OPEN, **more}}).json()
    return told


def test_a_need_that_is_answered_makes_a_decision_that_follows(analyst: TestClient) -> None:
    first = asked(analyst)
    assert (first["answer"]["outcome"], first["answer"]["decisions"][0]["needs"]) == (
        "unknown",
        ["authorisations"],
    )
    answers = {"answers": {"authorisations": []}, "why": "asked the agency"}
    second = analyst.post("/api/decisions/1/needs", json=answers).json()
    assert (second["answer"]["outcome"], second["follows"], second["number"]) == ("prohibited", 1, 3)
    said = analyst.get("/api/decisions/1/said").json()
    assert [(each["kind"], each["body"]["why"], each["by"]) for each in said] == [
        ("need", "asked the agency", "ann")
    ]
    (line,) = analyst.get("/api/decisions?follows=1").json()["decisions"]
    assert (line["number"], line["outcome"]) == (3, "prohibited")
    assert analyst.get("/api/decisions/3/difference").json()["decisions"] == []


@pytest.mark.parametrize("answers", [{}, {"use.network": "5g"}])
def test_what_was_not_asked_is_not_answered(analyst: TestClient, answers: dict[str, str]) -> None:
    asked(analyst)
    assert analyst.post("/api/decisions/1/needs", json={"answers": answers}).status_code == 422
    assert len(analyst.get("/api/record/entries").json()["entries"]) == 1


def test_decisions_are_found_in_pages(analyst: TestClient) -> None:
    for each in range(5):
        asked(analyst, id=f"camera-{each % 2}")
    found: list[int] = []
    before = ""
    while before is not None:
        page = analyst.get(
            f"/api/decisions?case=camera-0&limit=2&before={before}".removesuffix("&before=")
        ).json()
        found += [each["number"] for each in page["decisions"]]
        before = page["next"]
    assert found == [5, 3, 1]
    assert analyst.get("/api/decisions?outcome=permitted").json()["decisions"] == []
    assert analyst.get("/api/decisions?by=bob").json()["decisions"] == []
    assert analyst.get("/api/decisions?until=2020").json()["decisions"] == []
    (count,) = analyst.get("/api/decisions/counts").json()
    assert (count["outcome"], count["count"]) == ("unknown", 5)


@pytest.mark.parametrize("path", ["2", "2/difference", "2/said", "9"])
def test_what_is_no_decision_is_not_found(analyst: TestClient, path: str) -> None:
    asked(analyst)
    analyst.post("/api/decisions/1/dispositions", json={"disposition": "escalated", "why": "for the head"})
    assert analyst.get(f"/api/decisions/{path}").status_code == 404


def test_evidence_is_verified_by_whoever_gets_it(analyst: TestClient) -> None:
    for each in range(3):
        asked(analyst, id=f"camera-{each}")
    told = analyst.get("/api/record/evidence?case=camera-1")
    evidence = of(told.content, "evidence.json")
    assert not evidence.links.problems
    assert [json.loads(each.body)["case"] for each in evidence.entries] == ["camera-1"]
    assert evidence.links.hash == analyst.get("/api/record/anchor").json()["hash"]
    assert of(told.content.replace(b"camera-1", b"camera-2"), "evidence.json").links.problems


def test_a_chain_that_was_changed_does_not_hold(analyst: TestClient, app: FastAPI) -> None:
    for each in range(3):
        asked(analyst, id=f"camera-{each}")
    with app.state.desk.archive.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE entry SET body = replace(body, 'camera-1', 'camera-9') WHERE number = 2"
        )
    told = analyst.get("/api/record/verify").json()
    assert told["holds"] is False
    assert "entry 2" in told["problems"][0]["path"]


@pytest.mark.parametrize("path", ["/api/record/anchor", "/api/record/evidence", "/api/record/entries/1"])
def test_of_an_empty_record_nothing_is_found(analyst: TestClient, path: str) -> None:
    assert analyst.get(path).status_code == 404
