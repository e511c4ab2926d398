"""Files of FollowTheMoney entities, and what becomes of them."""

from __future__ import annotations

import json
import tracemalloc
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from sekisho import dates
from sekisho.dates import ALWAYS, Interval
from sekisho.lists.declaration import Choice
from sekisho.lists.read.edges import FAR_ENDS, POINTS, WORDS, span
from sekisho.lists.read.ftm import said
from tests.lists.read.declare import refusal
from tests.whole import NO_FTM

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sekisho.model.statement import Said

PARTY = {
    "id": "NK-1",
    "caption": "Huawei Technologies Co., Ltd.",
    "schema": "Company",
    "properties": {"name": ["Huawei Technologies Co., Ltd.", "华为技术有限公司"], "country": ["cn"]},
    "datasets": ["us_bis_entity"],
    "referents": ["us-1"],
    "target": True,
    "first_seen": "2021-06-01T00:00:00",
}
LISTING = {
    "id": "us-bis-1",
    "schema": "Sanction",
    "properties": {
        "entity": ["NK-1"],
        "authority": ["Bureau of Industry and Security"],
        "startDate": ["2019-05-16"],
        "endDate": ["2030"],
    },
    "datasets": ["us_bis_entity"],
    "first_seen": "2021-07-01T00:00:00",
}
OWNERSHIP = {
    "id": "own-1",
    "schema": "Ownership",
    "properties": {"owner": ["NK-1"], "asset": ["NK-2"], "startDate": ["2004"], "percentage": ["100"]},
    "datasets": ["us_bis_entity"],
}


def write(folder: Path, *entities: object) -> Path:
    path = folder / "entities.ftm.json"
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in entities), "utf-8")
    return path


def read(folder: Path, *entities: object, choice: Choice | None = None) -> list[Said]:
    return list(said({"main": write(folder, *entities)}, "mine", choice=choice))


def facts(found: list[Said]) -> list[tuple[str, str, str]]:
    return [(each.statement.entity_id, each.statement.prop, each.statement.value) for each in found]


def day(text: str) -> int:
    return dates.day(text)


def test_every_property_becomes_a_statement_of_its_dataset(tmp_path: Path) -> None:
    found = read(tmp_path, PARTY, LISTING)
    assert facts(found)[:3] == [
        ("ftm/NK-1", "name", "Huawei Technologies Co., Ltd."),
        ("ftm/NK-1", "name", "华为技术有限公司"),
        ("ftm/NK-1", "country", "cn"),
    ]
    assert {each.statement.list for each in found} == {"ftm:us_bis_entity"}
    assert found[0].statement.schema == "Company"
    assert found[0].statement.valid == ALWAYS
    assert found[0].since == day("2021-06-01")


def test_a_listing_holds_from_its_first_day_to_the_last_of_its_end(tmp_path: Path) -> None:
    listing = [
        each.statement for each in read(tmp_path, PARTY, LISTING) if each.statement.schema == "Sanction"
    ]
    assert {each.valid for each in listing} == {Interval(day("2019-05-16"), day("2030-12-31"))}
    assert ("ftm/us-bis-1", "entity", "ftm/NK-1") in [(e.entity_id, e.prop, e.value) for e in listing]
    assert "Bureau of Industry and Security" in [each.value for each in listing]


def test_relations_point_to_ids_and_hold_for_their_days(tmp_path: Path) -> None:
    found = read(tmp_path, OWNERSHIP)
    assert ("ftm/own-1", "owner", "ftm/NK-1") in facts(found)
    assert ("ftm/own-1", "asset", "ftm/NK-2") in facts(found)
    assert {each.statement.valid.first_text for each in found} == {"2004-01-01"}


def test_a_target_without_a_listing_of_its_dataset_is_given_a_bare_one(tmp_path: Path) -> None:
    other = {**PARTY, "id": "NK-9", "datasets": ["us_bis_entity", "watch"]}
    found = read(tmp_path, PARTY, other, {**LISTING, "properties": {"entity": ["NK-9"]}})
    bare = [each.statement for each in found if each.statement.entity_id.endswith("/listed")]
    assert [(each.list, each.value) for each in bare] == [
        ("ftm:us_bis_entity", "ftm/NK-1"),
        ("ftm:watch", "ftm/NK-9"),
    ]


def test_the_topic_of_a_list_is_a_mark_and_that_of_a_neighbour_is_none(tmp_path: Path) -> None:
    def marked(topic: str) -> bool:
        entity = {"id": "x", "schema": "Company", "properties": {"name": ["X"], "topics": [topic]}}
        return any(each.statement.schema == "Sanction" for each in read(tmp_path, entity))

    assert marked("export.control")
    assert not marked("sanction.linked")
    assert not marked("role.pep")


def test_a_file_without_datasets_is_of_the_list_of_its_source(tmp_path: Path) -> None:
    found = read(tmp_path, {"id": "x", "schema": "Company", "properties": {"name": ["X"]}})
    assert {each.statement.list for each in found} == {"mine"}


def test_an_entity_of_two_datasets_is_stated_in_both(tmp_path: Path) -> None:
    found = read(tmp_path, {**PARTY, "datasets": ["a", "b"], "target": False})
    assert [each.statement.list for each in found].count("ftm:a") == 3
    assert len({each.statement.id for each in found}) == len(found) == 6


def test_datasets_may_be_our_lists(tmp_path: Path) -> None:
    choice = Choice("dataset", {"us_bis_entity": "us-entity-list"}, (), "ignore")
    found = read(tmp_path, PARTY, {**PARTY, "id": "NK-3", "datasets": ["peps"]}, choice=choice)
    assert {each.statement.list for each in found} == {"us-entity-list"}
    assert "ftm/NK-3" not in {each.statement.entity_id for each in found}


