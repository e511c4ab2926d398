"""Four eyes: what takes two persons, that it takes two, and that it happens once."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sekisho import dates
from sekisho.desk.keys import Keys
from sekisho.desk.queue import Queue
from sekisho.desk.refusals import ForbiddenError, MissingError, SettledError
from sekisho.desk.review import Review
from sekisho.desk.rights import console
from sekisho.errors import SekishoError, UsageError
from sekisho.model.entry import Disposition, Entry, Kind
from sekisho.model.judgement import Verdict
from sekisho.model.person import Right, Role
from sekisho.model.task import Changed, Different, Open, Proposal, State, Waiver
from sekisho.record.chain import Chain
from sekisho.store.judgements import judgements
from tests.desk.at_once import at_once
from tests.desk.sayings import DAHUA, HYTERA, RULE, decide
from tests.desk.test_queue import change

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.desk.people import People
    from sekisho.model.person import Caller
    from sekisho.store.engine import Archive
    from tests.desk.conftest import Clock

SEEN = "0123456789abcdef"
WHY = "an office of accountants"


@pytest.fixture
def review(archive: Archive, clock: Clock) -> Review:
    return Review(archive, clock)


@pytest.fixture
def queue(archive: Archive, clock: Clock) -> Queue:
    return Queue(archive, clock)


@pytest.fixture
def ann(hired: Callable[..., Caller]) -> Caller:
    return hired("ann", Role.ANALYST)


@pytest.fixture
def bob(hired: Callable[..., Caller]) -> Caller:
    return hired("bob", Role.APPROVER)


def proposed(review: Review, caller: Caller, **more: Any) -> Proposal:  # noqa: ANN401
    made = review.judge(caller, DAHUA, Verdict.DIFFERENT, SEEN, WHY, **more)
    assert isinstance(made, Proposal)
    return made


def waived(review: Review, caller: Caller, decision: int, rule: str = "") -> Proposal:
    made = review.dispose(caller, decision, Disposition.WAIVED, "waiver 2021-17", rule)
    assert isinstance(made, Proposal)
    return made


def standing(archive: Archive) -> list[tuple[str, str, str, str]]:
    """The judgements that count."""
    return [
        (each.name, each.entity, each.verdict, each.by) for each in judgements(archive, dates.LAST_DAY - 1)
    ]


def said(archive: Archive, *kinds: Kind) -> list[tuple[str, str, dict[str, Any]]]:
    """Entries of some kinds: kind, author and what it says."""
    return [
        (each.kind, each.by, json.loads(each.body)) for each in Chain(archive).entries() if each.kind in kinds
    ]


# --- what takes two ---


def test_that_a_name_is_not_an_entity_takes_two(
    archive: Archive, review: Review, ann: Caller, bob: Caller
) -> None:
    made = proposed(review, ann)
    assert (made.what, made.by, made.why, made.state) == (Different(DAHUA, SEEN), "ann", WHY, State.OPEN)
    assert standing(archive) == [], "a proposal settles nothing"
    assert review.proposals() == (made,)
    entry = review.approve(bob, made.number, "seen the register")
    assert standing(archive) == [("大華", "dahua", "different", "ann")]
    settled = review.proposal(made.number)
    assert (settled.state, settled.settled_by, settled.reason) == (State.APPROVED, "bob", "seen the register")
    assert review.proposals() == ()
    told = said(archive, Kind.PROPOSAL, Kind.REVIEW, Kind.JUDGEMENT)
    assert [(kind, by) for kind, by, _ in told] == [
        ("proposal", "ann"),
        ("review", "bob"),
        ("judgement", "ann"),
    ]
    assert told[0][2]["proposes"] == "judgement"
    assert told[1][2] == {"proposal": made.number, "word": "approved", "why": "seen the register"}
    assert told[2][2] == {
        "approved_by": "bob",
        "country": "jp",
        "entity": "dahua",
        "name": "大華",
        "proposal": made.number,
        "snapshot": archive.latest(),
        "verdict": "different",
        "why": WHY,
    }
    assert json.loads(entry.body) == told[2][2]
    assert not Chain(archive).verify().problems


def test_that_a_finding_is_waived_takes_two(
    archive: Archive, review: Review, ann: Caller, bob: Caller
) -> None:
    decision = decide(archive, "a").number
    made = waived(review, ann, decision, RULE)
    assert made.what == Waiver("a", decision, RULE)
    assert said(archive, Kind.DISPOSITION) == []
    review.approve(bob, made.number)
    ((_, by, body),) = said(archive, Kind.DISPOSITION)
    assert (by, body["disposition"], body["rule"], body["why"]) == ("ann", "waived", RULE, "waiver 2021-17")
    assert (body["approved_by"], body["proposal"]) == ("bob", made.number)
    kinds = [each.kind for each in Chain(archive).entries(case="a")]
    assert kinds == ["decision", "proposal", "review", "disposition"], "all of it is evidence of the case"


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.UNSURE])
def test_what_lets_nobody_pass_takes_one(
    archive: Archive, review: Review, ann: Caller, verdict: Verdict
) -> None:
    entry = review.judge(ann, DAHUA, verdict, SEEN, WHY)
    assert isinstance(entry, Entry)
    assert standing(archive) == [("大華", "dahua", verdict.value, "ann")]
    assert [(kind, by) for kind, by, _ in said(archive, Kind.JUDGEMENT, Kind.PROPOSAL)] == [
        ("judgement", "ann")
    ]


@pytest.mark.parametrize("word", [Disposition.ACCEPTED, Disposition.ESCALATED])
def test_what_waives_nothing_takes_one(
    archive: Archive, review: Review, ann: Caller, word: Disposition
) -> None:
    entry = review.dispose(ann, decide(archive, "a").number, word, "as the law says")
    assert isinstance(entry, Entry)
    assert [(by, body["disposition"]) for _, by, body in said(archive, Kind.DISPOSITION)] == [("ann", word)]


def test_where_nobody_has_an_account_a_waiver_takes_one_and_nothing_waits_any_more(
    archive: Archive, review: Review, queue: Queue
) -> None:
    decision = decide(archive, "a", needs=("use.network",))
    review.dispose(console("bob"), decision.number, Disposition.WAIVED, WHY, "US-889A/procure")
    assert len(queue.tasks()) == 1, "of the rest nobody has said anything"
    entry = review.dispose(console("bob"), decision.number, Disposition.WAIVED, WHY)
    assert isinstance(entry, Entry)
    assert [(by, body["disposition"]) for _, by, body in said(archive, Kind.DISPOSITION)] == [
        ("bob", "waived"),
        ("bob", "waived"),
    ]
    assert queue.tasks() == ()


# --- that it takes two ---


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_nobody_approves_or_rejects_what_he_proposed(
    archive: Archive, review: Review, hired: Callable[..., Caller], role: Role
) -> None:
    eve = hired("eve", role)
    for made in (proposed(review, eve), waived(review, eve, decide(archive, "a").number)):
        for attempt in (partial(review.approve, eve), partial(review.reject, eve, why="no")):
            with pytest.raises(ForbiddenError, match="second person"):
                attempt(made.number)
        assert review.proposal(made.number).state is State.OPEN
    assert standing(archive) == []
    assert said(archive, Kind.REVIEW, Kind.DISPOSITION) == []


UPDATES = {
    "by himself": "state = 'approved', settled_by = 'ann', settled = 'now'",
    "rejected by himself": "state = 'rejected', settled_by = 'ann', settled = 'now'",
    "by himself, spelt otherwise": "state = 'approved', settled_by = 'ANN', settled = 'now'",
    "by nobody": "state = 'approved'",
    "by nobody at an instant": "state = 'approved', settled = 'now'",
    "withdrawn by another": "state = 'withdrawn', settled_by = 'bob', settled = 'now'",
    "withdrawn by nobody": "state = 'withdrawn'",
    "open and settled": "settled_by = 'bob', settled = 'now'",
    "in no state that is known": "state = 'waved through', settled_by = 'bob', settled = 'now'",
    "without an instant": "state = 'approved', settled_by = 'bob'",
}


@pytest.mark.parametrize("change_", UPDATES.values(), ids=UPDATES)
def test_the_table_itself_refuses_what_does_not_take_two(
    archive: Archive, review: Review, ann: Caller, bob: Caller, change_: str
) -> None:
    proposed(review, ann)
    with pytest.raises(DBAPIError, match=r"(?i)check"), archive._engine.begin() as connection:
        connection.execute(text(f"UPDATE proposal SET {change_}"))  # noqa: S608
    with archive._engine.begin() as connection:  # and what does, it takes
        connection.execute(
            text("UPDATE proposal SET state = 'approved', settled_by = 'bob', settled = 'now'")
        )


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ANALYST])
def test_only_approvers_approve(
    archive: Archive, review: Review, ann: Caller, hired: Callable[..., Caller], role: Role
) -> None:
    made = proposed(review, ann)
    other = hired("other", role)
    for attempt in (partial(review.approve, other), partial(review.reject, other, why="no")):
        with pytest.raises(ForbiddenError, match="'approve'"):
            attempt(made.number)
    assert standing(archive) == []


def test_nothing_is_approved_by_a_key_or_at_the_command_line(
    archive: Archive, review: Review, ann: Caller, bob: Caller
) -> None:
    made = proposed(review, ann)
    keys = Keys(archive)
    _, token = keys.make(bob, "a robot", frozenset({Right.READ, Right.JUDGE}), 30)
    robot = keys.caller(token)
    assert robot is not None
    for caller in (robot, console("bob")):
        with pytest.raises(ForbiddenError, match="without a key"):
            review.approve(caller, made.number)
    assert review.proposal(made.number).state is State.OPEN


def test_a_viewer_proposes_nothing(archive: Archive, review: Review, hired: Callable[..., Caller]) -> None:
    vera = hired("vera", Role.VIEWER)
    decision = decide(archive, "a").number
    for verdict in Verdict:
        with pytest.raises(ForbiddenError):
            review.judge(vera, DAHUA, verdict, SEEN, WHY)
    for word in Disposition:
        with pytest.raises(ForbiddenError):
            review.dispose(vera, decision, word, WHY)
    assert said(archive, Kind.PROPOSAL, Kind.JUDGEMENT, Kind.DISPOSITION) == []


# --- that it happens once ---


def test_what_two_approve_at_once_happens_once(
    archive: Archive, review: Review, ann: Caller, hired: Callable[..., Caller]
) -> None:
    made = proposed(review, ann)
    approvers = [hired(f"approver{each}", Role.APPROVER) for each in range(4)]
    outcomes = at_once([partial(review.approve, each, made.number) for each in approvers])
    assert sorted(type(each).__name__ for each in outcomes) == ["Entry", *["SettledError"] * 3]
    assert len(said(archive, Kind.JUDGEMENT)) == 1
    assert len(said(archive, Kind.REVIEW)) == 1
    assert not Chain(archive).verify().problems


def test_what_one_approves_and_another_rejects_at_once_is_one_of_them(
    archive: Archive, review: Review, ann: Caller, hired: Callable[..., Caller]
) -> None:
    made = waived(review, ann, decide(archive, "a").number)
    bob, eve = hired("bob", Role.APPROVER), hired("eve", Role.APPROVER)
    outcomes = at_once(
        [
            partial(review.approve, bob, made.number),
            partial(review.reject, eve, made.number, "no"),
            partial(review.withdraw, ann, made.number),
        ]
    )
    assert sorted(isinstance(each, SettledError) for each in outcomes) == [False, True, True]
    approved = review.proposal(made.number).state is State.APPROVED
    assert len(said(archive, Kind.DISPOSITION)) == int(approved)


def test_what_two_propose_at_once_is_one_proposal(review: Review, ann: Caller, bob: Caller) -> None:
    outcomes = at_once([partial(proposed, review, each) for each in (ann, bob)])
    assert sorted(type(each).__name__ for each in outcomes) == ["Proposal", "SettledError"]
    assert len(review.proposals()) == 1


def test_if_what_is_settled_cannot_be_kept_nothing_is(
    archive: Archive, review: Review, ann: Caller, bob: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(review, ann)
    before = Chain(archive).head()

    def broken(*_: object) -> int:
        raise UsageError("the disk is full")

    monkeypatch.setattr("sekisho.store.judgements.add", broken)
    with pytest.raises(UsageError, match="disk"):
        review.approve(bob, made.number)
    assert review.proposal(made.number).state is State.OPEN
    assert Chain(archive).head() == before


# --- rejected, withdrawn, again ---


def test_what_was_rejected_goes_back_and_can_be_proposed_again(
    archive: Archive, review: Review, queue: Queue, ann: Caller, bob: Caller
) -> None:
    decide(archive, "a", DAHUA)
    made = proposed(review, ann, to="bob")
    (task,) = queue.tasks()
    assert (task.about, task.assigned, task.proposal, task.depends) == (DAHUA, "bob", made.number, 1)
    with pytest.raises(SettledError, match=r"proposed already: \d+, by ann"):
        proposed(review, bob)
    with pytest.raises(UsageError, match="no reason"):
        review.reject(bob, made.number, " ")
    review.reject(bob, made.number, "show me the register")
    (task,) = queue.tasks()
    assert (task.assigned, task.proposal) == ("ann", None)
    assert standing(archive) == []
    again = proposed(review, ann)
    review.approve(bob, again.number)
    assert queue.tasks() == ()
    assert [each.state for each in review.proposals(None)] == [State.APPROVED, State.REJECTED]


def test_only_he_withdraws_who_proposed(review: Review, queue: Queue, ann: Caller, bob: Caller) -> None:
    made = proposed(review, ann)
    with pytest.raises(ForbiddenError, match="only he"):
        review.withdraw(bob, made.number)
    review.withdraw(ann, made.number)
    assert review.proposal(made.number).state is State.WITHDRAWN
    with pytest.raises(SettledError, match="withdrawn by ann"):
        review.approve(bob, made.number)
    assert queue.tasks() == (), "no decision had asked"


# --- what it does to the queue ---


def test_a_proposal_is_sent_to_those_only_who_could_approve_it(
    review: Review, queue: Queue, ann: Caller, bob: Caller, hired: Callable[..., Caller]
) -> None:
    hired("cleo", Role.ANALYST)
    for name in ("ann", "cleo"):
        with pytest.raises(UsageError, match="may not approve"):
            proposed(review, bob if name == "ann" else ann, to=name)
    assert review.proposals() == (), "all or nothing"
    proposed(review, bob)
    (task,) = queue.tasks()
    assert queue.colleagues(task) == ()
    with pytest.raises(UsageError, match="somebody else"):
        queue.assign(ann, task.id, "bob")
    with pytest.raises(UsageError, match="second person"):
        queue.close(ann, task.id, "never mind")


def test_a_judgement_settles_the_doubt_and_uncertainty_does_not(
    archive: Archive, review: Review, queue: Queue, ann: Caller
) -> None:
    decide(archive, "a", DAHUA, HYTERA)
    review.judge(ann, HYTERA, Verdict.UNSURE, SEEN, WHY)
    assert len(queue.tasks()) == 2
    review.judge(ann, HYTERA, Verdict.SAME, SEEN, WHY)
    assert [each.about for each in queue.tasks()] == [DAHUA]


def test_a_doubt_about_which_something_is_proposed_stays_when_nothing_depends_on_it(
    archive: Archive, review: Review, queue: Queue, ann: Caller, bob: Caller
) -> None:
    decide(archive, "a", DAHUA)
    made = proposed(review, ann)
    decide(archive, "a")
    (task,) = queue.tasks()
    assert (task.depends, task.proposal) == (0, made.number)
    review.approve(bob, made.number)
    assert queue.tasks() == ()


def test_whoever_stands_by_a_decision_closes_what_it_waits_for(
    archive: Archive, review: Review, queue: Queue, ann: Caller, bob: Caller
) -> None:
    entry = decide(archive, "a", needs=("use.network",))
    change(archive, Changed("a", 1, entry.number, "no-rule", "unknown"))
    review.dispose(ann, entry.number, Disposition.ESCALATED, WHY)
    made = waived(review, ann, entry.number, RULE)
    review.approve(bob, made.number)
    assert len(queue.tasks()) == 2, "of one rule only"
    made = waived(review, ann, entry.number)
    assert {type(each.about) for each in queue.tasks()} == {Open, Changed, Waiver}
    review.approve(bob, made.number)
    assert queue.tasks() == ()


def test_whoever_stands_by_an_older_decision_closes_nothing_of_the_newer_one(
    archive: Archive, review: Review, queue: Queue, ann: Caller
) -> None:
    older = decide(archive, "a", needs=("use.network",))
    decide(archive, "a", needs=("item.class",))
    review.dispose(ann, older.number, Disposition.ACCEPTED, WHY)
    assert len(queue.tasks()) == 1


# --- what is refused ---


def test_what_is_said_wrongly_is_refused(archive: Archive, review: Review, ann: Caller, bob: Caller) -> None:
    from dataclasses import replace

    decision = decide(archive, "a").number
    head = Chain(archive).head()
    attempts: list[tuple[Callable[[], object], type[SekishoError], str]] = [
        (lambda: review.judge(ann, DAHUA, Verdict.SAME, SEEN, " "), UsageError, "no reason"),
        (lambda: review.judge(ann, replace(DAHUA, name=" "), Verdict.SAME, SEEN, WHY), UsageError, "a name"),
        (lambda: review.judge(ann, replace(DAHUA, entity=""), Verdict.SAME, SEEN, WHY), UsageError, "id"),
        (
            lambda: review.judge(ann, replace(DAHUA, country="JP"), Verdict.SAME, SEEN, WHY),
            UsageError,
            "as cn",
        ),
        (lambda: review.dispose(ann, decision, Disposition.WAIVED, " "), UsageError, "no reason"),
        (
            lambda: review.dispose(ann, decision, Disposition.WAIVED, WHY, "US-1"),
            UsageError,
            "does not speak",
        ),
        (lambda: review.dispose(ann, 999, Disposition.WAIVED, WHY), UsageError, "no entry 999"),
        (lambda: review.approve(bob, 999), MissingError, "no proposal 999"),
        (lambda: review.approve(bob, decision), MissingError, "no proposal"),
        (lambda: review.withdraw(ann, 999), MissingError, "no proposal"),
    ]
    for attempt, kind, why in attempts:
        with pytest.raises(kind, match=why):
            attempt()
    assert Chain(archive).head() == head


def test_a_judgement_made_while_another_is_proposed_stands_until_two_say_otherwise(
    archive: Archive, review: Review, queue: Queue, ann: Caller, bob: Caller, people: People
) -> None:
    decide(archive, "a", DAHUA)
    made = proposed(review, ann)
    review.judge(bob, DAHUA, Verdict.SAME, SEEN, "his passport")
    assert standing(archive)[0][2] == "same"
    assert [each.proposal for each in queue.tasks()] == [made.number], "it still awaits its answer"
    review.approve(bob, made.number)
    assert standing(archive)[0][2] == "different"
