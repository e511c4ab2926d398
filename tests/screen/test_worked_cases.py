"""The worked cases whose measures the register has: each answers exactly as its author worked it out.

They are no part of the project: found through $SEKISHO_SHARED, else beside the repository. Where they are
absent these tests are skipped, but fail if the variable is set. A case with a measure not yet encoded is
left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.dates import AsOf, Moment, today
from sekisho.law.register import Law
from sekisho.model.measure import OUTCOMES, Outcome
from sekisho.screen.run import Screener
from tests.whole import SHARED, needed, read_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.model.decision import Answer, Decision
    from sekisho.store.base import Store

FILE = SHARED / "law" / "cases.jsonl"
AT_LEAST = 119
READINGS = ("press", "as-law")
Worked = dict[str, Any]


def read() -> list[Worked]:
    """The cases of which every measure is encoded; of the others nothing can be said yet."""
    if not FILE.exists():
        return []
    cases = [json.loads(line) for line in FILE.read_text("utf-8").splitlines() if line.strip()]
    encoded = set(Law.load().instruments)
    return [case for case in cases if set(case["expect"]) <= encoded]


CASES = read()


def answered(
    law: Law, store: Store, cases: list[Worked], readings: tuple[str, ...] = ()
) -> dict[str, Answer]:
    screener = Screener(law, store, readings=readings, every=True)
    read_cases = [read_case(law.facts, case) for case in cases]
    day = today()
    return {answer.case: answer for answer in screener.answers(read_cases, AsOf(Moment(day), day))}


@pytest.fixture(scope="module")
def worked() -> list[Worked]:
    needed(FILE, "SEKISHO_SHARED")
    return CASES


@pytest.fixture(scope="module")
def plain(law: Law, store: Store, worked: list[Worked]) -> dict[str, Answer]:
    return answered(law, store, worked)


@pytest.fixture(scope="module")
def read_so(law: Law, store: Store, worked: list[Worked]) -> dict[str, Answer]:
    """The same, with both readings adopted."""
    return answered(law, store, worked, READINGS)


def by_instrument(answer: Answer) -> Mapping[str, Decision]:
    return {decision.instrument: decision for decision in answer.decisions}


@pytest.fixture(params=[case["id"] for case in CASES] or ["no case at hand"])
def case(request: pytest.FixtureRequest, worked: list[Worked]) -> Worked:
    return next(each for each in worked if each["id"] == request.param)


def test_there_are_cases_enough(worked: list[Worked]) -> None:
    assert len(worked) >= AT_LEAST


def test_outcomes(case: Worked, plain: Mapping[str, Answer]) -> None:
    decisions = by_instrument(plain[case["id"]])
    got = {measure: str(decisions[measure].outcome) for measure in case["expect"]}
    assert got == case["expect"], case["why"]


def test_the_strictest_measure_decides(case: Worked, plain: Mapping[str, Answer]) -> None:
    if case.get("scope") == "all":
        assert str(plain[case["id"]].outcome) == case["overall"]
    else:
        got = [by_instrument(plain[case["id"]])[measure].outcome for measure in case["expect"]]
        assert str(min(got, key=OUTCOMES.index)) == case["overall"]


def test_readings(case: Worked, read_so: Mapping[str, Answer]) -> None:
    decisions = by_instrument(read_so[case["id"]])
    expected = case.get("expect_reading", {})
    assert {measure: str(decisions[measure].outcome) for measure in expected} == expected, case["why"]


def test_readings_that_are_not_adopted_stand_beside_the_answer(
    case: Worked, plain: Mapping[str, Answer]
) -> None:
    answer = plain[case["id"]]
    for measure, expected in case.get("expect_reading", {}).items():
        assert expected in {str(each.outcome) for each in answer.readings if each.instrument == measure}


def test_of_all_other_measures_none_says_anything(case: Worked, plain: Mapping[str, Answer]) -> None:
    if case.get("scope") == "all":
        others = [each for each in plain[case["id"]].decisions if each.instrument not in case["expect"]]
        assert others, "the others are listed"
        assert {each.outcome for each in others} == {Outcome.NO_RULE}


def test_what_permits_is_named(case: Worked, plain: Mapping[str, Answer]) -> None:
    for measure, decision in by_instrument(plain[case["id"]]).items():
        assert bool(decision.under) == (decision.outcome is Outcome.PERMITTED), measure


def test_what_is_unknown_asks(case: Worked, plain: Mapping[str, Answer]) -> None:
    for measure, decision in by_instrument(plain[case["id"]]).items():
        if decision.outcome is Outcome.UNKNOWN:
            assert decision.needs, measure
