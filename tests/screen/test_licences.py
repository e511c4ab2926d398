"""Licences held against cases: what covers, what does not and by how much, and what is not told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho import dates
from sekisho.dates import FIRST_DAY, LAST_DAY, Interval
from sekisho.match.index import Index
from sekisho.model.case import Range
from sekisho.model.licence import Account, Amount, Drawing, Held, Licence
from sekisho.model.measure import Outcome
from sekisho.screen.licences import Licences
from sekisho.screen.run import Screener
from sekisho.truth import NO, UNKNOWN, YES, Truth
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from sekisho.law.register import Law
    from sekisho.model.decision import Answer
    from sekisho.store.base import Store

DAY = "2020-06-01"
HUAWEI = "Huawei Technologies Co., Ltd."
LICENCE = Licence(
    "D1",
    "export-licence",
    "BIS",
    Interval(dates.day("2020-01-01"), dates.day("2020-12-31")),
    ("export",),
    (HUAWEI,),
    ("semiconductor",),
    (),
    ("cn",),
    quantity=Amount(1000, "pieces"),
)
ORDER: dict[str, Any] = {
    "date": DAY,
    "action": "export",
    "actor": {"country": "us", "kinds": ["private-company"]},
    "parties": [{"role": "purchaser", "name": "华为技术有限公司", "country": "cn"}],
    "item": {"class": "semiconductor", "origin": "us", "quantity": 400, "unit": "pieces"},
    "use": {"from": "us", "destination": "cn"},
    "facts": {"transaction.support": "none"},
}
MEASURE = "US-2019-ENTITY-HUAWEI"


def item(**keys: object) -> dict[str, Any]:
    told = {key: value for key, value in (ORDER["item"] | keys).items() if value is not None}
    return ORDER | {"item": told}


def asked(law: Law, store: Store, order: dict[str, Any], *accounts: Account) -> Answer:
    screener = Screener(law, replace(store, licences=accounts), measures=[MEASURE])
    (answer,) = screener.answers([read_case(law.facts, order)], as_of(DAY))
    return answer


def held(law: Law, store: Store, order: dict[str, Any], account: Account, day: str = DAY) -> Held:
    licences = Licences((account,), law.facts, Index(store).find)
    (found,) = licences.held(read_case(law.facts, order), dates.day(day))
    return found


def test_a_case_within_a_licence_is_permitted_under_it_by_name(law: Law, store: Store) -> None:
    answer = asked(law, store, ORDER, Account(LICENCE))
    assert answer.outcome is Outcome.PERMITTED
    assert "licence D1" in answer.decisions[0].under
    assert answer.held == (Held("D1", YES, ("leaves 600 of 1000 pieces", "ends on 2020-12-31")),)


def test_one_that_would_exceed_it_says_by_how_much(law: Law, store: Store) -> None:
    account = Account(LICENCE, (Drawing("D1", "earlier", dates.day("2020-03-01"), 700),))
    answer = asked(law, store, ORDER, account)
    assert answer.outcome is Outcome.LICENCE_REQUIRED
    assert answer.held == (Held("D1", NO, ("quantity is 100 pieces more than the 300 left",)),)


def test_what_is_not_told_leaves_the_question_open(law: Law, store: Store) -> None:
    answer = asked(law, store, item(quantity=None), Account(LICENCE))
    assert answer.outcome is Outcome.UNKNOWN
    assert answer.held == (Held("D1", UNKNOWN, ("item.quantity is not told",)),)


def test_without_a_licence_on_file_nobody_has_looked(law: Law, store: Store) -> None:
    answer = asked(law, store, ORDER)
    assert (answer.outcome, answer.held) == (Outcome.UNKNOWN, ())


def test_what_a_case_says_itself_is_believed(law: Law, store: Store) -> None:
    answer = asked(law, store, ORDER | {"authorisations": []}, Account(LICENCE))
    assert answer.outcome is Outcome.LICENCE_REQUIRED
    assert answer.held[0].covers is YES


def test_its_end_is_said_ahead(law: Law, store: Store) -> None:
    order = ORDER | {"date": "2020-12-01"}
    assert held(law, store, order, Account(LICENCE), "2020-12-01").why[-1] == "ends on 2020-12-31, in 30 days"


@pytest.mark.parametrize(
    ("licence", "covers", "why"),
    [
        ({"valid": Interval(dates.day("2020-07-01"), LAST_DAY)}, NO, "begins on 2020-07-01"),
        ({"valid": Interval(FIRST_DAY, dates.day("2020-05-31"))}, NO, "ended on 2020-05-31"),
        ({"revoked": dates.day(DAY)}, NO, "revoked from 2020-06-01"),
        ({"revoked": dates.day("2020-06-02")}, YES, "leaves 600"),
        ({"actions": ("reexport",)}, NO, "action is export; it allows reexport"),
        ({"destinations": ("tw", "jp")}, NO, "use.destination is cn; it allows jp, tw"),
        ({"classes": ("component",)}, YES, "leaves 600"),
        ({"classes": ("camera",)}, NO, "item.class is semiconductor"),
        ({"eccns": ("5A991",)}, UNKNOWN, "item.eccn is not told"),
        ({"parties": ("Nobody Ltd.",)}, NO, "华为技术有限公司 is not one it names"),
        ({"parties": ()}, YES, "leaves 600"),
        ({"quantity": Amount(1000, "kg")}, UNKNOWN, "item.unit is pieces; it counts kg"),
        ({"value": Amount(5, "USD")}, UNKNOWN, "item.value is not told"),
        ({"quantity": None}, YES, "ends on"),
    ],
)
def test_each_limit_of_a_licence(
    law: Law, store: Store, licence: dict[str, Any], covers: Truth, why: str
) -> None:
    found = held(law, store, ORDER, Account(replace(LICENCE, **licence)))
    assert found.covers is covers
    assert why in "; ".join(found.why)


def test_everybody_to_whom_goods_go_must_be_named(law: Law, store: Store) -> None:
    agent = {"role": "intermediate-consignee", "name": "An Agent Ltd.", "country": "hk"}
    maker = {"role": "manufacturer", "name": "A Maker Inc.", "country": "us"}
    with_maker = ORDER | {"parties": [*ORDER["parties"], maker]}
    assert held(law, store, with_maker, Account(LICENCE)).covers is YES
    found = held(law, store, ORDER | {"parties": [*ORDER["parties"], agent]}, Account(LICENCE))
    assert (found.covers, found.why) == (NO, ("An Agent Ltd. is not one it names",))
    without = {key: value for key, value in ORDER.items() if key != "parties"}
    assert held(law, store, without, Account(LICENCE)).covers is UNKNOWN


@given(low=st.integers(0, 1500), more=st.integers(0, 500))
def test_a_quantity_within_bounds_is_judged_at_both_ends(law: Law, store: Store, low: int, more: int) -> None:
    case = read_case(law.facts, ORDER)
    case = replace(case, facts={**case.facts, "item.quantity": Range(low, low + more)})
    (found,) = Licences((Account(LICENCE),), law.facts, Index(store).find).held(case, dates.day(DAY))
    expected = YES if low + more <= 1000 else NO if low > 1000 else UNKNOWN
    assert found.covers is expected


@given(first=st.integers(0, 1000), second=st.integers(0, 1000))
def test_drawing_more_never_makes_a_licence_cover_more(
    law: Law, store: Store, first: int, second: int
) -> None:
    less, most = sorted((first, second))
    covers = [
        held(law, store, ORDER, Account(LICENCE, (Drawing("D1", "x", 1, drawn),))).covers
        for drawn in (less, most)
    ]
    assert covers[0] >= covers[1]
