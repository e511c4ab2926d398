"""OCDS to cases: a contract or award each, and nothing taken for something else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.formats.notes import Notes, Rejected
from sekisho.formats.ocds import cases_in
from sekisho.formats.parts import is_ocds
from sekisho.formats.read import read
from sekisho.model.case import Case
from sekisho.model.measure import Outcome
from sekisho.screen.run import Screener
from tests.whole import ROOT, as_of, data, read_case

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.law.register import Law
    from sekisho.store.base import Store

PACKAGE = ROOT / "tests" / "golden" / "ocds" / "package.json"
"""Made by hand: a contract with Huawei, an award with a HiSilicon chip, a tender, and what was cancelled."""
OCDS = "ocds"


def cases(path: Path, law: Law) -> list[Case]:
    found = list(read(path, law.facts, name=path.name))
    assert not [each for each in found if isinstance(each, Rejected)], found
    return [each for each in found if isinstance(each, Case)]


def test_the_package_states_what_the_case_format_states(law: Law) -> None:
    wanted = [json.loads(line) for line in PACKAGE.with_name("cases.jsonl").read_text("utf-8").splitlines()]
    assert cases(PACKAGE, law) == [read_case(law.facts, case) for case in wanted]


def test_it_is_decided_as_that(law: Law, store: Store) -> None:
    screener = Screener(law, store)
    switches, cameras = screener.answers(cases(PACKAGE, law), as_of("2026-11-30", "2026-11-30"))
    assert {each.list for each in switches.listed} >= {"s889", "us-entity-list"}
    paths = {each.path for each in cameras.listed}
    assert paths == {"item.components[1].manufacturer"}
    assert {switches.outcome, cameras.outcome} <= {
        Outcome.UNKNOWN,
        Outcome.PROHIBITED,
        Outcome.LICENCE_REQUIRED,
    }
    assert any("actor.kinds" in decision.needs for decision in switches.decisions), "a buyer's kind is asked"


def test_records_lines_and_single_releases_say_the_same(law: Law, tmp_path: Path) -> None:
    package = json.loads(PACKAGE.read_text("utf-8"))
    wanted = cases(PACKAGE, law)
    records = [{"ocid": each["ocid"], "compiledRelease": each} for each in package["releases"]]
    for name, text in {
        "records.json": json.dumps({"version": "1.1", "records": records}),
        "lines.jsonl": "\n".join(json.dumps(each) for each in package["releases"][:2]),
        "packages.jsonl": json.dumps(package),
        "records.jsonl": "\n".join(json.dumps(each) for each in records[:2]),
        "list.json": json.dumps(package["releases"][:2]),
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
        assert cases(tmp_path / name, law) == wanted, name


RELEASE: dict[str, Any] = {"ocid": "ocds-1", "date": "2021-02-03T00:00:00Z", "tag": ["award"]}


def one(release: dict[str, Any]) -> dict[str, Any]:
    notes = Notes("t")
    ((_, case),) = cases_in({**RELEASE, **release}, notes)
    assert not notes.problems
    return case


def test_a_contract_takes_from_its_award_what_it_does_not_tell() -> None:
    supplier = {"id": "x", "name": "Acme"}
    award = {"id": "a", "suppliers": [supplier], "items": [{"description": "phones"}], "title": "award"}
    case = one({"awards": [award], "contracts": [{"id": "c", "awardID": "a", "title": "contract"}]})
    assert case["id"] == "ocds-1/contracts/c"
    assert case["parties"] == [{"role": "supplier", "name": "Acme"}]
    assert case["item"] == {"name": "phones"}


def test_an_award_that_was_cancelled_is_no_act() -> None:
    notes = Notes("t")
    awards = [{"id": "a", "status": "cancelled"}, {"id": "b", "status": "unsuccessful"}]
    assert not list(cases_in({**RELEASE, "awards": awards}, notes))
    assert "there is no award and no contract in it" in str(notes.problems[0])


@pytest.mark.parametrize(
    ("release", "date"),
    [
        ({"tender": {"tenderPeriod": {"startDate": "2020-01-02T09:00:00+09:00"}}}, "2020-01-02"),
        ({"awards": [{"id": "a", "date": "2021-01-05"}]}, "2021-01-05"),
        ({}, "2021-02-03"),
    ],
)
def test_the_day_is_that_from_which_the_procurement_counts(release: dict[str, Any], date: str) -> None:
    assert one({"awards": [{"id": "a"}], **release})["date"] == date


@pytest.mark.parametrize(
    ("party", "country"),
    [
        ({"address": {"country": "GB"}, "identifier": {"scheme": "US-EIN"}}, "gb"),
        ({"address": {"countryName": "Paraguay"}, "identifier": {"scheme": "PY-RUC", "id": "1"}}, "py"),
        ({"identifier": {"scheme": "XI-LEI", "id": "1"}}, None),
        ({"address": {"countryName": "United Kingdom"}}, None),
    ],
)
def test_a_country_is_taken_where_it_is_a_code(party: dict[str, Any], country: str | None) -> None:
    case = one(
        {"awards": [{"id": "a"}], "parties": [{"id": "b", "roles": ["buyer"], "name": "Town", **party}]}
    )
    assert case["actor"].get("country") == country


def test_of_two_buyers_nobody_knows_which_is_meant() -> None:
    parties = [{"id": each, "name": each, "roles": ["buyer"]} for each in "ab"]
    assert "actor" not in one({"awards": [{"id": "a"}], "parties": parties})


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ([("CPV", "32413100-2")], "router"),
        ([("CPV", "32420000")], None),
        ([("UNSPSC", "46171610")], "camera"),
        ([("local", "7"), ("UNSPSC", "43222612")], "switch"),
        ([("local", "7"), ("CPV", "32413100"), ("UNSPSC", "43222612")], None),
        ([("CPV", "99999999")], None),
        ([("CPV", "")], None),
    ],
)
def test_a_class_is_taken_from_codes_that_agree(codes: list[tuple[str, str]], found: str | None) -> None:
    told = [{"scheme": scheme, "id": code} for scheme, code in codes]
    item = {"classification": told[0], "additionalClassifications": told[1:]}
    assert one({"awards": [{"id": "a", "items": [item]}]}).get("item", {}).get("class") == found


def test_several_items_are_parts_of_one_purchase() -> None:
    router, camera = (
        {"classification": {"scheme": "UNSPSC", "id": each}} for each in ("43222609", "46171610")
    )
    mixed = one({"awards": [{"id": "a", "items": [router, camera]}]})["item"]
    assert mixed == {"components": [{"class": "router"}, {"class": "camera"}]}
    assert one({"awards": [{"id": "a", "items": [router, router]}]})["item"]["class"] == "router"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"records": [{"ocid": "x", "releases": []}]}, "the record has no compiledRelease"),
        ({"releases": [1]}, "a release has to be a table"),
        ({"releases": []}, "there is no award and no contract in it"),
    ],
)
def test_what_cannot_be_read_says_so(told: dict[str, Any], said: str, law: Law, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(told))
    (refused,) = read(tmp_path / "a.json", law.facts, name="a.json")
    assert isinstance(refused, Rejected)
    assert said in str(refused.problems[0])


def test_a_case_with_an_ocid_of_its_own_is_no_release() -> None:
    assert not is_ocds({"action": "buy", "records": []})
    assert not is_ocds([])


def test_the_examples_of_the_standard_are_read_and_decided(law: Law, store: Store) -> None:
    folder = data(OCDS)
    screener = Screener(law, store)
    acts, tenders = 0, 0
    for path in sorted(folder.rglob("*.json")):
        text = json.loads(path.read_text("utf-8"))
        if not is_ocds(text):
            assert path.name == "extensions_block.json"
            continue
        found = list(read(path, law.facts, name=path.name))
        assert found
        refused = [each for each in found if isinstance(each, Rejected)]
        for each in refused:
            assert "no award and no contract" in str(each.problems[0]), (path, each)
        tenders += len(refused)
        told = [each for each in found if isinstance(each, Case)]
        acts += len(told)
        for answer in screener.answers(told, as_of("2026-11-30", "2026-11-30")):
            assert not answer.listed, "nobody in these is on a list"
    assert acts + tenders >= 38
    assert acts >= 20
