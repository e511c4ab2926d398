"""Files that are handed in are worked off as the command line does it, and show how far they are."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.model.person import Role
from tests.service.callers import as_caller

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

CASES = Path("examples/3-exporter-zte.json")
BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {"component": {"type": "device", "name": "camera <b>", "bom-ref": "c"}},
    "components": [{"type": "device", "name": "SoC", "manufacturer": {"name": "HiSilicon"}}],
}


def handed(client: TestClient, name: str, data: bytes, **form: str) -> dict[str, Any]:
    """A file that was handed in, once it is worked off."""
    answer = client.post("/api/jobs", files={"file": (name, io.BytesIO(data))}, data=form)
    assert answer.status_code == 202, answer.text
    job: dict[str, Any] = answer.json()
    while job["stand"] == "running":
        time.sleep(0.02)
        job = client.get(answer.headers["location"]).json()
    return job


def test_cases_are_answered_one_by_one(analyst: TestClient) -> None:
    job = handed(analyst, "cases.json", CASES.read_bytes())
    assert (job["stand"], job["done"], job["refused"], job["by"]) == ("done", 2, 0, "ann")
    lines = analyst.get(f"/api/jobs/{job['number']}/lines").json()["lines"]
    assert [(each["case"], each["outcome"]) for each in lines] == [
        ("chips-to-zte-in-may", "prohibited"),
        ("chips-to-zte-in-august", "no-rule"),
    ]
    for each in lines:
        assert analyst.get(f"/api/decisions/{each['decision']}").json()["case"] == each["case"]


def test_what_cannot_be_read_is_refused_in_its_place(analyst: TestClient) -> None:
    data = b'{"id": "a", "action": "buy"}\n{"id": "b", "action": "fly"}\n{broken\n{"id": "d"}\n'
    job = handed(analyst, "cases.jsonl", data)
    assert (job["stand"], job["done"], job["refused"]) == ("done", 4, 2)
    lines = analyst.get(f"/api/jobs/{job['number']}/lines?after=1&limit=2").json()
    assert [each["outcome"] for each in lines["lines"]] == [None, None]
    assert lines["lines"][0]["problems"][0]["line"] == 2
    assert lines["next"] == 3


@pytest.mark.parametrize("record", ["true", "false"])
def test_a_bill_is_told_part_by_part(analyst: TestClient, record: str) -> None:
    job = handed(analyst, "bill.json", json.dumps(BILL).encode(), sort="bom", record=record)
    assert job["stand"] == "done", job
    told = analyst.get(f"/api/jobs/{job['number']}/result").json()
    assert "SoC" in json.dumps(told)
    (line,) = analyst.get(f"/api/jobs/{job['number']}/lines").json()["lines"]
    assert (line["decision"] is not None) == (record == "true")


def test_an_inventory_is_surveyed(analyst: TestClient) -> None:
    data = b"device,manufacturer\ncore-1,Huawei\ncore-2,Cisco\n"
    job = handed(analyst, "devices.csv", data, sort="inventory")
    assert (job["stand"], job["done"], job["total"]) == ("done", 2, 2)
    assert "core-1" in json.dumps(analyst.get(f"/api/jobs/{job['number']}/result").json())


@pytest.mark.parametrize(
    ("name", "data", "sort"),
    [
        ("x.json", b"{", "bom"),
        ("x.xlsx", b"PK\x03\x04 not a workbook", "bom"),
        ("x.csv", b"", "inventory"),
        ("x\x00.json", b"[" * 100_000, "cases"),
        ("../../etc/passwd", b"<a", "cases"),
    ],
)
def test_a_file_that_is_none_is_refused(analyst: TestClient, name: str, data: bytes, sort: str) -> None:
    job = handed(analyst, name, data, sort=sort)
    assert job["refused"] == 1, job
    (line,) = analyst.get(f"/api/jobs/{job['number']}/lines").json()["lines"]
    assert line["problems"]


def test_a_case_in_a_file_names_no_file_of_this_machine(analyst: TestClient) -> None:
    job = handed(analyst, "cases.json", b'[{"item": {"bom": "/etc/passwd"}}]')
    assert job["refused"] == 1


@pytest.mark.parametrize(
    ("size", "shown", "status"), [(65 << 20, "a key", 413), (2 << 20, "", 413), (2 << 20, "a key", 202)]
)
def test_only_who_shows_something_hands_in_much(
    analyst: TestClient, size: int, shown: str, status: int
) -> None:
    headers = {"authorization": shown} if shown else {}
    answer = analyst.post(
        "/api/jobs", files={"file": ("large.csv", io.BytesIO(b"x" * size))}, headers=headers
    )
    assert answer.status_code == status
    assert len(analyst.get("/api/jobs").json()["jobs"]) == (status == 202)


def test_files_stop_where_they_are_when_the_service_closes(analyst: TestClient, app: FastAPI) -> None:
    many = b"\n".join(b'{"id": "%d", "action": "buy"}' % each for each in range(20_000))
    asked = {"measures": "US-889A"}
    answer = analyst.post("/api/jobs", files={"file": ("cases.jsonl", io.BytesIO(many))}, data=asked)
    while not analyst.get(answer.headers["location"]).json()["done"]:
        time.sleep(0.01)
    app.state.desk.jobs.close()
    job = analyst.get(answer.headers["location"]).json()
    assert (job["stand"], 0 < job["done"] < 20_000) == ("stopped", True)
    kept = app.state.desk.decisions(limit=20_000)
    assert len(kept) == job["done"]


def test_who_may_not_record_hands_nothing_in(app: FastAPI) -> None:
    viewer = as_caller(app, Role.VIEWER)
    assert viewer.post("/api/jobs", files={"file": ("a.json", io.BytesIO(b"{}"))}).status_code == 403
