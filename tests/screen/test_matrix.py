"""The matrix and the sweep: each of their answers is the one a case would have alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho import dates
from sekisho.dates import LAST_DAY, AsOf, Moment
from sekisho.errors import InputError, Location
from sekisho.formats.register.plan import read_plan
from sekisho.law.overview import countries
from sekisho.model.case import Case, Row
from sekisho.model.measure import Outcome
from sekisho.screen.board import strictest
from sekisho.screen.concern import aimed_at, concerning
from sekisho.screen.matrix import asking, matrix
from sekisho.screen.run import Screener
from sekisho.screen.sweep import moved_to, sweep
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.model.matrix import Plan
    from sekisho.store.base import Store

ON = as_of("2024-06-01")
CAMERA = {
    "id": "camera",
    "action": "buy",
    "actor": {"name": "Public Buildings Service", "country": "us", "kinds": ["federal-agency"]},
    "parties": [{"role": "supplier", "name": "A Reseller", "owners": []}],
    "item": {
        "class": "camera",
        "manufacturer": "Hangzhou Hikvision Digital Technology Co., Ltd.",
        "components": [],
    },
    "use": {"purpose": "government-security"},
    "authorisations": [],
}


@pytest.fixture(scope="module")
def plan(law: Law) -> Plan:
    return read_plan(law.root)


def test_a_cell_says_what_its_case_says_alone(law: Law, store: Store, plan: Plan) -> None:
    cells = {(cell.country, cell.activity, cell.group): cell for cell in matrix(law, store, ON, plan)}
    assert len(cells) == len(countries(law)) * len(plan.activities) * len(plan.groups)
    act = next(each for each in plan.activities if each.id == "state-camera")
    screener = Screener(law, store)
    name = store.entities["hikvision"].names[0]
    alone = screener.batch([asking(act, "us", name, law.facts, Location("a test"))], ON)
    ((code, instruments),) = strictest(screener.decide(alone), countries(law)["us"])
    cell = cells["us", "state-camera", "hikvision"]
    assert (cell.outcome.strictness, cell.instruments) == (code, instruments)
    assert (cell.outcome, cell.instruments) == (Outcome.PROHIBITED, ("US-889A",))


def test_a_cell_names_the_clauses_it_rests_on_and_what_is_not_confirmed_of_them(
    law: Law, store: Store, plan: Plan
) -> None:
    for cell in matrix(law, store, ON, plan, grounds=True):
        assert tuple(ground.instrument for ground in cell.grounds) == cell.instruments
        for ground in cell.grounds:
            assert ground.clause in law.blocks, cell
            assert ground.certainty, cell
        if (cell.country, cell.activity, cell.group) == ("us", "state-camera", "hikvision"):
            assert [ground.clause for ground in cell.grounds] == ["US-889A/procure"]
            assert "84 FR 40216 as the first page of the interim rule" in cell.grounds[0].unverified


def test_a_cell_counts_its_own_jurisdiction_alone(law: Law, store: Store, plan: Plan) -> None:
    own = countries(law)
    for cell in matrix(law, store, ON, plan):
        assert set(cell.instruments) <= own[cell.country]
        assert bool(cell.instruments) == (cell.outcome is not Outcome.NO_RULE)


def test_before_anything_was_known_no_cell_answers(law: Law, store: Store, plan: Plan) -> None:
    told = matrix(law, store, as_of("1900-01-01", "1900-01-01"), plan)
    assert {cell.outcome for cell in told} == {Outcome.NO_RULE}


def test_a_group_that_nobody_knows_is_refused(law: Law, store: Store, plan: Plan) -> None:
    with pytest.raises(InputError) as error:
        matrix(law, store, ON, replace(plan, groups={"nobody": "Nobody"}))
    assert "nobody" in error.value.diagnostics()


def test_a_sweep_tells_the_day_from_which_the_purchase_was_prohibited(law: Law, store: Store) -> None:
    told = sweep(read_case(law.facts, CAMERA), Screener(law, store), LAST_DAY, ["us", "jp"])
    assert list(told) == ["jp", "us"]
    first = next(each for each in told["us"] if each.outcome is Outcome.PROHIBITED)
    assert first.days.first_text == "2019-08-13"
    assert "US-889A" in first.instruments


def test_a_rule_that_begins_at_an_hour_leaves_one_bare_day_open(law: Law, store: Store) -> None:
    chips = {
        "action": "export",
        "actor": {"country": "us", "kinds": ["private-company"]},
        "parties": [{"role": "purchaser", "name": "Huawei Technologies Co., Ltd.", "country": "cn"}],
        "item": {"class": "semiconductor", "origin": "us"},
        "use": {"from": "us", "destination": "cn"},
        "authorisations": [],
        "facts": {"transaction.support": "none", "icts.determination": "none"},
    }
    screener = Screener(law, store, measures=["US-2019-ENTITY-HUAWEI"])
    told = sweep(read_case(law.facts, chips), screener, LAST_DAY, ["us"])["us"]
    outcomes = {each.days.first_text: each.outcome for each in told}
    assert outcomes["2019-05-16"] is Outcome.UNKNOWN
    assert outcomes["2019-05-17"] is Outcome.LICENCE_REQUIRED


@settings(max_examples=30, deadline=None)
@given(day=st.integers(dates.day("2012-01-01"), dates.day("2030-01-01")))
def test_a_stretch_holds_on_every_day_of_it(law: Law, store: Store, day: int) -> None:
    case, screener = read_case(law.facts, CAMERA), Screener(law, store)
    (stretch,) = (
        each
        for each in sweep(case, screener, LAST_DAY, ["us"])["us"]
        if each.days.first <= day <= each.days.last
    )
    alone = screener.batch([replace(case, on=Moment(day))], AsOf(Moment(day), LAST_DAY))
    ((code, instruments),) = strictest(screener.decide(alone), countries(law)["us"])
    assert (stretch.outcome.strictness, stretch.instruments) == (code, instruments)


def test_a_case_is_moved_with_its_actor_and_the_place_it_leaves(law: Law) -> None:
    export = {
        "action": "export",
        "actor": {"country": "jp", "kinds": ["central-government"]},
        "use": {"from": "jp"},
    }
    moved = moved_to(read_case(law.facts, export), "us")
    assert moved.actor.facts == {"country": "us", "kinds": ("federal-agency",)}
    assert moved.facts["use.from"] == "us"
    elsewhere = moved_to(read_case(law.facts, export | {"use": {"from": "tw"}}), "us")
    assert elsewhere.facts["use.from"] == "tw"


def test_whom_a_rule_may_be_about(law: Law, store: Store) -> None:
    town = Case("somebody", {}, Row("actor", {"country": "jp", "kinds": ("local-government",)}))
    about = concerning(town, Screener(law, store))
    from sekisho.law.force import governs

    agencies, everybody = (
        governs(law, law.blocks[name], ON) for name in ("US-889A/procure", "US-2019-ENTITY-HUAWEI/licence")
    )
    assert agencies is not None
    assert everybody is not None
    assert not about(agencies)
    assert about(everybody)


def test_what_is_aimed_at_a_company_is_what_may_reach_it_on_some_day(law: Law, store: Store) -> None:
    screener = Screener(law, store)
    zte, hikvision = (aimed_at(name, screener, LAST_DAY) for name in ("ZTE", "Hikvision"))
    # Listed from 2016 to 2017 only; the criterion of Japan names nobody; the direction names Huawei alone.
    assert "US-2016-ZTE-ENTITY/licence" in zte - hikvision
    assert "JP-2018-IT-PROC/consult" in zte & hikvision
    assert "CA-2025-HIKVISION/federal" in hikvision - zte
    assert "UK-2022-DVD/core" not in zte | hikvision
    before = dates.day("2025-06-26")
    assert "CA-2025-HIKVISION/federal" in aimed_at("Hikvision", screener, dates.day("2026-01-01"))
    assert "CA-2025-HIKVISION/federal" not in aimed_at("Hikvision", screener, before)
