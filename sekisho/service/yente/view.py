"""Everybody in a store as known on a day, ready to be told with all that is stated of them.

Invariants: a view rests on one snapshot; an entity is read from the archive when it is told, and kept while
it is asked for.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from sekisho.dates import AsOf, Moment
from sekisho.lists import ftm
from sekisho.lists.past import portrait
from sekisho.lists.read.edges import PREFIX
from sekisho.screen.listed import REPORTED
from sekisho.service.yente.around import Around
from sekisho.service.yente.columns import Columns
from sekisho.service.yente.index import Index
from sekisho.service.yente.register import register
from sekisho.service.yente.scope import datasets
from sekisho.service.yente.whole import Whole, whole
from sekisho.store import belief

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sekisho.model.entity import ListInfo
    from sekisho.store.base import Store
    from sekisho.store.engine import Archive

KEPT = 50_000
"""Entities of which all that is stated is kept at hand."""
AT_ONCE = 500
"""Entities that are asked for in one question."""


class View:
    """Everybody, as known on a day.

    Attributes:
        store: names, listings and owners.
        known: the day.
        upto: the snapshot on which it rests.
    """

    def __init__(self, store: Store, archive: Archive, known: int, upto: int) -> None:
        """Look at a store; nothing is read before it is asked for."""
        self.store = store
        self.known = known
        self.upto = upto
        self._archive = archive
        self._lock = Lock()
        self._kept: OrderedDict[str, Whole | None] = OrderedDict()
        self._texts: dict[tuple[str, int], str] = {}

    # --- one entity ------------------------------------------------------------------------------

    def wholes(self, keys: Collection[str]) -> dict[str, Whole]:
        """Entities with all that is stated of them, by key; those of whom nothing is known are left out."""
        found: dict[str, Whole | None] = {}
        missing = []
        with self._lock:
            for key in keys:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    found[key] = self._kept[key]
                elif key not in found:
                    missing.append(key)
                    found[key] = None
        for start in range(0, len(missing), AT_ONCE):
            found |= self._read(missing[start : start + AT_ONCE])
        return {key: each for key, each in found.items() if each is not None}

    def _read(self, keys: Collection[str]) -> Mapping[str, Whole | None]:
        beliefs: dict[str, list[belief.Belief]] = {key: [] for key in keys}
        asked = [key for key in keys if key not in self.register]
        if asked and self.upto:
            with self._archive.reading() as connection:
                for each in belief.stated(connection, asked):
                    beliefs[each.statement.entity_id].append(each)
        read = {
            key: self.register.get(key) or whole(key, own, self.known, self.upto, self._seen)
            for key, own in beliefs.items()
        }
        with self._lock:
            self._kept.update(read)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return read

    def find(self, asked: str) -> str | None:
        """The key of the entity of an id, in FollowTheMoney's form or our own; None: there is none."""
        if not asked or "\0" in asked:
            return None
        entities = self.store.entities
        for key in (PREFIX + asked, asked):
            if key in entities or key in self.register:
                return key
        if asked in self._idents:
            return self._idents[asked]
        head, _, tail = asked.rpartition("-")
        keys = (PREFIX + asked, asked, f"{self._idents.get(head, head)}/{tail}")
        return next(iter(self.wholes(keys)), None)

    def ended(self, key: str) -> tuple[str, ...]:
        """The keys of the listings that somebody had and has no more, without those that were corrected."""
        if key in self.register or not self.upto:
            return ()
        learnt = [each for each in self._archive.history(key) if each.snapshot <= self.upto]
        known = portrait(learnt, key, AsOf(Moment(self.known), self.known))
        return () if known is None else tuple(each.id for each in known.entries if each.why)

    def listed(self, key: str, day: int) -> frozenset[str]:
        """The lists on which somebody stands on a day, of those that somebody publishes."""
        return frozenset(each.id for each in self._standing(key, day) if each.kind in REPORTED)

    def topics(self, key: str, day: int) -> tuple[str, ...]:
        """What the lists make of somebody on which he stands on a day, beside what is stated of him.

        A client that asks for `topics=sanction` must not miss somebody because his list publishes no topics:
        few do. An entry of a rule counts as one of the list that it amends: that one may not be at hand.
        """
        lists = sorted(self._standing(key, day), key=lambda each: each.id)
        return tuple(dict.fromkeys(topic for each in lists for topic in each.topics))

    def _standing(self, key: str, day: int) -> Iterator[ListInfo]:
        for each in self.store.listings.get(key, ()):
            if each.known <= self.known and day in each.valid:
                yield self.store.lists[each.list]

    def told(self, one: Whole, day: int) -> dict[str, Any]:
        """An entity as yente tells it."""
        return one.told(self.listed(one.key, day), self.topics(one.key, day))

    def text(self, one: Whole, day: int) -> str:
        """The same as JSON."""
        found = self._texts.get((one.key, day))
        if found is None:
            if len(self._texts) >= KEPT:
                self._texts.clear()
            found = self._texts[one.key, day] = json.dumps(self.told(one, day), ensure_ascii=False)
        return found

    # --- all of them -----------------------------------------------------------------------------

    @cached_property
    def register(self) -> Mapping[str, Whole]:
        """Who ships with sekisho."""
        return register(self.store, self.known)

    @cached_property
    def datasets(self) -> Mapping[str, frozenset[str]]:
        """The lists of each dataset."""
        return datasets(self.store.lists.values())

    @cached_property
    def columns(self) -> Columns:
        """Some properties of everybody."""
        return Columns(self._archive, self.known, self.upto, self.register)

    @cached_property
    def index(self) -> Index:
        """The words of all names."""
        return Index(self.store.entities.values())

    @cached_property
    def around(self) -> Around:
        """Who points to whom."""
        return Around(self._archive, self.known, self.upto, self.register)

    @cached_property
    def _idents(self) -> Mapping[str, str]:
        """The keys of parties by their ids in FollowTheMoney's form; of two that are alike, the first."""
        found: dict[str, str] = {}
        for key in (*self.register, *self.store.entities):
            found.setdefault(ftm.ident(key), key)
        return found

    @cached_property
    def _seen(self) -> Mapping[str, int]:
        """The day of the snapshot that serves, by source."""
        used = self._archive.used(self.known, self.upto) if self.upto else ()
        return {each.source: self._archive.day(each.id) for each in used}

    def parties(self) -> Iterator[str]:
        """The keys of all who can be asked for, in the order of the store."""
        return (key for key, each in self.store.entities.items() if each.schema != ftm.CATEGORY)
