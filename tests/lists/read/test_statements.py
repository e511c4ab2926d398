"""Files of FollowTheMoney statements."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.dates import ALWAYS, Interval
from sekisho.lists.read.statements import said
from tests.lists.read.declare import refusal

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.model.statement import Said, Statement

COLUMNS = [
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang"),
    *("original_value", "external", "first_seen", "last_seen", "id"),
]


def row(entity: str, prop: str, value: str, **more: str) -> dict[str, str]:
    return {
        "canonical_id": entity,
        "entity_id": entity,
        "schema": "Company",
        "prop": prop,
        "value": value,
        "dataset": "us_bis_entity",
        "external": "f",
        "first_seen": "2021-06-01T00:00:00",
        **more,
    }


def write(folder: Path, *rows: dict[str, str], columns: list[str] = COLUMNS) -> Path:
    path = folder / "statements.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", quoting=csv.QUOTE_ALL, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(folder: Path, *rows: dict[str, str]) -> list[Said]:
    return list(said({"main": write(folder, *rows)}, "mine"))


def one(folder: Path, *rows: dict[str, str]) -> Statement:
    (found,) = read(folder, *rows)
    return found.statement


def test_a_line_is_a_statement_with_its_dataset_language_and_origin(tmp_path: Path) -> None:
    (found,) = read(
        tmp_path, row("NK-1", "name", "华为", lang="zho", original_value=" 华为 ", dataset="cn_x")
    )
    assert (found.statement.entity_id, found.statement.value, found.statement.list) == (
        "ftm/NK-1",
        "华为",
        "ftm:cn_x",
    )
    assert (found.statement.lang, found.statement.original) == ("zho", " 华为 ")
    assert found.since == dates.day("2021-06-01")


def test_days_of_a_listing_hold_for_all_that_it_says_wherever_they_stand(tmp_path: Path) -> None:
    more = {"schema": "Sanction"}
    found = read(
        tmp_path,
        row("s-1", "entity", "NK-1", **more),
        row("NK-1", "name", "X"),
        row("s-1", "endDate", "2020", **more),
        row("s-1", "startDate", "2019-05-16", **more),
    )
    valid = {each.statement.prop: each.statement.valid for each in found}
    assert valid["entity"] == Interval(dates.day("2019-05-16"), dates.day("2020-12-31"))
    assert valid["name"] == ALWAYS
    assert found[0].statement.value == "ftm/NK-1"


def test_merged_entities_are_one_also_where_they_are_pointed_to(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        row("NK-1", "name", "X", entity_id="us-7"),
        row("own-1", "asset", "us-7", schema="Ownership"),
    )
    assert found[0].statement.entity_id == "ftm/NK-1"
    assert found[1].statement.value == "ftm/NK-1"


def test_candidates_that_nobody_judged_and_marks_of_ids_say_nothing(tmp_path: Path) -> None:
    assert (
        one(tmp_path, row("a", "name", "A", external="t"), row("b", "id", "0f"), row("b", "name", "B")).value
        == "B"
    )


def test_ids_rest_on_what_was_published(tmp_path: Path) -> None:
    first = one(tmp_path, row("a", "country", "cn", original_value="China"))
    assert first.id == one(tmp_path, row("a", "country", "hk", original_value="China")).id
    assert first.id != one(tmp_path, row("a", "country", "cn", original_value="PRC")).id


def test_older_files_have_fewer_columns(tmp_path: Path) -> None:
    path = write(tmp_path, row("a", "name", "A"), columns=["entity_id", "schema", "prop", "value", "dataset"])
    (found,) = said({"main": path}, "mine")
    assert found.statement.entity_id == "ftm/a"
    assert found.since is None


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("entity_id,prop,value,dataset\na,name,A,x\n", "there is no column 'schema'"),
        ("entity_id,schema,prop,value,dataset\na,Company,name,A\n", "the row has 4 fields, not 5"),
        ('entity_id,schema,prop,value,dataset\na,Company,name,"A', "broken text"),
        ("entity_id,schema,prop,value,dataset\na,Company,name,A\0B,x\n", "NUL"),
        ("<html><title>Sign in</title></html>", "an HTML page"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, said_: str) -> None:
    path = tmp_path / "statements.csv"
    path.write_text(text, "utf-8")
    assert said_ in refusal(lambda: list(said({"main": path}, "mine")))
