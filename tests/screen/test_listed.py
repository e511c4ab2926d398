"""Who in a case stands on a published list, wherever he stands and whether or not a rule bites."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from sekisho.match.query import Query
from sekisho.names.numbers import identifier
from sekisho.screen.listed import REPORTED
from sekisho.truth import UNKNOWN
from tests.told import NOTHING
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.screen.run import Screener

ZTE, HUAWEI = "中兴通讯", "Huawei Technologies Co., Ltd."
EVERYWHERE = {
    "action": "buy",
    "actor": {"name": ZTE, "uses": [{"name": "a", "manufacturer": HUAWEI}]},
    "parties": [
        {"role": "supplier", "name": "Nokia"},
        {"role": "manufacturer", "name": HUAWEI, "uses": [{"name": "b", "manufacturer": ZTE}]},
    ],
    "item": {
        "manufacturer": HUAWEI,
        "components": [
            {
                "name": "outer",
                "manufacturer": "Nokia",
                "components": [{"name": "inner", "manufacturer": "HiSilicon"}],
            }
        ],
    },
}


def ask(screener: Screener, case: Case, on: str = "2020-01-01", known: str | None = None) -> Answer:
    (answer,) = screener.answers([case], as_of(on, known))
    return answer


def places(answer: Answer) -> dict[str, set[str]]:
    """Where somebody stands who is listed, and on which of these two lists; the register may know more."""
    found: dict[str, set[str]] = {}
    for each in answer.listed:
        if each.list in OF_HUAWEI:
            found.setdefault(each.path, set()).add(each.list)
    return found


def party(
    screener: Screener, name: str, on: str = "2020-01-01", known: str | None = None, **more: str
) -> set[str]:
    told = {"action": "buy", "parties": [{"role": "supplier", "name": name, **more}]}
    return places(ask(screener, read_case(screener.law.facts, told), on, known)).get("parties[0]", set())


OF_HUAWEI, OF_ZTE = {"s889", "us-entity-list"}, {"s889"}


def test_every_place_is_looked_at(screener: Screener) -> None:
    assert places(ask(screener, read_case(screener.law.facts, EVERYWHERE))) == {
        "actor": OF_ZTE,
        "actor.uses[0].manufacturer": OF_HUAWEI,
        "parties[1]": OF_HUAWEI,
        "parties[1].uses[0].manufacturer": OF_ZTE,
        "item.manufacturer": OF_HUAWEI,
        "item.components[0].components[0].manufacturer": {"us-entity-list"},
    }


def test_suppliers_of_a_bill_are_looked_at_too(screener: Screener) -> None:
    case = read_case(screener.law.facts, EVERYWHERE)
    assert case.components is not None
    outer, inner = case.components
    told = dataclasses.replace(
        case,
        facts={**case.facts, "item.manufacturer": "Nokia", "item.supplier": ZTE},
        components=(dataclasses.replace(outer, facts={**outer.facts, "supplier": HUAWEI}), inner),
    )
    found = places(ask(screener, told))
    assert found["item.supplier"] == OF_ZTE
    assert found["item.components[0].supplier"] == OF_HUAWEI
    assert "item.manufacturer" not in found


def test_each_is_said_once_and_as_it_stands_there(screener: Screener) -> None:
    answer = ask(screener, read_case(screener.law.facts, EVERYWHERE))
    assert len(answer.listed) == len(set(answer.listed))
    assert {each.entry for each in answer.listed if each.path == "actor"} == {"ZTE Corporation"}
    assert {each.name for each in answer.listed if each.path == "actor"} == {ZTE}


@pytest.mark.parametrize(
    ("on", "lists"),
    [
        ("2016-03-07", set()),
        ("2016-03-08", {"us-entity-list"}),
        ("2017-03-29", {"us-entity-list"}),
        ("2017-03-30", set()),
        ("2018-05-01", set()),  # named in an order; the order is the measure's affair
        ("2018-08-13", {"s889"}),
    ],
)
def test_on_the_day_of_the_act(screener: Screener, on: str, lists: set[str]) -> None:
    assert party(screener, ZTE, on) == lists


def test_as_known_on_the_day_of_knowledge(screener: Screener) -> None:
    assert "us-entity-list" not in party(screener, HUAWEI, "2020-01-01", "2019-05-14")
    assert "us-entity-list" in party(screener, HUAWEI, "2020-01-01", "2019-05-15")
    assert party(screener, HUAWEI, "2020-01-01", "1900-01-01") == set()


def test_only_published_lists_are_reported(screener: Screener) -> None:
    """Groups, addressees and what the press reads are sets the law asks about; nobody published them."""
    kinds = {name: info.kind for name, info in screener.knowledge.store.lists.items()}
    assert {"huawei", "press-2018", "nz-spark", "bt"} <= {
        k for k, kind in kinds.items() if kind not in REPORTED
    }
    assert party(screener, "Spark New Zealand", "2019-01-01") == set()
    assert party(screener, "BT Group plc", "2019-01-01") == set()
    assert {kinds[name] for name in party(screener, HUAWEI)} <= set(REPORTED)


@pytest.mark.parametrize(
    "name", ["HW", "大华", "Nokia", "Huawei Culture Co., Ltd.", "Shanghai Dahua Scale Factory"]
)
def test_who_is_not_surely_on_a_list_is_not_reported(screener: Screener, name: str) -> None:
    assert party(screener, name) == set()


def test_no_rule_needs_to_bite(screener: Screener) -> None:
    told = NOTHING | {"parties": [{"role": "supplier", "name": HUAWEI}], "date": "2020-01-01"}
    answer = ask(screener, read_case(screener.law.facts, told))
    assert str(answer.outcome) == "no-rule"
    assert set(places(answer)) == {"parties[0]"}


def test_a_number_decides_whatever_the_name_is_and_another_one_opens_a_name(screener: Screener) -> None:
    own, slip = "914403001922038216", "914403001922038217"

    def listed(name: str, number: str | None) -> set[str]:
        party = {"role": "supplier", "name": name} | ({"identifiers": {"uscc": number}} if number else {})
        case = read_case(screener.law.facts, {"action": "buy", "parties": [party]})
        return places(ask(screener, case)).get("parties[0]", set())

    assert listed("Blue Harbour Trading", None) == set()
    assert listed("Blue Harbour Trading", own) == listed(HUAWEI, None)
    assert listed("Blue Harbour Trading", slip) == set(), "a mistyped number is nobody's"
    assert listed(HUAWEI, slip) == listed(HUAWEI, None), "and speaks against nobody"
    assert listed(HUAWEI, own) == listed(HUAWEI, None)
    another = Query(HUAWEI, ids=(identifier("uscc", "91210200241830857Q"),))
    first, *_ = screener.knowledge.index.find(another)
    assert (first.truth, first.near) == (UNKNOWN, True)
    assert "another uscc" in first.why
