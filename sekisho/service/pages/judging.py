"""What awaits a person, as pages show it: a doubtful name beside whom it may mean, and who else may judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sekisho.desk.rights import caller_of, may
from sekisho.model.judgement import appearance
from sekisho.model.person import Right
from sekisho.model.task import Changed, Different, Doubt, Open, Waiver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sekisho.model.task import Task
    from sekisho.service.pages.view import Here

NAMES = 12
"""Names of an entity that are shown beside a doubtful one."""


def colleagues(at: Here) -> list[str]:
    """Who else may judge or approve."""
    return [
        each.name
        for each in at.people.accounts()
        if each.name != at.caller.name and may(caller_of(each), Right.APPROVE)
    ]


def doubts_of(at: Here, tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """The doubtful names among some tasks."""
    return [told for each in tasks if (told := task_of(at, each))["kind"] == "doubt"]


def task_of(at: Here, task: Task) -> dict[str, Any]:
    """A task as JSON has it, with what a person must see to say something to it."""
    told: dict[str, Any] = {
        "id": task.id,
        "depends": task.depends,
        "decisions": list(task.decisions),
        "opened": task.opened,
        "assigned": task.assigned,
        "proposal": _proposal(at, task.proposal),
    }
    match task.about:
        case Doubt(name, country, entity):
            return {**told, "kind": "doubt", "name": name, "country": country, "entity": _entity(at, entity)}
        case Open(case, decision, needs):
            return {**told, "kind": "open", "case": case, "decision": decision, "needs": list(needs)}
        case Changed(case, before, decision, was, now):
            own = {"case": case, "before": before, "decision": decision, "was": was, "now": now}
            return {**told, "kind": "changed", **own}
        case Waiver(case, decision, rule):
            return {**told, "kind": "waiver", "case": case, "decision": decision, "rule": rule}


def _proposal(at: Here, number: int | None) -> dict[str, Any] | None:
    if number is None:
        return None
    found = at.desk.review.proposal(number)
    what = "different" if isinstance(found.what, Different) else "waived"
    return {
        "number": number,
        "what": what,
        "by": found.by,
        "at": found.at,
        "why": found.why,
        "state": found.state,
    }


def _entity(at: Here, key: str) -> dict[str, Any]:
    """Whom a doubtful name may mean; the lists may have lost sight of him since."""
    store = at.desk.store(at.as_of)
    found = store.entities.get(key)
    if found is None:
        return {"id": key, "names": [], "country": None, "lists": [], "seen": ""}
    names = [*found.names, *found.weak][:NAMES]
    lists = dict.fromkeys(each.list for each in store.listings.get(key, ()))
    told = {"id": key, "names": names, "country": found.country, "lists": list(lists)}
    return {**told, "seen": appearance(found)}
