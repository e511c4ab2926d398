"""What tells whether a CycloneDX bill was written with care: its number, its day, scopes and hashes."""

from __future__ import annotations

from typing import Any

import pytest

from sekisho.formats.cyclonedx_words import check_bill, check_component
from sekisho.formats.notes import Notes

SERIAL = "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"


def faults(data: dict[str, Any]) -> list[str]:
    """Where something is wrong; each with a remedy."""
    notes = Notes("b.json")
    check_bill(data, notes)
    for number, part in enumerate(data.get("components", ())):
        check_component(part, ((None, "components"), number), notes)
    assert all(problem.hint for problem in notes.problems)
    return [problem.at.path for problem in notes.problems]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"serialNumber": SERIAL},
        {"serialNumber": SERIAL.upper().replace("URN:UUID", "urn:uuid")},
        {"metadata": {"timestamp": "2020-04-13T20:20:39+00:00"}},
        {"metadata": {"timestamp": "2020-04-13T20:20:39.123Z"}},
        {"components": [{"scope": "excluded"}, {"hashes": [{"alg": "MD5", "content": "A" * 32}]}]},
        {"components": [{"hashes": [{"alg": "SHA-512", "content": "0" * 128}]}]},
    ],
)
def test_what_is_as_the_specification_has_it(data: dict[str, Any]) -> None:
    assert faults(data) == []


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ({"serialNumber": SERIAL[:-9]}, ["serialNumber"]),
        ({"serialNumber": 7}, ["serialNumber"]),
        ({"metadata": {"timestamp": "2020-04-13"}}, ["metadata.timestamp"]),
        ({"metadata": {"timestamp": "Tuesday"}}, ["metadata.timestamp"]),
        ({"components": [{}, {"scope": "some"}]}, ["components[1].scope"]),
        (
            {
                "components": [
                    {"hashes": [{"alg": "MD5", "content": "foo"}, {"alg": "FOO", "content": "a" * 40}]}
                ]
            },
            ["components[0].hashes[0].content", "components[0].hashes[1].alg"],
        ),
        (
            {"components": [{"hashes": [{}]}]},
            ["components[0].hashes[0].alg", "components[0].hashes[0].content"],
        ),
    ],
)
def test_what_is_not_is_refused_with_its_place(data: dict[str, Any], places: list[str]) -> None:
    assert faults(data) == places
