"""What is kept beside a decision: what it waits for, the names it asked for, and the texts of its law."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sekisho import dates
from sekisho.desk import queue
from sekisho.desk.queue import Waits
from sekisho.match.query import Query
from sekisho.record import laws
from sekisho.record.chain import Chain, ready
from sekisho.record.said import decision
from sekisho.screen.touched import asked_in, portrait
from sekisho.store import concerns
from sekisho.store.concerns import LookedUp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sekisho.law.register import Law
    from sekisho.model.case import Case
    from sekisho.model.decision import Answer
    from sekisho.model.entry import Entry
    from sekisho.record.said import Asked
    from sekisho.screen.run import Screener
    from sekisho.screen.supply import Knowledge
    from sekisho.store.engine import Archive

NOBODY = Query("")
"""What stands for a case that names nobody."""
AROUND = 1
"""Days between what is today here and where somebody else asks."""


class Beside(NamedTuple):
    """What is kept beside a decision.

    Attributes:
        waits: what it waits for.
        names: that were looked up for it; none where it is about what was known on a past day: no new list
            changes that.
    """

    waits: Waits = Waits()
    names: tuple[LookedUp, ...] = ()


def record(
    archive: Archive, screener: Screener, answered: Sequence[tuple[Case, Answer]], asked: Asked, by: str
) -> tuple[Entry, ...]:
    """Put answers on the record, with all that is kept beside them: every one of them or, on any error, none.

    Args:
        archive: the store.
        screener: which answered.
        answered: the cases with their answers.
        asked: how they were asked.
        by: who asked.

    Raises:
        UsageError: *by* is empty.
        InputError: an answer cannot be kept.
        StoreError: the store cannot be written; nothing was changed.
    """
    said = [decision(case, answer, asked, screener.law.facts) for case, answer in answered]
    besides = [
        beside(screener.knowing(answer.as_of.known), case, cast("dict[str, Any]", body["answer"]))
        for (case, answer), (_, body) in zip(answered, said, strict=True)
    ]
    prepared, at = [ready(each, by) for each in said], dates.instant()
    with archive.writing() as connection:
        made = Chain(archive).add(connection, prepared, at)
        cases = [case.id for case, _ in answered]
        keep(connection, screener.law, zip(made, cases, besides, strict=True), at)
    return made


def beside(knowledge: Knowledge, case: Case, answer: Mapping[str, Any]) -> Beside:
    """What is to be kept beside an answer.

    Args:
        knowledge: what it was given from.
        case: the case, with its times.
        answer: as `docs/reference/output.md` describes it.
    """
    names: tuple[LookedUp, ...] = ()
    if is_alive(dates.day(answer["as_of"]["known"]), dates.today()):
        queries = asked_in(case, knowledge) or (NOBODY,)
        names = tuple(drawn(query, knowledge) for query in queries)
    return Beside(queue.waits(knowledge, case, answer), names)


def keep(connection: Connection, law: Law, kept: Iterable[tuple[Entry, str, Beside]], at: str) -> None:
    """Keep it, in the transaction of the decisions.

    Args:
        connection: of that transaction.
        law: by which they were made.
        kept: the entry of each decision, the name of its case, and what is kept beside it.
        at: the instant.
    """
    kept = tuple(kept)
    if kept:
        laws.note(connection, law)
    queue.opened(connection, [(entry, case, each.waits) for entry, case, each in kept], at)
    concerns.note(connection, [(entry.number, each.names) for entry, _, each in kept])


def is_alive(known: int, asked: int) -> bool:
    """Whether a question of a day is about what was known then, and not about what was known once."""
    return known >= asked - AROUND


def drawn(query: Query, knowledge: Knowledge) -> LookedUp:
    """A name as it is kept, with its portrait."""
    return LookedUp(json.dumps(query, ensure_ascii=True), portrait(query, knowledge))


def query_in(name: LookedUp) -> Query:
    """The query that is kept."""
    told, schema, country, born, ids = json.loads(name.query)
    return Query(told, schema, country, born, tuple(ids))
