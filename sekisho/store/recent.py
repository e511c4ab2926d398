"""Stores that were asked for lately, so that a batch does not build one twice."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from sekisho.store.base import Store

KEPT = 4
"""Stores that are kept: each holds whole lists, and a batch is answered day by day."""


class Recent:
    """The last few stores, and whichever others somebody still holds: there are never two of a name."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, Store] = OrderedDict()
        self._alive: WeakValueDictionary[object, Store] = WeakValueDictionary()

    def recall(self, name: object) -> Store | None:
        """The one of a name; None: it is gone."""
        found = self._alive.get(name)
        return None if found is None else self.keep(name, found)

    def keep(self, name: object, kept: Store) -> Store:
        """Keep one, and let go of the one that was longest not asked for."""
        self._alive[name] = self._kept[name] = kept
        self._kept.move_to_end(name)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept
