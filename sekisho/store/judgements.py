"""Keeps judgements as statements of an archive, so that a past day knows those of its own past only.

Invariants: all judgements are one source and one list, `judgements`; a new one about a pair replaces the old,
which stays in the history; a snapshot is added for each.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import ALWAYS
from sekisho.model.judgement import Judgement, Verdict
from sekisho.model.statement import saying
from sekisho.names.normal import normalise
from sekisho.store import belief
from sekisho.store.writer import Retrieval, Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from sekisho.model.statement import Said
    from sekisho.store.engine import Archive

LIST = "judgements"
"""Source and list of every judgement."""
SCHEMA = "Judgement"
"""Ours: FollowTheMoney has judgements beside its data, not in it."""
_NOWHERE = ""


def judgements(archive: Archive, known: int, upto: int | None = None) -> tuple[Judgement, ...]:
    """Every judgement that stood on a day of knowledge, the oldest first."""
    with archive.reading() as connection:
        return _stood(connection, known, upto)


def _stood(connection: Connection, known: int, upto: int | None = None) -> tuple[Judgement, ...]:
    told: dict[str, dict[str, str]] = {}
    for batch in belief.fetch(connection, belief.known(known, (LIST,), upto)):
        for statement, _ in belief.statements(batch):
            told.setdefault(statement.entity_id, {})[statement.prop] = statement.value
    found = (
        Judgement(
            each["judgedName"],
            each.get("judgedCountry") or None,
            each["judgedEntity"],
            Verdict(each["verdict"]),
            each["by"],
            dates.day(each["day"]),
            each["why"],
            each["seen"],
        )
        for each in told.values()
    )
    return tuple(sorted(found, key=lambda each: each.day))


def record(archive: Archive, new: Iterable[Judgement], day: int, at: str) -> int:
    """Add judgements; one about a pair that was judged before replaces that one.

    Args:
        archive: the store.
        new: the judgements.
        day: the day of knowledge.
        at: the instant, ISO 8601 in UTC.

    Returns:
        The number of the snapshot.

    Raises:
        UsageError: *day* is before the last judgement's.
        StoreError: the store cannot be written; nothing was changed.
    """
    with archive.writing() as connection:
        return add(connection, new, day, at)


def add(connection: Connection, new: Iterable[Judgement], day: int, at: str) -> int:
    """The same inside a writer's transaction, which may keep more with it."""
    # Within the writer's lock: two persons who judge at once both count.
    standing = {_pair(each): each for each in (*_stood(connection, dates.LAST_DAY - 1), *new)}
    said = [each for judgement in standing.values() for each in _said(judgement)]
    digest = hashlib.sha256("".join(each.statement.id for each in said).encode()).hexdigest()
    retrieval = Retrieval(LIST, (LIST,), at, digest, SCHEMA)
    return Writer(connection).replace(retrieval, said, day, lambda: len(standing)).snapshot.id


def _pair(judgement: Judgement) -> str:
    """The id of what was judged: a name as it is normalised, its country, and an entity."""
    told = (normalise(judgement.name), judgement.country or _NOWHERE, judgement.entity)
    return f"judgement/{hashlib.sha1(chr(31).join(told).encode(), usedforsecurity=False).hexdigest()}"


def _said(judgement: Judgement) -> Iterator[Said]:
    say = saying(_pair(judgement), SCHEMA, LIST, ALWAYS, None)
    yield say("judgedName", judgement.name)
    if judgement.country:
        yield say("judgedCountry", judgement.country)
    yield say("judgedEntity", judgement.entity)
    yield say("verdict", judgement.verdict)
    yield say("by", judgement.by)
    yield say("day", dates.iso(judgement.day))
    yield say("why", judgement.why)
    yield say("seen", judgement.seen)
