"""What an archive says of parties: names, homes, listings and holdings, and no more than that.

A view reads nothing else of what is stated, and that is the smaller half. Rows come in the order in which
they were learnt. Beside what is believed on a day there is what was and ended by then: whoever left a list
was on it until that day.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from sekisho.store import belief
from sekisho.store.row import Gone, Row
from sekisho.store.schema import ENTITY, SOURCE, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import ColumnElement, Select

    from sekisho.store.engine import Archive

_S = STATEMENT.c
_ROW = (
    _S.entity,
    _S.schema,
    _S.prop,
    _S.value,
    _S.list,
    _S.valid_from,
    _S.valid_to,
    _S.known_from,
    _S.snapshot,
)
AT_ONCE = 10_000
"""Entities that one question may name: no database takes any number of them."""


class Parties:
    """What an archive says of parties, as known on a day."""

    def __init__(self, archive: Archive, known: int, upto: int) -> None:
        """Ask an archive.

        Args:
            archive: the store.
            known: the day of knowledge.
            upto: as if nothing had been ingested after that snapshot.
        """
        self._archive = archive
        self._known = known
        self._upto = upto

    def held(self, props: Iterable[str]) -> Iterator[list[tuple[Any, ...]]]:
        """What was believed of some properties, some thousands of `Row` at a time.

        They come as bare tuples: there are hundreds of thousands.
        """
        query = select(*_ROW).where(_held(self._known, self._upto), _S.prop.in_(sorted(set(props))))
        ids = self._ids
        for batch in self._fetched(query.order_by(_S.row)):
            yield [(*ids[row[0]], *row[1:]) for row in batch]

    def gone(self, props: Iterable[str], of: Collection[str] | None = None) -> Iterator[Gone]:
        """What had been believed of some properties and was no more.

        Args:
            props: the properties that are wanted.
            of: only of these entities; None: of all.
        """
        ids = self._ids
        query = select(*_ROW, _S.gone, _S.known_to, _S.row).where(
            _S.gone <= self._upto, _S.known_to <= self._known, _S.prop.in_(sorted(set(props)))
        )
        found = []
        for some in [None] if of is None else self._keys(of):
            asked = query if some is None else query.where(_S.entity.in_(some))
            found += [row for batch in self._fetched(asked) for row in batch]
        for key, *told, gone, day, _ in sorted(found, key=lambda row: row[-1]):
            yield Gone(Row(*ids[key], *told), gone, day)

    @cached_property
    def _ids(self) -> Mapping[int, tuple[str, str]]:
        """Source and id of each entity, looked up once: a join would do it anew for every statement."""
        query = select(ENTITY.c.key, SOURCE.c.id, ENTITY.c.id).join(SOURCE, SOURCE.c.key == ENTITY.c.source)
        return {key: (source, name) for batch in self._fetched(query) for key, source, name in batch}

    def _keys(self, names: Collection[str]) -> Iterator[list[int]]:
        """The keys of entities, as many as may be named at once."""
        keys = (key for key, (_, name) in self._ids.items() if name in names)
        while some := list(islice(keys, AT_ONCE)):
            yield some

    def _fetched(self, query: Select[Any]) -> Iterator[list[tuple[Any, ...]]]:
        with self._archive.reading() as connection:
            yield from belief.fetch(connection, query)


def _held(known: int, upto: int) -> ColumnElement[bool]:
    """Was it believed on a day, as far as snapshots up to that one told?"""
    over = or_(_S.known_to > known, _S.gone > upto)
    return and_(_S.known_from <= known, _S.snapshot <= upto, over)


def carried(archive: Archive, known: int, upto: int) -> frozenset[tuple[str, str]]:
    """Every source with every list on which it had somebody on a day of knowledge.

    Args:
        archive: the store.
        known: the day of knowledge.
        upto: as if nothing had been ingested after that snapshot.
    """
    with archive.reading() as connection:
        return frozenset(
            (source, name)
            for batch in belief.fetch(connection, listed(known, upto))
            for source, name in batch
        )


def listed(known: int, upto: int) -> Select[Any]:
    """The question for every source and list on which somebody was; it is answered from an index alone."""
    return (
        select(SOURCE.c.id, _S.list)
        .distinct()
        .select_from(STATEMENT)
        .join(ENTITY, ENTITY.c.key == _S.entity)
        .join(SOURCE, SOURCE.c.key == ENTITY.c.source)
        .where(_S.prop == "entity", _held(known, upto))
    )
