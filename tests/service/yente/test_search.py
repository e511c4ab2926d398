"""Who is found by some words, narrowed down and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sekisho.service.yente import shapes
from tests.service.parties import LENS, WRAY

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.service.parties import Param


def search(client: TestClient, q: str = "", dataset: str = "default", **params: Param) -> dict[str, Any]:
    response = client.get(f"/search/{dataset}", params={"q": q, **params})
    assert response.status_code == 200, response.text
    shapes.Searched.model_validate(response.json())
    told: dict[str, Any] = response.json()
    return told


def ids(client: TestClient, q: str = "", dataset: str = "default", **params: Param) -> list[str]:
    return [each["id"] for each in search(client, q, dataset, **params)["results"]]


@pytest.mark.parametrize(
    "q",
    [
        "optics LENS",
        "Tremaine Lens Optics",
        "トレメイン光学",
        "Tremane Lens Optics",
        "91440300192",
        LENS,
        f"ftm/{LENS}",
    ],
)
def test_words_likeness_numbers_and_ids_find_somebody(client: TestClient, q: str) -> None:
    assert ids(client, q)[0] == LENS


def test_a_word_that_he_has_not_finds_him_not(client: TestClient) -> None:
    assert LENS not in ids(client, "lens zebra", limit=500)


def test_fuzzy_finds_what_is_only_faintly_alike(client: TestClient) -> None:
    assert LENS not in ids(client, "Tremain Lenses Trading")
    assert LENS in ids(client, "Tremain Lenses Trading", fuzzy="true")


def test_of_everybody_each_is_told_once(client: TestClient) -> None:
    total = search(client, dataset="house_watch")["total"]["value"]
    assert total == 4
    pages = [ids(client, dataset="house_watch", limit=3, offset=offset) for offset in (0, 3)]
    assert [len(each) for each in pages] == [3, 1]
    assert len({*pages[0], *pages[1]}) == 4


def test_the_findings_are_counted(client: TestClient) -> None:
    facets = ["countries", "topics", "datasets", "schema", "genders", "identifiers"]
    told = search(client, dataset="house_watch", limit=0, facets=facets)["facets"]
    counts = {name: {each["name"]: each["count"] for each in told[name]["values"]} for name in facets}
    assert counts == {
        "countries": {"cn": 1, "de": 1, "gb": 2},
        "topics": {"poi": 1, "role.pep": 1, "sanction": 1},
        "datasets": {"house_watch": 4},
        "schema": {"Company": 2, "Person": 2},
        "genders": {"male": 1},
        "identifiers": {"91440300192": 1},
    }
    assert list(search(client)["facets"]) == ["countries", "topics", "datasets"]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"schema": "Person"}, {WRAY, "NK-nephew"}),
        ({"schema": "LegalEntity", "countries": "cn"}, {LENS}),
        ({"exclude_schema": "Company"}, {WRAY, "NK-nephew"}),
        ({"countries": ["cn", "de"]}, {LENS, "NK-tannery"}),
        ({"countries": ["cn", "de"], "filter_op": "AND"}, set()),
        ({"topics": "role.pep"}, {WRAY}),
        ({"datasets": "us-test-list"}, set()),
        ({"filter": "properties.birthDate:1961-04-02"}, {WRAY}),
        ({"filter": ["genders:male", "countries:gb"]}, {WRAY}),
        ({"filter": "schema:Company"}, {LENS, "NK-tannery"}),
        ({"target": "true"}, {LENS}),
        ({"changed_since": "2025-03-02"}, set()),
    ],
)
def test_a_search_is_narrowed_down(client: TestClient, params: dict[str, Param], found: set[str]) -> None:
    told = search(client, "", "house_watch", **params)
    assert {each["id"] for each in told["results"]} == found
    assert told["total"]["value"] == len(found)


def test_who_left_the_list_is_there_on_his_days(client: TestClient) -> None:
    assert len(ids(client, dataset="us-test-list")) == 1
    assert len(ids(client, dataset="us-test-list", on="2026-04-01")) == 2


def test_the_findings_come_in_an_order(client: TestClient) -> None:
    def captions(sort: str) -> list[str]:
        told = search(client, dataset="house_watch", sort=sort)["results"]
        return [each["caption"].casefold() for each in told]

    assert captions("caption") == sorted(captions("caption"))
    assert captions("caption:desc")[::-1] == captions("caption:asc")
    assert search(client, dataset="us-test-list", on="2026-04-01", sort="last_change:desc")["results"][0][
        "last_change"
    ]


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ("schema=Firm", 400),
        ("filter=colour:red", 400),
        ("filter=countries", 400),
        ("filter=properties.foo;drop:1", 400),
        ("sort=height:up", 400),
        ("facets=colours", 422),
        ("limit=501", 422),
        ("offset=9500", 422),
        ("changed_since=2020-99-99", 400),
        ("q=%00", 200),
        ("q=" + "x" * 1001, 422),
    ],
)
def test_what_is_refused(client: TestClient, params: str, status: int) -> None:
    assert client.get(f"/search/default?{params}").status_code == status


def test_a_dataset_is_there_from_the_day_on_which_it_was_known(client: TestClient) -> None:
    for path in ("/search/nothing", "/search/house_watch?known=2025-02-28"):
        assert client.get(path).status_code == 404
    assert client.get("/search/house_watch?known=2025-03-01").json()["total"]["value"] == 4
