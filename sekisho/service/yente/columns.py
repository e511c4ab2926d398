"""Some properties of everybody, read at once: by these a search is narrowed down and its findings counted."""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import and_, case, func, select

from sekisho.lists import ftm
from sekisho.lists.view import NOBODY
from sekisho.store.parties import Parties
from sekisho.store.schema import ENTITY, STATEMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sekisho.service.yente.whole import Whole
    from sekisho.store.engine import Archive

    Column = Mapping[str, tuple[str, ...]]
    """The values of each entity that has any, by key."""

Value = TypeVar("Value")
NAMED = ("name", "alias", "previousName", "weakAlias", "abbreviation")
"""Whoever has one of these on a list is on it."""
KEPT = 16
"""Columns that are kept at hand."""


def of_type(kind: str) -> tuple[str, ...]:
    """The properties of one of FollowTheMoney's types."""
    return tuple(prop for prop, own in ftm.TYPES.items() if own == kind)


class Columns:
    """Properties of everybody, as known on a day."""

    def __init__(self, archive: Archive, known: int, upto: int, register: Mapping[str, Whole]) -> None:
        """Nothing is read before it is asked for."""
        self._archive = archive
        self._known = known
        self._upto = upto
        self._register = register
        self._turn = RLock()
        self._kept: OrderedDict[object, Mapping[str, object]] = OrderedDict()

    def values(self, props: tuple[str, ...]) -> Column:
        """What is stated of everybody under any of some properties, each value once."""
        return self._column(props, lambda: self._values(props))

    def lists(self) -> Mapping[str, frozenset[str]]:
        """The lists on which everybody is believed to be, now."""
        return self._column("lists", self._lists)

    def changed(self) -> Mapping[str, int]:
        """The last day on which what is believed of each changed; the register that ships keeps none."""
        return self._column("changed", self._changed)

    def _column(self, name: object, read: Callable[[], Mapping[str, Value]]) -> Mapping[str, Value]:
        with self._turn:
            if name not in self._kept:
                self._kept[name] = read()
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(name)
            return self._kept[name]  # type: ignore[return-value]  # a name is always read in one way

    def _values(self, props: tuple[str, ...]) -> Column:
        found: dict[str, dict[str, None]] = {}
        for key, value, _ in self._held(props):
            found.setdefault(key, {})[value] = None
        for key, each in self._register.items():
            own = {value: None for prop in props for value in each.properties.get(prop, ())}
            if own:
                found[key] = own
        return {key: tuple(values) for key, values in found.items()}

    def _lists(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for key, _, listed in self._held(NAMED):
            found.setdefault(key, set()).add(listed)
        alike: dict[frozenset[str], frozenset[str]] = {}  # there are many entities, and few sets of lists
        shared = {
            key: alike.setdefault(own, own) for key, own in ((key, frozenset(s)) for key, s in found.items())
        }
        own = {key: each.lists for key, each in self._register.items() if each.schema not in NOBODY}
        return shared | own

    def _changed(self) -> Mapping[str, int]:
        if not self._upto:
            return {}
        said = STATEMENT.c
        ended = and_(said.gone <= self._upto, said.known_to <= self._known)
        query = (
            select(ENTITY.c.id, func.max(said.known_from), func.max(case((ended, said.known_to), else_=0)))
            .join(ENTITY, ENTITY.c.key == said.entity)
            .where(said.known_from <= self._known, said.snapshot <= self._upto)
            .group_by(ENTITY.c.id)
        )
        with self._archive.reading() as connection:
            return {key: max(begun, gone) for key, begun, gone in connection.execute(query)}

    def _held(self, props: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """Key, value and list of what is believed."""
        if self._upto:
            for batch in Parties(self._archive, self._known, self._upto).held(props):
                for _, key, _, _, value, listed, *_ in batch:
                    yield key, value, listed
