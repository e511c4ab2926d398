"""One table of a case: its keys to facts, and the tables inside it put aside for whoever reads them.

This is the inner loop of all reading, so what is right is met first and nothing is built for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.errors import nearest
from sekisho.formats.keys import Element, Kind, Shape, Slot, is_ignored
from sekisho.formats.notes import MOST, Notes, Place, kind_of, quote, remedy
from sekisho.formats.values import LEAVE_OUT, READERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sekisho.model.case import Value

PART = Kind.PART  # a global is found sooner than a member of an enumeration
NOTHING: Mapping[str, object] = {}


class Reading:
    """What the reading of one case carries along.

    Attributes:
        lists: ids of the lists that a case may name; None: any.
    """

    __slots__ = ("lists", "notes", "shape")

    def __init__(self, shape: Shape, notes: Notes, lists: frozenset[str] | None = None) -> None:
        self.shape = shape
        self.notes = notes
        self.lists = lists

    def fill(
        self, data: object, element: Element, place: Place, facts: dict[str, Value]
    ) -> Mapping[str, object]:
        """Read a table into *facts*.

        Returns:
            By key, the values that are tables or lists of tables, unread.
        """
        if not isinstance(data, dict):
            self._no_table(data, element, place)
            return NOTHING
        get = element.slots.get
        parts: dict[str, object] | None = None
        for key, value in data.items():
            slot = get(key)
            if slot is None:
                slot = self._stated(element, key, (place, key))
                if slot is None:
                    continue
            words = slot.words
            if type(value) is str and (
                value in words if words is not None else value.isascii() and value and not value.isspace()
            ):
                facts[slot.name] = value
            elif slot.kind is PART:
                if parts is None:
                    parts = {}
                parts[key] = value
            else:
                read = READERS[slot.kind](value, slot, (place, key), self.notes)
                if read is not None:
                    facts[slot.name] = read
        return NOTHING if parts is None else parts

    def many(self, data: object, place: Place) -> list[object] | None:
        """A list of tables; None where it is none."""
        if isinstance(data, list):
            return data
        hint = (
            LEAVE_OUT
            if data is None
            else "put it in [ ]"
            if isinstance(data, dict)
            else "write a list of tables"
        )
        self.notes.refuse(
            place, f"a list is needed here, not {kind_of(data)}", f"{hint}; [] says that somebody looked"
        )
        return None

    def check_list(self, name: str, place: Place) -> None:
        """Is this a list, or a part of a list (`s889:a`), that the corpus knows?"""
        if self.lists is not None and name not in self.lists:
            self.notes.misspelt(place, f"there is no list {quote(name)}", name, self.lists)

    def _no_table(self, data: object, element: Element, place: Place) -> None:
        hint = LEAVE_OUT if data is None else "write it as { … } with the keys of the case format"
        self.notes.refuse(place, f"the {element.title} has to be a table, not {kind_of(data)}", hint)

    def _stated(self, element: Element, key: object, place: Place) -> Slot | None:
        slot = self.shape.stated(element, key) if isinstance(key, str) else None
        if slot is None:
            if element is not self.shape.elements["case"] or not is_ignored(str(key)):
                unknown(str(key), element, place, self)
        elif slot.lists:
            self.check_list(slot.lists, place)
        return slot


def unknown(key: str, element: Element, place: Place, reading: Reading) -> None:
    """A key that the format does not have, with the nearest one that it has."""
    if len(reading.notes.problems) > MOST:  # nobody reads further, and looking for near keys takes time
        return
    message = f"{quote(key)} is not a key of the {element.title}"
    reading.notes.refuse(place, message, _hint(key, element, reading.shape))


def _hint(key: str, element: Element, shape: Shape) -> str:
    if element is shape.elements["facts"] and (home := shape.home(key)):
        return home
    if key == "maker" and element.stem:
        return 'a derived fact is stated under its dotted name: "maker.under.s889:a": true'
    if key == "supplier" and "manufacturer" in element.slots:
        return "a supplier is an entry of `parties` with the role supplier; who made it is `manufacturer`"
    return did_you_mean(key, element.slots)


def did_you_mean(key: str, keys: Iterable[str]) -> str:
    """The nearest key, or all of them."""
    allowed = list(keys)
    near = nearest(key, allowed)
    return f"did you mean {quote(near)}?" if near else remedy(key, allowed, most=20)
