"""Somebody by his id, with all that is stated of him and those around him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sekisho.service.yente import shapes
from tests.service.parties import LENS, SCRIPT, WRAY

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.service.parties import Param


def entity(client: TestClient, identity: str, **params: Param) -> dict[str, Any]:
    response = client.get(f"/entities/{identity}", params=params)
    assert response.status_code == 200, response.text
    shapes.Entity.model_validate(response.json())
    told: dict[str, Any] = response.json()
    return told


def id_of(client: TestClient, name: str, **params: Param) -> str:
    body = {"queries": {"q": {"schema": "Company", "properties": {"name": [name]}}}}
    (found,) = client.post("/match/default", json=body, params=params).json()["responses"]["q"]["results"]
    return str(found["id"])


def test_those_around_somebody_are_nested_in_him(client: TestClient) -> None:
    told = entity(client, LENS)["properties"]
    assert [each["caption"] for each in told["addressEntity"]] == ["1 Harbour Road, Shenzhen"]
    assert [each["properties"]["authority"] for each in told["sanctions"]] == [["This house"]]
    (owned,) = told["ownershipOwner"]
    assert owned["properties"]["percentage"] == ["60"]
    assert owned["properties"]["owner"] == [LENS]
    assert [each["caption"] for each in owned["properties"]["asset"]] == [SCRIPT]
    (seat,) = told["directorshipOrganization"]
    assert [each["id"] for each in seat["properties"]["director"]] == [WRAY]


def test_or_only_their_ids_are(client: TestClient) -> None:
    told = entity(client, LENS, nested="false")["properties"]
    assert told["addressEntity"] == ["addr-1"]
    assert "sanctions" not in told


def test_a_relation_and_a_document_are_entities_too(client: TestClient) -> None:
    assert entity(client, "own-1")["schema"] == "Ownership"
    assert entity(client, "NK-wray-p")["properties"]["holder"][0]["caption"] == "Oswin Wray"
    assert [each["id"] for each in entity(client, WRAY)["properties"]["identification"]] == ["NK-wray-p"]


def test_the_register_that_ships_is_told_alike(client: TestClient) -> None:
    told = entity(client, "dahua")
    assert "s889" in told["datasets"]
    assert {"makers"} < set(told["datasets"])
    assert "debarment" in told["properties"]["topics"]
    listing = next(each for each in told["properties"]["sanctions"] if each["datasets"] == ["s889"])
    assert listing["properties"]["startDate"] == ["2018-08-13"]
    assert entity(client, listing["id"])["properties"]["entity"][0]["id"] == "dahua"
    owners = [each["properties"] for each in told["properties"]["ownershipAsset"]]
    assert any("11.67" in each["percentage"][0] for each in owners if "percentage" in each)


def test_it_is_told_as_it_was_known(client: TestClient) -> None:
    assert "s889" not in entity(client, "dahua", known="2018-01-01", on="2018-01-01")["datasets"]
    assert client.get(f"/entities/{LENS}?known=2024-01-01").status_code == 404


@pytest.mark.parametrize(
    ("key", "on", "controlled"),
    [
        ("iflytek", "2019-10-08", False),
        ("iflytek", "2020-01-01", True),  # by a rule of the list, though the list itself is not at hand
        ("zte", "2016-06-01", True),
        ("zte", "2026-11-30", False),  # its denial order has ended
    ],
)
def test_a_list_gives_its_topics_while_somebody_stands_on_it(
    client: TestClient, key: str, on: str, controlled: bool
) -> None:
    told = entity(client, key, on=on, known="2026-11-30")["properties"].get("topics", [])
    assert ("export.control" in told) is controlled


def test_holdings_are_told_as_they_were_known(client: TestClient) -> None:
    def owners(known: str) -> dict[str, tuple[list[str], list[str] | None]]:
        told = entity(client, "lorex", known=known)["properties"]["ownershipAsset"]
        held = [each["properties"] for each in told]
        return {each["owner"][0]["id"]: (each["startDate"], each.get("endDate")) for each in held}

    assert owners("2017-01-01") == {"flir": (["2012-01-01"], None)}
    assert owners("2020-01-01") == {"flir": (["2012-01-01"], ["2018-02-05"]), "dahua": (["2018-02-06"], None)}


def test_who_left_a_list_keeps_what_was_known_of_him(client: TestClient) -> None:
    gone = id_of(client, "Barrow Leaving Traders", on="2026-04-01")
    told = entity(client, gone)
    assert (told["target"], told["datasets"]) == (False, [])
    assert told["properties"]["country"] == ["sy"]
    (listing,) = told["properties"]["sanctions"]
    assert listing["properties"]["authorityId"] == ["A 2"]
    assert listing["last_seen"] == "2026-05-31T00:00:00"
    assert entity(client, gone, on="2026-04-01")["target"] is True


def test_a_listing_of_a_list_of_our_own_is_found_by_its_id(client: TestClient) -> None:
    staying = entity(client, id_of(client, "Quillon Staying Works"))
    (listing,) = staying["properties"]["sanctions"]
    assert entity(client, listing["id"])["properties"]["entity"][0]["id"] == staying["id"]


def test_another_id_leads_to_the_one_that_goes_here(client: TestClient) -> None:
    staying = entity(client, id_of(client, "Quillon Staying Works"))
    (other,) = staying["referents"]
    assert "/" in other
    moved = client.get(f"/entities/{other}?nested=false")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/entities/{staying['id']}?nested=false")
    moved = client.get(f"/entities/ftm/{LENS}/adjacent/sanctions")
    assert moved.headers["location"] == f"/entities/{LENS}/adjacent/sanctions"


def test_those_around_are_told_page_by_page(client: TestClient) -> None:
    told = client.get(f"/entities/{LENS}/adjacent").json()
    shapes.Adjacent.model_validate(told)
    totals = {name: each["total"]["value"] for name, each in told["adjacent"].items()}
    assert totals == {"addressEntity": 1, "sanctions": 1, "ownershipOwner": 1, "directorshipOrganization": 1}
    assert told["entity"]["id"] == LENS
    one = client.get(f"/entities/{LENS}/adjacent/sanctions").json()
    shapes.Neighbours.model_validate(one)
    assert one == told["adjacent"]["sanctions"]
    none = client.get(f"/entities/{LENS}/adjacent/sanctions?offset=1").json()
    assert (none["results"], none["total"]["value"]) == ([], 1)


def test_they_come_in_the_order_that_is_wanted(client: TestClient) -> None:
    def listed(sort: str) -> list[str]:
        path = f"/entities/dahua/adjacent/sanctions?limit=50&sort={sort}"
        return [each["caption"].casefold() for each in client.get(path).json()["results"]]

    up, down = listed("caption:asc"), listed("caption:desc")
    assert up == sorted(up)
    assert down == up[::-1] != up


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nobody", 404),
        ("%00", 404),
        ("nobody/adjacent", 404),
        (f"{LENS}/adjacent/name", 404),
        (f"{LENS}/adjacent/familyPerson", 200),
        (f"{LENS}/adjacent?sort=height", 400),
        (f"{LENS}/adjacent?limit=501", 422),
        (f"{LENS}?known=never", 422),
        ("x" * 301, 422),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/entities/{path}").status_code == status
