"""What awaits a person: doubtful names, open questions, outcomes that changed, and what was proposed.

Invariants: tasks come from decisions, in the transaction that keeps them, and go when nothing depends on
them; what a person does to one is an entry of the record. A doubt is settled by a judgement, never put away.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sekisho import dates
from sekisho.desk.refusals import MissingError, SettledError
from sekisho.desk.rights import caller_of, may, require
from sekisho.errors import UsageError
from sekisho.model.measure import Outcome
from sekisho.model.person import Right
from sekisho.model.task import Doubt, Open
from sekisho.record import said
from sekisho.record.chain import Chain, ready
from sekisho.screen.named import named
from sekisho.store import entries, people, tasks
from sekisho.store.tasks import Arising
from sekisho.truth import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from sekisho.model.case import Case
    from sekisho.model.entry import Entry
    from sekisho.model.person import Account, Caller
    from sekisho.model.task import Changed, Task
    from sekisho.record.chain import Said
    from sekisho.screen.supply import Knowledge
    from sekisho.store.engine import Archive

_BEARERS = ("party", "maker", "owner")
"""Steps of a path that are somebody by name."""


class Waits(NamedTuple):
    """What a decision waits for.

    Attributes:
        needs: addresses of facts, in the order of the law.
        doubts: names of the case that may be somebody's, where that may decide.
    """

    needs: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def waits(knowledge: Knowledge, case: Case, answer: Mapping[str, Any]) -> Waits:
    """What a decision waits for: nothing where no answer could be stricter than the one it has.

    Args:
        knowledge: what the answer was given from.
        case: the case, with its times.
        answer: as `docs/reference/output.md` describes it.
    """
    if answer["outcome"] == Outcome.PROHIBITED:
        return Waits()
    unknown = [each for each in answer["decisions"] if each["outcome"] == Outcome.UNKNOWN]
    if not unknown:
        return Waits()
    needs = dict.fromkeys(need for each in unknown for need in each["needs"])
    steps = (step for each in unknown for path in each["paths"] or () for step in path["steps"])
    names = {step["name"] for step in steps if step["kind"] in _BEARERS}
    return Waits(tuple(needs), tuple(dict.fromkeys(_doubts(knowledge, case, names))))


def _doubts(knowledge: Knowledge, case: Case, names: set[str]) -> Iterator[Doubt]:
    for _, query in named(case) if names else ():
        if query.name in names:
            for match in knowledge.index.find(query):
                if match.truth is UNKNOWN:
                    yield Doubt(query.name, query.country or None, match.entity)


def opened(connection: Connection, kept: Iterable[tuple[Entry, str, Waits]], at: str) -> None:
    """Let what new decisions wait for be tasks, and what those before of their cases waited for, no more.

    Args:
        connection: of the transaction in which the decisions are kept.
        kept: the entry of each decision, the name of its case, and what it waits for.
        at: the instant.
    """
    new = []
    for entry, case, wanted in kept:
        own = (Open(case, entry.number, wanted.needs),) if wanted.needs else ()
        new.append(Arising(entries.about(case), entry.number, (*own, *wanted.doubts)))
    tasks.arise(connection, new, at)


def changed(connection: Connection, new: Changed, at: str) -> int:
    """Let a changed outcome be a task, in the transaction that keeps the new decision; returns its id.

    Where an earlier change of the case has not been looked at, one task tells both.
    """
    return tasks.put(connection, tasks.merged(connection, new), at)


class Queue:
    """What awaits persons in a store."""

    def __init__(self, archive: Archive, clock: Callable[[], str] = dates.instant) -> None:
        """Of *archive*, which stays open; *clock* gives instants as :func:`sekisho.dates.instant` does."""
        self._archive = archive
        self._chain = Chain(archive)
        self._clock = clock

    def tasks(
        self, *, assigned: str | None = None, closed: bool = False, first: int = 0, limit: int = 100
    ) -> tuple[Task, ...]:
        """Tasks, those first on which most decisions depend; or those that are done, the last ones first."""
        with self._archive.reading() as connection:
            return tasks.tasks(connection, assigned=assigned, closed=closed, first=first, limit=limit)

    def count(self) -> int:
        """How many tasks are open."""
        with self._archive.reading() as connection:
            return tasks.count(connection)

    def task(self, id_: int) -> Task:
        """One task.

        Raises:
            MissingError: there is none of that id.
        """
        with self._archive.reading() as connection:
            return _found(connection, id_)

    def colleagues(self, task: Task) -> tuple[Account, ...]:
        """Who could do something about a task: whoever may judge; of a proposal, approve, but its author."""
        with self._archive.reading() as connection:
            return tuple(each for each in people.accounts(connection) if _can(connection, each, task))

    def assign(self, caller: Caller, id_: int, to: str | None, why: str = "") -> Task:
        """Send a task to a colleague; None: to anybody.

        Raises:
            ForbiddenError: the caller may not.
            MissingError: there is no such task.
            SettledError: it is done.
            UsageError: the colleague is not there, or could do nothing about it.
        """
        require(caller, Right.JUDGE)
        with self._archive.writing() as connection:
            task = _open(connection, id_)
            if to is not None:
                check_colleague(connection, to, task)
            tasks.assign(connection, id_, to)
            self._note(connection, task, "sent", caller, why, to)
            return _found(connection, id_)

    def close(self, caller: Caller, id_: int, why: str) -> Task:
        """Be done with a task, for a reason.

        Raises:
            ForbiddenError: the caller may not.
            MissingError: there is no such task.
            SettledError: it is done already.
            UsageError: there is no reason; it is a doubt; or something is proposed about it.
        """
        require(caller, Right.JUDGE)
        if not why.strip():
            raise UsageError("no reason is given; whoever puts a task away says why")
        with self._archive.writing() as connection:
            task = _open(connection, id_)
            if task.proposal is not None:
                raise UsageError(
                    f"task {id_} awaits a second person; approve or reject proposal {task.proposal}"
                )
            if isinstance(task.about, Doubt):
                raise UsageError(f"task {id_} is a doubtful name; judge it: same, different or unsure")
            now = self._note(connection, task, "closed", caller, why)
            tasks.close(connection, id_, caller.name, now)
            return _found(connection, id_)

    def _note(
        self, connection: Connection, task: Task, change: str, caller: Caller, why: str, to: str | None = None
    ) -> str:
        now = self._clock()
        told: Said = said.task(task.id, asdict(task.about), change, why, to)
        self._chain.add(connection, [ready(told, caller.name)], now)
        return now


def check_colleague(connection: Connection, name: str, task: Task) -> None:
    """Refuse to send a task to somebody who could do nothing about it.

    Raises:
        UsageError: he could not.
    """
    account = people.account(connection, name)
    if account is None or account.disabled:
        raise UsageError(f"there is no colleague '{name}'")
    if not _can(connection, account, task):
        what = "approve it: it takes somebody else, who may approve" if task.proposal else "judge"
        raise UsageError(f"'{name}' may not {what}")


def _can(connection: Connection, account: Account, task: Task) -> bool:
    caller = caller_of(account)
    if task.proposal is None:
        return may(caller, Right.JUDGE)
    proposal = tasks.proposal(connection, task.proposal)
    return may(caller, Right.APPROVE) and (proposal is None or proposal.by != account.name)


def _found(connection: Connection, id_: int) -> Task:
    found = tasks.task(connection, id_)
    if found is None:
        raise MissingError(f"there is no task {id_}")
    return found


def _open(connection: Connection, id_: int) -> Task:
    found = _found(connection, id_)
    if found.closed is not None:
        raise SettledError(f"task {id_} is done: {found.closed_by}, {found.closed}")
    return found
