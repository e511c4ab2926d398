"""Keeps how far a file is that somebody handed in, so that any process can tell, whichever works on it.

Invariant: what came of a case and how far its job is are written in one transaction. Results are no part of
the record: what of them is decided stands there by itself.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Integer, PrimaryKeyConstraint, Table, func, select

from sekisho.errors import Location, Problem
from sekisho.model.job import Job, JobLine, Sort, Stand
from sekisho.store.columns import NUMBER, TABLES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

JOB = Table(
    "job",
    TABLES,
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    Column("at", WORDS, nullable=False),
    Column("by", WORDS, nullable=False),
    Column("sort", WORDS, nullable=False),
    Column("file", WORDS, nullable=False),
    Column("stand", WORDS, nullable=False),
    Column("done", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("total", Integer),
    Column("moved", WORDS, nullable=False),
    Column("note", WORDS, nullable=False),
    Column("result", WORDS),  # JSON; of cases there is none: each has a line
    sqlite_strict=True,
)
LINE = Table(
    "job_line",
    TABLES,
    Column("job", ForeignKey(JOB.c.number), nullable=False),
    Column("place", Integer, nullable=False),
    Column("case", WORDS, nullable=False),
    Column("decision", NUMBER),
    Column("outcome", WORDS),
    Column("problems", WORDS, nullable=False),  # a JSON array
    PrimaryKeyConstraint("job", "place"),
    sqlite_strict=True,
)
ALL = (JOB, LINE)
_JOB = tuple(column for column in JOB.c if column.name != "result")


def add(connection: Connection, at: str, by: str, sort: Sort, file: str) -> Job:
    """A new job, which has not begun to move; within the writer's lock."""
    number = int(connection.scalar(select(func.coalesce(func.max(JOB.c.number), 0))) or 0) + 1
    job = Job(number, at, by, sort, file, Stand.RUNNING, 0, 0, None, at)
    connection.execute(JOB.insert().values(**asdict(job)))
    return job


def move(connection: Connection, job: Job, lines: Iterable[JobLine] = (), result: str | None = None) -> None:
    """Note how far a job is, what came of some of its cases, and, at the end, its result."""
    told = asdict(job) | ({} if result is None else {"result": result})
    connection.execute(JOB.update().where(JOB.c.number == job.number).values(**told))
    rows = [
        {
            "job": job.number,
            "place": each.place,
            "case": each.case,
            "decision": each.decision,
            "outcome": each.outcome,
            "problems": json.dumps([asdict(problem) for problem in each.problems], ensure_ascii=False),
        }
        for each in lines
    ]
    if rows:
        connection.execute(LINE.insert(), rows)


def jobs(connection: Connection, before: int | None, limit: int) -> tuple[Job, ...]:
    """Jobs, the newest first, of smaller numbers than *before*."""
    query = select(*_JOB).order_by(JOB.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(JOB.c.number < before)
    return tuple(map(_job, connection.execute(query)))


def job(connection: Connection, number: int) -> Job | None:
    """A job; None: there is none of that number."""
    row = connection.execute(select(*_JOB).where(JOB.c.number == number)).first()
    return None if row is None else _job(row)


def lines(connection: Connection, number: int, after: int, limit: int) -> tuple[JobLine, ...]:
    """What came of the cases of a job, in their order, after a place."""
    columns = (LINE.c.place, LINE.c.case, LINE.c.decision, LINE.c.outcome, LINE.c.problems)
    query = select(*columns).where(LINE.c.job == number, LINE.c.place > after).order_by(LINE.c.place)
    return tuple(
        JobLine(place, case, decision, outcome, tuple(map(_problem, json.loads(problems))))
        for place, case, decision, outcome, problems in connection.execute(query.limit(limit))
    )


def result(connection: Connection, number: int) -> str | None:
    """The result of a job, as JSON; None: there is none, or none yet."""
    return connection.scalar(select(JOB.c.result).where(JOB.c.number == number))


def _job(row: Row[tuple[object, ...]]) -> Job:
    told = dict(row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it
    return Job(**{**told, "sort": Sort(told["sort"]), "stand": Stand(told["stand"])})


def _problem(told: dict[str, object]) -> Problem:
    return Problem(**{**told, "at": Location(**told["at"])})  # type: ignore[arg-type]  # as `asdict` wrote them
