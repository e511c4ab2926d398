"""What is published is looked up as the command line tells it: entities, law, lists, licences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_who_bears_a_name(client: TestClient) -> None:
    told = client.get("/api/entities", params={"name": "中兴通讯", "on": "2018-05-01"}).json()
    assert told["bearers"][0]["entity"]["id"] == "zte"
    assert any(each["clause"].startswith("US-2018-ZTE") for each in told["bites"])
    known = client.get("/api/entities/zte", params={"on": "2018-05-01"}).json()
    assert known["entity"] == told["bearers"][0]["entity"]


def test_what_is_known_depends_on_the_day(client: TestClient) -> None:
    late = client.get("/api/entities/zte", params={"known": "2020-01-01"}).json()["entity"]["listings"]
    early = client.get("/api/entities/zte", params={"known": "2010-01-01"}).json()["entity"]["listings"]
    assert len(early) < len(late)


@pytest.mark.parametrize(("known", "owners"), [("2017-01-01", ["flir"]), ("2020-01-01", ["flir", "dahua"])])
def test_an_owner_is_told_from_the_day_on_which_he_was_known(
    client: TestClient, known: str, owners: list[str]
) -> None:
    told = client.get("/api/entities/lorex", params={"known": known}).json()["entity"]
    assert [each["entity"] for each in told["owners"]] == owners
    dahua = client.get("/api/entities/dahua", params={"known": known}).json()["entity"]
    assert ("lorex" in [each["entity"] for each in dahua["holdings"]]) is ("dahua" in owners)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/entities/nobody", 404),
        ("/api/entities?name=x&country=XX", 422),
        ("/api/entities?name=%20", 422),
        ("/api/entities?name=x&on=yesterday", 422),
        ("/api/entities?name=x&known=9999-99-99", 422),
        ("/api/law/XX", 404),
        ("/api/law/US-889A?known=1990-01-01", 404),
        ("/api/lists/nothing", 404),
        ("/api/lists/us-csl/changes", 404),
    ],
)
def test_what_is_not_there_is_said_to_be_not_there(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_law_reads_as_it_did_on_a_day(client: TestClient) -> None:
    lines = {each["id"]: each for each in client.get("/api/law?on=2019-01-01").json()["instruments"]}
    assert lines["US-889A"]["state"] == "upcoming"
    reading = client.get("/api/law/US-889A?on=2021-01-01&lang=ja").json()
    assert "US-889A/procure" in reading["text"]
    assert reading["measures"][0]["spans"][-1]["state"] == "in force"
    assert {"name", "question", "values"} <= client.get("/api/facts").json()[0].keys()


def test_lists_say_how_old_they_are(client: TestClient) -> None:
    sources = {each["id"]: each for each in client.get("/api/lists").json()}
    assert (sources["us-csl"]["declared"], sources["us-csl"]["snapshot"]) == (True, None)
    assert client.get("/api/lists/us-csl").json() == []


def test_a_licence_is_kept_drawn_on_and_revoked(analyst: TestClient) -> None:
    licence: dict[str, Any] = {"number": "D/1", "issuer": "BIS", "quantity": 10, "unit": "pieces"}
    assert analyst.post("/api/licences", json=licence).json()["quantity_left"] == 10
    act = {"number": "D/1", "case": "o1", "quantity": 4}
    assert analyst.post("/api/licences/drawings", json=act).json()["quantity_left"] == 6
    over = analyst.post("/api/licences/drawings", json={**act, "case": "o2", "quantity": 7})
    assert (over.status_code, "exceeded" in over.json()["detail"]) == (422, True)
    assert (
        analyst.post("/api/licences/revocations", json={"number": "D/1", "on": "2026-11-01"}).status_code
        == 200
    )
    (kept,) = analyst.get("/api/licences").json()
    assert (kept["revoked"], kept["drawings"][0]["by"]) == ("2026-11-01", "ann")


@pytest.mark.parametrize(
    "licence",
    [
        {"number": "D/1", "issuer": "BIS", "quantity": 10},
        {"number": "D/1", "issuer": "BIS", "actions": ["fly"]},
        {"number": "D/1", "issuer": "BIS", "since": "2020-02-30"},
        {"number": "D/1", "issuer": "BIS", "since": "2021-01-01", "until": "2020-01-01"},
        {"number": " ", "issuer": "BIS"},
    ],
)
def test_a_licence_that_cannot_be_is_refused(analyst: TestClient, licence: dict[str, Any]) -> None:
    assert analyst.post("/api/licences", json=licence).status_code == 422
    assert analyst.get("/api/licences").json() == []
