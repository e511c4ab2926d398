"""Short ways to say what a source says."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.dates import ALWAYS, Interval
from sekisho.model.statement import Said, Statement, statement_id
from sekisho.store.writer import Retrieval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.store.engine import Archive
    from sekisho.store.writer import Change

LIST = "us-entity-list"
DAY = dates.day("2026-01-01")


def said(
    entity: str,
    value: str,
    prop: str = "name",
    *,
    schema: str = "LegalEntity",
    since: int | None = None,
    listed: str = LIST,
    lang: str | None = None,
    cleaned: str | None = None,
    valid: Interval = ALWAYS,
) -> Said:
    """One statement; *cleaned* is what became of the value, if it is not itself."""
    key = statement_id(listed, entity, schema, prop, value, str(valid.first), str(valid.last))
    text, original = (value, None) if cleaned is None else (cleaned, value)
    return Said(Statement(key, entity, schema, prop, text, listed, original, lang, valid), since)


def listing(entity: str, notice: str, *, since: int | None = None, valid: Interval = ALWAYS) -> list[Said]:
    """A listing of an entity."""
    own = f"{entity}/{notice}"
    return [
        said(own, entity, "entity", schema="Sanction", since=since, valid=valid),
        said(own, notice, "authorityId", schema="Sanction", since=since, valid=valid),
    ]


def names(*pairs: str, since: int | None = None) -> list[Said]:
    """Names, each `entity=name`."""
    return [said(*pair.split("=", 1), since=since) for pair in pairs]


def many(edition: int, entities: int = 1000, size: int = 4) -> Iterator[Said]:
    """An edition of a long list: each edition drops some of the one before and has some of its own."""
    for number in range(edition * 10, edition * 10 + entities):
        for part in range(size):
            value = f"Company {number} {part}" if part else f"Company {number} of edition {edition // 3}"
            yield said(f"list/{number}", value, "alias" if part else "name")


def retrieval(source: str = "source", content: object = "", lists: tuple[str, ...] = (LIST,)) -> Retrieval:
    """A retrieval of bytes that stand for *content*."""
    digest = hashlib.sha256(repr(content).encode()).hexdigest()
    return Retrieval(source, lists, "2026-01-01T00:00:00Z", digest, "parser 1")


def put(archive: Archive, statements: Iterable[Said], day: int = DAY, source: str = "source") -> Change:
    """Replace what a source says."""
    together = list(statements)
    with archive.write() as writer:
        return writer.replace(retrieval(source, together), together, day)


def believed(archive: Archive, known: int, upto: int | None = None) -> set[str]:
    """What is believed on a day, as `entity.prop=value`."""
    found = [
        f"{each.entity_id}.{each.prop}={each.value}" for each, _ in archive.statements(known, None, upto)
    ]
    assert len(found) == len(set(found))
    return set(found)
