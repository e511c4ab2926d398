"""By what recorded decisions are found: a line for each, beside the chain, which alone proves anything.

Invariant: a line is written in the transaction of its entry, and says nothing that the entry does not say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from sekisho.model.entry import Kind
from sekisho.store.entries import about
from sekisho.store.schema import DECISION, ENTRY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Select

    from sekisho.store.engine import Archive


@dataclass(frozen=True, slots=True)
class Filed:
    """What a decision says of itself, to be found by.

    Attributes:
        case: the name of the case.
        on: the day or instant of the act, as the answer has it.
        known: the day of knowledge, likewise.
        follows: the number of the decision that the case was asked again after.
    """

    case: str
    outcome: str
    on: str
    known: str
    follows: int | None


FILED = tuple(each.name for each in fields(Filed))


@dataclass(frozen=True, slots=True)
class Line:
    """A recorded decision, in a line.

    Attributes:
        number: of its entry.
        at: ISO 8601 instant in UTC.
    """

    number: int
    at: str
    by: str
    filed: Filed


@dataclass(frozen=True, slots=True)
class Sought:
    """Which decisions are looked for; what is None does not matter.

    Attributes:
        case: the name of the case, whole.
        follows: the number of the decision before.
        since: an instant, or the beginning of one as ISO 8601 has it; it counts itself.
        until: likewise; it does not.
    """

    case: str | None = None
    outcome: str | None = None
    by: str | None = None
    follows: int | None = None
    since: str | None = None
    until: str | None = None


ALL = Sought()
"""Every decision."""


def filed(body: Mapping[str, Any]) -> Filed | None:
    """What the body of a decision is found by; None: it has no answer that could be told."""
    answer = body.get("answer")
    if not isinstance(answer, Mapping):
        return None
    as_of = answer["as_of"]
    return Filed(body["case"], answer["outcome"], as_of["on"], as_of["known"], body.get("follows"))


def add(connection: Connection, new: Iterable[Line]) -> None:
    """File decisions, in the transaction of their entries."""
    rows = [
        {"number": each.number, "at": each.at, "by": each.by, "about": about(each.filed.case)}
        | asdict(each.filed)
        for each in new
    ]
    if rows:
        connection.execute(DECISION.insert(), rows)


def file_all(connection: Connection) -> None:
    """File the decisions of a record that was begun before there were lines."""
    for entry in connection.execute(select(ENTRY).where(ENTRY.c.kind == Kind.DECISION)).mappings():
        told = filed(json.loads(entry["body"]))
        if told is not None:
            add(connection, [Line(entry["number"], entry["at"], entry["by"], told)])


def page(
    archive: Archive, sought: Sought = ALL, *, before: int | None = None, limit: int = 50
) -> tuple[Line, ...]:
    """Decisions, the newest first.

    Args:
        archive: the store.
        sought: which.
        before: only those of a smaller number.
        limit: how many at most.
    """
    query = _narrowed(sought).order_by(DECISION.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(DECISION.c.number < before)
    with archive.reading() as connection:
        rows = connection.execute(query)
        return tuple(Line(number, at, by, Filed(*told)) for number, at, by, *told in rows)


def counts(archive: Archive) -> tuple[tuple[str, str, int], ...]:
    """How many decisions of each outcome were recorded in each month: month (`2026-11`), outcome, count."""
    month = func.substr(DECISION.c.at, 1, len("2026-11"))
    query = select(month, DECISION.c.outcome, func.count()).group_by(month, DECISION.c.outcome)
    with archive.reading() as connection:
        return tuple(
            sorted((str(when), str(what), int(many)) for when, what, many in connection.execute(query))
        )


def _narrowed(sought: Sought) -> Select[Any]:
    columns = DECISION.c
    query = select(*(columns[name] for name in ("number", "at", "by", *FILED)))
    told = (
        (columns.about, None if sought.case is None else about(sought.case)),
        (columns.outcome, sought.outcome),
        (columns.by, sought.by),
        (columns.follows, sought.follows),
    )
    query = query.where(*(column == value for column, value in told if value is not None))
    if sought.since is not None:
        query = query.where(columns.at >= sought.since)
    if sought.until is not None:
        query = query.where(columns.at < sought.until)
    return query
