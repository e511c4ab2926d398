"""Cases in, answers out: what is asked, in which order it is answered, and what an answer holds."""

from __future__ import annotations

import dataclasses
from importlib.metadata import version
from itertools import count, islice
from typing import TYPE_CHECKING

import pytest

from sekisho import dates
from sekisho.errors import UsageError
from sekisho.model.measure import Outcome, State
from sekisho.screen import run
from sekisho.screen.run import Screener, outcomes, screen
from tests.told import DENIED, MINISTRY, NOTHING, OPEN, PRIVATE
from tests.whole import as_of, read_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.store.base import Store
    from tests.told import Told

TODAY = as_of("2026-01-01", "2026-01-01")
ALL = (MINISTRY, DENIED, PRIVATE, NOTHING, OPEN)


@pytest.fixture(scope="module")
def cases(law: Law) -> dict[str, Case]:
    return {told["id"]: read_case(law.facts, told) for told in ALL}


def one(law: Law, store: Store, told: Told, **more: object) -> Answer:
    (answer,) = screen([read_case(law.facts, told)], law=law, store=store, as_of=TODAY, **more)  # type: ignore[arg-type]
    return answer


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (MINISTRY, "review"),
        (DENIED, "prohibited"),
        (PRIVATE, "no-rule"),
        (NOTHING, "no-rule"),
        (OPEN, "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else value["id"],
)
def test_the_outcome_is_the_strictest_word_of_all_decisions(
    law: Law, store: Store, told: Told, outcome: str
) -> None:
    answer = one(law, store, told)
    assert str(answer.outcome) == outcome
    assert answer.outcome.strictness == max((d.outcome.strictness for d in answer.decisions), default=0)


def test_decisions_stand_strictest_first_and_then_as_in_the_register(law: Law, store: Store) -> None:
    order = list(law.instruments)
    for told in ALL:
        decisions = one(law, store, told, every=True).decisions
        ranks = [(-each.outcome.strictness, order.index(each.instrument)) for each in decisions]
        assert ranks == sorted(ranks)


def test_one_decision_an_instrument(law: Law, store: Store) -> None:
    decisions = one(law, store, MINISTRY, every=True).decisions
    instruments = [each.instrument for each in decisions]
    assert len(instruments) == len(set(instruments))


def test_no_rule_is_listed_only_when_asked_for_or_when_there_is_something_to_say(
    law: Law, store: Store
) -> None:
    quiet, every = one(law, store, DENIED), one(law, store, DENIED, every=True)
    assert {d.instrument for d in every.decisions if d.outcome is Outcome.NO_RULE} > {
        d.instrument for d in quiet.decisions if d.outcome is Outcome.NO_RULE
    }
    silent = [each for each in quiet.decisions if each.outcome is Outcome.NO_RULE]
    assert [(each.measure, each.state) for each in silent] == [
        ("US-2018-ZTE-SUPERSEDE/denial", State.UPCOMING)
    ]
    assert all(each.latent for each in silent)
    assert quiet.outcome is every.outcome


def test_a_note_of_an_instrument_without_a_rule_is_shown(law: Law, store: Store) -> None:
    (decision,) = one(law, store, PRIVATE).decisions
    assert (decision.instrument, decision.measure, decision.outcome) == (
        "JP-2018-PRIVATE-NONE",
        None,
        "no-rule",
    )
    assert decision.citation.notice


def test_a_case_that_nothing_touches_names_what_was_looked_at(law: Law, store: Store) -> None:
    answer = one(law, store, NOTHING)
    assert answer.decisions == ()
    assert answer.readings == ()
    assert "US-889A" in answer.looked_at
    assert "US-889" not in answer.looked_at, "it holds definitions only, and answers nothing"
    assert one(law, store, MINISTRY).looked_at == ()
    assert one(law, store, PRIVATE).looked_at == ()


def test_readings_stand_beside_the_answer_until_they_are_adopted(law: Law, store: Store) -> None:
    plain, adopted = one(law, store, MINISTRY), one(law, store, MINISTRY, readings=["press"])
    beside = {(each.measure, each.outcome) for each in plain.readings}
    assert ("JP-2018-IT-PROC/press", "prohibited") in beside
    assert {each.reading for each in plain.readings} == {"press"}
    assert (plain.outcome, adopted.outcome) == (Outcome.REVIEW, Outcome.PROHIBITED)
    assert adopted.readings == ()