def test_a_dataset_that_nobody_declared_is_refused(tmp_path: Path) -> None:
    choice = Choice("dataset", {"peps": "peps"}, (), "refuse")
    assert "no list is declared for the dataset" in refusal(lambda: read(tmp_path, PARTY, choice=choice))


def test_nested_relations_are_stated_once_and_from_their_own_side(tmp_path: Path) -> None:
    subsidiary = {"id": "NK-2", "schema": "Company", "properties": {"name": ["HiSilicon"]}}
    ownership = {"id": "own-1", "schema": "Ownership", "properties": {"asset": [subsidiary]}}
    sanction = {"id": "s-1", "schema": "Sanction", "properties": {"program": ["EL"]}}
    nested = {**PARTY, "properties": {"name": ["H"], "ownershipOwner": [ownership], "sanctions": [sanction]}}
    assert sorted(facts(read(tmp_path, nested))) == [
        ("ftm/NK-1", "name", "H"),
        ("ftm/NK-2", "name", "HiSilicon"),
        ("ftm/own-1", "asset", "ftm/NK-2"),
        ("ftm/own-1", "owner", "ftm/NK-1"),
        ("ftm/s-1", "entity", "ftm/NK-1"),
        ("ftm/s-1", "program", "EL"),
    ]


def test_dates_that_are_more_exact_count_more() -> None:
    assert span(["2019", "2019-05-16"], []).first == day("2019-05-16")
    assert span(["2022-03", "2022"], []).first == day("2022-01-01")
    assert span(["some day"], [None]) == ALWAYS


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        (b'{"id": "x", "schema": "Comp', "the line is no JSON"),
        (b"[1, 2]\n", "no FollowTheMoney entity"),
        (b'{"id": 7, "schema": "Company", "properties": {}}\n', "no FollowTheMoney entity"),
        (b'{"id": "x", "schema": "Company", "properties": {"name": "X"}}\n', "are no list"),
        (b'{"id": "x", "schema": "Company", "properties": {"name": [7]}}\n', "neither text nor entity"),
        (b'{"id": "x", "schema": "Company", "properties": {"name": ["a\\u0000b"]}}\n', "NUL byte"),
        (b'{"id": "x", "schema": "Company", "properties": {"name": ["\\ud800"]}}\n', "half a character"),
        (b"<!doctype html><title>Sign in</title>", "an HTML page"),
        (b"\xff\xfe{}", "no JSON"),
        (b"", "the file is empty"),
    ],
)
def test_a_line_that_is_no_entity_is_refused(tmp_path: Path, text: bytes, said_: str) -> None:
    path = tmp_path / "entities.ftm.json"
    path.write_bytes(text)
    assert said_ in refusal(lambda: list(said({"main": path}, "mine")))


def test_the_line_of_the_fault_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, PARTY, LISTING)
    path.write_bytes(path.read_bytes() + b'{"id": "cut')
    assert "entities.ftm.json:3" in refusal(lambda: list(said({"main": path}, "mine")))


def test_lines_and_fields_have_limits(tmp_path: Path) -> None:
    long = {"id": "x", "schema": "Company", "properties": {"name": ["x" * 200]}}
    path = write(tmp_path, long)
    assert "a field of 200 characters" in refusal(lambda: list(said({"main": path}, "mine", limit=100)))
    path = write(tmp_path, {"id": "x", "schema": "Company", "properties": {"name": ["x" * 90] * 200}})
    assert "a line of over 6,399 bytes" in refusal(lambda: list(said({"main": path}, "mine", limit=100)))
    deep: dict[str, Any] = {"id": "0", "schema": "Company", "properties": {"name": ["A"]}}
    for level in range(20):
        deep = {"id": str(level), "schema": "Company", "properties": {"parent": [deep]}}
    assert "nested deeper" in refusal(lambda: read(tmp_path, deep))


def _entities(number: int) -> Iterator[str]:
    for at in range(number):
        entity = {
            **(LISTING if at % 4 == 3 else PARTY),
            "id": f"e-{at}",
            "properties": {"entity": [f"e-{at - 1}"], "startDate": ["2020-01-01"]}
            if at % 4 == 3
            else {"name": [f"Company {at} Ltd.", f"公司{at}"], "alias": [f"C {at}"], "country": ["cn"]},
        }
        yield json.dumps(entity) + "\n"


@pytest.mark.slow
def test_a_long_file_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_entities(20_000))
    assert sum(1 for _ in said({"main": path}, "mine")) > 60_000
    tracemalloc.start()
    assert sum(1 for _ in islice(said({"main": path}, "mine"), 20_000)) == 20_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 16 << 20


def test_the_relations_are_those_of_followthemoney() -> None:
    ftm = pytest.importorskip("followthemoney", reason=NO_FTM)
    points: set[str] = set()
    words: dict[str, set[str]] = {}
    far: dict[str, set[str]] = {}
    for schema in ftm.model.schemata.values():
        for name, prop in schema.properties.items():
            if prop.stub:
                far.setdefault(name, set()).add(prop.reverse.name)
            elif prop.type.name == "entity":
                points.add(name)
    for schema in ftm.model.schemata.values():
        for name, prop in schema.properties.items():
            if name in points and not prop.stub and prop.type.name != "entity":
                words.setdefault(name, set()).add(schema.name)
    assert points == POINTS
    assert words == {name: set(schemata) for name, schemata in WORDS.items()}
    plain = {name: ends for name, ends in far.items() if name not in POINTS}
    assert set(plain) == set(FAR_ENDS)
    assert {name: FAR_ENDS[name] for name, ends in plain.items() if len(ends) == 1} == {
        name: next(iter(ends)) for name, ends in plain.items() if len(ends) == 1
    }
