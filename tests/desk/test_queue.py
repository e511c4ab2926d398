"""The queue: what comes into it, in which order, and how it goes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from sekisho.dates import AsOf, Moment, day
from sekisho.desk.queue import Queue, changed, waits
from sekisho.desk.refusals import ForbiddenError, MissingError, SettledError
from sekisho.desk.rights import console
from sekisho.errors import UsageError
from sekisho.formats.answer import to_dict
from sekisho.model.entry import Kind
from sekisho.model.person import Role
from sekisho.model.task import Changed, Doubt, Open
from sekisho.record.chain import Chain
from sekisho.store import tasks as kept
from tests.desk.sayings import AT, DAHUA, HYTERA, decide
from tests.told import DENIED
from tests.whole import read_case

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.desk.people import People
    from sekisho.law.register import Law
    from sekisho.model.person import Caller
    from sekisho.screen.run import Screener
    from sekisho.store.engine import Archive
    from tests.desk.conftest import Clock


@pytest.fixture
def queue(archive: Archive, clock: Clock) -> Queue:
    return Queue(archive, clock)


def about(queue: Queue) -> list[object]:
    return [each.about for each in queue.tasks()]


def change(archive: Archive, new: Changed) -> int:
    with archive.writing() as connection:
        return changed(connection, new, AT)


# --- what comes, and in which order ---


def test_a_doubt_counts_the_decisions_that_depend_on_it_and_those_with_most_come_first(
    archive: Archive, queue: Queue
) -> None:
    first = decide(archive, "a", HYTERA, needs=("use.network",))
    more = [decide(archive, case, DAHUA, HYTERA) for case in ("b", "c")]
    last = decide(archive, "d", HYTERA)
    found = queue.tasks()
    assert [each.about for each in found] == [HYTERA, DAHUA, Open("a", first.number, ("use.network",))]
    assert [each.depends for each in found] == [4, 2, 1]
    assert found[0].decisions == (last.number, more[1].number, more[0].number, first.number)
    assert queue.count() == 3
    assert [each.about for each in queue.tasks(first=1, limit=1)] == [DAHUA]


def test_a_newer_decision_of_a_case_takes_the_place_of_the_older_one(archive: Archive, queue: Queue) -> None:
    decide(archive, "a", DAHUA, needs=("use.network",))
    decide(archive, "b", DAHUA)
    second = decide(archive, "a", DAHUA, needs=("item.class",))
    doubt, asks = queue.tasks()
    assert doubt.depends == 2, "a case that is asked each night counts once"
    assert (asks.about, asks.decisions) == (Open("a", second.number, ("item.class",)), (second.number,))
    decide(archive, "a")
    (left,) = queue.tasks()
    assert (left.about, left.depends) == (DAHUA, 1)
    decide(archive, "b")
    assert queue.tasks() == ()
    assert {(each.about, each.closed_by, each.closed) for each in queue.tasks(closed=True)} == {
        (DAHUA, "sekisho", AT),
        (Open("a", second.number, ("item.class",)), "sekisho", AT),
    }


def test_one_bearer_is_one_task_however_the_name_is_written(archive: Archive, queue: Queue) -> None:
    decide(archive, "a", HYTERA)
    others = (replace(HYTERA, country="cn"), replace(HYTERA, entity="zte"))
    decide(archive, "b", replace(HYTERA, name="ＨＹＴＥＲＡ comunications"), *others)
    assert len(queue.tasks()) == 3
    assert queue.tasks()[0].depends == 2


def test_a_changed_outcome_is_there_until_a_person_looks_whatever_is_decided_meanwhile(
    archive: Archive, queue: Queue
) -> None:
    change(archive, Changed("a", 1, 5, "no-rule", "review"))
    decide(archive, "a")
    change(archive, Changed("a", 5, 9, "review", "prohibited"))
    (task,) = queue.tasks()
    assert task.about == Changed("a", 1, 9, "no-rule", "prohibited"), "one task tells both"
    assert (task.depends, task.decisions) == (1, (9,))


def test_names_in_any_letters_come_back_as_they_were(archive: Archive, queue: Queue) -> None:
    odd = [
        Doubt(name, None, name) for name in ("\ud800", '"; DROP TABLE task; --', "نور", "<script>", "\u0000")
    ]
    decide(archive, "a", *odd)
    assert about(queue) == odd


def test_a_task_names_the_newest_hundred_decisions_and_counts_all(archive: Archive, queue: Queue) -> None:
    with archive.writing() as connection:
        for number in range(1, 121):
            kept.arise(connection, [kept.Arising(f"case {number}", number, (DAHUA,))], AT)
    (task,) = queue.tasks()
    assert task.depends == 120
    assert task.decisions == tuple(range(120, 20, -1))


# --- what a screened case waits for ---


def waiting(screener: Screener, law: Law, told: dict[str, Any]) -> Any:  # noqa: ANN401
    case = read_case(law.facts, told)
    (answer,) = screener.answers([case], AsOf(Moment(day("2019-08-01")), day("2026-11-30")))
    return waits(screener.knowing(day("2026-11-30")), case, to_dict(answer, law.facts))


MISSPELT = DENIED | {"parties": [{"role": "purchaser", "name": "大華", "country": "jp"}]}


def test_an_unknown_answer_waits_for_its_needs_and_for_the_names_on_its_paths(
    screener: Screener, law: Law
) -> None:
    found = waiting(screener, law, MISSPELT)
    assert Doubt("大華", "jp", "dahua") in found.doubts
    assert "parties[0].name" in found.needs
    assert not any(each.name == "A chip maker" for each in found.doubts)


def test_the_doubtful_owner_of_a_party_is_a_doubt(screener: Screener, law: Law) -> None:
    owner = {"name": "Huavei Technologies", "share": 60}
    told = MISSPELT | {"parties": [{"role": "purchaser", "name": "Best Buy", "owners": [owner]}]}
    found = waiting(screener, law, told | {"date": "2019-08-01"})
    assert any(
        (each.name, each.entity) == ("Huavei Technologies", "huawei-technologies") for each in found.doubts
    )


def test_what_is_prohibited_anyhow_waits_for_nothing(screener: Screener, law: Law) -> None:
    assert waiting(screener, law, DENIED) == ((), ())


# --- what persons do ---


def test_a_task_is_sent_to_a_colleague_and_back_and_the_record_says_so(
    archive: Archive, queue: Queue, hired: Callable[..., Caller]
) -> None:
    ann = hired("ann")
    hired("bob")
    decide(archive, "a", DAHUA)
    decide(archive, "b", HYTERA)
    mine, _ = queue.tasks()
    assert queue.assign(ann, mine.id, "bob", "you know them").assigned == "bob"
    assert [each.id for each in queue.tasks(assigned="bob")] == [mine.id]
    assert queue.assign(ann, mine.id, None).assigned is None
    said = [json.loads(each.body) for each in Chain(archive).entries() if each.kind == Kind.TASK]
    assert [(each["task"], each["change"], each["to"], each["why"]) for each in said] == [
        (mine.id, "sent", "bob", "you know them"),
        (mine.id, "sent", None, ""),
    ]
    assert said[0]["name"] == DAHUA.name
    assert not Chain(archive).verify().problems


def test_a_task_is_sent_only_to_somebody_who_could_do_something(
    archive: Archive, queue: Queue, hired: Callable[..., Caller], people: People
) -> None:
    ann = hired("ann")
    hired("vera", Role.VIEWER)
    hired("gone")
    people.change(console("root"), "gone", disabled=True)
    decide(archive, "a", DAHUA)
    (task,) = queue.tasks()
    assert [each.name for each in queue.colleagues(task)] == ["ann"]
    for name, why in (("vera", "may not judge"), ("gone", "no colleague"), ("nobody", "no colleague")):
        with pytest.raises(UsageError, match=why):
            queue.assign(ann, task.id, name)
    with pytest.raises(MissingError, match="no task 99"):
        queue.assign(ann, 99, "ann")


def test_whoever_may_not_judge_sends_and_closes_nothing(
    archive: Archive, queue: Queue, hired: Callable[..., Caller]
) -> None:
    vera = hired("vera", Role.VIEWER)
    decide(archive, "a", needs=("use.network",))
    (task,) = queue.tasks()
    with pytest.raises(ForbiddenError):
        queue.assign(vera, task.id, None)
    with pytest.raises(ForbiddenError):
        queue.close(vera, task.id, "done")


def test_an_open_question_is_put_away_with_a_reason_and_once(
    archive: Archive, queue: Queue, hired: Callable[..., Caller]
) -> None:
    ann = hired("ann")
    entry = decide(archive, "a", needs=("use.network",))
    (task,) = queue.tasks()
    with pytest.raises(UsageError, match="no reason"):
        queue.close(ann, task.id, " ")
    done = queue.close(ann, task.id, "the purchase is off")
    assert (done.closed_by, done.closed) == ("ann", "2026-11-30T12:00:00Z")
    with pytest.raises(SettledError, match="ann"):
        queue.close(ann, task.id, "again")
    with pytest.raises(SettledError):
        queue.assign(ann, task.id, "ann")
    last = Chain(archive).head()
    assert last is not None
    assert json.loads(last.body) == {
        "case": "a",
        "change": "closed",
        "decision": entry.number,
        "needs": ["use.network"],
        "task": task.id,
        "to": None,
        "why": "the purchase is off",
    }
    assert [each.number for each in Chain(archive).entries(case="a")] == [entry.number, last.number]


def test_a_doubt_is_judged_and_not_put_away(
    archive: Archive, queue: Queue, hired: Callable[..., Caller]
) -> None:
    ann = hired("ann")
    decide(archive, "a", DAHUA)
    with pytest.raises(UsageError, match="judge it"):
        queue.close(ann, queue.tasks()[0].id, "not interesting")
