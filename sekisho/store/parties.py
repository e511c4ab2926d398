"""What an archive says of parties: names, homes, listings and holdings, and no more than that.

A view reads nothing else of what is stated, and that is the smaller half. Rows come in the order in which
they were learnt. Beside what is believed on a day there is what was and ended by then: whoever left a list
was on it until that day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, case, null, or_, select

from sekisho.store import belief
from sekisho.store.schema import ENTITY, SOURCE, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sekisho.store.engine import Archive

_S = STATEMENT.c


def rows(archive: Archive, props: Iterable[str], known: int, upto: int) -> Iterator[list[tuple[Any, ...]]]:
    """Everything that was learnt of some properties by a day of knowledge, some thousands of `Row` at a time.

    They come as bare tuples: there are hundreds of thousands.

    Args:
        archive: the store.
        props: the properties that are wanted.
        known: the day of knowledge.
        upto: as if nothing had been ingested after that snapshot.
    """
    over = and_(_S.gone <= upto, _S.known_to <= known)
    query = (
        select(
            _S.entity,
            _S.schema,
            _S.prop,
            _S.value,
            _S.list,
            _S.valid_from,
            _S.valid_to,
            _S.known_from,
            _S.snapshot,
            case((over, _S.gone), else_=null().cast(Integer)),
            _S.known_to,
        )
        .where(_S.known_from <= known, _S.snapshot <= upto, _S.prop.in_(sorted(set(props))))
        .order_by(_S.row)
    )
    whose = select(ENTITY.c.key, SOURCE.c.id, ENTITY.c.id).join(SOURCE, SOURCE.c.key == ENTITY.c.source)
    with archive.reading() as connection:
        # Each entity is looked up once: a join would do it for every statement, and takes twice as long.
        ids = {
            key: (source, name) for batch in belief.fetch(connection, whose) for key, source, name in batch
        }
        for batch in belief.fetch(connection, query):
            yield [(*ids[row[0]], *row[1:]) for row in batch]


def carried(archive: Archive, known: int, upto: int) -> frozenset[tuple[str, str]]:
    """Every source with every list on which it had somebody on a day of knowledge.

    Args:
        archive: the store.
        known: the day of knowledge.
        upto: as if nothing had been ingested after that snapshot.
    """
    query = (
        select(SOURCE.c.id, _S.list)
        .distinct()
        .select_from(STATEMENT)
        .join(ENTITY, ENTITY.c.key == _S.entity)
        .join(SOURCE, SOURCE.c.key == ENTITY.c.source)
        .where(
            _S.prop == "entity",
            _S.known_from <= known,
            _S.snapshot <= upto,
            or_(_S.known_to > known, _S.gone > upto),
        )
    )
    with archive.reading() as connection:
        return frozenset(
            (source, listed) for batch in belief.fetch(connection, query) for source, listed in batch
        )
