"""Law, lists and names, ready to be asked: as of the newest snapshot, and renewed when there is a newer one.

Invariants: an answer rests on one snapshot, the newest when its batch was begun; what has been made ready is
asked by one thread at a time (`turn`).
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from sekisho.lists.load import open_store
from sekisho.screen.run import Screener
from sekisho.store.unchanged import Unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sekisho.law.register import Law
    from sekisho.lists.source import Source
    from sekisho.record.said import Asked
    from sekisho.screen.supply import Knowledge
    from sekisho.store.base import Store
    from sekisho.store.engine import Archive


KEPT = 16
"""Ways of asking (readings, measures) that are kept ready."""


class Ready:
    """A law and the newest lists, ready to be asked in any way.

    Attributes:
        lists: every list by the name that a case may call it, parts included.
        snapshot: the newest one, on which everything here rests; 0: there is none.
    """

    def __init__(self, archive: Archive, law: Law, sources: Mapping[str, Source] | None) -> None:
        """Make everything ready as of today; *sources* are the declarations by which lists are read."""
        self._archive = archive
        self._law = law
        self._sources = sources
        self._turn = RLock()
        self._latest: Unchanged[int] = Unchanged(archive)
        self.snapshot = -1
        self._asking: OrderedDict[Asked, Screener] = OrderedDict()
        self._renew()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let one thread at a time at what is ready, brought up to the newest snapshot."""
        with self._turn:
            self._renew()
            yield

    def screener(self, asked: Asked) -> Screener:
        """What answers questions that are asked in a way; within a :meth:`turn`.

        Raises:
            UsageError: a reading or measure does not exist.
        """
        found = self._asking.get(asked)
        if found is None:
            found = self._plain.asking(asked.readings, asked.measures, every=asked.every)
            self._asking[asked] = found
            if len(self._asking) > KEPT:
                self._asking.popitem(last=False)
        self._asking.move_to_end(asked)
        return found

    def knowledge(self, known: int) -> Knowledge:
        """Names, owners and lists as known on a day; within a :meth:`turn`."""
        return self._plain.knowing(known)

    def store(self, known: int) -> Store:
        """What is stated of anybody, as known on a day."""
        with self.turn():
            return self._plain.knowledge.store.at(known)

    def _renew(self) -> None:
        newest = self._latest.recall("", self._archive.latest)
        if newest != self.snapshot:
            store = open_store(archive=self._archive, upto=newest or None, sources=self._sources)
            self._plain = Screener(self._law, store)
            self.lists = store.names
            self._asking.clear()
            self.snapshot = newest
