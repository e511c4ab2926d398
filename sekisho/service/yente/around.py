"""Who points to whom: relations, listings, addresses, documents, seen from either end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sekisho.lists.read.edges import POINTS, points
from sekisho.service.yente.schemata import far_end
from sekisho.store.parties import Parties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sekisho.service.yente.whole import Whole
    from sekisho.store.engine import Archive


class Pointer(NamedTuple):
    """An entity that points to another one.

    Attributes:
        key: of the one that points.
        prop: what the other's own property is called, which leads back.
    """

    key: str
    prop: str


class Around:
    """Who points to an entity, by its key."""

    def __init__(self, archive: Archive, known: int, upto: int, register: Mapping[str, Whole]) -> None:
        """Read what is believed on a day, and what ships."""
        self._found: dict[str, dict[Pointer, None]] = {}
        if upto:
            for batch in Parties(archive, known, upto).held(POINTS):
                for _, key, schema, prop, value, *_ in batch:
                    self._add(key, schema, prop, value)
        for each in register.values():
            for prop, ends in each.ends.items():
                for end in ends:
                    self._add(each.key, each.schema, prop, end)

    def to(self, key: str) -> tuple[Pointer, ...]:
        """Who points to an entity, in the order in which it was learnt."""
        return tuple(self._found.get(key, ()))

    def _add(self, key: str, schema: str, prop: str, end: str) -> None:
        back = far_end(schema, prop) if points(schema, prop) else None
        if back is not None:
            self._found.setdefault(end, {})[Pointer(key, back)] = None
