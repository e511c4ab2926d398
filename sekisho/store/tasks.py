"""Keeps what awaits persons, and what takes two of them.

Invariants: whoever proposed something is not who settled it, which the table itself refuses; there is one
open task about a thing, and one open proposal; a decision whose place another one took depends on nothing any
more. Every function runs in the transaction of its caller, and none asks the clock.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, NamedTuple, assert_never

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, Table, func, select

from sekisho.model.task import (
    Changed,
    Different,
    Doubt,
    Open,
    Proposal,
    State,
    Task,
    Waiver,
)
from sekisho.names.normal import normalise
from sekisho.store.columns import NUMBER, TABLES, WORDS, partial
from sekisho.store.people import ACCOUNT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, RowMapping

    from sekisho.model.task import About

SEKISHO = "sekisho"
"""Who closes a task on which nothing depends any more; no account has this name."""
SHOWN = 100
"""Decisions that a task names; it counts all of them."""

# Written out, not worked out: what is NULL is neither equal nor unequal, and a check lets that pass.
_FOUR_EYES = """
    (state = 'open' AND settled_by IS NULL)
    OR (state = 'withdrawn' AND settled_by IS NOT NULL AND settled_by = proposer)
    OR (state IN ('approved', 'rejected') AND settled_by IS NOT NULL AND lower(settled_by) <> lower(proposer))
