"""Cases that the law answers alike: which are sorted together, and which never."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sekisho.law.decide import asked_of
from sekisho.law.shapes import Shapes
from sekisho.screen.alike import kinds
from sekisho.screen.run import Screener
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from sekisho.dates import AsOf
    from sekisho.law.register import Law
    from sekisho.store.base import Store
    from tests.told import Told

AS_OF = as_of("2020-06-01", "2026-07-01")
BOUGHT: Told = {
    "action": "buy",
    "actor": {"country": "us", "kinds": ["federal-agency"]},
    "item": {"class": "camera"},
}


@pytest.fixture(scope="module")
def screener(law: Law, store: Store) -> Screener:
    return Screener(law, store)


def sorted_as(screener: Screener, *told: Told, times: AsOf = AS_OF) -> list[int]:
    """The kind of each of some cases, by the first that is of it; each comes twice, so that sorting pays."""
    cases = [read_case(screener.law.facts, each) for each in told * 2]
    batch = screener.batch(cases, times)
    clauses = [each.block for each in asked_of(screener.law, screener.only)]
    first, kind = kinds(Shapes(screener.law), batch, screener.knowledge, clauses)
    found: list[int] = first[kind].tolist()
    assert found[: len(told)] == found[len(told) :]
    return found[: len(told)]


def sold(name: str, **more: object) -> Told:
    return {**BOUGHT, "parties": [{"role": "supplier", "name": name, **more}]}


def made(name: str, **more: object) -> Told:
    return {**BOUGHT, "item": {"class": "camera", "manufacturer": name, **more}}


def test_strangers_are_one_whatever_they_are_called(screener: Screener) -> None:
    told = sold("Alpha Works"), sold("Beta Trading"), {**sold("Gamma Holding"), "id": "another"}
    assert sorted_as(screener, *told) == [0, 0, 0]


def test_whoever_is_listed_is_none_of_them(screener: Screener) -> None:
    listed = "Hangzhou Hikvision Digital Technology Co., Ltd."
    told = made("Alpha Works"), made(listed), made("Beta Trading"), made("Huawei Technologies Co., Ltd.")
    assert sorted_as(screener, *told) == [0, 1, 0, 3]


def test_one_who_is_listed_is_the_same_in_all_spellings_that_find_him_surely(screener: Screener) -> None:
    assert sorted_as(screener, made("HIKVISION"), made("Alpha Works"), made("Hikvision")) != [0, 1, 1]


def test_whom_no_clause_can_be_about_is_not_asked_about(screener: Screener) -> None:
    """A private buyer in Portugal may buy from whomever it likes: no rule asks who sells."""
    private: Told = {"actor": {"country": "pt", "kinds": ["individual"]}, "item": {"class": "other-service"}}
    told = [sold(name) | private for name in ("Alpha Works", "Hytera Communications Corporation Limited")]
    assert sorted_as(screener, *told) == [0, 0]
    agency = [each | {"actor": BOUGHT["actor"]} for each in told]
    assert sorted_as(screener, *agency) == [0, 1]


def test_of_a_maker_it_counts_whose_name_he_bears(screener: Screener) -> None:
    both = [
        {**made(maker), "parties": [{"role": "supplier", "name": "Alpha Works", "country": "cn"}]}
        for maker in ("ALPHA WORKS", "Beta Trading", "Alpha  Works")
    ]
    assert sorted_as(screener, *both) == [0, 1, 0]


def test_between_two_days_on_which_nothing_turns_days_are_one(screener: Screener) -> None:
    days = ("2020-06-01", "2020-06-02", "2020-08-12", "2020-08-13")  # section 889 (a)(1)(B) begins
    assert sorted_as(screener, *(sold("Alpha Works") | {"date": day} for day in days)) == [0, 0, 2, 3]


def test_an_hour_is_told_from_its_day(screener: Screener) -> None:
    days = ("2019-05-16", "2019-05-16T16:00:00-04:00", "2019-05-16T16:30:00-04:00")
    assert sorted_as(screener, *(sold("Alpha Works") | {"date": day} for day in days)) == [0, 1, 2]


def test_a_day_of_knowledge_is_told_from_another_where_the_law_was_not_yet_known(screener: Screener) -> None:
    days = ("2018-01-01", "2018-01-02", "2026-06-30")
    assert sorted_as(screener, *(sold("Alpha Works") | {"known": day} for day in days)) == [0, 0, 2]


def test_marks_and_owners_tell_cases_apart(screener: Screener) -> None:
    owner = {"name": "Huawei Technologies Co., Ltd.", "share": 60}
    told = (
        made("Alpha Works"),
        made("Alpha Works", brand="Huawei"),
        sold("Alpha Works"),
        sold("Alpha Works", owners=[owner]),
        sold("Beta Trading", owners=[owner]),
        sold("Alpha Works", owners=[{**owner, "share": 40}]),
    )
    assert sorted_as(screener, *told) == [0, 1, 2, 3, 4, 5]


def test_where_few_are_of_one_shape_each_is_asked_itself(screener: Screener) -> None:
    cases = [read_case(screener.law.facts, each) for each in (sold("Alpha Works"), made("Beta Trading"))]
    batch = screener.batch(cases, AS_OF)
    first, kind = kinds(Shapes(screener.law), batch, screener.knowledge, [])
    assert first.tolist() == kind.tolist() == [0, 1]
