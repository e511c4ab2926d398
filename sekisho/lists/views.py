"""The stores of an archive: what its lists say as known on a day, with the corpus and files given by hand.

Invariants: a store is a function of the day of knowledge and of the newest snapshot, which is read once; days
between which nothing was learnt share their parties and listings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho import dates
from sekisho.lists.declaration import OWNERS
from sekisho.lists.fresh import Servings
from sekisho.lists.view import PROPS, view
from sekisho.memory import collector_at_rest
from sekisho.model.entity import ListInfo
from sekisho.store import judgements, licences, parties
from sekisho.store.own import OWN
from sekisho.store.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sekisho.lists.fresh import Serving
    from sekisho.lists.load import Given
    from sekisho.model.statement import Snapshot
    from sekisho.store.base import Store
    from sekisho.store.engine import Archive


@dataclass(frozen=True, slots=True)
class Archived:
    """What an archive has to say on a day of knowledge.

    Attributes:
        named: the lists on which anybody is or was.
        serving: the snapshot that speaks for a list, by list.
        declared: what is declared of a list, by list.
    """

    named: Collection[str]
    serving: Mapping[str, Serving]
    declared: Mapping[str, ListInfo]

    def lists(self) -> Iterator[tuple[ListInfo, str]]:
        """Every list, and what is said of it in the basis."""
        for name, each in self.serving.items():
            rests = f"snapshot {each.snapshot.id} of {dates.iso(each.day)}"
            rests += ", inherited, not witnessed" if each.inherited else ""
            info = replace(
                self._told(name), complete=each.complete, complete_from=each.complete_from, loaded=rests
            )
            yield info, f"{each.snapshot.sha256[:16]}, declaration {each.declaration}, {rests}"
        for name in self.named:
            if name not in self.serving:  # everybody has left it, or its file now comes without it
                yield self._told(name), ""

    def _told(self, name: str) -> ListInfo:
        return self.declared.get(name) or ListInfo(name, name, "official", complete=False)


DAYS = 1000
"""Days of knowledge of which it is at hand what they rest on."""


class Views:
    """The stores of an archive, one for each stretch of days of knowledge in which nothing was learnt."""

    def __init__(self, given: Given, archive: Archive, upto: int | None) -> None:
        if upto is not None:
            archive.day(upto)  # it is there, or is refused
        self._given = given
        self._archive = archive
        self._upto = archive.latest() if upto is None else upto
        self._day = lru_cache(maxsize=None)(archive.day)
        self._rested = lru_cache(maxsize=DAYS)(archive.used)  # up to a snapshot, it is the same for good
        snapshots = [each for each in archive.snapshots() if each.id <= self._upto]
        self._servings = Servings(snapshots, given.declared.get, self._day)
        self._carried: dict[object, frozenset[tuple[str, str]]] = {}
        self._stores = Recent()
        self._learnt = Recent()

    def at(self, known: int) -> Store:
        """The store of a day."""
        used, own = self._used(known)
        # Before the first snapshot of a source each day may differ: what it inherited has days of its own.
        inherits = any(self._day(each.id) > known for each in used)
        learnt = (tuple(each.id for each in used), known if inherits else None)
        carried = self._carried.get(learnt)
        if carried is None:
            carried = parties.carried(self._archive, known, self._upto) | self._owning(used)
            self._carried[learnt] = carried
        serving = self._servings.of(used, carried, known)
        freshness = tuple((each.complete, each.inherited) for each in serving.values())
        described = (learnt, freshness, own)
        store = self._stores.recall(described)
        if store is None:
            declared = self._declared(used)
            shown = {name: each for name, each in serving.items() if name not in self._given.lists}
            store = self._told(self._store(learnt, carried, shown, declared, known), own, known)
            self._stores.keep(described, store)
        return store

    def _owning(self, used: Iterable[Snapshot]) -> frozenset[tuple[str, str]]:
        """Sources that tell who holds whom: they list nobody, but what is said rests on them."""
        found = ((each, self._given.declared.get(each.source)) for each in used)
        return frozenset(
            (each.source, listed)
            for each, source in found
            if source is not None and source.format.kind in OWNERS
            for listed in each.lists
        )

    def _used(self, known: int) -> tuple[tuple[Snapshot, ...], tuple[Snapshot, ...]]:
        """The snapshot of each source that a day rests on, and apart from them those of its users' words."""
        order = {name: place for place, name in enumerate(self._given.declared.order)}
        used = self._rested(known, self._upto)
        own = tuple(each for each in used if each.source in OWN)
        lists = (each for each in used if each not in own)
        ranked = sorted(lists, key=lambda each: (order.get(each.source, len(order)), each.source))
        return tuple(ranked), own

    def _store(
        self,
        learnt: object,
        carried: Collection[tuple[str, str]],
        serving: Mapping[str, Serving],
        declared: Mapping[str, ListInfo],
        known: int,
    ) -> Store:
        seen = self._learnt.recall(learnt)
        if seen is not None:  # the same parties and listings: only how fresh they are differs
            lists, hashes = self._given.described(Archived(tuple(seen.lists), serving, declared))
            return replace(seen, lists=lists, hashes=hashes)
        silent = {
            (source, name)
            for source, name in carried
            if name not in serving or serving[name].source != source
        }
        with collector_at_rest():
            stated = parties.Parties(self._archive, known, self._upto)
            found = view(stated.held(PROPS), silent, stated)
            named = dict.fromkeys(each.list for each in found.listings)
            store = self._given.store(found, Archived(tuple(named), serving, declared))
        return self._learnt.keep(learnt, replace(store, others=self.at))

    def _told(self, store: Store, own: Iterable[Snapshot], known: int) -> Store:
        """A store with what its users had told by a day: their judgements, and the licences they hold."""
        for snapshot in own:
            rests = f"{snapshot.sha256[:16]} snapshot {snapshot.id} of {dates.iso(self._day(snapshot.id))}"
            hashes = {**store.hashes, snapshot.source: rests}
            if snapshot.source == licences.LIST:
                held = licences.accounts(self._archive, known, self._upto)
                store = replace(store, licences=held, hashes=hashes)
            else:
                standing = judgements.judgements(self._archive, known, self._upto)
                store = replace(store, judgements=standing, hashes=hashes)
        return store

    def _declared(self, used: Iterable[Snapshot]) -> dict[str, ListInfo]:
        """What is declared of every list."""
        found: dict[str, ListInfo] = {}
        for each in used:
            source = self._given.declared.get(each.source)
            if source is not None:
                kind = source.about.kind
                for name, own in source.about.lists.items():
                    found.setdefault(name, ListInfo(name, own.title, kind, complete=False, topics=own.topics))
        return found
