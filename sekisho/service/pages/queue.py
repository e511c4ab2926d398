"""The page of what awaits persons: doubtful names, open questions, changed outcomes, proposals of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import Response

from sekisho.errors import UsageError
from sekisho.model.judgement import Verdict
from sekisho.model.person import Right
from sekisho.model.task import Doubt
from sekisho.service.asking import may
from sekisho.service.pages.fields import one_of
from sekisho.service.pages.judging import colleagues, task_of
from sekisho.service.pages.screen import Form
from sekisho.service.pages.view import AtPage, page
from sekisho.service.routes import Routes

if TYPE_CHECKING:
    from starlette.datastructures import FormData

SHOWN = 100
router = Routes()


@router.get("/queue", dependencies=[may(Right.READ)])
@router.get("/queue.json", dependencies=[may(Right.READ)])
def queue(at: AtPage, mine: bool = False) -> Response:
    """What awaits somebody, that on which most depends first."""
    own = at.caller.name if mine else None
    tasks = [task_of(at, each) for each in at.desk.queue.tasks(assigned=own, limit=SHOWN)]
    return page(at, "queue", {"tasks": tasks, "mine": mine}, colleagues=colleagues(at))


@router.get("/tasks/{number}", dependencies=[may(Right.READ)])
@router.get("/tasks/{number}.json", dependencies=[may(Right.READ)])
def task(at: AtPage, number: int) -> Response:
    """One of them."""
    told = task_of(at, at.desk.queue.task(number))
    return page(at, "task", {"task": told}, colleagues=colleagues(at))


@router.post("/tasks/{number}/judge", dependencies=[may(Right.JUDGE)])
def judge(at: AtPage, number: int, form: Form) -> Response:
    """Say whether a name is that of an entity; that it is not takes a second person."""
    about = at.desk.queue.task(number).about
    if not isinstance(about, Doubt):
        raise UsageError(f"task {number} is no doubtful name; there is nothing to judge")
    verdict, seen, why, to = (str(form.get(name, "")) for name in ("verdict", "seen", "why", "to"))
    at.desk.review.judge(at.caller, about, one_of(Verdict, verdict), seen, why, to=to or None)
    return _back(at, form)


@router.post("/tasks/{number}/send", dependencies=[may(Right.JUDGE)])
def send(at: AtPage, number: int, form: Form) -> Response:
    """Send it to a colleague."""
    at.desk.queue.assign(at.caller, number, str(form.get("to", "")) or None, str(form.get("why", "")))
    return _back(at, form)


@router.post("/tasks/{number}/close", dependencies=[may(Right.JUDGE)])
def close(at: AtPage, number: int, form: Form) -> Response:
    """Say that nothing is to be done about it any more."""
    at.desk.queue.close(at.caller, number, str(form.get("why", "")))
    return _back(at, form)


@router.post("/proposals/{number}/{word}", dependencies=[may(Right.JUDGE)])
def settle(at: AtPage, number: int, word: str, form: Form) -> Response:
    """Approve or reject what somebody else proposed, or withdraw one's own."""
    why, review = str(form.get("why", "")), at.desk.review
    settling = {"approve": review.approve, "reject": review.reject, "withdraw": review.withdraw}
    if word not in settling:
        raise UsageError(f"'{word}' is nothing that can be done to a proposal: approve, reject or withdraw")
    settling[word](at.caller, number, why)
    return _back(at, form)


def _back(at: AtPage, form: FormData) -> Response:
    """To the page that the form was on: the queue, or a decision."""
    number = str(form.get("decision", ""))
    return at.go(f"/decisions/{number}#doubts" if number.isdecimal() else "/queue")
