"""Files of owners on the command line: for one run, and kept in a store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.whole import sekisho

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SALE: Mapping[str, object] = {
    "id": "sale",
    "date": "2022-06-01",
    "action": "export",
    "actor": {"name": "US firm", "country": "us", "kinds": ["private-company"]},
    "parties": [{"role": "purchaser", "name": "Blue Fern Trading", "country": "cn", "listed": []}],
    "item": {"name": "cable", "class": "other-goods", "eccn": "EAR99"},
    "use": {"from": "us", "destination": "cn"},
    "authorisations": [],
}
TABLE = """owner,asset,share,control,from,source
"Huawei Technologies Co., Ltd.",Fern Holding,60,,2019,annual report p. 12
Fern Holding,Blue Fern Trading,51,,2020-02-01,register extract
"""
STATEMENTS = [
    {
        "statementId": f"s-{record}",
        "recordId": record,
        "recordType": kind,
        "statementDate": "2020-01-01",
        "publicationDetails": {"publicationDate": "2020-01-01", "bodsVersion": "0.4"},
        "recordDetails": details,
    }
    for record, kind, details in (
        ("top", "entity", {"name": "Huawei Technologies Co., Ltd."}),
        ("low", "entity", {"name": "Blue Fern Trading"}),
        (
            "rel",
            "relationship",
            {
                "subject": "low",
                "interestedParty": "top",
                "interests": [{"type": "shareholding", "share": {"exact": 51}, "directOrIndirect": "direct"}],
            },
        ),
    )
]
RULE = "US-2019-ENTITY-HUAWEI"


def asked(*options: str | Path) -> Mapping[str, Any]:
    options = (*options, "--store", "none") if "--store" not in options else options
    run = sekisho("screen", "-", "--format", "jsonl", *options, "--measure", RULE, given=json.dumps(SALE))
    assert run.code in (0, 1, 2), run.err
    answer: Mapping[str, Any] = json.loads(run.out)
    return answer


def chain(answer: Mapping[str, Any]) -> list[str]:
    paths = answer["decisions"][0]["paths"]
    return [step["name"] for step in paths[0]["steps"]]


def test_without_owners_no_sign_is_seen() -> None:
    assert asked()["outcome"] == "no-rule"


def test_a_table_of_owners_for_one_run(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(TABLE, "utf-8")
    answer = asked("--owners", file)
    assert answer["outcome"] == "red-flag"
    assert chain(answer)[1:3] == ["Fern Holding", "Huawei Technologies Co., Ltd."]
    sources = [step["source"] for step in answer["decisions"][0]["paths"][0]["steps"]]
    assert "owners-csv: register extract" in sources
    assert "mine.csv" in answer["basis"]["lists"]["owners-csv"]


def test_beneficial_owners_for_one_run(tmp_path: Path) -> None:
    file = tmp_path / "register.json"
    file.write_text(json.dumps(STATEMENTS), "utf-8")
    answer = asked("--owners", file)
    assert answer["outcome"] == "red-flag"
    assert chain(answer)[1] == "Huawei Technologies Co., Ltd."


def test_owners_kept_in_a_store(tmp_path: Path) -> None:
    file, store = tmp_path / "mine.csv", str(tmp_path / "lists.db")
    file.write_text(TABLE, "utf-8")
    update = sekisho("lists", "update", "owners-csv", "--from", file, "--store", store)
    assert update.code == 0, update.err
    answer = asked("--store", store)
    assert answer["outcome"] == "red-flag"
    assert "snapshot 1" in answer["basis"]["lists"]["owners-csv"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("owner,asset,share\nA,B,lots\n", "mine.csv:2 share: 'lots' is no share (write 51, >=50"),
        ("name,address\nA,B\n", "mine.csv:1: nobody can see what it tells of owners (give a CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(text, "utf-8")
    run = sekisho("screen", "-", "--owners", file, "--store", "none", given=json.dumps(SALE))
    assert run.code == 65
    assert words in run.err
