"""The first cut: kinds of case, and the clauses that cannot concern them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sekisho.dates import LAST_DAY, AsOf
from sekisho.law import cut
from sekisho.law.columns import Batch
from sekisho.law.cut import Cut, asked, kinds
from sekisho.law.decide import judge
from sekisho.law.evaluate import scope_of
from tests.law.desk import FACTS, as_of, block, case, instrument, load, measure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sekisho.law.register import Law

AS_OF = as_of("2020-06-15")
PARTY = '[target]\n"a seller of routers" = {"all" = {"a router" = "item.class is router", "who" = {some = {party = {"it" = "party.role is supplier"}}}}}'  # noqa: E501
ROUTER: Mapping[str, object] = {"action": "buy", "item": {"class": "router"}}


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return load(tmp_path, instrument(), measure(target=PARTY))


def batch(*told: Mapping[str, object]) -> Batch:
    cases = [case(each) for each in told]
    return Batch(cases, [AsOf(each.on or AS_OF.on, LAST_DAY) for each in cases], FACTS)


def of_kinds(law: Law, *told: Mapping[str, object]) -> list[int]:
    found: list[int] = kinds(law, batch(*told))[1].tolist()
    return found


def test_what_no_rule_asks_does_not_tell_cases_apart(law: Law) -> None:
    named = {"action": "buy", "item": {"class": "router", "name": "R-7"}, "use": {"network": "5g"}}
    sold = {**ROUTER, "parties": [{"name": "Alpha Works", "role": "supplier"}], "id": "another"}
    assert of_kinds(law, ROUTER, named, sold) == [0, 0, 0]


def test_acts_facts_and_days_tell_cases_apart(law: Law) -> None:
    told = (
        ROUTER,
        {"action": "export", "item": {"class": "router"}},
        {"action": "buy", "item": {"class": "switch"}},
        {"action": "buy"},
        {**ROUTER, "date": "2020-06-16"},
        {**ROUTER, "date": "2020-06-16T10:00:00+09:00"},
    )
    first, kind = kinds(law, batch(*told, *told))
    assert sorted(first.tolist()) == list(range(len(told)))
    assert len({*kind.tolist()}) == len(told)
    assert kind[: len(told)].tolist() == kind[len(told) :].tolist()


def test_more_facts_than_fit_into_a_number_still_tell_cases_apart(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cut, "MOST", 50)
    told = [
        {"action": action, "item": {"class": kind}, "date": f"20{year}-01-01"}
        for action in ("buy", "export")
        for kind in ("router", "switch")
        for year in range(10, 40)
    ]
    assert len(set(of_kinds(law, *told))) == len(told)


def test_the_facts_of_a_definition_are_those_of_the_item(tmp_path: Path) -> None:
    defined = block("definition", 'id = "T/d"\ncites = "x"\n[means]\n"cn" = "it.class is router"')
    law = load(tmp_path, instrument(), defined, measure(target='[target]\n"d" = "item meets T/d"'))
    assert {"action", "item.class"} <= asked(law)


def test_a_clause_concerns_those_for_whom_it_may_hold(law: Law) -> None:
    sold = {**ROUTER, "parties": [{"name": "Alpha Works", "role": "supplier"}]}
    exported = {"action": "export", "item": {"class": "router"}}
    told = batch(*[ROUTER, exported, sold, {"action": "buy"}, {**ROUTER, "date": "2017-12-31"}] * 2)
    concerned = Cut(law, told).concerned(law.blocks["T/m"])
    assert concerned.rows["case"].tolist() == [0, 2, 3, 4, 5, 7, 8, 9]
    left = np.setdiff1d(np.arange(len(told)), concerned.rows["case"])
    assert not list(judge(law.blocks["T/m"], scope_of(law, told, left)))


def test_where_every_case_is_of_its_own_kind_nothing_is_cut(law: Law) -> None:
    told = batch(ROUTER, {"action": "export"}, {"action": "buy"})
    assert Cut(law, told).concerned(law.blocks["T/m"]).size == len(told)