"""
PROPOSAL = Table(
    "proposal",
    TABLES,
    Column("number", NUMBER, primary_key=True, autoincrement=False),  # of its entry in the record
    Column("about", WORDS, nullable=False),  # hash of what it is about
    Column("what", WORDS, nullable=False),  # JSON
    Column("proposer", WORDS, nullable=False),
    Column("at", WORDS, nullable=False),
    Column("why", WORDS, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("settled_by", WORDS),
    Column("settled", WORDS),
    Column("reason", WORDS, nullable=False),
    CheckConstraint(_FOUR_EYES, name="four_eyes"),
    CheckConstraint("(settled_by IS NULL) = (settled IS NULL)", name="settled_at_once"),
    sqlite_strict=True,
)
_proposed = PROPOSAL.c.state == "open"
TASK = Table(
    "task",
    TABLES,
    Column("id", NUMBER, primary_key=True),
    Column("about", WORDS, nullable=False),  # hash of what it is about
    Column("what", WORDS, nullable=False),  # JSON
    Column("depends", Integer, nullable=False),
    Column("opened", WORDS, nullable=False),
    Column("assigned", ForeignKey(ACCOUNT.c.name)),
    Column("proposal", ForeignKey(PROPOSAL.c.number)),
    Column("closed", WORDS),
    Column("closed_by", WORDS),
    CheckConstraint("(closed IS NULL) = (closed_by IS NULL)", name="closed_at_once"),
    sqlite_strict=True,
)
_opened = TASK.c.closed.is_(None)
# Which decision waits for which task: of each case its newest one.
WAITING = Table(
    "waiting",
    TABLES,
    Column("case", WORDS, primary_key=True),  # hash of its name, as entries have it
    Column("task", ForeignKey(TASK.c.id), primary_key=True, index=True),
    Column("decision", NUMBER, nullable=False),
    sqlite_strict=True,
)
ALL = (PROPOSAL, TASK, WAITING)
partial(
    "proposal_open",
    PROPOSAL.c.about,
    unique=True,
    where=_proposed,
)
partial("task_open", TASK.c.about, unique=True, where=_opened)
partial("task_order", TASK.c.depends.desc(), TASK.c.id, where=_opened)


# --- what a thing is, as it is kept ---


def key_of(about: About) -> str:
    """By what there is one open task about a thing: for a decision, the case, for the newest one counts."""
    match about:
        case Doubt(name, country, entity):
            told: Sequence[object] = ("doubt", normalise(name), country or "", entity)
        case Open(case):
            told = ("open", case)
        case Changed(case):
            told = ("changed", case)
        case Waiver(_, decision, rule):
            told = ("waiver", decision, rule)
        case _:
            assert_never(about)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _written(what: About | Different) -> str:
    told = asdict(what) | {"kind": type(what).__name__.lower()}
    return json.dumps(told)  # ASCII: a name may hold what is no character


def _about(text: str) -> About:
    told = json.loads(text)
    match told.pop("kind"):
        case "doubt":
            return Doubt(**told)
        case "open":
            return Open(told["case"], told["decision"], tuple(told["needs"]))
        case "changed":
            return Changed(**told)
        case _:
            return Waiver(**told)


def _proposed_in(text: str) -> Different | Waiver:
    told = json.loads(text)
    if told.pop("kind") == "waiver":
        return Waiver(**told)
    return Different(Doubt(**told["doubt"]), told["seen"])


# --- tasks ---


class Arising(NamedTuple):
    """A decision, and what it waits for.

    Attributes:
        case: what the entry is looked up by (:func:`sekisho.store.entries.about`).
        decision: the number of the entry.
    """

    case: str
    decision: int
    abouts: tuple[About, ...]


def arise(connection: Connection, new: Sequence[Arising], at: str) -> None:
    """Let decisions take the place of the ones before of their cases: what these waited for, they need not.

    A task on which nothing depends any more is closed, unless something is proposed for it.

    Args:
        connection: of a writer's transaction.
        new: the decisions, in their order.
        at: the instant.
    """
    cases = {each.case for each in new}
    query = select(WAITING.c.case).where(WAITING.c.case.in_(cases)).distinct()
    waiting = set(connection.scalars(query))  # asked once: most cases are new, and few wait for anything
    for each in new:
        old = _gone(connection, each.case) if each.case in waiting else ()
        for id_ in dict.fromkeys(put(connection, about, at) for about in each.abouts):
            connection.execute(TASK.update().where(TASK.c.id == id_).values(depends=TASK.c.depends + 1))
            connection.execute(WAITING.insert().values(case=each.case, task=id_, decision=each.decision))
            waiting.add(each.case)
        if old:
            idle = (TASK.c.id.in_(old), TASK.c.depends <= 0, TASK.c.proposal.is_(None), _opened)
            connection.execute(TASK.update().where(*idle).values(closed=at, closed_by=SEKISHO))


def _gone(connection: Connection, case: str) -> Sequence[int]:
    """Let a case wait for nothing any more; returns the tasks for which it did."""
    own = WAITING.c.case == case
    old = connection.scalars(select(WAITING.c.task).where(own)).all()
    connection.execute(WAITING.delete().where(own))
    connection.execute(TASK.update().where(TASK.c.id.in_(old)).values(depends=TASK.c.depends - 1))
    return old


def put(connection: Connection, about: About, at: str) -> int:
    """See that there is an open task about something; returns its id."""
    key, what = key_of(about), _written(about)
    found = connection.scalar(select(TASK.c.id).where(TASK.c.about == key, _opened))
    if found is not None:
        connection.execute(TASK.update().where(TASK.c.id == found).values(what=what))
        return int(found)
    # Of these two, each is about one decision; how many wait for the others is counted as they come and go.
    depends = int(isinstance(about, Changed | Waiver))
    made = connection.execute(TASK.insert().values(about=key, what=what, depends=depends, opened=at))
    if made.inserted_primary_key is None:
        raise AssertionError(key)
    return int(made.inserted_primary_key[0])


def merged(connection: Connection, new: Changed) -> Changed:
    """A change with the one before of its case that nobody has looked at."""
    before = task_about(connection, new)
    if before is None or not isinstance(before.about, Changed):
        return new
    return replace(new, before=before.about.before, was=before.about.was)


def task_about(connection: Connection, about: About) -> Task | None:
    """The open task about something; None: there is none."""
    return next(iter(_tasks(connection, TASK.c.about == key_of(about), _opened)), None)


def task(connection: Connection, id_: int) -> Task | None:
    """The task of an id; None: there is none."""
    return next(iter(_tasks(connection, TASK.c.id == id_)), None)


def tasks(
    connection: Connection, *, assigned: str | None = None, closed: bool = False, first: int = 0, limit: int
) -> tuple[Task, ...]:
    """Tasks, those first on which most decisions depend.

    Args:
        connection: to ask.
        assigned: only those that were sent to this account; None: all.
        closed: those that are done, the last ones first, in place of the open ones.
        first: how many to pass over.
        limit: how many at most.
    """
    wanted: list[ColumnElement[bool]] = [TASK.c.closed.is_not(None) if closed else _opened]
    if assigned is not None:
        wanted.append(TASK.c.assigned == assigned)
    return _tasks(connection, *wanted, first=first, limit=limit, closed=closed)


def count(connection: Connection) -> int:
    """How many tasks are open."""
    return int(connection.scalar(select(func.count()).select_from(TASK).where(_opened)) or 0)


def _tasks(
    connection: Connection,
    *wanted: ColumnElement[bool],
    first: int = 0,
    limit: int | None = None,
    closed: bool = False,
) -> tuple[Task, ...]:
    order = (TASK.c.closed.desc(), TASK.c.id) if closed else (TASK.c.depends.desc(), TASK.c.id)
    query = select(TASK).where(*wanted).order_by(*order).offset(first)
    rows = connection.execute(query if limit is None else query.limit(limit)).mappings().all()
    newest = func.row_number().over(partition_by=WAITING.c.task, order_by=WAITING.c.decision.desc())
    place = newest.label("place")
    ids = [row["id"] for row in rows]
    ranked = select(WAITING.c.task, WAITING.c.decision, place).where(WAITING.c.task.in_(ids)).subquery()
    waiting: dict[int, list[int]] = {}
    shown = select(ranked).where(ranked.c.place <= SHOWN).order_by(ranked.c.task, ranked.c.place)
    for id_, decision, _ in connection.execute(shown):
        waiting.setdefault(id_, []).append(decision)
    return tuple(_task(row, tuple(waiting.get(row["id"], ()))) for row in rows)


def _task(row: RowMapping, waiting: tuple[int, ...]) -> Task:
    about = _about(row["what"])
    told = () if isinstance(about, Doubt) else (about.decision,)
    names = ("opened", "assigned", "proposal", "closed", "closed_by")
    return Task(row["id"], about, row["depends"], waiting or told, *(row[name] for name in names))


def assign(connection: Connection, id_: int, account: str | None) -> None:
    """Send a task to an account; None: to anybody."""
    connection.execute(TASK.update().where(TASK.c.id == id_).values(assigned=account))


def attach(connection: Connection, id_: int, proposal: int | None) -> None:
    """Let a task have what was proposed for it; None: nothing any more."""
    connection.execute(TASK.update().where(TASK.c.id == id_).values(proposal=proposal))


def close(connection: Connection, id_: int, by: str, at: str) -> bool:
    """Close a task; False: it was closed before."""
    wanted = TASK.update().where(TASK.c.id == id_, _opened)
    return connection.execute(wanted.values(closed=at, closed_by=by)).rowcount == 1


# --- proposals ---


def propose(connection: Connection, new: Proposal) -> None:
    """Keep a proposal."""
    about = new.what.doubt if isinstance(new.what, Different) else new.what
    connection.execute(
        PROPOSAL.insert().values(
            number=new.number,
            about=key_of(about),
            what=_written(new.what),
            proposer=new.by,
            at=new.at,
            why=new.why,
            state=new.state.value,
            reason=new.reason,
        )
    )


def proposal(connection: Connection, number: int) -> Proposal | None:
    """The proposal of a number; None: there is none."""
    row = connection.execute(select(PROPOSAL).where(PROPOSAL.c.number == number)).mappings().first()
    return None if row is None else _proposal(row)


def proposals(connection: Connection, state: State | None = State.OPEN) -> tuple[Proposal, ...]:
    """Proposals in a state, or in any, the newest first."""
    query = select(PROPOSAL).order_by(PROPOSAL.c.number.desc())
    if state is not None:
        query = query.where(PROPOSAL.c.state == state.value)
    return tuple(map(_proposal, connection.execute(query).mappings()))


def proposed(connection: Connection, about: Doubt | Waiver) -> Proposal | None:
    """What is proposed about something and not settled; None: nothing."""
    query = select(PROPOSAL).where(PROPOSAL.c.about == key_of(about), _proposed)
    row = connection.execute(query).mappings().first()
    return None if row is None else _proposal(row)


def settle(connection: Connection, number: int, state: State, by: str, at: str, reason: str) -> bool:
    """Settle a proposal; False: it was settled before. The table refuses whoever may not."""
    told = {"state": state.value, "settled_by": by, "settled": at, "reason": reason}
    wanted = PROPOSAL.update().where(PROPOSAL.c.number == number, _proposed)
    return connection.execute(wanted.values(told)).rowcount == 1


def _proposal(row: RowMapping) -> Proposal:
    return Proposal(
        row["number"],
        _proposed_in(row["what"]),
        row["proposer"],
        row["at"],
        row["why"],
        State(row["state"]),
        row["settled_by"],
        row["settled"],
        row["reason"],
    )
