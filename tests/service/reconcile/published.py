"""The published schemas of the reconciliation API 0.2, which are no part of the project."""

from __future__ import annotations

import json
from functools import cache

import jsonschema_rs

from tests.whole import DATA, needed

FOLDER = DATA / "reconciliation" / "0.2"


@cache
def validator(name: str) -> jsonschema_rs.Validator:
    """The validator of a schema; without the schemas, a skip that says where they are looked for."""
    folder = needed(FOLDER / "schemas", "SEKISHO_DATA", "SEKISHO_SHARED")
    read = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    registry = jsonschema_rs.Registry([(schema["$id"].rstrip("#"), schema) for schema in read.values()])
    return jsonschema_rs.validator_for(read[f"{name}.json"], registry=registry)


def check(name: str, answer: object) -> None:
    """Hold an answer against a schema."""
    found = [f"{each.instance_path}: {each.message}" for each in validator(name).iter_errors(answer)]
    assert not found, found
