"""What is written down of FollowTheMoney is what its own client ships."""

from __future__ import annotations

from typing import Any

import pytest
from yente_client.schemas._lookup import model as published

from sekisho.service.yente import schemata


@pytest.fixture(scope="module")
def model() -> dict[str, Any]:
    found: dict[str, Any] = published["schemata"]
    return found


def test_the_schemata_are_the_models(model: dict[str, Any]) -> None:
    assert {name: set(each.get("extends", ())) for name, each in model.items()} == {
        name: set(wider) for name, wider in schemata.WIDER.items()
    }
    for name, each in model.items():
        assert set(schemata.line(name)) == set(each["schemata"])


def test_the_far_ends_are_the_models(model: dict[str, Any]) -> None:
    stated = {
        f"{name}.{prop}": each["reverse"]
        for name, schema in model.items()
        for prop, each in schema["properties"].items()
        if each.get("type") == "entity" and each.get("reverse") and not each.get("stub")
    }
    assert stated == schemata.FAR


def test_what_is_matched_may_be_matched_there(model: dict[str, Any]) -> None:
    assert {name for name, each in model.items() if each.get("matchable")} > schemata.MATCHED


def test_a_far_end_is_inherited() -> None:
    assert schemata.far_end("Passport", "holder") == "identification"
    assert schemata.far_end("Vessel", "owner") == "ownedVehicles"
    assert schemata.far_end("Company", "name") is None


def test_kinds_and_words() -> None:
    assert schemata.kinds("Organization") == {"Organization", "Company", "PublicBody"}
    assert schemata.label("registrationNumber") == "Registration number"
    assert "birthDate" in schemata.props("Person")
    assert "birthDate" not in schemata.props("Company")
    assert {"birthDate", "ticker"} <= set(schemata.props("Thing"))
