"""What can be asked, how fresh it is, how it is matched, and how it is brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.desk.keys import Keys
from sekisho.desk.people import People
from sekisho.desk.rights import console
from sekisho.match.features import FEATURES
from sekisho.model.person import Right, Role
from sekisho.service.yente import shapes

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient


def test_every_list_is_a_dataset_and_all_of_them_are_one(client: TestClient) -> None:
    told = client.get("/catalog").json()
    shapes.Catalog.model_validate(told)
    by_name = {each["name"]: each for each in told["datasets"]}
    assert {"makers", "s889", "us-test-list", "house_watch"} < set(by_name["default"]["children"])
    assert "zte" not in by_name  # a group of the register is no list that anybody published
    watch = by_name["house_watch"]
    assert (watch["entity_count"], watch["index_version"]) == (4, "2026-03-01-1")
    assert watch["publisher"]["name"] == "This house"
    assert by_name["us-test-list"]["entity_count"] == 1
    for name in by_name:
        assert client.get(f"/search/{name}?limit=0").status_code == 200


def test_what_is_stale_is_said_to_be(client: TestClient) -> None:
    told = client.get("/catalog").json()
    assert "us-test-list" in told["outdated"]  # its edition of June is older than a week
    assert "house_watch" in told["current"]
    assert told["index_stale"] is True
    assert "us-test-list" in client.get("/catalog?known=2026-06-02").json()["current"]
    assert "us-sdn" in told["outdated"]  # the register has some of it, which says nothing of others


def test_it_is_sent_once_as_long_as_it_is_the_same(client: TestClient) -> None:
    first = client.get("/catalog")
    again = client.get("/catalog", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/catalog?known=2026-05-01", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200
    assert client.get("/manifest").json() == first.json()


def test_there_is_one_algorithm_and_its_features_are_explained(client: TestClient) -> None:
    told = client.get("/algorithms").json()
    shapes.Algorithms.model_validate(told)
    assert (told["default"], told["best"]) == ("sekisho", "sekisho")
    docs = told["algorithms"][0]["docs"]
    assert {each.__name__ for each in FEATURES} <= set(docs)
    assert all(each["description"] for each in docs.values())


def test_only_who_may_brings_the_lists_up_to_date(app: FastAPI, client: TestClient) -> None:
    people, keys = People(app.state.desk.archive), Keys(app.state.desk.archive)
    people.create(console("root"), "root", Role.ADMINISTRATOR)
    root = console("root", people.account("root"))
    _, reader = keys.make(root, "reads", frozenset({Right.LOOK_UP}), 1)
    _, keeper = keys.make(root, "keeps", frozenset({Right.LISTS}), 1)
    for path in ("", "?token=nothing", f"?token={reader}"):
        assert client.post(f"/updatez{path}").status_code == 403
    assert client.post(f"/updatez?token={keeper}&source=nothing").status_code == 404
    job = client.post(f"/updatez?token={keeper}&source=us-test&sync=true")
    assert job.status_code in (200, 422)  # the source of this test has no address