def test_a_reading_that_is_not_adopted_decides_nothing(law: Law, store: Store) -> None:
    assert one(law, store, MINISTRY, readings=["as-law"]).outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("measure", "outcome", "instruments"),
    [
        ("JP-2018-IT-PROC", "review", {"JP-2018-IT-PROC"}),
        ("JP-2018-IT-PROC/consult", "review", {"JP-2018-IT-PROC"}),
        ("JP-2018-IT-PROC/category", "no-rule", set()),
        ("AU-2018-5G", "no-rule", set()),
    ],
)
def test_measures_narrow(law: Law, store: Store, measure: str, outcome: str, instruments: set[str]) -> None:
    answer = one(law, store, MINISTRY, measures=[measure])
    assert str(answer.outcome) == outcome
    assert {each.instrument for each in answer.decisions} == instruments
    asked = one(law, store, MINISTRY, measures=[measure], every=True)
    assert {each.instrument for each in asked.decisions} == {measure.partition("/")[0]}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"readings": ["prss"]}, "press"), ({"measures": ["US-889C"]}, "US-889C"), ({"measures": [""]}, "''")],
)
def test_what_does_not_exist_is_no_option(
    law: Law, store: Store, wrong: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        Screener(law, store, **wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=said):
        list(screen([], law=law, store=store, **wrong))  # type: ignore[arg-type]


def test_a_case_has_its_own_times_first(law: Law, store: Store) -> None:
    told = {key: value for key, value in DENIED.items() if key != "date"}
    asked = as_of("2018-08-01", "2026-01-01")
    for date, outcome, on in ((None, "no-rule", "2018-08-01"), ("2018-05-01", "prohibited", "2018-05-01")):
        case = read_case(law.facts, told | ({"date": date} if date else {}))
        (answer,) = screen([case], law=law, store=store, as_of=asked)
        assert (str(answer.outcome), str(answer.as_of.on)) == (outcome, on)


def test_a_case_has_its_own_day_of_knowledge_first(law: Law, store: Store) -> None:
    for known, outcome in (("2018-04-14", "no-rule"), ("2018-04-17", "prohibited")):
        (answer,) = screen(
            [read_case(law.facts, DENIED | {"known": known})], law=law, store=store, as_of=TODAY
        )
        assert str(answer.outcome) == outcome
        assert dates.iso(answer.as_of.known) == known


def test_without_times_it_is_today(law: Law, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "today", lambda: dates.day("2020-02-02"))
    (answer,) = screen([read_case(law.facts, OPEN)], law=law, store=store)
    assert str(answer.as_of.on) == dates.iso(answer.as_of.known) == "2020-02-02"


def test_an_hour_decides_where_a_day_cannot(law: Law, store: Store) -> None:
    told = DENIED | {
        "parties": [{"role": "purchaser", "name": "Huawei Technologies Co., Ltd.", "country": "cn"}]
    }
    measures = ["US-2019-ENTITY-HUAWEI"]
    got = {
        date: str(one(law, store, told | {"date": date}, measures=measures).outcome)
        for date in (
            "2019-05-15",
            "2019-05-16T16:14:00-04:00",
            "2019-05-16",
            "2019-05-16T16:15:00-04:00",
            "2019-05-17",
        )
    }
    assert list(got.values()) == ["no-rule", "no-rule", "unknown", "licence-required", "licence-required"]


def test_no_cases_no_answers(law: Law, store: Store) -> None:
    assert list(screen([], law=law, store=store)) == []
    assert outcomes([], Screener(law, store), TODAY) == []


def test_answers_come_in_the_order_of_the_cases(law: Law, store: Store, cases: dict[str, Case]) -> None:
    asked = [cases[name] for name in ("open", "denied", "ministry", "nothing", "denied")]
    answers = screen(asked, law=law, store=store, as_of=TODAY)
    assert [answer.case for answer in answers] == ["open", "denied", "ministry", "nothing", "denied"]


def test_answers_come_as_cases_come(
    law: Law, store: Store, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "CHUNK", 2)
    read = 0

    def endless() -> Iterator[Case]:
        nonlocal read
        for number in count():
            read += 1
            yield dataclasses.replace(cases["denied"], id=str(number))

    answers = islice(screen(endless(), law=law, store=store, as_of=TODAY), 3)
    assert [answer.case for answer in answers] == ["0", "1", "2"]
    assert read == 4


@pytest.mark.parametrize("many", [2, run.MANY])
def test_the_fast_way_gives_the_same_outcomes(
    law: Law, store: Store, cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(run, "MANY", many)
    asked = list(cases.values())
    for readings in ((), ("press",), ("press", "as-law")):
        screener = Screener(law, store, readings=readings)
        answers = list(screener.answers(asked, TODAY))
        assert outcomes(asked, screener, TODAY) == [answer.outcome for answer in answers]


def test_the_basis_says_what_an_answer_rests_on(law: Law, store: Store) -> None:
    basis = one(law, store, DENIED).basis
    assert basis.engine == version("sekisho")
    assert basis.law == law.digest
    assert basis.lists == store.hashes
    assert {"makers", "lists"} <= set(basis.lists)


def test_the_same_basis_case_and_times_give_the_same_answer(law: Law, store: Store) -> None:
    assert [one(law, store, told) for told in ALL] == [one(law, store, told) for told in ALL]


def test_an_answer_calls_things_by_name(law: Law, store: Store) -> None:
    called = one(law, store, MINISTRY).called
    assert called("item.components[0]") == "controller"
    assert called("parties[0]") == "Fujitsu Limited"
    assert called("item") == "server"
    assert called("parties[7]") == "parties[7]"


def test_an_explanation_may_be_asked_for_late(law: Law, store: Store, cases: dict[str, Case]) -> None:
    """Batches in between leave it as it would have been at once."""
    screener = Screener(law, store)
    answers = list(screener.answers([cases["denied"], cases["ministry"]], TODAY))
    list(screener.answers([cases["open"]] * 50, TODAY))
    fresh = list(Screener(law, store).answers([cases["denied"], cases["ministry"]], TODAY))
    for late, early in zip(answers, fresh, strict=True):
        assert [each.explain() for each in late.decisions] == [each.explain() for each in early.decisions]
